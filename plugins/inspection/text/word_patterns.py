"""Patterns of wording: what is wrong in numbers, dates and logic, as regular expressions with a message.

One is written in a word list as `pattern` (its name), `regex`, `message`, `severity` and `examples`: `wrong` and
`right` texts, which the tests read. A pattern that names words is tried only on a text that has them, which costs next
to nothing: `has` every one, `has_any` at least one. `check: no_such_date` is for a regex that begins at 月 and has the
day as its group `d`: what it finds counts where the calendar has no such day of the month, and year, before it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from inspection.errors import InspectionError
from inspection.model import Severity

NO_SUCH_DATE = "no_such_date"
_LEAP_YEAR = 2024  # for dates without a year
_BEFORE = re.compile(r"(?<![\d.\-—~～至/、,，])(?:((?:19|20)\d\d)\s?年\s?)?(\d{1,2})\s?$")
_BEFORE_CHARS = 12
_SAID_CHARS = 60
REACH_CHARS = 60  # how far a match may reach from a word that calls for it
_SEVERITIES = {"一般": Severity.MINOR, "疑似": Severity.SUSPECTED, "严重": Severity.GRAVE}


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern of a word list."""

    name: str
    regex: re.Pattern
    message: str
    severity: Severity
    list_id: str
    has: tuple[str, ...] = ()
    has_any: tuple[str, ...] = ()
    check: str | None = None

    @property
    def triggers(self) -> tuple[str, ...]:
        """Words without any of which a look is in vain: few, and as rare as there are."""
        return self.has_any or ((max(self.has, key=len),) if self.has else ())

    def find(self, text: str) -> list[tuple[int, int]]:
        """Places of the text that the pattern speaks of, in their order; around its triggers, where it has any."""
        if not all(word in text for word in self.has):
            return []
        matches: Iterable[re.Match] = self.regex.finditer(text)
        if self.triggers:
            matches = (match for word in self.triggers for match in self._around(text, word))
        places = [match.span() for match in matches] if self.check is None else list(_no_dates(text, matches))
        return sorted(set(places))

    def _around(self, text: str, word: str) -> Iterator[re.Match]:
        """Matches that hold a word. Looked for beside it alone: nearly every page has the word, few a match."""
        place = text.find(word)
        end = 0
        while place >= 0:
            match = self.regex.search(text, max(end, place - REACH_CHARS), place + REACH_CHARS)
            if match and match.start() <= place < match.end():
                yield match
                end = match.end()
            place = text.find(word, max(place + 1, end))


def said(text: str, start: int, end: int) -> str:
    """What stands at a place, as it is kept."""
    return text[start:end].strip()[:_SAID_CHARS]


def read_pattern(entry: Any, list_id: str, place: str) -> Pattern:
    """A pattern from its entry in a word list. Raises InspectionError that names what is wrong with it."""
    missing = [name for name in ("pattern", "regex", "message") if not isinstance(entry, dict) or not entry.get(name)]
    if missing:
        raise InspectionError(f"has no {missing[0]}", place=place, remedy="see the patterns of writing-errors.yaml")
    try:
        regex = re.compile(str(entry["regex"]), re.M)
    except re.error as error:
        raise InspectionError(f"is no regular expression: {error}", place=f"{place} regex") from error
    if regex.search("") is not None:
        raise InspectionError("matches anywhere, the empty text too", place=f"{place} regex")
    check = entry.get("check")
    if check not in {None, NO_SUCH_DATE} or (check and "d" not in regex.groupindex):
        raise InspectionError(f"{check!r} is no check, or its group d is missing", place=place)
    return Pattern(
        str(entry["pattern"]),
        regex,
        str(entry["message"]),
        severity_of(entry.get("severity"), place),
        list_id,
        *(tuple(map(str, entry.get(name) or ())) for name in ("has", "has_any")),
        check,
    )


def severity_of(value: Any, place: str) -> Severity:
    """A severity by its own name or the one that monitors print (一般, 疑似, 严重)."""
    try:
        return _SEVERITIES.get(value) or Severity(value)
    except ValueError as error:
        raise InspectionError(
            f"{value!r} is no severity", place=place, remedy=f"write one of {', '.join(Severity)}"
        ) from error


def _no_dates(text: str, matches: Iterable[re.Match]) -> Iterator[tuple[int, int]]:
    """Places of the dates whose day, found by a match, the calendar does not have."""
    for match in matches:
        from_ = max(0, match.start() - _BEFORE_CHARS)
        before = _BEFORE.search(text[from_ : match.start()])
        if before is None:
            continue
        year, month, day = int(before[1] or _LEAP_YEAR), int(before[2]), int(match["d"])
        if not (1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
            yield from_ + before.start(), match.end()
