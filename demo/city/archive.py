"""The city's past as files: registry exports, probe logs, WARC files, posts, checks, lists and the truth.

The first crawl of a month keeps every page whole, so that each month stands for itself and the months
can be written side by side; later crawls write revisits for what has not changed.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import multiprocessing
import shutil
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import date, datetime, time, timedelta
from pathlib import Path

from demo.city import lists, probes, registry, truth
from demo.city.faults import FIRST_DAY, LAST_DAY
from demo.city.pages import Web
from demo.city.warc import Writer, Written

MARKER = ".complete.json"
CRAWL_AT = time(18)  # UTC of the day before: 02:00 in Shanghai
SECONDS_PER_SITE, SECONDS_PER_FETCH = 660, 3


def build(
    into: Path,
    seed: int = 1,
    first_day: date = FIRST_DAY,
    last_day: date = LAST_DAY,
    *,
    processes: int = 2,
    progress: Callable[[str], None] = lambda line: None,
) -> bool:
    """Write the archive of the days `first_day` to `last_day`, both inclusive, into the folder `into`.

    Returns False where a complete archive of the same seed, days and code is there already. Each file is
    a function of seed and days alone: the same call gives the same bytes.
    """
    into = Path(into)
    wanted = {"seed": seed, "first_day": str(first_day), "last_day": str(last_day), "code": code_version()}
    marker = into / MARKER
    if marker.exists() and json.loads(marker.read_text()) == wanted:
        progress(f"{into} is complete")
        return False
    marker.unlink(missing_ok=True)
    into.mkdir(parents=True, exist_ok=True)
    for part in ("registry", "probes", "warc"):
        shutil.rmtree(into / part, ignore_errors=True)
    _write_registry(into, first_day, last_day)
    _write_lists(into, seed, first_day, last_day)
    progress("registry exports, posts, checks and lists")
    months = _months(first_day, last_day)
    if processes > 1 and len(months) > 1:
        # spawn: a fork of a process with threads may hang
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(processes, mp_context=context) as pool:
            jobs = {pool.submit(_write_days, into, seed, *month): month for month in months}
            for job in as_completed(jobs):
                job.result()
                progress("probes and crawls {:%Y-%m-%d} to {:%Y-%m-%d}".format(*jobs[job]))
    else:
        for month in months:
            _write_days(into, seed, *month)
            progress("probes and crawls {:%Y-%m-%d} to {:%Y-%m-%d}".format(*month))
    (into / "truth.yaml").write_text(truth.as_yaml(seed, first_day, last_day), "utf-8")
    marker.write_text(json.dumps(wanted, indent=1))
    return True


def code_version() -> str:
    """A digest of the code and templates that make the city."""
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".py", ".j2", ".css"}:
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _months(first: date, last: date) -> list[tuple[date, date]]:
    """First and last day of each month from `first` to `last`, cut to them."""
    months = []
    while first <= last:
        end = min((first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1), last)
        months.append((first, end))
        first = end + timedelta(days=1)
    return months


def _write_days(into: Path, seed: int, first: date, last: date) -> None:
    """Probe logs and crawls of a month, or a part of one."""
    (into / "probes").mkdir(exist_ok=True)
    (into / "warc").mkdir(exist_ok=True)
    web, bodies = Web(seed), {}
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        _write_gzip(into / "probes" / f"{day}.csv.gz", _csv(probes.HEADERS, probes.rows(seed, day)))
        _write_crawl(into / "warc" / f"{day}.warc.gz", web, day, bodies)


def _write_crawl(path: Path, web: Web, day: date, bodies: dict[str, Written]) -> None:
    """One crawl of all sites. `bodies` remembers, by address, the record that holds its last body."""
    begin = datetime.combine(day - timedelta(days=1), CRAWL_AT)
    seen: set[str] = set()
    with path.open("wb") as file:
        writer = Writer(file, f"{web.seed}")
        writer.info(begin, path.name)
        for number, site in enumerate(registry.sites()):
            at = begin + timedelta(seconds=number * SECONDS_PER_SITE)
            for url, answer in web.crawl(site, day):
                if url in seen:
                    continue
                seen.add(url)
                at += timedelta(seconds=SECONDS_PER_FETCH)
                before = bodies.get(url)
                if answer is None:
                    writer.unreachable(url, at, "dns_failure", site.home_url(day))
                elif before and before.digest == answer.digest:
                    writer.revisit(url, at, answer, before)
                else:
                    bodies[url] = writer.response(url, at, answer)


def _write_registry(into: Path, first: date, last: date) -> None:
    """The exports of these days, and the one in force before them."""
    earlier = [day for day in registry.EXPORT_DAYS if day <= first]
    for day in [*earlier[-1:], *(day for day in registry.EXPORT_DAYS if first < day <= last)]:
        folder = into / "registry" / f"{day}"
        folder.mkdir(parents=True, exist_ok=True)
        bad = registry.bad_rows(day)
        for name, headers, rows, charset in (
            ("sites", registry.SITE_HEADERS, registry.site_rows(day) + bad["sites"], "gbk"),
            ("columns", registry.COLUMN_HEADERS, registry.column_rows(day), "utf-8-sig"),
            ("accounts", registry.ACCOUNT_HEADERS, registry.account_rows(day) + bad["accounts"], "utf-8-sig"),
        ):
            text = _csv(tuple(headers.values()), ([row[key] for key in headers] for row in rows))
            (folder / f"{name}.csv").write_bytes(text.encode(charset))


def _write_lists(into: Path, seed: int, first: date, last: date) -> None:
    for name, headers, rows in (
        ("posts", lists.POST_HEADERS, lists.posts(seed, first, last)),
        ("downtime", lists.DOWNTIME_HEADERS, lists.downtimes(seed)),
        ("messages", lists.MESSAGE_HEADERS, lists.messages(seed, first, last)),
        ("reports", lists.REPORT_HEADERS, [row for row in lists.reports(seed) if first <= row[4] <= last]),
        ("superior_notices", lists.NOTICE_HEADERS, lists.superior_notices()),
        ("superior_items", lists.ITEM_HEADERS, lists.superior_items()),
        ("special_checks", lists.SPECIAL_HEADERS, lists.special_checks()),
    ):
        (into / f"{name}.csv").write_bytes(_csv(headers, rows).encode("utf-8-sig"))
    _write_gzip(into / "account_checks.csv.gz", _csv(lists.CHECK_HEADERS, lists.checks(seed, first, last)))


def _csv(headers: Sequence[str], rows: Iterable[Sequence]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows(rows)
    return out.getvalue()


def _write_gzip(path: Path, text: str) -> None:
    path.write_bytes(gzip.compress(text.encode(), 6, mtime=0))
