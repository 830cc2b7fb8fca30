"""Every format says the same: text stays text, fonts are in the file, the same material is the same bytes."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime

import docx
import pylopdf_fonts_zh_cn
import pypdfium2
import pytest
from openpyxl import load_workbook

from inspection.bulletin import document, draft, pdf, sign
from inspection.bulletin import docx as docx_writer
from inspection.bulletin.compose import compose, drafted
from inspection.bulletin.document import Annex, Cell, Document, Paragraph, Run, Table
from inspection.quarter import figures
from tests.given.quarters import GRAVE, NEW, OFFICE, OLD, grade, subject

# what a registry may hold as a name → how every format prints it
NAMES = {
    "<b>粗</b><script>alert(1)</script>": "<b>粗</b><script>alert(1)</script>",
    "=cmd|' /C calc'!A0": "=cmd|' /C calc'!A0",
    "{{ fig('x') }}#set page()$x$": "{{ fig('x') }}#set page()$x$",
    "云州\u202egnp.exe": "云州[U+202E]gnp.exe",
    "响\x07铃\x1b[31m\u200b号": "响[U+0007]铃[U+001B][31m[U+200B]号",
    "حساب رسمي": "حساب رسمي",
    "两行\n一号\t完": "两行 一号 完",
}
ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e]")


def texts_of_docx(content):
    file = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in file.paragraphs] + cells


def text_of_pdf(content):
    with pypdfium2.PdfDocument(content) as file:
        return "".join(page.get_textpage().get_text_range() for page in file)


def sheets_of(content):
    book = load_workbook(io.BytesIO(content))
    return {sheet.title: [list(row) for row in sheet.iter_rows()] for sheet in book}


def squeezed(text):
    return re.sub(r"[\s\u200b\u2066-\u2069\ufffe]", "", text)


@pytest.fixture
def hostile(city, tmp_path):
    """The new quarter with an account for every hostile name, all failed."""
    for number, name in enumerate(NAMES):
        one = f"account:微信公众号:hostile-{number}"
        subject(city, one, name=name, organiser=name, platform="微信公众号", account_id=name)
        grade(city, NEW, one, [GRAVE])
    figures.compute(city, OFFICE, NEW)
    return drafted(compose(city, OFFICE, NEW, tmp_path))[0]


def test_names_with_markup_formulas_controls_and_marks_of_direction_are_text_in_every_format(hostile):
    page = document.read(hostile["bulletin.html"].decode())
    in_html = {cell.text.strip("\u2068\u2069") for table in page.tables() for row in table.body for cell in row}
    in_docx = {text.strip("\u2068\u2069") for text in texts_of_docx(hostile["bulletin.docx"])}
    sheets = sheets_of(hostile["failed_accounts.xlsx"])
    in_list, in_data = ({cell.value for row in sheets[name] for cell in row} for name in ("名单", "数据"))
    rows = list(csv.reader(io.StringIO(hostile["failed_accounts.csv"].decode("utf-8-sig"))))
    in_csv = {cell for row in rows for cell in row}
    in_pdf = squeezed(text_of_pdf(hostile["bulletin.pdf"]))
    for shown in NAMES.values():
        for told in (in_html, in_docx, in_list, in_data):
            assert shown in told
        assert (f"'{shown}" if shown.startswith("=") else shown) in in_csv
        if not re.search("[\u0600-\u06ff]", shown):  # a PDF keeps letters in the order in which they are drawn
            assert squeezed(shown) in in_pdf
    assert "<script" not in hostile["bulletin.html"].decode()
    assert not any(text.startswith(("=", "'=")) for text in in_csv if not text.startswith("'=cmd"))


def test_no_file_carries_a_sign_that_acts_on_its_surroundings(hostile):
    for name, content in hostile.items():
        if name.endswith((".docx", ".xlsx")):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                texts = [archive.read(one).decode() for one in archive.namelist() if one.endswith(".xml")]
        elif name.endswith(".pdf"):
            continue  # binary; its text is looked at above
        else:
            texts = [content.decode()]
        assert not [sign for text in texts for sign in ACTING.findall(text.replace("\r\n", "\n"))], name


def test_cells_of_a_workbook_are_text_under_a_head_that_stays(hostile):
    book = load_workbook(io.BytesIO(hostile["failed_accounts.xlsx"]))
    assert book.sheetnames == ["名单", "数据"]
    for sheet in book:
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells if cell.value} == {"s"}
        assert {cell.number_format for cell in cells} == {"@"}
        assert all(cell.quotePrefix for cell in cells if (cell.value or "").startswith("="))
    assert [cell.value for cell in book["名单"][1]] == [
        "序号",
        "新媒体名称",
        "所属平台",
        "县\uff08市、区\uff09/部门",
        "存在问题",
    ]


def test_figures_json_says_a_hostile_dimension_without_letting_it_act(city, tmp_path):
    city.execute("update staging.message set channel = E'找错\u202e' where channel = '找错'")
    figures.compute(city, OFFICE, NEW)
    content = drafted(compose(city, OFFICE, NEW, tmp_path))[0]["figures.json"].decode()
    assert "找错\u202e" in {one["dimension"] for one in json.loads(content)}
    assert "\\u202e" in content and "\u202e" not in content


def test_the_same_material_is_the_same_bytes_whatever_the_clock_says(city, tmp_path, monkeypatch):
    first = drafted(compose(city, OFFICE, NEW, tmp_path))[0]
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    monkeypatch.setenv("TZ", "America/Lima")
    assert drafted(compose(city, OFFICE, NEW, tmp_path))[0] == first


def test_signing_fills_in_the_day_in_every_document(city, tmp_path):
    draft(city, OFFICE, NEW, tmp_path)
    at = datetime(2024, 1, 10, 9, tzinfo=UTC)
    signed = sign(city, OFFICE, NEW, tmp_path, signed_by="云州市人民政府办公室", signed_at=at, document_number="7")
    in_docx = "\n".join(texts_of_docx((signed / "bulletin.docx").read_bytes()))
    in_pdf = squeezed(text_of_pdf((signed / "bulletin.pdf").read_bytes()))
    for told in (in_docx, in_pdf):
        assert "2024年1月10日" in told and "云政办函〔2024〕7号" in told


def test_the_pdf_embeds_every_font_that_it_uses(city, tmp_path):
    content = drafted(compose(city, OFFICE, OLD, tmp_path))[0]["bulletin.pdf"]
    with pypdfium2.PdfDocument(content) as file:
        fonts = {
            (each.get_base_name(), each.is_embedded)
            for page in file
            for each in (one.get_font() for one in page.get_objects() if one.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT)
        }
    assert {name.split("+")[-1].split("-")[0] for name, _ in fonts} == {"NotoSerifSC", "NotoSansSC", "LibertinusSerif"}
    assert all(is_embedded for _, is_embedded in fonts)


def test_a_character_that_no_font_has_is_named_and_leaves_a_sign_and_a_rare_one_is_set():
    rare = Document(title=["通报"], blocks=[Paragraph("text", [Run("㮾城\U00020bb7野家")])])
    content, warnings = pdf.write(rare)
    assert warnings == ["no font has \U00020bb7 (U+20BB7): the PDF prints 〓 in its place"]
    assert "㮾城〓野家" in squeezed(text_of_pdf(content))
    assert "\U00020bb7野家" in "".join(texts_of_docx(docx_writer.write(rare)))


def test_a_warning_of_a_missing_character_reaches_whoever_composes(city, tmp_path):
    city.execute("update mart.dim_subject set name = '\U00020bb7野' where subject_id = 'account:新浪微博:yz-jiaojing'")
    assert any("U+20BB7" in warning for warning in drafted(compose(city, OFFICE, NEW, tmp_path))[1])


def wide(rows):
    return Document(
        form="full",
        issuer="云州市人民政府办公室",
        title=["关于检查情况的通报"],
        blocks=[Paragraph("text", [Run("本次检查覆盖全市政府网站。" * 90)])],
        signature=["云州市人民政府办公室", "2024年1月10日"],
        annexes=[
            Annex(
                "附件1",
                ["不合格名单"],
                [
                    Table(
                        [[Cell("单位"), Cell("网站")]],
                        [
                            row
                            for number in range(0, rows, 2)
                            for row in (
                                [Cell(f"第{number}局", rowspan=2), Cell(f"{number}号网站")],
                                [Cell(f"{number + 1}号网站")],
                            )
                        ],
                        [0.4, 0.6],
                        "failed_sites",
                    )
                ],
            )
        ],
    )


def test_the_docx_states_page_grid_fonts_and_page_numbers_of_the_standard(city, tmp_path):
    file = docx.Document(io.BytesIO(drafted(compose(city, OFFICE, OLD, tmp_path))[0]["bulletin.docx"]))
    section = file.sections[0]
    assert [round(one.mm) for one in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert [round(one.mm) for one in margins] == [37, 28, 26, 35]
    xml = file.element.xml
    assert 'w:type="linesAndChars" w:linePitch="579" w:charSpace="-842"' in xml
    assert set(re.findall(r'w:eastAsia="([^"]+)"', xml)) == {"仿宋_GB2312", "楷体_GB2312", "方正小标宋简体", "黑体"}
    assert file.settings.odd_and_even_pages_header_footer
    assert section.different_first_page_header_footer  # letter form
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        assert footer.paragraphs[0].text == "— 1 —"
        assert f'w:jc w:val="{side}"' in footer._element.xml
    assert all(table.rows[0]._tr.xpath("w:trPr/w:tblHeader") for table in file.tables)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A converter by LibreOffice, with the wheel's fonts in the place of the office's."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed: apt-get install libreoffice-writer")
    home = tmp_path_factory.mktemp("office")
    names = {"Noto Serif SC": (docx_writer.FANG, docx_writer.KAI, docx_writer.SONG, docx_writer.PLAIN_SONG)}
    names["Noto Sans SC"] = (docx_writer.HEI,)
    aliases = "".join(
        f'<alias binding="same"><family>{name}</family><prefer><family>{free}</family></prefer></alias>'
        for free, wanted in names.items()
        for name in wanted
    )
    folder = pylopdf_fonts_zh_cn.serif_path().parent
    (home / "fonts.conf").write_text(
        f"<fontconfig><dir>{folder}</dir><dir>/usr/share/fonts</dir><cachedir>{home}/cache</cachedir>{aliases}"
        "</fontconfig>"
    )
    environment = {**os.environ, "HOME": str(home), "FONTCONFIG_FILE": str(home / "fonts.conf")}

    def convert(content):
        (home / "bulletin.docx").write_bytes(content)
        command = [program, "--headless", "--convert-to", "pdf", "--outdir", home, home / "bulletin.docx"]
        subprocess.run(command, env=environment, check=True, capture_output=True, timeout=120)
        return (home / "bulletin.pdf").read_bytes()

    return convert


def lines_of(page):
    """Lines of a page, its number left out, from above."""
    text = page.get_textpage()
    tops = sorted({round(text.get_rect(place)[3]) for place in range(text.count_rects())}, reverse=True)
    lines = []
    for top in tops:
        if not lines or lines[-1] - top > 20:
            lines.append(top)
    return [top for top in lines if top > 95]


def test_libreoffice_sets_22_lines_a_page_and_every_part_in_its_place(office):
    long = wide(120)
    with pypdfium2.PdfDocument(office(docx_writer.write(long))) as file:
        texts = [page.get_textpage().get_text_range() for page in file]
        tables = [text for text in texts if "单位" in text]
        assert len(lines_of(file[1])) == 22
        assert "云州市人民政府办公室" in texts[0] and "关于检查情况的通报" in texts[0]
        assert "2024年1月10日" in squeezed("".join(texts[:-3]))
        first = next(text for text in texts if "附件" in text)
        assert squeezed(first).startswith("附件1不合格名单单位网站")
        assert len(tables) >= 3 and all("单位" in text for text in texts[texts.index(first) :])  # the head is repeated
        assert "119号网站" in squeezed("".join(texts))


def test_our_pdf_sets_22_lines_a_page_and_repeats_the_head_of_a_table():
    content, warnings = pdf.write(wide(120))
    assert warnings == []
    with pypdfium2.PdfDocument(content) as file:
        texts = [page.get_textpage().get_text_range() for page in file]
        assert len(lines_of(file[1])) == 22
        start = next(place for place, text in enumerate(texts) if "附件1" in text)
        assert len(texts) - start >= 3 and all("单位" in text for text in texts[start:])
