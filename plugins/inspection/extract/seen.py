"""What the readers saw on one site on one day, before it becomes rows; and which snapshot of a page counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from inspection.extract.columns import Column
from inspection.extract.dates import Published
from inspection.extract.items import Item
from inspection.extract.links import Link
from inspection.extract.marks import Mark
from inspection.extract.page import ReadState, url_key
from inspection.extract.sign import Sign, Subject
from inspection.extract.wording import TermHit
from inspection.model import FORWARDS, FetchOutcome, PageKind
from inspection.net.addresses import clean_url

MAX_REDIRECTS = 5


@lru_cache(maxsize=65_536)
def page_key(url: str) -> str:
    """`url_key` of an address in the form that the crawl uses."""
    return url_key(clean_url(url) or url)


@dataclass(slots=True)
class Seen:
    """What one page says, without its tree. `url` is the registry's address of a home page or column."""

    snapshot: dict[str, Any]
    url: str
    kind: PageKind
    read_state: str = ReadState.FAILED
    title: str | None = None
    column_name: str | None = None
    has_article_tags: bool = False
    published: list[Published] = field(default_factory=list)
    items: list[Item] | None = None
    is_blank: bool | None = None
    column_state: str = ReadState.FAILED
    marks: list[Mark] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    hits: list[TermHit] = field(default_factory=list)
    signs: list[tuple[str, Sign]] = field(default_factory=list)  # with their topics
    text_char_count: int | None = None
    charset: str | None = None
    language: str | None = None
    skeleton_hash: int | None = None
    text_hash: int | None = None


@dataclass(slots=True)
class Site:
    """One site of the batch: its registered addresses by their keys, and its pages as seen."""

    subject: Subject
    columns: dict[str, list[Column]] = field(default_factory=dict)
    has_registry_columns: bool = False
    pages: dict[str, Seen] = field(default_factory=dict)
    attachments: list[Seen] = field(default_factory=list)  # of them only hits and signs are kept

    @property
    def subject_id(self) -> str:
        return self.subject.subject_id

    @property
    def home_url(self) -> str:
        return self.subject.home_url

    @property
    def home_key(self) -> str:
        return page_key(self.home_url)

    def add_column(self, column: Column) -> None:
        self.columns.setdefault(page_key(column.url), []).append(column)


def all_pages(sites: dict[str, Site]) -> Iterator[tuple[Site, Seen]]:
    """Every page of every site, with its site."""
    return ((site, seen) for site in sites.values() for seen in site.pages.values())


def all_texts(sites: dict[str, Site]) -> Iterator[tuple[Site, Seen]]:
    """Every page and every attachment of every site, with its site."""
    yield from all_pages(sites)
    yield from ((site, seen) for site in sites.values() for seen in site.attachments)


def best_snapshots(snapshots: Iterable[dict]) -> dict[tuple[str, str], dict]:
    """The snapshot that counts for each subject and page: the last good one, else the last.

    A redirect that was archived apart from its target, and a page that only leads on, is stood for by the target.
    """
    best: dict[tuple[str, str], dict] = {}
    for row in snapshots:
        place = (row["subject_id"], page_key(row["url"]))
        if place not in best or _worth(row) > _worth(best[place]):
            best[place] = row
    for place, row in best.items():
        for _ in range(MAX_REDIRECTS):
            if not (target := _target(row)):
                break
            row = best.get((place[0], page_key(target)), {})
        if row.get("snapshot_id"):
            best[place] = row
    return best


def _target(row: dict[str, Any]) -> str:
    """Where a row leads on to: by a redirect, or by what the crawl noted of a page's meta tag or script."""
    if 300 <= (row.get("http_status") or 0) < 400:
        return row["final_url"] or ""
    return (row.get("detail") or "").partition(FORWARDS)[2]


def _worth(row: dict[str, Any]) -> tuple:
    answered = row["outcome"] in {FetchOutcome.FETCHED, FetchOutcome.UNCHANGED}
    is_good = answered and 200 <= (row["http_status"] or 0) < 300
    return is_good, row["outcome"] != FetchOutcome.SKIPPED, row["fetched_at"], row["snapshot_id"]
