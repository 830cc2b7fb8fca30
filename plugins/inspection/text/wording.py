"""Wording (用语): terms and patterns of the jurisdiction's word lists found in texts, all terms in one pass.

Texts and terms are compared in NFKC form and simplified characters, so that neither full-width letters nor 雲洲 hide
anything. A longer innocent word (`not_in`) is a term like any other, which takes the place of those inside it. An error
of writing is none where it is somebody else's word: in a title of a work (《》), a quotation (“”) or a registered name.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ahocorasick_rs import BytesAhoCorasick, Implementation

from inspection.model import Severity, WordClass
from inspection.places import ROOT
from inspection.text.letters import COMPATIBLE, COMPATIBLE_PATTERN, TRADITIONAL, kinds_of
from inspection.text.script import simplified
from inspection.text.word_lists import Term, read_list
from inspection.text.word_patterns import Pattern, said

__all__ = ["Lexicon", "Term", "TermHit", "load_lexicon"]

EXCERPT_CHARS = 20  # on either side
MAX_TABLE_WORDS = 2000  # of an automaton that is one big table: twice as fast, but too large for long lists
_GRAVITY = [Severity.MINOR, Severity.SUSPECTED, Severity.GRAVE]
# what others have written: opened and not closed before a place, so far back
_QUOTES = {"《": "》", "〈": "〉", "“": "”", "「": "」", "『": "』"}
_QUOTED_CHARS = 80
# endings of registered names, so far behind a place, with nothing but Han characters between
_NAME = re.compile(
    r"[\u3400-\u9fff（()）]{0,10}?(?:有限(?:责任)?公司|股份公司|合作社|经营部|工作室|商行|度假村|山庄|农庄|事务所)"
)
_NAME_CHARS = 16
_HAN_FIRST, _HAN_LAST = "\u3400", "\u9fff"


@dataclass(frozen=True, slots=True)
class TermHit:
    """A term found in a text: how often, and the text around its first place. Of a pattern, `term` is what it found."""

    term: Term
    count: int
    excerpt: str


class Lexicon:
    """Word lists as one automaton. Of overlapping terms the longest that begins first is taken."""

    def __init__(self, terms: Sequence[Term], patterns: Sequence[Pattern] = ()) -> None:
        self._given = tuple(terms)
        unique: dict[str, Term | None] = {}
        for term in terms:
            text = _normal(term.term)
            known = unique.get(text)
            if known is None or _GRAVITY.index(term.severity) > _GRAVITY.index(known.severity):
                unique[text] = term
            for word in term.not_in:
                unique.setdefault(_normal(word))
        self.terms = list(unique.values())  # None stands for an innocent word
        self.patterns = list(patterns)
        # punctuation has its own full width
        self._always_normalise = not all(text.isalnum() for text in unique)
        # letters and digits never stand for a word within a longer one; Han characters may, unless the term says no
        self._bordered = frozenset(
            index
            for index, (text, term) in enumerate(unique.items())
            if term and (term.border or _is_latin(text[0]) or _is_latin(text[-1]))
        )
        # the words that call for a look with a pattern go into the same automaton, behind the terms
        self._called_by: dict[str, list[int]] = {}
        for number, pattern in enumerate(self.patterns):
            for word in pattern.triggers:
                self._called_by.setdefault(word, []).append(number)
        self._always_tried = [number for number, pattern in enumerate(self.patterns) if not pattern.triggers]
        triggers = list(self._called_by)
        self._triggers = dict(enumerate(triggers, len(unique)))
        words = [word.encode() for word in (*unique, *triggers)]
        implementation = Implementation.DFA if len(words) <= MAX_TABLE_WORDS else None
        self._automaton = BytesAhoCorasick(words, implementation=implementation) if words else None

    @cached_property
    def digest(self) -> str:
        """What tells these word lists from others: entries and their order."""
        told = hashlib.blake2b(digest_size=16)
        for entry in (*self._given, *((one.regex.pattern, one.regex.flags, one) for one in self.patterns)):
            told.update(repr(entry).encode("utf-8", "replace"))
        return told.hexdigest()

    def hits(self, text: str, letters: int | None = None) -> list[TermHit]:
        """Terms found in a text, in the order of their first places; then what the patterns found.

        `letters` are the kinds of them in the text (`letters.py`), where somebody knows them already.
        """
        if self._automaton is None or not text:
            return []
        letters = kinds_of(text) if letters is None else letters
        if letters & COMPATIBLE:  # character by character: punctuation stays as it is
            text = COMPATIBLE_PATTERN.sub(_in_nfkc, text)
        if letters & (COMPATIBLE | TRADITIONAL):
            text = simplified(text)
        found, data = self._find(text)
        called = {self._triggers[index] for index, _, _ in found if index in self._triggers}
        patterns = self._pattern_hits(text, called)
        if self._always_normalise:
            found, data = self._find(unicodedata.normalize("NFKC", text))
        return [*self._term_hits(found, data), *patterns]

    def _find(self, text: str) -> tuple[list[tuple[int, int, int]], bytes]:
        """Every place of every word as index, first byte and the byte behind it; and the bytes."""
        data = text.encode("utf-8", "replace")
        return self._automaton.find_matches_as_indexes(data, overlapping=True), data

    def _term_hits(self, found: list[tuple[int, int, int]], data: bytes) -> list[TermHit]:
        count = len(self.terms)
        places = sorted((start, -end, index) for index, start, end in found if index < count)
        first: dict[int, tuple[int, int]] = {}
        counts: dict[int, int] = {}
        taken = 0
        for start, minus_end, index in places:
            if start < taken:
                continue
            taken = -minus_end
            term = self.terms[index]
            if term is None or (index in self._bordered and not self._is_whole(index, data, start, taken)):
                continue
            if term.word_class == WordClass.WRITING and _is_others_word(data, start, taken):
                continue
            first.setdefault(index, (start, taken))
            counts[index] = counts.get(index, 0) + 1
        return [TermHit(self.terms[index], counts[index], _excerpt_of(data, *place)) for index, place in first.items()]

    def _pattern_hits(self, text: str, called: set[str]) -> list[TermHit]:
        found: dict[str, TermHit] = {}
        tried = {*self._always_tried, *(number for word in called for number in self._called_by[word])}
        for pattern in (self.patterns[number] for number in sorted(tried)):
            for start, end in pattern.find(text):
                words = said(text, start, end)
                known = found.get(words)
                if known is None:
                    term = Term(words, pattern.message, pattern.severity, pattern.list_id)
                    found[words] = TermHit(term, 1, _excerpt(text, start, end))
                elif known.term.suggestion == pattern.message:
                    found[words] = TermHit(known.term, known.count + 1, known.excerpt)
        return list(found.values())

    def _is_whole(self, index: int, data: bytes, start: int, end: int) -> bool:
        """Whether what stands beside a bordered term is no part of its word."""
        needs_border = self.terms[index].border
        word = data[start:end].decode()
        before = data[max(0, start - 4) : start].decode("utf-8", "ignore")[-1:]
        after = data[end : end + 4].decode("utf-8", "ignore")[:1]
        for inner, outer in ((word[0], before), (word[-1], after)):
            if outer and ((_is_latin(inner) and _is_latin(outer)) or (needs_border and _is_han(outer))):
                return False
        return True


@lru_cache(maxsize=16)
def load_lexicon(paths: tuple[str, ...]) -> Lexicon:
    """The word lists at these paths (relative to the project's root) as one lexicon, kept for the process.

    Raises InspectionError that names file and entry.
    """
    lists = [read_list(ROOT / path) for path in paths]
    return Lexicon([term for terms, _ in lists for term in terms], [one for _, patterns in lists for one in patterns])


def _normal(text: str) -> str:
    return simplified(unicodedata.normalize("NFKC", text))


def _in_nfkc(match: re.Match) -> str:
    return unicodedata.normalize("NFKC", match[0])


def _is_others_word(data: bytes, start: int, end: int) -> bool:
    """Whether what stands at a place is quoted, or part of a title or of a registered name."""
    line = data[max(0, start - 3 * _QUOTED_CHARS) : start].decode("utf-8", "ignore").rpartition("\n")[2]
    at, opener = max((line.rfind(mark), mark) for mark in _QUOTES)
    if at >= 0 and _QUOTES[opener] not in line[at:]:
        return True
    return bool(_NAME.match(data[end : end + 3 * _NAME_CHARS].decode("utf-8", "ignore")))


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _is_han(character: str) -> bool:
    return _HAN_FIRST <= character <= _HAN_LAST


def _excerpt_of(data: bytes, start: int, end: int) -> str:
    """`_excerpt` by places of bytes: enough of them on either side for the characters that are wanted."""
    reach = 4 * EXCERPT_CHARS
    before = data[max(0, start - reach) : start].decode("utf-8", "ignore")[-EXCERPT_CHARS:]
    after = data[end : end + reach].decode("utf-8", "ignore")[:EXCERPT_CHARS]
    return _folded(f"{before}{data[start:end].decode()}{after}")


def _excerpt(text: str, start: int, end: int) -> str:
    return _folded(text[max(0, start - EXCERPT_CHARS) : end + EXCERPT_CHARS])


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
