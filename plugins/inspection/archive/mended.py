"""Records as other tools write them, made such as this house's readers take: no byte of their answer is touched.

Names of fields are told without regard to case (ISO 28500:2017 §4), and a length that the payload's own digest belies
is set to what is there.
"""

from __future__ import annotations

import base64
import hashlib
import re

from inspection.archive.records import DECODED_LIMIT_BYTES
from inspection.net.body import dechunk, decode_content

_NAMES = {
    name.lower().encode(): name.encode()
    for name in (
        "WARC-Type",
        "WARC-Record-ID",
        "WARC-Date",
        "WARC-Target-URI",
        "WARC-Payload-Digest",
        "WARC-Block-Digest",
        "WARC-Refers-To",
        "WARC-Refers-To-Target-URI",
        "WARC-Refers-To-Date",
        "WARC-Profile",
        "WARC-Concurrent-To",
        "WARC-Warcinfo-ID",
        "WARC-IP-Address",
        "WARC-Filename",
        "WARC-Truncated",
        "WARC-Segment-Number",
        "WARC-Identified-Payload-Type",
        "Content-Type",
        "Content-Length",
    )
}
_FIELD = re.compile(rb"^([A-Za-z][A-Za-z-]{2,40})(?=[ \t]*:)", re.M)
_LENGTH = re.compile(rb"^(Content-Length[ \t]*:)[^\r\n]*", re.M | re.I)
_END_OF_RECORD = b"\r\n\r\n"


def mended(record: bytes) -> bytes:
    """A record's bytes, from `WARC/` on, with the usual names of its fields and a length that fits its digest."""
    head, mark, rest = split_head(record)
    if not mark:
        return record
    usual = recased(head)
    fields = fields_of(usual)
    told = fields.get("content-length", "")
    block = rest.removesuffix(_END_OF_RECORD)
    if usual == head and told == str(len(block)):
        return record
    head = usual
    digest = fields.get("warc-payload-digest")
    if digest and (not told.isdigit() or int(told) != len(block)):
        http_head, _, body = split_head(block)
        if is_digest_of(digest, body, http_fields(http_head), is_told_only=True):
            head, rest = _LENGTH.sub(rb"\g<1> %d" % len(block), head), block + _END_OF_RECORD
    return head + mark + rest


def recased(head: bytes) -> bytes:
    """A record's head with the usual names of its fields; of the same length."""
    return _FIELD.sub(lambda found: _NAMES.get(found[1].lower(), found[1]), head)


def fields_of(head: bytes) -> dict[str, str]:
    """Fields of a record's head, by lower-case name."""
    pairs = (line.partition(":") for line in head.decode("utf-8", "replace").splitlines()[1:])
    return {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}


def split_head(block: bytes) -> tuple[bytes, bytes, bytes]:
    """A head, what ends it (a blank line, also of bare line feeds), and what follows; no end where there is none."""
    place, mark = block.find(b"\r\n\r\n"), b"\r\n\r\n"
    bare = block.find(b"\n\n", 0, place if place >= 0 else len(block))
    if bare >= 0:
        place, mark = bare, b"\n\n"
    if place < 0:
        return block, b"", b""
    return block[:place], mark, block[place + len(mark) :]


def http_fields(head: bytes) -> dict[str, list[str]]:
    """Fields of an answer's head, by lower-case name."""
    fields: dict[str, list[str]] = {}
    for line in head.decode("latin-1").splitlines()[1:]:
        name, colon, value = line.partition(":")
        if colon:
            fields.setdefault(name.strip().lower(), []).append(value.strip().replace("\0", ""))
    return fields


def is_digest_of(digest: str | None, body: bytes, fields: dict[str, list[str]], *, is_told_only: bool = False) -> bool:
    """Whether a digest (SHA-1, SHA-256) is the body's, as stored or with its codings undone.

    One of another kind, or none, is no objection, unless `is_told_only`.
    """
    kind, _, told = (digest or "").partition(":")
    if kind.lower() not in {"sha1", "sha256"}:
        return not is_told_only
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
