"""DOCX: the document in the format of official documents (GB/T 9704-2012), with the fonts of an office named.

Lengths are twentieths of a point (twips) unless a name says otherwise; the grid is 28 characters by 22 lines.
Word and LibreOffice read the grid's character pitch differently: each line states its pitch and each run its
tracking, so that both set the same lines, and the grid is there for what an office adds.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Mm

from inspection.bulletin import archive, pdf
from inspection.bulletin.document import Annex, Block, Cell, Chart, Document, Paragraph, Run, Table, width_em

FANG, KAI, SONG, HEI, PLAIN_SONG = "仿宋_GB2312", "楷体_GB2312", "方正小标宋简体", "黑体", "宋体"
NUMERALS = "Times New Roman"
RED = "D7000F"
PITCH = 579  # 225 mm in 22 lines
TRACKING = -5  # 28 characters of 16 pt are wider than 156 mm
BODY, TITLE, TABLE, FOOT = 32, 44, 24, 28  # half points: 3号, 2号, 小四, 4号
TEXT_WIDTH = 8844  # 156 mm
FOOTER_FROM_EDGE = 1304  # 23 mm: the number's line ends some 7 mm under the text
_RUN_FONTS = {"item": KAI}
_CHART_MM = 150.0
_SHORT = 170  # characters: six lines


def write(document: Document) -> bytes:
    """The document as DOCX; the same document gives the same bytes."""
    file = docx.Document()
    _styles(file)
    _page(file, document)
    body = file.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    end = body.sectPr

    def put(xml: Iterable[str]) -> None:
        for one in xml:
            end.addprevious(parse_xml(one.replace(">", f" {nsdecls('w')}>", 1)))

    put(_head(document))
    put(_title(document.title))
    put([_blank()])
    if document.addressees:
        put([_line([Run(document.addressees)], indent=False)])
    _put_blocks(file, put, document.blocks, end)
    last = document.blocks[-1] if document.blocks else None
    if isinstance(last, Paragraph) and len(last.text) <= _SHORT:
        _keep_with_next(end.getprevious())
    put(_annex_note(document.annex_note))
    put(_signature(document.signature))
    if document.remark:
        put([_line([Run(document.remark)])])
    for annex in document.annexes:
        put(_annex_head(annex))
        _put_blocks(file, put, annex.blocks, end)
    put(_record(document.record))
    properties = file.core_properties
    properties.title, properties.author = "".join(document.title), document.issuer
    properties.created = properties.modified = archive.MADE_AT
    properties.last_modified_by, properties.comments = "", ""
    content = io.BytesIO()
    file.save(content)
    return archive.fixed(content.getvalue())


def _styles(file) -> None:
    """Every style in the office's fonts; the grid does the rest."""
    normal = file.styles["Normal"]
    normal.font.name = NUMERALS
    properties = normal.element.get_or_add_rPr()
    properties.rFonts.set(qn("w:eastAsia"), FANG)
    properties.rFonts.set(qn("w:cs"), NUMERALS)
    defaults = file.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for one in (properties, defaults):
        for name in ("w:sz", "w:szCs", "w:lang"):
            for old in one.findall(qn(name)):
                one.remove(old)
        for name in ("w:sz", "w:szCs"):
            one.append(parse_xml(f'<{name} {nsdecls("w")} w:val="{BODY}"/>'))
        one.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN"/>'))
    normal.paragraph_format.space_after = 0
    normal.paragraph_format.widow_control = False


def _page(file, document: Document) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Emu(FOOTER_FROM_EDGE * 635)
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    grid = f'<w:docGrid {nsdecls("w")} w:type="linesAndChars" w:linePitch="{PITCH}" w:charSpace="-842"/>'
    properties.append(parse_xml(grid))
    file.settings.odd_and_even_pages_header_footer = True
    # in letter form the first page bears no number, but the second red line
    section.different_first_page_header_footer = document.form == "letter"
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = file.styles["Normal"]
        paragraph.alignment = {"right": WD_ALIGN_PARAGRAPH.RIGHT, "left": WD_ALIGN_PARAGRAPH.LEFT}[side]
        setattr(paragraph.paragraph_format, f"{side}_indent", Emu(280 * 635))
        for xml in _page_number():
            paragraph._p.append(parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1)))
    if document.form == "letter":
        section.first_page_footer.is_linked_to_previous = False
        paragraph = section.first_page_footer.paragraphs[0]
        paragraph._p.addnext(parse_xml(_rule(thick_above=False, top_mm=297 - 20).replace(">", f" {nsdecls('w')}>", 1)))


def _page_number() -> list[str]:
    look = _look(PLAIN_SONG, FOOT)
    return [
        f'<w:r>{look}<w:t xml:space="preserve">— </w:t></w:r>',
        f'<w:r>{look}<w:fldChar w:fldCharType="begin"/></w:r>',
        f'<w:r>{look}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>',
        f'<w:r>{look}<w:fldChar w:fldCharType="separate"/></w:r>',
        f"<w:r>{look}<w:t>1</w:t></w:r>",
        f'<w:r>{look}<w:fldChar w:fldCharType="end"/></w:r>',
        f'<w:r>{look}<w:t xml:space="preserve"> —</w:t></w:r>',
    ]


def _head(document: Document) -> list[str]:
    if not document.issuer:
        return []
    letters = max(len(document.issuer), 1)
    number = [Run(document.number)]
    if document.form == "letter":
        size = min(84, int(TEXT_WIDTH / 10 / letters))
        line = round(size * 10 * 1.15)
        name = _line(
            [Run(document.issuer)], indent=False, align="center", font=SONG, size=size, colour=RED, pitch=line,
            frame=f'<w:framePr w:w="11906" w:h="{line}" w:hRule="exact" w:hSpace="0" w:wrap="notBeside"'
            f' w:vAnchor="page" w:hAnchor="page" w:x="0" w:y="1701"/>',
        )  # fmt: skip
        under_mm = 30 + line / 56.69 + 4
        below = round((under_mm + 1.5) * 56.69) + 280 - 2098
        return [
            name,
            _rule(thick_above=True, top_mm=under_mm),
            _line(number, indent=False, align="right", before=max(below, 0)),
            _blank(),
            _blank(),
        ]
    size = min(112, int(TEXT_WIDTH / 10 / letters))
    return [
        # 35 mm from the top of the text to the top of the name
        _line([Run(document.issuer)], indent=False, align="center", font=SONG, size=size, colour=RED,
              pitch=round(size * 10 * 1.15), before=1984),
        _blank(),
        _line(number, indent=False, align="center",
              border=f'<w:bottom w:val="single" w:sz="12" w:space="11" w:color="{RED}"/>'),
        _blank(),
        _blank(),
    ]  # fmt: skip


def _rule(*, thick_above: bool, top_mm: float) -> str:
    """A red double line 170 mm long at a place on the page: a paragraph in a frame."""
    kind = "thickThinSmallGap" if thick_above else "thinThickSmallGap"
    border = f'<w:top w:val="{kind}" w:sz="24" w:space="0" w:color="{RED}"/>'
    frame = (
        f'<w:framePr w:w="9638" w:h="120" w:hRule="exact" w:hSpace="0" w:wrap="around" w:vAnchor="page"'
        f' w:hAnchor="page" w:x="1134" w:y="{round(top_mm * 56.69)}"/>'
    )
    return _line([], indent=False, frame=frame, border=border, size=4, pitch=60)


def _title(lines: list[str]) -> list[str]:
    return [
        _line([Run(line)], indent=False, align="center", font=SONG, size=TITLE, pitch=680, keep=True) for line in lines
    ]


def _annex_note(note: list[str]) -> list[str]:
    if not note:
        return []
    head, *lines = note
    # 附件: and the number hang before the title of an annex
    hang = round((width_em(head) + 0.1) * 320)
    return [_blank(keep=True)] + [
        _line(
            [Run((head if place == 0 else "") + "\t" + line)],
            indent=False,
            left=640 + hang,
            hanging=hang,
            tab=True,
            keep=True,
        )
        for place, line in enumerate(lines)
    ]


def _signature(lines: list[str]) -> list[str]:
    """The name centred over the date, which ends four characters from the right."""
    if not lines:
        return []
    *names, date = lines
    centre = 4 + width_em(date) / 2
    rights = [max(centre - width_em(name) / 2, 0) for name in names] + [4]
    return [_blank(keep=True), _blank(keep=True)] + [
        _line([Run(line)], indent=False, align="right", right=round(right * 320), keep=right != 4)
        for line, right in zip(lines, rights, strict=True)
    ]


def _annex_head(annex: Annex) -> list[str]:
    number = _line([Run(annex.number)], indent=False, font=HEI, new_page=True, keep=True)
    return [number, _blank(), *_title(annex.title), _blank(PITCH // 2)]


def _record(record: list[list[str]]) -> list[str]:
    """版记: between rules, in 4号; a tab sends the right part of a line to the margin."""
    rule = '<w:{} w:val="single" w:sz="8" w:space="1" w:color="000000"/>'
    written = []
    for place, parts in enumerate(record):
        border = rule.format("top") + (rule.format("bottom") if place == len(record) - 1 else "")
        end = TEXT_WIDTH - 280
        runs = [Run("\t".join(parts))]
        written.append(_line(runs, indent=False, size=FOOT, left=280, right=280, right_tab=end, border=border))
    return written


def _put_blocks(file, put, blocks: list[Block], end) -> None:
    for block in blocks:
        if isinstance(block, Table):
            put([_table(block)])
            put([_line([], indent=False, size=4, pitch=40)])  # two tables that touch would become one
        elif isinstance(block, Chart):
            put([_line([Run(block.caption)], indent=False, align="center", font=HEI, size=FOOT, keep=True)])
            _put_picture(file, block, end)
        else:
            put([_paragraph(block)])


def _put_picture(file, chart: Chart, end) -> None:
    height_mm = _CHART_MM * chart.height / chart.width
    image = pdf.picture(chart.svg, width_mm=_CHART_MM, height_mm=height_mm, pixels_per_inch=220)
    paragraph = file.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    picture = paragraph.add_run().add_picture(io.BytesIO(image), width=Mm(_CHART_MM))
    picture._inline.docPr.set("descr", chart.caption)
    paragraph.paragraph_format.line_spacing = 1.0
    end.addprevious(paragraph._p)


def _paragraph(block: Paragraph) -> str:
    if block.kind == "note":
        return _line(block.runs, indent=False, size=TABLE, pitch=400)
    font = {"part": HEI, "section": KAI}.get(block.kind, FANG)
    return _line(block.runs, indent=block.kind != "flush", font=font, keep=block.kind in {"part", "section"})


def _blank(pitch: int = PITCH, *, keep: bool = False) -> str:
    return _line([], indent=False, pitch=pitch, keep=keep)


def _keep_with_next(paragraph) -> None:
    """A signature is never alone on its page."""
    if paragraph.tag == qn("w:p"):
        paragraph.get_or_add_pPr().insert(0, parse_xml(f"<w:keepNext {nsdecls('w')}/>"))


@dataclass(slots=True)
class _Form:
    """How a paragraph is set. Lengths are twentieths of a point, sizes half points, as OOXML has them (ISO 29500-1)."""

    indent: bool = True
    align: str = "both"
    font: str = FANG
    size: int = BODY
    colour: str = ""
    pitch: int = PITCH
    before: int = 0
    left: int = 0
    right: int = 0
    hanging: int = 0
    keep: bool = False  # with the next
    new_page: bool = False
    tab: bool = False  # at the left margin
    right_tab: int = 0
    border: str = ""  # elements of w:pBdr
    frame: str = ""


def _line(runs: list[Run], **form: Any) -> str:
    """A paragraph as XML, set as `_Form` has it, its properties in the order that the schema wants."""
    to = _Form(**form)
    tabs = f'<w:tab w:val="left" w:pos="{to.left}"/>' if to.tab else ""
    tabs += f'<w:tab w:val="right" w:pos="{to.right_tab}"/>' if to.right_tab else ""
    indents = ' w:firstLineChars="200" w:firstLine="632"' if to.indent else ' w:firstLineChars="0" w:firstLine="0"'
    if to.hanging:
        indents = f' w:hanging="{to.hanging}"'
    properties = (
        ("<w:keepNext/>" if to.keep else "")
        + ("<w:pageBreakBefore/>" if to.new_page else "")
        + to.frame
        + (f"<w:pBdr>{to.border}</w:pBdr>" if to.border else "")
        + (f"<w:tabs>{tabs}</w:tabs>" if tabs else "")
        + '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
        + f'<w:spacing w:before="{to.before}" w:after="0" w:line="{to.pitch}" w:lineRule="exact"/>'
        + f'<w:ind w:left="{to.left}" w:right="{to.right}"{indents}/>'
        + f'<w:jc w:val="{to.align}"/>'
    )
    own = "".join(_run(run, _RUN_FONTS.get(run.kind, to.font), to.size, to.colour) for run in runs)
    mark = _look(to.font, to.size, to.colour)  # an empty paragraph is as high as its mark
    return f"<w:p><w:pPr>{properties}{mark}</w:pPr>{own}</w:p>"


def _look(font: str, size: int, colour: str = "", *, bold: bool = False) -> str:
    return (
        f'<w:rPr><w:rFonts w:ascii="{NUMERALS}" w:hAnsi="{NUMERALS}" w:eastAsia="{font}" w:cs="{NUMERALS}"/>'
        + ("<w:b/>" if bold else "")
        + (f'<w:color w:val="{colour}"/>' if colour else "")
        + (f'<w:spacing w:val="{TRACKING}"/>' if size == BODY else "")
        + f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    )


def _run(run: Run, font: str, size: int, colour: str) -> str:
    look = _look(font, size, colour, bold=run.kind == "strong")
    lines = run.text.replace("\t", "\n\t").split("\n")
    parts = []
    for place, line in enumerate(lines):
        if line.startswith("\t"):
            parts.append("<w:tab/>")
        elif place:
            parts.append("<w:br/>")
        parts.append(f'<w:t xml:space="preserve">{escape(line.removeprefix(chr(9)))}</w:t>')
    return f"<w:r>{look}{''.join(parts)}</w:r>"


def _table(table: Table) -> str:
    """A table whose head is repeated on every page and whose rows are not parted."""
    widths = [round(share * TEXT_WIDTH) for share in table.shares]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    head = _rows(table.head, widths, is_head=True)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{head}{_rows(table.body, widths, is_head=False)}</w:tbl>"
    )


def _rows(rows: list[list[Cell]], widths: list[int], *, is_head: bool) -> str:
    """Rows as XML. Word wants a cell also where one above reaches down: it continues that one."""
    reaching: dict[int, list[int]] = {}  # first column → rows left, columns
    written = []
    for row in rows:
        cells, column, given = [], 0, iter(row)
        while column < len(widths):
            if column in reaching:
                left, span = reaching[column]
                cells.append(_cell(None, widths[column : column + span], span, '<w:vMerge w:val="continue"/>', is_head))
                reaching[column] = [left - 1, span]
                if left == 1:
                    del reaching[column]
                column += span
                continue
            cell = next(given, Cell(""))
            merge = '<w:vMerge w:val="restart"/>' if cell.rowspan > 1 else ""
            cells.append(_cell(cell, widths[column : column + cell.colspan], cell.colspan, merge, is_head))
            if cell.rowspan > 1:
                reaching[column] = [cell.rowspan - 1, cell.colspan]
            column += cell.colspan
        marks = "<w:cantSplit/>" + ("<w:tblHeader/>" if is_head else "")
        written.append(f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(cells)}</w:tr>")
    return "".join(written)


def _cell(cell: Cell | None, widths: list[int], span: int, merge: str, is_head: bool) -> str:
    font = HEI if is_head else FANG
    text = [Run(cell.text)] if cell and cell.text else []
    align = "left" if cell and cell.is_left else "center"
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{sum(widths)}" w:type="dxa"/>{spanned}{merge}<w:vAlign w:val="center"/></w:tcPr>'
        f"{_line(text, indent=False, align=align, font=font, size=TABLE, pitch=400)}</w:tc>"
    )
