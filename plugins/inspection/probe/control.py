"""Looks at known-good hosts (对照主机) during a round: where none of them answers, our own line is down.

One look visits every host of `control_urls`. The looks are kept as facts in `staging.control_probe`;
`fact_probe_day.sql` decides from them which visits are lost through our own fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import psycopg

from inspection import warehouse
from inspection.declared.office import Jurisdiction
from inspection.net import Limits, Request, Result
from inspection.periods import local_day

EVERY = timedelta(seconds=60)
_KEY = ["observer_id", "vantage", "url", "day", "scheduled_at"]
_COLUMNS = [*_KEY, "started_at", "outcome", "http_status", "seconds"]
# Any answer will do, also a redirect or an error; a known-good host needs no fifteen seconds for it.
_LIMITS = Limits(body_bytes=65_536, redirect_count=0, timeout_seconds=10.0)


class Look(NamedTuple):
    """Tag of a visit to a known-good host: planned time and address."""

    scheduled_at: datetime
    url: str


def look_times(begin: datetime, until: datetime) -> Iterator[datetime]:
    """When to look during a round: at its begin and every minute up to the last visit's time."""
    yield begin
    at = begin + EVERY
    while at <= until:
        yield at
        at += EVERY


def requests(jurisdiction: Jurisdiction, scheduled_at: datetime, start_at: float) -> Iterator[Request]:
    """One look: a request for each known-good host. `start_at` is in `time.monotonic()` seconds."""
    for url in jurisdiction.control_urls:
        yield Request(url, tag=Look(scheduled_at, url), limits=_LIMITS, start_at=start_at)


def row(jurisdiction: Jurisdiction, result: Result) -> tuple[Any, ...]:
    """The look as a row of `staging.control_probe`; a host answered where there is a status."""
    look = result.request.tag
    return (
        jurisdiction.jurisdiction_id,
        jurisdiction.vantage,
        look.url,
        local_day(look.scheduled_at),
        look.scheduled_at,
        result.last.started_at,
        result.outcome.value,
        result.http_status,
        round(result.seconds, 3),
    )


def store(connection: psycopg.Connection, rows: list[tuple[Any, ...]]) -> int:
    """Write looks; returns how many."""
    return warehouse.upsert_rows(connection, "staging.control_probe", _COLUMNS, _KEY, rows)
