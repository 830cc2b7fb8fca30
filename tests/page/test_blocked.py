"""Telling a block from an outage, and a challenge from a page that only speaks of one."""

from __future__ import annotations

import time

import pytest

from inspection.page import blocked

HTML = {"content-type": ["text/html; charset=utf-8"]}
NGINX = (
    "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center><hr><center>nginx</center></body></html>"
)
NEWS = "<p>市数据局组织开展网络安全演练，对安全验证、网站防火墙等措施逐项检查。</p>"
LONG = NEWS * 20
CHALLENGE_SCRIPT = "<script>window._cf_chl_opt={};</script>"

BLOCKS = {
    "too many requests, whatever the page says": (429, {}, ""),
    "a 403 that speaks of its firewall": (403, {}, "<h1>请求已被拦截</h1>您的访问存在风险，如有疑问请联系管理员"),
    "a 403 of a protection service": (403, {"server": ["cloudflare"]}, NGINX.format("403 Forbidden")),
    "a 503 of a protection service": (503, {"server": ["CloudWAF"]}, ""),
    "a 403 with a firewall's cookie": (403, {"set-cookie": ["HWWAFSESID=1; path=/"]}, ""),
    "a 503 with a challenge script": (503, {}, CHALLENGE_SCRIPT),
    "a 405 that draws on a block page": (405, {}, "<img src=https://errors.aliyun.com/images/x.png>"),
    "an English block page": (403, {}, "<h1>Sorry, you have been blocked</h1>"),
    "a challenge at 200 by its header": (200, {"cf-mitigated": ["challenge"]}, "<p>" + LONG),
    "a challenge at 200 by its title": (200, {}, "<title>安全验证</title><script>go()</script>"),
    "a challenge at 200 by its words": (200, {}, "<body>请完成验证后继续访问</body>"),
    "a challenge at 200 by its script": (200, {}, "<script>var a='__jsl_clearance'</script>"),
    "a challenge at 412 by its script": (412, {}, "<script>$_ts=window['$_ts'];</script>"),
    "a page that sets a cookie and asks again": (
        200, {}, "<script>document.cookie='v=1';location.reload()</script>",
    ),
    "a first answer of 521 that sets a cookie by script": (
        521, {"set-cookie": ["__jsluid_s=0a; path=/"]}, "<script>document.cookie=('_')+('_')+(7+'');go()</script>",
    ),
    "a page that spells a cookie and asks for its own path": (
        200, {}, "<script>document.cookie=a+b;location.href=location.pathname+location.search</script>",
    ),
    "a loader of packed script at 412": (
        412, {}, "<meta id='x' content='y'><script src='/aB3/c.js' r='m'></script><script r='m'>_$x('1')</script>",
    ),
    "the same loader at 200": (200, {}, '<script type="text/javascript" src="/q/w.js" r="m"></script>'),
    "a slider of a content network at 200": (200, {}, "<div id=s></div><script src='/_guard/slide.js'></script>"),
    "a wait page of a content network": (200, {}, "<script src=/_guard/html.js?js=delay_jump_html></script>"),
    "a host's firewall at 200": (200, {}, "<title>网站防火墙</title>您的请求带有不合法参数，已被网站管理员设置拦截！"),
    "a plugin's block at 200": (200, {}, "<title>D盾_拦截提示</title><p>您的请求含有不合法的参数</p>"),
    "a shield that speaks of an attack at 200": (200, {}, "<p>当前访问疑似黑客攻击，已被创宇盾拦截</p>"),
    "a cloud's block at 418": (418, {}, "<h1>您的请求疑似攻击行为！</h1><p>事件ID：1a2b</p>"),
    "a cloud's block at 200": (200, {}, "<h1>很抱歉，您提交的请求存在异常，请向网站管理员确认</h1>"),
    "a provider's list of banned visitors": (200, {}, "系统检查到您的访问存在疑似攻击的行为，已经自动列入禁止名单"),
    "a firewall of a language's server": (400, {}, "Request blocked by OpenRASP"),
    "a captcha in the page's place": (200, {}, "<script>new TencentCaptcha('1',cb,{}).show()</script>"),
    "an appliance that gives a number to call, at 200": (
        200, {}, "<title>Request Rejected</title>The requested URL was rejected. Please consult with your head",
    ),
    "a block that a frame brings": (200, {}, "<iframe src='/_Incapsula_Resource?CWUDNSAI=9'>Request failed</iframe>"),
    "a page of a cloud that a refresh brings": (
        200, {}, "<meta http-equiv=refresh content='0;url=https://waf.tencent.com/501page.html?u=x'>",
    ),
    "a check of bots in the page's place": (200, {}, "<script src=https://captcha.perfdrive.com/c.js></script>"),
    "a press-and-hold check": (200, {}, "<div id='px-captcha'></div>"),
    "a shield against floods": (200, {}, "<title>DDoS-Guard</title><p>DDoS protection by DDoS-Guard</p>"),
    "a block page of a foreign wall at 200": (200, {}, "<title>Sucuri WebSite Firewall - Access Denied</title>"),
    "an orchestrated challenge at 200": (
        200, {}, "<script src=/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1></script>",
    ),
    "a challenge behind much script": (200, {}, CHALLENGE_SCRIPT + f"<script>{'x' * 40_000}</script>"),
}  # fmt: skip

NO_BLOCKS = {
    "a bare 403": (403, {}, NGINX.format("403 Forbidden")),
    "a bare 503": (503, {"retry-after": ["120"]}, NGINX.format("503 Service Unavailable")),
    "a 503 that speaks of maintenance": (503, {}, "<h1>网站维护中</h1>请稍后再试"),
    "a 500 that asks for the firewall to be checked": (500, {}, "数据库连接失败，请检查防火墙设置"),
    "a 502 of a gateway": (502, {"server": ["cloudflare"]}, NGINX.format("502 Bad Gateway")),
    "a 404 of a protection service": (404, {"server": ["cloudflare"]}, "not found"),
    "a home page behind a protection service": (200, {"server": ["cloudflare"], "set-cookie": ["__jsluid_h=1"]}, LONG),
    "a home page with the script of one": (
        200, {}, LONG + "<script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js></script>",
    ),
    "a home page that speaks of 安全验证": (200, {}, "<title>云州市人民政府</title>" + LONG),
    "a short home page with the silent script of a protection service": (
        200, {}, "<title>云州</title><p>欢迎</p><script src=/cdn-cgi/challenge-platform/scripts/jsd/m.js></script>",
    ),
    "a short home page with the resources of another": (
        200, {}, "<title>云州</title><p>欢迎</p><script src='/_Incapsula_Resource?SWJIYLWA=5'></script>",
    ),
    "a short home page whose news speak of a block": (
        200, {}, "<title>云州</title><ul><li><a href=/1.html>网站提示“您的访问被阻断”怎么办</a></ul>",
    ),
    "a short list of notices on 人机验证": (
        200, {}, "<title>公告</title><a href=/1><b>人机验证</b>公告</a><a href=/2>按住滑块</a><article>无</article>",
    ),
    "a short page whose link has another element in it": (
        200, {}, "<title>云州</title><a href=/1><abbr>网站防火墙</abbr>招标结果</a><p>欢迎</p>",
    ),
    "an article about it": (200, {}, "<title>我市开展安全验证工作</title>" + LONG),
    "a long page that begins with script": (
        200, {}, f"<title>云州</title><script>'_cf_chl_opt';{'x' * 20_000}</script>" + LONG,
    ),
    "a short page with such words in a script only": (200, {}, "<p>欢迎</p><script>tip='请完成验证'</script>"),
    "a 521 of a content network whose origin is down": (
        521, {"server": ["cloudflare"]}, NGINX.format("521: Web server is down"),
    ),
    "a 521 without anything": (521, {}, "error"),
    "a home page with a slider at its login": (
        200, {}, "<title>云州市人民政府</title>" + LONG + "<form>按住滑块，拖动滑块完成安全验证</form>",
    ),
    "a notice on a firewall's words": (
        200, {}, "<title>网络安全小知识</title>" + LONG + "<p>看到“已被网站管理员设置拦截”不要慌张</p>",
    ),
    "a healthy page with the words in comments": (
        200, {}, "<!-- <title>安全验证</title> 您的请求疑似攻击行为 -->" + LONG,
    ),
    "a healthy page whose menu keeps a cookie": (
        200, {}, LONG + "<script>document.cookie='font=big';function f(){location.reload()}</script>",
    ),
    "a healthy page that counts by a captcha's script": (200, {}, LONG + "<script>new TencentCaptcha(x)</script>"),
    "a page with a cookie that leads on": (200, {}, "<script>document.cookie='v=1';location.href='/index'</script>"),
}  # fmt: skip


def has_sign(status: int, headers: dict, text: str) -> bool:
    """As the fetcher asks: a first look, then a longer one."""
    body = text.encode()
    for limit in (blocked.LOOKED_AT_BYTES, 262_144):
        if not blocked.has_sign(status, HTML | headers, body[:limit], len(body)):
            return False
    return True


@pytest.mark.parametrize(("status", "headers", "text"), BLOCKS.values(), ids=BLOCKS)
def test_a_block_is(status, headers, text):
    assert has_sign(status, headers, text)


@pytest.mark.parametrize(("status", "headers", "text"), NO_BLOCKS.values(), ids=NO_BLOCKS)
def test_no_block_is(status, headers, text):
    assert not has_sign(status, headers, text)


@pytest.mark.parametrize("charset", ["gbk", "utf-16", "utf-8-sig"])
def test_words_are_read_in_every_charset(charset):
    page = "<title>人机验证</title>".encode(charset)
    assert blocked.has_sign(200, {"content-type": [f"text/html; charset={charset}"]}, page, len(page))


@pytest.mark.parametrize(("status", "is_blocked"), [(403, True), (429, True), (503, False), (404, False), (200, False)])
def test_a_crawl_that_is_refused_has_not_got_the_page(status, is_blocked):
    assert blocked.is_blocked(status, HTML, b"no", 2) is is_blocked


@pytest.mark.parametrize("part", ["<script>", "<title>", "<!--", "<", "<a ", "<script", "</"])
def test_hostile_markup_is_looked_through_in_linear_time(part):
    text = "安全验证 __jsl_clearance " + part * (262_144 // len(part))
    started = time.process_time()
    blocked.visible_text(text)
    blocked.title_of(text)
    assert time.process_time() - started < 1
