"""Accounts by their feeds (RSS or Atom): the platform's own, or a bridge's that the office runs."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from time import struct_time

import feedparser
from selectolax.lexbor import LexborHTMLParser

from inspection.accounts.connector import BLOCKED, FAILED, NOT_FOUND, OK, Account, Look, Post
from inspection.net import Fetcher, Limits, Request, Result, signs
from inspection.periods import SHANGHAI

_LIMITS = Limits(timeout_seconds=30.0)
_ACCEPT = ("Accept", "application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5")
_LONGEST_ID_BYTES = 1000  # PostgreSQL indexes no key beyond 2,704
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}
_ZONE = re.compile(r"(?:[A-Z]{1,5}|[+-]\d{2}:?\d{2})$")
_DIGITS = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})(?:\D+(\d{1,2}):(\d{2}))?")


class FeedConnector:
    """Looks at accounts through the `feed_url` of the registry."""

    name = "feed"

    def look(self, accounts: Iterable[Account], fetcher: Fetcher) -> Iterator[Look]:
        """One look at each account; a feed that is no feed, or an empty one, is `failed`, never silence."""
        for account in accounts:
            fetcher.submit(Request(account.feed_url, tag=account, headers=(_ACCEPT,), limits=_LIMITS))
        for result in fetcher:
            yield _look(result.request.tag, result)


def _look(account: Account, result: Result) -> Look:
    at, status = result.last.started_at, result.http_status

    def nothing(outcome: str, detail: str) -> Look:
        return Look(account, at, outcome, detail=detail[:500], answer=result)

    if signs.fetch_is_blocked(result):
        return nothing(BLOCKED, f"challenge or block, status {status}")
    if not result.is_answered:
        return nothing(FAILED, f"{result.outcome.value}: {result.error}")
    if status != 200:
        return nothing(NOT_FOUND if status in {404, 410} else FAILED, f"status {status}")
    # A file object: feedparser would take text for an address or a file name
    feed = feedparser.parse(io.BytesIO(result.last.content()), response_headers=_headers(result))
    if not feed.get("version"):
        return nothing(FAILED, "the answer is no feed")
    posts = list({post.post_id: post for post in map(_post, feed.entries) if post}.values())
    if not posts:
        return nothing(FAILED, f"the feed has {len(feed.entries)} entries, none of them dated")
    name = feed.feed.get("title") or feed.feed.get("generator")
    interaction = None
    for tag in feed.feed.get("tags", ()):
        if tag.get("scheme") == "interaction":
            interaction = _YES_NO.get((tag.get("term") or "").strip().lower())
    return Look(account, at, OK, posts, _clean(name), interaction, answer=result)


def _headers(result: Result) -> dict[str, str]:
    content_type = result.last.header("content-type")
    return {"content-location": result.final_url} | ({"content-type": content_type} if content_type else {})


def _post(entry: feedparser.FeedParserDict) -> Post | None:
    text = entry.get("published") or entry.get("updated") or entry.get("created") or ""
    at = moment_of(text, entry.get("published_parsed") or entry.get("updated_parsed"))
    if at is None:
        return None
    title, url = _clean(entry.get("title")), _clean(entry.get("link"))
    content = entry.get("content") or []
    html = (content[0].get("value") if content else None) or entry.get("summary") or ""
    return Post(post_id(url or _clean(entry.get("id")), at, title), at, title, url, _plain(html))


def post_id(address: str | None, published_at: datetime, title: str | None) -> str:
    """A post's id: its address, or one made from time and title where it has none (or from an endless address)."""
    if address and len(address.encode()) <= _LONGEST_ID_BYTES:
        return address
    return hashlib.sha1((address or f"{published_at.isoformat()} {title or ''}").encode()).hexdigest()


def moment_of(text: str, parsed: struct_time | None = None) -> datetime | None:
    """An instant as feeds write it, UTC, or None. Without a zone, and for CST, it is Asia/Shanghai.

    `parsed` is feedparser's own reading, which takes a missing zone for UTC and CST for Chicago.
    """
    text = text.strip()
    if text.endswith("CST"):
        text, parsed = text.removesuffix("CST").strip(), None
    try:
        return _in_utc(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        pass
    try:
        if fields := parsedate_tz(text):
            zone = timezone(timedelta(seconds=fields[9])) if _ZONE.search(text) else SHANGHAI
            return datetime(*fields[:6], tzinfo=zone).astimezone(UTC)
        if parsed and _ZONE.search(text):
            return datetime(*parsed[:6], tzinfo=UTC)
        if match := _DIGITS.search(text):
            year, month, day, hour, minute = (int(part or 0) for part in match.groups())
            return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    return None


def _in_utc(moment: datetime) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)).astimezone(UTC)


def _clean(text: str | None) -> str | None:
    return text.replace("\0", "").strip() or None if text else None


def _plain(html: str) -> str | None:
    if "<" in html or "&" in html:
        body = LexborHTMLParser(html).body
        html = body.text(separator=" ") if body else ""
    return _clean(" ".join(html.split()))
