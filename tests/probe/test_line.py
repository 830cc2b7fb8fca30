"""The row of our own line's health in every round: known-good hosts, our clock, our servers of names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from inspection.model import ProbeOutcome
from inspection.net import Exchange, Request, Result, names
from inspection.net.names import Asked
from inspection.probe import probe_round
from inspection.probe.line import Line
from tests.given.loopback import internet, register
from tests.given.names import Zone, name_server

NOW = datetime(2026, 7, 5, 3, tzinfo=UTC)


def look(status: int | None, date: str | None = None) -> Result:
    exchange = Exchange("http://good.example/", b"", NOW, 1.0, status, fields={"date": [date]} if date else {})
    return Result(Request("http://good.example/"), ProbeOutcome.OK if status else ProbeOutcome.TIMEOUT, exchange)


def at(seconds: float) -> str:
    return format_datetime(NOW + timedelta(seconds=1 + seconds), usegmt=True)


@pytest.mark.parametrize(
    ("looks", "asked", "row"),
    [
        ([look(200, at(0)), look(503, at(0))], Asked(9, 0), (2, 2, 0.0, 0, True)),
        ([look(None), look(None)], Asked(9, 0), (2, 0, None, 0, False)),
        ([look(200, at(-90)), look(200, at(-90)), look(200, at(900))], Asked(9, 0), (3, 3, 90.0, 0, False)),
        ([look(200, "no time")], Asked(9, 0), (1, 1, None, 0, True)),
        ([look(200)], Asked(9, 4), (1, 1, None, 4, False)),
        ([], Asked(0, 0), (0, 0, None, 0, True)),
    ],
)
def test_a_round_tells_how_our_line_stood(connection, looks, asked, row):
    line = Line()
    for one in looks:
        line.see(one)
    with internet() as net:
        line.store(connection, net.jurisdiction(), NOW, asked)
    found = connection.execute("select * from staging.line_health").fetchone()
    shown = ("control_count", "answered_count", "clock_skew_seconds", "name_fault_count", "is_healthy")
    assert tuple(found[name] for name in shown) == row


def test_where_our_servers_of_names_are_dead_no_visit_counts_and_the_line_is_not_healthy(connection, monkeypatch):
    monkeypatch.setattr(names, "LONGEST_SECONDS", 1.0)
    monkeypatch.setattr(names, "_ASK_ROOT_AT", 0.5)
    for number in range(3):
        register(connection, f"{number}", f"http://site{number}.example/")
    with internet() as net, name_server(Zone(is_silent=True)) as zone:
        office = net.jurisdiction(connect_to=None, control_urls=[], name_servers=[zone.server])
        assert probe_round(connection, office, NOW, spread_seconds=0, now=NOW) == {"probe_fault": 3}
    row = connection.execute("select * from staging.line_health").fetchone()
    assert (row["name_count"], row["name_fault_count"], row["is_healthy"]) == (3, 3, False)
