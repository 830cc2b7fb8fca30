"""A body as it was sent, made readable: transfer and content codings undone, within a limit."""

from __future__ import annotations

import io
import zlib

from fastwarc.stream_io import BrotliReader, ZstdReader

_MOST_CODINGS = 5  # codings undone one inside the other; browsers and curl stop there, too
_MOST_MEMBERS = 100  # gzip members one after the other: each costs a copy of what follows it


def decode_content(body: bytes, coding: str | None, limit: int) -> bytes:
    """`body` with its Content-Encoding undone, at most `limit` bytes of it (a bomb stops there).

    A stream that was cut gives what could be read; one that lies about its coding is returned as it is, and
    so is one with more codings than anybody needs.
    """
    names = [part.strip().lower() for part in (coding or "").split(",") if part.strip()]
    for name in reversed(names if len(names) <= _MOST_CODINGS else []):
        if name in {"gzip", "x-gzip", "deflate"}:
            body = _inflate(body, limit)
        elif name in {"br", "zstd"}:
            body = _read_through(BrotliReader if name == "br" else ZstdReader, body, limit)
    return body[:limit]


def dechunk(body: bytes) -> bytes:
    """`body` with its chunked transfer coding undone, or as it is where it is not chunked (any more)."""
    parts, position = [], 0
    while True:
        end = body.find(b"\r\n", position)
        try:
            size = int(body[position:end].partition(b";")[0], 16) if end >= 0 else -1
        except ValueError:
            size = -1
        if size < 0:
            return b"".join(parts) if parts else body
        if size == 0:
            return b"".join(parts)
        parts.append(body[end + 2 : end + 2 + size])
        position = end + 2 + size + 2


def _inflate(body: bytes, limit: int) -> bytes:
    for window in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):  # gzip or zlib by its head; else raw deflate
        parts, size, rest = [], 0, body
        try:
            while rest and size < limit and len(parts) < _MOST_MEMBERS:
                stream = zlib.decompressobj(window)
                parts.append(stream.decompress(rest, limit - size))
                size += len(parts[-1])
                rest = stream.unused_data
        except zlib.error:
            pass
        if size:
            return b"".join(parts)
    return body


def _read_through(reader: type, body: bytes, limit: int) -> bytes:
    parts, size = [], 0
    try:
        stream = reader(io.BytesIO(body))
        while size < limit and (part := stream.read(min(65_536, limit - size))):
            parts.append(part)
            size += len(part)
    except OSError:
        pass
    return b"".join(parts) if parts else body
