"""The application: bulletins, where their figures come from, evidence, why a verdict is what it is, our own data,
and whom nobody could see.

Airflow mounts this app as it is: without the check in `login` anybody could read it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from bulletin_pages import editions, intake, offices, proof, quality, tracing, unseen
from bulletin_pages.login import NotSignedIn, login_address, reader
from bulletin_pages.rendering import page
from inspection import warehouse
from inspection.errors import InspectionError
from inspection.judging.explain import explain
from inspection.periods import local_day

app = FastAPI(title="Bulletins 通报", docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(reader)])


@app.exception_handler(NotSignedIn)
def ask_to_sign_in(request: Request, refusal: NotSignedIn):
    """Browsers are sent to Airflow's login page, programs get 401."""
    if "text/html" in request.headers.get("accept", "") and "authorization" not in request.headers:
        return RedirectResponse(login_address(request), status_code=303)
    return HTMLResponse(refusal.detail, status_code=refusal.status_code)


@app.exception_handler(InspectionError)
def show_trouble(request: Request, error: InspectionError) -> HTMLResponse:
    """The warehouse cannot be read: say why, and what to do."""
    return page(request, "trouble.html.j2", status_code=503, error=error)


@app.get("/explain", response_class=HTMLResponse)
def show_explanation(request: Request, jurisdiction: str = "", subject: str = "", on: date | None = None):
    """Why a subject was judged so on a day; a form while no subject is given. Nothing is changed by it."""
    jurisdiction = offices.chosen(jurisdiction)
    on = on or local_day(datetime.now(UTC)) - timedelta(days=1)
    rows, error = [], None
    if subject.strip():
        with warehouse.connect() as connection:
            try:
                rows = explain(connection, offices.office(jurisdiction), subject, on)
            except InspectionError as problem:
                error = problem
            connection.rollback()
    return page(
        request,
        "explain.html.j2",
        status_code=404 if error else 200,
        jurisdictions=offices.names(),
        jurisdiction=jurisdiction,
        subject=subject,
        on=on,
        rows=[row for row in rows if row["found_by"] == "observation" or row["verdict"] != "not_applicable"],
        error=error,
    )


@app.get("/quality", response_class=HTMLResponse)
def show_quality(request: Request) -> HTMLResponse:
    """What the gates found in our own data, the newest run of each."""
    return page(request, "quality.html.j2", runs=quality.newest_runs(), gate_states=quality.STATES)


app.include_router(intake.router)
app.include_router(unseen.router)
app.include_router(proof.router)
app.include_router(tracing.router)
app.include_router(editions.router)
