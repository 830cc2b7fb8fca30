"""Decoding, visible text, read state and addresses of a page."""

from __future__ import annotations

import pytest

from inspection.page.page import MAX_URL_BYTES, Page, decode, host_of, resolver, url_key

URL = "http://www.yunzhou.example/xw/index.html"
NEWS = "云州市召开安全生产工作会议"


def page(html: str | bytes, **more) -> Page:
    return Page(URL, html if isinstance(html, bytes) else html.encode(), **more)


META_GB = '<meta charset="gb2312">'
CHARSETS = {
    "utf-8 without any declaration": (NEWS.encode(), None, "utf-8"),
    "utf-8 with a byte order mark that the header contradicts": (b"\xef\xbb\xbf" + NEWS.encode(), "gbk", "utf-8"),
    "gbk named by the header": (NEWS.encode("gbk"), "GBK", "gb18030"),
    "gbk named by the meta tag as gb2312": (f"{META_GB}{NEWS}".encode("gbk"), None, "gb18030"),
    "gbk that the header calls utf-8": (NEWS.encode("gbk"), "utf-8", "gb18030"),
    "gbk that nobody names": (NEWS.encode("gbk"), None, "gb18030"),
    "utf-8 that the meta tag calls gb2312": (f"{META_GB}{NEWS}".encode(), None, "utf-8"),
    "utf-16 with a byte order mark and a wrong meta tag": (
        f"\ufeff{META_GB}{NEWS}".encode("utf-16-le"),
        None,
        "utf-16-le",
    ),
    "utf-16 without a mark": (f"<html><head>{META_GB}</head>{NEWS}".encode("utf-16-be"), None, "utf-16-be"),
    "a rare name that only gb18030 has": (f"{NEWS}㛃䶮".encode("gb18030"), "gb2312", "gb18030"),
    "utf-8 cut in the middle of a character": ((NEWS * 20).encode() + "会".encode()[:2], "gbk", "utf-8"),
    "utf-8 with one broken byte": ((NEWS * 20).encode() + b"\xff" + (NEWS * 20).encode(), "gbk", "utf-8"),
    "utf-8 with null bytes": (NEWS.encode() + b"\0\0" + b"</p>", None, "utf-8"),
    "a charset that does not exist": (NEWS.encode("gbk"), "x-user-defined", "gb18030"),
}


@pytest.mark.parametrize(("body", "header", "charset"), CHARSETS.values(), ids=CHARSETS)
def test_a_body_is_decoded(body, header, charset):
    text, found = decode(body, header)
    assert found == charset
    assert NEWS in text
    assert "\0" not in text


BODY = f"<p>{NEWS}。</p>" * 3
LONG = "<p>各县区、各部门要压实责任,排查隐患,守住底线。</p>" * 30
STATES = {
    "a page": ("ok", BODY, 200),
    "an empty answer": ("empty", "", 200),
    "white space": ("empty", " \n\t ", 200),
    "a shell that waits for its script": ("script_shell", '<div id="app"></div><script src="/app.js"></script>', 200),
    "a shell with a hint to switch JavaScript on": (
        "script_shell",
        "<div>加载中</div><noscript>Please enable JavaScript</noscript><script src=/app.js></script>",
        200,
    ),
    "random bytes": ("undecodable", bytes(range(1, 32)) * 40 + b"\xff\xfe\xfd\x80" * 400, 200),
    "a picture": ("undecodable", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), 200),
    "status 404": ("error_page", BODY, 404),
    "status 500": ("error_page", BODY, 500),
    "an error page that answers 200": ("error_page", "<title>提示</title><h1>您访问的页面不存在</h1>", 200),
    "a short page titled 404": ("error_page", "<title>404</title><a href=/>返回首页</a>", 200),
    "status 403": ("blocked", "<h1>Forbidden</h1>", 403),
    "a challenge that answers 200": ("blocked", "<title>安全验证</title><p>请拖动滑块完成验证</p>", 200),
    "a challenge that is only a script": ("blocked", "<script>document.cookie='__jsl_clearance=1'</script>", 200),
    "an article about a challenge": ("ok", LONG + "<p>网站提示人机验证、页面不存在怎么办?</p>", 200),
    "a template whose places were never filled": ("ok", f"<h1>{{{{data.title}}}}</h1>{BODY}", 200),
}


@pytest.mark.parametrize(("state", "body", "status"), STATES.values(), ids=STATES)
def test_a_page_tells_how_far_it_could_be_read(state, body, status):
    assert page(body, http_status=status).read_state == state


def test_the_text_is_what_a_reader_sees_one_line_a_block():
    html = """<html><head><title>甲</title><style>p{}</style></head><body><div>一<b>二</b>
    三</div><p>四</p><script>var x='五'</script><template>六</template><noscript>七</noscript><!-- 八 -->
    <table><tr><td>九</td><td>十</td></tr></table>尾<br>末</body></html>"""
    assert page(html).text == "一二 三\n四\n九\n十\n尾\n末"


def test_the_first_meta_tag_that_says_something_wins_in_any_case_of_its_name():
    html = (
        '<meta name="sitename" content=""><meta name="SITENAME" content="null"><meta name="SiteName" content="云州市">'
    )
    assert page(html).meta == {"sitename": "云州市"}


def test_fifty_thousand_nested_elements_are_read_in_no_time():
    body = "<div>" * 50_000 + f'<a href="/a.html">{NEWS}</a>' + "</div>" * 50_000
    read = page(body)
    assert read.text == NEWS
    assert [anchor.url for anchor in read.anchors] == ["http://www.yunzhou.example/a.html"]


def test_five_megabytes_are_read():
    read = page(f"<li>{NEWS}</li>" * 110_000)
    assert read.text.count(NEWS) == 110_000


HREFS = {
    "http://a.example/x": "http://a.example/x",
    "//a.example/x": "http://a.example/x",
    "/zwgk/": "http://www.yunzhou.example/zwgk/",
    "t1.html": "http://www.yunzhou.example/xw/t1.html",
    "./t1.html": "http://www.yunzhou.example/xw/t1.html",
    "../t1.html#top": "http://www.yunzhou.example/t1.html",
    "?page=2": "http://www.yunzhou.example/xw/index.html?page=2",
    " t1.html ": "http://www.yunzhou.example/xw/t1.html",
    "#top": None,
    "": None,
    "javascript:void(0)": None,
    "mailto:a@a.example": None,
    "http://[broken/": "http://[broken/",
    "/" + "长" * MAX_URL_BYTES: None,
}


@pytest.mark.parametrize(("href", "url"), HREFS.items(), ids=[href[:20] for href in HREFS])
def test_a_link_is_resolved_against_its_page(href, url):
    assert resolver(URL)(href) == url


def test_a_base_tag_moves_relative_links():
    html = '<base href="http://www.yunzhou.example/zt/"><a href="1.html">甲</a>'
    assert page(html).anchors[0].url == "http://www.yunzhou.example/zt/1.html"


SAME = [
    ("http://www.yunzhou.example/", "https://yunzhou.example"),
    ("http://www.yunzhou.example/index.html", "http://www.yunzhou.example/"),
    ("http://yunzhou.example:80/xw/", "http://WWW.yunzhou.example/xw"),
    ("http://a.example/list.jsp?id=1", "http://a.example/list.jsp?id=1#top"),
]
OTHER = [
    ("http://a.example/list.jsp?id=1", "http://a.example/list.jsp?id=2"),
    ("http://a.example:8080/", "http://a.example/"),
    ("http://a.example/xw/", "http://a.example/xw/index2.html"),
]


@pytest.mark.parametrize(("one", "two"), SAME)
def test_two_addresses_of_one_page_are_the_same(one, two):
    assert url_key(one) == url_key(two)


@pytest.mark.parametrize(("one", "two"), OTHER)
def test_addresses_of_two_pages_differ(one, two):
    assert url_key(one) != url_key(two)


def test_a_host_keeps_its_port_and_loses_its_www():
    assert host_of("https://www.Yunzhou.example:8443/a?b=//c") == "yunzhou.example:8443"


ERRORS = {
    "a database": "SQLSTATE[HY000] [2002] Connection refused",
    "a framework": "Whitelabel Error Page This application has no explicit mapping for /error",
    "a server": "HTTP Status 500 – Internal Server Error",
    "a language": "Fatal error: Uncaught Error: Call to undefined function",
    "words": "系统发生错误，请稍后再试",
}


@pytest.mark.parametrize("text", ERRORS.values(), ids=ERRORS)
def test_an_error_text_with_status_200_is_no_page_of_the_site(text):
    assert Page("http://a.example/", f"<title>提示</title><body>{text}</body>".encode()).read_state == "error_page"
