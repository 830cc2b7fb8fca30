"""The city's live face: one HTTP server on 127.0.0.1 that answers for every host of the city by its Host header.

Pages are those of today (or of a given day). Beside them, on every host: `/registry/sites.json` (in pages),
`/registry/sites.csv`, `columns.csv`, `accounts.csv`, `accounts.xlsx`, `/messages.json`,
`/feeds/<platform>/<account id>.xml`, `/feeds/control/yzrb.xml` (a newspaper's account that posts every day, for the
health of the source) and `/health`.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.styles import Font

from demo.city import faults, lists, live, names, pages, registry
from demo.city.names import CITY, DOMAIN
from demo.city.pages import Answer, Web
from demo.city.registry import Account
from demo.city.writing import post

SHANGHAI = ZoneInfo("Asia/Shanghai")
DEFAULT_PER_PAGE = 100
MESSAGES_SINCE = date(2023, 7, 1)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TABLES = {
    "sites": (registry.SITE_HEADERS, registry.site_rows),
    "columns": (registry.COLUMN_HEADERS, registry.column_rows),
    "accounts": (registry.ACCOUNT_HEADERS, registry.account_rows),
}


class CityServer(ThreadingHTTPServer):
    """The server; `serve_forever` runs it. Port 0 takes a free one; `as_of` None is the day of each request.

    `has_live_faults` plants the hosts of `live.py` beside the city's own.
    """

    daemon_threads = True
    request_queue_size = 256

    def __init__(
        self, port: int = 0, seed: int = 1, as_of: date | None = None, *, has_live_faults: bool = False
    ) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.web, self.as_of = Web(seed), as_of
        self.live = live.by_host() if has_live_faults else {}

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self.server_address[1]

    def today(self) -> date:
        """The day that it shows."""
        return self.as_of or datetime.now(SHANGHAI).date()


class _Handler(BaseHTTPRequestHandler):
    server: CityServer
    protocol_version = "HTTP/1.1"
    server_version = "yunzhou"
    sys_version = ""
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        if play := self.server.live.get(self._host()):
            play(self)
            return
        answer = self._answer()
        if answer is None:  # a dead host: nobody answers
            self.close_connection = True
            return
        head = (
            f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}\r\n"
            f"Date: {self.date_time_string()}\r\nServer: yunzhou\r\n"
            f"Content-Type: {answer.content_type}\r\nContent-Length: {len(answer.body)}\r\n"
            + (f"Location: {answer.location}\r\n" if answer.location else "")
            + "\r\n"
        )
        # one packet for head and body
        self.wfile.write(head.encode() + (answer.body if self.command == "GET" else b""))

    do_HEAD = do_GET

    def _host(self) -> str:
        return (self.headers.get("Host") or "").partition(":")[0].lower()

    def log_message(self, *arguments: object) -> None:
        """Nothing is logged: a crawl makes thousands of requests."""

    def _answer(self) -> Answer | None:
        day, parts = self.server.today(), urlsplit(self.path)
        service = _service(self.server.web.seed, day, parts.path, parts.query)
        if service is not None:
            return service
        host = self._host()
        if not host or host in {"127.0.0.1", "localhost"}:
            host = f"www.{DOMAIN}"  # for people with a browser and no entry in their hosts file
        return self.server.web.answer(f"http://{host}{parts.path}", day)


def _service(seed: int, day: date, path: str, query: str) -> Answer | None:
    """What a path of the registry, the messages, the feeds or /health answers; None for all other paths."""
    if path == "/health":
        return _json({"status": "ok", "seed": seed, "as_of": day.isoformat()})
    if path == "/messages.json":
        rows = lists.messages(seed, MESSAGES_SINCE, day - timedelta(days=1))
        return _paged([dict(zip(lists.MESSAGE_HEADERS, row, strict=True)) for row in rows], query)
    if path.startswith("/feeds/"):
        return _feed(seed, path, day)
    if not path.startswith("/registry/"):
        return None
    name, _, kind = path.removeprefix("/registry/").partition(".")
    if name in _TABLES:
        headers, rows_of = _TABLES[name]
        if kind == "json":
            return _paged(rows_of(day), query)
        if kind == "csv":
            return Answer(_csv(headers, rows_of(day)), "text/csv; charset=utf-8")
        if kind == "xlsx":
            return Answer(_xlsx(name, day), XLSX)
    return Answer("not found\n", "text/plain", 404)


def _json(document: object) -> Answer:
    return Answer(json.dumps(document, ensure_ascii=False), "application/json")


def _paged(rows: list[dict], query: str) -> Answer:
    """`{"total": …, "items": […]}`; pages are numbered from 1."""
    asked = parse_qs(query)
    try:
        page, per_page = int(asked.get("page", ["1"])[0]), int(asked.get("per_page", [str(DEFAULT_PER_PAGE)])[0])
    except ValueError:
        page = per_page = 0
    if page < 1 or per_page < 1:
        return Answer('{"error": "page and per_page are whole numbers from 1"}', "application/json", 400)
    return _json({"total": len(rows), "items": rows[(page - 1) * per_page : page * per_page]})


def _csv(headers: dict[str, str], rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headers.values())
    writer.writerows([row[key] for key in headers] for row in rows)
    return out.getvalue().encode("utf-8-sig")


@lru_cache(maxsize=4)
def _xlsx(name: str, day: date) -> bytes:
    """A workbook as offices send them: a title above the header, Chinese headers."""
    headers, rows_of = _TABLES[name]
    book = Workbook()
    sheet = book.active
    sheet.title = "登记表"
    sheet.append([f"{CITY}登记表({day.year}年{day.month}月{day.day}日导出)"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(headers))
    sheet["A1"].font = Font(bold=True, size=16)
    sheet.append(list(headers.values()))
    for row in rows_of(day):
        sheet.append([row[key] for key in headers])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _feed(seed: int, path: str, day: date) -> Answer:
    """An account's posts as RSS 2.0; its category of the domain `interaction` says yes or no."""
    slug, _, file = path.removeprefix("/feeds/").partition("/")
    if (slug, file) == ("control", "yzrb.xml"):
        return _control_feed(day)
    account = pages.account_by_path().get((slug, file.removesuffix(".xml")))
    if account is None or not file.endswith(".xml") or not account.is_running(day):
        return Answer("not found\n", "text/plain", 404)
    planted = {plant.kind for plant in faults.of_subject(seed, account.subject_id) if plant.is_seen(day)}
    if "unhealthy" in planted:
        return Answer("the source is out of order\n", "text/plain", 503)
    interaction = "no" if "no_interaction" in planted else "yes"
    entries = "".join(_entry(seed, account, on) for on in pages.feed_days(seed, account, day))
    feed = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>{escape(account.name(day))}</title><link>{account.home_url}</link>"
        f"<description>{escape(account.body.name)}</description>"
        f'<category domain="interaction">{interaction}</category>{entries}</channel></rss>\n'
    )
    return Answer(feed, "application/rss+xml; charset=utf-8")


def _control_feed(day: date) -> Answer:
    """The feed of an account that posts every morning."""
    home = f"http://{names.ACCOUNTS}/control/yzrb/"
    items = "".join(
        f"<item><title>云州日报{on:%m月%d日}要目</title><link>{home}{on}.html</link><pubDate>{on}T00:30:00+08:00</pubDate></item>"
        for on in (day - timedelta(days=days) for days in range(20))
    )
    head = (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>云州日报</title><link>{home}</link>'
    )
    return Answer(f"{head}{items}</channel></rss>", "application/rss+xml; charset=utf-8")


def _entry(seed: int, account: Account, on: date) -> str:
    text, url = post(seed, account, on), pages.post_url(account, on)
    at = format_datetime(text.at.replace(tzinfo=SHANGHAI).astimezone(UTC))
    return (
        f'<item><title>{escape(text.title)}</title><link>{url}</link><guid isPermaLink="true">{url}</guid>'
        f"<pubDate>{at}</pubDate><description>{escape(''.join(text.paragraphs))}</description></item>"
    )
