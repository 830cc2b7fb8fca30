"""Where a printed figure comes from, and what differs between two bulletins."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from bulletin_pages.editions import find
from bulletin_pages.offices import office
from bulletin_pages.rendering import page
from inspection import places, warehouse
from inspection.bulletin import difference
from inspection.errors import InspectionError
from inspection.quarter.trace import findings_of, trace

router = APIRouter()


@router.get("/{jurisdiction_id}/{period_id}/{edition_no}/figure", response_class=HTMLResponse)
def show_figure(
    request: Request,
    jurisdiction_id: str,
    period_id: str,
    edition_no: int,
    figure: str,
    period: str,
    dimension: str = "",
) -> HTMLResponse:
    """A figure: its query, parameters, value then and now, the rows it counts, and their findings."""
    with warehouse.connect() as connection:
        edition = find(connection, jurisdiction_id, period_id, edition_no)
        try:
            traced = trace(connection, edition["bulletin_id"], edition_no, figure, period, dimension)
        except InspectionError as error:
            raise HTTPException(404, error.problem) from error
        findings = findings_of(
            connection,
            jurisdiction_id,
            [row["subject_id"] for row in traced.rows if row["subject_id"]],
            traced.printed["parameters"],
            office(jurisdiction_id).period(period),
        )
    return page(request, "figure.html.j2", edition=edition, traced=traced, findings=findings)


@router.get("/{jurisdiction_id}/{period_id}/{edition_no}/diff", response_class=HTMLResponse)
def show_difference(
    request: Request, jurisdiction_id: str, period_id: str, edition_no: int, against: str = ""
) -> HTMLResponse:
    """What differs between an edition and another (`against`: a number or a period), else the one before."""
    with warehouse.connect() as connection:
        edition = find(connection, jurisdiction_id, period_id, edition_no)
        judging = office(jurisdiction_id)
        others = connection.execute(
            "select period_id, edition_no from mart.bulletin where jurisdiction_id = %s"
            " order by period_id desc, edition_no desc",
            (jurisdiction_id,),
        ).fetchall()
        found, error = None, None
        try:
            found = difference(
                connection, judging, judging.period(period_id), places.output(), edition_no, against or None
            )
        except InspectionError as problem:
            error = problem
    return page(
        request,
        "diff.html.j2",
        status_code=404 if error else 200,
        edition=edition,
        found=found,
        error=error,
        against=against,
        others=others,
    )
