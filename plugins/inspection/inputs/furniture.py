"""Rows of a table that are no data (非数据行): heads printed again, totals, notes, who filled it in.

The words are `include/registry/furniture.yaml`. A row that can be read as data is data, whatever it looks like:
`rows` asks only of those that cannot.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import cache
from typing import NamedTuple

from inspection.declared import strict
from inspection.declared.inputs import header_key
from inspection.places import INCLUDE

FILE = INCLUDE / "registry" / "furniture.yaml"
ANOTHERS = "another list"  # of a table of something else in the same sheet
EXAMPLE = "example"  # the one kind that looks like data in every cell but one
EVEN_WITH_KEY = frozenset({"total", "repeated header", "column numbers"})  # whatever its cells make of the key

_BLANK = re.compile(r"\s+")
_NUMBERS = frozenset({"序号", "编号", "行号", "no", "no."})  # heads of columns that are filled down before the rows are
# a note may go on in rows of its own: 2.…, (三)…
_GOES_ON = re.compile(r"[(]?(?:\d{1,2}|[一二三四五六七八九十]+)[.、:)]")


class Furniture(NamedTuple):
    """What a row is, and the words by which it was told, never more of its text: it may name a person."""

    kind: str
    words: str


class Kind(strict.Strict):
    """One kind of such rows: patterns of its first cell, or of every cell, and of how many cells it has at most."""

    first: str = ""
    every: str = ""
    most_cells: int = 1000


@cache
def _kinds() -> dict[str, tuple[re.Pattern, re.Pattern, int]]:
    declared = strict.by_name(Kind, FILE)
    return {name: (re.compile(kind.first), re.compile(kind.every), kind.most_cells) for name, kind in declared.items()}


def load() -> None:
    """Read the words, for a process that can open no file later."""
    _kinds()


def of(
    cells: Sequence[str], printed: Sequence[str], titles: Collection[str], above: Furniture | None = None
) -> Furniture | None:
    """What a row is under the header `printed`, below the texts of `titles` and a row `above` that was told already;
    None for one that may be data.

    Cells and headers stand by column.
    """
    filled = [(index, cell.strip()) for index, cell in enumerate(cells) if cell and not cell.isspace()]
    if not filled:
        return None
    column, first = filled[0]
    if column < len(printed) and first == printed[column]:
        alike = sum(index < len(printed) and text == printed[index] for index, text in filled)
        if alike > len(filled) / 2:
            return Furniture("repeated header", "")
    if len(filled) == 1 and first.isdecimal() and column < len(printed) and header_key(printed[column]) in _NUMBERS:
        return Furniture("empty row", "")
    if first.isdecimal() and not first.endswith("1"):
        return None  # most rows: they begin with a number or a code
    if len(filled) == 1 and "".join(first.split()) in titles:
        return Furniture("repeated title", "")
    first = _folded(first)
    if above and above.kind == "note" and len(filled) == 1 and (match := _GOES_ON.match(first)):
        return Furniture("note", match[0])
    if len(filled) > 2 and len(first) < 4 and _counts([text for _, text in filled]):
        return Furniture("column numbers", "")
    for name, (begins, every, most_cells) in _kinds().items():
        if len(filled) > most_cells:
            continue
        if begins.pattern and (match := begins.match(first)):
            return Furniture(name, match[0])
        if every.pattern and all(every.fullmatch(_folded(text)) for _, text in filled):
            return Furniture(name, "")
    return None


def _counts(texts: list[str]) -> bool:
    """Whether a row numbers its columns: 1 2 3 …, or 甲 乙 1 2 3 …."""
    plain = [_folded(text).strip("()") for text in texts]
    numbers = [int(text) for text in plain if text.isdecimal() and len(text) < 4]
    words = plain[: len(plain) - len(numbers)]
    is_in_order = len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))
    return is_in_order and all(word in "甲乙丙丁" for word in words)


def _folded(text: str) -> str:
    return _BLANK.sub("", unicodedata.normalize("NFKC", text))
