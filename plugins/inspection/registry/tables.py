"""Tables of any provenance as rows of text: CSV (also gzipped), XLSX, JSON; from a file or by HTTP.

Columns about persons (include/registry/personal.yaml) are dropped here and go no further.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
import unicodedata
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from python_calamine import CalamineError, load_workbook

from inspection.errors import InspectionError
from inspection.registry import fetching
from inspection.warehouse import ROOT

PERSONAL = ROOT / "include" / "registry" / "personal.yaml"

_LARGEST_BYTES = 512 * 1024 * 1024  # a national registry is about 100 MB
_TITLE_ROWS = 30  # how far down a header is looked for
csv.field_size_limit(16 * 1024 * 1024)


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet shows it (in JSON its place in the list, from 1), header → text."""

    row_no: int
    cells: dict[str, str]
    problem: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of one file in its order, without blank ones; `headers` as printed, without personal ones.

    `content_sha256` tells whether two files are the same, byte for byte.
    """

    file: str
    headers: tuple[str, ...]
    rows: list[Row]
    content_sha256: str = ""


def header_key(header: str) -> str:
    """A header for comparing: NFKC, without spaces, asterisks and a remark in brackets."""
    folded = re.sub(r"[\s*]", "", unicodedata.normalize("NFKC", header)).casefold()
    return re.sub(r"\([^()]*\)$", "", folded)


def read_location(location: str | Path, known_headers: Collection[str] = ()) -> Table:
    """The table at a path or an HTTP address. Errors as `read_table`, and for a server that fails."""
    if fetching.is_url(location):
        name, content = fetching.download(str(location))
        return read_table(content, name, known_headers)
    return read_table(Path(location), str(location), known_headers)


def read_table(source: Path | bytes, name: str, known_headers: Collection[str] = ()) -> Table:
    """The table in a file or in its bytes; `name` is its name for people, and its ending says what it is.

    The header is the first row with two of `known_headers` (title rows above it are skipped), or
    simply the first row where none are given. Raises InspectionError for a file that is missing,
    empty, damaged, or not what its name says.
    """
    content = _bytes_of(source, name)
    digest = hashlib.sha256(content).hexdigest()
    suffixes = [suffix.lower() for suffix in PurePosixPath(name).suffixes]
    if suffixes[-1:] == [".gz"]:
        content = _unzipped(content, name)
        suffixes.pop()
    kind = suffixes[-1] if suffixes else ""
    _refuse_mistaken(content, kind, name)
    known = {header_key(header) for header in known_headers}
    if kind == ".json":
        table = _from_items(_json_items(content, name), name, known)
    elif kind == ".xlsx":
        table = _from_workbook(content, name, known)
    else:
        table = _from_grid(_csv_grid(content, name), name, known)
    return replace(table, content_sha256=digest)


def _bytes_of(source: Path | bytes, name: str) -> bytes:
    if isinstance(source, bytes):
        content = source
    else:
        try:
            if source.stat().st_size > _LARGEST_BYTES:
                raise InspectionError("is larger than 512 MiB", place=name, remedy="split it, or gzip it")
            content = source.read_bytes()
        except OSError as error:
            remedy = "correct the path in the jurisdiction's sources, or export the file again"
            raise InspectionError(f"cannot be read: {error.strerror}", place=name, remedy=remedy) from error
    if not content.removeprefix(b"\xef\xbb\xbf").strip():
        raise InspectionError("is empty", place=name, remedy="export it again; what was loaded before stays in force")
    return content


def _unzipped(content: bytes, name: str) -> bytes:
    try:
        with gzip.open(io.BytesIO(content)) as file:
            text = file.read(_LARGEST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InspectionError("is no whole gzip file", place=name, remedy="fetch or export it again") from error
    if len(text) > _LARGEST_BYTES:
        raise InspectionError("is larger than 512 MiB when unpacked", place=name, remedy="split it")
    return _bytes_of(text, name)


def _refuse_mistaken(content: bytes, kind: str, name: str) -> None:
    """A workbook called .csv, a login page called .xlsx: say so instead of reading nonsense."""
    if kind not in {".csv", ".txt", ".tsv", ".json", ".xlsx"}:
        raise InspectionError(
            f"has no known ending ({kind or 'none'})", place=name, remedy="use .csv[.gz], .xlsx, .json"
        )
    start = content[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    is_workbook = content.startswith(b"PK\x03\x04")
    if start.startswith((b"<!doctype", b"<html")):
        found = "a web page"
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        found = "a workbook of the old kind (.xls)"
    elif is_workbook and kind != ".xlsx":
        found = "a workbook or ZIP file"
    elif content.startswith(b"\x1f\x8b"):
        found = "a gzip file"
    elif not is_workbook and (kind == ".xlsx" or b"\x00" in content[:4096]):
        found = "something else"
    else:
        return
    raise InspectionError(f"is {found}, not what its name says", place=name, remedy=f"export it again as {kind}")


def _csv_grid(content: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """Records of a CSV file, numbered as a spreadsheet numbers them; comma or tab."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")  # GBK and GB2312 are parts of it
        except UnicodeDecodeError as error:
            raise InspectionError(
                f"is neither UTF-8 nor GB18030: byte {error.start + 1} cannot be read",
                place=name,
                remedy="export it again as UTF-8",
            ) from error
    delimiter = "\t" if "\t" in text[: text.find("\n") + 1] else ","
    try:
        yield from enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1)
    except csv.Error as error:
        raise InspectionError(f"is no CSV: {error}", place=name, remedy="export it again") from error


def _from_workbook(content: bytes, name: str, known: set[str]) -> Table:
    """The first sheet of a workbook in which the header is found."""
    try:
        with load_workbook(io.BytesIO(content)) as workbook:
            grids = [_sheet_grid(workbook.get_sheet_by_name(sheet)) for sheet in workbook.sheet_names]
    except (CalamineError, OSError) as error:
        raise InspectionError(
            "is no workbook that can be read", place=name, remedy="save it as .xlsx, no password"
        ) from error
    for grid in grids:
        if _header_index(grid, known) is not None:
            return _from_grid(iter(grid), name, known)
    raise _no_header(name, known)


def _sheet_grid(sheet: Any) -> list[tuple[int, list[str]]]:
    """Rows of a sheet as text. Every cell of a merged range has the value that is printed there."""
    rows = sheet.to_python(skip_empty_area=False)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if bottom > top and left == right and top < len(rows):  # a merged title stays one cell
            for row in rows[top + 1 : bottom + 1]:
                row[left] = rows[top][left]
    return [(row_no, [_cell_text(value) for value in row]) for row_no, row in enumerate(rows, 1)]


def _cell_text(value: Any) -> str:
    """A cell as a person would have typed it."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))  # 5399000001.0; from 1e15 on a spreadsheet loses digits, and the form says so
    if isinstance(value, datetime | date):
        return value.isoformat(" ") if isinstance(value, datetime) and value.time() else value.strftime("%Y-%m-%d")
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _json_items(content: bytes, name: str) -> list[Any]:
    """The list in a JSON file: itself, or its `items`, of which none may be missing."""
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except ValueError as error:
        raise InspectionError(f"is no valid JSON: {error}", place=name, remedy="export it again, whole") from error
    items = document.get("items") if isinstance(document, dict) else document
    if not isinstance(items, list):
        raise InspectionError("holds no list", place=name, remedy='send a list of objects, or {"items": [...]}')
    total = document.get("total") if isinstance(document, dict) else None
    if isinstance(total, int) and total != len(items):
        raise InspectionError(f"holds {len(items)} of {total} items", place=name, remedy="export it again, whole")
    return items


def _from_items(items: list[Any], name: str, known: set[str]) -> Table:
    headers = list(dict.fromkeys(key for item in items if isinstance(item, dict) for key in item))
    if items and not headers:
        raise _no_header(name, known)
    grid = [(0, headers)]
    for row_no, item in enumerate(items, 1):
        cells = item if isinstance(item, dict) else {}
        grid.append((row_no, [_json_text(cells.get(header)) for header in headers]))
    return _from_grid(iter(grid), name, set(), keep_blank=True)


def _json_text(value: Any) -> str:
    # A lone surrogate is valid JSON and no text that a database takes.
    return _cell_text(value).encode("utf-8", "replace").decode("utf-8")


def _header_index(grid: Sequence[tuple[int, list[str]]], known: set[str]) -> int | None:
    """Index of the header: the first row with two known headers (one, where only one is known)."""
    for index, (_, cells) in enumerate(grid[:_TITLE_ROWS]):
        found = {header_key(cell) for cell in cells if cell.strip()}
        if found and (not known or len(found & known) >= min(2, len(known))):
            return index
    return None


def _from_grid(grid: Iterator[tuple[int, list[str]]], name: str, known: set[str], *, keep_blank: bool = False) -> Table:
    rows = list(grid)
    header_index = _header_index(rows, known)
    if header_index is None:
        if keep_blank:
            return Table(name, (), [])
        raise _no_header(name, known)
    printed = [cell.strip() for cell in rows[header_index][1]]
    places = {header: index for index, header in reversed(list(enumerate(printed))) if header}
    places = {header: index for header, index in places.items() if not _is_personal(header)}
    places = dict(sorted(places.items(), key=lambda place: place[1]))
    width = len(printed)
    table = Table(name, tuple(places), [])
    for row_no, cells in rows[header_index + 1 :]:
        if not keep_blank and not any(cell.strip() for cell in cells):
            continue
        is_long = any(cell.strip() for cell in cells[width:])
        padded = cells + [""] * (width - len(cells))
        values = {header: padded[index].replace("\x00", "") for header, index in places.items()}
        table.rows.append(Row(row_no, values, f"has {len(cells)} cells under {width} headers" if is_long else ""))
    return table


@cache
def _personal_words() -> tuple[str, ...]:
    return tuple(header_key(word) for word in yaml.safe_load(PERSONAL.read_text("utf-8")))


def _is_personal(header: str) -> bool:
    return any(word in header_key(header) for word in _personal_words())


def _no_header(name: str, known: set[str]) -> InspectionError:
    return InspectionError(
        "has no header row that can be recognised",
        place=name,
        remedy=f"name the columns in the first row, for example {', '.join(sorted(known)[:6])}",
    )
