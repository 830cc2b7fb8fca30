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

from inspection.declared.editions import Edition, Span, answer_within_seconds, in_force, load_edition, sync
from inspection.declared.office import Jurisdiction
from inspection.judging import dimensions
from inspection.judging.measuring import measure, span_parameters
from inspection.periods import Period
from inspection.warehouse import query, run, sql_text

_FORGET_ASSESSMENTS = """
delete from mart.fact_assessment_day
where jurisdiction_id = %(jurisdiction_id)s and day >= %(from_day)s and day < %(to_day)s
"""
_FORGET_GAPS = """
delete from staging.column_gap
where observer_id = %(observer_id)s and day >= %(from_day)s and day < %(to_day)s
"""
_FOLDED = "delete from staging.unfolded_day where observer_id = %(observer_id)s and day = %(from_day)s"
_LOOKS_REACH = timedelta(days=100)
_REPORT_FIELDS = (
    "report_id",
    "subject_id",
    "indicator_id",
    "reason_id",
    "found_on",
    "body",
    "decision",
    "locator",
    "note",
    "attachment",
)


def reconcile(connection: psycopg.Connection, jurisdiction: Jurisdiction, from_day: date, to_day: date) -> int:
    """Count the office's probes and fold its columns of the days from `from_day` up to but without `to_day`.

    Returns how many sites' days of probes were counted.
    """
    connection.execute("select pg_advisory_xact_lock(hashtext('inspection.reconcile'))")
    _fold_columns(connection, jurisdiction, from_day, to_day)
    count = 0
    for number in range((to_day - from_day).days):
        day = from_day + timedelta(days=number)
        limit = {"answer_within_seconds": answer_within_seconds(jurisdiction.editions, day)}
        days = {"from_day": day, "to_day": day + timedelta(days=1)}
        count += run(connection, "mart/fact_probe_day.sql", jurisdiction.ids | days | limit)
    return count


def load_decisions(connection: psycopg.Connection, jurisdiction: Jurisdiction) -> int:
    """Bring new reports of the office (`staging.report`) into `mart.fact_decision`; returns how many were new.

    Append only: a decision's id is made from its content, so a corrected report is one decision more
    and nothing that people said is lost. A decision holds from the day it speaks of; one that strikes
    out an indicator as a whole holds to the end of that day's quarter, and never excuses a later one.
    """
    editions = [load_edition(name) for name in jurisdiction.editions]
    reports = connection.execute(
        f"select {', '.join(_REPORT_FIELDS)} from staging.report where jurisdiction_id = %s order by report_id",
        (jurisdiction.jurisdiction_id,),
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
    dimensions.keep(connection, jurisdiction, to_day)
    _count_missing_probes(connection, jurisdiction, spans, from_day, to_day)
    # a look at a column tells of the days around it on which nobody looked
    _fold_columns(connection, jurisdiction, from_day - _LOOKS_REACH, to_day + _LOOKS_REACH)
    span = {"from_day": from_day, "to_day": to_day, "reach_days": _LOOKS_REACH.days}
    connection.execute(_FORGET_GAPS, jurisdiction.ids | span)
    run(connection, "fold/column_gap.sql", jurisdiction.ids | span)
    parameters = {
        **jurisdiction.ids,
        "edition_ids": jurisdiction.editions,
        "from_day": from_day,
        "to_day": to_day,
    }
    measured = measure(connection, jurisdiction, spans)
    run(connection, "judge/judged.sql", parameters)
    lock(connection, jurisdiction)
    findings = run(connection, "judge/fact_finding.sql", parameters)
    run(connection, "judge/fact_finding_place.sql", parameters)
    connection.execute(_FORGET_ASSESSMENTS, parameters)
    assessed = 0
    for span in spans:
        assessed += run(connection, "judge/fact_assessment_day.sql", span_parameters(jurisdiction, span))
    run(connection, "judge/fact_measure_latest.sql", parameters)
    run(connection, "judge/fact_warning_day.sql", parameters)
    warnings = run(connection, "judge/early_warning.sql", parameters)
    failed = connection.execute("select count(*) as count from judged where verdict = 'fail'").fetchone()["count"]
    drop_working_tables(connection)
    return {
        "measured": measured,
        "assessed_days": assessed,
        "findings": findings,
        "warnings": warnings,
        "pass": measured - findings,
        "fail": failed,
        "unknown": findings - failed,
    }


def lock(connection: psycopg.Connection, jurisdiction: Jurisdiction) -> None:
    """Keep other writers of this jurisdiction's verdicts out until the transaction ends."""
    connection.execute(
        "select pg_advisory_xact_lock(hashtext('inspection.judge'), hashtext(%(jurisdiction_id)s))",
        {"jurisdiction_id": jurisdiction.jurisdiction_id},
    )


def refresh_statistics(connection: psycopg.Connection) -> None:
    """Tell the planner what judging has just written: it would take a quarter's rows for a handful."""
    connection.execute("analyze mart.fact_finding, mart.fact_finding_place, mart.fact_assessment_day")


def drop_working_tables(connection: psycopg.Connection) -> None:
    """Give back what `measure` and judging laid out in this session."""
    for table in ("judged", "measured", "throughout", "skipped", "home_of_day", "looks_of_account"):
        connection.execute(f"drop table if exists pg_temp.{table}")


def _fold_columns(connection: psycopg.Connection, jurisdiction: Jurisdiction, from_day: date, to_day: date) -> None:
    """Bring `staging.column_state` up to what readers have written of the days since they were last folded."""
    parameters = {**jurisdiction.ids, "from_day": from_day, "to_day": to_day}
    if query(connection, "fold/unfolded_days.sql", parameters):
        connection.execute("select pg_advisory_xact_lock(hashtext('inspection.reconcile'))")
    # those that nobody folded meanwhile; a day's articles may date the lists of later days, which follow
    while days := query(connection, "fold/unfolded_days.sql", parameters):
        after = days[0]["day"] + timedelta(days=1)
        one = parameters | {"from_day": days[0]["day"], "to_day": after}
        connection.execute(_FOLDED, one)
        run(connection, "fold/column_state.sql", one)
        run(connection, "fold/undated_days.sql", one)
        parameters["from_day"] = after


def _count_missing_probes(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, spans: list[Span], from_day: date, to_day: date
) -> None:
    """A backfill counts its own days; the week before its first one may still lie uncounted."""
    windows = [
        indicator.parameters.get("window_days")
        for span in spans
        for indicator in span.edition.indicators
        if indicator.measure and "mart.fact_probe_day" in sql_text(f"measure/{indicator.measure}.sql")
    ]
    longest_days = max((days for days in windows if isinstance(days, int)), default=1)
    parameters = {**jurisdiction.ids, "from_day": from_day - timedelta(days=longest_days - 1), "to_day": to_day}
    for row in query(connection, "judge/uncounted_days.sql", parameters):
        reconcile(connection, jurisdiction, row["day"], row["day"] + timedelta(days=1))


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
