"""The same bulletin as text, HTML, DOCX and PDF gives the same report; damaged and foreign pages do no harm."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pylopdf_fonts_zh_cn
import pytest
import typst
from typer.testing import CliRunner

from inspection import cli
from inspection.errors import InspectionError
from inspection.proofread import check_bulletin, proofread
from tests.given import tampered

TITLE = "云州市人民政府办公室关于2024年第二季度全市政府网站和政务新媒体检查情况的通报"
PARAGRAPHS = (
    "各县（区）人民政府，市直各部门：",
    "一、检查情况",
    "本次检查全市政府网站45家、政务新媒体204个，合格率分别为95.6%、98.8%。其中，不合格政府网站2家，不合格政务新媒体3个。",
    "全市登记政务新媒体263个，其中微信公众号146个、微博57个、抖音短视频37个、今日头条15个、其他8个。各县（区）情况见下表：",
)
ROWS = (
    ("地区", "检查数", "合格数", "不合格数", "合格率"),
    ("青溪区", "40", "38", "2", "95.0%"),
    ("长亭县", "60", "60", "0", "100%"),
    ("市直", "104", "103", "1", "99.0%"),
    ("合计", "204", "201", "4", "98.5%"),
)
END = (
    "二、工作要求",
    "请于2024年7月31日前将整改情况报送市政府办公室，联系电话：0999-12345678。",
    "云州市人民政府办公室",
    "2024年7月5日",
)
WANTED = {("rate", "contradiction"), ("table", "contradiction")}  # 201/204 = 98.5, and 2+0+1 = 3


def as_html() -> bytes:
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    text = "".join(f"<p>　　{line}</p>" for line in PARAGRAPHS) + f"<table>{table}</table>"
    text += "".join(f"<p>{line}</p>" for line in END)
    return (
        f"<html><head><title>{TITLE}</title></head><body><nav><a href='/'>首页 9 家</a></nav><h1>{TITLE}</h1>{text}"
        "<footer>主办：云州市人民政府办公室</footer></body></html>"
    ).encode()


def as_docx() -> bytes:
    document = docx.Document()
    for line in (TITLE, *PARAGRAPHS):
        document.add_paragraph(line)
    table = document.add_table(rows=len(ROWS), cols=len(ROWS[0]))
    for at, row in enumerate(ROWS):
        for column, cell in enumerate(row):
            table.cell(at, column).text = cell
    for line in END:
        document.add_paragraph(line)
    body = io.BytesIO()
    document.save(body)
    return body.getvalue()


@pytest.mark.parametrize("body", [as_html(), as_docx()], ids=["html", "docx"])
def test_a_page_and_a_document_give_the_same_findings(body):
    findings = check_bulletin(body)
    assert {(finding.check, finding.severity) for finding in findings} == WANTED
    assert "201/204 = 98.529%" in next(one.en for one in findings if one.check == "rate")
    assert next(one.right for one in findings if one.check == "table") == "3"


def test_a_telephone_number_is_never_repeated():
    document = as_html().replace("2024年7月31日前".encode(), "2024年7月1日前".encode())
    (finding,) = (one for one in check_bulletin(document) if one.check == "deadline")
    assert "12345678" not in finding.sentence and "□□□" in finding.sentence


def test_lines_of_a_pdf_are_put_together_to_sentences(tmp_path):
    text = "\n\n".join((TITLE, *PARAGRAPHS[:-1], *END))
    source = tmp_path / "bulletin.typ"
    source.write_text(
        f'#set page(width: 120mm, numbering: "— 1 —")\n#set text(size: 12pt, font: "Noto Serif SC")\n{text}', "utf-8"
    )
    fonts = [str(Path(pylopdf_fonts_zh_cn.__file__).parent)]
    typst.compile(source, output=tmp_path / "bulletin.pdf", font_paths=fonts)
    report = proofread(tmp_path / "bulletin.pdf")
    assert report.title == TITLE
    assert "43/45 = 95.556% → 95.6%" in [checked.shown for checked in report.checked]
    assert {(one.check, one.severity) for one in report.findings} == {("rate", "contradiction")}


def test_a_text_that_stands_twice_is_read_once():
    page = as_html().decode()
    start, end = page.index("<h1>"), page.index("<footer>")
    doubled = page[:end] + page[start:end] + page[end:]
    findings = check_bulletin(doubled)
    assert {(one.check, one.severity) for one in findings} == WANTED | {("doubled", "form")}


@pytest.mark.parametrize("page", ["like_001", "like_002", "like_003"])
def test_tampering_is_told_and_the_text_is_read_all_the_same(page):
    html = getattr(tampered, page)()
    findings = check_bulletin(html)
    assert any(one.check == "tampering" and one.is_error for one in findings)
    assert not [one for one in findings if one.severity == "contradiction"]


def test_a_clean_page_of_the_same_kind_is_not_called_tampered():
    assert [one for one in check_bulletin(tampered.official()) if one.check == "tampering"] == []


def test_the_command_prints_writes_and_exits_by_what_was_found(tmp_path):
    page, report = tmp_path / "bulletin.html", tmp_path / "report.json"
    page.write_bytes(as_html())
    done = CliRunner().invoke(cli.app, ["proofread", str(page), "--json", str(report)])
    assert done.exit_code == 1
    assert "不合格数" in done.output and '"has_errors": true' in report.read_text("utf-8")
    page.write_bytes(as_html().replace(b"<td>4</td>", b"<td>3</td>").replace("、98.8%".encode(), "、98.5%".encode()))
    done = CliRunner().invoke(cli.app, ["proofread", str(page), "--json", str(report)])
    assert done.exit_code == 0 and '"has_errors": false' in report.read_text("utf-8")


@pytest.mark.parametrize("body", [b"\x89PNG\r\n", b"%PDF-1.7 broken", b"PK\x03\x04 word/ broken"])
def test_a_file_without_text_is_an_error_with_what_to_do(tmp_path, body):
    path = tmp_path / "file"
    path.write_bytes(body)
    with pytest.raises(InspectionError, match=r"\("):
        proofread(path)
    with pytest.raises(InspectionError, match="no such file"):
        proofread(tmp_path / "missing")


ODD_TEXTS = ("", "\n", "通报", "附件", "附件：", "(((", "2023年99月99日", "<html>", "〔〔〔", "其中", "%" * 50)
# that grow with the square of their length where a pattern is careless
LONG_TEXTS = (
    "其中3个；" * 20_000,
    "市教育局、" * 20_000,
    "率同比" * 20_000,
    "(" * 20_000,
    "“甲”" * 20_000,
    "1" * 50_000,
)


@pytest.mark.parametrize("text", [*ODD_TEXTS, *LONG_TEXTS], ids=lambda text: text[:6].strip() or "nothing")
def test_no_text_breaks_it(text):
    check_bulletin(text.encode())
    check_bulletin(text)


@pytest.mark.parametrize("name", ["bulletin.docx", "bulletin.pdf", "empty.html"])
def test_a_file_that_is_not_what_its_name_says_or_says_nothing_is_not_found_in_order(tmp_path, name):
    (tmp_path / name).write_text("" if name == "empty.html" else "hello")
    with pytest.raises(InspectionError, match=r"is something else|holds no text"):
        proofread(tmp_path / name)
