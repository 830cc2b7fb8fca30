"""Files as offices really send them, and as nobody should: an error with place and remedy, the good rows in."""

from __future__ import annotations

import io
import os
import zipfile
import zlib

import openpyxl
import pytest

from inspection.declared import inputs
from inspection.errors import InspectionError
from inspection.inputs import files, rows, tables, workbook
from tests.given.old_workbook import biff8, compound

HEADERS = ("网站标识码", "网站名称", "首页网址", "主办单位", "运行状态")
GOOD = ("5399000001", "云州市人民政府", "http://www.yunzhou.example/", "甲局", "正常运行")


def book(*rows, merged=(), formulas=()) -> bytes:
    """A workbook; `formulas` (cell, formula) as a program leaves them that calculates nothing."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for cells in merged:
        made.active.merge_cells(cells)
    for cell, formula in formulas:
        made.active[cell] = formula
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def parsed(content: bytes, name: str = "sites.xlsx", source: str = "sites"):
    definition = inputs.definition(source)
    return rows.parse(definition, tables.read_table(content, name, definition.headers))


def with_sheet(content: bytes, sheet: bytes, size: int | None = None) -> bytes:
    """The workbook with another first sheet; `size` is what the archive claims to hold of it."""
    old, new = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
        for info in old.infolist():
            archive.writestr(info.filename, sheet if info.filename.endswith("sheet1.xml") else old.read(info))
        if size is not None:
            next(info for info in archive.infolist() if info.filename.endswith("sheet1.xml")).file_size = size
    return new.getvalue()


def test_a_header_two_rows_high_is_read_as_one():
    content = book(
        ["云州市政府网站登记表"],
        ["网站标识码", "网站名称", "网站信息", None, "主办单位", "运行状态"],
        [None, None, "首页网址", "层级", None, None],
        ["5399000001", "云州市人民政府", "http://www.yunzhou.example/", "市级", "甲局", "正常运行"],
        merged=["A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:E3", "F2:F3"],
    )
    (row,) = parsed(content).good
    assert (row["home_url"], row["level"], row["row_no"]) == ("http://www.yunzhou.example/", "市级", 4)


def test_a_two_row_header_of_a_csv_in_gbk_is_read_too():
    text = "登记表,,,,,\n网站标识码,网站名称,网站信息,,主办单位,运行状态\n,,首页网址,层级,,\n" + ",".join(
        ["5399000001", "云州网", "http://a.example/", "市级", "甲局", "正常"]
    )
    (row,) = parsed(text.encode("gbk"), "sites.csv").good
    assert (row["home_url"], row["level"], row["organiser"]) == ("http://a.example/", "市级", "甲局")


def test_a_first_row_that_lacks_much_is_no_second_header():
    found = parsed("网站标识码,网站名称,首页网址,主办单位,运行状态\n,首页网址,,,\n".encode(), "sites.csv")
    assert found.bad_row_count == 1


def test_a_header_shifted_to_the_right_and_down_is_found():
    content = book([], [], [None, None, *HEADERS], [None, None, *GOOD])
    (row,) = parsed(content).good
    assert (row["site_code"], row["row_no"]) == ("5399000001", 4)


def test_cells_shifted_against_their_header_are_quarantined_and_the_good_rows_go_on():
    shifted = ("甲局", *GOOD[:4])
    found = parsed(book(HEADERS, GOOD, shifted))
    assert [row["row_no"] for row in found.good] == [2]
    assert {bad.column_name for bad in found.bad} >= {"网站标识码", "首页网址", "运行状态"}
    assert all(bad.row_no == 3 and bad.remedy for bad in found.bad)


def test_a_formula_without_a_value_is_named_and_one_with_a_value_is_read():
    content = book(
        HEADERS, GOOD, ("5399000002", "x", "http://b.example/", "乙局", "正常"), formulas=[("B3", '=A3&"网"')]
    )
    found = parsed(content)
    (bad,) = found.bad
    assert (bad.row_no, bad.column_name, bad.value) == (3, "网站名称", '=A3&"网"')
    assert "save the workbook with its values" in bad.remedy
    calculated = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    calculated = calculated.replace(b"</f><v />", "</f><v>乙网</v>".encode()).replace(
        b"</f><v></v>", "</f><v>乙网</v>".encode()
    )
    assert len(parsed(with_sheet(content, calculated.replace(b'<c r="B3"', b'<c r="B3" t="str"'))).good) == 2


@pytest.mark.parametrize("cell", ["=A2", "#REF!", "#N/A"])
def test_a_formula_or_its_error_in_a_csv_is_no_name(cell):
    (bad,) = parsed(f"{','.join(HEADERS)}\n5399000001,{cell},http://a.example/,甲局,正常\n".encode(), "sites.csv").bad
    assert (bad.column_name, bad.value, bad.reason) == ("网站名称", cell, "is a formula without a value")


def test_dates_that_are_numbers_of_a_spreadsheet_are_read_as_real_ones_are():
    header = ("渠道", "留言编号", "留言时间")
    made = openpyxl.Workbook()
    made.active.append(header)
    made.active.append(["找错", "m1", 45200])  # a day number that lost its format
    made.active.append(["找错", "m2", 45200])
    made.active["C3"].number_format = "yyyy-mm-dd"
    content = io.BytesIO()
    made.save(content)
    found = parsed(content.getvalue(), "messages.xlsx", "messages")
    days = [row["received_at"].date().isoformat() for row in found.good]
    assert (days, found.bad) == (["2023-09-30"] * 2, [])  # 00:00 in Shanghai


def test_a_site_code_as_a_number_is_read_and_one_that_lost_digits_is_not():
    found = parsed(
        book(
            HEADERS,
            (5399000001.0, *GOOD[1:]),
            ("5.399E+09", *GOOD[1:]),
            (5.399000003e9, "乙网", "http://b.example/", *GOOD[3:]),
        )
    )
    assert [row["site_code"] for row in found.good] == ["5399000001", "5399000003"]
    (bad,) = found.bad
    assert (bad.value, bad.remedy) == ("5.399E+09", "export this column as text")


def test_a_file_of_a_gigabyte_is_refused_unread(tmp_path):
    path = tmp_path / "sites.csv"
    with path.open("wb") as file:
        file.truncate(1 << 30)  # sparse: it takes no room
    with pytest.raises(InspectionError, match="larger than 512 MiB") as error:
        tables.read_location(path)
    assert (error.value.place, error.value.remedy) == (str(path), "split it, or gzip it")


@pytest.mark.parametrize("claimed", [None, 1000])
def test_a_workbook_that_unpacks_to_more_than_it_should_is_refused(monkeypatch, claimed):
    monkeypatch.setattr(workbook, "_LARGEST_BYTES", 4 << 20)
    sheet = zipfile.ZipFile(io.BytesIO(book(HEADERS))).read("xl/worksheets/sheet1.xml")
    bomb = with_sheet(book(HEADERS), sheet + b" " * (8 << 20), claimed)
    assert len(bomb) < 100_000
    with pytest.raises(InspectionError, match="unpacks to more than 1 GiB") as error:
        tables.read_uncaged(bomb, "sites.xlsx", HEADERS)
    assert error.value.place == "sites.xlsx"


def test_a_workbook_whose_last_cell_is_far_away_is_refused():
    sheet = zipfile.ZipFile(io.BytesIO(book(HEADERS, GOOD))).read("xl/worksheets/sheet1.xml")
    far = sheet.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    assert far != sheet
    with pytest.raises(InspectionError, match="row 1,048,576 and column 16,384") as error:
        tables.read_table(with_sheet(book(HEADERS, GOOD), far), "sites.xlsx", HEADERS)
    assert "delete the empty rows and columns" in error.value.remedy


def test_a_workbook_cut_short_or_damaged_is_refused():
    content = book(HEADERS, *[GOOD] * 50)
    damaged = bytearray(content)
    at = content.index(b"xl/worksheets/sheet1.xml") + 60
    damaged[at : at + 40] = zlib.compress(b"x")[:2] * 20
    for each in (content[: len(content) // 2], bytes(damaged)):
        with pytest.raises(InspectionError, match="no workbook") as error:
            tables.read_table(each, "sites.xlsx", HEADERS)
        assert error.value.remedy


def test_deeply_nested_json_is_refused():
    with pytest.raises(InspectionError, match="not valid JSON"):
        tables.read_table(b"[" * 200_000, "sites.json", HEADERS)


def test_a_file_that_is_written_to_while_it_is_read_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "sites.csv"
    path.write_text(",".join(HEADERS) + "\n")
    fstat = os.fstat

    def fstat_then_write(number):
        found = fstat(number)
        with path.open("a") as file:  # the export goes on
            file.write(",".join(GOOD) + "\n")
        return found

    monkeypatch.setattr(files.os, "fstat", fstat_then_write)
    with pytest.raises(InspectionError, match="changed while it was read") as error:
        tables.read_location(path)
    assert "rename" in error.value.remedy


def test_the_newest_file_of_a_folder_or_a_pattern_is_taken(tmp_path):
    for name, seconds in (("sites-2.csv", 100), ("sites-1.csv", 200), ("accounts.csv", 300), ("~$sites.xlsx", 400)):
        (tmp_path / name).write_text(name)
        os.utime(tmp_path / name, (seconds, seconds))
    assert files.newest(tmp_path).name == "accounts.csv"
    assert files.newest(tmp_path / "sites-*.csv").name == "sites-1.csv"
    assert files.newest(tmp_path / "sites-2.csv").name == "sites-2.csv"
    with pytest.raises(InspectionError, match="no file to load") as error:
        files.newest(tmp_path / "columns-*.csv")
    assert "columns-*.csv" in error.value.place


def packed(*members: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for member in members:
            archive.writestr(member, b"<x/>" * 50)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("sites.wps", compound({"WordDocument": b"x"}), "text document.*copy its table"),
        ("sites.doc", compound({"WordDocument": b"x", "1Table": b"x"}), "text document.*copy its table"),
        ("sites.et", compound({"WordDocument": b"x"}), "text document.*copy its table"),
        ("sites.docx", packed("[Content_Types].xml", "word/document.xml"), "text document.*copy its table"),
        ("sites.rtf", b"{\\rtf1 x}", "text document.*copy its table"),
        ("sites.dps", compound({"PowerPoint Document": b"x"}), "presentation.*copy its table"),
        ("sites.ofd", packed("OFD.xml", "Doc_0/Document.xml"), "OFD document.*workbook that it was printed from"),
        ("sites.xlsx", packed("OFD.xml", "Doc_0/Document.xml"), "OFD document.*workbook that it was printed from"),
        ("sites.pdf", b"%PDF-1.7 x", "PDF document.*workbook that it was printed from"),
        ("sites.jpg", b"\xff\xd8\xff\xe0 x", "picture.*ask for the workbook"),
        ("sites.xlsx", b"\x89PNG\r\n\x1a\n", "picture.*ask for the workbook"),
        ("sites.zip", packed("a.csv", "b.csv"), "packed folder.*unpack"),
        ("sites.csv", b"Rar!\x1a\x07", "packed folder.*unpack"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_the_way_to_one(name, content, problem):
    with pytest.raises(InspectionError, match=problem) as error:
        parsed(content, name)
    assert name in str(error.value)


@pytest.mark.parametrize("name", ["sites.et", "sites.ett", "sites.wps", "sites.doc", "sites.xls"])
def test_a_workbook_is_read_whatever_wps_calls_it(name):
    row = dict(zip(HEADERS, GOOD, strict=True))
    for content in (biff8({"Sheet1": [HEADERS, GOOD]}), book(HEADERS, GOOD)):
        (good,) = parsed(content, name).good
        assert good["name"] == row["网站名称"]
