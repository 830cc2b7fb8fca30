"""The five houses: each bulletin in its own words, decimals and columns, from a few invented rows."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from inspection.bulletin import UnboundNumber, authored, style
from inspection.bulletin.material import Material
from inspection.bulletin.render import TEMPLATES, render
from inspection.declared import editions
from inspection.declared.office import load
from inspection.errors import InspectionError
from inspection.flow import publish
from inspection.flow.quarter import is_loaded
from inspection.periods import Period
from inspection.quarter import figures
from tests.given.quarters import insert

HOUSES = {
    "qujing": "2023Q4", "hulunbuir": "2019Q2", "yichun": "2023Q3", "jiangxi": "2022Q2", "anshan": "2020-09",
}  # fmt: skip
FAILED = {
    "site": {"subject_id": "site:1", "name": "云州市教育局", "organiser": "市教育局", "reason": "columns_not_updated"},
    "account": {
        "subject_id": "account:微信公众号:1", "name": "云州120急救", "organiser": "市急救中心",
        "platform": "微信公众号", "home_url": "https://weixin.example/1", "reason": "account_not_updated",
    },
}  # fmt: skip


def row(figure_id, value):
    return {
        "value": None if value is None else Decimal(value), "numerator": None, "denominator": None,
        "sql_file": figures.declared()[figure_id], "parameters": {},
    }  # fmt: skip


def material(office, period, counts, *, failed=("site", "account"), **more):
    """A bulletin's material of given figures; what each template asks for besides is there with plain values."""
    usual = {
        "site_registered_count": 54, "site_inspected_count": 54, "site_visit_count": 54, "site_failed_count": 1,
        "site_qualified_count": 53, "site_undetermined_count": 0, "site_pass_rate": "0.5", "site_inspected_share": 1,
        "account_registered_count": 142, "account_inspected_count": 142, "account_visit_count": 142,
        "account_failed_count": 1, "account_qualified_count": 141, "account_undetermined_count": 0,
        "account_pass_rate": "0.5", "account_inspected_share": 1, "account_failed_organiser_count": 1,
        "site_failed_organiser_count": 1,
    }  # fmt: skip
    known = {(period.period_id, name, ""): row(name, value) for name, value in usual.items()}
    for name, value in counts.items():
        when, _, rest = name.rpartition(" ")
        figure_id, _, dimension = rest.removesuffix("}").partition("{")
        known[when or period.period_id, figure_id, dimension] = row(figure_id, value)
    lists = {}
    for kind, one in FAILED.items():
        reason = one["reason"]
        listed = one | {"reason_ids": [reason], "reasons": [editions.load_reasons()[reason].zh]}
        lists[kind] = [listed] if kind in failed else []
    shares = {("site", "columns_not_updated"): Decimal("0.02"), ("account", "account_not_updated"): Decimal("0.2")}
    return Material(known, lists, [], [], [], **{"shares": shares, **more})


def text_of(name, counts, period=None, **more):
    office = load(name)
    period = office.period(period or HOUSES[name])
    html = render(office, period, material(office, period, counts, **more)).html
    return re.sub(r"\s+", "", BeautifulSoup(html, "lxml").body.get_text()), html


@pytest.mark.parametrize("name", HOUSES)
def test_each_house_writes_its_bulletin_from_the_same_few_rows(name):
    text, _ = text_of(name, {})
    office = load(name)
    assert office.office["zh"] in text
    assert style.punctuate(office.bulletin.addressees) in text
    assert "要求" in text or "安排" in text


@pytest.mark.parametrize("name", HOUSES)
def test_no_template_of_a_house_can_print_a_typed_number(name, tmp_path):
    """Every section, one after the other, with a number typed at its end."""
    office, period = load(name), Period.parse(HOUSES[name])
    for section in office.bulletin.sections:
        if section in authored.load(name):  # words of a text file: test_authored and test_grammar
            continue
        folder = tmp_path / section
        (folder / "bulletins").mkdir(parents=True)
        for path in (TEMPLATES / "bulletins").iterdir():
            (folder / "bulletins" / path.name).write_bytes(path.read_bytes())
        one = folder / "bulletins" / f"{section}.html.j2"
        one.write_text(one.read_text("utf-8") + "<p>另有3个网站未整改</p>", "utf-8")
        with pytest.raises(UnboundNumber, match="另有3个网站"):
            render(office, period, material(office, period, {}), templates=folder)


def test_anshan_truncates_pass_rates_drops_zeros_and_rounds_shares():
    text, _ = text_of(
        "anshan",
        {
            "2020Q3 superior_registered_count{province/site}": 557,
            "2020Q3 superior_visit_count{province/site}": 600,
            "2020Q3 superior_failed_count{province/site}": 4,
            "2020Q3 superior_pass_rate{province/site}": Decimal(596) / 600,
            "2020Q3 superior_inspected_count{province/account}": 641,
            "2020Q3 superior_failed_count{province/account}": 4,
            "2020Q3 superior_pass_rate{province/account}": Decimal(637) / 641,
            "superior_inspected_count{province/site}": 200,
            "superior_inspected_share{province/site}": Decimal(200) / 557,
            "superior_failed_count{province/site}": 1,
            "superior_own_failed_count{province/site}": 0,
            "superior_pass_rate{province/site}": Decimal(199) / 200,
            "superior_inspected_count{province/account}": 320,
            "superior_inspected_share{province/account}": Decimal(320) / 735,
            "superior_failed_count{province/account}": 3,
            "superior_own_failed_count{province/account}": 0,
            "superior_pass_rate{province/account}": Decimal(317) / 320,
            "site_registered_count": 31,
            "site_inspected_count": 31,
            "site_failed_count": 0,
            "site_pass_rate": 1,
            "account_registered_count": 74,
            "account_inspected_count": 74,
            "account_failed_count": 0,
        },
        failed=(),
    )
    assert "关于2020年九月份全市政府网站和政务新媒体监管情况的通报" in text
    assert "一、第三季度政府网站和政务新媒体监管情况" in text
    assert "共有政府网站557家\uff0c累计抽查600家次\uff0c发现不合格网站4家\uff0c总体合格率为99.3%" in text
    assert "累计抽查全省政务新媒体641个\uff0c发现不合格政务新媒体4个\uff0c总体合格率为99.3%" in text
    assert "占全省政府网站总数的36%\uff0c发现不合格政府网站1家\uff0c总体合格率为99.5%" in text
    assert "占全省政务新媒体总数的43.5%\uff0c发现不合格政务新媒体3个\uff0c总体合格率为99%" in text
    assert text.count("未涉及我市") == 2
    assert "正常运行的政府网站共31家\uff0c总体合格率为100%" in text
    assert "政务新媒体共74个\uff0c已全部检查\uff0c未发现不合格政务新媒体" in text
    assert "一是" in text and "四是" in text and "附件" not in text


def test_jiangxi_prints_two_decimals_and_differences_in_points_and_never_how_many_failed():
    text, _ = text_of(
        "jiangxi",
        {
            "site_inspected_count": 524,
            "account_inspected_count": 1151,
            "account_inspected_share": Decimal(1151) / 3375,
            "site_pass_rate": Decimal(486) / 524,
            "account_pass_rate": Decimal(1122) / 1151,
            "pass_rate_change_points{site}": "18.598",
            "pass_rate_change_points{account}": "1.14",
        },
    )
    assert "共检查政府网站524家\uff0c覆盖全省所有政府网站\uff1b检查政务新媒体1151家" in text
    assert "总数的34.1%" in text
    assert "政府网站合格率为92.75%\uff0c同比提高18.6个百分点" in text
    assert "政务新媒体合格率为97.48%\uff0c同比提高1.14个百分点" in text
    assert "于2022年7月10日前通过江西省政府网站和政务新媒体监测抽查系统报送整改情况" in text
    assert "赣府厅函〔2022〕" in text
    assert not re.search(r"不合格(政府网站|政务新媒体)?\d", text)


def test_a_house_that_prints_percent_for_points_gets_the_number_and_a_warning():
    office = load("jiangxi")
    office = office.model_copy(update={"bulletin": office.bulletin.model_copy(update={"difference_unit": "%"})})
    period = Period.parse("2022Q2")
    rendered = render(office, period, material(office, period, {"pass_rate_change_points{site}": "18.598"}))
    assert "同比提高" in rendered.html and ">18.6</data>%" in rendered.html
    assert rendered.warnings == [
        "pass_rate_change_points{site} is a difference of rates in 百分点 and is printed with %"
    ]


def test_yichun_prints_one_decimal_counts_items_with_digits_and_lists_addresses():
    text, html = text_of(
        "yichun",
        {
            "site_qualified_count": 50,
            "site_pass_rate": Decimal(50) / 54,
            "account_failed_count": 4,
            "account_pass_rate": Decimal(138) / 142,
            "previous_failed_count{site}": 0,
            "previous_failed_count{account}": 15,
            "previous_failed_rectified_count{account}": 15,
            "previous_failed_open_count{account}": 0,
            "account_reason_failed_count{serious_expression_error}": 0,
            "message_overdue_count{依申请公开}": 0,
            "message_received_count{依申请公开}": 7,
            "account_mention_count{account:今日头条:x}": 4,
        },
        mentioned=[{"subject_id": "account:今日头条:x", "name": "云州开发区", "platform": "今日头条"}],
    )
    assert "1.政务公开日常工作情况。" in text and "未出现超期办结情况" in text
    assert "检查比例100%\uff0c合格50家\uff0c合格率92.6%" in text
    assert "发现问题账号4个\uff0c合格率97.2%\uff0c未发现严重表述错误" in text
    assert "上季度15个不合格政务新媒体账号均已整改到位" in text
    assert "“云州开发区”今日头条今年以来被监测通报4次" in text
    assert "提前10个工作日报备" in text and "不少于3次的账号" in text
    assert "\uff08此件主动公开\uff09" in text
    assert "附件\uff1a宜春市政务新媒体监测情况\uff08第三季度\uff09" in text
    heads = [cell.get_text() for cell in BeautifulSoup(html, "lxml").select("table.list th")]
    assert heads == ["序号", "单位名称", "账号类型", "账号名称", "文章URL/主页URL/下载URL", "问题"]
    assert "https://weixin.example/1" in text and "两周未更新" in text


def test_hulunbuir_shows_no_pass_rate_and_names_platform_and_account_together():
    text, html = text_of(
        "hulunbuir",
        {
            "site_registered_count": 48,
            "site_inspected_count": 48,
            "site_failed_count": 4,
            "account_inspected_count": 35,
            "account_qualified_count": 33,
            "account_failed_count": 2,
            "message_received_count{互动交流}": 22,
            "message_on_time_count{互动交流}": 11,
            "message_late_count{互动交流}": 11,
            "message_within_limit_rate{互动交流}": "0.5",
            "message_received_count{找错}": 23,
            "message_on_time_count{找错}": 23,
            "message_within_limit_rate{找错}": 1,
        },
    )
    assert "正常运行的政府网站共48家\uff0c本级抽查48家\uff0c抽查比例100%" in text
    assert "最终核定4家网站不合格" in text
    assert "核定合格33个\uff0c不合格2个" in text
    assert "共办理23条\uff0c均在规定时限内办结" in text
    assert "按时办结11条\uff0c逾期办结11条\uff0c时限内办结率50%" in text
    assert "合格率" not in text
    assert "本通报印发之日起15个工作日内" in text
    assert "附件\uff1a1.2019年第二季度呼伦贝尔市抽查发现的不合格网站" in text
    rows = [
        [cell.get_text() for cell in line.find_all("td")] for line in BeautifulSoup(html, "lxml").select("tbody tr")
    ]
    assert rows == [
        ["云州市教育局", "多个栏目长期不更新"],
        ["市急救中心", "微信\uff1a云州120急救", "监测时间点前两周内无更新"],
    ]


def test_qujing_counts_platforms_in_its_words_and_prints_no_rate_of_its_own():
    text, _ = text_of(
        "qujing",
        {
            "site_registered_count": 16,
            "site_failed_count": 0,
            "account_registered_count": 263,
            "account_count{微信公众号}": 146,
            "account_count{新浪微博}": 57,
            "account_count{抖音短视频}": 37,
            "account_count{今日头条}": 15,
            "account_count{其他}": 8,
            "superior_pass_rate{province/site}": 1,
            "superior_failed_count{province/site}": 0,
            "message_received_count{曝光台}": 0,
        },
    )
    assert "政务微信公众号146个、政务微博57个、政务抖音短视频37个、政务今日头条15个、其他政务新媒体8个" in text
    assert "未发现不合格的情况。" in text and "不合格0" not in text
    assert text.count("合格率") == 1 and "政府网站合格率为100%" in text
    assert "“云南省政府网站曝光台”平台收到网民留言0条。" in text and "办结率" not in text
    assert "《国务院办公厅关于印发政府网站发展指引的通知》\uff08国办发〔2017〕47号\uff09" in text
    assert "于2024年1月15日前" in text and "于2024年1月20日前" in text
    assert "曲政办函〔2024〕" in text and "2023年四季度全市政府网站和政府系统政务新媒体检查情况的通报" in text


def test_a_special_check_is_a_bulletin_of_its_own_and_needs_no_quarter(connection, tmp_path):
    check = {"name": "信息发布审核专项检查", "starts_on": date(2023, 11, 21), "ends_on": date(2023, 11, 30)}
    office = load("yunzhou-demo")
    office = type(office).model_validate(office.model_dump() | {"special_checks": {"audit": check}})
    period = office.period("special-audit")
    assert (period.start, period.last_day) == (date(2023, 11, 21), date(2023, 11, 30))
    for target, is_passed in (("青溪区", True), ("长亭县", False)):
        insert(
            connection, "mart.fact_special_check", jurisdiction_id="yunzhou-demo", check_id="audit", target=target,
            period_id="special-audit", target_kind="county", is_passed=is_passed, **check,
        )  # fmt: skip
    assert is_loaded(connection, office, period)
    page = Path(publish.draft(connection, office, period, tmp_path)["folder"]) / "bulletin.html"
    assert page.parent == tmp_path / "yunzhou-demo" / "special-audit" / "0"
    text = re.sub(r"\s+", "", BeautifulSoup(page.read_text("utf-8"), "lxml").body.get_text())
    assert "2023年11月21日—30日\uff0c共检查2个对象" in text
    assert "不合格1个\uff0c合格率为50.0%。检查不合格的有长亭县。" in text


def test_a_special_check_that_the_office_does_not_name_is_no_period():
    with pytest.raises(InspectionError, match="name it under special_checks"):
        load("yunzhou-demo").period("special-unknown")


def test_a_new_office_is_one_file_and_at_most_one_template_of_its_own_sections(tmp_path):
    (tmp_path / "linzhou.yaml").write_text(
        "jurisdiction_id: linzhou\nname: {zh: 邻州市, en: Linzhou}\noffice: {zh: 邻州市政务局, en: Bureau}\n"
        "level: city\nedition: cn-2019-19\nbulletin:\n"
        "  title: ['{=office}关于', '{=period}{=scope}网站抽查的通报']\n"
        "  sections: [linzhou]\n  rate: {decimals: 0, rounding: truncate}\n"
        "  lists: {site: {title: '{=period_in_year}名单', columns: [{head: 网站, cell: name}]}}\n",
        "utf-8",
    )
    folder = tmp_path / "templates"
    (folder / "bulletins").mkdir(parents=True)
    for path in (TEMPLATES / "bulletins").iterdir():
        (folder / "bulletins" / path.name).write_bytes(path.read_bytes())
    (folder / "bulletins" / "linzhou.html.j2").write_text(
        "<p>{{ scope }}合格率{{ rate('site_pass_rate') }}。</p>{% include 'bulletins/_requirements.html.j2' %}", "utf-8"
    )
    office, period = load(tmp_path / "linzhou.yaml"), Period.parse("2023Q3")
    html = render(office, period, material(office, period, {"site_pass_rate": "0.929"}), templates=folder).html
    text = re.sub(r"\s+", "", BeautifulSoup(html, "lxml").body.get_text())
    assert "邻州市政务局关于2023年第三季度全市网站抽查的通报全市合格率92%。一、下一步工作要求" in text
    assert "附件\uff1a第三季度名单" in text
