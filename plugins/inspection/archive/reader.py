"""Reading a WARC file record by record for the index, whoever wrote it: in file order, damage told where it lies.

What other crawlers write beside answers over HTTP (DNS answers, page lists, screenshots, outlinks) is passed over.
Source: ISO 28500:2017 (WARC 1.1); how wget, Heritrix and Browsertrix use it: tests/given/foreign.py.
"""

from __future__ import annotations

import json
import mmap
import os
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from inspection.archive.index import INDEX_COLUMNS
from inspection.archive.mended import fields_of, http_fields, is_digest_of, mended, split_head
from inspection.archive.records import payload_digest, unpacked
from inspection.archive.store import bare_id
from inspection.errors import InspectionError
from inspection.model import FetchOutcome
from inspection.net.body import dechunk, decode_content
from inspection.page import blocked

_INDEXED = WarcRecordType.response | WarcRecordType.revisit | WarcRecordType.metadata
_MOST_RECORD_BYTES = 256 << 20  # it is read whole; a crawl takes far less of one answer
_CHECKED = re.compile(r"sha(?:1|256):.", re.I)
_OUTCOME_WORDS = {outcome.value: outcome for outcome in FetchOutcome}
# of a journal entry: those that must be numbers; the place in the file is found anew
_NUMBERS, _PLACE = {"http_status", "byte_count"}, {"warc_offset", "warc_length", "warc_file"}


_LOOKED_AT_BYTES = 64
_MOST_HEAD_BYTES = 64 << 10
_PLAIN_MARK = b"\r\n\r\nWARC/1."
# what else crawls are kept in, by its first bytes, and how it becomes a WARC file
_OTHER_KINDS: tuple[tuple[tuple[bytes, ...], str, str], ...] = (
    (
        (b"\x28\xb5\x2f\xfd", *(bytes([number, 0x2A, 0x4D, 0x18]) for number in range(0x50, 0x60))),
        "packed by Zstandard (.warc.zst)",
        "unpack it first: zstd -d {name}; where it has a dictionary of its own, with the tool of its crawler",
    ),
    ((b"filedesc://",), "an ARC file, the form before WARC", "turn it into one: warcio recompress {name} new.warc.gz"),
    (
        (b'{"log"', b'{ "log"', b'{\n  "log"', b'{\r\n  "log"'),
        "a HAR file of a browser",
        "export it as WARC or WACZ instead",
    ),
    ((b" CDX ", b"!meta"), "an index (CDX) of an archive", "name the WARC files that it lists"),
    ((b"From: <Saved by", b"From: <saved by", b"MIME-Version"), "a page saved as MHTML", "crawl the site into WARC"),
    ((b"PK\x03\x04",), "a ZIP file", "a WACZ ends in .wacz; of others unpack the WARC files first"),
    ((b"BZh",), "packed by bzip2", "unpack it first: bunzip2 {name}"),
    ((b"\xfd7zXZ",), "packed by xz", "unpack it first: unxz {name}"),
    ((b"7z\xbc\xaf",), "a 7-Zip archive", "unpack the WARC files first"),
    (
        (b"<!doctype html", b"<!DOCTYPE html", b"<!DOCTYPE HTML", b"<html", b"<HTML"),
        "a web page",
        "crawl the site into WARC",
    ),
)


class _NotByRecord(Exception):
    """A file gzipped as one whole: no record of it can be read alone."""


@dataclass(frozen=True, slots=True)
class Damage:
    """A place in a file where no whole record could be read."""

    offset: int
    reason: str


def read_records(path: Path) -> Iterator[tuple[int, int, dict[str, Any]] | Damage]:
    """Offset, length and facts of each record to be indexed, or the damage found, in file order.

    Facts are index columns, of a revisit also `target_url` and `target_at` of its original; those of a journal
    entry of ours (`archive`) are `journal`, the index row that it holds, None where it holds none. Raises
    InspectionError for a file that is gzipped as a whole.
    """
    try:
        yield from _records(path)
    except _NotByRecord:
        raise InspectionError(
            "is gzipped as a whole, not record by record",
            place=str(path),
            remedy=f"pack it anew: warcio recompress {path.name} new-{path.name}",
        ) from None


def check_warc(path: Path) -> None:
    """Raise InspectionError for a file that does not begin as a WARC file does."""
    problem, remedy = "", "name a .warc or .warc.gz file"
    try:
        with path.open("rb") as file:
            start = file.read(_MOST_HEAD_BYTES)
            if start.startswith(b"\x1f\x8b"):
                start = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(start, _LOOKED_AT_BYTES)
        if not start.startswith(b"WARC/"):
            problem = "does not begin with a WARC record"
            for signs, kind, way in _OTHER_KINDS:
                if start.startswith(signs):
                    problem, remedy = f"is {kind}", way.format(name=path.name)
                    break
    except (OSError, zlib.error) as error:
        problem = f"cannot be read: {error}"
    if problem:
        raise InspectionError(f"is no WARC file: {problem}", place=str(path), remedy=remedy)


def _records(path: Path) -> Iterator[tuple[int, int, dict] | Damage]:
    with path.open("rb") as file:
        size = path.stat().st_size
        is_packed = file.read(2) == b"\x1f\x8b"
        start = 0
        while start < size:
            file.seek(start)
            pending: tuple[int, dict | Damage | None] | None = None  # its end is known when the next begins
            reached, reason, after = start, "", None
            try:
                for record in ArchiveIterator(file, parse_http=False):
                    if is_packed and os.pread(file.fileno(), 1, record.stream_pos) != b"\x1f":
                        raise _NotByRecord
                    if pending:
                        yield from _finished(pending, record.stream_pos)
                        pending = None
                    reached = record.stream_pos
                    facts = _facts(record)
                    needs_mending = isinstance(facts, Damage) or (facts is None and _is_named_otherwise(record))
                    if needs_mending and (mend := _mended_at(file, reached)):
                        facts, after = mend
                    pending = (reached, facts)
                    if after is not None:
                        break
            except (OSError, ValueError) as error:
                reason = str(error)
            if reason and (
                mend := _mended_at(file, begin := _next_mark(file, reached + 1, size) if pending else reached)
            ):
                if pending:
                    yield from _finished(pending, begin)
                pending, after = (begin, mend[0]), mend[1]
            if after is not None and pending:  # read on behind it, whatever its own length says
                yield from _finished(pending, after)
                start = after
                continue
            start = _next_start(file, reached + 1, size) if reason else size
            if pending and not reason and is_packed and not isinstance(pending[1], Damage) and _is_torn(file, reached):
                pending = (reached, Damage(0, "the record is cut off: its gzip member does not end"))
            if pending:
                yield from _finished(pending, start)
            if reason:
                yield Damage(reached, f"{'after' if pending else 'in'} the record that begins here: {reason}")
            elif not (pending and isinstance(pending[1], Damage)):
                yield from _cut_head(file, reached, size, has_record=pending is not None)


def _is_named_otherwise(record: WarcRecord) -> bool:
    """Whether fastwarc has missed a record's type for the case of its fields' names."""
    names = {name for name, _ in record.headers.items()}
    return any(
        name.lower() in {"warc-type", "content-type"} and name not in {"WARC-Type", "Content-Type"} for name in names
    )


def _mended_at(file, offset: int) -> tuple[dict | None, int] | None:
    """Facts of the record at an offset, once mended, and where it ends; None where no mending makes it whole."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        if view[offset : offset + 2] == b"\x1f\x8b":
            found = unpacked(view, offset, _MOST_RECORD_BYTES)
            if found is None:
                return None
            data, end = found
        else:
            mark = view.find(_PLAIN_MARK, offset + 1)
            end = mark + 4 if mark >= 0 else len(view)
            data = view[offset : min(end, offset + _MOST_RECORD_BYTES)]
    if not data.startswith(b"WARC/"):
        return None
    whole = mended(data)
    head, mark, block = split_head(whole)
    told = fields_of(head).get("content-length", "")
    if not mark or not told.isdigit() or int(told) > len(block):  # cut off, which fastwarc does not say of bytes
        return None
    try:
        record = WarcRecord.from_bytes(whole)
        facts = _facts(record)
    except (OSError, ValueError):
        return None
    if isinstance(facts, Damage) or (facts is None and not record.headers.get("WARC-Type")):
        return None
    return facts, end


def _is_torn(file, offset: int) -> bool:
    """Whether the gzip member at an offset has no end."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        return unpacked(view, offset, _MOST_RECORD_BYTES) is None


def _cut_head(file, offset: int, size: int, *, has_record: bool) -> Iterator[Damage]:
    """What lies behind the last record: the beginning of one that was cut within its head is damage, not silence."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        end = offset
        if has_record and view[offset : offset + 2] == b"\x1f\x8b":
            found = unpacked(view, offset, _MOST_RECORD_BYTES)
            if found is None:
                return
            end = found[1]
        elif has_record:
            head, mark, _ = split_head(view[offset : offset + _MOST_HEAD_BYTES])
            length = fields_of(head).get("content-length", "")
            if not mark or not length.isdigit():
                return
            end = offset + len(head) + len(mark) + int(length)
        rest = view[end : end + _MOST_HEAD_BYTES]
        if behind := rest.lstrip(b"\r\n\t\0 "):
            reason = "the file is cut within the head of the record that begins here"
            yield Damage(end + len(rest) - len(behind), reason)


def _next_mark(file, position: int, size: int) -> int:
    """Where something like a record begins after `position`, or the file's size."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        if view[:2] == b"\x1f\x8b":
            found = view.find(b"\x1f\x8b\x08", position)
        else:
            found = view.find(_PLAIN_MARK, position)
            found = found + 4 if found >= 0 else found
    return found if found >= 0 else size


def _finished(pending: tuple[int, dict | Damage | None], end: int) -> Iterator[tuple[int, int, dict] | Damage]:
    offset, facts = pending
    if isinstance(facts, Damage):
        yield Damage(offset, facts.reason)
    elif facts is not None:
        yield offset, end - offset, facts


def _next_start(file, position: int, size: int) -> int:
    """Offset of the next record that begins after `position`, or the file's size."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        file.seek(0)
        mark = b"\x1f\x8b\x08" if view[:2] == b"\x1f\x8b" else b"\r\n\r\nWARC/1."
        while 0 <= (found := view.find(mark, position)) < size:
            begin = found if mark[0] == 0x1F else found + 4
            file.seek(begin)
            try:
                if next(iter(ArchiveIterator(file, parse_http=False)), None) is not None:
                    return begin
            except (OSError, ValueError):
                pass
            position = found + 1
    return size


def _facts(record: WarcRecord) -> dict | Damage | None:
    """What the index keeps of a record, by column; None for a kind that it does not keep."""
    headers, kind = record.headers, record.record_type
    if headers.get("Content-Length") is None:
        record.consume()
        return Damage(0, "the record is cut off: its head does not say how long it is")
    if not kind & _INDEXED or (kind != WarcRecordType.metadata and not record.is_http):
        record.consume()
        return None if headers.get("WARC-Type") else Damage(0, "the record has no head")
    length = record.content_length
    if length > _MOST_RECORD_BYTES:
        record.consume()
        return Damage(0, f"the record says it holds {length} bytes, more than is read")
    block = record.reader.read()
    if len(block) < length:
        return Damage(0, f"the record is cut off: {len(block)} of {length} bytes are there")
    url = (headers.get("WARC-Target-URI") or "").strip("<>")
    at = instant(headers.get("WARC-Date"))
    if at is None:
        return Damage(0, f"WARC-Date {headers.get('WARC-Date')!r} is no time")
    if not url:
        return Damage(0, "the record has no WARC-Target-URI")
    facts: dict[str, Any] = {"snapshot_id": bare_id(record.record_id), "url": _text(url), "fetched_at": at}
    if kind == WarcRecordType.metadata:
        return _metadata(facts, block)
    facts["payload_digest"] = headers.get("WARC-Payload-Digest")
    head, _, body = split_head(block)
    fields = http_fields(head)
    facts["http_status"] = _status(head)
    facts["content_type"] = (fields.get("content-type") or [None])[0]
    if kind == WarcRecordType.revisit:
        facts["outcome"] = FetchOutcome.UNCHANGED.value
        facts["refers_to"] = bare_id(headers.get("WARC-Refers-To")) or None
        facts["target_url"] = _text((headers.get("WARC-Refers-To-Target-URI") or "").strip("<>")) or None
        target_at = instant(headers.get("WARC-Refers-To-Date"))
        facts["target_at"] = target_at and target_at.isoformat()
        return facts
    if cause := headers.get("WARC-Truncated"):  # ISO 28500:2017, 5.13; of a revisit it is the rule
        return Damage(0, f"the crawler cut the answer off (WARC-Truncated: {cause[:40]}): it is not the whole page")
    if not is_digest_of(facts["payload_digest"], body, fields):
        return Damage(0, "its payload is not the one of its digest")
    if not _CHECKED.match(facts["payload_digest"] or ""):  # none, or one that nobody can check
        facts["payload_digest"] = payload_digest(body)
    facts["byte_count"] = len(body)
    coding = (fields.get("content-encoding") or [None])[0]
    start = body[: blocked.LOOKED_AT_BYTES]
    start = decode_content(dechunk(start) if "transfer-encoding" in fields else start, coding, blocked.LOOKED_AT_BYTES)
    is_blocked = blocked.is_blocked(facts["http_status"], fields, start, len(body))
    facts["outcome"] = (FetchOutcome.BLOCKED if is_blocked else FetchOutcome.FETCHED).value
    if 300 <= (facts["http_status"] or 0) < 400 and "location" in fields:
        facts["final_url"] = _text(_joined(url, fields["location"][0]))
    return facts


def _metadata(facts: dict[str, Any], block: bytes) -> dict | None:
    """A journal entry of ours, or a record that tells how a fetch without an answer ended; others are not ours."""
    fields = {}
    for line in block.decode("utf-8", "replace").splitlines():
        name, _, value = line.partition(":")
        fields[name.strip().lower()] = value.strip()
    if "crawl-journal" in fields:
        return facts | {"journal": _journal_row(fields["crawl-journal"])}
    if "fetch-outcome" not in fields:
        return None
    word = fields["fetch-outcome"].lower()
    outcome = _OUTCOME_WORDS.get(word, FetchOutcome.FAILED)
    reason = fields.get("fetch-error") if outcome is FetchOutcome.SKIPPED else None
    return facts | {"outcome": outcome.value, "detail": _text(reason or word)}


def _journal_row(value: str) -> dict[str, Any] | None:
    """The index row that a journal entry holds; None where it holds none, or none that could be one."""
    try:
        row = json.loads(value).get("row")
    except (AttributeError, ValueError):
        return None
    if not isinstance(row, dict) or instant(row.get("fetched_at")) is None or row.get("outcome") not in _OUTCOME_WORDS:
        return None
    if not row.get("url") or not all(isinstance(row.get(name), int | None) for name in _NUMBERS):
        return None
    if not all(isinstance(row.get(name), str | None) for name in set(INDEX_COLUMNS) - _NUMBERS - _PLACE):
        return None
    return {name: _text(found) if isinstance(found, str) else found for name, found in row.items()}


def instant(value: Any) -> datetime | None:
    """An instant in UTC, which a text without offset is taken for; None for no time."""
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)


def _status(head: bytes) -> int | None:
    words = head.split(None, 2)
    return int(words[1]) if len(words) > 1 and words[0].startswith(b"HTTP/") and words[1].isdigit() else None


def _joined(base: str, target: str) -> str:
    try:
        return urljoin(base, target)
    except ValueError:
        return target


def _text(value: str) -> str:
    return value.replace("\0", "")
