"""What was seen as rows of `staging`, in place of the rows that stood there for the same subjects and day."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from inspection import warehouse
from inspection.extract.dates import reason_of
from inspection.extract.items import Item
from inspection.extract.links import outcome_of
from inspection.extract.page import MAX_URL_BYTES, host_of
from inspection.extract.seen import Seen, Site, all_pages, all_texts, best_snapshots, page_key
from inspection.extract.wording import Lexicon, TermHit
from inspection.model import PageKind
from inspection.net.addresses import clean_url

NOT_CRAWLED = "not_crawled"

# the subjects of one batch: others split them in the same way
MINE = "('x' || substr(md5(subject_id), 1, 8))::bit(32)::bigint %% %(batch_count)s = %(batch)s"
IN_FORCE = "valid_from <= %(day)s and (valid_to is null or valid_to > %(day)s)"
_HOSTS = f"select subject_id, home_url from mart.dim_subject where kind = 'site' and {IN_FORCE}"
_TARGETS = """
select snapshot_id, subject_id, url, fetched_at, outcome, http_status, final_url, detail
from staging.snapshot
where day = %(day)s and subject_id = any(%(subject_ids)s) and url = any(%(urls)s)
"""
_POSTS = f"""
select subject_id, post_id, title, body, snapshot_id
from (select subject_id from mart.dim_subject where kind = 'account' and {IN_FORCE} and {MINE}) as account
inner join staging.post using (subject_id)
where published_on = %(day)s
"""
_DELETE = f"""
delete from {{table}} as old
using (select distinct subject_id from mart.dim_subject where {MINE}) as mine
where old.subject_id = mine.subject_id and old.day = %(day)s
"""

_TABLES: dict[str, tuple[str, ...]] = {
    "staging.page": (
        *("subject_id", "day", "url", "snapshot_id", "kind", "read_state", "title", "column_name", "published_at"),
        *("published_on", "published_source", "newest_item_on", "oldest_item_on", "item_count", "text_char_count"),
        *("charset", "published_sources", "published_reason", "language", "skeleton_hash", "text_hash"),
    ),
    "staging.site_column": (
        *("subject_id", "day", "url", "snapshot_id", "name", "class", "depth", "source", "read_state"),
        *("item_count", "is_blank", "newest_item_on", "oldest_item_on"),
    ),
    "staging.item": ("subject_id", "day", "column_url", "url", "snapshot_id", "title", "published_on"),
    "staging.link": (
        *("subject_id", "day", "page_url", "target_url", "snapshot_id", "kind", "outcome", "http_status"),
        "target_snapshot_id",
    ),
    "staging.mark": ("subject_id", "day", "page_url", "kind", "snapshot_id", "value", "detail"),
    "staging.term_hit": (
        *("subject_id", "day", "locator", "term", "occurrence_count", "snapshot_id", "severity", "suggestion"),
        *("list_id", "excerpt"),
    ),
    "staging.sign": (
        *("subject_id", "day", "url", "topic", "kind", "place", "snapshot_id", "value", "occurrence_count"),
        *("excerpt", "detail"),
    ),
}
_MAX_PLACE_CHARS = 500  # of a sign: part of an index entry


def replace_rows(
    connection: psycopg.Connection,
    sites: dict[str, Site],
    snapshots: list[dict],
    lexicon: Lexicon,
    parameters: dict[str, Any],
    target_states: Mapping[str, str],
) -> None:
    """Write a batch's observations of a day, with the hits in the posts of its accounts.

    `snapshots` are all rows of the batch's sites that day; `parameters` are day, batch and batch_count;
    `target_states` are the read states of pages of nobody's, by snapshot id.
    """
    day = parameters["day"]
    rows = {
        "staging.page": (_page_row(site, seen, day) for site, seen in all_pages(sites)),
        "staging.site_column": _column_rows(sites, day),
        "staging.item": _item_rows(sites, day),
        "staging.link": _link_rows(connection, sites, snapshots, day, target_states),
        "staging.mark": (
            (site.subject_id, day, seen.url, mark.kind, _id(seen), mark.value, Jsonb(mark.detail))
            for site, seen in all_pages(sites)
            for mark in seen.marks
        ),
        "staging.term_hit": [*_page_hits(sites, day), *_post_hits(connection, parameters, lexicon)],
        "staging.sign": _sign_rows(sites, day),
    }
    for table, columns in _TABLES.items():
        connection.execute(_DELETE.format(table=table), parameters)
        warehouse.copy_rows(connection, table, columns, rows[table])


def _page_row(site: Site, seen: Seen, day: date) -> tuple:
    dates = seen.published if seen.kind == PageKind.ARTICLE else []
    best = dates[0] if dates else None
    sources = {found.source: str(found.on) for found in reversed(dates)}
    newest, oldest, count = _span(seen.items, day)
    return (
        *(site.subject_id, day, seen.url, _id(seen), seen.kind, seen.read_state, seen.title, seen.column_name),
        *((best.at, best.on, best.source) if best else (None, None, None)),
        *(newest, oldest, count, seen.text_char_count, seen.charset, Jsonb(sources) if sources else None),
        *(reason_of(dates) if dates else None, seen.language, seen.skeleton_hash, seen.text_hash),
    )


def _column_rows(sites: dict[str, Site], day: date) -> Iterator[tuple]:
    """One row for every column, crawled or not."""
    for site in sites.values():
        for key, columns in site.columns.items():
            seen = site.pages.get(key)
            newest, oldest, count = _span(seen.items if seen else None, day)
            for column in columns:
                yield (
                    *(site.subject_id, day, column.url, _id(seen) if seen else None, column.name, column.kind),
                    *(column.depth, column.source, seen.column_state if seen else NOT_CRAWLED),
                    *(count, seen.is_blank if seen else None, newest, oldest),
                )


def _item_rows(sites: dict[str, Site], day: date) -> Iterator[tuple]:
    """List entries with the date printed beside them, else the date that their article gives itself."""
    for site, seen in all_pages(sites):
        for item in seen.items or ():
            on = item.published_on
            if on is None and (article := site.pages.get(page_key(item.url))) and article.kind == PageKind.ARTICLE:
                on = next((found.on for found in article.published if found.source != "first_seen"), None)
            yield site.subject_id, day, seen.url, item.url, _id(seen), item.title, on


def _link_rows(
    connection: psycopg.Connection,
    sites: dict[str, Site],
    snapshots: list[dict],
    day: date,
    states: Mapping[str, str],
) -> list[tuple]:
    """Links of the home pages, each with what the crawl of the day saw behind it."""
    homes = []
    for site, seen in all_pages(sites):
        targets = {clean_url(link.url) or link.url: link for link in seen.links}
        homes.append((site, seen, {url: link for url, link in targets.items() if len(url.encode()) <= MAX_URL_BYTES}))
    elsewhere = {url for site, _, targets in homes for url in targets if host_of(url) != host_of(site.home_url)}
    subjects = {"external"}
    if elsewhere:
        hosts = {host_of(url) for url in elsewhere}
        for row in connection.execute(_HOSTS, {"day": day}):
            if host_of(row["home_url"] or "") in hosts:
                subjects.add(row["subject_id"])
    where = {"day": day, "subject_ids": list(subjects), "urls": list(elsewhere)}
    found = connection.execute(_TARGETS, where).fetchall() if elsewhere else []
    own = best_snapshots(snapshots)
    other = {key: row for (_, key), row in best_snapshots(found).items()}
    rows = []
    for site, seen, targets in homes:
        for url, link in targets.items():
            key = page_key(url)
            target = own.get((site.subject_id, key)) or other.get(key)
            page = site.pages.get(key)
            rows.append(
                (
                    *(site.subject_id, day, seen.url, url, _id(seen), link.kind),
                    outcome_of(
                        target, page.read_state if page else states.get(target["snapshot_id"]) if target else None
                    ),
                    *((target["http_status"], target["snapshot_id"]) if target else (None, None)),
                )
            )
    return rows


def _page_hits(sites: dict[str, Site], day: date) -> Iterator[tuple]:
    for site, seen in all_texts(sites):
        for hit in seen.hits:
            yield _hit_row(site.subject_id, day, seen.url, _id(seen), hit)


def _sign_rows(sites: dict[str, Site], day: date) -> Iterator[tuple]:
    """One row for each kind and place on a page; of two signs that share them the first."""
    for site, seen in all_texts(sites):
        told = {
            (topic, sign.kind, _storable(sign.place[:_MAX_PLACE_CHARS])): sign for topic, sign in reversed(seen.signs)
        }
        for (topic, kind, place), sign in told.items():
            yield (
                *(site.subject_id, day, seen.url, topic, kind, place, _id(seen), _storable(sign.value), sign.count),
                *(_storable(sign.excerpt), Jsonb(dict(sign.detail), dumps=_storable_json)),
            )


def _post_hits(connection: psycopg.Connection, parameters: dict[str, Any], lexicon: Lexicon) -> Iterator[tuple]:
    for post in connection.execute(_POSTS, parameters):
        for hit in lexicon.hits(f"{post['title'] or ''}\n{post['body'] or ''}"):
            locator = f"post:{post['post_id']}"
            yield _hit_row(post["subject_id"], parameters["day"], locator, post["snapshot_id"], hit)


def _hit_row(subject_id: str, day: date, locator: str, snapshot_id: str | None, hit: TermHit) -> tuple:
    term = hit.term
    return (
        *(subject_id, day, locator, term.term, hit.count, snapshot_id),
        *(term.severity, term.suggestion, term.list_id, hit.excerpt),
    )


def _span(items: list[Item] | None, day: date) -> tuple[date | None, date | None, int | None]:
    """Newest and oldest printed date of the items, and how many items there are, dated or not.

    A date after the day of the snapshot is no publication date (it announces an event) and is left out.
    """
    if items is None:
        return None, None, None
    dates = [item.published_on for item in items if item.published_on and item.published_on <= day]
    return max(dates, default=None), min(dates, default=None), len(items)


def _storable(text: str | None) -> str | None:
    """A text without the one character that PostgreSQL cannot hold."""
    return text.replace("\0", "") if text else text


def _storable_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str).replace("\\u0000", "")


def _id(seen: Seen) -> str:
    return seen.snapshot["snapshot_id"]
