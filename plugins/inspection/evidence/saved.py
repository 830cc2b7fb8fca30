"""A saved page as it lies in the archive: its records, its headers, its body, and whether its digest still holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inspection.archive.records import payload_digest
from inspection.archive.store import DECODED_LIMIT_BYTES, Store
from inspection.evidence.records import Record, records_of
from inspection.net.body import dechunk, decode_content


@dataclass(frozen=True)
class Saved:
    """One snapshot. `body` is readable (codings undone); `found_digest` is computed from the stored bytes now."""

    records: list[Record]
    answer_head: str
    body: bytes
    content_type: str
    told_digest: str
    found_digest: str

    @property
    def is_intact(self) -> bool:
        """Whether the stored body is the one that the index names."""
        return self.told_digest == self.found_digest


def saved(store: Store, snapshot: Mapping[str, Any]) -> Saved | None:
    """The snapshot of a row of `evidence/snapshots.sql`; None where the crawl kept no answer of it.

    Raises InspectionError where its record cannot be read.
    """
    if snapshot["warc_offset"] is None:
        return None
    records = records_of(store, snapshot["warc_file"], snapshot["warc_offset"], snapshot["warc_length"])
    answer = next((one for one in records if one.record_id == snapshot["snapshot_id"]), records[0])
    head, _, stored = answer.block.partition(b"\r\n\r\n")
    if answer.kind != "response":  # a page that had not changed: its body is in another record
        stored = b""
    fields = _fields(head)
    # what the record says of itself; an unchanged page has its digest from the record it refers to
    told = answer.fields.get("warc-payload-digest") or snapshot["payload_digest"] or ""
    return Saved(
        records,
        head.decode("utf-8", "replace"),
        decode_content(dechunk(stored), fields.get("content-encoding"), DECODED_LIMIT_BYTES),
        fields.get("content-type") or snapshot["content_type"] or "",
        told,
        payload_digest(stored) if answer.kind == "response" else told,
    )


def _fields(head: bytes) -> dict[str, str]:
    pairs = (line.partition(":") for line in head.decode("latin-1").splitlines()[1:])
    return {name.strip().lower(): value.strip() for name, _, value in pairs}
