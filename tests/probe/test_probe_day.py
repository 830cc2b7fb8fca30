"""Counting a day's probes: which of them say something about the site, decided from stored facts."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import psycopg
import pytest

from inspection.declared.office import load as load_office
from inspection.judging import judge
from inspection.periods import SHANGHAI, local_day

OFFICE = load_office("yunzhou-demo")
DAY = date(2026, 7, 5)
CLASSES = ("counted", "failed", "late", "blocked", "own_fault")


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"{DAY}T{clock}").replace(tzinfo=SHANGHAI)


def probe(connection: psycopg.Connection, subject: str, clock: str, outcome: str = "timeout", **more) -> None:
    row = {"vantage": "a", "seconds": 15.0 if outcome == "timeout" else 0.1, "http_status": None} | more
    connection.execute(
        "insert into staging.probe"
        " (observer_id, subject_id, day, scheduled_at, started_at, vantage, outcome, http_status, seconds)"
        " values ('yunzhou-demo', %(subject)s, %(day)s, %(at)s, %(at)s, %(vantage)s, %(outcome)s, %(http_status)s,"
        " %(seconds)s)",
        row | {"subject": f"site:{subject}", "day": local_day(at(clock)), "at": at(clock), "outcome": outcome},
    )


def look(connection: psycopg.Connection, clock: str, *statuses: int | None, vantage: str = "a") -> None:
    """One look at as many known-good hosts as there are statuses; None: no answer."""
    for number, status in enumerate(statuses):
        connection.execute(
            "insert into staging.control_probe"
            " (observer_id, vantage, url, day, scheduled_at, started_at, outcome, http_status)"
            " values ('yunzhou-demo', %(vantage)s, %(url)s, %(day)s, %(at)s, %(at)s, %(outcome)s, %(status)s)",
            {
                "vantage": vantage,
                "url": f"https://good{number}.example/",
                "day": DAY,
                "at": at(clock),
                "outcome": "ok" if status else "timeout",
                "status": status,
            },
        )


def counts(connection: psycopg.Connection, subject: str = "1") -> dict[str, int]:
    """What became of a site's probes; the same when counted twice."""
    for _ in range(2):
        judge.reconcile(connection, OFFICE, DAY, DAY + timedelta(days=1))
    row = connection.execute(
        "select * from mart.fact_probe_day where subject_id = %(id)s", {"id": f"site:{subject}"}
    ).fetchone()
    assert row["planned_count"] == sum(row[f"{name}_count"] for name in CLASSES if name != "failed")
    return {name: row[f"{name}_count"] for name in CLASSES if row[f"{name}_count"]}


# looks each minute from 10:00 to 10:05; the one at 10:02 saw nobody
@pytest.mark.parametrize(
    ("clock", "seconds", "found"),
    [
        ("10:00:30", 15.0, {"counted": 1, "failed": 1}),  # over before the last good look
        ("10:00:50", 15.0, {"own_fault": 1}),  # still waiting after it
        ("10:01:10", 0.2, {"own_fault": 1}),
        ("10:02:59", 0.2, {"own_fault": 1}),
        ("10:03:00", 15.0, {"counted": 1, "failed": 1}),  # begun with the first good one
    ],
)
def test_a_visit_between_the_looks_around_a_dark_one_is_our_own_fault(connection, clock, seconds, found):
    for minute in range(6):
        look(connection, f"10:0{minute}", *([None, None] if minute == 2 else [None, 200]))
    probe(connection, "1", clock, seconds=seconds)
    assert counts(connection) == found


def test_a_look_of_another_vantage_says_nothing(connection):
    look(connection, "10:00", None, vantage="b")
    look(connection, "10:00", 200)
    probe(connection, "1", "10:00")
    assert counts(connection) == {"counted": 1, "failed": 1}


def test_where_known_good_hosts_answer_a_platform_of_all_sites_may_be_down(connection):
    for minute in range(0, 30, 10):
        look(connection, f"10:{minute:02}", 200, 503)
    for subject in "12":
        probe(connection, subject, "10:12", "refused")
        probe(connection, subject, "10:42", "refused")  # nobody looked in this half hour, and nobody answered
    assert counts(connection) == {"counted": 1, "failed": 1, "own_fault": 1}


def test_a_lone_dark_look_speaks_for_five_minutes(connection):
    look(connection, "10:10", None)
    look(connection, "10:28", 200)
    for clock in ("10:04", "10:06", "10:14:50", "10:16"):
        probe(connection, "1", clock, "refused")
    assert counts(connection) == {"counted": 2, "failed": 2, "own_fault": 2}


def test_a_good_answer_in_a_dark_time_does_not_count_either(connection):
    look(connection, "10:00", None)
    probe(connection, "1", "10:00:10", "ok")
    assert counts(connection) == {"own_fault": 1}


def test_a_bare_403_counts_only_where_a_second_vantage_was_refused(connection):
    probe(connection, "1", "10:00", "http_error", http_status=403)
    probe(connection, "1", "11:00", "http_error", http_status=403)
    probe(connection, "1", "11:20", "http_error", http_status=403, vantage="b")
    probe(connection, "1", "12:00", "http_error", http_status=403)
    probe(connection, "1", "12:00", "ok", http_status=200, vantage="b")
    probe(connection, "1", "13:00", "http_error", http_status=503)
    assert counts(connection) == {"counted": 4, "failed": 3, "blocked": 2}


def test_what_a_second_look_saw_changes_nothing(connection):
    probe(connection, "1", "10:00")
    connection.execute("update staging.probe set retried_at = started_at + interval '2 minutes', retry_outcome = 'ok'")
    assert counts(connection) == {"counted": 1, "failed": 1}


@pytest.mark.parametrize(("limit", "failed"), [(15.0, 1), (20.0, 0)])
def test_how_long_an_answer_may_take_is_for_the_rules_to_say(connection, monkeypatch, limit, failed):
    monkeypatch.setattr(judge, "answer_within_seconds", lambda editions, day: limit)
    probe(connection, "1", "10:00", outcome="ok", seconds=16.0)
    assert counts(connection).get("failed", 0) == failed


def test_of_two_vantages_the_failures_of_one_half_hour_agree(connection):
    for clock, first, second in (
        ("08:00", "timeout", "timeout"),
        ("08:30", "timeout", "ok"),
        ("09:00", "ok", "ok"),
        ("09:30", "http_error", "reset"),
        ("10:00", "timeout", "blocked"),
        ("10:30", "probe_fault", "timeout"),
    ):
        for vantage, outcome in (("a", first), ("b", second)):
            probe(connection, "1", clock, outcome, vantage=vantage)
            probe(connection, "2", clock, "ok", vantage=vantage)
    counted = counts(connection)
    row = connection.execute("select agreed_count from mart.fact_probe_day where subject_id = 'site:1'").fetchone()
    assert (counted["failed"], row["agreed_count"]) == (7, 4)
