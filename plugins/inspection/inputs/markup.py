"""Tables in markup that calls itself a workbook: web pages saved as .xls, whole or as MHTML, and XML Spreadsheet 2003.

Reporting systems and office suites export so; a spreadsheet program opens it with a warning that nobody reads.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from xml.etree import ElementTree

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

from inspection.errors import InspectionError
from inspection.inputs.decoding import decoded
from inspection.inputs.grid import Grid, Line, Sheet
from inspection.inputs.workbook import cell_text

_REMEDY = "open it in a spreadsheet program and save it as .xlsx"
_WIDEST_SPAN = 1000  # a title over more columns than any list has is a trick
_LARGEST_AREA = 4_000_000  # cells: a list on a page has some ten thousand rows
_NEW_LINE = ("br", "p", "div", "li")
_SPREADSHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"


def load() -> None:
    """Load what parses pages and their parts, for a process that can open no file later."""
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n"
    list(mhtml_sheets(head + b"<table><tr><td>\xd6\xd0</td></tr></table>\r\n--x--", ""))
    "".encode("utf-16-be")


def is_page(content: bytes) -> bool:
    """Whether it begins as a web page does, whatever its name says."""
    start = _start(content)
    return start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<body", b"<style")) or (
        start.startswith((b"<?xml", b"<!--")) and b"<html" in start
    )


def is_spreadsheet_xml(content: bytes) -> bool:
    """Whether it is an XML Spreadsheet of 2003."""
    start = _start(content)
    return start.startswith(b"<?xml") and (b"office:spreadsheet" in start or b"excel.sheet" in start)


def is_mhtml(content: bytes) -> bool:
    """Whether it is a web page with its parts in one file (MHTML)."""
    return b"mime-version:" in _start(content) and b"multipart/related" in content[:4096].lower()


def page_sheets(content: bytes, name: str) -> Iterator[Sheet]:
    """The tables of a web page, the innermost ones, one a sheet. Raises InspectionError where it has none."""
    page = content if b"charset" in _start(content) else decoded(content, name)  # said nowhere: by what can be read
    found = [table for table in BeautifulSoup(page, "lxml").find_all("table") if not table.find("table")]
    if not found:
        raise InspectionError(
            "is a web page without a table, not what its name says",
            place=name,
            remedy="it may be a page to log in, or an error of the server; export it again",
        )
    for number, table in enumerate(found, start=1):
        yield Sheet(f"table {number}", False, _spread(table, name))


def mhtml_sheets(content: bytes, name: str) -> Iterator[Sheet]:
    """The tables of all pages of an MHTML file."""
    for part in email.message_from_bytes(content, policy=email.policy.default).walk():
        if part.get_content_type() == "text/html" and b"<table" in (page := part.get_payload(decode=True) or b""):
            yield from page_sheets(page, name)


def xml_sheets(content: bytes, name: str) -> Iterator[Sheet]:
    """The worksheets of an XML Spreadsheet 2003. Raises InspectionError for one that is damaged or defines entities."""
    if re.search(rb"<!(doctype|entity)", content, re.IGNORECASE):
        raise InspectionError("is an XML file that defines entities", place=name, remedy=_REMEDY)
    try:
        book = ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        raise InspectionError(f"is no whole XML spreadsheet: {error}", place=name, remedy=_REMEDY) from error
    for sheet in book.iter(f"{_SPREADSHEET}Worksheet"):
        visible = sheet.find(".//{*}WorksheetOptions/{*}Visible")
        is_hidden = visible is not None and visible.text != "SheetVisible"
        yield Sheet(sheet.get(f"{_SPREADSHEET}Name", ""), is_hidden, list(_xml_rows(sheet, name)))


def _xml_rows(sheet: ElementTree.Element, name: str) -> Iterator[Line]:
    row_no = area = 0
    for row in sheet.iter(f"{_SPREADSHEET}Row"):
        row_no = int(row.get(f"{_SPREADSHEET}Index", row_no + 1))
        cells: list[str] = []
        for cell in row.iter(f"{_SPREADSHEET}Cell"):
            at = int(cell.get(f"{_SPREADSHEET}Index", len(cells) + 1)) - 1
            across = int(cell.get(f"{_SPREADSHEET}MergeAcross", 0))
            area += max(at - len(cells), 0) + across + 1
            if area > _LARGEST_AREA:
                raise InspectionError("has a cell far away from its table", place=name, remedy=_REMEDY)
            data = cell.find(f"{_SPREADSHEET}Data")
            text = "" if data is None else "".join(data.itertext())
            cells += [""] * (at - len(cells)) + [_number(text, data)] + [""] * across
        yield Line(row_no, cells)


def _number(text: str, data: ElementTree.Element | None) -> str:
    """A number as a person types it: 5.399000001E9 of a Number cell is ten digits."""
    if data is None or data.get(f"{_SPREADSHEET}Type") not in {"Number", "DateTime"}:
        return text
    if data.get(f"{_SPREADSHEET}Type") == "DateTime":
        return text.replace("T00:00:00.000", "").replace("T", " ").removesuffix(".000")
    try:
        return cell_text(float(text))
    except ValueError:
        return text


def _spread(table: Tag, name: str) -> Grid:
    """The rows of a table, a cell over several rows in each of them; one over several columns in the first."""
    grid: Grid = []
    held: dict[int, tuple[int, str]] = {}  # column → rows still to fill, text
    area = 0
    for row_no, row in enumerate(table.find_all("tr"), start=1):
        cells: list[str] = []
        links: dict[int, str] = {}
        for cell in row.find_all(["td", "th"]):
            _fill(cells, held)
            text = _text_of(cell)
            link = cell.find("a", href=True)
            if link and str(link["href"]).lower().startswith("http") and "://" not in text:
                links[len(cells)] = str(link["href"])
            across, down = (_span(cell, side) for side in ("colspan", "rowspan"))
            for at in range(across):
                if down > 1:
                    held[len(cells)] = (down - 1, "" if at else text)
                cells.append("" if at else text)
        _fill(cells, held)
        area += len(cells)
        if area > _LARGEST_AREA:
            raise InspectionError("has a table of more than four million cells", place=name, remedy=_REMEDY)
        grid.append(Line(row_no, cells, links=links))
    return grid


def _text_of(cell: Tag) -> str:
    """The text of a cell: letters that are only dressed stand together, a new line or paragraph is a line."""
    if not cell.find(True):
        return cell.get_text().strip()
    return "".join(
        "\n" if part.name in _NEW_LINE else str(part) if isinstance(part, NavigableString) else ""
        for part in cell.descendants
        if not isinstance(part, PreformattedString)
    ).strip()


def _fill(cells: list[str], held: dict[int, tuple[int, str]]) -> None:
    while (at := len(cells)) in held:
        left, text = held.pop(at)
        if left > 1:
            held[at] = (left - 1, text)
        cells.append(text)


def _span(cell: Tag, side: str) -> int:
    told = str(cell.get(side) or "1").strip()
    return min(int(told), _WIDEST_SPAN) if told.isdecimal() and told != "0" else 1


def _start(content: bytes) -> bytes:
    return content[:2048].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
