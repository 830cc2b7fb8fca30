"""Feeds as other people's servers write them: entries are told apart, times are read or none, one bad entry is one."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from inspection.accounts import watch
from inspection.accounts.connector import Account, Look
from inspection.accounts.feed_formats import read_feed
from inspection.accounts.sight import is_named_alike, told_name
from inspection.accounts.times import order_of, read_time
from inspection.declared.office import Route
from tests.given.loopback import Answer, internet, register_account

NOW = datetime(2026, 11, 30, 4, tzinfo=UTC)
XML = {"content-type": "application/rss+xml"}
HOME = "http://mp.example/home"


def rss(*items: str, head: str = "<?xml version='1.0' encoding='utf-8'?>", more: str = "") -> bytes:
    """A feed of the account 试县发布; each item is the inside of its element."""
    entries = "".join(f"<item>{item}</item>" for item in items)
    return f"{head}<rss version='2.0'><channel><title>试县发布</title>{more}{entries}</channel></rss>".encode()


def item(number: int, time: str, link: str | None = None, guid: str | None = None) -> str:
    link = f"http://mp.example/{number}" if link is None else link
    return f"<title>第{number}篇</title><link>{link}</link><guid>{guid or link}</guid><pubDate>{time}</pubDate>"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Sun, 29 Nov 2026 08:15:00 GMT", "2026-11-29 08:15"),
        ("29 Nov 26 16:15 +0800", "2026-11-29 08:15"),
        ("29 十一月 2026 16:15", "2026-11-29 08:15"),  # a server's own locale
        ("周日, 29 11月 2026 16:15:00 +0800", "2026-11-29 08:15"),
        ("星期日, 01 二月 2026 16:15:00 CST", "2026-02-01 08:15"),
        ("Sun Nov 29 16:15:00 CST 2026", "2026-11-29 08:15"),  # Java's Date
        ("Sun Nov 29 2026 16:15:00 GMT+0800 (中国标准时间)", "2026-11-29 08:15"),  # a script's Date
        ("Nov 29, 2026, 4:15:00 PM", "2026-11-29 08:15"),
        ("11/29/2026 4:15:00 PM", "2026-11-29 08:15"),  # .NET's default
        ("29/11/2026 16:15", "2026-11-29 08:15"),
        ("2026-11-29T16:15:00.1234567+08:00", "2026-11-29 08:15"),
        ("2026-11-29T08:15Z", "2026-11-29 08:15"),
        ("2026年11月29日 下午4:15", "2026-11-29 08:15"),
        ("2026/11/29 16:15:00", "2026-11-29 08:15"),
        ("1795940100", "2026-11-29 08:15"),
        ("1795940100000", "2026-11-29 08:15"),
        ("昨天", "2026-11-28 16:00"),
        ("5/11/2026 9:00", None),  # in May or in November
        ("29 Foo 2026 08:15:00", None),
        ("Sun, 29 Nov 2026 08:15:00 XYZ", None),
        ("Sun, 29 Nov 2026 25:15:00 GMT", None),
        ("31 二月 2026 08:15", None),
        ("20 26 11 29", None),
        ("次", None),
        ("", None),
        ("9" * 5000, None),
    ],
)
def test_a_time_is_read_by_its_standard_and_never_guessed_from_digits(text, told):
    found = read_time(text, seen_at=NOW)
    assert (f"{found[0]:%Y-%m-%d %H:%M}" if found else None) == told


def test_the_order_of_day_and_month_is_a_feeds_own_where_one_entry_shows_it():
    assert order_of(["5/11/2026 9:00", "13/11/2026 9:00"]) == "day_first"
    assert order_of(["5/11/2026 9:00", "11/13/2026 9:00", "Sun"]) == "month_first"
    assert order_of(["5/11/2026 9:00"]) is order_of(["13/11/2026", "11/13/2026"]) is None
    feed = read_feed(rss(item(1, "11/5/2026 9:00:00 AM"), item(2, "11/29/2026 9:00:00 AM")), XML, NOW)
    assert [f"{post.published_at:%m-%d}" for post in feed.posts] == ["11-29", "11-05"]


TITLES = {
    "one link for all, the newest last": (
        rss(*(item(n, f"{n + 9} Nov 2026 08:00:00 GMT", HOME, f"g{n}") for n in range(3))),
        ["第2篇", "第1篇", "第0篇"],
    ),
    "one guid for all and no link": (
        rss(*(item(n, f"{20 - n} Nov 2026 08:00:00 GMT", "", "N/A") for n in range(2))),
        ["第0篇", "第1篇"],
    ),
    "the account's own address for all": (
        rss(*(item(n, f"{20 - n} Nov 2026 08:00:00 GMT", HOME) for n in range(2)), more=f"<link>{HOME}</link>"),
        ["第0篇", "第1篇"],
    ),
    "the same entry twice": (rss(*[item(7, "20 Nov 2026 08:00:00 GMT")] * 2), ["第7篇"]),
    "the same link and title every day": (
        rss(
            "<title>每日天气</title><link>http://mp.example/w</link><pubDate>2026-11-28</pubDate>",
            "<title>每日天气</title><link>http://mp.example/w</link><pubDate>2026-11-29</pubDate>",
        ),
        ["每日天气", "每日天气"],
    ),
    "surrogates in one entry": (
        rss(item(1, "20 Nov 2026 08:00:00 GMT"), "<title>&#xD83D;&#xDE00;</title><link>http://mp.example/x</link>"),
        ["第1篇"],
    ),
    "a raw ampersand and a control character": (
        rss(item(1, "20 Nov 2026 08:00:00 GMT"), "<title>甲 & 乙\x0b</title><pubDate>昨日下午</pubDate>"),
        ["第1篇"],
    ),
    "UTF-8 that is declared to be GB2312": (
        rss(item(1, "20 Nov 2026 08:00:00 GMT"), head="<?xml version='1.0' encoding='gb2312'?>"),
        ["第1篇"],
    ),
    "GBK that is declared to be GB2312": (
        rss(item(1, "20 Nov 2026 08:00:00 GMT"), head="<?xml version='1.0' encoding='gb2312'?>").decode().encode("gbk"),
        ["第1篇"],
    ),
    "dates of Dublin Core": (
        b"<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>t</title><item><title>A</title>"
        b"<link>http://mp.example/1</link><dc:date>2026-11-20T08:00:00+08:00</dc:date></item></channel></rss>",
        ["A"],
    ),
    "JSON without a version, seconds since 1970": (
        json.dumps({"items": [{"title": "甲", "url": "http://mp.example/1", "created": 1795940100}]}).encode(),
        ["甲"],
    ),
}


@pytest.mark.parametrize(("content", "titles"), TITLES.values(), ids=TITLES)
def test_entries_are_told_apart_and_one_bad_one_loses_no_other(content, titles):
    feed = read_feed(content, XML, NOW)
    assert [post.title for post in feed.posts] == titles
    assert len({post.post_id for post in feed.posts}) == len(titles)


def test_of_an_entry_that_comes_every_day_under_one_address_the_newest_counts():
    assert f"{read_feed(TITLES['the same link and title every day'][0], XML, NOW).posts[0].published_at:%d}" == "28"


@pytest.mark.parametrize(
    ("times", "hides"),
    [
        (["", "2026-10-02", "2026-10-01"], True),
        (["?", "?", "2026-10-02", "2026-10-01"], True),
        (["2026-10-02", "2026-10-01", "", ""], False),
        (["2026-10-01", "2026-10-02", ""], True),  # the oldest first
        (["", "2026-10-01", "2026-10-02"], False),
        (["2026-10-02", "", "2026-10-01"], False),
        (["2026-10-01", "", "2026-10-03", "2026-10-02"], True),  # in no order: anybody's guess
        (["2026-10-02", "2026-10-01"], False),
    ],
)
def test_entries_without_a_time_hide_newer_posts_where_the_newest_stand(times, hides):
    feed = read_feed(rss(*(item(number, time) for number, time in enumerate(times))), XML, NOW)
    assert feed.hides_newest is hides


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("转发微博", True),
        ("//@试县发布: 通知", True),
        ("【转载】通知", True),
        ("转发：通知", True),
        ("我县转发通知的做法", None),
    ],
)
def test_a_repost_is_told_where_the_text_tells_it(title, told):
    content = rss(f"<title>{title}</title><link>http://mp.example/1</link><pubDate>2026-11-20</pubDate>")
    assert read_feed(content, XML, NOW).posts[0].is_repost is told


@pytest.mark.parametrize(
    ("seen", "registered"),
    [("試縣發布", "试县发布"), ("试县 发布", "试县发布"), ("试县发布 ", "试縣发布"), ("ＡＢ试县发布", "ab试县发布")],
)
def test_names_of_accounts_are_compared_folded(seen, registered):
    look = Look(Account("account:新浪微博:1", "新浪微博", "1", registered), NOW, "ok", name_seen=seen)
    assert is_named_alike(look)
    assert told_name(look) == registered


# whole looks ------------------------------------------------------------------------------------------------


@pytest.fixture
def net():
    with internet() as planted:
        yield planted


def looked(connection, net, feed: bytes | Answer, *, page: str | Answer | None = None) -> dict:
    """One look at an account by its feed, and the newest day that is known of it."""
    answer = feed if isinstance(feed, Answer) else Answer(feed, headers={"Content-Type": "application/rss+xml"})
    net.plant("http://feeds.example/one", answer)
    subject_id = register_account(connection, "新浪微博", "试县发布", "http://feeds.example/one")
    if page is not None:
        net.plant(HOME, page)
        connection.execute("update mart.dim_subject set home_url = %s", [HOME])
    office = net.jurisdiction(routes=[Route(route_id="feed", connector="feed", backoff_seconds=0)])
    watch(connection, office, NOW)
    [look] = connection.execute("select * from staging.account_check").fetchall()
    newest = connection.execute("select max(published_on) as on from staging.post where subject_id = %s", [subject_id])
    return look | {"newest_on": str(newest.fetchone()["on"])}


OLD = rss(*(item(n, f"{20 - n} Oct 2026 08:00:00 GMT") for n in range(5)), more=f"<link>{HOME}</link>")


def test_undated_newest_entries_make_a_silent_look_a_part(connection, net):
    look = looked(connection, net, rss(item(9, "?"), item(8, "?"), item(1, "20 Oct 2026 08:00:00 GMT")))
    assert (look["outcome"], look["post_count"]) == ("partial", None)


@pytest.mark.parametrize(
    ("page", "newest_on"),
    [
        ("<ul><li><a href=/p/99>全县召开工作会议</a><span>2026-11-29</span></li></ul>", "2026-11-29"),
        ("<ul><li><a href=/p/99>全县召开工作会议</a><span>昨天</span></li></ul>", "2026-11-29"),
        ("<ul><li><a href=/p/99>全县召开工作会议</a><span>2026-10-01</span></li></ul>", "2026-10-20"),
        ("<ul><li><a href=/p/99>下月举办的展览会</a><span>2026-12-20</span></li></ul>", "2026-10-20"),
        ("<title>登录</title>请登录后查看", "2026-10-20"),
        (Answer("<title>安全验证</title><p>请完成验证</p>"), "2026-10-20"),
        (Answer("busy", 503), "2026-10-20"),
    ],
)
def test_the_accounts_own_page_outranks_an_old_copy_of_its_feed(connection, net, page, newest_on):
    look = looked(connection, net, OLD, page=page)
    assert (look["outcome"], look["newest_on"]) == ("ok", newest_on)
    assert bool(look["detail"]) is (newest_on == "2026-11-29")


def test_the_next_part_of_a_feed_that_lists_the_oldest_first_is_read(connection, net):
    following = "<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='next' href='/one?page=2'/>"
    net.plant("http://feeds.example/one?page=2", Answer(rss(item(9, "29 Nov 2026 08:00:00 GMT"))))
    look = looked(connection, net, rss(item(1, "20 Oct 2026 08:00:00 GMT"), more=following))
    assert (look["outcome"], look["newest_on"], look["post_count"]) == ("ok", "2026-11-29", 2)


def test_a_next_part_that_cannot_be_had_makes_the_look_a_part(connection, net):
    following = "<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='next' href='/two'/>"
    look = looked(connection, net, rss(item(1, "20 Oct 2026 08:00:00 GMT"), more=following))
    assert look["outcome"] == "partial"


@pytest.mark.parametrize(
    "answer",
    [
        Answer("too many requests", 429, {"Retry-After": "3600"}),
        Answer(
            '{"errcode":45009,"errmsg":"reach max api daily quota limit"}', headers={"Content-Type": "application/json"}
        ),
        Answer('{"code": -1, "message": "登录失效", "items": []}', headers={"Content-Type": "application/json"}),
        Answer("<html><title>Welcome to RSSHub!</title>Error</html>", 503),
    ],
)
def test_a_platforms_limits_and_errors_are_ours(connection, net, answer):
    look = looked(connection, net, answer)
    assert look["outcome"] in {"failed", "blocked"}


def test_a_lively_feed_is_asked_for_no_page(connection, net):
    recent = (NOW - timedelta(days=1)).strftime("%Y-%m-%d")
    look = looked(connection, net, rss(item(1, recent)), page="x")
    assert look["outcome"] == "ok"
    assert HOME not in net.asked
