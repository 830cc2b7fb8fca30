"""The evidence of a finding (证据): rule, measure, rows, and the saved pages as the archive holds them.

What a page of others holds is shown in a frame that can do nothing: no scripts, no forms, no requests.
"""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from bulletin_pages.offices import office
from bulletin_pages.rendering import page
from bulletin_pages.speaking import language_of
from inspection import warehouse
from inspection.archive.store import Store
from inspection.errors import InspectionError
from inspection.evidence import bundle, file_name
from inspection.evidence.finding import Proven, find
from inspection.evidence.saved import saved
from inspection.language import N_, told

SAVED_PAGE_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
_SHOWN = {"text/html", "application/xhtml+xml"}
_NOT_FOUND = N_("There is no such finding: it passed, or was not judged on that day")
_NOT_KEPT = N_("No answer was kept, or the archive cannot be read")
_MOST_ROWS = 500  # of a table on the page; the bundle has all

router = APIRouter(prefix="/evidence")


@router.get("", response_class=HTMLResponse)
def show_finding(request: Request, jurisdiction: str, finding: str) -> HTMLResponse:
    """A finding `SUBJECT/INDICATOR/DAY` with all that it rests on."""
    with warehouse.connect() as connection:
        found = _found(connection, jurisdiction, finding)
        kept = [(row, *_read(row, language_of(request))) for row in found.snapshots]
    return page(
        request,
        "evidence.html.j2",
        jurisdiction=jurisdiction,
        finding=found,
        key=finding,
        kept=kept,
        most_rows=_MOST_ROWS,
    )


@router.get("/page")
def show_saved_page(request: Request, jurisdiction: str, finding: str, snapshot: str) -> Response:
    """The saved body of a snapshot of a finding, as it was sent; what is no page is shown as text."""
    with warehouse.connect() as connection:
        row = next(
            (one for one in _found(connection, jurisdiction, finding).snapshots if one["snapshot_id"] == snapshot), None
        )
    if row is None:
        raise HTTPException(404, N_("The finding has no such page"))
    kept, _ = _read(row, language_of(request))
    if kept is None:
        raise HTTPException(404, _NOT_KEPT)
    is_page = kept.content_type.partition(";")[0].strip().lower() in _SHOWN
    return Response(
        kept.body,
        # a Response without a charset leaves it to the page's own meta, as a browser did then
        headers={
            "Content-Type": kept.content_type if is_page else "text/plain; charset=utf-8",
            "Content-Security-Policy": SAVED_PAGE_POLICY,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
        },
    )


@router.get("/bundle")
def send_bundle(jurisdiction: str, finding: str) -> Response:
    """Everything behind the finding in one WACZ file."""
    with warehouse.connect() as connection:
        try:
            data = bundle(connection, office(jurisdiction), store(), finding)
        except InspectionError as error:
            raise HTTPException(404, _NOT_FOUND) from error
    disposition = f"attachment; filename*=UTF-8''{quote(file_name(finding))}"
    return Response(data, media_type="application/wacz", headers={"Content-Disposition": disposition})


def store() -> Store:
    """The archive that the DAGs write to."""
    import pipeline  # Airflow's object storage, where the archive is a bucket; only these pages need it

    return Store.of(pipeline.store())


def _found(connection, jurisdiction: str, finding: str) -> Proven:
    try:
        return find(connection, office(jurisdiction), finding)
    except InspectionError as error:
        raise HTTPException(404, _NOT_FOUND) from error


def _read(row, language: str):
    """The saved snapshot, or None with the reason in the reader's language."""
    try:
        return saved(store(), row), ""
    except InspectionError as error:
        return None, told(error, language)
