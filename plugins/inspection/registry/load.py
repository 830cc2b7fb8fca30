"""Loading an input: read, check, stage, gate, merge. Counts of every step go to ops.ingest_batch.

Sites, accounts and columns come as full exports and keep their history; all other inputs are
upserted by their key. The caller commits, also after a GateStopped: what it records is worth keeping.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import psycopg

from inspection import warehouse
from inspection.declared.inputs import LISTS, REGISTRIES, Definition, definition
from inspection.declared.office import Jurisdiction, Source
from inspection.errors import GateStopped, InspectionError
from inspection.inputs import fetching
from inspection.inputs.rows import Parsed, parse
from inspection.inputs.tables import fetch, read_table
from inspection.registry import contacts, deadlines, merging, on_record, quarantine, rulings
from inspection.registry.on_record import Batch

Gate = Callable[[psycopg.Connection], None]
ListGate = Callable[[psycopg.Connection, str], None]  # is told which list


def ingest(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    day: date,
    *,
    only: Collection[str] | None = None,
    gate: Gate | None = None,
    list_gate: ListGate | None = None,
) -> list[Batch]:
    """Load every source that the jurisdiction declares (of `only` those named), registries first.

    Commits after each source, for a source that fails must not keep the others back: its error is
    raised when all have had their turn (as one GateStopped or InspectionError where several failed).
    `gate` is called for sites and for accounts, `list_gate` for columns and for what has no history, as in `load`.
    """
    batches: list[Batch] = []
    errors: list[InspectionError] = []
    for source in (*REGISTRIES, *LISTS):
        declared = jurisdiction.sources.get(source) if only is None or source in only else None
        if declared is None or not (declared.url or declared.path):
            continue
        try:
            jurisdiction.needs("sources", source)
            batches.append(
                load(
                    connection,
                    jurisdiction,
                    source,
                    declared,
                    day,
                    gate=gate if source in merging.KIND else list_gate and partial(list_gate, source=source),
                    list_gate=list_gate,
                )
            )
        except InspectionError as error:
            errors.append(error)
        connection.commit()
    if len(errors) == 1:
        raise errors[0]
    if errors:
        kind = GateStopped if any(isinstance(error, GateStopped) for error in errors) else InspectionError
        raise kind("; ".join(map(str, errors)), place=f"{len(errors)} sources", remedy="the other sources are loaded")
    return batches


def load(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    source_name: str,
    location: str | Path | Source,
    day: date,
    *,
    gate: Gate | None = None,
    list_gate: ListGate | None = None,
) -> Batch:
    """Load one input from a file or an HTTP address as the state of `day`.

    Rows that cannot be read go to ops.quarantine; a site or account whose row is there keeps the
    version in force. Loading the newest day again replaces what that day changed; an older export is
    refused, unless it is one that was loaded already: then nothing changes. Raises GateStopped when
    more than `quality.largest_loss_share` of what is in force is not named any more (state `stopped`
    in ops.ingest_batch, the registry stays as it was), InspectionError for a source that cannot be
    read at all, or that is refused.

    `gate` is called with the connection once the rows are in staging, and may raise GateStopped.
    Everything up to there is committed before it, so that staging can be looked at when it stops.
    `list_gate` is called for what has no history, with the connection and the source, once its rows are
    upserted: when it raises GateStopped they are taken back, and the rows before stay in force.
    """
    declared = location if isinstance(location, Source) else None
    spec = definition(source_name).with_headers(declared.headers if declared else {})
    batch_key = {
        "jurisdiction_id": jurisdiction.jurisdiction_id,
        "source": source_name,
        "day": day,
        "file": fetching.shown(location),
    }
    is_history = source_name in REGISTRIES
    newest = on_record.newest_load(connection, batch_key) if is_history else None
    is_older = newest is not None and day < newest["day"]
    ruled = rulings.standing(connection, jurisdiction, source_name)
    try:
        content = fetch(location)
        batch_key["file"] = fetching.shown(content.name)
        digest = on_record.digest(connection, spec, content, ruled, batch_key)
        if (
            newest
            and not is_older
            and digest == newest["read_sha256"]
            and (same := on_record.same(connection, batch_key))
        ):
            on_record.remember(connection, batch_key, content.sha256, digest)
            on_record.record(connection, batch_key, same, "loaded")
            return same
        table = read_table(
            content.data,
            content.name,
            spec.headers,
            spec=declared and declared.web_list,
            with_persons=jurisdiction.contacts == "keep" and source_name in merging.KIND,
        )
        read_count = len(table.rows)
        parsed = parse(spec, table, keeps_table=False)
    except InspectionError as error:
        if not is_older:
            on_record.record(connection, batch_key, Batch(0, 0, 0, 0), "stopped", error.problem)
        raise
    if is_older and not on_record.is_loaded(connection, batch_key, content.sha256):
        raise InspectionError(
            f"the export of {day} is older than that of {newest['day']}, which is in force",
            place=batch_key["file"],
            remedy="load exports in the order of their days; history is not rewritten",
        )
    if source_name == "columns":
        merging.quarantine_strangers(connection, jurisdiction, parsed, table.file, ruled)
    rulings.apply(spec, parsed, ruled)
    batch = Batch(
        read=read_count,
        quarantined=parsed.bad_row_count,
        merged=len(parsed.good),
        in_force=0,
        source=source_name,
        file=batch_key["file"],
        note=on_record.unused(parsed.unused),
    )
    if is_older:
        return replace(batch, in_force=merging.loss_of(connection, batch_key)["in_force_count"])
    try:
        if is_history:
            is_reload = newest is not None and day == newest["day"]
            merging.merge(connection, jurisdiction, spec, parsed, batch_key, gate, is_reload=is_reload)
        else:
            with connection.transaction():
                in_force = upsert(connection, jurisdiction, spec, parsed)
                if list_gate:
                    list_gate(connection, source_name)
    except GateStopped as error:
        quarantine.record(connection, batch_key, Parsed(bad=parsed.bad), spec.key, is_whole=False)
        in_force = merging.loss_of(connection, batch_key)["in_force_count"] if is_history else 0
        stopped = replace(batch, merged=0, in_force=in_force)
        on_record.record(connection, batch_key, stopped, "stopped", error.problem)
        raise
    if is_history:
        if source_name in merging.KIND:
            contacts.replace(connection, jurisdiction, merging.KIND[source_name], parsed.persons)
        on_record.remember(connection, batch_key, content.sha256, digest)
        in_force = merging.loss_of(connection, batch_key)["in_force_count"]
    batch = replace(batch, in_force=in_force)
    quarantine.record(connection, batch_key, parsed, spec.key, is_whole=is_history)
    on_record.record(connection, batch_key, batch, "loaded")
    return batch


def upsert(connection: psycopg.Connection, jurisdiction: Jurisdiction, spec: Definition, parsed: Parsed) -> int:
    """Load rows that have no history; returns the rows of their table that are the office's."""
    columns, key, where = spec.columns, spec.key, ""
    if spec.is_of_jurisdiction:
        columns, key = ["jurisdiction_id", *columns], ["jurisdiction_id", *key]
        where = " where jurisdiction_id = %(jurisdiction_id)s"
        for row in parsed.good:
            row["jurisdiction_id"] = jurisdiction.jurisdiction_id
    rows = ([row[name] for name in columns] for row in parsed.good)
    warehouse.upsert_rows(connection, spec.table, columns, key, rows)
    if spec.source == "messages":
        deadlines.set_deadlines(connection, jurisdiction)
    count = connection.execute(
        f"select count(*) as row_count from {spec.table}{where}", {"jurisdiction_id": jurisdiction.jurisdiction_id}
    )
    return count.fetchone()["row_count"]
