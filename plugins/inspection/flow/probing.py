"""Looking at sites and their hosts as they are now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import psycopg

from inspection import probe
from inspection.declared.office import Jurisdiction
from inspection.probe import check_hosts

__all__ = ["check_hosts", "probe_sites"]


def probe_sites(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    slot_at: datetime,
    *,
    spread_seconds: int = 0,
    retry_seconds: int = 0,
) -> dict[str, Any]:
    """Visit every running site once, as `probe.probe_round`; returns outcome → count, and how late the slot was.

    Empty where no site is running. Commits as it goes.
    """
    counts = probe.probe_round(
        connection, jurisdiction, slot_at, spread_seconds=spread_seconds, retry_seconds=retry_seconds
    )
    return counts and counts | probe.schedule_lag(connection, jurisdiction, slot_at)
