"""What a diligent crawler fetched: plan of addresses a day, and WARC files of the answers.

Home pages (with the frames and answers they name): daily. First pages of lists: on days with something new, on days
that matter to a limit, else weekly (news) or monthly. Further pages, scripts, search, map, letter forms: at first
sight, then every two months. Articles: at first sight and on change. Fetches take place at about 21:00 local time; a
page that nobody answers leaves no record.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from .model import Article, Column, Site, Town
from .rules import days

ZONE = timezone(timedelta(hours=8))
REASONS = {
    200: "OK",
    302: "Found",
    404: "Not Found",
    412: "Precondition Failed",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
LONG, NEVER = 60, 9999


def version(a: Article, day: date) -> tuple:
    """What of an article may change."""
    piece = a.data.get("inject")
    done = a.data.get("answered")
    links = tuple(x.visible(day) for x in a.data.get("links", []))
    return a.shown(day), bool(piece and piece[0] <= day <= piece[1]), bool(done and done <= day), links


def deep_pages(s: Site, c: Column) -> int:
    """How far a list is followed: all of letters and consultations, two pages of the others."""
    if not s.family.deep:
        return 1
    return 8 if c.cls in ("咨询", "征集", "访谈") else 2


class Crawler:
    """Yields ``(url, day)`` in the order of fetching; remembers what it saw last."""

    def __init__(self, t: Town) -> None:
        self.t = t
        self.last: dict[str, tuple[object, date]] = {}

    def due(self, url: str, day: date, key: object, every: int) -> bool:
        """Whether a page is written today: never seen, changed, or not for so many days."""
        known = self.last.get(url)
        if known and known[0] == key and (day - known[1]).days < every:
            return False
        self.last[url] = (key, day)
        return True

    def site(self, s: Site, day: date) -> Iterator[str]:
        f = s.family
        if any(a <= day <= b for a, b in s.no_home):
            return
        yield s.home_path
        if s.status == "永久关停":
            return
        yield from f.home_data(s)
        forced = day in s.wants_crawl or day == self.t.end
        for c in s.columns.values():
            if c.kind == "link":
                continue
            if c.kind == "page":
                if self.due(s.url(c.path), day, s.name_on(day), LONG):
                    yield c.path
                continue
            yield from self.column(s, c, day, forced)
        search = [] if s.faults.get("search") == "none" else [f.search_path()]
        write = [] if s.faults.get("no_channel") else [f.write_path()]
        for path in [*f.assets(s), *search, f.map_path(), *write]:
            if self.due(s.url(path), day, None, LONG):
                yield path
        for path in s.pages:
            if self.due(s.url(path), day, None, 7):
                yield path

    def column(self, s: Site, c: Column, day: date, forced: bool) -> Iterator[str]:
        f = s.family
        found = c.entries(day)
        often = 7 if c.cls == "动态要闻" else 30
        for page in range(1, min(deep_pages(s, c), f.page_count(c, day)) + 1):
            path = f.list_path(c, page)
            key = tuple((a.no, a.shown(day)) for a in found[(page - 1) * f.size : page * f.size])
            if self.due(s.url(path), day, key if page == 1 else None, often if page == 1 else LONG) or (
                forced and page == 1
            ):
                yield path
                yield from f.list_data(s, c, page)
        first = day == self.t.start
        full = c.cls in ("咨询", "征集", "访谈", "办事", "领导", "政策文件", "政策解读")
        for n, a in enumerate(found):
            if first and n >= 3 and not full and not a.data.get("keep"):
                continue
            if not first and s.url(a.path) not in self.last and (a.seen_from or a.day) < day - timedelta(days=12):
                continue
            if self.due(s.url(a.path), day, version(a, day), NEVER):
                yield a.path
                yield from f.article_data(s, a)
                for name in a.data.get("files", []):
                    if self.due(s.url(name), day, None, NEVER):
                        yield name

    def plan(self, day: date) -> Iterator[str]:
        """All addresses of a day."""
        for s in self.t.sites:
            for path in dict.fromkeys(self.site(s, day)):
                yield s.url(path)
        for url in self.t.other_urls:
            if self.due(url, day, None, 7):
                yield url


def split(url: str) -> tuple[str, str]:
    """Host and path with query."""
    parts = urlsplit(url)
    return parts.netloc, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def write(t: Town, folder: Path) -> int:
    """Write the WARC files, one for about two weeks; the number of records comes back."""
    folder.mkdir(parents=True, exist_ok=True)
    crawler, written = Crawler(t), 0
    period = days(t.start, t.count)
    for first in range(0, t.count, 14):
        name = folder / f"strangers-{t.seed}-{period[first]:%Y%m%d}.warc.gz"
        buffer = io.BytesIO()
        writer = WARCWriter(buffer, gzip=True, warc_version="WARC/1.1")
        for day in period[first : first + 14]:
            moment = datetime.combine(day, time(21, 0), ZONE).astimezone(UTC)
            for n, url in enumerate(crawler.plan(day)):
                status, headers, body = t.answer(*split(url), day)
                if status == 0:
                    continue
                when = (moment + timedelta(seconds=n // 4)).strftime("%Y-%m-%dT%H:%M:%SZ")
                lines = [*headers.items(), ("Content-Length", str(len(body)))]
                http = StatusAndHeaders(f"{status} {REASONS.get(status, 'Status')}", lines, protocol="HTTP/1.1")
                record = writer.create_warc_record(
                    url,
                    "response",
                    payload=io.BytesIO(body),
                    http_headers=http,
                    warc_headers_dict={"WARC-Date": when, "WARC-Record-ID": record_id(t, url, day)},
                )
                writer.write_record(record)
                written += 1
        name.write_bytes(buffer.getvalue())
    return written


def record_id(t: Town, url: str, day: date) -> str:
    """The same id for the same record in every run."""
    import uuid

    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{t.seed}/{url}/{day}')}>"
