"""What the yardstick counts as found, right, false and unknown."""

from __future__ import annotations

from datetime import date, timedelta

from bench.accuracy.claims import Claim, Told, place_of
from bench.accuracy.compare import compare

FIRST = date(2024, 7, 1)
HOME, COLUMN, OTHER = "www.a.gov.cn", "www.a.gov.cn/tzgg", "www.a.gov.cn/xw"


def day(number: int) -> date:
    """Day number 1 is the first of the period."""
    return FIRST + timedelta(days=number - 1)


def says(
    verdict: str, first: int, last: int, place: str = "", indicator: str = "SV3", *, decidable: bool = True
) -> Told:
    """A row of truth."""
    return Told("1", indicator, verdict, place, day(first), day(last), decidable, "why")


def claim(verdict: str, number: int, place: str = HOME, indicator: str = "SV3") -> Claim:
    """A row of findings."""
    return Claim("1", indicator, verdict, place, day(number))


def test_a_span_is_found_by_one_day_at_its_place():
    done = compare([says("fail", 1, 10, COLUMN, "SV4.1")], [claim("fail", 3, COLUMN, "SV4.1")])
    assert done.tallies["SV4.1"].counts == {
        **{"spans": 1, "found": 1, "days": 10, "days_found": 1},
        **{"accusations": 1, "right": 1, "accused_days": 1, "right_days": 1, "decidable": 10, "unknown": 0},
    }
    assert not done.missed and not done.wrong


def test_another_place_finds_nothing_and_is_no_right_accusation():
    done = compare([says("fail", 1, 10, COLUMN, "SV4.1")], [claim("fail", 3, OTHER, "SV4.1")])
    assert [miss.instead for miss in done.missed] == ["elsewhere"]
    assert [run.standing for run in done.wrong] == ["elsewhere"]
    assert done.failed == {("1", "SV4.1"): {"elsewhere"}}


def test_rows_of_one_place_that_adjoin_are_one_span():
    truth = [says("fail", 1, 4, HOME), says("fail", 5, 6, HOME, decidable=False), says("fail", 7, 9, HOME)]
    done = compare(truth, [claim("fail", 5)])
    counts = done.tallies["SV3"].counts
    assert (counts["spans"], counts["found"], counts["days"], counts["days_found"]) == (1, 1, 7, 0)


def test_a_place_that_the_truth_does_not_name_may_be_any():
    done = compare([says("fail", 1, 2)], [claim("fail", 1, OTHER), claim("fail", 2, OTHER)])
    assert done.tallies["SV3"].counts["found"] == 1 and not done.wrong


def test_a_fail_where_the_truth_passes_is_false_from_the_first_day_to_the_last_without_a_gap():
    claims = [claim("fail", number) for number in (2, 3, 5)]
    done = compare([says("pass", 1, 9)], claims)
    assert [(run.first_on, run.last_on) for run in done.wrong] == [(day(2), day(3)), (day(5), day(5))]
    assert done.tallies["SV3"].counts["accusations"] == 2


def test_what_cannot_be_decided_counts_neither_way():
    done = compare([says("pass", 1, 9, decidable=False)], [claim("fail", 2), claim("unknown", 3)])
    assert not done.wrong and not done.failed
    assert done.tallies["SV3"].share("unknown", "decidable") is None
    assert done.tallies["SV3"].share("right", "accusations") is None


def test_a_fail_where_nothing_can_be_known_is_false():
    done = compare([says("unknown", 1, 9, indicator="AV2.1", decidable=False)], [claim("fail", 2, "", "AV2.1")])
    assert [run.standing for run in done.wrong] == ["false"]


def test_a_machine_may_only_suspect_what_a_person_decides():
    truth = [says("suspected", 1, 9, HOME, "SV1.4")]
    assert compare(truth, [claim("suspected", 2, HOME, "SV1.4")]).tallies["SV1.4"].counts["right"] == 1
    assert [run.standing for run in compare(truth, [claim("fail", 2, HOME, "SV1.4")]).wrong] == ["bold"]


def test_unknown_is_a_share_of_the_decidable_days():
    truth = [says("pass", 1, 8), says("fail", 9, 10, HOME)]
    done = compare(truth, [claim("unknown", 1), claim("unknown", 9), claim("fail", 10)])
    assert done.tallies["SV3"].share("unknown", "decidable") == 0.2
    assert compare(truth, [claim("unknown", 9)]).missed[0].instead == "unknown"


def test_reasons_that_were_not_planted_are_not_so_and_indicators_that_nobody_asks_about_are_told_apart():
    truth = [says("suspected", 1, 2, HOME, "privacy")]
    claims = [Claim("2", "privacy", "suspected", OTHER, day(1)), Claim("2", "SD4.2", "fail", OTHER, day(1))]
    done = compare(truth, claims)
    assert [run.indicator for run in done.wrong] == ["privacy"]
    assert done.not_asked == {"SD4.2": 1}


def test_places_are_alike_with_or_without_tls_closing_slash_and_fragment():
    alike = {"http://www.a.gov.cn", "https://www.a.gov.cn/", "http://www.a.gov.cn/#top"}
    assert {place_of(url) for url in alike} == {"www.a.gov.cn"}
    assert place_of("") == ""
