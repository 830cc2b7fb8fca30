"""Looking at verdicts: why a subject was judged so on a day, and all findings as one CSV file."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg

from inspection.declared.editions import in_force, sync
from inspection.declared.office import Jurisdiction
from inspection.errors import InspectionError
from inspection.judging import judge
from inspection.registry.in_force import require_subjects
from inspection.text.cells import write_csv
from inspection.warehouse import query, run, sql_text

_FINDING_COLUMNS = ("subject_code", "indicator", "verdict", "url", "day")
_WORDING_COLUMNS = (
    "organiser",
    "subject_code",
    "name",
    "class",
    "severity",
    "term",
    "suggestion",
    "count",
    "excerpt",
    "url",
    "first_seen_on",
    "last_seen_on",
    "state",
)


def explain(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, subject: str, day: date
) -> list[dict[str, Any]]:
    """Every indicator of a subject on a day, measured again: passes and vetoes first.

    `subject` is a site code (网站标识码), an account's id, a name or a `subject_id`. Each row has
    `indicator_id, title_zh, title_en, part, measure, found_by, value, limit_value, verdict, unknown_reason,
    sample_count, reason_id, source, is_confirmed, evidence`; no finding is changed.
    Raises InspectionError when nobody, or more than one, is called so, and for a day without subjects of the office.
    """
    found = find_subject(connection, jurisdiction, subject)
    until = day + timedelta(days=1)
    require_subjects(connection, jurisdiction, day, until)
    spans = [span for span in in_force(jurisdiction.editions, day, until) if span.kind == found["kind"]]
    if not spans:
        raise InspectionError(
            f"no edition judges a {found['kind']} on {day}",
            place=f"jurisdiction {jurisdiction.jurisdiction_id}",
            remedy=f"its editions are {', '.join(jurisdiction.editions)}",
        )
    sync(connection, spans[0].edition)
    parameters = {
        **jurisdiction.ids,
        "edition_id": spans[0].edition.edition_id,
        "kind": found["kind"],
        "from_day": day,
        "to_day": until,
    }
    judge.measure(connection, jurisdiction, spans, subject_id=found["subject_id"])
    run(connection, "judge/judged.sql", parameters)
    rows = query(connection, "explain/explain.sql", parameters)
    judge.drop_working_tables(connection)
    return rows


def newest_day(connection: psycopg.Connection, jurisdiction: Jurisdiction) -> date:
    """The newest day of the office that was judged. Raises InspectionError where none was."""
    day = connection.execute(
        "select max(day) as day from mart.fact_assessment_day where jurisdiction_id = %s",
        (jurisdiction.jurisdiction_id,),
    ).fetchone()["day"]
    if day is None:
        raise InspectionError(
            f"no day of {jurisdiction.jurisdiction_id} was judged yet",
            place="mart.fact_assessment_day",
            remedy="run `evaluate` or `backfill`, or name a day by --on",
        )
    return day


def findings_csv(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, from_day: date, to_day: date, path: Path | str
) -> int:
    """Write the findings of the days as CSV (UTF-8), ordered by subject, indicator and day; returns rows.

    Columns `subject_code, indicator, verdict, url, day`; one row a page where a page proves it. Verdicts are `fail`,
    `unknown`, and `suspected` of open proposals on the days on which they were seen.
    """
    return _copied(connection, jurisdiction, from_day, to_day, path, "explain/findings_csv.sql", _FINDING_COLUMNS)


def wording_csv(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, from_day: date, to_day: date, path: Path | str
) -> int:
    """Write what the word lists found as CSV (UTF-8), unit by unit; returns rows.

    `state` is the last word on it: open, confirmed, struck_out or downgraded.
    """
    return _copied(connection, jurisdiction, from_day, to_day, path, "explain/wording_csv.sql", _WORDING_COLUMNS)


def _copied(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    from_day: date,
    to_day: date,
    path: Path | str,
    statement_file: str,
    columns: tuple[str, ...],
) -> int:
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    parameters = {
        **jurisdiction.ids,
        "from_day": from_day,
        "to_day": to_day,
    }
    statement = f"copy (\n{sql_text(statement_file)}) to stdout"  # streamed: a year may have millions
    with (
        target.open("w", encoding="utf-8", newline="") as file,
        connection.cursor().copy(statement, parameters) as copied,
    ):
        return write_csv(file, columns, copied.rows())


def find_subject(connection: psycopg.Connection, jurisdiction: Jurisdiction, subject: str) -> dict[str, Any]:
    """`subject_id` and `kind` of whom a site code, an account's id, a name or a `subject_id` means to the office.

    Raises InspectionError when nobody, or more than one, is called so.
    """
    found = query(connection, "explain/subject.sql", {**jurisdiction.ids, "subject": subject.strip()})
    if not found:
        raise InspectionError(
            f"no subject is called {subject!r}",
            place="mart.dim_subject",
            remedy="give a site code, an account's id, its full name or a subject_id",
        )
    if len(found) > 1:
        names = ", ".join(row["subject_id"] for row in found)
        raise InspectionError(
            f"{subject!r} is the name of several subjects", place="mart.dim_subject", remedy=f"choose one of {names}"
        )
    return found[0]
