"""Columns: class, depth, blankness, and those that a home page leads to."""

from __future__ import annotations

from datetime import date

import pytest

from inspection.model import ColumnClass
from inspection.page.columns import blankness, class_of, depth_of
from inspection.page.items import read_items
from inspection.page.page import Page

URL = "http://www.yunzhou.example/ghjh/"
FRAME = """<header>云州市人民政府</header>
<nav><a href="/">首页</a><a href="/xw/">政务要闻</a><a href="/tzgg/">通知公告</a></nav>
<div class="position">当前位置:首页 &gt; 规划计划</div><h1>规划计划</h1>{main}
<footer>主办单位:云州市人民政府 承办单位:云州市人民政府办公室 网站标识码:5399000001 版权所有</footer>"""


def blank(main: str) -> tuple[bool | None, str]:
    page = Page(URL, FRAME.format(main=main).encode())
    return blankness(page, read_items(page, date(2023, 9, 30)))


COLUMNS = {
    "nothing at all": ("", True, "ok"),
    "an empty list": ('<ul class="list"></ul>', True, "ok"),
    "words that there is nothing": ("<p>该栏目暂无信息。</p>", True, "ok"),
    "under construction": ("<p>栏目建设中,敬请期待!感谢您对本网站的关注与支持。</p>", True, "ok"),
    "a dated entry": (
        '<ul><li><a href="1.html">云州市“十四五”规划</a><span>2023-01-04</span></li></ul>',
        False,
        "ok",
    ),
    "an entry without date": ('<ul><li><a href="2023001.html">云州市“十四五”规划纲要</a></li></ul>', False, "ok"),
    "a text without entries": (
        "<p>" + "办理人员携带身份证件和申请材料到政务服务大厅窗口提交申请。" * 3 + "</p>",
        False,
        "ok",
    ),
    "a long text that says 暂无 of one thing": (
        "<p>" + "本事项暂无收费标准,办理人员携带身份证件和申请材料到政务服务大厅窗口提交。" * 4 + "</p>",
        False,
        "ok",
    ),
    "a list that a script will fill": (
        '<ul id="list"></ul><script>$.ajax({url: "/api/list"})</script>',
        None,
        "script_shell",
    ),
    "records that a script shows": (
        '<div id="7"><script type="text/xml"><datastore><record><![CDATA[<li><a href="/art/1.html">规划</a></li>]]>'
        "</record></datastore></script></div>",
        None,
        "script_shell",
    ),
    "a frame of the own host": ('<iframe width="100%" src="/list/7.html"></iframe>', None, "script_shell"),
    "a frame of another host": ('<iframe src="http://map.elsewhere.example/"></iframe>', True, "ok"),
    "a template": ('<ul id="l"></ul><script type="text/x-dot">{{=it.title}}</script>', None, "script_shell"),
    "a table that layui fills": ('<table lay-data="{url:1}"></table>', None, "script_shell"),
    "rows of a vue": ('<ul><li v-for="one in list"><a></a></li></ul>', None, "script_shell"),
    "an array in a script": (
        '<ul></ul><script>var rows = [["规划", "2023-08-01"], ["计划", "2023-07-01"]]</script>',
        None,
        "script_shell",
    ),
    "addresses in a script": ('<script>show("/a/1.html"); show("/a/2.html")</script>', None, "script_shell"),
    "rows that call by a number": ("<ul><li onclick=\"openInfo('6111')\">规划纲要</li></ul>", None, "script_shell"),
    "an empty list that a script of the site may fill": (
        '<ul id="list"></ul><script src="/js/rows.js"></script>',
        None,
        "script_shell",
    ),
    "an empty list beside a library": (
        '<ul id="list"></ul><script src="/js/jquery-1.9.min.js"></script>',
        True,
        "ok",
    ),
    "words that there is nothing, in a page with scripts": (
        '<p>暂无内容</p><script>$.get("/visit")</script>',
        True,
        "ok",
    ),
}


@pytest.mark.parametrize(("main", "is_blank", "state"), COLUMNS.values(), ids=COLUMNS)
def test_a_column_is_blank_when_it_shows_nothing_beside_its_frame(main, is_blank, state):
    assert blank(main) == (is_blank, state)


SHOWN_ELSEWHERE = {
    "a frameset": "<frameset cols=20%,*><frame src=/menu.htm><frame src=/list.asp></frameset>",
    "a frameset of another host": "<frameset><frame src=http://10.0.0.8/list.asp></frameset>",
    "a frame alone": "<body><iframe src=http://sjpt.yunzhou.example/7></iframe></body>",
    "a picture alone": "<body><img src=/jgt.jpg></body>",
    "a document in the page": "<body><object data=/gh.pdf></object></body>",
    "what a plug-in shows": "<body><embed src=/gh.swf></body>",
}


@pytest.mark.parametrize("html", SHOWN_ELSEWHERE.values(), ids=SHOWN_ELSEWHERE)
def test_a_page_without_a_word_is_not_blank_where_something_else_shows(html):
    page = Page(URL, f"<html><head><title>规划计划</title></head>{html}</html>".encode())
    assert blankness(page, read_items(page, date(2023, 9, 30))) == (None, "script_shell")


def test_a_list_in_a_field_of_text_that_a_script_shows_is_not_blank():
    for records in ("&lt;ul&gt;&lt;li&gt;", "<ul><li>", " <table><tr>"):
        assert blank(f"<div id=l></div><textarea id=d style='display:none'>{records}</textarea>") == (
            None,
            "script_shell",
        )
    assert blank("<textarea name=word>请输入</textarea>")[0] is True


def test_a_page_that_could_not_be_read_is_neither_blank_nor_not():
    assert blankness(Page(URL, b"", http_status=500), []) == (None, "error_page")
    assert blankness(Page(URL, b"", http_status=403), []) == (None, "blocked")


CLASSES = {
    ("政务要闻", None): "news",
    ("工作动态", "动态要闻"): "news",
    ("通知公告", ""): "notice",
    ("政策解读", None): "interpretation",
    ("人事任免公告", None): "personnel",
    ("规划计划", "规划计划类"): "planning",
    ("意见征集", None): "interaction",
    ("办事指南", None): "service",
    ("统计信息", "其他"): "other",
    ("专题专栏", None): "other",
    ("工作动态", "notice"): "notice",
    ("图片", "要闻动态类"): "news",
    ("机构职能", "其他"): "static",
    ("内设机构", None): "static",
    ("双公示", "双公示"): "other",
    ("双公示专栏", None): "other",
    ("信用信息双公示", None): "other",
    ("行政处罚公示", None): "other",
    ("行政处罚信息公开", None): "other",
    ("公示公告", None): "notice",
    ("组织机构", None): "static",
    ("组织架构", None): "static",
    ("职能配置", None): "static",
    ("科室设置", None): "static",
    ("处室职责", None): "static",
    ("局领导", None): "static",
    ("领导班子", ""): "static",
    ("领导信箱", None): "interaction",
    ("领导活动", None): "other",
    ("自然地理", None): "static",
    ("历史沿革", "other"): "static",
    ("魅力云州", None): "static",
    ("政府信息公开指南", None): "static",
    ("政府信息公开制度", None): "static",
    ("信息公开年报", None): "other",
    ("联系方式", None): "static",
    ("网站地图", None): "static",
    ("机构设置公告", None): "notice",
    ("历史规范性文件", None): "policy",
    ("军人事务动态", None): "news",
    ("退役军人事务", None): "other",
}


@pytest.mark.parametrize(("names", "kind"), CLASSES.items(), ids=[f"{name} {word}" for name, word in CLASSES])
def test_a_column_is_classed_by_the_registry_else_by_its_name(names, kind):
    assert class_of(*names) == ColumnClass(kind)


@pytest.mark.parametrize(
    ("url", "depth"),
    [
        ("http://a.example/tzgg/", 1),
        ("http://a.example/tzgg/index.html", 1),
        ("http://a.example/zwgk/zcwj", 2),
        ("http://a.example/zwgk/zcwj/list.html", 2),
        ("http://a.example/list.jsp?id=7", 1),
    ],
)
def test_the_depth_of_a_column_is_the_number_of_its_folders(url, depth):
    assert depth_of(url) == depth


FOLDERS = {"/zwgk/tzgg/": "notice", "/xw/list.html": "news", "/ghjh/2023/": "planning", "/col/col1/": "other"}


@pytest.mark.parametrize(("path", "kind"), FOLDERS.items())
def test_a_name_that_says_nothing_leaves_the_word_to_the_address(path, kind):
    assert class_of("图片", url=f"http://www.yunzhou.example{path}") == ColumnClass(kind)
    assert class_of("人事任免", url=f"http://www.yunzhou.example{path}") == ColumnClass.PERSONNEL


SEEN_EMPTY = {
    "words, beside links to other columns": (
        '<h2>规划计划</h2><p>未查询到任何数据!</p><a class="b" href="/a/">人事信息</a>'
    ),
    "the list right below the column's name": '<h2>规划计划</h2><ul class="e2"></ul>',
    "a table of names alone": "<h2>规划计划</h2><table><tr><th>序号</th><th>标题</th><th>发布日期</th></tr></table>",
    "a store that counts none": (
        '<div id="7"><script type="text/xml"><datastore><totalrecord>0</totalrecord><recordset></recordset></datastore>'
        "</script></div>"
    ),
    "a list of the name, and a menu of many columns": (
        '<h2>规划计划</h2><ul></ul><div class="left">'
        + "".join(f'<a href="/c{number}/">重大项目公开</a>' for number in range(12))
        + "</div>"
    ),
}


@pytest.mark.parametrize("main", SEEN_EMPTY.values(), ids=SEEN_EMPTY)
def test_a_column_is_blank_where_the_place_of_its_list_was_seen_empty(main):
    page = Page(URL, f"<title>规划计划_云州市</title>{FRAME.format(main=main)}".encode())
    assert blankness(page, read_items(page, date(2023, 9, 30))) == (True, "ok")


NOT_SEEN = {
    "links to what lies below, and no place of a list": "<h2>规划计划</h2><div>"
    + "".join(f'<a href="/c{number}/">重大项目公开</a>' for number in range(12))
    + "</div>",
    "entries in what is called a path": '<ul class="position">'
    + "".join(f'<li><a href="/a/{number}.html">云州市“十四五”规划纲要</a></li>' for number in range(4))
    + "</ul>",
}


@pytest.mark.parametrize("main", NOT_SEEN.values(), ids=NOT_SEEN)
def test_a_column_is_not_blank_where_something_stands(main):
    page = Page(URL, f"<title>规划计划_云州市</title>{FRAME.format(main=main)}".encode())
    assert blankness(page, read_items(page, date(2023, 9, 30)))[0] is not True


@pytest.mark.parametrize(
    "text", ["本网站已关停，内容并入云州市人民政府网站。", "本站自即日起停止服务", "本网站已于2023年8月迁移至新址"]
)
def test_a_closing_text_in_the_place_of_every_column_makes_none_blank(text):
    page = Page(URL, f"<title>公告</title><h2>公告</h2><p>{text}</p>".encode())
    assert blankness(page, []) == (None, "error_page")


MENU = "<table><tr><td>" + "|".join(
    f"<a href='/InfoList.aspx?ClassID={number}'>{name}</a>"
    for number, name in enumerate(
        ("镇内要闻", "部门动态", "通知公告", "规范性文件", "机构职能", "便民服务", "我要咨询")
    )
)
MENU += "</td></tr></table>"
WHOLE_PAGE = "<form id=form1 action=''><input type=hidden name=__VIEWSTATE value=x>{0}</form>"
TEXT = "<p>" + "云州市枕漪镇位于市境西部，辖八个村，面积六十平方公里，人口一万余人。" * 3 + "</p>"
IN_FORMS = {
    "nothing beside a menu": (MENU + "<h2>督查督办</h2>", True),
    "words that there is nothing": (MENU + WHOLE_PAGE.format("<h2>督查督办</h2><p>没有相关记录!</p>"), True),
    "a text in the form of the whole page": (MENU + WHOLE_PAGE.format("<h2>镇情</h2>" + TEXT), False),
    "a menu in it too": (WHOLE_PAGE.format(MENU + "<h2>镇情</h2>"), True),
    "a form to write in": (
        "<form><label>姓名</label><input name=a><p>请填写真实的姓名和地址以便答复来信来访</p></form>",
        True,
    ),
    "a text beside links in one block": (f"<div>{MENU}{TEXT}</div>", False),
}


SISTERS = {
    # menus of old programs: rows of a table, addresses that differ in a number alone
    "a menu beside words that there is nothing": (
        "/InfoList.aspx?ClassID=5",
        "<table><tr><td><a href='/InfoList.aspx?ClassID=7'>医疗保障动态</a></td></tr></table><p>没有相关记录!</p>",
        True,
    ),
    "two of them, in another order of words": (
        "/list.php?tid=5&lang=cn",
        "<table><tr><td><a href='list.php?lang=cn&tid=7'>县域医疗卫生动态信息</a></td></tr>"
        "<tr><td><a href='list.php?lang=cn&tid=8'>卫生健康监督执法信息</a></td></tr></table><p>暂无数据</p>",
        True,
    ),
    "a column that says 建设中": (
        "/channel.jsp?id=12",
        "<ul><li><a href='/channel.jsp?id=13'>应急管理工作动态</a></li></ul><p>栏目建设中</p>",
        True,
    ),
    "the same without a word that there is nothing": (
        "/InfoList.aspx?ClassID=5",
        "<table><tr><td><a href='/InfoList.aspx?ClassID=7'>医疗保障动态</a></td></tr></table>",
        False,
    ),
    "an article of the same program by another name": (
        "/index.php?catid=5",
        "<ul><li><a href='/index.php?aid=1207'>关于公布本年度计划的通知</a></li></ul><p>更多数据暂无</p>",
        False,
    ),
    "an entry with its day at a sister's address": (
        "/show.asp?id=5",
        "<ul><li><a href='/show.asp?id=1207'>关于公布本年度计划的通知</a><span>2023-03-01</span></li></ul>"
        "<p>暂无附件</p>",
        False,
    ),
    "another program": (
        "/InfoList.aspx?ClassID=5",
        "<ul><li><a href='/ShowInfo.aspx?ClassID=1207'>关于公布本年度计划的通知</a></li></ul><p>暂无图片数据</p>",
        False,
    ),
}


@pytest.mark.parametrize(("path", "main", "is_blank"), SISTERS.values(), ids=SISTERS)
def test_sister_columns_are_no_entries_of_a_column_that_says_it_has_none(path, main, is_blank):
    page = Page(f"http://www.yunzhou.example{path}", FRAME.format(main=main).encode())
    assert blankness(page, read_items(page, date(2023, 9, 30)))[0] is is_blank


@pytest.mark.parametrize(("main", "is_blank"), IN_FORMS.values(), ids=IN_FORMS)
def test_a_form_around_the_whole_page_hides_nothing_and_a_menu_says_nothing(main, is_blank):
    page = Page(URL, f"<body>{main}</body>".encode())
    assert blankness(page, [])[0] is is_blank


@pytest.mark.parametrize("name", ["活动报道", "新闻播报", "媒体报道", "图片报道", "基层播报"])
def test_a_column_of_reports_is_news(name):
    assert class_of(name) == ColumnClass.NEWS
