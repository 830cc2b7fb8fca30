"""Memory of one process that crawls 100,000 pages: how far it grows once it is warm.

Sites are many and small pages many, so that whatever is kept of a page, a host or a site would show. Compared with
a process that keeps nothing but the set of addresses, which a crawl needs to fetch no page twice.
"""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from bench.arena import arena
from bench.pages import serve, with_head
from bench.result import Result
from inspection import warehouse
from inspection.crawl import Budget, take_snapshots
from inspection.declared.office import load

PAGES = int(os.environ.get("BENCH_MEMORY_PAGES", "100000"))
PAGES_PER_SITE = 400
WARM_SHARE = 0.2  # of the pages: caches are full by then
ALLOWED_MEGABYTES = 50.0


@dataclass(frozen=True)
class Growth:
    """Resident megabytes when warm and at most after that; seconds of the whole."""

    pages: int
    warm: float
    largest: float
    seconds: float


def measure(folder: Path) -> list[Result]:
    """One crawl, and the set of its addresses alone."""
    with arena(folder, _serve, _register) as place:
        grown = place.run("the crawl", _crawl, place.port, place.url, folder, place.core)
        addresses = place.run("the set of addresses", _keep_addresses)
    assert grown.pages == PAGES, grown
    print(f"{grown.pages} pages in {grown.seconds:.0f} s: {grown.warm:.0f} MB when warm, {grown.largest:.0f} at most")
    return [
        Result(
            name=f"growth of the crawl's memory over {PAGES} pages",
            value=max(grown.largest - grown.warm, 0.001),
            unit="MB",
            peer="what is allowed",
            peer_value=ALLOWED_MEGABYTES,
            limit_value=addresses,
        )
    ]


def _hosts() -> list[str]:
    return [f"s{number}.yunzhou.example" for number in range(PAGES // PAGES_PER_SITE)]


def _register(url: str) -> None:
    with warehouse.connect(url) as connection:
        warehouse.copy_rows(
            connection,
            "mart.dim_subject",
            ["jurisdiction_id", "subject_id", "valid_from", "kind", "name", "home_url", "organiser", "status"],
            (
                ("yunzhou-demo", f"site:{host}", "2020-01-01", "site", host, f"http://{host}/", "单位", "running")
                for host in _hosts()
            ),
        )


def _serve(pipe: Connection) -> None:
    links = "".join(f'<a href="/{number}.html">云州市召开第{number}次会议</a>' for number in range(PAGES_PER_SITE - 1))
    home = with_head(f"<title>云州市</title>{links}".encode())
    other = with_head(("<title>会议</title><a href='/'>首页</a>" + "<p>政务公开</p>" * 100).encode())
    serve(pipe, lambda path: home if path == b"/" else other)


def _crawl(port: int, url: str, folder: Path, core: int, pipe: Connection) -> None:
    os.sched_setaffinity(0, {core})
    office = load("yunzhou-demo").model_copy(update={"connect_to": f"127.0.0.1:{port}", "robots": "override"})
    budget = Budget(pace_seconds=0.0, per_host=8)
    file = folder / "snapshots"
    samples: list[tuple[int, float]] = []  # bytes written, resident megabytes
    is_over = threading.Event()

    def sample() -> None:
        while not is_over.wait(0.1):
            written = sum(path.stat().st_size for path in file.rglob("*.partial"))
            samples.append((written, _resident()))

    watcher = threading.Thread(target=sample)
    started = time.monotonic()
    with warehouse.connect(url) as connection:
        watcher.start()
        counts = take_snapshots(connection, office, file, datetime.now(UTC), budget=budget)
        connection.commit()
    samples.append((samples[-1][0], _resident()))
    is_over.set()
    watcher.join()
    whole = max(written for written, _ in samples)
    warm_at = next(number for number, (written, _) in enumerate(samples) if written > WARM_SHARE * whole)
    warm = samples[warm_at][1]
    largest = max(megabytes for _, megabytes in samples[warm_at:])
    pipe.send(Growth(counts["fetched"], warm, largest, time.monotonic() - started))


def _keep_addresses(pipe: Connection) -> None:
    before = _resident()
    kept = {f"http://{host}/{number}.html" for host in _hosts() for number in range(PAGES_PER_SITE)}
    pipe.send(max(_resident() - before, 0.001))
    assert kept


def _resident() -> float:
    """Resident megabytes of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
