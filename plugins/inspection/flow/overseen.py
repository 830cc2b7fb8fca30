"""What a superior office sees of those that it oversees (下级单位): their figures and lists, read and never written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from inspection.declared.office import Jurisdiction
from inspection.errors import InspectionError
from inspection.periods import Period
from inspection.warehouse import query

COUNTS = ("registered_count", "inspected_count", "failed_count", "undetermined_count")


@contextmanager
def read_only(connection: psycopg.Connection) -> Iterator[None]:
    """Whatever is done inside can change nothing: PostgreSQL refuses it."""
    with connection.transaction():
        connection.execute("set transaction read only")
        yield


def periods(connection: psycopg.Connection, superior: Jurisdiction) -> list[str]:
    """The periods that any of the overseen offices has built, the newest first."""
    with read_only(connection):
        rows = connection.execute(
            "select period_id from mart.quarter_figure where jurisdiction_id = any(%(jurisdiction_ids)s)"
            " group by period_id order by max(period_id) desc",
            _asked(superior),
        ).fetchall()
    return [row["period_id"] for row in rows]


def rolled_up(connection: psycopg.Connection, superior: Jurisdiction, period: Period) -> list[dict[str, Any]]:
    """Counts and pass rate of each overseen office by kind, and their sums under the superior's own name.

    The rate of the whole is null where an office has not built the period. Raises InspectionError where it oversees
    nobody.
    """
    with read_only(connection):
        rows = query(connection, "queue/overseen.sql", _asked(superior) | {"period_id": period.period_id})
    for kind in ("site", "account"):
        mine = [row for row in rows if row["kind"] == kind]
        sums = {name: _sum(row[name] for row in mine) for name in COUNTS}
        judged = None if None in sums.values() else sums["inspected_count"] - sums["undetermined_count"]
        rate = (judged - sums["failed_count"]) / judged if judged else None
        rows.append({"jurisdiction_id": superior.jurisdiction_id, "kind": kind, **sums, "pass_rate": rate})
    return rows


def failed(connection: psycopg.Connection, superior: Jurisdiction, period: Period) -> list[dict[str, Any]]:
    """Whom the overseen offices failed in a period, in the order in which they are named."""
    asked = _asked(superior) | {"period_id": period.period_id, "last_day": period.last_day}
    with read_only(connection):
        return query(connection, "queue/overseen_failed.sql", asked)


def _asked(superior: Jurisdiction) -> dict[str, Any]:
    if not superior.oversees:
        raise InspectionError(
            f"{superior.jurisdiction_id} oversees no office",
            place=f"jurisdiction {superior.jurisdiction_id}",
            remedy="name the subordinate offices under `oversees`",
        )
    return {"jurisdiction_ids": superior.oversees}


def _sum(values: Any) -> Any:
    values = list(values)
    return None if None in values else sum(values)
