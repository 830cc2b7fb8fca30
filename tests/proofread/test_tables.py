"""Tables of figures: rows of totals and rates of rows."""

from __future__ import annotations

import pytest

from inspection.proofread import lines
from inspection.proofread.checks import tables
from inspection.proofread.context import read as read_context
from inspection.proofread.document import read
from inspection.proofread.finding import Finding
from inspection.proofread.house import House

HEADS = ("地区", "网站检查数", "不合格数", "合格率", "账号检查数", "不合格账号数", "账号合格率")
ROWS = (
    ("青溪区", "40", "2", "95.0%", "100", "3", "97.0%"),
    ("长亭县", "60", "0", "100%", "50", "0", "100%"),
    ("市直", "100", "1", "99.0%", "150", "1", "99.3%"),
    ("合计", "200", "3", "98.5%", "300", "4", "98.7%"),
)


def report(*rows, truncates=False):
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in (HEADS, *rows))
    page = lines.of_html(f"<html><body><p>云州市情况的通报</p><table>{table}</table></body></html>")
    return list(tables.check(read_context(read(page)), House(truncates=truncates)))


def changed(row: int, column: int, cell: str):
    rows = [list(each) for each in ROWS]
    rows[row][column] = cell
    return rows


def test_columns_that_add_up_and_rates_that_fit_are_reported_as_checked():
    told = report(*ROWS)
    assert not [one for one in told if isinstance(one, Finding)]
    assert [one.shown for one in told] == [
        "网站检查数：40+60+100 = 200", "不合格数：2+0+1 = 3", "账号检查数：100+50+150 = 300",
        "不合格账号数：3+0+1 = 4", "合格率：4 行与本行数字一致", "账号合格率：4 行与本行数字一致",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "column", "cell", "severity", "right"),
    [
        (3, 1, "210", "contradiction", "200"),
        (0, 3, "96.0%", "contradiction", "95.0%"),
        (2, 6, "99.4%", "contradiction", "99.3%"),
        (3, 6, "98.6%", "form", "98.7%"),
    ],
)
def test_one_wrong_cell_is_told(row, column, cell, severity, right):
    told = [(one.severity, one.right) for one in report(*changed(row, column, cell)) if isinstance(one, Finding)]
    assert (severity, right) in told


def test_a_house_that_truncates_may_do_so():
    rows = changed(3, 6, "98.6%")
    assert not [one for one in report(*rows, truncates=True) if isinstance(one, Finding)]


def test_rates_that_no_pair_of_columns_gives_are_left_alone():
    rows = [(name, a, b, "88%", c, d, "77%") for name, a, b, _, c, d, _ in ROWS]
    assert not [one for one in report(*rows) if isinstance(one, Finding)]
