"""A hostile server beside good sites: each trick ends in its outcome, and nobody else is harmed or held up."""

from __future__ import annotations

import contextlib
import io
import json
import os
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests
from fastwarc.warc import ArchiveIterator, WarcRecordType
from warcio.bufferedreaders import BufferedReader
from warcio.checker import Checker

from demo.hostile.tricks import SLOW_HOSTS, TRICKS
from inspection import warehouse
from inspection.archive.store import read_payloads, snapshots_of
from inspection.crawl import Budget, take_snapshots
from inspection.declared.office import load
from inspection.net import AddressRule, Fetcher, Limits, Request
from inspection.page.page import Page
from inspection.periods import local_day
from inspection.probe import probe_round
from tests.conftest import ROOT
from tests.given.loopback import register

NOW = datetime(2026, 7, 5, 19, 0, tzinfo=UTC)
TIMEOUT_SECONDS = 4.0
BUDGET = Budget(pace_seconds=0.0, timeout_seconds=TIMEOUT_SECONDS, seconds=8.0)
LAW = load("yunzhou-demo").model_copy(
    update={"connect_to": None, "allow_networks": [ip_network("127.0.0.1/32")], "vantage": "test", "control_urls": []}
)
TRICKS_BY_NAME = {trick.name: trick for trick in TRICKS}
MOST_MEMORY = 250_000_000  # of which the one page in hand may take half
LONGEST_SECONDS = 40.0  # on a busy machine; a trick that works takes a thousand


@dataclass
class Hostile:
    """The running server, and the sockets on addresses that nobody may connect to."""

    urls: dict[str, str]
    good_urls: list[str]
    control_url: str
    authority: Path
    traps: list[socket.socket] = field(default_factory=list)

    @property
    def names(self) -> dict[str, str]:
        """Name of every site by its address."""
        return {url: name for name, url in self.urls.items()} | dict.fromkeys(self.good_urls, "good")

    def report(self) -> dict[str, Any]:
        return requests.get(self.control_url, timeout=30).json()

    def is_trap_touched(self) -> bool:
        """Whether anybody has connected to one of the forbidden addresses."""
        for trap in self.traps:
            with contextlib.suppress(BlockingIOError):
                trap.accept()[0].close()
                return True
        return False

    def plant(self, connection: psycopg.Connection) -> None:
        """Put all sites into the registry: after every third hostile one a good one, all visited side by side."""
        for number, url in enumerate(self.urls.values()):
            register(connection, f"{number:03d}", url)
        for number, url in enumerate(self.good_urls):
            register(connection, f"{3 * number:03d}-good", url)


@pytest.fixture(scope="module")
def traps():
    """Sockets that listen on one port of two loopback addresses, beside the one that is allowed."""
    with contextlib.ExitStack() as stack:
        first = stack.enter_context(socket.socket())
        first.bind(("127.0.0.2", 0))
        found = [first]
        with contextlib.suppress(OSError):  # where this machine has IPv6
            other = stack.enter_context(socket.socket(socket.AF_INET6))
            other.bind(("::1", first.getsockname()[1]))
            found.append(other)
        for trap in found:
            trap.listen()
            trap.setblocking(False)
        yield found


@pytest.fixture(scope="module")
def hostile(traps, tmp_path_factory):
    """The server in a process of its own, so that its memory and time are not taken for ours."""
    command = [sys.executable, "-m", "demo.city", "hostile", "--trap-port", str(traps[0].getsockname()[1])]
    authority = tmp_path_factory.mktemp("authority") / "authority.pem"
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        places = json.loads(process.stdout.readline())
        authority.write_text(places.pop("authority_pem"))
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SSL_CERT_FILE", str(authority))
            yield Hostile(**places, authority=authority, traps=traps)
        process.stdin.close()
        assert process.wait(30) == 0


def resident_bytes() -> int:
    """Memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@contextlib.contextmanager
def memory_growth():
    """A list whose last entry is the largest growth of this process's memory within the block, in bytes."""
    grown, begin, is_over = [0], resident_bytes(), threading.Event()

    def watch() -> None:
        while not is_over.wait(0.01):
            grown.append(max(grown[-1], resident_bytes() - begin))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield grown
    finally:
        is_over.set()
        watcher.join()


@dataclass
class Crawled:
    """One crawl of all sites, and what it cost."""

    connection: psycopg.Connection
    folder: Path
    counts: dict[str, int]
    rows: list[dict[str, Any]]
    seconds: float
    growth: int

    def homes(self, hostile: Hostile) -> dict[str, dict[str, Any]]:
        """Rows of the hostile home pages by the names of their tricks."""
        return {name: row for row in self.rows if (name := hostile.names.get(row["url"])) and name != "good"}


@pytest.fixture(scope="module")
def crawled(postgres, hostile, tmp_path_factory):
    folder, elsewhere = tmp_path_factory.mktemp("crawled"), tmp_path_factory.mktemp("elsewhere")
    with (
        warehouse.connect(postgres.create_database("warehouse_hostile", template="template_warehouse")) as connection,
        pytest.MonkeyPatch.context() as patch,
        memory_growth() as growth,
    ):
        patch.chdir(elsewhere)
        hostile.plant(connection)
        begin = time.monotonic()
        counts = take_snapshots(connection, LAW, folder, NOW, budget=BUDGET)
        seconds = time.monotonic() - begin
        rows = connection.execute("select * from staging.snapshot").fetchall()
        assert not list(elsewhere.rglob("*"))
        yield Crawled(connection, folder, counts, rows, seconds, growth[-1])


def test_a_visit_to_each_hostile_site_ends_in_its_outcome_and_in_its_time(connection, hostile):
    hostile.plant(connection)
    begin = time.monotonic()
    with memory_growth() as growth:
        probe_round(connection, LAW, NOW, spread_seconds=0, timeout_seconds=TIMEOUT_SECONDS, now=NOW)
    assert time.monotonic() - begin < LONGEST_SECONDS
    rows = connection.execute(
        "select home_url, probe.* from staging.probe inner join mart.dim_subject using (subject_id)"
    ).fetchall()
    found = {hostile.names[row["home_url"]]: row["outcome"] for row in rows}
    assert len(rows) == len(TRICKS) + len(hostile.good_urls)
    assert found == {trick.name: trick.visit for trick in TRICKS} | {"good": "ok"}
    assert {row["outcome"] for row in rows if row["home_url"] in hostile.good_urls} == {"ok"}
    assert max(row["seconds"] for row in rows if row["home_url"] in hostile.good_urls) < TIMEOUT_SECONDS
    assert growth[-1] < MOST_MEMORY
    assert not hostile.is_trap_touched()
    assert hostile.report()["cookies"] == []


def test_a_crawl_of_each_hostile_site_ends_in_its_outcome(crawled, hostile):
    assert {name: row["outcome"] for name, row in crawled.homes(hostile).items()} == {
        trick.name: trick.fetch for trick in TRICKS
    }


def test_every_planned_fetch_of_a_hostile_site_has_exactly_one_row(crawled):
    urls = [row["url"] for row in crawled.rows]
    assert len(urls) == len(set(urls)) == crawled.counts["planned"]
    outcomes = {name: count for name, count in crawled.counts.items() if name != "planned"}
    assert sum(outcomes.values()) == len(urls)


def test_no_site_takes_more_than_its_budget(crawled):
    assert crawled.seconds < LONGEST_SECONDS
    assert max(row["byte_count"] or 0 for row in crawled.rows) <= BUDGET.page_bytes
    by_site: dict[str, int] = {}
    for row in crawled.rows:
        if row["outcome"] != "skipped":
            by_site[row["subject_id"]] = by_site.get(row["subject_id"], 0) + 1
    assert max(by_site.values()) <= BUDGET.fetch_count


def test_good_sites_are_fetched_whole_and_none_waits_for_a_hostile_one(crawled, hostile):
    good = [row for row in crawled.rows if row["url"].startswith(tuple(hostile.good_urls))]
    assert len(good) == 9 * len(hostile.good_urls)  # home page, two columns, six articles
    assert {(row["outcome"], row["http_status"]) for row in good} == {("fetched", 200)}
    last = max(row["fetched_at"] for row in good) - NOW
    assert last < timedelta(seconds=crawled.seconds / 2)


def test_a_page_of_links_to_dead_hosts_holds_up_nobody_but_its_own_site(crawled, hostile):
    report = hostile.report()["asked"]
    targets = hostile_targets(crawled, hostile)
    dead = [row for row in crawled.rows if row["url"] in targets]
    assert len(dead) == SLOW_HOSTS
    assert "failed" in {row["outcome"] for row in dead} <= {"failed", "skipped"}
    assert report["good-0"] >= 9


def hostile_targets(crawled: Crawled, hostile: Hostile) -> set[str]:
    """Addresses on the home page of the trick `many-slow-hosts`."""
    found = snapshots_of(crawled.connection, "yunzhou-demo", local_day(NOW))
    home = [row for row in found if row["url"] == hostile.urls["many-slow-hosts"]]
    [(_, payload)] = read_payloads(crawled.folder, home)
    return {anchor.url for anchor in Page(home[0]["url"], payload.body).anchors}


def test_nothing_is_connected_to_a_forbidden_address_and_no_cookie_is_sent(crawled, hostile):
    assert not hostile.is_trap_touched()
    assert hostile.report()["cookies"] == []
    trapped = [row for row in crawled.rows if "/secret" in row["url"]]
    assert trapped
    assert {(row["outcome"], row["detail"]) for row in trapped} == {("failed", "probe_fault")}


def test_memory_stays_bounded(crawled):
    assert crawled.growth < MOST_MEMORY


def test_nothing_is_written_but_the_archive(crawled):
    [file] = [path for path in crawled.folder.rglob("*") if path.is_file()]
    assert file.relative_to(crawled.folder).as_posix() == "yunzhou-demo/2026/07/2026-07-06-sites-000.warc.gz"


def test_the_archive_of_hostile_answers_is_valid(crawled, monkeypatch):
    # warcio takes the library `brotli` for another one of that name, and fails on every answer coded so
    monkeypatch.delitem(BufferedReader.DECOMPRESSORS, "br", raising=False)
    [file] = crawled.folder.rglob("*.warc.gz")
    with contextlib.redirect_stdout(io.StringIO()) as said:
        options = type("Options", (), {"inputs": [str(file)], "verbose": True})()
        assert Checker(options).process_all() == 0, said.getvalue()[-2_000:]
    statuses = set()
    with file.open("rb") as stream:
        for record in ArchiveIterator(stream, parse_http=True, verify_digests=True):
            if record.record_type == WarcRecordType.response:
                statuses.add(record.http_headers.status_code)
    assert {200, 302, 304, 401, 799} <= statuses


@pytest.mark.parametrize(
    "name",
    [
        "gzip-lie",
        "gzip-members",
        "many-codings",
        "hints-first",
        "injected-status",
        "trailers",
        "line-feeds",
        "length-too-short",
        "length-and-chunks",
        "redirect-with-line-ends",
        "redirect-up-and-out",
        "unknown-charset",
        "mixed-charsets",
        "tls-good",
        "robots-stars",
        "cookies-for-others",
    ],
)
def test_what_can_be_read_of_a_hostile_page_is_read(crawled, hostile, name):
    row = crawled.homes(hostile)[name]
    found = snapshots_of(crawled.connection, "yunzhou-demo", local_day(NOW), [row["subject_id"]])
    [(_, payload)] = read_payloads(crawled.folder, [snapshot for snapshot in found if snapshot["url"] == row["url"]])
    assert payload.problem == ""
    page = Page(row["url"], payload.body, payload.headers, payload.status)
    assert page.title == "云州市测试站"
    assert "云州市测试站首页" in page.text


def test_every_payload_is_read_within_its_limits(crawled):
    found = snapshots_of(crawled.connection, "yunzhou-demo", local_day(NOW))
    problems = set()
    with memory_growth() as growth:
        for row, payload in read_payloads(crawled.folder, [row for row in found if row["outcome"] != "skipped"]):
            assert len(payload.body) <= 20_000_000
            problems.add((row["outcome"], payload.problem.partition(":")[0]))
    assert problems == {("fetched", ""), ("blocked", "there was no answer"), ("failed", "there was no answer")}
    assert growth[-1] < MOST_MEMORY


def test_a_name_is_refused_by_the_address_it_resolves_to(hostile):
    """`localhost` is a name like any other, and what it resolves to is not public."""
    url = hostile.good_urls[0].replace("127.0.0.1", "localhost")
    asked = hostile.report()["asked"].get("good-0", 0)
    for rule, status in ((AddressRule(), None), (AddressRule([ip_network("127.0.0.1/32")]), 200)):
        with Fetcher(rule) as fetcher:
            fetcher.submit(Request(url, limits=Limits(timeout_seconds=TIMEOUT_SECONDS)))
            [result] = fetcher
        assert result.http_status == status
        assert status or "is not public" in result.error
    assert hostile.report()["asked"]["good-0"] == asked + 1
    assert not hostile.is_trap_touched()
