"""The snapshot store (快照库): a folder of WARC files, here or in an object store, and reading from it.

A snapshot's row in `staging.snapshot` names file, offset and length of its record; nothing else is needed
to read it again, and a record that is not the one its row names is refused.
Source: ISO 28500 (WARC 1.1).
"""

from __future__ import annotations

import shutil
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any, Protocol, Self

import psycopg
from fastwarc.warc import WarcRecord, WarcRecordType
from isal import isal_zlib

from inspection import places
from inspection.archive.mended import mended
from inspection.archive.records import DECODED_LIMIT_BYTES
from inspection.errors import InspectionError
from inspection.net.body import dechunk, decode_content

RECORD_LIMIT_BYTES = 64_000_000
_OPEN_FILES = 32

_SNAPSHOTS_OF_DAY = """
select
    snapshot.*,
    coalesce(body.snapshot_id, snapshot.snapshot_id) as body_snapshot_id,
    coalesce(body.warc_file, snapshot.warc_file) as body_warc_file,
    coalesce(body.warc_offset, snapshot.warc_offset) as body_warc_offset,
    coalesce(body.warc_length, snapshot.warc_length) as body_warc_length
from staging.snapshot as snapshot
left join staging.snapshot as body
    on body.observer_id = snapshot.observer_id and body.snapshot_id = snapshot.refers_to
where
    snapshot.observer_id = %(observer_id)s
    and snapshot.day = %(day)s
    and (%(subject_ids)s::text[] is null or snapshot.subject_id = any(%(subject_ids)s))
order by body_warc_file, body_warc_offset, snapshot.snapshot_id
"""
_VISITS_OF_DAY = """
select
    snapshot.snapshot_id,
    visit.subject_id,
    visit.kind as visit_kind,
    visit.day as asked_on,
    visit.asked_by,
    visit.detail as visit_detail,
    visit.url,
    snapshot.fetched_at,
    snapshot.outcome,
    snapshot.http_status,
    snapshot.content_type,
    snapshot.payload_digest,
    snapshot.warc_file,
    snapshot.warc_offset,
    snapshot.warc_length,
    snapshot.final_url,
    snapshot.detail
from staging.snapshot as snapshot
inner join staging.planned_visit as visit using (observer_id, snapshot_id)
where
    snapshot.observer_id = %(observer_id)s
    and snapshot.day = %(day)s
    and (%(kinds)s::text[] is null or visit.kind = any(%(kinds)s))
    and (%(subject_ids)s::text[] is null or visit.subject_id = any(%(subject_ids)s))
order by snapshot.warc_file, snapshot.warc_offset, visit.kind, visit.subject_id, visit.day
"""


class StorePath(Protocol):
    """What a store's root must offer: `pathlib.Path` does, and Airflow's `ObjectStoragePath`."""

    def __truediv__(self, part: str) -> Self: ...
    def open(self, mode: str) -> IO[bytes]: ...
    def exists(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Payload:
    """What one snapshot holds: the body free of transfer and content codings.

    `headers` have lower-case names, doubled ones joined by a comma. `problem` says why there is no body:
    nothing was fetched, or the record cannot be read; it is empty for a good one.
    """

    status: int | None
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    problem: str = ""


class Store:
    """WARC files below one root; paths within it are relative and use `/`."""

    def __init__(self, root: str | StorePath) -> None:
        self.root = Path(root) if isinstance(root, str) else root
        # files grow here before they get their name: an object store cannot append
        self.working_root = self.root if isinstance(self.root, Path) else places.spool()

    @classmethod
    def of(cls, store: Store | str | StorePath) -> Store:
        """`store` itself, or a store at that root."""
        return store if isinstance(store, Store) else cls(store)

    def warc_path(self, day: date, jurisdiction_id: str, batch: int, kind: str = "sites") -> str:
        """Relative path of the WARC file of one batch of a day's crawl."""
        return f"{jurisdiction_id}/{day:%Y/%m}/{day}-{kind}-{batch:03d}.warc.gz"

    def open(self, relative: str, mode: str = "rb") -> IO[bytes]:
        """A file of the store; for writing, its folders are made."""
        path = self.root / relative
        if "r" not in mode:
            path.parent.mkdir(parents=True, exist_ok=True)
        return path.open(mode)

    def exists(self, relative: str) -> bool:
        """Whether there is such a file."""
        return (self.root / relative).exists()

    def rename(self, old: str, new: str) -> None:
        """Give a finished file its name, replacing the file that bore it."""
        (self.root / old).replace(self.root / new)

    def remove(self, relative: str) -> None:
        """Remove a file, if there is one."""
        with suppress(FileNotFoundError):
            (self.root / relative).unlink()

    def working_path(self, relative: str) -> Path:
        """Where on this machine a file is written before it gets its name."""
        return self.working_root / f"{relative}.partial"

    def settle(self, working: Path, relative: str) -> None:
        """Give a finished working file its name in the store, in place of the file that bore it."""
        if self.working_root is self.root:
            working.replace(self.root / relative)
            return
        self.take_in(working, relative)
        working.unlink()

    def relative_of(self, path: Path) -> str | None:
        """Path within the store of a file on this machine, or None when it lies elsewhere."""
        if not isinstance(self.root, Path):
            return None
        inner, root = path.resolve(), self.root.resolve()
        return inner.relative_to(root).as_posix() if inner.is_relative_to(root) else None

    def take_in(self, path: Path, relative: str) -> None:
        """Bring a copy of a file into the store, whole or not at all: whoever still holds the file cannot change it."""
        partial = f"{relative}.partial"
        self.remove(partial)
        with path.open("rb") as source, self.open(partial, "wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
        self.rename(partial, relative)


def snapshots_of(
    connection: psycopg.Connection, observer_id: str, day: date, subject_ids: list[str] | None = None
) -> list[dict]:
    """Rows of `staging.snapshot` that an office fetched on a day (of some subjects, or of all), for `read_payloads`.

    In the order in which their bodies lie in the files; `body_*` say where the body of an unchanged one is.
    """
    parameters = {"observer_id": observer_id, "day": day, "subject_ids": subject_ids}
    return connection.execute(_SNAPSHOTS_OF_DAY, parameters).fetchall()


def visits_of(
    connection: psycopg.Connection,
    observer_id: str,
    day: date,
    subject_ids: list[str] | None = None,
    kinds: list[str] | None = None,
) -> list[dict]:
    """Extra visits that an office made on a day, as rows for `read_payloads`: the snapshot, who asked for it and why.

    `subject_id` is the subject that the visit was made for, `visit_kind` of `VisitKind`, `asked_on` the day whose
    observations asked. One snapshot may answer several plans and is then given for each.
    """
    parameters = {"observer_id": observer_id, "day": day, "subject_ids": subject_ids, "kinds": kinds}
    return connection.execute(_VISITS_OF_DAY, parameters).fetchall()


def read_payloads(
    store: Store | str | StorePath, snapshots: Iterable[dict[str, Any]]
) -> Iterator[tuple[dict[str, Any], Payload]]:
    """Each snapshot with what it holds, in the order given; never raises for a single bad one.

    `snapshots` are rows of `staging.snapshot`, best from `snapshots_of`. An unchanged one (a revisit) is
    given the body of the record it refers to, found by its `body_*` columns or among the given rows.
    """
    snapshots = list(snapshots)
    with Payloads(store, snapshots) as payloads:
        for row in snapshots:
            yield row, payloads.of(row)


class Payloads:
    """What snapshots hold, each read when it is asked for; its files are open as long as its context."""

    def __init__(self, store: Store | str | StorePath, snapshots: Iterable[dict[str, Any]]) -> None:
        self._files = _Files(Store.of(store))
        self._by_id = {row["snapshot_id"]: row for row in snapshots}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._files.__exit__()

    def of(self, row: dict[str, Any]) -> Payload:
        """What one of the snapshots holds; never raises for a bad one."""
        return _payload(self._files, row, self._by_id)


def read_payload(store: Store | str | StorePath, snapshot: dict[str, Any]) -> Payload:
    """What one snapshot holds. Raises InspectionError when its record cannot be read."""
    payload = next(read_payloads(store, [snapshot]))[1]
    if payload.problem:
        raise InspectionError(payload.problem, place=snapshot["snapshot_id"])
    return payload


def _payload(files: _Files, row: dict[str, Any], by_id: dict[str, dict]) -> Payload:
    if not row.get("warc_file") or row.get("warc_offset") is None:
        return Payload(None, problem=f"nothing was fetched: {row.get('detail') or row.get('outcome')}")
    if row.get("outcome") == "failed":
        return Payload(None, problem=f"there was no answer: {row.get('detail')}")
    body_id, body_file, offset, length = (
        row.get("body_snapshot_id") or row["snapshot_id"],
        row.get("body_warc_file") or row["warc_file"],
        row["warc_offset"] if row.get("body_warc_offset") is None else row["body_warc_offset"],
        row.get("body_warc_length") or row.get("warc_length"),
    )
    if row.get("refers_to") and body_id != row["refers_to"]:
        original = by_id.get(row["refers_to"])
        if not original or original.get("warc_offset") is None:
            return Payload(row.get("http_status"), problem=f"the record {row['refers_to']} is not in the index")
        body_id, body_file = original["snapshot_id"], original["warc_file"]
        offset, length = original["warc_offset"], original["warc_length"]
    try:
        return payload_of(files.record(body_file, offset, length), body_id)
    except (OSError, ValueError) as error:
        return Payload(row.get("http_status"), problem=f"{body_file} at {offset}: {error}")


def payload_of(data: bytes, snapshot_id: str) -> Payload:
    """What a record, gzipped or plain, holds.

    Raises ValueError or OSError where it is not that snapshot's, or is not all there.
    """
    if data.startswith(b"\x1f\x8b"):
        data = _unzipped(data)
    data = mended(data)
    record = WarcRecord.from_bytes(data)
    _check_length(data, record)
    found = bare_id(record.record_id)
    if found and found != snapshot_id:
        raise ValueError(f"holds record {found}, not {snapshot_id}")
    if record.record_type == WarcRecordType.resource:  # filed by a person: no server answered
        return Payload(None, {"content-type": record.headers["Content-Type"]}, record.reader.read())
    if not record.is_http:
        return Payload(None, problem="there was no answer")
    record.parse_http()
    headers: dict[str, str] = {}
    for name, value in record.http_headers.items():
        key = name.lower()
        headers[key] = f"{headers[key]}, {value}" if key in headers else value
    body = record.reader.read()
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = dechunk(body)
    body = decode_content(body, headers.get("content-encoding"), DECODED_LIMIT_BYTES)
    return Payload(record.http_headers.status_code, headers, body)


def _check_length(data: bytes, record: WarcRecord) -> None:
    """Raise ValueError where the block is shorter than the record says (Content-Length, ISO 28500:2017, 5.4)."""
    head, end, block = data.partition(b"\r\n\r\n")
    length = record.headers.get("Content-Length")
    if not end or length is None:
        raise ValueError(f"the record is cut off: its head ends after {len(head)} bytes")
    if len(block) < int(length):
        raise ValueError(f"the record is cut off: {len(block)} of {length} bytes are there")


def _unzipped(data: bytes) -> bytes:
    """The record that a gzip member holds; by igzip in a third of zlib's time."""
    unpacker = isal_zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        record = unpacker.decompress(data, RECORD_LIMIT_BYTES)
    except isal_zlib.error as error:
        raise ValueError(f"the record is damaged: {error}") from error
    if unpacker.unconsumed_tail:
        raise ValueError(f"the record is larger than {RECORD_LIMIT_BYTES} bytes")
    if not unpacker.eof:
        raise ValueError("the record is cut off: its gzip member does not end")
    return record


def bare_id(record_id: str | None) -> str:
    """A WARC-Record-ID without its angle brackets."""
    return (record_id or "").strip().removeprefix("<").removesuffix(">")


class _Files:
    """Open files of a store, the least recently used closed first."""

    def __init__(self, store: Store) -> None:
        self._store, self._open = store, OrderedDict()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._open.values():
            file.close()

    def record(self, relative: str, offset: int, length: int | None) -> bytes:
        file = self._open.pop(relative, None) or self._store.open(relative)
        self._open[relative] = file
        if len(self._open) > _OPEN_FILES:
            self._open.popitem(last=False)[1].close()
        file.seek(offset)
        data = file.read(length if length else -1)
        if length and len(data) < length:
            raise ValueError(f"the file ends {length - len(data)} bytes too early")
        return data
