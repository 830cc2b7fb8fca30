"""Logs as CSV files (also gzipped): read with the place of every fault, so that one bad row stays one bad row.

Used for what comes in by the hundred thousand lines: probe logs, posts, account checks.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import itertools
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

import psycopg

from inspection import warehouse
from inspection.declared import strict
from inspection.declared.inputs import FOLDER
from inspection.errors import InspectionError
from inspection.inputs import decoding, files
from inspection.periods import local_day, parse_moment

FILE = FOLDER / "logs.yaml"
_PIECE_BYTES = 1 << 20
_LONGEST_LINE = 1 << 20
# a nation's day has 14,000 sites × 48 visits; a row takes about half a kilobyte while it is read
_MOST_ROWS = 2_000_000
_MOST_BAD_ROWS = 100_000


@dataclass(frozen=True)
class ImportCounts:
    """What became of the rows (or records) of one file: `read = quarantined + loaded`."""

    read: int
    quarantined: int
    loaded: int


class BadValue(ValueError):
    """A value that keeps its row out: column, value, what is wrong, what to do."""

    def __init__(self, column: str, value: str, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason, self.remedy = column, value, reason, remedy


class BadRow(NamedTuple):
    """A row for `ops.quarantine`. `row_no` is its line in the file, the header being line 1."""

    row_no: int
    fault: BadValue
    raw: dict[str, str]


def read_rows(path: Path, required: set[str], aliases: dict[str, str] | None = None) -> Iterator[tuple[int, dict]]:
    """Line number and fields of every row, in file order; absent cells are empty texts.

    UTF-8 (with or without a byte order mark), UTF-16 or GBK, with commas, tabs or semicolons; a column may be called as
    `aliases` says. Raises InspectionError that names the file when it
    cannot be read, lacks a required column, or has more rows than are taken in at once.
    """
    data = files.content_of(Path(path), str(path))
    if data.startswith(b"\x1f\x8b"):
        data = files.unzipped(data, str(path))
    lines = _lines(data)
    first = next(lines, "")
    reader = csv.reader(itertools.chain([first], lines), delimiter=max(",\t;", key=first.count))
    try:
        header = [name.strip() for name in next(reader, [])]
    except csv.Error as error:
        raise InspectionError(f"is no CSV: {error}", place=str(path)) from error
    names = [(aliases or {}).get(name, name) for name in header]
    if missing := sorted(required - set(names)):
        raise InspectionError(
            f"lacks the column {', '.join(missing)}", place=str(path), remedy=f"its header has: {', '.join(header)}"
        )
    blank = dict.fromkeys(names, "")
    for count in itertools.count(1):
        if count > _MOST_ROWS:
            raise InspectionError(
                f"has more than {_MOST_ROWS:,} rows", place=str(path), remedy="split it, a day a file"
            )
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a cell beyond csv's limit, or a stray quote: the row comes without its cells
            yield reader.line_num, dict(blank)
            continue
        if cells:
            yield reader.line_num, blank | dict(zip(names, map(str.strip, cells), strict=False))


def _lines(data: bytes) -> Iterator[str]:
    """The lines of a file piece by piece: as text a small packed file could take all memory."""
    encoding = decoding.utf16(data[:_PIECE_BYTES])
    try:
        decoder = codecs.getincrementaldecoder("utf-8-sig")()
        for at in range(0, len(data), _PIECE_BYTES):
            decoder.decode(data[at : at + _PIECE_BYTES])
        encoding = encoding or "utf-8-sig"
    except UnicodeDecodeError:
        encoding = encoding or "gb18030"
    with io.TextIOWrapper(io.BytesIO(data), encoding, errors="replace", newline="") as text:
        while line := text.readline(_LONGEST_LINE):  # of a longer one each piece is a row, and none can be read
            yield line.replace("\0", "").removeprefix("\ufeff")  # no database takes a null character


def refuse_hopeless(bad: list[BadRow], path: Path) -> None:
    """Raise InspectionError for a file of which so many rows are bad that it is not what it was taken for."""
    if len(bad) > _MOST_BAD_ROWS:
        fault = bad[0].fault
        problem = f"has more than {_MOST_BAD_ROWS:,} rows that cannot be taken in"
        raise InspectionError(
            f"{problem}; the first: {fault.column} {fault.value[:80]!r} {fault}",
            place=str(path),
            remedy="look whether it is the right file; nothing of it was loaded",
        )


@cache
def names(log: str) -> dict[str, str]:
    """How the columns of a log may be called, by include/registry/logs.yaml → their own names."""
    return {form: name for name, forms in strict.read(FILE)[log].items() for form in forms}


def moment(row: dict, column: str) -> datetime:
    """The instant in a column, UTC; without an offset it is Asia/Shanghai. Raises BadValue."""
    try:
        return parse_moment(row[column])
    except (ValueError, OverflowError) as error:
        raise BadValue(
            column, row[column], "is no time", "write it as 2026-07-01T08:00:00+08:00, or without the offset"
        ) from error


def number(row: dict, column: str, kind: type = float) -> float | int | None:
    """The number in a column, None where it is empty. Raises BadValue for anything else and below 0."""
    text = row.get(column, "")
    if not text:
        return None
    try:
        value = kind(text)
    except ValueError:
        value = -1
    if not 0 <= value < 2**31:  # also false for nan
        raise BadValue(column, text, "is no number of 0 or more", "leave it empty when it is not known")
    return value


def truth(row: dict, column: str) -> bool | None:
    """Yes or no in a column, None where it is empty. Raises BadValue for other words."""
    text = row.get(column, "").lower()
    if text in {"true", "t", "yes", "y", "1", "是", "有"}:
        return True
    if text in {"false", "f", "no", "n", "0", "否", "无"}:
        return False
    if not text:
        return None
    raise BadValue(column, text, "is neither yes nor no", "write true or false, or leave it empty")


def day_of_file(path: Path, rows: Iterable[datetime]) -> date:
    """The official day a file is filed under: the date in its name, else its first instant's, else its age's."""
    if match := re.search(r"(\d{4})-(\d{2})-(\d{2})", Path(path).name):
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            pass
    first = next(iter(rows), None)
    return local_day(first or datetime.fromtimestamp(Path(path).stat().st_mtime, UTC))


def quarantine(
    connection: psycopg.Connection, jurisdiction_id: str, source: str, day: date, file: str, rows: Iterable[BadRow]
) -> int:
    """Put aside the bad rows of one file, replacing those of an earlier try; returns how many."""
    connection.execute(
        "delete from ops.quarantine"
        " where jurisdiction_id = %(jurisdiction_id)s and source = %(source)s and file = %(file)s",
        {"jurisdiction_id": jurisdiction_id, "source": source, "file": file},
    )
    columns = ["jurisdiction_id", "source", "day", "file", "row_no", "column_name", "value", "reason", "remedy", "raw"]
    columns.append("raw_sha256")
    told = [(row_no, fault, json.dumps(raw, ensure_ascii=False)) for row_no, fault, raw in rows]
    return warehouse.copy_rows(
        connection,
        "ops.quarantine",
        columns,
        (
            (
                jurisdiction_id,
                source,
                day,
                file,
                row_no,
                fault.column,
                fault.value[:500],
                fault.reason,
                fault.remedy,
                raw,
                hashlib.sha256(raw.encode()).hexdigest(),
            )
            for row_no, fault, raw in told
        ),
    )
