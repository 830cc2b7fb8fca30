"""Probe logs of other tools: CSV in, rows of `staging.probe` out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import psycopg

from inspection import warehouse
from inspection.declared.office import Jurisdiction
from inspection.inputs import log
from inspection.inputs.log import BadRow, BadValue, ImportCounts
from inspection.model import ProbeOutcome, site_id
from inspection.periods import local_day

_KEY = ["observer_id", "subject_id", "day", "scheduled_at", "vantage"]
_COLUMNS = [*_KEY, "started_at", "outcome", "http_status", "seconds", "final_url", "detail"]
# Words of other tools' logs. An address that answered by moving us elsewhere did answer.
_LOG_WORDS = {outcome.value: outcome for outcome in ProbeOutcome} | {
    "moved": ProbeOutcome.OK,
    "正常": ProbeOutcome.OK,
    "成功": ProbeOutcome.OK,
    "可访问": ProbeOutcome.OK,
    "超时": ProbeOutcome.TIMEOUT,
    "域名解析失败": ProbeOutcome.DNS_FAILURE,
}


def import_log(connection: psycopg.Connection, jurisdiction: Jurisdiction, path: str | Path) -> ImportCounts:
    """Take in a probe log (CSV, also gzipped); rows with the same key replace those already there.

    Unknown sites and unreadable rows go to `ops.quarantine`, source `probe_log`. Raises InspectionError when
    the file itself cannot be read.
    """
    path = Path(path)
    known = {
        row["site_code"]: row["subject_id"]
        for row in connection.execute(
            "select distinct site_code, subject_id from mart.dim_subject"
            " where jurisdiction_id = %s and kind = 'site' and site_code is not null",
            [jurisdiction.jurisdiction_id],
        )
    }
    good: list[tuple[Any, ...]] = []
    bad: list[BadRow] = []
    read = 0
    for row_no, row in log.read_rows(path, {"site_code", "scheduled_at", "outcome"}, log.names("probe_log")):
        read += 1
        try:
            good.append((jurisdiction.jurisdiction_id, *_logged(row, known, jurisdiction.vantage)))
        except BadValue as fault:
            bad.append(BadRow(row_no, fault, row))
            log.refuse_hopeless(bad, path)
    day = log.day_of_file(path, (row[3] for row in good))
    log.quarantine(connection, jurisdiction.jurisdiction_id, "probe_log", day, path.name, bad)
    loaded = warehouse.upsert_rows(connection, "staging.probe", _COLUMNS, _KEY, good)
    _forget_counts(connection, jurisdiction, {row[2] for row in good})
    return ImportCounts(read, len(bad), loaded)


def _forget_counts(connection: psycopg.Connection, jurisdiction: Jurisdiction, days: set[date]) -> None:
    """Days counted before this log came are counted again when they are next judged."""
    connection.execute("select pg_advisory_xact_lock(hashtext('inspection.reconcile'))")
    for table in ("mart.fact_probe_day", "mart.fact_probe_hour"):
        connection.execute(
            f"delete from {table} where observer_id = %s and day = any(%s)",
            (jurisdiction.jurisdiction_id, sorted(days)),
        )


def _logged(row: dict[str, str], known: dict[str, str], vantage: str) -> tuple[Any, ...]:
    code, word = row["site_code"], row["outcome"].lower()
    if code not in known:
        raise BadValue("site_code", code, f"{site_id(code)} is not in the registry", "register the site, or correct it")
    outcome = _LOG_WORDS.get(word)
    if outcome is None:
        raise BadValue("outcome", row["outcome"], "is no known outcome", f"write one of {', '.join(_LOG_WORDS)}")
    scheduled_at = log.moment(row, "scheduled_at")
    started_at = log.moment(row, "started_at") if row.get("started_at") else scheduled_at
    return (
        known[code],
        local_day(scheduled_at),
        scheduled_at,
        row.get("vantage") or vantage,
        started_at,
        outcome.value,
        log.number(row, "http_status", int),
        log.number(row, "seconds"),
        None,
        "moved" if word == "moved" else None,
    )
