"""A day of 5,000 accounts through feeds on one core, and one of 48 batches of 100,000, against the city's feed server.

The registry holds 100,000 accounts, whose feeds are those of the city under as many addresses. Ours reads them, holds
them against what is known, archives them and writes posts, checks and health; the peer, a pool of threads with requests
and feedparser, keeps nothing; the bare limit only parses what lies in memory. Server and database stay off the core.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from ipaddress import ip_network
from multiprocessing.connection import Connection
from pathlib import Path

import feedparser
import requests

from bench.arena import arena
from bench.result import Result
from demo.city import registry
from demo.city.names import FEEDS
from demo.city.server import CityServer
from inspection import warehouse
from inspection.accounts import watch
from inspection.declared.office import Control, Route, load

ACCOUNTS = int(os.environ.get("BENCH_ACCOUNTS", "100000"))
DAY_BATCHES, MAPPED_BATCHES = 20, 48  # a twentieth of 100,000 is the 5,000 of a large city
DAY, NOW = date(2023, 12, 20), datetime(2023, 12, 20, 12, tzinfo=UTC)
THREADS = 16


def measure(folder: Path) -> list[Result]:
    """One core for the contestants, the rest for server and database."""
    with arena(folder, serve, _register) as place:
        found = {
            name: place.run(name, run, name, place.port, place.url, str(folder), place.core) for name in CONTESTANTS
        }
    count, seconds, megabytes = found["ours"]
    mapped_count, mapped_seconds, _ = found["mapped"]
    peer_count, peer_seconds, peer_megabytes = found["threads"]
    bare_count, bare_seconds, bare_megabytes = found["bare"]
    peer = f"a pool of {THREADS} threads with requests and feedparser, which keep nothing"
    return [
        Result(
            "accounts of a day through feeds, one core",
            count / seconds,
            "accounts per second",
            peer,
            peer_count / peer_seconds,
            bare_count / bare_seconds,
        ),
        Result(
            f"one of {MAPPED_BATCHES} batches of {ACCOUNTS} accounts",
            mapped_count / mapped_seconds,
            "accounts per second",
            peer,
            peer_count / peer_seconds,
            bare_count / bare_seconds,
        ),
        Result("accounts of a day: largest memory", megabytes, "MB", peer, peer_megabytes, bare_megabytes),
    ]


def _running() -> list[registry.Account]:
    return [account for account in registry.accounts() if account.is_running(DAY)]


def _addresses(count: int) -> list[tuple[registry.Account, str]]:
    running = _running()
    return [
        (running[number % len(running)], f"{running[number % len(running)].feed_url}?{number}")
        for number in range(count)
    ]


def _register(url: str) -> None:
    columns = ["jurisdiction_id", "subject_id", "valid_from", "kind", "name", "platform", "account_id", "feed_url"]
    with warehouse.connect(url) as connection:
        warehouse.copy_rows(
            connection,
            "mart.dim_subject",
            [*columns, "organiser", "status"],
            (
                (
                    "yunzhou-demo",
                    f"account:{account.platform}:bench{number}",
                    "2018-01-01",
                    "account",
                    account.name(DAY),
                    account.platform,
                    f"bench{number}",
                    address,
                    f"单位{number}",
                    "running",
                )
                for number, (account, address) in enumerate(_addresses(ACCOUNTS))
            ),
        )


def serve(pipe: Connection) -> None:
    """The city's server until killed; sends the port first."""
    server = CityServer(as_of=DAY)
    pipe.send(server.port)
    server.serve_forever()


def run(name: str, port: int, url: str, folder: str, core: int, pipe: Connection) -> None:
    """One contestant in a process of its own; sends accounts, seconds and its largest memory in megabytes."""
    os.sched_setaffinity(0, {core})
    count, seconds = CONTESTANTS[name](port, url, Path(folder))
    print(f"{name}: {count} accounts, {seconds:.0f} s, {time.process_time():.0f} s of CPU", flush=True)
    kilobytes = int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
    pipe.send((count, seconds, kilobytes / 1024))


def _watch(port: int, url: str, folder: Path, batch_count: int) -> tuple[int, float]:
    control = Control(account_id="yzrb", name="云州日报", url=f"http://{FEEDS}/feeds/control/yzrb.xml")
    routes = [Route(route_id="feed", connector="feed", concurrency=16, controls=[control])]
    changes = {"connect_to": f"127.0.0.1:{port}", "allow_networks": [ip_network("127.0.0.0/8")], "routes": routes}
    office = load("yunzhou-demo").model_copy(update=changes)
    started = time.monotonic()
    with warehouse.connect(url) as connection:
        counts = watch(connection, office, NOW, batch=1, batch_count=batch_count, store=folder / f"store-{batch_count}")
        connection.commit()
        healthy = connection.execute("select bool_and(is_healthy) as healthy from staging.source_health").fetchone()
    assert set(counts) == {"ok"} and healthy["healthy"], counts
    return counts["ok"], time.monotonic() - started


def _threads(port: int, _url: str, _folder: Path) -> tuple[int, float]:
    count = ACCOUNTS // DAY_BATCHES // 5
    started = time.monotonic()

    def look(pair: tuple[registry.Account, str]) -> int:
        host, _, path = pair[1].removeprefix("http://").partition("/")
        answer = requests.get(f"http://127.0.0.1:{port}/{path}", headers={"Host": host}, timeout=30)
        return len(feedparser.parse(answer.content).entries)

    with ThreadPoolExecutor(THREADS) as pool:
        assert all(pool.map(look, _addresses(count)))
    return count, time.monotonic() - started


def _bare(port: int, _url: str, _folder: Path) -> tuple[int, float]:
    host, _, path = _running()[0].feed_url.removeprefix("http://").partition("/")
    body = requests.get(f"http://127.0.0.1:{port}/{path}", headers={"Host": host}, timeout=30).content
    count = max(ACCOUNTS // DAY_BATCHES // 20, 1)
    started = time.monotonic()
    for _ in range(count):
        assert feedparser.parse(body).entries
    return count, time.monotonic() - started


CONTESTANTS: dict[str, Callable[[int, str, Path], tuple[int, float]]] = {
    "ours": lambda port, url, folder: _watch(port, url, folder, DAY_BATCHES),
    "mapped": lambda port, url, folder: _watch(port, url, folder, MAPPED_BATCHES),
    "threads": _threads,
    "bare": _bare,
}
