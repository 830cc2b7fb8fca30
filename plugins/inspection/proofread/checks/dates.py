"""Days: none that no calendar has, none with lost characters, no span that ends before it begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from inspection.proofread import times
from inspection.proofread.context import Context
from inspection.proofread.document import is_stamp
from inspection.proofread.finding import Checked, Finding
from inspection.proofread.house import House
from inspection.proofread.texts import Text
from inspection.proofread.times import DayNamed

_WEEKDAYS = "一二三四五六日"
_WEEKDAY = re.compile(r"^[,(]?(?:星期|周)([一二三四五六日天])\)?")
_SHORT_YEAR = re.compile(r"(?<![\d.])[12]\d年\d{1,2}月\d{1,2}日")
_PADDED = re.compile(r"(?<!\d)(?:\d{4}年)(?:0\d月\d{1,2}日|\d{1,2}月0\d日)")
_CLOCK = re.compile(r"\d:\d\d|(?:发布|成文|公开|生成|更新)(?:日期|时间)")  # set by the page, not by the office
# what is to come may well end later
_AHEAD = re.compile(r"下一步|将于|计划|拟于|开展.{0,12}(?:行动|活动)|整改期|公示期|有效期|试行|任期|聘期")
FIRST_MONTHS, LAST_MONTHS = 2, 11  # a span without years that begins then may end in the next year
_LOOKED = re.compile(r"(?:检查|监测|抽查|巡查|统计)(?:的)?(?:时间|时段|周期|期间)[为是:]*$")
_MONTH = re.compile(
    r"(?<!\d)(?P<month>\d{1,2})月份?(?:的)?(?:检查|监测|抽查|巡查)(?:的)?(?:时间|时段|周期)(?:为|是|:)+$"
)
_OTHER_TIME = re.compile(r"[上前]|月份|第[一二三四]|此前|去年")  # it is said to be of another time
_AS_OF = re.compile(r"截[至止](?:到)?$")


def check(context: Context, house: House) -> Iterator[Finding | Checked]:
    """All days of the text, its date line, and the day it was put on the web."""
    document = context.document
    known = {id(line) for line in document.head[:1]}
    for line in document.lines:
        if (id(line) in known and line.text.startswith(document.title)) or is_stamp(line):
            continue
        yield from _of_line(line, context)
    issued = document.issued
    if issued is not None and document.issued_on is None:
        yield _finding(issued, issued.text, "contradiction", "成文日期不存在", "the day of issue is in no calendar")
    elif issued is not None and times.bare_day(issued.text):
        days = times.bare_day(issued.text)
        yield _lost(issued, issued.text, days)
    if document.issued_on and document.published_on and document.published_on < document.issued_on:
        yield _finding(
            issued, issued.text, "doubt", f"网页发布日期{document.published_on}早于成文日期{document.issued_on}",
            f"published on {document.published_on}, before its day of issue {document.issued_on}",
        )  # fmt: skip


def _of_line(line: Text, context: Context) -> Iterator[Finding]:
    text, document = line.text, context.document
    days = times.days_in(text, document.year)
    for named in days:
        if named.is_lost:
            yield _lost(line, named.shown, list(named.readings))
        elif named.day is None:
            yield _finding(
                line, named.shown, "contradiction", f"日期不存在：{named.shown}", f"no calendar has {named.shown}"
            )
        elif (match := _WEEKDAY.match(text[named.end :])) and "年" in named.shown:
            said = _WEEKDAYS.index(match[1].replace("天", "日"))
            if said != named.day.weekday():
                right = f"星期{_WEEKDAYS[named.day.weekday()]}"
                yield _finding(
                    line, named.shown + match[0], "contradiction", f"{named.shown}是{right}",
                    f"{named.shown} is no such weekday", right,
                )  # fmt: skip
        is_later = named.day and document.issued_on and named.day > document.issued_on
        if is_later and not named.is_lost and _AS_OF.search(text[: named.start]):
            yield _finding(
                line, named.shown, "contradiction", f"统计截至{named.day}，晚于成文日期{document.issued_on}",
                f"counted up to {named.day}, after its day of issue {document.issued_on}",
            )  # fmt: skip
    for one, other in pairwise(days):
        is_span = text[one.end : other.start] in {"—", "至", "到", "-", "~", "——"}
        if is_span and one.day and other.day and one.day > other.day and not (one.is_lost or other.is_lost):
            # 12月25日至1月5日 goes over the turn of the year, 12月20日至12月2日 does not
            is_turn = other.day.month <= FIRST_MONTHS and one.day.month >= LAST_MONTHS
            is_open = is_turn and "年" not in other.shown
            severity = "doubt" if is_open else "contradiction"
            shown = text[one.start : other.end]
            yield _finding(line, shown, severity, "起始日期晚于结束日期", "the span ends before it begins")
        elif is_span and one.day and other.day and not (one.is_lost or other.is_lost):
            yield from _of_month(line, text, one, other)
            yield from _beyond(line, text[one.start : other.end], one.day, other.day, context)
        elif text[one.end : other.start] == "" and one.day and other.day and "日" in one.shown and one.day < other.day:
            yield _finding(
                line, text[one.start : other.end], "form", "两个日期之间缺失字符", "a sign between two dates is lost",
                f"{one.shown}至{other.shown}",
            )  # fmt: skip
    for match in times.lost_months(text):
        digits = match["digits"]
        if 1 <= int(digits[4:]) <= 12:
            yield _finding(
                line, match[0], "form", f"日期缺失字符：{match[0]}", f"characters of a date are lost: {match[0]}",
                f"{digits[:4]}年{int(digits[4:])}月",
            )  # fmt: skip
    for match in _SHORT_YEAR.finditer(text):
        yield _finding(line, match[0], "form", f"年份应为四位：{match[0]}", f"a year has four digits: {match[0]}")
    is_told = document.title and line.text not in document.title and not _CLOCK.search(text)
    for match in _PADDED.finditer(text) if is_told else ():
        yield _finding(
            line, match[0], "form" if line is document.issued else "note", f"月、日不编虚位：{match[0]}",
            f"months and days have no leading zero: {match[0]}", re.sub(r"(?<=[年月])0", "", match[0]),
        )  # fmt: skip


def _of_month(line: Text, text: str, one: DayNamed, other: DayNamed) -> Iterator[Finding]:
    """9月份检查时段:9月2日至11月10日: a span that leaves the month whose it is said to be."""
    match = _MONTH.search(text[: one.start])
    if match is None or {one.day.month, other.day.month} == {int(match["month"])}:
        return
    shown = text[match.start() : other.end]
    yield _finding(
        line, shown, "contradiction", f"{match['month']}月份的时段为{one.shown}至{other.shown}",
        f"a span of month {match['month']} that goes from {one.day} to {other.day}",
    )  # fmt: skip


def _beyond(line: Text, shown: str, first: date, last: date, context: Context) -> Iterator[Finding]:
    """A span of counting that ends after the period and after the day of issue: one of its years is wrong."""
    document = context.document
    period = document.period.span if document.period else None
    lead = line.text[: line.text.find(shown)]
    if period is not None and last < period[0] and _LOOKED.search(lead) and not _OTHER_TIME.search(lead[-24:]):
        yield _finding(
            line, shown, "contradiction", f"检查时段止于{last}，早于本期第一天{period[0]}",
            f"what was looked at ends on {last}, before the first day of the period, {period[0]}",
        )  # fmt: skip
    if document.issued_on is None or last <= document.issued_on or _AHEAD.search(line.text):
        return
    if period is not None and (first > period[1] or last <= period[1]):
        return
    is_looked = bool(_LOOKED.search(line.text[: line.text.find(shown)]))
    is_slip = last.year > first.year and (last.month, last.day) >= (first.month, first.day)
    told = f"{first.year}年{last.month}月{last.day}日" if is_slip else ""
    yield _finding(
        line, shown, "contradiction" if is_looked else "doubt",
        f"时段止于{last}，晚于本期末和成文日期{document.issued_on}",
        f"the span ends on {last}, after the period and the day of issue {document.issued_on}", told,
    )  # fmt: skip


def _lost(line: Text, shown: str, days: list) -> Finding:
    readings = "或".join(f"{day.year}年{day.month}月{day.day}日" for day in days)
    return _finding(line, shown, "form", f"日期缺失字符：{shown}", f"characters of a date are lost: {shown}", readings)


def _finding(line: Text, shown: str, severity, zh: str, en: str, right: str = "") -> Finding:
    at = max(line.text.find(shown), 0)
    excerpt = line.shown if len(line.shown) <= 80 else line.shown[max(0, at - 30) : at + len(shown) + 30]
    return Finding("date", severity, line.place, excerpt, zh, en, {"printed": shown}, right)
