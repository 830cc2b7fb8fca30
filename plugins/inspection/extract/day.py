"""One day's snapshots to observations: what the readers see goes to `staging`, replacing what stood there.

Batches split the subjects by a stable hash of their id, so that they can run at once. A page that makes a
reader raise gets the read state `failed`, and the batch goes on.
"""

from __future__ import annotations

import logging
from collections import Counter
from datetime import date
from typing import Any

import psycopg

from inspection.crawl.store import Payload, Store, StorePath, read_payloads, snapshots_of
from inspection.extract import date_signs, exposure, fingerprint
from inspection.extract.attached import read_attachments
from inspection.extract.cloaking import read_cloaking
from inspection.extract.columns import Column, blankness, class_of, depth_of
from inspection.extract.dates import Published, publications
from inspection.extract.discovery import declared_column, discovered_columns
from inspection.extract.identity import article_title, read_identity
from inspection.extract.items import Item, read_items
from inspection.extract.link_targets import EXTERNAL, read_targets
from inspection.extract.links import read_links
from inspection.extract.marks import read_marks
from inspection.extract.page import MAX_URL_BYTES, Page, ReadState
from inspection.extract.readers import read_signs
from inspection.extract.rows import IN_FORCE, MINE, replace_rows
from inspection.extract.search_tests import read_search_tests
from inspection.extract.seen import Seen, Site, all_pages, best_snapshots, page_key
from inspection.extract.sign import Reading, Subject
from inspection.extract.wording import Lexicon, load_lexicon
from inspection.jurisdiction import Jurisdiction
from inspection.model import FetchOutcome, PageKind
from inspection.net.addresses import clean_url

_log = logging.getLogger(__name__)

_SITES = f"""
select subject_id, home_url, site_code, name
from mart.dim_subject
where kind = 'site' and {IN_FORCE} and {MINE}
"""
_COLUMNS = f"select subject_id, url, name, class from mart.dim_column where {IN_FORCE} and {MINE} order by url"
_FIRST_SEEN = """
select subject_id, url, min(day) as day
from staging.snapshot
where subject_id = any(%(subject_ids)s) and url = any(%(urls)s) and day <= %(day)s
group by subject_id, url
"""


def extract_day(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    store: Store | str | StorePath,
    day: date,
    *,
    batch: int = 0,
    batch_count: int = 1,
) -> dict[str, Any]:
    """Read one batch of a day's snapshots and posts, and put the observations in place of earlier ones.

    Returns `planned` (pages that were to be read), `read` (those that no reader failed on) and `by_state`
    (pages by read state). Does not commit. Raises InspectionError for a word list that cannot be read.
    """
    lexicon = load_lexicon(tuple(jurisdiction.lexicons))
    parameters = {"day": day, "batch": batch, "batch_count": batch_count}
    sites = _sites(connection, parameters)
    snapshots = snapshots_of(connection, day, list(sites)) if sites else []
    planned = _read_pages(sites, snapshots, store, day, lexicon)
    _date_articles(connection, sites, day)
    target_states = read_targets(sites, snapshots_of(connection, day, [EXTERNAL]), store) if sites else {}
    read_search_tests(connection, sites, store, day)
    read_cloaking(connection, sites, store, day)
    read_attachments(sites, snapshots, store, day, lexicon)
    replace_rows(connection, sites, snapshots, lexicon, parameters, target_states)
    by_state = Counter(str(seen.read_state) for _, seen in all_pages(sites))
    return {
        "planned": planned,
        "read": planned - by_state[ReadState.FAILED],
        "by_state": dict(sorted(by_state.items())),
    }


def _sites(connection: psycopg.Connection, parameters: dict[str, Any]) -> dict[str, Site]:
    sites = {
        row["subject_id"]: Site(Subject(**{name: value or "" for name, value in row.items()}))
        for row in connection.execute(_SITES, parameters)
    }
    for row in connection.execute(_COLUMNS, parameters):
        if site := sites.get(row["subject_id"]):
            kind = class_of(row["name"], row["class"])
            site.add_column(Column(row["url"], row["name"], kind, depth_of(row["url"]), "registry"))
            site.has_registry_columns = True
    return sites


def _read_pages(
    sites: dict[str, Site], snapshots: list[dict], store: Store | str | StorePath, day: date, lexicon: Lexicon
) -> int:
    """Fill `pages` of every site; returns how many pages were to be read."""
    best = best_snapshots(snapshots)
    registered = {place for place in best if _is_registered(sites[place[0]], place[1])}
    # the target of a redirect is read once: as the home page or column that led there, else as itself
    stands_in = {best[place]["snapshot_id"] for place in registered if place[1] != page_key(best[place]["url"])}
    chosen = [
        (place[1], row)
        for place, row in best.items()
        if _is_page(row)
        and (place in registered or (place[1] == page_key(row["url"]) and row["snapshot_id"] not in stands_in))
    ]
    # home pages first: they name the columns where the registry names none; and there the upper pages before the lower
    chosen.sort(key=lambda pair: _level(sites[pair[1]["subject_id"]], pair[0]))
    payloads = read_payloads(store, [row for _, row in chosen])
    for (key, _), (row, payload) in zip(chosen, payloads, strict=True):
        site = sites[row["subject_id"]]
        seen = site.pages[key] = _role(site, key, row)
        try:
            _read_page(site, key, seen, payload, day, lexicon)
        except Exception:
            _log.exception("a reader failed on %s of %s", row["url"], day)
            site.pages[key] = _role(site, key, row)
    return len(chosen)


def _level(site: Site, key: str) -> int:
    if key == site.home_key:
        return 0
    return 1 if site.has_registry_columns else key.count("/") + 1


def _is_page(row: dict[str, Any]) -> bool:
    """Whether a snapshot holds an answer that may be a page (an attachment is none)."""
    if row["outcome"] in {FetchOutcome.FAILED, FetchOutcome.SKIPPED} or len(row["url"].encode()) > MAX_URL_BYTES:
        return False
    if row["outcome"] == FetchOutcome.BLOCKED and row["http_status"] is None:  # redirects that want a cookie kept
        return False
    if 300 <= (row["http_status"] or 0) < 400:
        return False
    content_type = (row["content_type"] or "").lower()
    return not content_type or "html" in content_type


def _is_registered(site: Site, key: str) -> bool:
    return key == site.home_key or key in site.columns


def _role(site: Site, key: str, row: dict[str, Any]) -> Seen:
    if key == site.home_key:
        return Seen(row, site.home_url, PageKind.HOME)
    if columns := site.columns.get(key):
        return Seen(row, columns[0].url, PageKind.COLUMN)
    return Seen(row, row["url"], PageKind.OTHER)


def _read_page(site: Site, key: str, seen: Seen, payload: Payload, day: date, lexicon: Lexicon) -> None:
    if payload.problem:
        raise ValueError(payload.problem)
    row = seen.snapshot
    page = Page(row["final_url"] or row["url"], payload.body, payload.headers, payload.status or row["http_status"])
    state = page.read_state if row["outcome"] != FetchOutcome.BLOCKED else ReadState.BLOCKED
    seen.read_state = seen.column_state = state
    seen.charset, seen.title = page.charset, page.title or None
    if state not in {ReadState.OK, ReadState.EMPTY}:
        seen.signs = [("exposure", sign) for sign in exposure.of_answer(page)]
        return
    identity = read_identity(page)
    seen.column_name, seen.text_char_count = identity.column_name, len(page.text)
    seen.hits = lexicon.hits(f"{page.title}\n{page.text}")
    seen.language = fingerprint.language(page.text)
    seen.skeleton_hash = fingerprint.skeleton_hash(page.html)
    links, marks = read_links(page), read_marks(page)
    if seen.kind == PageKind.OTHER and not site.has_registry_columns and (column := declared_column(page, identity)):
        site.add_column(column)
        seen.kind = PageKind.COLUMN
    if seen.kind == PageKind.OTHER:
        title = article_title(page, identity)
        seen.has_article_tags, seen.text_hash = identity.is_article, fingerprint.text_hash(page.text)
        seen.published, seen.title = publications(page, identity, title), title
    else:
        seen.items = _cleaned(read_items(page, day))
        if seen.kind == PageKind.HOME:
            seen.marks, seen.links = marks, links
        if not site.has_registry_columns:
            _discover(site, page, seen.kind)
        if key in site.columns:
            seen.is_blank, seen.column_state = blankness(page, seen.items)
    reading = Reading(
        *(page, day, seen.kind, payload.headers, site.subject, identity, seen.title, seen.published),
        *(seen.items or [], links, marks),
    )
    seen.signs = list(read_signs(reading))


def _discover(site: Site, page: Page, kind: PageKind) -> None:
    """Add the columns that a page leads to: a home page all over its site, a column in its own folder alone."""
    folder = page_key(page.url) + "/"
    for column in discovered_columns(page):
        key = page_key(column.url)
        if key not in site.columns and key not in site.pages and (kind == PageKind.HOME or key.startswith(folder)):
            site.add_column(column)


def _cleaned(items: list[Item]) -> list[Item]:
    """The items at addresses in the form that the crawl uses; one for an address, a dated one if there is one."""
    found: dict[str, Item] = {}
    for item in items:
        item.url = clean_url(item.url) or item.url
        if item.url not in found or (found[item.url].published_on is None and item.published_on):
            found[item.url] = item
    return [item for item in found.values() if len(item.url.encode()) <= MAX_URL_BYTES]


def _date_articles(connection: psycopg.Connection, sites: dict[str, Site], day: date) -> None:
    """Tell articles from other pages, and date those that give no date themselves: by list, else as first seen."""
    undated: list[tuple[Site, Seen]] = []
    for site in sites.values():
        listed: dict[str, date | None] = {}
        for seen in site.pages.values():
            for item in seen.items or ():
                key = page_key(item.url)
                listed[key] = listed.get(key) or item.published_on
        for key, seen in site.pages.items():
            if seen.kind != PageKind.OTHER or not (seen.has_article_tags or key in listed):
                continue
            seen.kind = PageKind.ARTICLE
            if seen.read_state != ReadState.OK:
                continue
            if on := listed.get(key):
                seen.published = [*seen.published, Published(on, None, "list", str(on))]
            seen.signs += [("dates", sign) for sign in date_signs.of_article(seen.published, day)]
            if not seen.published:
                undated.append((site, seen))
    if not undated:
        return
    where = {
        "day": day,
        "subject_ids": list({site.subject_id for site, _ in undated}),
        "urls": [seen.url for _, seen in undated],
    }
    first = {(row["subject_id"], row["url"]): row["day"] for row in connection.execute(_FIRST_SEEN, where)}
    for site, seen in undated:
        if on := first.get((site.subject_id, seen.url)):
            seen.published = [Published(on, None, "first_seen", str(on))]
