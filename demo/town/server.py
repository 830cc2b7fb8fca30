"""The sources through which the town's accounts are seen: bridges, the platform's API and download addresses.

One server on 127.0.0.1 answers for all hosts; `day` is the day that it shows. The API speaks the shapes that
微信公众平台 documents, of the interfaces that our connector asks.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from demo.town.town import FAULTY_FROM, PER_FEED, Town, TownAccount, posted_at

CONTROL = "control"
CAPTCHA = "<html><title>安全验证</title><p>请完成验证后继续访问。</p><script>var step = 1</script></html>"
RSS, JSON = "application/rss+xml; charset=utf-8", "application/json; charset=utf-8"


class TownServer(ThreadingHTTPServer):
    """The town's sources; `serve_forever` runs it."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, town: Town, day: date) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.town, self.day = town, day
        self.by_id = {account.account_id: account for account in town.accounts}
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        """host:port that it listens on."""
        return f"127.0.0.1:{self.server_address[1]}"

    # feeds -------------------------------------------------------------------------------------------------

    def feed(self, bridge: str, name: str) -> tuple[int, str, str]:
        """What a bridge answers for an account, or for the control account of a platform."""
        if name.startswith(CONTROL):
            platform = name.removeprefix(f"{CONTROL}-")
            is_broken = bridge == self.town.broken_bridge and platform == self.town.broken_platform
            fault = self.town.bridge_fault if is_broken and self.day >= FAULTY_FROM else ""
            account = TownAccount(0, platform, 1)
            account.seen_name = "云州日报"
        elif not (account := self.by_id.get(name)):
            return 404, "text/plain", "no such account"
        else:
            fault = account.fault(bridge, self.day)
            if account.error_code:
                return 404, "text/plain", "no such account"
        if fault in {"http_404", "http_503"}:
            return int(fault[-3:]), "text/plain", "out of order"
        if fault in {"captcha", "html", "empty"}:
            page = {"captcha": CAPTCHA, "html": "<html><title>登录</title><p>请先登录</p></html>", "empty": ""}[fault]
            return 200, "text/html; charset=utf-8", page
        if fault == "wrong":
            account = self.town.accounts[account.number % 12]
        day = FAULTY_FROM - timedelta(days=1) if fault == "stale" else self.day
        days = account.post_days(day)[:PER_FEED]
        if fault == "partial":
            days = days[3:]
        if fault == "holes":
            days = days[1::2]
        text = self._rss(account, days, day)
        return 200, RSS, text[: len(text) * 2 // 3] if fault == "torn" else text

    def _rss(self, account: TownAccount, days: list[date], built_on: date) -> str:
        built = format_datetime(datetime.combine(built_on, time(2), UTC))
        items = "".join(
            f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid>"
            f"<pubDate>{format_datetime(posted_at(on))}</pubDate><description>{escape(text)}</description></item>"
            for on in days
            for title, link, text in [_post(account, on)]
        )
        name = account.seen_name or account.name
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{name}</title>'
            f"<link>{account.home_url}</link><lastBuildDate>{built}</lastBuildDate>{items}</channel></rss>"
        )

    # the platform's API ------------------------------------------------------------------------------------

    def api(self, path: str, query: dict[str, list[str]], body: dict) -> dict:
        """What the platform's API answers; a token is the account's id."""
        if path == "/cgi-bin/token":
            account = self.by_id.get(query["appid"][0].removeprefix("wx"))
            if account is None or query["secret"] != [f"secret-{account.account_id}"]:
                return {"errcode": 40125, "errmsg": "invalid appsecret"}
            if account.error_code:
                return {"errcode": account.error_code, "errmsg": "no such account"}
            return {"access_token": f"token-{account.account_id}", "expires_in": 7200}
        account = self.by_id.get(query.get("access_token", [""])[0].removeprefix("token-"))
        if account is None:
            return {"errcode": 40001, "errmsg": "invalid credential"}
        if path == "/cgi-bin/freepublish/batchget":
            days = account.post_days(self.day)
            chosen = days[body["offset"] : body["offset"] + body["count"]]
            return {
                "total_count": len(days),
                "item_count": len(chosen),
                "item": [_message(account, on) for on in chosen],
            }
        if path == "/cgi-bin/get_current_selfmenu_info":
            buttons = [{"name": "咨询投诉", "type": "view", "url": account.home_url}] if account.has_menu else []
            return {"is_menu_open": int(account.has_menu), "selfmenu_info": {"button": buttons}}
        if path == "/cgi-bin/account/getaccountbasicinfo":
            return {
                "appid": f"wx{account.account_id}",
                "principal_name": account.seen_organiser or account.organiser,
                "nickname": account.seen_name or account.name,
                "wx_verify_info": {"qualification_verify": account.is_certified},
            }
        return {"errcode": 48001, "errmsg": "api unauthorized"}


def _post(account: TownAccount, on: date) -> tuple[str, str, str]:
    says = account.says if account.says and on == date(2026, 7, 2) else f"{account.name}发布便民提示,请市民留意。"
    return f"{account.name}{on:%m月%d日}动态", f"{account.home_url}{on}.html", says


def _message(account: TownAccount, on: date) -> dict:
    title, link, text = _post(account, on)
    news = {"title": title, "url": link, "content": f"<p>{escape(text)}</p>", "digest": "", "is_deleted": False}
    return {"article_id": f"{account.account_id}-{on}", "content": {"news_item": [news]},
            "update_time": int(posted_at(on).timestamp())}  # fmt: skip


class _Handler(BaseHTTPRequestHandler):
    server: TownServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        path, query = unquote(urlsplit(self.path).path), parse_qs(urlsplit(self.path).query)
        size = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(size)) if size else {}
        self.server.asked.append(path)
        parts = path.strip("/").split("/")
        if path.startswith("/cgi-bin/"):
            self._send(200, JSON, json.dumps(self.server.api(path, query, body), ensure_ascii=False).encode())
        elif parts[0] in {"first", "second"}:
            status, kind, text = self.server.feed(parts[0], parts[-1])
            self._send(status, kind, text.encode())
        elif path.endswith(".apk") and (account := self.server.by_id.get(parts[-1].removesuffix(".apk"))):
            content = b"PK\x03\x04" + bytes(40_000) if account.is_usable else b"gone"
            self._send(200 if account.is_usable else 404, "application/vnd.android.package-archive", content)
        else:
            self._send(404, "text/plain", b"not here")

    do_POST = do_GET

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""
