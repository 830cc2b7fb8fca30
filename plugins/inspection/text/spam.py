"""Stems of gambling, pornography and search spam in a text, weighed together: no single innocent word says anything.

The stems are `include/lexicon/spam-stems.yaml`: what *strong*, *weak*, *glue*, *innocent*, *report* and *spun* mean is
said there. Texts are compared in lower case, full-width letters narrow, traditional characters as simplified ones.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import yaml
from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

from inspection.places import INCLUDE
from inspection.text.letters import FULL_WIDTH, FULL_WIDTH_PATTERN, TONED, TRADITIONAL, kinds_of
from inspection.text.script import simplified

STRONG, WEAK, GLUE, REPORT, SPUN = "strong", "weak", "glue", "report", "spun"
_INNOCENT = "innocent"
_TOPICS = ("gambling", "pornography", "other")
NEAR_REPORT_CHARS = 40  # a stem so near to a word of a warning is part of the warning
NEAR_GLUE_CHARS = 12  # … unless it is stuck to glue: no warning quotes that
MOST_OF_A_TEXT = 0.5  # of a title; in a text of any length stems are a few hundredths
EXCERPT_CHARS = 20
ODD = TONED | TRADITIONAL | FULL_WIDTH  # letters that the compared form writes otherwise, or with a tone of pinyin


@dataclass(frozen=True, slots=True)
class Stem:
    """One stem of the list; `topic` is empty for glue, words of warning and spun words."""

    text: str
    role: str
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One place of a stem in the compared form of a text, which may differ in length from the text itself."""

    stem: Stem
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Spam:
    """What the stems of one stretch of text come to."""

    strong: tuple[str, ...]  # distinct, in order of their first places
    weak: tuple[str, ...]
    glue: tuple[str, ...]
    topics: tuple[str, ...]
    count: int  # of stems, glue left out
    density: float  # share (0–1) of the characters that belong to stems or glue
    first: int  # where the first stem stands

    @property
    def is_spam(self) -> bool:
        """One stem that says nothing else; or three that are innocent alone, of which glue may stand for one; or one
        such where it and its glue are most of the text."""
        if self.strong or len(self.weak) >= 3 or (len(self.weak) == 2 and self.glue):
            return True
        return len(self.glue) >= 2 and self.density >= MOST_OF_A_TEXT

    @property
    def is_dense(self) -> bool:
        """Whether it is spam also in the midst of a long text, where a single stem may be quoted."""
        return self.is_spam and (
            len(self.strong) >= 2
            or (bool(self.strong) and (self.count >= 3 or bool(self.glue)))
            or (self.density >= 0.01 and self.count >= 5)
        )


def normal(text: str) -> str:
    """The form in which texts are compared, but for case: full-width letters narrow, simplified."""
    return simplified(FULL_WIDTH_PATTERN.sub(_narrow, text)) if kinds_of(text) & ODD else text


def _narrow(match: re.Match) -> str:
    """The ASCII letter or digit of a full-width one; what else NFKC does costs more than all the rest."""
    return chr(ord(match[0]) - 0xFEE0)


def hits(text: str) -> list[Hit]:
    """Stems found in a text of that form, in page order; those that only warn of spam are left out."""
    found = [hit for hit in _places(text) if hit.stem.role != _INNOCENT and _stands_alone(text, hit.start, hit.end)]
    warnings = [hit.start for hit in found if hit.stem.role == REPORT]
    if not warnings or len(warnings) == len(found):
        return [hit for hit in found if hit.stem.role != REPORT]
    glue = [hit.start for hit in found if hit.stem.role == GLUE]
    return [
        hit
        for hit in found
        if hit.stem.role != REPORT
        and (
            hit.stem.role == GLUE
            or _is_near(glue, hit, NEAR_GLUE_CHARS)
            or not _is_near(warnings, hit, NEAR_REPORT_CHARS)
        )
    ]


def weigh(found: Iterable[Hit], char_count: int) -> Spam | None:
    """What the hits of a stretch of so many characters come to; None without a stem."""
    found = list(found)
    stems = [hit for hit in found if hit.stem.role in {STRONG, WEAK}]
    if not stems:
        return None
    glue = [hit for hit in found if hit.stem.role == GLUE]

    def distinct(role: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(hit.stem.text for hit in found if hit.stem.role == role))

    covered = sum(hit.end - hit.start for hit in [*stems, *glue])
    return Spam(
        distinct(STRONG),
        distinct(WEAK),
        distinct(GLUE),
        tuple(sorted({hit.stem.topic for hit in stems})),
        len(stems),
        covered / max(char_count, 1),
        stems[0].start,
    )


def look(text: str) -> Spam | None:
    """What the stems of a whole text come to; None without a stem."""
    compared = normal(text)
    return weigh(hits(compared), len(compared))


def excerpt(compared: str, at: int) -> str:
    """The text around a place of the compared form, white space folded."""
    return " ".join(compared[max(0, at - EXCERPT_CHARS) : at + 2 * EXCERPT_CHARS].split())


def _places(text: str) -> Iterator[Hit]:
    """Every stem in a text. Bytes are searched, which is twice as fast, and places counted in characters after."""
    automaton, stems = _automaton()
    data = text.encode("utf-8", "replace").lower()  # of ASCII letters, so that places stay
    at = chars = 0
    for index, start, end in automaton.find_matches_as_indexes(data):
        begin = chars + len(data[at:start].decode())
        chars, at = begin + len(data[start:end].decode()), end
        yield Hit(stems[index], begin, chars)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a stem that begins or ends with a Latin letter is no part of a longer word there."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before.isascii() and before.isalpha() and text[start].isascii() and text[start].isalpha():
        return False
    return not (after.isascii() and after.isalpha() and text[end - 1].isascii() and text[end - 1].isalpha())


def _is_near(places: list[int], hit: Hit, chars: int) -> bool:
    at = bisect_left(places, hit.start - chars)
    return at < len(places) and places[at] <= hit.end + chars


@cache
def _automaton() -> tuple[BytesAhoCorasick, list[Stem]]:
    content = yaml.safe_load((INCLUDE / "lexicon" / "spam-stems.yaml").read_text("utf-8"))
    stems: dict[str, Stem] = {}
    for topic in _TOPICS:
        for role in (STRONG, WEAK):
            for text in content[topic][role]:
                stems[normal(text).lower()] = Stem(text, role, topic)
    for role in (GLUE, _INNOCENT, REPORT, SPUN):
        for text in content[role]:
            stems[normal(text).lower()] = Stem(text, role)
    patterns = [text.encode() for text in stems]
    automaton = BytesAhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA)
    return automaton, list(stems.values())
