"""Files from the habits of offices: each is read or refused with a word, and no row of any is lost without one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from inspection.declared import inputs
from inspection.errors import InspectionError
from inspection.inputs import convert, log, rows, tables
from inspection.registry import on_record
from tests.given.messy import HEADERS, html, mhtml, ods, site, text, xlsb, xlsx, xml2003

OLD_KIND = Path(__file__).parent / "files" / "old_kind.xls"  # as a program of 2003 writes it
ACCOUNTS = ["账号ID", "账号名称", "平台", "主办单位", "账号状态"]
TITLE = ["云州市政府网站登记表"]


class Messy(NamedTuple):
    """A file: its name and bytes; the rows with a text below its header and above it, over all sheets that are read;
    how many of them load, wait and are passed over; what the notes say."""

    name: str
    content: Callable[[], bytes]
    row_count: int
    loaded: int
    waiting: int = 0
    passed_over: int = 0
    says: tuple[str, ...] = ()
    source: str = "sites"


def csv(*lines: list, separator: str = ",", encoding: str = "utf-8", before: str = "") -> Callable[[], bytes]:
    return lambda: (before + text(lines, separator)).encode(encoding)


def book(*lines: list, **more) -> Callable[[], bytes]:
    return lambda: xlsx({"Sheet1": lines}, **more)


def account(number: object, **changed) -> list:
    cells = {
        "账号ID": number,
        "账号名称": f"云州{str(number)[-3:]}发布",
        "平台": "微博",
        "主办单位": "甲局",
        "账号状态": "正常",
    }
    return list((cells | changed).values())


FILES = {
    "the city on one sheet, the counties on another": Messy(
        "s.xlsx",
        lambda: xlsx({"市直": [HEADERS, site(1), site(2)], "区县": [HEADERS, site(3), site(4), site(5)]}),
        5,
        5,
    ),
    "the second sheet has its columns in another order, and one more": Messy(
        "s.xlsx",
        lambda: xlsx(
            {"市直": [HEADERS, site(1)], "区县": [["层级", *reversed(HEADERS)], ["县级", *reversed(site(2))]]}
        ),
        2,
        2,
    ),
    "a hidden sheet comes first": Messy(
        "s.xlsx",
        lambda: xlsx({"去年": [HEADERS, site(8), site(9)], "今年": [HEADERS, site(1)]}, hidden=["去年"]),
        1,
        1,
        says=("sheet 去年 not read (3 rows): it is hidden",),
    ),
    "only a hidden sheet has the list": Messy(
        "s.xlsx",
        lambda: xlsx({"说明": [["请见隐藏页"]], "名单": [HEADERS, site(1)]}, hidden=["名单"]),
        1,
        1,
        says=("sheet 说明 not read (1 rows): it has no header that is known",),
    ),
    "a sheet of sums beside the list": Messy(
        "s.xlsx",
        lambda: xlsx({"名单": [HEADERS, site(1)], "汇总": [["主办单位", "网站名称"], ["甲局", "1个"]]}),
        1,
        1,
        says=("sheet 汇总 not read (2 rows): it lacks the column 网站标识码",),
    ),
    "a workbook of the old kind with a title, a sum, two sheets and a hidden one": Messy(
        "s.xls", OLD_KIND.read_bytes, 5, 3, passed_over=2, says=("sheet 旧表 not read", "passed over: title, total")
    ),
    "a binary workbook": Messy("s.xlsb", lambda: xlsb([HEADERS, site(1, 网站标识码=5399000001), site(2)]), 2, 2),
    "a sheet of an office suite with a million empty rows": Messy(
        "s.ods", lambda: ods([HEADERS, site(1, 网站标识码=5399000001), site(2)], empty_rows=1_000_000), 2, 2
    ),
    "a web page called .xls": Messy("s.xls", lambda: html([HEADERS, site(1), site(2)]), 2, 2),
    "a web page called .xls that does not say its charset": Messy(
        "s.xls", lambda: html([HEADERS, site(1)], charset="gbk", says_charset=False), 1, 1
    ),
    "a web page called .xls with its title in a table of its own": Messy(
        "s.xls",
        lambda: html([HEADERS, site(1)], above="<table><tr><td>登记表</td></tr></table>"),
        1,
        1,
        says=("sheet table 1 not read (1 rows): it has no header",),
    ),
    "a web page called .csv": Messy("s.csv", lambda: html([HEADERS, site(1)], charset="utf-8"), 1, 1),
    "one web page with its parts, called .xls": Messy("s.xls", lambda: mhtml([HEADERS, site(1)]), 1, 1),
    "an XML Spreadsheet of 2003 called .xls": Messy(
        "s.xls", lambda: xml2003([HEADERS, site(1, 网站标识码=5399000001), site(2)]), 2, 2
    ),
    "tabs in GB18030 called .xls": Messy("s.xls", csv(HEADERS, site(1), separator="\t", encoding="gb18030"), 1, 1),
    "a new workbook called .xls": Messy("s.xls", book(HEADERS, site(1)), 1, 1),
    "a workbook called .csv": Messy("s.csv", book(HEADERS, site(1)), 1, 1),
    "text called .xlsx": Messy("s.xlsx", csv(HEADERS, site(1)), 1, 1),
    "Unicode text of a spreadsheet program": Messy(
        "s.txt", csv(HEADERS, site(1), separator="\t", encoding="utf-16"), 1, 1
    ),
    "UTF-16 without its mark": Messy("s.csv", csv(HEADERS, site(1), encoding="utf-16-le"), 1, 1),
    "UTF-16, the other way round": Messy("s.csv", csv(HEADERS, site(1), encoding="utf-16-be", before="\ufeff"), 1, 1),
    "tabs after a title line": Messy("s.csv", csv(TITLE, HEADERS, site(1), separator="\t"), 2, 1, passed_over=1),
    "semicolons after a title line with commas in it": Messy(
        "s.csv", csv(["登记表,2026年,共1个,导出"], HEADERS, site(1), separator=";"), 2, 1, passed_over=1
    ),
    "semicolons, and a line that says so": Messy("s.csv", csv(HEADERS, site(1), separator=";", before="sep=;\n"), 1, 1),
    "full-width commas": Messy("s.csv", csv(HEADERS, site(1), separator="\uff0c"), 1, 1),
    "upright strokes": Messy("s.txt", csv(HEADERS, site(1), separator="|"), 1, 1),
    "codes as numbers with a point": Messy("s.csv", csv(HEADERS, site(1, 网站标识码="5399000001.0")), 1, 1),
    "an open quote that swallows the next rows": Messy(
        "s.csv",
        csv(HEADERS, site(1), site(2, 网站名称='"云州二网'), site(3), site(4)),
        4,
        3,
        waiting=1,
    ),
    "an open quote that a quote of another row closes": Messy(
        "s.csv",
        csv(HEADERS, site(1), site(2, 网站名称='"云州二网'), site(3), site(4, 网站名称='"云州四网"'), site(5)),
        5,
        4,
        waiting=1,
    ),
    "an open quote in the last row": Messy("s.csv", csv(HEADERS, site(1), site(2, 网站名称='"云州二网')), 2, 2),
    "cells with line breaks in quotes": Messy(
        "s.csv", csv(HEADERS, site(1, 主办单位='"甲局\n(本级)"'), site(2, 网站名称='"云州\n二网"')), 2, 2
    ),
    "the head again on each printed page, with its title": Messy(
        "s.xlsx",
        book(TITLE, HEADERS, site(1), TITLE, HEADERS, site(2)),
        5,
        2,
        passed_over=3,
        says=("passed over: title, repeated title, repeated header",),
    ),
    "numbers of the columns under the head": Messy(
        "s.xlsx", book(["序号", *HEADERS], [1, 2, 3, 4, 5, 6], [1, *site(1)]), 2, 1, passed_over=1
    ),
    "numbers of the columns, the first ones by name": Messy(
        "s.xlsx", book(HEADERS, ["甲", "乙", 1, 2, 3], site(1)), 2, 1, passed_over=1
    ),
    "sums, notes and who filled it in": Messy(
        "s.xlsx",
        book(
            ["序号", *HEADERS],
            [1, *site(1)],
            ["小计", None, "1个"],
            ["合  计", "1个"],
            ["注:临时下线的网站不在内"],
            ["填表人:", None, None, "审核人:"],
            ["填报单位(盖章):", None, None, None, "填报日期:2026年3月1日"],
            ["第 1 页 共 1 页"],
        ),
        7,
        1,
        passed_over=6,
        says=("passed over: total: 2, note, signature: 2, page",),
    ),
    "a sum whose number stands under the code": Messy(
        "s.csv", csv(HEADERS, site(1), ["总计", "1"]), 2, 1, passed_over=1
    ),
    "a sum in a list whose codes are free texts": Messy(
        "m.csv",
        csv(["渠道", "留言编号", "留言时间"], ["找错", "m1", "2026-03-01"], ["合计", "1", None]),
        2,
        1,
        passed_over=1,
        source="messages",
    ),
    "headings between the rows": Messy(
        "s.xlsx", book(HEADERS, ["一、市直部门"], site(1), ["(二)各县"], site(2)), 4, 2, passed_over=2
    ),
    "an example and what to write where": Messy(
        "s.xlsx",
        book(
            ["序号", *HEADERS],
            [None, "10位数字", "必填", "请填写完整网址", "必填", "下拉选择"],
            ["例", *site(99)],
            [1, *site(1)],
        ),
        3,
        1,
        passed_over=2,
        says=("passed over: instruction, example",),
    ),
    "a row that nobody can name": Messy(
        "s.csv", csv(HEADERS, site(1), [None, None, None, None, "另有两个在建"]), 2, 1, 1
    ),
    "two blank rows that look alike": Messy(
        "s.csv", csv([*HEADERS, "备用"], [*site(1), ""], [None] * 5 + ["待报"], [None] * 5 + ["待报"]), 3, 1, waiting=2
    ),
    "one site twice": Messy("s.csv", csv(HEADERS, site(1), site(1, 网站名称="另名")), 2, 1, waiting=1),
    "two sites with one home page": Messy(
        "s.csv", csv(HEADERS, site(1), site(2, 首页网址="https://www.s1.yunzhou.example/index.html")), 2, 1, waiting=1
    ),
    "a closed site and its heir with one home page": Messy(
        "s.csv", csv(HEADERS, site(1, 运行状态="永久关停"), site(2, 首页网址="http://s1.yunzhou.example/")), 2, 2
    ),
    "capitals in scheme and host": Messy(
        "s.csv", csv(HEADERS, site(1, 首页网址="HTTP://WWW.S1.Yunzhou.EXAMPLE/Index")), 1, 1
    ),
    "an address that is none": Messy("s.csv", csv(HEADERS, site(1), site(2, 首页网址="建设中")), 2, 1, waiting=1),
    "a name of two million characters": Messy(
        "s.csv", csv(HEADERS, site(1), site(2, 网站名称="网" * 2_000_000)), 2, 1, 1
    ),
    "a word that is no class of bodies": Messy(
        "s.csv",
        csv([*HEADERS, "单位类别"], [*site(1), "县级部门"], [*site(2), "镇属企业"]),
        2,
        2,
        says=("cells left empty: 单位类别 镇属企业",),
    ),
    "a region code of four digits and one with a point": Messy(
        "s.csv",
        csv([*HEADERS, "行政区划代码"], [*site(1), "5399"], [*site(2), "539900.0"]),
        2,
        2,
        says=("行政区划代码 5399",),
    ),
    "columns 是否X for the state": Messy(
        "s.csv",
        csv(
            [*HEADERS[:4], "是否临时下线", "是否关停"],
            [*site(1)[:4], "否", "否"],
            [*site(2)[:4], "是", "否"],
            [*site(3)[:4], "否", "是"],
            [*site(4)[:4], "是", "是"],
            [*site(5)[:4], "", ""],
        ),
        5,
        3,
        waiting=2,
    ),
    "ids of sixteen digits as numbers": Messy(
        "a.xlsx",
        book(ACCOUNTS, account(4907346015819212), account("6820000000000001")),
        2,
        1,
        waiting=1,
        source="accounts",
    ),
    "ids that a spreadsheet rounded before it wrote them as text": Messy(
        "a.csv",
        csv(ACCOUNTS, account("4907346015819210"), account("4907346015819220"), account("4907346015819230")),
        3,
        0,
        waiting=3,
        source="accounts",
    ),
    "ids of which one ends in a zero": Messy(
        "a.csv", csv(ACCOUNTS, account("4907346015819210"), account("4907346015819221")), 2, 2, source="accounts"
    ),
    "a code kept by a format of zeros": Messy(
        "a.xlsx", book(ACCOUNTS, account(87112345), A2="00000000000"), 1, 1, source="accounts"
    ),
    "a blank cell as a line": Messy("s.csv", csv([*HEADERS, "ICP备案号"], [*site(1), "——"]), 1, 1),
    "rows broken over more cells than there are heads": Messy(
        "s.csv", csv(HEADERS, site(1), [*site(2), "多"]), 2, 1, waiting=1
    ),
    "blank rows between and a list that begins further down and to the right": Messy(
        "s.xlsx", book([], [None, *HEADERS], [None, *site(1)], [], [], [None, *site(2)]), 2, 2
    ),
    "a cell merged over the rows of one organiser": Messy(
        "s.xlsx", book(HEADERS, site(1), site(2, 主办单位=None), merged=["D2:D3"]), 2, 2
    ),
}


def taken_in(messy: Messy) -> rows.Parsed:
    definition = inputs.definition(messy.source)
    table = tables.read_table(messy.content(), messy.name, definition.headers, required=definition.required)
    return rows.parse(definition, table)


@pytest.mark.parametrize("habit", FILES)
def test_every_row_is_loaded_waits_or_is_passed_over(habit):
    messy = FILES[habit]
    parsed = taken_in(messy)
    found = (len(parsed.good), parsed.bad_row_count, parsed.passed_over_count)
    assert found == (messy.loaded, messy.waiting, messy.passed_over), (parsed.bad, parsed.notes)
    assert sum(found) == messy.row_count
    told = "; ".join([*parsed.unread, _notes(parsed)])
    assert [said for said in messy.says if said not in told] == []
    assert all(bad.reason and bad.remedy for bad in parsed.bad)


def _notes(parsed: rows.Parsed) -> str:
    return on_record.notes(parsed)


def test_there_are_more_than_thirty_of_them():
    assert len(FILES) > 50


def good(habit: str) -> list[dict]:
    return taken_in(FILES[habit]).good


def bad(habit: str) -> list[rows.Quarantined]:
    return taken_in(FILES[habit]).bad


def test_what_is_read_is_what_people_wrote():
    assert [row["site_code"] for row in good("codes as numbers with a point")] == ["5399000001"]
    assert good("a code kept by a format of zeros")[0]["account_id"] == "00087112345"
    assert good("capitals in scheme and host")[0]["home_url"] == "http://www.s1.yunzhou.example/Index"
    assert [row["organiser_class"] for row in good("a word that is no class of bodies")] == ["department", None]
    assert [row["region_code"] for row in good("a region code of four digits and one with a point")] == [None, "539900"]
    assert [row["status"] for row in good("columns 是否X for the state")] == ["running", "suspended", "closed"]
    assert good("the second sheet has its columns in another order, and one more")[1]["level"] == "县级"
    assert [row["organiser"] for row in good("a cell merged over the rows of one organiser")] == ["甲局", "甲局"]
    assert good("cells with line breaks in quotes")[0]["organiser"] == "甲局 (本级)"


def test_what_waits_says_why():
    (quote,) = bad("an open quote that swallows the next rows")
    assert quote.reason == "has an open quote in line 3, which swallowed the 2 lines after it"
    (rounded,) = bad("ids of sixteen digits as numbers")
    assert (rounded.column_name, rounded.remedy) == ("账号ID", "export this column as text")
    assert "rounded" in rounded.reason
    assert {each.row_no for each in bad("ids that a spreadsheet rounded before it wrote them as text")} == {2, 3, 4}
    (page,) = bad("two sites with one home page")
    assert page.reason == "row 2 has the same address"
    (stray,) = bad("a row that nobody can name")
    assert "另有两个在建" in [stray.value]
    (long,) = bad("a name of two million characters")
    assert (long.reason, len(long.value) < 3000) == ("has 2,000,000 characters", True)
    alike = bad("two blank rows that look alike")
    assert len({each.raw_sha256 for each in alike}) == 2
    assert alike == bad("two blank rows that look alike"), "the same ids whenever the file comes"
    assert [each.reason for each in bad("columns 是否X for the state")] == [
        "是否临时下线 and 是否关停 contradict each other",
        "is blank",
    ]


def test_no_note_names_a_person():
    lines = [HEADERS, site(1), ["填表人:某人甲", None, "审核:某人乙"], ["注:请联系某人丙13800000000"]]
    parsed = taken_in(Messy("s.xlsx", lambda: xlsx({"a": lines}), 3, 1))
    assert parsed.passed_over_count == 2
    assert "某人" not in str(parsed.notes)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("s.xls", b"<html><body>\xe8\xaf\xb7\xe7\x99\xbb\xe5\xbd\x95</body></html>", "is a web page without a table"),
        ("s.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "no workbook"),
        ("s.xls", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        ("s.xls", xml2003([HEADERS]).replace(b"<Workbook", b"<!DOCTYPE x><Workbook", 1), "defines entities"),
        ("s.xlsx", xlsx({"a": [["甲", "乙"], [1, 2]]}), "no header row that can be recognised; row 1 has 甲, 乙"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_way_out(name, content, says):
    with pytest.raises(InspectionError, match=says) as error:
        taken_in(Messy(name, lambda: content, 0, 0))
    assert error.value.remedy


def test_a_sheet_that_repeats_a_cell_a_million_times_is_refused():
    far = ods([HEADERS, ["FAR"]])
    with pytest.raises(InspectionError, match="has a cell in row"):
        taken_in(Messy("s.ods", lambda: _with_repeats(far), 0, 0))


def _with_repeats(content: bytes) -> bytes:
    old, new = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
        for info in old.infolist():
            page = old.read(info)
            if info.filename == "content.xml":
                at = page.rindex(b"<table:table-cell")
                page = page[:at] + page[at:].replace(
                    b"<table:table-cell", b'<table:table-cell table:number-columns-repeated="16384"', 1
                )
                row = page.rindex(b"<table:table-row")
                page = page[:row] + page[row:].replace(
                    b"<table:table-row", b'<table:table-row table:number-rows-repeated="1048576"', 1
                )
            archive.writestr(info.filename, page)
    return new.getvalue()


def test_wrong_heads_are_told_with_what_is_required_what_was_found_and_what_is_nearest():
    lines = [["站点编码", "网站名", "网址", "单位", "状态"], site(1)]
    with pytest.raises(InspectionError) as error:
        taken_in(Messy("s.xlsx", lambda: xlsx({"a": lines}), 0, 0))
    assert "row 1 has 站点编码, 网站名, 网址, 单位, 状态" in str(error.value)
    assert "网站名 → 网站名称" in error.value.remedy
    assert "网站标识码 | 标识码 | site_code" in error.value.remedy
    lines[0] = ["网站标识码", "网站名称", "网址", "单位", "运行状态"]
    with pytest.raises(InspectionError, match="required column missing: 首页网址") as error:
        taken_in(Messy("s.xlsx", lambda: xlsx({"a": lines}), 0, 0))
    assert "required are 网站标识码" in error.value.problem
    assert "found were 网站标识码, 网站名称, 网址, 单位, 运行状态" in error.value.problem


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("2026-03-01至2026-03-31", "2026-03-01", "2026-03-31"),
        ("2026年3月1日—2026年3月31日", "2026-03-01", "2026-03-31"),
        ("2026/3/1 00:00:00 ~ 2026/3/31 23:59:59", "2026-03-01", "2026-03-31"),
        ("2026-03-01", "2026-03-01", "2026-03-01"),
    ],
)
def test_a_span_of_days_stands_in_one_cell(cell, first, last):
    assert str(convert.convert("first_day", cell)) == first
    assert str(convert.convert("last_day", cell)) == last


def test_an_office_has_its_own_words_and_its_own_code():
    words = {
        "organiser_class": convert.words_of("organiser_class", {"部门": ["镇属企业"]}),
        "platform": convert.words_of("platform", {"微信公众号": ["云州号"]}),
    }
    assert words["organiser_class"] == {"镇属企业": "department"}
    spec = inputs.definition("sites").with_words(words)
    table = tables.read_table(text([[*HEADERS, "单位类别"], [*site(1), "镇属企业"]]).encode(), "s.csv", spec.headers)
    assert rows.parse(spec, table).good[0]["organiser_class"] == "department"
    spec = inputs.definition("accounts").with_headers({}, "账号名称").with_words(words)
    table = tables.read_table(text([ACCOUNTS, account("4.9E+15", 平台="云州号")]).encode(), "a.csv", spec.headers)
    (row,) = rows.parse(spec, table).good
    assert (row["platform"], row["subject_id"]) == ("微信公众号", "account:微信公众号:云州+15发布")


@pytest.mark.parametrize(
    ("vocabulary", "said", "problem"),
    [
        ("organiser_clas", {}, "no such vocabulary"),
        ("organiser_class", {"部们": ["x"]}, "部们 is no value"),
        ("organiser_class", {"部门": ["县级政府"]}, "县级政府 means government already"),
        ("platform", {"微信公众号": ["微博"]}, "微博 means 新浪微博 already"),
    ],
)
def test_words_that_there_cannot_be_are_refused(vocabulary, said, problem):
    with pytest.raises(InspectionError, match=problem) as error:
        convert.words_of(vocabulary, said)
    assert error.value.remedy


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_log_is_read_in_any_dress_with_chinese_heads(tmp_path, encoding, separator):
    lines = [["网站标识码", "监测时间", "监测结果", "响应时间(秒)"], ["5399000001", "2026-03-01 08:00", "正常", "0.5"]]
    path = tmp_path / "july.csv"
    path.write_bytes(text(lines, separator).encode(encoding))
    ((row_no, row),) = log.read_rows(path, {"site_code", "scheduled_at", "outcome"}, log.names("probe_log"))
    assert row_no == 2
    assert row == {"site_code": "5399000001", "scheduled_at": "2026-03-01 08:00", "outcome": "正常", "seconds": "0.5"}
