"""Files in the shape of real exports: title rows, merged cells, headers in two rows, Chinese headers, GBK.

A table is written as its file's ending says: `.xlsx` with a merged title, a group row above the headers and
merged cells where an organiser stands in several rows; `.csv` in GBK with a title line; `.json` as a list.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment

LABEL = "构造数据 constructed"
Rows = Sequence[Sequence[object]]


def write(path: Path, title: str, headers: Sequence[str], rows: Rows, *, merge: str = "") -> None:
    """Write a table; in a workbook, equal neighbours in the column `merge` become one merged cell."""
    path.parent.mkdir(parents=True, exist_ok=True)
    title = f"{title}({LABEL})"
    if path.suffix == ".xlsx":
        _write_workbook(path, title, headers, rows, merge)
    elif path.suffix == ".json":
        items = [dict(zip(headers, row, strict=True)) for row in rows]
        path.write_text(json.dumps({"title": title, "total": len(items), "items": items}, ensure_ascii=False), "utf-8")
    else:
        path.write_bytes(_csv([[title], [], headers, *rows]).encode("gbk"))


def _csv(rows: Rows) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def _write_workbook(path: Path, title: str, headers: Sequence[str], rows: Rows, merge: str) -> None:
    """序号 and the groups above the headers are merged as the registries' exports merge them."""
    book = Workbook()
    sheet = book.active
    sheet.title = "导出"
    headers = ["序号", *headers]
    half = 1 + (len(headers) - 1) // 2
    sheet.append([title])
    sheet.append([f"{LABEL}:此表由程序构造,不是任何单位的数据"])
    sheet.append(["序号", "登记信息", *[None] * (half - 1), "管理信息"])
    sheet.append(headers)
    for number, row in enumerate(rows, 1):
        sheet.append([number, *row])
    for line in (1, 2):
        sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=len(headers))
        sheet.cell(line, 1).alignment = Alignment(horizontal="center")
    sheet.merge_cells(start_row=3, end_row=4, start_column=1, end_column=1)
    sheet.merge_cells(start_row=3, end_row=3, start_column=2, end_column=half + 1)
    sheet.merge_cells(start_row=3, end_row=3, start_column=half + 2, end_column=len(headers))
    if merge:
        _merge_equal(sheet, headers.index(merge) + 1, [row[headers.index(merge) - 1] for row in rows])
    book.save(path)


def _merge_equal(sheet, column: int, values: Sequence[object]) -> None:
    start = 0
    for at in range(1, len(values) + 1):
        if at == len(values) or values[at] != values[start]:
            if at - start > 1:
                sheet.merge_cells(start_row=5 + start, end_row=4 + at, start_column=column, end_column=column)
            start = at
