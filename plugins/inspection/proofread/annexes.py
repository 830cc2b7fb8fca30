"""Annexes (附件): what the text announces, and the lists that follow it with their rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from inspection.proofread.lines import Table
from inspection.proofread.texts import Text
from inspection.text import spam

_MARK = re.compile(r"附件(?P<number>[一二三四五六七八九十\d]{0,3})(?:(?P<colon>[:.、])(?P<title>.*))?")
_NUMBERED = re.compile(r"(?P<number>\d{1,2})[.、]\s*(?P<title>\S.*)")
_HEAD = re.compile(
    r"序号|备注|得分|分数|地区|.{0,20}(?:名称|单位|账号|类型|平台|问题|网址|链接|域名|机构|部门|标识码|类别|情况|原因|地址)"
    r"|.{0,30}URL|所属.{0,6}|县\(?(?:市|区).{0,8}"
)
# what pages set under a text, and no row of a list
_FURNITURE = re.compile(
    r"返回.{0,4}|关闭.{0,4}|扫一扫.*|扫描二维码.*|打印.{0,4}|政务微[博信]|TOP|分享.{0,6}|[上下]一[篇条].*|相关.{0,6}"
    r"|版权.*|(?:主办|承办)(?:单位)?:.*|本文链接.*|本文关键词.*|附件:?|.*ICP备.*|网站标识码.*|.*公网安备.*|联系我们|网站地图|\(?此件.*"
    r"|抄送.*|.{0,40}印发",
    re.I,
)
_LIST = re.compile(r"名单$|一览表$|情况表?$|清单$|统计表$")
_TOTAL = re.compile(r"(?:合|总|共|小)计|总数|平均")


@dataclass(slots=True)
class Annex:
    """One annex as it stands in the file. `rows` are its data rows as cells; `row_count` None where none can be told.

    `counts` are the numbers of rows, of distinct first cells of a name column, and of what was numbered.
    """

    mark: Text
    title: str
    heads: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    row_count: int | None = None
    counts: set[int] = field(default_factory=set)
    sequence: list[int] = field(default_factory=list)  # the running numbers as printed
    text: str = ""  # everything in it, to look names up
    is_sure: bool = True  # its rows are those of a table, or as regular as one

    @property
    def is_empty(self) -> bool:
        """Whether nothing but its title is there."""
        return self.row_count == 0


def is_mark(text: str) -> bool:
    """Whether a line is the head of an annex or of their enumeration."""
    return bool(_MARK.fullmatch(text))


def read(items: list[Text | Table], title: Text | None, issued: Text | None) -> tuple[list[Text], list[Annex]]:
    """The lines that announce annexes, and the annexes themselves."""
    start = next((at for at, item in enumerate(items) if item is title), -1) + 1
    signed = next((at for at, item in enumerate(items) if item is issued), None) if issued else None
    announced, end = _announced(items, start, signed)
    titles = {_key(_title_of(line.text)): line for line in announced}
    begins = []
    for at in range(max(end, signed + 1 if signed is not None else 0, start), len(items)):
        item = items[at]
        if not isinstance(item, Text):
            continue
        match = _MARK.fullmatch(item.text)
        is_head = match is not None and not (match["colon"] and not match["title"])
        # 附件1 and the title below it begin one annex
        is_below = bool(begins) and at - begins[-1] <= 2 and is_mark(items[begins[-1]].text)
        if is_head or (_key(item.text) in titles and not is_below):
            begins.append(at)
    parts = [items[at:to] for at, to in pairwise([*begins, len(items)])]
    return announced, [annex for part in parts if (annex := _annex(part)) is not None]


def _announced(items: list[Text | Table], start: int, signed: int | None) -> tuple[list[Text], int]:
    """Lines of 附件:1.… 2.… and the place behind them."""
    for at in range(start, signed if signed is not None else len(items)):
        item = items[at]
        if not isinstance(item, Text) or not (match := _MARK.fullmatch(item.text)) or not match["colon"]:
            continue
        found = [item] if match["title"] else []
        end = at + 1
        while end < len(items) and isinstance(items[end], Text) and len(items[end].text) < 80:
            text = items[end].text
            mark = _MARK.fullmatch(text)
            is_listed = _NUMBERED.fullmatch(text) or (mark is not None and mark["title"])
            # a single one needs no number
            is_single = not found and _LIST.search(text)
            if end == signed or not (is_listed or is_single):
                break
            found.append(items[end])
            end += 1
            if not is_listed:
                break
        if found:
            return found, end
    return [], start


def title_of(line: Text) -> str:
    """The title in a line that announces an annex."""
    return _title_of(line.text)


def _title_of(text: str) -> str:
    match = _MARK.fullmatch(text)
    text = (match["title"] or "") if match else text
    match = _NUMBERED.fullmatch(text)
    return match["title"] if match else text


def _annex(part: list[Text | Table]) -> Annex | None:
    mark = part[0]
    match = _MARK.fullmatch(mark.text)
    annex = Annex(mark, (match["title"] or "") if match else mark.text)
    rest = part[1:]
    cells: list[str] = []
    for item in rest:
        if isinstance(item, Table):
            _take_table(annex, item)
        elif annex.row_count is None:
            cells.append(item.text)
    annex.text = "\n".join([*cells, *("\t".join(row) for row in annex.rows)])
    while not annex.title and cells and not _HEAD.fullmatch(cells[0]):
        annex.title = cells.pop(0)
        if (
            cells
            and annex.row_count is None
            and re.search(r"名单|一览表|情况|清单|表$", cells[0])
            and not _HEAD.fullmatch(cells[0])
        ):
            annex.title += cells.pop(0)
    if annex.row_count is None:
        _take_cells(annex, cells)
    if not annex.title and annex.row_count in {None, 0} and mark.text.endswith("附件:"):
        return None
    return annex


def _take_table(annex: Annex, table: Table) -> None:
    rows = table.rows
    at = next((at for at, row in enumerate(rows[:4]) if len([cell for cell in row if cell]) >= 2), 0)
    heads = rows[at] if sum(bool(_HEAD.fullmatch(cell.replace(" ", ""))) for cell in rows[at]) >= 1 else []
    data = rows[at + 1 :] if heads else rows[at:]
    data = [
        row for row in data if row != heads and not any(_TOTAL.fullmatch(cell.replace(" ", "")) for cell in row[:2])
    ]
    annex.heads = annex.heads or heads
    annex.rows += data
    annex.row_count = len(annex.rows)
    _count(annex)


def _take_cells(annex: Annex, cells: list[str]) -> None:
    """Rows of a table of which only the cells are left, a line each."""
    cells = [cell for cell in cells if not _FURNITURE.fullmatch(cell) and not _is_spam(cell)]
    if cells and cells[0].startswith("序号") and len(cells[0]) > 2:
        _take_printed(annex, cells)
        return
    heads = 0
    while heads < len(cells) and _HEAD.fullmatch(cells[heads]):
        heads += 1
    annex.heads, data = cells[:heads], cells[heads:]
    if not data:
        annex.row_count = 0
        return
    if annex.heads[:1] == ["序号"]:
        places = []
        for at, cell in enumerate(data):
            if cell == str(len(places) + 1):
                places.append(at)
        annex.rows = [data[at:to] for at, to in pairwise([*places, len(data)])]
        annex.row_count = len(places) or None
        lengths = [len(row) for row in annex.rows[:-1]] or [0]
        annex.is_sure = max(lengths) - min(lengths) <= 2  # a cell may be broken over lines
    elif not heads and len(data) > 1 and _are_numbered(data):
        # 1.甲县发布(两周未更新)
        annex.rows = [[str(number), cell] for number, cell in enumerate(data, 1)]
        annex.row_count = len(annex.rows)
    elif heads >= 2 and len(data) % heads == 0:
        annex.rows = [data[at : at + heads] for at in range(0, len(data), heads)]
        annex.row_count = len(annex.rows)
    _count(annex)


def _are_numbered(lines: list[str]) -> bool:
    """Whether every line begins with its running number."""
    return all(re.match(rf"\(?{number}[.、)]", line) for number, line in enumerate(lines, 1))


def _take_printed(annex: Annex, lines: list[str]) -> None:
    """Rows of a table as lines of print: a row begins with its running number, and its cells may be broken."""
    for line in lines[1:]:
        if re.match(rf"{len(annex.rows) + 1}(?!\d)", line):
            annex.rows.append([])
        if annex.rows:
            annex.rows[-1].append(line)
        else:
            annex.heads.append(line)
    annex.heads.insert(0, lines[0])
    annex.is_sure = False
    annex.row_count = len(annex.rows) or None
    annex.counts = {annex.row_count} if annex.row_count else set()


def _count(annex: Annex) -> None:
    annex.counts = {annex.row_count} if annex.row_count else set()
    width = len(annex.heads)
    if not width:
        return
    heads = [head.replace(" ", "") for head in annex.heads]
    full = [row for row in annex.rows if len(row) == width]
    names = [at for at, head in enumerate(heads) if head.endswith("名称")]
    if names and full and len(full) == len(annex.rows):
        # the same account name may stand for accounts on two platforms
        keys = [at for at, head in enumerate(heads) if at in names or "平台" in head or "类型" in head]
        annex.counts.add(len({tuple(row[at] for at in keys) for row in full}))
    if heads[0] == "序号":
        annex.sequence = [int(row[0]) for row in annex.rows if row and row[0].isdecimal()]
        if annex.sequence:
            annex.counts.add(len(set(annex.sequence)))


def _is_spam(text: str) -> bool:
    found = spam.look(text)
    return found is not None and found.is_spam


def _key(text: str) -> str:
    return re.sub(r"\s|[《》“”\"]", "", text)
