"""The application: a list of bulletins, a page for each edition with its files, the page that
explains, and the page of our own data's quality.

Airflow mounts this app as it is: without the check in `login` anybody could read it.
Addresses are keys of `mart.bulletin` and fixed file names; no path comes from a request.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader

from bulletin_pages import quality
from bulletin_pages.login import NotSignedIn, login_address, reader
from inspection import warehouse
from inspection.errors import InspectionError
from inspection.explain import explain
from inspection.jurisdiction import FOLDER, load
from inspection.periods import SHANGHAI, local_day

MEDIA_TYPES = {
    "bulletin.html": "text/html; charset=utf-8",
    "failed_sites.csv": "text/csv; charset=utf-8",
    "failed_accounts.csv": "text/csv; charset=utf-8",
    "figures.json": "application/json",
}
# A bulletin is a document: it runs nothing, loads nothing, and is framed by our own pages only.
DOCUMENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
VERDICTS = {
    "pass": "通过 Pass",
    "fail": "不通过 Fail",
    "unknown": "不予判定 Unknown",
    "not_applicable": "不适用 Not applicable",
}
STATES = {"draft": "草稿 Draft", "signed": "已签发 Signed"}

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
app = FastAPI(title="Bulletins 通报", docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(reader)])


def output_root() -> Path:
    """Folder that bulletins are written to."""
    return Path(os.environ.get("INSPECTION_OUTPUT") or warehouse.ROOT / "output")


@app.exception_handler(NotSignedIn)
def ask_to_sign_in(request: Request, refusal: NotSignedIn):
    """Browsers are sent to Airflow's login page, programs get 401."""
    if "text/html" in request.headers.get("accept", "") and "authorization" not in request.headers:
        return RedirectResponse(login_address(request), status_code=303)
    return HTMLResponse(refusal.detail, status_code=refusal.status_code)


@app.exception_handler(InspectionError)
def show_trouble(request: Request, error: InspectionError) -> HTMLResponse:
    """The warehouse cannot be read: say why, and what to do."""
    return _page("trouble.html.j2", status_code=503, home=_home(request), error=error)


@app.get("/", response_class=HTMLResponse)
def list_bulletins(request: Request) -> HTMLResponse:
    """All editions, the newest period first."""
    editions = _editions()
    for edition in editions:
        if edition["signed_at"]:
            edition["signed_at"] = edition["signed_at"].astimezone(SHANGHAI)
    return _page("list.html.j2", home=_home(request), editions=editions, states=STATES)


@app.get("/explain", response_class=HTMLResponse)
def show_explanation(request: Request, jurisdiction: str = "", subject: str = "", on: date | None = None):
    """Why a subject was judged so on a day; a form while no subject is given. Nothing is changed by it."""
    offices = sorted(path.stem for path in FOLDER.glob("*.yaml"))
    jurisdiction = jurisdiction if jurisdiction in offices else offices[0]
    on = on or local_day(datetime.now(UTC)) - timedelta(days=1)
    rows, error = [], None
    if subject.strip():
        with warehouse.connect() as connection:
            try:
                rows = explain(connection, load(jurisdiction), subject, on)
            except InspectionError as problem:
                error = problem
            connection.rollback()
    return _page(
        "explain.html.j2",
        status_code=404 if error else 200,
        home=_home(request),
        jurisdictions=offices,
        jurisdiction=jurisdiction,
        subject=subject,
        on=on,
        rows=[row for row in rows if row["found_by"] == "observation" or row["verdict"] != "not_applicable"],
        error=error,
        verdicts=VERDICTS,
    )


@app.get("/quality", response_class=HTMLResponse)
def show_quality(request: Request) -> HTMLResponse:
    """What the gates found in our own data, the newest run of each."""
    return _page("quality.html.j2", home=_home(request), runs=quality.newest_runs(), states=quality.STATES)


@app.get("/{jurisdiction_id}/{period_id}/{edition_no}/", response_class=HTMLResponse)
def show_edition(request: Request, jurisdiction_id: str, period_id: str, edition_no: int) -> HTMLResponse:
    """One edition in a frame, with its files beside it."""
    edition = _edition(jurisdiction_id, period_id, edition_no)
    return _page("edition.html.j2", home=_home(request), edition=edition, files=MEDIA_TYPES, states=STATES)


@app.get("/{jurisdiction_id}/{period_id}/{edition_no}/{name}")
def send_file(jurisdiction_id: str, period_id: str, edition_no: int, name: str) -> FileResponse:
    """One file of an edition."""
    edition = _edition(jurisdiction_id, period_id, edition_no)
    root = output_root().resolve()
    path = (root / edition["output_path"] / name).resolve()
    if name not in MEDIA_TYPES or not path.is_relative_to(root) or not path.is_file():
        raise HTTPException(404, "There is no such file 没有这个文件")
    is_page = name == "bulletin.html"
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    return FileResponse(
        path,
        media_type=MEDIA_TYPES[name],
        filename=None if is_page else f"{jurisdiction_id}_{period_id}_{edition_no}_{name}",
        headers=headers | ({"Content-Security-Policy": DOCUMENT_POLICY} if is_page else {}),
    )


def _editions() -> list[dict[str, Any]]:
    with warehouse.connect() as connection:
        return warehouse.query(connection, "bulletin/editions.sql")


def _edition(jurisdiction_id: str, period_id: str, edition_no: int) -> dict[str, Any]:
    key = (jurisdiction_id, period_id, edition_no)
    for edition in _editions():
        if (edition["jurisdiction_id"], edition["period_id"], edition["edition_no"]) == key:
            return edition
    raise HTTPException(404, "There is no such bulletin 没有这份通报")


def _home(request: Request) -> str:
    """Address of the list, with whatever prefix Airflow is mounted under."""
    return f"{request.scope.get('root_path', '').rstrip('/')}/"


def _page(name: str, *, status_code: int = 200, **context: Any) -> HTMLResponse:
    return HTMLResponse(_templates.get_template(name).render(context), status_code=status_code)
