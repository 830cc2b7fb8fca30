"""Pictures that come in a worksheet, kept as the evidence of the reports beside which they stand."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import Any

import psycopg

from inspection import cage, warehouse
from inspection.inputs.pictures import Picture, of_workbook
from inspection.inputs.rows import EMPTIED, Note, Parsed
from inspection.inputs.tables import Input

_COLUMNS = ["jurisdiction_id", "report_id", "picture_no", "kind", "sha256", "content", "file", "sheet", "row_no"]
COLUMN = "图片"  # under which a picture without a report is told


def beside(content: Input, parsed: Parsed) -> dict[str, list[Picture]]:
    """Id of each report that is taken → its pictures; a picture that is none's, or of no kind that is kept, is told."""
    try:
        found = of_workbook(content.data)
    except cage.Unreadable as error:
        parsed.notes.append(Note(EMPTIED, "", 0, COLUMN, "", f"the pictures cannot be read: {error}"))
        return {}
    reports = {(row.get("sheet", ""), row["row_no"]): row["report_id"] for row in parsed.good}
    kept: dict[str, list[Picture]] = defaultdict(list)
    told: dict[tuple[str, int], int] = defaultdict(int)
    for picture in found:
        place = (picture.sheet, picture.row_no)
        if picture.kind and place in reports:
            kept[reports[place]].append(picture)
        else:
            told[place] += 1
    for (name, row_no), count in told.items():
        said = "stands at no row that was taken as a report, or is no PNG, JPEG, GIF, BMP or WebP"
        parsed.notes.append(Note(EMPTIED, name, row_no, COLUMN, str(count), said))
    return kept


def keep(connection: psycopg.Connection, batch_key: dict[str, Any], pictures: dict[str, list[Picture]]) -> None:
    """Keep the pictures of reports in place of those that came with them before; a report without any keeps its own."""
    if not pictures:
        return
    owner = batch_key["jurisdiction_id"]
    connection.execute(
        "delete from staging.report_picture where jurisdiction_id = %s and report_id = any(%s)",
        (owner, list(pictures)),
    )
    rows = (
        (owner, report_id, number, each.kind, hashlib.sha256(each.content).hexdigest(), each.content,
         batch_key["file"], each.sheet, each.row_no)
        for report_id, found in pictures.items()
        for number, each in enumerate(found, 1)
    )  # fmt: skip
    warehouse.upsert_rows(connection, "staging.report_picture", _COLUMNS, _COLUMNS[:3], rows)
