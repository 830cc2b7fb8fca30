"""Watching accounts through feeds: posts, checks, and a dead feed that is never taken for silence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from inspection.accounts import watch
from inspection.accounts.times import read_time
from inspection.archive.store import read_payload
from inspection.declared.office import Route
from tests.given.loopback import Answer, hang_up, internet, register_account

NOW = datetime(2026, 7, 5, 15, 0, tzinfo=UTC)
RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{name}</title>
<link>http://w.example/yz</link><category domain="interaction">{interaction}</category>{items}</channel></rss>"""
ITEM = """<item><title>{title}</title><link>http://w.example/p/{number}</link><guid>g{number}</guid>
<pubDate>{date}</pubDate><description>&lt;p&gt;市民&lt;b&gt;可在线&lt;/b&gt;办理&lt;/p&gt;</description></item>"""


def rss(*dates: str, interaction: str = "yes", name: str = "云州发布") -> Answer:
    items = "".join(ITEM.format(title=f"第{n}条", number=n, date=date) for n, date in enumerate(dates))
    return Answer(
        RSS.format(interaction=interaction, items=items, name=name), headers={"Content-Type": "application/rss+xml"}
    )


@pytest.fixture
def net():
    with internet() as planted:
        yield planted


def office(net, **changes):
    """The demo's office on this internet, which tries again at once."""
    return net.jurisdiction(routes=[Route(route_id="feed", connector="feed", backoff_seconds=0, **changes)])


def checks(connection):
    found = connection.execute("select * from staging.account_check order by subject_id, checked_at").fetchall()
    return {row["subject_id"].rpartition(":")[2]: row for row in found}


def posts(connection):
    return connection.execute("select * from staging.post order by subject_id, post_id").fetchall()


def test_a_good_feed_gives_its_posts_and_a_healthy_check(connection, net):
    account = register_account(connection, "新浪微博", "云州发布", "http://feeds.example/yz")
    net.plant("http://feeds.example/yz", rss("Sun, 05 Jul 2026 08:00:00 +0800", "2026-07-04 23:30:00"))
    assert watch(connection, office(net), NOW) == {"ok": 1}
    check = checks(connection)["云州发布"]
    assert (check["connector"], check["outcome"], check["is_source_healthy"]) == ("feed", "ok", True)
    assert (check["name_seen"], check["has_interaction"], check["post_count"]) == ("云州发布", True, 2)
    assert check["newest_post_at"] == datetime(2026, 7, 5, 0, 0, tzinfo=UTC)
    assert [
        (p["subject_id"], p["post_id"], p["title"], p["body"], str(p["published_on"])) for p in posts(connection)
    ] == [
        (account, "http://w.example/p/0", "第0条", "市民 可在线 办理", "2026-07-05"),
        (account, "http://w.example/p/1", "第1条", "市民 可在线 办理", "2026-07-04"),
    ]


def test_a_post_keeps_the_moment_it_was_first_seen(connection, net):
    register_account(connection, "新浪微博", "a", "http://feeds.example/a")
    net.plant("http://feeds.example/a", rss("Sun, 05 Jul 2026 08:00:00 +0800", name="a"))
    watch(connection, office(net), NOW)
    seen = posts(connection)[0]["first_seen_at"]
    assert timedelta(0) <= seen - NOW < timedelta(seconds=5)
    watch(connection, office(net), NOW + timedelta(days=1))
    assert [post["first_seen_at"] for post in posts(connection)] == [seen]
    assert len(connection.execute("select * from staging.account_check").fetchall()) == 2


def test_a_feed_that_says_nothing_usable_is_failed_never_silent(connection, net):
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><title>atom</title><entry><title>提醒</title>
    <id>x1</id><updated>2026-07-01T09:00:00</updated><content type="html">&lt;p&gt;注意安全</content></entry></feed>"""
    planted = {
        "atom": (Answer(atom, headers={"Content-Type": "application/atom+xml"}), "ok"),
        "gbk": (Answer(rss("2026-07-01", name="gbk").body.replace("utf-8", "gbk").encode("gbk")), "ok"),
        "html": ("<html><title>登录</title></html>", "failed"),
        "empty_body": ("", "failed"),
        "no_items": (rss(), "failed"),
        "undated": (rss("soon"), "failed"),
        "error": (Answer("x", 500), "failed"),
        "gone": (Answer("x", 404), "not_found"),
        "forbidden": (Answer("x", 403), "blocked"),
        "cut": (hang_up, "failed"),
        "file": ("/etc/hostname", "failed"),
    }
    for name, (answer, _) in planted.items():
        register_account(connection, "抖音短视频", name, f"http://feeds.example/{name}")
        net.plant(f"http://feeds.example/{name}", answer)
    register_account(connection, "今日头条", "no_feed", None)
    watch(connection, office(net), NOW)
    found = checks(connection)
    assert {name: row["outcome"] for name, row in found.items()} == {n: outcome for n, (_, outcome) in planted.items()}
    assert not any(row["is_source_healthy"] for row in found.values())  # 2 of 11 answered well
    assert found["gbk"]["name_seen"] == "gbk"
    assert found["atom"]["has_interaction"] is None
    assert found["atom"]["newest_post_at"] == datetime(2026, 7, 1, 1, 0, tzinfo=UTC)  # no zone: Asia/Shanghai


def test_one_dead_feed_among_good_ones_leaves_its_platform_healthy(connection, net):
    for name in ("a", "b", "dead"):
        register_account(connection, "快手", name, f"http://feeds.example/{name}")
    for name in ("a", "b"):
        net.plant(f"http://feeds.example/{name}", rss("2026-07-01", interaction="no", name=name))
    watch(connection, office(net), NOW)
    found = checks(connection)
    assert {name: (row["outcome"], row["is_source_healthy"]) for name, row in found.items()} == {
        "a": ("ok", True),
        "b": ("ok", True),
        "dead": ("not_found", True),
    }
    assert found["a"]["has_interaction"] is False


def test_with_a_store_the_answers_are_archived(connection, net, tmp_path):
    register_account(connection, "快手", "a", "http://feeds.example/a")
    net.plant("http://feeds.example/a", rss("2026-07-01", name="a"))
    watch(connection, office(net), NOW, store=tmp_path)
    [snapshot] = connection.execute("select * from staging.snapshot").fetchall()
    assert checks(connection)["a"]["snapshot_id"] == posts(connection)[0]["snapshot_id"] == snapshot["snapshot_id"]
    assert "<title>a</title>" in read_payload(tmp_path, snapshot).body.decode()


def test_a_second_round_of_a_day_leaves_the_evidence_of_the_first_where_it_is(connection, net, tmp_path):
    register_account(connection, "快手", "a", "http://feeds.example/a")
    for hour, title in enumerate(("2026-07-01", "2026-07-02")):
        net.plant("http://feeds.example/a", rss(title, name="a"))
        watch(connection, office(net), NOW + timedelta(minutes=20 * hour), store=tmp_path)
    rows = connection.execute("select * from staging.account_check left join staging.snapshot using (snapshot_id)")
    bodies = [read_payload(tmp_path, row).body.decode() for row in rows.fetchall()]
    assert sorted("2026-07-02" in body for body in bodies) == [False, True]


def test_batches_share_the_accounts(connection, net):
    for number in range(8):
        register_account(connection, "快手", str(number), f"http://feeds.example/{number}")
    counts = [sum(watch(connection, office(net), NOW, batch=n, batch_count=3).values()) for n in range(3)]
    assert sum(counts) == 8 == len(checks(connection))


@pytest.mark.parametrize(
    ("text", "hour", "is_assumed"),
    [
        ("Sun, 05 Jul 2026 08:00:00 GMT", 8, False),
        ("Sun, 05 Jul 2026 08:00:00 +0800", 0, False),
        ("Sun, 05 Jul 2026 08:00:00", 0, True),
        ("Sun, 05 Jul 2026 08:00:00 CST", 0, False),  # China's, not Chicago's
        ("2026-07-05T08:00:00Z", 8, False),
        ("2026-07-05 08:00", 0, True),
        ("2026/7/5 08:00", 0, True),
        ("2026年7月5日 08:00", 0, True),
    ],
)
def test_times_of_feeds_are_read_in_their_zone_or_in_shanghais_and_marked(text, hour, is_assumed):
    assert read_time(text) == (datetime(2026, 7, 5, hour, 0, tzinfo=UTC), is_assumed)


def test_what_is_no_time_is_none():
    assert {read_time(text) for text in ("", "yesterday", "2026-13-45", "1970-01-01T00:00:00Z")} == {None}
