"""Archives of other crawls: indexed in one pass, damaged records put aside, everything else taken in."""

from __future__ import annotations

import gzip
import io
import os
import time
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from inspection.crawl import import_warc, read_payload, read_payloads
from inspection.errors import InspectionError
from inspection.jurisdiction import load
from tests.crawl.loopback import register

OFFICE = load("yunzhou-demo")
HOME = "http://www.yunzhou.example/"


class Maker:
    """A WARC file as another tool writes it."""

    def __init__(self, path: Path, *, gzip: bool = True) -> None:
        self.path, self.file = path, path.open("wb")
        self.writer = WARCWriter(self.file, gzip=gzip, warc_version="1.1")
        self.offsets: list[int] = []

    def add(self, url, body=b"", status="200 OK", kind="response", headers=(), date="2026-07-05T18:30:00Z", **warc):
        self.offsets.append(self.file.tell())
        warc_headers = {"WARC-Date": date} | {name.replace("_", "-"): value for name, value in warc.items()}
        http = StatusAndHeaders(status, [("Content-Type", "text/html"), *headers], protocol="HTTP/1.1")
        if kind == "metadata":
            http = None
        if kind == "revisit":
            digest = warc_headers.pop("WARC-Payload-Digest")
            record = self.writer.create_revisit_record(
                url, digest, url, date, http_headers=http, warc_headers_dict=warc_headers
            )
        else:
            record = self.writer.create_warc_record(
                *(url, kind, io.BytesIO(body), len(body)), http_headers=http, warc_headers_dict=warc_headers
            )
        self.writer.write_record(record)
        headers = record.rec_headers
        return headers["WARC-Record-ID"].strip("<>"), headers.get_header("WARC-Payload-Digest")

    def close(self) -> Path:
        self.file.close()
        return self.path


def rows(connection):
    return connection.execute("select * from staging.snapshot order by warc_offset").fetchall()


@pytest.mark.parametrize("packed", [True, False])
def test_a_file_of_another_crawl_is_indexed_record_by_record(connection, tmp_path, packed):
    register(connection, "5399000001", "https://yunzhou.example")
    maker = Maker(tmp_path / ("2026-07-06.warc.gz" if packed else "2026-07-06.warc"), gzip=packed)
    maker.writer.write_record(maker.writer.create_warcinfo_record("x", {"software": "other"}))
    home_id, digest = maker.add(HOME, "首页".encode())
    maker.add(f"{HOME}gone.html", b"no", "404 Not Found")
    maker.add(f"{HOME}old/", b"", "301 Moved", headers=[("Location", "/new/")])
    maker.add(f"{HOME}guard", b"<title>x</title>", "403 Forbidden")
    zipped = gzip.compress("新闻".encode())
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(zipped), zipped)
    maker.add(f"{HOME}zip", chunked, headers=[("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")])
    maker.add("http://other.example/", b"elsewhere")
    maker.add("http://dead.example/", b"fetch-outcome: dns_failure\r\n", kind="metadata")
    maker.add(HOME, kind="revisit", date="2026-07-05T20:00:00Z", WARC_Payload_Digest=digest)
    file = maker.close()
    for _ in range(2):
        counts = import_warc(connection, OFFICE, tmp_path / "store", file)
        assert (counts.read, counts.quarantined, counts.loaded) == (8, 0, 8)
    found = rows(connection)
    assert [(r["subject_id"], r["url"], r["outcome"], r["http_status"], r["detail"]) for r in found] == [
        ("site:5399000001", HOME, "fetched", 200, None),
        ("site:5399000001", f"{HOME}gone.html", "fetched", 404, None),
        ("site:5399000001", f"{HOME}old/", "fetched", 301, None),
        ("site:5399000001", f"{HOME}guard", "blocked", 403, None),
        ("site:5399000001", f"{HOME}zip", "fetched", 200, None),
        ("external", "http://other.example/", "fetched", 200, None),
        ("external", "http://dead.example/", "failed", None, "dns_failure"),
        ("site:5399000001", HOME, "unchanged", 200, None),
    ]
    assert found[0]["snapshot_id"] == home_id == found[7]["refers_to"]
    assert found[2]["final_url"] == f"{HOME}new/"
    assert (str(found[0]["fetched_at"]), str(found[0]["day"])) == ("2026-07-05 18:30:00+00:00", "2026-07-06")
    assert [row["warc_offset"] for row in found] == maker.offsets
    assert sum(row["warc_length"] for row in found) + maker.offsets[0] == file.stat().st_size
    assert read_payload(tmp_path / "store", found[4]).body.decode() == "新闻"
    bodies = [payload.body for _, payload in read_payloads(tmp_path / "store", found)]
    assert bodies[7] == bodies[0] == "首页".encode()


def test_the_file_is_linked_into_the_store_and_a_namesake_is_not_overwritten(connection, tmp_path):
    register(connection, "1", HOME)
    for folder, body in (("a", b"first"), ("b", b"second")):
        (tmp_path / folder).mkdir()
        maker = Maker(tmp_path / folder / "2026-07-06.warc.gz")
        maker.add(HOME, body)
        import_warc(connection, OFFICE, tmp_path / "store", maker.close())
    assert (tmp_path / "store/yunzhou-demo/imported/2026-07-06.warc.gz").samefile(tmp_path / "a/2026-07-06.warc.gz")
    assert {payload.body for _, payload in read_payloads(tmp_path / "store", rows(connection))} == {b"first", b"second"}


def quarantined(connection):
    return connection.execute("select * from ops.quarantine where source = 'warc' order by row_no").fetchall()


@pytest.mark.parametrize("cut", [30, 900])
def test_a_truncated_tail_costs_the_last_record_only(connection, tmp_path, cut):
    register(connection, "1", HOME)
    maker = Maker(tmp_path / "x.warc.gz")
    for number in range(4):
        maker.add(f"{HOME}{number}", os.urandom(1_000))
    file = maker.close()
    file.write_bytes(file.read_bytes()[:-cut])
    counts = import_warc(connection, OFFICE, tmp_path / "store", file)
    assert (counts.read, counts.quarantined, counts.loaded) == (4, 1, 3)
    [bad] = quarantined(connection)
    assert bad["value"] == str(maker.offsets[3])
    assert "cut off" in bad["reason"]


def test_a_damaged_record_in_the_middle_costs_itself_only(connection, tmp_path):
    register(connection, "1", HOME)
    maker = Maker(tmp_path / "x.warc.gz")
    for number in range(6):
        maker.add(f"{HOME}{number}", os.urandom(1_000))
    file = maker.close()
    data = bytearray(file.read_bytes())
    data[maker.offsets[2] + 300 : maker.offsets[2] + 400] = bytes(100)
    file.write_bytes(data)
    counts = import_warc(connection, OFFICE, tmp_path / "store", file)
    assert (counts.quarantined, counts.loaded) == (1, 5)
    found = rows(connection)
    assert [row["url"][-1] for row in found] == ["0", "1", "3", "4", "5"]
    assert not [payload.problem for _, payload in read_payloads(tmp_path / "store", found) if payload.problem]


def test_a_body_that_is_not_the_one_of_its_digest_is_put_aside(connection, tmp_path):
    register(connection, "1", HOME)
    maker = Maker(tmp_path / "x.warc.gz")
    maker.add(HOME, b"tampered", WARC_Payload_Digest="sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    maker.add(f"{HOME}good", b"good")
    assert import_warc(connection, OFFICE, tmp_path / "store", maker.close()).loaded == 1
    assert quarantined(connection)[0]["reason"] == "its payload is not the one of its digest"


@pytest.mark.parametrize("content", [b"", b"site_code,url\n", gzip.compress(b"hello"), b"\x1f\x8bbroken"])
def test_a_file_that_is_no_warc_file_is_refused_by_name(connection, tmp_path, content):
    (tmp_path / "list.warc.gz").write_bytes(content)
    with pytest.raises(InspectionError, match=r"list\.warc\.gz: is no WARC file"):
        import_warc(connection, OFFICE, tmp_path / "store", tmp_path / "list.warc.gz")
    with pytest.raises(InspectionError, match="cannot be read"):
        import_warc(connection, OFFICE, tmp_path / "store", tmp_path / "nowhere.warc.gz")


def test_a_file_gzipped_as_a_whole_is_refused_with_the_remedy(connection, tmp_path):
    maker = Maker(tmp_path / "x.warc", gzip=False)
    maker.add(HOME, b"a")
    maker.add(HOME, b"b")
    whole = tmp_path / "whole.warc.gz"
    whole.write_bytes(gzip.compress(maker.close().read_bytes()))
    with pytest.raises(InspectionError, match="warcio recompress"):
        import_warc(connection, OFFICE, tmp_path / "store", whole)


def test_indexing_is_fast(connection, tmp_path):
    register(connection, "1", HOME)
    maker = Maker(tmp_path / "x.warc.gz")
    page = ("<title>云州市</title>" + "<p>教育局召开工作会议</p>" * 100).encode()
    for number in range(3_000):
        maker.add(f"{HOME}{number}", page)
    file = maker.close()
    begin = time.process_time()
    assert import_warc(connection, OFFICE, tmp_path / "store", file).loaded == 3_000
    assert time.process_time() - begin < 1.5  # our own time: 2,000 records/s at the very least
