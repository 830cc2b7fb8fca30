"""Accounts by a platform's open API, with the office's own credentials: 微信公众平台 (公众号).

Asked for each account: a token, the published messages (发布能力), the menu, and what the account is. Addresses and
shapes are those of its documentation at developers.weixin.qq.com: `cgi-bin/token`, `cgi-bin/freepublish/batchget`,
`cgi-bin/get_current_selfmenu_info`, `cgi-bin/account/getaccountbasicinfo`. Credentials are `<appid>:<secret>` of the
route, from the environment or an Airflow connection; neither they nor tokens are archived or logged. An account whose
published messages are gone or that asks nothing is seen all the same: the platform's own word stands in for no cache.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import requests

from inspection.accounts.connector import (
    CANCELLED,
    FAILED,
    NOT_FOUND,
    OK,
    OPEN,
    PARTIAL,
    SKIPPED,
    Account,
    Look,
    Post,
    RouteRound,
)
from inspection.accounts.feed_formats import make_post
from inspection.accounts.pace import Pace
from inspection.declared.office import Route
from inspection.errors import InspectionError
from inspection.model import ProbeOutcome
from inspection.net import AddressRule, Exchange, Request, Result, running_clock
from inspection.net.fetcher import user_agent_of
from inspection.net.session import GuardedSession

WEIXIN = "https://api.weixin.qq.com"
PER_PAGE, MOST_PAGES = 20, 3  # sixty messages: weeks of the busiest account
_TIMEOUT_SECONDS = (10, 30)
_LARGEST_BYTES = 20_000_000
# errcode → what it says of the account; every other one is a failure of the request (全局返回码说明)
_ACCOUNT_STATES = {40013: NOT_FOUND, 61003: NOT_FOUND, 50002: CANCELLED, 50001: None}
_BUSY = {-1, 45009, 45011}  # system busy, quota of the day, of the minute
_TALKING = {"click", "view", "miniprogram", "text", "img", "news", "media_id", "article_id", "scancode_waitmsg"}


class PlatformApiConnector:
    """Looks at accounts through their platform's API."""

    is_file = False

    def can_see(self, account: Account, route: Route) -> bool:
        """Whether the office has credentials for it."""
        return account.account_id in route.credentials

    def look(self, accounts: Iterable[Account], around: RouteRound) -> Iterator[Look]:
        """One look at each account, one after the other."""
        route = around.route
        pace = Pace(route.pace_seconds, f"{route.route_id} {around.now:%Y-%m-%d %H:%M}", around.request_limit)
        clock = running_clock(around.now)
        with GuardedSession(AddressRule(around.jurisdiction.allow_networks), retry=0) as session:
            session.headers["User-Agent"] = user_agent_of(around.jurisdiction.contact_url)
            for account in accounts:
                talk = _Talk(session, account, route, pace, clock)
                try:
                    yield talk.look()
                except _Refused as refused:
                    yield talk.ended(refused.outcome, refused.detail, refused.state)
                except InspectionError as error:  # an address that the rule does not allow
                    yield talk.ended(FAILED, str(error), None)
                except (requests.RequestException, ValueError, KeyError, TypeError, AttributeError) as error:
                    # an address in the message would hold the token
                    yield talk.ended(FAILED, f"the API could not be read: {type(error).__name__}", None)


class _Refused(Exception):
    def __init__(self, outcome: str, detail: str, state: str | None = None) -> None:
        super().__init__(detail)
        self.outcome, self.detail, self.state = outcome, detail, state


class _Talk:
    """The requests about one account."""

    def __init__(self, session: requests.Session, account: Account, route: Route, pace: Pace, clock: Any) -> None:
        self.session, self.account, self.route, self.pace, self.clock = session, account, route, pace, clock
        self.base = (route.url or WEIXIN).rstrip("/")
        self.answers: list[tuple[str, Result]] = []
        self.started_at = clock()
        self.request_count = 0

    def look(self) -> Look:
        """What the API says of the account."""
        app_id, _, secret = self.route.credentials[self.account.account_id].partition(":")
        asked = {"grant_type": "client_credential", "appid": app_id, "secret": secret}
        token = self._get("/cgi-bin/token", asked, is_secret=True)["access_token"]
        posts, is_whole = self._posts(token)
        menu, about = self._optional("get_current_selfmenu_info", token), self._about(token)
        functions = _functions(menu) if menu else None
        verified = (about.get("wx_verify_info") or {}).get("qualification_verify") if about else None
        nickname = (about.get("nickname_info") or {}).get("nickname") if about else None
        return Look(
            self.account,
            self.started_at,
            OK if is_whole else PARTIAL,
            posts,
            name_seen=nickname or (about.get("nickname") if about else None),
            organiser_seen=about.get("principal_name") if about else None,
            is_certified=bool(verified) if verified is not None else None,
            has_interaction=bool(functions) if functions is not None else None,
            functions=functions,
            state=OPEN,
            is_proved=True,
            is_own=True,
            detail=None if is_whole else "the list of messages breaks off",
            answers=tuple(self.answers),
            request_count=self.request_count,
        )

    def ended(self, outcome: str, detail: str, state: str | None) -> Look:
        """A look that saw nothing."""
        return Look(
            self.account,
            self.started_at,
            outcome,
            state=state,
            detail=detail[:500],
            answers=tuple(self.answers),
            request_count=self.request_count,
        )

    def _posts(self, token: str) -> tuple[list[Post], bool]:
        """Published messages, the newest first, and whether all were given that were announced."""
        found: dict[str, Post] = {}
        seen = total = 0
        for page in range(MOST_PAGES):
            asked = {"offset": page * PER_PAGE, "count": PER_PAGE, "no_content": 0}
            answer = self._post("/cgi-bin/freepublish/batchget", token, asked)
            total, items = int(answer["total_count"]), answer.get("item") or []
            seen += len(items)
            for post in (post for item in items for post in _posts_of(item)):
                found.setdefault(post.post_id, post)
            if len(items) < PER_PAGE:
                break
        is_whole = seen >= min(total, MOST_PAGES * PER_PAGE)
        return sorted(found.values(), key=lambda post: (post.published_at, post.post_id), reverse=True), is_whole

    def _about(self, token: str) -> dict[str, Any]:
        return self._optional("account/getaccountbasicinfo", token)

    def _optional(self, name: str, token: str) -> dict[str, Any]:
        """An interface for which an account may lack the permission: then it says nothing."""
        try:
            return self._get(f"/cgi-bin/{name}", {"access_token": token})
        except _Refused as refused:
            if refused.outcome == SKIPPED:
                raise
            return {}

    def _get(self, path: str, query: dict[str, str], *, is_secret: bool = False) -> dict[str, Any]:
        return self._ask("GET", path, query, None, is_secret=is_secret)

    def _post(self, path: str, token: str, body: dict[str, Any]) -> dict[str, Any]:
        return self._ask("POST", path, {"access_token": token}, body)

    def _ask(
        self, method: str, path: str, query: dict[str, str], body: dict | None, *, is_secret: bool = False
    ) -> dict[str, Any]:
        for tries in range(1, 4):
            if reason := self.pace.objection(self.account.platform):
                raise _Refused(SKIPPED if "budget" in reason else FAILED, reason)
            if self.route.pace_seconds:
                time.sleep(self.pace.start_at(0, 0.0))
            self.request_count += 1
            at = self.clock()
            answer = self.session.request(
                method, self.base + path, params=query, json=body, timeout=_TIMEOUT_SECONDS, allow_redirects=False
            )
            holds_token = is_secret and b"access_token" in answer.content
            if not holds_token and len(answer.content) <= _LARGEST_BYTES:
                self.answers.append((self.base + path, self._exchange(method, path, answer, at)))
            document = answer.json() if answer.status_code == 200 else {}
            code = int(document.get("errcode") or 0)
            if answer.status_code == 200 and not code:
                self.pace.succeeded(self.account.platform)
                return document
            retry_after = answer.headers.get("Retry-After")
            status = 429 if code in _BUSY else answer.status_code
            platform = self.account.platform
            wait = self.pace.retry_in(platform, tries, status, retry_after, is_answered=True)
            if wait is None:
                state = _ACCOUNT_STATES.get(code)
                detail = f"errcode {code}" if code else f"status {answer.status_code}"
                raise _Refused(NOT_FOUND if state else FAILED, f"{path}: {detail}", state)
            time.sleep(min(wait, 30.0))
        raise _Refused(FAILED, f"{path}: no good answer in three tries")

    def _exchange(self, method: str, path: str, answer: requests.Response, at: datetime) -> Result:
        """The exchange for the archive; its address and head are without the token."""
        url, host = self.base + path, urlsplit(self.base).netloc
        head = f"{method} {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
        hidden = {"content-encoding", "transfer-encoding", "content-length", "set-cookie"}
        fields = {name.lower(): [value] for name, value in answer.headers.items() if name.lower() not in hidden}
        lines = [f"HTTP/1.1 {answer.status_code} {answer.reason or ''}".rstrip()]
        lines += [f"{name}: {value}" for name, values in fields.items() for value in values]
        raw = "\r\n".join([*lines, f"Content-Length: {len(answer.content)}", "", ""]).encode("utf-8")
        exchange = Exchange(
            url,
            head,
            at.astimezone(UTC),
            answer.elapsed / timedelta(seconds=1),
            answer.status_code,
            raw,
            body=answer.content,
            fields=fields,
        )
        outcome = ProbeOutcome.OK if answer.status_code < 400 else ProbeOutcome.HTTP_ERROR
        return Result(Request(url), outcome, exchange, seconds=exchange.seconds)


def _posts_of(item: dict[str, Any]) -> Iterator[Post]:
    """The articles of one published message; one that was taken back (is_deleted) was published all the same."""
    at = datetime.fromtimestamp(int(item["update_time"]), UTC)
    for number, news in enumerate((item.get("content") or {}).get("news_item") or []):
        other_id = f"{item.get('article_id')}/{number}"
        html = news.get("content") or news.get("digest") or ""
        if post := make_post((at, False), news.get("title"), news.get("url"), other_id, html):
            yield post


def _functions(menu: dict[str, Any]) -> tuple[str, ...]:
    """Names of the menu's entries that lead somewhere (互动功能)."""
    if not menu.get("is_menu_open"):
        return ()
    buttons = (menu.get("selfmenu_info") or {}).get("button") or []
    entries = [entry for button in buttons for entry in (button, *((button.get("sub_button") or {}).get("list") or []))]
    return tuple(str(entry.get("name"))[:50] for entry in entries if entry.get("type") in _TALKING)
