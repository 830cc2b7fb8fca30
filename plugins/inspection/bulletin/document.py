"""The document (公文): what a checked bulletin says, without its look, for the writers of DOCX, PDF and XLSX.

The HTML that passed `checker` is the only source: each writer prints texts of this model and nothing else,
so that a number no query made stands in no format. Templates of houses mark their parts by these classes:

    body.draft, body.signed            the state; signing turns one into the other
    main.sheet.letter | .full          the text in letter form (信函格式) or full form; in it, in this order:
      header.head                        red head (版头)
        .issuer                            发文机关标志
        .rule                              the red line, drawn by each writer itself
        p.number                           发文字号
      h1.title                           标题; <br> where a line ends
      p.addressees                       主送机关, with its colon
      p                                  正文; within it b.item 楷体 (一), b.point 仿宋 1., b (strong)
      h2.part                            heading of the first level, 黑体: 一、
      h3.section                         heading of the second level on a line of its own, 楷体: (一)
      p.flush                            a paragraph without first-line indent
      table.list                         as in an annex
      figure.chart                       svg, and figcaption above or below it
      div.annex-note > ul > li           附件说明, one li an annex
      footer.signature > p               发文机关署名, then 成文日期 with time.issued
      p.remark                           附注 (此件公开发布); stands under the signature
      footer.record > p                  版记: 抄送, 印发机关和印发日期; tab (&#9;) sends the rest of a line right
    section.sheet.annex                an attachment, on a new page
      p.annex-no                         附件1
      h2.annex-title                     <br> where a line ends
      p, p.flush, p.note, h2.part, h3.section, table.list, figure.chart
    table.list[data-list]              data-list: failed_sites or failed_accounts; XLSX takes such tables
      thead, tbody > tr > th, td         rowspan and colspan as in HTML; td.left is flush left
    data, time, cite, span, a, bdi     inline; their text is kept; bdi keeps a name's direction to itself

An element of another name or class is an error, never silently dropped; plain div, ul and ol only hold others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from lxml import html as markup

from inspection.bulletin.plain import FIRST_STRONG, POP
from inspection.errors import InspectionError

_INLINE = {"data": "figure", "time": "text", "cite": "text", "span": "text", "a": "text", "bdi": "text", "b": "strong"}
_HOLDERS = {"div", "ul", "ol", "header", "footer"}
_PARAGRAPHS = {"part": "part", "section": "section", "flush": "flush", "remark": "remark", "note": "note"}
_TABLE_EM, _CELL_MARGIN_EM = 36.8, 1.0  # 156 mm in characters of 12 pt
_SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)

ParagraphKind = Literal["text", "flush", "part", "section", "remark", "note"]
RunKind = Literal["text", "figure", "item", "point", "strong"]


@dataclass(frozen=True)
class Run:
    """A stretch of text of one kind; `figure` is a number that a query made."""

    text: str
    kind: RunKind = "text"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of runs, without line ends."""

    kind: ParagraphKind
    runs: list[Run]
    type: str = "paragraph"

    @property
    def text(self) -> str:
        """The paragraph's text."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Cell:
    """A cell of a table; `text` may hold line ends."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    is_left: bool = False


@dataclass(frozen=True)
class Table:
    """A table: rows of cells as in HTML (a cell spanned from above or the left is not repeated)."""

    head: list[list[Cell]]
    body: list[list[Cell]]
    shares: list[float]  # widths of the columns, summing to 1, by what stands in them
    list_name: str = ""
    type: str = "table"


@dataclass(frozen=True)
class Chart:
    """A chart as a whole SVG file, its caption, and the size of its view in its own units."""

    svg: str
    caption: str
    width: float
    height: float
    type: str = "chart"


Block = Paragraph | Table | Chart


@dataclass(frozen=True)
class Annex:
    """An attachment (附件)."""

    number: str
    title: list[str]
    blocks: list[Block]


@dataclass
class Document:
    """A bulletin; empty texts and lists are parts that it does not have."""

    form: Literal["letter", "full"] = "letter"
    is_draft: bool = True
    issuer: str = ""
    number: str = ""
    title: list[str] = field(default_factory=list)
    addressees: str = ""
    blocks: list[Block] = field(default_factory=list)
    annex_note: list[str] = field(default_factory=list)  # its first word (附件:), then a line an annex
    signature: list[str] = field(default_factory=list)
    remark: str = ""
    record: list[list[str]] = field(default_factory=list)  # lines of a left and, where there is one, a right part
    annexes: list[Annex] = field(default_factory=list)

    def tables(self) -> Iterator[Table]:
        """Every table, of the text and of the annexes, in order."""
        for blocks in (self.blocks, *(annex.blocks for annex in self.annexes)):
            yield from (block for block in blocks if isinstance(block, Table))


def read(html: str) -> Document:
    """The document in a rendered bulletin.

    Raises InspectionError for text that stands in no known part.
    """
    charts: list[str] = []

    def lay_aside(match: re.Match) -> str:
        charts.append(match[0])
        return f'<img class="svg" alt="{len(charts) - 1}">'

    root = markup.document_fromstring(_SVG.sub(lay_aside, html))  # an HTML parser would lower viewBox
    main = root.find(".//main")
    if main is None:
        raise InspectionError("the bulletin has no main.sheet", remedy="see inspection/bulletin/document.py")
    document = Document(
        form="full" if "full" in _classes(main) else "letter",
        is_draft="draft" in _classes(root.body),
    )
    document.blocks = list(_blocks(main, charts, document))
    for section in root.body.iterfind("section"):
        if "annex" not in _classes(section):
            raise _unknown(section)
        parts: dict[str, markup.HtmlElement] = {}
        blocks = list(_blocks(section, charts, parts))
        number, title = parts.get("annex-no"), parts.get("annex-title")
        document.annexes.append(Annex(_text(number), _lines(title), blocks))
    return document


def _blocks(holder, charts: list[str], whole: Document | dict) -> Iterator[Block]:
    """The blocks in an element; parts that are no blocks are set in `whole`."""
    _must_be_bare(holder.text, holder)
    for element in holder:
        if not isinstance(element.tag, str):
            continue  # a comment
        _must_be_bare(element.tail, holder)
        classes = _classes(element)
        if isinstance(whole, Document) and _set_part(whole, element, classes):
            continue
        if isinstance(whole, dict) and (known := classes & {"annex-no", "annex-title"}):
            whole[known.pop()] = element
        elif element.tag == "p" or (element.tag in {"h2", "h3"} and classes & {"part", "section"}):
            kind = next((_PARAGRAPHS[name] for name in _PARAGRAPHS if name in classes), "text")
            if runs := _runs(element):
                yield Paragraph(kind, runs)
        elif element.tag == "li":
            yield Paragraph("text", _runs(element))
        elif element.tag == "table":
            yield _table(element)
        elif element.tag == "figure":
            yield _chart(element, charts)
        elif element.tag in _HOLDERS:
            yield from _blocks(element, charts, whole)
        else:
            raise _unknown(element)


def _set_part(document: Document, element, classes: set[str]) -> bool:
    """Whether the element is a part that a document has once; it is then set."""
    if "head" in classes:
        document.issuer = _text(element.find(".//*[@class='issuer']"))
        document.number = _text(element.find(".//*[@class='number']"))
    elif element.tag == "h1":
        document.title = _lines(element)
    elif "addressees" in classes:
        document.addressees = _text(element)
    elif "annex-note" in classes:
        head = next((child for child in element if child.tag != "ul"), None)
        document.annex_note = [_text(head), *(_text(item) for item in element.iter("li"))]
    elif "signature" in classes:
        document.signature = [_text(line) for line in element.iter("p")]
    elif "remark" in classes:
        document.remark = _text(element)
    elif "record" in classes:
        document.record = [
            [_squeeze(part) for part in "".join(line.itertext()).split("\t")] for line in element.iter("p")
        ]
    else:
        return False
    return True


def _runs(element) -> list[Run]:
    """The runs of a block, neighbours of one kind as one."""
    pieces: list[Run] = []

    def walk(node, kind: RunKind) -> None:
        pieces.append(Run(node.text or "", kind))
        for child in node:
            if isinstance(child.tag, str):
                if child.tag == "br":
                    pieces.append(Run("\n", kind))
                elif child.tag not in _INLINE:
                    raise _unknown(child)
                else:
                    named = _classes(child) & {"item", "point"}
                    inner = named.pop() if named else _INLINE[child.tag]
                    isolated = child.tag == "bdi"
                    pieces.append(Run(FIRST_STRONG if isolated else "", kind))
                    # a number inside a heading keeps the heading's type
                    walk(child, inner if kind == "text" else kind)
                    pieces.append(Run(POP if isolated else "", kind))
            pieces.append(Run(child.tail or "", kind))

    walk(element, "text")
    runs: list[Run] = []
    for piece in pieces:
        text = piece.text if piece.text == "\n" else re.sub(r"[ \t\r\n\f]+", " ", piece.text)
        if not runs or runs[-1].text.endswith(("\n", " ")):
            text = text.lstrip(" ")
        if text and runs and runs[-1].kind == piece.kind:
            runs[-1] = Run(runs[-1].text + text, piece.kind)
        elif text:
            runs.append(Run(text, piece.kind))
    if runs and not (last := runs[-1].text.rstrip(" ")):
        runs.pop()
    elif runs:
        runs[-1] = Run(last, runs[-1].kind)
    return runs


def _text(element) -> str:
    return "" if element is None else "".join(run.text for run in _runs(element))


def _lines(element) -> list[str]:
    return [line.strip(" ") for line in _text(element).split("\n") if line.strip(" ")]


def _table(element) -> Table:
    head, body = (
        [
            [
                Cell(
                    _text(cell),
                    int(cell.get("rowspan", 1)),
                    int(cell.get("colspan", 1)),
                    "left" in _classes(cell),
                )
                for cell in row.iterchildren("td", "th")
            ]
            for row in element.iterfind(f"{part}/tr")
        ]
        for part in ("thead", "tbody")
    )
    return Table(head, body, _shares(head, body), element.get("data-list", ""))


def _shares(head: list[list[Cell]], body: list[list[Cell]]) -> list[float]:
    """Widths by the longest texts; where they are too wide together, the widest give way, and share alike."""
    rows = [*head, *body]
    count = max((sum(cell.colspan for cell in row) for row in rows), default=1)
    wanted = [2.0] * count
    for row in rows:
        if len(row) == count:  # a row under a rowspan has fewer cells; which they are does not matter for widths
            for place, cell in enumerate(row):
                width = max((width_em(line) for line in cell.text.split("\n")), default=0.0)
                wanted[place] = max(wanted[place], width)
    wanted = [width + _CELL_MARGIN_EM for width in wanted]
    level, left = max(wanted), _TABLE_EM
    for place, width in enumerate(sorted(wanted)):
        if width > left / (count - place):
            level = left / (count - place)
            break
        left -= width
    given = [min(width, level) for width in wanted]
    return [round(width / sum(given), 4) for width in given]


def _chart(element, charts: list[str]) -> Chart:
    image = element.find(".//img")
    if image is None or image.get("class") != "svg":
        raise InspectionError("a figure.chart has no svg", remedy="see include/templates/bulletins/_charts.html.j2")
    svg = charts[int(image.get("alt"))]
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    if box is None:
        raise InspectionError("a chart's svg has no viewBox that begins at 0 0", remedy="give it one")
    if " xmlns=" not in svg[: svg.index(">")]:
        svg = svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return Chart(svg, _text(element.find("figcaption")), float(box[1]), float(box[2]))


def width_em(text: str) -> float:
    """How wide a line is set, in characters of Chinese: Latin letters and numerals are half as wide."""
    return sum(0.5 if ord(sign) < 0x2000 else 1.0 for sign in text if sign not in {FIRST_STRONG, POP})


def _classes(element) -> set[str]:
    return set(element.get("class", "").split())


def _squeeze(text: str) -> str:
    return re.sub(r"[ \t\r\n\f]+", " ", text).strip(" ")


def _must_be_bare(text: str | None, holder) -> None:
    if text and text.strip():
        raise InspectionError(
            f"text stands outside of a paragraph in <{holder.tag}>: {text.strip()[:40]}", remedy="put it into a p"
        )


def _unknown(element) -> InspectionError:
    name = ".".join([element.tag, *element.get("class", "").split()])
    return InspectionError(
        f"the documents know no element {name}: {_squeeze(''.join(element.itertext()))[:40]}",
        remedy="see the parts listed in inspection/bulletin/document.py",
    )
