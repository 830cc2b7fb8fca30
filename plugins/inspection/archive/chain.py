"""The chain (证据链): what the archive holds is closed, file after file, into segments that name the one before.

A segment is a manifest in the store, `manifests/<office>/<no>.json`, with the SHA-256 of every file, and of what the
index says of its records; its own SHA-256 stands in the next segment and in `archive.segment`. A file that comes later
stands in the segment of its arrival. A removal by rule, or a replacement by a later run, leaves a tombstone. Whoever
holds the digest of one segment can tell whether anything up to it was changed: the newest, the head, is to leave the
machine.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import psycopg

from inspection import warehouse
from inspection.archive.store import Store
from inspection.errors import InspectionError

_PIECE_BYTES = 1 << 20
GENESIS = "0" * 64  # what the first segment names as the one before


@dataclass(frozen=True, slots=True)
class Closed:
    """A file in a segment: its size and digest, and the digest of what the index says of its records."""

    file: str
    byte_count: int
    sha256: str
    record_count: int
    index_sha256: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A closed segment, as its manifest says."""

    observer_id: str
    segment_no: int
    closed_at: str
    previous_sha256: str
    files: tuple[Closed, ...]
    tombstones: tuple[tuple[str, str, str], ...]  # file, its digest, why and when

    def manifest(self) -> bytes:
        """Its bytes: the same segment gives the same."""
        told = {
            "observer_id": self.observer_id,
            "segment_no": self.segment_no,
            "closed_at": self.closed_at,
            "previous_sha256": self.previous_sha256,
            "files": [[one.file, one.byte_count, one.sha256, one.record_count, one.index_sha256] for one in self.files],
            "tombstones": [list(one) for one in self.tombstones],
        }
        return (json.dumps(told, ensure_ascii=False, indent=0) + "\n").encode()

    @classmethod
    def of(cls, manifest: bytes) -> Segment:
        """The segment of a manifest. Raises ValueError where it is none."""
        try:
            told = json.loads(manifest)
            return cls(
                **{name: told[name] for name in ("observer_id", "segment_no", "closed_at", "previous_sha256")},
                files=tuple(Closed(*one) for one in told["files"]),
                tombstones=tuple((str(file), str(digest), str(why)) for file, digest, why in told["tombstones"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"is no manifest: {error}") from error


def place_of(observer_id: str, segment_no: int) -> str:
    """Where a segment's manifest lies in the store."""
    return f"manifests/{observer_id}/{segment_no:06d}.json"


def close(connection: psycopg.Connection, store: Store, observer_id: str, before: date, at: datetime) -> str | None:
    """Close all that came in of days before `before` and stands in no segment yet, into one more; returns its SHA-256.

    None where there is nothing. Raises InspectionError for a file that is named and not there: it is for `verify` to
    say what became of it.
    """
    connection.execute("select pg_advisory_xact_lock(hashtext('inspection.chain'))")
    parameters = {"observer_id": observer_id, "before": before}
    rows = warehouse.query(connection, "evidence/unclosed.sql", parameters)
    buried = connection.execute(
        "select file, sha256, reason, buried_at from archive.tombstone"
        " where observer_id = %(observer_id)s and segment_no is null order by buried_at, file",
        parameters,
    ).fetchall()
    if not rows and not buried:
        return None
    last = newest(connection, observer_id)
    segment = Segment(
        observer_id,
        last["segment_no"] + 1 if last else 1,
        at.isoformat(),
        last["sha256"] if last else GENESIS,
        tuple(_closed(store, row) for row in rows),
        tuple((row["file"], row["sha256"], f"{row['reason']} {row['buried_at'].isoformat()}") for row in buried),
    )
    manifest = segment.manifest()
    digest = hashlib.sha256(manifest).hexdigest()
    place = place_of(observer_id, segment.segment_no)
    with store.open(f"{place}.partial", "wb") as file:
        file.write(manifest)
    store.rename(f"{place}.partial", place)
    connection.execute(
        "insert into archive.segment (observer_id, segment_no, closed_at, previous_sha256, sha256, file_count)"
        " values (%s, %s, %s, %s, %s, %s)",
        (observer_id, segment.segment_no, at, segment.previous_sha256, digest, len(segment.files)),
    )
    warehouse.copy_rows(
        connection,
        "archive.segment_file",
        ("observer_id", "segment_no", "file", "sha256"),
        ((observer_id, segment.segment_no, one.file, one.sha256) for one in segment.files),
    )
    connection.execute(
        "update archive.tombstone set segment_no = %s where observer_id = %s and segment_no is null",
        (segment.segment_no, observer_id),
    )
    return digest


def bury(connection: psycopg.Connection, observer_id: str, file: str, reason: str) -> None:
    """Note that a file that stood in a segment is gone by rule (`retention`) or by a later run (`replaced`).

    A file that no segment names leaves nothing.
    """
    connection.execute(
        """
        insert into archive.tombstone (observer_id, file, sha256, reason)
        select distinct on (file) observer_id, file, sha256, %(reason)s
        from archive.segment_file
        where observer_id = %(observer_id)s and file = %(file)s
        order by file, segment_no desc
        on conflict do nothing
        """,
        {"observer_id": observer_id, "file": file, "reason": reason},
    )


def newest(connection: psycopg.Connection, observer_id: str) -> dict[str, Any] | None:
    """The head of an office's chain: number, digest and moment of its newest segment; None where it has none."""
    return connection.execute(
        "select segment_no, sha256, closed_at from archive.segment where observer_id = %s"
        " order by segment_no desc limit 1",
        [observer_id],
    ).fetchone()


def segments(store: Store, observer_id: str) -> Iterator[tuple[int, bytes | None]]:
    """Number and manifest of the segments in the store, from the first on, up to the first that is not there."""
    number = 1
    while (manifest := manifest_of(store, observer_id, number)) is not None:
        yield number, manifest
        number += 1


def manifest_of(store: Store, observer_id: str, number: int) -> bytes | None:
    """A manifest's bytes; None where there is none."""
    with suppress(FileNotFoundError), store.open(place_of(observer_id, number)) as file:
        return file.read()
    return None


def digest_of(store: Store, relative: str) -> tuple[int, str]:
    """Size and SHA-256 of a file of the store. Raises FileNotFoundError."""
    digest, size = hashlib.sha256(), 0
    with store.open(relative) as file:
        while piece := file.read(_PIECE_BYTES):
            digest.update(piece)
            size += len(piece)
    return size, digest.hexdigest()


def _closed(store: Store, row: dict[str, Any]) -> Closed:
    try:
        size, sha256 = digest_of(store, row["warc_file"])
    except FileNotFoundError as error:
        raise InspectionError(
            "is named by the index and is not in the store",
            place=row["warc_file"],
            remedy="bring it back; python -m inspection verify says what else differs",
        ) from error
    return Closed(row["warc_file"], size, sha256, row["record_count"], row["index_sha256"])
