"""House style (行文规范) of numbers, rates, differences and dates. Pure functions on plain values.

Rounding is a setting of the office: bulletins of some offices round half up, of others truncate.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from inspection.errors import InspectionError
from inspection.jurisdiction import RateStyle
from inspection.periods import Period

_ORDINALS = "一二三四五六七八九十"
_FULL_WIDTH = str.maketrans(",;:?!()", "\uff0c\uff1b\uff1a\uff1f\uff01\uff08\uff09")
_HAN = "[\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\u201c\u201d]"
_HALF_WIDTH = re.compile(rf"(?:(?<={_HAN})|^)[,;:?!()]|[,;:?!()](?={_HAN}|$)")
_QUANTIFIERS = ((Decimal("0.5"), "多数"), (Decimal("0.1"), "部分"), (Decimal(0), "个别"))


def count(value: Decimal) -> str:
    """A count in Arabic numerals without grouping. Raises InspectionError for a fraction."""
    if value != value.to_integral_value():
        raise InspectionError(f"{value} is no count", remedy="print a share with rate()")
    return str(int(value))


def rate(share: Decimal, style: RateStyle) -> str:
    """A share 0–1 as per cent: all is 100% and none 0%, without decimals.

    Less than all is never printed as 100%: 1999 of 2000 with one decimal is 99.9%.
    """
    if share in {0, 1}:
        return f"{int(share * 100)}%"
    shown = _rounded(share * 100, style)
    if shown >= 100:
        shown = _rounded(share * 100, style.model_copy(update={"rounding": "truncate"}))
    return f"{shown}%"


def points(value: Decimal, style: RateStyle) -> str:
    """The size of a difference of rates in percentage points (百分点), without its sign or unit."""
    return str(_rounded(abs(value), style))


def direction(value: Decimal, style: RateStyle) -> str:
    """提高, 下降, or 持平 where nothing of the difference would be printed."""
    if _rounded(abs(value), style) == 0:
        return "持平"
    return "提高" if value > 0 else "下降"


def quantifier(share: Decimal) -> str:
    """The vague word (多数, 部分, 个别) that a share 0–1 of the sites deserves."""
    return next(word for least, word in _QUANTIFIERS if share >= least)


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


def _rounded(value: Decimal, style: RateStyle) -> Decimal:
    mode = ROUND_HALF_UP if style.rounding == "half_up" else ROUND_DOWN
    return value.quantize(Decimal(1).scaleb(-style.decimals), rounding=mode)
