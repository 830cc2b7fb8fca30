"""XLSX: a list as the annex prints it, and its data; every cell is text that no spreadsheet runs or converts."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from inspection.bulletin import archive
from inspection.bulletin.document import Document, Table, width_em
from inspection.bulletin.plain import bare, shown
from inspection.text.cells import is_formula

LIST, DATA = "名单", "数据"
_THIN = Side(style="thin")
_A4 = 9
_WIDEST = 48  # characters of a column


def failed_list(document: Document, list_name: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """A list of failed subjects: 名单 as printed in the annex, where it has rows, and 数据 as in the CSV."""
    book = Workbook(write_only=True)
    for annex in document.annexes:
        for table in annex.blocks:
            if isinstance(table, Table) and table.list_name == list_name:
                _sheet(book, LIST, _spread(table.head), _spread(table.body), "".join(annex.title))
    _sheet(book, DATA, [list(columns)], [[shown(row[name]) for name in columns] for row in rows], list_name)
    book.properties.creator, book.properties.created = document.issuer, archive.MADE_AT.replace(tzinfo=None)
    content = io.BytesIO()
    book.save(content)
    return archive.fixed(content.getvalue())


def _sheet(book: Workbook, name: str, head: list[list[str]], body: list[list[str]], title: str) -> None:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = f"A{len(head) + 1}"
    sheet.print_title_rows = f"1:{len(head)}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "portrait", _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddHeader.center.text = title.replace("&", "&&")
    sheet.oddFooter.center.text = "— &P —"
    for place in range(len(head[0]) if head else 0):
        widest = max((width_em(row[place]) for row in [*head, *body] if place < len(row)), default=1)
        sheet.column_dimensions[get_column_letter(place + 1)].width = min(2 * widest + 3, _WIDEST)
    first = {
        kind: _style(sheet, is_head=kind == "head", is_formula=kind == "formula") for kind in ("head", "", "formula")
    }
    for rows, kind in ((head, "head"), (body, "")):
        for row in rows:
            sheet.append([_cell(sheet, text, first, kind) for text in row])


def _style(sheet, *, is_head: bool, is_formula: bool) -> Any:
    """A styled cell to take the style from: making it anew for each cell takes ten times as long."""
    cell = WriteOnlyCell(sheet, "")
    cell.number_format = "@"
    cell.alignment = Alignment(
        horizontal="center" if is_head else None, vertical="center", wrap_text=True, readingOrder=1
    )
    cell.border = Border(_THIN, _THIN, _THIN, _THIN)
    cell.font = Font(name="黑体" if is_head else "仿宋", size=12)
    if is_formula:
        cell.quotePrefix = 1  # stays text also when somebody edits the cell
    return cell._style


def _cell(sheet, text: str, styles: Mapping[str, Any], kind: str) -> WriteOnlyCell:
    text = bare(text)
    cell = WriteOnlyCell(sheet)
    cell._style = copy(styles["formula" if not kind and is_formula(text) else kind])
    cell._value, cell.data_type = text, "s"  # set by name, the value would become a formula or a number
    return cell


def _spread(rows) -> list[list[str]]:
    """Rows of a table with the text of a spanned cell in every place that it covers."""
    spread: list[list[str]] = []
    reaching: dict[int, tuple[int, str]] = {}
    for row in rows:
        texts, cells = [], iter(row)
        while True:
            place = len(texts)
            if place in reaching:
                left, text = reaching.pop(place)
                texts.append(text)
                if left > 1:
                    reaching[place] = (left - 1, text)
                continue
            cell = next(cells, None)
            if cell is None:
                break
            for _ in range(cell.colspan):
                if cell.rowspan > 1:
                    reaching[len(texts)] = (cell.rowspan - 1, cell.text)
                texts.append(cell.text)
        spread.append(texts)
    return spread
