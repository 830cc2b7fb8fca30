"""Reading a day of pages, from WARC to rows in PostgreSQL, against a bare loop over the same file.

The bare loop reads every record with fastwarc and parses every page with lexbor, and looks at nothing. Both run in
this process, in turns; the figures are the CPU seconds of this process (noise of other processes is not in them) and
the seconds on the clock, for which PostgreSQL writes the rows too. Two days are read: one of the invented city, whose
700 pages are a tenth as large as real ones, and one of 121 pages as large as the median of real ones.
"""

from __future__ import annotations

import io
import random
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

import yaml
from fastwarc.warc import ArchiveIterator, WarcRecordType
from selectolax.lexbor import LexborHTMLParser
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from bench.pages import page, paths
from bench.result import Result
from demo.city import archive
from demo.local.postgres import Postgres
from inspection import history, warehouse
from inspection.crawl import import_warc
from inspection.extract import extract_day
from inspection.jurisdiction import Jurisdiction, load

CITY_DAY = date(2023, 9, 30)  # the first of its archive: every page is kept whole
LARGE_DAY = date(2023, 10, 1)
LARGE_SITE = "http://www.yunzhou.example"
REAL_PAGE_BYTES = 36_000  # the median of 45 saved pages of government sites
ROUNDS = 7
TERM_COUNT = 50_000
# what terms are made of: two of these side by side say nothing, so that no text holds a term
_SYLLABLES = "甪丌乇兀夬屮彳攵殳疋糸豸辵酉釆隹雨韋頁黽鼎龠"


def measure(folder: Path) -> list[Result]:
    """CPU and clock seconds of both, and what 50,000 terms more cost."""
    server = Postgres(folder / "postgres")
    try:
        server.start()
        url = server.create_database("bench")
        warehouse.migrate(url)
        city, store = folder / "city", folder / "snapshots"
        archive.build(city, first_day=CITY_DAY, last_day=CITY_DAY, processes=1)
        large = _large_day(folder / "large.warc.gz")
        office = load("yunzhou-demo")
        with warehouse.connect(url) as connection:
            list(history.import_registry(connection, office, city))
            history.import_observations(connection, office, store, city)
            import_warc(connection, office, store, large)
            connection.commit()
            connection.execute("analyze")
            read = _Reader(connection, str(store))
            return [
                *_against_bare(read, office, "of the city", CITY_DAY, city / "warc" / f"{CITY_DAY}.warc.gz"),
                *_against_bare(read, office, "of real size", LARGE_DAY, large),
                _with_more_terms(read, office, _long_list(folder)),
            ]
    finally:
        server.remove()


class _Reader:
    """Reads a day, whole, and refuses to be measured where a reader failed."""

    def __init__(self, connection, store: str) -> None:
        self._connection, self._store = connection, store

    def __call__(self, office: Jurisdiction, day: date) -> None:
        counts = extract_day(self._connection, office, self._store, day)
        self._connection.commit()
        failed = self._connection.execute("select count(*) from staging.sign where kind = 'reader_failed'").fetchone()
        if not counts["planned"] or counts["read"] != counts["planned"] or failed["count"]:
            raise RuntimeError(f"readers failed: {counts}, {failed}")


def _against_bare(read: _Reader, office: Jurisdiction, what: str, day: date, warc: Path) -> list[Result]:
    """Pages a second of both: the issue asks for at least half of what the bare loop does."""
    count = _bare_loop(warc)
    seconds = _in_turns({"bare": lambda: _bare_loop(warc), "ours": lambda: read(office, day)})
    return [
        Result(
            name=f"reading pages {what}, {kind}",
            value=count / seconds["ours"][at],
            unit="pages per second",
            peer="bare fastwarc and lexbor",
            peer_value=count / seconds["bare"][at],
            limit_value=count / seconds["bare"][at],
        )
        for at, kind in enumerate(("by CPU of the process", "by the clock"))
    ]


def _with_more_terms(read: _Reader, office: Jurisdiction, path: Path) -> Result:
    with_more = office.model_copy(update={"lexicons": [*office.lexicons, str(path)]})
    seconds = _in_turns({"short": lambda: read(office, LARGE_DAY), "long": lambda: read(with_more, LARGE_DAY)})
    name = f"reading pages of real size with {TERM_COUNT:,} terms more, CPU of the process"
    longer, shorter = seconds["long"][0], seconds["short"][0]
    return Result(name, longer, "seconds", "the shipped word lists", shorter, shorter)


def _in_turns(jobs: dict[str, Callable[[], object]]) -> dict[str, tuple[float, float]]:
    """Median CPU seconds and clock seconds of each job; the first round warms up and does not count."""
    seen: dict[str, list[tuple[float, float]]] = {name: [] for name in jobs}
    for number in range(ROUNDS + 1):
        for name, job in jobs.items():
            begin = time.process_time(), time.perf_counter()
            job()
            end = time.process_time(), time.perf_counter()
            if number:
                seen[name].append((end[0] - begin[0], end[1] - begin[1]))
    return {name: tuple(median(pair[kind] for pair in pairs) for kind in (0, 1)) for name, pairs in seen.items()}


def _bare_loop(warc: Path) -> int:
    """Read and parse every page and keep nothing; returns how many there are."""
    count = 0
    with warc.open("rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
            LexborHTMLParser(record.reader.read())
            count += 1
    return count


def _large_day(path: Path) -> Path:
    """A crawl of one site whose pages are as large as real ones."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version="1.1")
        for address in paths():
            body = page(address, REAL_PAGE_BYTES)
            http = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            # 02:00 in Shanghai
            dated = {"WARC-Date": f"{CITY_DAY}T18:00:00Z"}
            url = f"{LARGE_SITE}{address}"
            writer.write_record(
                writer.create_warc_record(
                    url, "response", io.BytesIO(body), len(body), http_headers=http, warc_headers_dict=dated
                )
            )
    return path


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
