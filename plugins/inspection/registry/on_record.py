"""What is on record of loads: counts of every step (`ops.ingest_batch`), the exports of each registry by day and digest
(`ops.registry_load`), and what was passed over (`ops.intake_note`).

A load is named by `batch_key`: office, source, day, file.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg

from inspection import warehouse
from inspection.declared import platforms
from inspection.declared.inputs import FOLDER, Definition
from inspection.inputs.rows import EMPTIED, Parsed
from inspection.inputs.tables import Input
from inspection.language import N_, S_
from inspection.registry import rulings

# kinds of rows that are no data (inputs/furniture.py), as lines of a load call them
KINDS = (
    N_("title"), N_("repeated title"), N_("repeated header"), N_("column numbers"), N_("total"), N_("note"),
    N_("signature"), N_("page"), N_("heading"), N_("group"), N_("another list"), N_("empty row"), N_("instruction"),
    N_("example"), N_("unfilled"),
)  # fmt: skip
_NAMED = 5  # official exports have dozens of columns that nobody needs


@dataclass(frozen=True)
class Batch:
    """One load in row counts: `read` = `quarantined` + `merged` + `passed_over`; `in_force` after it."""

    read: int
    quarantined: int
    merged: int
    in_force: int
    passed_over: int = 0  # rows that are no data
    source: str = ""
    file: str = ""
    note: str = ""  # what is worth a look and stopped nothing

    def __str__(self) -> str:
        if self.passed_over:
            counts = S_(
                f"{self.read} read, {self.quarantined} quarantined, {self.passed_over} passed over,"
                f" {self.merged} merged, {self.in_force} in force"
            )
        else:
            counts = S_(
                f"{self.read} read, {self.quarantined} quarantined, {self.merged} merged, {self.in_force} in force"
            )
        whole = f"{self.source}: {counts}" if self.source else counts
        return f"{whole}; {self.note}" if self.note else whole


def unused(headers: Sequence[str]) -> str:
    """The columns of a file that no field is read from, the first five by name: one of them may be misspelt."""
    if not headers:
        return ""
    more = ", " + S_(f"and {len(headers) - _NAMED} more") if len(headers) > _NAMED else ""
    return S_(f"columns not used: {', '.join(headers[:_NAMED])}") + more


def waiting(sites: Sequence[str]) -> str:
    """Which sites columns wait for, the first five by code: one of them may be misspelt."""
    more = ", " + S_(f"and {len(sites) - _NAMED} more") if len(sites) > _NAMED else ""
    return S_(f"columns wait for sites that are not in the registry: {', '.join(sites[:_NAMED])}") + more


def notes(parsed: Parsed) -> str:
    """What of an input is worth a look: sheets and columns not read, rows passed over, cells emptied."""
    kinds = Counter(each.kind for each in parsed.notes if each.kind != EMPTIED)
    passed = [f"{kind}: {count}" if count > 1 else kind for kind, count in kinds.items()]
    cells = Counter(f"{each.column_name} {each.value}".strip() for each in parsed.notes if each.kind == EMPTIED)
    emptied = [f"{cell} ×{count}" if count > 1 else cell for cell, count in cells.most_common(_NAMED)]
    more = ", " + S_(f"and {len(cells) - _NAMED} more") if len(cells) > _NAMED else ""
    told = (
        *parsed.unread,
        S_(f"passed over: {', '.join(passed)}") if passed else "",
        S_(f"cells left empty: {', '.join(emptied)}") + more if emptied else "",
        unused(parsed.unused),
    )
    return "; ".join(filter(None, told))


def record_notes(connection: psycopg.Connection, batch_key: dict[str, Any], parsed: Parsed) -> None:
    """Enter each row passed over, cell emptied and sheet unread of a load, in place of those of a load before."""
    where = " and ".join(f"{name} = %({name})s" for name in batch_key)
    connection.execute(f"delete from ops.intake_note where {where}", batch_key)
    columns = [*batch_key, "sheet", "row_no", "column_name", "kind", "value", "said"]
    rows = [(each.sheet, each.row_no, each.column_name, each.kind, each.value, each.said) for each in parsed.notes]
    rows += [("", 0, sheet.partition(" not read")[0], "unread sheet", "", sheet) for sheet in parsed.unread]
    key = [*batch_key, "sheet", "row_no", "column_name"]
    warehouse.upsert_rows(connection, "ops.intake_note", columns, key, ((*batch_key.values(), *row) for row in rows))


def mark_unread(connection: psycopg.Connection, batch_key: dict[str, Any], keys: Iterable[tuple]) -> None:
    """Enter the keys that an export names in rows that could not be read, in place of those of its day before."""
    of_day = {name: batch_key[name] for name in ("jurisdiction_id", "source", "day")}
    connection.execute(
        "delete from ops.registry_unread"
        " where jurisdiction_id = %(jurisdiction_id)s and source = %(source)s and day = %(day)s",
        of_day,
    )
    rows = ((*of_day.values(), key[0], key[1] if len(key) > 1 else "") for key in sorted(keys))
    warehouse.copy_rows(connection, "ops.registry_unread", [*of_day, "subject_id", "url"], rows)


def repeat_unread(connection: psycopg.Connection, batch_key: dict[str, Any], of_day: date) -> None:
    """Enter for the day of a load what an export that says the same left unread on an earlier day."""
    connection.execute(
        "insert into ops.registry_unread (jurisdiction_id, source, day, subject_id, url)"
        " select jurisdiction_id, source, %(day)s, subject_id, url from ops.registry_unread"
        " where jurisdiction_id = %(jurisdiction_id)s and source = %(source)s and day = %(of_day)s"
        " on conflict do nothing",
        batch_key | {"of_day": of_day},
    )


def same(connection: psycopg.Connection, batch_key: dict[str, Any], of_day: date) -> Batch | None:
    """Counts of the load of a source of a day, which this one repeats; None where it is not on record as loaded."""
    row = connection.execute(
        "select read_count, quarantined_count, merged_count, in_force_count, passed_over_count, detail"
        " from ops.ingest_batch"
        " where jurisdiction_id = %(jurisdiction_id)s and source = %(source)s and state = 'loaded'"
        " and day <= %(of_day)s order by day desc, read_count desc limit 1",
        batch_key | {"of_day": of_day},
    ).fetchone()
    if row is None:
        return None
    *counts, note = row.values()
    return Batch(*counts, source=batch_key["source"], file=batch_key["file"], note=note or "")


def load_in_force(connection: psycopg.Connection, batch_key: dict[str, Any]) -> dict[str, Any] | None:
    """Day and digest of the export in force on the day of a load: of that day, or the newest before it."""
    return connection.execute(
        "select day, read_sha256 from ops.registry_load where jurisdiction_id = %(jurisdiction_id)s"
        " and source = %(source)s and day <= %(day)s order by day desc limit 1",
        batch_key,
    ).fetchone()


def is_newest(connection: psycopg.Connection, batch_key: dict[str, Any]) -> bool:
    """Whether no export of a later day was loaded."""
    later = connection.execute(
        "select from ops.registry_load where jurisdiction_id = %(jurisdiction_id)s and source = %(source)s"
        " and day > %(day)s limit 1",
        batch_key,
    ).fetchone()
    return later is None


def digest(
    connection: psycopg.Connection,
    spec: Definition,
    content: Input,
    ruled: dict[str, rulings.Ruling],
    batch_key: dict[str, Any],
) -> str:
    """Digest of all that a load depends on: what the file says, how it is read, what people ruled.

    What is told of columns also depends on the sites that they belong to.
    """
    sites = load_in_force(connection, batch_key | {"source": "sites"}) if spec.source == "columns" else None
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
    counts = (batch.read, batch.quarantined, batch.passed_over, batch.merged, batch.in_force)
    warehouse.upsert_rows(
        connection,
        "ops.ingest_batch",
        [
            *batch_key,
            "read_count",
            "quarantined_count",
            "passed_over_count",
            "merged_count",
            "in_force_count",
            "state",
            "detail",
        ],
        list(batch_key),
        [(*batch_key.values(), *counts, state, reason or batch.note or None)],
    )
