"""A round: every running site is visited once within a slot (时段).

A visit's time lies within its slot by a stable spread, so that a site is visited at even distances and the
office's line is never hit by all at once. The first look is the visit: what a second one sees minutes later
stands beside it (`retry_outcome`) and never replaces it, since the rule counts every visit.
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, NamedTuple

import psycopg

from inspection import warehouse
from inspection.declared.editions import answer_within_seconds
from inspection.declared.office import Jurisdiction
from inspection.declared.outcomes import outcome_texts
from inspection.errors import InspectionError
from inspection.model import ProbeOutcome
from inspection.net import Fetcher, Limits, Request, Result, running_clock
from inspection.page import blocked
from inspection.periods import local_day
from inspection.probe import control
from inspection.probe.line import Line

log = logging.getLogger(__name__)

SLOT = timedelta(minutes=30)
# 14,000 sites that all hang within 25 minutes, and are looked at twice, hold 280. A visit has two file
# descriptors, and many systems give a process 1,024.
CONCURRENT_VISITS = 384
_LATEST = timedelta(minutes=60)  # a probe that starts later than this after its time does not count
_STARVED_SECONDS = 1.0  # of schedule lag: the prober itself is short of time
# So much is lost when the process dies, not the round; and no visit waits long for the database.
_STORE_EVERY_SECONDS, _STORE_EVERY_ROWS = 60.0, 500
_KEY = ["observer_id", "subject_id", "day", "scheduled_at", "vantage"]
_COLUMNS = [
    *_KEY, "started_at", "outcome", "http_status", "seconds", "final_url", "detail", "tls_weakness",
    "retried_at", "retry_outcome"
]  # fmt: skip

RUNNING_SITES = """
select subject_id, home_url
from mart.to_be_seen(%(jurisdiction_id)s, %(observes_with)s, %(day)s)
where kind = 'site' and status = 'running'
order by subject_id
"""
_DONE = """
select subject_id, scheduled_at
from staging.probe
where
    observer_id = %(observer_id)s
    and day between %(first_day)s and %(last_day)s
    and vantage = %(vantage)s
    and scheduled_at between %(first)s and %(last)s
    and subject_id = any(%(subjects)s)
"""
_LAG = """
select
    count(lag_seconds) as visit_count,
    percentile_disc(0.99) within group (order by lag_seconds) as lag_p99_seconds,
    max(lag_seconds) as lag_largest_seconds
from staging.probe
where
    observer_id = %(observer_id)s
    and day between %(first_day)s and %(last_day)s
    and vantage = %(vantage)s
    and scheduled_at >= %(slot_at)s
    and scheduled_at < %(end_at)s
"""


class Visit(NamedTuple):
    """Tag of a planned visit."""

    subject_id: str
    scheduled_at: datetime


class Retry(NamedTuple):
    """Tag of a second look, with the row of the first."""

    row: tuple[Any, ...]


def visit_offset_seconds(subject_id: str, spread_seconds: int) -> float:
    """Seconds (to the millisecond) after the slot's start at which a site is visited: the same for a subject."""
    if spread_seconds <= 0:
        return 0.0
    return int.from_bytes(hashlib.sha256(subject_id.encode()).digest()[:8], "big") % (1000 * spread_seconds) / 1000


def probe_round(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    slot_at: datetime,
    *,
    spread_seconds: int,
    timeout_seconds: float | None = None,
    retry_seconds: float = 0.0,
    now: datetime | None = None,
) -> dict[str, int]:
    """Visit every running site once within the slot that begins at `slot_at`; returns outcome → count.

    Takes as long as the spread. `seconds` of a visit run until the answer was complete, redirects included;
    one of `timeout_seconds` (by default what the office's rules give) is broken off as `timeout`. With
    `retry_seconds`, a failure that may pass (no answer in time, cut off, refused, not resolved, status 5xx) gets one
    confirming look so many seconds later, if the slot lasts so long; a lasting one (TLS, 4xx, a wrong host) does
    not. A visit that has its row already is not made again, so that a second run of the same slot adds what is missing.

    Commits as it goes: what was seen is kept when the round is broken off. Raises InspectionError for a slot
    that is more than an hour past: what a site answered then can no longer be seen.
    """
    clock = running_clock(now)
    begin = clock()
    if begin - slot_at > _LATEST:
        raise InspectionError(
            f"the slot of {slot_at.isoformat()} is past and cannot be probed any more",
            remedy="import a probe log of that time, if there is one",
        )
    planned = _planned(connection, jurisdiction, slot_at, spread_seconds)
    connection.commit()  # a transaction that idles for the length of a round keeps the server from cleaning up
    if not planned:
        return {}
    limit = timeout_seconds or answer_within_seconds(jurisdiction.editions, local_day(slot_at))
    limits, zero = Limits(timeout_seconds=limit), monotonic()
    counts: Counter[str] = Counter()
    rows, looks, stored_at, line = [], [], zero, Line()

    def start_at(scheduled_at: datetime) -> float:
        return zero + (scheduled_at - begin).total_seconds()

    def look(at: datetime) -> None:
        for request in control.requests(jurisdiction, at, start_at(at)):
            fetcher.submit(request)

    options = {"concurrency": CONCURRENT_VISITS, "kept_connections": 1, "clock": clock, "like_browsers": True}
    with Fetcher.of(jurisdiction, **options) as fetcher:
        for at in control.look_times(begin, max(visit.scheduled_at for visit in planned)):
            look(at)
        for visit, url in planned.items():
            fetcher.submit(Request(url, tag=visit, limits=limits, start_at=start_at(visit.scheduled_at)))
        for result in fetcher:
            tag = result.request.tag
            if isinstance(tag, control.Look):
                looks.append(control.row(jurisdiction, result))
                line.see(result)
            elif isinstance(tag, Retry):
                rows.append(_retried(tag.row, result))
            else:
                row, outcome = _row(jurisdiction, result)
                rows.append(row)
                counts[outcome.value] += 1
                retry_at = clock() + timedelta(seconds=retry_seconds)
                if retry_seconds and _may_pass(outcome, result.http_status) and retry_at < slot_at + SLOT:
                    fetcher.submit(
                        Request(result.url, tag=Retry(row), limits=limits, start_at=monotonic() + retry_seconds)
                    )
                if counts.total() == len(planned):
                    look(clock())  # the last visits are looked at from both sides, too
            if len(rows) >= _STORE_EVERY_ROWS or monotonic() - stored_at > _STORE_EVERY_SECONDS:
                _store(connection, rows, looks)
                stored_at = monotonic()
        asked = fetcher.asked
    line.store(connection, jurisdiction, slot_at, asked)
    _store(connection, rows, looks)
    _report(counts, schedule_lag(connection, jurisdiction, slot_at))
    return dict(counts)


def schedule_lag(connection: psycopg.Connection, jurisdiction: Jurisdiction, slot_at: datetime) -> dict[str, Any]:
    """How late a slot's visits began: `visit_count`, `lag_p99_seconds`, `lag_largest_seconds` (None without any)."""
    end_at = slot_at + SLOT
    parameters = {
        "observer_id": jurisdiction.jurisdiction_id,
        "first_day": local_day(slot_at),
        "last_day": local_day(end_at),
        "vantage": jurisdiction.vantage,
        "slot_at": slot_at,
        "end_at": end_at,
    }
    return connection.execute(_LAG, parameters).fetchone()


def _planned(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, slot_at: datetime, spread_seconds: int
) -> dict[Visit, str]:
    """Visits of the slot that have no row yet, with the address of each."""
    planned = {}
    parameters = jurisdiction.seen_by_itself | {"day": local_day(slot_at)}
    for site in connection.execute(RUNNING_SITES, parameters).fetchall():
        offset = timedelta(seconds=visit_offset_seconds(site["subject_id"], spread_seconds))
        planned[Visit(site["subject_id"], slot_at + offset)] = site["home_url"] or ""
    times = [visit.scheduled_at for visit in planned] or [slot_at]
    parameters = {
        "observer_id": jurisdiction.jurisdiction_id,
        "first_day": local_day(min(times)),
        "last_day": local_day(max(times)),
        "vantage": jurisdiction.vantage,
        "first": min(times),
        "last": max(times),
        "subjects": [visit.subject_id for visit in planned],
    }
    for row in connection.execute(_DONE, parameters).fetchall():
        planned.pop(Visit(row["subject_id"], row["scheduled_at"]), None)
    return planned


def _row(jurisdiction: Jurisdiction, result: Result) -> tuple[tuple[Any, ...], ProbeOutcome]:
    visit = result.request.tag
    outcome, detail = blocked.visit_outcome(result)
    first = (result.redirects or [result.last])[0]
    final_url = result.final_url if result.redirects else None
    row = (
        jurisdiction.jurisdiction_id,
        visit.subject_id,
        local_day(visit.scheduled_at),
        visit.scheduled_at,
        jurisdiction.vantage,
        first.started_at,
        outcome.value,
        result.http_status,
        round(result.seconds, 3),
        final_url,
        detail[:500] or None,
        result.last.tls_weakness,
        None,
        None,
    )
    return row, outcome


def _retried(row: tuple[Any, ...], result: Result) -> tuple[Any, ...]:
    """The first look's row, with what the second look saw."""
    first = (result.redirects or [result.last])[0]
    return (*row[:-2], first.started_at, blocked.visit_outcome(result)[0].value)


def _may_pass(outcome: ProbeOutcome, status: int | None) -> bool:
    return outcome.is_passing or (outcome is ProbeOutcome.HTTP_ERROR and (status or 0) >= 500)


def _store(connection: psycopg.Connection, rows: list[tuple[Any, ...]], looks: list[tuple[Any, ...]]) -> None:
    if rows:
        warehouse.upsert_rows(connection, "staging.probe", _COLUMNS, _KEY, rows)
    if looks:
        control.store(connection, looks)
    connection.commit()
    rows.clear()
    looks.clear()


def _report(counts: Counter[str], lag: dict[str, Any]) -> None:
    """Tell what was seen, with the remedy of each kind of failure; a starved prober is a warning."""
    level = logging.WARNING if (lag["lag_p99_seconds"] or 0) >= _STARVED_SECONDS else logging.INFO
    log.log(
        level,
        "%d visits; schedule lag: 99th percentile %.3f s, largest %.3f s",
        counts.total(),
        lag["lag_p99_seconds"] or 0,
        lag["lag_largest_seconds"] or 0,
    )
    for name, count in counts.most_common():
        text = outcome_texts()[ProbeOutcome(name)]
        if text.who != "nobody":
            log.info("%s × %d (%s): %s", name, count, text.who, text.remedy.en)
