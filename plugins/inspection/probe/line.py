"""How our own line stood in a round (线路状况): known-good hosts, our clock, our servers of names. One row a round."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from statistics import median

import psycopg

from inspection import warehouse
from inspection.declared.office import Jurisdiction
from inspection.net import Result
from inspection.net.names import Asked
from inspection.periods import local_day

LARGEST_SKEW_SECONDS = 30.0  # a certificate or a slot is judged by the clock; a Date header is right to a second
_KEY = ["observer_id", "vantage", "day", "slot_at"]
_COLUMNS = [
    *_KEY,
    "control_count",
    "answered_count",
    "clock_skew_seconds",
    "name_count",
    "name_fault_count",
    "is_healthy",
]


@dataclass
class Line:
    """What a round's looks at known-good hosts told of our line."""

    control_count: int = 0
    answered_count: int = 0
    skews: list[float] = field(default_factory=list)

    def see(self, result: Result) -> None:
        """Take in one look at a known-good host."""
        self.control_count += 1
        if result.http_status is None:
            return
        self.answered_count += 1
        if told := _time_of(result.last.header("date") or ""):
            ended_at = result.last.started_at + timedelta(seconds=result.last.seconds)
            self.skews.append((ended_at - told).total_seconds())

    def store(
        self, connection: psycopg.Connection, jurisdiction: Jurisdiction, slot_at: datetime, asked: Asked
    ) -> None:
        """Write the round's row; of a round that is made in two parts, the later one's."""
        skew = round(median(self.skews), 1) if self.skews else None
        is_healthy = (
            (self.answered_count > 0 or not self.control_count)
            and (skew is None or abs(skew) <= LARGEST_SKEW_SECONDS)
            and not asked.fault_count
        )
        row = (
            jurisdiction.jurisdiction_id,
            jurisdiction.vantage,
            local_day(slot_at),
            slot_at,
            self.control_count,
            self.answered_count,
            skew,
            asked.count,
            asked.fault_count,
            is_healthy,
        )
        warehouse.upsert_rows(connection, "staging.line_health", _COLUMNS, _KEY, [row])


def _time_of(text: str) -> datetime | None:
    try:
        told = parsedate_to_datetime(text)
    except ValueError:
        return None
    return told if told.tzinfo else None
