"""The bulletins by period, a page for each draft and edition, and their files.

Addresses are keys of `mart.bulletin` and names of `mart.bulletin_file`; no path comes from a request.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from bulletin_pages.login import may_see, may_sign
from bulletin_pages.offices import names, office
from bulletin_pages.rendering import page
from bulletin_pages.vocabulary import LABELS
from inspection import places, warehouse
from inspection.bulletin import FILES, checks, records
from inspection.language import N_
from inspection.proofread import marked

# A bulletin is a document: it runs nothing, loads nothing, and is framed by our own pages only.
DOCUMENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
_OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
}
_FIGURE = re.compile(r'<data class="figure"([^>]*)>(.*?)</data>', re.DOTALL)
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_LOOK = (
    "<style>a.trace{color:inherit;text-decoration:none}"
    "@media screen{a.trace{border-bottom:1px dotted #0b5cad}"
    "a.trace:hover,a.trace:focus-visible{background:#fff4d6;outline:1px solid #9a6b00}}</style>"
)

router = APIRouter()


@router.get("/", response_class=HTMLResponse)
def list_bulletins(request: Request) -> HTMLResponse:
    """All drafts and editions, the newest period first."""
    with warehouse.connect() as connection:
        editions = warehouse.query(connection, "bulletin/editions.sql")
    seen = {office: may_see(request, office) for office in names()}
    editions = [row for row in editions if seen.get(row["jurisdiction_id"], True)]
    return page(request, "list.html.j2", editions=editions)


@router.get("/{jurisdiction_id}/{period_id}/{edition_no}/", response_class=HTMLResponse)
def show_edition(request: Request, jurisdiction_id: str, period_id: str, edition_no: int) -> HTMLResponse:
    """One draft or edition in a frame: its files, the checks that signing makes, its answers, what it corrects."""
    with warehouse.connect() as connection:
        edition = find(connection, jurisdiction_id, period_id, edition_no)
        place = _place(edition)
        if edition["state"] == "draft":
            problems = checks.problems(connection, office(jurisdiction_id), edition, place)
        else:
            problems = checks.altered(edition["files"], place) if edition["files"] else []
        answers = records.answers(connection, edition["bulletin_id"])
        parameters = {name: edition[name] for name in ("bulletin_id", "edition_no")}
        parameters["coverage_floor"] = office(jurisdiction_id).quality.coverage_floor
        thinly_seen = warehouse.query(connection, "bulletin/thinly_seen.sql", parameters)
    return page(
        request,
        "edition.html.j2",
        edition=edition,
        names=[name for name in _names(edition) if (place / name).is_file()],
        problems=problems,
        answers=answers,
        thinly_seen=thinly_seen,
        may_sign=may_sign(request),
    )


@router.get("/{jurisdiction_id}/{period_id}/{edition_no}/proofread", response_class=HTMLResponse)
def show_proof(request: Request, jurisdiction_id: str, period_id: str, edition_no: int) -> HTMLResponse:
    """The text of a draft or edition with the proofreader's findings marked in it, their sums laid out."""
    with warehouse.connect() as connection:
        edition = find(connection, jurisdiction_id, period_id, edition_no)
    if not (_place(edition) / checks.PAGE).is_file():
        raise HTTPException(404, N_("There is no such file"))
    report = checks.report(_place(edition), office(jurisdiction_id))
    return page(
        request,
        "proofread.html.j2",
        edition=edition,
        report=report,
        counts={name: report.count(name) for name in marked.WORDS},
        style=Markup(marked.STYLE),
        fragment=Markup(marked.fragment(report)),  # escaped where it is made
    )


@router.get("/{jurisdiction_id}/{period_id}/{edition_no}/{name}")
def send_file(
    request: Request, jurisdiction_id: str, period_id: str, edition_no: int, name: str, download: bool = False
) -> Response:
    """One file of an edition. The page is shown with its figures as links, unless it is downloaded."""
    with warehouse.connect() as connection:
        edition = find(connection, jurisdiction_id, period_id, edition_no)
    path = _place(edition) / name
    if name not in _names(edition) or path.resolve().parent != _place(edition) or not path.is_file():
        raise HTTPException(404, N_("There is no such file"))
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    if name == "bulletin.html" and not download:
        return HTMLResponse(
            traceable(path.read_text("utf-8")), headers=headers | {"Content-Security-Policy": DOCUMENT_POLICY}
        )
    headers["Content-Disposition"] = f'attachment; filename="{jurisdiction_id}_{period_id}_{edition_no}_{name}"'
    return Response(
        path.read_bytes(), media_type=MEDIA_TYPES.get(path.suffix, "application/octet-stream"), headers=headers
    )


def find(connection, jurisdiction_id: str, period_id: str, edition_no: int) -> dict[str, Any]:
    """The row of an edition with its files' digests; 404 where there is none."""
    edition = records.edition(connection, f"{jurisdiction_id}/{period_id}", edition_no)
    if edition is None:
        raise HTTPException(404, N_("There is no such bulletin"))
    return edition


def traceable(text: str) -> str:
    """The text of a bulletin in which every figure is a link to where it comes from."""

    def link(found: re.Match) -> str:
        told = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(found[1])}
        asked = {
            "figure": told.get("data-figure", ""),
            "period": told.get("data-period", ""),
            "dimension": told.get("data-dimension", ""),
        }
        of_edition = f"../{told['data-edition']}/" if told.get("data-edition", "").isdecimal() else ""
        address = html.escape(f"{of_edition}figure?{urlencode(asked)}")
        return f'<a class="trace" target="_parent" href="{address}">{found[0]}</a>'

    return _FIGURE.sub(link, text).replace("</head>", f"{_LOOK}</head>", 1)


def _names(edition: dict[str, Any]) -> list[str]:
    """Names of an edition's files, the document first; those of old editions were not recorded."""
    names = list(edition["files"] or FILES)
    return sorted(names, key=lambda name: (list(LABELS).index(name) if name in LABELS else len(LABELS), name))


def _place(edition: dict[str, Any]) -> Path:
    """The edition's folder; 404 where the table leads out of the output folder."""
    root = places.output().resolve()
    place = (root / edition["output_path"]).resolve()
    if not place.is_relative_to(root):
        raise HTTPException(404, N_("There is no such file"))
    return place
