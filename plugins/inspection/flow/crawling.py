"""Fetching pages: the crawl, the visits that the readers asked for, and what is judged anew for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import psycopg

from inspection.archive.store import Store
from inspection.crawl import make_visits, take_snapshots
from inspection.crawl.plan import EXPIRES_AFTER_DAYS
from inspection.declared.office import Jurisdiction
from inspection.flow.inspect_day import evaluate
from inspection.periods import local_day

__all__ = ["judge_visited", "make_visits", "take_snapshots"]


def judge_visited(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    store: Store,
    now: datetime,
    counts: Iterable[Mapping[str, int]],
) -> int:
    """Read the visits that any batch made (`counts`), and judge the last days anew: a dead link counts once a second
    look agrees.

    Returns the findings of these days; 0 where no visit was made. A visit of yesterday's pages may be made today.
    """
    from inspection.extract import read_visits  # parsers that no other stage of these needs

    if not any(count.get("done") or count.get("expired") for count in counts):
        return 0
    today = local_day(now)
    first = today - timedelta(days=EXPIRES_AFTER_DAYS + 1)
    read_visits(connection, jurisdiction.jurisdiction_id, store, first, today + timedelta(days=1), only_new=True)
    return evaluate(connection, jurisdiction, first, today)["findings"]
