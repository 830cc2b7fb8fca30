"""The stages of the flow, each one call: the DAGs and the command line both call these.

Every function takes an open connection and leaves committing to the caller, so that a stage that
fails leaves nothing half-written.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import psycopg

from inspection.declared.office import Jurisdiction
from inspection.judging import cases, judge, proposals
from inspection.periods import Period
from inspection.quarter import grade
from inspection.warehouse import query, upsert_rows

if TYPE_CHECKING:
    from inspection.archive.store import Store


def extract(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    store: Store,
    day: date,
    *,
    batch: int = 0,
    batch_count: int = 1,
) -> dict[str, Any]:
    """Read one batch of a day's snapshots into observations."""
    from inspection.extract import extract_day  # parsers that no other stage needs: every task is a process

    counts = extract_day(connection, jurisdiction, store, day, batch=batch, batch_count=batch_count)
    _mark(connection, jurisdiction, day, "extracted", batch, batch_count, counts["planned"], counts["read"])
    return counts


def reconcile(connection: psycopg.Connection, jurisdiction: Jurisdiction, day: date) -> int:
    """Count a day's probes; returns the number of sites counted."""
    count = judge.reconcile(connection, jurisdiction, day, day + timedelta(days=1))
    _mark(connection, jurisdiction, day, "reconciled", 0, 1, count, count)
    return count


def evaluate(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    start: date,
    end: date,
    *,
    known_until: datetime | None = None,
) -> dict[str, Any]:
    """Judge the days from `start` up to but without `end`; cases and proposals follow when the newest day is among
    them."""
    counts = judge.evaluate(connection, jurisdiction, start, end, known_until=known_until)
    newest = connection.execute(
        "select max(day) as day from mart.fact_assessment_day where jurisdiction_id = %(id)s",
        {"id": jurisdiction.jurisdiction_id},
    ).fetchone()["day"]
    if newest is not None and newest < end:
        counts |= _follow(connection, jurisdiction)
    return counts


def load_quarter(connection: psycopg.Connection, jurisdiction: Jurisdiction, period: Period) -> dict[str, Any]:
    """Judge the whole period again as one range, fold its cases, build its tables and figures."""
    recheck_on = jurisdiction.recheck_on(period) or period.last_day
    counts = judge.evaluate(connection, jurisdiction, period.start, max(period.end, recheck_on + timedelta(days=1)))
    counts |= _follow(connection, jurisdiction)
    return counts | grade.build(connection, jurisdiction, period)


def _follow(connection: psycopg.Connection, jurisdiction: Jurisdiction) -> dict[str, int]:
    """What is made of all days at once: cases, and proposals for the inspectors."""
    return {
        "cases": cases.fold(connection, jurisdiction),
        "proposals": proposals.propose(connection, jurisdiction),
    }


def missing_days(connection: psycopg.Connection, jurisdiction: Jurisdiction, period: Period) -> list[date]:
    """Days of the period that are not wholly extracted and reconciled, in order."""
    rows = query(
        connection,
        "wait/missing_days.sql",
        {"jurisdiction_id": jurisdiction.jurisdiction_id, "from_day": period.start, "to_day": period.end},
    )
    return [row["day"] for row in rows]


def is_loaded(connection: psycopg.Connection, jurisdiction: Jurisdiction, period: Period) -> bool:
    """Whether the period's figures stand in the warehouse; those of a special check are counted when it is drafted."""
    if period.is_special:
        return True
    parameters = {"jurisdiction_id": jurisdiction.jurisdiction_id, "period_id": period.period_id}
    return bool(query(connection, "wait/loaded_quarter.sql", parameters))


def _mark(connection, jurisdiction, day, stage, batch, batch_count, planned, done) -> None:
    row = (jurisdiction.jurisdiction_id, day, stage, batch, batch_count, planned, done)
    columns = ("jurisdiction_id", "day", "stage", "batch_no", "batch_count", "planned_count", "done_count")
    connection.execute(
        "delete from ops.day_stage where jurisdiction_id = %s and day = %s and stage = %s and batch_count <> %s",
        (jurisdiction.jurisdiction_id, day, stage, batch_count),
    )
    upsert_rows(connection, "ops.day_stage", columns, columns[:4], [row])
