"""Quarters, months, years and local days: the only date arithmetic of the house.

Official days are days in Asia/Shanghai; instants are UTC. Ends are exclusive in code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar

from inspection.errors import InspectionError

SHANGHAI = ZoneInfo("Asia/Shanghai")
SPECIAL = "special-"
_CHINESE_QUARTERS = "一二三四"


@dataclass(frozen=True)
class Period:
    """A span of official days with its public name: `2023Q4`, `2020-09`, `2023` or `special-<slug>`.

    `start` is its first day, `end` the day after its last. A special check (专项检查) has a `name` of its own
    and its days from the office's file: `Jurisdiction.period`.
    """

    period_id: str
    start: date
    end: date
    name: str = ""

    @classmethod
    def parse(cls, period_id: str) -> Period:
        """The period called `period_id`; raises InspectionError when it names none."""
        if match := re.fullmatch(r"(\d{4})Q([1-4])", period_id):
            year, quarter = int(match[1]), int(match[2])
            return cls(period_id, date(year, 3 * quarter - 2, 1), _month_start(year, 3 * quarter + 1))
        if match := re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", period_id):
            year, month = int(match[1]), int(match[2])
            return cls(period_id, date(year, month, 1), _month_start(year, month + 1))
        if match := re.fullmatch(r"(\d{4})", period_id):
            return cls(period_id, date(int(match[1]), 1, 1), date(int(match[1]) + 1, 1, 1))
        if period_id.startswith(SPECIAL):
            raise InspectionError(
                f"{period_id!r} is a special check: its days are not in its name",
                remedy="name it under special_checks of the office's file",
            )
        raise InspectionError(
            f"{period_id!r} names no period", remedy="write a quarter 2023Q4, a month 2020-09 or a year 2023"
        )

    @classmethod
    def quarter_of(cls, day: date) -> Period:
        """The quarter that `day` lies in."""
        return cls.parse(f"{day.year}Q{(day.month + 2) // 3}")

    @property
    def is_special(self) -> bool:
        """Whether it is a special check (专项检查)."""
        return self.period_id.startswith(SPECIAL)

    @property
    def length(self) -> str:
        """`month`, `quarter`, `year` or `special`."""
        if self.is_special:
            return "special"
        return "quarter" if "Q" in self.period_id else "month" if "-" in self.period_id else "year"

    @property
    def last_day(self) -> date:
        """Its last day, inclusive."""
        return self.end - timedelta(days=1)

    def days(self) -> Iterator[date]:
        """Its days, in order."""
        return days_between(self.start, self.end)

    def previous(self) -> Period:
        """The period of the same length before it; before a special check, a span of which there are no rows."""
        if self.is_special:
            return Period(f"{self.period_id}~before", self.start - (self.end - self.start), self.start)
        return self._like(self.start - timedelta(days=1))

    def a_year_before(self) -> Period:
        """The same period of the year before (同比); a special check has none but `previous`."""
        if self.is_special:
            return self.previous()
        return self._like(self.start.replace(year=self.start.year - 1))

    def month_ends(self) -> list[date]:
        """The last day of each month it covers: the default inspection rounds."""
        return [day for day in self.days() if (day + timedelta(days=1)).day == 1]

    def chinese(self) -> str:
        """Its name in a bulletin: 2023年第四季度, 2020年9月, 2023年."""
        if self.is_special:
            return self.name
        if "Q" in self.period_id:
            return f"{self.start.year}年第{_CHINESE_QUARTERS[self.start.month // 3]}季度"
        if "-" in self.period_id:
            return f"{self.start.year}年{self.start.month}月"
        return f"{self.start.year}年"

    def _like(self, day: date) -> Period:
        if "Q" in self.period_id:
            return Period.quarter_of(day)
        if "-" in self.period_id:
            return Period.parse(f"{day:%Y-%m}")
        return Period.parse(f"{day:%Y}")


def _month_start(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def days_between(start: date, end: date) -> Iterator[date]:
    """Days from `start`, up to but without `end`."""
    for offset in range((end - start).days):
        yield start + timedelta(days=offset)


def add_working_days(day: date, count: int) -> date:
    """The `count`-th working day (工作日) after a day, by the State Council's calendar with its make-up days.

    Raises InspectionError for a year whose calendar is not known yet.
    """
    while count:
        day += timedelta(days=1)
        try:
            count -= chinese_calendar.is_workday(day)
        except NotImplementedError:
            raise InspectionError(
                f"the holidays of {day.year} are not known", remedy="install a newer chinesecalendar"
            ) from None
    return day


def local_day(moment: datetime) -> date:
    """The official day of an instant: 22:29 UTC belongs to the next day."""
    return moment.astimezone(SHANGHAI).date()


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """First instant of an official day and of the next, in UTC."""
    start = datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
    return start, start + timedelta(days=1)


def parse_moment(text: str) -> datetime:
    """An ISO 8601 instant in UTC; without an offset it is read as Asia/Shanghai."""
    moment = datetime.fromisoformat(text.strip())
    return (moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)).astimezone(UTC)
