"""Document numbers (发文字号): 代字〔年〕号, hexagonal brackets, no 第, no leading zeros, nothing lost (GB/T 9704)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspection.proofread.context import Context
from inspection.proofread.document import is_stamp
from inspection.proofread.finding import Checked, Finding
from inspection.proofread.house import House
from inspection.proofread.texts import Text

_CODE = r"(?:[\u4e00-\u9fff]{0,3}(?:发|函|办|字|文|规|通|秘|令|政|厅|署|告|报|监))"
_GOOD = re.compile(r"[\u4e00-\u9fff]{2,10}〔(?P<year>\d{4})〕(?P<number>\d+)号")
_OTHER_BRACKETS = re.compile(
    rf"{_CODE}(?P<open>[\[(【{{〈《])(?P<year>(?:20|19)?\d\d)(?P<close>[\])】}}〉》])(?P<order>第?)(?P<number>\d+)号"
)
_ORDERED = re.compile(r"〔(?P<year>\d{4})〕(?:第(?P<number>\d+)|(?P<zero>0+)(?P<rest>\d*))号")
_SHORT_YEAR = re.compile(r"〔(?P<year>\d{2,3})〕\d*号")
_NOT_CLOSED = re.compile(r"〔(?P<year>(?:19|20)\d\d)(?P<number>\d{0,4})(?P<sign>号?)(?![\d〕])")
_NOT_OPENED = re.compile(r"(?<![〔\d])(?P<year>(?:19|20)\d\d)〕(?P<number>\d+)号")
_NO_SIGN = re.compile(r"〔(?P<year>\d{4})〕(?P<number>\d+)(?![\d号])")


def check(context: Context, house: House) -> Iterator[Finding | Checked]:
    """Every document number in the text, its own and those it cites."""
    document = context.document
    latest = document.issued_on or document.published_on
    for line in document.lines:
        if is_stamp(line):
            continue
        for match in _GOOD.finditer(line.text):
            year, number = int(match["year"]), match["number"]
            if latest and year > latest.year:
                yield _finding(
                    line, match, "contradiction", f"文号年份{year}晚于成文年份{latest.year}",
                    f"the number is of {year}, the text of {latest.year}", "",
                )  # fmt: skip
            elif not number.startswith("0"):
                yield Checked("number", line.place, line.shown[:80], match[0])
        yield from _malformed(line)


def _malformed(line: Text) -> Iterator[Finding]:
    for match in _OTHER_BRACKETS.finditer(line.text):
        yield _finding(
            line, match, "form", f"发文字号的年份应使用六角括号〔〕：{match[0]}",
            f"the year of a document number stands in 〔〕: {match[0]}",
            f"〔{match['year']}〕{int(match['number'])}号",
        )  # fmt: skip
    for match in _ORDERED.finditer(line.text):
        number = match["number"] or match["rest"] or "0"
        yield _finding(
            line, match, "form", f"发文字号的序号不加“第”、不编虚位：{match[0]}",
            f"the number has neither 第 nor leading zeros: {match[0]}", f"〔{match['year']}〕{int(number)}号",
        )  # fmt: skip
    for match in _SHORT_YEAR.finditer(line.text):
        yield _finding(
            line, match, "form", f"发文字号的年份应为四位：{match[0]}", f"the year has four digits: {match[0]}", ""
        )
    lost = [*_NOT_CLOSED.finditer(line.text), *_NOT_OPENED.finditer(line.text), *_NO_SIGN.finditer(line.text)]
    for match in lost:
        right = f"〔{match['year']}〕{match['number']}号" if match["number"] else ""
        yield _finding(
            line,
            match,
            "form",
            f"发文字号缺失字符：{match[0]}",
            f"characters of a document number are lost: {match[0]}",
            right,
        )


def _finding(line: Text, match: re.Match, severity, zh: str, en: str, right: str) -> Finding:
    start, end = max(0, match.start() - 24), match.end() + 12
    return Finding("number", severity, line.place, line.shown[start:end], zh, en, {"printed": match[0]}, right)
