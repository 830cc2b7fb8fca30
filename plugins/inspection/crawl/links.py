"""Which addresses a page leads to, for the plan of the crawl only: what they mean is read later.

Pages are parsed as the readers parse them, so that an address planned here is spelt as it is there.
"""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborNode

from inspection.net import clean_url, host_key
from inspection.page.page import THIN_TEXT_CHARS, Anchor, Page
from inspection.page.scripts import script_target

_DATE = re.compile(r"(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_DATE_IN_URL = re.compile(r"/t?(20\d\d)[-/]?([01]\d)[-/]?([0-3]\d)?[_/.]")
_ATTACHMENT = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|rar|7z|txt|csv|jpe?g|png|gif|mp[34]|avi|apk)$", re.I
)
_PAGE_ENDINGS = (".html", ".htm", ".shtml", "/")
_NAVIGATION = re.compile(r"nav|menu|header|channel|lanmu|daohang", re.I)
_REFRESH = re.compile(r"\s*(\d*)[\d.]*\s*[;,]?\s*url\s*=\s*['\"]?([^'\">]+)", re.I)
_LONGEST_REFRESH_SECONDS = 10  # what reloads later shows its reader a page first
_MOST_SCRIPTS = 20  # of a page that are looked at
_MOST_LISTED = 200  # entries of one list that are kept; far fewer are fetched
_MOST_ENTRIES = 5_000  # of a list that are looked at: no column shows as many
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
    """Where a page forwards its reader at once, by `<meta http-equiv=refresh>` or a simple script, or None.

    Scripts count only on pages that show hardly any text: there they are what the page is for.
    """
    target = _refresh(page)
    if not target and len(page.text) < THIN_TEXT_CHARS:
        body = page.tree.body
        onload = (body.attributes.get("onload") or "") if body else ""
        target = next(
            filter(None, map(script_target, (*(text for _, text in page.scripts[:_MOST_SCRIPTS]), onload))), None
        )
    url = clean_url(target, _base(page)) if target else None
    return url if url != clean_url(page.url) else None


def images(page: Page, limit: int) -> list[str]:
    """Addresses of the pictures on a page, in page order, once each."""
    found: dict[str, None] = {}
    base = _base(page)
    for node in page.tree.css("img[src]"):
        if len(found) == limit:
            break
        source = (node.attributes.get("src") or "").strip()
        if not source.startswith("data:") and (url := clean_url(source, base)):
            found.setdefault(url)
    return list(found)


def attachments(page: Page) -> list[str]:
    """Addresses of the files that a page offers, in page order, once each."""
    return list(dict.fromkeys(anchor.url for anchor in page.anchors if is_attachment(anchor.url)))


def navigation(page: Page, limit: int) -> list[str]:
    """Likely columns (栏目) of a site from its home page: same-host links of its menus, else of its folders."""
    own = [anchor for anchor in page.anchors if _is_inner(anchor, page) and not is_attachment(anchor.url)]
    are_menus: dict[int, bool] = {}
    menus = dict.fromkeys(anchor.url for anchor in own if _in_menu(anchor.node, are_menus))
    folders = dict.fromkeys(anchor.url for anchor in own if re.search(r"/(?:index\.\w+)?$", urlsplit(anchor.url).path))
    return list(menus or folders)[:limit]


def listed(page: Page) -> list[tuple[date | None, str]]:
    """The entries that a column's page lists: dated ones, newest first, then undated ones; once each."""
    dated: dict[str, date] = {}
    undated: dict[str, None] = {}
    seen: dict[int, tuple[bool, re.Match | None]] = {}
    for anchor in page.anchors[:_MOST_ENTRIES]:
        if not _is_inner(anchor, page) or is_attachment(anchor.url):
            continue
        if on := _date_of(anchor, seen):
            dated[anchor.url] = max(on, dated.get(anchor.url, on))
        elif len(anchor.text) >= 8:  # a headline; shorter ones are menus and buttons
            undated.setdefault(anchor.url)
    newest = sorted(dated, key=dated.__getitem__, reverse=True)  # stable: page order within a day
    return [(dated.get(url), url) for url in dict.fromkeys([*newest, *undated])][:_MOST_LISTED]


def newest(lists: list[list[tuple[date | None, str]]], known: set[str], per_list: int, limit: int) -> list[str]:
    """Of several lists the newest `per_list` entries each, merged newest first, at most `limit`.

    `known` are addresses that stand on every page of the site (its menus), which are no articles.
    """
    chosen: dict[str, date | None] = {}
    for entries in lists:
        for on, url in [entry for entry in entries if entry[1] not in known][:per_list]:
            chosen.setdefault(url, on)
    return sorted(chosen, key=lambda url: chosen[url] or date.min, reverse=True)[:limit]


def is_attachment(url: str) -> bool:
    """Whether an address names a file to be downloaded rather than a page."""
    if url.endswith(_PAGE_ENDINGS) and "?" not in url:  # nearly every link
        return False
    path = url.partition("://")[2].partition("/")[2]  # links are taken as they are written, also impossible ones
    return bool(_ATTACHMENT.search(path.partition("?")[0].partition("#")[0]))


def _refresh(page: Page) -> str | None:
    for node in page.tree.css("meta[http-equiv]"):
        if (node.attributes.get("http-equiv") or "").lower() == "refresh":
            match = _REFRESH.match(node.attributes.get("content") or "")
            is_soon = match and int(match[1][:4] or 0) <= _LONGEST_REFRESH_SECONDS
            return match[2] if is_soon else None
    return None


def _base(page: Page) -> str:
    """What relative addresses of a page are relative to."""
    node = page.tree.css_first("base[href]")
    try:
        return urljoin(page.url, (node.attributes.get("href") or "").strip()) if node else page.url
    except ValueError:
        return page.url


def _is_inner(anchor: Anchor, page: Page) -> bool:
    origin = page.url[: page.url.find("/", 8) + 1]  # one comparison tells of nearly every link
    return bool(origin and anchor.url.startswith(origin)) or host_key(anchor.url) == host_key(page.url)


def _in_menu(node: LexborNode, are_menus: dict[int, bool]) -> bool:
    """Whether an element around the node is called a menu; `are_menus` remembers each, as many nodes share it."""
    for _ in range(6):
        node = node.parent
        if node is None:
            return False
        if node.mem_id not in are_menus:
            names = f"{node.tag} {node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
            are_menus[node.mem_id] = bool(_NAVIGATION.search(names))
        if are_menus[node.mem_id]:
            return True
    return False


def _date_of(anchor: Anchor, seen: dict[int, tuple[bool, re.Match | None]]) -> date | None:
    """The date printed in or beside an entry of a list, else the one in its address.

    `seen` remembers of each element whether it is more than an entry, and its date, or a list's time grows with
    its square.
    """
    node: LexborNode | None = anchor.node
    for level in range(3):
        if node is None:
            break
        if node.mem_id not in seen:
            text = node.text()
            is_list = len(text) > _ENTRY_TEXT_CHARS
            seen[node.mem_id] = (is_list, None if is_list else _DATE.search(text))
        is_list, match = seen[node.mem_id]
        if is_list:
            break
        if match:
            if level and len(node.css("a[href]")) > 2:
                seen[node.mem_id] = (True, None)
                break
            if on := _date(match):
                return on
        node = node.parent
    return _date(_DATE_IN_URL.search(anchor.url))


def _date(match: re.Match | None) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3] or 1)) if match else None
    except ValueError:
        return None
