"""Workbooks (.xlsx, .xlsb, .ods, .xls): rows of their sheets as text, after a look at what they would unpack to.

calamine reads fast and trusts what it reads: a sheet with one cell in its last row and column, or a gigabyte
of zeros in a small ZIP file, would take all memory. Both are found by reading the ZIP file once before, so that a clerk
is told the cell; what gets by that look dies in the cage (`tables.py`). The old kind (.xls) is not packed, and has no
place further away than 65,536 rows and 256 columns.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Generator, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple
from xml.etree import ElementTree

from lxml import etree
from python_calamine import CalamineError, PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook

from inspection.errors import InspectionError
from inspection.inputs.grid import Grid, Line, Sheet

OLD = b"\xd0\xcf\x11\xe0"  # how a compound file (.xls) begins

_UNSAID = ("docProps/", "_rels/", "xl/theme/", "meta.xml", "settings.xml", "Thumbnails/")  # says nothing of the list
_LARGEST_BYTES = 1024 * 1024 * 1024  # unpacked: a national registry has about 100 MB
_LARGEST_AREA = 40_000_000  # cells between the first and the last one used
_PIECE_BYTES = 1 << 20
_LONGEST_PLACE_BYTES = 64  # it may stand on the seam of two pieces
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_383  # of a sheet (ISO/IEC 29500-1, 18.3.1.4)
# Rows, and cells that stand far to the right or down, whatever stands before in their tags: bounded, so that no text
# makes the search slow.
_FAR = re.compile(rb"""[\s"']r\s{0,9}=\s{0,9}["'](?:([A-Z]{2,3})\d{1,9}|[A-Z]?(\d{7,9})|(\d{1,6}))["']""")
_PLACE = re.compile(rb"([A-Z]{1,3})(\d{1,9})")
_MAY_DIFFER = re.compile(rb"""<(?:\w{1,20}:)?(?:f|hyperlink)[\s/>]|[\s"']t\s{0,9}=\s{0,9}["']e["']""")
_LINK_FORMULA = re.compile(r'\s*HYPERLINK\(\s*"(https?://[^"\s]+)"', re.IGNORECASE)


class _Told(NamedTuple):
    """What calamine does not tell of a sheet, by row (from 1) and column (from 0): texts as they are shown, links
    (http), and of ODS the cells of one column that are merged over rows (row → column, last row)."""

    texts: dict[tuple[int, int], str]
    links: dict[tuple[int, int], str]
    merged: dict[int, list[tuple[int, int]]]


def sheets(content: bytes, name: str) -> Iterator[Sheet]:
    """The sheets of a workbook in order. Every cell of a column that is merged over rows has the value that is
    printed there; a formula without a value stands as `=…`; a number under a format of zeros as the sheet shows it.

    Raises InspectionError for what is no workbook, is locked, or would unpack to more than can be read.
    """
    told = {} if content.startswith(OLD) else _examine(content, name)
    try:
        with load_workbook(io.BytesIO(content)) as workbook:
            for about in workbook.sheets_metadata:
                if about.typ == SheetTypeEnum.WorkSheet:
                    grid = _grid(workbook.get_sheet_by_name(about.name), told.get(about.name) or _Told({}, {}, {}))
                    yield Sheet(about.name, about.visible != SheetVisibleEnum.Visible, grid)
    except PasswordError as error:
        raise _locked(name) from error
    except (CalamineError, OSError) as error:
        if content.startswith(OLD) and "EncryptedPackage".encode("utf-16-le") in content:
            raise _locked(name) from error
        raise _unreadable(name) from error


def digest(content: bytes, name: str) -> str:
    """SHA-256 of what the sheets say: a workbook that was merely saved again keeps it."""
    if not content.startswith(b"PK"):
        return hashlib.sha256(content).hexdigest()
    with _opened(content, name) as archive:
        parts = [
            f"{info.filename}:{info.CRC:08x}:{info.file_size}"
            for info in archive.infolist()
            if not info.filename.startswith(
                ("docProps/", "_rels/", "xl/theme/", "meta.xml", "settings.xml", "Thumbnails")
            )
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
    if isinstance(value, float) and value.is_integer():
        # 5399000001.0; from 1e15 on a spreadsheet loses digits, and the form says so
        return str(int(value)) if abs(value) < 1e15 else f"{value:.15e}" if abs(value) < 1e16 else str(value)
    if isinstance(value, datetime | date):
        return value.isoformat(" ") if isinstance(value, datetime) and value.time() else value.strftime("%Y-%m-%d")
    return str(value)


def _grid(sheet: Any, told: _Told) -> Grid:
    merged = {row_no - 1: [(column, last - 1) for column, last in spans] for row_no, spans in told.merged.items()}
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
        rows.append(Line(index + 1, row))
    for (row_no, column), text in told.texts.items():
        rows += [Line(number, []) for number in range(len(rows) + 1, row_no + 1)]
        row = rows[row_no - 1].cells
        row += [""] * (column + 1 - len(row))
        row[column] = text
    for (row_no, column), address in told.links.items():
        cells = rows[row_no - 1].cells if row_no <= len(rows) else []
        if column < len(cells) and cells[column].strip() and "://" not in cells[column]:
            line = rows[row_no - 1]
            rows[row_no - 1] = line._replace(links=line.links | {column: address})
    return rows


def _examine(content: bytes, name: str) -> dict[str, _Told]:
    """Sheet → what calamine does not tell of it.

    Raises InspectionError where there is more than can be read.
    """
    found: dict[str, _Told] = {}
    left = _LARGEST_BYTES
    with _opened(content, name) as archive:
        members = set(archive.namelist())
        if not {"xl/workbook.xml", "xl/workbook.bin", "content.xml"} & members:
            raise _unreadable(name)
        sheets = _members(archive, name) if "xl/workbook.xml" in members else {}
        zeros = _zeros(archive)
        for info in archive.infolist():
            measured = _measured(info.filename, set(sheets.values()), found, name)
            next(measured)
            may_differ = bool(zeros)
            for piece in _pieces(content, info, name):
                left -= len(piece)
                if left < 0:
                    raise InspectionError(
                        "unpacks to more than 1 GiB",
                        place=name,
                        remedy="it may be damaged or made to do harm; export it again, in parts if it is so large",
                    )
                last_row, last_column, may_lack = measured.send(piece)
                may_differ = may_differ or may_lack
                if last_row * (last_column + 1) > _LARGEST_AREA or last_row > _LAST_ROW or last_column > _LAST_COLUMN:
                    raise InspectionError(
                        f"has a cell in row {last_row:,} and column {last_column + 1:,}",
                        place=name,
                        remedy="delete the empty rows and columns behind the list, and save it again",
                    )
            if may_differ and info.filename in sheets.values():
                found[info.filename] = _told_otherwise(archive, info, zeros, name)
        return {sheet: found[member] for sheet, member in sheets.items() if member in found} if sheets else found


Measured = Generator[tuple[int, int, bool], bytes, None]


def _measured(member: str, sheets: set[str], found: dict[str, _Told], name: str) -> Measured:
    """Is sent a member piece by piece; tells the last row and column used so far, and whether cells may say something
    that calamine does not tell; of ODS `found` takes what that is."""
    if member in sheets:
        yield from _measured_xlsx()
    elif member == "content.xml":
        yield from _measured_ods(found, name)
    elif member.startswith("xl/worksheets/") and member.endswith(".bin"):
        yield from _measured_xlsb()
    while True:
        yield 0, 0, False


def _measured_xlsx() -> Measured:
    last_row = last_column = 0
    rest, may_lack = b"", False
    while True:
        text = rest + (yield last_row, last_column, may_lack)
        rest = text[-_LONGEST_PLACE_BYTES:]
        may_lack = may_lack or _MAY_DIFFER.search(text) is not None
        for letters, far_row, row_no in set(_FAR.findall(text)):
            last_row = max(last_row, int(far_row or row_no or 0))
            last_column = max(last_column, _column(letters))


def _told_otherwise(archive: zipfile.ZipFile, info: zipfile.ZipInfo, zeros: dict[str, int], name: str) -> _Told:
    """Cells that hold a formula that no spreadsheet program has calculated yet, an error, or a number under a format
    of zeros: their text; and where the links lead."""
    cells: dict[tuple[int, int], str] = {}
    links: dict[tuple[int, int], str] = {}
    targets = _targets(archive, info.filename)
    options = {"events": ("end",), "resolve_entities": False, "no_network": True, "huge_tree": False}
    try:
        with archive.open(info) as stream:
            for _, row in etree.iterparse(stream, tag=("{*}row", "{*}hyperlink"), **options):
                if row.tag.endswith("}hyperlink"):
                    place = _PLACE.fullmatch(row.get("ref", "").partition(":")[0].encode())
                    address = next((targets.get(value, "") for key, value in row.items() if key.endswith("}id")), "")
                    if place and address:
                        links[int(place[2]), _column(place[1])] = address
                    continue
                for cell in row.iterchildren("{*}c"):
                    formula, value = cell.find("{*}f"), cell.findtext("{*}v") or ""
                    is_error = cell.get("t") == "e"
                    place = _PLACE.fullmatch(cell.get("r", "").encode())
                    if place and (is_error or (formula is not None and not value and cell.find("{*}is") is None)):
                        said = (formula.text if formula is not None else "") or ""
                        shows_error = is_error and "DISPIMG(" not in said  # a picture, which WPS 表格 alone shows
                        cells[int(place[2]), _column(place[1])] = value if shows_error else f"={said}"
                    elif place and formula is not None and (link := _LINK_FORMULA.match(formula.text or "")):
                        links[int(place[2]), _column(place[1])] = link[1]
                    elif place and cell.get("s") in zeros and value.isdecimal() and cell.get("t", "n") == "n":
                        cells[int(place[2]), _column(place[1])] = value.zfill(zeros[cell.get("s")])
                row.clear()
                while row.getprevious() is not None:
                    del row.getparent()[0]
    except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise _unreadable(name) from error
    return _Told(cells, links, {})


def _targets(archive: zipfile.ZipFile, member: str) -> dict[str, str]:
    """Id of a link of a sheet → the address (http) to which it leads."""
    folder, _, file = member.rpartition("/")
    try:
        links = ElementTree.fromstring(archive.read(f"{folder}/_rels/{file}.rels"))
    except (KeyError, ElementTree.ParseError, zipfile.BadZipFile, RuntimeError, OSError, zlib.error):
        return {}
    targets = {link.get("Id", ""): link.get("Target", "") for link in links}
    return {key: target for key, target in targets.items() if target.lower().startswith(("http://", "https://"))}


def _zeros(archive: zipfile.ZipFile) -> dict[str, int]:
    """Style of a cell → how many digits it shows at least, where its format is of zeros (00000000000).

    So people keep the zeros before a code.
    """
    try:
        styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
    except (KeyError, ElementTree.ParseError, zipfile.BadZipFile, RuntimeError, OSError, zlib.error):
        return {}
    formats = {each.get("numFmtId"): each.get("formatCode", "") for each in styles.iterfind(".//{*}numFmts/{*}numFmt")}
    widths = {key: len(code) for key, code in formats.items() if re.fullmatch("0{2,}", code)}
    of_cells = styles.iterfind("{*}cellXfs/{*}xf")
    return {str(index): widths[key] for index, style in enumerate(of_cells) if (key := style.get("numFmtId")) in widths}


def _measured_ods(found: dict[str, _Told], name: str) -> Measured:
    """As `_measured`: of an ODS file rows and columns that are repeated count as often as they are."""
    told = _Told({}, {}, {})
    parser = ElementTree.XMLPullParser(["start", "end"])
    rows = last_column = column = 0
    is_used = False
    while True:
        piece = yield rows, last_column, False
        try:
            parser.feed(piece)
            for event, element in parser.read_events():
                tag = element.tag.rpartition("}")[2]
                if event == "start":
                    if tag == "table-row":
                        column, is_used = 0, False
                    elif tag == "table":
                        rows, told = 0, _Told({}, {}, {})
                        found[_said(element, "name")] = told
                elif tag in {"table-cell", "covered-table-cell"}:
                    column += _repeated(element, "columns")
                    if len(element) or any(key.endswith("}value-type") for key in element.keys()):  # noqa: SIM118
                        is_used, last_column = True, max(last_column, column - 1)
                        _tell_cell(told, element, rows + 1, column - 1)
                    element.clear()
                elif tag == "table-row":
                    rows += _repeated(element, "rows") if is_used else 1
                    element.clear()
        except ElementTree.ParseError as error:
            raise _unreadable(name) from error


def _tell_cell(told: _Told, cell: ElementTree.Element, row_no: int, column: int) -> None:
    """Over which rows a cell of an ODS file is merged, and where its text leads."""
    down = _said(cell, "number-rows-spanned")
    if down.isdecimal() and int(down) > 1 and _said(cell, "number-columns-spanned") in {"", "1"}:
        told.merged.setdefault(row_no, []).append((column, row_no + int(down) - 1))
    link = cell.find(".//{*}a")
    if link is not None and (address := _said(link, "href")).lower().startswith(("http://", "https://")):
        told.links[row_no, column] = address


def _said(element: ElementTree.Element, attribute: str) -> str:
    return next((value for key, value in element.items() if key.rpartition("}")[2] == attribute), "")


def _repeated(element: ElementTree.Element, what: str) -> int:
    told = _said(element, f"number-{what}-repeated")
    return int(told) if told.isdecimal() else 1


def _measured_xlsb() -> Measured:
    """As `_measured`: of a binary sheet, whose records tell row (BrtRowHdr) and column (BrtCell…) first ([MS-XLSB])."""
    data, last_row, last_column = bytearray(), 0, 0
    while True:
        data += yield last_row, last_column, False
        at = 0
        while (record := _record(data, at)) is not None:
            kind, start, end = record
            if kind == 0:
                last_row = max(last_row, int.from_bytes(data[start : start + 4], "little") + 1)
            elif 1 <= kind <= 11:
                last_column = max(last_column, int.from_bytes(data[start : start + 4], "little"))
            at = end
        del data[:at]


def _record(data: bytearray, at: int) -> tuple[int, int, int] | None:
    """Kind, first byte and end of a whole record of a binary sheet; both numbers before it have seven bits a byte."""
    numbers = []
    for longest in (2, 4):
        number = 0
        for place in range(longest):
            if at >= len(data):
                return None
            byte = data[at]
            at += 1
            # the kind is told by both bytes as they stand, the length by the lower seven bits of each
            number |= (byte if longest == 2 else byte & 0x7F) << (8 * place if longest == 2 else 7 * place)
            if byte < 0x80:
                break
        numbers.append(number)
    kind, length = numbers
    return (kind, at, at + length) if at + length <= len(data) else None


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


def _locked(name: str) -> InspectionError:
    return InspectionError("is locked with a password", place=name, remedy="save it without one, as .xlsx")
