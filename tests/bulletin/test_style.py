"""House style: numbers, rates, differences, dates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from inspection.bulletin import style
from inspection.declared.style import BulletinStyle, RateStyle
from inspection.errors import InspectionError

ROUNDED, TRUNCATED = RateStyle(), RateStyle(rounding="truncate")


@pytest.mark.parametrize(
    ("passed", "judged", "setting", "printed"),
    [
        (50, 54, ROUNDED, "92.6%"),
        (138, 142, ROUNDED, "97.2%"),
        (486, 524, RateStyle(decimals=2), "92.75%"),
        (637, 641, ROUNDED, "99.4%"),
        (637, 641, TRUNCATED, "99.3%"),
        (553, 556, TRUNCATED, "99.4%"),
        (200, 557, RateStyle(decimals=0), "36%"),
        (3, 3, ROUNDED, "100%"),
        (0, 3, ROUNDED, "0%"),
        (1, 2, ROUNDED, "50.0%"),
    ],
)
def test_a_rate_follows_the_offices_rounding_and_decimals(passed, judged, setting, printed):
    assert style.rate(Decimal(passed) / judged, setting) == printed


def test_a_half_is_rounded_up_and_not_to_even():
    assert style.rate(Decimal("0.9725"), ROUNDED) == "97.3%"


def test_less_than_all_is_never_printed_as_all():
    assert style.rate(Decimal(1999) / 2000, ROUNDED) == "99.9%"
    assert style.rate(Decimal(1999) / 2000, RateStyle(decimals=0)) == "99%"


@pytest.mark.parametrize(
    ("points", "word", "size"), [("18.6", "提高", "18.6"), ("-3.24", "下降", "3.2"), ("0.04", "持平", "0.0")]
)
def test_a_difference_of_rates_has_a_direction_and_a_size(points, word, size):
    assert style.direction(Decimal(points), ROUNDED) == word
    assert style.points(Decimal(points), ROUNDED) == size


def test_a_count_is_whole_and_a_fraction_is_refused():
    assert style.count(Decimal("263.000")) == "263"
    with pytest.raises(InspectionError, match=r"0\.5 is no count .*rate\(\)"):
        style.count(Decimal("0.5"))


@pytest.mark.parametrize(
    ("start", "end", "printed"),
    [
        (date(2023, 10, 1), date(2023, 12, 31), "2023年10月1日—12月31日"),
        (date(2023, 11, 21), date(2023, 11, 30), "2023年11月21日—30日"),
        (date(2023, 12, 30), date(2024, 1, 2), "2023年12月30日—2024年1月2日"),
        (date(2023, 11, 21), date(2023, 11, 21), "2023年11月21日"),
    ],
)
def test_a_span_of_days_repeats_nothing_and_has_no_leading_zeros(start, end, printed):
    assert style.days(start, end) == printed


@pytest.mark.parametrize(("number", "printed"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (34, "三十四")])
def test_headings_are_counted_in_chinese(number, printed):
    assert style.ordinal(number) == printed


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("各县(市、区)政府,市直部门:", "各县\uff08市、区\uff09政府\uff0c市直部门\uff1a"),
        ("合格率100%,同比持平", "合格率100%\uff0c同比持平"),
        ("见 a,b 与 10:30", "见 a,b 与 10:30"),
    ],
)
def test_punctuation_beside_chinese_is_full_width(given, printed):
    assert style.punctuate(given) == printed


@pytest.mark.parametrize(("share", "word"), [("1", "多数"), ("0.5", "多数"), ("0.3", "部分"), ("0.05", "个别")])
def test_vague_words_follow_the_share(share, word):
    assert style.quantifier(Decimal(share), BulletinStyle().quantifiers) == word


def test_a_document_number_has_the_year_in_hexagonal_brackets():
    assert style.document_number("云政办函〔{year}〕{number}号", 2024, "2") == "云政办函〔2024〕2号"
