"""A DOCX is read as Word shows it: with what was inserted, wrapped or tagged, without what was deleted."""

from __future__ import annotations

import io
import zipfile

import pytest

from inspection.errors import InspectionError
from inspection.proofread import lines, report_of, wordfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
TITLE = "云州市人民政府办公室关于2024年第一季度全市政府网站和政务新媒体检查情况的通报"
LEAD, MIDDLE, TAIL = "全市登记政务新媒体67个，其中微信公众号28个、微博13个、", "快手6个、", "其他20个。"


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def paragraph(*parts: str) -> str:
    return f"<w:p>{''.join(parts)}</w:p>"


def packed(*blocks: str) -> bytes:
    """The least that a DOCX may be."""
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document {W} {MC}><w:body>{"".join(blocks)}</w:body></w:document>'
    )
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override'
        ' PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.'
        'document.main+xml"/></Types>'
    )
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("word/document.xml", document)
    return body.getvalue()


def bulletin(*middle: str) -> bytes:
    ends = ("云州市人民政府办公室", "2024年4月8日")
    return packed(
        paragraph(run(TITLE)), paragraph(run(LEAD), *middle, run(TAIL)), *(paragraph(run(end)) for end in ends)
    )


@pytest.mark.parametrize(
    "wrapped",
    [
        f'<w:ins w:id="1" w:author="a">{run(MIDDLE)}</w:ins>',
        f'<w:moveTo w:id="1" w:author="a">{run(MIDDLE)}</w:moveTo>',
        f"<w:sdt><w:sdtPr/><w:sdtContent>{run(MIDDLE)}</w:sdtContent></w:sdt>",
        f'<w:smartTag w:element="chmetcnv">{run(MIDDLE)}</w:smartTag>',
        f'<w:smartTag w:element="a"><w:smartTag w:element="b">{run("快手")}</w:smartTag>{run("6个、")}</w:smartTag>',
        f"<w:hyperlink>{run(MIDDLE)}</w:hyperlink>",
        f'<w:ins w:id="1"><w:sdt><w:sdtContent><w:smartTag>{run(MIDDLE)}</w:smartTag></w:sdtContent></w:sdt></w:ins>',
        f"<mc:AlternateContent><mc:Choice>{run(MIDDLE)}</mc:Choice><mc:Fallback>{run(MIDDLE)}</mc:Fallback>"
        "</mc:AlternateContent>",
    ],
    ids=["inserted", "moved", "control", "tag", "nested tags", "link", "all of them", "two ways to draw it"],
)
def test_what_word_shows_is_read_however_it_is_wrapped(wrapped):
    report = report_of(bulletin(wrapped))
    assert "28+13+6+20 = 67" in [one.shown for one in report.checked]
    assert report.findings == []


@pytest.mark.parametrize("name", ["del", "moveFrom"])
def test_what_a_revision_took_out_is_not_read(name):
    gone = f'<w:{name} w:id="1"><w:r><w:t>抖音9个、</w:t></w:r></w:{name}>'
    assert "28+13+6+20 = 67" in [one.shown for one in report_of(bulletin(run(MIDDLE), gone)).checked]


def test_a_wrong_sum_within_an_insertion_is_found():
    (finding,) = report_of(bulletin('<w:ins w:id="1"><w:r><w:t>快手8个、</w:t></w:r></w:ins>')).findings
    assert (finding.check, finding.severity, finding.sum) == ("sum", "contradiction", "28+13+8+20 = 69 ≠ 67")


def test_whole_paragraphs_and_tables_within_a_content_control_are_read_in_their_order():
    def row(*cells):
        return "<w:tr>" + "".join(f"<w:tc>{paragraph(run(cell))}</w:tc>" for cell in cells) + "</w:tr>"

    wide = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{paragraph(run("检查情况"))}</w:tc>'
    gone = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph(run('删去'))}</w:tc></w:tr>"
    table = f"<w:tbl><w:tr>{wide}</w:tr>{gone}{row('青溪县', '12')}<w:ins>{row('合计', '12')}</w:ins></w:tbl>"
    box = f"<w:r><w:txbxContent>{paragraph(run('框内'))}</w:txbxContent></w:r>"
    body = packed(
        f"<w:sdt><w:sdtContent>{paragraph(run('甲'))}{table}</w:sdtContent></w:sdt>", paragraph(run("乙"), box)
    )
    assert [block for _, block in wordfile.blocks(body, "")] == [
        "甲", [["检查情况", ""], ["青溪县", "12"], ["合计", "12"]], "乙", "框内",
    ]  # fmt: skip


def test_cells_over_several_rows_stand_in_each():
    def cell(text, merge=""):
        return f"<w:tc><w:tcPr>{merge}</w:tcPr>{paragraph(run(text)) if text else '<w:p/>'}</w:tc>"

    first, next_ = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = f"<w:tbl><w:tr>{cell('甲', first)}{cell('1')}</w:tr><w:tr>{cell('', next_)}{cell('2')}</w:tr></w:tbl>"
    assert [block for _, block in wordfile.blocks(packed(table), "")] == [[["甲", "1"], ["甲", "2"]]]


def test_a_title_over_two_paragraphs_is_one():
    first, second = TITLE[:24], TITLE[24:]
    body = packed(*(paragraph(run(text)) for text in (first, second, f"{LEAD}{MIDDLE}{TAIL}")))
    assert report_of(body).title == TITLE


def test_an_office_on_a_line_of_its_own_belongs_to_the_title():
    body = packed(*(paragraph(run(text)) for text in (TITLE[:10], TITLE[10:], f"{LEAD}{MIDDLE}{TAIL}")))
    assert report_of(body).title == TITLE


def test_a_line_of_print_that_ends_before_an_opening_mark_goes_on():
    width = "为做好政府网站和政务新媒体检查工作，市政府办公室对全市各单位"
    printed = [f"{width}开设的账号", f"{width}进行了", "“回头看”检查，现将有关情况通报如下。", "第二段另起一行。"]
    assert [line.text for line in lines._joined([lines.Line(text, "page 1") for text in printed])] == [
        f"{printed[0]}{printed[1]}{printed[2]}", printed[3],
    ]  # fmt: skip


def test_a_short_line_before_an_opening_mark_ends_its_paragraph():
    whole = "为做好政府网站和政务新媒体检查工作，市政府办公室对全市各单位开设的账号进行了检查。"
    printed = [whole, whole, "检查要点", "“找错”平台"]
    assert [line.text for line in lines._joined([lines.Line(text, "page 1") for text in printed])] == printed


@pytest.mark.parametrize("body", [b"PK\x03\x04 no archive", packed()[:200]])
def test_a_damaged_file_is_an_error_with_what_to_do(body):
    with pytest.raises(InspectionError, match="save it again"):
        list(wordfile.blocks(body, "bulletin.docx"))
