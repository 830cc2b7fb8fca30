"""Corrections: a new edition names what it changes, bound by the same law; where nothing changed there is none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup

from inspection.bulletin import approval, diff, draft, folder, records, sign
from inspection.errors import InspectionError
from inspection.quarter import figures
from tests.given.quarters import GRAVE, NEW, OFFICE, grade, message, subject

FIRST, SECOND = datetime(2024, 1, 10, 2, tzinfo=UTC), datetime(2024, 2, 1, 2, tzinfo=UTC)
KEY = "yunzhou-demo/2023Q4"


def signed(city, tmp_path, at):
    return sign(city, OFFICE, NEW, tmp_path, signed_by="office", signed_at=at)


def one_more_failed(city):
    one = "account:微信公众号:yz-late"
    subject(city, one, name="云州<b>迟报</b>", platform="微信公众号", account_id="yz-late", organiser="市统计局")
    grade(city, NEW, one, [GRAVE])
    figures.compute(city, OFFICE, NEW)


@pytest.fixture
def first(city, tmp_path):
    draft(city, OFFICE, NEW, tmp_path)
    return signed(city, tmp_path, FIRST)


def correction_of(place):
    return BeautifulSoup((place / "bulletin.html").read_text("utf-8"), "lxml").select_one(".correction")


def test_a_corrected_edition_names_figures_rows_and_sentences_that_changed(city, tmp_path, first):
    one_more_failed(city)
    told = correction_of(draft(city, OFFICE, NEW, tmp_path)).get_text()
    assert told.startswith("更正说明。2024年1月10日印发的通报更正如下")
    assert "其中不合格2个" in told and "其中不合格3个" in told and "更正为" in told
    assert "不合格政务新媒体名单增加“云州<b>迟报</b>”" in told
    edition = signed(city, tmp_path, SECOND)
    assert edition.name == "2" and correction_of(edition).get_text() == told
    row = records.edition(city, KEY, 2)
    changed = {(one["figure_id"], one["before"], one["after"]) for one in row["change_list"]["figures"]}
    assert ("account_failed_count", "2", "3") in changed
    assert [(one["what"], one["key"]) for one in row["change_list"]["rows"]] == [("added", "微信公众号:yz-late")]
    assert folder.altered(first, records.digests(city, KEY, 1)) == {}


def test_the_figures_of_a_correction_say_their_query_and_the_edition_they_stood_in(city, tmp_path, first):
    one_more_failed(city)
    told = correction_of(draft(city, OFFICE, NEW, tmp_path))
    former = [data.get_text() for data in told.select("data[data-figure=account_failed_count][data-edition='1']")]
    fresh = told.select("data[data-figure=account_failed_count]:not([data-edition])")
    assert former == ["2"] and [data.get_text() for data in fresh] == ["3"]
    assert "← include/sql/figure/grade_count.sql" in fresh[0]["title"]
    assert "data-seal" not in str(told)


def test_a_draft_that_says_what_was_signed_makes_no_edition(city, tmp_path, first):
    draft(city, OFFICE, NEW, tmp_path)
    told = approval.before_signing(city, OFFICE, NEW, tmp_path)
    assert told["is_unchanged"] and "无改动" in told["told"]
    assert signed(city, tmp_path, SECOND) == first
    assert records.newest_no(city, KEY) == 1
    assert correction_of(first) is None


def test_an_edition_that_corrects_a_correction_compares_with_the_newest(city, tmp_path, first):
    one_more_failed(city)
    draft(city, OFFICE, NEW, tmp_path)
    second = signed(city, tmp_path, SECOND)
    draft(city, OFFICE, NEW, tmp_path)
    assert approval.before_signing(city, OFFICE, NEW, tmp_path)["is_unchanged"]
    assert signed(city, tmp_path, SECOND.replace(hour=3)) == second
    city.execute("delete from mart.quarter_subject where subject_id like '%yz-late' and period_id = '2023Q4'")
    figures.compute(city, OFFICE, NEW)
    told = correction_of(draft(city, OFFICE, NEW, tmp_path)).get_text()
    assert told.startswith("更正说明。2024年2月1日印发的通报") and "名单删去“云州<b>迟报</b>”" in told


def test_the_approver_sees_the_changes_and_what_keeps_the_draft_from_being_signed(city, tmp_path, first):
    one_more_failed(city)
    place = draft(city, OFFICE, NEW, tmp_path)
    told = approval.before_signing(city, OFFICE, NEW, tmp_path)["told"]
    assert "更正第1版" in told and "未发现问题" in told
    assert "云州\\<b\\>迟报" in told
    page = place / "bulletin.html"
    page.write_text(page.read_text("utf-8").replace(">3</data>", ">2</data>"), "utf-8")
    told = approval.before_signing(city, OFFICE, NEW, tmp_path)["told"]
    assert "不能签发" in told and "文件被改动:bulletin\\.html" in told


def test_a_figure_that_its_query_no_longer_gives_must_be_drafted_again(city, tmp_path):
    draft(city, OFFICE, NEW, tmp_path)
    message(city, "找错", 9, datetime(2023, 10, 20, 2, tzinfo=UTC))
    with pytest.raises(InspectionError, match=r"2023Q4 的数据 message_received_count\{找错\} 印为3.*现查询得4"):
        signed(city, tmp_path, FIRST)
    figures.compute(city, OFFICE, NEW)
    draft(city, OFFICE, NEW, tmp_path)
    assert signed(city, tmp_path, FIRST).name == "1"


def test_a_list_that_would_be_written_differently_now_must_be_drafted_again(city, tmp_path):
    draft(city, OFFICE, NEW, tmp_path)
    city.execute("update mart.dim_subject set name = '云州发展改革' where account_id = 'yz-fagai'")
    with pytest.raises(InspectionError, match=r"would be written differently now.*draft it again"):
        signed(city, tmp_path, FIRST)


def test_a_bulletin_is_not_dated_within_the_days_it_counts(city, tmp_path):
    draft(city, OFFICE, NEW, tmp_path)
    with pytest.raises(InspectionError, match=r"2023-12-31 lies in the days .*after 2023-12-31"):
        sign(city, OFFICE, NEW, tmp_path, signed_by="office", signed_at=FIRST, issued_on=NEW.last_day)


def test_nothing_is_compared_with_an_edition_that_is_not_as_it_was_signed(city, tmp_path, first):
    (first / "figures.json").chmod(0o644)
    (first / "figures.json").write_text("[]")
    with pytest.raises(InspectionError, match=r"edition 1 is not as it was signed: figures\.json altered"):
        draft(city, OFFICE, NEW, tmp_path)


def test_plain_changes_of_nothing_are_no_lines():
    assert diff.told(diff.NONE.plain()) == []
