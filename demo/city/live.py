"""What is planted in the live city only: hosts that block, fail, pretend, circle or dawdle, and what only looks so.

`visit` is how a probe's visit to the home page must end, `fetch` how a crawl's fetch of it, `counts` what the
visit is in the measure: a failure of theirs, a success, or (blocked) nothing. The server plants these hosts
only when asked to: the demo's own city has none of them.
"""

from __future__ import annotations

import gzip
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import Literal

from demo.city.names import DOMAIN

Play = Callable[[BaseHTTPRequestHandler], None]
SECONDS = 2.0  # the limit for which the slow hosts are made; the real one is fifteen
_SENTENCE = "云州市召开会议,研究部署近期重点工作,听取各单位情况汇报,对下一步任务作出安排。"
_NEWS = f"<title>云州市测试单位</title><h1>云州市测试单位</h1>{''.join(f'<p>{_SENTENCE}</p>' for _ in range(20))}"


@dataclass(frozen=True)
class Live:
    """One planted host. `kind` is the group it belongs to."""

    kind: str
    label: str
    visit: str
    fetch: str
    counts: Literal["passed", "failed", "blocked"]
    play: Play

    @property
    def host(self) -> str:
        return f"{self.label}.{DOMAIN}"

    @property
    def home_url(self) -> str:
        return f"http://{self.host}/"


def page(
    body: str | bytes = "", *fields: str, status: int = 200, charset: str = "utf-8", kind: str = "text/html"
) -> Play:
    """Answers every path with one page."""
    data = body if isinstance(body, bytes) else body.encode(charset)

    def play(handler: BaseHTTPRequestHandler) -> None:
        head = [f"HTTP/1.1 {status} Planted", f"Content-Type: {kind}; charset={charset}"]
        head += [f"Content-Length: {len(data)}", *fields, "", ""]
        handler.wfile.write("\r\n".join(head).encode() + (b"" if handler.command == "HEAD" else data))

    return play


def home(body: str, other: str = "没有找到", other_status: int = 404) -> Play:
    """Answers the home page with one page and every other path with another."""
    plays = page(body), page(f"<title>{other}</title><p>{other}</p>", status=other_status)
    return lambda handler: plays[handler.path != "/"](handler)


def redirect(to: str, *fields: str, status: int = 302) -> Play:
    """Leads every path to one address."""
    return page("", f"Location: {to}", *fields, status=status)


def by_path(**plays: Play) -> Play:
    """A play for each path, by its first word; `home` for `/`."""
    return lambda handler: plays.get(handler.path.strip("/") or "home", plays["home"])(handler)


def late(seconds: float, play: Play) -> Play:
    """The same answer, but later."""

    def wait(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        play(handler)

    return wait


def slow_body(handler: BaseHTTPRequestHandler) -> None:
    """A head at once, and a body that takes longer than anybody waits."""
    handler.close_connection = True
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(int(4 * SECONDS)):
        handler.wfile.write(b"<p>")
        time.sleep(0.5)


def cut_off(handler: BaseHTTPRequestHandler) -> None:
    """The connection is reset before an answer."""
    handler.close_connection = True
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def cut_in_half(handler: BaseHTTPRequestHandler) -> None:
    """Half an answer, and then nothing."""
    handler.close_connection = True
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<title>")


def closed(handler: BaseHTTPRequestHandler) -> None:
    """The connection is closed without a word."""
    handler.close_connection = True


_CHALLENGE = "<title>安全验证</title><p>请完成验证后继续访问。</p><script>var step = 1</script>"
_COOKIE_SCRIPT = "<script>document.cookie = 'seen=1'; location.reload()</script>"
_BUSY = "<title>503 Service Unavailable</title><h1>Service Unavailable</h1>"
_ZIPPED = "Content-Encoding: gzip"

HOSTS = (
    # a firewall or a challenge answers in the site's place: no visit at all
    Live("live_blocked", "challenge", "blocked", "blocked", "blocked", page(_CHALLENGE)),
    Live("live_blocked", "challenge-gbk", "blocked", "blocked", "blocked", page(_CHALLENGE, charset="gbk")),
    Live("live_blocked", "challenge-zipped", "blocked", "blocked", "blocked",
         page(gzip.compress(_CHALLENGE.encode()), _ZIPPED)),
    Live("live_blocked", "challenge-403", "blocked", "blocked", "blocked", page(_CHALLENGE, status=403)),
    Live("live_blocked", "challenge-503", "blocked", "blocked", "blocked",
         page("<title>Just a moment...</title><script>window._cf_chl_opt={}</script>", status=503)),
    Live("live_blocked", "challenge-521", "blocked", "blocked", "blocked",
         page("<script>document.cookie='__jsl_clearance=1';location.href=location.pathname</script>", status=521)),
    Live("live_blocked", "challenge-412", "blocked", "blocked", "blocked",
         page("<script>$_ts=window['$_ts'];if(!$_ts)$_ts={}</script>", status=412)),
    Live("live_blocked", "cookie-script", "blocked", "blocked", "blocked", page(_COOKIE_SCRIPT)),
    Live("live_blocked", "cookie-redirect", "blocked", "blocked", "blocked", redirect("/", "Set-Cookie: guard=1")),
    Live("live_blocked", "cookie-detour", "blocked", "blocked", "blocked",
         by_path(home=redirect("/check", "Set-Cookie: guard=1"), check=redirect("/"))),
    Live("live_blocked", "firewall-403", "blocked", "blocked", "blocked",
         page("<h1>您的访问被拦截</h1><p>事件编号 20260705001</p>", status=403)),
    Live("live_blocked", "firewall-405", "blocked", "blocked", "blocked",
         page("<h1>405</h1><img src='https://errors.aliyun.com/images/x.png'>", status=405)),
    Live("live_blocked", "service-403", "blocked", "blocked", "blocked",
         page("<h1>403 Forbidden</h1>", "Server: yunjiasu", status=403)),
    Live("live_blocked", "service-503", "blocked", "blocked", "blocked", page(_BUSY, "Server: cloudflare", status=503)),
    Live("live_blocked", "too-many-requests", "blocked", "blocked", "blocked", page("", "Retry-After: 60", status=429)),
    # refused without a word why: an error to the visit, but one vantage cannot tell whether it refuses everybody
    Live("live_blocked", "bare-403", "http_error", "blocked", "blocked",
         page("<h1>403 Forbidden</h1><hr><center>nginx</center>", status=403)),
    # the site is out of order, and nothing else explains it
    Live("live_outage", "bare-503", "http_error", "fetched", "failed", page(_BUSY, status=503)),
    Live("live_outage", "maintenance", "http_error", "fetched", "failed",
         page("<title>系统维护</title><p>系统维护中,请稍后访问。</p>", status=503)),
    Live("live_outage", "broken-500", "http_error", "fetched", "failed", page("<h1>Error</h1>", status=500)),
    Live("live_outage", "gateway-502", "http_error", "fetched", "failed",
         page("<h1>502 Bad Gateway</h1><center>nginx</center>", status=502)),
    Live("live_outage", "gateway-504", "http_error", "fetched", "failed", page("", status=504)),
    Live("live_outage", "gone-404", "http_error", "fetched", "failed", page("<h1>404 Not Found</h1>", status=404)),
    Live("live_outage", "reset", "reset", "failed", "failed", cut_off),
    Live("live_outage", "closed", "reset", "failed", "failed", closed),
    Live("live_outage", "half-an-answer", "reset", "failed", "failed", cut_in_half),
    Live("live_outage", "dead", "timeout", "failed", "failed", late(2 * SECONDS, closed)),
    Live("live_outage", "moved-away", "wrong_host", "fetched", "failed", redirect("http://for-sale.parked.example/")),
    # an error page that calls itself a success
    Live("live_soft_404", "not-there", "soft_error", "fetched", "failed",
         page("<title>404 页面不存在</title><p>您访问的页面不存在</p>")),
    Live("live_soft_404", "not-there-gbk", "soft_error", "fetched", "failed",
         page("<title>页面未找到</title>", charset="gbk")),
    Live("live_soft_404", "empty", "soft_error", "fetched", "failed", page("")),
    Live("live_soft_404", "fresh-server", "soft_error", "fetched", "failed", page("<title>Welcome to nginx!</title>")),
    Live("live_soft_404", "for-sale", "soft_error", "fetched", "failed", page("<title>域名出售</title>价格面议")),
    Live("live_soft_404", "nonsense-is-200", "ok", "fetched", "passed", home(_NEWS, "页面不存在", 200)),
    # in circles
    Live("live_loop", "loop", "redirect_loop", "failed", "failed", redirect("/")),
    Live("live_loop", "loop-of-two", "redirect_loop", "failed", "failed",
         by_path(home=redirect("/b"), b=redirect("/"))),
    Live("live_loop", "loop-over-hosts", "redirect_loop", "failed", "failed", redirect(f"http://loop-back.{DOMAIN}/")),
    Live("live_loop", "loop-back", "redirect_loop", "failed", "failed", redirect(f"http://loop-over-hosts.{DOMAIN}/")),
    Live("live_loop", "not-quite-a-loop", "ok", "fetched", "passed",
         by_path(home=redirect("/a"), a=redirect("/b"), b=redirect("/c"), c=page(_NEWS))),
    # slow
    Live("live_slow", "just-in-time", "ok", "fetched", "passed", late(SECONDS / 2, page(_NEWS))),
    Live("live_slow", "too-late", "timeout", "failed", "failed", late(2 * SECONDS, page(_NEWS))),
    Live("live_slow", "slow-redirects", "timeout", "failed", "failed",
         by_path(home=late(SECONDS * 0.7, redirect("/b")), b=late(SECONDS * 0.7, page(_NEWS)))),
    Live("live_slow", "slow-body", "timeout", "failed", "failed", slow_body),
    # what only looks like one of these
    Live("live_fine", "fine", "ok", "fetched", "passed", home(_NEWS)),
    Live("live_fine", "news-of-a-challenge", "ok", "fetched", "passed",
         home(f"{_NEWS}<p>我市网站启用安全验证和人机验证,恶意访问被拦截,网站防火墙升级。</p>")),
    Live("live_fine", "protected", "ok", "fetched", "passed",
         page(f"{_NEWS}<script src='/cdn-cgi/challenge-platform/x.js'></script>", "Server: cloudflare",
              "Set-Cookie: __jsluid_h=1")),
    Live("live_fine", "keeps-a-cookie", "ok", "fetched", "passed",
         page(f"{_NEWS}<script>document.cookie='a=1';if(0)location.reload()</script>", "Set-Cookie: session=1")),
    Live("live_fine", "news-of-an-outage", "ok", "fetched", "passed",
         home(f"{_NEWS}<p>404 Not Found 整改:页面不存在、网站维护中等问题已处理。</p>")),
    Live("live_fine", "forwards", "ok", "fetched", "passed",
         home('<meta http-equiv="refresh" content="0; url=/index.html"><p>正在进入</p>')),
    Live("live_fine", "shell", "ok", "fetched", "passed", home('<div id="app"></div><script src="/app.js"></script>')),
    Live("live_fine", "gbk-page", "ok", "fetched", "passed", page(_NEWS, charset="gbk")),
    Live("live_fine", "moved-inside", "ok", "fetched", "passed", redirect(f"http://fine.{DOMAIN}/")),
)  # fmt: skip


def by_host() -> dict[str, Play]:
    """What each planted host plays."""
    return {live.host: live.play for live in HOSTS} | {"for-sale.parked.example": page("<title>域名出售</title>")}
