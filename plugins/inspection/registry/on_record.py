"""What is on record of loads: counts of every step (`ops.ingest_batch`), and the newest of each source by its digest
(`ops.registry_load`). A load is named by `batch_key`: office, source, day, file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

from inspection import warehouse
from inspection.declared import platforms
from inspection.declared.inputs import FOLDER, Definition
from inspection.inputs.tables import Input
from inspection.registry import rulings

_NAMED = 5  # official exports have dozens of columns that nobody needs


@dataclass(frozen=True)
class Batch:
    """One load in row counts: `read` = `quarantined` + `merged`; `in_force` after it."""

    read: int
    quarantined: int
    merged: int
    in_force: int
    source: str = ""
    file: str = ""
    note: str = ""  # what is worth a look and stopped nothing

    def __str__(self) -> str:
        counts = f"{self.read} read, {self.quarantined} quarantined, {self.merged} merged, {self.in_force} in force"
        line = f"{self.source}: {counts}" if self.source else counts
        return f"{line}; {self.note}" if self.note else line


def unused(headers: Sequence[str]) -> str:
    """The columns of a file that no field is read from, the first five by name: one of them may be misspelt."""
    if not headers:
        return ""
    more = f" and {len(headers) - _NAMED} more" if len(headers) > _NAMED else ""
    return f"columns not used: {', '.join(headers[:_NAMED])}{more}"


def same(connection: psycopg.Connection, batch_key: dict[str, Any]) -> Batch | None:
    """Counts of the newest load of a source, which this one repeats; None where it is not on record as loaded."""
    row = connection.execute(
        "select read_count, quarantined_count, merged_count, in_force_count, detail from ops.ingest_batch"
        " where jurisdiction_id = %(jurisdiction_id)s and source = %(source)s and state = 'loaded'"
        " order by day desc, read_count desc limit 1",
        batch_key,
    ).fetchone()
    if row is None:
        return None
    *counts, note = row.values()
    return Batch(*counts, source=batch_key["source"], file=batch_key["file"], note=note or "")


def newest_load(connection: psycopg.Connection, batch_key: dict[str, Any]) -> dict[str, Any] | None:
    """Day and digest of the export in force."""
    return connection.execute(
        "select day, read_sha256 from ops.registry_load"
        " where jurisdiction_id = %(jurisdiction_id)s and source = %(source)s order by day desc limit 1",
        batch_key,
    ).fetchone()


def is_loaded(connection: psycopg.Connection, batch_key: dict[str, Any], content_sha256: str) -> bool:
    """Whether this very content went into the history as the state of its day."""
    row = connection.execute(
        "select content_sha256 from ops.registry_load"
        " where jurisdiction_id = %(jurisdiction_id)s and source = %(source)s and day = %(day)s",
        batch_key,
    ).fetchone()
    return row is not None and row["content_sha256"] == content_sha256


def digest(
    connection: psycopg.Connection,
    spec: Definition,
    content: Input,
    ruled: dict[str, rulings.Ruling],
    batch_key: dict[str, Any],
) -> str:
    """Digest of all that a load depends on: what the file says, how it is read, what people ruled.

    Columns also depend on the sites that they belong to.
    """
    sites = newest_load(connection, batch_key | {"source": "sites"}) if spec.source == "columns" else None
    read_by = [
        *(path.read_bytes() for path in (*sorted(FOLDER.glob("*.yaml")), platforms.FILE)),
        repr((spec, sorted(ruled.items()), sites and sites["read_sha256"])).encode(),
    ]
    return hashlib.sha256(b"\0".join([content.sha256.encode(), *read_by])).hexdigest()


def remember(connection: psycopg.Connection, batch_key: dict[str, Any], content_sha256: str, read_sha256: str) -> None:
    """Enter the export that is in force from this load on."""
    key = ["jurisdiction_id", "source", "day"]
    row = (*(batch_key[name] for name in key), content_sha256, read_sha256)
    warehouse.upsert_rows(connection, "ops.registry_load", [*key, "content_sha256", "read_sha256"], key, [row])


def record(
    connection: psycopg.Connection, batch_key: dict[str, Any], batch: Batch, state: str, reason: str | None = None
) -> None:
    """Enter the counts of a load: `loaded` with its note, or `stopped` with the reason."""
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
        [(*batch_key.values(), *counts, state, reason or batch.note or None)],
    )
