"""The closed list of forms in which pages print a day, and how each is read.

Full days in digits (also full-width, with two-digit years or without separators), in Chinese numerals, in English; a
month and a day without a year; a day over a month in two pieces; and words that count back from the day of the look
(昨天, 3天前). What is in no form of this list is not read, and not read is not absent. All days are Asia/Shanghai's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache, partial
from itertools import pairwise
from typing import NamedTuple

from inspection.periods import SHANGHAI

_YEAR = r"(?<!\d)((?:19|20)\d\d)"
_DAY = rf"{_YEAR}\s{{0,3}}[-/.年]\s{{0,3}}(\d{{1,2}})\s{{0,3}}[-/.月]\s{{0,3}}(\d{{1,2}})(?:\s{{0,3}}日|(?!\d))"
_TIME = r"(?:[\sT-]{0,4}(\d{1,2})\s?[:：∶时]\s?(\d\d)(?:\s?[:：∶分]\s?(\d\d))?[分秒]?(?!\d))?"
MOMENT = re.compile(_DAY + _TIME)
_SHORT_YEAR = re.compile(r"(?<![\d.])(\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})(?:日|(?![\d.]))" + _TIME)
_COMPACT = re.compile(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)" + _TIME)
_HAN = re.compile(
    r"([一二][〇○零一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_MONTH = r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s{{0,2}}(\d{{1,2}})(?:st|nd|rd|th)?\s?,?\s{{0,2}}((?:19|20)\d\d)(?!\d)", re.I)
_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?[\s-]{{0,2}}{_MONTH}[\s,-]{{0,3}}((?:19|20)\d\d)(?!\d)", re.I
)
_RELATIVE = re.compile(
    r"(?:(今天|今日|刚刚|刚才)|(昨天|昨日)|(前天)|(?<!\d)(\d{1,3})\s?天(?:之|以)?前|(?<!\d)(\d{1,3})\s?(?:个)?(?:小时|分钟|秒)(?:之|以)?前"
    r"|(?<!\d)(\d{1,2})\s?周前)(?:\s*\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?"
)
_ZONED = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)")

# One line of a list entry that is nothing but a date. What may stand around it: brackets, a label, a time.
_OPEN = r"^(?:(?:发布|更新|公开|发表)?(?:时间|日期)|发布于?)?[\s:：\[【(（<〔]*"
_CLOSE = r"[\s\])）】>〕|]*(?:星期.|周.)?$"
_LINE_FULL = re.compile(_OPEN + MOMENT.pattern + _CLOSE)
_LINE_MONTH_DAY = re.compile(_OPEN + r"(\d{1,2})(?:[-/.]|月)(\d{1,2})日?(?:\s+\d{1,2}:\d\d(?::\d\d)?)?" + _CLOSE)
_LINE_DAY_THEN_MONTH = re.compile(_OPEN + r"(\d{1,2})日?[\s/|]+" + _YEAR + r"[-/.年](\d{1,2})月?" + _CLOSE)
_LINE_MONTH_THEN_DAY = re.compile(_OPEN + _YEAR + r"[-/.年](\d{1,2})月?[\s/|]+(\d{1,2})日?" + _CLOSE)
_LINE_SHORT_YEAR = re.compile(_OPEN + _SHORT_YEAR.pattern + _CLOSE)
_LINE_HAN = re.compile(_OPEN + _HAN.pattern + _CLOSE)
_LINE_COMPACT = re.compile(_OPEN + _COMPACT.pattern + _CLOSE)
_LINE_RELATIVE = re.compile(_OPEN + _RELATIVE.pattern + _CLOSE)
_LINE_DAY_OVER_MONTH = re.compile(_OPEN + r"(\d{1,2})日?[\s/|]+(\d{1,2})月" + _CLOSE)
_LINE_ENGLISH = re.compile(rf"{_OPEN}(?=[A-Za-z\d]).{{6,24}}$", re.I)
_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
# full-width digits, dashes and dots are read as plain ones
PLAIN = str.maketrans("０１２３４５６７８９–—－．／：", "0123456789---./:")
# a page's own clock: its day is none of an entry
CLOCK = re.compile(r"今天是|今日是|现在是|当前时间|农历|您好|欢迎您")
_DIGIT = re.compile(r"\d")
_MAY_TELL = re.compile(r"[\d今昨前刚年]")  # no form of a list's day is without one of these
# A date at the edge of a title, set off by brackets or a space: 2023年9月29日至10月6日放假 is a title's own words.
_EDGE_HEAD = re.compile(rf"^(?:[\[(（【]\s*{MOMENT.pattern}\s*[\])）】]|{MOMENT.pattern}\s)\s*")
_EDGE_TAIL = re.compile(rf"\s*(?:[\[(（【]\s*{MOMENT.pattern}\s*[\])）】]|\s{MOMENT.pattern})$")
_EDGE_SHORT = re.compile(
    r"^[\[(（【]\s*(\d{1,2})[-/.月](\d{1,2})日?\s*[\])）】]\s*|\s*[\[(（【]\s*(\d{1,2})[-/.月](\d{1,2})日?\s*[\])）】]$"
)
LOOKS_DATED = re.compile(
    r"\d[-/.月年–—－．／]\s{0,3}\d|\d\s*[日月]|(?<!\d)20\d{6}(?!\d)|[今昨前]天|[今昨]日|刚刚|刚才|[天时钟秒周](?:之|以)?前"
    r"|月[一二三四五六七八九十]{1,3}日|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z.]{0,7}\s{0,2}\d"
    r"|\d[\s-]{0,2}(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
)
_URL_DAY = (
    re.compile(r"/t(20\d\d)(\d\d)(\d\d)_"),
    re.compile(r"/(20\d\d)[-/](\d{1,2})[-/](\d{1,2})/"),
    re.compile(r"/(20\d\d)-?(\d\d)/(?:t|c)?\d{0,2}?(?<=/)(\d\d)[-_/]"),
    re.compile(r"/(20\d\d)(\d\d)(\d\d)[/_-]"),
    re.compile(r"/(20\d\d)/(\d\d)(\d\d)/"),
)


class Told(NamedTuple):
    """A day as a text prints it: with its instant in UTC where a time of day stands beside it, and where it stands."""

    on: date
    at: datetime | None
    printed: str
    start: int
    end: int


def make_day(year: int | str, month: int | str, day: int | str) -> date | None:
    """The day of these numbers, or None where the calendar has none."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def latest_day(month: int | str, day: int | str, not_after: date) -> date | None:
    """The latest such day of a year not after `not_after`: how a list date without a year is read."""
    for year in range(not_after.year, not_after.year - 9, -1):  # 29 February may be eight years back
        found = make_day(year, month, day)
        if found and found <= not_after:
            return found
    return None


def told_in(text: str, not_after: date) -> Told | None:
    """The first day with a year, or told by a word that counts back, in a short text (a label's value, a line)."""
    plain = text.translate(PLAIN)
    if zoned := _ZONED.search(plain):
        return _zoned(zoned)
    if found := told_by(MOMENT.search(plain)):
        return found
    if match := _HAN.search(plain):
        on = _han_day(match)
        return Told(on, None, match[0], *match.span()) if on else None
    for match in filter(None, (_MONTH_FIRST.search(plain), _DAY_FIRST.search(plain))):
        if on := _english_day(match):
            return Told(on, None, match[0], *match.span())
    if match := _RELATIVE.search(plain):
        return Told(not_after - timedelta(days=_days_ago(match)), None, match[0].strip(), *match.span())
    return None


def told_behind_label(text: str, not_after: date) -> Told | None:
    """The day that a text begins with: as `told_in`, and also in forms that only a label makes sure of."""
    found = told_in(text, not_after)
    if found and found.start <= 1:
        return found
    plain = text.translate(PLAIN)
    if match := _COMPACT.match(plain):
        return told_by(match)
    if (
        (match := _SHORT_YEAR.match(plain))
        and (on := make_day(f"20{match[1]}", match[2], match[3]))
        and on <= not_after
    ):
        return Told(on, _instant(on, match.groups()[3:6]), match[0], *match.span())
    return None


def told_by(match: re.Match | None) -> Told | None:
    """The day of a match of `MOMENT`."""
    if not match or not (on := make_day(*match.groups()[:3])):
        return None
    return Told(on, _instant(on, match.groups()[3:6]), match[0].strip(), *match.span())


def may_tell(text: str) -> bool:
    """Whether `list_date` need be asked at all: a look that costs little, since most texts hold no day."""
    return _MAY_TELL.search(text) is not None


def list_date(lines: list[str], not_after: date) -> date | None:
    """The date among the text pieces of a list entry: alone on a line, split over two, or inside a short one."""
    for line in lines:
        if len(line) <= 40 and (found := line_day(line, not_after)):
            return found
    for first, second in pairwise(lines):
        if len(first) + len(second) <= 20 and (found := line_day(f"{first} {second}", not_after)):
            return found
    for line in lines:
        if len(line) > 60 or CLOCK.search(line):
            continue
        if (match := MOMENT.search(line)) and (found := make_day(*match.groups()[:3])):
            return found
    return None


def address_day(url: str) -> Told | None:
    """The day that an address names: weaker proof than a printed one."""
    for pattern in _URL_DAY:
        if (match := pattern.search(url)) and (on := make_day(*match.groups()[:3])):
            return Told(on, None, match[0], *match.span())
    return None


def edge_date(text: str, not_after: date) -> tuple[date | None, str]:
    """The date at the head or tail of a title, and the title without it."""
    if not _DIGIT.search(text):
        return None, text
    for pattern in (_EDGE_HEAD, _EDGE_TAIL):
        if match := pattern.search(text):
            numbers = match.groups()[:3] if match[1] else match.groups()[6:9]
            rest = text.replace(match[0], "", 1)
            if len(rest) >= 4 and (found := make_day(*numbers)):
                return found, rest
    if match := _EDGE_SHORT.search(text):
        numbers = [number for number in match.groups() if number]
        if found := latest_day(*numbers, not_after):
            return found, text.replace(match[0], "", 1)
    return None, text


def line_day(line: str, not_after: date) -> date | None:
    """The day of a line that is nothing but a day, its label and its time."""
    told = _line_day(line)
    return told(not_after) if callable(told) else told


@lru_cache(maxsize=4_096)  # the lists of a site print the same days again and again
def _line_day(line: str) -> date | Callable[[date], date | None] | None:
    """The day of a line, or how it follows from the day of the look: a cache that is asked with that day itself
    would bind what is read to it (`extract/watched_day.py`)."""
    if not may_tell(line):
        return None
    line = line.translate(PLAIN)
    if match := _LINE_FULL.match(line):
        return make_day(*match.groups()[:3])
    if match := _LINE_COMPACT.match(line):
        return make_day(*match.groups()[:3])
    if match := _LINE_HAN.match(line):
        return _han_day(match)
    if match := _LINE_RELATIVE.match(line):
        back = timedelta(days=_days_ago(match))
        return lambda not_after: not_after - back
    if match := _LINE_MONTH_DAY.match(line):
        return partial(latest_day, match[1], match[2])
    if match := _LINE_SHORT_YEAR.match(line):
        found = make_day(f"20{match[1]}", match[2], match[3])
        return lambda not_after: found if found and found <= not_after else None
    if match := _LINE_DAY_THEN_MONTH.match(line):
        return make_day(match[2], match[3], match[1])
    if match := _LINE_DAY_OVER_MONTH.match(line):
        return partial(latest_day, match[2], match[1])
    if match := _LINE_MONTH_THEN_DAY.match(line):
        return make_day(*match.groups()[:3])
    if _LINE_ENGLISH.match(line) and (match := _MONTH_FIRST.search(line) or _DAY_FIRST.search(line)):
        return _english_day(match)
    return None


def _zoned(match: re.Match) -> Told | None:
    """An instant with its zone: the official day is Shanghai's."""
    try:
        at = datetime.fromisoformat(match[0])
        return Told(at.astimezone(SHANGHAI).date(), at.astimezone(UTC), match[0], *match.span())
    except (ValueError, OverflowError):
        return None


def _instant(on: date, clock: tuple[str | None, ...]) -> datetime | None:
    hour, minute, second = clock
    if hour is None:
        return None
    try:
        return datetime.combine(on, time(int(hour), int(minute), int(second or 0)), SHANGHAI).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _han_day(match: re.Match) -> date | None:
    return make_day(match[1].translate(_HAN_DIGITS), _han_number(match[2]), _han_number(match[3]))


def _han_number(numeral: str) -> int:
    """A number below a hundred: 七, 十, 十二, 二十, 二十八."""
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return int(ones.translate(_HAN_DIGITS))
    return 10 * int(tens.translate(_HAN_DIGITS) or 1) + int(ones.translate(_HAN_DIGITS) or 0)


def _english_day(match: re.Match) -> date | None:
    first, second, year = match.groups()
    month, day = (second, first) if first.isdigit() else (first, second)
    return make_day(year, _MONTHS.index(month[:3].lower()) + 1, day)


def _days_ago(match: re.Match) -> int:
    """Days between the look and what a page calls 昨天 or 3天前. Hours and minutes count to the day of the look."""
    if match[2]:
        return 1
    if match[3]:
        return 2
    return int(match[4] or 0) + 7 * int(match[6] or 0)
