"""`diff PERIOD`: draft and edition, two editions, two periods."""

from __future__ import annotations

import json

import pytest

from inspection import cli
from inspection.bulletin import difference, draft, sign
from inspection.errors import InspectionError
from tests.bulletin.test_correction import FIRST, SECOND, one_more_failed
from tests.given.quarters import NEW, OFFICE, OLD


@pytest.fixture
def drafted(city, tmp_path):
    """The old period, and an edition and another draft of the new one."""
    draft(city, OFFICE, OLD, tmp_path)
    draft(city, OFFICE, NEW, tmp_path)
    sign(city, OFFICE, NEW, tmp_path, signed_by="office", signed_at=FIRST)
    one_more_failed(city)
    draft(city, OFFICE, NEW, tmp_path)
    return city


def test_a_draft_is_compared_with_what_is_signed_and_an_edition_with_the_one_before(drafted, tmp_path):
    found = difference(drafted, OFFICE, NEW, tmp_path)
    assert found.title == "yunzhou-demo/2023Q4 第1版 → yunzhou-demo/2023Q4 草稿"
    assert "数据 account_failed_count 2023Q4: 2 → 3" in found.lines()
    sign(drafted, OFFICE, NEW, tmp_path, signed_by="office", signed_at=SECOND)
    assert difference(drafted, OFFICE, NEW, tmp_path, 2).changes == found.changes
    assert difference(drafted, OFFICE, NEW, tmp_path).lines() == ["没有改动。"]


def test_the_first_edition_is_compared_with_the_period_before_figure_by_figure_of_the_same_part(drafted, tmp_path):
    changed = {
        one.figure_id: (one.period_id, one.before, one.after)
        for one in difference(drafted, OFFICE, NEW, tmp_path, 1).changes.figures
    }
    assert changed["site_failed_count"] == ("2023Q4", "2", "0")
    assert "site_registered_count" not in changed  # four in both
    rows = difference(drafted, OFFICE, NEW, tmp_path, against="2023Q3").changes.rows
    assert {(row.what, row.name) for row in rows if row.kind == "site"} == {
        ("removed", "云州市教育局"),
        ("removed", "青溪区人民政府"),
    }


def test_an_edition_or_a_period_that_is_not_there_is_named(drafted, tmp_path):
    with pytest.raises(InspectionError, match="2023Q4 has no edition 7"):
        difference(drafted, OFFICE, NEW, tmp_path, 7)
    with pytest.raises(InspectionError, match="yunzhou-demo/2022Q1 has no draft"):
        difference(drafted, OFFICE, NEW, tmp_path, against="2022Q1")


def test_the_first_draft_of_an_office_has_nothing_to_be_compared_with(city, tmp_path):
    draft(city, OFFICE, NEW, tmp_path)
    with pytest.raises(InspectionError, match="2023Q4: nothing signed before to compare with"):
        difference(city, OFFICE, NEW, tmp_path)
    with pytest.raises(InspectionError, match="2022Q1 has no draft"):
        difference(city, OFFICE, NEW, tmp_path, against="2022Q1")


def test_the_command_prints_lines_and_json(drafted, tmp_path, monkeypatch, capsys):
    drafted.commit()
    monkeypatch.setenv("INSPECTION_OUTPUT", str(tmp_path))
    cli.app(["diff", "2023Q4"], standalone_mode=False)
    assert "名单 新媒体账号 列入: 云州<b>迟报</b> (微信公众号:yz-late)" in capsys.readouterr().out
    cli.app(["diff", "2023Q4", "--json", "--edition", "1", "--against", "2023Q3"], standalone_mode=False)
    told = json.loads(capsys.readouterr().out)
    assert (told["before"]["period_id"], told["after"]["edition_no"]) == ("2023Q3", 1)
    assert {one["what"] for one in told["rows"]} == {"added", "removed"}
