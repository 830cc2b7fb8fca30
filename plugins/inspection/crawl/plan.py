"""The visit plan (访问计划): what a day's observations ask to be visited apart from the crawl.

Planning is SQL alone (`include/sql/visit/<kind>.sql`) and never touches the network: readers do not fetch. The
visits are made by `crawl/visits.py`.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import psycopg

from inspection.declared.office import Jurisdiction
from inspection.model import VisitKind
from inspection.periods import local_day
from inspection.warehouse import run

EXPIRES_AFTER_DAYS = 2  # overdue by more, a visit would tell of another time
# how often a site or account is visited for one reason; a second look follows each broken link
EVERY_DAYS = {
    VisitKind.RANDOM_ADDRESS: 7,
    VisitKind.SEARCH_TEST: 7,
    VisitKind.ACCOUNT_PAGE: 1,
    VisitKind.SPIDER_VISIT: 1,
}


def plan_visits(connection: psycopg.Connection, jurisdiction: Jurisdiction, day: date, now: datetime) -> dict[str, int]:
    """Plan what the observations of an official day ask for; returns kind → visits newly planned.

    Nothing is planned for a day long past: its pages cannot be seen any more. The same day planned again adds
    only what is new. Does not commit.
    """
    if day < local_day(now) - timedelta(days=EXPIRES_AFTER_DAYS):
        return {}
    parameters = {
        **jurisdiction.ids,
        "day": day,
        "now": now,
        "second_look_after_hours": jurisdiction.second_look_after_hours,
    }
    kinds = [kind for kind in VisitKind if kind is not VisitKind.SPIDER_VISIT or jurisdiction.spider_visits]
    return {
        kind.value: run(connection, f"visit/{kind}.sql", parameters | {"every_days": EVERY_DAYS.get(kind)})
        for kind in kinds
    }
