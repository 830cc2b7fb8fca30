"""Watching accounts (政务新媒体监测): one look at each, its posts, and whether the source can be trusted."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime

import psycopg

from inspection.accounts.connector import OK, Account, Connector, Look
from inspection.accounts.feed import FeedConnector
from inspection.accounts.posts import upsert_checks, upsert_posts
from inspection.crawl.archive import Archive, previous_bodies
from inspection.crawl.store import Store, StorePath
from inspection.crawl.take import batch_of
from inspection.jurisdiction import Jurisdiction
from inspection.net import Fetcher, running_clock
from inspection.periods import local_day

CONNECTORS: tuple[Connector, ...] = (FeedConnector(),)
# A source is healthy when at least half of its platform's accounts answered well in the same run: one dead
# feed is an account's, many are the collector's.
HEALTHY_SHARE = 0.5

_ACCOUNTS = """
select subject_id, platform, feed_url
from mart.dim_subject
where
    kind = 'account'
    and status = 'running'
    and feed_url is not null
    and valid_from <= %(day)s
    and (valid_to is null or valid_to > %(day)s)
order by subject_id
"""


def watch(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    now: datetime,
    *,
    batch: int = 0,
    batch_count: int = 1,
    store: Store | str | StorePath | None = None,
) -> dict[str, int]:
    """Look once at every running account of this batch that has a feed; returns outcome → count.

    Writes one `staging.account_check` for each and its posts to `staging.post`. With a `store`, what the
    feeds answered is archived too.
    """
    day, clock = local_day(now), running_clock(now)
    found = connection.execute(_ACCOUNTS, {"day": day}).fetchall()
    accounts = [Account(**row) for row in found if batch_of(row["subject_id"], batch_count) == batch]
    looks: list[tuple[str, Look]] = []
    with Fetcher.of(jurisdiction, per_host=4, clock=clock) as fetcher:
        for connector in CONNECTORS:
            looks += [(connector.name, look) for look in connector.look(accounts, fetcher)]
        snapshot_ids = {}
        if store is not None:
            relative = Store.of(store).warc_path(day, jurisdiction.jurisdiction_id, batch, "accounts")
            snapshot_ids = _archive(connection, Store.of(store), relative, fetcher.user_agent, now, looks)

    answered: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for connector_name, look in looks:
        answered[connector_name, look.account.platform].append(look.outcome == OK)
    healthy = {source: sum(well) / len(well) >= HEALTHY_SHARE for source, well in answered.items()}
    upsert_posts(
        connection,
        (
            (
                *(look.account.subject_id, post.post_id, post.published_at, look.checked_at),
                *(post.title, post.url, post.body, snapshot_ids.get(look.account.subject_id)),
            )
            for _, look in looks
            for post in look.posts
        ),
    )
    upsert_checks(
        connection,
        (
            (
                *(look.account.subject_id, look.checked_at, connector_name, look.outcome),
                *(healthy[connector_name, look.account.platform], look.name_seen, None, None, look.has_interaction),
                len(look.posts) if look.outcome == OK else None,
                max((post.published_at for post in look.posts), default=None),
                *(snapshot_ids.get(look.account.subject_id), look.detail),
            )
            for connector_name, look in looks
        ),
    )
    return dict(Counter(look.outcome for _, look in looks))


def _archive(
    connection: psycopg.Connection,
    store: Store,
    relative: str,
    user_agent: str,
    now: datetime,
    looks: list[tuple[str, Look]],
) -> dict[str, str]:
    """Archive what was fetched; returns each account's snapshot id."""
    subject_ids = [look.account.subject_id for _, look in looks]
    previous = previous_bodies(connection, now, local_day(now), subject_ids)
    clock = running_clock(now)
    with Archive(store, relative, user_agent=user_agent, robots="not asked: feeds", clock=clock) as archive:
        for _, look in looks:
            if look.answer:
                url = look.account.feed_url
                archive.add(look.account.subject_id, url, look.answer, previous.get(url))
        archive.publish(connection)
        return {row["subject_id"]: row["snapshot_id"] for row in archive.rows()}
