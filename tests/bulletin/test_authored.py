"""Authored text: which blocks a bulletin takes, and what they may print."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup

from inspection.bulletin import authored
from inspection.bulletin.binding import Binding
from inspection.bulletin.material import collect
from inspection.bulletin.render import render
from inspection.declared.office import FOLDER, load
from inspection.errors import InspectionError
from inspection.judging import judge
from tests.bulletin.test_binding import row
from tests.given.quarters import NEW, OFFICE, OLD, insert

BLOCKS = """
requirements:
  - {id: always, heading: 各级落实责任, text: 要在72小时内处置。}
  - {id: silent, text: 恢复更新。, when: {reasons: [account_not_updated]}}
  - {id: overdue, text: 按时办理。, when: {figures: {message_overdue_count: 1}}}
  - {id: either, text: 二者有一。, when: {reasons: [unreachable], figures: {"message_overdue_count[找错]": 2}}}
  - {id: forms, text: "{=period_end+20}前公开。", when: {quarter: 4}}
  - {id: old, text: 过去有效。, valid_to: 2023-09-30}
  - {id: new, text: 今后有效。, valid_from: 2024-01-01}
  - id: vague
    text: "{=quantifier}网站存在{=reasons}问题,如{=examples}。"
    when: {reasons: [broken_links, blank_columns]}
"""


def found(*reasons, shares=None, examples=(), has_failed=True):
    return authored.Found(set(reasons), shares or {}, list(examples), has_failed)


def texts(folder, what=None, *, figures=None, period=NEW, blocks=BLOCKS, office=OFFICE):
    (folder / "default.yaml").write_text(blocks, "utf-8")
    binding = Binding(office, period, figures or {})
    written = authored.write("requirements", binding, what or found(), folder)
    return [BeautifulSoup(block["text"], "lxml").get_text() for block in written]


def test_a_block_without_conditions_is_always_there_with_its_deadline(tmp_path):
    assert texts(tmp_path) == ["要在72小时内处置。", "2024年1月20日前公开。"]


def test_blocks_follow_the_reasons_found(tmp_path):
    assert "恢复更新。" in texts(tmp_path, found("account_not_updated"))


@pytest.mark.parametrize(("overdue", "told"), [(0, []), (1, ["按时办理。"]), (2, ["按时办理。", "二者有一。"])])
def test_blocks_follow_figures_of_any_dimension_or_of_the_one_named(tmp_path, overdue, told):
    figures = {("2023Q4", "message_overdue_count", "找错"): row(overdue, "message_count")}
    assert [text for text in texts(tmp_path, figures=figures) if text in {"按时办理。", "二者有一。"}] == told


def test_blocks_belong_to_their_quarter_and_their_time(tmp_path):
    assert texts(tmp_path, period=OLD) == ["要在72小时内处置。", "过去有效。"]


def test_the_vague_word_comes_from_the_widest_share_and_names_are_quoted(tmp_path):
    shares = {("site", "broken_links"): Decimal("0.3"), ("site", "blank_columns"): Decimal("0.02")}
    example = {"kind": "site", "reason_id": "broken_links", "name": "云州120<b>"}
    told = texts(tmp_path, found("broken_links", "blank_columns", shares=shares, examples=[example]))
    assert told[-1] == "部分网站存在链接不可用、空白栏目问题,如“云州120<b>”。"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{site_faild_count}", "there is no figure site_faild_count.*did you mean site_failed_count"),
        ("{site_pass_rate[regon/青溪区]}", r"there is no dimension regon/青溪区.*\[region/…\]"),
        ("{account_pass_rate[platfrom/微博]}", r"\[platform/…\]"),
        ("{site_pass_rate[site_kind=门户]}", r"\[kind/…\]"),
        ("{site_pass_rate@prevous}", "@prevous is no period"),
        ("{=scop}检查", "scop.*did you mean scope"),
        ("{*faild_sites}", "did you mean failed_sites"),
    ],
)
def test_a_misspelt_name_is_refused_with_its_line_and_the_nearest(tmp_path, text, message):
    (tmp_path / "default.yaml").write_text(f"overall:\n  - id: a\n    text: 情况{text}。\n", "utf-8")
    with pytest.raises(InspectionError, match=rf"default\.yaml line 3.*{message}"):
        authored.load("nobody", tmp_path)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            "- {id: a, text: 检查72家。}",
            r"default\.yaml line 2: requirements: a: text.*72 stands in the text as a",
        ),
        ("- {id: a, text: 处置。, when: {reasons: [nothing]}}", "'nothing' is no reason"),
        ("- {id: a, txt: 处置。}", r"requirements: a: txt: there is no such field \(did you mean text\?\)"),
        ("- {use: none}", "there is no default block 'none'"),
        ("- {id: a, text: b: c: d", "is not valid YAML"),
    ],
)
def test_a_wrong_file_is_named_with_its_block(tmp_path, wrong, message):
    with pytest.raises(InspectionError, match=message):
        texts(tmp_path, blocks=f"requirements:\n  {wrong}\n")


def test_a_name_in_braces_that_nobody_gives_is_refused(tmp_path):
    with pytest.raises(InspectionError, match=r"\{=perod\} stands for nothing \(did you mean period\?"):
        texts(tmp_path, blocks="requirements:\n  - {id: a, text: '在{=perod}内处置。'}\n")


def test_an_offices_section_replaces_the_defaults_and_may_take_blocks_over(tmp_path):
    own = "requirements:\n  - {id: own, text: 本地要求。}\n  - {use: silent}\n"
    (tmp_path / "yunzhou-demo.yaml").write_text(own, "utf-8")
    assert texts(tmp_path, found("account_not_updated")) == ["本地要求。", "恢复更新。"]


WRITTEN = """
requirements:
  - {part: 总体情况, numbered: counted}
  - id: sites
    heading: 政府网站
    text:
      - "检查网站{site_inspected_count}{#site},"
      - {counts: site_failed_count, text: "不合格{site_failed_count}{#site}", none: 未发现不合格网站, one: 有一家不合格}
      - {when: {all_figures: {site_pass_rate: "< 1"}}, text: ",合格率{site_pass_rate|2},上期{site_pass_rate@previous}"}
      - 。
  - id: regions
    when: {all_figures: {"site_failed_count[region/青溪区]": ">= 1", domain_count: none}}
    text:
      - repeat: {over: region, of: site_failed_count}
        text: "{=each}不合格{site_failed_count[*]}{#site}"
      - "。{*failed_sites[unreachable]}无法访问。"
"""


def written(folder, failed, rate):
    counts = {"site_inspected_count": 40, "site_failed_count": failed}
    figures = {("2023Q4", name, ""): row(value, "grade_count") for name, value in counts.items()}
    figures |= {
        ("2023Q4", "site_failed_count", f"region/{name}"): row(value, "grade_count")
        for name, value in {"青溪区": failed, "白塔县": 0}.items()
    }
    figures["2023Q4", "site_pass_rate", ""] = row(rate, "pass_rate")
    figures["2023Q3", "site_pass_rate", ""] = row("0.9", "pass_rate")
    (folder / "default.yaml").write_text(WRITTEN, "utf-8")
    rows = [{"kind": "site", "name": "云州120", "organiser": "市局", "reason_ids": ["unreachable"]}]
    binding = Binding(OFFICE, NEW, figures, {"failed_sites": rows})
    blocks = authored.write("requirements", binding, found(), folder)
    return [(one.get("counted"), BeautifulSoup(one.get("text", one.get("part")), "lxml").get_text()) for one in blocks]


def test_clauses_follow_their_figures_and_repeat_over_a_dimension(tmp_path):
    assert written(tmp_path, 2, "0.95") == [
        (None, "总体情况"),
        (True, "检查网站40个,不合格2个,合格率95.00%,上期90.0%。"),
        (True, "白塔县不合格0个\uff1b青溪区不合格2个。“云州120”无法访问。"),
    ]


@pytest.mark.parametrize(("failed", "told"), [(0, "未发现不合格网站"), (1, "有一家不合格")])
def test_none_and_one_have_their_own_words(tmp_path, failed, told):
    assert written(tmp_path, failed, 1)[1] == (True, f"检查网站40个,{told}。")


@pytest.mark.parametrize(
    ("clause", "message"),
    [
        ("{text: '检查{site_inspected_count', when: {}}", "stands alone"),
        ("{text: 好。, when: {all_figures: {site_failed_count: '== 1'}}}", "compares nothing"),
        ("{text: 好。, when: {all_figures: {'site failed': 1}}}", "is no figure"),
        ("{text: 好。, none: 共5家。}", "5 stands in the text as a number"),
        ("{text: '{site_faild_count}家'}", r"there is no figure site_faild_count \(did you mean site_failed_count"),
    ],
)
def test_a_wrong_clause_is_named_with_its_line(tmp_path, clause, message):
    with pytest.raises(InspectionError, match=rf"default\.yaml line 4: requirements: a: .*{message}"):
        texts(tmp_path, blocks=f"requirements:\n  - id: a\n    text:\n      - {clause}\n")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_texts_of_every_office_load(path):
    sections = authored.load(path.stem)
    assert sections["requirements"] and all(blocks for section, blocks in sections.items() if section != "closing")


def report(connection, number, reason_id, *, is_publishable, decision="reported"):
    insert(
        connection, "staging.report", jurisdiction_id=OFFICE.jurisdiction_id, report_id=str(number),
        subject_id=f"site:539900000{number}", reason_id=reason_id,
        found_on=date(2023, 11, 1), body="市政府办公室", decision=decision, is_publishable=is_publishable,
    )  # fmt: skip


def test_only_subjects_that_are_marked_publishable_are_named_as_examples(city):
    report(city, 1, "praise", is_publishable=True)
    report(city, 2, "praise", is_publishable=None)
    report(city, 3, "expression_error_minor", is_publishable=True)
    report(city, 4, "expression_error_minor", is_publishable=False)
    judge.load_decisions(city, OFFICE)
    examples = collect(city, OFFICE, NEW).examples
    assert examples == [
        {"kind": "site", "reason_id": "expression_error_minor", "name": "青溪区人民政府"},
        {"kind": "site", "reason_id": "praise", "name": "云州市人民政府门户网站"},
    ]
    html = render(load("jiangxi"), NEW, collect(city, OFFICE, NEW)).html
    text = re.sub(r"\s+", "", BeautifulSoup(html, "lxml").body.get_text())
    assert "“云州市人民政府门户网站”等网站" in text and "云州市教育局" not in text.split("附件")[0]


def test_an_example_that_was_struck_out_is_not_named(city):
    report(city, 1, "praise", is_publishable=True)
    judge.load_decisions(city, OFFICE)
    city.execute(
        "update staging.report set decision = 'struck_out', found_on = '2023-11-02', report_id = '9'"
        " where report_id = '1'"
    )
    judge.load_decisions(city, OFFICE)
    report(city, 1, "praise", is_publishable=True)
    assert collect(city, OFFICE, NEW).examples == []
