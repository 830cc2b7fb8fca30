"""Where a page leads, for the crawl that goes there and for the readers that judge it; and what was seen behind a link.

Nothing is fetched here: an address that the crawl did not visit is `unchecked`. A target that refuses us
(403, 429, a challenge), is out of service for the moment (503) or answers late is `suspect`: nobody may be
blamed for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from inspection.model import FetchOutcome, LinkOutcome
from inspection.net.addresses import clean_url
from inspection.page.page import THIN_TEXT_CHARS, Page, ReadState, host_of
from inspection.page.scripts import script_target

_ATTACHMENT = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|rar|7z|txt|csv|jpe?g|png|gif|mp[34]|avi|apk)$", re.I
)
_PAGE_ENDINGS = (".html", ".htm", ".shtml", "/")
_REFRESH = re.compile(r"\s*+(\d*+)[\d.]*+\s*+[;,]?\s*+url\s*=\s*['\"]?([^'\">]+)", re.I)
_LONGEST_REFRESH_SECONDS = 10  # what reloads later shows its reader a page first
_MOST_SCRIPTS = 20  # of a page that are looked at
# failures of a fetch that show that nothing is there; every other failure may be ours or passing
_GONE = ("dns_failure", "refused")


@dataclass(frozen=True, slots=True)
class Link:
    """One link target of a page; `kind` is internal, external or attachment."""

    url: str
    kind: str


def read_links(page: Page) -> list[Link]:
    """Link targets of a page in page order, one for an address."""
    host = host_of(page.url)
    return [_link(url, host) for url in dict.fromkeys([anchor.url for anchor in page.anchors])]


def targets(page: Page) -> list[str]:
    """Every address the page links to (links, image maps, an automatic forward), in page order, once each."""
    found = dict.fromkeys(anchor.url for anchor in page.anchors)
    for node in page.tree.css("area[href]"):
        if url := clean_url(node.attributes.get("href") or "", page.base):
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
    url = clean_url(target, page.base) if target else None
    return url if url and url != clean_url(page.url) else None


def images(page: Page, limit: int) -> list[str]:
    """Addresses of the pictures on a page, in page order, once each."""
    found: dict[str, None] = {}
    for node in page.tree.css("img[src]"):
        if len(found) == limit:
            break
        source = (node.attributes.get("src") or "").strip()
        if not source.startswith("data:") and (url := clean_url(source, page.base)):
            found.setdefault(url)
    return list(found)


def attachments(page: Page) -> list[str]:
    """Addresses of the files that a page offers, in page order, once each."""
    return list(dict.fromkeys(anchor.url for anchor in page.anchors if is_attachment(anchor.url)))


def is_attachment(url: str) -> bool:
    """Whether an address names a file to be downloaded rather than a page."""
    if url.endswith(_PAGE_ENDINGS) and "?" not in url:  # nearly every link
        return False
    path = url.partition("://")[2].partition("/")[2]  # links are taken as they are written, also impossible ones
    return bool(_ATTACHMENT.search(path.partition("?")[0].partition("#")[0]))


def outcome_of(snapshot: Mapping[str, Any] | None, read_state: str | None = None) -> LinkOutcome:
    """What a day's snapshot row of the target says; `read_state` is that of its page where it was read.

    A page that says 页面不存在 with status 200 is as broken as one that answers 404.
    """
    if snapshot is None or snapshot["outcome"] == FetchOutcome.SKIPPED:
        return LinkOutcome.UNCHECKED
    status = snapshot["http_status"]
    if snapshot["outcome"] == FetchOutcome.BLOCKED or read_state == ReadState.BLOCKED or status in {401, 403, 429, 503}:
        return LinkOutcome.SUSPECT
    if status is None:
        is_gone = (snapshot["detail"] or "").startswith(_GONE)
        return LinkOutcome.BROKEN if is_gone else LinkOutcome.SUSPECT
    if status in {404, 410} or status >= 500 or read_state == ReadState.ERROR_PAGE:
        return LinkOutcome.BROKEN
    return LinkOutcome.OK if 200 <= status < 400 else LinkOutcome.SUSPECT


@lru_cache(maxsize=65_536)  # the pages of a site repeat its links
def _link(url: str, host: str) -> Link:
    if is_attachment(url):
        return Link(url, "attachment")
    return Link(url, "internal" if host_of(url) == host else "external")


def _refresh(page: Page) -> str | None:
    for node in page.tree.css("meta[http-equiv]"):
        if (node.attributes.get("http-equiv") or "").lower() == "refresh":
            match = _REFRESH.match(node.attributes.get("content") or "")
            is_soon = match and int(match[1][:4] or 0) <= _LONGEST_REFRESH_SECONDS
            return match[2] if is_soon else None
    return None
