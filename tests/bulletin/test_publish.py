"""Drafts and editions: files, rows, sameness, signing."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup

from inspection.bulletin import FILES, draft, sign
from inspection.errors import InspectionError
from inspection.periods import Period
from inspection.quarter import figures
from tests.given.quarters import ACCOUNTS, GRAVE, NEW, OFFICE, OLD, SILENT, grade, inspect, notice, subject

SIGNED_AT = datetime(2024, 1, 9, 17, 30, tzinfo=UTC)  # already the tenth in Shanghai


def figures_again(connection, period):
    figures.compute(connection, OFFICE, period)


def text_of(folder):
    soup = BeautifulSoup((folder / "bulletin.html").read_text("utf-8"), "lxml")
    return re.sub(r"\s+", "", soup.body.get_text())


def content(folder):
    return {name: (folder / name).read_bytes() for name in FILES}


def test_a_draft_is_a_folder_of_all_files_with_a_relative_link_to_it(city, tmp_path):
    folder = draft(city, OFFICE, NEW, tmp_path)
    assert folder == tmp_path / "yunzhou-demo" / "2023Q4" / "0"
    assert {path.name for path in folder.iterdir()} == set(FILES)
    assert str((folder.parent / "latest").readlink()) == "0"


def test_two_drafts_of_a_quarter_are_the_same_bytes_and_the_same_rows(city, tmp_path):
    first = content(draft(city, OFFICE, NEW, tmp_path / "one"))
    rows = city.execute("select * from mart.bulletin_figure order by 1, 2, 3, 4, 5").fetchall()
    for period in (OLD, NEW):
        figures_again(city, period)
    assert content(draft(city, OFFICE, NEW, tmp_path / "two")) == first
    assert content(draft(city, OFFICE, NEW, tmp_path / "one")) == first
    assert city.execute("select * from mart.bulletin_figure order by 1, 2, 3, 4, 5").fetchall() == rows


def test_the_quarter_with_failed_accounts_only_tells_so_and_has_one_list(city, tmp_path):
    text = text_of(draft(city, OFFICE, NEW, tmp_path))
    assert "登记且正常运行的4个政府网站开展检查\uff0c实际检查4个、12家次\uff0c其中不合格0个\uff0c合格率为100%。" in text
    assert "政务新媒体账号5个开展检查\uff08微信公众号2个、新浪微博1个、抖音短视频1个、其他平台1个\uff09" in text
    assert "其中不合格2个\uff0c合格率为60.0%。" in text
    assert (
        "2023年第三季度检查发现不合格政府网站2个、已整改到位2个\uff0c"
        "不合格政务新媒体1个、已整改到位1个\uff0c全部完成整改。"
    ) in text
    assert "“政府网站曝光台”平台收到网民留言0条。" in text
    assert "“我为政府网站找错”平台收到网民留言3条\uff0c办结率100%\uff0c无超期办理情况。" in text
    assert "已连续2年在国务院办公厅和省政府办公厅的季度通报中全部合格。" in text
    assert "“云州公安”受到省政府办公厅点名肯定" in text
    assert "2023年11月21日—30日" in text and "县\uff08市、区\uff092个、部门1个\uff0c合格率为100%" in text
    assert "部分网站存在链接不可用等问题" in text
    assert "市公安局、市发展改革委主办的政务新媒体存在严重表述错误问题\uff0c共涉及2家单位。" in text
    assert "附件\uff1a1.2023年第四季度检查不合格政务新媒体名单2.2023年第四季度检查情况统计图" in text
    assert "不合格政府网站名单" not in text


def test_the_quarter_before_has_both_lists_and_says_nothing_of_a_quarter_that_was_never_built(city, tmp_path):
    text = text_of(draft(city, OFFICE, OLD, tmp_path))
    assert "附件\uff1a1.2023年第三季度检查不合格政府网站名单2.2023年第三季度检查不合格政务新媒体名单" in text
    assert "附件1" in text and "附件2" in text
    assert "“青溪区人民政府”存在空白栏目、站点无法访问问题" in text
    assert "已连续7个季度" in text
    assert "2023年第二季度" not in text
    assert "云州120急救" in text


def test_requirements_follow_the_reasons_that_occurred(city, tmp_path):
    new, old = (text_of(draft(city, OFFICE, period, tmp_path)) for period in (NEW, OLD))
    assert "严格信息发布审核" in new and "严格信息发布审核" not in old
    assert "保障网站稳定运行" in old and "保障网站稳定运行" not in new
    assert "工作年度报表" in new and "工作年度报表" not in old


def test_where_nobody_could_be_judged_or_none_was_inspected_the_text_does_not_say_that_nothing_was_found(
    city, tmp_path
):
    city.execute("delete from mart.fact_finding")
    city.execute("update mart.quarter_subject set grade = 'undetermined' where period_id = '2023Q4'")
    city.execute("delete from mart.fact_inspection where subject_id like 'site:%'")
    city.execute("update staging.message set deadline_at = null, due_at = null")
    city.execute("delete from mart.quarter_figure")
    figures_again(city, NEW)
    style = OFFICE.bulletin.model_copy(update={"shown_platforms": []})
    office = OFFICE.model_copy(update={"bulletin": style})
    text = text_of(draft(city, office, NEW, tmp_path))
    assert "政府网站方面。未开展检查。" in text
    assert "政务新媒体方面。因监测数据不足\uff0c未能作出判定。" in text
    assert "政务新媒体账号5个开展检查\uff0c实际检查5个" in text  # no platforms are named, none are told
    assert "找错”平台收到网民留言3条\uff0c办结率100%。" in text  # without a deadline nothing is on time


def test_sections_without_facts_are_left_out_and_headings_count_on(city, tmp_path):
    for table in ("fact_superior_notice", "fact_superior_item", "fact_special_check"):
        city.execute(f"delete from mart.{table}")
    city.execute("delete from mart.quarter_subject where period_id = '2023Q3'")
    city.execute("update mart.quarter_subject set grade = 'qualified' where period_id = '2023Q4'")
    city.execute("delete from mart.fact_finding")
    city.execute("delete from mart.quarter_figure")
    figures_again(city, NEW)
    text = text_of(draft(city, OFFICE, NEW, tmp_path))
    assert "\uff08一\uff09政府网站检查情况。" in text
    assert "\uff08三\uff09网民留言办理情况。" in text
    assert "通报情况" not in text.split("一、总体情况")[1].split("二、")[0]
    assert text.count("未发现突出问题。") == 2
    assert "附件\uff1a2023年第四季度检查情况统计图" in text  # the only one: it has no number
    assert "名单" not in text and "整改情况经主要负责人" not in text


def test_unfinished_rectification_failures_upstairs_and_overdue_messages_are_told(city, tmp_path):
    city.execute("update mart.fact_case set closed_on = null where indicator_id = 'SV4.3'")
    city.execute("update staging.message set closed_at = null where message_id = '找错-0'")
    city.execute(
        "update mart.fact_superior_notice set failed_count = 1 where level = 'province' and period_id = '2023Q4'"
    )
    city.execute(
        "update mart.quarter_subject set grade = 'undetermined'"
        " where subject_id = 'site:5399000004' and period_id = '2023Q4'"
    )
    figures_again(city, NEW)
    text = text_of(draft(city, OFFICE, NEW, tmp_path))
    assert "已整改到位1个\uff0c不合格政务新媒体1个、已整改到位1个\uff0c其余尚未整改到位" in text
    assert "办结率66.7%\uff0c超期办理1条。" in text
    assert "政府网站合格率为75.0%\uff081个不合格\uff09\uff0c政务新媒体合格率为80.0%\uff081个不合格\uff09" in text
    assert "另有1个因监测数据不足不予判定。" in text
    assert "已连续" not in text
    assert "改进互动回应" in text


def test_many_failures_are_left_to_the_list(city, tmp_path):
    for number in range(20):
        one = f"account:微信公众号:many-{number}"
        subject(city, one, platform="微信公众号", account_id=f"many-{number}", organiser=f"第{number}局")
        grade(city, NEW, one, [SILENT])
    figures_again(city, NEW)
    text = text_of(draft(city, OFFICE, NEW, tmp_path)).split("附件\uff1a")[0]
    assert "检查不合格的政务新媒体涉及22家主办单位\uff0c名单和问题见附件。" in text


def test_a_month_can_be_published_too(city, tmp_path):
    july = Period.parse("2023-07")
    grade(city, july, "site:5399000001", [])
    figures_again(city, july)
    text = text_of(draft(city, OFFICE, july, tmp_path))
    assert "关于2023年7月全市政府网站" in text


def test_every_printed_figure_is_a_row_with_its_query(city, tmp_path):
    folder = draft(city, OFFICE, NEW, tmp_path)
    printed = json.loads((folder / "figures.json").read_text("utf-8"))
    marks = BeautifulSoup((folder / "bulletin.html").read_text("utf-8"), "lxml").select(".figure")
    on_page = {(mark["data-figure"], mark["data-period"], mark["data-dimension"], mark.get_text()) for mark in marks}
    in_file = {(one["figure_id"], one["period_id"], one["dimension"], one["printed"]) for one in printed}
    rows = city.execute("select * from mart.bulletin_figure where edition_no = 0").fetchall()
    in_table = {(row["figure_id"], row["period_id"], row["dimension"], row["printed"]) for row in rows}
    assert on_page == in_file == in_table
    rate = next(one for one in printed if (one["figure_id"], one["period_id"]) == ("account_pass_rate", "2023Q4"))
    assert rate == {
        "figure_id": "account_pass_rate",
        "period_id": "2023Q4",
        "dimension": "",
        "value": 0.6,
        "numerator": 3,
        "denominator": 5,
        "printed": "60.0%",
        "sql_file": "include/sql/figure/pass_rate.sql",
        "parameters": {
            "jurisdiction_id": "yunzhou-demo",
            "period_id": "2023Q4",
            "period_start": "2023-10-01",
            "period_end": "2024-01-01",
            "cutoff_on": "2023-12-31",
            "site_denominator": "judged",
            "account_denominator": "judged",
        },
    }


def test_nothing_is_written_for_a_period_that_was_not_built(city, tmp_path):
    with pytest.raises(InspectionError, match="run load_quarter for 2024Q1 first"):
        draft(city, OFFICE, Period.parse("2024Q1"), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_figures_older_than_their_rows_are_refused(city, tmp_path):
    platform, account = ACCOUNTS[3][:2]
    city.execute(
        "update mart.quarter_subject set grade = 'unqualified' where subject_id = %s", [f"account:{platform}:{account}"]
    )
    with pytest.raises(InspectionError, match=r"account_failed_count is 2, the list has 3 rows .*run load_quarter"):
        draft(city, OFFICE, NEW, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_signing_makes_an_edition_from_the_draft_and_dates_it(city, tmp_path):
    drafted = content(draft(city, OFFICE, NEW, tmp_path))
    folder = sign(city, OFFICE, NEW, tmp_path, signed_by="云州市人民政府办公室", signed_at=SIGNED_AT)
    assert folder.name == "1"
    assert str((folder.parent / "latest").readlink()) == "1"
    text = text_of(folder)
    assert "云州市人民政府办公室2024年1月10日" in text
    assert "于2024年1月25日前将整改情况" in text
    signed = content(folder)
    assert {name for name in FILES if signed[name] != drafted[name]} == {
        "bulletin.html",
        "bulletin.docx",
        "bulletin.pdf",
    }
    assert b'<body class="signed">' in signed["bulletin.html"]
    assert content(folder.parent / "0") == drafted
    row = city.execute("select * from mart.bulletin where edition_no = 1").fetchone()
    assert (row["state"], row["signed_by"], row["signed_at"]) == ("signed", "云州市人民政府办公室", SIGNED_AT)
    assert row["bulletin_id"] == "yunzhou-demo/2023Q4" and row["output_path"] == "yunzhou-demo/2023Q4/1"
    assert row["title"] == "云州市人民政府办公室关于2023年第四季度全市政府网站和政务新媒体检查情况的通报"
    counts = city.execute("select count(*) from mart.bulletin_figure group by edition_no").fetchall()
    assert len(counts) == 2 and counts[0] == counts[1]


def test_drafting_again_touches_the_draft_only(city, tmp_path):
    draft(city, OFFICE, NEW, tmp_path)
    first = sign(city, OFFICE, NEW, tmp_path, signed_by="office", signed_at=SIGNED_AT)
    before = content(first)
    subject(city, "account:微信公众号:yz-late", platform="微信公众号", account_id="yz-late")
    inspect(city, NEW, "account:微信公众号:yz-late")
    grade(city, NEW, "account:微信公众号:yz-late", [GRAVE])
    figures_again(city, NEW)
    folder = draft(city, OFFICE, NEW, tmp_path)
    assert "其中不合格3个" in text_of(folder)
    assert content(first) == before
    assert str((folder.parent / "latest").readlink()) == "1"
    second = sign(city, OFFICE, NEW, tmp_path, signed_by="office", signed_at=SIGNED_AT)
    assert second.name == "2" and content(first) == before
    assert [path.name for path in folder.parent.iterdir() if path.name.startswith(".")] == []


def test_the_same_signature_twice_is_one_edition(city, tmp_path):
    draft(city, OFFICE, NEW, tmp_path)
    for _ in range(2):
        folder = sign(city, OFFICE, NEW, tmp_path, signed_by="office", signed_at=SIGNED_AT)
    assert folder.name == "1"
    assert city.execute("select count(*) from mart.bulletin").fetchone()["count"] == 2


def test_a_draft_that_was_altered_rebuilt_or_never_made_is_not_signed(city, tmp_path):
    with pytest.raises(InspectionError, match=r"has no draft .*run publish for 2023Q4 first"):
        sign(city, OFFICE, NEW, tmp_path, signed_by="office", signed_at=SIGNED_AT)
    page = draft(city, OFFICE, NEW, tmp_path) / "bulletin.html"
    with pytest.raises(InspectionError, match="rebuilt after it was approved"):
        sign(city, OFFICE, NEW, tmp_path, signed_by="office", signed_at=SIGNED_AT, draft_sha256="0" * 64)
    page.write_text(page.read_text("utf-8").replace("不合格2个", "不合格1个") + " ", "utf-8")
    with pytest.raises(InspectionError, match="文件被改动"):
        sign(city, OFFICE, NEW, tmp_path, signed_by="office", signed_at=SIGNED_AT)
    assert city.execute("select count(*) from mart.bulletin").fetchone()["count"] == 1


def test_an_edition_on_disk_is_never_overwritten_by_a_new_warehouse(city, tmp_path):
    folder = draft(city, OFFICE, NEW, tmp_path)
    left = folder.parent / "1"
    left.mkdir()
    (left / "bulletin.html").write_text("signed long ago")
    signed = sign(city, OFFICE, NEW, tmp_path, signed_by="office", signed_at=SIGNED_AT)
    assert signed.name == "2"
    assert (left / "bulletin.html").read_text() == "signed long ago"


def test_the_change_on_the_year_is_told_in_points(city, tmp_path):
    year_before = NEW.a_year_before()
    for number, (_, _, verdict) in enumerate([(0, 0, ""), (0, 0, "unqualified"), (0, 0, ""), (0, 0, "")]):
        grade(city, year_before, f"site:539900000{number + 1}", [], verdict)
    figures_again(city, NEW)
    assert "合格率为100%\uff0c合格率同比提高25.0个百分点。" in text_of(draft(city, OFFICE, NEW, tmp_path))
    row = city.execute("select value from mart.quarter_figure where figure_id = 'pass_rate_change_points'").fetchone()
    assert row["value"] == Decimal(25)


def test_the_state_alone_is_told_where_the_province_published_nothing(city, tmp_path):
    city.execute("delete from mart.fact_superior_notice where level = 'province'")
    notice(city, "county", "2023Q4", "site", 3, 1)
    figures_again(city, NEW)
    text = text_of(draft(city, OFFICE, NEW, tmp_path))
    assert "在国务院办公厅的季度通报中全部合格" in text
    assert "省政府办公厅2023年第四季度" not in text
