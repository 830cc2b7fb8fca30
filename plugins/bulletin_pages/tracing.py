"""Where a printed figure comes from, and what differs between two bulletins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg
from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from bulletin_pages.editions import find
from bulletin_pages.offices import office
from bulletin_pages.rendering import page
from bulletin_pages.speaking import language_of
from inspection import places, warehouse
from inspection.bulletin import difference
from inspection.errors import InspectionError
from inspection.language import N_, catalogue
from inspection.quarter import figures
from inspection.quarter.trace import findings_of, title_of, trace

_NOT_THERE = N_("The two cannot be compared: one of them, or a file of it, is not there")
_NOT_PRINTED = N_("The bulletin does not print this figure")

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
            raise HTTPException(404, _NOT_PRINTED) from error
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
    """What differs between an edition and another (`against`: a number or a period).

    By default the other is the newest signed edition of the period, else the newest one of the period before, else
    the one that is nearest.
    """
    with warehouse.connect() as connection:
        edition = find(connection, jurisdiction_id, period_id, edition_no)
        judging = office(jurisdiction_id)
        others = _others(connection, edition)
        against = against or next(iter(others), "")
        found, trouble = None, ""
        if against:
            try:
                found = difference(connection, judging, judging.period(period_id), places.output(), edition_no, against)
            except InspectionError:
                trouble = catalogue(language_of(request)).gettext(_NOT_THERE)
        titles = {figure_id: title_of(figures.text_of(sql_file)) for figure_id, sql_file in _files_of(connection)}
    return page(
        request,
        "diff.html.j2",
        status_code=404 if trouble else 200,
        edition=edition,
        found=found,
        trouble=trouble,
        against=against,
        others=others,
        titles=titles,
    )


def _others(connection: psycopg.Connection, edition: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Bulletins that an edition may be compared with, by what names them, the likeliest first.

    Of another period its newest edition is meant, as `difference` takes it.
    """
    parameters = {name: edition[name] for name in ("jurisdiction_id", "period_id", "edition_no")}
    return {
        str(row["edition_no"]) if row["period_id"] == edition["period_id"] else row["period_id"]: row
        for row in warehouse.query(connection, "bulletin/others.sql", parameters)
    }


def _files_of(connection: psycopg.Connection) -> list[tuple[str, str]]:
    """Which file makes which figure."""
    rows = connection.execute("select distinct figure_id, sql_file from mart.bulletin_figure").fetchall()
    return [(row["figure_id"], row["sql_file"]) for row in rows]
