"""Wording (用语): terms of the jurisdiction's word lists found in texts, all lists in one pass.

A list is YAML: `list_id` and `terms`, each with `term`, `suggestion` (may be missing) and `severity` of
`Severity`. Texts and terms are compared in NFKC form, so that full-width letters hide nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from ahocorasick_rs import AhoCorasick, MatchKind

from inspection.errors import InspectionError
from inspection.model import Severity
from inspection.warehouse import ROOT

EXCERPT_CHARS = 20  # on either side
# Forms that NFKC turns into other letters or ideographs: radicals, squared words, compatibility ideographs,
# full-width letters and digits. Looking for them costs a thirtieth of normalising a page.
_COMPATIBLE = re.compile(r"[\u2e80-\u2fdf\u3200-\u33ff\uf900-\ufaff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
_GRAVITY = [Severity.MINOR, Severity.SUSPECTED, Severity.GRAVE]


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a word list."""

    term: str
    suggestion: str | None
    severity: Severity
    list_id: str


@dataclass(frozen=True, slots=True)
class TermHit:
    """A term found in a text: how often, and the text around its first place."""

    term: Term
    count: int
    excerpt: str


class Lexicon:
    """Word lists as one automaton. Of overlapping terms the longest that begins first is taken."""

    def __init__(self, terms: list[Term]) -> None:
        unique: dict[str, Term] = {}
        for term in terms:
            text = unicodedata.normalize("NFKC", term.term)
            known = unique.get(text)
            if known is None or _GRAVITY.index(term.severity) > _GRAVITY.index(known.severity):
                unique[text] = term
        self.terms = list(unique.values())
        self._always_normalise = not all(text.isalnum() for text in unique)  # punctuation has its own full width
        self._automaton = AhoCorasick(list(unique), matchkind=MatchKind.LeftmostLongest) if unique else None

    def hits(self, text: str) -> list[TermHit]:
        """Terms found in a text, in the order of their first places."""
        if self._automaton is None or not text:
            return []
        must_normalise = self._always_normalise or _COMPATIBLE.search(text)
        normal = unicodedata.normalize("NFKC", text) if must_normalise else text
        first: dict[int, tuple[int, int]] = {}
        counts: dict[int, int] = {}
        for index, start, end in self._automaton.find_matches_as_indexes(normal):
            first.setdefault(index, (start, end))
            counts[index] = counts.get(index, 0) + 1
        return [
            TermHit(self.terms[index], counts[index], _excerpt(normal, start, end))
            for index, (start, end) in first.items()
        ]


@lru_cache(maxsize=16)
def load_lexicon(paths: tuple[str, ...]) -> Lexicon:
    """The word lists at these paths (relative to the project's root) as one lexicon, kept for the process.

    Raises InspectionError that names file and entry.
    """
    return Lexicon([term for path in paths for term in _read_list(ROOT / path)])


def _read_list(path: Path) -> list[Term]:
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise InspectionError(
            "there is no such word list", place=str(path), remedy="correct `lexicons` in the jurisdiction's file"
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InspectionError(f"is no valid YAML: {error}", place=str(path)) from error
    if not isinstance(content, dict) or not content.get("list_id") or not isinstance(content.get("terms"), list):
        raise InspectionError("has no list_id or no terms", place=str(path), remedy="see writing-errors.yaml")
    return [_term(entry, str(content["list_id"]), f"{path} terms[{no}]") for no, entry in enumerate(content["terms"])]


def _term(entry: Any, list_id: str, place: str) -> Term:
    if not isinstance(entry, dict) or not str(entry.get("term") or "").strip():
        raise InspectionError("has no term", place=place, remedy="write {term: …, suggestion: …, severity: minor}")
    try:
        severity = Severity(entry.get("severity"))
    except ValueError as error:
        raise InspectionError(
            f"{entry.get('severity')!r} is no severity", place=place, remedy=f"write one of {', '.join(Severity)}"
        ) from error
    suggestion = entry.get("suggestion")
    return Term(str(entry["term"]).strip(), str(suggestion) if suggestion else None, severity, list_id)


def _excerpt(text: str, start: int, end: int) -> str:
    return re.sub(r"\s+", " ", text[max(0, start - EXCERPT_CHARS) : end + EXCERPT_CHARS]).strip()
