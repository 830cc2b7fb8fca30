"""Probing (探测): is every registered home page to be reached? One row for every planned visit.

A visit's time lies within its slot by a stable spread, so that a site is visited at even distances and
the office's line is never hit by all at once. What a visit means is decided by the measures, not here.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import psycopg

from inspection import csv_log, warehouse
from inspection.csv_log import BadRow, BadValue, ImportCounts
from inspection.errors import InspectionError
from inspection.jurisdiction import Jurisdiction
from inspection.model import ProbeOutcome, site_id
from inspection.net import Fetcher, Limits, Request, Result, running_clock, signs
from inspection.periods import local_day

_KEY = ["subject_id", "scheduled_at", "vantage"]
_COLUMNS = [*_KEY, "started_at", "outcome", "http_status", "seconds", "final_url", "detail"]
_LATEST = timedelta(minutes=60)  # a probe that starts later than this after its time does not count
_CONCURRENT_VISITS = 256
# Words of other tools' logs. An address that answered by moving us elsewhere did answer.
_LOG_WORDS = {outcome.value: outcome for outcome in ProbeOutcome} | {"moved": ProbeOutcome.OK}

_RUNNING_SITES = """
select subject_id, home_url
from mart.dim_subject
where
    kind = 'site'
    and status = 'running'
    and valid_from <= %(day)s
    and (valid_to is null or valid_to > %(day)s)
order by subject_id
"""
_DONE = "select subject_id, scheduled_at from staging.probe where vantage = %(vantage)s and scheduled_at = any(%(at)s)"


def visit_offset_seconds(subject_id: str, spread_seconds: int) -> int:
    """Whole seconds after the slot's start at which a site is visited: always the same for a subject."""
    if spread_seconds <= 0:
        return 0
    return int.from_bytes(hashlib.sha256(subject_id.encode()).digest()[:8], "big") % spread_seconds


def probe_round(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    slot_at: datetime,
    *,
    spread_seconds: int,
    timeout_seconds: float = 15.0,
    now: datetime | None = None,
) -> dict[str, int]:
    """Visit every running site once within the slot that begins at `slot_at`; returns outcome → count.

    Takes as long as the spread. `seconds` of a visit run until the answer was complete, redirects included;
    one of `timeout_seconds` is broken off as `timeout`. A visit that has its row already is not made again,
    so that a second run of the same slot adds what is missing. Raises InspectionError for a slot that is
    more than an hour past: what a site answered then can no longer be seen.
    """
    clock = running_clock(now)
    begin = clock()
    if begin - slot_at > _LATEST:
        raise InspectionError(
            f"the slot of {slot_at.isoformat()} is past and cannot be probed any more",
            remedy="import a probe log of that time, if there is one",
        )
    sites = connection.execute(_RUNNING_SITES, {"day": local_day(slot_at)}).fetchall()
    planned = {
        (site["subject_id"], slot_at + timedelta(seconds=visit_offset_seconds(site["subject_id"], spread_seconds))): (
            site["home_url"] or ""
        )
        for site in sites
    }
    at = sorted({scheduled_at for _, scheduled_at in planned})
    for row in connection.execute(_DONE, {"vantage": jurisdiction.vantage, "at": at}).fetchall():
        planned.pop((row["subject_id"], row["scheduled_at"]), None)

    limits, zero = Limits(timeout_seconds=timeout_seconds), monotonic()
    rows = []
    with Fetcher.of(jurisdiction, concurrency=_CONCURRENT_VISITS, clock=clock) as fetcher:
        for (subject_id, scheduled_at), url in planned.items():
            start_at = zero + (scheduled_at - begin).total_seconds()
            fetcher.submit(Request(url, tag=(subject_id, scheduled_at), limits=limits, start_at=start_at))
        for result in fetcher:
            rows.append(_row(jurisdiction, result))
    warehouse.upsert_rows(connection, "staging.probe", _COLUMNS, _KEY, rows)
    return dict(Counter(row[4] for row in rows))


def import_log(connection: psycopg.Connection, jurisdiction: Jurisdiction, path: str | Path) -> ImportCounts:
    """Take in a probe log (CSV, also gzipped); rows with the same key replace those already there.

    Unknown sites and unreadable rows go to `ops.quarantine`, source `probe_log`. Raises InspectionError when
    the file itself cannot be read.
    """
    path = Path(path)
    known = {
        row["site_code"]: row["subject_id"]
        for row in connection.execute(
            "select distinct site_code, subject_id from mart.dim_subject where kind = 'site' and site_code is not null"
        )
    }
    good: list[tuple[Any, ...]] = []
    bad: list[BadRow] = []
    read = 0
    aliases = {"status": "http_status"}
    for row_no, row in csv_log.read_rows(path, {"site_code", "scheduled_at", "outcome"}, aliases):
        read += 1
        try:
            good.append(_logged(row, known, jurisdiction.vantage))
        except BadValue as fault:
            bad.append(BadRow(row_no, fault, row))
    day = csv_log.day_of_file(path, (row[1] for row in good))
    csv_log.quarantine(connection, jurisdiction.jurisdiction_id, "probe_log", day, path.name, bad)
    loaded = warehouse.upsert_rows(connection, "staging.probe", _COLUMNS, _KEY, good)
    return ImportCounts(read, len(bad), loaded)


def _row(jurisdiction: Jurisdiction, result: Result) -> tuple[Any, ...]:
    subject_id, scheduled_at = result.request.tag
    outcome, detail = signs.visit_outcome(result)
    first = (result.redirects or [result.last])[0]
    final_url = result.final_url if result.redirects else None
    return (
        *(subject_id, scheduled_at, jurisdiction.vantage, first.started_at),
        *(outcome.value, result.http_status, round(result.seconds, 3), final_url, detail[:500] or None),
    )


def _logged(row: dict[str, str], known: dict[str, str], vantage: str) -> tuple[Any, ...]:
    code, word = row["site_code"], row["outcome"].lower()
    if code not in known:
        raise BadValue("site_code", code, f"{site_id(code)} is not in the registry", "register the site, or correct it")
    outcome = _LOG_WORDS.get(word)
    if outcome is None:
        raise BadValue("outcome", row["outcome"], "is no known outcome", f"write one of {', '.join(_LOG_WORDS)}")
    scheduled_at = csv_log.moment(row, "scheduled_at")
    started_at = csv_log.moment(row, "started_at") if row.get("started_at") else scheduled_at
    return (
        *(known[code], scheduled_at, row.get("vantage") or vantage, started_at, outcome.value),
        *(csv_log.number(row, "http_status", int), csv_log.number(row, "seconds"), None),
        "moved" if word == "moved" else None,
    )
