"""Errors as pages with a way back, in the reader's language; what stands in the logs is none of the reader's."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from psycopg import DataError
from starlette.exceptions import HTTPException

from bulletin_pages.login import NotSignedIn, login_address
from bulletin_pages.rendering import page
from bulletin_pages.speaking import language_of
from inspection.errors import InspectionError
from inspection.language import N_, catalogue, told

_MISSING = {"Not Found": N_("There is no such page"), "Method Not Allowed": N_("This page cannot be asked so")}
_BACK = N_("Go back, or choose from all bulletins.")
_WRONG = N_("The address asks for what cannot be")
_LIMITS = N_("Choose again by the page's own form; days are from 2000-01-01 to 2999-12-31.")
_CLOSED = N_("Cannot be shown now")
_LATER = N_("The warehouse cannot be read. Try again in a moment; if it stays so, tell whoever runs the installation.")
_BROKEN = N_("Something went wrong here")
_TELL = N_("It stands in the log of the API server. Tell whoever runs the installation.")


def handle(app: FastAPI) -> None:
    """Make pages of all errors of the app."""
    app.add_exception_handler(NotSignedIn, _ask_to_sign_in)
    app.add_exception_handler(HTTPException, _tell)
    app.add_exception_handler(RequestValidationError, _tell_what_is_wrong)
    app.add_exception_handler(DataError, lambda request, _: _trouble(request, 400, _WRONG, _LIMITS))
    app.add_exception_handler(InspectionError, _tell_that_it_is_closed)
    app.add_exception_handler(Exception, lambda request, _: _trouble(request, 500, _BROKEN, _TELL))


def _ask_to_sign_in(request: Request, refusal: NotSignedIn) -> Response:
    """Browsers are sent to Airflow's login page, programs get 401."""
    if "text/html" in request.headers.get("accept", "") and "authorization" not in request.headers:
        return RedirectResponse(login_address(request), status_code=303)
    return HTMLResponse(refusal.detail, status_code=refusal.status_code)


def _tell(request: Request, error: HTTPException) -> HTMLResponse:
    return _trouble(request, error.status_code, _MISSING.get(error.detail, error.detail), _BACK)


def _tell_what_is_wrong(request: Request, error: RequestValidationError) -> HTMLResponse:
    names = ", ".join(dict.fromkeys(str(one["loc"][-1]) for one in error.errors()))
    return _trouble(request, 400, _WRONG, _LIMITS, names)


def _tell_that_it_is_closed(request: Request, error: InspectionError) -> HTMLResponse:
    return _trouble(request, 503, _CLOSED, _LATER, told(error, language_of(request)))


def _trouble(request: Request, status_code: int, heading: str, remedy: str, detail: str = "") -> HTMLResponse:
    say = catalogue(language_of(request)).gettext
    return page(
        request,
        "trouble.html.j2",
        status_code=status_code,
        heading=say(heading),
        remedy=say(remedy),
        detail=detail,
        query=request.url.query,
    )
