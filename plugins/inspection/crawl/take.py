"""Taking snapshots (快照): one bounded crawl of a batch of sites, every planned fetch with its one row.

A crawl that was killed goes on where it stood: its file is its journal (`archive`), and what is archived is not
fetched again. How the sites are walked is told in `walk`.
"""

from __future__ import annotations

import gc
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial

import psycopg

from inspection.archive import records
from inspection.archive.store import RECORD_LIMIT_BYTES, Payload, Store, StorePath, read_payloads
from inspection.archive.writer import Archive, previous_bodies
from inspection.batches import batch_of
from inspection.crawl.walk import Budget, Crawled, Walk
from inspection.declared.office import Jurisdiction
from inspection.errors import InspectionError
from inspection.net import Fetcher, host_key, running_clock
from inspection.periods import local_day

__all__ = ["Budget", "take_snapshots"]

CONCURRENT_FETCHES = 96

_SITES = """
select
    subject_id,
    home_url,
    array(
        select in_force.url
        from mart.columns_as_of(%(jurisdiction_id)s, %(day)s) as in_force
        where in_force.subject_id = looked_at.subject_id
        order by in_force.url
    ) as column_urls
from mart.to_be_seen(%(jurisdiction_id)s, %(observes_with)s, %(day)s) as looked_at
where kind = 'site' and status = 'running' and home_url is not null
order by subject_id
"""

# The row whose record lies last in a file: where it can be read back, the index is that of this very file.
_LAST_ROW = """
select *
from staging.snapshot
where observer_id = %(observer_id)s and warc_file = %(file)s
order by warc_offset desc nulls last
limit 1
"""


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

    `planned` is their sum. A batch of the same day that was killed goes on where it stood; one that was finished
    is made anew, and replaces file and rows of the first. Does not commit. Raises InspectionError while another
    process crawls the same batch.
    """
    budget = budget or Budget()
    store, day, clock = Store.of(store), local_day(now), running_clock(now)
    every = connection.execute(_SITES, jurisdiction.seen_by_itself | {"day": day}).fetchall()
    hosts = {host_key(row["home_url"]): row["subject_id"] for row in every}
    sites = [Crawled(**row) for row in every if batch_of(row["subject_id"], batch_count) == batch]
    relative = store.warc_path(day, jurisdiction.jurisdiction_id, batch)
    observer_id = jurisdiction.jurisdiction_id
    _close_earlier_days(connection, observer_id, store, relative, clock)
    _take_up(connection, observer_id, store, relative)
    options = {
        "concurrency": CONCURRENT_FETCHES,
        "per_host": budget.per_host,
        "pace_seconds": budget.pace_seconds,
        "clock": clock,
        "like_browsers": True,
    }
    with (
        _seldom_collected(),
        Fetcher.of(jurisdiction, **options) as fetcher,
        Archive(
            store,
            relative,
            user_agent=fetcher.user_agent,
            robots=jurisdiction.robots,
            clock=clock,
            batch=f"{batch} of {batch_count}",
            resumes=True,
        ) as archive,
    ):
        walk = Walk(
            fetcher,
            archive,
            budget,
            hosts,
            day,
            obeys_robots=jurisdiction.robots == "obey",
            previous_of=lambda subject_id: previous_bodies(connection, observer_id, now, day, [subject_id]),
            stored=partial(_stored, connection, observer_id, store),
        )
        counts = walk.run(sites)
        indexed = archive.publish(connection, observer_id)
    if indexed != counts["planned"]:
        raise InspectionError(f"{counts['planned']} fetches were planned, {indexed} are in the index", place=relative)
    return counts


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """A page is thousands of objects that go as they came, without cycles: the collector would look in vain."""
    thresholds = gc.get_threshold()
    gc.set_threshold(20_000, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)


def _take_up(connection: psycopg.Connection, observer_id: str, store: Store, relative: str) -> None:
    """Make the file of a crawl that was killed between its last record and its commit the working file again."""
    working = store.working_path(relative)
    if working.exists() or not store.exists(relative) or _is_indexed(connection, observer_id, store, relative):
        return
    working.parent.mkdir(parents=True, exist_ok=True)
    if store.working_root is store.root:
        (store.root / relative).replace(working)
        return
    whole = working.with_suffix(".whole")
    with store.open(relative) as source, whole.open("wb") as target:
        shutil.copyfileobj(source, target, 1 << 20)
    whole.replace(working)


def _is_indexed(connection: psycopg.Connection, observer_id: str, store: Store, relative: str) -> bool:
    row = connection.execute(_LAST_ROW, {"observer_id": observer_id, "file": relative}).fetchone()
    if not row:
        return False
    if row["warc_offset"] is None:  # every fetch was skipped
        return True
    with store.open(relative) as file:
        file.seek(row["warc_offset"])
        found = records.unpacked(file.read(row["warc_length"]), 0, RECORD_LIMIT_BYTES)
    return bool(found) and records.head_and_block(found[0])[0]["warc-record-id"] == f"<{row['snapshot_id']}>"


def _close_earlier_days(
    connection: psycopg.Connection, observer_id: str, store: Store, relative: str, clock: Callable[[], datetime]
) -> None:
    """Index what crawls of this batch on earlier days archived before they were killed: nobody else will."""
    pattern = re.sub(r"/\d{4}/\d\d/\d{4}-\d\d-\d\d-", "/*/*/*-", f"{relative}.partial")
    for working in sorted(store.working_root.glob(pattern)):
        found = working.relative_to(store.working_root).as_posix().removesuffix(".partial")
        if found == relative:
            continue
        try:
            archive = Archive(store, found, user_agent="", robots="", clock=clock, resumes=True)
        except InspectionError:  # it is still under way
            continue
        with archive:
            if len(archive) and not store.exists(found):
                archive.publish(connection, observer_id)
            else:  # nothing was closed, or a crawl before it was finished, and stands
                working.unlink()


def _stored(connection: psycopg.Connection, observer_id: str, store: Store, snapshot_id: str) -> Payload:
    """What the record of an indexed snapshot holds; nothing, with its problem, where it cannot be read."""
    query = "select * from staging.snapshot where observer_id = %s and snapshot_id = %s"
    row = connection.execute(query, (observer_id, snapshot_id)).fetchone()
    if not row:
        return Payload(None, problem=f"the record {snapshot_id} is not in the index")
    return next(read_payloads(store, [row]))[1]
