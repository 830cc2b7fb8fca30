"""Plant one error in a draft, of a kind, where it truly makes the text contradict itself."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bench.accuracy.proofread.draft import FIRST_MARK, Draft, Figure, Relation
from bench.accuracy.proofread.words import COUNTIES

KINDS = ("digit", "swap", "sum", "rate", "date", "list", "base", "part_whole", "group")
TRIES = 200  # of random changes, before a text is said to have no place for a kind
Change = dict[int, Any]  # mention → the value printed instead


@dataclass(frozen=True)
class Planted:
    """A text with one error; `places` are the sentences of every relation that it breaks."""

    kind: str
    family: str
    seed: int
    text: str
    change: str
    places: tuple[str, ...]


class Text:
    """A draft written out: its lines with marks, and what stands where."""

    def __init__(self, family: str, seed: int, write) -> None:
        self.family, self.seed = family, seed
        self.draft = Draft(family, seed)
        self.lines = write(self.draft)
        # most offices print full-width punctuation; a published text stands as it is
        self.wide = "." not in family and self.draft.random.random() < 0.8
        marks = {ord(c) - FIRST_MARK for line in self.lines for c in line if _is_mark(c)}
        self.printed = sorted(marks)  # an f-string may have been made and not used
        self.sentences = [s for line in self.lines for s in _sentences(line)]

    def render(self, change: Change | None = None, of: str | None = None) -> str:
        """The text (or a piece of it) with the values of some mentions changed."""
        change = change or {}
        shown = []
        for c in "\n".join(self.lines) if of is None else of:
            if _is_mark(c):
                number = ord(c) - FIRST_MARK
                figure = self.draft.mentions[number]
                shown.append(figure.write(change.get(number, figure.value)))
            else:
                shown.append(c)
        return widen("".join(shown)) if self.wide else "".join(shown)

    def mentions_of(self, figure: Figure) -> list[int]:
        """Where it is printed."""
        return [n for n in self.printed if self.draft.mentions[n] is figure]

    def relations(self, kind: str | None = None) -> list[Relation]:
        """Those whose figures are all printed."""
        return [
            r
            for r in self.draft.relations
            if kind in (None, r.kind) and all(self.mentions_of(figure) for figure in r.figures)
        ]

    def broken_by(self, change: Change) -> list[Relation]:
        """The relations that no longer hold."""
        values = {self.draft.mentions[n]: value for n, value in change.items()}
        return [
            r
            for r in self.relations()
            if any(f in values for f in r.figures) and r.broken(*(values.get(f, f.value) for f in r.figures))
        ]

    def places_of(self, relations: list[Relation], change: Change) -> tuple[str, ...]:
        """The sentences in which their figures stand."""
        marks = {chr(FIRST_MARK + n) for r in relations for f in r.figures for n in self.mentions_of(f)}
        return tuple(self.render(change, s) for s in self.sentences if marks & set(s))


def plant(text: Text, kind: str, turn: int) -> Planted | None:
    """The error number `turn` of a kind; None where the text has no place for it."""
    chance = random.Random(f"{text.family} {text.seed} {kind} {turn}")
    for change in _changes(text, kind, chance):
        broken = text.broken_by(change)
        if not broken or text.render(change) == text.render():
            continue
        told = ", ".join(
            f"{text.draft.mentions[n].write(text.draft.mentions[n].value)} → {text.draft.mentions[n].write(value)}"
            for n, value in change.items()
        )
        return Planted(kind, text.family, text.seed, text.render(change), told, text.places_of(broken, change))
    return None


def _changes(text: Text, kind: str, chance: random.Random) -> Iterator[Change]:
    """Changes to try, in the order of chance."""
    own = {"digit": None, "swap": None}.get(kind, kind)
    relations = text.relations(own)
    if not relations:
        return
    for _ in range(TRIES):
        relation = chance.choice(relations)
        if kind == "swap" or (kind == "group" and chance.random() < 0.5):
            found = _swapped(text, relation, chance)
        else:
            figures = [f for f in relation.figures if kind != "digit" or f.what in {"count", "percent"}]
            if not figures:
                continue
            figure = chance.choice(figures)
            mention = chance.choice(text.mentions_of(figure))
            value = _changed(figure, kind, relation, chance)
            found = None if value is None else {mention: value}
        if found and (kind in {"digit", "swap"} or relation in text.broken_by(found)):
            yield found


def _swapped(text: Text, relation: Relation, chance: random.Random) -> Change | None:
    """Two figures of one sentence, printed alike, exchanged."""
    sentence = chance.choice([s for s in text.sentences if any(_is_mark(c) for c in s)])
    inside = [ord(c) - FIRST_MARK for c in sentence if _is_mark(c)]
    of = [n for n in inside if text.draft.mentions[n] in relation.figures]
    if not of:
        return None
    one = chance.choice(of)
    figure = text.draft.mentions[one]
    others = [n for n in inside if _alike(text.draft.mentions[n], figure)]
    if not others:
        return None
    other = chance.choice(others)
    return {one: text.draft.mentions[other].value, other: figure.value}


def _alike(a: Figure, b: Figure) -> bool:
    """Two figures that could be taken for each other, and are not the same."""
    same = a.what == b.what and a.places == b.places and a.what in {"count", "percent"}
    return same and a.value != b.value and (a.what == "percent" or a.write is b.write)


def _changed(figure: Figure, kind: str, relation: Relation, chance: random.Random) -> Any:
    """Another value of one figure, as somebody mistypes or miscounts it."""
    if figure.what == "names":
        return _other_names(figure.value, chance)
    if figure.what == "day":
        return _other_day(figure.value, relation, chance)
    if figure.what == "points":
        # what was points is printed as per cent
        return f"{figure.value}%" if chance.random() < 0.4 else figure.value + Decimal(chance.randint(3, 40)) / 10
    if kind == "digit":
        return _mistyped(figure, chance)
    if figure.what == "percent":
        return _other_percent(figure, chance)
    if kind == "part_whole":
        whole = relation.figures[1].value
        part = relation.figures[0].value
        return whole + chance.randint(1, 9) if figure is relation.figures[0] else max(1, part - chance.randint(1, 9))
    value = figure.value + chance.choice((-1, 1)) * chance.choice((1, 1, 2, 3, 5, 9, 10))
    return value if value > 0 else None


def _mistyped(figure: Figure, chance: random.Random) -> Any:
    """One digit another."""
    shown = f"{figure.value}" if figure.what == "count" else f"{figure.value:.{figure.places}f}"
    at = chance.choice([n for n, c in enumerate(shown) if c.isdigit()])
    digit = chance.choice([c for c in "0123456789" if c != shown[at]])
    typed = shown[:at] + digit + shown[at + 1 :]
    if typed.startswith("0") and not typed.startswith("0."):
        return None
    value = int(typed) if figure.what == "count" else Decimal(typed)
    return None if figure.what == "percent" and value > 100 else value


def _other_percent(figure: Figure, chance: random.Random) -> Any:
    """Digits turned round, or another percentage near by."""
    shown = f"{figure.value:.{figure.places}f}"
    if chance.random() < 0.3 and len(shown) > 3:
        turned = shown[1] + shown[0] + shown[2:]
        if turned != shown and not turned.startswith("0"):
            return Decimal(turned)
    step = Decimal(chance.randint(4, 60)) / 10
    value = figure.value + chance.choice((-1, 1)) * step
    return value if 0 < value <= 100 else None


def _other_names(names: tuple, chance: random.Random) -> tuple:
    """One name (or row) fewer, or one more."""
    at = chance.randrange(len(names))
    if chance.random() < 0.5 and len(names) > 1:
        return names[:at] + names[at + 1 :]
    if isinstance(names[0], tuple):
        free = [c for c in COUNTIES if all(c[:2] not in row[0] for row in names)]
        new = (names[0][0].replace(names[0][0][:2], chance.choice(free)[:2]), *names[0][1:])
    else:
        inner = names[0].startswith("“")
        free = [c for c in COUNTIES if all(c[:2] not in name for name in names)]
        new = f"“{chance.choice(free)[:2]}新闻”" if inner else chance.choice(free)
        if names[0].endswith("网站"):
            new += "人民政府网站"
    return (*names[:at], new, *names[at:])


def _other_day(day: date, relation: Relation, chance: random.Random) -> Any:
    """A day that is none, or one out of its place."""
    how = chance.choice(("none", "beyond", "order"))
    figure_year = {f.write(date(2001, 1, 1)).startswith("2001") for f in relation.figures if f.value == day}
    year = f"{day.year}年" if True in figure_year else ""
    if how == "none":
        wrong = chance.choice(("31", "32")) if day.month in {4, 6, 9, 11} else "30" if day.month == 2 else "32"
        return f"{year}{day.month}月{wrong}日"
    first, last = relation.figures
    if how == "order":
        days = timedelta(chance.randint(1, 9))
        return last.value + days if first.value == day else first.value - days
    later = day.month + chance.choice((2, 3))
    return None if later > 12 or day.day > 28 else day.replace(month=later)


def _is_mark(c: str) -> bool:
    return 0xE000 <= ord(c) <= 0xF8FF


def _sentences(line: str) -> list[str]:
    return [s for s in line.replace("。", "。\n").split("\n") if s.strip()]


def widen(text: str) -> str:
    """ASCII punctuation as full-width, but for that between digits and in URLs."""
    shown = []
    for n, c in enumerate(text):
        between = c == ":" and text[n - 1 : n].isdigit() and text[n + 1 : n + 2].isascii()
        shown.append(c if between else WIDE.get(c, c))
    return "".join(shown)


WIDE = {",": "\uff0c", "(": "\uff08", ")": "\uff09", ";": "\uff1b", ":": "\uff1a"}
