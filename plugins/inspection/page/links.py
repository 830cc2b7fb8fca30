"""Links of a home page, and what the crawl of the same day saw behind each of them.

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
from inspection.page.page import Page, ReadState, host_of

_ATTACHMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|rar|7z|txt|csv|mp[34]|jpe?g|png|gif)$", re.I)
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
    if _ATTACHMENT.search(url.partition("?")[0]):
        return Link(url, "attachment")
    return Link(url, "internal" if host_of(url) == host else "external")
