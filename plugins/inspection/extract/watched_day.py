"""A day that remembers how far what was asked of it holds.

What a reader says of a page depends on the day only through the questions that it asks of it: is this date later, is it
today? Such answers hold for every day on the same side, so that what was read of a page on one day can stand for it
on others. Whatever else is asked (its text, a difference of days) binds what was read to that one day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Self

_ONE = timedelta(days=1)


class WatchedDay(date):
    """A day as readers are given it. `since` and `until` are the first and last day on which every answer so far is
    the same; None without a bound."""

    since: date | None
    until: date | None
    _plain: date

    @classmethod
    def of(cls, day: date) -> Self:
        """The same day, watched from now on."""
        watched = cls(day.year, day.month, day.day)
        watched.since = watched.until = None
        watched._plain = day
        return watched

    def _from(self, first: date) -> None:
        if self.since is None or self.since < first:
            self.since = first

    def _to(self, last: date) -> None:
        if self.until is None or last < self.until:
            self.until = last

    def _only(self) -> date:
        self.since = self.until = self._plain
        return self._plain

    def __lt__(self, other: date) -> bool:
        answer = self._plain < other
        self._to(other - _ONE) if answer else self._from(other)
        return answer

    def __le__(self, other: date) -> bool:
        answer = self._plain <= other
        self._to(other) if answer else self._from(other + _ONE)
        return answer

    def __gt__(self, other: date) -> bool:
        return not self.__le__(other)

    def __ge__(self, other: date) -> bool:
        return not self.__lt__(other)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, date) or self._plain == other:
            return self._only() == other
        self._to(other - _ONE) if self._plain < other else self._from(other + _ONE)
        return False

    def __ne__(self, other: object) -> bool:
        return not self == other

    @property
    def year(self) -> int:
        """The year; what is made of it holds until its end."""
        year = self._plain.year
        self._from(date(year, 1, 1))
        self._to(date(year, 12, 31))
        return year


def _binding(name: str) -> Callable[..., Any]:
    def ask(self: WatchedDay, *arguments: Any, **named: Any) -> Any:
        return getattr(self._only(), name)(*arguments, **named)

    return ask


# everything else that can be asked of a day
_ATTRIBUTES = ("month", "day")
_OPERATIONS = ("__add__", "__radd__", "__sub__", "__rsub__", "__hash__", "__str__", "__repr__", "__format__")
_METHODS = (
    "ctime",
    "isocalendar",
    "isoformat",
    "isoweekday",
    "replace",
    "strftime",
    "timetuple",
    "toordinal",
    "weekday",
    "__reduce__",
    "__reduce_ex__",
    "__getstate__",
)
for _name in (*_OPERATIONS, *_METHODS):
    setattr(WatchedDay, _name, _binding(_name))
for _name in _ATTRIBUTES:
    setattr(WatchedDay, _name, property(lambda self, name=_name: getattr(self._only(), name)))
