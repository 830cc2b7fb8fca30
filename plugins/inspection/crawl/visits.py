"""Extra visits (额外访问): what readers asked to be visited apart from the crawl (`plan.py`), made here.

They go through the same fetcher, address rules, pacing, budget and robots policy as the crawl, into a WARC file of
their own. A visit is made once, also when the process is killed: the file is the journal (`archive`), and the next
run goes on with it. One that could not be made through no fault of the other side stays planned, until it is so
overdue that it would tell of another time. What a visit says is read from its record (`extract/visited.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg.types.json import Jsonb

from inspection.archive.store import Store, StorePath
from inspection.archive.writer import Archive
from inspection.crawl.plan import EXPIRES_AFTER_DAYS
from inspection.crawl.robots import Robots
from inspection.crawl.take import Budget
from inspection.declared.office import Jurisdiction
from inspection.model import ProbeOutcome, VisitKind, VisitState
from inspection.net import Fetcher, Limits, Request, Result, clean_url, running_clock
from inspection.periods import SHANGHAI, local_day
from inspection.warehouse import query, run

VISIT = "visit"  # subject of their snapshots: no reader of the crawl's pages may take one for the page itself
SPIDER_AGENT = "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)"
MOST_VISITS = 20_000  # of one run; the rest is still due at the next
BUDGET = Budget(fetch_count=200, seconds=1_800.0)  # fetches of one host, seconds of a whole run
_INDEXED = """
select 1 as found
from staging.snapshot
where observer_id = %(observer_id)s and day >= %(since)s and warc_file = %(file)s
limit 1
"""
_KEY = ("kind", "subject_id", "url", "day")


def make_visits(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    store: Store | str | StorePath,
    now: datetime,
    *,
    batch: int = 0,
    batch_count: int = 1,
    budget: Budget = BUDGET,
) -> dict[str, int]:
    """Make the visits of one batch of hosts that are due, into one WARC file.

    Returns the number of visits by what became of them: `done`, `skipped`, `expired`, or `postponed` (still
    planned). Of `budget`, `fetch_count` and `byte_count` bound each host, `seconds` the whole run. Does not
    commit; the visits under way stay locked until the caller does.
    """
    parameters = {"observer_id": jurisdiction.jurisdiction_id, "now": now}
    counts: Counter[str] = Counter()
    counts["expired"] = run(connection, "visit/expire.sql", parameters | {"expires_after_days": EXPIRES_AFTER_DAYS})
    due = query(
        connection, "visit/due.sql", parameters | {"batch": batch, "batch_count": batch_count, "most": MOST_VISITS}
    )
    if due:
        store, clock = Store.of(store), running_clock(now)
        relative = _file(connection, store, jurisdiction.jurisdiction_id, now, batch)
        options = {"per_host": 1, "pace_seconds": budget.pace_seconds, "clock": clock, "like_browsers": True}
        with (
            Fetcher.of(jurisdiction, **options) as fetcher,
            Archive(
                store,
                relative,
                user_agent=fetcher.user_agent,
                robots=jurisdiction.robots,
                clock=clock,
                batch=f"visits {batch} of {batch_count}",
                resumes=True,
            ) as archive,
        ):
            round_ = _Visiting(fetcher, archive, budget, obeys_robots=jurisdiction.robots == "obey")
            rows = round_.run(due)
            if len(archive):
                archive.publish(connection, jurisdiction.jurisdiction_id)
        run(connection, "visit/result.sql", parameters | {"rows": Jsonb(rows)})
        counts.update(row["state"] for row in rows)
        counts["postponed"] = len(due) - len(rows)
    return {name: number for name, number in sorted(counts.items()) if number}


@dataclass(eq=False)
class _Visit:
    """One fetch, and all the plans that it answers."""

    address: str
    is_spider: bool
    plans: list[dict[str, Any]] = field(default_factory=list)

    @property
    def host(self) -> str:
        return urlsplit(self.address).netloc

    @property
    def journal_address(self) -> str:
        """What tells it apart in the journal; a fragment is never sent."""
        return f"{self.address}#{VisitKind.SPIDER_VISIT}" if self.is_spider else self.address


class _Visiting:
    def __init__(self, fetcher: Fetcher, archive: Archive, budget: Budget, *, obeys_robots: bool) -> None:
        self._fetcher, self._archive, self._budget = fetcher, archive, budget
        # a run that goes on with a file of hours ago asks again: what was ailing may be well
        self._robots: Robots[_Visit] = Robots(fetcher, archive, obeys=obeys_robots, recalls=False)
        self._limits = Limits(body_bytes=budget.page_bytes, timeout_seconds=budget.timeout_seconds)
        self._deadline = monotonic() + budget.seconds
        self._fetches: Counter[str] = Counter()  # by host
        self._bytes: Counter[str] = Counter()
        self._rows: list[dict[str, Any]] = []

    def run(self, due: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """Results of the plans that came to an end."""
        for visit in self._merged(due):
            if recalled := self._archive.recall(visit.journal_address):
                row = recalled[0]  # an earlier run made it and did not live to write it down
                self._done(visit, row["snapshot_id"], row["fetched_at"])
            else:
                self._ask(visit)
        for result in self._fetcher:
            if isinstance(result.request.tag, _Visit):
                self._take(result.request.tag, result)
            else:
                for visit in self._robots.learn(result):
                    self._ask(visit)
        return self._rows

    def _merged(self, due: Iterable[dict[str, Any]]) -> list[_Visit]:
        """One visit for all plans that ask for the same address in the same manner."""
        visits: dict[tuple[str, bool], _Visit] = {}
        for plan in due:
            address, is_spider = clean_url(plan["url"]), plan["kind"] == VisitKind.SPIDER_VISIT
            if address is None:
                self._skip([plan], "is no http or https address")
                continue
            visits.setdefault((address, is_spider), _Visit(address, is_spider)).plans.append(plan)
        return list(visits.values())

    def _ask(self, visit: _Visit) -> None:
        """Submit a visit, if the host's robots.txt is known and lets us."""
        rules = self._robots.ask(visit.address, visit)
        if rules is None or rules.refusal:  # of an ailing server: it may be well at the next run
            return
        if rules.unreachable:
            self._take(visit, rules.unasked(Request(visit.journal_address, tag=visit), self._archive.now()))
        elif reason := rules.objection(visit.address):
            self._skip(visit.plans, reason)
        else:
            self._submit(visit)

    def _submit(self, visit: _Visit) -> None:
        def objection() -> str | None:
            if self._fetches[visit.host] >= self._budget.fetch_count:
                return "budget: fetches"
            if self._bytes[visit.host] >= self._budget.byte_count:
                return "budget: bytes"
            if monotonic() > self._deadline:
                return "budget: seconds"
            self._fetches[visit.host] += 1
            return None

        headers = (("User-Agent", SPIDER_AGENT),) if visit.is_spider else ()
        self._fetcher.submit(
            Request(visit.journal_address, tag=visit, headers=headers, limits=self._limits, objection=objection)
        )

    def _take(self, visit: _Visit, result: Result) -> None:
        if result.is_declined or result.outcome is ProbeOutcome.PROBE_FAULT:
            return  # we did not look: it stays planned
        self._bytes[visit.host] += len(result.body)
        self._archive.add(VISIT, visit.plans[0]["url"], result)
        self._done(visit, self._archive.last_id, result.last.started_at.isoformat())

    def _done(self, visit: _Visit, snapshot_id: str, visited_at: str) -> None:
        told = {"state": VisitState.DONE.value, "visited_at": visited_at, "snapshot_id": snapshot_id}
        self._rows += [_key(plan) | told for plan in visit.plans]

    def _skip(self, plans: Iterable[dict[str, Any]], note: str) -> None:
        self._rows += [_key(plan) | {"state": VisitState.SKIPPED.value, "note": note} for plan in plans]


def _key(plan: dict[str, Any]) -> dict[str, Any]:
    return {name: plan[name] for name in _KEY} | {"day": plan["day"].isoformat()}


def _file(connection: psycopg.Connection, store: Store, jurisdiction_id: str, now: datetime, batch: int) -> str:
    """The file of a run that was killed, else one that no earlier run has written: several run on one day."""
    pattern = f"{jurisdiction_id}/*/*/*-visits-*-{batch:03d}.warc.gz"
    left = sorted(store.working_root.glob(f"{pattern}.partial"))
    if left:
        return left[0].relative_to(store.working_root).as_posix().removesuffix(".partial")
    if store.working_root is store.root and (finished := max(store.root.glob(pattern), default=None)):
        relative = finished.relative_to(store.root).as_posix()
        since = local_day(now) - timedelta(days=EXPIRES_AFTER_DAYS)
        is_new = local_day(datetime.fromtimestamp(finished.stat().st_mtime, UTC)) >= since
        if (
            is_new
            and not connection.execute(
                _INDEXED, {"observer_id": jurisdiction_id, "since": since, "file": relative}
            ).fetchone()
        ):
            finished.replace(store.working_path(relative))  # its run was killed or rolled back before the commit
            return relative
    moment = now.astimezone(SHANGHAI)
    kinds = (f"visits-{moment:%H%M%S}" + (f"-{number}" if number else "") for number in count())
    files = (store.warc_path(local_day(now), jurisdiction_id, batch, kind=kind) for kind in kinds)
    return next(relative for relative in files if not store.exists(relative))
