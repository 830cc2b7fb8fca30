"""Rows of lists that name sites or accounts which the office never registered: they wait, and judge nobody."""

from __future__ import annotations

from functools import cache

import psycopg

from inspection.declared import editions
from inspection.declared.office import Jurisdiction
from inspection.inputs.rows import Parsed, Quarantined, fingerprint

UNREGISTERED = "unregistered"  # 漏报瞒报: the one reason that is found of what is not in the registry


def quarantine(connection: psycopg.Connection, jurisdiction: Jurisdiction, parsed: Parsed, file: str) -> None:
    """Move rows on subjects that the office never registered from the good to the bad.

    A report that something is not registered (漏报瞒报) stays: its subject cannot be in the registry.
    """
    registered = {
        row["subject_id"]
        for row in connection.execute(
            "select distinct subject_id from mart.dim_subject where jurisdiction_id = %s",
            (jurisdiction.jurisdiction_id,),
        )
    }
    named = []
    for row in parsed.good:
        if row["subject_id"] in registered or _tells_it_is_not(row):
            named.append(row)
            continue
        raw = {name: str(value) for name, value in row.items() if value is not None and name != "row_no"}
        parsed.bad.append(
            Quarantined(
                file=file,
                row_no=row["row_no"],
                column_name="subject_id",
                value=row["subject_id"],
                reason="names nothing that the registry of this office ever held",
                remedy="correct the code, or load the registry first",
                raw=raw,
                raw_sha256=fingerprint(raw),
            )
        )
    parsed.good = named


def _tells_it_is_not(row: dict) -> bool:
    return row.get("reason_id") == UNREGISTERED or row.get("indicator_id") in _indicators()


@cache
def _indicators() -> frozenset[str]:
    """Indicators of all editions that fail for what is not registered."""
    found = (editions.load_edition(path.stem) for path in editions.FOLDER.glob("*.yaml"))
    return frozenset(each.id for one in found for each in one.indicators if each.reason == UNREGISTERED)
