"""Text of attachments with its places; what cannot be read says why and raises nothing."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.readers import attached_text, attachment
from inspection.readers.attachment import hits_of, read_attachment, signs_of
from inspection.text.wording import load_lexicon
from tests.readers.test_privacy import identity

DAY = date(2023, 9, 30)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(*pages: str, password: str = "") -> bytes:
    """A PDF written by hand: one line of Latin letters a page, with a right table of its objects."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", ""]
    kids = []
    for text in pages:
        stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET" if text else ""
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {number + 1} 0 R"
            "/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
        )
        objects.append(f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    if password:
        objects.append(f"<</Filter/Standard/V 1/R 2/P -4/O<{'00' * 32}>/U<{'11' * 32}>>>")
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode()
    trailer = f"/Encrypt {len(objects)} 0 R/ID[<00><00>]" if password else ""
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    return (
        out
        + (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
            f"trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{len(out)}\n%%EOF"
        ).encode()
    )


def docx(*paragraphs: str, name: str = "word/document.xml", raw: str = "") -> bytes:
    """A DOCX of one part; runs split each paragraph, as editors do."""
    body = raw or "".join(
        f"<w:p><w:r><w:t>{text[:3]}</w:t></w:r><w:r><w:t>{text[3:]}</w:t></w:r></w:p>" for text in paragraphs
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')
    return out.getvalue()


def xlsx(cells: dict[str, object]) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "名单"
    for place, value in cells.items():
        book.active[place] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def places(body: bytes) -> dict[str, str]:
    return {piece.place: piece.text for piece in read_attachment(body).pieces}


def test_each_kind_gives_its_text_with_places():
    assert places(pdf("first", "second")) == {"page 1 line 1": "first", "page 2 line 1": "second"}
    table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>姓名</w:t><w:tab/><w:t>号码</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    assert places(docx(raw=f"<w:p><w:r><w:t>通知</w:t></w:r></w:p>{table}")) == {
        "paragraph 1": "通知",
        "paragraph 2": "姓名 号码",
    }
    assert places(docx("通知全文")) == {"paragraph 1": "通知全文"}
    assert places(xlsx({"C3": "姓名", "D5": 5399000001, "AB5": 1.5})) == {
        "名单!C3": "姓名",
        "名单!D5": "5399000001",
        "名单!AB5": "1.5",
    }


@pytest.mark.parametrize(
    "make", [lambda text: pdf(text), lambda text: docx("名单", text), lambda text: xlsx({"B2": text})]
)
def test_personal_numbers_and_wrong_words_in_files_are_found(make):
    number = identity(9)
    found = read_attachment(make(number))
    signs = [(topic, sign.kind, sign.value) for topic, sign in signs_of(found, DAY)]
    assert signs == [("privacy", "identity_number", f"539…{number[-2:]}")]
    lexicon = load_lexicon(("include/lexicon/yunzhou-demo.yaml",))
    assert [hit.term.term for hit in hits_of(read_attachment(docx("请云洲市各单位报送")), lexicon)] == ["云洲市"]


GOOD = {"pdf": pdf("first"), "docx": docx("通知全文"), "sheet": xlsx({"A1": "姓名"})}
PROBLEMS = {
    "cut off": (GOOD["docx"][:-30], "docx", "damaged"),
    "a sheet cut off": (GOOD["sheet"][: len(GOOD["sheet"]) // 2], "sheet", "damaged"),
    "no XML": (docx(raw="<w:p><"), "docx", "damaged"),
    "no main part": (docx("x", name="word/other.xml"), "docx", "damaged"),
    "a PDF of nothing": (b"%PDF-1.4\n%%EOF", "pdf", "damaged"),
    "with a password": (pdf("secret", password="x"), "pdf", "encrypted"),
    "pictures of pages": (pdf(""), "pdf", "no_text"),
    "an empty sheet": (xlsx({}), "sheet", "no_text"),
    "no file that is read": (b"PK\x03\x04 photos/1.jpg", "", ""),
    "a page": (b"<html>", "", ""),
    "nothing": (b"", "", ""),
}


@pytest.mark.parametrize(("body", "kind", "problem"), PROBLEMS.values(), ids=PROBLEMS)
def test_what_cannot_be_read_says_why(body, kind, problem):
    found = read_attachment(body)
    assert (found.kind, found.problem) == (kind, problem)
    told = [(topic, sign.kind, sign.place) for topic, sign in signs_of(found, DAY)]
    assert told == ([("attachment", problem, kind)] if problem else [])


def test_bounds_on_size_are_kept(monkeypatch):
    bomb = docx("零" * 2_000_000)
    assert len(bomb) < 100_000
    monkeypatch.setattr(attached_text, "MAX_UNPACKED_BYTES", 1_000_000)
    assert attached_text.read(bomb, "docx")[1] == "too_large"
    monkeypatch.setattr(attachment, "MAX_BYTES", 100)
    assert read_attachment(GOOD["pdf"]).problem == "too_large"


def test_what_is_over_the_bounds_on_text_and_time_is_cut(monkeypatch):
    many = docx(*("云州市" for _ in range(50)))
    monkeypatch.setattr(attached_text, "MAX_CHARS", 30)
    pieces, problem, _ = attached_text.read(many, "docx")
    assert (problem, len(pieces)) == ("cut", 10)
    monkeypatch.setattr(attached_text, "MAX_CHARS", 2_000_000)
    monkeypatch.setattr(attached_text, "MAX_SECONDS", -1.0)
    assert attached_text.read(many, "docx")[1] == "cut"


def test_an_entity_that_grows_is_not_expanded():
    entities = '<!DOCTYPE d [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    body = docx(raw="<w:p><w:r><w:t>&b;</w:t></w:r></w:p>")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        text = archive.read("word/document.xml").decode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", entities + text)
    assert "xxxx" not in read_attachment(out.getvalue()).text


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(list(GOOD.values())), st.integers(0, 2_000), st.binary(max_size=6), st.integers(0, 200))
def test_no_damage_makes_it_raise(body, at, piece, gone):
    at %= len(body)
    damaged = body[:at] + piece + body[at + gone :]
    found = read_attachment(damaged)
    assert found.problem or found.pieces or not found.kind
    found.text.encode()
