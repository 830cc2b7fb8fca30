"""Footer facts in the forms that pages print them, and the meta tags of a page."""

from __future__ import annotations

import pytest

from inspection.page.identity import article_title, read_identity
from inspection.page.marks import read_marks
from inspection.page.page import Page

CONAC_ID = "0ABC" * 8
ENTRY = "https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=5399000001&url=http%3A%2F%2Fwww.yunzhou.example%2F"
FOOTER = f"""
<div class="footer">
<p>主办单位:云州市人民政府 承办单位:云州市人民政府办公室</p>
<p>联系电话:0000-0000000 地址:云州市人民路1号</p>
<p>网站标识码:5399000001 云ICP备2018000001号-1</p>
<p><a href="http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=53990002000001">
云公网安备 53990002000001号</a></p>
<a href="http://bszs.conac.cn/sitename?method=show&amp;id={CONAC_ID}"><img src="//dcs.conac.cn/image/red.png"></a>
<a href="{ENTRY}"><img src="/jiucuo.png"></a></div>"""
ALL = ["site_code", "icp", "police", "conac", "error_entry", "organiser", "contact"]


def marks(html: str) -> dict:
    body = f"<body><h1>云州市人民政府</h1><p>活动由云州市文联主办。</p>{html}</body>"
    return {mark.kind.value: mark for mark in read_marks(Page("http://www.yunzhou.example/", body.encode()))}


def test_all_seven_marks_are_read_as_printed():
    found = marks(FOOTER.replace("云ICP", "滇ICP"))
    assert list(found) == ALL
    assert {kind: mark.value for kind, mark in found.items()} == {
        "site_code": "5399000001",
        "icp": "滇ICP备2018000001号-1",
        "police": "云公网安备 53990002000001号",
        "conac": CONAC_ID,
        "error_entry": ENTRY,
        "organiser": "云州市人民政府",
        "contact": "联系电话:0000-0000000",
    }
    assert found["error_entry"].detail == {
        "site_code": "5399000001",
        "url": "http://www.yunzhou.example/",
        "host": "zfwzgl.www.gov.cn",
        "form": "link",
    }


def test_a_page_without_footer_has_no_marks():
    assert marks("") == {}


@pytest.mark.parametrize("html", ['<script src="/js/bottom.js"></script>', '<iframe src="foot.html"></iframe>'])
def test_a_footer_that_a_script_or_frame_of_the_site_may_bring_is_elsewhere(html):
    assert list(marks(html)) == ["footer_elsewhere"]
    assert "footer_elsewhere" not in marks("<p>网站标识码:5399000001</p>" + html)


@pytest.mark.parametrize("src", ["/js/jquery.min.js", "http://stat.elsewhere.example/a.js"])
def test_a_library_or_a_script_of_another_host_brings_no_footer(src):
    assert marks(f'<script src="{src}"></script>') == {}


@pytest.mark.parametrize("tag", ['<a href="javascript:void(0)"', "<img"])
def test_an_entry_may_open_by_a_click(tag):
    assert marks(f"""{tag} onclick="window.open('{ENTRY}')">""")["error_entry"].detail["site_code"] == "5399000001"


FORMS = {
    "code of a department of the State Council": ("site_code", "<p>政府网站标识码:bm07000001</p>", "bm07000001"),
    "code without a colon": ("site_code", "<p>网站标识码5399000001</p>", "5399000001"),
    "code before other digits of the next block": ("site_code", "<p>标识码:5399000001</p><p>0000</p>", "5399000001"),
    "code that is too short": ("site_code", "<p>网站标识码:53990001</p>", "53990001"),
    "icp over several elements": ("icp", "<p>粤ICP备<span>2022000001</span>号-1</p>", "粤ICP备2022000001号-1"),
    "icp without 号": ("icp", "<p>鄂ICP备05000001</p>", "鄂ICP备05000001"),
    "icp with a colon": ("icp", "<p>蜀ICP备:19000001号</p>", "蜀ICP备:19000001号"),
    "icp with a space": ("icp", "<p>备案号:京ICP备 06000001号-1</p>", "京ICP备 06000001号-1"),
    "icp of the invented province": ("icp", "<p>云ICP备2018000001号</p>", "云ICP备2018000001号"),
    "police without a space": ("police", "<p>京公网安备11010202000001号</p>", "京公网安备11010202000001号"),
    "police with 号 before the number": ("police", "<p>冀公网安备号 13010402000001</p>", "冀公网安备号 13010402000001"),
    "police with its words turned": ("police", "<p>湘公安网备号43010402000001号</p>", "湘公安网备号43010402000001号"),
    "conac as a script": (
        "conac",
        '<script src="https://dcs.conac.cn/js/14/218/0766/41464474/CA142180766414644740000.js"></script>',
        "CA142180766414644740000",
    ),
    "conac written by a script": (
        "conac",
        '<script>document.write(unescape("%3Cscript src=\'" + '
        "'//dcs.conac.cn/js/05/000/0000/40680000/CA050000000406800000001.js'"
        "));</script>",
        "CA050000000406800000001",
    ),
    "organiser with a space in its name": (
        "organiser",
        "<p>网站标识码:5399000001</p><p>主办单位:中共云州市委教育工委 云州市教育局 地址:云州</p>",
        "中共云州市委教育工委 云州市教育局",
    ),
    "organiser glued to the next label": ("organiser", "<p>主办:云州市人民政府承办:信息中心</p>", "云州市人民政府"),
    "organiser before the word": (
        "organiser",
        "<p>云州市人民政府办公室主办 关于我们|联系我们</p>",
        "云州市人民政府办公室",
    ),
    "contact by mail": ("contact", "<p>联系方式:jyj@jyj.yunzhou.example</p>", "jyj@jyj.yunzhou.example"),
    "contact as an entry": ("contact", "<p><a href='/lxwm/'>联系我们</a></p>", "联系我们"),
    "entry as a script": (
        "error_entry",
        "<script id='_jiucuo_' sitecode='5399000001' src='https://zfwzgl.www.gov.cn/exposure/jiucuo.js'></script>",
        "https://zfwzgl.www.gov.cn/exposure/jiucuo.js",
    ),
}


@pytest.mark.parametrize(("kind", "html", "value"), FORMS.values(), ids=FORMS)
def test_a_mark_is_read_in_each_of_its_forms(kind, html, value):
    assert marks(html)[kind].value == value


NOT_THERE = {
    "a conac link that only searches": ("conac", '<a href="http://bszs.conac.cn/sitename?method=searchIndex">标识</a>'),
    "a conac picture without its link": ("conac", '<img src="//dcs.conac.cn/image/red.png">'),
    "an entry in a comment": ("error_entry", f'<!-- <a href="{ENTRY}">找错</a> -->'),
    "a number of eleven digits": ("site_code", "<p>编号 53990000011</p>"),
}


@pytest.mark.parametrize(("kind", "html"), NOT_THERE.values(), ids=NOT_THERE)
def test_what_only_looks_like_a_mark_is_none(kind, html):
    assert kind not in marks(html)


def test_an_entry_tells_which_parameters_it_lacks():
    found = marks('<a href="http://121.43.68.40/exposure/jiucuo.html">我为政府网站找错</a>')["error_entry"]
    assert found.detail == {"site_code": None, "url": None, "host": "121.43.68.40", "form": "link"}


def test_an_entry_that_names_its_site_is_preferred():
    found = marks(f'<a href="/jiucuo.htm">网站纠错</a><a href="{ENTRY}">找错</a>')["error_entry"]
    assert found.detail["site_code"] == "5399000001"


TAGS = """<meta name="sitename" content="云州市人民政府"><META NAME="SITEIDCODE" CONTENT="5399000001">
<meta name="ColumnName" content="{{column}}"><meta name="contentSource" content="null">"""


def test_identity_tags_are_read_in_any_case_and_unfilled_ones_say_nothing():
    found = read_identity(Page("http://www.yunzhou.example/", TAGS.encode()))
    assert (found.site_name, found.site_code) == ("云州市人民政府", "5399000001")
    assert (found.column_name, found.content_source, found.is_article) == (None, None, False)


TITLES = {
    "the tag": ('<meta name="ArticleTitle" content="甲乙丙"><title>丁</title>', "甲乙丙"),
    "the only heading": ("<title>云州市人民政府</title><h1>云州市召开会议</h1>", "云州市召开会议"),
    "the line that the title begins with": (
        "<title>云州市召开会议 云州市人民政府</title><h3>首页</h3><p>云州市召开会议</p>",
        "云州市召开会议",
    ),
    "the title's first part": ("<title>关于停水的通知_通知公告_云州市</title>", "关于停水的通知"),
    "nothing": ("<p>甲</p>", None),
}


@pytest.mark.parametrize(("html", "title"), TITLES.values(), ids=TITLES)
def test_an_article_is_titled(html, title):
    page = Page("http://www.yunzhou.example/", html.encode())
    assert (article_title(page, read_identity(page)) or None) == title
