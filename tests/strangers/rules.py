"""The clauses' arithmetic, written down once more from the texts, for the truth alone.

Shapes: days are ``datetime.date`` in local time; a monitoring point is the end of such a day. Sources: CONTRACT.md
"monitoring point" and "probe", indicators.yaml SV2–SV6, AV2.1.
"""

import calendar
from collections.abc import Callable, Iterable
from datetime import date, timedelta

NEWS_DAYS = 14  # SV3, SV4.1, SD1.4, AV2.1: two weeks; fails at 14, passes at 13
EXPECTED_MONTHS = {"通知公告": 6, "政策文件": 6, "政策解读": 6, "人事": 12, "规划计划": 12}


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def first_late_day(kind: str, newest: date) -> date | None:
    """The first monitoring point at which a column of this class counts as not updated; None where it owes nothing."""
    if kind == "动态要闻":
        return newest + timedelta(days=NEWS_DAYS)
    if kind in EXPECTED_MONTHS:
        return add_months(newest, EXPECTED_MONTHS[kind])
    return None


def is_late(kind: str, newest: date | None, day: date) -> bool:
    """Whether a column of this class whose newest entry bears ``newest`` is late at the end of ``day``."""
    if newest is None:
        return False
    limit = first_late_day(kind, newest)
    return limit is not None and day >= limit


def days(start: date, count: int) -> list[date]:
    """All days of the period."""
    return [start + timedelta(days=n) for n in range(count)]


def spans(period: Iterable[date], state: Callable[[date], object]) -> list[tuple[date, date, object]]:
    """Runs of equal state over the days of a period: ``(first, last, state)``."""
    out: list[tuple[date, date, object]] = []
    for day in period:
        now = state(day)
        if out and out[-1][2] == now:
            out[-1] = (out[-1][0], day, now)
        else:
            out.append((day, day, now))
    return out
