"""What a page shows to search engines alone (寄生, 快照劫持), and what became of the pages it links to.

Kinds, of the topic `tampering`: `cloaking` the spider's answer to a planned visit is not the browser's of the same day
(`place`: `title`, `spam`, `links`, `redirect`; `value` what the spider was shown); `link_to_spam` a link's target is
now of gambling or pornography (`links/drifted` in `link_targets.py`).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import date

import psycopg

from inspection.archive.store import Store, StorePath, read_payload, read_payloads, visits_of
from inspection.extract.seen import Seen, SiteDay, home_pages
from inspection.model import VisitKind
from inspection.page.domains import foreign_domain
from inspection.page.page import Page, ReadState
from inspection.readers.sign import Sign
from inspection.text import spam

_log = logging.getLogger(__name__)

MIN_NEW_DOMAINS = 3
HEAD_CHARS = 2_000
_SPAM_TARGETS = frozenset({"gambling", "pornography"})
_WORD = re.compile(r"\w")


def read_cloaking(
    connection: psycopg.Connection,
    observer_id: str,
    sites: dict[str, SiteDay],
    store: Store | str | StorePath,
    day: date,
) -> None:
    """Compare what spiders and browsers were shown that day, and look at what links lead to."""
    for _, seen in home_pages(sites):
        seen.signs += [("tampering", sign) for sign in _linked_spam(seen)]
    homes = {name: home for name, site in sites.items() if (home := site.pages.get(site.home_key))}
    homes = {name: home for name, home in homes.items() if home.read_state == ReadState.OK}
    visits = visits_of(connection, observer_id, day, list(homes), [VisitKind.SPIDER_VISIT]) if homes else []
    for visit, payload in read_payloads(store, visits):
        if payload.problem or (visit["http_status"] or 599) >= 400:
            continue
        home = homes[visit["subject_id"]]
        try:
            shown = read_payload(store, home.snapshot)
            browser = _page(home.snapshot, shown.body, shown.headers, shown.status)
            spider = _page(visit, payload.body, payload.headers, payload.status)
            found = list(compare(browser, spider, visit["snapshot_id"]))
        except Exception:
            _log.exception("the spider's and the browser's answer could not be compared: %s", visit["url"])
            continue
        home.signs += [("tampering", sign) for sign in found]


def compare(browser: Page, spider: Page, snapshot_id: str = "") -> Iterator[Sign]:
    """What a spider was shown that no visitor with a browser was; nothing where either answer is no page."""
    if not {browser.read_state, spider.read_state} <= {ReadState.OK, ReadState.EMPTY, ReadState.SCRIPT_SHELL}:
        return
    detail = {"snapshot_id": snapshot_id}
    advertised = spam.look(f"{spider.title}\n{spider.text[:HEAD_CHARS]}\n{spider.text[-HEAD_CHARS:]}")
    usual = spam.look(f"{browser.title}\n{browser.text}")
    if advertised and advertised.is_spam and not (usual and usual.is_spam):
        words = ", ".join(advertised.strong or advertised.weak)[:200]
        yield Sign("cloaking", "spam", words, advertised.count, spider.title[:80], detail)
    if _is_other(browser.title, spider.title):
        yield Sign("cloaking", "title", spider.title[:200], 1, browser.title[:80], detail)
    usual_domains = _domains(browser)
    fresh = [domain for domain in _domains(spider) if domain not in usual_domains]
    if len(fresh) >= MIN_NEW_DOMAINS:
        yield Sign("cloaking", "links", ", ".join(fresh[:10]), len(fresh), detail=detail)
    if domain := foreign_domain(spider.url, browser.url):
        yield Sign("cloaking", "redirect", domain, detail=detail)


def _page(row: dict, body: bytes, headers: dict[str, str], status: int | None) -> Page:
    return Page(row["final_url"] or row["url"], body, headers, status or row["http_status"])


def _is_other(one: str, other: str) -> bool:
    """Whether two titles have hardly a sign in common; a date or counter in a title makes no other."""
    first, second = set(_WORD.findall(one)), set(_WORD.findall(other))
    return bool(first and second) and len(first & second) * 4 < min(len(first), len(second))


def _domains(page: Page) -> list[str]:
    found = (foreign_domain(anchor.url, page.url) for anchor in page.anchors)
    return list(dict.fromkeys(domain for domain in found if domain))


def _linked_spam(seen: Seen) -> list[Sign]:
    return [
        Sign("link_to_spam", sign.place, sign.value, detail=sign.detail)
        for topic, sign in seen.signs
        if topic == "links" and sign.kind == "drifted" and sign.detail.get("reason") in _SPAM_TARGETS
    ]
