"""Publication times of articles, and dates in lists."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from inspection.page.dates import publications, with_list_date
from inspection.page.days import edge_date, latest_day, list_date
from inspection.page.identity import article_title, read_identity
from inspection.page.page import Page

DAY = date(2023, 9, 30)
TITLE = "云州市召开安全生产工作会议"
BODY = "<p>9月29日,会议要求各单位在2023年10月15日前报送材料,落实2022年1月1日起施行的办法。</p>"


def article(beside: str, meta: str = "", url: str = "http://www.yunzhou.example/xw/1.html") -> list:
    head = f"<head>{meta}<title>{TITLE}_云州市</title></head>"
    html = f"{head}<body><p>今天是2023年9月30日 星期六</p><h1>{TITLE}</h1>{beside}{BODY}</body>"
    page = Page(url, html.encode())
    identity = read_identity(page)
    return publications(page, identity, article_title(page, identity), DAY)


META = '<meta name="PubDate" content="2023-09-28 08:30">'
BEST = {
    "the meta tag": (article("", META), "meta", date(2023, 9, 28)),
    "the tag in another case, slashes": (
        article("", '<META NAME="pubdate" CONTENT="2023/9/8">'),
        "meta",
        date(2023, 9, 8),
    ),
    "a ratio sign in the time": (
        article("", '<meta name="PubDate" content="2023-08-19 10∶08">'),
        "meta",
        date(2023, 8, 19),
    ),
    "posted, in English": (article("<div>Posted on 27 Sep 2023 by 办公室</div>"), "text", date(2023, 9, 27)),
    "published, in English": (article("<p>Published: Sept. 27, 2023 | Views: 8</p>"), "text", date(2023, 9, 27)),
    "source and day in English": (
        article("<p>Source: Yunzhou Daily  27 September 2023</p>"),
        "text",
        date(2023, 9, 27),
    ),
    "an author in English": (article("<p>September 27th, 2023 Author: admin</p>"), "text", date(2023, 9, 27)),
    "posted, in digits": (article("<p>Posted 2023-09-27 in News</p>"), "text", date(2023, 9, 27)),
    "a labelled date": (article("<div>发布时间:2023-09-27 10:11 来源:市府办</div>"), "text", date(2023, 9, 27)),
    "a label and its date in two elements": (
        article("<div><span>发布日期:</span><em>2023年9月7日</em></div>"),
        "text",
        date(2023, 9, 7),
    ),
    "the label 时间": (article("<p>作者:本网 时间:2023.09.06 浏览:3</p>"), "text", date(2023, 9, 6)),
    "a date beside its source": (article("<div>2023-09-05 09:00 来源:市府办</div>"), "text", date(2023, 9, 5)),
    "a date alone under the title": (article("<p>2023/09/04</p>"), "text", date(2023, 9, 4)),
    "no space before the time": (article("<p>2023年09月03日08:18 来源:本网</p>"), "text", date(2023, 9, 3)),
    "a printed date that contradicts the generation time in the tag": (
        article("<div>发布时间:2021-09-06</div>", META),
        "text",
        date(2021, 9, 6),
    ),
    "a dated address": (
        article("", url="http://www.yunzhou.example/xw/202309/t20230902_12.html"),
        "url",
        date(2023, 9, 2),
    ),
    "a dated folder": (
        article("", url="http://www.yunzhou.example/art/2023/9/1/art_1_2.html"),
        "url",
        date(2023, 9, 1),
    ),
    "a year, then month and day in the address": (
        article("", url="http://www.yunzhou.example/2022/08-11/25590.html"),
        "url",
        date(2022, 8, 11),
    ),
    "a year of two digits behind a label": (article("<div>发布日期：23-09-11 08:00</div>"), "text", date(2023, 9, 11)),
    "full-width digits": (article("<div>发布时间：２０２３－０９－１０</div>"), "text", date(2023, 9, 10)),
    "Chinese numerals": (article("<div>发布时间：二〇二三年九月九日</div>"), "text", date(2023, 9, 9)),
    "compact behind a label": (article("<div>发布时间:20230908 来源:市府办</div>"), "text", date(2023, 9, 8)),
    "English": (article("<div>发布时间: Sep 7, 2023</div>"), "text", date(2023, 9, 7)),
    "counted back behind a label": (article("<div>发布于：2天前</div>"), "text", date(2023, 9, 28)),
    "counted back beside its source": (article("<div>来源：市府办 昨天 09:27</div>"), "text", date(2023, 9, 29)),
    "hour and minute in words": (article("<div>2023年09月06日 08时01分</div>"), "text", date(2023, 9, 6)),
    "publisher and time under the title": (article("<div>云州日报 2023-09-05 16:01</div>"), "text", date(2023, 9, 5)),
    "a day over its month": (article("<div>04</div><div>2023年09月</div>"), "text", date(2023, 9, 4)),
    "a head row above the values": (
        article(
            "<table><tr><td>成文日期</td><td>发布日期</td></tr><tr><td>2023-08-01</td><td>2023-09-03</td></tr></table>"
        ),
        "text",
        date(2023, 9, 3),
    ),
    "an element of time": (article("<time datetime='2023-09-02T23:30:00Z'>9月</time>"), "markup", date(2023, 9, 3)),
    "JSON-LD": (
        article('<script type="application/ld+json">{"datePublished": "2023-09-01"}</script>'),
        "markup",
        date(2023, 9, 1),
    ),
    "a tag that names its zone": (
        article("", '<meta name="PubDate" content="2023-09-01T17:30:00Z">'),
        "meta",
        date(2023, 9, 2),
    ),
    "beside the title, and a labelled one in a list below": (
        article(
            "<p>来源:市府办 2023-09-26</p><ul><li><a href='/x/2.html'>关于停水的通知</a> 发布时间:2020-01-01</li></ul>"
        ),
        "text",
        date(2023, 9, 26),
    ),
    "an unfilled template before the date": (
        article("<div>发布时间:{{data.date}}</div><div>发布时间:2023-09-12</div>"),
        "text",
        date(2023, 9, 12),
    ),
}


@pytest.mark.parametrize(("found", "source", "on"), BEST.values(), ids=BEST)
def test_the_best_publication_time_is_chosen(found, source, on):
    assert (found[0].source, found[0].on) == (source, on)


NONE = {
    "dates in the text alone": article(""),
    "a date that does not exist": article("<div>发布时间:2023-02-30</div>"),
    "the time for signing up": article("<div>报名时间:2023-09-01 09:00</div>"),
    "the day of writing": article("<div>成文日期:2023-09-01</div>"),
    "the beginning of an event, alone on its line": article("<ul><li><p>开始时间：</p><p>2023-09-08</p></li></ul>"),
    "a deadline": article("<p>截止时间：</p><p>2023-09-10</p>"),
    "the day of a related article": article("<ul><li><a href='/x/2.html'>关于停水的通知</a> 2020-01-01</li></ul>"),
    "a year of two digits to come": article("<div>发布时间:31-03-08</div>"),
    "a tag of words": article("", '<meta name="PubDate" content="null">'),
}


@pytest.mark.parametrize("found", NONE.values(), ids=NONE)
def test_a_page_without_publication_time_gives_none(found):
    assert found == []


def test_every_source_of_a_page_is_kept_with_its_instant_in_utc():
    found = article("<p>发布时间:2023-09-28</p>", META, url="http://www.yunzhou.example/t20230927_1.html")
    assert [(entry.source, entry.on) for entry in found] == [
        ("meta", date(2023, 9, 28)),
        ("text", date(2023, 9, 28)),
        ("url", date(2023, 9, 27)),
    ]
    assert found[0].at == datetime(2023, 9, 28, 0, 30, tzinfo=UTC)
    assert found[1].at is None


LINES = {
    "2023-09-01": date(2023, 9, 1),
    "2023/9/1": date(2023, 9, 1),
    "2023.09.01": date(2023, 9, 1),
    "2023年9月1日": date(2023, 9, 1),
    "[2023-09-01]": date(2023, 9, 1),
    "(2023-09-01 16:30:00)": date(2023, 9, 1),
    "发布时间:2023-09-01": date(2023, 9, 1),
    "[09-01]": date(2023, 9, 1),
    "09-30": date(2023, 9, 30),
    "10-01": date(2022, 10, 1),
    "9月1日": date(2023, 9, 1),
    "09/01 08:00": date(2023, 9, 1),
    "02-29": date(2020, 2, 29),
    "来源:市府办 2023-09-01 浏览 5": date(2023, 9, 1),
    "２０２３-０９-０１": date(2023, 9, 1),
    "20230901": date(2023, 9, 1),
    "2023–09–01": date(2023, 9, 1),
    "二〇二三年九月一日": date(2023, 9, 1),
    "二零二三年十二月二十一日": date(2023, 12, 21),
    "Sep 1, 2023": date(2023, 9, 1),
    "1 September 2023": date(2023, 9, 1),
    "23-09-01": date(2023, 9, 1),
    "昨天 10:20": date(2023, 9, 29),
    "前天": date(2023, 9, 28),
    "3天前": date(2023, 9, 27),
    "5小时前": date(2023, 9, 30),
    "2周前": date(2023, 9, 16),
    "15-20": None,
    "2023": None,
    "0530-12345": None,
    "第2023-09号": None,
}


@pytest.mark.parametrize(("line", "on"), LINES.items(), ids=LINES)
def test_a_list_date_is_read(line, on):
    assert list_date([line], DAY) == on


@pytest.mark.parametrize("pieces", [["15", "2023-09"], ["2023-09", "15"], ["15日", "2023年9月"]])
def test_a_list_date_in_two_pieces_is_put_together(pieces):
    assert list_date(pieces, DAY) == date(2023, 9, 15)


EDGES = {
    "[2023-09-01] 云州市召开会议": (date(2023, 9, 1), "云州市召开会议"),
    "云州市召开会议(2023-09-01)": (date(2023, 9, 1), "云州市召开会议"),
    "云州市召开会议 2023-09-01": (date(2023, 9, 1), "云州市召开会议"),
    "云州市召开会议[09-01]": (date(2023, 9, 1), "云州市召开会议"),
    "2023年9月29日至10月6日放假": (None, "2023年9月29日至10月6日放假"),
    "关于2023年9月29日停水的公告": (None, "关于2023年9月29日停水的公告"),
}


@pytest.mark.parametrize(("title", "expected"), EDGES.items(), ids=EDGES)
def test_a_date_at_the_edge_of_a_title_is_no_part_of_it(title, expected):
    assert edge_date(title, DAY) == expected


def test_a_date_without_a_year_is_the_latest_not_after_the_day():
    assert latest_day(12, 31, date(2024, 1, 1)) == date(2023, 12, 31)
    assert latest_day(1, 1, date(2024, 1, 1)) == date(2024, 1, 1)
    assert latest_day(2, 30, date(2024, 1, 1)) is None


def test_the_day_of_a_list_is_stronger_than_the_tag_but_not_than_a_print():
    on = date(2023, 9, 20)
    assert with_list_date(article("", META), on)[0].source == "list"
    assert with_list_date(article("<div>发布时间:2023-09-27</div>"), on)[0].source == "text"
    # a list without years names the same day of another year
    assert with_list_date(article("", META), date(2022, 9, 28))[0].source == "meta"
