"""WARC 1.1 records as bytes: one gzip member a record, so that each can be read alone.

Source: ISO 28500:2017 (WARC 1.1); igzip packs at about the ratio of zlib's level 2 and nine times as fast as its 6.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from isal import igzip_lib

DECODED_LIMIT_BYTES = 20_000_000  # of one body: what a compressed page may grow to
HTTP_RESPONSE = "application/http; msgtype=response"
HTTP_REQUEST = "application/http; msgtype=request"
FIELDS = "application/warc-fields"
IDENTICAL_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

_LEVEL = 2  # igzip's 3 costs a tenth more time for half a per cent
_MEMBER_FLAGS = igzip_lib.COMP_GZIP
_WINDOW_BYTES = 1 << 16
_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_PAIRS = [first + second for first in _BASE32 for second in _BASE32]
_SHIFTS = range(150, -1, -10)  # 160 bits
_CODING = re.compile(rb"^(transfer-encoding\s*:)", re.I | re.M)


def packed(
    kind: str,
    record_id: str,
    url: str,
    at: datetime,
    parts: tuple[bytes, ...],
    content_type: str,
    extra: Iterable[tuple[str, str]] = (),
) -> bytes:
    """One record, gzipped; its block is `parts` one after the other. `url` may be empty, `record_id` is bare."""
    length, digest = 0, hashlib.sha1()
    for part in parts:
        length += len(part)
        digest.update(part)
    target = f"WARC-Target-URI: {url}\r\n" if url else ""
    more = "".join(f"{name}: {value}\r\n" for name, value in extra)
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <{record_id}>\r\nWARC-Date: {warc_date(at)}\r\n"
        f"{target}{more}WARC-Block-Digest: {_sha1(digest.digest())}\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {length}\r\n\r\n"
    )
    return igzip_lib.compress(b"".join((head.encode(), *parts, b"\r\n\r\n")), _LEVEL, _MEMBER_FLAGS)


def unpacked(data: bytes, start: int, limit: int) -> tuple[bytes, int] | None:
    """The record whose gzip member begins at `start` of a file's bytes (or mapping), and where the next begins.

    None where no whole member of at most `limit` bytes is: a torn or a foreign one.
    """
    stream, parts, position, size = igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP), [], start, 0
    try:
        while not stream.eof:
            window = data[position : position + _WINDOW_BYTES]
            if not window or size > limit:
                return None
            parts.append(stream.decompress(window))
            size += len(parts[-1])
            position += len(window)
    except (igzip_lib.error, EOFError):
        return None
    return b"".join(parts), position - len(stream.unused_data)


def head_and_block(record: bytes) -> tuple[dict[str, str], bytes]:
    """Fields of a record of ours by lower-case name, and its block."""
    head, _, rest = record.partition(b"\r\n\r\n")
    pairs = (line.partition(": ") for line in head.decode("utf-8", "replace").split("\r\n")[1:])
    fields = {name.lower(): value for name, _, value in pairs}
    return fields, rest[: int(fields.get("content-length") or 0)]


def fields_block(fields: Mapping[str, str]) -> bytes:
    """A block of `application/warc-fields`; empty fields are left out, and values stay on their line."""
    return "".join(f"{name}: {_one_line(value)}\r\n" for name, value in fields.items() if value).encode()


def payload_digest(body: bytes) -> str:
    """`sha1:` and the digest in base 32, as WARC files carry it."""
    return _sha1(hashlib.sha1(body).digest())


def warc_date(at: datetime) -> str:
    """An instant (UTC) as WARC 1.1 writes it, to the microsecond."""
    return f"{at.isoformat(timespec='microseconds')[:26]}Z"


def archived_head(head: bytes) -> bytes:
    """A header block as sent, but that chunks were undone on the way and the header must not claim them."""
    if not head.endswith(b"\r\n\r\n"):  # bare line feeds, which readers of archives do not take
        head = head.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return _CODING.sub(rb"X-Crawler-\1", head)


def _sha1(digest: bytes) -> str:
    """`sha1:` and the base 32 form, two characters at a time: every record has one or two of them."""
    number = int.from_bytes(digest)
    return "sha1:" + "".join([_PAIRS[number >> shift & 1023] for shift in _SHIFTS])


def _one_line(value: str) -> str:
    return " ".join(value.split()) if "\n" in value or "\r" in value else value
