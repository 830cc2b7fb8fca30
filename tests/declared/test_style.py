"""House style as settings: what a file may say, lists, deadlines, periods, wrong settings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from inspection.bulletin import annexes, style
from inspection.bulletin.binding import Binding
from inspection.bulletin.blanks import fill
from inspection.declared.office import load
from inspection.declared.style import BulletinStyle, PeriodWords, RateStyle
from inspection.periods import Period
from tests.given.quarters import NEW, OFFICE

ROWS = [
    {"subject_id": "site:3", "name": "丙网", "organiser": "乙局", "region_code": None, "reasons": ["空白栏目"]},
    {"subject_id": "site:2", "name": "乙网", "organiser": "甲局", "region_code": "539902", "reasons": ["甲", "乙"]},
    {"subject_id": "site:1", "name": "甲网", "organiser": "丙局", "region_code": "539901", "reasons": []},
]


def house(**settings):
    return OFFICE.model_copy(update={"bulletin": BulletinStyle(document_number="云〔{year}〕{number}号", **settings)})


@pytest.mark.parametrize(
    ("passed", "judged", "setting", "printed"),
    [
        (317, 320, RateStyle(rounding="truncate", keeps_zeros=False), "99%"),
        (317, 320, RateStyle(rounding="truncate"), "99.0%"),
        (199, 200, RateStyle(rounding="truncate", keeps_zeros=False), "99.5%"),
        (200, 557, RateStyle(decimals=0), "36%"),
        (320, 735, RateStyle(), "43.5%"),
        (9, 10, RateStyle(decimals=0, keeps_zeros=False), "90%"),
        (1999, 2000, RateStyle(decimals=2, keeps_zeros=False), "99.95%"),
    ],
)
def test_zeros_after_the_point_are_kept_or_dropped(passed, judged, setting, printed):
    assert style.rate(Decimal(passed) / judged, setting) == printed


def test_a_figures_own_settings_come_before_the_offices_and_its_dimensions_before_both():
    settings = BulletinStyle(
        rate=RateStyle(decimals=2),
        figures={"pass": {"rounding": "truncate"}, "pass{site}": {"decimals": 0}},
    )
    assert settings.rate_style("other") == RateStyle(decimals=2)
    assert settings.rate_style("pass", "account") == RateStyle(decimals=2, rounding="truncate")
    assert settings.rate_style("pass", "site") == RateStyle(decimals=0, rounding="truncate")


@pytest.mark.parametrize(
    "wrong",
    [
        {"figures": {"site_pass_rate": {"decimal": 1}}},
        {"rectification": {"days": 15, "working_days": 15}},
        {"rectification": {}},
        {"denominators": {"site": "everything"}},
        {"lists": {"site": {"title": "名单", "columns": [{"head": "序号", "cell": "number"}]}}},
        {"colour": "red"},
    ],
)
def test_a_setting_that_does_not_exist_is_refused(wrong):
    with pytest.raises(ValidationError):
        BulletinStyle.model_validate(wrong)


def listed(**settings):
    columns = [{"head": "序号", "cell": "seq"}, {"head": "问题", "cell": "reasons"}]
    style_of = BulletinStyle.model_validate({"lists": {"site": {"title": "名单", "columns": columns, **settings}}})
    (one,) = annexes.listed({"site": ROWS, "account": []}, style_of)
    return [(row["seq"], row["name"], row["reasons"]) for row in one["rows"]]


def test_a_list_has_a_row_a_subject_in_the_offices_order_and_blanks_last():
    assert listed() == [(1, "甲网", []), (2, "乙网", ["甲", "乙"]), (3, "丙网", ["空白栏目"])]
    assert [name for _, name, _ in listed(order=["organiser"])] == ["甲网", "丙网", "乙网"]


def test_a_list_may_have_a_row_a_reason():
    assert listed(row="reason") == [
        (1, "甲网", [""]),
        (2, "乙网", ["甲"]),
        (3, "乙网", ["乙"]),
        (4, "丙网", ["空白栏目"]),
    ]


def test_a_list_that_the_office_does_not_print_is_left_out():
    assert annexes.listed({"site": ROWS, "account": []}, BulletinStyle(lists={})) == []


@pytest.mark.parametrize(
    ("settings", "drafted", "signed"),
    [
        ({"days": 15}, "本通报印发之日起15日内", "2024年1月25日前"),
        ({"working_days": 15}, "本通报印发之日起15个工作日内", "15个工作日内\uff082024年1月31日前\uff09"),
        ({"days_after_period": 15}, "2024年1月15日前", "2024年1月15日前"),
    ],
)
def test_a_deadline_is_words_in_the_draft_and_a_day_in_the_edition(settings, drafted, signed):
    office = house(rectification=settings)
    binding = Binding(office, NEW, {})
    html = str(binding.due()).replace(f' data-seal="{binding.seal}"', "")
    assert drafted in html
    assert signed in fill(html, office, NEW, date(2024, 1, 10))


def test_a_deadline_stays_in_words_while_the_holidays_are_not_known():
    office = house(rectification={"working_days": 15})
    binding = Binding(office, NEW, {})
    html = str(binding.due()).replace(f' data-seal="{binding.seal}"', "")
    assert fill(html, office, NEW, date(2199, 1, 10)) == html


@pytest.mark.parametrize(
    ("name", "period_id", "called"),
    [
        ("qujing", "2023Q4", "2023年四季度"),
        ("jiangxi", "2022Q2", "2022年第二季度"),
        ("anshan", "2020-09", "2020年九月份"),
        ("anshan", "2020-11", "2020年十一月份"),
        ("yichun", "2023", "2023年"),
    ],
)
def test_a_period_is_called_as_the_office_calls_it(name, period_id, called):
    assert style.period_name(Period.parse(period_id), load(name).bulletin.period_words) == called


def test_the_usual_name_of_a_period_is_the_long_one():
    assert style.period_name(NEW, PeriodWords()) == NEW.chinese() == "2023年第四季度"


@pytest.mark.parametrize(
    ("share", "word"),
    [("0.85", "大多数"), ("0.5", "多数"), ("0.2", "部分"), ("0.05", "少数"), ("0.01", "个别"), ("0", "个别")],
)
def test_an_office_may_have_vague_words_of_its_own(share, word):
    assert style.quantifier(Decimal(share), load("jiangxi").bulletin.quantifiers) == word
