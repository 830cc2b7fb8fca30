"""What one page says, whatever the other pages of its site: `observe` is the one way to read a page.

It never judges and never fetches. Its answer depends on the page, on what the registry says of its site, on the word
lists, and on the day only as far as `watched_day.py` notes; so it can stand for every day on which these are the same
(`remembered.py`), as the rows that `kept.py` makes of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from inspection.model import PageKind
from inspection.net.addresses import clean_url
from inspection.page import fingerprint
from inspection.page.columns import Column, blankness, holds_entries_elsewhere
from inspection.page.composed import PartOf, composed
from inspection.page.dates import Published, publications
from inspection.page.discovery import columns_told_by, declared_column, menu_of
from inspection.page.identity import Identity, article_title, read_identity
from inspection.page.items import Item, read_items
from inspection.page.links import Link, read_links
from inspection.page.marks import Mark, read_marks
from inspection.page.page import MAX_URL_BYTES, Page, ReadState
from inspection.readers import exposure
from inspection.readers.sign import Reading, Sign, Subject
from inspection.readers.topics import read_signs
from inspection.text.letters import kinds_of
from inspection.text.wording import Lexicon, TermHit


class Standing(NamedTuple):
    """What a page's site and the pages before it say of the page."""

    subject: Subject
    kind: PageKind  # home | column | other
    is_column: bool  # known as one, a home page too
    is_blocked: bool  # as the crawl saw it
    finds_columns: bool  # where the registry names none


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page is, and how far it could be read; None where it has no such thing, or could not be read.

    `kind` is `home`, `column` or `other`: articles are told apart only when all pages of the day are read. `title` is
    that of an article on an `other` page, else of the tag. Newest and oldest are printed days of `items` up to the day.
    """

    url: str
    kind: str
    read_state: str
    column_state: str  # how far it could be read as a column
    charset: str | None = None
    title: str | None = None
    has_title: bool = True  # whether it has a tag for it that says something
    identity: Identity | None = None
    is_article: bool = False  # by a tag that only articles carry
    is_function: bool = False  # a form to search or to write, without such a tag
    text_char_count: int | None = None
    language: str | None = None
    skeleton_hash: int | None = None
    text_hash: int | None = None
    is_blank: bool | None = None  # of a column
    item_count: int | None = None  # dated or not; None for a page that is no list, or holds its entries out of sight
    newest_item_on: date | None = None
    oldest_item_on: date | None = None


@dataclass(frozen=True, slots=True)
class Observed:
    """Everything that was seen on one page. Signs stand with their topics; `declared` is the column that the page says
    it is, `discovered` are those it tells of, both only where the registry names none; `menu` are the keys of what the
    navigation of a home page leads to."""

    facts: Facts
    published: list[Published] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    hits: list[TermHit] = field(default_factory=list)
    signs: list[tuple[str, Sign]] = field(default_factory=list)
    declared: Column | None = None
    discovered: list[Column] = field(default_factory=list)
    menu: list[str] = field(default_factory=list)


def observe(
    page: Page, standing: Standing, day: date, lexicon: Lexicon, part_of: PartOf = lambda url: None
) -> Observed:
    """Everything that is seen on a page with its parts; whatever is asked of `day` is asked of this object alone."""
    if _may_have_parts(page, standing):
        page = composed(page, part_of, is_home=standing.kind == PageKind.HOME)
    state = ReadState.BLOCKED if standing.is_blocked else page.read_state
    if state not in {ReadState.OK, ReadState.EMPTY}:
        facts = Facts(page.url, standing.kind, state, state, page.charset, page.title or None)
        return Observed(facts, signs=[("exposure", sign) for sign in exposure.of_answer(page)])
    reading, declared = reading_of(page, standing, day)
    is_list = reading.kind != PageKind.OTHER
    is_blank, column_state = blankness(page, reading.items) if standing.is_column or declared else (None, state)
    newest, oldest = _span(reading.items, day)
    letters = kinds_of(page.title) | page.letters
    return Observed(
        Facts(
            url=page.url,
            kind=reading.kind,
            read_state=state,
            column_state=column_state,
            charset=page.charset,
            title=reading.title,
            has_title=bool(page.title),
            identity=reading.identity,
            is_article=not is_list and reading.identity.is_article,
            is_function=not is_list and not reading.identity.is_article and _is_function(page),
            text_char_count=len(page.text),
            language=fingerprint.language(page.text),
            skeleton_hash=fingerprint.skeleton_hash(page.html),
            text_hash=None if is_list else fingerprint.text_hash(page.text),
            is_blank=is_blank,
            item_count=_item_count(page, reading.items) if is_list else None,
            newest_item_on=newest,
            oldest_item_on=oldest,
        ),
        published=reading.published,
        items=reading.items,
        links=reading.links,
        marks=reading.marks,
        hits=lexicon.hits(f"{page.title}\n{page.text}", letters),
        signs=list(read_signs(reading)),
        declared=declared,
        discovered=columns_told_by(page, reading.kind) if standing.finds_columns and is_list else [],
        menu=menu_of(page) if standing.kind == PageKind.HOME else [],
    )


_FUNCTION = re.compile(r"搜索|检索|写信|我要咨询|我要留言|提交留言|在线提交|信件查询")


def _is_function(page: Page) -> bool:
    """Whether a page is there to search or to write by, and no text that was published."""
    if "<form" not in page.html and "<input" not in page.html:
        return False
    return "<textarea" in page.html or _FUNCTION.search(page.title) is not None


def _may_have_parts(page: Page, standing: Standing) -> bool:
    """Whether a page's parts are read with it: of home pages and columns, and of pages that are nothing without."""
    if standing.is_blocked or page.read_state not in {ReadState.OK, ReadState.EMPTY, ReadState.SCRIPT_SHELL}:
        return False
    if standing.kind != PageKind.OTHER or standing.is_column or page.read_state != ReadState.OK:
        return True
    return standing.finds_columns and not read_identity(page).is_article


def reading_of(page: Page, standing: Standing, day: date) -> tuple[Reading, Column | None]:
    """What the readers of signs are given of a page that can be read, and the column that it says it is."""
    identity = read_identity(page)
    may_declare = standing.finds_columns and standing.kind == PageKind.OTHER
    declared = declared_column(page, identity) if may_declare else None
    kind = PageKind.COLUMN if declared else standing.kind
    is_list = kind != PageKind.OTHER
    title = (page.title or None) if is_list else article_title(page, identity)
    reading = Reading(
        page=page,
        day=day,
        kind=kind,
        subject=standing.subject,
        identity=identity,
        title=title,
        published=[] if is_list else publications(page, identity, title, day),
        items=_cleaned(read_items(page, day)) if is_list else [],
        links=read_links(page),
        marks=read_marks(page),
    )
    return reading, declared


def _item_count(page: Page, items: list[Item]) -> int | None:
    return len(items) if items or not holds_entries_elsewhere(page) else None


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
