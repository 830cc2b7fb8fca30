"""Worksheets (检查工作表) of a sample: an XLSX for inspectors, a row for each thing to look at, read back as reports.

What nobody filled in is passed over when it comes back; pictures put into a row, over its cells or in one of them, are
kept as the evidence of its report; 附件 may name what lies elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from inspection.declared.editions import Indicator, in_force
from inspection.declared.office import Jurisdiction
from inspection.quarter.sampling import Drawn
from inspection.text.cells import guarded

HEADERS = ["报告编号", "检查对象", "名称", "网址", "主办单位", "检查事项", "指标编号", "发现日期", "检查单位", "认定",
           "页面网址", "说明", "附件"]  # fmt: skip
_WIDTHS = [26, 22, 24, 34, 20, 30, 10, 12, 20, 8, 34, 34, 20]
GROUPS = ("办事服务", "互动交流")  # what no machine can judge: guides, services, answers


def write(jurisdiction: Jurisdiction, drawn: Iterable[Drawn], folder: Path) -> Iterator[tuple[Path, int]]:
    """One worksheet a round and kind; yields path and rows of each."""
    by_round: dict[tuple[str, str], list[Drawn]] = {}
    for each in drawn:
        by_round.setdefault((each.round_id, each.kind), []).append(each)
    folder.mkdir(parents=True, exist_ok=True)
    for (round_id, kind), strata in by_round.items():
        looked_for = _indicators(jurisdiction, strata[0], kind)
        rows = [row for each in strata for row in _rows(jurisdiction, each, looked_for)]
        path = folder / f"{round_id}-{'网站' if kind == 'site' else '新媒体'}.xlsx"
        _save(path, rows)
        yield path, len(rows)


def _indicators(jurisdiction: Jurisdiction, drawn: Drawn, kind: str) -> list[Indicator]:
    """What inspectors look for: of the groups of services and interaction, else whatever only a report tells."""
    spans = in_force(jurisdiction.editions, drawn.day, date_after(drawn))
    found = [one for span in spans if span.kind == kind for one in span.edition.indicators if one.applies_to == kind]
    return [one for one in found if one.group in GROUPS] or [one for one in found if one.found_by == "report"]


def date_after(drawn: Drawn) -> date:
    """The day after that of the round."""
    return drawn.day.fromordinal(drawn.day.toordinal() + 1)


def _rows(jurisdiction: Jurisdiction, drawn: Drawn, looked_for: list[Indicator]) -> Iterator[list[str]]:
    for subject in drawn.subjects:
        for indicator in looked_for:
            yield [
                f"{drawn.round_id}-{subject['subject_id'].partition(':')[2]}-{indicator.id}",
                subject["subject_id"],
                subject["name"],
                subject["home_url"] or "",
                subject["organiser"],
                indicator.title.zh,
                indicator.id,
                drawn.day.isoformat(),
                jurisdiction.office["zh"],
                *([""] * 4),
            ]


def _save(path: Path, rows: list[list[str]]) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "检查工作表"
    sheet.append(HEADERS)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append([guarded(cell) for cell in row])
    for letter, width in zip("ABCDEFGHIJKLM", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    choice = DataValidation(type="list", formula1='"上报,属实,误报"', allow_blank=True)
    sheet.add_data_validation(choice)
    choice.add(f"J2:J{len(rows) + 1}")
    sheet.freeze_panes = "A2"
    book.save(path)
