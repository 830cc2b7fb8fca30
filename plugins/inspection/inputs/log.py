"""Logs as CSV files (also gzipped): read with the place of every fault, so that one bad row stays one bad row.

Used for what comes in by the hundred thousand lines: probe logs, posts, account checks.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import psycopg

from inspection import warehouse
from inspection.errors import InspectionError
from inspection.inputs import files
from inspection.periods import local_day, parse_moment


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

    UTF-8 (with or without a byte order mark) or GBK. Raises InspectionError that names the file when it
    cannot be read or lacks a required column.
    """
    data = files.content_of(Path(path), str(path))
    if data.startswith(b"\x1f\x8b"):
        data = files.unzipped(data, str(path))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", "replace")
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""))  # no database takes a null character
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
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a cell beyond csv's limit, or a stray quote: the row comes without its cells
            yield reader.line_num, dict(blank)
            continue
        if cells:
            yield reader.line_num, blank | dict(zip(names, map(str.strip, cells), strict=False))


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
