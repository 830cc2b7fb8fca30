"""RSS, Atom (through feedparser) and JSON Feed, read into one shape.

Sources: RSS 2.0, RFC 4287 (Atom), JSON Feed 1.1 (jsonfeed.org).
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import feedparser
from selectolax.lexbor import LexborHTMLParser

from inspection.accounts.connector import ASSUMED_ZONE, Post
from inspection.accounts.times import post_id, read_time

MOST_POSTS = 500  # of one feed: bridges give twenty
MAX_BODY_CHARS = 100_000
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}
_END = re.compile(rb"</(?:rss|feed|rdf:RDF)>\s*(?:<!--.*?-->\s*)*\Z", re.I | re.S)


@dataclass
class Feed:
    """What a feed says. `links` are the addresses it gives for the account; `is_whole` is false where it breaks off."""

    posts: list[Post] = field(default_factory=list)
    entry_count: int = 0
    title: str | None = None
    links: tuple[str, ...] = ()
    built_at: datetime | None = None
    has_interaction: bool | None = None
    is_whole: bool = True


def read_feed(content: bytes, headers: dict[str, str]) -> Feed | None:
    """The feed in an answer's body (content coding undone), or None where it is none. `headers` in lower case."""
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return _json_feed(content)
    if start[:200].lower().startswith((b"<!doctype html", b"<html")):
        return None  # feedparser would look for entries in any page
    # A file object: feedparser would take text for an address or a file name
    # … and what only a browser needs is left out: of the HTML the text alone is kept
    parsed = feedparser.parse(
        io.BytesIO(content), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    if not parsed.get("version"):
        return None
    about = parsed.feed
    built = read_time(about.get("updated") or "", about.get("updated_parsed"))
    interaction = None
    for tag in about.get("tags", ()):
        if tag.get("scheme") == "interaction":
            interaction = _YES_NO.get((tag.get("term") or "").strip().lower())
    links = (about.get("link"), about.get("id"), *(link.get("href") for link in about.get("links", ())))
    return Feed(
        _once(_entry(entry) for entry in parsed.entries[:MOST_POSTS]),
        len(parsed.entries),
        clean(about.get("title")),
        tuple(link for link in links if link),
        built and built[0],
        interaction,
        bool(_END.search(content[-2048:])),
    )


def _entry(entry: feedparser.FeedParserDict) -> Post | None:
    text = entry.get("published") or entry.get("updated") or entry.get("created") or ""
    content = entry.get("content") or []
    html = (content[0].get("value") if content else None) or entry.get("summary") or ""
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    return make_post(read_time(text, parsed), entry.get("title"), entry.get("link"), entry.get("id"), html)


def _json_feed(content: bytes) -> Feed | None:
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict) or "jsonfeed.org/version/" not in str(document.get("version")):
        return None
    items = document.get("items")
    items = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    links = (document.get("home_page_url"), document.get("feed_url"))
    return Feed(
        _once(_json_item(item) for item in items[:MOST_POSTS]),
        len(items),
        clean(_text(document, "title")),
        tuple(link for link in links if isinstance(link, str)),
    )


def _json_item(item: dict[str, Any]) -> Post | None:
    at = read_time(_text(item, "date_published") or _text(item, "date_modified"))
    html = _text(item, "content_html") or _text(item, "content_text") or _text(item, "summary")
    return make_post(at, _text(item, "title"), _text(item, "url"), _text(item, "id"), html)


def make_post(
    at: tuple[datetime, bool] | None, title: str | None, url: str | None, other_id: str | None, html: str
) -> Post | None:
    """A post from what a source tells of it; None without a time, for it then says nothing of silence."""
    if at is None:
        return None
    moment, is_assumed = at
    title, url = clean(title), clean(url)
    mark = ASSUMED_ZONE if is_assumed else None
    return Post(post_id(url or clean(other_id), moment, title), moment, title, url, plain(html), mark)


def clean(text: str | None) -> str | None:
    """A text without the character that PostgreSQL cannot hold; None where nothing is left."""
    return text.replace("\0", "").strip() or None if text else None


def plain(html: str) -> str | None:
    """The text of an HTML fragment, white space folded."""
    if "<" in html or "&" in html:
        body = LexborHTMLParser(html).body
        html = body.text(separator=" ") if body else ""
    return clean(" ".join(html.split())[:MAX_BODY_CHARS])


def _once(posts: Iterable[Post | None]) -> list[Post]:
    """Each post once, the first of two with one id, and the newest first."""
    by_id: dict[str, Post] = {}
    for post in posts:
        if post:
            by_id.setdefault(post.post_id, post)
    return sorted(by_id.values(), key=lambda post: (post.published_at, post.post_id), reverse=True)


def _text(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    return str(value) if isinstance(value, str | int | float) and value != "" else ""
