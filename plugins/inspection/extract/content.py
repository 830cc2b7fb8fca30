"""What one page says whatever the day and the other pages of its site: all readers over one body, kept as rows in the
making, so that a page that did not change need not be read again (`remembered.py`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

import msgspec

from inspection.extract.lines import field, fields, json_field
from inspection.model import PageKind
from inspection.net.addresses import clean_url
from inspection.page import fingerprint
from inspection.page.columns import Column, blankness
from inspection.page.dates import Published, publications
from inspection.page.discovery import declared_column, discovered_columns
from inspection.page.identity import article_title, read_identity
from inspection.page.items import Item, read_items
from inspection.page.links import Link, read_links
from inspection.page.marks import Mark, read_marks
from inspection.page.page import MAX_URL_BYTES, Page, ReadState, url_key
from inspection.readers import exposure
from inspection.readers.sign import Reading, Sign, Subject
from inspection.readers.topics import FAILED, read_signs
from inspection.text.letters import kinds_of
from inspection.text.wording import Lexicon, TermHit

_MAX_PLACE_CHARS = 500  # of a sign: part of an index entry
# what a line of each table begins with: subject, day, address of the page, its snapshot; `PAGE` and more (rows.py)
PAGE_REST = (
    *("read_state", "title", "column_name", "newest_item_on", "oldest_item_on", "item_count", "text_char_count"),
    *("charset", "language", "skeleton_hash", "text_hash"),
)
MARK_REST = ("kind", "value", "detail")
HIT_REST = ("term", "occurrence_count", "severity", "suggestion", "list_id", "excerpt")
SIGN_REST = ("topic", "kind", "place", "value", "occurrence_count", "excerpt", "detail")


class Content(msgspec.Struct, array_like=True, frozen=True):
    """What was read of one body at one address.

    `*_line` and `*_lines` are the ends of rows as `lines.py` writes them. `kind` is `home`, `column` or `other`.
    `items` are key, address and title as fields, and date of each list entry. Of a home page `signs` are kept as
    such, since what stands behind its links is told beside them; of other pages as lines.
    """

    read_state: str
    column_state: str
    kind: str
    page_line: str
    has_article_tags: bool = False
    published: list[Published] = []
    items: list[tuple[str, str, date | None]] | None = None
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

    @property
    def item_count(self) -> int | None:
        """Entries, dated or not; None for a page that is no list."""
        return None if self.items is None else len(self.items)


class Standing(NamedTuple):
    """What a page's site and the pages before it say of the page."""

    subject: Subject
    kind: PageKind  # home | column | other
    is_column: bool  # known as one, a home page too
    is_blocked: bool  # as the crawl saw it
    finds_columns: bool  # where the registry names none


UNREAD = Content(ReadState.FAILED, ReadState.FAILED, PageKind.OTHER, fields(ReadState.FAILED, *[None] * 10))


def read_content(page: Page, headers: Mapping[str, str], standing: Standing, day: date, lexicon: Lexicon) -> Content:
    """Everything that the readers see on a page; whatever they ask of `day`, they ask of this object alone."""
    state = page.read_state if not standing.is_blocked else ReadState.BLOCKED
    is_home = standing.kind == PageKind.HOME
    if state not in {ReadState.OK, ReadState.EMPTY}:
        signs = [("exposure", sign) for sign in exposure.of_answer(page)]
        line = fields(state, page.title or None, *[None] * 5, page.charset, *[None] * 3)
        return Content(state, state, standing.kind, line, **_signs(signs, is_home=is_home))
    identity = read_identity(page)
    links, marks = read_links(page), read_marks(page)
    finds = standing.finds_columns
    declared = declared_column(page, identity) if finds and standing.kind == PageKind.OTHER else None
    kind = PageKind.COLUMN if declared else standing.kind
    title, published, items, text_hash = page.title or None, [], None, None
    is_blank, column_state = None, state
    if kind == PageKind.OTHER:
        title, text_hash = article_title(page, identity), fingerprint.text_hash(page.text)
        published = publications(page, identity, title)
    else:
        items = _cleaned(read_items(page, day))
        if standing.is_column or declared:
            is_blank, column_state = blankness(page, items)
    reading = Reading(
        *(page, day, kind, headers, standing.subject, identity, title, published, items or [], links, marks)
    )
    signs = list(read_signs(reading))
    newest, oldest = _span(items or [], day)
    letters = kinds_of(page.title) | page.letters
    item_count = None if items is None else len(items)
    return Content(
        state,
        column_state,
        kind,
        fields(
            *(state, title, identity.column_name, newest, oldest, item_count, len(page.text), page.charset),
            *(fingerprint.language(page.text), fingerprint.skeleton_hash(page.html), text_hash),
        ),
        has_article_tags=kind == PageKind.OTHER and identity.is_article,
        published=published,
        items=None if items is None else [_kept(item) for item in items],
        newest_item_on=newest,
        oldest_item_on=oldest,
        is_blank=is_blank,
        mark_lines=[mark_line(mark) for mark in marks] if is_home else [],
        links=links if is_home else [],
        hit_lines=[hit_line(hit) for hit in lexicon.hits(f"{page.title}\n{page.text}", letters)],
        declared=declared,
        discovered=discovered_columns(page) if finds and kind != PageKind.OTHER else [],
        **_signs(signs, is_home=is_home),
    )


def _signs(signs: list[tuple[str, Sign]], *, is_home: bool) -> dict:
    kept = {"signs": signs} if is_home else {"sign_lines": list(sign_lines(signs))}
    return kept | {"has_failed_reader": any(sign.kind == FAILED for _, sign in signs)}


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
    return fields(term.term, hit.count, term.severity, term.suggestion, term.list_id, hit.excerpt) + "\n"


def _kept(item: Item) -> tuple[str, str, date | None]:
    return url_key(item.url), fields(item.url, item.title), item.published_on


def _cleaned(items: list[Item]) -> list[Item]:
    """The items at addresses in the form that the crawl uses; one for an address, a dated one if there is one."""
    found: dict[str, Item] = {}
    for item in items:
        item.url = clean_url(item.url) or item.url
        if item.url not in found or (found[item.url].published_on is None and item.published_on):
            found[item.url] = item
    return [item for item in found.values() if len(item.url.encode()) <= MAX_URL_BYTES]


def _span(items: list[Item], day: date) -> tuple[date | None, date | None]:
    """Newest and oldest printed date of the items.

    A date after the day of the snapshot is no publication date (it announces an event) and is left out.
    """
    dates = [item.published_on for item in items if item.published_on]
    if dates and max(dates) > day:
        dates = [on for on in dates if on <= day]
    return max(dates, default=None), min(dates, default=None)
