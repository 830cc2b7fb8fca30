"""Evidence of a finding in one file: whole, checkable by others' tools, and the same bytes each time."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from inspection.archive.store import Store
from inspection.crawl import Budget, import_warc, make_visits, take_snapshots
from inspection.crawl.plan import plan_visits
from inspection.declared.office import load
from inspection.errors import InspectionError
from inspection.evidence import bundle
from inspection.evidence.records import records_of
from inspection.evidence.wacz import sort_key
from inspection.extract import extract_day, read_visits
from inspection.judging import judge
from tests.given import facts
from tests.given.foreign import Browsertrix, Heritrix
from tests.given.loopback import internet, redirect, register

ROOT = Path(__file__).resolve().parents[2]
OFFICE = load("yunzhou-demo")
NIGHT = datetime(2026, 7, 5, 18, 0, tzinfo=UTC)  # 02:00 on 6 July in Shanghai
DAY = date(2026, 7, 6)
SITE, HOST = "site:5399000002", "http://jyj.yunzhou.example"
FAST = Budget(pace_seconds=0.0, timeout_seconds=1.0)
HOME = """<html><head><title>云州市教育局</title></head><body><h1>云州市教育局</h1><p>办公地址在云州市人民路。</p>
<a href="/gone.html">旧页面</a> <a href="/moved.html">搬走的页面</a></body></html>"""


@pytest.fixture
def net():
    with internet() as planted:
        planted.plant(f"{HOST}/", HOME)
        planted.plant(f"{HOST}/moved.html", redirect("/there.html"))  # which is not there
        yield planted


def crawl(connection, net, store, day=DAY):
    """A night's crawl, read and judged."""
    now = NIGHT + timedelta(days=(day - DAY).days)
    take_snapshots(connection, net.jurisdiction(), store, now, budget=FAST)
    extract_day(connection, net.jurisdiction(), store, day)
    judge.evaluate(connection, OFFICE, day, day + timedelta(days=1))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as wacz:
        assert wacz.testzip() is None
        return {name: wacz.read(name) for name in wacz.namelist()}


def records(data: bytes) -> list[tuple[str, str, bytes]]:
    """Type, address and content of every record, as warcio reads them."""
    archive = parts(data)["archive/evidence.warc.gz"]
    return [
        (record.rec_type, record.rec_headers["WARC-Target-URI"] or "", record.content_stream().read())
        for record in ArchiveIterator(io.BytesIO(archive), check_digests="raise")
    ]


def rows(data: bytes, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(parts(data)[f"evidence/{name}"].decode("utf-8-sig"))))


def told(data: bytes) -> dict:
    return json.loads(parts(data)["evidence/finding.json"])


def test_a_bundle_holds_the_records_the_rule_the_measure_and_the_hashes_of_all(connection, net, tmp_path):
    register(connection, "5399000002", f"{HOST}/")
    crawl(connection, net, tmp_path)
    key = broken_links(connection)
    data = bundle(connection, OFFICE, tmp_path, f"5399000002/{key}/{DAY}")
    files = parts(data)
    assert set(files) == {
        "archive/evidence.warc.gz",
        "datapackage-digest.json",
        "datapackage.json",
        "evidence/README.md",
        "evidence/broken_links.csv",
        "evidence/broken_links.sql",
        "evidence/finding.json",
        "indexes/index.cdx.gz",
        "indexes/index.idx",
        "pages/pages.jsonl",
    }
    package = json.loads(files["datapackage.json"])
    assert (package["profile"], package["wacz_version"]) == ("data-package", "1.1.1")
    assert {one["path"]: (one["hash"], one["bytes"]) for one in package["resources"]} == {
        name: (f"sha256:{hashlib.sha256(content).hexdigest()}", len(content))
        for name, content in files.items()
        if not name.startswith("datapackage")
    }
    digest = json.loads(files["datapackage-digest.json"])
    assert digest == {
        "path": "datapackage.json",
        "hash": f"sha256:{hashlib.sha256(files['datapackage.json']).hexdigest()}",
    }
    # exactly the records of the two dead links, with the redirect that led to the second
    info, *rest = [f"{kind} {url.rpartition('/')[2]}" for kind, url, _ in records(data)]
    gone = ["response gone.html", "request gone.html", "metadata gone.html"]
    moved = ["response moved.html", "request moved.html", "response there.html", "request there.html"]
    moved += ["metadata moved.html"]
    assert info == "warcinfo "
    assert rest in (gone + moved, moved + gone)  # in the order of the file
    finding = told(data)
    assert (finding["verdict"], finding["value"], finding["limit_value"]) == ("fail", 2, 1)
    assert (finding["indicator"]["id"], finding["rule"]["edition_id"]) == (key, "cn-2019-19")
    assert finding["subject"]["code"] == "5399000002"
    assert files["evidence/broken_links.sql"] == (ROOT / "include/sql/measure/broken_links.sql").read_bytes()
    assert finding["measure"]["hash"] == f"sha256:{hashlib.sha256(files['evidence/broken_links.sql']).hexdigest()}"
    assert [row["standing"] for row in rows(data, "broken_links.csv")] == ["confirmed", "confirmed"]
    ids = {
        record.rec_headers["WARC-Record-ID"][1:-1]
        for record in ArchiveIterator(io.BytesIO(files["archive/evidence.warc.gz"]))
    }
    assert {name for item in finding["evidence"] for name in item["snapshot"]["records"]} < ids
    readme = files["evidence/README.md"].decode()
    assert "怎样核对" in readme
    assert "How to check" in readme


def test_the_index_leads_to_the_records_and_the_pages_to_the_index(connection, net, tmp_path):
    register(connection, "5399000002", f"{HOST}/")
    crawl(connection, net, tmp_path)
    files = parts(bundle(connection, OFFICE, tmp_path, f"{SITE}/{broken_links(connection)}/{DAY}"))
    archive, cdx = files["archive/evidence.warc.gz"], files["indexes/index.cdx.gz"]
    lines = gzip.decompress(cdx).decode().splitlines()
    assert lines == sorted(lines)
    found = {}
    for line in lines:
        key, moment, fields = line.split(" ", 2)
        entry = json.loads(fields)
        packed = archive[int(entry["offset"]) :][: int(entry["length"])]
        [record] = ArchiveIterator(io.BytesIO(packed))
        assert record.rec_headers["WARC-Target-URI"] == entry["url"]
        assert record.http_headers.get_statuscode() == entry["status"]
        assert record.rec_headers["WARC-Payload-Digest"] == entry["digest"]
        assert record.rec_headers["WARC-Date"].translate(str.maketrans("", "", "-:T"))[:14] == moment
        found[entry["url"], moment] = key
    assert sorted(found.values()) == [f"example,yunzhou,jyj)/{name}.html" for name in ("gone", "moved", "there")]
    head, *pages = [json.loads(line) for line in files["pages/pages.jsonl"].decode().splitlines()]
    assert head["format"] == "json-pages-1.0"
    assert {(page["url"], page["ts"].translate(str.maketrans("", "", "-:TZ"))) for page in pages} <= set(found)
    meta, block = files["indexes/index.idx"].decode().splitlines()
    assert meta.startswith("!meta 0 ")
    assert json.loads(block.split(" ", 2)[2])["length"] == len(cdx)


def test_the_same_finding_gives_the_same_bytes(connection, net, tmp_path):
    register(connection, "5399000002", f"{HOST}/")
    crawl(connection, net, tmp_path)
    key = f"{SITE}/{broken_links(connection)}/{DAY}"
    first = bundle(connection, OFFICE, tmp_path, key)
    judge.evaluate(connection, OFFICE, DAY, DAY + timedelta(days=1))
    assert bundle(connection, OFFICE, Store(str(tmp_path)), key) == first


def test_both_looks_at_a_dead_link_are_evidence(connection, net, tmp_path):
    register(connection, "5399000002", f"{HOST}/")
    crawl(connection, net, tmp_path)
    later = NIGHT + timedelta(hours=23)
    plan_visits(connection, net.jurisdiction(), DAY, later)
    make_visits(connection, net.jurisdiction(), tmp_path, later, budget=FAST)
    read_visits(connection, OFFICE.jurisdiction_id, tmp_path, DAY, DAY + timedelta(days=3), only_new=True)
    judge.evaluate(connection, OFFICE, DAY, DAY + timedelta(days=1))
    data = bundle(connection, OFFICE, tmp_path, f"{SITE}/{broken_links(connection)}/{DAY}")
    answers = [url for kind, url, _ in records(data) if kind == "response"]
    assert answers.count(f"{HOST}/gone.html") == answers.count(f"{HOST}/there.html") == 2
    files = {item["snapshot"]["taken_from"]["warc_file"] for item in told(data)["evidence"]}
    assert len(files) == 2


def test_an_unchanged_page_comes_with_the_record_that_holds_its_body(connection, net, tmp_path):
    register(connection, "5399000002", f"{HOST}/")
    for days in (0, 1):
        crawl(connection, net, tmp_path, DAY + timedelta(days=days))
    day = DAY + timedelta(days=1)
    [home] = connection.execute("select * from staging.snapshot where day = %s and url = %s", (day, f"{HOST}/"))
    assert home["outcome"] == "unchanged"
    marks = connection.execute(
        "select indicator_id from mart.fact_finding where day = %s and evidence @> %s::jsonb limit 1",
        (day, json.dumps([{"id": home["snapshot_id"]}])),
    ).fetchone()["indicator_id"]
    data = bundle(connection, OFFICE, tmp_path, f"5399000002/{marks}/{day}")
    answers = [
        (kind, body) for kind, url, body in records(data) if url == f"{HOST}/" and kind in {"response", "revisit"}
    ]
    assert sorted(kind for kind, _ in answers) == ["response", "revisit"]
    assert HOME.encode() in {body for _, body in answers}
    assert [source["snapshot_id"] for source in told(data)["bodies"]] == [home["refers_to"]]


def test_a_finding_on_reachability_comes_with_every_visit_of_its_week(connection, tmp_path):
    rows_given = {
        "mart.dim_subject": [facts.subject("site")],
        "mart.fact_probe_day": [{"day": "-6..0", "failed_count": 5}],
        "staging.probe": [
            {"scheduled_at": "0 08:00", "started_at": "0 08:00", "outcome": "timeout", "seconds": 15.2},
            {"scheduled_at": "-6 09:00", "started_at": "-6 09:01"},
            {"scheduled_at": "-7 09:00", "started_at": "-7 09:00"},  # before the week
        ],
    }
    facts.load(connection, rows_given, DAY)
    judge.evaluate(connection, OFFICE, DAY, DAY + timedelta(days=1))
    key = of_reason(connection, "unreachable")
    data = bundle(connection, OFFICE, tmp_path, f"云州市人民政府/{key}/{DAY}")
    assert [(row["outcome"], row["seconds"]) for row in rows(data, "probes.csv")] == [
        ("ok", "0.4"),
        ("timeout", "15.2"),
    ]
    assert len(rows(data, "probe_days.csv")) == 7
    assert [kind for kind, _, _ in records(data)] == ["warcinfo"]
    assert {item["kind"] for item in told(data)["evidence"]} == {"probe"}


def test_findings_of_posts_and_reports_come_with_their_rows(connection, tmp_path):
    rows_given = {
        "mart.dim_subject": [facts.subject("account"), facts.subject("site")],
        "staging.post": [{"published_at": "-20 10:00", "first_seen_at": "-20 23:00", "title": "=1+1"}],
        "staging.account_check": [{}],
        "staging.report": [
            {
                "report_id": "r1",
                "indicator_id": "SV1.4",
                "reason_id": "tampered",
                "decision": "reported",
                "note": "首页",
            }
        ],
    }
    facts.load(connection, rows_given, DAY)
    judge.load_decisions(connection, OFFICE)
    judge.evaluate(connection, OFFICE, DAY, DAY + timedelta(days=1))
    silent = of_reason(connection, "account_not_updated", facts.ACCOUNT)
    data = bundle(connection, OFFICE, tmp_path, f"{facts.ACCOUNT}/{silent}/{DAY}")
    assert [row["title"] for row in rows(data, "posts.csv")] == ["'=1+1"]  # no formula for a spreadsheet to run
    assert [row["is_source_healthy"] for row in rows(data, "account_checks.csv")] == ["True"]
    data = bundle(connection, OFFICE, tmp_path, f"5399000001/SV1.4/{DAY}")
    assert [(row["report_id"], row["note"]) for row in rows(data, "reports.csv")] == [("r1", "首页")]
    assert len(rows(data, "decisions.csv")) == 1


def test_what_is_not_there_is_said_with_what_is_near(connection, net, tmp_path):
    register(connection, "5399000002", f"{HOST}/")
    crawl(connection, net, tmp_path)
    key = broken_links(connection)
    with pytest.raises(InspectionError, match=rf"no such finding.*nearest are {SITE}/{key}/{DAY}"):
        bundle(connection, OFFICE, tmp_path, f"5399000002/{key}/{DAY + timedelta(days=3)}")
    with pytest.raises(InspectionError, match="names no finding"):
        bundle(connection, OFFICE, tmp_path, "5399000002")
    with pytest.raises(InspectionError, match="names no finding"):
        bundle(connection, OFFICE, tmp_path, f"5399000002/{key}/yesterday")
    with pytest.raises(InspectionError, match="no subject is called"):
        bundle(connection, OFFICE, tmp_path, f"nobody/{key}/{DAY}")
    next(tmp_path.rglob("*.warc.gz")).unlink()
    with pytest.raises(InspectionError, match=r"cannot be read.*snapshot store"):
        bundle(connection, OFFICE, tmp_path, f"5399000002/{key}/{DAY}")


@pytest.mark.parametrize("packed", [True, False])
def test_records_are_found_beside_the_answer_also_in_files_of_others(connection, tmp_path, packed):
    register(connection, "1", f"{HOST}/")
    for number, made in enumerate((Heritrix(packed=packed), Browsertrix(packed=packed))):
        made.fetch(f"{HOST}/old", "2026-07-05T18:30:01Z", "HTTP/1.1 302 Found\r\nLocation: /new", b"")
        made.fetch(f"{HOST}/new", "2026-07-05T18:30:02Z", "HTTP/1.1 200 OK\r\nContent-Type: text/html", b"x" * 2000)
        made.fetch(f"{HOST}/next", "2026-07-05T18:30:03Z", "HTTP/1.1 200 OK", b"y")
        import_warc(
            connection, OFFICE, tmp_path / "s", made.write(tmp_path / f"{number}.warc{'.gz' if packed else ''}")
        )
    found = connection.execute("select * from staging.snapshot where url like '%%/new' order by warc_file").fetchall()
    kinds = [
        [(record.kind, record.url.rpartition("/")[2]) for record in records_of(Store(str(tmp_path / "s")), *place)]
        for place in ((row["warc_file"], row["warc_offset"], row["warc_length"]) for row in found)
    ]
    assert kinds == [
        [
            ("response", "old"),
            ("request", "old"),
            ("metadata", "old"),
            ("response", "new"),
            ("request", "new"),
            ("metadata", "new"),
        ],
        [("response", "old"), ("request", "old"), ("response", "new"), ("request", "new")],
    ]


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://www.yunzhou.example/", "example,yunzhou)/"),
        ("https://jyj.yunzhou.example:8443/A/b.html?z=1&a=2", "example,yunzhou,jyj:8443)/a/b.html?a=2&z=1"),
        ("https://www2.yunzhou.example:443/news/", "example,yunzhou)/news"),
        ("http://203.0.113.7/x", "203.0.113.7)/x"),
    ],
)
def test_an_address_is_sorted_by_its_host_backwards(url, key):
    assert sort_key(url) == key


def test_the_command_writes_the_file_and_says_its_hash(connection, net, tmp_path, warehouse_url):
    register(connection, "5399000002", f"{HOST}/")
    crawl(connection, net, tmp_path / "store")
    connection.commit()
    key = broken_links(connection)

    def run(*arguments: str) -> subprocess.CompletedProcess:
        environment = os.environ | {
            "AIRFLOW_CONN_WAREHOUSE": warehouse_url,
            "INSPECTION_STORE": str(tmp_path / "store"),
            "INSPECTION_OUTPUT": str(tmp_path / "output"),
        }
        return subprocess.run(
            [sys.executable, "-m", "inspection", "evidence", *arguments],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    done = run(f"5399000002/{key}/{DAY}", "--out", str(tmp_path / "one.wacz"))
    assert done.returncode == 0, done.stderr
    assert f"sha256:{hashlib.sha256((tmp_path / 'one.wacz').read_bytes()).hexdigest()}" in done.stdout
    failed = run(f"5399000002/{key}/2026-01-01")
    assert failed.returncode == 1
    assert len(failed.stderr.strip().splitlines()) == 1


def broken_links(connection) -> str:
    return of_reason(connection, "broken_links")


def of_reason(connection, reason: str, subject_id: str = "") -> str:
    """The indicator that found something for this reason."""
    query = "select indicator_id from mart.fact_finding where reason_id = %s and subject_id like %s || '%%' limit 1"
    return connection.execute(query, (reason, subject_id)).fetchone()["indicator_id"]
