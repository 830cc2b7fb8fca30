"""Walls of six kinds, default pages, error texts; and healthy pages that speak of walls.

Signs known from public code: the cookies ``__jsl_clearance_s`` and ``acw_sc__v2``, the variable ``$_ts`` behind status
412, the header ``cf-mitigated``. The scripts themselves are invented and do nothing.
"""

from __future__ import annotations

import random

from .model import Town
from .network import Host, http, once, page


def noise(rng: random.Random, size: int) -> str:
    """Letters that look like a packed script."""
    return "".join(rng.choice("0123456789abcdefXYZ_$") for _ in range(size))


def walls(rng: random.Random) -> list[tuple[str, bytes, str]]:
    """Kind, answer, what a person would see."""
    value = f"__jsl_clearance_s={noise(rng, 24)};Path=/"
    cookie = f"<script>document.cookie=('{value}');location.href=location.pathname</script>"
    packed = (
        f"<html><head><meta id='{noise(rng, 8)}' content='{noise(rng, 90)}'>"
        f"<script>$_ts=window['$_ts'];if(!$_ts)$_ts={{}};"
        f"$_ts.nsd={rng.randrange(10**5)};$_ts.cd='{noise(rng, 200)}';</script>"
        f"<script src='/{noise(rng, 9)}/a.js'></script>"
        "</head><body></body></html>"
    )
    slider = (
        f"<html><script>var arg1='{noise(rng, 40).upper()}';function go(x){{document.cookie='acw_sc__v2='+x;"
        "document.location.reload()}</script><body></body></html>"
    )
    moment = (
        "<!DOCTYPE html><html><head><title>请稍候…</title></head><body><h1>正在检查您的浏览器</h1>"
        f"<form id='challenge-form' action='/?__cf_chl_tk={noise(rng, 20)}'></form></body></html>"
    )
    blocked = (
        "<html><head><title>访问被拦截</title></head><body><h2>您的请求被网站防火墙拦截</h2>"
        f"<p>请求编号：{noise(rng, 16)}</p><p>如属误拦，请联系网站管理员。</p></body></html>"
    )
    verify = (
        "<html><head><title>安全验证</title></head><body><p>为保护网站安全，请完成验证后继续访问</p>"
        "<div id='slide'>按住滑块，拖动到最右边</div><script src='/_guard/slide.js'></script></body></html>"
    )
    return [
        (
            "wall 521",
            http("521 ", cookie.encode(), "Server: WAF/2.4-12.1", f"Set-Cookie: __jsluid_s={noise(rng, 32)}"),
            "cookie script",
        ),
        ("wall 412", http("412 Precondition Failed", packed.encode(), "Server: ******"), "packed script"),
        ("wall 200 cookie", http("200 OK", slider.encode(), "Server: Tengine"), "cookie script with status 200"),
        (
            "wall 403 challenge",
            http("403 Forbidden", moment.encode(), "Server: cloudflare", "cf-mitigated: challenge"),
            "browser check",
        ),
        ("wall 405 block", http("405 Not Allowed", blocked.encode(), "Server: nginx"), "block page"),
        ("wall 200 slider", http("200 OK", verify.encode(), "Server: openresty"), "slider with status 200"),
    ]


DEFAULTS = {
    "default iis": "<title>IIS7</title><img src='welcome.png' alt='IIS7'>",
    "default nginx": "<title>Welcome to nginx!</title><h1>Welcome to nginx!</h1>",
    "default apache": "<html><body><h1>It works!</h1></body></html>",
    "default tomcat": "<title>Apache Tomcat/7.0.70</title><h1>Apache Tomcat/7.0.70</h1>",
    "default panel": "<title>站点创建成功</title><h1>恭喜，站点创建成功！</h1><p>默认首页</p>",
}
ERRORS = {
    "error oledb": "<p>Microsoft OLE DB Provider for SQL Server 错误 '80004005'</p><p>/conn.asp，行 12</p>",
    "error aspnet": "<title>运行时错误</title><h1>“/”应用程序中的服务器错误。</h1>",
    "error php": "<b>Fatal error</b>: Uncaught PDOException: SQLSTATE[HY000] [2002] in /www/index.php:31",
    "error java": "<pre>java.sql.SQLException: ORA-12541: TNS: no listener\n\tat cms.Db.open(Db.java:88)</pre>",
}


def hosts(town: Town) -> list[Host]:
    """Two of each wall, the default pages, the error texts, and what is healthy."""
    rng = random.Random(f"walls/{town.seed}")
    out: list[Host] = []

    def put(n: int, kind: str, expect: str, why: str, answer: bytes, **more: object) -> None:
        name = "".join(c for c in kind if c.isalnum())
        out.append(Host(f"{name}{n}.{town.domain}", "", kind, expect, why, once(answer), **more))  # type: ignore[arg-type]

    for n in (1, 2):
        for kind, answer, why in walls(rng):
            put(n, kind, "blocked", f"a protection service answers: {why}; neither up nor down", answer)
    for kind, body in DEFAULTS.items():
        put(
            1,
            kind,
            "failed|unknown",
            "a server's default page stands where the site should",
            http("200 OK", body.encode()),
        )
    for kind, body in ERRORS.items():
        put(
            1,
            kind,
            "failed",
            "an error text with status 200",
            http("200 OK", f"<html><body>{body}</body></html>".encode()),
        )
    park = "<title>此域名可转让</title><h1>域名出售</h1><p>一口价，请与经纪人联系</p>"
    put(1, "parked", "moved|failed|unknown", "a parking page with status 200", http("200 OK", park.encode()))
    foreign = http("302 Found", b"", "Location: http://park.example/buy?d=1")
    put(1, "foreign", "moved|failed|unknown", "sends visitors to a foreign parking page", foreign)
    sound = page(town, 3).decode()
    talk = "<p>本局举办网络安全讲座：怎样看懂网站防火墙的拦截页面，为什么要滑块验证，安全验证码不要告诉他人。</p>"
    put(
        1,
        "healthy talk",
        "ok",
        "an article on firewalls and sliders",
        http("200 OK", sound.replace("</body>", talk + "</body>").encode()),
    )
    note = "<!-- 403 Forbidden: 您的请求被网站防火墙拦截 --><!-- <title>安全验证</title> -->"
    put(
        2,
        "healthy comment",
        "ok",
        "the words stand in comments",
        http("200 OK", sound.replace("<body", note + "<body", 1).encode()),
    )
    guard = "<script>/* $_ts monitor */ window.__jsl_stat=1;</script>"
    put(
        3,
        "healthy cookie",
        "ok",
        "a sound page behind a wall that has let us in",
        http("200 OK", sound.replace("</body>", guard + "</body>").encode(), "Server: WAF/2.4-12.1"),
    )
    put(
        4,
        "healthy login",
        "ok",
        "a sound page with a login form and a captcha",
        http(
            "200 OK",
            sound.replace(
                "</body>", "<form>验证码<input name='captcha'><img src='/captcha.jpg'></form></body>"
            ).encode(),
        ),
    )
    return out
