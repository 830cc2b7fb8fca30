"""What the marts call offices, reasons and days by: written from the files that name them, whenever an office judges.

Rows that are right already are left untouched, so that days judged in parallel do not wait for one another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import chinese_calendar
import psycopg

from inspection.declared.editions import load_reasons
from inspection.declared.office import Jurisdiction
from inspection.warehouse import upsert_rows

# of the year of the first national census of websites (全国政府网站普查); older days have no period
_FIRST = date(2015, 1, 1)
_OFFICE = (
    "jurisdiction_id", "observer_id", "place_zh", "place_en", "office_zh", "office_en", "level", "edition_ids",
)  # fmt: skip
_REASON = ("reason_id", "reason_zh", "reason_en", "kind", "applies_to")
_DAY = (
    "day", "is_working_day", "week_starts_on", "weekday", "month_id", "quarter_id", "half_id", "year_id",
)  # fmt: skip
# asked first: to tell the working days of ten years takes most of a second, and each day judged would do it
_ALL_DAYS = """
select
    count(*) = %(last)s::date - %(first)s::date + 1
    and count(*) filter (where is_working_day is null and day <= %(known)s) = 0 as are_there
from mart.dim_day
where day <= %(last)s
"""


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
    keep_days(connection, to_day)


def keep_days(connection: psycopg.Connection, to_day: date) -> None:
    """Make `mart.dim_day` hold every day up to the end of the year that `to_day` lies in. Commits nothing."""
    known = date(max(chinese_calendar.holidays).year, 12, 31)  # holidays are told up to here
    last = max(known, date(to_day.year, 12, 31))
    if not connection.execute(_ALL_DAYS, {"first": _FIRST, "last": last, "known": known}).fetchone()["are_there"]:
        _write(connection, "mart.dim_day", _DAY, _days(last))


def _write(connection: psycopg.Connection, table: str, columns: Sequence[str], rows: Sequence[tuple]) -> None:
    """Write those rows that the table has not, or has otherwise; the first column is its key."""
    held = {_hashable(row.values()) for row in connection.execute(f"select {', '.join(columns)} from {table}")}
    fresh = [row for row in rows if _hashable(row) not in held]
    if fresh:
        upsert_rows(connection, table, columns, columns[:1], fresh)


def _hashable(row: Iterable[Any]) -> tuple:
    return tuple(tuple(cell) if isinstance(cell, list) else cell for cell in row)


def _days(last: date) -> list[tuple]:
    return [_day(_FIRST + timedelta(days=number)) for number in range((last - _FIRST).days + 1)]


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
