"""Accounts that the registry calls closed (已注销): looked at now and then, and asked about only where they post."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest

from inspection.accounts import watch
from inspection.declared.office import Route
from inspection.flow import inspect_day
from inspection.judging import judge, proposals
from inspection.judging.explain import findings_csv
from tests.accounts.test_watch import rss
from tests.given.loopback import Answer, internet, register_account

NOW = datetime(2026, 7, 5, 15, 0, tzinfo=UTC)  # 23:00 of the same day in China
DAY = date(2026, 7, 5)


@pytest.fixture
def net():
    with internet() as planted:
        yield planted


def office(net, **changes):
    return net.jurisdiction(routes=[Route(route_id="feed", connector="feed", backoff_seconds=0, **changes)])


def closed(connection: psycopg.Connection, name: str, *, since: date, home_url: str | None = None) -> str:
    """An account that the registry calls closed since a day; returns its subject_id."""
    account = register_account(connection, "新浪微博", name, f"http://feeds.example/{name}")
    connection.execute(
        "update mart.dim_subject set status = 'closed', valid_from = %s, home_url = %s where subject_id = %s",
        [since, home_url, account],
    )
    return account


def looked_at(connection: psycopg.Connection) -> dict[str, str]:
    rows = connection.execute("select subject_id, outcome from staging.account_check").fetchall()
    return {row["subject_id"].rpartition(":")[2]: row["outcome"] for row in rows}


def test_each_is_looked_at_once_in_the_days_that_its_route_declares(connection, net):
    for n in range(12):
        closed(connection, f"c{n}", since=date(2026, 6, 1))
        net.plant(f"http://feeds.example/c{n}", Answer("gone", 404))
    seen = []
    for later in range(8):
        connection.execute("delete from staging.account_check")
        watch(connection, office(net, closed_every_days=4), NOW + timedelta(days=later))
        seen.append(set(looked_at(connection)))
    assert sorted(name for day in seen[:4] for name in day) == sorted(f"c{n}" for n in range(12))
    assert seen[4:] == seen[:4]
    assert sum(bool(day) for day in seen[:4]) > 1, "not all on one day"


def test_what_is_gone_as_it_should_be_does_not_make_the_source_look_ill(connection, net):
    register_account(connection, "新浪微博", "lively", "http://feeds.example/lively")
    net.plant("http://feeds.example/lively", rss("2026-07-04 10:00:00", name="lively"))
    for n in range(30):
        closed(connection, f"c{n}", since=date(2026, 6, 1))
        net.plant(f"http://feeds.example/c{n}", Answer("gone", 404))
    watch(connection, office(net, closed_every_days=1), NOW)
    stood = connection.execute("select * from staging.source_health").fetchone()
    assert (stood["is_healthy"], stood["look_count"], stood["good_look_count"]) == (True, 1, 1)
    assert stood["request_count"] == 31
    assert looked_at(connection) == {"lively": "ok"} | {f"c{n}": "not_found" for n in range(30)}


def test_the_name_alone_does_not_prove_a_closed_account_for_another_may_bear_it_now(connection, net):
    closed(connection, "same", since=date(2026, 6, 1))
    closed(connection, "proved", since=date(2026, 6, 1), home_url="http://w.example/yz")  # the link of the feed
    for name in ("same", "proved"):
        net.plant(f"http://feeds.example/{name}", rss("2026-07-04 10:00:00", name=name))
    watch(connection, office(net, closed_every_days=1), NOW)
    assert looked_at(connection) == {"same": "mistaken", "proved": "ok"}
    assert {row["subject_id"] for row in connection.execute("select subject_id from staging.post")} == {
        "account:新浪微博:proved"
    }


def test_one_that_posts_is_proposed_with_its_evidence_and_a_confirmed_one_is_told(connection, net, tmp_path):
    jurisdiction = office(net, closed_every_days=1)
    register_account(connection, "新浪微博", "lively", "http://feeds.example/lively")
    net.plant("http://feeds.example/lively", rss("2026-07-04 10:00:00", name="lively"))
    account = closed(connection, "posting", since=date(2026, 6, 1), home_url="http://w.example/yz")
    net.plant("http://feeds.example/posting", rss("2026-07-03 10:00:00", "2026-05-20 10:00:00", name="posting"))
    quiet = closed(connection, "quiet", since=date(2026, 6, 1), home_url="http://w.example/yz")
    net.plant("http://feeds.example/quiet", rss("2026-05-30 10:00:00", "2026-05-20 10:00:00", name="quiet"))
    watch(connection, jurisdiction, NOW, store=str(tmp_path / "store"))
    inspect_day.evaluate(connection, jurisdiction, DAY, DAY + timedelta(days=1))
    (asked,) = connection.execute("select * from ops.proposal where indicator_id = 'REG11'").fetchall()
    assert (asked["subject_id"], asked["locator"]) == (account, "post:http://w.example/p/0")
    assert str(asked["first_seen_on"]) == "2026-07-03"
    assert asked["snapshot_id"], "the record that shows the post"
    assert "2026-06-01" in asked["excerpt"]
    (batch,) = proposals.open_batches(connection, jurisdiction)
    assert "http://w.example/p/0" in batch["text"]
    told = tmp_path / "findings.csv"
    assert _rows(connection, jurisdiction, told) == [("posting", "suspected", "http://w.example/p/0", "2026-07-03")]
    proposals.record(connection, jurisdiction, batch["keys"], {"confirmed": "all"}, day=DAY, body="检查组")
    judge.load_decisions(connection, jurisdiction)
    inspect_day.evaluate(connection, jurisdiction, DAY, DAY + timedelta(days=1))
    assert _rows(connection, jurisdiction, told) == [("posting", "fail", "http://w.example/p/0", "2026-07-05")]
    graded = connection.execute(
        "select subject_id from mart.fact_finding where subject_id in (%s, %s)", [account, quiet]
    )
    assert not graded.fetchall(), "what is closed is judged on no day"


def _rows(connection, jurisdiction, path):
    findings_csv(connection, jurisdiction, date(2026, 7, 1), date(2026, 7, 6), path)
    with path.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    return [
        (row["subject_code"], row["verdict"], row["url"], row["day"]) for row in rows if row["indicator"] == "REG11"
    ]
