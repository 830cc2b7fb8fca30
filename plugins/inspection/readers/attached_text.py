"""What opens attachments: PDFium reads PDFs, calamine spreadsheets, lxml the paragraphs of a DOCX.

Runs in the cage alone (`inspection.cage`); its own bounds are the first line, for files that are merely large.
Source: ISO 32000 (PDF), ISO/IEC 29500 (Office Open XML).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from time import monotonic

import pypdfium2
from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

MAX_UNPACKED_BYTES = 200_000_000  # of a packed file, as its directory declares it
MAX_PAGES = 500
MAX_CELLS = 500_000
MAX_CHARS = 2_000_000
MAX_SECONDS = 15.0  # the cage ends it after 20

Told = tuple[list[tuple[int, str, str]], str, str]  # pieces (order, place, text), problem, detail
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml", "word/comments.xml")


class _Encrypted(Exception):
    """The file asks for a password."""


class _TooLarge(Exception):
    """Unpacked it would be larger than we read."""


def before_the_cage() -> None:
    """Make PDFium ready, which looks for its fonts when it first reads."""
    pypdfium2.PdfDocument.new().close()


def read(body: bytes, kind: str) -> Told:
    """Pieces of a file of a kind that `attachment.kind_of` told. Raises what its libraries raise of a damaged one."""
    try:
        _check_unpacked(body)
        return _taken(_READERS[kind](body))
    except _Encrypted:
        return [], "encrypted", ""
    except _TooLarge as error:
        return [], "too_large", str(error)


def _taken(pieces: Iterable[tuple[str, str]]) -> Told:
    """The pieces up to the first of the bounds that is reached."""
    found: list[tuple[int, str, str]] = []
    deadline, chars = monotonic() + MAX_SECONDS, 0
    for order, (place, text) in enumerate(pieces):
        text = text.replace("\0", "")
        chars += len(text)
        if chars > MAX_CHARS or order > MAX_CELLS or monotonic() > deadline:
            return found, "cut", f"after {order} pieces"
        if text.strip():
            found.append((order, place, text))
    return found, "", ""


def _check_unpacked(body: bytes) -> None:
    if not body.startswith(b"PK"):
        return
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        entries = archive.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            raise _Encrypted
        size = sum(entry.file_size for entry in entries)
        if size > MAX_UNPACKED_BYTES:
            raise _TooLarge(f"{size} bytes unpacked")


def _pdf(body: bytes) -> Iterator[tuple[str, str]]:
    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise _Encrypted from error
        raise
    try:
        for number in range(min(len(document), MAX_PAGES)):
            page = document[number]
            try:
                lines = page.get_textpage().get_text_bounded().splitlines()
            finally:
                page.close()
            for at, line in enumerate(lines, 1):
                yield f"page {number + 1} line {at}", line
    finally:
        document.close()


def _docx(body: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        names = set(archive.namelist())
        parts = [name for name in _TEXT_PARTS if name in names]
        parts += sorted(name for name in names if name.startswith(("word/header", "word/footer")))
        if "word/document.xml" not in names:
            raise ValueError("there is no word/document.xml")
        for part in parts:
            where = "" if part == "word/document.xml" else f"{part.removeprefix('word/').removesuffix('.xml')} "
            with archive.open(part) as stream:
                yield from ((f"{where}paragraph {number}", text) for number, text in enumerate(_paragraphs(stream), 1))


def _paragraphs(stream: io.BufferedIOBase) -> Iterator[str]:
    """Text of each paragraph, those in tables and text boxes too; a tab or line break is a space."""
    options = {"events": ("end",), "resolve_entities": False, "no_network": True, "huge_tree": False}
    words: list[str] = []
    for _, element in etree.iterparse(stream, **options):
        if element.tag == f"{_WORD}t":
            words.append(element.text or "")
        elif element.tag in {f"{_WORD}tab", f"{_WORD}br", f"{_WORD}cr"}:
            words.append(" ")
        elif element.tag == f"{_WORD}p":
            yield "".join(words)
            words.clear()
            element.clear()


def _sheet(body: bytes) -> Iterator[tuple[str, str]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(body))
    except CalamineError as error:
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise _Encrypted from error
        raise
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        _, left = sheet.start or (0, 0)
        for row, cells in enumerate(sheet.iter_rows(), 1):
            # calamine gives every row from the first, and columns from the first that is used
            for column, value in enumerate(cells, left):
                if value != "" and value is not None:
                    yield f"{name}!{_letters(column)}{row}", _printed(value)


def _printed(value: object) -> str:
    """A cell as it reads: whole numbers without a fraction, or a card's number would not be found."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _letters(column: int) -> str:
    """Name of a column counted from 0: A, …, Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


_READERS: dict[str, Callable[[bytes], Iterator[tuple[str, str]]]] = {"pdf": _pdf, "docx": _docx, "sheet": _sheet}
