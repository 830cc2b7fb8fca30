"""Cells (单元格) that a spreadsheet shows and never runs: the one writer of tables that people open.

A text that would be a formula gets an apostrophe before it, as a spreadsheet itself marks a text; read back, it
loses it. Numbers are written as they are.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from numbers import Number
from typing import Any, TextIO

# A cell that begins so would be run, in some locales also in full width; a tab or line break begins another cell.
_FORMULA = re.compile("[\t\r\n]|\\s*[=+@\\-\uff1d\uff0b\uff20\uff0d]")
_GUARD = "'"


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might run a cell with this text."""
    return _FORMULA.match(text) is not None


def guarded(text: str) -> str:
    """The text as a cell that is not run. One that looks guarded already is guarded again, so that none is lost."""
    return _GUARD + text if is_formula(text.lstrip(_GUARD)) else text


def unguarded(cell: str) -> str:
    """The text of a cell that `guarded` wrote; any other as it is."""
    return cell[1:] if cell.startswith(_GUARD) and is_formula(cell.lstrip(_GUARD)) else cell


def csv_bytes(columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """A table as CSV for people: UTF-8 with BOM."""
    text = io.StringIO(newline="")
    write_csv(text, columns, rows)
    return text.getvalue().encode("utf-8-sig")


def write_csv(file: TextIO, columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> int:
    """Write a table into an open file (newline=""); returns the number of rows."""
    count = 0
    writer = csv.writer(file)
    writer.writerow(map(guarded, columns))
    for row in rows:
        writer.writerow(map(_cell, row))
        count += 1
    return count


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Number) else guarded(str(value))
