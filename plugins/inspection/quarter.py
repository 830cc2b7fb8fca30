"""The quarterly tables: who was inspected, how each subject is graded, and the figures of it all.

Days become a grade (等次) by the jurisdiction's `quarter_rule`; the SQL is the same for every rule
and only the days that count differ.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import psycopg

from inspection import judge
from inspection.errors import InspectionError
from inspection.jurisdiction import Jurisdiction
from inspection.periods import Period, days_between
from inspection.rules import load_edition
from inspection.warehouse import run


def build(connection: psycopg.Connection, jurisdiction: Jurisdiction, period: Period) -> dict[str, Any]:
    """Grade the period and compute its figures, replacing what stands; returns counts. Commits nothing.

    The days of the period must have been judged before (`judge.evaluate`).
    Raises InspectionError for a quarter rule or a scoring that is not built.
    """
    from inspection import figures

    counts = grade(connection, jurisdiction, period)
    return counts | {"figures": figures.compute(connection, jurisdiction, period)}


def grade(connection: psycopg.Connection, jurisdiction: Jurisdiction, period: Period) -> dict[str, Any]:
    """Write `mart.fact_inspection` and `mart.quarter_subject` of the period; returns counts.

    Scores are null and `incomplete` while points of the edition's deductions (扣分指标) are not known:
    grades then come from the vetoes (单项否决) alone.
    """
    edition = load_edition(jurisdiction.edition)
    if edition.has_all_points():
        raise InspectionError(
            "all points of the deductions are known, and scoring by points is not built",
            place=f"include/indicators/{edition.edition_id}.yaml",
            remedy="leave the points that no text confirms null, or add the scoring to mart/quarter_subject.sql",
        )
    keys = {
        "jurisdiction_id": jurisdiction.jurisdiction_id,
        "edition_id": edition.edition_id,
        "period_id": period.period_id,
        "period_start": period.start,
        "period_end": period.end,
        "counted_until": jurisdiction.cutoff_on(period) + timedelta(days=1),
        "round_days": jurisdiction.round_days(period),
        "judged_days": judged_days(jurisdiction, period),
    }
    judge.lock(connection, jurisdiction)
    judge.refresh_statistics(connection)
    inspections = run(connection, "mart/fact_inspection.sql", keys)
    subjects = run(connection, "mart/quarter_subject.sql", keys)
    grades = connection.execute(
        "select grade, count(*) as count from mart.quarter_subject"
        " where jurisdiction_id = %(jurisdiction_id)s and period_id = %(period_id)s group by grade order by grade",
        keys,
    ).fetchall()
    return {"inspections": inspections, "subjects": subjects} | {row["grade"]: row["count"] for row in grades}


def judged_days(jurisdiction: Jurisdiction, period: Period) -> list[date]:
    """The days on which a failing veto makes a subject unqualified, by the jurisdiction's quarter rule.

    Raises InspectionError where the period has no round, or the rule is not built.
    """
    place = f"jurisdiction {jurisdiction.jurisdiction_id}"
    rounds = jurisdiction.round_days(period)
    if jurisdiction.quarter_rule == "any_day":
        return list(days_between(period.start, jurisdiction.cutoff_on(period) + timedelta(days=1)))
    if jurisdiction.quarter_rule not in {"any_round", "last_round"}:
        raise InspectionError(
            f"quarter_rule {jurisdiction.quarter_rule} is not built",
            place=place,
            remedy="use any_round, any_day or last_round",
        )
    if not rounds:
        raise InspectionError(
            f"no inspection round lies in {period.period_id}",
            place=place,
            remedy="name its rounds, or set them to month_ends",
        )
    return sorted(set(rounds)) if jurisdiction.quarter_rule == "any_round" else [max(rounds)]
