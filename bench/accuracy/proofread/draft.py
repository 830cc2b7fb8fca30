"""A bulletin in the making: its figures, each mention of them, and the relations that hold between them.

A family writes lines in which every figure that takes part in a relation stands as one private-use character a mention,
so that an error can be planted at one place of the text and the truth about it is known.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from bench.accuracy.proofread.words import chinese

FIRST_MARK = 0xE000
Kind = Literal["sum", "rate", "date", "list", "base", "part_whole", "group"]


@dataclass(eq=False)
class Figure:
    """A number, percentage, day or list of names; formatting it into a line makes a mention."""

    draft: Draft = field(repr=False)
    value: Any
    write: Callable[[Any], str] = str
    places: int = 0  # decimal places as printed
    what: Literal["count", "percent", "points", "score", "day", "names"] = "count"

    def __format__(self, how: str) -> str:
        self.draft.mentions.append(self)
        return chr(FIRST_MARK + len(self.draft.mentions) - 1)

    __str__ = None  # type: ignore[assignment]  # a mention is made by an f-string alone


@dataclass(frozen=True, eq=False)
class Relation:
    """What holds between figures; `broken` says of their values whether no reading and no rounding saves them."""

    kind: Kind
    figures: tuple[Figure, ...]
    broken: Callable[..., bool]


class Draft:
    """Figures and relations of one text; `random` is its own, by family and seed."""

    def __init__(self, family: str, seed: int) -> None:
        self.random = random.Random(f"{family} {seed}")
        self.mentions: list[Figure] = []
        self.relations: list[Relation] = []

    def pick(self, *options: Any) -> Any:
        """One of them."""
        return self.random.choice(options)

    def between(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return self.random.randint(least, most)

    def shuffled(self, items: Sequence[Any]) -> list[Any]:
        """The same in another order."""
        return self.random.sample(items, len(items))

    def count(self, value: int, write: Callable[[int], str] = str) -> Figure:
        """A whole number of things."""
        return Figure(self, value, write)

    def small(self, value: int) -> Figure:
        """A number written in Chinese numerals."""
        return Figure(self, value, chinese)

    def split(self, total: int, parts: int, least: int = 1) -> list[int]:
        """So many different parts of a number, where there is room for difference."""
        while True:
            cuts = sorted(self.random.sample(range(1, total - parts * (least - 1)), parts - 1))
            found = [b - a + least - 1 for a, b in zip([0, *cuts], [*cuts, total - parts * (least - 1)], strict=True)]
            if len(set(found)) > parts // 2:
                return found

    def counts(self, values: Sequence[int]) -> list[Figure]:
        """Each a count."""
        return [self.count(value) for value in values]

    # relations

    def sum(self, total: Figure, parts: Sequence[Figure], closed: bool = True) -> None:
        """Parts that make up the whole; `closed` where the words say that nothing else belongs to it."""

        def broken(whole: int, *each: int) -> bool:
            return sum(each) != whole if closed else sum(each) > whole

        self._relate("sum", (total, *parts), broken)

    def balance(self, before: Figure, more: Figure, fewer: Figure, after: Figure) -> None:
        """What was there, what came, what went, what is there."""
        self._relate("base", (before, more, fewer, after), lambda a, b, c, d: a + b - c != d)

    def part(self, part: Figure, whole: Figure) -> None:
        """A part cannot be more than its whole."""
        self._relate("part_whole", (part, whole), lambda a, b: a > b)

    def rate(self, part: Figure, whole: Figure, places: int = 1, kind: Kind = "rate", trim: bool = False) -> Figure:
        """The percentage of a part, rounded half up; `trim` prints 95% for 95.0%."""
        return self._rate((part, whole), lambda a, b: Decimal(100) * a / b, places, kind, trim)

    def rate_without(self, failures: Figure, whole: Figure, places: int = 1, kind: Kind = "rate") -> Figure:
        """The percentage of those that did not fail."""
        return self._rate((failures, whole), lambda a, b: Decimal(100) * (b - a) / b, places, kind, False)

    def growth(self, before: Figure, after: Figure, places: int = 1) -> Figure:
        """Growth or decline (without its sign) in per cent of the base."""
        return self._rate((before, after), lambda a, b: Decimal(100) * abs(b - a) / a, places, "base", False)

    def difference(self, before: Figure, after: Figure) -> Figure:
        """How many more or fewer."""
        found = self.count(abs(after.value - before.value))
        self._relate("base", (found, before, after), lambda d, a, b: abs(b - a) != d)
        return found

    def points(self, before: Figure, after: Figure) -> Figure:
        """The percentage points between two percentages."""
        places = max(before.places, after.places)
        value = abs(after.value - before.value)
        found = Figure(self, value, lambda v: f"{v}个百分点" if isinstance(v, Decimal) else v, places, "points")

        def broken(shown: Any, a: Decimal, b: Decimal) -> bool:
            if isinstance(shown, str):  # printed as per cent: wrong where it is not the growth either
                return abs(100 * abs(b - a) / a - Decimal(shown.strip("%"))) > Decimal(1).scaleb(-places)
            return abs(b - a) != shown

        self._relate("base", (found, before, after), broken)
        return found

    def earlier(self, now: Figure, *steps: int) -> Figure:
        """A percentage of the time before, so many last places away from now."""
        step = Decimal(1).scaleb(-now.places)
        values = [now.value - n * step for n in steps]
        return self.percent(str(self.random.choice([value for value in values if 0 < value < 100])))

    def listed(self, number: Figure, names: Figure, open_: bool = False) -> None:
        """A list of names and their number; `open_` where 等 allows for names that are not told."""
        self._relate("list", (number, names), lambda n, found: n < len(found) if open_ else n != len(found))

    def period(self, first: Figure, last: Figure, start: date, end: date) -> None:
        """A span of days that lies within the inspected period."""

        def broken(a: Any, b: Any) -> bool:
            return isinstance(a, str) or isinstance(b, str) or a > b or a < start or b > end

        self._relate("date", (first, last), broken)

    def order(self, first: Figure, last: Figure) -> None:
        """A day that comes after another."""
        self._relate("date", (first, last), lambda a, b: isinstance(a, str) or isinstance(b, str) or a >= b)

    # other figures

    def percent(self, value: str) -> Figure:
        """A percentage that nothing printed gives, such as last quarter's."""
        places = len(value.partition(".")[2])
        return Figure(self, Decimal(value), lambda v: f"{v:.{places}f}%", places, "percent")

    def day(self, value: date, year: bool = True) -> Figure:
        """A day as printed, with or without its year; a text stands as it is (an impossible day)."""

        def write(v: Any) -> str:
            if isinstance(v, str):
                return v
            return (f"{v.year}年" if year else "") + f"{v.month}月{v.day}日"

        return Figure(self, value, write, what="day")

    def names(self, names: Sequence[str], write: Callable[[Sequence[str]], str] = "、".join) -> Figure:
        """A list of names or rows; `write` lays it out."""
        return Figure(self, tuple(names), write, what="names")

    def _relate(self, kind: Kind, figures: tuple[Figure, ...], broken: Callable[..., bool]) -> None:
        assert not broken(*(figure.value for figure in figures)), (kind, figures)
        self.relations.append(Relation(kind, figures, broken))

    def _rate(self, of: tuple[Figure, Figure], true: Callable, places: int, kind: Kind, trim: bool) -> Figure:
        step = Decimal(1).scaleb(-places)
        value = true(*(Decimal(figure.value) for figure in of)).quantize(step, ROUND_HALF_UP)

        def write(v: Decimal) -> str:
            shown = f"{v:.{places}f}"
            return (shown.rstrip("0").rstrip(".") if (trim or v == 100) and "." in shown else shown) + "%"

        def broken(shown: Decimal, a: int, b: int) -> bool:
            return not a or not b or abs(true(Decimal(a), Decimal(b)) - shown) > step

        found = Figure(self, value, write, places, "percent")
        if all(figure.value for figure in of):
            self._relate(kind, (found, *of), broken)
        return found
