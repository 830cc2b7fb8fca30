"""Tracing a printed figure (数据溯源): its query, its parameters, the rows that it counted, the findings behind them.

The rows are those of the figure's file in `include/sql/figure/`, and combine as its header says: `inspection.figures`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg
import yaml

from inspection.errors import InspectionError
from inspection.periods import Period
from inspection.quarter import figures
from inspection.quarter.combining import WORDS
from inspection.warehouse import query

_ROWS = """
{rows},

own as (
    select *
    from counted
    where figure_id = %(figure_id)s and dimension = %(dimension)s and row_key is not null
),

newest as (
    select distinct on (subject_id) subject_id, name, organiser
    from mart.dim_subject
    where jurisdiction_id = %(jurisdiction_id)s and subject_id in (select own.subject_id from own)
    order by subject_id, valid_from desc
)

select
    own.row_key,
    own.subject_id,
    own.said,
    own.adds,
    own.adds_to_denominator,
    newest.name,
    newest.organiser,
    count(*) over () as row_count
from own
left join newest on own.subject_id = newest.subject_id
order by own.adds = 0, own.row_key collate "C"
limit %(most_rows)s
"""


@dataclass(frozen=True)
class Trace:
    """A printed figure: its row of `mart.bulletin_figure`, its query, what that gives now, and its rows.

    `combines` is the word that says how all `row_count` rows make the figure; `rows` may be the first ones only.
    """

    printed: Mapping[str, Any]
    title: Mapping[str, str]
    sql: str
    now: Mapping[str, Any] | None
    rows: list[dict[str, Any]]
    row_count: int
    combines: str

    @property
    def is_same_now(self) -> bool:
        """Whether the query still gives what was printed."""
        return self.now is not None and all(
            self.now[name] == self.printed[name] for name in ("value", "numerator", "denominator")
        )

    @property
    def combined(self) -> str:
        """How its rows make it, for people."""
        return f"{WORDS[self.combines].zh} {self.combines}"

    @property
    def has_denominator(self) -> bool:
        """Whether the rows add to a denominator as well."""
        return any(row["adds_to_denominator"] is not None for row in self.rows)


def trace(
    connection: psycopg.Connection,
    bulletin_id: str,
    edition_no: int,
    figure_id: str,
    period_id: str,
    dimension: str,
    *,
    most_rows: int = 500,
) -> Trace:
    """Where a figure of an edition comes from. Raises InspectionError when the edition does not print it."""
    printed = connection.execute(
        "select * from mart.bulletin_figure where bulletin_id = %s and edition_no = %s and figure_id = %s"
        " and period_id = %s and dimension = %s",
        (bulletin_id, edition_no, figure_id, period_id, dimension),
    ).fetchone()
    if printed is None:
        raise InspectionError(
            f"the figure {figures.named(figure_id, dimension)} of {period_id} is not printed there",
            place=f"{bulletin_id}/{edition_no}",
            remedy="see figures.json for those that are",
        )
    sql_file, stored = printed["sql_file"], printed["parameters"]
    sql = figures.text_of(sql_file)
    rows = rows_of(connection, sql_file, stored, figure_id, dimension, most_rows=most_rows)
    return Trace(
        printed,
        title_of(sql),
        sql,
        figures.rerun(connection, sql_file, stored).get((figure_id, dimension)),
        rows,
        rows[0]["row_count"] if rows else 0,
        figures.combining_of(sql_file).of(figure_id),
    )


def rows_of(
    connection: psycopg.Connection,
    sql_file: str,
    stored: Mapping[str, Any],
    figure_id: str,
    dimension: str,
    *,
    most_rows: int = 500,
) -> list[dict[str, Any]]:
    """The rows that a figure counts, those that add to it first; each bears `row_count`, how many there are in all."""
    parameters = {"figure_id": figure_id, "dimension": dimension, "most_rows": most_rows}
    statement = _ROWS.format(rows=figures.counted(sql_file))
    return connection.execute(statement, figures.bound(stored) | parameters).fetchall()


def title_of(sql: str) -> Mapping[str, str]:
    """What a figure's file is called, by language."""
    found = re.search(r"^-- title: +(\{.*\})$", sql, re.MULTILINE)
    return yaml.safe_load(found[1]) if found else {"zh": "", "en": ""}


def findings_of(
    connection: psycopg.Connection,
    jurisdiction_id: str,
    subject_ids: list[str],
    stored: Mapping[str, Any],
    period: Period,
) -> dict[str, list[dict[str, Any]]]:
    """By subject: the first failing finding of each indicator, from the period's first day (or an earlier one of the
    figure's parameters) to the last day of those parameters: what failed in August may be mended on the cut-off day."""
    asked = [value for value in figures.bound(stored).values() if isinstance(value, date)]
    days = [period.start, *(asked or [period.last_day])]
    parameters = {
        "jurisdiction_id": jurisdiction_id,
        "subject_ids": subject_ids,
        "from_day": min(days),
        "to_day": max(days),
    }
    found: dict[str, list[dict[str, Any]]] = {}
    for row in query(connection, "bulletin/row_findings.sql", parameters):
        found.setdefault(row["subject_id"], []).append(row)
    return found
