"""Posts and checks into the warehouse: the moment a post was first seen is never overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import psycopg

from inspection import warehouse

POST_COLUMNS = [
    *("subject_id", "post_id", "published_at", "first_seen_at", "title", "url", "body", "snapshot_id"),
]
CHECK_KEY = ["subject_id", "checked_at", "connector"]
CHECK_COLUMNS = [
    *CHECK_KEY,
    *("outcome", "is_source_healthy", "name_seen", "organiser_seen", "is_certified", "has_interaction"),
    *("post_count", "newest_post_at", "snapshot_id", "detail"),
]

_MERGE_POSTS = """
insert into staging.post ({columns})
select distinct on (subject_id, post_id) {columns}
from incoming_post
order by subject_id, post_id, first_seen_at
on conflict (subject_id, post_id) do update set
    published_at = excluded.published_at,
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
