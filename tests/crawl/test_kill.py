"""A crawl that is killed: what is planned is archived and indexed once each, whenever the process ends.

A real process crawls a small city and is killed at random moments, again and again until it comes to its end; then
its file is cut at random bytes, and the moments between the file's name and the commit are tried one by one.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker
from warcio.exceptions import ArchiveLoadFailed

from inspection import places, warehouse
from inspection.archive.store import Store, read_payloads, snapshots_of
from inspection.archive.writer import Archive
from inspection.batches import batch_of
from inspection.crawl import Budget, take_snapshots
from inspection.declared.office import load
from inspection.errors import InspectionError
from tests.given.loopback import Answer, Internet, internet, redirect, register

NOW = datetime(2026, 7, 5, 19, 0, tzinfo=UTC)  # 03:00 on 6 July in Shanghai
FAST = Budget(pace_seconds=0.0, timeout_seconds=5.0)
FILE = "yunzhou-demo/2026/07/2026-07-06-sites-000.warc.gz"
KILLS = 50
SEED = int(os.environ.get("KILL_SEED", "0")) or time.time_ns() % 1_000_000
SITES, COLUMNS, ARTICLES = 3, 3, 9  # of the city; three articles a column
EVERYWHERE = "http://elsewhere.example/"

# One crawl for each line read, in a process of its own whose number is told before it begins, and its end after.
CRAWLER = """
import os, sys
from tests.crawl.test_kill import crawl_once
for line in sys.stdin:
    process = os.fork()
    if not process:
        crawl_once(*line.split())
        os._exit(0)
    print(process, flush=True)
    print(os.waitpid(process, 0)[1], flush=True)
"""


def plant(net: Internet) -> set[str]:
    """A city of linked sites; returns every address that a crawl of it plans."""
    planned = {EVERYWHERE}
    net.plant(EVERYWHERE, "elsewhere")
    for number in range(SITES):
        site = f"http://s{number}.yunzhou.example"
        columns = "".join(f'<a href="/c{column}/">栏目</a>' for column in range(COLUMNS))
        others = f'<a href="/gone.html">旧</a><a href="{EVERYWHERE}">外</a><a href="/moved">移</a><img src="/logo.png">'
        net.plant(f"{site}/robots.txt", Answer("User-agent: *\nDisallow: /private/", headers={}))
        net.plant(f"{site}/", f"<nav>{columns}</nav><a href='/private/'>内部</a>{others}")
        net.plant(f"{site}/moved", redirect("/target"))
        net.plant(f"{site}/target", "x" * 9_000)
        net.plant(f"{site}/logo.png", Answer(b"\x89PNG", headers={"Content-Type": "image/png"}))
        planned |= {f"{site}/{path}" for path in ("", "gone.html", "moved", "logo.png", "private/")}
        for column in range(COLUMNS):
            entries = "".join(
                f'<li><a href="/c{column}/{day}.html">云州市召开第{day}次工作会议</a> 2026-07-{day:02d}</li>'
                for day in range(1, 6)
            )
            net.plant(f"{site}/c{column}/", f"<ul>{entries}</ul>")
            planned.add(f"{site}/c{column}/")
            for day in (5, 4, 3):
                net.plant(f"{site}/c{column}/{day}.html", f"<title>{day}</title>" + f"第{number}站{column}栏" * 500)
                planned.add(f"{site}/c{column}/{day}.html")
    return planned


def jurisdiction(address: str):
    return load("yunzhou-demo").model_copy(update={"connect_to": address, "vantage": "test"})


def crawl_once(url: str, address: str, root: str) -> None:
    with warehouse.connect(url) as connection:
        take_snapshots(connection, jurisdiction(address), root, NOW, budget=FAST)


@pytest.fixture
def net():
    with internet() as planted:
        yield planted


@pytest.fixture
def planned(connection, net):
    for number in range(SITES):
        register(connection, str(number), f"http://s{number}.yunzhou.example/")
    connection.commit()
    return plant(net)


def assert_complete(connection, root, planned):
    """What is planned, archived and indexed is the same, each address once, and every record can be read."""
    rows = connection.execute("select * from staging.snapshot").fetchall()
    assert Counter(row["url"] for row in rows) == dict.fromkeys(planned, 1)
    assert [path.name for path in root.rglob("*") if path.is_file()] == [FILE.rpartition("/")[2]]
    answered, closed = Counter(), Counter()
    with (root / FILE).open("rb") as file:
        for record in ArchiveIterator(file):
            address = record.rec_headers["WARC-Target-URI"]
            answered[address] += record.rec_type == "response"
            closed[address] += record.rec_type == "metadata"
    robots = {f"{address.rpartition('example/')[0]}example/robots.txt" for address in planned}
    assert {address: times for address, times in closed.items() if times} == dict.fromkeys(planned | robots, 1)
    # the server has no HEAD, so that a GET follows: two answers for a picture
    assert {address for address, times in answered.items() if times > 1} == {
        address for address in planned if address.endswith(".png")
    }
    with contextlib.redirect_stdout(io.StringIO()):
        assert Checker(type("Options", (), {"inputs": [str(root / FILE)], "verbose": False})()).process_all() == 0
    for row, payload in read_payloads(root, snapshots_of(connection, "yunzhou-demo", rows[0]["day"])):
        assert not payload.problem or row["outcome"] == "skipped", payload.problem
    outcomes = Counter(row["outcome"] for row in rows)
    assert outcomes == {"fetched": len(planned) - SITES, "skipped": SITES}


def archived_of(root):
    """Addresses whose fetch is closed in the file as a process left it, also by a torn end."""
    found = set()
    for path in root.rglob("*.warc.gz*"):
        with path.open("rb") as file, contextlib.suppress(ArchiveLoadFailed):
            for record in ArchiveIterator(file):
                if record.rec_type == "metadata":
                    found.add(record.rec_headers["WARC-Target-URI"])
    return found


def test_fifty_kills_lose_and_repeat_no_page(warehouse_url, connection, net, planned, tmp_path):
    print(f"KILL_SEED={SEED}")
    chance = random.Random(SEED)
    crawler = subprocess.Popen(
        [sys.executable, "-c", CRAWLER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(["plugins", "."])}, cwd=places.ROOT,
    )  # fmt: skip
    kills, finished, longest = 0, 0, 0.0
    try:
        while kills < KILLS:
            root = tmp_path / str(finished)
            archived, asked_before, has_ended = set(), 0, False
            net.asked.clear()
            while not has_ended:
                crawler.stdin.write(f"{warehouse_url} {net.address} {root}\n")
                crawler.stdin.flush()
                process, started = int(crawler.stdout.readline()), time.monotonic()
                if finished and kills < KILLS:  # the first is let through, and tells how long one takes
                    time.sleep(chance.uniform(0, 0.7 * longest))
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(process, signal.SIGKILL)
                ended_by = int(crawler.stdout.readline())
                # a process that is killed after its commit has done its work: the next would rightly make it anew
                has_ended = bool(connection.execute("select 1 from staging.snapshot limit 1").fetchone())
                assert ended_by == signal.SIGKILL or (ended_by == 0 and has_ended)
                kills += not has_ended
                # what a process archived before it died is not asked for by the next
                assert not archived & set(net.asked[asked_before:])
                archived, asked_before = archived_of(root), len(net.asked)
                longest = longest or time.monotonic() - started
            assert_complete(connection, root, planned)
            connection.execute("delete from staging.snapshot")
            connection.commit()
            finished += 1
    finally:
        crawler.stdin.close()
        crawler.wait()
        crawler.stdout.close()
    print(f"{kills} kills in {finished} crawls")
    assert finished > 2


def test_a_file_cut_anywhere_is_completed_with_what_is_missing_alone(connection, net, planned, tmp_path):
    print(f"KILL_SEED={SEED}")
    chance = random.Random(SEED)
    crawl_here = lambda: take_snapshots(connection, jurisdiction(net.address), tmp_path, NOW, budget=FAST)  # noqa: E731
    crawl_here()
    before = {row["url"]: row for row in connection.execute("select * from staging.snapshot")}
    whole, partial = tmp_path / FILE, tmp_path / f"{FILE}.partial"
    for cut in (chance.randrange(whole.stat().st_size) for _ in range(8)):
        whole.rename(partial)
        os.truncate(partial, cut)
        connection.execute("delete from staging.snapshot")
        net.asked.clear()
        crawl_here()
        assert_complete(connection, tmp_path, planned)
        after = {row["url"]: row for row in connection.execute("select * from staging.snapshot")}
        kept = {url for url in after if after[url]["snapshot_id"] == before[url]["snapshot_id"]}
        assert not kept & set(net.asked) or cut == 0
        assert kept or cut < 10_000
        before = after


def test_a_crawl_killed_before_its_commit_is_indexed_without_being_made_again(connection, net, planned, tmp_path):
    office = jurisdiction(net.address)
    take_snapshots(connection, office, tmp_path, NOW, budget=FAST)
    connection.rollback()  # the file bears its name, the rows are gone
    net.asked.clear()
    take_snapshots(connection, office, tmp_path, NOW + timedelta(hours=1), budget=FAST)
    assert_complete(connection, tmp_path, planned)
    assert not net.asked
    connection.commit()
    first = {row["snapshot_id"] for row in connection.execute("select snapshot_id from staging.snapshot")}
    take_snapshots(connection, office, tmp_path, NOW + timedelta(hours=2), budget=FAST)  # made anew: it was finished
    connection.rollback()  # the index is that of the file before
    net.asked.clear()
    take_snapshots(connection, office, tmp_path, NOW + timedelta(hours=3), budget=FAST)
    assert_complete(connection, tmp_path, planned)
    assert not net.asked
    second = {row["snapshot_id"] for row in connection.execute("select snapshot_id from staging.snapshot")}
    assert not first & second


def test_what_an_earlier_day_left_unfinished_is_indexed_as_it_is(connection, net, planned, tmp_path):
    office = jurisdiction(net.address)
    take_snapshots(connection, office, tmp_path, NOW, budget=FAST)
    partial = tmp_path / f"{FILE}.partial"
    (tmp_path / FILE).rename(partial)
    os.truncate(partial, partial.stat().st_size // 2)
    connection.rollback()
    take_snapshots(connection, office, tmp_path, NOW + timedelta(days=1), budget=FAST)
    days = Counter(str(row["day"]) for row in connection.execute("select day from staging.snapshot"))
    assert days["2026-07-07"] == len(planned)
    assert 0 < days["2026-07-06"] < len(planned)
    assert not list(tmp_path.rglob("*.partial"))


def test_two_processes_never_write_one_file(connection, net, planned, tmp_path):
    store = Store(str(tmp_path))
    options = {"user_agent": "x", "robots": "obey", "clock": lambda: NOW, "resumes": True}
    with Archive(store, FILE, **options), pytest.raises(InspectionError, match="another process"):
        take_snapshots(connection, jurisdiction(net.address), store, NOW, budget=FAST)


def test_another_number_of_batches_begins_anew(connection, net, planned, tmp_path):
    office, batch = jurisdiction(net.address), batch_of("site:0", 2)
    file = FILE.replace("000", f"00{batch}")
    for batch_count in (2, 3):
        net.asked.clear()
        take_snapshots(connection, office, tmp_path, NOW, batch=batch, batch_count=batch_count, budget=FAST)
        if batch_count == 2:  # killed before its commit
            (tmp_path / file).rename(tmp_path / f"{file}.partial")
        connection.rollback()
    mine = [number for number in range(SITES) if batch_of(f"site:{number}", 3) == batch]
    assert {url for url in net.asked if url.endswith("robots.txt") and "//s" in url} == {
        f"http://s{number}.yunzhou.example/robots.txt" for number in mine
    }


def test_budgets_go_on_where_they_stood(connection, net, planned, tmp_path):
    office = jurisdiction(net.address)
    small = Budget(pace_seconds=0.0, timeout_seconds=5.0, fetch_count=6)
    counts = take_snapshots(connection, office, tmp_path, NOW, budget=small)
    before = {row["url"]: row["outcome"] for row in connection.execute("select url, outcome from staging.snapshot")}
    partial = tmp_path / f"{FILE}.partial"
    (tmp_path / FILE).rename(partial)
    os.truncate(partial, partial.stat().st_size // 2)
    connection.execute("delete from staging.snapshot")
    assert take_snapshots(connection, office, tmp_path, NOW, budget=small) == counts
    after = {row["url"]: row["outcome"] for row in connection.execute("select url, outcome from staging.snapshot")}
    assert after == before
