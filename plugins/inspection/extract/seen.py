"""What the readers saw on one site on one day, before it becomes rows; and which snapshot of a page counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from inspection.extract.kept import UNREAD, Kept
from inspection.model import FORWARDS, FetchOutcome
from inspection.page.columns import Column
from inspection.page.dates import Published
from inspection.page.page import page_key
from inspection.readers.sign import Sign, Subject
from inspection.text.wording import TermHit

MAX_REDIRECTS = 5


@dataclass(slots=True)
class Seen:
    """One page on a day: what it says, and what is told by the other pages of the day.

    `url` is the registry's address of a home page or column. `signs` come beside those of `kept`, but for a home
    page, where they are all of them. Attachments have `hits` and `signs` alone.
    """

    snapshot: dict[str, Any]
    url: str
    kind: str
    kept: Kept = UNREAD
    published: list[Published] = field(default_factory=list)  # of an article
    signs: list[tuple[str, Sign]] = field(default_factory=list)  # with their topics
    hits: list[TermHit] = field(default_factory=list)

    @property
    def read_state(self) -> str:
        return self.kept.read_state


@dataclass(slots=True)
class SiteDay:
    """One site of the batch: its registered addresses by their keys, and its pages as seen."""

    subject: Subject
    columns: dict[str, list[Column]] = field(default_factory=dict)
    has_registry_columns: bool = False
    pages: dict[str, Seen] = field(default_factory=dict)
    attachments: list[Seen] = field(default_factory=list)
    earlier: list[Seen] = field(default_factory=list)  # pages of days before, with what is told of them today
    menu: frozenset[str] = frozenset()  # keys of what the home page's navigation leads to
    home_key: str = ""

    def __post_init__(self) -> None:
        self.home_key = page_key(self.subject.home_url)

    @property
    def subject_id(self) -> str:
        return self.subject.subject_id

    @property
    def home_url(self) -> str:
        return self.subject.home_url

    def raise_to_first_level(self, menu: Iterable[str]) -> None:
        """Columns that the menu of the home page names are of the first level, however deep their folders: those that
        the registry names, and those that pages tell of."""
        self.menu = frozenset(menu)
        for key in self.menu:
            if columns := self.columns.get(key):
                self.columns[key] = [replace(column, depth=1) for column in columns]

    def add_column(self, column: Column) -> None:
        key = page_key(column.url)
        self.columns.setdefault(key, []).append(replace(column, depth=1) if key in self.menu else column)


def all_pages(sites: dict[str, SiteDay]) -> Iterator[tuple[SiteDay, Seen]]:
    """Every page of every site, with its site."""
    return ((site, seen) for site in sites.values() for seen in site.pages.values())


def home_pages(sites: dict[str, SiteDay]) -> Iterator[tuple[SiteDay, Seen]]:
    """The home page of every site that has one, with its site."""
    return ((site, home) for site in sites.values() if (home := site.pages.get(site.home_key)))


def best_snapshots(snapshots: Iterable[dict]) -> dict[tuple[str, str], dict]:
    """The snapshot that counts for each subject and page: the last good one, else the last.

    A redirect that was archived apart from its target, and a page that only leads on, is stood for by the target.
    """
    best: dict[tuple[str, str], dict] = {}
    for row in snapshots:
        place = (row["subject_id"], page_key(row["url"]))
        if (known := best.setdefault(place, row)) is not row and _worth(row) > _worth(known):
            best[place] = row
    for place, row in best.items():
        if _target(row):
            _follow(best, place, row)
    return best


def _follow(best: dict[tuple[str, str], dict], place: tuple[str, str], row: dict) -> None:
    for _ in range(MAX_REDIRECTS):
        if not (target := _target(row)):
            break
        row = best.get((place[0], page_key(target)), {})
    if row.get("snapshot_id"):
        best[place] = row


def _target(row: dict[str, Any]) -> str:
    """Where a row leads on to: by a redirect, or by what the crawl noted of a page's meta tag or script."""
    if 300 <= (row.get("http_status") or 0) < 400:
        return row["final_url"] or ""
    return (row.get("detail") or "").partition(FORWARDS)[2]


def _worth(row: dict[str, Any]) -> tuple:
    answered = row["outcome"] in {FetchOutcome.FETCHED, FetchOutcome.UNCHANGED}
    is_good = answered and 200 <= (row["http_status"] or 0) < 300
    return is_good, row["outcome"] != FetchOutcome.SKIPPED, row["fetched_at"], row["snapshot_id"]
