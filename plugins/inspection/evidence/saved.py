"""A saved page as it lies in the archive: its records, its headers, its body, and whether its digest still holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inspection.archive.mended import is_digest_of
from inspection.archive.records import payload_digest
from inspection.archive.store import DECODED_LIMIT_BYTES, Store
from inspection.errors import InspectionError
from inspection.evidence.records import Record, records_of
from inspection.net.body import dechunk, decode_content


@dataclass(frozen=True)
class Saved:
    """One snapshot. `body` is readable (codings undone); `found_digest` is computed from the stored bytes now.

    What counts is what the database was told when the page was fetched (`told_digest`): a record that was written anew
    says of itself what suits it (`record_digest`). `register_digest` is that of the register of record ids.
    """

    records: list[Record]
    answer_head: str
    body: bytes
    content_type: str
    told_digest: str
    found_digest: str
    record_digest: str
    register_digest: str

    @property
    def is_intact(self) -> bool:
        """Whether the stored body is the one that the database names, and everybody else who names one."""
        return bool(self.told_digest) and not self.differing

    @property
    def differing(self) -> list[tuple[str, str]]:
        """Who says what, where it is not what the database says: `file` (its bytes), `record`, `register`."""
        said = {"file": self.found_digest, "record": self.record_digest, "register": self.register_digest}
        # what is not said does not differ; the bytes always say something
        return [
            (who, digest) for who, digest in said.items() if digest != self.told_digest and (digest or who == "file")
        ]


def saved(store: Store, snapshot: Mapping[str, Any]) -> Saved | None:
    """The snapshot of a row of `evidence/snapshots.sql`; None where the crawl kept no answer of it.

    Raises InspectionError where its record cannot be read.
    """
    if snapshot["warc_offset"] is None:
        return None
    records = records_of(store, snapshot["warc_file"], snapshot["warc_offset"], snapshot["warc_length"])
    answer = next((one for one in records if one.record_id == snapshot["snapshot_id"]), records[0])
    head, _, stored = answer.block.partition(b"\r\n\r\n")
    if answer.kind == "resource":  # filed by a person: no server answered
        head, stored = b"", answer.block
    elif answer.kind != "response":  # a page that had not changed: its body is in another record
        stored = b""
    fields = _fields(head)
    if answer.record_id != snapshot["snapshot_id"]:
        raise InspectionError(
            f"holds record {answer.record_id}, not {snapshot['snapshot_id']}",
            place=f"{snapshot['warc_file']} at {snapshot['warc_offset']}",
            remedy="run python -m inspection verify --all: the archive is not what the database was told",
        )
    told = snapshot["payload_digest"] or ""
    return Saved(
        records,
        head.decode("utf-8", "replace"),
        decode_content(dechunk(stored), fields.get("content-encoding"), DECODED_LIMIT_BYTES),
        fields.get("content-type") or snapshot["content_type"] or "",
        told,
        # an unchanged page has its body in the record it refers to, which is shown beside it
        _found(told, stored, fields) if answer.kind in {"response", "resource"} else told,
        answer.fields.get("warc-payload-digest") or "",
        snapshot["register_digest"] or "",
    )


def _found(told: str, stored: bytes, fields: Mapping[str, str]) -> str:
    """The digest of the stored bytes: as it was told where it is theirs, by the same algorithm and of the same form."""
    if told and is_digest_of(told, stored, {name: [value] for name, value in fields.items()}):
        return told
    return payload_digest(stored)


def _fields(head: bytes) -> dict[str, str]:
    pairs = (line.partition(":") for line in head.decode("latin-1").splitlines()[1:])
    return {name.strip().lower(): value.strip() for name, _, value in pairs}
