"""Columns that a site shows where the registry names none."""

from __future__ import annotations

import pytest

from inspection.model import PageKind
from inspection.page.discovery import (
    MAX_DISCOVERED,
    columns_told_by,
    declared_column,
    discovered_columns,
    menu_of,
    path_of,
)
from inspection.page.identity import read_identity
from inspection.page.page import Page

URL = "http://www.yunzhou.example/"
FRAME = """<header>云州市人民政府</header>
<nav><a href="/">首页</a><a href="/xw/">政务要闻</a><a href="/zwgk/tzgg/">通知公告</a></nav>{main}
<footer><div class="footer-nav"><a href="/gywm/">关于我们</a></div></footer>"""
NAVIGATION = [("政务要闻", "/xw/", "news", 1), ("通知公告", "/zwgk/tzgg/", "notice", 2)]


def found(main: str, url: str = URL) -> list[tuple[str, str, str, int]]:
    page = Page(url, FRAME.format(main=main).encode())
    columns = discovered_columns(page)
    assert {column.source for column in columns} <= {"discovered"}
    return [(column.name, column.url.removeprefix(URL[:-1]), column.kind.value, column.depth) for column in columns]


MORE = {
    "a head and its 更多": (
        '<div><h2>政策文件</h2><a href="/zcwj/">更多&gt;&gt;</a></div>',
        ("政策文件", "/zcwj/", "policy", 1),
    ),
    "a 更多 that is an arrow": (
        '<div class="tt"><span>人事信息</span><a href="/rsxx/">&gt;&gt;</a></div>',
        ("人事信息", "/rsxx/", "personnel", 1),
    ),
    "a head that is a link": (
        '<h3><a href="/hdjl/zxft/">在线访谈</a></h3>',
        ("在线访谈", "/hdjl/zxft/", "interaction", 2),
    ),
    "the head of a list in a list": (
        '<ul><li><h3><a href="/bsfw/">便民服务</a></h3>'
        '<ul><li><a href="/1.html">云州市召开会议</a>09-21</li></ul></li></ul>',
        ("便民服务", "/bsfw/", "service", 1),
    ),
    "a tab over a list": (
        '<div class="tab"><a href="/bsfw/">便民服务</a></div><ul><li><a href="/1.html">云州市召开会议</a></li></ul>',
        ("便民服务", "/bsfw/", "service", 1),
    ),
}


@pytest.mark.parametrize(("main", "column"), MORE.values(), ids=MORE)
def test_navigation_and_the_heads_of_lists_name_columns(main, column):
    assert found(main) == [*NAVIGATION, column]


NONE = {
    "a link in the text": '<p><a href="/other/">其他栏目</a></p>',
    "an article in a navigation block": '<div class="nav"><a href="/xw/t20230902_12.html">云州市召开会议</a></div>',
    "another host": '<nav><a href="http://jyj.yunzhou.example/">市教育局</a></nav>',
    "service links": '<nav><a href="/login/">用户登录</a><a href="/map/">网站地图</a><a href="/en/">English</a></nav>',
    "a further page by its query": '<h3><a href="/InfoList.aspx?ClassID=7&amp;page=2">征集列表</a></h3>',
    "a further page by its folder": '<nav><a href="/xw/page/2/">往期要闻</a></nav>',
    "a further page by its number": '<nav><a href="/zwgk/tzgg/index_1.html">往期公告</a></nav>',
    "the words of a pager": '<nav><a href="/a/older/">较早的文章</a><a href="/a/3/">第3页</a></nav>',
    "a 更多 beside a whole list": '<div><a href="/x/">更多</a>' + "<p>云州市召开会议</p>" * 100 + "</div>",
    "an entry of a blog": '<article><h2><a href="/archives/221">校园食堂检查公示</a></h2><i>3天前</i></article>',
    "an entry without its day": '<article><h3><a href="/a/">窗口延时服务公示</a></h3><p>全文如下</p></article>',
    "an entry whose title is a head": '<ul><li><h3><a href="/a/">便民服务日公告</a></h3><i>09-21</i></li></ul>',
    "the same in a definition list": '<dl><dd><h4><a href="/a/">招标结果公告</a></h4>2023-09-21</dd></dl>',
    "the same in a row": '<table><tr><td><h4><a href="/a/">停水通告</a></h4></td><td>09-21</td></tr></table>',
    "an entry of a titled list": '<div class="title"><a href="/xw/1001.html">致市民的一封信</a></div>',
}


@pytest.mark.parametrize("main", NONE.values(), ids=NONE)
def test_what_is_no_column_is_not_called_one(main):
    assert found(main) == NAVIGATION


def test_a_page_of_a_thousand_names_gives_no_more_columns_than_a_site_can_have():
    main = "<nav>" + "".join(f'<a href="/c{number}/">栏目{number}</a>' for number in range(1000)) + "</nav>"
    assert len(found(main)) == MAX_DISCOVERED


COLUMN_TAGS = '<meta name="ColumnName" content="通知公告"><meta name="ColumnType" content="政策文件">'
PATHS = {
    "arrows": ("<p>当前位置:首页 &gt; 政务公开 &gt; 通知公告</p>", ["政务公开", "通知公告"]),
    "links in their own blocks": (
        "<div>您的位置:<ul><li>首页</li><li>&gt;</li><li>政务公开</li><li>&gt;</li><li>通知公告</li></ul></div>",
        ["政务公开", "通知公告"],
    ),
    "without the home page": ("<p>当前位置:通知公告</p>", ["通知公告"]),
    "with the title of an article": (
        "<p>当前位置:首页&gt;通知公告&gt;关于做好安全生产有关工作的通知</p>",
        ["通知公告"],
    ),
    "none": ("<p>云州市</p>", []),
}


@pytest.mark.parametrize(("html", "path"), PATHS.values(), ids=PATHS)
def test_the_path_of_a_page_is_read(html, path):
    assert path_of(Page(URL, html.encode())) == path


def declared(html: str, url: str = f"{URL}col/col1/index.html"):
    page = Page(url, html.encode())
    return declared_column(page, read_identity(page))


def test_a_page_that_says_it_is_a_column_is_one_of_the_level_that_its_path_prints():
    column = declared(COLUMN_TAGS + PATHS["arrows"][0])
    assert (column.name, column.kind.value, column.depth) == ("通知公告", "policy", 2)
    assert declared(COLUMN_TAGS, f"{URL}tzgg/").depth == 1


@pytest.mark.parametrize(
    "html",
    [
        COLUMN_TAGS + '<meta name="ArticleTitle" content="云州市召开会议">',
        COLUMN_TAGS + '<meta name="PubDate" content="2023-09-01">',
        '<meta name="ColumnName" content="${column}">',
        "<p>云州市</p>",
    ],
)
def test_an_article_or_an_unfilled_template_is_no_column(html):
    assert declared(html) is None


FURTHER = {
    "by its query": ("", f"{URL}list.aspx?ClassID=7&page=2"),
    "by its word": ("<p>共9页 当前第2页</p>", f"{URL}tzgg/b.html"),
    "by its number of so many": ("<center>第2/2页</center>", f"{URL}list.jsp?cid=7&p=2"),
    "by its number and theirs": ("<p>页次：3/12页 每页20条</p>", f"{URL}b.asp?k=3&x=3"),
    "by both words": ("<p>第 2 页 / 共 9 页</p>", f"{URL}tzgg/c.html"),
    "by theirs and its own": ("<p>共9页，第4页</p>", f"{URL}tzgg/d.html"),
    "by a fraction": ("<p>转到 2/5页</p>", f"{URL}tzgg/e.html"),
    "in English": ("<p>Page 2 of 5</p>", f"{URL}tzgg/f.html"),
    "by a link of its own name that asks for less": (
        '<a href="list.jsp?cid=7">通知公告</a>',
        f"{URL}list.jsp?cid=7&offset=20",
    ),
    "by the first page that it leads to": ('<a href="list.html">首页</a>', f"{URL}tzgg/list_2.html"),
}


@pytest.mark.parametrize(("html", "url"), FURTHER.values(), ids=FURTHER)
def test_a_further_page_of_a_list_is_no_column_of_its_own(html, url):
    assert declared(COLUMN_TAGS + html, url) is None
    for first in ("共9页 当前第1页", "第1/2页", "页次：1/12页", "第1页 / 共9页", "Page 1 of 5", "2023/9/28 共2页"):
        assert declared(f"{COLUMN_TAGS}<p>{first}</p>", f"{URL}list_7.html?ClassID=7&page=1") is not None


NAMES = ("政务要闻", "部门动态", "通知公告", "政策文件", "人事任免", "规划计划", "领导之窗")


def linked(form: str, names: tuple[str, ...] = NAMES) -> str:
    return "".join(form.format(at=f"/InfoList.aspx?ClassID={number}", name=name) for number, name in enumerate(names))


LOOKS_LIKE_A_MENU = {
    "cells of a table": "<table><tr><td>" + linked("<a href='{at}'><font>{name}</font></a>|") + "</td></tr></table>",
    "rows of a table": "<table>" + linked("<tr><td><a href='{at}'>{name}</a></td></tr>") + "</table>",
    "tiles": "<main>" + linked("<div class=tile><a href='{at}'><img src=1.png><p>{name}</p></a></div>") + "</main>",
    "a list without a name": "<ul>" + linked("<li><a href='{at}'>{name}</a></li>") + "</ul>",
    "lines": "<div>" + linked("<p>&gt; <a href='{at}'>{name}</a></p>") + "</div>",
}


NAMED_ELSEWHERE = {
    "a menu": '<ul class="nav"><li><a href="/tzgg/">通知公告</a></li></ul><h1>关于放假的通知</h1>',
    "a menu that opens by script": "<a href='javascript:;' onclick=\"location.href='/column/2007.html'\">通知公告</a>",
    "the path": '<div>当前位置:<a href="/">首页</a> &gt; <a href="/tzgg/index.html">通知公告</a> &gt; 正文</div>',
    "the foot of an article": '<p>返回:<a href="http://www.yunzhou.example/col/col9/">通知公告</a></p>',
    "another program": '<a href="/list.aspx?id=5">通知公告</a>',
}


@pytest.mark.parametrize("html", NAMED_ELSEWHERE.values(), ids=NAMED_ELSEWHERE)
def test_a_page_that_leads_elsewhere_for_its_column_is_none(html):
    assert declared(COLUMN_TAGS + html, f"{URL}info/6259.html") is None


def test_a_column_whose_menu_leads_to_itself_or_to_another_site_is_one():
    own = '<a href="/tzgg/index.html">通知公告</a>'
    assert declared(COLUMN_TAGS + own, f"{URL}tzgg/") is not None
    other = '<a href="http://www.elsewhere.example/tzgg/">通知公告</a>'
    assert declared(COLUMN_TAGS + other, f"{URL}tzgg/") is not None
    both = f'{own}<a href="/bm/tzgg/">通知公告</a>'
    assert declared(COLUMN_TAGS + both, f"{URL}tzgg/") is not None


@pytest.mark.parametrize("html", LOOKS_LIKE_A_MENU.values(), ids=LOOKS_LIKE_A_MENU)
def test_what_looks_like_navigation_on_a_home_page_is_navigation(html):
    page = Page(URL, f"<body>{html}<p>{'云州市位于省境南部。' * 20}</p></body>".encode())
    assert [column.name for column in columns_told_by(page, PageKind.HOME)] == list(NAMES)
    assert len(menu_of(page)) == len(NAMES)
    assert columns_told_by(page, PageKind.COLUMN) == []


LETTERS = ("咨询医保缴费", "投诉噪声扰民", "公交线路建议", "补贴政策", "招聘考试时间", "办事大厅几点开门")
NO_MENU = {
    "letters with their days": "<ul>" + linked("<li><a href='{at}'>{name}</a> 09-21</li>", LETTERS) + "</ul>",
    "towns": "<div>"
    + linked("<a href='{at}'>{name}</a>", ("东山镇", "西河镇", "北塘乡", "南关镇", "桥头乡"))
    + "</div>",
    "too few": "<div>" + linked("<a href='{at}'>{name}</a>", NAMES[:4]) + "</div>",
    "titles of one kind": "<ul>"
    + linked("<li><a href='{at}'>{name}</a></li>", tuple(f"第{n}号通告" for n in "一二三四五六"))
    + "</ul>",
    "a text that speaks of columns": "<p>" + linked("请到<a href='{at}'>{name}</a>栏目查看有关内容,") + "</p>",
    "links in the foot": "<div class=footer>" + linked("<a href='{at}'>{name}</a>") + "</div>",
}


@pytest.mark.parametrize("html", NO_MENU.values(), ids=NO_MENU)
def test_what_only_has_short_names_is_no_navigation(html):
    assert columns_told_by(Page(URL, f"<body>{html}</body>".encode()), PageKind.HOME) == []
