"""The pictures in a workbook (.xlsx) by the row at which they stand: laid over cells, or in a cell as WPS 表格 and
Excel put them there.

Runs in the cage alone (`inspection.cage`): a picture comes out as the bytes that were put in, never opened.
Source: ISO/IEC 29500-1 (20.5 SpreadsheetML Drawing); [MS-XLSX] 2.3.11 (rich values); the part `cellimages.xml` of WPS.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

import msgspec
from lxml import etree

from inspection import cage

LARGEST_BYTES = 20 << 20  # of one picture: a telephone's photograph has a third of it
MOST = 5_000  # of one workbook
_BOUNDS = cage.Bounds(output_bytes=512 << 20)
_BEGINS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif", b"BM": "bmp", b"RIFF": "webp"}
_IN_A_CELL = re.compile(r'DISPIMG\(\s*"([^"]{1,200})"')
_SAFE = {"resolve_entities": False, "no_network": True, "huge_tree": False}


class Picture(NamedTuple):
    """A picture: its sheet, the row (from 1; 0 where it stands at none), its kind (png, jpeg, …; '' for one that is
    not kept) and its bytes."""

    sheet: str
    row_no: int
    kind: str
    content: bytes


class _Sent(msgspec.Struct, array_like=True):
    sheet: str
    row_no: int
    kind: str
    content: bytes


def of_workbook(data: bytes) -> list[Picture]:
    """The pictures of a workbook, by sheet and row; none of what is no .xlsx. Raises `cage.Unreadable`."""
    if not data.startswith(b"PK\x03\x04") or b"xl/media/" not in data:
        return []
    found = cage.stream(read, data, of=_Sent, bounds=_BOUNDS)
    return [Picture(each.sheet, each.row_no, each.kind, each.content) for each in found]


def before_the_cage() -> None:
    """Make the parser ready."""
    etree.fromstring(b"<x/>", etree.XMLParser(**_SAFE))


def read(data: bytes) -> Iterator[tuple[str, int, str, bytes]]:
    """As `of_workbook`, in this process: for the cage."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = set(archive.namelist())
        sheets = _sheets(archive, members)
        places = [
            (name, *place)
            for name, member in sheets
            for place in sorted({*_laid_over(archive, members, member), *_in_cells(archive, members, member)})
        ]
        for name, row_no, member in places[:MOST]:
            info = archive.getinfo(member)
            content = archive.read(info) if info.file_size <= LARGEST_BYTES else b""
            kind = next((kind for begins, kind in _BEGINS.items() if content.startswith(begins)), "")
            yield name, row_no, kind, content if kind else b""


def _sheets(archive: zipfile.ZipFile, members: set[str]) -> list[tuple[str, str]]:
    """Name and part of each worksheet in the order of the book."""
    targets = _targets(archive, members, "xl/workbook.xml")
    book = _xml(archive, members, "xl/workbook.xml")
    named = [(sheet.get("name", ""), targets.get(_relation(sheet), "")) for sheet in book.iterfind(".//{*}sheet")]
    return [(name, member) for name, member in named if member in members]


def _laid_over(archive: zipfile.ZipFile, members: set[str], sheet: str) -> Iterator[tuple[int, str]]:
    """Row and part of each picture that lies over the cells of a sheet: the row of its upper left corner."""
    for drawing in _targets(archive, members, sheet).values():
        if not drawing.startswith("xl/drawings/"):
            continue
        targets = _targets(archive, members, drawing)
        for anchor in _xml(archive, members, drawing):
            row = anchor.findtext("{*}from/{*}row") or ""
            for blip in anchor.iterfind(".//{*}blip"):
                if (member := targets.get(_relation(blip), "")) in members:
                    yield int(row) + 1 if row.isdecimal() else 0, member


def _in_cells(archive: zipfile.ZipFile, members: set[str], sheet: str) -> Iterator[tuple[int, str]]:
    """Row and part of each picture that a cell of a sheet holds."""
    of_wps, of_excel = _wps(archive, members), _rich(archive, members)
    if not of_wps and not of_excel:
        return
    for cell in _xml(archive, members, sheet).iterfind(".//{*}c"):
        row = re.sub(r"\D", "", cell.get("r", "")) or "0"
        told = _IN_A_CELL.search(cell.findtext("{*}f") or "")
        index = cell.get("vm", "")
        member = of_wps.get(told[1]) if told else of_excel.get(int(index)) if index.isdecimal() else None
        if member in members:
            yield int(row), member


def _wps(archive: zipfile.ZipFile, members: set[str]) -> dict[str, str]:
    """Id in `=DISPIMG("ID_…",1)` → the part of the picture."""
    targets = _targets(archive, members, "xl/cellimages.xml")
    found = {}
    for each in _xml(archive, members, "xl/cellimages.xml"):
        name, blip = each.find(".//{*}cNvPr"), each.find(".//{*}blip")
        if name is not None and blip is not None:
            found[name.get("name", "")] = targets.get(_relation(blip), "")
    return found


def _rich(archive: zipfile.ZipFile, members: set[str]) -> dict[int, str]:
    """Number in `vm` of a cell → the part of the picture, by way of the metadata, the rich values and their links."""
    meta = _xml(archive, members, "xl/metadata.xml")
    links = [_relation(each) for each in _xml(archive, members, "xl/richData/richValueRel.xml")]
    targets = _targets(archive, members, "xl/richData/richValueRel.xml")
    values = [each.findtext("{*}v") or "" for each in _xml(archive, members, "xl/richData/rdrichvalue.xml")]
    rich = [each.get("i", "") for each in meta.iterfind(".//{*}futureMetadata[@name='XLRICHVALUE']//{*}rvb")]
    found = {}
    for number, each in enumerate(meta.iterfind("{*}valueMetadata/{*}bk/{*}rc"), 1):
        value = _at(values, _at(rich, each.get("v", "")))
        found[number] = targets.get(_at(links, value), "")
    return found


def _at(texts: list[str], index: str) -> str:
    return texts[int(index)] if index.isdecimal() and int(index) < len(texts) else ""


def _targets(archive: zipfile.ZipFile, members: set[str], part: str) -> dict[str, str]:
    """Id of a link of a part → the part to which it leads; links out of the workbook are none."""
    folder, file = posixpath.split(part)
    links = _xml(archive, members, f"{folder}/_rels/{file}.rels")
    return {
        link.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/")
        for link in links
        if link.get("TargetMode") != "External"
    }


def _xml(archive: zipfile.ZipFile, members: set[str], part: str) -> etree._Element:
    """A part as a tree; an empty one where there is none."""
    return etree.fromstring(archive.read(part) if part in members else b"<none/>", etree.XMLParser(**_SAFE))


def _relation(element: etree._Element) -> str:
    """The id by which an element names a part: r:embed of a picture, r:id of the others."""
    named = {key.rpartition("}")[2]: value for key, value in element.items() if "}" in key}
    return named.get("embed") or named.get("id", "")
