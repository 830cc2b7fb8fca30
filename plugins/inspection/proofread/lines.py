"""The lines and tables of a file, in their order, each with its place: HTML, DOCX, PDF or plain text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bs4 import BeautifulSoup, NavigableString, Tag

from inspection import cage
from inspection.errors import InspectionError
from inspection.language import N_
from inspection.page.page import decode
from inspection.proofread import wordfile
from inspection.readers.attachment import kind_of, read_attachment

_SKIPPED = {"script", "style", "noscript", "template", "textarea", "nav", "footer", "aside", "select", "svg", "title"}
_BLOCKS = re.compile(  # elements that begin a line of their own (HTML Standard, 15.3: display: block and tables)
    "p|div|section|article|main|header|h[1-6]|li|ul|ol|dl|dt|dd|tr|td|th|table|tbody|thead|tfoot|blockquote|pre|center"
    "|form|hr|body|html|figure|figcaption|address|caption|details|summary"
)
_OLE = b"\xd0\xcf\x11\xe0"
# by name: what people send that cannot be read, and what to do with it
_REFUSED = {
    "doc": (
        N_("a Word document of the old form (.doc), or has a password"),
        N_("open it in Word or WPS and save it as .docx"),
    ),
    "wps": (N_("a WPS document (.wps)"), N_("open it in WPS and save it as .docx")),
    "ofd": (N_("an OFD document (.ofd)"), N_("open it in an OFD reader and save it as PDF, or give the DOCX")),
    "et": (N_("a WPS table (.et)"), N_("give the bulletin itself, as .docx")),
    "xls": (N_("a spreadsheet (.xls)"), N_("give the bulletin itself, as .docx")),
    "xlsx": (N_("a spreadsheet (.xlsx)"), N_("give the bulletin itself, as .docx")),
    "rtf": (N_("an RTF document (.rtf)"), N_("open it in Word or WPS and save it as .docx")),
    "zip": (N_("an archive (.zip)"), N_("unpack it and give the bulletin in it")),
}
MIN_ROWS = 2  # of a table in plain text
MAX_CELL_CHARS = 60
_UNREADABLE = {
    "too_large": ("the file is too large to read", "split it, or give the PDF that was printed from it"),
    "too_slow": ("the file takes too long to read", "split it, or give the PDF that was printed from it"),
    "damaged": ("the file cannot be read", "save it again"),
}
_PAGE_NO = re.compile(r"[-—–－·\s]*\d{1,3}[-—–－·\s]*")
_WHOLE = re.compile(r"(?:通报|通告|名单|一览表|清单)$")  # a title, however long
_OPENS = "“《（(〔【"
_ENDS = "。；：;:！？!?"
_STARTS = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、]|附件|\d{4}年\d{1,2}月\d{1,2}日$"
)


@dataclass(slots=True)
class Line:
    """A paragraph as read; `is_link` where all of it leads elsewhere, as in menus and related news."""

    text: str
    place: str
    is_link: bool = False


@dataclass(slots=True)
class Table:
    """A table of at least two rows; cells are stripped, a cell over several columns stands in the first."""

    rows: list[list[str]]
    place: str
    lead: str = ""  # the line right before it


@dataclass(slots=True)
class Source:
    """A file as read: its items in order, its mark-up for the readers of tampering, and what its head declares."""

    items: list[Line | Table]
    markup: str
    meta: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)  # names and addresses of files that it links


def read_file(path: Path) -> Source:
    """The text of a file; raises InspectionError for one that is not there or cannot be read."""
    if not path.is_file():
        raise InspectionError("there is no such file", place=str(path), remedy="give an HTML, DOCX, PDF or text file")
    body = path.read_bytes()
    promised = path.suffix.lower().removeprefix(".")
    is_page = b"<" in body[:1_000]  # offices save pages under such names
    if told := refused(body, promised):
        what, remedy = told
        raise InspectionError(f"is {what} and cannot be read", place=str(path), remedy=remedy)
    if promised in {"docx", "pdf"} and kind_of(body) != promised and not is_page:
        problem = f"is something else, not a {promised.upper()} as its name says"
        raise InspectionError(problem, place=str(path), remedy="save it again, as DOCX, PDF, HTML or text")
    source = read_bytes(body, str(path))
    if not source.items:
        raise InspectionError("holds no text that can be proofread", place=str(path), remedy="look whether it is whole")
    return source


def refused(body: bytes, promised: str) -> tuple[str, str] | None:
    """What a file is that we do not read, and what to do with it; None for one that may be read."""
    if body.startswith(_OLE):
        return _REFUSED[promised if promised in {"wps", "et", "xls"} else "doc"]
    if body.startswith(b"PK") and b"OFD.xml" in body[:4_000] + body[-20_000:]:
        return _REFUSED["ofd"]
    is_text = not body.startswith((b"PK", b"{\\rtf", b"%PDF"))  # offices save pages under such names
    if promised in _REFUSED and not (is_text and b"<" in body[:1_000]) and kind_of(body) not in {"docx", "pdf"}:
        return _REFUSED[promised]
    return _REFUSED["rtf"] if body.startswith(b"{\\rtf") else None


def read_bytes(body: bytes, place: str = "") -> Source:
    """The text of a file by its first bytes; names lie."""
    kind = kind_of(body)
    if kind == "docx":
        return _of_docx(body, place)
    if kind == "pdf":
        return _of_pdf(body, place)
    if kind or body.startswith((_OLE, b"PK", b"\x89PNG", b"\xff\xd8\xff")):
        raise InspectionError("holds no text that can be proofread", place=place, remedy="save it as DOCX, PDF or HTML")
    text, _ = decode(body, None)
    if re.search(r"<(?:html|body|!doctype|div|p|table)\b", text[:5_000], re.I):
        return of_html(text)
    return of_text(text)


def of_text(text: str) -> Source:
    """Plain text: a line is a paragraph."""
    lines = [Line(line, f"line {number}") for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    return Source(_with_tables(lines), _as_markup(lines))


def _with_tables(lines: list[Line]) -> list[Line | Table]:
    """Lines of as many cells (a | b, or with tabs) that follow each other are a table."""
    items: list[Line | Table] = []
    rows: list[tuple[Line, list[str]]] = []

    def end() -> None:
        if len(rows) >= MIN_ROWS:
            items.append(Table([cells for _, cells in rows], rows[0][0].place))
        else:
            items.extend(line for line, _ in rows)
        rows.clear()

    for line in lines:
        cells = [cell.strip() for cell in re.split(r"[|\t｜]", line.text.strip("|｜ "))]
        if len(cells) < 2 or any(len(cell) > MAX_CELL_CHARS for cell in cells):
            end()
            items.append(line)
            continue
        if rows and len(rows[0][1]) != len(cells):
            end()
        rows.append((line, cells))
    end()
    return items


def of_html(text: str) -> Source:
    """A page: blocks in their order without menus and feet; the place is the block's number."""
    soup = BeautifulSoup(text, "lxml")
    meta = {tag.get("name", "").lower(): tag.get("content", "") for tag in soup.find_all("meta") if tag.get("name")}
    files = [
        f"{link.get_text()} {link['href']}"
        for link in soup.find_all("a", href=re.compile(r"\.(?:docx?|xlsx?|pdf|zip|rar|wps|et|ofd)\b", re.I))
    ]
    reader = _Blocks()
    reader.read(soup.body or soup)
    reader.flush()
    return Source(reader.items, text, meta, files)


class _Blocks:
    """Walks a page; a table of data is kept whole, one that lays out a page is walked through."""

    def __init__(self) -> None:
        self.items: list[Line | Table] = []
        self._words: list[str] = []
        self._linked = 0

    def read(self, node: Tag) -> None:
        for child in node.children:
            if isinstance(child, NavigableString):
                if type(child) is NavigableString:
                    self._take(str(child), child.find_parent("a") is not None)
            elif child.name == "br":
                self.flush()
            elif child.name not in _SKIPPED or (child.name == "footer" and child.find_parent(["main", "article"])):
                self._read_tag(child)

    def _read_tag(self, tag: Tag) -> None:
        if tag.name == "table" and (rows := _data_rows(tag)):
            self.flush()
            self.items.append(Table(rows, f"block {len(self.items) + 1}"))
            return
        # a heading that is broken by <br> is one heading
        if tag.name in {"h1", "h2", "h3"} and tag.find("br"):
            self.flush()
            self._take(tag.get_text(""), False)
            self.flush()
            return
        is_block = bool(_BLOCKS.fullmatch(tag.name))
        if is_block:
            self.flush()
        self.read(tag)
        if is_block:
            self.flush()

    def _take(self, text: str, is_linked: bool) -> None:
        self._words.append(re.sub(r"\s*\n\s*", " ", text))
        self._linked += len(text.strip()) if is_linked else 0

    def flush(self) -> None:
        text = "".join(self._words).strip()
        if text:
            self.items.append(Line(text, f"block {len(self.items) + 1}", self._linked >= 0.9 * len(text)))
        self._words, self._linked = [], 0


def _data_rows(table: Tag) -> list[list[str]]:
    """Rows of a table that holds data: at least two of at least two short cells; else nothing."""
    if table.find("table"):
        return []
    rows = [[text for cell in row.find_all(["td", "th"]) for text in _cell(cell)] for row in table.find_all("tr")]
    rows = [row for row in rows if any(row)]
    wide = [row for row in rows if len(row) >= 2]
    if len(wide) < 2 or any(len(cell) > 400 for row in rows for cell in row):
        return []
    return rows


def _cell(cell: Tag) -> list[str]:
    """The text of a cell, and nothing for the other columns that it spans."""
    span = str(cell.get("colspan") or "1")
    return [re.sub(r"\s+", " ", cell.get_text()).strip()] + [""] * (min(int(span), 50) - 1 if span.isdigit() else 0)


def _of_docx(body: bytes, place: str) -> Source:
    items: list[Line | Table] = []
    for number, block in _caged(body, place):
        if isinstance(block, list):
            items.append(Table(block, f"table at {number}"))
        else:
            items += [Line(text, f"paragraph {number}") for text in block.splitlines() if text.strip()]
    items = [item for item in items if isinstance(item, Line) or item.rows]
    return Source(items, _as_markup([item for item in items if isinstance(item, Line)]))


def _caged(body: bytes, place: str) -> Iterator[tuple[int, wordfile.Block]]:
    """The blocks of a DOCX, read in the cage."""
    try:
        yield from cage.stream(wordfile.blocks, body, place, of=tuple[int, str | list[list[str]]])
    except cage.Unreadable as error:
        problem, remedy = _UNREADABLE[error.outcome]
        raise InspectionError(problem, place=place, remedy=remedy) from error


def _of_pdf(body: bytes, place: str) -> Source:
    found = read_attachment(body)
    if not found.pieces:
        raise InspectionError(
            f"the PDF holds no text: {found.problem}", place=place, remedy="give the file that it was printed from"
        )
    lines = [Line(piece.text, piece.place) for piece in found.pieces if not _PAGE_NO.fullmatch(piece.text)]
    return Source(list(_joined(lines)), _as_markup(lines))


def _joined(lines: list[Line]) -> Iterator[Line]:
    """Paragraphs of a text that was broken into full lines."""
    widths = sorted(len(line.text.strip()) for line in lines)
    full = 0.85 * widths[int(0.9 * (len(widths) - 1))] if widths else 0
    kept: Line | None = None
    goes_on = is_table = is_wide = False
    for line in lines:
        text = line.text.strip()
        # a line that ends early because a mark that opens may not stand at its end
        is_opened = text[:1] in _OPENS and kept is not None and is_wide and not is_table
        if kept is not None and (goes_on or is_opened) and not _STARTS.match(text):
            kept.text += text
        else:
            if kept is not None:
                yield kept
            kept = Line(text, line.place)
        # cells of a table's rows are no sentences, up to the next annex
        is_table = text.startswith("序号") or (is_table and not text.startswith("附件"))
        is_wide = len(text) >= 0.75 * full and text[-1:] not in _ENDS and not _WHOLE.search(text)
        goes_on = len(text) >= full and text[-1:] not in _ENDS and not _WHOLE.search(text) and not is_table
    if kept is not None:
        yield kept


def _as_markup(lines: list[Line]) -> str:
    """The lines as a page, for readers of pages."""
    title = next((line.text.strip() for line in lines if "<" not in line.text), "")
    text = "".join(f"<p>{html.escape(line.text.strip())}</p>\n" for line in lines)
    return f"<html><head><title>{html.escape(title)}</title></head><body>{text}</body></html>"
