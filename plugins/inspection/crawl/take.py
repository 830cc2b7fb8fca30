"""Taking snapshots (快照): one bounded crawl of a batch of sites, every planned fetch with its one row.

Of a site: its home page, its registered columns (or, where none are registered, those of its menus), the
newest articles they list, and whatever its home page links to. Sites are visited side by side, each within
its own budget, each host politely.
"""

from __future__ import annotations

import zlib
from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

import psycopg

from inspection.crawl import links
from inspection.crawl.archive import Archive, Previous, previous_bodies
from inspection.crawl.robots import LIMITS as ROBOTS_LIMITS
from inspection.crawl.robots import Rules, robots_url
from inspection.crawl.store import Store, StorePath
from inspection.extract.page import Page
from inspection.jurisdiction import Jurisdiction
from inspection.model import FetchOutcome, PageKind
from inspection.net import Fetcher, Limits, Request, Result, clean_url, host_key, running_clock
from inspection.periods import local_day

EXTERNAL = "external"  # subject of link targets on hosts that are no registered site
CONCURRENT_SITES = 48
CONCURRENT_FETCHES = 96

_SITES = """
select
    subject_id,
    home_url,
    array(
        select dim_column.url
        from mart.dim_column
        where
            dim_column.subject_id = dim_subject.subject_id
            and dim_column.valid_from <= %(day)s
            and (dim_column.valid_to is null or dim_column.valid_to > %(day)s)
        order by dim_column.url
    ) as column_urls
from mart.dim_subject
where
    kind = 'site'
    and status = 'running'
    and home_url is not null
    and valid_from <= %(day)s
    and (valid_to is null or valid_to > %(day)s)
order by subject_id
"""


@dataclass(frozen=True)
class Budget:
    """Bounds of one site's crawl. What lies beyond is a `skipped` row, never silence."""

    fetch_count: int = 600
    byte_count: int = 200_000_000
    seconds: float = 900.0
    column_count: int = 60  # only where the menus must tell them
    articles_per_column: int = 3
    article_count: int = 60
    page_bytes: int = 5_000_000
    target_bytes: int = 65_536  # of external and attached link targets: enough to see that they answer
    timeout_seconds: float = 30.0
    per_host: int = 2
    pace_seconds: float = 0.1


@dataclass(eq=False)
class _Site:
    """One site while it is crawled."""

    subject_id: str
    home_url: str
    column_urls: list[str]
    deadline: float = 0.0
    fetch_count: int = 0
    byte_count: int = 0
    open_count: int = 0
    article_count: int = 0
    menu: set[str] = field(default_factory=set)
    columns_held: list[Page] = field(default_factory=list)  # columns that came before the home page
    is_home_done: bool = False


@dataclass(frozen=True, eq=False)
class _Plan:
    """One planned fetch: for which site's crawl, of whose page, spelt as on the page and as it is fetched."""

    site: _Site
    subject_id: str
    url: str
    address: str
    kind: PageKind
    limits: Limits
    is_forward: bool = False


def batch_of(subject_id: str, batch_count: int) -> int:
    """The batch a subject belongs to: always the same for a number of batches."""
    return zlib.crc32(subject_id.encode()) % batch_count


def take_snapshots(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    store: Store | str | StorePath,
    now: datetime,
    *,
    batch: int = 0,
    batch_count: int = 1,
    budget: Budget | None = None,
) -> dict[str, int]:
    """Crawl one batch of the running sites into one WARC file; returns outcome → count of planned fetches.

    A second run on the same day replaces file and rows of the first.
    """
    budget = budget or Budget()
    store, day, clock = Store.of(store), local_day(now), running_clock(now)
    every = connection.execute(_SITES, {"day": day}).fetchall()
    hosts = {host_key(row["home_url"]): row["subject_id"] for row in every}
    sites = [_Site(**row) for row in every if batch_of(row["subject_id"], batch_count) == batch]
    previous = previous_bodies(connection, now, day, [EXTERNAL, *(site.subject_id for site in sites)])
    relative = store.warc_path(day, jurisdiction.jurisdiction_id, batch)
    options = {
        "concurrency": CONCURRENT_FETCHES,
        "per_host": budget.per_host,
        "pace_seconds": budget.pace_seconds,
        "clock": clock,
    }
    with (
        Fetcher.of(jurisdiction, **options) as fetcher,
        Archive(store, relative, user_agent=fetcher.user_agent, robots=jurisdiction.robots, clock=clock) as archive,
    ):
        crawl = _Crawl(fetcher, archive, budget, hosts, previous, obeys_robots=jurisdiction.robots == "obey")
        counts = crawl.run(sites)
        archive.publish(connection)
    return counts


class _Crawl:
    def __init__(
        self,
        fetcher: Fetcher,
        archive: Archive,
        budget: Budget,
        hosts: dict[str, str],
        previous: dict[str, Previous],
        *,
        obeys_robots: bool,
    ) -> None:
        self._fetcher, self._archive, self._budget, self._hosts = fetcher, archive, budget, hosts
        self._previous, self._obeys_robots = previous, obeys_robots
        self._page_limits = Limits(body_bytes=budget.page_bytes, timeout_seconds=budget.timeout_seconds)
        self._target_limits = Limits(body_bytes=budget.target_bytes, timeout_seconds=budget.timeout_seconds)
        self._planned: set[str] = set()
        self._reserved: set[str | None] = set()  # homes and columns wait for their own site to begin
        self._rules: dict[str, Rules] = {}
        self._held: dict[str, list[_Plan]] = {}  # by robots.txt that is still awaited
        self._counts: Counter[str] = Counter()
        self._coming: deque[_Site] = deque()

    def run(self, sites: list[_Site]) -> dict[str, int]:
        self._coming.extend(sites)
        self._reserved.update(clean_url(url) for site in sites for url in (site.home_url, *site.column_urls))
        for _ in range(CONCURRENT_SITES):
            self._begin_next()
        for result in self._fetcher:
            if isinstance(result.request.tag, _Plan):
                self._take(result.request.tag, result)
            else:
                self._take_robots(result.request.tag, result)
        return dict(self._counts)

    def _begin_next(self) -> None:
        while self._coming:
            site = self._coming.popleft()
            site.deadline = monotonic() + self._budget.seconds
            site.open_count += 1  # held by this loop itself, until all is planned
            self._plan(site, site.home_url, PageKind.HOME)
            for url in site.column_urls:
                self._plan(site, url, PageKind.COLUMN)
            site.open_count -= 1
            if site.open_count:
                return

    # planning ------------------------------------------------------------------------------------------

    def _plan(self, site: _Site, url: str, kind: PageKind, *, is_forward: bool = False) -> None:
        """Plan a fetch, unless this crawl has planned that address before."""
        address = clean_url(url)
        if not address or address in self._planned:
            return
        if address in self._reserved and kind not in {PageKind.HOME, PageKind.COLUMN}:
            return
        self._planned.add(address)
        subject_id = self._hosts.get(host_key(address), EXTERNAL)
        is_page = subject_id != EXTERNAL and not links.is_attachment(address)
        limits = self._page_limits if is_page else self._target_limits
        plan = _Plan(site, subject_id, url, address, kind, limits, is_forward)
        if reason := self._objection(site):
            self._skip(plan, reason)
            return
        site.fetch_count += 1
        site.open_count += 1
        rules_at = robots_url(address)
        if not self._obeys_robots or rules_at in self._rules:
            self._submit(plan)
        elif rules_at in self._held:
            self._held[rules_at].append(plan)
        else:
            self._held[rules_at] = [plan]
            self._fetcher.submit(Request(rules_at, tag=rules_at, limits=ROBOTS_LIMITS))

    def _submit(self, plan: _Plan) -> None:
        rules = self._rules.get(robots_url(plan.address))
        if rules and not rules.allow(plan.address):
            self._skip(plan, "robots")
            self._close(plan.site)
            return

        def objection() -> str | None:
            return self._objection(plan.site, is_planned=True)

        self._fetcher.submit(Request(plan.address, tag=plan, limits=plan.limits, objection=objection))

    def _objection(self, site: _Site, *, is_planned: bool = False) -> str | None:
        if site.fetch_count >= self._budget.fetch_count and not is_planned:
            return "budget: fetches"
        if site.byte_count >= self._budget.byte_count:
            return "budget: bytes"
        return "budget: seconds" if monotonic() > site.deadline else None

    def _skip(self, plan: _Plan, reason: str) -> None:
        self._counts[self._archive.skip(plan.subject_id, plan.url, reason).value] += 1

    def _close(self, site: _Site) -> None:
        site.open_count -= 1
        if not site.open_count:
            self._begin_next()

    # results -------------------------------------------------------------------------------------------

    def _take_robots(self, rules_at: str, result: Result) -> None:
        rules = self._rules[rules_at] = Rules(result, self._fetcher.user_agent)
        self._archive.add_unplanned(result)
        if rules.delay_seconds:
            self._fetcher.pace(rules_at, rules.delay_seconds)
        for plan in self._held.pop(rules_at):
            self._submit(plan)

    def _take(self, plan: _Plan, result: Result) -> None:
        site = plan.site
        if result.is_declined:
            self._skip(plan, result.error)
        else:
            outcome = self._archive.add(plan.subject_id, plan.url, result, self._previous.get(plan.url))
            self._counts[outcome.value] += 1
            site.byte_count += len(result.body)
            if plan.kind in {PageKind.HOME, PageKind.COLUMN}:
                is_page = outcome in {FetchOutcome.FETCHED, FetchOutcome.UNCHANGED} and result.http_status == 200
                self._follow(plan, _parsed(result) if is_page else None)
        self._close(site)

    def _follow(self, plan: _Plan, page: Page | None) -> None:
        site = plan.site
        if plan.kind is PageKind.HOME:
            self._follow_home(plan, page)
        elif site.is_home_done:
            self._follow_column(site, page)
        elif page:
            site.columns_held.append(page)

    def _follow_home(self, plan: _Plan, page: Page | None) -> None:
        site = plan.site
        target = links.forward(page) if page and not plan.is_forward else None
        if target and clean_url(target) not in self._planned and host_key(target) == host_key(plan.address):
            self._plan(site, target, PageKind.HOME, is_forward=True)
            return
        site.is_home_done = True
        if page:
            found = links.targets(page)
            if not site.column_urls:
                menu = links.navigation(page, self._budget.column_count)
                for url in menu:
                    self._plan(site, url, PageKind.COLUMN)
                site.menu = set(menu)
            for url in found:
                self._plan(site, url, PageKind.OTHER)
        for column in site.columns_held:
            self._follow_column(site, column)
        site.columns_held.clear()

    def _follow_column(self, site: _Site, page: Page | None) -> None:
        if not page:
            return
        known = site.menu | {site.home_url, *site.column_urls}
        room = min(self._budget.articles_per_column, self._budget.article_count - site.article_count)
        for url in links.articles(page, known, max(room, 0)):
            site.article_count += 1
            self._plan(site, url, PageKind.ARTICLE)


def _parsed(result: Result) -> Page | None:
    content_type = result.last.header("content-type") or ""
    if content_type and "html" not in content_type.lower():
        return None
    return Page(result.final_url, result.last.content(), {"content-type": content_type}, result.http_status)
