"""The walk over a batch of sites: what is fetched, in which order, and how each planned fetch ended.

Of a site: its home page and columns; then the newest articles that these list; then the heads of attachments and
of the home page's pictures; then whatever else its home page links to. What comes first is finished first, so that
a budget that runs out costs the least telling. Sites are visited side by side, each host politely.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from functools import lru_cache
from heapq import heappop, heappush
from itertools import count, islice
from time import monotonic
from typing import Any

from inspection.archive.store import Payload
from inspection.archive.writer import Archive, Previous, fetch_outcome, is_not_modified
from inspection.crawl.robots import Robots
from inspection.errors import InspectionError
from inspection.model import EXTERNAL, FORWARDS, FetchOutcome, PageKind, ProbeOutcome
from inspection.net import Exchange, Fetcher, Limits, Request, Result, clean_url, host_key
from inspection.page import links
from inspection.page.columns import own_frames
from inspection.page.composed import composed, named_parts
from inspection.page.discovery import columns_told_by
from inspection.page.items import Item, read_items
from inspection.page.page import MAX_BODY_BYTES, Page, ReadState, page_key

CONCURRENT_SITES = 48
_FETCHES_AT_ONCE = 16  # of one site, on all hosts together
_MOST_FORWARDS = 3  # pages in a row that only lead on
_SUBJECTS_KEPT = 64  # whose earlier pages are known at once; more than sites under way
_STUB_BYTES = 8_192  # a page that only leads on is short
_MOST_LISTED = 200  # entries of one list that are kept; far fewer are fetched
NEEDS_BROWSER = "needs a browser"


@dataclass(frozen=True)
class Budget:
    """Bounds of one site's crawl. What lies beyond is a `skipped` row, never silence.

    After `seconds` nothing is begun any more; what is under way has its own timeout.
    """

    fetch_count: int = 600
    byte_count: int = 200_000_000
    seconds: float = 900.0
    column_count: int = 60  # of those that pages tell of where the registry names none
    articles_per_column: int = 3
    article_count: int = 60
    attachment_count: int = 60  # of those that articles and columns offer
    image_count: int = 40
    part_count: int = 24  # frames, scripts and data of the own host that home page and columns are read with
    page_bytes: int = 5_000_000
    target_bytes: int = 65_536  # of external and attached link targets: enough to see that they answer
    timeout_seconds: float = 30.0
    per_host: int = 2
    pace_seconds: float = 0.1


class _Turn(IntEnum):
    """What comes before what on one site; a turn begins when the one before has ended."""

    UPPER = 0  # home page and columns
    ARTICLE = 1
    HEAD = 2
    OTHER = 3


_TURNS = {PageKind.HOME: _Turn.UPPER, PageKind.COLUMN: _Turn.UPPER, PageKind.ARTICLE: _Turn.ARTICLE}


@dataclass(eq=False)
class Crawled:
    """One site while it is crawled."""

    subject_id: str
    home_url: str
    column_urls: list[str]
    deadline: float = 0.0
    fetch_count: int = 0
    byte_count: int = 0
    attachment_count: int = 0
    part_count: int = 0
    columns_told: set[str] = field(default_factory=set)  # by pages, where the registry names none
    lists: list[tuple[str, list[Item]]] = field(default_factory=list)  # by column
    others: list[str] = field(default_factory=list)  # what the home page links to, whatever it is
    is_below_planned: bool = False
    queue: list[tuple[_Turn, int, _Plan]] = field(default_factory=list)  # heap
    open: list[int] = field(default_factory=lambda: [0] * len(_Turn))  # planned fetches under way, by turn
    is_done: bool = False


@dataclass(eq=False, slots=True)
class _Plan:
    """One planned fetch: for which site's crawl, of whose page, spelt as on the page and as it is fetched."""

    site: Crawled
    subject_id: str
    url: str
    address: str
    kind: PageKind
    turn: _Turn
    forward_count: int = 0
    tries: tuple[Exchange, ...] = ()


class Walk:
    """One crawl. `hosts` maps the host of every registered site to its subject; `previous_of` and `stored` look up
    what a site's pages were, and what an earlier snapshot's record holds."""

    def __init__(
        self,
        fetcher: Fetcher,
        archive: Archive,
        budget: Budget,
        hosts: dict[str, str],
        day: date,
        *,
        obeys_robots: bool,
        previous_of: Callable[[str], dict[str, Previous]],
        stored: Callable[[str], Payload],
    ) -> None:
        self._fetcher, self._archive, self._budget = fetcher, archive, budget
        self._hosts, self._day = hosts, day
        self._robots: Robots[_Plan] = Robots(fetcher, archive, obeys=obeys_robots, recalls=True)
        self._stored = stored
        self._previous_of = lru_cache(maxsize=_SUBJECTS_KEPT)(previous_of)
        self._page_limits = Limits(body_bytes=budget.page_bytes, timeout_seconds=budget.timeout_seconds)
        self._target_limits = Limits(body_bytes=budget.target_bytes, timeout_seconds=budget.timeout_seconds)
        self._planned: set[str] = set()
        self._reserved: set[str | None] = set()  # homes and columns wait for their own site to begin
        self._recalled: deque[tuple[_Plan, dict[str, Any], float]] = deque()
        self._coming: deque[Crawled] = deque()
        self._site_count = 0
        self._order = count()
        self._counts: Counter[str] = Counter()

    def run(self, sites: list[Crawled]) -> dict[str, int]:
        """Crawl the sites; returns outcome → count of planned fetches, and `planned`, which is their sum.

        Raises InspectionError, our own fault, where a planned fetch has no outcome or more than one.
        """
        self._coming.extend(sites)
        self._reserved.update(clean_url(url) for site in sites for url in (site.home_url, *site.column_urls))
        self._advance()
        for result in self._fetcher:
            if isinstance(result.request.tag, _Plan):
                self._take(result.request.tag, result)
            else:
                for plan in self._robots.learn(result):
                    self._ask(plan)
                    self._feed(plan.site)
            self._advance()
        planned = len(self._planned)
        for row in self._archive.unrecalled():  # planned by a process before us, by pages that have changed since
            planned += 1
            self._counts[row["outcome"]] += 1
        ended = sum(self._counts.values())
        if not planned == ended == len(self._archive):
            raise InspectionError(
                f"{planned} fetches were planned, {ended} ended and {len(self._archive)} are archived",
                place=self._archive.relative,
                remedy="this is our own fault: report it, and run the batch again",
            )
        return {"planned": planned, **self._counts}

    def _advance(self) -> None:
        """Go on with what needs no network: pages that are archived already, and sites that may begin."""
        while True:
            if self._recalled:
                self._replay(*self._recalled.popleft())
            elif self._coming and self._site_count < CONCURRENT_SITES:
                self._begin(self._coming.popleft())
            else:
                return

    def _begin(self, site: Crawled) -> None:
        self._site_count += 1
        site.deadline = monotonic() + self._budget.seconds
        self._plan(site, site.home_url, PageKind.HOME)
        for url in site.column_urls:
            self._plan(site, url, PageKind.COLUMN)
        self._feed(site)

    # planning ------------------------------------------------------------------------------------------

    def _plan(self, site: Crawled, url: str, kind: PageKind, *, is_head: bool = False, forward_count: int = 0) -> bool:
        """Plan a fetch, unless this crawl has planned that address before; returns whether it is new."""
        address = clean_url(url)
        if not address or address in self._planned:
            return False
        if address in self._reserved and kind not in {PageKind.HOME, PageKind.COLUMN}:
            return False
        self._planned.add(address)
        subject_id = self._hosts.get(host_key(address), EXTERNAL)
        is_head = is_head or (kind is PageKind.OTHER and links.is_attachment(address))
        turn = _Turn.HEAD if is_head else _TURNS.get(kind, _Turn.OTHER)
        plan = _Plan(site, subject_id, url, address, kind, turn, forward_count)
        heappush(site.queue, (turn, next(self._order), plan))
        return True

    def _feed(self, site: Crawled) -> None:
        """Begin what may begin of a site; where nothing is left, make room for the next."""
        while True:
            if not site.is_below_planned and not site.open[_Turn.UPPER] and _next_turn(site) > _Turn.UPPER:
                site.is_below_planned = True
                self._plan_below(site)
            if not site.queue or sum(site.open) >= _FETCHES_AT_ONCE or any(site.open[: _next_turn(site)]):
                break
            self._start(heappop(site.queue)[2])
        if not site.queue and not any(site.open) and not site.is_done:
            site.is_done = True
            self._site_count -= 1

    def _plan_below(self, site: Crawled) -> None:
        """Plan what home page and columns lead to; last what is an article by no column's word."""
        known = {page_key(url) for url in (site.home_url, *site.column_urls, *site.columns_told)}
        lists = [entries for _, entries in sorted(site.lists, key=lambda pair: pair[0])]
        site.lists.clear()
        for url in _newest(lists, known, self._budget.articles_per_column, self._budget.article_count):
            self._plan(site, url, PageKind.ARTICLE)
        for url in site.others:
            self._plan(site, url, PageKind.OTHER)
        site.others.clear()

    def _start(self, plan: _Plan) -> None:
        site = plan.site
        if closed := self._archive.recall(plan.address):
            site.open[plan.turn] += 1
            self._recalled.append((plan, *closed))
            return
        if reason := self._objection(site):
            self._skip(plan, reason)
            return
        site.fetch_count += 1
        site.open[plan.turn] += 1
        self._ask(plan)

    def _ask(self, plan: _Plan) -> None:
        """Submit a fetch, if the host's robots.txt is known and lets us."""
        rules = self._robots.ask(plan.address, plan)
        if rules is None:
            return
        if rules.unreachable:
            self._end(plan, rules.unasked(Request(plan.address, tag=plan), self._archive.now()))
        elif reason := rules.objection(plan.address):
            self._skip(plan, reason)
            self._close(plan)
        else:
            self._submit(plan)

    def _submit(self, plan: _Plan) -> None:
        def objection() -> str | None:
            return self._objection(plan.site, is_counted=True)

        is_page = plan.turn is not _Turn.HEAD and plan.subject_id != EXTERNAL
        previous = self._previous(plan)
        is_conditional = is_page and previous and previous.url == plan.address
        self._fetcher.submit(
            Request(
                plan.address,
                tag=plan,
                method="HEAD" if plan.turn is _Turn.HEAD else "GET",
                headers=previous.conditions if is_conditional else (),
                limits=self._page_limits if is_page else self._target_limits,
                objection=objection,
            )
        )

    def _objection(self, site: Crawled, *, is_counted: bool = False) -> str | None:
        if site.fetch_count >= self._budget.fetch_count and not is_counted:
            return "budget: fetches"
        if site.byte_count >= self._budget.byte_count:
            return "budget: bytes"
        return "budget: seconds" if monotonic() > site.deadline else None

    def _previous(self, plan: _Plan) -> Previous | None:
        return self._previous_of(plan.subject_id).get(plan.url)

    # results -------------------------------------------------------------------------------------------

    def _take(self, plan: _Plan, result: Result) -> None:
        if result.is_declined:
            self._skip(plan, result.error)
            self._close(plan)
        elif result.request.method == "HEAD" and not _is_told_by_head(result):
            # many servers answer HEAD badly: a GET has the last word
            plan.tries = (*plan.tries, *result.redirects, *([result.last] if result.last.head else []))
            headers = (("Range", f"bytes=0-{self._budget.target_bytes - 1}"),)
            self._fetcher.submit(Request(plan.address, tag=plan, headers=headers, limits=self._target_limits))
        else:
            self._end(plan, result)
        self._feed(plan.site)

    def _end(self, plan: _Plan, result: Result) -> None:
        """Archive how a fetch ended, follow its page, and close the plan."""
        site, outcome = plan.site, fetch_outcome(result)
        previous = self._previous(plan)
        page = self._page(plan, outcome, result, previous)
        target = links.forward(page) if page else None
        note = f"{FORWARDS}{target}" if target else ""
        if page and page.read_state is ReadState.SCRIPT_SHELL and not target:
            note = NEEDS_BROWSER
        outcome = self._archive.add(
            plan.subject_id,
            plan.url,
            result,
            previous,
            outcome=outcome,
            tries=plan.tries,
            note=note,
            elapsed_seconds=self._elapsed(site),
        )
        self._counts[outcome.value] += 1
        site.byte_count += sum(len(hop.body) for hop in (*plan.tries, *result.redirects, result.last))
        self._follow(plan, page, target)
        self._close(plan)

    def _replay(self, plan: _Plan, row: dict[str, Any], elapsed_seconds: float) -> None:
        """Go on with a fetch that an earlier process archived, as if it had just ended."""
        site = plan.site
        self._counts[row["outcome"]] += 1
        site.deadline = min(site.deadline, monotonic() + self._budget.seconds - elapsed_seconds)
        if row["outcome"] != FetchOutcome.SKIPPED:
            site.fetch_count += 1
            site.byte_count += row["byte_count"] or 0
        page = None
        if _may_be_page(plan, FetchOutcome(row["outcome"]), row["http_status"], row["content_type"]):
            payload = self._stored(row["refers_to"]) if row["refers_to"] else self._archive.payload(row)
            if not payload.problem and _is_worth_reading(plan, len(payload.body)):
                page = Page(row["final_url"] or plan.address, payload.body, payload.headers, payload.status)
        self._follow(plan, page, links.forward(page) if page else None)
        self._close(plan)
        self._feed(site)

    def _page(self, plan: _Plan, outcome: FetchOutcome, result: Result, previous: Previous | None) -> Page | None:
        if previous and is_not_modified(result):
            if not _may_be_page(plan, outcome, 200, previous.content_type):
                return None
            payload = self._stored(previous.snapshot_id)
            is_read = not payload.problem and _is_worth_reading(plan, len(payload.body))
            return Page(plan.address, payload.body, payload.headers, payload.status) if is_read else None
        content_type = result.last.header("content-type")
        if not _may_be_page(plan, outcome, result.http_status, content_type):
            return None
        if not _is_worth_reading(plan, len(result.body)):
            return None
        body = result.last.content(MAX_BODY_BYTES)
        return Page(result.final_url, body, {"content-type": content_type or ""}, result.http_status)

    def _follow(self, plan: _Plan, page: Page | None, target: str | None) -> None:
        """Plan what a page leads to."""
        if not page:
            return
        site = plan.site
        if target and plan.forward_count < _MOST_FORWARDS:
            is_own = host_key(target) == host_key(plan.address) or self._hosts.get(host_key(target)) == plan.subject_id
            kind = plan.kind if is_own else PageKind.OTHER
            self._plan(site, target, kind, forward_count=plan.forward_count + 1)
        if plan.kind in {PageKind.HOME, PageKind.COLUMN} and not site.column_urls:
            self._follow_columns(site, page, plan.kind)
        if plan.kind in {PageKind.HOME, PageKind.COLUMN}:
            self._follow_parts(plan, page)
        if plan.kind is PageKind.HOME:
            self._follow_home(site, page)
        elif plan.kind is PageKind.COLUMN:
            site.lists.append((plan.address, _listed(page, self._day)))
        if plan.kind in {PageKind.COLUMN, PageKind.ARTICLE}:
            for url in links.attachments(page):
                if site.attachment_count >= self._budget.attachment_count:
                    break
                site.attachment_count += self._plan(site, url, PageKind.OTHER, is_head=True)

    def _follow_columns(self, site: Crawled, page: Page, kind: PageKind) -> None:
        """Plan the columns that the readers will find on this page, as far as the budget goes."""
        for column in columns_told_by(page, kind):
            if len(site.columns_told) >= self._budget.column_count:
                break
            if column.url not in site.columns_told:
                site.columns_told.add(column.url)
                self._plan(site, column.url, PageKind.COLUMN)

    def _follow_parts(self, plan: _Plan, page: Page) -> None:
        """Plan what the readers put a page together of: what stands in a frame is its page's, and leads on like it."""
        for url in named_parts(page):
            if plan.site.part_count >= self._budget.part_count:
                break
            kind = plan.kind if url in own_frames(page) and plan.forward_count < _MOST_FORWARDS else PageKind.OTHER
            plan.site.part_count += self._plan(plan.site, url, kind, forward_count=plan.forward_count + 1)

    def _follow_home(self, site: Crawled, page: Page) -> None:
        for url in links.images(page, self._budget.image_count):
            self._plan(site, url, PageKind.OTHER, is_head=True)
        site.others += links.targets(page)

    def _skip(self, plan: _Plan, reason: str) -> None:
        skip = self._archive.skip(plan.subject_id, plan.url, reason, elapsed_seconds=self._elapsed(plan.site))
        self._counts[skip.value] += 1

    def _close(self, plan: _Plan) -> None:
        plan.site.open[plan.turn] -= 1

    def _elapsed(self, site: Crawled) -> float:
        return self._budget.seconds - (site.deadline - monotonic())


def _listed(page: Page, day: date) -> list[Item]:
    """The entries of a column's page on its own host: dated ones, newest first, then undated ones."""
    host = host_key(page.url)
    own = [
        item
        for item in read_items(composed(page, lambda url: None), day)
        if host_key(item.url) == host and not links.is_attachment(item.url)
    ]
    # stable: page order within a day
    return sorted(own, key=lambda item: item.published_on or date.min, reverse=True)[:_MOST_LISTED]


def _newest(lists: list[list[Item]], known: set[str], per_list: int, limit: int) -> list[str]:
    """Of several lists the newest `per_list` entries each, merged newest first, at most `limit`.

    `known` are keys of pages that stand in every menu of the site, which are no articles.
    """
    chosen: dict[str, date | None] = {}
    for entries in lists:
        for item in islice((entry for entry in entries if page_key(entry.url) not in known), per_list):
            chosen.setdefault(item.url, item.published_on)
    return sorted(chosen, key=lambda url: chosen[url] or date.min, reverse=True)[:limit]


def _next_turn(site: Crawled) -> int:
    """Turn of what comes next; behind the last where nothing does."""
    return site.queue[0][0] if site.queue else len(_Turn)


def _is_told_by_head(result: Result) -> bool:
    """Whether a GET would tell no more: the answer is good and of a file, or the host is not there."""
    if not result.is_answered:
        return result.outcome not in {ProbeOutcome.RESET, ProbeOutcome.TIMEOUT, ProbeOutcome.REDIRECT_LOOP}
    content_type = (result.last.header("content-type") or "").lower()
    return (result.http_status or 500) < 300 and bool(content_type) and "html" not in content_type


def _may_be_page(plan: _Plan, outcome: FetchOutcome, status: int | None, content_type: str | None) -> bool:
    """Whether what was fetched is a page that the walk goes on from."""
    if outcome not in {FetchOutcome.FETCHED, FetchOutcome.UNCHANGED} or status != 200:
        return False
    if plan.turn is _Turn.HEAD or plan.subject_id == EXTERNAL:
        return False
    return not content_type or "html" in content_type.lower()


def _is_worth_reading(plan: _Plan, byte_count: int) -> bool:
    """Of other pages only short ones are looked at: they may do nothing but lead on."""
    return plan.kind is not PageKind.OTHER or byte_count <= _STUB_BYTES
