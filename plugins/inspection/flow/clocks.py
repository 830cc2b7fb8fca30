"""Our clock against those of the sites: each answer bears a date (RFC 9110, 6.6.1), and its record when it came."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from statistics import median
from typing import Any

import psycopg

from inspection.archive.store import Payload, Store, read_payloads
from inspection.declared.office import Jurisdiction
from inspection.warehouse import query


def of_sites(connection: psycopg.Connection, jurisdiction: Jurisdiction, store: Store | str) -> dict[str, Any] | None:
    """By how many `seconds` the clocks of sites are ahead of ours, at the median of the `count` that were read.

    The newest kept answer of at most 20 sites; None where none bears a date. A single site's clock may be wrong, half
    of them at once are not.
    """
    rows = query(connection, "queue/newest_answers.sql", jurisdiction.ids)
    ahead = [
        (said - row["fetched_at"]).total_seconds()
        for row, payload in read_payloads(store, rows)
        if (said := dated(payload)) is not None
    ]
    return {"seconds": round(median(ahead), 1), "count": len(ahead)} if ahead else None


def dated(payload: Payload) -> datetime | None:
    """The moment at which an answer was sent, as it says: its date, and how long it lay in caches (Age)."""
    try:
        said = parsedate_to_datetime(payload.headers["date"])
    except (KeyError, ValueError):
        return None
    age = payload.headers.get("age", "0")
    aware = said if said.tzinfo else said.replace(tzinfo=UTC)
    return datetime.fromtimestamp(aware.timestamp() + (int(age) if age.isdecimal() else 0), UTC)
