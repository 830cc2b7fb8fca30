"""Measuring: every measure (度量) over all subjects and days asked, of which only what verdicts need is kept.

A measure gives one row per subject and day, and most of them are passes that nobody reads again. Of a range of
days its SQL is therefore asked for the rows that are no passes, with evidence for these alone. A measure whose
header says that it gives every running subject a row each day is asked nothing more; of any other one, before
that, on which days it gave one, for which the planner leaves out whatever does not bear on it.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import psycopg
from psycopg.sql import SQL, Composed

from inspection.declared.editions import Indicator, Span
from inspection.declared.office import Jurisdiction
from inspection.warehouse import REFUSALS, query, refused, run, sql_text

# What a national office's sorts and hashes need; a hash may take twice as much, and so in each of three processes.
_SETTINGS = """
select set_config('work_mem', '192MB', true), set_config('max_parallel_workers_per_gather', '2', true)
"""
_RUNNING = """
select
    coalesce(sum(counted.days), 0)::bigint as day_count,
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
# `measure` is the select of a measure's file: the braces are psycopg's, which leaves the %(names)s to be bound.
_ROWS = SQL("""
insert into measured (edition_id, indicator_id, subject_id, day, value, sample_count, unknown_reason, evidence)
select %(edition_id)s, %(indicator_id)s, subject_id, day, value, sample_count, unknown_reason, evidence
from {measure} as measure
""")
_OF_SUBJECT = SQL("where subject_id = %(subject_id)s")
_THROUGHOUT = re.compile(r"^-- grain: +one row per running (site|account|subject of the kind) and day$", re.MULTILINE)
_MEASURED_DAYS = SQL("""
create temporary table measured_days as
select subject_id, range_agg(daterange(day, day + 1)) as days
from {measure} as measure
group by subject_id
""")
_COUNTED_DAYS = """
select
    coalesce(sum(counted.days), 0)::bigint as day_count,
    coalesce(array_agg(measured.subject_id) filter (where upper(measured.days) < %(to_day)s), '{}') as ended_early
from measured_days as measured
cross join lateral (
    select sum(upper(stretch) - lower(stretch)) as days
    from unnest(measured.days) as stretch
) as counted
"""
# Nothing but columns of the measure and constants: conditions like these reach into it, and evidence is not put
# together for what they leave out. A pass that warns needs none: its value is all that is kept of it.
_NO_PASSES = SQL("""
create temporary table kept as
select
    subject_id,
    day,
    value,
    sample_count,
    unknown_reason,
    case
        when
            value < %(limit_value)s
            and unknown_reason is null
            and day < %(to_day)s::date - 1
            and subject_id <> all(%(whole)s::text[])
            then '[]'
        else evidence
    end as evidence
from {measure} as measure
where
    subject_id <> all(%(unasked)s::text[])
    and (
        unknown_reason is not null
        or (value < %(kept_from)s) is not true
        or day = %(to_day)s::date - 1
        or subject_id = any(%(whole)s::text[])
    )
""")
_KEPT = SQL("kept")
_SKIPPED = """
insert into skipped (edition_id, indicator_id, subject_id, days)
select %(edition_id)s, %(indicator_id)s, running.subject_id, running.days - coalesce(measured.days, '{}')
from mart.running_days(%(jurisdiction_id)s, %(kind)s, %(from_day)s, %(to_day)s) as running
left join measured_days as measured using (subject_id)
where running.days <> coalesce(measured.days, '{}')
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
    lay_out(connection, jurisdiction, spans, subject_id)
    count = 0
    for span in spans:
        if subject_id is not None and not subject_id.startswith(f"{span.kind}:"):
            continue
        is_range = subject_id is None and span.to_day - span.from_day > timedelta(days=1)
        running = connection.execute(_RUNNING, span_parameters(jurisdiction, span)).fetchone() if is_range else None
        has_deductions = any(indicator.part == "deduction" for indicator in span.edition.indicators)
        unasked = _unasked(connection, jurisdiction, span) if running and has_deductions else {}
        for indicator in span.edition.indicators:
            if indicator.applies_to != span.kind or indicator.part == "bonus":
                continue
            spared = unasked.get(indicator.id, {"subject_ids": [], "day_count": 0})
            if running and 0 < running["day_count"] == spared["day_count"]:
                continue
            asked = {"subject_id": subject_id, "unasked": spared["subject_ids"]}
            count += _measure_one(connection, indicator, parameters_of(indicator, jurisdiction, span) | asked, running)
        if has_deductions:
            (gone,) = query(connection, "judge/unscored.sql", span_parameters(jurisdiction, span))
            count -= int(gone["row_count"])
    return count


def _unasked(connection: psycopg.Connection, jurisdiction: Jurisdiction, span: Span) -> dict[str, dict[str, Any]]:
    """By indicator the sites of which it is not asked at all: nothing needs to be put together of them."""
    rows = query(connection, "judge/unasked.sql", span_parameters(jurisdiction, span))
    return {row["indicator_id"]: row for row in rows}


def lay_out(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, spans: list[Span], subject_id: str | None = None
) -> None:
    """Make the working tables: empty ones for what is measured, and those that several measures ask for."""
    looked_back = [
        days
        for span in spans
        for indicator in span.edition.indicators
        if indicator.applies_to == "account"
        for name in ("window_days", "valid_days")
        if isinstance(days := indicator.parameters.get(name), int)
    ]
    parameters = {
        **jurisdiction.ids,
        "from_day": min(span.from_day for span in spans),
        "to_day": max(span.to_day for span in spans),
        "days_before": max(looked_back, default=0),
        "subject_id": subject_id,
    }
    run(connection, "judge/measured.sql", parameters)


def is_throughout(measure: str) -> bool:
    """Whether the header of a measure says that it gives every running subject of its kind a row each day."""
    return bool(_THROUGHOUT.search(sql_text(f"measure/{measure}.sql")))


def span_parameters(jurisdiction: Jurisdiction, span: Span) -> dict[str, Any]:
    """What a statement about the subjects and days of one span binds."""
    return {
        **jurisdiction.ids,
        "edition_id": span.edition.edition_id,
        "kind": span.kind,
        "from_day": span.from_day,
        "to_day": span.to_day,
    }


def parameters_of(indicator: Indicator, jurisdiction: Jurisdiction, span: Span) -> dict[str, Any]:
    """What the SQL of an indicator's measure binds."""
    limit = {"indicator_id": indicator.id, "limit_value": indicator.fails_when.at_least}
    warns_at = indicator.warns_at if indicator.part == "veto" else []
    limit["kept_from"] = min([*warns_at, indicator.fails_when.at_least])  # values from here on are findings or warnings
    return span_parameters(jurisdiction, span) | limit | indicator.bindings()


def _measure_one(
    connection: psycopg.Connection, indicator: Indicator, parameters: dict[str, Any], running: dict[str, Any] | None
) -> int:
    """With `running` (the days of all subjects together) the passes of a range are counted and not kept."""
    select = SQL("(\n{}\n)").format(SQL(sql_text(f"measure/{indicator.measure}.sql").rstrip().removesuffix(";")))
    try:
        if running and indicator.found_by == "observation":
            return _measure_range(connection, select, parameters, running, is_throughout(indicator.measure))
        rows = _ROWS.format(measure=select)
        return connection.execute(rows + _OF_SUBJECT if parameters["subject_id"] else rows, parameters).rowcount
    except REFUSALS as error:
        raise refused(
            error,
            f"include/sql/measure/{indicator.measure}.sql",
            of=f"indicator {indicator.id}: ",
            remedy=f"see the entry's parameters in include/indicators/{parameters['edition_id']}.yaml",
        ) from error


def _measure_range(
    connection: psycopg.Connection,
    select: Composed,
    parameters: dict[str, Any],
    running: dict[str, Any],
    is_throughout: bool,
) -> int:
    """Tell by `throughout` and `skipped` which days were measured, and keep the rows that are no passes, or near ones
    (预警).

    Kept row by row are also subjects whose last day measured is not the last asked about, and those on which a
    report may make a fail of a pass; and of a measure that gave fewer than half of the rows (不适用), all.
    """
    counted = running if is_throughout else _count_days(connection, select, parameters)
    if 2 * counted["day_count"] < running["day_count"]:
        connection.execute("drop table measured_days")
        if counted["day_count"]:
            connection.execute(_ROWS.format(measure=select), parameters)
        return counted["day_count"]
    if not is_throughout:
        connection.execute(_SKIPPED, parameters)
        connection.execute("drop table measured_days")
    connection.execute("insert into throughout values (%(edition_id)s, %(indicator_id)s, %(kind)s)", parameters)
    reported = connection.execute(_REPORTED, parameters).fetchone()["subject_ids"]
    named = parameters | {"whole": [*(reported or ()), *counted["ended_early"]]}
    connection.execute(_NO_PASSES.format(measure=select), named)
    connection.execute(_ROWS.format(measure=_KEPT), named)
    connection.execute("drop table kept")
    return counted["day_count"]


def _count_days(connection: psycopg.Connection, select: Composed, parameters: dict[str, Any]) -> dict[str, Any]:
    """How many rows a measure gives, and whose last one is not of the last day; `measured_days` says of which days."""
    connection.execute(_MEASURED_DAYS.format(measure=select), parameters)
    return connection.execute(_COUNTED_DAYS, parameters).fetchone()
