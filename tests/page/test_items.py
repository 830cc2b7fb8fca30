"""List entries of column and home pages."""

from __future__ import annotations

from datetime import date

import pytest

from inspection.page.items import read_items
from inspection.page.page import Page

DAY = date(2023, 9, 30)
URL = "http://www.yunzhou.example/xw/"
ONE, TWO = "云州市召开安全生产工作会议", "云州市发布国庆假期出行提示"
PAIR = [(ONE, date(2023, 9, 28)), (TWO, date(2023, 9, 20))]


def read(html: str) -> list[tuple[str, date | None]]:
    return [(item.title, item.published_on) for item in read_items(Page(URL, html.encode()), DAY)]


def links(form: str) -> str:
    return form.format(url="a1.html", title=ONE, date="2023-09-28", short="09-28") + form.format(
        url="a2.html", title=TWO, date="2023-09-20", short="09-20"
    )


LAYOUTS = {
    "a list, the date after": "<ul>" + links('<li><a href="{url}">{title}</a><span>{date}</span></li>') + "</ul>",
    "a list, the date before": "<ul>" + links('<li><i>[{short}]</i><a href="{url}">{title}</a></li>') + "</ul>",
    "the date inside the link": links('<li><a href="{url}"><b>{title}</b><span>{date}</span></a></li>'),
    "the date at the end of the link's text": links('<li><a href="{url}">{title} {date}</a></li>'),
    "a table row": "<table>" + links('<tr><td><a href="{url}">{title}</a></td><td>{date}</td></tr>') + "</table>",
    "a table row, the date first": "<table>"
    + links('<tr><td>{date}</td><td><a href="{url}">{title}</a></td></tr>')
    + "</table>",
    "a table row with the body's link": "<table>"
    + links('<tr><td><a href="/bm/">办公室</a></td><td><a href="{url}">{title}</a></td><td>{date}</td></tr>')
    + "</table>",
    "a definition list": links('<dl><dt><a href="{url}">{title}</a></dt><dd>{date}</dd></dl>'),
    "one definition list": "<dl>" + links('<dt><a href="{url}">{title}</a></dt><dd>{date}</dd>') + "</dl>",
    "cards": links('<div class="card"><h3><a href="{url}">{title}</a></h3><p class="date">{date}</p></div>'),
    "blocks side by side": "<div>" + links('<p><a href="{url}">{title}</a></p><p>{date}</p>') + "</div>",
    "lines with breaks": "<div>" + links('<a href="{url}">{title}</a> {date}<br>') + "</div>",
    "lines with breaks, the date first": "<div>" + links('{date} <a href="{url}">{title}</a><br>') + "</div>",
    "day and month in two elements": (
        f'<li><div><b>28</b><i>2023-09</i></div><a href="a1.html">{ONE}</a></li>'
        f'<li><div><b>20</b><i>2023-09</i></div><a href="a2.html">{TWO}</a></li>'
    ),
    "with an excerpt": links(
        '<li><a href="{url}">{title}</a><p>据悉,2022年1月1日起施行的办法明确了各方责任,会议对下一阶段的工作作了部署,'
        "要求各县区各部门在年底前完成整改任务并报送情况。</p><em>{date}</em></li>"
    ),
    "rows that lead on by onclick": links(
        '<li><a href="javascript:void(0)" onclick="jumpTo(\'./{url}\')">{title}</a><span>{date}</span></li>'
    ),
    "a picture and a title to one address": links(
        '<li><a href="{url}"><img src="1.jpg"></a><a href="{url}">{title}</a><span>{date}</span></li>'
    ),
}


@pytest.mark.parametrize("html", LAYOUTS.values(), ids=LAYOUTS)
def test_entries_of_any_layout_are_read_with_their_dates(html):
    assert read(html) == PAIR


def test_a_title_that_was_cut_off_is_taken_from_the_title_attribute():
    html = f'<li><a href="a1.html" title="{ONE}">云州市召开安全…</a><span>2023-09-28</span></li>'
    assert read(html) == [(ONE, date(2023, 9, 28))]


def test_navigation_path_footer_and_friend_links_hold_no_entries():
    html = f"""
    <nav><li><a href="/zwgk/2023001.html">政府信息公开指南下载</a><span>2023-09-29</span></li></nav>
    <div class="main-nav"><a href="/1.html">云州市二〇二三年重点工作专栏入口</a></div>
    <p class="position"><a href="/2.html">云州市人民政府门户网站要闻动态栏目</a> 2023-09-29</p>
    <li><a href="a1.html">{ONE}</a><span>2023-09-28</span></li>
    <div id="footer"><a href="/3.html">云州市人民政府门户网站版权声明与隐私保护</a> 2023-09-29</div>"""
    assert read(html) == [(ONE, date(2023, 9, 28))]


def test_a_navigation_page_has_no_entries():
    columns = "".join(
        f'<li><a href="/c{n}/">{name}</a></li>' for n, name in enumerate(["政务要闻", "通知公告", "信息公开指南"])
    )
    assert read(f"<ul>{columns}</ul><p>今天是2023年9月30日</p>") == []


def test_entries_without_dates_are_entries_where_address_or_length_shows_an_article():
    html = f"""<ul><li><a href="202309281.html">{ONE}</a></li><li><a href="/xw/yw.html">政务要闻</a></li>
    <li><a href="/zx/long.html">云州市人民政府办公室关于做好国庆假期值班工作的通知</a></li>
    <li><a href="http://other.example/2023001.html">{TWO}</a></li></ul>"""
    assert read(html) == [(ONE, None), ("云州市人民政府办公室关于做好国庆假期值班工作的通知", None)]


def test_a_date_in_a_title_is_not_the_date_of_the_entry():
    title = "关于2023年9月29日至10月6日假期值班安排的公告"
    assert read(f'<li><a href="a1.html">{title}</a><span>2023-09-16</span></li>') == [(title, date(2023, 9, 16))]
    assert read(f'<li><a href="a20230916.html">{title}</a></li>') == [(title, None)]


def test_an_address_listed_twice_is_one_entry_and_keeps_its_date():
    html = f'<li><a href="2023001.html">{ONE}</a></li><li><a href="2023001.html">{ONE}</a><span>09-28</span></li>'
    assert read(html) == [(ONE, date(2023, 9, 28))]


FORMS = {
    "今天 08:30": date(2023, 9, 30),
    "刚刚": date(2023, 9, 30),
    "5小时前": date(2023, 9, 30),
    "昨天 10:20": date(2023, 9, 29),
    "前天": date(2023, 9, 28),
    "3天前": date(2023, 9, 27),
    "二〇二三年九月二十八日": date(2023, 9, 28),
    "二○二三年九月十日": date(2023, 9, 10),
    "２０２３-０９-２８": date(2023, 9, 28),
    "2023–9–28": date(2023, 9, 28),
    "20230928": date(2023, 9, 28),
    "二〇二三年九月三十一日": None,
}


@pytest.mark.parametrize(("printed", "on"), FORMS.items(), ids=FORMS)
def test_every_form_of_a_day_is_read(printed, on):
    assert read(f'<li><a href="1001.html">{ONE}</a><span>{printed}</span></li>') == [(ONE, on)]


def test_a_day_over_its_month_is_read_without_a_year():
    assert read(f'<li><b>28</b><b>09月</b><a href="1001.html">{ONE}</a></li>') == [(ONE, date(2023, 9, 28))]


@pytest.mark.parametrize("path", ["202309/t20230928_1.html", "html/2023/0928/1.html"])
def test_an_entry_that_prints_no_day_has_that_of_its_address(path):
    assert read(f'<li><a href="/{path}">{ONE}</a></li>') == [(ONE, date(2023, 9, 28))]
    assert read(f'<li><a href="/{path}">{ONE}</a><i>2023-09-27</i></li>') == [(ONE, date(2023, 9, 27))]


def test_a_layout_that_is_called_a_path_holds_entries():
    rows = "".join(f'<tr><td><a href="/html/2023/09{day}/1.html">{ONE}</a></td></tr>' for day in range(10, 28))
    assert read(f'<table class="position"><tr><td><table>{rows}</table></td></tr></table>')[-1] == (
        ONE,
        date(2023, 9, 27),
    )


NO_ENTRIES = {
    "the search": '<div><a href="/so/1001.html">站内搜索</a><span>2023-09-30</span></div>',
    "the form for letters": '<div><a href="/mail/1001.html">我要写信</a><span>2023-09-30</span></div>',
    "the page's clock": f'<div><span>今天是2023年9月30日 星期六</span><p><a href="/a/1001.html">{ONE}</a></p></div>',
}


@pytest.mark.parametrize("html", NO_ENTRIES.values(), ids=NO_ENTRIES)
def test_what_every_page_shows_dates_no_entry(html):
    assert [on for _, on in read(html) if on] == []


def test_further_reading_nested_in_a_row_is_no_entry():
    inner = f'<div class="pop"><ul><li><a href="1002.html">{TWO}</a></li></ul></div>'
    assert read(f'<ul><li><a href="1001.html">{ONE}</a>{inner}<i>2023-09-28</i></li></ul>') == [PAIR[0]]


def test_entries_nested_in_the_row_of_their_column_are_entries():
    inner = f'<ul><li><a href="1001.html">{ONE}</a><i>2023-09-28</i></li></ul>'
    assert PAIR[0] in read(f'<ul><li><a href="/tzgg/">通知公告栏目</a>{inner}</li></ul>')


def test_an_element_of_time_tells_the_day_whatever_it_shows():
    assert read(f'<li><a href="1001.html">{ONE}</a><time datetime="2023-09-28">上月</time></li>') == [PAIR[0]]


ROW = '<tr><td><a href="1001.html">{title}</a></td><td>2021-01-02</td><td>2023-09-28</td></tr>'
HEADS = {
    ("成文日期", "发布日期"): date(2023, 9, 28),
    ("发布时间", "截止时间"): date(2021, 1, 2),
    ("生成日期", "日期"): date(2023, 9, 28),
    ("开始时间", "结束时间"): None,
}


@pytest.mark.parametrize(("head", "on"), HEADS.items(), ids=map(" ".join, HEADS))
def test_the_head_of_a_table_tells_which_day_is_that_of_publication(head, on):
    names = "".join(f"<th>{name}</th>" for name in ("名称", *head))
    assert read(f"<table><tr>{names}</tr>{ROW.format(title=ONE)}</table>") == [(ONE, on)]


def test_the_order_of_a_list_without_years_shows_the_turn_of_the_year():
    days = ["09-20", "05-02", "12-30", "11-02", "10-15", "06-18"]
    html = "".join(f'<li><a href="{number}001.html">{ONE}</a><i>{day}</i></li>' for number, day in enumerate(days))
    assert [on.year for _, on in read(f"<ul>{html}</ul>")] == [2023, 2023, 2022, 2022, 2022, 2022]
    late = ["12-30", "11-02", "10-15", "06-18"]
    html = "".join(f'<li><a href="{number}001.html">{ONE}</a><i>{day}</i></li>' for number, day in enumerate(late))
    assert [on.year for _, on in read(f"<ul>{html}</ul>")] == [2022] * 4


def test_a_pinned_entry_says_nothing_of_the_year():
    days = ["03-02", "09-20", "09-11", "08-30"]
    html = "".join(f'<li><a href="{number}001.html">{ONE}</a><i>{day}</i></li>' for number, day in enumerate(days))
    assert [on.year for _, on in read(f"<ul>{html}</ul>")] == [2023] * 4


# Lists side by side, each in its own order: the one begins with a day after the last of the other.
LEFT = [
    ("10-06", "云州市研究医保经办下沉工作"),
    ("10-02", "云州市完成乡村道路养护任务"),
    ("09-21", "云州市启动农贸市场整治行动"),
]
RIGHT = [
    ("11-09", "云州市走访小水库巡护人员"),
    ("10-28", "云州市组织档案数字化培训"),
    ("10-21", "云州市清理消防通道堆物"),
]


def rows(entries: list[tuple[str, str]], form: str) -> str:
    return "".join(form.format(url=f"a{title[3:7]}.html", title=title, day=day) for day, title in entries)


TR = "<tr><td><a href={url}>{title}</a></td><td>{day}</td></tr>"
LI = "<li><a href={url}>{title}</a><span>{day}</span></li>"
CARD = "<div class=card><h4><a href={url}>{title}</a></h4><p>{day}</p></div>"
DD = "<dd><em>{day}</em><a href={url}>{title}</a></dd>"
SIDE_BY_SIDE = {
    "tables in one table": ("<table><tr><td><table>{0}</table></td><td><table>{1}</table></td></tr></table>", TR),
    "lists in one block": ("<div><ul>{0}</ul><ul>{1}</ul></div>", LI),
    "tables one after the other": ("<table>{0}</table><table>{1}</table>", TR),
    "blocks of cards": ("<section><div>{0}</div><div>{1}</div></section>", CARD),
    "definition lists": ("<div><dl>{0}</dl><dl>{1}</dl></div>", DD),
}


@pytest.mark.parametrize(("around", "form"), SIDE_BY_SIDE.values(), ids=SIDE_BY_SIDE)
def test_the_order_of_one_list_says_nothing_of_the_years_of_another(around, form):
    html = around.format(rows(LEFT, form), rows(RIGHT, form))
    read = {item.title: item.published_on for item in read_items(Page(URL, html.encode()), date(2025, 11, 10))}
    assert read == {title: date(2025, *map(int, day.split("-"))) for day, title in LEFT + RIGHT}


HEADED = {
    "dt above dd": "<dl><dt><a href=/xw/>工作动态</a></dt>{0}</dl>",
    "a head in a block": "<dl><dt><b><a href=/xw/>通知公告栏</a></b><a href=/more/>更多内容</a></dt>{0}</dl>",
    "a head behind": "<dl>{0}<dt><a href=/xw/>查看全部动态</a></dt></dl>",
    "a picture's link before": "<dl><dt><a href=/tp/1.html>图片新闻一则</a></dt>{0}</dl>",
    "heads of two": "<dl><dt><a href=/xw/>市级动态</a><a href=/xq/>县区动态</a></dt>{0}</dl>",
}


@pytest.mark.parametrize("around", HEADED.values(), ids=HEADED)
def test_a_day_belongs_to_the_title_that_it_stands_with(around):
    html = around.format(rows(LEFT, DD))
    read = [(item.title, item.published_on) for item in read_items(Page(URL, html.encode()), date(2025, 11, 10))]
    assert read == [(title, date(2025, *map(int, day.split("-")))) for day, title in LEFT]


@pytest.mark.parametrize(
    "pager",
    [
        "<div class=pagination><span>1/1</span></div>",
        "<div class=pager>1/3</div>",
        "<p class=page-pagination><em>2/5</em></p>",
        "<nav><span>1/1</span></nav>",
        "<div id=pagination><b>1/12</b></div>",
    ],
)
def test_a_number_of_pages_is_no_day_of_the_links_beside_it(pager):
    entries = f"<p><b>21</b><i>2023-03</i></p><a href=/gs/275.html>{ONE}</a>"
    menu = "<a href=/jcdt/>基层动态</a><a href=/tpxw/>图片新闻</a>"
    read = read_items(Page(URL, f"<body><div>{pager}{menu}</div><div>{entries}</div></body>".encode()), DAY)
    assert {item.published_on for item in read} <= {None, date(2023, 3, 21)}


THREE = "云州市公布行政事业性收费目录"
SPRING, LAST_YEAR = date(2023, 2, 14), date(2022, 6, 20)
GROUPED = {
    "months over day numbers": (
        "<h3>2023年9月</h3><ul><li><span>28日</span><a href=a1001.html>{one}</a></li>"
        "<li><span>20日</span><a href=a1002.html>{two}</a></li></ul>"
        "<h3>2023年2月</h3><ul><li><span>14日</span><a href=a1003.html>{three}</a></li></ul>",
        SPRING,
    ),
    "years over month and day": (
        "<h4>2023年</h4><ul><li><a href=a1001.html>{one}</a><i>09-28</i></li>"
        "<li><a href=a1002.html>{two}</a><i>09-20</i></li></ul>"
        "<h4>2022年</h4><ul><li><a href=a1003.html>{three}</a><i>06-20</i></li></ul>",
        LAST_YEAR,
    ),
    "years in brackets over tables": (
        "<p><b>【2023年度】</b></p><table><tr><td><a href=a1001.html>{one}</a></td><td>9月28日</td></tr>"
        "<tr><td><a href=a1002.html>{two}</a></td><td>9月20日</td></tr></table>"
        "<p><b>【2022年度】</b></p><table><tr><td><a href=a1003.html>{three}</a></td><td>6月20日</td></tr></table>",
        LAST_YEAR,
    ),
    "bare years in blocks of their own": (
        "<div class=g><div class=y>2023</div><ul><li><a href=a1001.html>{one}</a><em>09/28</em></li>"
        "<li><a href=a1002.html>{two}</a><em>09/20</em></li></ul></div>"
        "<div class=g><div class=y>2022</div><ul><li><a href=a1003.html>{three}</a><em>06/20</em></li></ul></div>",
        LAST_YEAR,
    ),
    "months written with a dash": (
        "<section><h2>2023-09</h2><p><i>28</i> <a href=a1001.html>{one}</a></p>"
        "<p><i>20</i> <a href=a1002.html>{two}</a></p>"
        "</section><section><h2>2023-02</h2><p><i>14</i> <a href=a1003.html>{three}</a></p></section>",
        SPRING,
    ),
}


@pytest.mark.parametrize(("html", "last"), GROUPED.values(), ids=GROUPED)
def test_the_head_of_a_group_tells_what_its_entries_leave_out(html, last):
    assert read(html.format(one=ONE, two=TWO, three=THREE)) == [*PAIR, (THREE, last)]


ENTRIES = f"<ul><li><a href=a1.html>{ONE}</a><i>09-28</i></li><li><a href=a2.html>{TWO}</a><i>09-20</i></li></ul>"
NO_GROUP = {
    "years to choose from": "<p><span>2023年</span> <span>2022年</span> <span>2021年</span></p>",
    "links to other years": "<p><a href=?y=2021>2021年</a></p>",
    "a list of choice": "<select><option>2021年</option></select>",
    "a year in a block apart": "<div><div><div><div><div><p>2021年</p></div></div></div></div></div>",
    "a month that says another one": "<h3>2021年3月</h3>",
    "a year to come": "<h3>2024年</h3>",
}


@pytest.mark.parametrize("above", NO_GROUP.values(), ids=NO_GROUP)
def test_a_year_that_heads_no_group_moves_no_day(above):
    assert read(above + ENTRIES) == PAIR


SPANNING = {
    "a day for two rows": (
        "<tr><td rowspan=2>2023-09-28</td><td><a href=a1.html>{one}</a></td></tr>"
        "<tr><td><a href=a2.html>{two}</a></td></tr>",
        date(2023, 9, 28),
    ),
    "a day behind them": (
        '<tr><td><a href=a1.html>{one}</a></td><th rowspan="2">9月28日</th></tr>'
        "<tr><td><a href=a2.html>{two}</a></td></tr>",
        date(2023, 9, 28),
    ),
    "three rows": (
        "<tr><td rowspan=3>[09-28]</td><td><a href=a1.html>{one}</a></td></tr><tr><td>（附件）</td></tr>"
        "<tr><td><a href=a2.html>{two}</a></td></tr>",
        date(2023, 9, 28),
    ),
    "one that ends above": (
        "<tr><td rowspan=1>2023-09-28</td><td><a href=a1.html>{one}</a></td></tr>"
        "<tr><td><a href=a2.html>{two}</a></td></tr>",
        None,
    ),
    "two of them, with a body of their own": (
        "<tbody><tr><td rowspan=2>类别</td><td rowspan=2>2023-09-28</td><td><a href=a1.html>{one}</a></td></tr>"
        "<tr><td><a href=a2.html>{two}</a></td></tr></tbody>",
        date(2023, 9, 28),
    ),
}


@pytest.mark.parametrize(("rows_of", "second"), SPANNING.values(), ids=SPANNING)
def test_a_day_reaches_down_to_the_rows_that_it_stands_beside(rows_of, second):
    found = dict(read(f"<table>{rows_of.format(one=ONE, two='云州市发布国庆假期群众出行提示信息')}</table>"))
    assert found == {ONE: date(2023, 9, 28), "云州市发布国庆假期群众出行提示信息": second}


def test_a_list_beside_a_row_dates_no_entry_of_it():
    side = "<td rowspan=2><a href=a1.html>云州市召开安全生产工作会议</a> 2023-09-28</td>"
    html = f"<table><tr>{side}<td>栏目</td></tr><tr><td><a href=a2023001.html>{TWO}</a></td></tr></table>"
    assert (TWO, None) in read(html)


@pytest.mark.parametrize(
    "says",
    [
        "标题：{title}&#10;发布日期：2023-09-28",
        "{title} 发布时间: 2023/9/28 08:30",
        "发布时间：2023年9月28日",
        "{title}（更新日期：2023.09.28）",
        "来源：市府办&#13;公开日期：2023-9-28",
    ],
)
def test_a_day_that_a_link_shows_to_the_mouse_is_its_entry_s(says):
    html = f'<ul><li><a href="a1001.html" title="{says.format(title=ONE)}">{ONE}</a></li></ul>'
    assert read(html) == [(ONE, date(2023, 9, 28))]


def test_a_day_of_another_kind_shown_to_the_mouse_is_none_of_publication():
    html = f'<ul><li><a href="a1001.html" title="{ONE} 成文日期：2023-09-28">{ONE}</a></li></ul>'
    assert read(html) == [(ONE, None)]
