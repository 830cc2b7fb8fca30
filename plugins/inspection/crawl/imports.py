"""Taking in WARC files of other crawls, or of our own from before: one pass to index, the file kept as it is.

A damaged record costs itself only: reading goes on at the next record that can be found.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin

import psycopg
from fastwarc.stream_io import GzipReader
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from inspection import warehouse
from inspection.crawl.archive import COLUMNS, payload_digest
from inspection.crawl.store import DECODED_LIMIT_BYTES, Store, StorePath, bare_id
from inspection.crawl.take import EXTERNAL
from inspection.csv_log import BadRow, BadValue, ImportCounts, quarantine
from inspection.errors import InspectionError
from inspection.jurisdiction import Jurisdiction
from inspection.model import FetchOutcome
from inspection.net import host_key, signs
from inspection.net.body import dechunk, decode_content
from inspection.periods import local_day

_INDEXED = WarcRecordType.response | WarcRecordType.revisit | WarcRecordType.metadata
_OUTCOME_WORDS = {outcome.value: outcome for outcome in FetchOutcome}

# A revisit that names no record (WARC 1.1 allows address and date alone) has its digest to find the body by;
# one without HTTP headers takes status and type from there.
_COMPLETE_REVISITS = """
update staging.snapshot as revisit
set
    refers_to = body.snapshot_id,
    http_status = coalesce(revisit.http_status, body.http_status),
    content_type = coalesce(revisit.content_type, body.content_type)
from staging.snapshot as body
where
    revisit.warc_file = %(file)s
    and revisit.outcome = 'unchanged'
    and (revisit.refers_to is null or revisit.http_status is null)
    and body.outcome = 'fetched'
    and case
        when revisit.refers_to is not null then body.snapshot_id = revisit.refers_to
        else body.payload_digest = revisit.payload_digest and body.url = revisit.url
    end
"""


class _NotByRecord(Exception):
    """A file gzipped as one whole: no record of it can be read alone."""


@dataclass(frozen=True, slots=True)
class _Damage:
    """A place in a file where no whole record could be read."""

    offset: int
    reason: str


def import_warc(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, store: Store | str | StorePath, path: str | Path
) -> ImportCounts:
    """Bring a WARC file into the store and index its responses, revisits and metadata records.

    Subjects are found by the host of any registered home page, of any time; records of other hosts belong
    to `external`, so that what lies behind a link can be looked up. Damaged records are put into
    `ops.quarantine`, source `warc`, and counted; the same file again gives the same rows. Raises
    InspectionError when the file is no WARC file.
    """
    path, store = Path(path), Store.of(store)
    _check(path)
    relative = _place(store, jurisdiction.jurisdiction_id, path)
    hosts = {
        host_key(row["home_url"]): row["subject_id"]
        for row in connection.execute(
            "select subject_id, home_url from mart.dim_subject"
            " where kind = 'site' and home_url is not null order by valid_from"
        )
    }
    rows: list[tuple] = []
    damaged: list[_Damage] = []
    for found in _readable_records(path):
        if isinstance(found, _Damage):
            damaged.append(found)
        else:
            offset, length, facts = found
            subject_id = hosts.get(host_key(facts["url"]), EXTERNAL)
            record_id = facts["id"] or f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{relative}#{offset}')}"
            rows.append(
                (
                    *(record_id, subject_id, facts["url"], facts["at"], facts["outcome"], facts["status"]),
                    *(facts["type"], facts["digest"], facts["size"], facts["refers_to"]),
                    *(relative, offset, length, facts["final_url"], facts["detail"]),
                )
            )
    if not rows and damaged and damaged[0].offset == 0:
        raise InspectionError(
            f"is no readable WARC file: {damaged[0].reason}",
            place=str(path),
            remedy="send it again; it must begin with a WARC record, plain or gzipped record by record",
        )
    connection.execute("delete from staging.snapshot where warc_file = %(file)s", {"file": relative})
    loaded = warehouse.upsert_rows(connection, "staging.snapshot", COLUMNS, COLUMNS[:1], rows)
    if any(row[4] == FetchOutcome.UNCHANGED and (row[9] is None or row[5] is None) for row in rows):
        connection.execute(_COMPLETE_REVISITS, {"file": relative})
    day = local_day(rows[0][3]) if rows else local_day(datetime.fromtimestamp(path.stat().st_mtime, UTC))
    quarantine(
        connection,
        jurisdiction.jurisdiction_id,
        "warc",
        day,
        path.name,
        (
            BadRow(
                number,
                BadValue("offset", str(damage.offset), damage.reason, "send the file again; its other records are in"),
                {"offset": str(damage.offset)},
            )
            for number, damage in enumerate(damaged, start=1)
        ),
    )
    return ImportCounts(loaded + len(damaged), len(damaged), loaded)


def _check(path: Path) -> None:
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


def _place(store: Store, jurisdiction_id: str, path: Path) -> str:
    """Where the file lies in the store, after bringing it there; a file of that name but other content stays."""
    if inside := store.relative_of(path):
        return inside
    relative = f"{jurisdiction_id}/imported/{path.name}"
    if store.exists(relative) and not _is_same(store, relative, path):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha1").hexdigest()
        relative = f"{jurisdiction_id}/imported/{digest[:10]}-{path.name}"
    if not store.exists(relative):
        store.take_in(path, relative)
    return relative


def _is_same(store: Store, relative: str, path: Path) -> bool:
    with store.open(relative) as old, path.open("rb") as new:
        while True:
            part = new.read(1 << 20)
            if part != old.read(1 << 20):
                return False
            if not part:
                return True


def _readable_records(path: Path) -> Iterator[tuple[int, int, dict] | _Damage]:
    try:
        yield from _records(path)
    except _NotByRecord:
        raise InspectionError(
            "is gzipped as a whole, not record by record",
            place=str(path),
            remedy=f"pack it anew: warcio recompress {path.name} new-{path.name}",
        ) from None


def _records(path: Path) -> Iterator[tuple[int, int, dict] | _Damage]:
    """Offset, length and facts of each record to be indexed, in file order; damage where it lies."""
    with path.open("rb") as file:
        size = path.stat().st_size
        is_packed = file.read(2) == b"\x1f\x8b"
        start = 0
        while start < size:
            file.seek(start)
            pending: tuple[int, dict | _Damage | None] | None = None  # its end is known when the next begins
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
                yield _Damage(reached, f"{'after' if pending else 'in'} the record that begins here: {reason}")


def _finished(pending: tuple[int, dict | _Damage | None], end: int) -> Iterator[tuple[int, int, dict] | _Damage]:
    offset, facts = pending
    if isinstance(facts, _Damage):
        yield _Damage(offset, facts.reason)
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


def _facts(record: WarcRecord) -> dict | _Damage | None:
    """What the index keeps of a record; None for a kind that it does not keep."""
    headers, kind = record.headers, record.record_type
    if not kind & _INDEXED:
        record.consume()
        return None if headers.get("WARC-Type") else _Damage(0, "the record has no head")
    length = record.content_length
    block = record.reader.read()
    if len(block) < length:
        return _Damage(0, f"the record is cut off: {len(block)} of {length} bytes are there")
    url = (headers.get("WARC-Target-URI") or "").strip("<>")
    try:
        at = datetime.fromisoformat(headers.get("WARC-Date") or "")
        at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except ValueError:
        return _Damage(0, f"WARC-Date {headers.get('WARC-Date')!r} is no time")
    if not url:
        return _Damage(0, "the record has no WARC-Target-URI")
    facts = {"id": bare_id(record.record_id), "url": _text(url), "at": at, "status": None, "type": None}
    facts |= {"digest": None, "size": None, "refers_to": None, "final_url": None, "detail": None}
    if kind == WarcRecordType.metadata:
        return _metadata(facts, block)
    facts["digest"] = headers.get("WARC-Payload-Digest")
    head, body = _split(block)
    fields = _http_fields(head)
    facts["status"] = _status(head)
    facts["type"] = (fields.get("content-type") or [None])[0]
    if kind == WarcRecordType.revisit:
        facts["outcome"] = FetchOutcome.UNCHANGED.value
        facts["refers_to"] = bare_id(headers.get("WARC-Refers-To")) or None
        return facts
    if not _is_digest_of(facts["digest"], body, fields):
        return _Damage(0, "its payload is not the one of its digest")
    facts["digest"] = facts["digest"] or payload_digest(body)
    facts["size"] = len(body)
    coding = (fields.get("content-encoding") or [None])[0]
    start = body[: signs.LOOKED_AT_BYTES]
    start = decode_content(dechunk(start) if "transfer-encoding" in fields else start, coding, signs.LOOKED_AT_BYTES)
    is_blocked = signs.is_blocked(facts["status"], fields, start, len(body))
    facts["outcome"] = (FetchOutcome.BLOCKED if is_blocked else FetchOutcome.FETCHED).value
    if 300 <= (facts["status"] or 0) < 400 and "location" in fields:
        facts["final_url"] = _text(_joined(url, fields["location"][0]))
    return facts


def _metadata(facts: dict, block: bytes) -> dict | None:
    """A record that tells how a fetch without an answer ended; other metadata is not ours."""
    for line in block.decode("utf-8", "replace").splitlines():
        name, _, value = line.partition(":")
        if name.strip().lower() == "fetch-outcome":
            word = value.strip().lower()
            facts["outcome"] = _OUTCOME_WORDS.get(word, FetchOutcome.FAILED).value
            facts["detail"] = _text(word)
            return facts
    return None


def _is_digest_of(digest: str | None, body: bytes, fields: dict[str, list[str]]) -> bool:
    """Whether a SHA-1 digest (base 32 or hexadecimal) is the body's, as stored or with its codings undone."""
    if not (digest or "").lower().startswith("sha1:"):
        return True
    forms = (
        lambda: body,
        lambda: dechunk(body),  # some tools count what the chunks or the compression held
        lambda: decode_content(dechunk(body), ", ".join(fields.get("content-encoding", ())), DECODED_LIMIT_BYTES),
    )
    return any(
        digest[5:].upper() == payload_digest(form())[5:] or digest[5:].lower() == hashlib.sha1(form()).hexdigest()
        for form in forms
    )


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
