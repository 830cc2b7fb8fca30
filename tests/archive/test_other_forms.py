"""Archives as other tools write them: names in any case, wrong lengths, files that end too early, other kinds."""

from __future__ import annotations

import gzip
import hashlib
import io

import pytest

from inspection.archive.reader import Damage, check_warc, read_records
from inspection.archive.store import payload_of
from inspection.errors import InspectionError

PAGE = b"<html>x</html>"
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE
ID = "urn:uuid:00000000-0000-0000-0000-{:012d}"


def record(
    number: int, block: bytes = HTTP, *, length: int | None = None, digest: bytes | None = None, **names
) -> bytes:
    """A response; `names` gives fields other names."""
    fields = {
        "WARC-Type": "response",
        "WARC-Target-URI": f"http://www.ceshi.gov.cn/{number}",
        "WARC-Date": "2026-11-28T20:00:00Z",
        "WARC-Record-ID": f"<{ID.format(number)}>",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block) if length is None else length),
    }
    if digest is not None:
        fields["WARC-Payload-Digest"] = f"sha1:{hashlib.sha1(digest).hexdigest()}"
    named = {names.get(name.replace("-", "_"), name): value for name, value in fields.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return b"WARC/1.1\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n"


def lower(number: int, **more) -> bytes:
    """One with names as Rust's and JavaScript's writers print them."""
    names = ("WARC-Type", "WARC-Target-URI", "WARC-Date", "WARC-Record-ID", "Content-Type", "Content-Length")
    return record(number, **more, **{name.replace("-", "_"): name.lower() for name in names})


def written(folder, *records: bytes, packed: bool) -> list:
    """What is read of a file of these records: the number of each good one, `damage` for each other."""
    file = folder / ("x.warc.gz" if packed else "x.warc")
    file.write_bytes(b"".join(gzip.compress(one) if packed else one for one in records))
    check_warc(file)
    found = list(read_records(file))
    data = file.read_bytes()
    for one in found:
        if not isinstance(one, Damage):
            offset, length, facts = one
            payload = payload_of(data[offset : offset + length], facts["snapshot_id"])  # the store reads it, too
            assert (payload.status, payload.body) == (200, PAGE)
    return ["damage" if isinstance(one, Damage) else int(one[2]["url"][-1]) for one in found]


@pytest.mark.parametrize("packed", [True, False])
def test_names_of_fields_are_told_without_case(tmp_path, packed):
    assert written(tmp_path, lower(1), record(2), packed=packed) == [1, 2]
    assert written(tmp_path, record(1), lower(2), lower(3), record(4), packed=packed) == [1, 2, 3, 4]
    upper = record(3, WARC_Type="WARC-TYPE", Content_Length="CONTENT-LENGTH")
    assert written(tmp_path, record(1), upper, record(4), packed=packed) == [1, 3, 4]
    for name in ("WARC-Type", "Content-Type", "Content-Length", "WARC-Target-URI", "WARC-Record-ID", "WARC-Date"):
        one = record(2, **{name.replace("-", "_"): name.lower()})
        assert written(tmp_path, record(1), one, record(3), packed=packed) == [1, 2, 3], name


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("length", [len(HTTP) - 5, len(HTTP) + 7, 0, 5000])
def test_a_digest_that_fits_outweighs_a_length(tmp_path, packed, length):
    records = record(1), record(2, length=length, digest=PAGE), record(3)
    assert written(tmp_path, *records, packed=packed) == [1, 2, 3]


@pytest.mark.parametrize("packed", [True, False])
def test_a_length_that_is_wrong_without_a_digest_is_damage_and_loses_no_other(tmp_path, packed):
    found = written(tmp_path, record(1), record(2, length=len(HTTP) + 7, digest=b"other"), record(3), packed=packed)
    assert found[0] == 1 and "damage" in found and found[-1] == 3


@pytest.mark.parametrize("packed", [True, False])
def test_a_file_that_ends_within_the_head_of_a_record_is_not_silently_short(tmp_path, packed):
    whole = [record(1), record(2)]
    last = record(3)
    head = last.index(b"\r\n\r\n")
    for cut in (4, 12, head // 2, head - 1, head + 1):
        file = tmp_path / "cut.warc"
        parts = [*whole, last[:cut]]
        file.write_bytes(b"".join(gzip.compress(part) if packed else part for part in parts))
        found = list(read_records(file))
        assert [isinstance(one, Damage) for one in found] == [False, False, True], cut


def test_a_gzip_member_that_is_cut_is_told(tmp_path):
    file = tmp_path / "cut.warc.gz"
    member = gzip.compress(record(2))
    for cut in (11, 20, len(member) // 2, len(member) - 4):
        file.write_bytes(gzip.compress(record(1)) + member[:cut])
        found = list(read_records(file))
        assert [isinstance(one, Damage) for one in found] == [False, True], cut


def test_line_ends_behind_the_last_record_are_none_of_it(tmp_path):
    assert written(tmp_path, record(1), b"\r\n\r\n", packed=False) == [1]
    assert written(tmp_path, record(1)[:-2], packed=False) == [1]


@pytest.mark.parametrize(
    ("start", "words", "way"),
    [
        (b"\x28\xb5\x2f\xfd....", "Zstandard", "zstd -d"),
        (b"\x5d\x2a\x4d\x18....", "Zstandard", "zstd -d"),
        (b"filedesc://x.arc 0.0.0.0 20120101 text/plain 76\n", "ARC", "warcio recompress"),
        (gzip.compress(b"filedesc://x.arc.gz 0.0.0.0 2012"), "ARC", "warcio recompress"),
        (b'{"log": {"version": "1.2"}}', "HAR", "WACZ"),
        (b" CDX N b a m s k r M S V g\n", "CDX", "WARC files"),
        (b"From: <Saved by Blink>\r\n", "MHTML", "crawl"),
        (b"BZh91AY&SY", "bzip2", "bunzip2"),
        (b"<!DOCTYPE html><html>", "web page", "crawl"),
        (b"7z\xbc\xaf\x27\x1c", "7-Zip", "unpack"),
        (b"nothing", "does not begin", ".warc"),
        (b"", "does not begin", ".warc"),
    ],
)
def test_kinds_that_are_not_taken_are_named_with_the_way_out(tmp_path, start, words, way):
    file = tmp_path / "x.warc.zst"
    file.write_bytes(start + bytes(100))
    with pytest.raises(InspectionError, match=words) as raised:
        check_warc(file)
    assert way in raised.value.remedy


def test_an_archive_that_is_hostile_ends(tmp_path):
    file = tmp_path / "x.warc"
    out = io.BytesIO()
    out.write(record(1))
    out.write(b"WARC/1.1\r\n" * 3000 + b"\r\n\r\nWARC/1.1\r\ncontent-length: -5\r\n\r\n" * 300)
    out.write(record(2))
    file.write_bytes(out.getvalue())
    numbers = [int(one[2]["url"][-1]) for one in read_records(file) if not isinstance(one, Damage)]
    assert numbers == [1, 2]
