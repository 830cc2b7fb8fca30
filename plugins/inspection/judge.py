"""Judging: measures against limits, for any range of days in one set-based pass.

Each measure (度量) runs once into a working table; one family of statements in `include/sql/judge/`
turns it into verdicts. The same days judged twice, or one by one in any order and then as one range,
give the same rows. Nothing here commits.
"""

from __future__ import annotations

import json
import uuid
from datetime import date, datetime, timedelta
from typing import Any

import psycopg

from inspection.errors import InspectionError
from inspection.jurisdiction import Jurisdiction
from inspection.periods import Period
from inspection.rules import Edition, Indicator, Span, in_force, load_edition, sync
from inspection.warehouse import query, run, sql_text

_REPORT_FIELDS = (
    *("report_id", "subject_id", "indicator_id", "reason_id", "found_on"),
    *("body", "decision", "locator", "note", "attachment"),
)


def reconcile(connection: psycopg.Connection, from_day: date, to_day: date) -> int:
    """Count the probes of the days from `from_day` up to but without `to_day`; returns rows written."""
    connection.execute("select pg_advisory_xact_lock(hashtext('inspection.reconcile'))")
    return run(connection, "mart/fact_probe_day.sql", {"from_day": from_day, "to_day": to_day})


def load_decisions(connection: psycopg.Connection, jurisdiction: Jurisdiction) -> int:
    """Bring new reports (`staging.report`) into `mart.fact_decision`; returns how many were new.

    Append only: a decision's id is made from its content, so a corrected report is one decision more
    and nothing that people said is lost. A decision holds from the day it speaks of; one that strikes
    out an indicator as a whole holds to the end of that day's quarter, and never excuses a later one.
    """
    editions = [load_edition(name) for name in jurisdiction.editions]
    reports = connection.execute(
        f"select {', '.join(_REPORT_FIELDS)} from staging.report order by report_id"
    ).fetchall()
    count = 0
    with connection.cursor() as cursor:
        for report in reports:
            content = json.dumps([jurisdiction.jurisdiction_id, *map(str, report.values())], ensure_ascii=False)
            is_whole = report["decision"] in {"struck_out", "downgraded"} and report["locator"] is None
            decision = report | {
                "decision_id": uuid.uuid5(uuid.NAMESPACE_URL, content),
                "jurisdiction_id": jurisdiction.jurisdiction_id,
                "indicator_id": report["indicator_id"] or _indicator_of(editions, report),
                "valid_to": Period.quarter_of(report["found_on"]).last_day if is_whole else None,
            }
            cursor.execute(sql_text("judge/fact_decision.sql"), decision)
            count += cursor.rowcount
    return count


def evaluate(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    from_day: date,
    to_day: date,
    *,
    known_until: datetime | None = None,
) -> dict[str, Any]:
    """Judge all subjects on the days from `from_day` up to but without `to_day`.

    Replaces the findings and assessments of these days as a whole; returns counts. Probes that a
    measure looks back on and that nobody has counted are counted first. Days may be judged in
    parallel: the lock that keeps them apart is taken only when the measuring is done, and held until
    the caller's transaction ends. `known_until` replays a past judgement: decisions entered and posts first
    seen from then on do not count in this transaction.
    """
    replayed = known_until.isoformat() if known_until else ""
    connection.execute("select set_config('inspection.known_until', %s, true)", (replayed,))
    spans = in_force(jurisdiction.editions, from_day, to_day)
    for edition in {span.edition.edition_id: span.edition for span in spans}.values():
        sync(connection, edition)
    _count_missing_probes(connection, spans, from_day, to_day)
    keys = {
        "jurisdiction_id": jurisdiction.jurisdiction_id,
        "edition_ids": jurisdiction.editions,
        "from_day": from_day,
        "to_day": to_day,
    }
    measured = measure(connection, jurisdiction, spans)
    run(connection, "judge/judged.sql", keys)
    lock(connection, jurisdiction)
    findings = run(connection, "judge/fact_finding.sql", keys)
    assessed = run(connection, "judge/fact_assessment_day.sql", keys)
    run(connection, "judge/fact_measure_latest.sql", keys)
    warnings = run(connection, "judge/early_warning.sql", keys)
    verdicts = connection.execute("select verdict, count(*) as count from judged group by verdict").fetchall()
    drop_working_tables(connection)
    counts = {"pass": 0, "fail": 0, "unknown": 0} | {row["verdict"]: row["count"] for row in verdicts}
    return {
        "measured": measured,
        "assessed_days": assessed,
        "findings": findings,
        "warnings": warnings,
        **counts,
    }


def measure(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    spans: list[Span],
    *,
    subject_id: str | None = None,
) -> int:
    """Run every measure of the editions in force once into the working table `measured`; returns its rows.

    With `subject_id`, of that subject alone. A bonus (加分) is no finding: scoring reads its reports.
    """
    run(connection, "judge/measured.sql")
    return sum(
        _measure_one(connection, jurisdiction, span, indicator, subject_id)
        for span in spans
        for indicator in span.edition.indicators
        if indicator.applies_to == span.kind and indicator.part != "bonus"
        if subject_id is None or subject_id.startswith(f"{span.kind}:")
    )


def lock(connection: psycopg.Connection, jurisdiction: Jurisdiction) -> None:
    """Keep other writers of this jurisdiction's verdicts out until the transaction ends."""
    connection.execute(
        "select pg_advisory_xact_lock(hashtext('inspection.judge'), hashtext(%(jurisdiction_id)s))",
        {"jurisdiction_id": jurisdiction.jurisdiction_id},
    )


def refresh_statistics(connection: psycopg.Connection) -> None:
    """Tell the planner what judging has just written: it would take a quarter's rows for a handful."""
    connection.execute("analyze mart.fact_finding, mart.fact_assessment_day")


def drop_working_tables(connection: psycopg.Connection) -> None:
    """Give back what `measure` and judging laid out in this session."""
    connection.execute("drop table if exists pg_temp.judged; drop table if exists pg_temp.measured")


def _count_missing_probes(connection: psycopg.Connection, spans: list[Span], from_day: date, to_day: date) -> None:
    """A backfill counts its own days; the week before its first one may still lie uncounted."""
    windows = [indicator.parameters.get("window_days") for span in spans for indicator in span.edition.indicators]
    longest_days = max((days for days in windows if isinstance(days, int)), default=1)
    asked = {"from_day": from_day - timedelta(days=longest_days - 1), "to_day": to_day}
    for row in query(connection, "judge/uncounted_days.sql", asked):
        reconcile(connection, row["day"], row["day"] + timedelta(days=1))


def _measure_one(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    span: Span,
    indicator: Indicator,
    subject_id: str | None,
) -> int:
    select = sql_text(f"measure/{indicator.measure}.sql").rstrip().removesuffix(";")
    only = "where measure.subject_id = %(subject_id)s" if subject_id else ""
    try:
        return connection.execute(
            "insert into measured\n"
            "    (edition_id, indicator_id, subject_id, day, value, sample_count, unknown_reason, evidence)\n"
            "select %(edition_id)s, %(indicator_id)s, subject_id, day, value, sample_count, unknown_reason, evidence\n"
            f"from (\n{select}\n) as measure {only}",
            {
                "jurisdiction_id": jurisdiction.jurisdiction_id,
                "edition_id": span.edition.edition_id,
                "indicator_id": indicator.id,
                "kind": indicator.applies_to,
                "from_day": span.from_day,
                "to_day": span.to_day,
                "limit_value": indicator.fails_when.at_least,
                "subject_id": subject_id,
                **indicator.bindings(),
            },
        ).rowcount
    except (psycopg.DataError, psycopg.ProgrammingError) as error:
        raise InspectionError(
            f"indicator {indicator.id}: {str(error).splitlines()[0]}",
            place=f"include/sql/measure/{indicator.measure}.sql",
            remedy=f"see the entry's parameters in include/indicators/{span.edition.edition_id}.yaml",
        ) from error


def _indicator_of(editions: list[Edition], report: dict[str, Any]) -> str | None:
    """The one indicator that a report means by its reason; None where the editions have none or several."""
    kind = report["subject_id"].split(":", 1)[0]
    ids = {
        one.id
        for edition in editions
        for one in edition.indicators
        if one.reason == report["reason_id"] and one.applies_to == kind
    }
    return ids.pop() if len(ids) == 1 else None
