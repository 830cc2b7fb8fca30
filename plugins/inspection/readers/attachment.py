"""The text of an attachment (附件): PDF, DOCX and XLSX (also XLS and ODS), in pieces that say where they stand.

Never raises: a damaged, encrypted or oversized file says so in `problem`. Bounds on bytes, pages and time keep one file
from holding up a day. PDFium (pypdfium2) reads PDFs, calamine spreadsheets, lxml the paragraphs of a DOCX.
Source: ISO 32000 (PDF), ISO/IEC 29500 (Office Open XML).
"""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from time import monotonic

import pypdfium2
from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from inspection.readers import privacy
from inspection.readers.privacy import Piece
from inspection.readers.sign import Sign
from inspection.text.wording import Lexicon, TermHit

MAX_BYTES = 20_000_000
MAX_UNPACKED_BYTES = 200_000_000  # of a packed file, as its directory declares it
MAX_PAGES = 500
MAX_CELLS = 500_000
MAX_CHARS = 2_000_000
MAX_SECONDS = 20.0

_log = logging.getLogger(__name__)
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml", "word/comments.xml")


@dataclass(slots=True)
class Attachment:
    """What could be read of a file.

    `kind`: `pdf`, `docx`, `sheet`, or empty where it is none of them. `problem`: `damaged`, `encrypted`, `too_large`,
    `cut` (bounds were reached, the pieces are its beginning), `no_text` (pictures of pages), or empty.
    """

    kind: str = ""
    pieces: list[Piece] = field(default_factory=list)
    problem: str = ""
    detail: str = ""

    @property
    def text(self) -> str:
        """The whole text, a line a piece."""
        return "\n".join(piece.text for piece in self.pieces)


class _Encrypted(Exception):
    """The file asks for a password."""


class _TooLarge(Exception):
    """Unpacked it would be larger than we read."""


def read_attachment(body: bytes) -> Attachment:
    """The text of a file, told by its first bytes: names and media types lie."""
    kind = kind_of(body)
    if not kind:
        return Attachment()
    if len(body) > MAX_BYTES:
        return Attachment(kind, problem="too_large", detail=f"{len(body)} bytes")
    found = Attachment(kind)
    try:
        _check_unpacked(body)
        _fill(found, _READERS[kind](body))
    except _Encrypted:
        found.problem = "encrypted"
    except _TooLarge as error:
        found.problem, found.detail = "too_large", str(error)
    except Exception as error:  # three libraries, and files made to break them
        _log.info("an attachment could not be read: %s", error)
        found.problem, found.detail = "damaged", f"{type(error).__name__}: {error}"[:200]
    if not found.problem and not any(piece.text.strip() for piece in found.pieces):
        found.problem = "no_text"
    return found


def kind_of(body: bytes) -> str:
    """`pdf`, `docx` or `sheet` by the file's first bytes and directory; empty for anything else."""
    if b"%PDF-" in body[:1024]:
        return "pdf"
    if body.startswith(b"PK\x03\x04"):
        # the names of the parts stand in clear, in a damaged file too
        if b"word/" in body:
            return "docx"
        return "sheet" if b"xl/" in body or b"opendocument.spreadsheet" in body[:200] else ""
    if body.startswith(b"\xd0\xcf\x11\xe0") and "Workbook".encode("utf-16-le") in body:
        return "sheet"
    return ""


def signs_of(attachment: Attachment, day: date) -> Iterator[tuple[str, Sign]]:
    """Topic and sign: what kept the file from being read, and the personal numbers in it."""
    if attachment.problem:
        yield "attachment", Sign(attachment.problem, attachment.kind, attachment.detail or None)
    for sign in privacy.of_pieces(attachment.pieces, day):
        yield "privacy", sign


def hits_of(attachment: Attachment, lexicon: Lexicon) -> list[TermHit]:
    """The word-list terms in the text of a file."""
    return lexicon.hits(attachment.text) if attachment.pieces else []


def _fill(found: Attachment, pieces: Iterable[tuple[str, str]]) -> None:
    """Take pieces until one of the bounds is reached."""
    deadline, chars = monotonic() + MAX_SECONDS, 0
    for order, (place, text) in enumerate(pieces):
        text = text.replace("\0", "")
        chars += len(text)
        if chars > MAX_CHARS or order > MAX_CELLS or monotonic() > deadline:
            found.problem, found.detail = "cut", f"after {order} pieces"
            return
        if text.strip():
            found.pieces.append(Piece(order, place, text))


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
