"""Loading an input: read, check, stage, gate, merge. Counts of every step go to ops.ingest_batch.

Sites, accounts and columns come as full exports and keep their history, each for itself: a column takes effect while
its site is in the registry (`mart.columns_as_of`), whichever came first. All other inputs are upserted by their key.
The caller commits, also after a GateStopped: what it records is worth keeping.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import psycopg

from inspection import warehouse
from inspection.declared.inputs import LISTS, REGISTRIES, Definition, definition
from inspection.declared.office import Jurisdiction, Source
from inspection.errors import GateStopped, InspectionError
from inspection.inputs import convert, fetching
from inspection.inputs.rows import Parsed, parse
from inspection.inputs.tables import Input, fetch, read_table
from inspection.net.addresses import AddressRule
from inspection.registry import contacts, deadlines, merging, on_record, pictures, quarantine, rulings, strangers
from inspection.registry.on_record import Batch

Gate = Callable[[psycopg.Connection, str], None]  # is told which source


def ingest(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    day: date,
    *,
    only: Collection[str] | None = None,
    gate: Gate | None = None,
    say: Callable[[Batch], None] = lambda batch: None,
) -> list[Batch]:
    """Load every source that the jurisdiction declares (of `only` those named), registries first.

    Each batch is told by `say` when it is in. Commits after each source, for a source that fails must not keep the
    others back: its error is raised when all have had their turn (as one GateStopped or InspectionError where several
    failed).
    """
    batches: list[Batch] = []
    errors: list[InspectionError] = []
    for source in (*REGISTRIES, *LISTS):
        declared = jurisdiction.sources.get(source) if only is None or source in only else None
        if declared is None or not (declared.url or declared.path):
            continue
        try:
            jurisdiction.needs("sources", source)
            batches.append(load(connection, jurisdiction, source, declared, day, gate=gate))
            say(batches[-1])
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
) -> Batch:
    """Load one input from a file or an HTTP address as the state of `day`.

    Rows that cannot be read go to ops.quarantine; a site or account whose row is there keeps the version in force.
    Exports may come in any order: one says what holds from its day up to the next one, and loading a day again
    replaces what it said. Raises GateStopped when more than `quality.largest_loss_share` of what is in force on that
    day is not named any more (state `stopped` in ops.ingest_batch, the registry stays as it was), InspectionError for
    a source that cannot be read at all.

    `gate` is called with the connection and the source, and may raise GateStopped: for a registry once its rows are
    staged, and everything up to there is committed before it, so that staging can be looked at when it stops; for a
    list once its rows are upserted, which are then taken back.
    """
    declared = location if isinstance(location, Source) else None
    spec = reading(jurisdiction, source_name, declared)
    batch_key = {
        "jurisdiction_id": jurisdiction.jurisdiction_id,
        "source": source_name,
        "day": day,
        "file": fetching.shown(location),
    }
    if jurisdiction.contacts == "drop":  # at once, not with the next export that differs
        contacts.forget(connection, jurisdiction)
    ruled = rulings.standing(connection, jurisdiction, source_name)
    this = _Load(connection, jurisdiction, spec, batch_key, ruled)
    try:
        content = fetch(location, AddressRule(jurisdiction.allow_networks))
        batch_key["file"] = fetching.shown(content.name)
        digest = on_record.digest(connection, spec, content, ruled, batch_key)
        if same := _repeated(this, content, digest):
            return same
        parsed, batch = _read(this, content, declared)
    except InspectionError as error:
        on_record.record(connection, batch_key, Batch(0, 0, 0, 0), "stopped", error.problem)
        raise
    batch = _settle(this, parsed, batch)
    found = pictures.beside(content, parsed) if spec.keeps_pictures else {}
    batch = replace(batch, note=on_record.notes(parsed))
    on_record.record_notes(connection, batch_key, parsed)
    batch = _put_in_place(this, parsed, batch, gate)
    pictures.keep(connection, batch_key, found)
    if this.is_history:
        on_record.remember(connection, batch_key, content.sha256, digest)
    return batch


def reading(jurisdiction: Jurisdiction, source_name: str, declared: Source | None) -> Definition:
    """How an input of an office is read: with the headers, the code and the words of the office's own.

    Raises InspectionError where they name what there is not.
    """
    declared = declared or jurisdiction.sources.get(source_name) or Source()
    words = {name: convert.words_of(name, said) for name, said in jurisdiction.words.items()}
    return definition(source_name).with_headers(declared.headers, declared.code).with_words(words)


@dataclass(frozen=True)
class _Load:
    """One load on its way: of what, named by `batch_key`, under which rulings."""

    connection: psycopg.Connection
    jurisdiction: Jurisdiction
    spec: Definition
    batch_key: dict[str, Any]
    ruled: dict[str, rulings.Ruling]

    @property
    def is_history(self) -> bool:
        """Whether it is a full export that keeps its history."""
        return self.spec.source in REGISTRIES

    def in_force_count(self) -> int:
        """Rows of the registry that are in force on the day of the load."""
        return merging.loss_of(self.connection, self.batch_key)["in_force_count"]


def _repeated(this: _Load, content: Input, digest: str) -> Batch | None:
    """What is on record where this export says what is in force on its day already."""
    before = on_record.load_in_force(this.connection, this.batch_key) if this.is_history else None
    if before is None or digest != before["read_sha256"]:
        return None
    if same := on_record.same(this.connection, this.batch_key, before["day"]):
        on_record.repeat_unread(this.connection, this.batch_key, before["day"])
        on_record.remember(this.connection, this.batch_key, content.sha256, digest)
        on_record.record(this.connection, this.batch_key, same, "loaded")
    return same


def _read(this: _Load, content: Input, declared: Source | None) -> tuple[Parsed, Batch]:
    """The rows of an input, and how many they are."""
    table = read_table(
        content.data,
        content.name,
        this.spec.headers,
        required=this.spec.required,
        spec=declared and declared.web_list,
        with_persons=this.jurisdiction.contacts == "keep" and this.spec.source in merging.KIND,
    )
    read_count = len(table.rows) + len(table.titles)
    parsed = parse(this.spec, table, keeps_table=False)
    about = {"source": this.spec.source, "file": this.batch_key["file"]}
    return parsed, Batch(read_count, 0, 0, 0, parsed.passed_over_count, **about)


def _settle(this: _Load, parsed: Parsed, batch: Batch) -> Batch:
    """Keep out what cannot be taken, let in what people ruled on; the counts after that."""
    if this.spec.names_registered:
        strangers.quarantine(this.connection, this.jurisdiction, parsed, this.batch_key["file"])
    rulings.apply(this.spec, parsed, this.ruled)
    return replace(batch, quarantined=parsed.bad_row_count, merged=len(parsed.good))


def _put_in_place(this: _Load, parsed: Parsed, batch: Batch, gate: Gate | None) -> Batch:
    """Bring the rows into force behind the gate, and the others into quarantine. Raises GateStopped."""
    connection, jurisdiction, spec, batch_key = this.connection, this.jurisdiction, this.spec, this.batch_key
    in_force = 0
    try:
        if this.is_history:
            merging.merge(connection, jurisdiction, spec, parsed, batch_key, gate)
        else:
            in_force = upsert(connection, jurisdiction, spec, parsed, gate)
    except GateStopped as error:
        quarantine.record(connection, batch_key, Parsed(bad=parsed.bad), spec.key, is_whole=False)
        stopped = replace(batch, merged=0, in_force=this.in_force_count() if this.is_history else 0)
        on_record.record(connection, batch_key, stopped, "stopped", error.problem)
        raise
    is_newest = this.is_history and on_record.is_newest(connection, batch_key)
    if spec.source in merging.KIND and is_newest:
        contacts.replace(connection, jurisdiction, merging.KIND[spec.source], parsed.persons)
    batch = replace(batch, in_force=this.in_force_count() if this.is_history else in_force)
    if spec.source == "columns" and (sites := merging.waiting_for_sites(connection, batch_key)):
        batch = replace(batch, note="; ".join(filter(None, (batch.note, on_record.waiting(sites)))))
    if is_newest or not this.is_history:
        quarantine.record(connection, batch_key, parsed, spec.key, is_whole=this.is_history)
    else:  # what an older export says of a row ends no waiting
        quarantine.enter(connection, batch_key, parsed)
    on_record.record(connection, batch_key, batch, "loaded")
    return batch


def upsert(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, spec: Definition, parsed: Parsed, gate: Gate | None
) -> int:
    """Load rows that have no history, behind the gate; returns the rows of their table that are the office's."""
    columns, key, where = spec.columns, spec.key, ""
    if spec.is_of_jurisdiction:
        columns, key = ["jurisdiction_id", *columns], ["jurisdiction_id", *key]
        where = " where jurisdiction_id = %(jurisdiction_id)s"
        for row in parsed.good:
            row["jurisdiction_id"] = jurisdiction.jurisdiction_id
    with connection.transaction():
        warehouse.upsert_rows(
            connection, spec.table, columns, key, ([row[name] for name in columns] for row in parsed.good)
        )
        if spec.source == "messages":
            deadlines.set_deadlines(connection, jurisdiction)
        if gate:
            gate(connection, spec.source)
    count = connection.execute(
        f"select count(*) as row_count from {spec.table}{where}", {"jurisdiction_id": jurisdiction.jurisdiction_id}
    )
    return count.fetchone()["row_count"]
