"""Rows of the warehouse written compactly, for cases kept as data.

A date is a number of days from the monitoring point (0 is that day, -14 two weeks before) or an ISO
date; `day: -6..0` makes a row for each day. An instant is `"-1 14:30"` in local time, or
`"2026-06-29 10:00"`. `times: 5` makes
five rows, and `{n}` in a text counts them. What a row does not say comes from `DEFAULTS`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from inspection.periods import SHANGHAI, local_day

SITE, ACCOUNT = "site:5399000001", "account:微信公众号:yunzhou"
HOME = "http://www.yunzhou.example/"
JURISDICTION = "yunzhou-demo"

DEFAULTS: dict[str, dict[str, Any]] = {
    "mart.dim_subject": {
        "jurisdiction_id": JURISDICTION,
        "subject_id": SITE,
        "valid_from": date(2019, 1, 1),
        "kind": "site",
        "name": "云州市人民政府",
        "organiser": "云州市人民政府办公室",
        "status": "running",
    },
    "mart.dim_downtime": {"jurisdiction_id": JURISDICTION, "subject_id": SITE, "approval": "云政办批1号"},
    "mart.fact_probe_day": {
        "observer_id": JURISDICTION,
        "subject_id": SITE,
        "day": 0,
        "planned_count": 48,
        "counted_count": 48,
        "failed_count": 0,
        "late_count": 0,
        "blocked_count": 0,
        "own_fault_count": 0,
    },
    "mart.fact_decision": {
        "decision_id": "00000000-0000-0000-0000-00000000000{n}",
        "jurisdiction_id": JURISDICTION,
        "subject_id": SITE,
        "decision": "confirmed",
        "valid_from": 0,
        "body": "检查组",
    },
    "staging.page": {
        "observer_id": JURISDICTION,
        "subject_id": SITE,
        "day": 0,
        "url": HOME,
        "snapshot_id": "urn:uuid:home",
        "kind": "home",
        "read_state": "ok",
        "item_count": 20,
    },
    "staging.site_column": {
        "observer_id": JURISDICTION,
        "subject_id": SITE,
        "day": 0,
        "url": HOME + "{class}/{n}/",
        "snapshot_id": "urn:uuid:{class}-{n}",
        "name": "栏目{n}",
        "class": "news",
        "depth": 1,
        "source": "registry",
        "read_state": "ok",
        "is_blank": False,
    },
    "staging.item": {
        "observer_id": JURISDICTION,
        "subject_id": SITE,
        "day": 0,
        "column_url": HOME + "news/{n}/",
        "url": HOME + "a/{n}.html",
        "snapshot_id": "urn:uuid:list",
        "title": "云州市工作动态{n}",
    },
    "staging.mark": {
        "observer_id": JURISDICTION,
        "subject_id": SITE,
        "day": 0,
        "page_url": HOME,
        "snapshot_id": "urn:uuid:home",
        "detail": {},
    },
    "staging.link": {
        "observer_id": JURISDICTION,
        "subject_id": SITE,
        "day": 0,
        "page_url": HOME,
        "target_url": HOME + "gone/{n}.html",
        "snapshot_id": "urn:uuid:home",
        "kind": "internal",
        "outcome": "broken",
    },
    "staging.planned_visit": {
        "observer_id": JURISDICTION,
        "kind": "second_look",
        "subject_id": SITE,
        "url": HOME + "gone/{n}.html",
        "day": 0,
        "not_before": datetime(2026, 9, 30, 12, tzinfo=SHANGHAI),
        "asked_by": HOME,
        "state": "done",
        "snapshot_id": "urn:uuid:again-{n}",
        "link_outcome": "broken",
    },
    "staging.snapshot": {
        "observer_id": JURISDICTION,
        "subject_id": SITE,
        "fetched_at": "0 03:00",
        "outcome": "fetched",
        "http_status": 200,
    },
    "staging.term_hit": {
        "observer_id": JURISDICTION,
        "subject_id": SITE,
        "day": 0,
        "locator": HOME + "a/1.html",
        "term": "示例错词{n}",
        "occurrence_count": 1,
        "snapshot_id": "urn:uuid:article",
        "severity": "grave",
        "list_id": "demo",
    },
    "staging.post": {
        "observer_id": JURISDICTION,
        "subject_id": ACCOUNT,
        "post_id": "p{n}",
        "published_at": "0 10:00",
        "first_seen_at": "0 23:00",
    },
    "staging.account_check": {
        "observer_id": JURISDICTION,
        "subject_id": ACCOUNT,
        "checked_at": "0 23:00",
        "connector": "feed",
        "outcome": "ok",
        "is_source_healthy": True,
    },
    "staging.probe": {
        "observer_id": JURISDICTION,
        "subject_id": SITE,
        "scheduled_at": "0 08:00",
        "started_at": "0 08:00",
        "vantage": "local",
        "outcome": "ok",
        "seconds": 0.4,
    },
    "staging.sign": {
        "observer_id": JURISDICTION,
        "subject_id": SITE,
        "day": 0,
        "url": HOME,
        "place": "",
        "snapshot_id": "urn:uuid:home",
        "occurrence_count": 1,
        "detail": {},
    },
    "staging.message": {
        "jurisdiction_id": JURISDICTION,
        "channel": "互动交流",
        "message_id": "m{n}",
        "subject_id": SITE,
        "received_at": "0 10:00",
    },
    "staging.host_check": {
        "observer_id": JURISDICTION,
        "subject_id": SITE,
        "day": 0,
        "host": "www.yunzhou.example",
        "vantage": "local",
        "checked_at": "0 04:00",
        "has_aaaa": True,
        "is_ipv6_reachable": True,
    },
    "staging.report": {
        "jurisdiction_id": JURISDICTION,
        "report_id": "r{n}",
        "subject_id": SITE,
        "found_on": 0,
        "body": "检查组",
        "decision": "confirmed",
    },
}
# tables whose day is that of an instant, which a compact row gives
_DATED_BY = {"staging.snapshot": "fetched_at", "staging.account_check": "checked_at", "staging.probe": "scheduled_at"}
_ACCOUNT_SUBJECT = {
    "subject_id": ACCOUNT,
    "kind": "account",
    "name": "云州发布",
    "platform": "微信公众号",
    "account_id": "yunzhou",
}
_SITE_SUBJECT = {"home_url": HOME, "site_code": "5399000001"}


def load(connection: psycopg.Connection, given: dict[str, list[dict]], on: date) -> None:
    """Insert the rows of `given`, by `schema.table`, around the monitoring point `on`."""
    for table, rows in given.items():
        for row in rows:
            for full in expand(table, row, on):
                names = ", ".join(f'"{name}"' for name in full)
                values = ", ".join(f"%({name})s" for name in full)
                connection.execute(f"insert into {table} ({names}) values ({values})", full)


def subject(kind: str, **changes: Any) -> dict[str, Any]:
    """A row of mart.dim_subject: the city's portal, or its account."""
    return (_SITE_SUBJECT if kind == "site" else _ACCOUNT_SUBJECT) | changes


def expand(table: str, row: dict[str, Any], on: date) -> Iterator[dict[str, Any]]:
    """The rows that one compact row stands for."""
    row = DEFAULTS[table] | row
    times = row.pop("times", 1)
    if isinstance(row.get("day"), str) and ".." in row["day"]:
        first, last = map(int, row["day"].split(".."))
        days: list[Any] = list(range(first, last + 1))
    else:
        days = [row.get("day")]
    for day in days:
        for number in range(1, times + 1):
            full = row if day is None else row | {"day": day}
            values = {name: _value(name, value, on, full, number) for name, value in full.items()}
            yield values | ({"day": local_day(values[_DATED_BY[table]])} if table in _DATED_BY else {})


def _value(name: str, value: Any, on: date, row: dict[str, Any], number: int) -> Any:
    if isinstance(value, dict):
        return Jsonb(value)
    if name.endswith("_at") and isinstance(value, str):
        offset, clock = value.split(" ")
        day = date.fromisoformat(offset) if len(offset) == 10 else on + timedelta(days=int(offset))
        return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=SHANGHAI)
    if (name == "day" or name.endswith(("_on", "valid_from", "valid_to", "down_from", "down_to"))) and isinstance(
        value, int
    ):
        return on + timedelta(days=value)
    if isinstance(value, str) and "{" in value:
        return value.format(**{**row, "n": number})
    return value
