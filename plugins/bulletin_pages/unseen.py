"""Accounts that no healthy source saw on a day (采集异常), for inspectors to look at; how the sources stand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from bulletin_pages import offices
from bulletin_pages.asked import Day
from bulletin_pages.rendering import page
from inspection import warehouse
from inspection.periods import local_day

_MOST_ACCOUNTS = 500  # `python -m inspection queue` prints all

router = APIRouter()


@router.get("/queue", response_class=HTMLResponse)
def show_queue(request: Request, jurisdiction: str = "", on: Day = None) -> HTMLResponse:
    """Whom nobody saw on a day, and what each route said; default: the newest day on which the office looked."""
    name = offices.chosen(jurisdiction)
    asked: dict[str, Any] = dict(offices.office(name).ids)
    with warehouse.connect() as connection:
        [newest] = warehouse.query(connection, "queue/newest_day.sql", asked)
        asked["day"] = on or newest["day"] or local_day(datetime.now(UTC))
        accounts = warehouse.query(connection, "queue/accounts.sql", asked)
        sources = warehouse.query(connection, "queue/sources.sql", asked)
    return page(
        request,
        "queue.html.j2",
        jurisdictions=offices.names(),
        jurisdiction=name,
        on=asked["day"],
        account_count=len(accounts),
        accounts=accounts[:_MOST_ACCOUNTS],
        sources=sources,
    )
