"""Signing off: what was approved is what is signed, whole; who returned a draft, when and why."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime

import psycopg
import pytest

from inspection.bulletin import approval, checks, digest, draft, folder, give_back, records, sign
from inspection.errors import InspectionError
from inspection.quarter import figures
from tests.given.quarters import GRAVE, NEW, OFFICE, grade

SIGNED_AT = datetime(2024, 1, 9, 17, 30, tzinfo=UTC)  # already the tenth in Shanghai
KEY = "yunzhou-demo/2023Q4"
BY_HAND = [
    ("bulletin.html", ">2</data>", ">1</data>"),
    ("figures.json", '"printed": "2"', '"printed": "1"'),
    ("failed_accounts.csv", "yz-fagai", "yz-anyone"),
    ("failed_sites.csv", "seq", "seq,1"),
]


def signed(city, tmp_path, **more):
    return sign(city, OFFICE, NEW, tmp_path, **{"signed_by": "office", "signed_at": SIGNED_AT} | more)


@pytest.mark.parametrize(("name", "printed", "wished"), BY_HAND)
def test_one_figure_changed_by_hand_in_any_file_makes_approval_impossible(city, tmp_path, name, printed, wished):
    path = draft(city, OFFICE, NEW, tmp_path) / name
    text = path.read_bytes().decode()
    assert printed in text
    path.write_bytes(text.replace(printed, wished, 1).encode())
    with pytest.raises(InspectionError, match=rf"文件被改动:{name}.*再重新生成草稿"):
        signed(city, tmp_path)
    assert records.newest_no(city, KEY) == 0
    assert not (tmp_path / "yunzhou-demo/2023Q4/1").exists()


@pytest.mark.parametrize(
    ("name", "part", "printed", "wished"),
    [
        ("bulletin.docx", "word/document.xml", b">60.0%<", b">80.0%<"),
        ("failed_accounts.xlsx", "xl/", b"yz-fagai", b"yz-anyone"),
        ("bulletin.pdf", "", b"%%EOF", b"%%EOF "),
    ],
)
def test_so_does_one_changed_by_hand_in_an_office_document(city, tmp_path, name, part, printed, wished):
    path = draft(city, OFFICE, NEW, tmp_path) / name
    path.write_bytes(edited(path.read_bytes(), part, printed, wished))
    with pytest.raises(InspectionError, match=rf"文件被改动:{name}"):
        signed(city, tmp_path)
    assert records.newest_no(city, KEY) == 0


def edited(data: bytes, part: str, printed: bytes, wished: bytes) -> bytes:
    """A file with one text replaced, within the parts of a packed one whose names begin with `part`."""
    if not part:
        assert printed in data
        return data.replace(printed, wished, 1)
    packed, is_found = io.BytesIO(), False
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        for one in old.infolist():
            content = old.read(one)
            if one.filename.startswith(part) and printed in content and not is_found:
                content, is_found = content.replace(printed, wished, 1), True
            new.writestr(one, content)
    assert is_found, f"{printed!r} is not in {part}"
    return packed.getvalue()


def test_a_file_that_is_missing_or_was_added_makes_approval_impossible_too(city, tmp_path):
    drafted = draft(city, OFFICE, NEW, tmp_path)
    (drafted / "failed_sites.csv").unlink()
    (drafted / "annex.xlsx").write_bytes(b"by hand")
    with pytest.raises(InspectionError, match=r"多出annex\.xlsx、缺少failed_sites\.csv"):
        signed(city, tmp_path)


def test_an_edition_has_the_digest_of_every_file_its_approver_day_and_number(city, tmp_path):
    drafted = draft(city, OFFICE, NEW, tmp_path)
    edition = signed(city, tmp_path, draft_sha256=digest(drafted), issued_on=date(2024, 1, 12), document_number="7")
    row = records.edition(city, KEY, 1)
    assert row["files"] == {name: folder.sha256(content) for name, content in folder.read(edition).items()}
    assert row["files_sha256"] == digest(edition) == folder.whole_sha256(row["files"])
    assert (row["signed_by"], row["signed_at"], row["issued_on"], row["document_number"]) == (
        "office", SIGNED_AT, date(2024, 1, 12), "7",
    )  # fmt: skip
    page = (edition / "bulletin.html").read_text("utf-8")
    assert "云政办函〔2024〕7号" in page and "2024年1月12日" in page and "2024年1月27日前" in page


def test_a_number_with_markup_is_text(city, tmp_path):
    draft(city, OFFICE, NEW, tmp_path)
    page = (signed(city, tmp_path, document_number="<b>7") / "bulletin.html").read_text("utf-8")
    assert "〔2024〕&lt;b&gt;7号" in page


def test_the_rows_and_files_of_an_edition_cannot_change(city, tmp_path):
    draft(city, OFFICE, NEW, tmp_path)
    edition = signed(city, tmp_path)
    city.commit()
    for change in (
        "update mart.bulletin set title = 'other' where edition_no = 1",
        "delete from mart.bulletin where edition_no = 1",
        "update mart.bulletin_figure set printed = '1' where edition_no = 1",
        "delete from mart.bulletin_file where edition_no = 1",
    ):
        with pytest.raises(psycopg.errors.RaiseException, match="edition 1 of yunzhou-demo/2023Q4 is signed"):
            city.execute(change)
        city.rollback()
    assert {path.stat().st_mode & 0o777 for path in edition.iterdir()} == {0o444}


def test_a_returned_draft_stays_a_draft_and_keeps_who_when_and_why(city, tmp_path):
    drafted = draft(city, OFFICE, NEW, tmp_path)
    give_back(city, OFFICE, NEW, returned_by="deputy", returned_at=SIGNED_AT, reason="附件缺一行")
    draft(city, OFFICE, NEW, tmp_path)
    (answer,) = records.answers(city, KEY)
    assert (answer["decision"], answer["answered_by"], answer["answered_at"], answer["note"]) == (
        "returned", "deputy", SIGNED_AT, "附件缺一行",
    )  # fmt: skip
    assert answer["draft_sha256"] == digest(drafted)
    assert records.newest_no(city, KEY) == 0
    assert not any("附件缺一行".encode() in content for content in folder.read(drafted).values())


def test_a_bulletin_that_contradicts_itself_is_not_signed(city, tmp_path):
    grade(city, NEW, "account:微信公众号:yz-late", [GRAVE])  # nobody registered or inspected it
    figures.compute(city, OFFICE, NEW)
    place = draft(city, OFFICE, NEW, tmp_path)
    with pytest.raises(InspectionError, match=r"50\.0%.*任何分母和取舍方式都得不出"):
        signed(city, tmp_path)
    told = approval.before_signing(city, OFFICE, NEW, tmp_path)["told"]
    assert "不能签发" in told and "任何分母和取舍方式都得不出" in told
    assert any(one.stops for one in checks.proofread(place, OFFICE))


def test_the_signer_may_overrule_a_contradiction_with_a_reason_that_is_kept(city, tmp_path):
    grade(city, NEW, "account:微信公众号:yz-late", [GRAVE])
    figures.compute(city, OFFICE, NEW)
    draft(city, OFFICE, NEW, tmp_path)
    told = approval.before_signing(city, OFFICE, NEW, tmp_path)["told"]
    assert "不采纳的理由" in told
    with pytest.raises(InspectionError, match="任何分母和取舍方式都得不出"):
        signed(city, tmp_path, overruled="  ")
    signed(city, tmp_path, overruled="新开账号未及登记", note="同意")
    (answer,) = records.answers(city, KEY)
    assert answer["note"].startswith("同意\n签发人不采纳校对意见 overruled: 新开账号未及登记\n")
    assert "任何分母和取舍方式都得不出" in answer["note"]
    assert any("新开账号未及登记" in one for one in records.edition(city, KEY, 1)["warnings"])


def test_a_reason_overrules_no_file_that_was_changed_by_hand(city, tmp_path):
    path = draft(city, OFFICE, NEW, tmp_path) / "bulletin.html"
    path.write_text(path.read_text("utf-8") + " ", "utf-8")
    with pytest.raises(InspectionError, match="文件被改动"):
        signed(city, tmp_path, overruled="无碍")
