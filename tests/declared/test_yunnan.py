"""云南 since 2020: every site is scored, portals and departments, and fails above 40 points of deduction."""

from __future__ import annotations

from inspection.declared.editions import load_edition


def test_every_site_of_yunnan_is_scored_and_fails_above_forty_points():
    scoring = load_edition("yn-2020-57").scoring["site"]
    assert scoring.site_kinds == []  # none named: all
    assert scoring.total - scoring.passes_from == 40  # 60 of 100 is a deduction of 40, which passes; below it fails
    assert load_edition("cn-2019-19").scoring["site"].site_kinds == ["门户"]


def test_its_accounts_keep_the_rules_of_2019():
    own, before = ({one.id for one in load_edition(name).indicators} for name in ("yn-2020-57", "yn-2019-6"))
    assert own == before
