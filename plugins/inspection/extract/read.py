"""All observations of one page, for people to look at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from inspection.declared.office import Jurisdiction
from inspection.model import PageKind
from inspection.page import fingerprint
from inspection.page.columns import blankness, class_of
from inspection.page.dates import publications
from inspection.page.discovery import discovered_columns, path_of
from inspection.page.identity import article_title, read_identity
from inspection.page.items import read_items
from inspection.page.links import read_links
from inspection.page.marks import read_marks
from inspection.page.page import Page, host_of, url_key
from inspection.readers import date_signs
from inspection.readers.sign import Reading, Subject
from inspection.readers.topics import read_signs
from inspection.text.wording import load_lexicon

_NOWHERE = "http://saved-page.invalid/"
_SAVED_FROM = re.compile(rb"<!-- saved from url=\(\d+\)(\S+) -->")


def read_page(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    day: date,
    *,
    http_status: int | None = 200,
    lexicons: tuple[str, ...] = tuple(Jurisdiction.model_fields["lexicons"].default),
) -> dict[str, Any]:
    """Every observation of a page as plain values ready for JSON; `day` resolves list dates without a year.

    `url` may be a file's: a page saved by a browser names the address it came from.
    """
    page = Page(_address(url, body), body, {name.lower(): value for name, value in headers.items()}, http_status)
    identity = read_identity(page)
    title = article_title(page, identity)
    items = read_items(page, day)
    is_blank, column_state = blankness(page, items)
    dates = [item.published_on for item in items if item.published_on and item.published_on <= day]
    links = read_links(page)
    published = publications(page, identity, title)
    marks = read_marks(page)
    # what stands at the root of a host is its home page; the registry, which knows better, is not asked here
    is_root = "/" not in url_key(page.url) and page.url != _NOWHERE
    kind = PageKind.HOME if is_root else PageKind.OTHER
    reading = Reading(page, day, kind, headers, Subject(), identity, title, published, items, links, marks)
    signs = [*read_signs(reading), *(("dates", sign) for sign in date_signs.of_article(published, day))]
    return _plain(
        {
            "url": page.url,
            "read_state": page.read_state,
            "charset": page.charset,
            "title": page.title,
            "article_title": title,
            "identity": asdict(identity),
            "published": [found._asdict() for found in published],
            "text_char_count": len(page.text),
            "language": fingerprint.language(page.text),
            "skeleton_hash": fingerprint.skeleton_hash(page.html),
            "text_hash": fingerprint.text_hash(page.text),
            "path": path_of(page),
            "marks": [asdict(mark) for mark in marks],
            "column": {
                "class": class_of(identity.column_name or page.title, identity.column_type, page.url),
                "read_state": column_state,
                "is_blank": is_blank,
                "item_count": len(items),
                "newest_item_on": max(dates, default=None),
                "oldest_item_on": min(dates, default=None),
            },
            "items": [asdict(item) for item in items],
            "navigation": [asdict(column) for column in discovered_columns(page)],
            "links": [asdict(link) for link in links],
            "signs": [{"topic": topic} | asdict(sign) for topic, sign in signs],
            "term_hits": [
                asdict(hit.term) | {"count": hit.count, "excerpt": hit.excerpt}
                for hit in load_lexicon(lexicons).hits(f"{page.title}\n{page.text}")
            ],
        }
    )


def _address(url: str, body: bytes) -> str:
    """The web address of a page; of a saved file the one that its saver noted, else one that leads nowhere."""
    if host_of(url) and url.startswith(("http://", "https://")):
        return url
    if match := _SAVED_FROM.search(body[:2000]):
        return match[1].decode("utf-8", "replace")
    return _NOWHERE


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):  # datetime too
        return value.isoformat()
    return str(value) if isinstance(value, str) else value
