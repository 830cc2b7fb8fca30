"""What arithmetic and form can find in the five published bulletins, and nothing that is not so."""

from __future__ import annotations

import re
from functools import cache

import pytest

from inspection.proofread import proofread
from tests.given import models

pytestmark = pytest.mark.skipif(
    not models.FOLDER.exists(), reason=f"the published bulletins are not beside the project: {models.FOLDER}"
)

# Every single finding, gone through one by one against the text: check, severity, and a value that stands in it.
TRUE = {
    "000": [
        *(("number", "form", shown) for shown in ("〔20242", "〔201747号", "〔20196号")),
        ("date", "form", "202312月"),
        *(("date", "form", shown) for shown in ("2023101日", "1231日", "2023101日", "1231日", "20231121日")),
        *(("date", "form", shown) for shown in ("2024120日", "2024115日", "2024110")),
        # two paragraphs of the copy lost their full stops
        ("lost", "doubt", ""), ("lost", "doubt", ""),
        ("deadline", "doubt", "2024-01-15"),
    ],
    "001": [
        *(("tampering", "form", kind) for kind in ("spam", "traditional", "script_switch", "repeated_id")),
        ("counter", "note", ""),  # 48家 and 4个 of sites
    ],
    "002": [("tampering", "form", kind) for kind in ("spam", "spam", "brand")],
    "003": [
        *(("tampering", "form", kind) for kind in ("pinyin", "traditional", "byte_slip")),
        *(("points", "form", shown) for shown in ("18.6%", "1.14%")),
        ("period", "doubt", "2022-06-30"),
        ("annex", "doubt", ""), ("annex", "doubt", ""),  # two lists without rows
    ],
    "004": [
        ("doubled", "form", ""),
        *(("rate", "form", shown) for shown in ("99.3%", "99%")),
        ("rate", "doubt", "99.3%"),  # of the visits
    ],
}  # fmt: skip
CONSISTENT = {
    "000": ["146+57+37+15+8 = 263", r"6 = .*（6行）", r"市发展改革委、.*、市公安局 = 6", "6 个名称均在附件中"],
    "001": [
        r"3+8 = 11", "9+2 = 11", "13+20+2 = 35", "33+2 = 35", "2+1 = 3", "11+11 = 22", "11/22 = 50% → 50%",
        r"4 = .*（4行）", r"2 = .*（2行）",
    ],
    "002": ["50/54 = 92.593% → 92.6%", "138/142 = 97.183% → 97.2%", "54/54 = 100% → 100%", r"4 = .*（4行）"],
    "003": ["486/524 → 92.75% (⇒ 38 不合格)", "1122/1151 → 97.48% (⇒ 29 不合格)", "2022-07-10 > 2022-06-30"],
    "004": ["596/600 = 99.333% → 99.3%", "199/200 = 99.5% → 99.5%", "200/557 = 35.907% → 36%"],
}  # fmt: skip


@cache
def report_of(seed: str):
    return proofread(models.path_of(seed))


@pytest.mark.parametrize("seed", sorted(TRUE))
def test_all_that_is_found_in_a_published_bulletin_is_true(seed):
    found = [(finding.check, finding.severity, finding) for finding in report_of(seed).findings]
    assert sorted((check, severity) for check, severity, _ in found) == sorted(
        (check, severity) for check, severity, _ in TRUE[seed]
    )
    for check, severity, shown in TRUE[seed]:
        assert any(
            (one, other) == (check, severity) and shown in f"{finding.zh} {dict(finding.values)}"
            for one, other, finding in found
        ), (check, shown)


@pytest.mark.parametrize("seed", sorted(CONSISTENT))
def test_what_agrees_in_a_published_bulletin_is_reported_as_checked(seed):
    shown = [checked.shown for checked in report_of(seed).checked]
    for wanted in CONSISTENT[seed]:
        assert wanted in shown or any(re.fullmatch(wanted, one) for one in shown), (wanted, shown)


def test_the_visits_are_named_as_the_denominator_that_fits():
    """Rounded, the rate fits the sites as well; but this text truncates, and so only the visits are left."""
    (finding,) = (one for one in report_of("004").findings if one.check == "rate" and one.severity == "doubt")
    assert "596/600 = 99.333%" in finding.en and "553/557 = 99.282%" in finding.en


def test_no_contradiction_is_claimed_of_any():
    assert not [one for seed in TRUE for one in report_of(seed).findings if one.severity == "contradiction"]


def test_every_one_of_them_fails_as_a_whole():
    assert all(report_of(seed).has_errors for seed in TRUE)
