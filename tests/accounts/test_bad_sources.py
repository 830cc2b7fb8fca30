"""Bad input of every kind: the account gets its outcome, and the batch goes on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from inspection.accounts import CONNECTORS, watch
from inspection.accounts.pace import GIVE_UP_AFTER, Pace
from inspection.declared.office import Control, Route
from tests.given.loopback import Answer, internet, register_account

NOW = datetime(2026, 7, 5, 3, tzinfo=UTC)
HEAD = '<?xml version="1.0"?><rss version="2.0"><channel><title>{name}</title><link>http://w.example/{name}</link>'


@pytest.fixture
def net():
    with internet() as planted:
        yield planted


def office(net, **changes):
    return net.jurisdiction(routes=[Route(route_id="feed", connector="feed", backoff_seconds=0, **changes)])


def feed(name: str, *items: tuple[str, str]) -> Answer:
    """Items are number and date."""
    body = "".join(
        f"<item><title>第{number}条</title><link>http://w.example/p/{number}</link><pubDate>{at}</pubDate></item>"
        for number, at in items
    )
    return Answer(
        f"{HEAD.format(name=name)}{body}</channel></rss>",
        headers={"Content-Type": "application/rss+xml; charset=utf-8"},
    )


def plant(connection, net, name: str, answer) -> str:
    net.plant(f"http://feeds.example/{name}", answer)
    return register_account(connection, "新浪微博", name, f"http://feeds.example/{name}")


def looks(connection) -> dict[str, dict]:
    rows = connection.execute("select * from staging.account_check order by checked_at").fetchall()
    return {row["subject_id"].rpartition(":")[2]: row for row in rows}


def published(connection, subject_id: str) -> dict[str, tuple]:
    rows = connection.execute("select * from staging.post where subject_id = %s", (subject_id,)).fetchall()
    return {row["post_id"].rpartition("/")[2]: (row["published_at"], row["date_mark"]) for row in rows}


def test_a_huge_feed_gives_what_was_read_of_it_and_is_a_part(connection, net):
    many = [(f"{n}", "Sat, 04 Jul 2026 08:00:00 +0800") for n in range(20_000)]
    subject_id = plant(connection, net, "huge", feed("huge", *many))
    assert watch(connection, office(net), NOW) == {"partial": 1}
    assert len(published(connection, subject_id)) == 500


def test_a_date_without_zone_is_shanghais_and_marked_and_one_of_later_today_is_that_of_our_look(connection, net):
    items = ("1", "2026-07-04 08:00:00"), ("2", "Sat, 04 Jul 2026 08:00:00 +0800"), ("3", "2026-07-05T20:00:00+08:00")
    subject_id = plant(connection, net, "dates", feed("dates", *items))
    watch(connection, office(net), NOW)
    first = published(connection, subject_id)
    assert first["1"] == (datetime(2026, 7, 4, tzinfo=UTC), "assumed_zone")
    assert first["2"] == (datetime(2026, 7, 4, tzinfo=UTC), None)
    assert first["3"][1] == "future" and timedelta(0) <= first["3"][0] - NOW < timedelta(seconds=5)
    watch(connection, office(net), NOW + timedelta(days=5))
    assert published(connection, subject_id) == first, "a post of later does not grow younger every day"
    assert looks(connection)["dates"]["newest_post_at"] == datetime(2026, 7, 5, 12, tzinfo=UTC)


def test_a_post_dated_ahead_waits_for_its_day(connection, net):
    """An announcement makes no silent account fresh; on its day it is a post like any other."""
    items = ("1", "2026-06-01 08:00:00"), ("2", "2026-07-20T09:00:00+08:00")
    subject_id = plant(connection, net, "ahead", feed("ahead", *items))
    watch(connection, office(net), NOW)
    assert set(published(connection, subject_id)) == {"1"}
    assert looks(connection)["ahead"]["newest_post_at"] == datetime(2026, 6, 1, tzinfo=UTC)
    watch(connection, office(net), NOW + timedelta(days=16))
    assert published(connection, subject_id)["2"] == (datetime(2026, 7, 20, 1, tzinfo=UTC), None)


def test_doubled_and_reordered_items_are_each_one_post_and_the_newest_is_found(connection, net):
    items = (
        ("1", "2026-07-01T08:00:00Z"),
        ("3", "2026-07-03T08:00:00Z"),
        ("1", "2026-07-01T08:00:00Z"),
        ("2", "2026-07-02"),
    )
    subject_id = plant(connection, net, "order", feed("order", *items))
    watch(connection, office(net), NOW)
    assert set(published(connection, subject_id)) == {"1", "2", "3"}
    look = looks(connection)["order"]
    assert (look["post_count"], look["newest_post_at"]) == (3, datetime(2026, 7, 3, 8, tzinfo=UTC))


def test_an_old_post_issued_anew_under_a_later_time_keeps_its_first(connection, net):
    subject_id = plant(connection, net, "again", feed("again", ("1", "2026-06-01T08:00:00Z")))
    watch(connection, office(net), NOW)
    plant_again = feed("again", ("1", "2026-07-05T08:00:00Z"))
    net.plant("http://feeds.example/again", plant_again)
    watch(connection, office(net), NOW + timedelta(days=1))
    assert published(connection, subject_id)["1"][0] == datetime(2026, 6, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("<html><title>登录</title></html>", "failed"),
        ("", "failed"),
        ("<rss version='2.0'><channel><title>bad</title>", "failed"),
        (Answer("{", headers={"Content-Type": "application/json"}), "failed"),
        (Answer('{"version": "https://jsonfeed.org/version/1.1", "items": [1, null, {"id": 5}]}'), "failed"),
        (Answer(b"\xff\xfe\x00" * 1000, headers={"Content-Type": "application/rss+xml"}), "failed"),
        (Answer("gone", 410), "not_found"),
        (Answer("busy", 503), "failed"),
        (Answer("<title>安全验证</title><p>请完成验证后继续访问。</p><script>var a</script>"), "blocked"),
        (feed("another", ("9", "2026-07-04T08:00:00Z")), "mistaken"),
    ],
)
def test_what_is_no_feed_of_the_account_costs_it_the_look_and_nobody_else(connection, net, answer, outcome):
    plant(connection, net, "bad", answer)
    for name in ("fine", "well"):
        plant(connection, net, name, feed(name, ("1", "2026-07-04T08:00:00Z")))
    assert watch(connection, office(net), NOW) == {"ok": 2, outcome: 1}
    found = looks(connection)
    assert found["bad"]["outcome"] == outcome and found["bad"]["detail"]
    assert found["fine"]["is_source_healthy"]


def test_a_connector_that_raises_costs_its_accounts_the_look_and_the_next_route_is_asked(connection, net, monkeypatch):
    for name in ("a", "b"):
        plant(connection, net, name, feed(name, ("1", "2026-07-04T08:00:00Z")))

    class Raising:
        is_file = False

        def can_see(self, account, route):
            return True

        def look(self, accounts, around):
            raise RuntimeError("out of its mind")
            yield

    monkeypatch.setitem(CONNECTORS, "platform_api", Raising())
    routes = [Route(route_id="mp", connector="platform_api"), Route(route_id="feed", connector="feed")]
    assert watch(connection, net.jurisdiction(routes=routes), NOW) == {"failed": 2, "ok": 2}
    [stood] = connection.execute("select * from staging.source_health where route_id = 'mp'").fetchall()
    assert not stood["is_healthy"] and "out of its mind" in stood["reason"]


def test_while_its_control_account_is_old_a_source_sees_nothing(connection, net):
    plant(connection, net, "a", feed("a", ("1", "2026-06-01T08:00:00Z")))
    net.plant("http://feeds.example/daily", feed("daily", ("7", "2026-07-01T08:00:00Z")))
    control = Control(account_id="daily", name="daily", url="http://feeds.example/daily")
    watch(connection, office(net, controls=[control]), NOW)
    assert not looks(connection)["a"]["is_source_healthy"]
    net.plant("http://feeds.example/daily", feed("daily", ("8", "2026-07-04T08:00:00Z")))
    watch(connection, office(net, controls=[control]), NOW + timedelta(minutes=1))
    assert looks(connection)["a"]["is_source_healthy"]
    reasons = [
        row["reason"] for row in connection.execute("select reason from staging.source_health order by checked_at")
    ]
    assert reasons == ["the control daily shows no post of the last 2 days", None]


def test_many_accounts_without_one_fresh_post_are_an_old_copy(connection, net):
    for number in range(5):
        plant(connection, net, f"a{number}", feed(f"a{number}", ("1", "2026-06-20T08:00:00Z")))
    watch(connection, office(net), NOW)
    assert not any(look["is_source_healthy"] for look in looks(connection).values())


def test_a_busy_source_is_asked_again_and_no_oftener_than_three_times(connection, net):
    asked = []

    def busy_once(handler):
        asked.append(handler.path)
        body = feed("late", ("1", "2026-07-04T08:00:00Z")).body.encode() if len(asked) > 1 else b"busy"
        handler.wfile.write(
            f"HTTP/1.1 {200 if len(asked) > 1 else 503} Planted\r\nContent-Type: application/rss+xml\r\n"
            f"Content-Length: {len(body)}\r\n\r\n".encode()
            + body
        )

    plant(connection, net, "late", busy_once)
    assert watch(connection, office(net), NOW) == {"ok": 1}
    assert len(asked) == 2
    plant_busy = Answer("busy", 503)
    net.plant("http://feeds.example/late", plant_busy)
    net.asked.clear()
    assert watch(connection, office(net), NOW + timedelta(days=1)) == {"failed": 1}
    assert len(net.asked) == 3


def test_a_daily_budget_ends_the_day_and_the_next_day_begins_where_it_ended(connection, net):
    for number in range(6):
        plant(connection, net, f"a{number}", feed(f"a{number}", ("1", "2026-07-04T08:00:00Z")))
    limited = office(net, daily_budget=2)
    assert watch(connection, limited, NOW) == {"ok": 2, "skipped": 4}
    assert watch(connection, limited, NOW + timedelta(hours=1)) == {"skipped": 6}
    for day in (1, 2):
        watch(connection, limited, NOW + timedelta(days=day))
    rows = connection.execute("select distinct subject_id from staging.account_check where outcome = 'ok'").fetchall()
    assert len(rows) == 6


def test_starts_are_a_pace_apart_with_jitter_and_a_source_out_of_order_is_left_alone():
    pace = Pace(2.0, "seed")
    starts = [pace.start_at(number, 100.0) for number in range(50)]
    assert all(2 * number <= start - 100 < 2 * number + 2 for number, start in enumerate(starts))
    assert len({round(start % 2, 3) for start in starts}) > 10
    waits = [pace.retry_in("快手", tries, 503, None, is_answered=True) for tries in (1, 2, 3)]
    assert 2 <= waits[0] < 4 <= waits[1] < 8 and waits[2] is None
    assert pace.retry_in("快手", 1, 429, "60", is_answered=True) == 60
    assert pace.retry_in("快手", 1, 429, "86400", is_answered=True) is None
    assert pace.retry_in("快手", 1, 404, None, is_answered=True) is None
    for _ in range(GIVE_UP_AFTER):
        pace.retry_in("快手", 1, 503, None, is_answered=True)
    assert "left alone" in pace.objection("快手")
    assert pace.objection("新浪微博") is None
