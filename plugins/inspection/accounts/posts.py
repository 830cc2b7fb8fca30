"""Posts, checks and the health of sources into the warehouse: what was first seen, and when, is never overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

import psycopg

from inspection import warehouse


class PostRow(NamedTuple):
    """A row of `staging.post`."""

    observer_id: str
    subject_id: str
    post_id: str
    published_at: datetime
    first_seen_at: datetime
    title: str | None
    url: str | None
    body: str | None
    snapshot_id: str | None = None
    date_mark: str | None = None
    is_repost: bool | None = None


class CheckRow(NamedTuple):
    """A row of `staging.account_check`: one look at an account, the key first."""

    observer_id: str
    subject_id: str
    day: date
    checked_at: datetime
    connector: str
    outcome: str
    is_source_healthy: bool
    name_seen: str | None = None
    organiser_seen: str | None = None
    is_certified: bool | None = None
    has_interaction: bool | None = None
    post_count: int | None = None
    newest_post_at: datetime | None = None
    snapshot_id: str | None = None
    detail: str | None = None
    account_state: str | None = None
    functions: list[str] | None = None
    posts_in_week: int | None = None
    download_bytes: int | None = None
    app_version: str | None = None
    app_updated_on: date | None = None


class HealthRow(NamedTuple):
    """A row of `staging.source_health`: how a route stood for a platform, the key first."""

    observer_id: str
    route_id: str
    platform: str
    day: date
    checked_at: datetime
    batch: int
    is_healthy: bool
    reason: str | None
    control_count: int
    good_control_count: int
    newest_control_post_at: datetime | None
    look_count: int
    good_look_count: int
    request_count: int


# Of two times that sources give for one post the earlier stands: whoever posts an old text anew as today's does not
# become younger by it, and the order of looks leaves no trace.
_MERGE_POSTS = """
insert into staging.post ({columns})
select distinct on (observer_id, subject_id, post_id) {columns}
from incoming_post
order by observer_id, subject_id, post_id, first_seen_at, published_at
on conflict (observer_id, subject_id, post_id) do update set
    published_at = least(post.published_at, excluded.published_at),
    date_mark = case when excluded.published_at < post.published_at then excluded.date_mark else post.date_mark end,
    title = excluded.title,
    url = excluded.url,
    body = coalesce(excluded.body, post.body),
    is_repost = coalesce(excluded.is_repost, post.is_repost),
    snapshot_id = coalesce(excluded.snapshot_id, post.snapshot_id);
drop table incoming_post
"""


def upsert_posts(connection: psycopg.Connection, rows: Iterable[PostRow]) -> int:
    """Load posts; one that is known keeps its `first_seen_at`. Returns how many came."""
    columns = ", ".join(PostRow._fields)
    connection.execute(
        f"create temp table incoming_post on commit drop as select {columns} from staging.post with no data"
    )
    count = warehouse.copy_rows(connection, "incoming_post", PostRow._fields, rows)
    connection.execute(_MERGE_POSTS.format(columns=columns))
    return count


def upsert_checks(connection: psycopg.Connection, rows: Iterable[CheckRow]) -> int:
    """Load account checks; the same look again replaces its row. Returns how many came."""
    return warehouse.upsert_rows(connection, "staging.account_check", CheckRow._fields, CheckRow._fields[:5], rows)


def upsert_health(connection: psycopg.Connection, rows: Iterable[HealthRow]) -> int:
    """Load how sources stood; returns how many rows came."""
    return warehouse.upsert_rows(connection, "staging.source_health", HealthRow._fields, HealthRow._fields[:6], rows)
