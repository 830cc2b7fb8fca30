"""What the marts call offices, reasons and days by: written from the files that name them, whenever an office judges.

Rows that are right already are left untouched, so that days judged in parallel do not wait for one another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

import chinese_calendar
import psycopg

from inspection.declared.editions import load_reasons
from inspection.declared.office import Jurisdiction
from inspection.warehouse import upsert_rows

_FIRST_YEAR = 2015  # of the first national census of websites (全国政府网站普查); older days have no period
_OFFICE = (
    "jurisdiction_id", "observer_id", "place_zh", "place_en", "office_zh", "office_en", "level", "edition_ids",
)  # fmt: skip
_REASON = ("reason_id", "reason_zh", "reason_en", "kind", "applies_to")
_DAY = (
    "day", "is_working_day", "week_starts_on", "weekday", "month_id", "quarter_id", "half_id", "year_id",
)  # fmt: skip


def keep(connection: psycopg.Connection, office: Jurisdiction, to_day: date) -> None:
    """Make `mart.dim_office` hold this office, `mart.dim_reason` the closed list, and `mart.dim_day` every day up to
    the end of the year that `to_day` lies in. Commits nothing."""
    place, called = office.name, office.office
    row = (
        office.jurisdiction_id, office.observer_id, place["zh"], place.get("en"), called["zh"], called.get("en"),
        office.level, office.editions,
    )  # fmt: skip
    _write(connection, "mart.dim_office", _OFFICE, [row])
    reasons = [(one.id, one.zh, one.en, one.kind, list(one.subjects)) for one in load_reasons().values()]
    _write(connection, "mart.dim_reason", _REASON, reasons)
    _write(connection, "mart.dim_day", _DAY, _days(max(to_day.year, max(chinese_calendar.holidays).year)))


def _write(connection: psycopg.Connection, table: str, columns: Sequence[str], rows: Sequence[tuple]) -> None:
    """Write those rows that the table has not, or has otherwise; the first column is its key."""
    held = {tuple(row.values()) for row in _held(connection, table, columns)}
    fresh = [row for row in rows if _hashable(row) not in held]
    if fresh:
        upsert_rows(connection, table, columns, columns[:1], fresh)


def _held(connection: psycopg.Connection, table: str, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    for row in connection.execute(f"select {', '.join(columns)} from {table}"):
        yield dict(zip(columns, _hashable(row.values()), strict=True))


def _hashable(row) -> tuple:
    return tuple(tuple(cell) if isinstance(cell, list) else cell for cell in row)


@cache
def _days(last_year: int) -> list[tuple]:
    first, last = date(_FIRST_YEAR, 1, 1), date(last_year, 12, 31)
    return [_day(first + timedelta(days=number)) for number in range((last - first).days + 1)]


def _day(day: date) -> tuple:
    try:
        is_working_day = chinese_calendar.is_workday(day)
    except NotImplementedError:  # the State Council tells each year's holidays in the autumn before
        is_working_day = None
    half = 1 if day.month <= 6 else 2
    return (
        day, is_working_day, day - timedelta(days=day.weekday()), day.isoweekday(), f"{day:%Y-%m}",
        f"{day.year}Q{(day.month + 2) // 3}", f"{day.year}H{half}", f"{day.year}",
    )  # fmt: skip
