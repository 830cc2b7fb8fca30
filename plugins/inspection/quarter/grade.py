"""The quarterly tables: who was inspected, how each subject is graded, and the figures of it all.

Days become a grade (等次) by the jurisdiction's `quarter_rule`; the SQL is the same for every rule
and only the days that count differ.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

from inspection.declared.office import Jurisdiction
from inspection.errors import InspectionError
from inspection.judging import dimensions, judge
from inspection.periods import Period, local_day
from inspection.quarter import figures
from inspection.warehouse import run

_IS_JUDGED = """
select exists (
    select 1 from mart.fact_assessment_day where jurisdiction_id = %(jurisdiction_id)s and day = %(recheck_on)s
) as is_judged
"""


def build(connection: psycopg.Connection, jurisdiction: Jurisdiction, period: Period) -> dict[str, Any]:
    """Grade the period and compute its figures, replacing what stands; returns counts. Commits nothing.

    The days of the period must have been judged before (`judge.evaluate`).
    Raises InspectionError for a quarter rule or a scoring that is not built.
    """
    counts = grade(connection, jurisdiction, period)
    return counts | {"figures": figures.compute(connection, jurisdiction, period)}


def grade(connection: psycopg.Connection, jurisdiction: Jurisdiction, period: Period) -> dict[str, Any]:
    """Write `mart.fact_inspection` and `mart.quarter_subject` of the period; returns counts.

    Scores are null and `incomplete` while points of the edition's deductions (扣分指标) are not known:
    grades then come from the vetoes (单项否决) alone. Raises InspectionError where nobody judged the day of
    the recheck (复查) yet that the office grades after.
    """
    recheck_on, today = jurisdiction.recheck_on(period), local_day(datetime.now(UTC))
    parameters = {
        **jurisdiction.ids,
        "period_id": period.period_id,
        "period_start": period.start,
        "period_end": period.end,
        "counted_until": jurisdiction.counted_to(period, today) + timedelta(days=1),
        "round_days": [day for day in jurisdiction.round_days(period) if day <= today],
        "cutoff_on": jurisdiction.cutoff_on(period),
        "judged_days": [day for day in jurisdiction.judged_days(period) if day <= today],
        "recheck_on": recheck_on,
        "without_services": jurisdiction.without_services,
    }
    if recheck_on and not connection.execute(_IS_JUDGED, parameters).fetchone()["is_judged"]:
        raise InspectionError(
            f"the recheck of {period.period_id} is on {recheck_on}, and that day is not judged",
            place=f"jurisdiction {jurisdiction.jurisdiction_id}",
            remedy="build the period after that day, or change recheck_after_days",
        )
    dimensions.keep(connection, jurisdiction, period.last_day)
    judge.lock(connection, jurisdiction)
    judge.refresh_statistics(connection)
    inspections = run(connection, "mart/fact_inspection.sql", parameters)
    run(connection, "mart/judged_day.sql", parameters)
    subjects = run(connection, "mart/quarter_subject.sql", parameters)
    run(connection, "mart/quarter_score.sql", parameters)
    grades = connection.execute(
        "select grade, count(*) as count from mart.quarter_subject"
        " where jurisdiction_id = %(jurisdiction_id)s and period_id = %(period_id)s group by grade order by grade",
        parameters,
    ).fetchall()
    return {"inspections": inspections, "subjects": subjects} | {row["grade"]: row["count"] for row in grades}
