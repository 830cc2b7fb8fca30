"""Measuring: every measure (度量) over all subjects and days asked, of which only what verdicts need is kept.

A measure gives one row per subject and day, and most of them are passes that nobody reads again. Of a range of
days its SQL is therefore asked twice: how many rows there are, for which the planner leaves out whatever does
not bear on the number, and then for the rows that are no passes, with evidence for these alone.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import psycopg

from inspection.errors import InspectionError
from inspection.jurisdiction import Jurisdiction
from inspection.rules import Indicator, Span
from inspection.warehouse import run, sql_text

# What a national office's sorts and hashes need; a hash may take twice as much, and so in each of three processes.
_SETTINGS = """
select set_config('work_mem', '192MB', true), set_config('max_parallel_workers_per_gather', '2', true)
"""
_RUNNING = """
select
    coalesce(sum(counted.days), 0) as day_count,
    coalesce(array_agg(running.subject_id) filter (where upper(running.days) < %(to_day)s), '{}') as ended_early
from mart.running_days(%(jurisdiction_id)s, %(kind)s, %(from_day)s, %(to_day)s) as running
cross join lateral (
    select sum(upper(stretch) - lower(stretch)) as days
    from unnest(running.days) as stretch
) as counted
"""
_REPORTED = """
select array_agg(distinct subject_id) as subject_ids
from mart.reported_problem
where jurisdiction_id = %(jurisdiction_id)s and indicator_id = %(indicator_id)s and is_open and has_report
"""
_ROWS = """
insert into measured (edition_id, indicator_id, subject_id, day, value, sample_count, unknown_reason, evidence)
select %(edition_id)s, %(indicator_id)s, subject_id, day, value, sample_count, unknown_reason, evidence
"""
_COUNT = "select count(*) as count from (\n{measure}\n) as measure"
# Nothing but columns of the measure and constants: conditions like these reach into it, and evidence is not put
# together for what they leave out.
_NO_PASSES = """
create temporary table kept as
select subject_id, day, value, sample_count, unknown_reason, evidence
from (\n{measure}\n) as measure
where
    unknown_reason is not null
    or (value < %(limit_value)s) is not true
    or day = %(to_day)s::date - 1
    or subject_id = any(%(whole)s::text[])
"""
_SKIPPED = """
select array_agg(running.subject_id) as subject_ids
from mart.running_days(%(jurisdiction_id)s, %(kind)s, %(from_day)s, %(to_day)s) as running
left join (
    select measure.subject_id, count(*) as day_count
    from (\n{measure}\n) as measure
    group by measure.subject_id
) as measured using (subject_id)
where
    coalesce(measured.day_count, 0)
    <> (select coalesce(sum(upper(stretch) - lower(stretch)), 0) from unnest(running.days) as stretch)
"""


def measure(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    spans: list[Span],
    *,
    subject_id: str | None = None,
) -> int:
    """Run every measure of the editions in force and fill the working tables; returns how many rows they gave.

    With `subject_id`, of that subject alone. A bonus (加分) is no finding: scoring reads its reports.
    """
    connection.execute(_SETTINGS)
    asked = {"from_day": min(span.from_day for span in spans), "to_day": max(span.to_day for span in spans)}
    run(connection, "judge/measured.sql", asked)
    count = 0
    for span in spans:
        if subject_id is not None and not subject_id.startswith(f"{span.kind}:"):
            continue
        keys = span_parameters(jurisdiction, span) | {"subject_id": subject_id}
        is_range = subject_id is None and span.to_day - span.from_day > timedelta(days=1)
        running = connection.execute(_RUNNING, keys).fetchone() if is_range else None
        for indicator in span.edition.indicators:
            if indicator.applies_to == span.kind and indicator.part != "bonus":
                count += _measure_one(connection, indicator, keys | _bindings(indicator), running)
    return count


def span_parameters(jurisdiction: Jurisdiction, span: Span) -> dict[str, Any]:
    """What a statement about the subjects and days of one span binds."""
    return {
        "jurisdiction_id": jurisdiction.jurisdiction_id,
        "edition_id": span.edition.edition_id,
        "kind": span.kind,
        "from_day": span.from_day,
        "to_day": span.to_day,
    }


def _bindings(indicator: Indicator) -> dict[str, Any]:
    return {"indicator_id": indicator.id, "limit_value": indicator.fails_when.at_least, **indicator.bindings()}


def _measure_one(
    connection: psycopg.Connection, indicator: Indicator, parameters: dict[str, Any], running: dict[str, Any] | None
) -> int:
    """With `running` (the days of all subjects together) the passes of a range are counted and not kept."""
    select = sql_text(f"measure/{indicator.measure}.sql").rstrip().removesuffix(";")
    try:
        if running and indicator.found_by == "observation":
            return _measure_range(connection, select, parameters, running)
        only = "where measure.subject_id = %(subject_id)s" if parameters["subject_id"] else ""
        return connection.execute(f"{_ROWS} from (\n{select}\n) as measure {only}", parameters).rowcount
    except (psycopg.DataError, psycopg.ProgrammingError) as error:
        raise InspectionError(
            f"indicator {indicator.id}: {str(error).splitlines()[0]}",
            place=f"include/sql/measure/{indicator.measure}.sql",
            remedy=f"see the entry's parameters in include/indicators/{parameters['edition_id']}.yaml",
        ) from error


def _measure_range(
    connection: psycopg.Connection, select: str, parameters: dict[str, Any], running: dict[str, Any]
) -> int:
    """A measure that gives every running subject a row each day is told by `throughout`.

    Subjects that it leaves out on some days (不适用) are kept row by row, and `day_by_day` names them. So are those
    whose last day is not the last asked about, and those on which a report may make a fail of a pass.
    """
    count = connection.execute(_COUNT.format(measure=select), parameters).fetchone()["count"]
    if not count:
        return 0
    reported = connection.execute(_REPORTED, parameters).fetchone()["subject_ids"]
    skipped = None
    if count != running["day_count"]:
        skipped = connection.execute(_SKIPPED.format(measure=select), parameters).fetchone()["subject_ids"]
    named = parameters | {"skipped": skipped, "whole": [*(reported or ()), *(skipped or ()), *running["ended_early"]]}
    connection.execute(_NO_PASSES.format(measure=select), named)
    connection.execute(f"{_ROWS} from kept; drop table kept", named)
    connection.execute("insert into throughout values (%(edition_id)s, %(indicator_id)s, %(kind)s)", named)
    connection.execute(
        "insert into day_by_day select %(edition_id)s, %(indicator_id)s, unnest(%(skipped)s::text[])", named
    )
    return count
