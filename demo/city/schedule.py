"""When things are published: a column or account publishes every few days, for ever, as a function of dates.

Sites are read before the day's work begins: a page of `day` shows what was published before that day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

from demo.city import faults, names, registry
from demo.city.registry import Account, Site

EPOCH = date(2018, 1, 1)
POSTS_EVERY = (1, 6)  # days between two posts of an account
_EVERY = {column.slug: column.every for column in (*names.COLUMNS, names.LETTERS)}


@dataclass(frozen=True)
class Rhythm:
    """Publication days without anything planted: about every `every` days, from `phase` days after the epoch."""

    every: int
    phase: int

    def day(self, number: int) -> date:
        """Day of the `number`-th publication; rises with `number`, with gaps of at most 4/3 of `every`."""
        wobble = (number * 7 + self.phase) % (1 + self.every // 3)
        return EPOCH + timedelta(days=self.phase + number * self.every + wobble)


@dataclass(frozen=True)
class Line:
    """One line of publications: a column of a site, or an account.

    `silences` are pairs of days with publications, and none between; `forced` are days with one.
    """

    rhythm: Rhythm
    silences: tuple[tuple[date, date], ...] = ()
    forced: tuple[date, ...] = ()
    opened_on: date = EPOCH
    closed_on: date = date.max

    def before(self, day: date, count: int) -> tuple[date, ...]:
        """The newest `count` publication days before `day`, newest first."""
        day = min(day, self.closed_on)
        found = {on for on in self.forced if on < day}
        taken, number = 0, (day - EPOCH).days // self.rhythm.every + 1
        while taken < count and number > 0:
            number -= 1
            on = self.rhythm.day(number)
            if on < self.opened_on:
                break
            if on < day and not any(first < on < last for first, last in self.silences):
                found.add(on)
                taken += 1
        return tuple(sorted(found, reverse=True)[:count])

    def between(self, first: date, last: date) -> list[date]:
        """Publication days from `first` to `last`, both inclusive, oldest first."""
        newest = self.before(last + timedelta(days=1), (last - first).days + 1)
        return [on for on in reversed(newest) if on >= first]


@cache
def column_line(seed: int, site: Site, slug: str) -> Line:
    """Publications of a column, or the answers to letters (`lxxd`)."""
    planted = [plant for plant in faults.of_subject(seed, site.subject_id, "silence", "wording") if slug in plant.parts]
    return _line(_rhythm(f"{seed}:rhythm:{site.code}:{slug}", _EVERY[slug]), planted)


@cache
def account_line(seed: int, account: Account) -> Line:
    """Publications of an account; one that is opened within the history begins with a post."""
    planted = faults.of_subject(seed, account.subject_id, "silence", "wording")
    rhythm = _rhythm(f"{seed}:rhythm:{account.subject_id}", POSTS_EVERY)
    return _line(rhythm, planted, account.opened_on, account.closed_on)


def _rhythm(topic: str, every: tuple[int, int]) -> Rhythm:
    rng = Random(topic)
    days = rng.randint(*every)
    return Rhythm(days, rng.randrange(days))


def _line(rhythm: Rhythm, planted: tuple, opened_on: date = EPOCH, closed_on: date = date.max) -> Line:
    silences = tuple((plant.first_on, plant.last_on) for plant in planted if plant.kind == "silence")
    forced = {plant.first_on for plant in planted}
    forced |= {plant.last_on for plant in planted if plant.kind == "silence" and plant.last_on < date.max}
    forced |= {opened_on} if opened_on > registry.ALWAYS else set()
    return Line(rhythm, silences, tuple(sorted(forced)), opened_on, closed_on)
