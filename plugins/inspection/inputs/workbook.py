"""Workbooks (.xlsx): rows of their sheets as text, after a look at what they would unpack to.

calamine reads fast and trusts what it reads: a sheet with one cell in its last row and column, or a gigabyte
of zeros in a small ZIP file, would take all memory. Both are found by reading the ZIP file once before, so that a clerk
is told the cell; what gets by that look dies in the cage (`tables.py`).
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree

from lxml import etree
from python_calamine import CalamineError, load_workbook

from inspection.errors import InspectionError

Grid = list[tuple[int, list[str]]]

_LARGEST_BYTES = 1024 * 1024 * 1024  # unpacked: a national registry has about 100 MB
_LARGEST_AREA = 40_000_000  # cells between the first and the last one used
_PIECE_BYTES = 1 << 20
_LONGEST_PLACE_BYTES = 64  # it may stand on the seam of two pieces
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_383  # of a sheet (ISO/IEC 29500-1, 18.3.1.4)
# Rows, and cells that stand far to the right or down, whatever stands before in their tags: bounded, so that no text
# makes the search slow.
_FAR = re.compile(rb"""[\s"']r\s{0,9}=\s{0,9}["'](?:([A-Z]{2,3})\d{1,9}|[A-Z]?(\d{7,9})|(\d{1,6}))["']""")
_PLACE = re.compile(rb"([A-Z]{1,3})(\d{1,9})")
_MAY_LACK_VALUES = re.compile(rb"""<(?:\w{1,20}:)?f[\s/>]|[\s"']t\s{0,9}=\s{0,9}["']e["']""")


def grids(content: bytes, name: str) -> Iterator[Grid]:
    """The sheets of a workbook in order: numbered rows of text. Every cell of a column that is merged over
    rows has the value that is printed there; a formula without a value stands as `=…`.

    Raises InspectionError for what is no workbook, or would unpack to more than can be read.
    """
    texts_by_sheet = _examine(content, name)
    try:
        with load_workbook(io.BytesIO(content)) as workbook:
            for sheet in workbook.sheet_names:
                yield _grid(workbook.get_sheet_by_name(sheet), texts_by_sheet.get(sheet, {}))
    except (CalamineError, OSError) as error:
        raise _unreadable(name) from error


def digest(content: bytes, name: str) -> str:
    """SHA-256 of what the sheets say: a workbook that was merely saved again keeps it."""
    with _opened(content, name) as archive:
        parts = [
            f"{info.filename}:{info.CRC:08x}:{info.file_size}"
            for info in archive.infolist()
            if not info.filename.startswith(("docProps/", "_rels/", "xl/theme/"))
        ]
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()


def cell_text(value: Any) -> str:
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
    return str(value)


def _grid(sheet: Any, texts: dict[tuple[int, int], str]) -> Grid:
    merged: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if bottom > top and left == right:  # a merged title stays one cell
            merged.setdefault(top, []).append((left, bottom))
    pad = [""] * (sheet.start[1] if sheet.start else 0)  # rows come from the top, columns from the first one used
    kept: dict[str, str] = {}  # one copy of each text: an office or a platform stands in thousands of rows
    rows: Grid = []
    open_merges: dict[int, tuple[int, str]] = {}
    for index, values in enumerate(sheet.iter_rows()):
        row = pad + [kept.setdefault(text, text) for text in map(cell_text, values)]
        for left, (bottom, text) in list(open_merges.items()):
            if index > bottom:
                del open_merges[left]
            elif left < len(row):
                row[left] = text
        for left, bottom in merged.get(index, ()):
            if left < len(row):
                open_merges[left] = (bottom, row[left])
        rows.append((index + 1, row))
    for (row_no, column), text in texts.items():
        rows += [(number, []) for number in range(len(rows) + 1, row_no + 1)]
        row = rows[row_no - 1][1]
        row += [""] * (column + 1 - len(row))
        row[column] = text
    return rows


def _examine(content: bytes, name: str) -> dict[str, dict[tuple[int, int], str]]:
    """Sheet → row and column of cells without a value → their text, having read how much there is."""
    found: dict[str, dict[tuple[int, int], str]] = {}
    left = _LARGEST_BYTES
    with _opened(content, name) as archive:
        sheets = _members(archive, name)
        for info in archive.infolist():
            last_row = last_column = 0
            rest, may_lack = b"", False
            for piece in _pieces(content, info, name):
                left -= len(piece)
                if left < 0:
                    raise InspectionError(
                        "unpacks to more than 1 GiB",
                        place=name,
                        remedy="it may be damaged or made to do harm; export it again, in parts if it is so large",
                    )
                if info.filename not in sheets.values():
                    continue
                text = rest + piece
                rest = text[-_LONGEST_PLACE_BYTES:]
                may_lack = may_lack or _MAY_LACK_VALUES.search(text) is not None
                for letters, far_row, row_no in set(_FAR.findall(text)):
                    last_row = max(last_row, int(far_row or row_no or 0))
                    last_column = max(last_column, _column(letters))
                if last_row * (last_column + 1) > _LARGEST_AREA or last_row > _LAST_ROW or last_column > _LAST_COLUMN:
                    raise InspectionError(
                        f"has a cell in row {last_row:,} and column {last_column + 1:,}",
                        place=name,
                        remedy="delete the empty rows and columns behind the list, and save it again",
                    )
            if may_lack:
                found[info.filename] = _without_value(archive, info, name)
        return {sheet: found.get(member, {}) for sheet, member in sheets.items()}


def _without_value(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> dict[tuple[int, int], str]:
    """Cells that hold a formula that no spreadsheet program has calculated yet, or an error: their text."""
    cells: dict[tuple[int, int], str] = {}
    options = {"events": ("end",), "resolve_entities": False, "no_network": True, "huge_tree": False}
    try:
        with archive.open(info) as stream:
            for _, row in etree.iterparse(stream, tag="{*}row", **options):
                for cell in row.iterchildren("{*}c"):
                    formula, value = cell.find("{*}f"), cell.findtext("{*}v") or ""
                    is_error = cell.get("t") == "e"
                    place = _PLACE.fullmatch(cell.get("r", "").encode())
                    if place and (is_error or (formula is not None and not value and cell.find("{*}is") is None)):
                        text = value if is_error else "=" + ((formula.text if formula is not None else "") or "")
                        cells[int(place[2]), _column(place[1])] = text
                row.clear()
                while row.getprevious() is not None:
                    del row.getparent()[0]
    except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise _unreadable(name) from error
    return cells


def _pieces(content: bytes, info: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """A member of the ZIP file unpacked piece by piece, whatever its header says of its size."""
    offset = info.header_offset
    start = offset + 30 + sum(int.from_bytes(content[offset + at : offset + at + 2], "little") for at in (26, 28))
    packed = memoryview(content)[start : start + info.compress_size]
    if info.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(packed[at : at + _PIECE_BYTES]) for at in range(0, len(packed), _PIECE_BYTES))
        return
    if info.compress_type != zipfile.ZIP_DEFLATED:
        raise _unreadable(name)
    inflate, data = zlib.decompressobj(-15), bytes(packed)
    try:
        while data and not inflate.eof:
            yield inflate.decompress(data, _PIECE_BYTES)
            data = inflate.unconsumed_tail
    except zlib.error as error:
        raise _unreadable(name) from error


def _members(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """Name of each sheet → its file in the archive."""
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError, zipfile.BadZipFile, RuntimeError) as error:
        raise _unreadable(name) from error
    targets = {link.get("Id"): link.get("Target", "").removeprefix("/xl/") for link in links}
    return {
        sheet.get("name", ""): f"xl/{targets.get(value, '')}"
        for sheet in book.findall(".//{*}sheet")
        for key, value in sheet.items()
        if key.endswith("}id")
    }


def _column(letters: bytes) -> int:
    """Index from 0 of a column: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _opened(content: bytes, name: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise _unreadable(name) from error


def _unreadable(name: str) -> InspectionError:
    return InspectionError("is no workbook that can be read", place=name, remedy="save it as .xlsx, no password")
