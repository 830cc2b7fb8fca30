"""Messages with the days of question and answer, and consultations."""

from __future__ import annotations

from datetime import date

from inspection.model import PageKind
from inspection.readers.interaction import read
from tests.given.reading import HOME, reading

TABLE = """<h1>留言选登</h1><table><tr><th>标题</th><th>来信时间</th><th>回复时间</th><th>办理状态</th></tr>
<tr><td><a href="/m/1.html">公交线路</a></td><td>2023-09-01</td><td>2023-09-05</td><td>已回复</td></tr>
<tr><td><a href="/m/2.html">路灯不亮</a></td><td>2023-05-20</td><td></td><td>办理中</td></tr>
<tr><td><a href="/m/3.html">停车</a></td><td>2023-06-11 10:20</td><td></td><td></td></tr></table>"""
LABELLED = """<h1>局长信箱</h1>
<div><p>一 [已回复]</p><p>留言时间：2023-08-01</p></div><div><p>二 [未回复]</p><p>留言时间：2023-03-02</p></div>"""
TIMED = """<h1>在线咨询</h1><div>提问时间：2023年8月1日 答复时间：2023年8月9日</div>
<div>提问时间：2023年9月2日</div>"""
LETTER = """<h1>关于公交线路的咨询</h1><p>写信时间：2023-08-01</p><p>内容：建议延长末班车时间</p>
<p>答复内容：您好，已列入计划。</p>"""


def messages(html: str, kind: PageKind = PageKind.COLUMN, url: str = f"{HOME}hd/") -> list[tuple]:
    return [
        (sign.place, sign.value, sign.detail["is_answered"], sign.detail["answered_on"])
        for sign in read(reading(html, kind, url))
        if sign.kind == "message"
    ]


def test_a_table_is_read_by_its_heading():
    assert messages(TABLE) == [
        (f"{HOME}m/1.html", "2023-09-01", True, date(2023, 9, 5)),
        (f"{HOME}m/2.html", "2023-05-20", False, None),
        (f"{HOME}m/3.html", "2023-06-11", False, None),
    ]


def test_a_table_that_lays_out_the_page_changes_nothing():
    around = "<table><tr><td>{}</td></tr><tr><td>版权所有</td><td>2023-01-01</td></tr></table>"
    assert messages(around.format(around.format(TABLE))) == messages(TABLE)


def test_tables_in_tables_are_read_once():
    deep = "<table><tr><td>" * 400
    assert messages(f"{deep}{TABLE}") == messages(TABLE)


def test_the_sum_names_the_oldest_unanswered_message():
    (total,) = [sign for sign in read(reading(TABLE, PageKind.COLUMN)) if sign.kind == "messages"]
    assert (total.count, total.value) == (3, "2023-05-20")
    assert total.detail == {
        "answered": 1,
        "unanswered": 2,
        "untold": 0,
        "newest_asked_on": date(2023, 9, 1),
        "newest_answered_on": date(2023, 9, 5),
    }


def test_a_state_may_stand_before_the_time():
    assert messages(LABELLED) == [("1", "2023-08-01", True, None), ("2", "2023-03-02", False, None)]


def test_where_answers_have_times_a_message_without_one_is_unanswered():
    assert messages(TIMED) == [("1", "2023-08-01", True, date(2023, 8, 9)), ("2", "2023-09-02", False, None)]


def test_a_letter_on_its_own_page_is_answered_by_the_text_of_the_answer():
    url = f"{HOME}m/1.html"
    assert messages(LETTER, PageKind.OTHER, url) == [(url, "2023-08-01", True, None)]


def test_a_list_that_does_not_tell_of_answers_blames_nobody():
    assert messages("<h1>咨询</h1><p>留言时间：2023-01-01</p><p>留言时间：2023-02-01</p>") == [
        ("1", "2023-01-01", None, None),
        ("2", "2023-02-01", None, None),
    ]


def test_days_to_come_and_days_that_do_not_exist_are_left_out():
    assert messages("<p>留言时间：2023-10-05 已回复</p><p>留言时间：2023-02-30 已回复</p>") == []


def test_a_piece_of_news_that_speaks_of_answering_holds_no_messages():
    assert messages("<h1>要闻</h1><p>各单位要压缩答复时间，提高留言回复质量。2023年9月1日</p>", PageKind.OTHER) == []


def test_consultations_of_the_last_year_are_counted():
    html = """<title>征集调查</title><meta name="ColumnName" content="征集调查"><ul>
    <li><a href="1.html">关于停车管理办法（征求意见稿）的公告</a><span>2023-06-01</span></li>
    <li><a href="2.html">关于公交线网优化方案征求意见的公告</a><span>2022-09-30</span></li>
    <li><a href="3.html">关于垃圾分类工作开展问卷调查的公告</a><span>2022-10-01</span></li></ul>"""
    (sign,) = read(reading(html, PageKind.COLUMN, f"{HOME}zj/"))
    assert (sign.kind, sign.count, sign.value, sign.detail) == ("consultations", 2, "2023-06-01", {"listed": 3})
    assert list(read(reading(html.replace("征集调查", "通知公告"), PageKind.COLUMN, f"{HOME}zj/"))) == []
