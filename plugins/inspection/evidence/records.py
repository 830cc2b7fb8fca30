"""The WARC records that belong to one snapshot, as they lie in its file: answer, request, redirects on the way.

The index names the answer's record alone. What belongs to it stands beside it: our crawl and Heritrix write the
request after it, wget before it, and redirects come just before what they led to. Records are copied as they are
packed, byte for byte; of a file that is not gzipped they are gzipped.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from typing import IO

from inspection.archive.records import head_and_block, unpacked
from inspection.archive.store import RECORD_LIMIT_BYTES, Store, bare_id
from inspection.errors import InspectionError
from inspection.net import clean_url

_NEIGHBOUR_BYTES = 1 << 18  # requests, redirects and metadata are small
_MOST_NEIGHBOURS = 40
_MOST_CANDIDATES = 1_000  # places that look like the beginning of a record
_GZIP, _PLAIN = b"\x1f\x8b\x08", b"WARC/1."


@dataclass(frozen=True, slots=True)
class Record:
    """One record: `data` as it is packed, its fields by lower-case name, its block."""

    data: bytes
    fields: dict[str, str]
    block: bytes

    @property
    def kind(self) -> str:
        return self.fields.get("warc-type", "")

    @property
    def record_id(self) -> str:
        return bare_id(self.fields.get("warc-record-id"))

    @property
    def concurrent_to(self) -> str:
        return bare_id(self.fields.get("warc-concurrent-to"))

    @property
    def url(self) -> str:
        return self.fields.get("warc-target-uri", "").strip("<>")


def records_of(store: Store, warc_file: str, offset: int, length: int | None) -> list[Record]:
    """The records of one snapshot in file order. Raises InspectionError where its record cannot be read."""
    try:
        with store.open(warc_file) as file:
            return _records(file, offset, length)
    except (OSError, ValueError) as error:
        raise InspectionError(
            f"the record at {offset} cannot be read: {error}",
            place=warc_file,
            remedy="bring the file back into the snapshot store",
        ) from error


def _records(file: IO[bytes], offset: int, length: int | None) -> list[Record]:
    file.seek(offset)
    found = _first(file.read(length or RECORD_LIMIT_BYTES))
    if not found:
        raise ValueError("there is no whole record")
    record, size = found
    file.seek(offset + size)
    after = _after(file.read(_NEIGHBOUR_BYTES), record)
    start = max(0, offset - _NEIGHBOUR_BYTES)
    file.seek(start)
    return [*_before(file.read(offset - start), record), record, *after]


def _after(data: bytes, record: Record) -> list[Record]:
    """Request and metadata of a record, which follow it."""
    found: list[Record] = []
    while len(found) < _MOST_NEIGHBOURS and (follower := _first(data)):
        neighbour, size = follower
        if neighbour.kind not in {"request", "metadata"} or not _belong(neighbour, record):
            break
        found.append(neighbour)
        data = data[size:]
    return found


def _before(data: bytes, record: Record) -> list[Record]:
    """Requests and redirects that led to a record, walking back from it as long as they do."""
    found: list[Record] = []
    held: list[Record] = []  # requests and metadata that stand between a redirect and what it led to
    answer = record
    for _ in range(_MOST_NEIGHBOURS):
        if not (leader := _last(data)):
            break
        neighbour, start = leader
        data = data[:start]
        if neighbour.kind in {"request", "metadata"}:
            (found if _belong(neighbour, answer) else held).insert(0, neighbour)
        elif neighbour.kind == "response" and _redirects_to(neighbour, answer.url):
            found[:0] = [neighbour, *(other for other in held if _belong(other, neighbour))]
            held, answer = [], neighbour
        else:
            break
    return found


def _belong(one: Record, other: Record) -> bool:
    """Whether one of two records says that it is concurrent to the other."""
    return one.concurrent_to == other.record_id or one.record_id == other.concurrent_to


def _redirects_to(record: Record, url: str) -> bool:
    head = record.block.partition(b"\r\n\r\n")[0].decode("latin-1").splitlines()
    if not head or head[0].split()[1:2] not in [["301"], ["302"], ["303"], ["307"], ["308"]]:
        return False
    for line in head[1:]:
        name, _, value = line.partition(":")
        if name.strip().lower() == "location":
            return clean_url(value.strip(), record.url) == clean_url(url)
    return False


def _first(data: bytes) -> tuple[Record, int] | None:
    """The record that a file's bytes begin with, and how many bytes it takes."""
    if data.startswith(_GZIP):
        found = unpacked(data, 0, RECORD_LIMIT_BYTES)
        return (_record(found[0], data[: found[1]]), found[1]) if found else None
    if not data.startswith(_PLAIN):
        return None
    head, mark, _ = data.partition(b"\r\n\r\n")
    length = next((line[15:] for line in head.split(b"\r\n") if line[:15].lower() == b"content-length:"), b"")
    size = len(head) + len(mark) + (int(length) if length.strip().isdigit() else 0) + 4
    if not mark or not length or len(data) < size:
        return None
    return _record(data[:size], gzip.compress(data[:size], mtime=0)), size


def _last(data: bytes) -> tuple[Record, int] | None:
    """The record that a file's bytes end with, and where it begins."""
    end = len(data)
    for _ in range(_MOST_CANDIDATES):
        start = max(data.rfind(_GZIP, 0, end), data.rfind(_PLAIN, 0, end))
        if start < 0:
            return None
        found = _first(data[start:])
        if found and found[1] == len(data) - start:
            return found[0], start
        end = start + 2  # no mark fits in there: the next one lies before
    return None


def _record(plain: bytes, data: bytes) -> Record:
    fields, block = head_and_block(plain)
    return Record(data, fields, block)
