"""What came in for an office on a day, and the rows that could not be taken (待核). They are ruled on elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from bulletin_pages import offices
from bulletin_pages.asked import Day
from bulletin_pages.rendering import page
from inspection import warehouse
from inspection.periods import local_day

_MOST_ROWS = 500  # `python -m inspection quarantine` writes out all
_DAYS = 14

router = APIRouter()


@router.get("/intake", response_class=HTMLResponse)
def show_intake(request: Request, jurisdiction: str = "", on: Day = None) -> HTMLResponse:
    """Every load of an office's inputs on a day, and its rows that were not taken; default: the newest such day."""
    name = offices.chosen(jurisdiction)
    parameters = {"jurisdiction_id": offices.office(name).jurisdiction_id, "most_rows": _MOST_ROWS, "day_count": _DAYS}
    with warehouse.connect() as connection:
        days = [row["day"] for row in warehouse.query(connection, "intake/days.sql", parameters)]
        parameters["day"] = on or next(iter(days), local_day(datetime.now(UTC)))
        loads = warehouse.query(connection, "intake/loads.sql", parameters)
        rows = warehouse.query(connection, "intake/quarantined.sql", parameters)
        notes = warehouse.query(connection, "intake/notes.sql", parameters)
    return page(
        request,
        "intake.html.j2",
        jurisdictions=offices.names(),
        jurisdiction=name,
        on=parameters["day"],
        days=days,
        loads=loads,
        rows=rows,
        notes=notes,
    )
