"""One official day: its pages read, its probes counted, its visits planned, its findings judged."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import psycopg

from inspection.crawl.plan import plan_visits
from inspection.declared.office import Jurisdiction
from inspection.errors import InspectionError
from inspection.judging import cases, judge, proposals
from inspection.periods import Period
from inspection.warehouse import query, run, upsert_rows

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

    borrow(connection, jurisdiction, day, day)
    counts = extract_day(connection, jurisdiction, store, day, batch=batch, batch_count=batch_count)
    _mark(connection, jurisdiction, day, "extracted", batch, batch_count, counts["planned"], counts["read"])
    return counts


def borrow(connection: psycopg.Connection, jurisdiction: Jurisdiction, first: date, last: date) -> None:
    """Take over what the office that this one observes with saw from `first` to `last`, both inclusive: of the same
    sites and accounts, by address, id or name. Nothing where it observes alone."""
    if jurisdiction.observes_with:
        connection.execute("select pg_advisory_xact_lock(hashtext('inspection.borrow'))")  # batches of a day do it once
        parameters = {"lender": jurisdiction.observes_with, "from_day": first, "to_day": last + timedelta(days=1)}
        run(connection, "borrow/observations.sql", {"jurisdiction_id": jurisdiction.jurisdiction_id} | parameters)
        connection.commit()


def reconcile(connection: psycopg.Connection, jurisdiction: Jurisdiction, day: date, now: datetime) -> int:
    """Count a day's probes: planned = counted + late + blocked + our own fault; returns the number of sites counted.

    And plan what the day's pages ask to be visited again, before a dead link is judged by one look alone: of a day
    just past, for what is long past cannot be visited.
    """
    plan_visits(connection, jurisdiction, day, now)
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
    follows: bool = True,
) -> dict[str, Any]:
    """Judge the days from `start` up to but without `end`; cases and proposals follow when the newest day is among
    them, unless the caller makes them later: they ask about all days at once, and a backfill's days are many."""
    counts = judge.evaluate(connection, jurisdiction, start, end, known_until=known_until)
    newest = connection.execute(
        "select max(day) as day from mart.fact_assessment_day where jurisdiction_id = %(id)s",
        {"id": jurisdiction.jurisdiction_id},
    ).fetchone()["day"]
    if follows and newest is not None and newest < end:
        counts |= follow(connection, jurisdiction)
    return counts


def follow(connection: psycopg.Connection, jurisdiction: Jurisdiction) -> dict[str, int]:
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


def is_seen(connection: psycopg.Connection, jurisdiction: Jurisdiction, first: date, last: date) -> bool:
    """Whether anything of the office's subjects was observed from `first` to `last`, both inclusive."""
    borrow(connection, jurisdiction, first, last)
    parameters = jurisdiction.ids | {"from_day": first, "to_day": last + timedelta(days=1)}
    return bool(query(connection, "wait/seen.sql", parameters))


def nothing_seen(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, first: date, last: date
) -> InspectionError:
    """The error that nothing was observed from `first` to `last`, which names what is held."""
    from inspection import quality  # half a second of imports that no other stage of these needs

    span = quality.observed_days(connection, jurisdiction)
    held = f"observations are held from {span[0]} to {span[1]}" if span else "no observations are held at all"
    return InspectionError(
        f"nothing was observed of {jurisdiction.jurisdiction_id} from {first} to {last}; {held}",
        remedy="choose other days, or take in the past by import_history",
    )


def _mark(connection, jurisdiction, day, stage, batch, batch_count, planned, done) -> None:
    row = (jurisdiction.jurisdiction_id, day, stage, batch, batch_count, planned, done)
    columns = ("jurisdiction_id", "day", "stage", "batch_no", "batch_count", "planned_count", "done_count")
    connection.execute(
        "delete from ops.day_stage where jurisdiction_id = %s and day = %s and stage = %s and batch_count <> %s",
        (jurisdiction.jurisdiction_id, day, stage, batch_count),
    )
    upsert_rows(connection, "ops.day_stage", columns, columns[:4], [row])
