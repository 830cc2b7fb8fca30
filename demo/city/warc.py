"""Writing WARC 1.1 (ISO 28500), one gzip member a record. Small, since it writes 140,000 records in seconds."""

from __future__ import annotations

import hashlib
import uuid
import zlib
from datetime import datetime
from typing import BinaryIO, NamedTuple

from demo.city.pages import Answer

REVISIT_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
REASONS = {200: "OK", 301: "Moved Permanently", 403: "Forbidden", 404: "Not Found"}


class Written(NamedTuple):
    """A response record that later revisits refer to."""

    record_id: str
    at: str
    digest: str


class Writer:
    """Records into an open file. Record ids are made from `salt`, address and time: the same city, the same bytes.

    `made_by` and `part_of` name the maker and the collection in the record that opens a file.
    """

    def __init__(self, file: BinaryIO, salt: str, *, made_by: str = "demo.city", part_of: str = "yunzhou-demo") -> None:
        self._file, self._salt, self._made_by, self._part_of = file, salt, made_by, part_of

    def info(self, at: datetime, name: str) -> None:
        """The `warcinfo` record that opens a file."""
        text = f"software: {self._made_by}\r\nformat: WARC File Format 1.1\r\nisPartOf: {self._part_of}\r\n"
        self._record("warcinfo", _utc(at), [f"WARC-Filename: {name}"], "application/warc-fields", text.encode(), name)

    def response(self, url: str, at: datetime, answer: Answer) -> Written:
        """A whole answer."""
        moment = _utc(at)
        fields = [f"WARC-Target-URI: {url}", f"WARC-Payload-Digest: sha1:{answer.digest}"]
        kind = "application/http; msgtype=response"
        return Written(
            self._record("response", moment, fields, kind, http_head(answer, at) + answer.body, url),
            moment,
            answer.digest,
        )

    def revisit(self, url: str, at: datetime, answer: Answer, before: Written) -> None:
        """An answer whose body was the same as that of `before`: its HTTP headers only."""
        fields = [
            f"WARC-Target-URI: {url}",
            f"WARC-Payload-Digest: sha1:{before.digest}",
            f"WARC-Profile: {REVISIT_PROFILE}",
            f"WARC-Refers-To: <{before.record_id}>",
            f"WARC-Refers-To-Target-URI: {url}",
            f"WARC-Refers-To-Date: {before.at}",
        ]
        self._record("revisit", _utc(at), fields, "application/http; msgtype=response", http_head(answer, at), url, 1)

    def unreachable(self, url: str, at: datetime, outcome: str, via: str) -> None:
        """A fetch that got no answer, as a `metadata` record."""
        body = f"fetch-outcome: {outcome}\r\nvia: {via}\r\n".encode()
        self._record("metadata", _utc(at), [f"WARC-Target-URI: {url}"], "application/warc-fields", body, url)

    def _record(
        self, kind: str, moment: str, fields: list[str], content_type: str, block: bytes, name: str, level: int = 6
    ) -> str:
        digest = hashlib.sha1(f"{self._salt} {kind} {name} {moment}".encode()).digest()
        record_id = f"urn:uuid:{uuid.UUID(bytes=digest[:16], version=5)}"
        head = "\r\n".join(
            [
                "WARC/1.1", f"WARC-Type: {kind}", f"WARC-Record-ID: <{record_id}>", f"WARC-Date: {moment}", *fields,
                f"Content-Type: {content_type}", f"Content-Length: {len(block)}", "", "",
            ]
        )  # fmt: skip
        packer = zlib.compressobj(level, zlib.DEFLATED, 31)
        self._file.write(packer.compress(head.encode() + block + b"\r\n\r\n") + packer.flush())
        return record_id


def http_head(answer: Answer, at: datetime) -> bytes:
    """Status line and headers of an answer."""
    location = f"Location: {answer.location}\r\n" if answer.location else ""
    return (
        f"HTTP/1.1 {answer.status} {REASONS[answer.status]}\r\nDate: {_utc(at)}\r\nServer: yunzhou\r\n"
        f"Content-Type: {answer.content_type}\r\nContent-Length: {len(answer.body)}\r\n{location}\r\n"
    ).encode()


def _utc(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
