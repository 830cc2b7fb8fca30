"""The crawl on one core, against Scrapy with warcio and against a bare loop, with the same pages from one server.

Ours is `take_snapshots` as it runs every day: walk, budgets, signs of blocks, journal, index in PostgreSQL. Of every
page links, meta tags and text are read. The bare loop does libcurl → lexbor → gzip-6 WARC and nothing else: no
request records, no addresses made absolute, no redirects, no rules about addresses.
"""

from __future__ import annotations

import hashlib
import os
import select
import time
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

import pycurl
from selectolax.lexbor import LexborHTMLParser

from bench.arena import arena
from bench.pages import ARTICLES_PER_COLUMN, COLUMNS, paths, serve_sites
from bench.peers import python_of_peers, told_by
from bench.result import Result
from inspection import warehouse
from inspection.crawl import Budget, take_snapshots, walk
from inspection.declared.office import load
from inspection.page.page import Page

SITES = int(os.environ.get("BENCH_CRAWL_SITES", "20"))


@dataclass(frozen=True)
class Crawl:
    """What a crawl took."""

    pages: int
    seconds: float
    cpu_seconds: float

    @property
    def pages_per_cpu_second(self) -> float:
        return self.pages / self.cpu_seconds


def measure(folder: Path) -> list[Result]:
    """The three crawls, one after the other; server and database stay off the contestants' core."""
    python = python_of_peers()
    with arena(folder, serve_sites, _register) as place:
        crawls = {
            name: place.run(f"the crawl of {name}", _run, contestant, place.port, place.url, folder, place.core)
            for name, contestant in (("bare", _bare), ("ours", _ours))
        }
        crawls["scrapy"] = _scrapy(python, place.port, folder, place.core) if python else crawls["bare"]
    expected = SITES * len(paths())
    for name, found in crawls.items():
        assert found.pages == expected, (name, found)
        print(f"{name}: {found.pages} pages, {found.seconds:.1f} s, {found.cpu_seconds:.1f} s of CPU")
    return [
        Result(
            name="crawl with links, meta tags and text read and WARC written",
            value=crawls["ours"].pages_per_cpu_second,
            unit="pages per CPU second",
            peer="Scrapy + warcio" if python else "the bare loop: Scrapy is not to be had",
            peer_value=crawls["scrapy"].pages_per_cpu_second,
            limit_value=crawls["bare"].pages_per_cpu_second,
        )
    ]


def _register(url: str) -> None:
    sites = [f"site{number}" for number in range(SITES)]
    with warehouse.connect(url) as connection:
        warehouse.copy_rows(
            connection,
            "mart.dim_subject",
            ["jurisdiction_id", "subject_id", "valid_from", "kind", "name", "home_url", "organiser", "status"],
            (
                ("yunzhou-demo", site, "2020-01-01", "site", site, f"http://{site}.example/", "单位", "running")
                for site in sites
            ),
        )
        warehouse.copy_rows(
            connection,
            "mart.dim_column",
            ["jurisdiction_id", "subject_id", "url", "valid_from", "name", "class"],
            (
                ("yunzhou-demo", site, f"http://{site}.example/c{column}/", "2020-01-01", "栏目", "news")
                for site in sites
                for column in range(COLUMNS)
            ),
        )


def _run(contestant, port: int, url: str, folder: Path, core: int, pipe: Connection) -> None:
    """One contestant in a process of its own; sends its Crawl."""
    os.sched_setaffinity(0, {core})
    pipe.send(contestant(port, url, folder))


# the contestants -------------------------------------------------------------------------------------------


class _ReadPage(Page):
    """The crawl reads a page's links and text; here its meta tags, too."""

    def __init__(self, *args) -> None:
        super().__init__(*args)
        _ = self.anchors, self.meta, self.text


def _ours(port: int, url: str, folder: Path) -> Crawl:
    walk.Page = _ReadPage
    office = load("yunzhou-demo").model_copy(update={"connect_to": f"127.0.0.1:{port}", "robots": "override"})
    budget = Budget(
        fetch_count=1_000,
        column_count=COLUMNS,
        articles_per_column=ARTICLES_PER_COLUMN,
        article_count=COLUMNS * ARTICLES_PER_COLUMN,
        pace_seconds=0.0,
        per_host=8,
    )
    with warehouse.connect(url) as connection:
        started, cpu = time.monotonic(), time.process_time()
        counts = take_snapshots(connection, office, folder / "snapshots", datetime.now(UTC), budget=budget)
        connection.commit()
        found = Crawl(counts["fetched"], time.monotonic() - started, time.process_time() - cpu)
    assert counts["planned"] == counts["fetched"]
    return found


def _bare(port: int, _url: str, folder: Path) -> Crawl:
    started, cpu = time.monotonic(), time.process_time()
    count = 0
    waiting = [f"http://127.0.0.1:{port}{path}" for _ in range(SITES) for path in paths()]
    multi, poller = pycurl.CurlMulti(), select.epoll()
    spare, parts = [], {}
    timer = [0.0]

    def on_socket(event: int, fd: int, _multi: object, _data: object) -> None:
        if event == pycurl.POLL_REMOVE:
            poller.unregister(fd)
            known.discard(fd)
            return
        mask = (select.EPOLLIN if event & pycurl.POLL_IN else 0) | (select.EPOLLOUT if event & pycurl.POLL_OUT else 0)
        poller.modify(fd, mask) if fd in known else poller.register(fd, mask)
        known.add(fd)

    def on_timer(milliseconds: int) -> None:
        timer[0] = time.monotonic() + (milliseconds / 1000 if milliseconds >= 0 else 3600)

    known: set[int] = set()
    multi.setopt(pycurl.M_SOCKETFUNCTION, on_socket)
    multi.setopt(pycurl.M_TIMERFUNCTION, on_timer)
    with (folder / "bare.warc.gz").open("wb") as file:
        while waiting or parts:
            while waiting and len(parts) < 96:
                curl = spare.pop() if spare else pycurl.Curl()
                head, body = [], []
                curl.setopt(pycurl.URL, waiting.pop())
                curl.setopt(pycurl.PROXY, "")
                curl.setopt(pycurl.NOSIGNAL, True)
                curl.setopt(pycurl.HEADERFUNCTION, head.append)
                curl.setopt(pycurl.WRITEFUNCTION, body.append)
                parts[curl] = (head, body)
                multi.add_handle(curl)
            for fd, events in poller.poll(max(0.0, min(1.0, timer[0] - time.monotonic()))):
                multi.socket_action(fd, (1 if events & select.EPOLLIN else 0) | (2 if events & select.EPOLLOUT else 0))
            if timer[0] <= time.monotonic():
                timer[0] = time.monotonic() + 3600
                multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)
            left = 1
            while left:
                left, succeeded, failed = multi.info_read()
                assert not failed
                for curl in succeeded:
                    head, body = parts.pop(curl)
                    _take(curl.getinfo(pycurl.EFFECTIVE_URL), b"".join(head), b"".join(body), file)
                    count += 1
                    multi.remove_handle(curl)
                    spare.append(curl)
    return Crawl(count, time.monotonic() - started, time.process_time() - cpu)


def _take(url: str, head: bytes, body: bytes, file) -> None:
    tree = LexborHTMLParser(body)
    links = [node.attributes["href"] for node in tree.css("a[href]")]
    meta = {node.attributes["name"]: node.attributes.get("content") for node in tree.css("meta[name]")}
    assert links and meta and tree.body.text()
    fields = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:sha1:{hashlib.sha1(url.encode()).hexdigest()}>\r\n"
        f"WARC-Date: 2026-07-06T00:00:00Z\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Payload-Digest: sha1:{hashlib.sha1(body).hexdigest()}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(head) + len(body)}\r\n\r\n"
    )
    packer = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    file.write(packer.compress(b"".join((fields.encode(), head, body, b"\r\n\r\n"))) + packer.flush())


def _scrapy(python: Path, port: int, folder: Path, core: int) -> Crawl:
    return Crawl(*told_by(python, "scrapy_peer.py", port, SITES, folder / "peer.warc.gz", core=core))
