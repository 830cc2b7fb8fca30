"""What was observed of a page as rows in the making: the ends of the lines that COPY reads, written once and repeated
on every day on which the page is the same. How such a line begins is for the day to say (`rows.py`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

import msgspec

from inspection.extract.lines import field, fields, json_field
from inspection.extract.observe import Facts, Observed
from inspection.model import PageKind
from inspection.page.columns import Column
from inspection.page.dates import Published
from inspection.page.items import Item
from inspection.page.links import Link
from inspection.page.marks import Mark
from inspection.page.page import ReadState, url_key
from inspection.readers.sign import Sign
from inspection.readers.topics import FAILED
from inspection.text.wording import TermHit

MAX_OUTSIDE = 60  # links of one page to other hosts
_MAX_PLACE_CHARS = 500  # of a sign: part of an index entry
# what a line of each table begins with: subject, day, address of the page, its snapshot; `PAGE` and more (rows.py)
PAGE_REST = (
    "read_state",
    "title",
    "column_name",
    "newest_item_on",
    "oldest_item_on",
    "item_count",
    "text_char_count",
    "charset",
    "language",
    "skeleton_hash",
    "text_hash",
)
MARK_REST = ("kind", "value", "detail")
HIT_REST = ("term", "occurrence_count", "severity", "suggestion", "list_id", "word_class", "excerpt")
SIGN_REST = ("topic", "kind", "place", "value", "occurrence_count", "excerpt", "detail")


class Kept(msgspec.Struct, array_like=True, frozen=True):
    """What is kept of one body read at one address.

    `*_line` and `*_lines` are the ends of rows as `lines.py` writes them. `items` are key, address and title as fields,
    and date of each list entry. Of a home page alone marks and all its links are kept; its `signs` as such: what stands
    behind its links is told beside them; of other pages as lines.
    """

    read_state: str
    column_state: str
    kind: str
    page_line: str
    is_article: bool = False
    is_function: bool = False
    published: list[Published] = []
    items: list[tuple[str, str, date | None]] = []
    item_count: int | None = None
    newest_item_on: date | None = None
    oldest_item_on: date | None = None
    is_blank: bool | None = None
    mark_lines: list[str] = []
    links: list[Link] = []
    hit_lines: list[str] = []
    sign_lines: list[str] = []
    signs: list[tuple[str, Sign]] = []
    declared: Column | None = None
    discovered: list[Column] = []
    has_failed_reader: bool = False
    menu: list[str] = []  # of a home page: keys of what its navigation leads to
    outside: list[str] = []  # of other pages: where they lead on other hosts
    has_title: bool = True
    parts: dict[str, str] = {}  # address and body of what the page was read with, "" where nothing was stored of it


UNREAD = Kept(ReadState.FAILED, ReadState.FAILED, PageKind.OTHER, fields(ReadState.FAILED, *[None] * 10))


def kept(observed: Observed, parts: Mapping[str, str] = MappingProxyType({})) -> Kept:
    """The rows in the making of what was observed on a page that was read with these parts."""
    facts = observed.facts
    is_home = facts.kind == PageKind.HOME
    return Kept(
        facts.read_state,
        facts.column_state,
        facts.kind,
        _page_line(facts),
        is_article=facts.is_article,
        is_function=facts.is_function,
        published=observed.published,
        items=[_kept_item(item) for item in observed.items],
        item_count=facts.item_count,
        newest_item_on=facts.newest_item_on,
        oldest_item_on=facts.oldest_item_on,
        is_blank=facts.is_blank,
        mark_lines=[mark_line(mark) for mark in observed.marks] if is_home else [],
        links=observed.links if is_home else [],
        hit_lines=[hit_line(hit) for hit in observed.hits],
        sign_lines=[] if is_home else list(sign_lines(observed.signs)),
        signs=observed.signs if is_home else [],
        declared=observed.declared,
        discovered=observed.discovered,
        menu=observed.menu,
        outside=[] if is_home else [link.url for link in observed.links if link.kind == "external"][:MAX_OUTSIDE],
        has_title=facts.has_title,
        parts=dict(parts),
        has_failed_reader=any(sign.kind == FAILED for _, sign in observed.signs),
    )


def sign_lines(signs: Iterable[tuple[str, Sign]]) -> Iterable[str]:
    """One line for each kind and place on a page; of two signs that share them the first."""
    told: dict[str, str] = {}
    for topic, sign in signs:
        begin = f"{topic}\t{sign.kind}\t{field(sign.place[:_MAX_PLACE_CHARS])}\t"
        if begin not in told:
            rest = fields(sign.value, sign.count, sign.excerpt)
            told[begin] = f"{begin}{rest}\t{json_field(dict(sign.detail))}\n"
    return told.values()


def mark_line(mark: Mark) -> str:
    """The end of a mark's row."""
    return f"{fields(mark.kind, mark.value)}\t{json_field(mark.detail)}\n"


def hit_line(hit: TermHit) -> str:
    """The end of a hit's row."""
    term = hit.term
    told = (term.term, hit.count, term.severity, term.suggestion, term.list_id, term.word_class, hit.excerpt)
    return fields(*told) + "\n"


def _page_line(facts: Facts) -> str:
    column_name = facts.identity and facts.identity.column_name
    return fields(
        facts.read_state,
        facts.title,
        column_name,
        facts.newest_item_on,
        facts.oldest_item_on,
        facts.item_count,
        facts.text_char_count,
        facts.charset,
        facts.language,
        facts.skeleton_hash,
        facts.text_hash,
    )


def _kept_item(item: Item) -> tuple[str, str, date | None]:
    return url_key(item.url), fields(item.url, item.title), item.published_on
