"""Lines and tables of a DOCX as Word shows them: also what was inserted under revision, what stands in content
controls, tags, links and text boxes; without what was deleted. Source: ISO/IEC 29500-1, 17.13 and 17.5.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from inspection.errors import InspectionError
from inspection.readers.attached_text import MAX_UNPACKED_BYTES

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# not shown: what a revision deleted or moved away, and the older of two ways to draw the same thing
_UNSEEN = {f"{_W}{name}" for name in ("del", "moveFrom", "rPr", "pPr", "instrText", "fldData")} | {f"{_MC}Fallback"}
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}

Block = str | list[list[str]]


def blocks(body: bytes, place: str) -> Iterator[tuple[int, Block]]:
    """Paragraphs as text and tables as rows of cells, in their order with their number from 1.

    A cell over several columns stands in the first of them, one over several rows in each. Raises InspectionError
    for a file that is damaged or unpacks to more than we read.
    """
    number = 0
    for element in _children(_document(body, place)):
        number += 1
        if element.tag == f"{_W}tbl":
            yield number, _rows(element)
            continue
        yield number, _text(element)
        for box in element.iter(f"{_W}txbxContent"):
            if not any(parent.tag in _UNSEEN for parent in box.iterancestors()):
                for inner in _children(box):
                    yield number, _rows(inner) if inner.tag == f"{_W}tbl" else _text(inner)


def _document(body: bytes, place: str) -> etree._Element:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            if packed.getinfo("word/document.xml").file_size > MAX_UNPACKED_BYTES:
                raise InspectionError("the file is too large to read", place=place, remedy="split it")
            data = packed.read("word/document.xml")
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except (zipfile.BadZipFile, KeyError, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise InspectionError(f"the file cannot be read: {error}", place=place, remedy="save it again") from error
    except (etree.XMLSyntaxError, zipfile.zlib.error) as error:
        raise InspectionError(f"the file cannot be read: {error}", place=place, remedy="save it again") from error
    found = root.find(f"{_W}body")
    if found is None:
        raise InspectionError("the file has no body", place=place, remedy="save it again")
    return found


def _children(element: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables below an element, whatever is wrapped around them."""
    for child in element:
        if child.tag in {f"{_W}p", f"{_W}tbl"}:
            yield child
        elif child.tag not in _UNSEEN and isinstance(child.tag, str):
            yield from _children(child)


def _text(paragraph: etree._Element) -> str:
    return "".join(_pieces(paragraph))


def _pieces(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in _UNSEEN and child.tag != f"{_W}txbxContent" and isinstance(child.tag, str):
            yield from _pieces(child)


def _rows(table: etree._Element) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in _inner(table, "tr"):
        cells: list[str] = []
        for cell in _inner(row, "tc"):
            about = cell.find(f"{_W}tcPr")
            span, merge = _number(about, "gridSpan"), None if about is None else about.find(f"{_W}vMerge")
            goes_on = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
            at = len(cells)
            text = "".join(
                block if isinstance(block, str) else "" for block in map(_cell_block, _children(cell))
            ).strip().replace("\n", "")  # fmt: skip
            if goes_on and rows and at < len(rows[-1]) and not text:
                text = rows[-1][at]
            cells += [text] + [""] * (span - 1)
        rows.append(cells)
    return [row for row in rows if any(row)]


def _cell_block(block: etree._Element) -> str:
    if block.tag == f"{_W}p":
        return _text(block)
    return "".join("".join(row) for row in _rows(block))


def _inner(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, whatever is wrapped around them; not those of a table within."""
    for child in element:
        if child.tag == f"{_W}{name}":
            deleted = child.find(f"{_W}trPr/{_W}del") if name == "tr" else None
            if deleted is None:
                yield child
        elif child.tag not in _UNSEEN | {f"{_W}tbl", f"{_W}tc"} and isinstance(child.tag, str):
            yield from _inner(child, name)


def _number(about: etree._Element | None, name: str) -> int:
    found = None if about is None else about.find(f"{_W}{name}")
    value = "" if found is None else found.get(f"{_W}val", "")
    return min(int(value), 50) if value.isdecimal() and int(value) else 1
