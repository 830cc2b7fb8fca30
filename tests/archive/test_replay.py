"""What a crawl of the invented city writes is accepted, read and replayed by the tools of others."""

from __future__ import annotations

import base64
import contextlib
import gzip
import io
import json
import os
import subprocess
import threading
import zipfile
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from demo.city import registry
from demo.city.server import CityServer
from inspection import warehouse
from inspection.archive.store import read_payload
from inspection.crawl import Budget, make_visits, take_snapshots
from inspection.crawl.plan import plan_visits
from inspection.declared.office import Jurisdiction, load
from inspection.evidence import bundle
from inspection.extract import extract_day
from inspection.judging import judge
from tests.archive.replay import environment
from tests.given.loopback import register

SHOWN = date(2023, 10, 20)
NIGHT = datetime(2023, 10, 19, 18, 0, tzinfo=UTC)  # 02:00 in Shanghai
HERE = Path(__file__).parent


@dataclass(frozen=True)
class City:
    """The city after two nights of crawling and one round of extra visits."""

    url: str
    store: Path
    office: Jurisdiction

    @property
    def files(self) -> list[Path]:
        return sorted(self.store.rglob("*.warc.gz"))


@pytest.fixture(scope="module")
def city(postgres, tmp_path_factory) -> City:
    store = tmp_path_factory.mktemp("snapshots")
    url = postgres.create_database(f"replay_{os.getpid()}", template="template_warehouse")
    budget = Budget(pace_seconds=0.0, fetch_count=12, timeout_seconds=5.0)
    with CityServer(0, 1, SHOWN) as server, warehouse.connect(url) as connection:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        fields = {"connect_to": f"127.0.0.1:{server.port}", "allow_networks": [ip_network("127.0.0.0/8")]}
        office = load("yunzhou-demo").model_copy(update=fields)
        for site in registry.sites()[:8]:
            register(connection, site.code, site.home_url(SHOWN))
        for days in range(2):  # the city shows the same day twice: revisits
            take_snapshots(connection, office, store, NIGHT + timedelta(days=days), budget=budget)
        extract_day(connection, office, store, SHOWN)
        extract_day(connection, office, store, SHOWN + timedelta(days=1))
        later = NIGHT + timedelta(hours=23)
        plan_visits(connection, office, SHOWN, later)
        make_visits(connection, office, store, later, budget=Budget(pace_seconds=0.0))
        judge.evaluate(connection, office, SHOWN, SHOWN + timedelta(days=2))
        connection.commit()
        server.shutdown()
        thread.join()
    return City(url, store, office)


@pytest.fixture
def connection(city):
    with warehouse.connect(city.url) as opened:
        yield opened


def kinds(file: Path) -> Counter[str]:
    with file.open("rb") as stream:
        return Counter(record.rec_type for record in ArchiveIterator(stream))


def test_every_file_passes_warcios_own_check(city):
    assert [file.name[11:17] for file in city.files] == ["sites-", "sites-", "visits"]
    assert kinds(city.files[1])["revisit"] > 10  # unchanged since the night before
    for file in city.files:
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            assert Checker(type("Options", (), {"inputs": [str(file)], "verbose": True})()).process_all() == 0
        assert "fail" not in said.getvalue()
        assert said.getvalue().count("digest pass") >= kinds(file)["response"]


def test_two_libraries_read_the_same_records(city):
    for file in city.files:
        with file.open("rb") as one, file.open("rb") as other:
            by_warcio = [
                (r.rec_type, r.rec_headers["WARC-Record-ID"], r.rec_headers["WARC-Date"], r.raw_stream.read())
                for r in ArchiveIterator(one, no_record_parse=True)
            ]
            by_fastwarc = [
                (r.headers["WARC-Type"], r.headers["WARC-Record-ID"], r.headers["WARC-Date"], r.reader.read())
                for r in FastIterator(other, parse_http=False)
                if r.verify_block_digest() or pytest.fail(f"block digest of {r.record_id} in {file.name}")
            ]
        assert by_warcio == by_fastwarc
        assert len(by_warcio) > 30


def test_pywb_replays_home_pages_with_the_same_bytes(city, connection, tmp_path):
    python = environment()
    for file in city.files:
        (tmp_path / file.name).write_bytes(file.read_bytes())
    homes = connection.execute(
        "select snapshot.* from staging.snapshot inner join mart.dim_subject using (subject_id)"
        " where snapshot.url = dim_subject.home_url and outcome in ('fetched', 'unchanged') order by fetched_at"
    ).fetchall()
    assert Counter(row["outcome"] for row in homes) == {"fetched": 8, "unchanged": 8}
    asked = [[f"{row['fetched_at']:%Y%m%d%H%M%S}", row["final_url"] or row["url"]] for row in homes]
    done = subprocess.run(
        [python, HERE / "replay_pywb.py", tmp_path], input=json.dumps(asked), capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    by_id = {row["snapshot_id"]: row for row in homes}
    for row, (status, content_type, coding, body) in zip(homes, json.loads(done.stdout), strict=True):
        body = base64.b64decode(body)
        body = gzip.decompress(body) if coding == "gzip" else body
        payload = read_payload(city.store, by_id.get(row["refers_to"], row))
        assert (status, content_type, body) == (row["http_status"], row["content_type"], payload.body)


def test_the_reference_tools_accept_a_bundle_of_evidence_and_index_it_alike(city, connection, tmp_path):
    python = environment()
    row = connection.execute(
        "select subject_id, indicator_id, day from mart.fact_finding where day = %s and evidence @> %s::jsonb"
        " order by jsonb_array_length(evidence) desc, subject_id, indicator_id limit 1",
        (SHOWN + timedelta(days=1), '[{"kind": "snapshot"}]'),
    ).fetchone()
    data = bundle(connection, city.office, city.store, f"{row['subject_id']}/{row['indicator_id']}/{row['day']}")
    (tmp_path / "evidence.wacz").write_bytes(data)
    assert "Validation succeeded" in run(python, "-m", "wacz", "validate", "-f", tmp_path / "evidence.wacz")
    with zipfile.ZipFile(tmp_path / "evidence.wacz") as wacz:
        wacz.extract("archive/evidence.warc.gz", tmp_path)
        ours = gzip.decompress(wacz.read("indexes/index.cdx.gz")).decode()
    theirs = run(python, "-m", "cdxj_indexer.main", "--sort", tmp_path / "archive/evidence.warc.gz")
    assert index_of(ours) == index_of(theirs)


def index_of(text: str) -> list[tuple[str, dict]]:
    """Lines of an index: key and moment, and the fields that both tools write."""
    split = [line.split(" ", 2) for line in text.splitlines()]
    return [(f"{key} {moment}", json.loads(fields)) for key, moment, fields in split]


def run(*command: object) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout[-500:] + done.stderr[-2000:]
    return done.stdout
