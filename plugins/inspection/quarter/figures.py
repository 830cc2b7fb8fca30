"""Figures (数据): every number a bulletin may print, each from one query in `include/sql/figure/`.

A file there is one select that returns the rows behind its figures: `figure_id`, `dimension`, `row_key`, `subject_id`
(or null), `said` (what the row says), `adds` and `adds_to_denominator` (null where there is none). Its header says by
one of `combining.WORDS` how the rows make a figure. A row without a `row_key` adds 0 and declares a zero: the figure
is there though nothing is counted. Shares are 0–1 with their numerator and denominator; what cannot be said (a rate
of nothing) is no figure.
Dimensions are written `<level>/<kind>`, `<kind>`, a platform, a channel or a check's id; '' is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from inspection.declared.office import Jurisdiction
from inspection.errors import InspectionError
from inspection.periods import Period, local_day
from inspection.places import ROOT
from inspection.quarter.combining import Combining, combining
from inspection.warehouse import REFUSALS, SQL, copy_rows, refused, sql_text

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
COLUMNS = (
    "jurisdiction_id", "period_id", "figure_id", "dimension",
    "value", "numerator", "denominator", "sql_file", "parameters",
)  # fmt: skip


def compute(connection: psycopg.Connection, jurisdiction: Jurisdiction, period: Period) -> int:
    """Replace the period's rows of `mart.quarter_figure`; returns how many there are.

    The same facts give the same rows. Raises InspectionError when two files yield one figure,
    and naming the file whose SQL is refused or whose combination is unknown.
    """
    bound = parameters(jurisdiction, period)
    rows: dict[tuple[str, str], tuple] = {}
    for path in sorted((SQL / "figure").glob("*.sql")):
        sql_file = path.relative_to(ROOT).as_posix()
        used = {name: bound[name] for name in _names(path.read_text("utf-8"), bound, sql_file)}
        for row in _combined(connection, sql_file, used):
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
    """A file's figures as the warehouse stands now, by figure and dimension: value, numerator, denominator.

    `sql_file` and `stored` are those of `mart.quarter_figure` or `mart.bulletin_figure`.
    """
    return {(row["figure_id"], row["dimension"]): row for row in _combined(connection, sql_file, bound(stored))}


@cache
def declared() -> Mapping[str, str]:
    """Every figure that a query makes, as the headers say → its file. An office's own figures are not among them."""
    known: dict[str, str] = {}
    for path in sorted((SQL / "figure").glob("*.sql")):
        header = re.search(r"^-- figure:(.*(?:\n--  .*)*)", path.read_text("utf-8"), re.MULTILINE)
        said = re.sub(r"\{[^{}]*\}|\([^()]*\)|\n--", " ", header[1]) if header else ""
        ids = re.findall(r"\b[a-z]+(?:_[a-z]+)+\b", said)
        if "the same with account_" in " ".join(said.split()):
            ids += [name.replace("site_", "account_", 1) for name in ids if name.startswith("site_")]
        known |= dict.fromkeys(ids, path.relative_to(ROOT).as_posix())
    return known


def text_of(sql_file: str) -> str:
    """Text of a figure's file."""
    return sql_text(sql_file.removeprefix("include/sql/"))


def combining_of(sql_file: str) -> Combining:
    """How the rows of a figure's file make its figures."""
    return combining(text_of(sql_file), sql_file)


def counted(sql_file: str) -> str:
    """The rows of a figure's file as the beginning of a statement: `with counted as (…)`."""
    return f"""with counted as (
    select
        figure_id, dimension, row_key, subject_id, said,
        adds::numeric as adds,
        adds_to_denominator::numeric as adds_to_denominator
    from (
{text_of(sql_file).strip().removesuffix(";")}
    ) as listed
)"""


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
        **jurisdiction.ids,
        "period_id": period.period_id,
        "period_start": period.start,
        "period_end": period.end,
        "cutoff_on": jurisdiction.cutoff_on(period),
        "due_days": [str(day) for day in jurisdiction.due_days(period, local_day(datetime.now(UTC)))],
        "observes": jurisdiction.observes,
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


def _combined(connection: psycopg.Connection, sql_file: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    statement = combining_of(sql_file).statement(counted(sql_file))
    try:
        return connection.execute(statement, parameters).fetchall()
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
