"""Days and periods that a text names, also those whose 年 and 月 were lost. Places are those in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from inspection.periods import Period

_DAY = re.compile(
    r"(?<![\d年])(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,3})[日号](?!令)"
    r"|(?<=[至到—~日-])(?P<only>\d{1,2})日(?![内前]?[常夜])"
    r"|(?<![\d.])(?P<iso_year>20\d\d)[-/.](?P<iso_month>\d{1,2})[-/.](?P<iso_day>\d{1,2})(?![\d.])"
)
# 年, 月 or both are missing: 2023101日, 1231日, 202312月
_LOST_DAY = re.compile(r"(?<![\d年月.])(?P<digits>(?:20\d\d)?\d{2,4})日(?!常)")
_LOST_MONTH = re.compile(r"(?<!\d)(?P<digits>20\d\d\d{1,2})月")
_BARE_DAY = re.compile(r"20\d\d\d{2,4}")
_CHINESE_DAY = re.compile(
    r"([二〇零○Ｏ一三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_DIGITS = {sign: number for number, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "Ｏ": 0}

_PERIOD = re.compile(
    r"(?:(?P<year>20\d\d)年度?)?(?:第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年"
    r"|(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九])月份)"
    r"|(?P<only_year>20\d\d)年(?P<only_month>\d{1,2}|十[一二]?|[一二三四五六七八九])月(?![\d一二三四五六七八九十]+日|\d)"
)
# 较上季度提高: this period's figure, only compared with another's
# what figures of now are compared with, as words in a sentence
EARLIER = r"(?:上[一个]{0,2}(?:季度?|月|年|期|次|周|半年)|去年|前年|年初|第[一二三四]季度)(?:同期|同月|末|底)?"
_COMPARED = re.compile(
    r"(?<=[,(])而?(?:上[个一]?(?:季度?|月|年|期|次|周)|(?:去年|上年)(?:同期)?)(?:同期)?(?:为|是|有|达|仅)"
    r"|(?:较|比|与|同|跟|和)(?:20\d\d年)?(?:上[个一]?[季月]度?|上一?[期年]|去年|第?[一二三四]季度|\d{1,2}月)(?:同期)?(?:相比)?"
)


@dataclass(frozen=True, slots=True)
class DayNamed:
    """A day in a text. `day` is None where no calendar has it; `readings` are the days a damaged form may mean."""

    start: int
    end: int
    shown: str
    day: date | None
    is_lost: bool = False
    readings: tuple[date, ...] = ()


def days_in(text: str, year: int | None = None) -> list[DayNamed]:
    """Days named in a text, in order; a day without a year has that of the one before, else `year`."""
    found: list[DayNamed] = []
    month: int | None = None
    places = sorted(
        [(match.start(), match, False) for match in _DAY.finditer(text)]
        + [(match.start(), match, True) for match in _LOST_DAY.finditer(text)],
        key=lambda place: place[0],
    )
    end = -1
    for start, match, is_lost in places:
        if start < end:
            continue
        if is_lost:
            joined = found and found[-1].is_lost and text[found[-1].end : start] in {"至", "—", "到", "-", "~"}
            # 120日内 is a span of days; only beside another damaged day it is one itself
            if not joined and not re.match(r"20\d\d\d{2}", match["digits"]):
                continue
            readings = tuple(lost_days(match["digits"], year))
            if not readings:
                continue
            named = DayNamed(start, match.end(), match[0], readings[0], True, readings)
        else:
            groups = match.groupdict()
            if groups["only"]:
                if month is None or year is None or not found or start - found[-1].end > 1:
                    continue
                named = DayNamed(start, match.end(), match[0], _day(year, month, int(groups["only"])))
            else:
                own = groups["year"] or groups["iso_year"]
                year = int(own) if own else year
                month = int(groups["month"] or groups["iso_month"])
                number = int(groups["day"] or groups["iso_day"])
                # without a year 29 February may be right
                named = DayNamed(start, match.end(), match[0], _day(year or 2024, month, number))
        if named.day:
            year, month = named.day.year, named.day.month
        found.append(named)
        end = match.end()
    return found


def lost_days(digits: str, year: int | None) -> list[date]:
    """The days that digits without 年 and 月 may mean, no leading zeros: 2024110 is 10 January only."""
    own = digits[:4] if re.match(r"20\d\d\d{2,4}$", digits) else ""
    rest = digits[4:] if own else digits
    in_year = int(own) if own else year
    if in_year is None or len(rest) < (2 if own else 3):
        return []
    splits = [(rest[:1], rest[1:]), (rest[:2], rest[2:])]
    days = [
        _day(in_year, int(month), int(number))
        for month, number in splits
        if month and number and len(number) <= 2 and month[0] != "0" and number[0] != "0"
    ]
    return sorted(day for day in days if day)


def lost_months(text: str) -> Iterator[re.Match]:
    """Months without 年: 202312月."""
    return _LOST_MONTH.finditer(text)


def bare_day(text: str) -> list[date]:
    """The days that a line of digits may mean, such as 2024110 under a signature."""
    return lost_days(text, None) if _BARE_DAY.fullmatch(text) else []


def chinese_day(text: str) -> date | None:
    """A day in Chinese numerals: 二〇二三年十月十二日."""
    match = _CHINESE_DAY.search(text)
    if not match:
        return None
    year = int("".join(str(_DIGITS[sign]) for sign in match[1]))
    return _day(year, chinese_number(match[2]), chinese_number(match[3]))


def chinese_number(text: str) -> int:
    """一 … 九十九, or Arabic digits."""
    if text.isascii():
        return int(text)
    tens, sign, ones = text.partition("十")
    if not sign:
        return _DIGITS[text]
    return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)


@dataclass(frozen=True, slots=True)
class PeriodNamed:
    """A period in a text: a quarter, month or half-year; `period` is None where no year can be told."""

    start: int
    end: int
    shown: str
    kind: str  # quarter | month | half
    number: int
    year: int | None

    @property
    def span(self) -> tuple[date, date] | None:
        """First and last day."""
        if self.year is None:
            return None
        if self.kind == "half":
            return (date(self.year, 1, 1), date(self.year, 6, 30)) if self.number == 1 else (
                date(self.year, 7, 1), date(self.year, 12, 31))  # fmt: skip
        name = f"{self.year}Q{self.number}" if self.kind == "quarter" else f"{self.year}-{self.number:02d}"
        period = Period.parse(name)
        return period.start, period.last_day


def periods_in(text: str, year: int | None = None) -> list[PeriodNamed]:
    """Periods named in a text; one without a year has that of the one before, else `year`."""
    found = []
    for match in _PERIOD.finditer(text):
        own = match["year"] or match["only_year"]
        in_year = int(own) if own else year
        if match["quarter"]:
            kind, number = "quarter", chinese_number(match["quarter"])
        elif match["half"]:
            kind, number = "half", 1 if match["half"] == "上" else 2
        else:
            kind, number = "month", chinese_number(match["month"] or match["only_month"])
            if not 1 <= number <= 12:
                continue
        found.append(PeriodNamed(match.start(), match.end(), match[0], kind, number, in_year))
        year = in_year
    return found


def without_comparisons(text: str) -> str:
    """A text without the periods that its figures are only compared with."""
    return _COMPARED.sub("", text)


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
