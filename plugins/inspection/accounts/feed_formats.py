"""RSS, Atom and JSON Feed, read into one shape.

Sources: RSS 2.0, RFC 4287 (Atom), RFC 5005 (paging), JSON Feed 1.1 (jsonfeed.org). What is well-formed is read by lxml;
feedparser, twenty times as slow, reads what is not.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import feedparser
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from inspection.accounts.connector import ASSUMED_ZONE, Post
from inspection.accounts.times import order_of, post_id, read_time

MOST_POSTS = 500  # of one feed: bridges give twenty
MAX_BODY_CHARS = 100_000
_MOST_TITLE_CHARS = 1_000
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}
# comments may follow; what was taken is not given back, or a row of comments would be taken in every way there is
_END = re.compile(rb"</(?:rss|feed|rdf:RDF)>\s*+(?:<!--(?:(?!-->).)*+-->\s*+)*+\Z", re.I | re.S)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w-]+)[\"']", re.I)
_REFERENCE = re.compile(rb"&#([xX][0-9a-fA-F]{1,8}|[0-9]{1,8});")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ROOTS = {"rss", "feed", "RDF"}
_ENTRIES = {"item", "entry"}
_XML_TIMES = ("pubDate", "published", "issued", "date", "updated", "created")
# names of a time in JSON that follows no standard, best first
_JSON_TIMES = ("date_published", "published_at", "publish_time", "pubDate", "published", "created_at", "created")
_REPOST = re.compile(r"^\s*(?:转发微博|转发[:：]|//\s?@|RT\s?@|[\[【](?:转|转发|转载)[\]】])|//@[^\s:：]{1,30}[:：]")


@dataclass
class Feed:
    """What a feed says. `links` are the addresses it gives for the account; `is_whole` is false where it breaks off.

    `next_url` is that of its next part (RFC 5005). `hides_newest`: entries without a time that can be read stand where
    the newest ones do, so that the posts say nothing of silence.
    """

    posts: list[Post] = field(default_factory=list)
    entry_count: int = 0
    title: str | None = None
    links: tuple[str, ...] = ()
    built_at: datetime | None = None
    has_interaction: bool | None = None
    is_whole: bool = True
    next_url: str | None = None
    hides_newest: bool = False


class _Entry(NamedTuple):
    """An entry as it stands in the feed."""

    time: str
    title: str
    link: str
    other_id: str
    html: str


class _About(NamedTuple):
    """What a feed says of itself."""

    title: str
    links: tuple[str, ...]
    next_url: str
    built: str
    interaction: str


def read_feed(content: bytes, headers: dict[str, str], seen_at: datetime | None = None) -> Feed | None:
    """The feed in an answer's body (content coding undone), or None where it is none. `headers` in lower case."""
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return _json_feed(content, seen_at)
    if start[:200].lower().startswith((b"<!doctype html", b"<html")):
        return None  # feedparser would look for entries in any page
    is_utf8 = _is_utf8(content)
    read = _well_formed(content, is_utf8=is_utf8) or _any_form(content, headers, is_utf8=is_utf8)
    if read is None:
        return None
    about, entries, entry_count = read
    built = read_time(about.built)
    posts, hides_newest = _posts(entries, about.links, seen_at)
    return Feed(
        posts,
        entry_count,
        clean(about.title),
        about.links,
        built and built[0],
        _YES_NO.get(about.interaction.strip().lower()),
        bool(_END.search(content[-2048:])),
        about.next_url or None,
        hides_newest,
    )


def _is_utf8(content: bytes) -> bool:
    """Whether the bytes are UTF-8 beyond doubt, whatever is declared: hardly any other text passes for it."""
    try:
        return not content.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def _well_formed(content: bytes, *, is_utf8: bool) -> tuple[_About, list[_Entry], int] | None:
    declared = _DECLARED.search(content[:300])
    encoding = "utf-8" if is_utf8 else None
    if not is_utf8 and declared and declared[1].lower() in {b"gb2312", b"gbk"}:
        encoding = "gb18030"
    parser = etree.XMLParser(resolve_entities=False, no_network=True, encoding=encoding, remove_comments=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, LookupError, ValueError):
        return None
    if _name(root) not in _ROOTS:
        return None
    channel = next((child for child in root if _name(child) == "channel"), root)
    nodes = [node for parent in {id(root): root, id(channel): channel}.values() for node in parent]
    entries = [node for node in nodes if _name(node) in _ENTRIES]
    return _about(channel), [_entry(node) for node in entries[:MOST_POSTS]], len(entries)


def _name(node: etree._Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _about(channel: etree._Element) -> _About:
    said: dict[str, str] = {}
    links, following, interaction = [], "", ""
    for node in channel:
        name = _name(node)
        if name == "link":
            address = (node.get("href") or node.text or "").strip()
            if node.get("rel") == "next":
                following = address
            elif address:
                links.append(address)
        elif name == "category" and "interaction" in {node.get("domain"), node.get("scheme")}:
            interaction = node.get("term") or node.text or ""
        elif name not in _ENTRIES:
            said.setdefault(name, _text_of(node))
    if said.get("id"):
        links.append(said["id"])
    built = said.get("lastBuildDate") or said.get("updated") or said.get("date") or ""
    return _About(said.get("title", ""), tuple(links), following, built, interaction)


def _entry(node: etree._Element) -> _Entry:
    said: dict[str, str] = {}
    link = ""
    for child in node:
        name = _name(child)
        if name == "link":
            address = (child.get("href") or child.text or "").strip()
            if address and (not link or child.get("rel") == "alternate"):
                link = address
        else:
            said.setdefault(f"{name}:encoded" if name == "encoded" else name, _text_of(child))
    guid = said.get("guid") or said.get("id", "")
    if not link and guid.startswith(("http://", "https://")):
        link = guid  # RSS 2.0: a permalink, unless it says that it is none
    html = said.get("encoded:encoded") or said.get("content") or said.get("description") or said.get("summary", "")
    time = next((said[name] for name in _XML_TIMES if said.get(name)), "")
    return _Entry(time, said.get("title", ""), link, guid, html)


def _text_of(node: etree._Element) -> str:
    return "".join(node.itertext()) if len(node) else node.text or ""


def _any_form(content: bytes, headers: dict[str, str], *, is_utf8: bool) -> tuple[_About, list[_Entry], int] | None:
    content = _REFERENCE.sub(lambda found: found[0] if _is_character(found[1]) else b"", content)
    if is_utf8:
        headers = headers | {"content-type": "application/xml; charset=utf-8"}
        content = _DECLARED.sub(b"<?xml version='1.0' encoding='utf-8'", content, count=1)
    # A file object: feedparser would take text for an address or a file name
    # … and what only a browser needs is left out: of the HTML the text alone is kept
    parsed = feedparser.parse(
        io.BytesIO(content), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    if not parsed.get("version"):
        return None
    about = parsed.feed
    tags = [tag for tag in about.get("tags", ()) if tag.get("scheme") == "interaction"]
    following = next((link.get("href") for link in about.get("links", ()) if link.get("rel") == "next"), None)
    links = (about.get("link"), about.get("id"), *(link.get("href") for link in about.get("links", ())))
    return (
        _About(
            about.get("title") or "",
            tuple(link for link in links if link and link != following),
            following or "",
            about.get("updated") or "",
            (tags[-1].get("term") or "") if tags else "",
        ),
        [_parsed_entry(entry) for entry in parsed.entries[:MOST_POSTS]],
        len(parsed.entries),
    )


def _is_character(reference: bytes) -> bool:
    """Whether a numeric reference names a character at all: halves of a pair break feedparser."""
    number = int(reference[1:], 16) if reference[:1] in b"xX" else int(reference)
    return number < 0xD800 or 0xDFFF < number <= 0x10FFFF


def _parsed_entry(entry: Mapping[str, Any]) -> _Entry:
    content = entry.get("content") or []
    html = (content[0].get("value") if content else None) or entry.get("summary") or ""
    time = entry.get("published") or entry.get("updated") or entry.get("created") or ""
    return _Entry(time, entry.get("title") or "", entry.get("link") or "", entry.get("id") or "", html)


def _json_feed(content: bytes, seen_at: datetime | None) -> Feed | None:
    """JSON Feed, or any object whose `items` have a title or address and a time."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return None
    items = document.get("items") if isinstance(document, dict) else None
    is_standard = isinstance(document, dict) and "jsonfeed.org/version/" in str(document.get("version"))
    items = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    entries = [_json_entry(item) for item in items[:MOST_POSTS]]
    if not is_standard and not any(entry.time and (entry.title or entry.link) for entry in entries):
        return None
    links = tuple(link for link in (document.get("home_page_url"), document.get("feed_url")) if isinstance(link, str))
    posts, hides_newest = _posts(entries, links, seen_at)
    return Feed(
        posts,
        len(items),
        clean(_text(document, "title")),
        links,
        next_url=_text(document, "next_url") or None,
        hides_newest=hides_newest,
    )


def _json_entry(item: dict[str, Any]) -> _Entry:
    names = (*_JSON_TIMES, "date_modified")
    time = next((said for name in names if (said := _text(item, name))), "")
    html = _text(item, "content_html") or _text(item, "content_text") or _text(item, "summary")
    return _Entry(time, _text(item, "title"), _text(item, "url") or _text(item, "link"), _text(item, "id"), html)


def _posts(entries: list[_Entry], links: Iterable[str], seen_at: datetime | None) -> tuple[list[Post], bool]:
    """The posts of entries, each once and the newest first; and whether entries without a time hide newer ones.

    An entry is told by its address, its id and its title together where several share one of them, or where the
    address is the account's own; and by its time too where several share all three (the weather of every day).
    """
    order = order_of(entry.time for entry in entries)
    sharing: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for entry in entries:
        sharing[entry.link or entry.other_id].add((entry.other_id, entry.title))
    told_apart = {(entry.link, entry.other_id, entry.title, entry.time) for entry in entries}
    alike = Counter((link, other_id, title) for link, other_id, title, _ in told_apart)
    common = {address.rstrip("/") for address in links}
    found: dict[str, Post] = {}
    times: list[datetime | None] = []
    for entry in entries:
        at = read_time(entry.time, order=order, seen_at=seen_at)
        times.append(at and at[0])
        address = clean(entry.link) or clean(entry.other_id) or ""
        is_its_own = len(sharing[entry.link or entry.other_id]) == 1 and not _is_common(address, common)
        try:
            is_one = alike[entry.link, entry.other_id, entry.title] == 1
            told_by = {"told_by_address": is_its_own and is_one, "told_by_time": not is_one}
            post = make_post(at, entry.title, entry.link, entry.other_id, entry.html, **told_by)
        except (ValueError, RecursionError):  # whatever an entry holds: it alone is lost
            continue
        if post and (post.post_id not in found or post.published_at > found[post.post_id].published_at):
            found[post.post_id] = post
    posts = sorted(found.values(), key=lambda post: (post.published_at, post.post_id), reverse=True)
    return posts, _hides_newest(times)


def _is_common(address: str, common: set[str]) -> bool:
    """Whether an address is the account's or a host's, and no post's."""
    if address.rstrip("/") in common:
        return True
    parts = urlsplit(address)
    return bool(parts.netloc) and parts.path in {"", "/"} and not parts.query and not parts.fragment


def _hides_newest(times: list[datetime | None]) -> bool:
    """Whether an entry without a time stands where the newest do: at the head, or at the end of a list that rises."""
    dated = [at for at in times if at]
    if len(dated) == len(times) or not dated:
        return False
    falls = all(first >= later for first, later in pairwise(dated))
    rises = all(first <= later for first, later in pairwise(dated))
    newest = times.index(dated[0]), len(times) - 1 - times[::-1].index(dated[-1])
    if falls and not rises:
        return None in times[: newest[0]]
    if rises and not falls:
        return None in times[newest[1] :]
    return True


def make_post(
    at: tuple[datetime, bool] | None,
    title: str | None,
    url: str | None,
    other_id: str | None,
    html: str,
    *,
    told_by_address: bool = True,
    told_by_time: bool = False,
) -> Post | None:
    """A post from what a source tells of it; None without a time, for it then says nothing of silence."""
    if at is None:
        return None
    moment, is_assumed = at
    title, url, other_id = clean(title), clean(url), clean(other_id)
    if title and ("<" in title or "&" in title):
        title = plain(title)
    title = title and title[:_MOST_TITLE_CHARS]
    address = url or other_id
    if address and not told_by_address:
        told = f"{title} {moment.isoformat()}" if told_by_time and title else title or moment.isoformat()
        address = hashlib.sha1(f"{url}\n{other_id}\n{told}".encode()).hexdigest()
    body = plain(html)
    is_repost = True if any(_REPOST.search(text) for text in (title, body and body[:200]) if text) else None
    mark = ASSUMED_ZONE if is_assumed else None
    return Post(post_id(address, moment, title), moment, title, url, body, mark, is_repost)


def clean(text: str | None) -> str | None:
    """A text without what PostgreSQL cannot hold, pairs of surrogates joined; None where nothing is left."""
    if not text:
        return None
    if _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\0", "").strip() or None


def plain(html: str) -> str | None:
    """The text of an HTML fragment, white space folded."""
    html = clean(html) or ""
    if "<" in html or "&" in html:
        body = LexborHTMLParser(html).body
        html = body.text(separator=" ") if body else ""
    return clean(" ".join(html.split())[:MAX_BODY_CHARS])


def _text(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    if isinstance(value, bool):
        return ""
    if isinstance(value, float):
        return str(int(value)) if math.isfinite(value) else ""
    return str(value) if isinstance(value, str | int) else ""
