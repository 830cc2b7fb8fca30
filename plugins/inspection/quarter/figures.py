"""Figures (数据): every number a bulletin may print, each from one query in `include/sql/figure/`.

A file there is one select that returns (figure_id, dimension, value, numerator, denominator). Shares
are 0–1 with their numerator and denominator; what cannot be said (a rate of nothing) has no row.
Dimensions are written `<level>/<kind>`, `<kind>`, a platform, a channel or a check's id; '' is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from inspection.declared.office import Jurisdiction
from inspection.errors import InspectionError
from inspection.periods import Period
from inspection.warehouse import REFUSALS, ROOT, SQL, copy_rows, query, refused

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
COLUMNS = (
    "jurisdiction_id", "period_id", "figure_id", "dimension",
    "value", "numerator", "denominator", "sql_file", "parameters",
)  # fmt: skip


def compute(connection: psycopg.Connection, jurisdiction: Jurisdiction, period: Period) -> int:
    """Replace the period's rows of `mart.quarter_figure`; returns how many there are.

    The same facts give the same rows. Raises InspectionError when two files yield one figure,
    and naming the file whose SQL is refused.
    """
    bound = parameters(jurisdiction, period)
    rows: dict[tuple[str, str], tuple] = {}
    for path in sorted((SQL / "figure").glob("*.sql")):
        sql_file = path.relative_to(ROOT).as_posix()
        used = {name: bound[name] for name in _names(path.read_text("utf-8"), bound, sql_file)}
        for row in _rows(connection, sql_file, used):
            key = (row["figure_id"], row["dimension"])
            if key in rows:
                raise InspectionError(
                    f"figure {named(*key)} is also a figure of {rows[key][7]}",
                    place=sql_file,
                    remedy="let one query make it",
                )
            numbers = (row["value"], row["numerator"], row["denominator"])
            rows[key] = (
                jurisdiction.jurisdiction_id, period.period_id, *key, *numbers, sql_file, Jsonb(_plain(used)),
            )  # fmt: skip
    connection.execute(
        "delete from mart.quarter_figure where jurisdiction_id = %s and period_id = %s",
        (jurisdiction.jurisdiction_id, period.period_id),
    )
    return copy_rows(connection, "mart.quarter_figure", COLUMNS, rows.values())


def rerun(connection: psycopg.Connection, sql_file: str, stored: Mapping[str, Any]) -> dict[tuple[str, str], dict]:
    """Rows of a figure's query as the warehouse stands now, by figure and dimension.

    `sql_file` and `stored` are those of `mart.quarter_figure` or `mart.bulletin_figure`.
    """
    return {(row["figure_id"], row["dimension"]): row for row in _rows(connection, sql_file, bound(stored))}


def bound(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Stored parameters as a query binds them: days are days again."""
    return {
        name: date.fromisoformat(value) if isinstance(value, str) and _DAY.fullmatch(value) else value
        for name, value in stored.items()
    }


def parameters(jurisdiction: Jurisdiction, period: Period) -> dict[str, Any]:
    """What a query of a bulletin may bind, by name. `period_end` is exclusive, `cutoff_on` inclusive."""
    previous, settings = period.previous(), jurisdiction.bulletin
    kinds = ("site", "account", "superior_site", "superior_account")
    return {
        **jurisdiction.keys,
        "period_id": period.period_id,
        "period_start": period.start,
        "period_end": period.end,
        "cutoff_on": jurisdiction.cutoff_on(period),
        "previous_period_id": previous.period_id,
        "previous_period_start": previous.start,
        "year_before_period_id": period.a_year_before().period_id,
        "year_start": period.start.replace(month=1, day=1),
        "shown_platforms": settings.shown_platforms,
        "superior_levels": settings.superior_levels,
        "channels": settings.channels if jurisdiction.has_messages else [],
        "message_statistics_on": jurisdiction.message_statistics_on(period),
        "mentions_at_least": settings.mentions_at_least,
    } | {f"{kind}_denominator": settings.denominator(kind) for kind in kinds}


def named(figure_id: str, dimension: str) -> str:
    """A figure's name for people: account_count{微信公众号}."""
    return f"{figure_id}{{{dimension}}}" if dimension else figure_id


def _rows(connection: psycopg.Connection, sql_file: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    try:
        return query(connection, sql_file.removeprefix("include/sql/"), parameters)
    except REFUSALS as error:
        raise refused(error, sql_file) from error


def _names(sql: str, bound: dict[str, Any], sql_file: str) -> list[str]:
    names = sorted(set(re.findall(r"%\((\w+)\)s", sql)))
    if unknown := [name for name in names if name not in bound]:
        raise InspectionError(
            f"parameter {unknown[0]} is not bound", place=sql_file, remedy=f"use one of: {', '.join(bound)}"
        )
    return names


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
