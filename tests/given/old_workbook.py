"""Workbooks of the old kind (.xls, .et), built record by record ([MS-XLS] BIFF8 in a [MS-CFB] compound file)."""

from __future__ import annotations

import struct
from collections.abc import Sequence

Merged = tuple[int, int, int, int]
SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def biff8(sheets: dict[str, Sequence[Sequence[object]]], *, merged: Sequence[Merged] = ()) -> bytes:
    """A BIFF8 workbook; `merged` are (first row, last row, first column, last column) of the first sheet, from 0."""
    texts: dict[str, int] = {}
    bodies = [_sheet(rows, merged if at == 0 else (), texts) for at, rows in enumerate(sheets.values())]
    head = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0x0600)) + _record(0x42, b"\xb0\x04")
    shared = struct.pack("<II", len(texts), len(texts)) + b"".join(
        struct.pack("<HB", len(text), 1) + text.encode("utf-16-le") for text in texts
    )
    tail = _record(0x00FC, shared) + _record(0x000A)
    at = len(head) + sum(len(_bound(0, name)) for name in sheets) + len(tail)
    bounds = b""
    for name, body in zip(sheets, bodies, strict=True):
        bounds += _bound(at, name)
        at += len(body)
    return compound({"Workbook": head + bounds + tail + b"".join(bodies)})


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file of a few small streams, each in sectors of its own (none is small enough for the mini stream)."""
    chains: list[int] = [_FAT, 2, *[_END] * 1]  # sector 0 the allocation table, 1 and 2 the directory
    entries = [_entry("Root Entry", 5, _END, 0, child=1 if streams else -1)]
    data = b""
    for at, (name, content) in enumerate(streams.items(), 1):
        padded = content.ljust(4096, b"\0")
        padded += b"\0" * (-len(padded) % SECTOR)
        first = len(chains)
        count = len(padded) // SECTOR
        chains += [*range(first + 1, first + count), _END]
        entries.append(_entry(name, 2, first, len(padded), right=at + 1 if at < len(streams) else -1))
        data += padded
    if len(chains) > SECTOR // 4:
        raise ValueError(f"{len(chains)} sectors: one allocation table holds {SECTOR // 4}")
    table = struct.pack(f"<{SECTOR // 4}I", *chains, *[_FREE] * (SECTOR // 4 - len(chains)))
    directory = b"".join(entries).ljust(2 * SECTOR, b"\0")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<109I", 0, *[_FREE] * 108)
    return head + table + directory + data


def _sheet(rows: Sequence[Sequence[object]], merged: Sequence[Merged], texts: dict[str, int]) -> bytes:
    records = [_record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0x0600))]
    width = max(map(len, rows), default=0)
    records.append(_record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0)))
    for row_no, row in enumerate(rows):
        for column, value in enumerate(row):
            place = struct.pack("<HHH", row_no, column, 0)
            if isinstance(value, int | float):
                records.append(_record(0x0203, place + struct.pack("<d", value)))
            elif value:
                records.append(_record(0x00FD, place + struct.pack("<I", texts.setdefault(str(value), len(texts)))))
    if merged:
        ranges = b"".join(struct.pack("<HHHH", *each) for each in merged)
        records.append(_record(0x00E5, struct.pack("<H", len(merged)) + ranges))
    return b"".join(records) + _record(0x000A)


def _bound(at: int, name: str) -> bytes:
    return _record(0x0085, struct.pack("<IBBBB", at, 0, 0, len(name), 1) + name.encode("utf-16-le"))


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _entry(name: str, kind: int, first: int, size: int, *, right: int = -1, child: int = -1) -> bytes:
    wide = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<iii", -1, right, child)
    return (
        wide.ljust(64, b"\0")
        + struct.pack("<HBB", len(wide), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IIxxxx", first, size)
    )
