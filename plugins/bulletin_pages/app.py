"""The application: bulletins, where their figures come from, evidence, why a verdict is what it is, our own data,
and whom nobody could see.

Airflow mounts this app as it is: without the check in `login` anybody could read it.
"""

from __future__ import annotations

from typing import Any

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse

from bulletin_pages import editions, explaining, intake, overseen, proof, quality, tracing, troubles, unseen
from bulletin_pages.asked import refuse_what_cannot_be
from bulletin_pages.guarding import Guard
from bulletin_pages.login import may_see, reader
from bulletin_pages.offices import names
from bulletin_pages.rendering import page

app = FastAPI(
    title="Bulletins",
    docs_url=None,
    redoc_url=None,
    openapi_url=None,
    dependencies=[Depends(reader), Depends(refuse_what_cannot_be)],
)
troubles.handle(app)
app.add_middleware(Guard)


def may_see_of(request: Request, row: dict[str, Any]) -> bool:
    """Whether the reader may see what belongs to the office of a row."""
    return row["jurisdiction_id"] not in names() or may_see(request, row["jurisdiction_id"])


@app.get("/quality", response_class=HTMLResponse)
def show_quality(request: Request) -> HTMLResponse:
    """What the gates found in our own data, the newest run of each."""
    return page(request, "quality.html.j2", runs=[run for run in quality.newest_runs() if may_see_of(request, run)])


app.include_router(explaining.router)
app.include_router(intake.router)
app.include_router(overseen.router)
app.include_router(unseen.router)
app.include_router(proof.router)
app.include_router(tracing.router)
app.include_router(editions.router)
