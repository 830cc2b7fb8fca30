"""Looking at accounts, with the gate on what was seen."""

from __future__ import annotations

from datetime import datetime

import psycopg

from inspection import quality
from inspection.accounts import watch
from inspection.declared.office import Jurisdiction
from inspection.periods import local_day

__all__ = ["check", "watch"]


def check(connection: psycopg.Connection, jurisdiction: Jurisdiction, now: datetime, run_id: str) -> str:
    """The gate on the day's looks, once for all batches; returns its line. Raises GateStopped."""
    return quality.gate(connection, jurisdiction, "accounts", day=local_day(now), run_id=run_id).line()
