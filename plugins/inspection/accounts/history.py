"""What the warehouse knows of accounts before they are looked at: posts, lengths of lists, and today's requests."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

import psycopg

from inspection.accounts.sight import History, KnownPost
from inspection.declared.office import Jurisdiction
from inspection.periods import local_day

KNOWN_DAYS, LONGEST_DAYS = 60, 30

_KNOWN = """
select subject_id, post_id, published_at, title
from staging.post
where
    observer_id = %(observer_id)s
    and subject_id = any(%(subject_ids)s)
    and published_on > %(since)s
    and (title is not null or url is not null)
"""
_LONGEST = """
select subject_id, connector, max(post_count) as post_count
from staging.account_check
where
    observer_id = %(observer_id)s
    and subject_id = any(%(subject_ids)s)
    and day > %(since)s
    and outcome = 'ok'
    and post_count is not null
group by subject_id, connector
"""
_USED = """
select route_id, sum(request_count)::integer as request_count
from staging.source_health
where observer_id = %(observer_id)s and day = %(day)s
group by route_id
"""


def histories(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, subject_ids: list[str], now: datetime
) -> dict[str, History]:
    """What is known of each of these accounts: posts of the last weeks, and the longest list by route."""
    posts: dict[str, dict[str, KnownPost]] = defaultdict(dict)
    longest: dict[str, dict[str, int]] = defaultdict(dict)
    today = local_day(now)
    parameters = {
        "observer_id": jurisdiction.jurisdiction_id,
        "subject_ids": subject_ids,
        "since": today - timedelta(days=KNOWN_DAYS),
    }
    for row in connection.execute(_KNOWN, parameters):
        posts[row["subject_id"]][row["post_id"]] = KnownPost(row["published_at"], row["title"])
    parameters["since"] = today - timedelta(days=LONGEST_DAYS)
    for row in connection.execute(_LONGEST, parameters):
        longest[row["subject_id"]][row["connector"]] = row["post_count"]
    return {one: History(posts.get(one, {}), longest.get(one, {})) for one in {*posts, *longest}}


def requests_made(connection: psycopg.Connection, jurisdiction: Jurisdiction, now: datetime) -> dict[str, int]:
    """Requests that were made today, by route: what is used of its daily budget."""
    parameters = {"observer_id": jurisdiction.jurisdiction_id, "day": local_day(now)}
    return {row["route_id"]: row["request_count"] for row in connection.execute(_USED, parameters)}
