"""Why a subject was judged so on a day (判定说明), and whom part of a name may mean. Nothing is changed by it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from bulletin_pages import offices
from bulletin_pages.asked import Day
from bulletin_pages.rendering import page
from bulletin_pages.speaking import language_of
from inspection import warehouse
from inspection.errors import InspectionError
from inspection.judging.explain import explain
from inspection.language import N_, catalogue, told
from inspection.periods import local_day

_MOST_KNOWN = 500  # names that the field suggests; any part of a name is looked for among all
_MOST_ALIKE = 50
_NOBODY = N_("There is nobody of this name or code")
_NOT_JUDGED = N_("Nothing was judged of it on this day")

router = APIRouter()


@router.get("/explain", response_class=HTMLResponse)
def show_explanation(request: Request, jurisdiction: str = "", subject: str = "", on: Day = None) -> HTMLResponse:
    """Every indicator of a subject on a day; a form while no subject is given; a choice where several may be meant."""
    name = offices.chosen(jurisdiction)
    office = offices.office(name)
    on = on or local_day(datetime.now(UTC)) - timedelta(days=1)
    say = catalogue(language_of(request)).gettext
    asked = subject.strip()
    found: dict[str, Any] = {"rows": [], "alike": [], "subject": None, "grades_given": []}
    trouble, detail = "", ""
    with warehouse.connect() as connection:
        whom = {"jurisdiction_id": office.jurisdiction_id, "day": on}
        known = warehouse.query(connection, "bulletin/subjects.sql", whom | {"asked": "", "most_rows": _MOST_KNOWN})
        if asked:
            alike = warehouse.query(
                connection, "bulletin/subjects.sql", whom | {"asked": asked, "most_rows": _MOST_ALIKE}
            )
            meant = [one for one in alike if asked in (one["subject_id"], one["code"], one["name"])] or alike
            if not meant:
                trouble = say(_NOBODY)
            elif len(meant) > 1:
                found["alike"] = meant
            else:
                try:
                    found |= _explained(connection, office, meant[0], on)
                except InspectionError as error:
                    trouble, detail = say(_NOT_JUDGED), told(error, language_of(request))
        connection.rollback()
    return page(
        request,
        "explain.html.j2",
        status_code=404 if trouble else 200,
        jurisdictions=offices.names(),
        jurisdiction=name,
        asked=found["subject"]["code"] if found["subject"] else subject,
        on=on,
        known=known,
        trouble=trouble,
        detail=detail,
        **found,
    )


def _explained(connection, office, subject: dict[str, Any], on) -> dict[str, Any]:
    """The subject's rows that say something, where each has its stored finding, and its grade of the period."""
    parameters = {"jurisdiction_id": office.jurisdiction_id, "subject_id": subject["subject_id"], "day": on}
    stored = {row["indicator_id"] for row in warehouse.query(connection, "bulletin/stored_findings.sql", parameters)}
    grades = [
        row
        for row in warehouse.query(connection, "bulletin/grades_of_subject.sql", parameters)
        if office.period(row["period_id"]).start <= on < office.period(row["period_id"]).end
    ]
    rows = [
        row | {"found_on": on if row["indicator_id"] in stored else None}
        for row in explain(connection, office, subject["subject_id"], on)
        if row["found_by"] == "observation" or row["verdict"] != "not_applicable"
    ]
    return {"rows": rows, "subject": subject, "grades_given": grades}
