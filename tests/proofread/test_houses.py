"""Bulletins in the style of each house are clean by that house's customs, and its customs are told without them."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from inspection.declared.office import load
from inspection.proofread import check_bulletin
from tests.bulletin.test_houses import HOUSES, text_of

WHOLE = {"site_pass_rate": Decimal(53) / 54, "account_pass_rate": Decimal(141) / 142}
COUNTS = {
    "qujing": {
        "account_registered_count": 263, "account_inspected_count": 263, "account_count{微信公众号}": 146,
        "account_count{新浪微博}": 57, "account_count{抖音短视频}": 37, "account_count{今日头条}": 15,
        "account_count{其他}": 8, "superior_pass_rate{province/site}": 1, "superior_failed_count{province/site}": 0,
        "message_received_count{曝光台}": 0,
    },
    "hulunbuir": {
        "account_inspected_count": 35, "account_qualified_count": 34, "message_received_count{互动交流}": 22,
        "message_on_time_count{互动交流}": 11, "message_late_count{互动交流}": 11,
        "message_within_limit_rate{互动交流}": "0.5",
    },
    "yichun": {"previous_failed_count{account}": 15, "previous_failed_rectified_count{account}": 15},
    "jiangxi": {"pass_rate_change_points{site}": "18.598", "pass_rate_change_points{account}": "1.14"},
    "anshan": {
        "2020Q3 superior_registered_count{province/site}": 557, "2020Q3 superior_visit_count{province/site}": 600,
        "2020Q3 superior_failed_count{province/site}": 4,
        "2020Q3 superior_pass_rate{province/site}": Decimal(596) / 600,
        "2020Q3 superior_inspected_count{province/account}": 641, "2020Q3 superior_failed_count{province/account}": 4,
        "2020Q3 superior_pass_rate{province/account}": Decimal(637) / 641,
    },
}  # fmt: skip


@pytest.mark.parametrize("name", HOUSES)
def test_a_bulletin_in_the_style_of_a_house_is_clean(name):
    _, html = text_of(name, WHOLE | COUNTS[name])
    found = check_bulletin(html, load(name))
    assert [(one.severity, one.en, one.sentence) for one in found if one.severity != "note"] == []


@pytest.mark.parametrize("name", HOUSES)
def test_other_figures_in_the_style_of_a_house_are_clean_too(name):
    for seed in range(5):
        chance = random.Random(f"{name} {seed}")
        sites, accounts = chance.randint(12, 600), chance.randint(60, 3000)
        counts = dict(COUNTS[name])
        platforms, left = [key for key in counts if key.startswith("account_count{")], accounts
        for key in platforms[:-1]:
            counts[key] = chance.randint(1, left // 3)
            left -= counts[key]
        counts |= dict.fromkeys(platforms[-1:], left)
        for kind, number in (("site", sites), ("account", accounts)):
            counts |= {f"{kind}_{what}_count": number for what in ("registered", "inspected", "visit")}
            counts |= {f"{kind}_qualified_count": number - 1, f"{kind}_pass_rate": Decimal(number - 1) / number}
        _, html = text_of(name, counts)
        found = check_bulletin(html, load(name))
        assert [(one.severity, one.en, one.sentence) for one in found if one.severity != "note"] == [], seed


def test_to_others_the_same_text_shows_truncation_and_visits():
    _, html = text_of("anshan", WHOLE | COUNTS["anshan"])
    found = check_bulletin(html)
    assert {(one.check, one.severity) for one in found} == {("rate", "form"), ("rate", "doubt")}
    assert [one.right for one in found if one.severity == "form"] == ["99.4%"]


def test_a_list_that_is_shorter_than_the_count_keeps_a_bulletin_from_being_approved():
    _, html = text_of("hulunbuir", WHOLE | COUNTS["hulunbuir"] | {"site_failed_count": 4})
    (found,) = (one for one in check_bulletin(html, load("hulunbuir")) if one.is_error)
    assert (found.check, found.severity, found.values["rows"]) == ("list", "contradiction", [1])
