"""The town as data: articles, columns, sites, accounts, and the rows of truth.

A town is pure: ``Town.answer(host, path, day)`` depends on nothing but the seed and its arguments.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Article:
    """One entry of a column; ``day`` is the day on which it was truly published."""

    no: int
    col: str
    title: str
    day: date
    minute: int
    kind: str = "text"
    data: dict[str, Any] = field(default_factory=dict)
    seen_from: date | None = None
    gone_from: date | None = None
    shown_as: Callable[[date], date] | None = None
    path: str = ""

    def visible(self, day: date) -> bool:
        """Whether a visitor on the evening of ``day`` finds it."""
        return (self.seen_from or self.day) <= day and (self.gone_from is None or day < self.gone_from)

    def shown(self, day: date) -> date:
        """The date printed on ``day``: the true one unless a date was forged (SV1.5)."""
        return self.shown_as(day) if self.shown_as else self.day

    def clock(self) -> str:
        """Hours and minutes of publication."""
        return f"{self.minute // 60:02d}:{self.minute % 60:02d}"


@dataclass
class Column:
    """A column. ``kind``: list, page, link, messages; ``cls``: the registry's class, empty where it has none."""

    key: str
    name: str
    cls: str
    no: int
    slug: str
    kind: str = "list"
    on_home: bool = False
    first_level: bool = True
    target: str = ""
    articles: list[Article] = field(default_factory=list)
    path: str = ""

    def entries(self, day: date) -> list[Article]:
        """What the list holds on the evening of ``day``, newest first, a pinned entry before all."""
        seen = [a for a in self.articles if a.visible(day)]
        return sorted(seen, key=lambda a: (bool(a.data.get("pinned")), a.shown(day), a.minute, a.no), reverse=True)

    def newest(self, day: date) -> date | None:
        """The true day of the newest entry; one dated ahead counts as of today at most."""
        found = [min(a.day, max(a.seen_from or a.day, day)) for a in self.articles if a.visible(day)]
        return max(found) if found else None


@dataclass
class Row:
    """A row of truth.csv."""

    subject: str
    indicator: str
    verdict: str
    place: str
    day_from: date
    day_to: date
    decidable: bool
    why: str
    role: str = "default"  # plant, lookalike, default: for the town's own checks, not written


@dataclass
class Fail:
    """A planted fault that no rule computes: what, how it may be judged, where, when."""

    indicator: str
    verdict: str
    place: str
    first: date
    last: date
    decidable: bool
    why: str


@dataclass
class Site:
    """A site.

    ``story`` maps an indicator to the role (plant, lookalike) and the reason of what was done to it; ``faults`` holds
    the switches that the families obey, ``wants_crawl`` the days on which lists are read anew.
    """

    code: str
    name: str
    host: str
    family: Any
    kind: str
    level: str
    body: str
    region_code: str
    region: str
    organiser: str
    operator: str
    contact: str
    icp: str
    police: str
    conac: str
    portal_host: str
    offers_services: bool = True
    status: str = "正常运行"
    home_path: str = "/"
    scheme: str = "http"
    salt: int = 0
    columns: dict[str, Column] = field(default_factory=dict)
    faults: dict[str, Any] = field(default_factory=dict)
    groups: set[str] = field(default_factory=set)
    home_links: list[tuple[str, str]] = field(default_factory=list)
    overrides: list[tuple[str, date, date, Callable[[date], Answer]]] = field(default_factory=list)
    pages: dict[str, Callable[[date], Answer]] = field(default_factory=dict)
    wants_crawl: set[date] = field(default_factory=set)
    probes: dict[str, Any] = field(default_factory=dict)
    no_home: list[tuple[date, date]] = field(default_factory=list)
    routes: dict[str, tuple[str, Any]] = field(default_factory=dict)
    fails: list[Fail] = field(default_factory=list)
    story: dict[str, tuple[str, str]] = field(default_factory=dict)
    serial: int = 100

    def url(self, path: str) -> str:
        """The whole address of a path of this site."""
        return f"{self.scheme}://{self.host}{path}"

    @property
    def home_url(self) -> str:
        return self.url(self.home_path)

    def articles(self) -> list[Article]:
        return [a for c in self.columns.values() for a in c.articles]

    def name_on(self, day: date) -> str:
        """The site's name, which the registry may change within the period."""
        new = self.faults.get("renamed")
        return new[1] if new and day >= new[0] else self.name

    def lists(self) -> list[Column]:
        return [c for c in self.columns.values() if c.kind in ("list", "messages")]

    def answer(self, path: str, day: date) -> Answer:
        """Status, headers and bytes for a path; status 0 means that nobody answers."""
        for where, first, last, make in self.overrides:
            if first <= day <= last and where in (path, "*"):
                return make(day)
        if path in self.pages:
            return self.pages[path](day)
        return self.family.answer(self, path, day)


@dataclass
class Account:
    """An account of new media with its posts ``(stamp text, true day, title, text, url)``."""

    account_id: str
    name: str
    platform: str
    kind: str
    organiser: str
    region_code: str
    region: str
    level: str
    status: str = "正常"
    home_url: str = ""
    feed_url: str = ""
    posts: list[tuple[str, date, str, str, str]] = field(default_factory=list)
    registered: bool = True
    second_name: str = ""
    groups: set[str] = field(default_factory=set)

    @property
    def subject(self) -> str:
        return f"account:{self.platform}:{self.account_id}"


@dataclass
class Town:
    """Everything of one seed."""

    seed: int
    name: str
    domain: str
    start: date
    count: int
    sites: list[Site] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    others: dict[str, Callable[[str, date], Answer]] = field(default_factory=dict)
    other_urls: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    downtime: list[dict[str, str]] = field(default_factory=list)
    reports: list[dict[str, str]] = field(default_factory=list)
    messages: list[dict[str, str]] = field(default_factory=list)
    outages: list[tuple[date, int, int]] = field(default_factory=list)

    @property
    def end(self) -> date:
        """The last day of the period."""
        return self.start + timedelta(days=self.count - 1)

    def site_of(self, host: str) -> Site | None:
        return next((s for s in self.sites if s.host == host), None)

    def answer(self, host: str, path: str, day: date) -> Answer:
        """What a server under this name says to a path on the evening of a day."""
        host = host.split(":")[0].lower()
        site = self.site_of(host)
        if site:
            return site.answer(path, day)
        if host in self.others:
            return self.others[host](path, day)
        return 0, {}, b""
