"""House style (行文规范) of numbers, rates, differences and dates. Pure functions on plain values.

What differs between offices comes in as their settings (`inspection.house_style`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from inspection.declared.style import PeriodWords, RateStyle
from inspection.errors import InspectionError
from inspection.periods import Period

_ORDINALS = "一二三四五六七八九十"
_FULL_WIDTH = str.maketrans(",;:?!()", "\uff0c\uff1b\uff1a\uff1f\uff01\uff08\uff09")
_HAN = "[\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\u201c\u201d]"
_HALF_WIDTH = re.compile(rf"(?:(?<={_HAN})|^)[,;:?!()]|[,;:?!()](?={_HAN}|$)")


def count(value: Decimal) -> str:
    """A count in Arabic numerals without grouping. Raises InspectionError for a fraction."""
    if value != value.to_integral_value():
        raise InspectionError(f"{value} is no count", remedy="print a share with rate()")
    return str(int(value))


def number(value: Decimal, style: RateStyle) -> str:
    """A mean, a lowest or a highest, such as a score, in the figure's decimals."""
    return _trimmed(_rounded(value, style), style)


def rate(share: Decimal, style: RateStyle) -> str:
    """A share 0–1 as per cent: all is 100% and none 0%, without decimals.

    Less than all is never printed as 100%: 1999 of 2000 with one decimal is 99.9%.
    """
    if share in {0, 1}:
        return f"{int(share * 100)}%"
    shown = _rounded(share * 100, style)
    if shown >= 100:
        shown = _rounded(share * 100, style.model_copy(update={"rounding": "truncate"}))
    return f"{_trimmed(shown, style)}%"


def points(value: Decimal, style: RateStyle) -> str:
    """The size of a difference of rates in percentage points (百分点), without its sign or unit."""
    return _trimmed(_rounded(abs(value), style), style)


def direction(value: Decimal, style: RateStyle) -> str:
    """提高, 下降, or 持平 where nothing of the difference would be printed."""
    if _rounded(abs(value), style) == 0:
        return "持平"
    return "提高" if value > 0 else "下降"


def quantifier(share: Decimal, words: Mapping[str, float]) -> str:
    """The vague word (多数, 部分, 个别, …) that a share 0–1 deserves: the one with the highest limit it reaches."""
    return max((least, word) for word, least in words.items() if share >= Decimal(str(least)))[1]


def day(value: date) -> str:
    """2024年1月10日: no leading zeros."""
    return f"{value.year}年{value.month}月{value.day}日"


def days(start: date, end: date) -> str:
    """A span, both ends inclusive, with a one-em dash: 2023年10月1日—12月31日."""
    if start == end:
        return day(start)
    if start.year != end.year:
        return f"{day(start)}—{day(end)}"
    if start.month != end.month:
        return f"{day(start)}—{end.month}月{end.day}日"
    return f"{day(start)}—{end.day}日"


def month(value: date) -> str:
    """2023年12月."""
    return f"{value.year}年{value.month}月"


def period_name(period: Period, words: PeriodWords) -> str:
    """A period as the office calls it: 2023年第四季度, 2020年九月份; a special check by its name."""
    if period.is_special:
        return period.name
    form = words.quarter if "Q" in period.period_id else words.month if "-" in period.period_id else words.year
    return form.format(
        year=period.start.year,
        quarter=ordinal((period.start.month + 2) // 3),
        month=period.start.month,
        month_word=ordinal(period.start.month),
    )


def span_of(period: Period) -> str:
    """A period for `<time datetime>`: first and last day."""
    return f"{period.start}/{period.last_day}"


def document_number(pattern: str, year: int, number: str) -> str:
    """发文字号 from the office's pattern: year in 〔〕, number without 第 and leading zeros."""
    return pattern.replace("{year}", str(year)).replace("{number}", number)


def ordinal(number: int) -> str:
    """一 … 十, 十一 … 九十九: of headings."""
    tens, ones = divmod(number, 10)
    if number <= 10:
        return _ORDINALS[number - 1]
    return ("" if tens == 1 else _ORDINALS[tens - 1]) + "十" + (_ORDINALS[ones - 1] if ones else "")


def punctuate(text: str) -> str:
    """A run of text with full-width punctuation at its ends and wherever Chinese stands beside it (GB/T 15834)."""
    return _HALF_WIDTH.sub(lambda sign: sign[0].translate(_FULL_WIDTH), text)


def _trimmed(value: Decimal, style: RateStyle) -> str:
    return format(value if style.keeps_zeros else value.normalize(), "f")


def _rounded(value: Decimal, style: RateStyle) -> Decimal:
    mode = ROUND_HALF_UP if style.rounding == "half_up" else ROUND_DOWN
    return value.quantize(Decimal(1).scaleb(-style.decimals), rounding=mode)
