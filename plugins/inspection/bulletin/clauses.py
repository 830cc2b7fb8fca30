"""Clauses (分句) of a bulletin's text: what two editions are compared by, and what a correction quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, NavigableString, Tag

BLOCKS = ("p", "h1", "h2", "h3", "li", "td", "th", "figcaption", "dt", "dd")
# what signing fills in, lists (compared by their files), a correction, pictures
_NOT_COMPARED = (".head", ".signature", ".annex", ".annex-note", ".correction", "style", "script", "svg", "head")
_SEALED = ("data", "time", "cite", "span")  # elements that only the binding prints
_STOPS = ("。", "\uff1b", "\uff0c")
_ENDS = re.compile(f"(?<=[{''.join(_STOPS)}])")
_HEADINGS = {"h2", "h3"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of authored text, or (with `markup`) one element that the binding printed."""

    text: str
    markup: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A run of pieces up to a comma or a full stop, and the heading that it stands under."""

    pieces: tuple[Piece, ...]
    under: str = ""

    @property
    def text(self) -> str:
        """What a reader reads, without white space and without the comma or stop at its end."""
        return re.sub(r"\s+", "", "".join(piece.text for piece in self.pieces)).rstrip("".join(_STOPS))

    def followed_by(self, others: Iterable[Clause]) -> Clause:
        """One clause made of several that follow each other."""
        return Clause((*self.pieces, *(piece for other in others for piece in other.pieces)), self.under)


def clauses(html: str) -> list[Clause]:
    """The clauses of a bulletin in reading order; what signing fills in is left out or made alike."""
    soup = BeautifulSoup(html, "lxml")
    for tag in soup.select(", ".join(_NOT_COMPARED)):
        tag.decompose()
    found, under = [], ""
    for block in soup.find_all(BLOCKS):
        if block.find(BLOCKS):
            continue
        pieces = list(_pieces(block))
        for heading in [block] if block.name in _HEADINGS else block.select(".item"):
            under = "".join(piece.text for piece in _pieces(heading)).strip().rstrip("。")
        found += _split(pieces, under)
    return [clause for clause in found if clause.text]


def _pieces(block: Tag) -> Iterator[Piece]:
    for node in block.children:
        if isinstance(node, Tag):
            if node.name == "time" and "due" in node.get("class", ()):
                yield Piece("限期内", "<time>限期内</time>")  # a term in the draft, a day once it is signed
            elif node.name in _SEALED:
                if "enumerator" not in node.get("class", ()):
                    yield Piece(node.get_text(), str(node))
            elif node.name != "br":
                yield from _pieces(node)
        elif type(node) is NavigableString:
            yield from (Piece(part) for part in _ENDS.split(str(node)) if part)


def _split(pieces: Iterable[Piece], under: str) -> Iterator[Clause]:
    held: list[Piece] = []
    for piece in pieces:
        held.append(piece)
        if not piece.markup and piece.text.rstrip().endswith(_STOPS):
            yield Clause(tuple(held), under)
            held = []
    if held:
        yield Clause(tuple(held), under)
