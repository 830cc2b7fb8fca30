"""Which addresses a page leads to, for the plan of the crawl only: what they mean is read later.

Pages are parsed as the readers parse them, so that an address planned here is spelt as it is there.
"""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborNode

from inspection.extract.page import Anchor, Page
from inspection.net import clean_url, host_key

_DATE = re.compile(r"(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_DATE_IN_URL = re.compile(r"/t?(20\d\d)[-/]?([01]\d)[-/]?([0-3]\d)?[_/.]")
_ATTACHMENT = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|rar|7z|txt|csv|jpe?g|png|gif|mp[34]|avi|apk)$", re.I
)
_NAVIGATION = re.compile(r"nav|menu|header|channel|lanmu|daohang", re.I)
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\">]+)", re.I)
_ENTRY_TEXT_CHARS = 300  # an element longer than this is no list entry but a whole list


def targets(page: Page) -> list[str]:
    """Every address the page links to (links, image maps, an automatic forward), in page order, once each."""
    found = dict.fromkeys(anchor.url for anchor in page.anchors)
    for node in page.tree.css("area[href]"):
        if url := clean_url(node.attributes.get("href") or "", page.url):
            found.setdefault(url)
    if url := forward(page):
        found.setdefault(url)
    return list(found)


def forward(page: Page) -> str | None:
    """Where a `<meta http-equiv=refresh>` forwards its reader, or None."""
    for node in page.tree.css("meta[http-equiv]"):
        if (node.attributes.get("http-equiv") or "").lower() == "refresh":
            match = _REFRESH.search(node.attributes.get("content") or "")
            return clean_url(urljoin(page.url, match[1].strip())) if match else None
    return None


def navigation(page: Page, limit: int) -> list[str]:
    """Likely columns (栏目) of a site from its home page: same-host links of its menus, else of its folders."""
    own = [anchor for anchor in page.anchors if _is_inner(anchor, page) and not is_attachment(anchor.url)]
    menus = dict.fromkeys(anchor.url for anchor in own if _in_menu(anchor.node))
    folders = dict.fromkeys(anchor.url for anchor in own if re.search(r"/(?:index\.\w+)?$", urlsplit(anchor.url).path))
    return list(menus or folders)[:limit]


def articles(page: Page, known: set[str], limit: int) -> list[str]:
    """The newest articles that a column's page lists: dated entries, newest first, then undated ones.

    `known` are addresses that stand on every page of the site (its menus), which are no articles.
    """
    dated: dict[str, date] = {}
    undated: dict[str, None] = {}
    for anchor in page.anchors:
        if not _is_inner(anchor, page) or anchor.url in known or is_attachment(anchor.url):
            continue
        if on := _date_of(anchor):
            dated[anchor.url] = max(on, dated.get(anchor.url, on))
        elif len(anchor.text) >= 8:  # a headline; shorter ones are menus and buttons
            undated.setdefault(anchor.url)
    newest = sorted(dated, key=dated.__getitem__, reverse=True)  # stable: page order within a day
    return list(dict.fromkeys([*newest, *undated]))[:limit]


def is_attachment(url: str) -> bool:
    """Whether an address names a file to be downloaded rather than a page."""
    return bool(_ATTACHMENT.search(urlsplit(url).path))


def _is_inner(anchor: Anchor, page: Page) -> bool:
    return host_key(anchor.url) == host_key(page.url)


def _in_menu(node: LexborNode) -> bool:
    for _ in range(6):
        node = node.parent
        if node is None:
            return False
        names = f"{node.tag} {node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
        if _NAVIGATION.search(names):
            return True
    return False


def _date_of(anchor: Anchor) -> date | None:
    node = anchor.node
    for _ in range(3):
        text = node.text()
        if len(text) > _ENTRY_TEXT_CHARS:
            break
        if on := _date(_DATE.search(text)):
            return on
        if node.parent is None or len(node.parent.css("a[href]")) > 2:  # a list, no longer the entry
            break
        node = node.parent
    return _date(_DATE_IN_URL.search(anchor.url))


def _date(match: re.Match | None) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3] or 1)) if match else None
    except ValueError:
        return None
