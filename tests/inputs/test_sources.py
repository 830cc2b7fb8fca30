"""One bad row never spoils a table: it is quarantined with its place, its reason and a remedy."""

from __future__ import annotations

import pytest

from inspection.declared import inputs
from inspection.declared.office import FOLDER, load
from inspection.errors import InspectionError
from inspection.inputs import rows, tables

HEADER = "网站标识码,网站名称,首页网址,主办单位,运行状态,联系人,手机\n"
GOOD = "5399000001,云州市人民政府,http://www.yunzhou.example/,云州市人民政府办公室,正常运行,某人,13800000000\n"


def parse(source, text, name="input.csv"):
    definition = inputs.definition(source)
    return rows.parse(definition, tables.read_table(text.encode(), name, definition.headers))


@pytest.mark.parametrize(
    ("row", "column", "value", "reason"),
    [
        (",甲网,http://a.example/,甲局,正常运行,,", "网站标识码", "", "is blank"),
        ("539900,甲网,http://a.example/,甲局,正常运行,,", "网站标识码", "539900", "is no site code"),
        ("5.399E+09,甲网,http://a.example/,甲局,正常运行,,", "网站标识码", "5.399E+09", "digits were lost"),
        ("5399000001,甲网,http://a.example/,甲局,正常运行,,", "网站标识码", "site:5399000001", "row 2 has the same"),
        ("5399000002,甲网,http//a,甲局,正常运行,,", "首页网址", "http//a", "is no web address"),
        ("5399000002,甲网,,甲局,正常运行,,", "首页网址", "", "is blank"),
        ("5399000002,甲网,http://a.example/,,正常运行,,", "主办单位", "", "is blank"),
        ("5399000002,甲网,http://a.example/,甲局,挺好,,", "运行状态", "挺好", "vocabulary status"),
    ],
)
def test_a_bad_row_is_quarantined_and_the_good_ones_go_on(row, column, value, reason):
    parsed = parse("sites", HEADER + GOOD + row + "\n")
    assert [good["row_no"] for good in parsed.good] == [2]
    (bad,) = parsed.bad
    assert (bad.file, bad.row_no, bad.column_name, bad.value) == ("input.csv", 3, column, value)
    assert reason in bad.reason
    assert bad.remedy


def test_a_good_row_has_its_values_under_the_names_of_the_warehouse():
    (row,) = parse("sites", HEADER + GOOD).good
    assert {name: value for name, value in row.items() if value is not None} == {
        "subject_id": "site:5399000001",
        "site_code": "5399000001",
        "name": "云州市人民政府",
        "home_url": "http://www.yunzhou.example/",
        "organiser": "云州市人民政府办公室",
        "status": "running",
        "row_no": 2,
    }


def test_a_closed_site_needs_no_address():
    parsed = parse("sites", HEADER + "5399000002,甲网,,甲局,永久关停,,\n")
    assert [row["status"] for row in parsed.good] == ["closed"]


def test_a_row_with_two_bad_cells_is_one_row_with_two_reasons():
    parsed = parse("sites", HEADER + "5399000002,甲网,http//a,甲局,挺好,,\n")
    assert [bad.column_name for bad in parsed.bad] == ["首页网址", "运行状态"]
    assert parsed.bad_row_count == 1


def test_nothing_about_a_person_reaches_quarantine():
    slipped = "5399000002,甲网,13800000000,甲局,正常运行,某人,a@b.example\n"
    long = "5399000003,甲,网,http://a.example/,甲局,正常运行,某人,13800000000\n"
    parsed = parse("sites", HEADER + slipped + long)
    assert [bad.row_no for bad in parsed.bad][:1] == [2]
    assert "某人" not in str(parsed.bad)
    assert "13800000000" not in str(parsed.bad)
    assert parsed.bad[0].raw["网站名称"] == "甲网"
    assert {bad.key for bad in parsed.bad if bad.row_no == 3} == {("site:5399000003",)}


def test_a_missing_column_stops_the_file_and_names_what_it_may_be_called():
    text = HEADER.replace("主办单位", "单位") + GOOD
    with pytest.raises(
        InspectionError,
        match=r"required column missing: 主办单位 \| 主办单位名称 \| 网站主办单位 \| organiser; required are",
    ) as error:
        parse("sites", text)
    assert "nearest: 单位 → 主办单位" in error.value.remedy
    assert error.value.place == "input.csv"


def test_the_first_header_that_has_something_in_it_wins():
    text = "网站标识码,网站名称,网站域名,首页网址,主办单位,运行状态\n5399000001,甲网,a.example,,甲局,正常\n"
    assert parse("sites", text).good[0]["home_url"] == "http://a.example/"


def test_accounts_without_an_id_are_told_apart_by_platform_and_name():
    named = [("云州 发布", "微信"), ("云州发布", "微博"), ("云州发布", "公众号")]
    lines = [f",{name},{platform},甲局,正常\n" for name, platform in named]
    parsed = parse("accounts", "account_id,name,platform,organiser,status\n" + "".join(lines))
    assert [row["subject_id"] for row in parsed.good] == ["account:微信公众号:云州发布", "account:新浪微博:云州发布"]
    assert [(bad.row_no, bad.value) for bad in parsed.bad] == [(4, "account:微信公众号:云州发布")]


def test_an_unknown_platform_is_quarantined():
    (bad,) = parse("accounts", "name,platform,organiser,status\n云州发布,云州通,甲局,正常\n").bad
    assert (bad.column_name, bad.value) == ("platform", "云州通")
    assert "include/platforms.yaml" in bad.remedy


@pytest.mark.parametrize(
    ("source", "text", "reason"),
    [
        ("downtime", "site_code,from,to,approval\n5399000001,2023-11-05,2023-11-01,云函1号\n", "is before starts_at"),
        ("messages", "channel,message_id,received_at,closed_at\n找错,1,2023-11-05,2023-11-01\n", "before received_at"),
        (
            "reports",
            "report_id,subject,found_on,body,decision\nr1,5399000001,2023-11-05,甲局,reported\n",
            "is blank",
        ),
        (
            "special_checks",
            "check_id,period_id,name,target,target_kind,starts_on,ends_on,passed\nc,2023Q4,n,t,site,2023-11-05,2023-11-01,是\n",
            "is before starts_on",
        ),
    ],
)
def test_a_row_that_contradicts_itself_is_quarantined(source, text, reason):
    parsed = parse(source, text)
    assert not parsed.good
    assert reason in parsed.bad[0].reason


@pytest.mark.parametrize("source", inputs.names())
def test_every_definition_is_read_and_names_only_what_exists(source):
    definition = inputs.definition(source)
    given = set(definition.fields) | ({"subject_id"} if definition.subject else set())
    assert set(definition.key) <= given
    assert set(definition.one_of) <= given
    for field in definition.fields.values():
        assert field.vocabulary or field.converter in rows.convert.CONVERTERS
        assert field.vocabulary is None or field.vocabulary in rows.convert._vocabularies()
        assert field.not_before is None or field.not_before in given
    alone = [
        field for field in definition.fields.values() if field.converter != "last_day"
    ]  # a span stands in one cell
    folded = [inputs.header_key(header) for field in alone for header in field.headers]
    assert len(folded) == len(set(folded)), "two fields claim one header"


def test_an_unknown_input_is_refused():
    with pytest.raises(InspectionError, match="no input weather"):
        inputs.definition("weather")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (
            "acounts",
            r"sources: there is no input acounts \(did you mean accounts\? known are: sites, columns, accounts, ",
        ),
        ("天气", r"sources: there is no input 天气 \(known are: sites, "),
    ],
)
def test_an_office_with_a_misspelt_source_is_refused_with_the_nearest_name(tmp_path, name, says):
    path = tmp_path / "office.yaml"
    text = (FOLDER / "yunzhou-demo.yaml").read_text("utf-8")
    path.write_text(text.replace("\n  accounts: {url", f"\n  {name}: {{url"), "utf-8")
    with pytest.raises(InspectionError, match=says) as error:
        load(path)
    assert error.value.place.startswith(f"{path} line ")
