"""Archives of other crawls: indexed in one pass, damaged records put aside, everything else taken in."""

from __future__ import annotations

import base64
import gzip
import io
import os
import shutil
import subprocess
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from inspection.archive.store import read_payload, read_payloads
from inspection.crawl import Budget, import_warc, take_snapshots
from inspection.declared.office import load
from inspection.errors import InspectionError
from inspection.flow.history import import_observations
from tests.given.foreign import Browsertrix, Heritrix, sha1
from tests.given.loopback import Answer, hang_up, internet, redirect, register, zipped

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
                url, kind, io.BytesIO(body), len(body), http_headers=http, warc_headers_dict=warc_headers
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


def test_the_file_is_copied_into_the_store_and_a_namesake_is_not_overwritten(connection, tmp_path):
    register(connection, "1", HOME)
    for folder, body in (("a", b"first"), ("b", b"second")):
        (tmp_path / folder).mkdir()
        maker = Maker(tmp_path / folder / "2026-07-06.warc.gz")
        maker.add(HOME, body)
        import_warc(connection, OFFICE, tmp_path / "store", maker.close())
    taken, given = tmp_path / "store/yunzhou-demo/imported/2026-07-06.warc.gz", tmp_path / "a/2026-07-06.warc.gz"
    assert taken.read_bytes() == given.read_bytes()
    assert not taken.samefile(given)  # whoever still holds it could change the archive
    assert {payload.body for _, payload in read_payloads(tmp_path / "store", rows(connection))} == {b"first", b"second"}


def quarantined(connection):
    return connection.execute("select * from ops.quarantine where source = 'warc' order by row_no").fetchall()


def one_record(
    folder: Path, name: str, body: bytes, record_id: str = "<urn:uuid:00000000-0000-0000-0000-000000000001>"
):
    """A file with one page, whose record always bears the same id."""
    maker = Maker(folder / name)
    maker.add(HOME, body, WARC_Record_ID="<urn:uuid:00000000-0000-0000-0000-000000000001>")
    return maker.close()


def test_a_known_record_id_with_other_bytes_is_refused_and_changes_nothing(connection, tmp_path):
    register(connection, "5399000001", HOME)
    import_warc(connection, OFFICE, tmp_path / "store", one_record(tmp_path, "a.warc.gz", b"true"))
    before = rows(connection)
    forged = one_record(tmp_path, "b.warc.gz", b"forged")
    with pytest.raises(InspectionError, match=r"b\.warc\.gz: its record urn:uuid:0\S+1 is known from \S+a\.warc\.gz"):
        import_warc(connection, OFFICE, tmp_path / "store", forged)
    assert rows(connection) == before
    assert [row["file"] for row in connection.execute("select file from archive.record")] == [before[0]["warc_file"]]


def test_the_same_record_in_another_file_moves_there_and_another_office_has_its_own_row(connection, tmp_path):
    register(connection, "5399000001", HOME)
    register(connection, "5399000001", HOME, office="province")
    province = OFFICE.model_copy(update={"jurisdiction_id": "province"})
    for office, name in ((OFFICE, "a.warc.gz"), (OFFICE, "b.warc.gz"), (province, "b.warc.gz")):
        import_warc(connection, office, tmp_path / "store", one_record(tmp_path, name, b"true"))
    kept = connection.execute("select observer_id, warc_file from staging.snapshot order by observer_id").fetchall()
    assert [(row["observer_id"], row["warc_file"].rpartition("/")[2]) for row in kept] == [
        ("province", "b.warc.gz"),
        ("yunzhou-demo", "b.warc.gz"),
    ]


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


def test_a_torn_plain_file_costs_the_last_record_only(connection, tmp_path):
    register(connection, "1", HOME)
    maker = Maker(tmp_path / "x.warc", gzip=False)
    for number in range(4):
        maker.add(f"{HOME}{number}", os.urandom(1_000))
    file = maker.close()
    file.write_bytes(file.read_bytes()[:-300])
    counts = import_warc(connection, OFFICE, tmp_path / "store", file)
    assert (counts.quarantined, counts.loaded) == (1, 3)
    assert quarantined(connection)[0]["value"] == str(maker.offsets[3])
    assert not [
        payload.problem for _, payload in read_payloads(tmp_path / "store", rows(connection)) if payload.problem
    ]


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


@pytest.mark.parametrize("content", [b"", b"site_code,url\n", gzip.compress(b"hello", mtime=0), b"\x1f\x8bbroken"])
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


def at(second: int) -> str:
    return f"2026-07-05T18:30:{second:02d}Z"


def test_what_wget_writes_comes_in(connection, tmp_path):
    wget = shutil.which("wget")
    if not wget:
        pytest.skip("wget is not installed")
    with internet() as net:
        home = f"http://{net.address}/"
        register(connection, "5399000001", home)
        net.plant(home, '<title>首页</title><a href="/a.html">a</a> <a href="/gone.html">b</a> <a href="/old">c</a>')
        net.plant(f"{home}a.html", zipped("<title>文章</title>"))
        net.plant(f"{home}old", redirect("/a.html"))
        subprocess.run(
            [wget, "-q", "-e", "robots=off", "--recursive", "--level=1", f"--warc-file={tmp_path / 'site'}", home],
            cwd=tmp_path,
            check=False,
            timeout=60,
        )
    counts = import_warc(connection, OFFICE, tmp_path / "store", tmp_path / "site.warc.gz")
    assert counts.quarantined == 0
    found = {row["url"]: row for row in rows(connection)}
    assert {url.removeprefix(home): (row["subject_id"], row["http_status"]) for url, row in found.items()} == {
        "": ("site:5399000001", 200),
        "a.html": ("site:5399000001", 200),
        "gone.html": ("site:5399000001", 404),
        "old": ("site:5399000001", 302),
    }
    assert "首页" in read_payload(tmp_path / "store", found[home]).body.decode()
    assert read_payload(tmp_path / "store", found[f"{home}a.html"]).body.decode() == "<title>文章</title>"


HERITRIX_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/html;charset=utf-8\r\nTransfer-Encoding: chunked"


@pytest.mark.parametrize("packed", [True, False])
def test_what_heritrix_writes_comes_in(connection, tmp_path, packed):
    register(connection, "5399000001", HOME)
    body, other = "<title>首页</title>".encode() * 30, "<title>关于</title>".encode() * 30
    made = Heritrix(packed=packed)
    made.dns("www.yunzhou.example", at(0))
    made.fetch(HOME, at(1), HERITRIX_HEAD, body, sent=b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body))
    made.fetch(f"{HOME}about", at(2), 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: "x"', other)
    told = [("WARC-Refers-To-Target-URI", HOME), ("WARC-Refers-To-Date", at(1))]
    made.revisit(
        f"{HOME}index.html", at(3), "HTTP/1.1 200 OK\r\nContent-Type: text/html", profile="identical-payload-digest",
        fields=[("WARC-Payload-Digest", sha1(body)), *told],
    )  # fmt: skip
    told = [("WARC-Refers-To-Target-URI", f"{HOME}about"), ("WARC-Refers-To-Date", at(2))]
    made.revisit(f"{HOME}about", at(4), "HTTP/1.1 304 Not Modified", profile="server-not-modified", fields=told)
    file = made.write(tmp_path / ("h.warc.gz" if packed else "h.warc"))
    for _ in range(2):
        counts = import_warc(connection, OFFICE, tmp_path / "store", file)
        assert (counts.read, counts.quarantined, counts.loaded) == (4, 0, 4)
    home, about, index, again = found = rows(connection)
    assert [(row["url"], row["outcome"], row["http_status"]) for row in found] == [
        (HOME, "fetched", 200),
        (f"{HOME}about", "fetched", 200),
        (f"{HOME}index.html", "unchanged", 200),
        (f"{HOME}about", "unchanged", 200),
    ]
    assert index["refers_to"] == home["snapshot_id"]  # another address with the same body
    assert (again["refers_to"], again["content_type"]) == (about["snapshot_id"], "text/html")
    bodies = [payload.body for _, payload in read_payloads(tmp_path / "store", found)]
    assert bodies == [body, other, body, other]


def test_what_browsertrix_writes_comes_in_also_packed_as_wacz(connection, tmp_path):
    register(connection, "5399000001", HOME)
    brotli = base64.b64decode("GyAAABypUx9aXpGXp2Ckbnre4hYh+ZQHzs3hNDqo")
    made, later = Browsertrix(), Browsertrix()
    body = "<title>首页</title>".encode()
    made.fetch(HOME, "2026-07-05T18:30:01.250Z", "HTTP/2 200\r\ncontent-type: text/html", body)
    plain = (
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nx-orig-content-encoding: br\r\nx-orig-transfer-encoding: chunked"
    )
    made.fetch(f"{HOME}plain", at(2), plain, body)
    made.fetch(f"{HOME}br", at(3), "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-encoding: br", brotli)
    made.page(HOME, at(4))
    # the original of this one lies in the other part, which comes after it
    later.revisit(
        f"{HOME}copy", at(5), "HTTP/1.1 200 OK\r\ncontent-type: text/html", body, HOME, "2026-07-05T18:30:01.250Z"
    )
    parts = (later.write(tmp_path / "rec-0.warc.gz"), made.write(tmp_path / "rec-1.warc.gz"))
    for _ in range(2):
        counts = import_warc(connection, OFFICE, tmp_path / "store", made.wacz(tmp_path / "crawl.wacz", *parts))
        assert (counts.read, counts.quarantined, counts.loaded) == (4, 0, 4)
    found = {row["url"].removeprefix(HOME): row for row in rows(connection)}
    assert {name: (row["outcome"], row["http_status"]) for name, row in found.items()} == {
        "": ("fetched", 200),
        "plain": ("fetched", 200),
        "br": ("fetched", 200),
        "copy": ("unchanged", 200),
    }
    assert found["copy"]["refers_to"] == found[""]["snapshot_id"]
    read = {
        row["url"].removeprefix(HOME): payload
        for row, payload in read_payloads(tmp_path / "store", list(found.values()))
    }
    assert not [payload.problem for payload in read.values() if payload.problem]
    assert {name: payload.body for name, payload in read.items()} == {
        **dict.fromkeys(("", "plain", "copy"), body),
        "br": "云州市人民政府门户网站".encode(),
    }
    assert {row["warc_file"] for row in found.values()} == {
        "yunzhou-demo/imported/crawl-rec-0.warc.gz",
        "yunzhou-demo/imported/crawl-rec-1.warc.gz",
    }


def test_a_wacz_that_is_damaged_or_holds_no_archive_is_refused(connection, tmp_path):
    made = Browsertrix()
    made.fetch(HOME, at(1), "HTTP/1.1 200 OK", b"x")
    part = made.write(tmp_path / "rec-0.warc.gz")
    good = made.wacz(tmp_path / "good.wacz", part)
    with zipfile.ZipFile(tmp_path / "other.wacz", "w") as wacz:
        wacz.writestr("datapackage.json", zipfile.ZipFile(good).read("datapackage.json"))
        wacz.writestr("archive/rec-0.warc.gz", part.read_bytes() + part.read_bytes())
    (tmp_path / "cut.wacz").write_bytes(good.read_bytes()[:-200])
    with zipfile.ZipFile(tmp_path / "empty.wacz", "w") as wacz:
        wacz.writestr("pages/pages.jsonl", "")
    says = {"other": "is not the file of datapackage", "cut": "is no WACZ file", "empty": "holds no WARC file"}
    for name, what in says.items():
        with pytest.raises(InspectionError, match=rf"{name}\.wacz.*{what}"):
            import_warc(connection, OFFICE, tmp_path / "store", tmp_path / f"{name}.wacz")
    assert rows(connection) == []


def test_an_archive_folder_may_hold_any_of_the_kinds(connection, tmp_path):
    register(connection, "5399000001", HOME)
    (tmp_path / "archive/warc").mkdir(parents=True)
    for number, packed in enumerate((True, False)):
        made = Heritrix(packed=packed)
        made.fetch(f"{HOME}{number}", at(1), "HTTP/1.1 200 OK", b"x")
        made.write(tmp_path / f"archive/warc/{number}.warc{'.gz' if packed else ''}")
    made = Browsertrix()
    made.fetch(f"{HOME}2", at(1), "HTTP/1.1 200 OK", b"x")
    made.wacz(tmp_path / "archive/warc/2.wacz", made.write(tmp_path / "part.warc.gz"))
    assert import_observations(connection, OFFICE, tmp_path / "store", tmp_path / "archive") == 3
    assert sorted(row["url"].removeprefix(HOME) for row in rows(connection)) == ["0", "1", "2"]


def test_names_in_a_wacz_lead_nowhere_outside_the_store(connection, tmp_path):
    register(connection, "1", HOME)
    made = Browsertrix()
    made.fetch(HOME, at(1), "HTTP/1.1 200 OK", b"x")
    part = made.write(tmp_path / "x.warc.gz")
    with zipfile.ZipFile(tmp_path / "evil.wacz", "w") as wacz:
        wacz.writestr("archive/../../../evil.warc.gz", part.read_bytes())
    assert import_warc(connection, OFFICE, tmp_path / "store", tmp_path / "evil.wacz").loaded == 1
    assert [path.name for path in tmp_path.rglob("*evil*.gz")] == ["evil-evil.warc.gz"]
    assert (tmp_path / "store/yunzhou-demo/imported/evil-evil.warc.gz").exists()


def test_our_own_file_tells_its_index_again_in_another_warehouse(connection, tmp_path):
    register(connection, "5399000001", HOME)
    with internet() as net:
        net.plant(HOME, '<title>首页</title><a href="/secret/">a</a> <a href="/old">b</a> <a href="/cut">c</a>')
        net.plant(f"{HOME}robots.txt", Answer("User-agent: *\nDisallow: /secret/\n"))
        net.plant(f"{HOME}old", redirect("/new"))
        net.plant(f"{HOME}new", "x")
        net.plant(f"{HOME}cut", hang_up)
        now = datetime(2026, 7, 5, 18, tzinfo=UTC)
        take_snapshots(connection, net.jurisdiction(), tmp_path, now, budget=Budget(pace_seconds=0))
    query = "select * from staging.snapshot order by url, snapshot_id"
    before = connection.execute(query).fetchall()
    assert {row["outcome"] for row in before} == {"fetched", "skipped", "failed"}
    [file] = tmp_path.rglob("*.warc.gz")
    import_warc(connection, OFFICE, tmp_path, file)
    assert connection.execute(query).fetchall() == before
    connection.execute("delete from staging.snapshot")
    moved = shutil.copy(file, tmp_path / "moved.warc.gz")
    import_warc(connection, OFFICE, tmp_path / "elsewhere", moved)
    place = {"warc_file": "yunzhou-demo/imported/moved.warc.gz"}
    assert connection.execute(query).fetchall() == [row | place for row in before]


@pytest.mark.parametrize(
    "told",
    [
        "no json",
        "[]",
        '{"row": 5}',
        '{"row": {"url": "http://a.example/", "outcome": "fetched"}}',
        '{"row": {"url": "http://a.example/", "outcome": "fetched", "fetched_at": "soon"}}',
        '{"row": {"url": "http://a.example/", "outcome": "grand", "fetched_at": "2026-07-05T18:30:00Z"}}',
        '{"row": {"url": ["x"], "outcome": "failed", "fetched_at": "2026-07-05T18:30:00Z"}}',
        '{"row": {"url": "http://a.example/", "outcome": "failed", "fetched_at": "2026-07-05T18:30:00Z",'
        ' "http_status": "x"}}',
    ],
)
def test_a_journal_that_lies_adds_nothing_and_breaks_nothing(connection, tmp_path, told):
    maker = Maker(tmp_path / "x.warc.gz")
    maker.add(HOME, f"crawl-journal: {told}\r\n".encode(), kind="metadata")
    assert import_warc(connection, OFFICE, tmp_path / "store", maker.close()).loaded == 0
    assert rows(connection) == []
