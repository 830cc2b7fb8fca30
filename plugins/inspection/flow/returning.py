"""The way back from quarantine: rulings are entered, and the rows that they let in are loaded.

Rows of a list are taken from quarantine itself. Of a registry the export is read again, for only a whole export
says what is in force; where it cannot be read, the rulings wait for the next load.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import psycopg

from inspection import quality
from inspection.declared.inputs import REGISTRIES
from inspection.declared.office import Jurisdiction
from inspection.errors import InspectionError
from inspection.inputs.rows import Parsed, Quarantined
from inspection.judging import judge
from inspection.registry import quarantine, rulings
from inspection.registry.load import Gate, ingest, reading, upsert


def return_rows(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    ruled: Mapping[str, dict[str, rulings.Ruling]],
    *,
    day: date,
    run_id: str,
) -> list[str]:
    """Enter rulings by source and row, and load what they let in behind the gates; returns a line for each source.

    Commits the rulings first: they hold for later loads whatever becomes of this one. Raises InspectionError for a
    ruling on a row that there is not, or where a registry's export cannot be read, and GateStopped.
    """
    for source, of_source in ruled.items():
        rulings.enter(connection, jurisdiction, source, of_source, day=day, run_id=run_id)
    connection.commit()
    gate = quality.gates_of(jurisdiction, day, run_id)
    lines = []
    for source in ruled:
        if source in REGISTRIES:
            batches = ingest(connection, jurisdiction, day, only=[source], gate=gate)
            if not batches:
                raise InspectionError(
                    f"the office declares no source {source}: its rulings wait",
                    place=f"jurisdiction {jurisdiction.jurisdiction_id}",
                    remedy="declare it under sources, or load the export again (import_history)",
                )
            lines += map(str, batches)
        else:
            lines.append(_return_to_list(connection, jurisdiction, source, day, gate))
        connection.commit()
    judge.load_decisions(connection, jurisdiction)
    return lines


def _return_to_list(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, source: str, day: date, gate: Gate
) -> str:
    spec = reading(jurisdiction, source, None)
    parsed = Parsed(bad=_waiting(connection, jurisdiction, source))
    ruled = rulings.standing(connection, jurisdiction, source)
    rulings.apply(spec, parsed, ruled)
    upsert(connection, jurisdiction, spec, parsed, gate)
    batch_key = {"jurisdiction_id": jurisdiction.jurisdiction_id, "source": source, "day": day, "file": "quarantine"}
    quarantine.settle(connection, batch_key, Parsed(parsed.good, returned=parsed.returned), spec.key, is_whole=False)
    discarded = quarantine.discard(connection, batch_key, [row for row in ruled if ruled[row].ruling == "discarded"])
    still = len({each.raw_sha256 for each in parsed.bad if each.state == "waiting"})
    return f"{source}: {len(parsed.good)} returned, {discarded} discarded, {still} waiting"


def _waiting(connection: psycopg.Connection, jurisdiction: Jurisdiction, source: str) -> list[Quarantined]:
    """What waits of a source, each row once; rows are numbered anew, for they may come of several files."""
    rows = connection.execute(
        "select distinct on (raw_sha256, column_name) dense_rank() over (order by raw_sha256) as row_no,"
        " file, column_name, value, reason, remedy, raw, raw_sha256"
        " from ops.quarantine where jurisdiction_id = %s and source = %s and state = 'waiting'"
        " order by raw_sha256, column_name, day desc",
        (jurisdiction.jurisdiction_id, source),
    ).fetchall()
    return [Quarantined(**row) for row in rows]
