"""One WARC file as it is written, together with the index rows of its records: its own journal.

The records of one fetch are written at once, the last of them a `metadata` record that holds the fetch's index
row: it closes the fetch like a commit. A process that is killed loses at most the fetch it was writing; the next
one finds what was closed, cuts off the rest and goes on. The file is written under a temporary name and gets its
own when it is whole; its rows come after, so that no row ever points into a file that is not there.
"""

from __future__ import annotations

import fcntl
import json
import mmap
import os
import re
import uuid
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Self

import psycopg

from inspection.archive import records
from inspection.archive.chain import bury
from inspection.archive.index import INDEX_COLUMNS, index
from inspection.archive.records import payload_digest, warc_date
from inspection.archive.store import RECORD_LIMIT_BYTES, Payload, Store, payload_of
from inspection.errors import InspectionError
from inspection.model import FetchOutcome
from inspection.net import Exchange, Result, clean_url
from inspection.page import blocked

NOT_MODIFIED = "not modified"  # the server said so (304): the detail of a row
# A body is stored anew after so long, so that old files may one day leave the store.
_LONGEST_REVISIT = timedelta(days=90)
_VALIDATOR = re.compile(r"[\x20-\x7e]{1,256}")  # what may be sent back to a server

# The latest answer of the week with a body: one that the server only called unmodified is no ground for asking
# so again, or a careless server could hide a change for ever.
_PREVIOUS = """
with latest as (
    select distinct on (url)
        url, payload_digest, coalesce(refers_to, snapshot_id) as body_id, etag, last_modified
    from staging.snapshot
    where
        observer_id = %(observer_id)s
        and day between %(day)s::date - 7 and %(day)s::date - 1
        and subject_id = any(%(subject_ids)s)
        and outcome in ('fetched', 'unchanged')
        and http_status = 200
        and payload_digest is not null
        and coalesce(detail, '') not like %(not_modified)s
    order by url, fetched_at desc
)

select
    latest.url,
    latest.payload_digest,
    latest.etag,
    latest.last_modified,
    body.snapshot_id,
    body.url as body_url,
    body.final_url,
    body.fetched_at,
    body.content_type
from latest
inner join staging.snapshot as body
    on
        body.observer_id = %(observer_id)s
        and latest.body_id = body.snapshot_id
        and body.warc_offset is not null
where body.fetched_at > %(oldest)s
"""


@dataclass(frozen=True, slots=True)
class Previous:
    """The record that already holds a page's body; the validators are those of the latest answer."""

    snapshot_id: str
    url: str
    fetched_at: datetime
    payload_digest: str
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None

    @property
    def conditions(self) -> tuple[tuple[str, str], ...]:
        """Request headers that let the server answer that nothing has changed."""
        pairs = (("If-None-Match", self.etag), ("If-Modified-Since", self.last_modified))
        return tuple((name, value) for name, value in pairs if value)


def previous_bodies(
    connection: psycopg.Connection, observer_id: str, now: datetime, day: date, subject_ids: Iterable[str]
) -> dict[str, Previous]:
    """By address, the bodies of these subjects' pages as the office last saw them in the week before `day`."""
    parameters = {
        "observer_id": observer_id,
        "day": day,
        "subject_ids": list(subject_ids),
        "oldest": now - _LONGEST_REVISIT,
        "not_modified": f"{NOT_MODIFIED}%",
    }
    found = {}
    for row in connection.execute(_PREVIOUS, parameters):
        address = row["final_url"] or clean_url(row["body_url"]) or row["body_url"]
        found[row["url"]] = Previous(
            row["snapshot_id"],
            address,
            row["fetched_at"],
            row["payload_digest"],
            row["content_type"],
            row["etag"],
            row["last_modified"],
        )
    return found


class Archive:
    """A WARC 1.1 file under way. Every planned fetch is handed to `add` or `skip` exactly once.

    Use as a context manager. Left without `publish`, nothing remains, unless it `resumes`: then what was closed
    stays, and the next Archive of that name and `batch` begins with it. `batch` is any text that must be the same
    for two processes to go on with one file. Raises InspectionError while another process writes the same file.
    """

    def __init__(
        self,
        store: Store,
        relative: str,
        *,
        user_agent: str,
        robots: str,
        clock: Callable[[], datetime],
        batch: str = "",
        resumes: bool = False,
    ) -> None:
        self.relative = relative
        self.last_id = ""  # snapshot_id of the row that was made last
        self._store, self._clock, self._resumes = store, clock, resumes
        self._is_published = False
        self._working = store.working_path(relative)
        self._file = self._opened()
        self._size = 0
        self._pending: list[bytes] = []  # the records of the fetch that is being written
        self._pending_size = 0
        self._marks = array("Q")  # offset and length of each closing record of a planned fetch
        self._closed: dict[str, int] = {}  # by address: which of them an earlier process wrote
        self._unplanned: dict[str, tuple[int, int]] = {}
        about = {
            "software": user_agent.partition(" ")[0],
            "http-header-user-agent": user_agent,
            "format": "WARC File Format 1.1",
            "robots": robots,
            "batch": batch,
        }
        if not resumes or not self._read_back(batch):
            os.truncate(self._file.fileno(), 0)
            name = [("WARC-Filename", relative.rpartition("/")[2])]
            self._write("warcinfo", "", clock(), (records.fields_block(about),), records.FIELDS, name)
            self._flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        if not self._resumes and not self._is_published:
            self._working.unlink(missing_ok=True)

    def __len__(self) -> int:
        """Number of planned fetches that ended."""
        return len(self._marks) // 2

    def now(self) -> datetime:
        """The time that this archive's records carry."""
        return self._clock()

    # writing -------------------------------------------------------------------------------------------

    def add(
        self,
        subject_id: str,
        url: str,
        result: Result,
        previous: Previous | None = None,
        *,
        outcome: FetchOutcome | None = None,
        tries: Iterable[Exchange] = (),
        note: str = "",
        elapsed_seconds: float = 0.0,
    ) -> FetchOutcome:
        """Archive a fetch with all its hops, and note its row; `url` is the address as it was planned.

        `outcome` is that of `fetch_outcome`, if the caller knows it; `tries` are answers that were not taken
        for the last word (to a HEAD); `note` ends the row's detail; `elapsed_seconds` is given back by
        `recall`.
        """
        for hop in (*tries, *result.redirects):
            self._write_exchange(hop)
        outcome, last = outcome or fetch_outcome(result), result.last
        row: dict[str, Any] = dict.fromkeys(INDEX_COLUMNS)
        row |= {
            "subject_id": subject_id,
            "url": url,
            "fetched_at": last.started_at.isoformat(),
            "content_type": last.header("content-type"),
            "final_url": last.url if result.redirects else None,
        }
        fields, snapshot_id, details = {}, "", []
        if result.is_answered:
            digest = payload_digest(last.body)
            profile = ""
            if outcome is FetchOutcome.FETCHED and previous:
                profile = _revisit_profile(result, previous, digest)
            if profile == records.NOT_MODIFIED:  # the row tells of the page that the answer stands for
                row |= {"http_status": 200, "payload_digest": previous.payload_digest, "byte_count": 0}
                row["content_type"] = previous.content_type
                details.append(NOT_MODIFIED)
            elif result.request.method == "HEAD":
                row["http_status"] = last.status
                details.append("head")
            else:
                row |= {"http_status": last.status, "payload_digest": digest, "byte_count": len(last.body)}
            if last.is_truncated:
                details.append(f"cut after {len(last.body)} bytes")
            if row["http_status"] == 200:
                row |= {"etag": _validator(last, "etag"), "last_modified": _validator(last, "last-modified")}
            if profile:
                outcome, row["refers_to"] = FetchOutcome.UNCHANGED, previous.snapshot_id
            snapshot_id, row["warc_offset"], row["warc_length"] = self._write_exchange(
                last, digest, previous if profile else None, profile
            )
        else:
            if last.head and not result.is_declined:  # an answer that led in a circle
                self._write_exchange(last)
            details.append(result.outcome.value)
            fields = {"fetch-outcome": result.outcome.value, "fetch-error": result.error}
        row |= {"outcome": outcome.value, "detail": "; ".join(filter(None, (*details, note))) or None}
        self._close(row, result.request.url, last.started_at, snapshot_id, fields, elapsed_seconds)
        return outcome

    def add_filed(self, subject_id: str, url: str, content: bytes, content_type: str, at: datetime) -> None:
        """Archive what a person filed (a record, a picture) as a `resource` record with a row; `url` names it."""
        digest = payload_digest(content)
        extra = [("WARC-Payload-Digest", digest)]
        snapshot_id, offset, length = self._write("resource", url, at, (content,), content_type, extra)
        row: dict[str, Any] = dict.fromkeys(INDEX_COLUMNS)
        row |= {"subject_id": subject_id, "url": url, "fetched_at": at.isoformat(), "content_type": content_type}
        row |= {"outcome": FetchOutcome.FETCHED.value, "payload_digest": digest, "byte_count": len(content)}
        row |= {"warc_offset": offset, "warc_length": length, "detail": "filed by a person"}
        self._close(row, url, at, snapshot_id, {}, 0.0)

    def skip(self, subject_id: str, url: str, reason: str, *, elapsed_seconds: float = 0.0) -> FetchOutcome:
        """Note a planned fetch that was not made, and why."""
        at, outcome = self._clock(), FetchOutcome.SKIPPED
        row: dict[str, Any] = dict.fromkeys(INDEX_COLUMNS)
        row |= {"subject_id": subject_id, "url": url, "fetched_at": at.isoformat()}
        row |= {"outcome": outcome.value, "detail": reason}
        fields = {"fetch-outcome": outcome.value, "fetch-error": reason}
        self._close(row, clean_url(url) or url, at, "", fields, elapsed_seconds)
        return outcome

    def add_unplanned(self, result: Result) -> None:
        """Archive what was fetched on the way (robots.txt) without a row of its own."""
        for hop in result.redirects:
            self._write_exchange(hop)
        told: dict[str, Any] = {"unplanned": result.request.url, "outcome": result.outcome.value}
        if result.is_answered:
            told["id"], told["offset"], told["length"] = self._write_exchange(result.last)
        block = records.fields_block({"crawl-journal": json.dumps(told)})
        self._write("metadata", result.request.url, result.last.started_at, (block,), records.FIELDS)
        self._flush()

    def publish(self, connection: psycopg.Connection, observer_id: str) -> int:
        """Give the file its name and put its rows in place of those of an earlier run; returns how many.

        A file in which nothing was fetched gets no name: no row would speak of it, and `verify` finds it a stranger.
        """
        if not len(self) and not self._store.exists(self.relative):
            self._working.unlink(missing_ok=True)
            self._is_published = True
            return 0
        os.fsync(self._file.fileno())
        if self._store.exists(self.relative):  # a segment may hold what this run replaces
            bury(connection, observer_id, self.relative, "replaced")
        self._store.settle(self._working, self.relative)
        self._is_published = True
        return index(connection, observer_id, self.relative, self.rows())

    # reading back --------------------------------------------------------------------------------------

    def rows(self) -> Iterator[dict[str, Any]]:
        """The index row of every planned fetch so far, read back from the file."""
        for number in range(len(self)):
            yield self._row(number)[0]

    def recall(self, address: str) -> tuple[dict[str, Any], float] | None:
        """How an earlier process ended the fetch of an address, once: its row and `elapsed_seconds`."""
        number = self._closed.pop(address, None)
        return None if number is None else self._row(number)

    def unrecalled(self) -> Iterator[dict[str, Any]]:
        """Rows of an earlier process that were never asked for."""
        for number in self._closed.values():
            yield self._row(number)[0]

    def recall_unplanned(self, url: str) -> tuple[str, Payload | None] | None:
        """An earlier process's unplanned fetch of an address: its outcome, and the answer if one came."""
        if url not in self._unplanned:
            return None
        told = _told(self._member(*self._unplanned[url]))
        if "offset" not in told:
            return told["outcome"], None
        return told["outcome"], payload_of(self._pread(told["offset"], told["length"]), told["id"])

    def payload(self, row: dict[str, Any]) -> Payload:
        """What the record of one of this file's rows holds."""
        return payload_of(self._pread(row["warc_offset"], row["warc_length"]), row["snapshot_id"])

    def _row(self, number: int) -> tuple[dict[str, Any], float]:
        offset, length = self._marks[2 * number], self._marks[2 * number + 1]
        record = self._member(offset, length)
        told = _told(record)
        row = dict.fromkeys(INDEX_COLUMNS) | told["row"] | {"warc_file": self.relative}
        if not row["snapshot_id"]:  # the closing record is all there is of this fetch
            fields, _ = records.head_and_block(record)
            row["snapshot_id"] = fields["warc-record-id"][1:-1]
            if row["outcome"] != FetchOutcome.SKIPPED:
                row |= {"warc_offset": offset, "warc_length": length}
        return row, told["elapsed"]

    def _member(self, offset: int, length: int) -> bytes:
        return records.unpacked(self._pread(offset, length), 0, RECORD_LIMIT_BYTES)[0]

    def _pread(self, offset: int, length: int) -> bytes:
        return os.pread(self._file.fileno(), length, offset)

    def _read_back(self, batch: str) -> bool:
        """Find what an earlier process closed, cut off what it did not; False where there is nothing to go on with."""
        size = os.fstat(self._file.fileno()).st_size
        if not size:
            return False
        with mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ) as view:
            first = records.unpacked(view, 0, RECORD_LIMIT_BYTES)
            fields, block = records.head_and_block(first[0]) if first else ({}, b"")
            if fields.get("warc-type") != "warcinfo" or records.fields_block({"batch": batch}) not in block:
                return False
            position = end = first[1]
            while found := records.unpacked(view, position, RECORD_LIMIT_BYTES):
                offset, (record, position) = position, found
                if b"WARC-Type: metadata\r\n" not in record[:200]:
                    continue
                told = _told(record)
                if "row" in told:
                    self._closed[told["address"]] = len(self)
                    self._marks.extend((offset, position - offset))
                elif "unplanned" in told:
                    self._unplanned[told["unplanned"]] = (offset, position - offset)
                else:
                    continue
                end = position
        os.truncate(self._file.fileno(), end)
        self._size = end
        return True

    # records -------------------------------------------------------------------------------------------

    def _opened(self) -> Any:
        """The working file, locked: two processes that write one file would destroy it."""
        self._working.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._working, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            is_same = os.path.samestat(os.fstat(descriptor), self._working.stat())
        except OSError:
            is_same = False
        if not is_same:  # or it has just been finished, and bears its name now
            os.close(descriptor)
            raise InspectionError(
                "is being written by another process", place=str(self._working), remedy="wait until that one has ended"
            )
        return os.fdopen(descriptor, "rb+", buffering=0)

    def _close(
        self, row: dict[str, Any], address: str, at: datetime, snapshot_id: str, fields: dict[str, str], elapsed: float
    ) -> None:
        """Write the record that closes a planned fetch, and with it all of its records."""
        row["snapshot_id"] = snapshot_id
        said = {name: value for name, value in row.items() if value is not None}
        told = {"address": address, "elapsed": round(elapsed, 3), "row": said}
        block = records.fields_block(fields | {"crawl-journal": json.dumps(told)})
        extra = [("WARC-Concurrent-To", f"<{snapshot_id}>")] if snapshot_id else []
        record_id, offset, length = self._write("metadata", address, at, (block,), records.FIELDS, extra)
        self._flush()
        self._marks.extend((offset, length))
        self.last_id = snapshot_id or record_id

    def _write_exchange(
        self, exchange: Exchange, digest: str | None = None, previous: Previous | None = None, profile: str = ""
    ) -> tuple[str, int, int]:
        head, body = records.archived_head(exchange.head), exchange.body
        extra = [("WARC-IP-Address", exchange.remote_ip)] if exchange.remote_ip else []
        if exchange.is_truncated:
            extra.append(("WARC-Truncated", "length"))
        kind, parts = "response", (head, body)
        if previous:
            kind, parts, digest = "revisit", (head,), previous.payload_digest
            extra += [
                ("WARC-Profile", profile),
                ("WARC-Refers-To", f"<{previous.snapshot_id}>"),
                ("WARC-Refers-To-Target-URI", previous.url),
                ("WARC-Refers-To-Date", warc_date(previous.fetched_at)),
            ]
        extra.append(("WARC-Payload-Digest", digest or payload_digest(body)))
        written = self._write(kind, exchange.url, exchange.started_at, parts, records.HTTP_RESPONSE, extra)
        concurrent = [("WARC-Concurrent-To", f"<{written[0]}>")]
        self._write(
            "request", exchange.url, exchange.started_at, (exchange.request_head,), records.HTTP_REQUEST, concurrent
        )
        return written

    def _write(
        self,
        kind: str,
        url: str,
        at: datetime,
        parts: tuple[bytes, ...],
        content_type: str,
        extra: Iterable[tuple[str, str]] = (),
    ) -> tuple[str, int, int]:
        record_id = f"urn:uuid:{uuid.uuid4()}"
        member = records.packed(kind, record_id, url, at, parts, content_type, extra)
        offset = self._size + self._pending_size
        self._pending.append(member)
        self._pending_size += len(member)
        return record_id, offset, len(member)

    def _flush(self) -> None:
        data = memoryview(b"".join(self._pending))
        self._pending.clear()
        self._pending_size = 0
        while data:
            written = self._file.write(data)
            self._size += written
            data = data[written:]


def fetch_outcome(result: Result) -> FetchOutcome:
    """What an answer, or none, is to the crawl; whether it is unchanged shows when it is archived."""
    if blocked.fetch_is_blocked(result):
        return FetchOutcome.BLOCKED
    return FetchOutcome.FETCHED if result.is_answered else FetchOutcome.FAILED


def is_not_modified(result: Result) -> bool:
    """Whether a server answered our own condition with 304, rather than out of the blue."""
    asked = any(name == "If-None-Match" or name == "If-Modified-Since" for name, _ in result.request.headers)
    return result.http_status == 304 and asked and not result.redirects


def _revisit_profile(result: Result, previous: Previous, digest: str) -> str:
    """Why the previous record holds this answer's body; empty where it does not."""
    if is_not_modified(result):
        return records.NOT_MODIFIED
    is_whole = result.http_status == 200 and bool(result.body)
    return records.IDENTICAL_PAYLOAD if is_whole and previous.payload_digest == digest else ""


def _validator(exchange: Exchange, name: str) -> str | None:
    value = exchange.header(name)
    return value if value and _VALIDATOR.fullmatch(value) else None


def _told(record: bytes) -> dict[str, Any]:
    """The journal entry of a closing record; empty where it has none."""
    _, block = records.head_and_block(record)
    for line in block.splitlines():
        if line.startswith(b"crawl-journal: "):
            with suppress(ValueError):
                return json.loads(line[len(b"crawl-journal: ") :])
    return {}
