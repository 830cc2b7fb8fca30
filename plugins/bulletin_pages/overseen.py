"""What a superior office sees of those that it oversees (下级单位汇总): their figures and lists. Nothing is written."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from bulletin_pages import offices
from bulletin_pages.rendering import page
from inspection import warehouse
from inspection.flow import overseen

_MOST_ROWS = 500

router = APIRouter()


@router.get("/overseen", response_class=HTMLResponse)
def show_overseen(request: Request, jurisdiction: str = "", period: str = "") -> HTMLResponse:
    """How a period stands in the offices that one oversees; default: the newest period that one of them has built."""
    name = offices.chosen(jurisdiction)
    superior = offices.office(name)
    periods, rows, failed, asked = [], [], [], period
    if superior.oversees:
        with warehouse.connect() as connection:
            periods = overseen.periods(connection, superior)
            asked = period or next(iter(periods), "")
            if asked:
                of_period = superior.period(asked)
                rows = overseen.rolled_up(connection, superior, of_period)
                failed = overseen.failed(connection, superior, of_period)
    return page(
        request,
        "overseen.html.j2",
        jurisdictions=offices.names(),
        jurisdiction=name,
        oversees=superior.oversees,
        period=asked,
        periods=periods,
        rows=rows,
        failed=failed[:_MOST_ROWS],
        failed_count=len(failed),
    )
