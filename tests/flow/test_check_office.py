"""An office's file is made by a few answers, and looked through before it hurts."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from inspection import places
from inspection.cli import app
from inspection.declared import office as offices
from inspection.errors import InspectionError
from inspection.flow import check_office, new_office
from local import office_keys
from tests.given.messy import HEADERS, site, text, xlsx

TODAY = date(2026, 11, 30)


@pytest.fixture
def made(tmp_path: Path, monkeypatch):
    """Writes an office's file with what differs, and tells what `check` says of it."""
    monkeypatch.setenv("INSPECTION_LANG", "en")
    (tmp_path / "sites.xlsx").write_bytes(xlsx({"a": [HEADERS, site(1), site(2)]}))
    accounts = [["账号ID", "账号名称", "平台", "主办单位", "账号状态"], ["qx1", "清溪发布", "微信", "甲局", "正常"]]
    (tmp_path / "accounts.csv").write_text(text(accounts), "utf-8")
    path = new_office.write(
        "qingxi", name="清溪县", office="清溪县人民政府办公室", level="county", edition="cn-2019-19", folder=tmp_path,
        sources={"sites": str(tmp_path / "sites.xlsx"), "accounts": str(tmp_path / "accounts.csv"), "columns": ""},
    )  # fmt: skip

    def told(old: str = "", new: str = "", more: str = "") -> list[str]:
        changed = path.read_text("utf-8")
        assert old in changed
        path.write_text(changed.replace(old, new) + more if old or more else changed, "utf-8")
        offices.load.cache_clear()
        return [each.said(places.language()) for each in check_office.check(str(path), TODAY) if each.is_fault]

    return told


def test_a_new_office_has_nothing_of_the_demo_and_no_fault(made, tmp_path):
    assert made() == []
    written = (tmp_path / "qingxi.yaml").read_text("utf-8")
    assert "yunzhou" not in written
    assert "127.0.0" not in written
    assert offices.load(str(tmp_path / "qingxi.yaml")).level == "county"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("edition:", "edtion:", ["edtion: there is no such field (did you mean edition?)", "edition: Field required"]),
        ("cn-2019-19", "cn-2019-18", ["there is no such file"]),
        ("level: county", "level: town", ["level: Input should be 'province', 'city' or 'county'"]),
        ("sites.xlsx", "sits.xlsx", ["cannot be read"]),
    ],
)
def test_each_fault_is_told_with_the_nearest_right_name(made, old, new, says):
    found = "\n".join(made(old, new))
    assert [said for said in says if said not in found] == []


ENGLISH = re.compile(r"[A-Za-z]+ [a-z]+ [a-z]+")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("edition:", "edtion:", ["edtion: 没有此字段", "是否应为 edition？", "edition: 必须填写"]),
        ("cn-2019-19", "cn-2019-18", ["没有该文件"]),
        ("level: county", "level: town", ["level: 应为 'province', 'city' or 'county'，不能是 'town'"]),
        ("sites.xlsx", "sits.xlsx", ["sits.xlsx"]),
        ("  document_number: ''", "  template: bulletins/city_quater.html.j2", ["没有模板", "是否应为"]),
        ("  document_number: ''", "  channels: [县长邮箱]", ["县长邮箱", "0"]),
    ],
)
def test_each_fault_is_told_in_chinese(made, monkeypatch, old, new, says):
    monkeypatch.setenv("INSPECTION_LANG", "zh")
    found = "\n".join(made(old, new))
    assert [said for said in says if said not in found] == [], found
    assert ENGLISH.findall(found) == [], found


def test_rows_that_could_not_be_taken_are_told_in_chinese(made, monkeypatch, tmp_path):
    monkeypatch.setenv("INSPECTION_LANG", "zh")
    rows = [HEADERS, site(1), site(2, 首页网址="建设中"), site(1), site(3, 网站名称="")]
    (tmp_path / "sites.xlsx").write_bytes(xlsx({"a": rows}))
    assert made() == [
        f"{tmp_path}/sites.xlsx 第 3 行: 首页网址 建设中: 不是网址 (请写以 http:// 或 https:// 开头的完整网址)",
        f"{tmp_path}/sites.xlsx 第 4 行: 网站标识码 site:{site(1)[0]}: 重复: 第 2 行 相同"
        " (请删去两行之一，或更正其编码；已采用前一行)",
        f"{tmp_path}/sites.xlsx 第 5 行: 网站名称: 为空 (请填写)",
    ]


STYLES = {
    "  figures: {site_pas_rate: {decimals: 2}}": "did you mean site_pass_rate?",
    "  template: bulletins/city_quater.html.j2": "did you mean bulletins/city_quarter.html.j2?",
    "  sections: [_openning]": "did you mean _opening?",
    "  reason_words: {home_not_update: 首页}": "did you mean home_not_updated?",
    "  channels: [县长邮箱]": "no vocabulary has the channel 县长邮箱",
    "  shown_platforms: [微信, 云州通]": "云州通 is no platform that we know",
}


@pytest.mark.parametrize("line", STYLES)
def test_a_style_that_names_what_there_is_not_is_told(made, line):
    found = made("  document_number: ''", line)
    assert any(STYLES[line] in each for each in found), found
    assert any("qingxi.yaml line" in each for each in found)


def test_names_of_channels_and_platforms_are_brought_to_their_one_form(made, tmp_path):
    lines = "  channels: [领导信箱, 县长信箱, 找错]\n  shown_platforms: [微信, 抖音, 微信公众号]\n"
    lines += "  platform_words: {微信: 政务微信}"
    assert made("  document_number: ''", lines) == []
    style = offices.load(str(tmp_path / "qingxi.yaml")).bulletin
    assert style.channels == ["互动交流", "找错"]
    assert style.shown_platforms == ["微信公众号", "抖音短视频"]
    assert style.platform_words == {"微信公众号": "政务微信"}


def test_a_word_list_a_route_and_a_source_that_are_not_there_are_told(made):
    more = "lexicons: [include/lexicon/writing-error.yaml]\n"
    more += "routes:\n- {route_id: x, connector: export, path: /nowhere/*.csv}\n"
    found = "\n".join(made(more=more))
    assert "did you mean include/lexicon/writing-errors.yaml?" in found
    assert "/nowhere/*.csv: there is no file to load" in found


def test_rows_that_could_not_be_taken_are_told_before_they_hurt(made, tmp_path):
    rows = [HEADERS, site(1), site(2, 首页网址="建设中"), ["合计", "2"]]
    (tmp_path / "sites.xlsx").write_bytes(xlsx({"a": rows}))
    assert made() == [
        f"row 3 of {tmp_path}/sites.xlsx: 首页网址 建设中: is no web address"
        " (write http:// or https://, a host and a path)"
    ]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"jurisdiction_id": "清溪"}, "is no name of an office"),
        ({"level": "town"}, "town is no level"),
        ({"edition": "cn-2030"}, "there is no such file"),
        ({"sources": {"sits": "x.csv"}}, None),
    ],
)
def test_an_answer_that_is_none_is_refused(tmp_path, changed, problem):
    answers = {"jurisdiction_id": "qingxi", "name": "清溪县", "office": "清溪县人民政府办公室", "level": "county",
               "edition": "cn-2019-19", "sources": {}} | changed  # fmt: skip
    name = answers.pop("jurisdiction_id")
    if problem:
        with pytest.raises(InspectionError, match=problem):
            new_office.write(name, **answers, folder=tmp_path)
        assert not list(tmp_path.iterdir())
    else:
        path = new_office.write(name, **answers, folder=tmp_path)
        with pytest.raises(InspectionError, match=r"did you mean sites\?"):
            offices.load(str(path))
    new_office.write("other", **(answers | {"level": "city", "edition": "cn-2019-19", "sources": {}}), folder=tmp_path)
    with pytest.raises(InspectionError, match="there is such an office already"):
        new_office.write("other", **(answers | {"level": "city", "edition": "cn-2019-19"}), folder=tmp_path)


def test_the_default_office_of_a_shell_is_chosen_once(tmp_path):
    file = tmp_path / "env"
    file.write_text("AIRFLOW_PORT=8080\nINSPECTION_JURISDICTION=yunzhou-demo\n", "utf-8")
    new_office.make_default("qingxi", file)
    assert file.read_text("utf-8").splitlines() == ["AIRFLOW_PORT=8080", "INSPECTION_JURISDICTION=qingxi"]


def test_every_key_of_an_office_is_told_what_it_is():
    _, keys = office_keys.keys(Path(offices.__file__))["Jurisdiction"]
    assert [key.name for key in keys if not key.said] == []
    assert {key.name for key in keys} == set(offices.Jurisdiction.model_fields)


def test_init_asks_what_it_was_not_told_and_chooses_the_default_office(tmp_path, monkeypatch):
    monkeypatch.setattr(new_office, "FOLDER", tmp_path)
    monkeypatch.setattr(new_office, "ENV_FILE", tmp_path / "env")
    asked = ["init", "qingxi", "--source", "sites=/data/sites-*.xlsx", "--default"]
    done = CliRunner().invoke(app, asked, input="清溪县\n清溪县人民政府办公室\ncounty\n")
    assert done.exit_code == 0, done.output
    assert "python -m inspection check -j qingxi" in done.output
    made = offices.load(str(tmp_path / "qingxi.yaml"))
    assert (made.office["zh"], made.sources["sites"].path) == ("清溪县人民政府办公室", "/data/sites-*.xlsx")
    assert (tmp_path / "env").read_text("utf-8") == "INSPECTION_JURISDICTION=qingxi\n"
    refused = CliRunner().invoke(
        app, [*asked[:2], "--name", "x", "--office", "x", "--level", "city", "--source", "sits=x"]
    )
    assert refused.exit_code == 2
    assert "sites, columns, accounts" in " ".join(refused.output.split())
