"""Building a period: its inputs gated, its days judged as one range, its figures kept if their gate lets them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

from inspection import quality
from inspection.declared.office import Jurisdiction
from inspection.errors import GateStopped, InspectionError
from inspection.flow.inspect_day import follow
from inspection.judging import judge
from inspection.language import _, told
from inspection.periods import Period, local_day
from inspection.quarter import grade
from inspection.warehouse import query

INPUT_SUITES = ("observations", "quarter_inputs")


def check_inputs(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    period: Period,
    run_id: str,
    *,
    build_anyway: bool = False,
) -> list[str]:
    """The gates on what the period is built from; returns a line for each.

    Raises GateStopped; not for a period that was hardly seen where a person wants it all the same (`build_anyway`):
    then its draft says so.
    """
    lines = [
        quality.gate(connection, jurisdiction, suite, period=period, run_id=run_id).line() for suite in INPUT_SUITES
    ]
    try:
        lines.append(quality.gate(connection, jurisdiction, "coverage", period=period, run_id=run_id).line())
    except GateStopped as stopped:
        if not build_anyway:
            raise
        lines.append(f"{_('built all the same')}: {told(stopped)}")
    return lines


def build(connection: psycopg.Connection, jurisdiction: Jurisdiction, period: Period, run_id: str) -> dict[str, Any]:
    """Build the period behind its gate; returns counts. Raises GateStopped: the build before stays in force."""
    with quality.behind_gate(connection, jurisdiction, "quarter", period=period, run_id=run_id):
        return load(connection, jurisdiction, period)


def load(connection: psycopg.Connection, jurisdiction: Jurisdiction, period: Period) -> dict[str, Any]:
    """Judge the whole period again as one range, fold its cases, build its tables and figures; returns counts."""
    recheck_on = jurisdiction.recheck_on(period) or period.last_day
    today = local_day(datetime.now(UTC))
    if period.start > today:
        raise InspectionError(f"{period.period_id} has not begun", remedy="name a period that has days behind it")
    # no day is judged that has not come
    end = min(max(period.last_day, recheck_on), today) + timedelta(days=1)
    counts = judge.evaluate(connection, jurisdiction, period.start, end)
    counts |= follow(connection, jurisdiction)
    return counts | grade.build(connection, jurisdiction, period)


def is_loaded(connection: psycopg.Connection, jurisdiction: Jurisdiction, period: Period) -> bool:
    """Whether the period's figures stand in the warehouse; those of a special check are counted when it is drafted."""
    if period.is_special:
        return True
    parameters = {"jurisdiction_id": jurisdiction.jurisdiction_id, "period_id": period.period_id}
    return bool(query(connection, "wait/loaded_quarter.sql", parameters))
