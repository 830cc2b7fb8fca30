"""Reading a day of pages, from WARC to rows in PostgreSQL, against a bare loop over the same pages.

The bare loop reads every record with fastwarc, parses every page with lexbor, and looks at nothing. Two days are read
of each of two sets of sites: of the invented city, whose pages are a tenth as large as real ones, and of sixteen sites
with pages as large as the median of real ones. The first day is read with nothing to go by, every page of it. On the
second most pages are as they were (of the city as its own history goes, of the others 95 %): its file has revisit
records in their place, and the bare loop reads and parses the bodies that these refer to, all that the day shows.
Posts of accounts, which no WARC holds, are left out.

The pages of real size are read by Trafilatura, too, which takes text, title, date and links from them, and nothing of
what else we look for.

Both run in this process, in turns, ours on emptied caches of addresses, as a task of its own would. By CPU are the
seconds of this process and of the PostgreSQL that writes its rows, added up; by the clock they wait for each other,
on one core or more.
"""

from __future__ import annotations

import functools
import gc
import io
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import NamedTuple

import psycopg
import yaml
from fastwarc.warc import ArchiveIterator, WarcRecordType
from selectolax.lexbor import LexborHTMLParser
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from bench.pages import page, paths
from bench.peers import python_of_peers, told_by
from bench.result import Result
from demo.city import archive
from inspection import warehouse
from inspection.crawl import import_warc
from inspection.declared.office import Jurisdiction, load
from inspection.extract import extract_day
from inspection.flow import history
from local.postgres import Postgres

CITY_DAYS = (date(2023, 10, 1), date(2023, 10, 2))  # the first crawl of a month keeps every page whole
LARGE_DAYS = (date(2023, 11, 1), date(2023, 11, 2))
REAL_PAGE_BYTES = 36_000  # the median of 45 saved pages of government sites
CHANGED_SHARE = 0.05  # of the pages of real size on their second day
ROUNDS = 5
TERM_COUNT = 50_000
# what terms are made of: two of these side by side say nothing, so that no text holds a term
_SYLLABLES = "甪丌乇兀夬屮彳攵殳疋糸豸辵酉釆隹雨韋頁黽鼎龠"
_ROWS = tuple(f"staging.{name}" for name in ("page", "site_column", "item", "link", "mark", "term_hit", "sign"))


class Seconds(NamedTuple):
    """What one run took: of the processors in both processes, of ours alone, and on the clock."""

    cpu: float
    own_cpu: float
    clock: float


def measure(folder: Path) -> list[Result]:
    """Pages a second of both on both days, and what 50,000 terms more cost."""
    server = Postgres(folder / "postgres")
    try:
        server.start()
        url = server.create_database("bench")
        warehouse.migrate(url)
        city, store = folder / "city", folder / "snapshots"
        archive.build(city, first_day=CITY_DAYS[0], last_day=CITY_DAYS[1], processes=1)
        office = load("yunzhou-demo")
        with warehouse.connect(url) as connection:
            list(history.import_registry(connection, office, city, datetime.now(UTC)))
            history.import_observations(connection, office, store, city)
            large = _large_days(folder, _home_urls(connection))
            for path in large:
                import_warc(connection, office, store, path)
            connection.execute("delete from staging.post")
            connection.commit()
            connection.execute("analyze")
            read = _Reader(connection, str(store))
            warcs = [city / "warc" / f"{day}.warc.gz" for day in CITY_DAYS]
            return [
                *_against_bare(read, office, "of the city", CITY_DAYS, warcs),
                *(of_real_size := list(_against_bare(read, office, "of real size", LARGE_DAYS, large))),
                *_beside_trafilatura(of_real_size[0], large[0]),
                _with_more_terms(read, office, _long_list(folder)),
            ]
    finally:
        server.remove()


class _Reader:
    """Reads a day, whole, and refuses to be measured where a reader failed."""

    def __init__(self, connection: psycopg.Connection, store: str) -> None:
        self._connection, self._store = connection, store

    def __call__(self, office: Jurisdiction, day: date) -> None:
        counts = extract_day(self._connection, office, self._store, day)
        self._connection.commit()
        failed = self._connection.execute("select count(*) from staging.sign where kind = 'reader_failed'").fetchone()
        if not counts["planned"] or counts["read"] != counts["planned"] or failed["count"]:
            raise RuntimeError(f"readers failed: {counts}, {failed}")

    def forget(self, day: date) -> None:
        """Put everything as if this day had not been read: its rows, and what is remembered of its pages."""
        for table in _ROWS:
            self._connection.execute(f"delete from {table} where day = %s", [day])
        self._connection.execute("delete from ops.page_reading where read_for = %s", [day])
        self._connection.commit()
        self._connection.autocommit = True
        self._connection.execute("vacuum analyze")
        self._connection.autocommit = False
        for kept in gc.get_objects():  # each task is a process: it knows no address yet
            if isinstance(kept, functools._lru_cache_wrapper) and (kept.cache_parameters()["maxsize"] or 0) >= 256:
                kept.cache_clear()

    def server_cpu_seconds(self) -> float:
        """Of the server's process behind the connection."""
        pid = self._connection.info.backend_pid
        return int(Path(f"/proc/{pid}/schedstat").read_text("ascii").split()[0]) / 1e9


def _against_bare(
    read: _Reader, office: Jurisdiction, what: str, days: tuple[date, date], warcs: list[Path]
) -> Iterator[Result]:
    """Pages a second of both: the issue asks for at least half of what the bare loop does."""
    for day, files, which in ((days[0], warcs[:1], "every page new"), (days[1], warcs, "")):
        shown = _shown(warcs[1])
        wanted = None if day == days[0] else shown.bodies
        if not which:
            which = f"the day after, {shown.unchanged_share:.0%} of the pages unchanged"
        seconds = _in_turns(
            read,
            {
                "bare": (lambda files=files, wanted=wanted: _bare_loop(files, wanted), None),
                "ours": (lambda day=day: read(office, day), lambda day=day: read.forget(day)),
            },
        )
        count = _bare_loop(files, wanted)
        for kind in Seconds._fields:
            bare = count / getattr(seconds["bare"], kind)
            yield Result(
                name=f"reading pages {what}, {which}, {_KINDS[kind]}",
                value=count / getattr(seconds["ours"], kind),
                unit="pages per second",
                peer="bare fastwarc and lexbor",
                peer_value=bare,
                limit_value=bare,
            )


def _beside_trafilatura(ours: Result, warc: Path) -> Iterator[Result]:
    """What we read of new pages, with PostgreSQL, beside what it reads of them."""
    if python := python_of_peers():
        count, cpu_seconds = told_by(python, "trafilatura_peer.py", warc)
        name = "reading pages of real size, every page new, beside an extractor of text"
        yield replace(ours, name=name, peer="Trafilatura", peer_value=count / cpu_seconds)


_KINDS = {
    "cpu": "by CPU of it and of PostgreSQL",
    "own_cpu": "by CPU of the process",
    "clock": "by the clock",
}


def _with_more_terms(read: _Reader, office: Jurisdiction, path: Path) -> Result:
    with_more = office.model_copy(update={"lexicons": [*office.lexicons, str(path)]})
    day = CITY_DAYS[0]
    seconds = _in_turns(
        read,
        {
            "short": (lambda: read(office, day), lambda: read.forget(day)),
            "long": (lambda: read(with_more, day), lambda: read.forget(day)),
        },
    )
    name = f"reading pages of the city with {TERM_COUNT:,} terms more, CPU of the process"
    longer, shorter = seconds["long"].own_cpu, seconds["short"].own_cpu
    return Result(name, longer, "seconds", "the shipped word lists", shorter, shorter)


def _in_turns(
    read: _Reader, jobs: dict[str, tuple[Callable[[], object], Callable[[], None] | None]]
) -> dict[str, Seconds]:
    """Median seconds of each job, after what makes it ready; the first round warms up and does not count."""
    seen: dict[str, list[Seconds]] = {name: [] for name in jobs}
    for number in range(ROUNDS + 1):
        for name, (job, make_ready) in jobs.items():
            if make_ready:
                make_ready()
            begin = time.process_time(), read.server_cpu_seconds(), time.perf_counter()
            job()
            own, server, clock = (
                end - start
                for start, end in zip(
                    begin, (time.process_time(), read.server_cpu_seconds(), time.perf_counter()), strict=True
                )
            )
            if number:
                seen[name].append(Seconds(own + server, own, clock))
    return {name: Seconds(*(median(kind) for kind in zip(*runs, strict=True))) for name, runs in seen.items()}


def _bare_loop(files: list[Path], wanted: set[str] | None) -> int:
    """Read and parse every page, or those whose records are wanted, and keep nothing; returns how many there are."""
    count = 0
    for path in files:
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
                if wanted is None or record.record_id in wanted:
                    LexborHTMLParser(record.reader.read())
                    count += 1
    return count


class _Shown(NamedTuple):
    bodies: set[str]  # ids of the records that hold what a day shows
    unchanged_share: float


def _shown(warc: Path) -> _Shown:
    fresh, referred = set(), set()
    with warc.open("rb") as stream:
        for record in ArchiveIterator(stream, parse_http=False):
            if record.record_type == WarcRecordType.response:
                fresh.add(record.record_id)
            elif record.record_type == WarcRecordType.revisit:
                referred.add(record.headers["WARC-Refers-To"])
    return _Shown(fresh | referred, len(referred) / len(fresh | referred))


def _home_urls(connection: psycopg.Connection) -> list[str]:
    rows = connection.execute("select distinct home_url from mart.dim_subject where kind = 'site' order by home_url")
    return [row["home_url"].rstrip("/") for row in rows]


def _large_days(folder: Path, homes: list[str]) -> list[Path]:
    """Crawls of two days of sites whose pages are as large as real ones."""
    bodies = {address: page(address, REAL_PAGE_BYTES) for address in paths()}
    chance = random.Random(1)
    written: dict[str, tuple[str, str, str]] = {}  # id, digest and time of the record that holds an address's body
    files = []
    for day in LARGE_DAYS:
        files.append(folder / f"{day}-large.warc.gz")
        at = f"{day - timedelta(days=1)}T18:00:00Z"  # 02:00 in Shanghai
        with files[-1].open("wb") as file:
            writer = WARCWriter(file, gzip=True, warc_version="1.1")
            for url, body in ((f"{home}{address}", body) for home in homes for address, body in bodies.items()):
                http = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
                if url in written and chance.random() >= CHANGED_SHARE:
                    record = writer.create_revisit_record(
                        url,
                        written[url][1],
                        url,
                        written[url][2],
                        http_headers=http,
                        warc_headers_dict={"WARC-Date": at},
                    )
                    record.rec_headers.replace_header("WARC-Refers-To", written[url][0])
                else:
                    if url in written:
                        body = body.replace(b"</body>", b"<p>x</p></body>")
                    record = writer.create_warc_record(
                        url, "response", io.BytesIO(body), len(body), http_headers=http,
                        warc_headers_dict={"WARC-Date": at},
                    )  # fmt: skip
                    headers = record.rec_headers
                    digest = headers.get_header("WARC-Payload-Digest")
                    written[url] = headers.get_header("WARC-Record-ID"), digest, at
                writer.write_record(record)
    return files


def _long_list(folder: Path) -> Path:
    """A word list of a city's size, in a form that the jurisdiction names in its file."""
    rng = random.Random(1)
    words = set()
    while len(words) < TERM_COUNT:
        words.add("".join(rng.choices(_SYLLABLES, k=rng.randint(2, 6))))
    path = folder / "long.yaml"
    terms = [{"term": word, "severity": "suspected"} for word in sorted(words)]
    path.write_text(yaml.safe_dump({"list_id": "long", "terms": terms}, allow_unicode=True), "utf-8")
    return path
