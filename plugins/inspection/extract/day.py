"""One day's snapshots to observations: what the readers see goes to `staging`, replacing what stood there.

Batches split the subjects by a stable hash of their id, so that they can run at once. A page that makes a
reader raise gets the read state `failed`, and the batch goes on.
"""

from __future__ import annotations

import logging
from collections import Counter
from datetime import date, timedelta
from typing import Any

import psycopg
from msgspec import structs

from inspection.archive.store import Payload, Payloads, Store, StorePath, snapshots_of
from inspection.declared.office import Jurisdiction
from inspection.extract.attached import read_attachments
from inspection.extract.cloaking import read_cloaking
from inspection.extract.kept import Kept, kept
from inspection.extract.link_targets import led_before, read_targets
from inspection.extract.observe import Standing, observe
from inspection.extract.parts import Parts, last_of, last_parts
from inspection.extract.remembered import Remembered
from inspection.extract.rows import replace_rows
from inspection.extract.search_tests import read_search_tests
from inspection.extract.seen import Seen, SiteDay, all_pages, best_snapshots
from inspection.extract.visited import read_visits
from inspection.extract.watched_day import WatchedDay
from inspection.model import EXTERNAL, FetchOutcome, PageKind
from inspection.page.columns import Column, class_of, depth_of
from inspection.page.dates import Published, with_list_date
from inspection.page.page import MAX_URL_BYTES, Page, ReadState, page_key
from inspection.readers import date_signs
from inspection.readers.sign import Subject
from inspection.text.wording import Lexicon, load_lexicon

_log = logging.getLogger(__name__)
_TOPICS_OF_A_PAGE = frozenset({"tags", "footer"})

_SITES = """
select subject_id, home_url, site_code, name
from mart.registry_as_of(%(jurisdiction_id)s, %(day)s)
where kind = 'site' and mart.batch_of(subject_id, %(batch_count)s) = %(batch)s
"""
_COLUMNS = """
select subject_id, url, name, class
from mart.columns_as_of(%(jurisdiction_id)s, %(day)s)
where mart.batch_of(subject_id, %(batch_count)s) = %(batch)s
order by url
"""
_FIRST_SEEN = """
select subject_id, url, min(day) as day
from staging.snapshot
where
    observer_id = %(observer_id)s
    and subject_id = any(%(subject_ids)s)
    and url = any(%(urls)s)
    and day <= %(day)s
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
    """Read one batch of a day's snapshots, posts and visits, and put the observations in place of earlier ones.

    Returns `planned` (pages that were to be read), `read` (those that no reader failed on) and `by_state`
    (pages by read state). Does not commit. Raises InspectionError for a word list that cannot be read.
    """
    lexicon = load_lexicon(tuple(jurisdiction.lexicons))
    observer_id = jurisdiction.jurisdiction_id  # what was read is the word of the office that reads
    parameters = {"jurisdiction_id": observer_id, "observer_id": observer_id, "day": day}
    parameters |= {"batch": batch, "batch_count": batch_count}
    sites = _sites(connection, parameters)
    snapshots = snapshots_of(connection, observer_id, day, list(sites)) if sites else []
    best = best_snapshots(snapshots)
    chosen = _chosen(sites, best)
    remembered = Remembered(connection, lexicon, day)
    remembered.look_up(row for _, row in chosen)
    last = last_parts(connection, observer_id, day, list(sites)) if chosen else []
    with Payloads(store, snapshots) as payloads:
        _read_pages(
            sites,
            chosen,
            payloads,
            Parts(best, last, payloads, last_of(connection, observer_id, day)),
            day,
            lexicon,
            remembered,
        )
    _date_articles(connection, observer_id, sites, day)
    outside = snapshots_of(connection, observer_id, day, [EXTERNAL]) if sites else []
    led = led_before(connection, observer_id, list(sites), day)
    target_states = read_targets(sites, outside, store, remembered, led)
    read_search_tests(connection, observer_id, sites, store, day)
    read_cloaking(connection, observer_id, sites, store, day)
    read_attachments(sites, best, store, day, lexicon)
    replace_rows(connection, sites, best, lexicon, parameters, target_states)
    remembered.keep()
    until = day + timedelta(days=1)
    read_visits(connection, observer_id, store, day, until, batch=batch, batch_count=batch_count)
    by_state = Counter(str(seen.read_state) for _, seen in all_pages(sites))
    return {
        "planned": len(chosen),
        "read": len(chosen) - by_state[ReadState.FAILED],
        "by_state": dict(sorted(by_state.items())),
    }


def _sites(connection: psycopg.Connection, parameters: dict[str, Any]) -> dict[str, SiteDay]:
    sites = {
        row["subject_id"]: SiteDay(Subject(**{name: value or "" for name, value in row.items()}))
        for row in connection.execute(_SITES, parameters)
    }
    for row in connection.execute(_COLUMNS, parameters):
        if site := sites.get(row["subject_id"]):
            kind = class_of(row["name"], row["class"])
            site.add_column(Column(row["url"], row["name"], kind, depth_of(row["url"]), "registry"))
            site.has_registry_columns = True
    return sites


def _chosen(sites: dict[str, SiteDay], best: dict[tuple[str, str], dict]) -> list[tuple[str, dict[str, Any]]]:
    """The pages to be read, by key, with the snapshot of each, in the order in which they are read."""
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
    return chosen


def _read_pages(
    sites: dict[str, SiteDay],
    chosen: list[tuple[str, dict[str, Any]]],
    payloads: Payloads,
    parts: Parts,
    day: date,
    lexicon: Lexicon,
    remembered: Remembered,
) -> None:
    """Fill `pages` of every site."""
    for key, row in chosen:
        site = sites[row["subject_id"]]
        seen = site.pages[key] = _role(site, key, row)
        is_blocked = row["outcome"] == FetchOutcome.BLOCKED
        standing = Standing(site.subject, seen.kind, key in site.columns, is_blocked, not site.has_registry_columns)
        inputs = remembered.inputs_of(row, standing)
        parts.begin(site.subject_id)
        found = remembered.find(row, inputs)
        if found is None or not parts.are_same(found.parts):
            watched = WatchedDay.of(day)
            try:
                observed = observe(_page(row, payloads.of(row)), standing, watched, lexicon, parts.of)
                found = kept(observed, parts.taken)
            except Exception:
                _log.exception("a reader failed on %s of %s", row["url"], day)
                continue
            remembered.note(row, inputs, found, watched)
        seen.kept, seen.kind, seen.signs = found, found.kind, found.signs
        if found.menu:
            site.raise_to_first_level(found.menu)
        if standing.finds_columns:
            _add_columns(site, found)
    for site in sites.values():
        _pass_over_parts(site)


def _pass_over_parts(site: SiteDay) -> None:
    """What other pages of the day show in a frame is no page of its own: it owes neither tags nor a footer. Nor is what
    the same program answers without a title: the frame's further pages."""
    parts = {page_key(url) for seen in site.pages.values() for url in seen.kept.parts}
    programs = {key.partition("?")[0] for key in parts if "?" in key}
    for key, seen in site.pages.items():
        is_part = key in parts or (not seen.kept.has_title and key.partition("?")[0] in programs)
        if is_part and seen.kind == PageKind.OTHER:
            lines = [line for line in seen.kept.sign_lines if line.partition("\t")[0] not in _TOPICS_OF_A_PAGE]
            seen.kept = structs.replace(seen.kept, sign_lines=lines)


def _level(site: SiteDay, key: str) -> int:
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


def _is_registered(site: SiteDay, key: str) -> bool:
    return key == site.home_key or key in site.columns


def _role(site: SiteDay, key: str, row: dict[str, Any]) -> Seen:
    if key == site.home_key:
        return Seen(row, site.home_url, PageKind.HOME)
    if columns := site.columns.get(key):
        return Seen(row, columns[0].url, PageKind.COLUMN)
    return Seen(row, row["url"], PageKind.OTHER)


def _page(row: dict[str, Any], payload: Payload) -> Page:
    if payload.problem:
        raise ValueError(payload.problem)
    return Page(row["final_url"] or row["url"], payload.body, payload.headers, payload.status or row["http_status"])


def _add_columns(site: SiteDay, found: Kept) -> None:
    """Add the column that a page says it is, and those that it tells of."""
    if found.declared:
        site.add_column(found.declared)
    for column in found.discovered:
        key = page_key(column.url)
        if key not in site.columns and key not in site.pages:
            site.add_column(column)


def _date_articles(connection: psycopg.Connection, observer_id: str, sites: dict[str, SiteDay], day: date) -> None:
    """Tell articles from other pages, and date those that give no date themselves: by list, else as first seen."""
    undated: list[tuple[SiteDay, Seen]] = []
    for site in sites.values():
        listed: dict[str, date | None] = {}
        for seen in site.pages.values():
            for key, _, on in seen.kept.items:
                listed[key] = listed.get(key) or on
        for key, seen in site.pages.items():
            is_listed = key in listed and not seen.kept.is_function
            if seen.kind != PageKind.OTHER or not (seen.kept.is_article or is_listed):
                continue
            seen.kind = PageKind.ARTICLE
            if seen.read_state != ReadState.OK:
                continue
            seen.published = list(seen.kept.published)
            if on := listed.get(key):
                seen.published = with_list_date(seen.published, on)
            seen.signs = [("dates", sign) for sign in date_signs.of_article(seen.published, day)]
            if not seen.published:
                undated.append((site, seen))
    if not undated:
        return
    parameters = {
        "observer_id": observer_id,
        "day": day,
        "subject_ids": list({site.subject_id for site, _ in undated}),
        "urls": [seen.url for _, seen in undated],
    }
    first = {(row["subject_id"], row["url"]): row["day"] for row in connection.execute(_FIRST_SEEN, parameters)}
    for site, seen in undated:
        if on := first.get((site.subject_id, seen.url)):
            seen.published = [Published(on, None, "first_seen", str(on))]
