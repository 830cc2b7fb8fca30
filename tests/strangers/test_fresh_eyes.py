"""Cases of the kinds 25–47 (issue 19) by fresh eyes: inputs and truth were written before any code that answers was
read, from the issue's text, RFCs and how servers, walls, feeds and old archives behave. Only a truth that bytes or a
clause show wrong may be changed.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import socket
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from ipaddress import ip_network

import brotli
import pytest

from inspection.accounts.feed_formats import Feed, read_feed
from inspection.archive.reader import Damage, check_warc, read_records
from inspection.archive.store import payload_of
from inspection.errors import InspectionError
from inspection.inputs import convert
from inspection.model import ProbeOutcome
from inspection.net import AddressRule, Fetcher, Limits, Request, clean_url
from inspection.net.names import server_of
from inspection.page.blocked import visit_outcome
from inspection.periods import SHANGHAI, local_day
from tests.given.loopback import internet
from tests.given.names import Zone, name_server
from tests.net.test_wide_tls import Authority, serving

RULE = AddressRule([ip_network("127.0.0.0/8"), ip_network("::1/128")])
HOST = "szj.example"
HOME = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'><title>乙州市水务局</title></head><body><h1>乙州市水务局</h1>"
    "<ul><li><a href='/n/1.html'>全市供水管网改造年底完工</a> 2026-11-28</li><li><a href='/n/2.html'>"
    "关于调整城区供水价格的公告</a> 2026-11-27</li></ul><p>主办单位:乙州市水务局 滇ICP备19000001号</p></body></html>"
)
OTHER = {ProbeOutcome.OK: "ok", ProbeOutcome.BLOCKED: "blocked", ProbeOutcome.PROBE_FAULT: "unknown"}


def word(outcome: ProbeOutcome) -> str:
    """ok, blocked, unknown (ours), moved or failed."""
    return "moved" if outcome is ProbeOutcome.WRONG_HOST else OTHER.get(outcome, "failed")


def visit(talk: Callable[[socket.socket], None], url: str = f"http://{HOST}/", **options) -> tuple[str, str]:
    """How a visit to a server that talks so ends, and why."""
    with serving(talk) as port, Fetcher(RULE, connect_to=f"127.0.0.1:{port}", like_browsers=True, **options) as fetcher:
        fetcher.submit(Request(url, limits=Limits(timeout_seconds=5)))
        [result] = fetcher
    outcome, why = visit_outcome(result)
    return word(outcome), f"{outcome.value}: {why}"


def saying(answer: bytes) -> Callable[[socket.socket], None]:
    def talk(client: socket.socket) -> None:
        client.recv(4096)
        client.sendall(answer)

    return talk


def answer(status: int, headers: dict[str, str], body: str) -> bytes:
    sent = body.encode()
    lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in headers.items())]
    if "content-length" not in headers:
        lines.append(f"Content-Length: {len(sent)}")
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + sent


ANSWERS = {
    "01_cloudflare": [
        # challenge told by a header alone, words in English
        (
            403,
            {"server": "cloudflare", "cf-ray": "8c1-HKG", "cf-mitigated": "challenge", "content-type": "text/html"},
            (
                "<html><head><title>Just a moment...</title></head><body><script src='/"
                "cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1'></script></bod"
                "y></html>"
            ),
            "blocked",
        ),
        (
            403,
            {"server": "cloudflare", "cf-ray": "8c1-HKG", "content-type": "text/html"},
            (
                "<html><head><title>Attention Required! | Cloudflare</title></head><bod"
                "y><h1>Sorry, you have been blocked</h1><h2>You are unable to access sz"
                "j.example</h2></body></html>"
            ),
            "blocked",
        ),
        # the service in front says that the origin is down: that is the site's own failure
        (
            522,
            {"server": "cloudflare", "cf-ray": "8c1-HKG", "content-type": "text/html"},
            (
                "<html><head><title>szj.example | 522: Connection timed out</title></he"
                "ad><body><h1>Connection timed out</h1><p>Error code 522</p></body></ht"
                "ml>"
            ),
            "failed",
        ),
        (
            521,
            {"server": "cloudflare", "cf-ray": "8c1-HKG", "content-type": "text/html"},
            (
                "<html><head><title>szj.example | 521: Web server is down</title></head"
                "><body>Web server is down Error code 521</body></html>"
            ),
            "failed",
        ),
        (200, {"server": "cloudflare", "cf-ray": "8c1-HKG", "content-type": "text/html"}, HOME, "ok"),
        # a healthy page with the invisible script of the same service
        (
            200,
            {"server": "cloudflare", "content-type": "text/html"},
            HOME.replace("</body>", "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script></body>"),
            "ok",
        ),
    ],
    "02_aws_waf": [
        (202, {"x-amzn-waf-action": "challenge", "content-length": "0", "server": "CloudFront"}, "", "blocked"),
        (
            202,
            {"x-amzn-waf-action": "challenge", "content-type": "text/html"},
            (
                "<html><head><title></title></head><body><div id='challenge-container'>"
                "</div><script src='https://a1.edge.sdk.awswaf.com/a1/b2/challenge.js'>"
                "</script></body></html>"
            ),
            "blocked",
        ),
        (
            405,
            {"x-amzn-waf-action": "captcha", "content-type": "text/html"},
            "<html><head><title>Human Verification</title></head><body></body></html>",
            "blocked",
        ),
    ],
    "03_aliyun_waf": [
        (
            405,
            {"server": "Tengine", "content-type": "text/html; charset=utf-8"},
            (
                "<!doctypehtml><html><head><title>405</title></head><body><div>很抱歉,由于您访"
                "问的URL有可能对网站造成安全威胁,您的访问被阻断。</div><div>您的请求ID是: 7b2c01</div></body></htm"
                "l>"
            ),
            "blocked",
        ),
        (
            200,
            {"server": "ESA", "content-type": "text/html; charset=utf-8"},
            (
                "<html><head><title>滑动验证页面</title><meta name='aliyun_waf_aa' content='1"
                "'></head><body><div id='traceid'></div><script src='https://g.alicdn.c"
                "om/captcha-frontend/FeiLin/1.0/feilin.js'></script></body></html>"
            ),
            "blocked",
        ),
        # words of the block page in an article of a healthy home page
        (
            200,
            {"content-type": "text/html; charset=utf-8"},
            HOME.replace("关于调整城区供水价格的公告", "市民反映访问网站时提示“您的访问被阻断”,我局答复如下"),
            "ok",
        ),
    ],
    "04_f5_imperva_akamai_forti": [
        (
            200,
            {"content-type": "text/html; charset=utf-8"},
            (
                "<html><head><title>Request Rejected</title></head><body>The requested "
                "URL was rejected. Please consult with your administrator.<br><br>Your "
                "support ID is: 1234567890123456789<br><br><a href='javascript:history."
                "back();'>[Go Back]</a></body></html>"
            ),
            "blocked",
        ),
        (
            200,
            {"x-iinfo": "5-1-1 NNNN", "x-cdn": "Imperva", "content-type": "text/html"},
            (
                "<html style='height:100%'><head><META NAME='ROBOTS' CONTENT='NOINDEX, "
                "NOFOLLOW'><script src='/_Incapsula_Resource?SWJIYLWA=5074a744e2e3d8918"
                "14e9a2dace20bd4'></script></head><body><iframe src='/_Incapsula_Resour"
                "ce?CWUDNSAI=23&xinfo=5-1-1' frameborder=0 width='100%' height='100%'>R"
                "equest unsuccessful. Incapsula incident ID: 1-5</iframe></body></html>"
            ),
            "blocked",
        ),
        (
            403,
            {"server": "AkamaiGHost", "content-type": "text/html"},
            (
                "<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied"
                "</H1>You don't have permission to access \"http&#58;&#47;&#47;szj&#46;e"
                'xample&#47;" on this server.<P>Reference&#32;&#35;18&#46;6d4a&#46;1700'
                "0&#46;1a2b<P>https&#58;&#47;&#47;errors&#46;edgesuite&#46;net&#47;18</"
                "BODY></HTML>"
            ),
            "blocked",
        ),
        (
            403,
            {"content-type": "text/html"},
            (
                "<html><head><title>Web Filter Violation</title></head><body>FortiGate "
                "Web Application Firewall: the page you have requested has been blocked"
                ". Attack ID: 20000051</body></html>"
            ),
            "blocked",
        ),
    ],
    "05_chinese_walls": [
        (
            200,
            {"content-type": "text/html"},
            (
                "<html><head><meta http-equiv='refresh' content='0;url=https://waf.tenc"
                "ent.com/501page.html?u=http://szj.example/&id=1a2b'></head><body></bod"
                "y></html>"
            ),
            "blocked",
        ),
        (
            403,
            {"content-type": "text/html", "server": "WAF/2.4-12.1"},
            "<html><head><title>访问禁止</title></head><body>您的请求疑似攻击行为!如果您是网站管理员,"
            "请登录网站防护后台查看详情。事件ID: 0a1b</body></html>",
            "blocked",
        ),
        (
            200,
            {"content-type": "text/html"},
            (
                "<html><head><title>网站防火墙</title></head><body><p>您的请求带有不合法参数,已被网站管理员设置拦"
                "截!</p><p>可能原因:您提交的内容包含危险的攻击请求</p></body></html>"
            ),
            "blocked",
        ),
        # an own guard that sets a cookie and loads again
        (
            200,
            {"content-type": "text/html", "set-cookie": "guard=0d1f; path=/"},
            (
                "<html><body><script>document.cookie='guardret='+btoa('5');window.locat"
                "ion.reload();</script></body></html>"
            ),
            "blocked",
        ),
        (200, {"content-type": "text/html", "server": "CloudWAF", "set-cookie": "HWWAFSESID=6c1; path=/"}, HOME, "ok"),
    ],
    "06_too_often_or_in_repair": [
        (429, {"retry-after": "120", "content-type": "text/html"}, "<h1>Too Many Requests</h1>", "blocked"),
        (
            503,
            {"retry-after": "3600", "content-type": "text/html; charset=utf-8"},
            "<html><head><title>系统维护</title></head><body>系统升级维护中,请稍后访问。</body></html>",
            "failed",
        ),
        (
            503,
            {"content-type": "text/html"},
            (
                "<html><head><title>503 Service Temporarily Unavailable</title></head><"
                "body><center><h1>503 Service Temporarily Unavailable</h1></center><hr>"
                "<center>nginx</center></body></html>"
            ),
            "failed",
        ),
        (
            502,
            {"content-type": "text/html"},
            (
                "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502"
                " Bad Gateway</h1></center></body></html>"
            ),
            "failed",
        ),
    ],
    "07_default_and_error_pages": [
        (
            200,
            {"content-type": "text/html"},
            (
                "<html><head><title>IIS Windows Server</title></head><body><div id='con"
                "tainer'><a href='http://go.microsoft.com/fwlink/?linkid=66138'><img sr"
                "c='iis-85.png' alt='IIS'></a></div></body></html>"
            ),
            "failed",
        ),
        (
            200,
            {"content-type": "text/html"},
            (
                "<html><head><title>Apache2 Ubuntu Default Page: It works</title></head"
                "><body><p>This is the default welcome page used to test the correct op"
                "eration of the Apache2 server</p></body></html>"
            ),
            "failed",
        ),
        (
            200,
            {"content-type": "text/html"},
            (
                "<html><head><title>恭喜，站点创建成功！</title></head><body><h1>恭喜, 站点创建成功！</h1>"
                "<p>这是默认index.html，本页面由系统自动生成</p></body></html>"
            ),
            "failed",
        ),
        (
            200,
            {"content-type": "text/html"},
            "<html><head><title>没有找到站点</title></head><body><h3>没有找到站点</h3><p>您的请求在Web服务器中没有找到对应的站点！</p></body></html>",
            "failed",
        ),
        (
            200,
            {"content-type": "text/html"},
            (
                "<br />\n<b>Fatal error</b>:  Uncaught PDOException: SQLSTATE[HY000] [20"
                "02] Connection refused in /www/wwwroot/szj/index.php:12"
            ),
            "failed",
        ),
        (
            200,
            {"content-type": "text/html"},
            "<html><head><title>运行时错误</title></head><body><h1>“/”应用程序中的服务器错误。</h1><h2>运行时错误</h2></body></html>",
            "failed",
        ),
        (
            200,
            {"content-type": "text/html"},
            (
                "<html><body><h1>Whitelabel Error Page</h1><p>This application has no e"
                "xplicit mapping for /error, so you are seeing this as a fallback.</p><"
                "div>There was an unexpected error (type=Internal Server Error, status="
                "500).</div></body></html>"
            ),
            "failed",
        ),
        (200, {"content-type": "text/html"}, "java.sql.SQLException: ORA-12541: TNS:no listener", "failed"),
        # healthy pages that speak of these things
        (
            200,
            {"content-type": "text/html"},
            HOME.replace("关于调整城区供水价格的公告", "恭喜!我市新建水质监测站点创建成功"),
            "ok",
        ),
        (
            200,
            {"content-type": "text/html"},
            HOME.replace("全市供水管网改造年底完工", "关于修复Apache Tomcat漏洞(SQLSTATE、ORA-12541)的通知"),
            "ok",
        ),
    ],
    "08_titles_elsewhere": [
        (
            200,
            {"content-type": "text/html"},
            HOME.replace("<title>", "<script>var t='<title>404 Not Found</title>';</script><title>"),
            "ok",
        ),
        (
            200,
            {"content-type": "text/html"},
            HOME.replace("<h1>", "<svg><title>Error 404</title><path d='M0 0'/></svg><h1>", 1),
            "ok",
        ),
        (
            200,
            {"content-type": "text/html"},
            HOME.replace("<head>", "<head><noscript><title>403 Forbidden</title></noscript>"),
            "ok",
        ),
        (
            200,
            {"content-type": "text/html"},
            HOME.replace("<title>乙州市水务局</title>", "").replace(
                "<h1>", "<svg><title>Not Found</title></svg><h1>", 1
            ),
            "ok",
        ),
        (
            200,
            {"content-type": "text/html"},
            HOME.replace("<title>", "<!--[if lt IE 9]><title>Welcome to nginx!</title><![endif]--><title>"),
            "ok",
        ),
    ],
}


@pytest.mark.parametrize(
    ("case", "number"), [(case, number) for case, kinds in ANSWERS.items() for number in range(len(kinds))]
)
def test_an_answer_is_the_page_a_wall_or_a_failure(case, number):
    status, headers, body, right = ANSWERS[case][number]
    said, why = visit(saying(answer(status, headers, body)))
    assert said == right, why


# Servers that browsers open, byte by byte
PAGE = HOME.encode()
LENGTH, TYPE = b"Content-Length: %d" % len(PAGE), b"Content-Type: text/html; charset=utf-8"


def plain(body: bytes, *heads: bytes, status: bytes = b"HTTP/1.1 200 OK") -> bytes:
    return b"\r\n".join([status, *heads, b"Connection: close", b"", b""]) + body


EARLY = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
SERVERS = {
    "09 a coding that there is not": plain(PAGE, TYPE, LENGTH, b"Content-Encoding: utf-8"),
    "09 no coding by name": plain(PAGE, TYPE, LENGTH, b"Content-Encoding: none"),
    "09 an empty coding": plain(PAGE, TYPE, LENGTH, b"Content-Encoding:"),
    "10 no reason phrase": plain(PAGE, TYPE, LENGTH, status=b"HTTP/1.1 200"),
    "10 the same length twice": plain(PAGE, TYPE, LENGTH, LENGTH),
    "10 hints before the answer": EARLY + plain(PAGE, TYPE, LENGTH),
    "10 line feeds alone, no length": b"HTTP/1.0 200 OK\nContent-Type: text/html\n\n" + PAGE,
    "10 a head in GBK": plain(PAGE, TYPE, b"X-Company: " + "乙州市".encode("gbk"), LENGTH),
    "10 a length too large": plain(PAGE, TYPE, b"Content-Length: %d" % (len(PAGE) + 40)),
}


@pytest.mark.parametrize("case", SERVERS)
def test_a_server_that_browsers_open_is_reachable(case):
    said, why = visit(saying(SERVERS[case]))
    assert said == "ok", why


def test_11_redirects_until_a_cookie_is_kept_are_a_wall():
    """A browser keeps the cookie and gets in; we keep none, and what we do not see is no failure of the site."""
    again = plain(
        b"", b"Location: /", b"Set-Cookie: seen=1; path=/", b"Content-Length: 0", status=b"HTTP/1.1 302 Found"
    )
    assert visit(saying(again))[0] in {"ok", "blocked"}


def test_11_a_circle_without_a_cookie_is_a_failure():
    again = plain(b"", b"Location: /", b"Content-Length: 0", status=b"HTTP/1.1 302 Found")
    assert visit(saying(again))[0] == "failed"


@pytest.mark.parametrize(
    "location",
    [
        "/首页/index.html".encode(),
        "/首页/index.html".encode("gbk"),
        b"web/index.html",
        b"//szj.example/web/",
        b"?a=1&b=%D6%D0",
        b"http://SZJ.example:80/web/",
        b" /web/ ",
    ],
)
def test_12_a_redirect_is_followed_however_it_is_written(location):
    to_it = plain(b"", b"Location: " + location, b"Content-Length: 0", status=b"HTTP/1.1 302 Found")

    def talk(client: socket.socket) -> None:
        asked = client.recv(4096).split()[1]
        client.sendall(to_it if asked == b"/" else plain(PAGE, TYPE, LENGTH))

    said, why = visit(talk)
    assert said == "ok", why


def test_12_a_page_that_leads_on_by_meta_tag_did_answer():
    lead = "<html><head><meta http-equiv='refresh' content='0;url=/web/index.html'></head></html>"
    assert visit(saying(answer(200, {"content-type": "text/html"}, lead)))[0] == "ok"


def test_12_an_end_of_tls_without_its_notice_is_an_end(tmp_path):
    """Old servers end an answer without length by closing the connection, without close_notify (RFC 8446, 6.1)."""
    authority = Authority(tmp_path)

    def talk(client: socket.socket) -> None:
        with authority.context().wrap_socket(client, server_side=True) as secure:
            secure.recv(4096)
            secure.sendall(plain(PAGE, TYPE))
            os.close(secure.detach())  # no notice: the socket is closed under it

    said, why = visit(talk, "https://www.ceshi.example/", certificates=str(authority.roots))
    assert said == "ok", why


# Feeds, looked at on 2026-11-30 at 10:00
SEEN_AT = datetime(2026, 11, 30, 10, tzinfo=SHANGHAI).astimezone(UTC)
XML = {"content-type": "application/rss+xml"}


def rss(*items: str, head: str = "<title>乙州发布</title>", declared: str = "utf-8") -> bytes:
    start = (
        f'<?xml version="1.0" encoding="{declared}"?><rss version="2.0"><channel>{head}<link>http://a.example/</link>'
    )
    return (start + "".join(items) + "</channel></rss>").encode("utf-8" if declared == "utf-8" else declared)


def item(number: int, date: str | None, title: str = "第{}篇", link: str = "http://a.example/{}", *, guid=True) -> str:
    told = f"<guid>{number}</guid>" if guid else ""
    told += f"<pubDate>{date}</pubDate>" if date is not None else ""
    return f"<item><title>{title.format(number)}</title><link>{link.format(number)}</link>{told}</item>"


def days(feed: Feed | None) -> list[str]:
    assert feed is not None
    return sorted(str(local_day(post.published_at)) for post in feed.posts)


DATES = {
    "Sun, 29 Nov 2026 20:15:00 CST": {"2026-11-29", "2026-11-30"},  # RFC 822: -0600; a server in China means +0800
    "Sun Nov 29 20:15:00 CST 2026": {"2026-11-29", "2026-11-30", None},
    "2026-11-29T08:15:00.1234567+08:00": {"2026-11-29"},
    "2026-11-29 08:15:00 +0800": {"2026-11-29"},
    "Sunday, 29-Nov-26 08:15:00 GMT": {"2026-11-29"},
    "Sun, 29 Nov 26 08:15 +0800": {"2026-11-29"},
    "Sun, 29 Nov 2026 08:15:00 GMT+8": {"2026-11-29"},
    "Thu, 29 Nov 2026 08:15:00 +0800": {"2026-11-29"},  # a wrong day of the week
    "Sun, 29 Nov 2026 23:30:00 GMT": {"2026-11-30"},
    "2026年11月29日 上午8:15": {"2026-11-29"},
    "2026-11-29 下午 3:05": {"2026-11-29"},
    "昨天 08:15": {"2026-11-29"},
    "3小时前": {"2026-11-30"},
    "03/04/2026 09:00": {None},  # nobody knows which is the month
    "20261129": {"2026-11-29", None},
    "1795911300": {"2026-11-29", None},  # seconds since 1970: this day or none
    "1795911300000": {"2026-11-29", None},
    "/Date(1795911300000)/": {"2026-11-29", None},
    "星期日, 29 十一月 2026 20:15:00 +0800": {"2026-11-29"},
    "0000-00-00 00:00:00": {None},
    "Thu, 01 Jan 1970 08:00:00 +0800": {None},
    "Sun, 31 Nov 2026 08:15:00 +0800": {None},
}


@pytest.mark.parametrize("text", DATES)
def test_13_a_time_of_a_feed_is_read_or_none(text):
    feed = read_feed(rss(item(1, text)), XML, SEEN_AT)
    assert (days(feed)[0] if days(feed) else None) in DATES[text]


def november(number: int) -> str:
    return f"{number:02} Nov 2026 08:00:00 +0800"


def test_14_daily_posts_of_one_title_and_address_are_several():
    link, title = "http://a.example/", "今日天气"
    feed = read_feed(rss(*(item(n, november(n), title, link, guid=False) for n in (29, 28, 3))), XML, SEEN_AT)
    assert days(feed) == ["2026-11-03", "2026-11-28", "2026-11-29"]


@pytest.mark.parametrize("numbers", [range(1, 30), range(29, 0, -1), [2, 29, 28, 1]])
def test_14_the_order_of_a_feed_is_not_the_order_of_time(numbers):
    assert days(read_feed(rss(*(item(n, november(n)) for n in numbers)), XML, SEEN_AT))[-1] == "2026-11-29"


def test_14_undated_entries_before_an_old_one_hide_the_newest():
    head = "<title>乙州发布</title><lastBuildDate>Mon, 30 Nov 2026 08:00:00 +0800</lastBuildDate>"
    feed = read_feed(rss(item(3, None), item(2, "Thu, 01 Oct 2026 08:00:00 +0800"), head=head), XML, SEEN_AT)
    assert feed is not None
    assert feed.hides_newest or not feed.is_whole or not feed.posts


def test_14_a_feed_made_anew_does_not_make_old_entries_new():
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>乙州发布</title><id>u</id><updated>2026-11-30T08:00:00+08:00'
        "</updated><entry><id>1</id><title>一</title><published>2026-10-01T08:00:00+08:00</published>"
        "<updated>2026-11-30T08:00:00+08:00</updated></entry></feed>"
    ).encode()
    assert days(read_feed(atom, {"content-type": "application/atom+xml"}, SEEN_AT)) == ["2026-10-01"]


GOOD = item(1, november(29))
LAUGHS = "".join(f'<!ENTITY {n} "{f"&{b};" * 8}">' for n, b in zip("bcdef", "abcde", strict=True))
BYTES = {
    "UTF-16": (rss(GOOD, declared="utf-16"), 1),
    "more than the declared GB2312 has": (
        rss(item(1, november(29), "朱镕基调研䶮洲")).replace(b"utf-8", b"gb2312").decode().encode("gb18030"),
        1,
    ),
    "references to half a character and to nothing": (
        rss(item(1, november(29), "坏&#xD83D;&#xDE00;&#0;&nbsp;&copy;"), item(2, november(28))),
        2,
    ),
    "blank lines after the mark": (b"\xef\xbb\xbf\r\n\r\n" + rss(GOOD), 1),
    "a document type elsewhere": (
        rss(GOOD).replace(b"<rss", b'<!DOCTYPE rss SYSTEM "http://my.netscape.com/rss-0.91.dtd"><rss', 1),
        1,
    ),
}


@pytest.mark.parametrize("case", BYTES)
def test_15_a_feed_of_odd_bytes_is_read(case):
    content, count = BYTES[case]
    feed = read_feed(content, XML, SEEN_AT)
    assert days(feed)[-1] == "2026-11-29"
    assert (feed.title, len(feed.posts)) == ("乙州发布", count)
    if "GB2312" in case:
        assert feed.posts[0].title == "朱镕基调研䶮洲"


def test_15_a_feed_that_breaks_off_is_read_up_to_there_and_is_not_whole():
    feed = read_feed(rss(*(item(n, november(29)) for n in range(9)))[:-330], XML, SEEN_AT)
    assert feed is not None
    assert feed.posts
    assert not feed.is_whole


def test_15_entities_within_entities_cost_no_time_and_no_memory():
    laughing = f'<!DOCTYPE x [<!ENTITY a "ha">{LAUGHS}]><rss'.encode()
    content = rss(item(1, november(29), "&f;&f;&f;")).replace(b"<rss", laughing, 1)
    started = time.process_time()
    feed = read_feed(content, XML, SEEN_AT)
    assert time.process_time() - started < 2
    assert feed is None or all(len(post.title or "") < 100_000 for post in feed.posts)


def test_15_one_odd_entry_of_a_json_feed_is_one():
    entries = [
        "x",
        None,
        {"id": 1, "title": 7, "date_published": "2026-11-29T08:00:00+08:00"},
        {"id": "2", "content_text": "二", "date_modified": "2026-11-28T08:00:00+08:00"},
    ]
    content = {"version": "https://jsonfeed.org/version/1.1", "title": "乙州发布", "items": entries}
    said = b"\xef\xbb\xbf" + json.dumps(content, ensure_ascii=False).encode()
    assert "2026-11-29" in days(read_feed(said, {"content-type": "application/feed+json"}, SEEN_AT))


NO_FEEDS = {
    "the quota of an interface": '{"errcode":45009,"errmsg":"reach max api daily quota limit rid: 1"}',
    "a login in JSON": '{"ok":-100,"url":"https://passport.weibo.example/sso/signin"}',
    "a check of the visitor": "<html><head><title>微信公众平台</title></head><body><h2>环境异常</h2>"
    "<p>当前环境异常,完成验证后即可继续访问。</p><a>去验证</a></body></html>",
    "the bridge's own error": "<html><head><title>Welcome to RSSHub!</title></head><body><h1>Looks like something went"
    " wrong</h1><p>Error Message: FetchError: 418</p></body></html>",
    "nothing": "",
    "a login": "<html><head><title>登录</title></head><body><form><input type=password></form></body></html>",
    "an empty channel": '<rss version="2.0"><channel><title>乙州发布</title></channel></rss>',
}


@pytest.mark.parametrize("case", NO_FEEDS)
def test_16_what_is_no_feed_tells_no_post(case):
    feed = read_feed(NO_FEEDS[case].encode(), {"content-type": "text/html"}, SEEN_AT)
    assert feed is None or not feed.posts


# Archives
ID = "urn:uuid:00000000-0000-0000-0000-{:012d}"
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE


def record(number: int, block: bytes = HTTP, *, version: str = "WARC/1.0", **changed: str | None) -> bytes:
    """A response; `changed` gives fields another value or, by None, takes them away; `more` stands at the end."""
    more = changed.pop("more", "") or ""
    fields: dict[str, str | None] = {
        "WARC-Type": "response",
        "WARC-Target-URI": f"http://{HOST}/{number}",
        "WARC-Date": "2026-11-28T20:00:00Z",
        "WARC-Record-ID": f"<{ID.format(number)}>",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
    } | {name.replace("_", "-"): value for name, value in changed.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value is not None) + more
    return f"{version}\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def archived(tmp_path, content: bytes, name: str = "x.warc") -> tuple[list[dict], list[Damage]]:
    """Facts of the records that are read of a file, each with its body, and the damage that is told."""
    file = tmp_path / name
    file.write_bytes(content)
    check_warc(file)
    good, damage = [], []
    for one in read_records(file):
        if isinstance(one, Damage):
            damage.append(one)
            continue
        offset, length, facts = one
        payload = payload_of(content[offset : offset + length], facts["snapshot_id"])
        good.append(facts | {"body": payload.body, "status": payload.status})
    return good, damage


HEADS = {
    "an address in angle brackets": (record(1, WARC_Target_URI=f"<http://{HOST}/1>"), f"http://{HOST}/1"),
    "a field on two lines": (record(1, more="X-Note: a\r\n b\r\n"), f"http://{HOST}/1"),
    "version 0.18": (record(1, version="WARC/0.18"), f"http://{HOST}/1"),
    "parts of a second": (
        record(1, version="WARC/1.1", WARC_Date="2026-11-28T20:00:00.123456Z"),
        f"http://{HOST}/1",
    ),
    "a length with blanks": (record(1, Content_Length=f"  {len(HTTP)}  "), f"http://{HOST}/1"),
    "a field twice": (
        record(1, more=f"WARC-Concurrent-To: <{ID.format(8)}>\r\nWARC-Concurrent-To: <{ID.format(9)}>\r\n"),
        f"http://{HOST}/1",
    ),
}


@pytest.mark.parametrize("case", HEADS)
def test_17_a_head_is_read_as_other_tools_write_it(tmp_path, case):
    content, url = HEADS[case]
    good, damage = archived(tmp_path, content + record(2))
    assert [facts["url"] for facts in good] == [url, f"http://{HOST}/2"], damage
    assert not damage
    assert {facts["body"] for facts in good} == {PAGE}
    assert str(good[0]["fetched_at"])[:19] == "2026-11-28 20:00:00"


def test_18_a_file_gzipped_as_one_is_read_or_told_with_a_way_out(tmp_path):
    try:
        good, damage = archived(tmp_path, gzip.compress(record(1) + record(2)), "x.warc.gz")
    except InspectionError as error:
        assert re.search("record|gzip|解", str(error))
    else:
        assert len(good) == 2 or damage


def test_18_a_last_member_that_is_cut_is_told_and_those_before_are_read(tmp_path):
    content = gzip.compress(record(1)) + gzip.compress(record(2)) + gzip.compress(record(3))[:-20]
    good, damage = archived(tmp_path, content, "x.warc.gz")
    assert ([facts["url"][-1] for facts in good], len(damage)) == (["1", "2"], 1)


@pytest.mark.parametrize("packed", [True, False])
def test_18_bytes_of_nothing_after_the_end_cost_no_record(tmp_path, packed):
    one = gzip.compress if packed else bytes
    content = one(record(1)) + one(record(2)) + b"\0" * 512
    good, _ = archived(tmp_path, content, "x.warc.gz" if packed else "x.warc")
    assert [facts["url"][-1] for facts in good] == ["1", "2"]


def raw_deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(content) + packer.flush()


CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)
BODIES = {
    "gzip": (b"Content-Encoding: gzip", gzip.compress(PAGE)),
    "deflate": (b"Content-Encoding: deflate", zlib.compress(PAGE)),
    "deflate without its head": (b"Content-Encoding: deflate", raw_deflate(PAGE)),
    "br": (b"Content-Encoding: br", brotli.compress(PAGE)),
    "gzip said, and undone by the writer": (b"Content-Encoding: gzip", PAGE),
    "chunks": (b"Transfer-Encoding: chunked", CHUNKED),
    "chunks said, and joined by the writer": (b"Transfer-Encoding: chunked", PAGE),
    "the length before the writer undid the coding": (b"Content-Length: 99999", PAGE),
    "HTTP/2": (b"", PAGE),
}


@pytest.mark.parametrize("case", BODIES)
def test_19_a_body_is_read_whatever_its_coding(tmp_path, case):
    field, body = BODIES[case]
    status = b"HTTP/2 200" if case == "HTTP/2" else b"HTTP/1.1 200 OK"
    lines = [status, b"Content-Type: text/html", *([field] if field else []), b"", b""]
    good, damage = archived(tmp_path, record(1, b"\r\n".join(lines) + body))
    assert [(facts["body"], facts["status"]) for facts in good] == [(PAGE, 200)], damage


@pytest.mark.parametrize("cause", ["length", "time", "disconnect", "unspecified"])
def test_19_a_page_that_was_cut_off_by_its_crawler_is_not_taken_for_whole(tmp_path, cause):
    """WARC-Truncated (ISO 28500:2017, 5.13): what is missing was not read, and so is not absent."""
    good, damage = archived(tmp_path, record(1, HTTP[:-60], WARC_Truncated=cause))
    assert damage or good[0]["outcome"] != "fetched" or good[0].get("is_truncated") or good[0].get("detail"), good


def test_19_a_block_that_is_no_answer_is_told(tmp_path):
    good, damage = archived(tmp_path, record(1, b"\x00\x01 no answer at all") + record(2))
    assert [facts["url"][-1] for facts in good if facts["body"]] == ["2"]
    assert damage or len(good) == 2


def test_20_records_that_hold_no_answer_hide_none(tmp_path):
    others = b"".join(
        record(n, b"a: b\r\n", WARC_Type=kind, Content_Type="application/warc-fields")
        for n, kind in enumerate(("warcinfo", "request", "metadata", "conversion", "continuation", "x-own"), 3)
    )
    good, damage = archived(tmp_path, record(1) + others + record(2))
    assert [facts["url"][-1] for facts in good] == ["1", "2"]
    assert not damage


def sha(name: str, content: bytes) -> bytes:
    return hashlib.new(name, content).digest()


def base32(digest: bytes) -> str:
    import base64

    return base64.b32encode(digest).decode()


DIGESTS = {
    "sha1 in hex": "sha1:" + sha("sha1", PAGE).hex(),
    "SHA-1 in capitals": "SHA-1:" + base32(sha("sha1", PAGE)),
    "base32 in small letters": "sha1:" + base32(sha("sha1", PAGE)).lower(),
    "sha256 in hex": "sha256:" + sha("sha256", PAGE).hex(),
    "md5": "md5:" + sha("md5", PAGE).hex(),
}


@pytest.mark.parametrize("case", DIGESTS)
def test_20_a_digest_that_fits_refuses_nothing(tmp_path, case):
    good, damage = archived(tmp_path, record(1, WARC_Payload_Digest=DIGESTS[case]))
    assert [facts["body"] for facts in good] == [PAGE], damage


KINDS = {
    "x.har": b'{"log":{"version":"1.2","creator":{"name":"x"},"entries":[]}}',
    "x.mhtml": b"From: <Saved by Blink>\r\nSnapshot-Content-Location: http://szj.example/\r\nMIME-Version: 1.0\r\n",
    "x.wacz": b"PK\x03\x04" + b"\0" * 40,
    "x.warc.zst": b"\x28\xb5\x2f\xfd" + b"\0" * 40,
    "x.arc": b"filedesc://x.arc 0.0.0.0 20261128200000 text/plain 77\n1 0 InternetArchive\n",
    "x.warc.bz2": b"BZh91AY&SY" + b"\0" * 40,
    "x.tar": b"a.warc" + b"\0" * 251 + b"ustar" + b"\0" * 250,
    "x.html": PAGE,
    "x.warc": b"",
}


@pytest.mark.parametrize("name", KINDS)
def test_20_a_kind_that_is_not_taken_is_named_with_a_way_out(tmp_path, name):
    file = tmp_path / name
    file.write_bytes(KINDS[name])
    with pytest.raises(InspectionError) as told:
        check_warc(file)
        list(read_records(file))
    assert name in str(told.value)
    assert len(str(told.value)) > len(name) + 40, "a way out"


# Names
def looked_up(zone: Zone, *urls: str, others: tuple = ()) -> dict[str, tuple[str, float]]:
    with Fetcher(RULE, name_servers=[*others, server_of(zone.server)], concurrency=100) as fetcher:
        for url in urls:
            fetcher.submit(Request(url, limits=Limits(timeout_seconds=15)))
        return {result.url: (word(visit_outcome(result)[0]), result.seconds) for result in fetcher}


def test_21_a_silent_server_of_names_costs_no_other_site_its_seconds(monkeypatch):
    from inspection.net import names

    monkeypatch.setattr(names, "LONGEST_SECONDS", 3.0)
    good = [f"a{n}.example" for n in range(35)]
    silent = [f"b{n}.example" for n in range(25)]
    zone = Zone(
        {name: ["127.0.0.1"] for name in good} | {"six.example": ["::1", "127.0.0.1"], "cut.example": ["127.0.0.1"]},
        silent=set(silent),
        only_ipv4=set(good[:10]),
        long={"cut.example"},
    )
    with internet() as net, name_server(zone), name_server(Zone(is_silent=True)) as dead:
        port = net.address.split(":")[1]
        urls = {name: f"http://{name}:{port}/" for name in (*good, "six.example", "cut.example", *silent)}
        for url in urls.values():
            net.plant(url, HOME)
        found = looked_up(zone, *urls.values(), others=(server_of(dead.server),))
    lively = [found[urls[name]] for name in (*good, "six.example", "cut.example")]
    assert {outcome for outcome, _ in lively} == {"ok"}
    assert max(seconds for _, seconds in lively) < 1.5
    assert all(found[urls[name]][0] in {"failed", "unknown"} and found[urls[name]][1] < 1.5 for name in silent)


SAME_HOSTS = [
    "http://www.试验.政务/",
    "http://www。试验。政务/",
    "http://www.试验.政务.:80/",
    "HTTP://WWW.试验.政务",
    "http：//www.试验.政务/",
    "http://www.试验.政务\u200b/",
    " http://www.试验.政务/ ",
]


@pytest.mark.parametrize("written", SAME_HOSTS)
def test_22_a_chinese_name_is_one_however_it_is_written(written):
    assert clean_url(convert.convert("url", convert.clean(written))) == clean_url(SAME_HOSTS[0])


@pytest.mark.parametrize(
    "written", ["http://u:p@szj.example/", "http://", "javascript:alert(1)", "http://szj .example/"]
)
def test_22_what_is_no_address_is_refused(written):
    assert clean_url(written) is None
