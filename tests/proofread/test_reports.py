"""What people and programs get: words taken for what, marks in the text, tables of folders, JSON by its schema."""

from __future__ import annotations

import json
import zipfile

import jsonschema
import pytest
from bs4 import BeautifulSoup
from typer.testing import CliRunner

from inspection import cli
from inspection.errors import InspectionError
from inspection.places import ROOT
from inspection.proofread import marked, proofread, proofread_all, report_of
from tests.proofread.test_proofread_cases import bulletin

WRONG = {"text": "检查网站88家、新媒体240个，不合格5家、36个，合格率分别为94.8%、85.0%。联系电话：0999-12345678。"}
RIGHT = {"text": "检查网站88家、新媒体240个，不合格5家、36个，合格率分别为94.3%、85.0%。"}
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture
def folder(tmp_path):
    """Three bulletins: a wrong one, a right one, and one that cannot be read."""
    (tmp_path / "below").mkdir()
    (tmp_path / "a.txt").write_text(bulletin(WRONG), "utf-8")
    (tmp_path / "below" / "b.txt").write_text(bulletin(RIGHT), "utf-8")
    (tmp_path / "c.doc").write_bytes(OLD_WORD)
    (tmp_path / "notes.csv").write_text("no bulletin", "utf-8")
    return tmp_path


def test_a_finding_says_which_words_it_took_for_what_and_lays_its_sum_out():
    (finding,) = report_of(bulletin(WRONG).encode()).findings
    assert [(word.words, word.role) for word in finding.taken] == [
        ("检查网站88家", "检查数"), ("不合格5家", "不合格数"), ("合格率分别为94.8%", "合格率"),
    ]  # fmt: skip
    assert (finding.sum, finding.right) == ("83/88 = 94.318% ≠ 94.8%", "94.3%")


def test_what_agrees_names_all_its_parts():
    report = report_of(bulletin({"text": "全市登记账号263个，其中微信146个、微博57个、抖音37个、其他23个。"}).encode())
    (checked,) = (one for one in report.checked if one.check == "sum")
    assert [word.words for word in checked.taken] == [
        "全市登记账号263个", "其中微信146个", "微博57个", "抖音37个", "其他23个",
    ]  # fmt: skip


def test_the_page_marks_the_words_of_a_finding_below_which_its_sum_stands():
    page = BeautifulSoup(marked.page(report_of(bulletin(WRONG).encode())), "lxml")
    line = next(one for one in page.select(".proof p") if "检查网站" in one.get_text())
    assert [mark.get_text() for mark in line.select("mark.contradiction")] == [
        "检查网站88家", "不合格5家", "合格率分别为94.8%",
    ]  # fmt: skip
    note = line.find_next_sibling("ol")
    assert note.select_one("code").get_text() == "83/88 = 94.318% ≠ 94.8%"
    assert "→ 94.3%" in note.get_text() and "“不合格5家”：不合格数" in note.get_text()
    assert "12345678" not in str(page)


def test_the_page_of_a_text_with_marks_of_its_own_is_inert():
    page = marked.page(
        report_of(bulletin({"text": "全市共有“<script>alert(1)</script>”网站100个，其中甲80个、乙30个。"}).encode())
    )
    assert "<script" not in page


def test_a_folder_gives_a_line_a_file_and_says_what_cannot_be_read(folder):
    told = proofread_all(folder)
    assert [path.name for path in told] == ["a.txt", "b.txt", "c.doc"]
    assert isinstance(told[folder / "c.doc"], InspectionError)
    done = CliRunner().invoke(cli.app, ["proofread", str(folder), "--json", str(folder / "report.json")])
    assert done.exit_code == 1
    assert "a.txt" in done.output and "b.txt" in done.output and "c.doc" in done.output
    assert [entry.get("has_errors") for entry in json.loads((folder / "report.json").read_text("utf-8"))] == [
        True, False, None,
    ]  # fmt: skip
    with pytest.raises(InspectionError, match="no document in it"):
        proofread_all(folder / "below" / "nothing")


def test_a_folder_of_right_texts_ends_well_and_makes_no_page(folder):
    assert CliRunner().invoke(cli.app, ["proofread", str(folder / "below")]).exit_code == 0
    done = CliRunner().invoke(cli.app, ["proofread", str(folder), "--html", str(folder / "page.html")])
    assert done.exit_code != 0 and not (folder / "page.html").exists()


def test_one_file_makes_a_page(folder):
    CliRunner().invoke(cli.app, ["proofread", str(folder / "a.txt"), "--html", str(folder / "out" / "page.html")])
    assert "≠ 94.8%" in (folder / "out" / "page.html").read_text("utf-8")


def test_the_json_of_a_file_and_of_a_folder_is_what_its_schema_says(folder):
    schema = json.loads((ROOT / "include" / "proofread-report.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for asked in (folder / "a.txt", folder):
        CliRunner().invoke(cli.app, ["proofread", str(asked), "--json", str(folder / "report.json")])
        jsonschema.validate(json.loads((folder / "report.json").read_text("utf-8")), schema)


@pytest.mark.parametrize(
    ("name", "body", "told"),
    [
        ("a.doc", OLD_WORD, r"\.doc.*save it as \.docx"), ("a.wps", OLD_WORD, r"\.wps.*save it as \.docx"),
        ("a.docx", OLD_WORD, r"\.doc.*save it as \.docx"), ("a.rtf", b"{\\rtf1 a}", r"\.rtf.*save it as \.docx"),
        ("a.et", OLD_WORD, r"\.et.*the bulletin itself"), ("a.zip", b"PK\x03\x04", r"\.zip.*unpack it"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_name_with_what_to_do(tmp_path, name, body, told):
    (tmp_path / name).write_bytes(body)
    with pytest.raises(InspectionError, match=told):
        proofread(tmp_path / name)


@pytest.mark.parametrize("name", ["a.ofd", "a.docx"])
def test_an_ofd_is_told_by_its_parts_whatever_its_name(tmp_path, name):
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        archive.writestr("OFD.xml", "<OFD/>")
        archive.writestr("Doc_0/Document.xml", "<Document/>")
    with pytest.raises(InspectionError, match=r"OFD.*save it as PDF"):
        proofread(tmp_path / name)


def test_a_page_that_bears_the_name_of_a_document_is_read(tmp_path):
    lines = "".join(f"<p>{line}</p>" for line in bulletin(RIGHT).splitlines())
    (tmp_path / "saved.doc").write_text(f"<html><body>{lines}</body></html>", "utf-8")
    assert proofread(tmp_path / "saved.doc").findings == []
