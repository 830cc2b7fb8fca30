"""The bulletin of a period: drafted, then signed or returned by the person who was asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg

from inspection import bulletin
from inspection.bulletin import give_back, sign
from inspection.declared.office import Jurisdiction
from inspection.periods import Period
from inspection.quarter import figures

__all__ = ["draft", "give_back", "shown", "sign"]


def draft(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, period: Period, output: Path, *, drafted_by: str = ""
) -> dict[str, Any]:
    """Write the draft and its lists; returns its `folder`, its digest, and what the approver is told."""
    if period.is_special:  # it rests on one table: no quarter is built for it
        figures.compute(connection, jurisdiction, period)
    bulletin.draft(connection, jurisdiction, period, output, drafted_by=drafted_by)
    return bulletin.before_signing(connection, jurisdiction, period, output)


def shown(connection: psycopg.Connection, jurisdiction: Jurisdiction, period: Period, output: Path) -> dict[str, Any]:
    """What `draft` returned, as it stands now: the draft may have been written anew since."""
    return bulletin.before_signing(connection, jurisdiction, period, output)
