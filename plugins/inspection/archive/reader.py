"""Reading a WARC file record by record for the index, whoever wrote it: in file order, damage told where it lies.

What other crawlers write beside answers over HTTP (DNS answers, page lists, screenshots, outlinks) is passed over.
Source: ISO 28500:2017 (WARC 1.1); how wget, Heritrix and Browsertrix use it: tests/given/foreign.py.
"""

from __future__ import annotations

import base64
import hashlib
import json
import mmap
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from fastwarc.stream_io import GzipReader
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from inspection.archive.index import INDEX_COLUMNS
from inspection.archive.records import payload_digest
from inspection.archive.store import DECODED_LIMIT_BYTES, bare_id
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
    problem = ""
    try:
        with path.open("rb") as file:
            start = file.read(4)
            if start.startswith(b"\x1f\x8b"):
                file.seek(0)
                start = GzipReader(file).read(4)
        if start != b"WARC":
            problem = "does not begin with a WARC record"
    except OSError as error:
        problem = f"cannot be read: {error}"
    if problem:
        raise InspectionError(f"is no WARC file: {problem}", place=str(path), remedy="name a .warc or .warc.gz file")


def _records(path: Path) -> Iterator[tuple[int, int, dict] | Damage]:
    with path.open("rb") as file:
        size = path.stat().st_size
        is_packed = file.read(2) == b"\x1f\x8b"
        start = 0
        while start < size:
            file.seek(start)
            pending: tuple[int, dict | Damage | None] | None = None  # its end is known when the next begins
            reached, reason = start, ""
            try:
                for record in ArchiveIterator(file, parse_http=False):
                    if is_packed and os.pread(file.fileno(), 1, record.stream_pos) != b"\x1f":
                        raise _NotByRecord
                    if pending:
                        yield from _finished(pending, record.stream_pos)
                        pending = None
                    reached = record.stream_pos
                    pending = (reached, _facts(record))
            except (OSError, ValueError) as error:
                reason = str(error)
            start = _next_start(file, reached + 1, size) if reason else size
            if pending:
                yield from _finished(pending, start)
            if reason:
                yield Damage(reached, f"{'after' if pending else 'in'} the record that begins here: {reason}")


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
    head, body = _split(block)
    fields = _http_fields(head)
    facts["http_status"] = _status(head)
    facts["content_type"] = (fields.get("content-type") or [None])[0]
    if kind == WarcRecordType.revisit:
        facts["outcome"] = FetchOutcome.UNCHANGED.value
        facts["refers_to"] = bare_id(headers.get("WARC-Refers-To")) or None
        facts["target_url"] = _text((headers.get("WARC-Refers-To-Target-URI") or "").strip("<>")) or None
        target_at = instant(headers.get("WARC-Refers-To-Date"))
        facts["target_at"] = target_at and target_at.isoformat()
        return facts
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


def is_digest_of(digest: str | None, body: bytes, fields: dict[str, list[str]]) -> bool:
    """Whether a digest (SHA-1, SHA-256) is the body's, as stored or with its codings undone; of another kind: yes."""
    kind, _, told = (digest or "").partition(":")
    if kind.lower() not in {"sha1", "sha256"}:
        return True
    forms = (
        lambda: body,
        lambda: dechunk(body),  # some tools count what the chunks or the compression held
        lambda: decode_content(dechunk(body), ", ".join(fields.get("content-encoding", ())), DECODED_LIMIT_BYTES),
    )
    for form in forms:
        found = hashlib.new(kind.lower(), form())
        if told.lower() == found.hexdigest() or told.upper().rstrip("=") == base64.b32encode(
            found.digest()
        ).decode().rstrip("="):
            return True
    return False


def _split(block: bytes) -> tuple[bytes, bytes]:
    head, mark, body = block.partition(b"\r\n\r\n")
    if mark:
        return head, body
    head, _, body = block.partition(b"\n\n")
    return head, body


def _http_fields(head: bytes) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for line in head.decode("latin-1").splitlines()[1:]:
        name, colon, value = line.partition(":")
        if colon:
            fields.setdefault(name.strip().lower(), []).append(_text(value.strip()))
    return fields


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
