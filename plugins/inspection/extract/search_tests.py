"""The answers to search tests (站内搜索): whether a site's own search finds an article that the site shows.

Kind, on the home page: `search_result`, `place` the word, `value`: `found` a result leads to the article or bears its
title, `other_results` results without it, `nothing` the page says so or shows none, `unreadable` an error, a block, or
results that come by script: nobody is blamed for that. `detail`: the address, the article, the visit's snapshot.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection
from datetime import date
from functools import cache

import psycopg

from inspection.archive.store import Payload, Store, StorePath, read_payloads
from inspection.extract.seen import SiteDay
from inspection.page.page import Page, ReadState, url_key
from inspection.page.words import any_of, page_words
from inspection.readers.sign import Sign

_log = logging.getLogger(__name__)

# the tests that were made on this day, each with the title that its article then bore
_TESTS = """
select
    snapshot.*,
    visit.subject_id as tested_subject_id,
    visit.detail ->> 'word' as word,
    visit.detail ->> 'article_url' as article_url,
    article.title as article_title
from staging.planned_visit as visit
inner join staging.snapshot as snapshot using (observer_id, snapshot_id)
left join staging.page as article
    on
        visit.observer_id = article.observer_id
        and visit.subject_id = article.subject_id
        and visit.day = article.day
        and visit.detail ->> 'article_url' = article.url
where
    visit.observer_id = %(observer_id)s
    and visit.kind = 'search_test'
    and visit.state = 'done'
    and (visit.visited_at at time zone 'Asia/Shanghai')::date = %(day)s
    and visit.subject_id = any(%(subject_ids)s)
"""
_SCRIPTED = re.compile(r"\$\.(?:ajax|get|post|getJSON)\b|XMLHttpRequest|\bfetch\(|axios|createApp\(|new Vue\(", re.I)
MIN_SAME_CHARS = 6  # of a title that a list cut short


def read_search_tests(
    connection: psycopg.Connection,
    observer_id: str,
    sites: dict[str, SiteDay],
    store: Store | str | StorePath,
    day: date,
) -> None:
    """Put what the day's search tests found beside the signs of the home pages."""
    homes = {name: home for name, site in sites.items() if (home := site.pages.get(site.home_key))}
    parameters = {"observer_id": observer_id, "day": day, "subject_ids": list(homes)}
    tests = connection.execute(_TESTS, parameters).fetchall() if homes else []
    for test, payload in read_payloads(store, tests):
        home = homes[test["tested_subject_id"]]
        try:
            outcome = _outcome(test, payload, {url_key(link.url) for link in home.kept.links})
        except Exception:
            _log.exception("the answer to a search test could not be read: %s", test["url"])
            outcome = "unreadable"
        detail = {name: test[name] for name in ("url", "article_url", "snapshot_id")}
        home.signs.append(("functions", Sign("search_result", test["word"] or "", outcome, detail=detail)))


def _outcome(test: dict, payload: Payload, furniture: Collection[str]) -> str:
    if payload.problem:
        return "unreadable"
    page = Page(test["final_url"] or test["url"], payload.body, payload.headers, test["http_status"])
    return search_outcome(page, test["word"], test["article_url"], test["article_title"], furniture)


def search_outcome(
    page: Page, word: str, article_url: str, article_title: str | None, furniture: Collection[str] = ()
) -> str:
    """What a page that a search led to says of an article. `furniture` are keys of addresses that every page of the
    site links to: they are no results."""
    if page.read_state != ReadState.OK:
        return "unreadable"
    wanted, title = url_key(article_url), _bare(article_title)
    for anchor in page.anchors:
        # some searches lead through a counter, with the address in their query
        if wanted in url_key(anchor.url) or _is_same_title(_bare(anchor.text), title):
            return "found"
    if _nothing().search(page.text):
        return "nothing"
    if any(word in anchor.text and url_key(anchor.url) not in furniture for anchor in page.anchors):
        return "other_results"
    return "unreadable" if any(_SCRIPTED.search(source) for _, source in page.scripts) else "nothing"


def _is_same_title(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= MIN_SAME_CHARS and (one in other or other in one)


def _bare(text: str | None) -> str:
    return re.sub(r"[\s…·.。,，“”\"]+", "", text or "")


@cache
def _nothing() -> re.Pattern:
    return re.compile(any_of(page_words()["search"]["nothing"]))
