"""Tables of figures: rows against the row of totals, cells against a total column, and rates in each row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from inspection.proofread.arithmetic import HALF_UP, TRUNCATED, Option, fits
from inspection.proofread.context import Context
from inspection.proofread.finding import Checked, Finding, Taken
from inspection.proofread.house import House
from inspection.proofread.lines import Table
from inspection.proofread.mend import compared
from inspection.proofread.percentages import Rate
from inspection.proofread.quantities import counts_in

_TOTAL = re.compile(r"(?:合|总|共)\s*计|总数|全[省市县区]")
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s*[个家条件次]?次?")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*%")
_RATE_HEAD = re.compile(r"(?<!不)合格率|达标率|通过率")
_WHOLE_HEAD = re.compile(r"总数|(?:检查|抽查|监测|运行|备案)[^率]{0,6}(?:数|量)|^(?:检查|抽查|总量|数量)$")
_PART_HEAD = re.compile(r"合格(?!率)(?!.*率)")
_LEADS = re.compile(r"(?:如下|下表|表\d*)[所列示]*[:。]?$")
_NOT_ADDED = re.compile(r"序号|率|比例|占比|排名|得分|分数|平均|编号|标识码|电话|年|日期|时间|网址")


def check(context: Context, house: House) -> Iterator[Finding | Checked]:
    """Every table that has figures in its columns."""
    for table in context.document.tables:
        rows = [[compared(cell) for cell in row] for row in table.rows]
        width = max(len(row) for row in rows)
        rows = [row for row in rows if len(row) == width]
        if len(rows) < 3 or width < 2:
            continue
        heads, body = rows[0], rows[1:]
        if any(_NUMBER.fullmatch(cell) for cell in heads[1:]):
            continue
        totals = [row for row in body if any(_TOTAL.fullmatch(cell) for cell in row[:2])]
        data = [row for row in body if row not in totals and not any("小计" in cell for cell in row[:2])]
        has_subtotals = len(data) + len(totals) < len(body)
        if len(totals) == 1 and data and not has_subtotals:
            yield from _columns(table, heads, data, totals[0])
        if data and not has_subtotals:
            yield from _told_before(table, heads, data, totals)
        yield from _rates(table, heads, body, house)


def _columns(table: Table, heads: list[str], data: list[list[str]], total: list[str]) -> Iterator[Finding | Checked]:
    for at, head in enumerate(heads):
        if _NOT_ADDED.search(head) or not (whole := _NUMBER.fullmatch(total[at])):
            continue
        cells = [row[at] for row in data]
        if not all(_NUMBER.fullmatch(cell) or cell in {"", "-", "—", "/"} for cell in cells):
            continue
        parts = [_value(match[1]) for cell in cells if (match := _NUMBER.fullmatch(cell))]
        found = sum(parts)
        shown = f"{head}：{'+'.join(map(str, parts[:12]))}{'+…' if len(parts) > 12 else ''}"
        if found == _value(whole[1]):
            yield Checked("table", table.place, head, f"{shown} = {found}")
        elif len(parts) >= 2:
            yield Finding(
                "table", "contradiction", table.place, shown, f"“{head}”列合计应为{found}，表中为{whole[1]}",
                f"the column {head} adds up to {found}, the table says {whole[1]}",
                {"parts": [str(part) for part in parts], "total": whole[1]}, str(found),
                (Taken(head, "分项所在列", table.place), Taken(" | ".join(total), "合计", table.place)),
                f"{shown} = {found} ≠ {whole[1]}",
            )  # fmt: skip


def _told_before(
    table: Table, heads: list[str], data: list[list[str]], totals: list[list[str]]
) -> Iterator[Finding | Checked]:
    """共发布信息267条,具体如下: the number that leads to a table, against the only column of numbers in it."""
    if not _LEADS.search(table.lead):
        return
    told = [count for count in counts_in(table.lead) if not count.is_near and "单位" not in count.after]
    columns = [
        at for at, head in enumerate(heads)
        if not _NOT_ADDED.search(head) and all(_NUMBER.fullmatch(row[at]) for row in data)
    ]  # fmt: skip
    if len(columns) != 1 or not told:
        return
    at, number = columns[0], told[-1].value
    found = sum(_value(_NUMBER.fullmatch(row[at])[1]) for row in data)
    printed = [_value(match[1]) for row in totals if (match := _NUMBER.fullmatch(row[at]))]
    words = (Taken(told[-1].words, "总数", table.place), Taken(heads[at], "分项所在列", table.place))
    if number in {found, *printed} and not (printed and found != printed[0]):
        yield Checked("table", table.place, table.lead, f"{heads[at]}：{found} = {number}", words)
    elif number not in {found, *printed} and found in {*printed, found}:
        yield Finding(
            "table", "contradiction" if not printed or printed[0] == found else "doubt", table.place, table.lead,
            f"文中为{number}，表中“{heads[at]}”列合计为{found}",
            f"the text says {number}, the column {heads[at]} adds up to {found}", {"total": str(number)}, str(found),
            words, f"{number} ≠ {found}",
        )  # fmt: skip


def _rates(table: Table, heads: list[str], body: list[list[str]], house: House) -> Iterator[Finding | Checked]:
    """Each column of rates against the pair of columns before it that gives most of it."""
    wholes = [at for at, head in enumerate(heads) if _WHOLE_HEAD.search(head)]
    parts = [at for at, head in enumerate(heads) if _PART_HEAD.search(head)]
    for at, head in enumerate(heads):
        if not _RATE_HEAD.search(head):
            continue
        rows = [row for row in body if _PERCENT.fullmatch(row[at])]
        pairs = [(whole, part) for whole in wholes for part in parts if whole != part and max(whole, part) < at]
        told = [_fitting(rows, at, whole, part, "不合格" in heads[part], house) for whole, part in pairs]
        told = [(fitting, others) for fitting, others in told if len(fitting) + len(others) >= 2]
        if not told:
            continue
        fitting, others = max(told, key=lambda pair: len(pair[0]))
        if not others:
            yield Checked("table", table.place, head, f"{head}：{len(fitting)} 行与本行数字一致")
        elif len(fitting) >= 2 and len(fitting) >= 2 * len(others):
            yield from (_row(table, row, option, rate) for row, option, rate in others)


def _fitting(rows: list[list[str]], at: int, whole_at: int, part_at: int, is_failed: bool, house: House):
    """Rows whose rate two of their cells give, and rows whose rate they do not."""
    fitting, others = [], []
    for row in rows:
        whole, part = _NUMBER.fullmatch(row[whole_at]), _NUMBER.fullmatch(row[part_at])
        if not whole or not part or not 0 <= _value(part[1]) <= _value(whole[1]) or _value(whole[1]) == 0:
            continue
        size, value = _value(whole[1]), _value(part[1])
        option = Option("inspected", size - value if is_failed else value, size)
        text = _PERCENT.fullmatch(row[at])[1]
        rate = Rate(Decimal(text), len(text.partition(".")[2]), 0, 0, "", "pass")
        fits_so = fits(option, rate, HALF_UP) or (house.truncates and fits(option, rate, TRUNCATED))
        (fitting if fits_so else others).append((row, option, rate))
    return fitting, others


def _row(table: Table, row: list[str], option: Option, rate: Rate) -> Finding:
    is_cut = fits(option, rate, TRUNCATED)
    zh = "合格率为截尾而非四舍五入" if is_cut else "合格率与本行数字不符"
    en = "the rate is truncated, not rounded" if is_cut else "the rate does not fit its row"
    return Finding(
        "table", "form" if is_cut else "contradiction", table.place, " | ".join(row),
        f"{zh}：{option.shown()}，表中为{rate.value}%", f"{en}: {option.shown()}, printed {rate.value}%", {},
        f"{option.printed(rate.decimals)}%", (Taken(" | ".join(row), "本行数字", table.place),),
        f"{option.shown()} ≠ {rate.value}%",
    )  # fmt: skip


def _value(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
