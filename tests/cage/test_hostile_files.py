"""Files that were made to kill their reader (F1, F2, F3, F16): each costs itself, named, and nothing else."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
import zipfile
import zlib

import pytest

from inspection.errors import InspectionError
from inspection.inputs import tables
from inspection.proofread import lines
from inspection.readers.attachment import read_attachment
from tests.inputs.test_bad_files import GOOD, HEADERS, book, with_sheet
from tests.readers.test_attachment import WORD, docx, pdf, xlsx

FAR = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'


def far_away(content: bytes, last: bytes = FAR) -> bytes:
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert b"</sheetData>" in sheet
    return with_sheet(content, sheet.replace(b"</sheetData>", last))


def elsewhere(content: bytes) -> bytes:
    """The workbook with its sheet in another folder."""
    old, new = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
        for info in old.infolist():
            data = old.read(info).replace(b"worksheets/sheet1.xml", b"elsewhere/s.xml")
            archive.writestr(info.filename.replace("worksheets/sheet1.xml", "elsewhere/s.xml"), data)
    return new.getvalue()


def bomb_pdf() -> bytes:
    """A page whose content unpacks twice, to two hundred megabytes of one operator."""
    packed = zlib.compress(zlib.compress(b"q " * 100_000_000, 9), 9)
    made = pdf("x").replace(b"<</Length", b"<</Filter[/FlateDecode/FlateDecode]/Length", 1)
    before, _, rest = made.partition(b"stream\n")
    _, _, after = rest.partition(b"\nendstream")
    return before + b"stream\n" + packed + b"\nendstream" + after


def empty_paragraphs() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        begin, end = f'<w:document xmlns:w="{WORD}"><w:body>'.encode(), b"</w:body></w:document>"
        archive.writestr("word/document.xml", begin + b"<w:p><w:r/></w:p>" * 9_000_000 + end)
    return out.getvalue()


def deep_docx() -> bytes:
    return docx(raw="<w:p>" * 200_000)


ATTACHMENTS = {
    "a cell in the last row and column": (far_away(xlsx({"A1": "x"})), {"too_large"}),
    "a page of two hundred megabytes": (bomb_pdf(), {"too_large", "too_slow"}),
    "nine million paragraphs": (empty_paragraphs(), {"too_large", "too_slow", "cut"}),
    "elements a hundred thousand deep": (deep_docx(), {"damaged"}),
}


@pytest.mark.parametrize(("body", "outcomes"), ATTACHMENTS.values(), ids=ATTACHMENTS)
def test_an_attachment_made_to_kill_costs_itself_alone(body, outcomes):
    assert len(body) < 500_000
    assert read_attachment(body).problem in outcomes
    assert read_attachment(pdf("next")).text == "next"


_BOOK = book(HEADERS, GOOD)
WORKBOOKS = {
    "attributes in single quotes": far_away(_BOOK, FAR.replace(b'"', b"'")),
    "a line break before the place": far_away(_BOOK, FAR.replace(b" r=", b"\nr\n=\n")),
    "a sheet in another folder": elsewhere(far_away(_BOOK)),
    "row and column far apart": far_away(
        _BOOK,
        b'<row r="2"><c r="XFD2"><v>1</v></c></row>'
        + b"<row><c><v>1</v></c></row>" * 100_000
        + b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>',
    ),
    "a column that no row names": far_away(_BOOK, b'<row><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
    "a formula in a row that is none": far_away(_BOOK, b'<row><c r="A9999999"><f>A1</f></c></row></sheetData>'),
}


@pytest.mark.parametrize("content", WORKBOOKS.values(), ids=WORKBOOKS)
def test_a_workbook_made_to_kill_is_refused_by_name(content):
    assert len(content) < 200_000
    with pytest.raises(InspectionError) as told:
        tables.read_table(content, "sites.xlsx", HEADERS)
    assert told.value.place == "sites.xlsx" and told.value.remedy
    assert len(tables.read_table(_BOOK, "sites.xlsx", HEADERS).rows) == 1


def test_attributes_by_the_thousand_are_read_in_no_time():
    """F3: six thousand attributes took a cubic search; twice as many must take twice as long, and no more."""
    cell = b'<row r="3"><c r="A3" t="e" ' + b'x="e" t="e" ' * 20_000 + b"></c></row></sheetData>"
    cells = b'<row r="3">' + b'<c r="A3" t="e" ' * 20_000 + b"</row></sheetData>"
    for last in (cell, cells):
        content = far_away(_BOOK, last)
        try:
            tables.read_uncaged(content, "sites.xlsx", HEADERS)
        except InspectionError as error:
            assert error.place == "sites.xlsx"


PEAK = """
import re, sys
from pathlib import Path
from inspection.errors import InspectionError
from inspection.inputs import log
bad = []
try:
    for row_no, row in log.read_rows(Path(sys.argv[1]), {"site_code", "outcome"}):
        bad.append(log.BadRow(row_no, log.BadValue("site_code", row["site_code"], "is unknown", "register it"), row))
        log.refuse_hopeless(bad, Path(sys.argv[1]))
except InspectionError as error:
    print(error.problem)
# of this program alone: what getrusage tells begins with what its parent had
print(int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


@pytest.mark.parametrize(
    ("piece", "problem"),
    [
        (b"x,y\n", "more than 100,000 rows"),
        ("云".encode(), ""),
        (b'"', ""),
        (b"\0", ""),
    ],
    ids=["rows", "one line", "quotes", "nulls"],
)
def test_a_packed_log_of_half_a_gigabyte_stays_within_bounds(piece, problem, tmp_path):
    """F16: three megabytes took seven gigabytes."""
    path = tmp_path / "probes.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(b"site_code,outcome\n")
        for _ in range(500):
            file.write(piece * (1_000_000 // len(piece)))
    told = subprocess.run(
        [sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=True, env=dict(os.environ)
    ).stdout.splitlines()
    assert problem in told[0]
    assert int(told[-1]) < 1_000


def test_our_own_proofreader_is_in_the_cage_too():
    with pytest.raises(InspectionError, match=r"too large|too long|cannot be read"):
        lines.read_bytes(empty_paragraphs(), "a.docx")
    with pytest.raises(InspectionError, match="no text: too_"):
        lines.read_bytes(bomb_pdf(), "a.pdf")
    assert lines.read_bytes(docx("关于检查情况的通报")).items[0].text == "关于检查情况的通报"
