"""Files of every provenance become rows of text, or an error that says what to do."""

from __future__ import annotations

import datetime
import gzip
import io
import json

import openpyxl
import pytest

from inspection.declared import inputs
from inspection.errors import InspectionError
from inspection.inputs import tables

HEADERS = ("网站标识码", "网站名称", "首页网址")
CSV = "网站标识码,网站名称,首页网址\n5399000001,云州市人民政府,http://www.yunzhou.example/\n"


def workbook(*rows, merged=()) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("sites.csv", CSV.encode()),
        ("sites.csv", CSV.encode("utf-8-sig")),
        ("sites.csv", CSV.encode("gbk")),
        ("sites.csv", CSV.replace(",", "\t").encode()),
        ("sites.csv.gz", gzip.compress(CSV.encode("gb18030"), mtime=0)),
        ("SITES.CSV", CSV.replace("\n", "\r\n").encode()),
    ],
)
def test_a_csv_is_read_in_any_of_its_encodings(name, content):
    table = tables.read_table(content, name, HEADERS)
    assert table.headers == HEADERS
    assert [row.cells for row in table.rows] == [
        {"网站标识码": "5399000001", "网站名称": "云州市人民政府", "首页网址": "http://www.yunzhou.example/"}
    ]


def test_title_rows_and_blank_rows_are_skipped_and_rows_keep_the_number_a_person_sees():
    content = workbook(
        ["云州市政府网站一览表"],
        ["导出日期", "2023-10-01"],
        ["* 网站标识码", "网站名称（必填）", "首页网址"],
        ["5399000001", "云州市人民政府", "http://www.yunzhou.example/"],
        [],
        ["5399000002", "云州市教育局", "http://jyj.yunzhou.example/"],
        merged=["A1:C1"],
    )
    table = tables.read_table(content, "sites.xlsx", HEADERS)
    assert [(row.row_no, row.cells["* 网站标识码"]) for row in table.rows] == [(4, "5399000001"), (6, "5399000002")]


def test_numbers_and_dates_of_a_workbook_become_what_a_person_would_type():
    content = workbook(
        ["网站标识码", "网站名称", "日期"],
        [5399000001.0, 12.5, datetime.date(2023, 10, 1)],
        [1234567890123456789, True, datetime.datetime(2023, 10, 1, 8, 30)],
    )
    table = tables.read_table(content, "sites.xlsx", HEADERS)
    assert [list(row.cells.values()) for row in table.rows] == [
        ["5399000001", "12.5", "2023-10-01"],
        ["1.234567890123457e+18", "true", "2023-10-01 08:30:00"],
    ]


def test_a_cell_that_is_merged_over_rows_counts_for_each_of_them():
    content = workbook(
        ["网站标识码", "网站名称", "主办单位"], ["1", "a", "云州市教育局"], ["2", "b", None], merged=["C2:C3"]
    )
    table = tables.read_table(content, "sites.xlsx", HEADERS)
    assert [row.cells["主办单位"] for row in table.rows] == ["云州市教育局", "云州市教育局"]


@pytest.mark.parametrize("document", ["list", "items"])
def test_json_is_a_list_or_its_items(document):
    items = [{"site_code": 5399000001, "name": "云州市人民政府", "note": None}, "not an object", {"site_code": "x"}]
    content = json.dumps(items if document == "list" else {"items": items}).encode()
    table = tables.read_table(content, "sites.json", ("site_code", "name"))
    assert [(row.row_no, row.cells) for row in table.rows] == [
        (1, {"site_code": "5399000001", "name": "云州市人民政府", "note": ""}),
        (2, {"site_code": "", "name": "", "note": ""}),
        (3, {"site_code": "x", "name": "", "note": ""}),
    ]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("sites.csv", b"", "empty"),
        ("sites.csv", b" \r\n", "empty"),
        ("sites.csv", workbook(["网站标识码"]), "no header row"),
        ("sites.xlsx", b"\x00\x01\x02\x03" * 200, "not what its name says"),
        ("sites.csv", b"<!DOCTYPE html><title>login</title>", "web page"),
        ("sites.xlsx", b"<html><title>login</title></html>", "web page"),
        ("sites.json", b'{"items": [', "not valid JSON"),
        ("sites.json", b'{"message": "forbidden"}', "holds no list"),
        ("sites.json", b'{"items": [{"site_code": "1", "name": "a"}], "total": 3}', "1 of 3"),
        ("sites.csv.gz", CSV.encode(), "gzip"),
        ("sites.csv.gz", gzip.compress(CSV.encode() * 1000, mtime=0)[:-40], "gzip"),
        ("sites.csv", "网站标识码,".encode("utf-16"), "no header row"),
        ("sites.csv", b"\x81\x20\xff\xff,\n", "neither UTF-8 nor GB18030"),
        ("sites.csv", "甲,乙\n1,2\n".encode(), "no header row"),
        ("sites.docx", b"PK\x03\x04", "no known ending"),
        ("sites.xlsx", b"PK\x03\x04 not a workbook", "no workbook"),
    ],
)
def test_a_file_that_cannot_be_a_table_is_refused_with_place_and_remedy(name, content, problem):
    with pytest.raises(InspectionError, match=problem) as error:
        tables.read_table(content, name, HEADERS)
    assert error.value.place == name
    assert error.value.remedy


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InspectionError) as error:
        tables.read_location(tmp_path / "sites.csv")
    assert str(tmp_path / "sites.csv") in str(error.value)


def test_columns_about_persons_are_dropped_on_reading():
    content = (
        "网站标识码,网站名称,负责人姓名,联系人,办公电话,手机号码,电子邮箱,contact_phone\n1,a,b,c,d,e,f,g\n".encode()
    )
    table = tables.read_table(content, "sites.csv", HEADERS)
    assert table.headers == ("网站标识码", "网站名称")
    assert table.rows[0].cells == {"网站标识码": "1", "网站名称": "a"}


@pytest.mark.parametrize("source", inputs.names())
def test_no_input_asks_for_a_column_about_persons(source):
    assert not [header for header in inputs.definition(source).headers if tables._is_personal(header)]


def test_a_row_with_more_cells_than_headers_says_so():
    table = tables.read_table((CSV + "5399000002,云州市,教育局,http://x\n").encode(), "sites.csv", HEADERS)
    assert [row.problem for row in table.rows] == ["", "has 4 cells under 3 headers"]
