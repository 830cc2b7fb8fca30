"""One WARC file as it is written, together with the index rows of its records.

The file is written under a temporary name and gets its own when it is whole; its rows come after, so
that no row ever points into a file that is not there. A second run of the same batch replaces both.
"""

from __future__ import annotations

import base64
import hashlib
import io
import uuid
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

import psycopg
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser
from warcio.warcwriter import WARCWriter

from inspection import warehouse
from inspection.crawl.store import Store
from inspection.model import FetchOutcome
from inspection.net import Exchange, Result, clean_url, signs

COLUMNS = [
    *("snapshot_id", "subject_id", "url", "fetched_at", "outcome", "http_status", "content_type", "payload_digest"),
    *("byte_count", "refers_to", "warc_file", "warc_offset", "warc_length", "final_url", "detail"),
]
REVISIT_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_GZIP_LEVEL = 6  # 9 costs twice the time for 1 % less
# A body is stored anew after so long, so that old files may one day leave the store.
_LONGEST_REVISIT = timedelta(days=90)

_PREVIOUS = """
with latest as (
    select distinct on (url) url, payload_digest, coalesce(refers_to, snapshot_id) as body_id
    from staging.snapshot
    where
        day between %(day)s::date - 7 and %(day)s::date - 1
        and subject_id = any(%(subject_ids)s)
        and outcome in ('fetched', 'unchanged')
        and http_status = 200
        and payload_digest is not null
    order by url, fetched_at desc
)

select latest.url, latest.payload_digest, body.snapshot_id, body.url as body_url, body.final_url, body.fetched_at
from latest
inner join staging.snapshot as body on latest.body_id = body.snapshot_id and body.warc_offset is not null
where body.fetched_at > %(oldest)s
"""


@dataclass(frozen=True, slots=True)
class Previous:
    """The record that already holds a page's body."""

    snapshot_id: str
    url: str
    fetched_at: datetime
    payload_digest: str


def previous_bodies(
    connection: psycopg.Connection, now: datetime, day: date, subject_ids: Iterable[str]
) -> dict[str, Previous]:
    """By address, the bodies of these subjects' pages as they were last seen in the week before `day`."""
    parameters = {"day": day, "subject_ids": list(subject_ids), "oldest": now - _LONGEST_REVISIT}
    found = {}
    for row in connection.execute(_PREVIOUS, parameters):
        address = row["final_url"] or clean_url(row["body_url"]) or row["body_url"]
        found[row["url"]] = Previous(row["snapshot_id"], address, row["fetched_at"], row["payload_digest"])
    return found


class Archive:
    """A WARC 1.1 file under way. Every planned fetch is handed to `add` or `skip` exactly once.

    Use as a context manager: left without `publish`, nothing remains.
    """

    def __init__(self, store: Store, relative: str, *, user_agent: str, robots: str, clock: Callable) -> None:
        self._store, self.relative, self._clock = store, relative, clock
        self._partial = f"{relative}.partial"
        self._file = store.open(self._partial, "wb")
        self._offset = 0
        self._plain = io.BytesIO()
        self._writer = WARCWriter(self._plain, gzip=False, warc_version="1.1")
        self.rows: list[tuple] = []
        self._write(
            "warcinfo",
            "",
            clock(),
            _fields_block(
                {
                    "software": user_agent.partition(" ")[0],
                    "http-header-user-agent": user_agent,
                    "format": "WARC File Format 1.1",
                    "robots": robots,
                }
            ),
            content_type="application/warc-fields",
            extra=[("WARC-Filename", relative.rpartition("/")[2])],
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if not self._file.closed:
            self._file.close()
            self._store.remove(self._partial)

    def add(self, subject_id: str, url: str, result: Result, previous: Previous | None = None) -> FetchOutcome:
        """Archive a fetch with all its hops, and note its row; `url` is the address as it was planned."""
        for hop in result.redirects:
            self._write_exchange(hop)
        outcome, last = _fetch_outcome(result), result.last
        status = refers_to = digest = None
        if result.is_answered:
            status, digest = last.status, payload_digest(last.body)
            is_same = previous and previous.payload_digest == digest and status == 200 and last.body
            if outcome is FetchOutcome.FETCHED and is_same:
                outcome, refers_to = FetchOutcome.UNCHANGED, previous.snapshot_id
            snapshot_id, offset, length = self._write_exchange(last, digest, previous if refers_to else None)
            detail = f"cut after {len(last.body)} bytes" if last.is_truncated else None
        else:
            if last.head and not result.is_declined:  # an answer that led in a circle
                self._write_exchange(last)
            detail = result.outcome.value
            fields = {"fetch-outcome": detail, "fetch-error": result.error}
            snapshot_id, offset, length = self._write(
                *("metadata", last.url, last.started_at, _fields_block(fields)), content_type="application/warc-fields"
            )
        final_url = last.url if result.redirects else None
        self.rows.append(
            (
                *(snapshot_id, subject_id, url, last.started_at, outcome.value, status, last.header("content-type")),
                *(digest, len(last.body) if digest else None, refers_to, self.relative, offset, length),
                *(final_url, detail),
            )
        )
        return outcome

    def add_unplanned(self, result: Result) -> None:
        """Archive what was fetched on the way (robots.txt) without a row of its own."""
        for hop in [*result.redirects, *([result.last] if result.is_answered else [])]:
            self._write_exchange(hop)

    def skip(self, subject_id: str, url: str, reason: str) -> FetchOutcome:
        """Note a planned fetch that was not made, and why."""
        at = self._clock()
        snapshot_id = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{subject_id} {url} {at.isoformat()}')}"
        nothing = [None] * 5
        self.rows.append(
            (
                *(snapshot_id, subject_id, url, at, FetchOutcome.SKIPPED.value, *nothing),
                *(self.relative, None, None, None, reason),
            )
        )
        return FetchOutcome.SKIPPED

    def publish(self, connection: psycopg.Connection) -> None:
        """Close the file, give it its name, and put its rows in place of those of an earlier run."""
        self._file.close()
        self._store.rename(self._partial, self.relative)
        connection.execute("delete from staging.snapshot where warc_file = %(file)s", {"file": self.relative})
        warehouse.copy_rows(connection, "staging.snapshot", COLUMNS, self.rows)

    def _write_exchange(
        self, exchange: Exchange, digest: str | None = None, previous: Previous | None = None
    ) -> tuple[str, int, int]:
        head = _archived_head(exchange)
        extra = [("WARC-IP-Address", exchange.remote_ip)] if exchange.remote_ip else []
        if exchange.is_truncated:
            extra.append(("WARC-Truncated", "length"))
        extra.append(("WARC-Payload-Digest", digest or payload_digest(exchange.body)))
        kind, block = "response", head + exchange.body
        if previous:
            kind, block = "revisit", head
            extra += [
                ("WARC-Profile", REVISIT_PROFILE),
                ("WARC-Refers-To", f"<{previous.snapshot_id}>"),
                ("WARC-Refers-To-Target-URI", previous.url),
                ("WARC-Refers-To-Date", warc_date(previous.fetched_at)),
            ]
        content_type = "application/http; msgtype=response"
        written = self._write(kind, exchange.url, exchange.started_at, block, content_type=content_type, extra=extra)
        self._write(
            *("request", exchange.url, exchange.started_at, exchange.request_head),
            content_type="application/http; msgtype=request",
            extra=[("WARC-Concurrent-To", f"<{written[0]}>"), ("WARC-Payload-Digest", payload_digest(b""))],
        )
        return written

    def _write(
        self,
        kind: str,
        url: str,
        at: datetime,
        block: bytes,
        *,
        content_type: str,
        extra: Iterable[tuple[str, str]] = (),
    ) -> tuple[str, int, int]:
        record_id = f"urn:uuid:{uuid.uuid4()}"
        headers = [
            ("WARC-Type", kind),
            ("WARC-Record-ID", f"<{record_id}>"),
            ("WARC-Date", warc_date(at)),
            *([("WARC-Target-URI", url)] if url else []),
            *extra,
            ("WARC-Block-Digest", payload_digest(block)),
        ]
        record = ArcWarcRecord(
            *("warc", kind, StatusAndHeaders("", headers, protocol="WARC/1.1"), io.BytesIO(block)),
            *(None, content_type, len(block)),
        )
        if kind == "revisit":  # warcio writes a revisit's headers and drops its body
            record.http_headers = StatusAndHeadersParser(["HTTP/"], verify=False).parse(record.raw_stream)
            record.http_headers.compute_headers_buffer(None)
            record.payload_length = 0
            digest = payload_digest(record.http_headers.headers_buff)
            record.rec_headers.replace_header("WARC-Block-Digest", digest)
        self._plain.seek(0)
        self._plain.truncate()
        self._writer.write_record(record)
        packer = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)
        packed = packer.compress(self._plain.getvalue()) + packer.flush()
        offset = self._offset
        self._file.write(packed)
        self._offset += len(packed)
        return record_id, offset, len(packed)


def payload_digest(body: bytes) -> str:
    """`sha1:` and the digest in base 32, as WARC files carry it."""
    return f"sha1:{base64.b32encode(hashlib.sha1(body).digest()).decode()}"


def warc_date(at: datetime) -> str:
    """An instant as WARC 1.1 writes it, to the microsecond."""
    return f"{at:%Y-%m-%dT%H:%M:%S.%f}Z"


def _fetch_outcome(result: Result) -> FetchOutcome:
    if signs.fetch_is_blocked(result):
        return FetchOutcome.BLOCKED
    return FetchOutcome.FETCHED if result.is_answered else FetchOutcome.FAILED


def _archived_head(exchange: Exchange) -> bytes:
    """The header block as sent, but that chunks were undone on the way and the header must not claim them."""
    lines = exchange.head.split(b"\r\n")
    return b"\r\n".join(b"X-Crawler-" + line if line[:18].lower() == b"transfer-encoding:" else line for line in lines)


def _fields_block(fields: dict[str, str]) -> bytes:
    return "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value).encode()
