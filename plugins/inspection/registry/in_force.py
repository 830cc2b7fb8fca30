"""From which day an office's registry speaks: before it nobody is judged, and a table of zeros would only look so."""

from __future__ import annotations

from datetime import date, timedelta

import psycopg

from inspection.declared.office import Jurisdiction
from inspection.errors import InspectionError

_BEGINS = "select min(first_day) as day from mart.versions_in_force(%(jurisdiction_id)s, '-infinity', 'infinity')"
_IS_ANY = "select exists (select from mart.versions_in_force(%(jurisdiction_id)s, %(start)s, %(end)s)) as is_any"


def begins_on(connection: psycopg.Connection, jurisdiction: Jurisdiction) -> date | None:
    """First day on which a subject of the office is in force; None where none was ever loaded."""
    return connection.execute(_BEGINS, {"jurisdiction_id": jurisdiction.jurisdiction_id}).fetchone()["day"]


def require_subjects(connection: psycopg.Connection, jurisdiction: Jurisdiction, start: date, end: date) -> None:
    """Raise InspectionError where no subject of the office is in force on any day from `start` up to before `end`."""
    parameters = {"jurisdiction_id": jurisdiction.jurisdiction_id, "start": start, "end": end}
    if connection.execute(_IS_ANY, parameters).fetchone()["is_any"]:
        return
    begins, last = begins_on(connection, jurisdiction), end - timedelta(days=1)
    days = f"on {start}" if last == start else f"from {start} to {last}"
    registry = f"its registry begins {begins}" if begins else "its registry was never loaded"
    raise InspectionError(
        f"no subject of {jurisdiction.jurisdiction_id} is in force {days}; {registry}",
        place="mart.dim_subject",
        remedy="name a day on which it has subjects" if begins else "python -m inspection ingest",
    )
