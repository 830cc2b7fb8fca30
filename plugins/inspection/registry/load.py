"""Loading an input: read, check, stage, gate, merge. Counts of every step go to ops.ingest_batch.

Sites, accounts and columns come as full exports and keep their history; all other inputs are
upserted by their key. The caller commits, also after a GateStopped: what it records is worth keeping.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

from inspection import warehouse
from inspection.errors import InspectionError
from inspection.jurisdiction import Jurisdiction, Source
from inspection.quality import GateStopped
from inspection.registry import contacts, deadlines, fetching, merging, platforms, quarantine, rulings
from inspection.registry.sources import FOLDER, Definition, Parsed, definition, names, parse
from inspection.registry.tables import Content, fetch, read_table

# Full exports with history; sites come before the columns that name them.
REGISTRIES = ("sites", "columns", "accounts")
# Lists without history, upserted by key. What is in neither is read by others: looks at accounts by `accounts/`.
LISTS = tuple(name for name in names() if name not in REGISTRIES and definition(name).table)


Gate = Callable[[psycopg.Connection], None]
ListGate = Callable[[psycopg.Connection, str], None]  # is told which list


@dataclass(frozen=True)
class Batch:
    """One load in row counts: `read` = `quarantined` + `merged`; `in_force` after it."""

    read: int
    quarantined: int
    merged: int
    in_force: int
    source: str = ""
    file: str = ""

    def __str__(self) -> str:
        counts = f"{self.read} read, {self.quarantined} quarantined, {self.merged} merged, {self.in_force} in force"
        return f"{self.source}: {counts}" if self.source else counts


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
    newest = _newest_load(connection, batch_key) if is_history else None
    is_older = newest is not None and day < newest["day"]
    ruled = rulings.standing(connection, jurisdiction, source_name)
    try:
        content = fetch(location)
        batch_key["file"] = fetching.shown(content.name)
        digest = _digest(connection, spec, content, ruled, batch_key)
        if newest and not is_older and digest == newest["read_sha256"] and (same := _same(connection, batch_key)):
            _remember(connection, batch_key, content.sha256, digest)
            _record(connection, batch_key, same, "loaded", None)
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
            _record(connection, batch_key, Batch(0, 0, 0, 0), "stopped", error.problem)
        raise
    if is_older and not _is_loaded(connection, batch_key, content.sha256):
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
    )
    if is_older:
        return replace(batch, in_force=merging.loss_of(connection, batch_key)["in_force_count"])
    if is_history:
        try:
            is_reload = newest is not None and day == newest["day"]
            merging.merge(connection, jurisdiction, spec, parsed, batch_key, gate, is_reload=is_reload)
        except GateStopped as error:
            quarantine.record(connection, batch_key, Parsed(bad=parsed.bad), spec.key, is_whole=False)
            in_force = merging.loss_of(connection, batch_key)["in_force_count"]
            _record(connection, batch_key, replace(batch, merged=0, in_force=in_force), "stopped", error.problem)
            raise
        if source_name in merging.KIND:
            contacts.replace(connection, jurisdiction, merging.KIND[source_name], parsed.persons)
        _remember(connection, batch_key, content.sha256, digest)
        batch = replace(batch, in_force=merging.loss_of(connection, batch_key)["in_force_count"])
    else:
        try:
            with connection.transaction():
                in_force = upsert(connection, jurisdiction, spec, parsed)
                if list_gate:
                    list_gate(connection, source_name)
        except GateStopped as error:
            quarantine.record(connection, batch_key, Parsed(bad=parsed.bad), spec.key, is_whole=False)
            _record(connection, batch_key, replace(batch, merged=0), "stopped", error.problem)
            raise
        batch = replace(batch, in_force=in_force)
    quarantine.record(connection, batch_key, parsed, spec.key, is_whole=is_history)
    _record(connection, batch_key, batch, "loaded", None)
    return batch


def _digest(
    connection: psycopg.Connection,
    spec: Definition,
    content: Content,
    ruled: dict[str, rulings.Ruling],
    batch_key: dict[str, Any],
) -> str:
    """Digest of all that a load depends on: what the file says, how it is read, what people ruled.

    Columns also depend on the sites that they belong to.
    """
    sites = _newest_load(connection, batch_key | {"source": "sites"}) if spec.source == "columns" else None
    read_by = [
        *(path.read_bytes() for path in (*sorted(FOLDER.glob("*.yaml")), platforms.FILE)),
        repr((spec, sorted(ruled.items()), sites and sites["read_sha256"])).encode(),
    ]
    return hashlib.sha256(b"\0".join([content.sha256.encode(), *read_by])).hexdigest()


def _same(connection: psycopg.Connection, batch_key: dict[str, Any]) -> Batch | None:
    """Counts of the newest load of a source, which this one repeats; None where it is not on record as loaded."""
    row = connection.execute(
        "select read_count, quarantined_count, merged_count, in_force_count from ops.ingest_batch"
        " where jurisdiction_id = %(jurisdiction_id)s and source = %(source)s and state = 'loaded'"
        " order by day desc, read_count desc limit 1",
        batch_key,
    ).fetchone()
    return row and Batch(*row.values(), source=batch_key["source"], file=batch_key["file"])


def _newest_load(connection: psycopg.Connection, batch_key: dict[str, Any]) -> dict[str, Any] | None:
    """Day and digest of the export in force."""
    return connection.execute(
        "select day, read_sha256 from ops.registry_load"
        " where jurisdiction_id = %(jurisdiction_id)s and source = %(source)s order by day desc limit 1",
        batch_key,
    ).fetchone()


def _is_loaded(connection: psycopg.Connection, batch_key: dict[str, Any], content_sha256: str) -> bool:
    """Whether this very content went into the history as the state of its day."""
    row = connection.execute(
        "select content_sha256 from ops.registry_load"
        " where jurisdiction_id = %(jurisdiction_id)s and source = %(source)s and day = %(day)s",
        batch_key,
    ).fetchone()
    return row is not None and row["content_sha256"] == content_sha256


def _remember(connection: psycopg.Connection, batch_key: dict[str, Any], content_sha256: str, read_sha256: str) -> None:
    key = ["jurisdiction_id", "source", "day"]
    row = (*(batch_key[name] for name in key), content_sha256, read_sha256)
    warehouse.upsert_rows(connection, "ops.registry_load", [*key, "content_sha256", "read_sha256"], key, [row])


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


def _record(
    connection: psycopg.Connection, batch_key: dict[str, Any], batch: Batch, state: str, detail: str | None
) -> None:
    counts = (batch.read, batch.quarantined, batch.merged, batch.in_force)
    warehouse.upsert_rows(
        connection,
        "ops.ingest_batch",
        [
            *batch_key,
            "read_count",
            "quarantined_count",
            "merged_count",
            "in_force_count",
            "state",
            "detail",
        ],
        list(batch_key),
        [(*batch_key.values(), *counts, state, detail)],
    )
