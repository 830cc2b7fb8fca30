"""Posts, checks and the health of sources into the warehouse: what was first seen, and when, is never overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import psycopg

from inspection import warehouse

POST_COLUMNS = [
    *("observer_id", "subject_id", "post_id", "published_at", "first_seen_at", "title", "url", "body", "snapshot_id"),
    "date_mark",
]
CHECK_KEY = ["observer_id", "subject_id", "day", "checked_at", "connector"]
CHECK_COLUMNS = [
    *CHECK_KEY,
    *("outcome", "is_source_healthy", "name_seen", "organiser_seen", "is_certified", "has_interaction"),
    *("post_count", "newest_post_at", "snapshot_id", "detail", "account_state", "functions", "posts_in_week"),
    *("download_bytes", "app_version", "app_updated_on"),
]
HEALTH_KEY = ["observer_id", "route_id", "platform", "day", "checked_at", "batch"]
HEALTH_COLUMNS = [
    *HEALTH_KEY,
    *("is_healthy", "reason", "control_count", "good_control_count", "newest_control_post_at"),
    *("look_count", "good_look_count", "request_count"),
]

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
    snapshot_id = coalesce(excluded.snapshot_id, post.snapshot_id);
drop table incoming_post
"""


def upsert_posts(connection: psycopg.Connection, rows: Iterable[Sequence]) -> int:
    """Load posts (`POST_COLUMNS`); one that is known keeps its `first_seen_at`. Returns how many came."""
    columns = ", ".join(POST_COLUMNS)
    connection.execute(
        f"create temp table incoming_post on commit drop as select {columns} from staging.post with no data"
    )
    count = warehouse.copy_rows(connection, "incoming_post", POST_COLUMNS, rows)
    connection.execute(_MERGE_POSTS.format(columns=columns))
    return count


def upsert_checks(connection: psycopg.Connection, rows: Iterable[Sequence]) -> int:
    """Load account checks (`CHECK_COLUMNS`); the same look again replaces its row. Returns how many came."""
    return warehouse.upsert_rows(connection, "staging.account_check", CHECK_COLUMNS, CHECK_KEY, rows)


def upsert_health(connection: psycopg.Connection, rows: Iterable[Sequence]) -> int:
    """Load how sources stood (`HEALTH_COLUMNS`); returns how many rows came."""
    return warehouse.upsert_rows(connection, "staging.source_health", HEALTH_COLUMNS, HEALTH_KEY, rows)
