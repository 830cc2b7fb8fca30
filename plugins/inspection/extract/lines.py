"""Rows as the lines that COPY reads, written once for a page and repeated on every day on which it is the same.

Source: PostgreSQL, COPY, text format: fields by tabs, `\\N` for null, and a backslash before what is neither.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import psycopg

CHUNK_CHARS = 1 << 18

_SPECIAL = re.compile("[\\\\\t\n\r\0]")
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": ""}  # PostgreSQL holds no null character
_write_json = json.JSONEncoder(ensure_ascii=False, default=str).encode  # `dumps` would make one for each value
NULL = "\\N"


def field(value: Any) -> str:
    """One field: None is null, dates and instants are in ISO 8601, everything else as its text."""
    if value is None:
        return NULL
    text = value if isinstance(value, str) else str(value)
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], text) if _SPECIAL.search(text) else text


def fields(*values: Any) -> str:
    """Fields in a row."""
    return "\t".join(map(field, values))


def json_field(value: Any) -> str:
    """A field of type jsonb; what JSON has no form for becomes its text."""
    text = _write_json(value)
    return text.replace("\\u0000", "").replace("\\", "\\\\") if "\\" in text else text


def copy_lines(connection: psycopg.Connection, table: str, columns: Iterable[str], lines: Iterable[str]) -> None:
    """Load lines, each ended by a line feed, by COPY."""
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor, cursor.copy(f"copy {table} ({names}) from stdin") as copy:
        pending: list[str] = []
        size = 0
        for line in lines:
            pending.append(line)
            size += len(line)
            if size > CHUNK_CHARS:
                copy.write("".join(pending).encode("utf-8", "replace"))
                pending.clear()
                size = 0
        copy.write("".join(pending).encode("utf-8", "replace"))
