"""Tracing a printed figure (数据溯源): its query, its parameters, the rows that it counted, the findings behind them.

Beside each file of `include/sql/figure/` stands one of the same name in `include/sql/figure_rows/`. It is asked for
one figure, takes its parameters, and gives the rows that make it: `row_key`, `subject_id` (or null), `said` (what the
row says), `adds` (to the value, of a share to its numerator) and `adds_to_denominator` (null where there is none).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import psycopg
import yaml

from inspection.errors import InspectionError
from inspection.periods import Period
from inspection.quarter import figures
from inspection.warehouse import SQL, query, sql_text

_ROUNDING = Decimal("1e-9")
_COUNTED = """
with counted as (
{rows}
),

summed as (
    select
        count(*) as row_count,
        sum(adds) as adds,
        sum(adds_to_denominator) as adds_to_denominator
    from counted
),

newest as (
    select distinct on (subject_id) subject_id, name, organiser
    from mart.dim_subject
    where subject_id in (select counted.subject_id from counted)
    order by subject_id, valid_from desc
)

select
    counted.*,
    newest.name,
    newest.organiser,
    summed.row_count,
    summed.adds as total,
    summed.adds_to_denominator as total_denominator
from summed
left join counted on true
left join newest on counted.subject_id = newest.subject_id
order by counted.adds = 0, counted.row_key collate "C"
limit %(most_rows)s
"""


@dataclass(frozen=True)
class Trace:
    """A printed figure: its row of `mart.bulletin_figure`, its query, what that gives now, and its rows."""

    printed: Mapping[str, Any]
    title: Mapping[str, str]
    sql: str
    now: Mapping[str, Any] | None
    rows: list[dict[str, Any]]
    row_count: int
    total: Decimal
    total_denominator: Decimal | None

    @property
    def is_same_now(self) -> bool:
        """Whether the query still gives what was printed."""
        return self.now is not None and all(
            self.now[name] == self.printed[name] for name in ("value", "numerator", "denominator")
        )

    @property
    def adds_up(self) -> bool:
        """Whether the rows make the figure that the query gives now."""
        if self.now is None:
            return False
        if self.now["denominator"] is None:
            return _equal(self.total, self.now["value"])
        return _equal(self.total, self.now["numerator"]) and _equal(self.total_denominator, self.now["denominator"])


def _equal(one: Decimal | None, other: Decimal | None) -> bool:
    """Whether two sums are equal but for thirds and sevenths that no decimal holds."""
    return one is not None and other is not None and abs(one - other) < _ROUNDING


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
    sql = sql_text(sql_file.removeprefix("include/sql/"))
    now = figures.rerun(connection, sql_file, stored).get((figure_id, dimension))
    found = rows_of(connection, sql_file, stored, figure_id, dimension, most_rows=most_rows)
    first = found[0]
    return Trace(
        printed,
        title_of(sql),
        sql,
        now,
        [row for row in found if row["row_key"] is not None],
        first["row_count"],
        first["total"] or Decimal(0),
        first["total_denominator"],
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
    """The rows that a figure counts, those that add to it first; at least one, which bears the sums."""
    name = f"figure_rows/{sql_file.rpartition('/')[2]}"
    asked = {"figure_id": figure_id, "dimension": dimension, "most_rows": most_rows}
    statement = _COUNTED.format(rows=sql_text(name).strip().removesuffix(";"))
    return connection.execute(statement, figures.bound(stored) | asked).fetchall()


def without_rows() -> list[str]:
    """Files of figures that no file of rows stands beside."""
    return sorted({path.name for path in (SQL / "figure").glob("*.sql")} - {
        path.name for path in (SQL / "figure_rows").glob("*.sql")
    })  # fmt: skip


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
    """By subject: the first failing finding of each indicator, in the days of the figure's parameters or period."""
    days = [value for value in figures.bound(stored).values() if isinstance(value, date)]
    days = days or [period.start, period.last_day]
    keys = {
        "jurisdiction_id": jurisdiction_id,
        "subject_ids": subject_ids,
        "from_day": min(days),
        "to_day": max(days),
    }
    found: dict[str, list[dict[str, Any]]] = {}
    for row in query(connection, "bulletin/row_findings.sql", keys):
        found.setdefault(row["subject_id"], []).append(row)
    return found
