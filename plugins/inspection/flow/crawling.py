"""Fetching pages: the crawl, the visits that the readers asked for, and what is judged anew for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import psycopg

from inspection.crawl import make_visits, take_snapshots
from inspection.crawl.plan import EXPIRES_AFTER_DAYS
from inspection.declared.office import Jurisdiction
from inspection.flow.inspect_day import evaluate
from inspection.periods import local_day

__all__ = ["judge_visited", "make_visits", "take_snapshots"]


def judge_visited(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, now: datetime, counts: Iterable[Mapping[str, int]]
) -> int:
    """Judge the last days anew where any batch made a visit (`counts`): a dead link counts once a second look agrees.

    Returns the findings of these days; 0 where no visit was made.
    """
    if not any(count.get("done") or count.get("expired") for count in counts):
        return 0
    today = local_day(now)
    first = today - timedelta(days=EXPIRES_AFTER_DAYS + 1)
    return evaluate(connection, jurisdiction, first, today)["findings"]
