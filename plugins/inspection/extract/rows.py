"""What was seen as rows of `staging`, in place of the rows that stood there for the same subjects and day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

from inspection.extract.kept import HIT_REST, MARK_REST, PAGE_REST, SIGN_REST, hit_line, sign_lines
from inspection.extract.lines import NULL, copy_lines, field, fields, json_field
from inspection.extract.posts import read_post
from inspection.extract.seen import Seen, SiteDay, all_pages, best_snapshots, home_pages
from inspection.model import EXTERNAL, PageKind
from inspection.net.addresses import clean_url
from inspection.page.dates import Published, reason_of
from inspection.page.links import outcome_of
from inspection.page.page import MAX_URL_BYTES, host_of, page_key
from inspection.text.wording import Lexicon

NOT_CRAWLED = "not_crawled"

_HOSTS = "select subject_id, home_url from mart.registry_as_of(%(jurisdiction_id)s, %(day)s) where kind = 'site'"
_TARGETS = """
select snapshot_id, subject_id, url, fetched_at, outcome, http_status, final_url, detail
from staging.snapshot
where
    observer_id = %(observer_id)s
    and day = %(day)s
    and subject_id = any(%(subject_ids)s)
    and url = any(%(urls)s)
"""
_POSTS = """
select post.subject_id, post.post_id, post.url, post.title, post.body, post.snapshot_id
from mart.registry_as_of(%(jurisdiction_id)s, %(day)s) as account
inner join staging.post using (subject_id)
where
    post.observer_id = %(observer_id)s
    and account.kind = 'account'
    and mart.batch_of(account.subject_id, %(batch_count)s) = %(batch)s
    and post.published_on <= %(day)s
    and (
        post.published_on = %(day)s
        or (post.first_seen_at at time zone 'Asia/Shanghai')::date = %(day)s -- first seen late: through a slow feed
    )
"""
_DELETE = SQL("""
delete from {table} as old
using (
    select distinct subject_id
    from mart.dim_subject
    where
        jurisdiction_id = %(jurisdiction_id)s
        and kind = any(%(kinds)s)
        and mart.batch_of(subject_id, %(batch_count)s) = %(batch)s
) as mine
where old.observer_id = %(observer_id)s and old.subject_id = mine.subject_id and old.day = %(day)s
""")

# each line: of which page, what the day and the site's other pages tell of it, and what `kept.py` has written
_TABLES: dict[str, tuple[str, ...]] = {
    "staging.page": (
        "observer_id",
        "subject_id",
        "day",
        "url",
        "snapshot_id",
        "kind",
        "published_at",
        "published_on",
        "published_source",
        "published_sources",
        "published_reason",
        *PAGE_REST,
    ),
    "staging.site_column": (
        "observer_id",
        "subject_id",
        "day",
        "url",
        "snapshot_id",
        "name",
        "class",
        "depth",
        "source",
        "read_state",
        "item_count",
        "is_blank",
        "newest_item_on",
        "oldest_item_on",
    ),
    "staging.item": ("observer_id", "subject_id", "day", "column_url", "snapshot_id", "url", "title", "published_on"),
    "staging.link": (
        "observer_id",
        "subject_id",
        "day",
        "page_url",
        "snapshot_id",
        "target_url",
        "kind",
        "outcome",
        "http_status",
        "target_snapshot_id",
    ),
    "staging.mark": ("observer_id", "subject_id", "day", "page_url", "snapshot_id", *MARK_REST),
    "staging.term_hit": ("observer_id", "subject_id", "day", "locator", "snapshot_id", *HIT_REST),
    "staging.sign": ("observer_id", "subject_id", "day", "url", "snapshot_id", *SIGN_REST),
}
# of accounts there are seven times as many, and only their posts are read: for hits and signs
_OF_POSTS = {"staging.term_hit", "staging.sign"}
_UNDATED = "\t".join([NULL] * 5)
_NOTHING_SEEN = f"\t{NULL}" * 4


def replace_rows(
    connection: psycopg.Connection,
    sites: dict[str, SiteDay],
    best: Mapping[tuple[str, str], dict],
    lexicon: Lexicon,
    parameters: dict[str, Any],
    target_states: Mapping[str, str],
) -> None:
    """Write a batch's observations of a day, with the hits and signs in the posts of its accounts.

    `best` is the snapshot of each address of the batch's sites that day; `parameters` are jurisdiction_id, observer_id,
    day, batch and batch_count;
    `target_states` are the read states of pages that no site of the office owns, by snapshot id.
    """
    observer_id, day = parameters["observer_id"], parameters["day"]
    lines = _Lines(observer_id, day)
    for site, seen in all_pages(sites):
        lines.add_page(site, seen)
    for site in sites.values():
        lines.add_columns(site)
        for seen in (*site.attachments, *site.earlier):
            lines.add_signs_and_hits(lines.begin_of(site, seen), seen)
    posts = connection.execute(_POSTS, parameters).fetchall()
    tables = {
        **lines.of,
        "staging.link": _link_lines(connection, sites, best, parameters, target_states),
        "staging.term_hit": [*lines.of["staging.term_hit"], *_post_hits(posts, observer_id, day, lexicon)],
        "staging.sign": [*lines.of["staging.sign"], *_post_signs(posts, observer_id, day)],
    }
    for table, columns in _TABLES.items():
        kinds = ["site", "account"] if table in _OF_POSTS else ["site"]
        connection.execute(_DELETE.format(table=Identifier(*table.split("."))), {**parameters, "kinds": kinds})
        if tables[table]:
            copy_lines(connection, table, columns, tables[table])


class _Lines:
    """The rows of a day as lines, by table."""

    def __init__(self, observer_id: str, day: date) -> None:
        self._observer_id, self._day = observer_id, day
        self.of: dict[str, list[str]] = {table: [] for table in _TABLES}

    def begin_of(self, site: SiteDay, seen: Seen) -> str:
        """What every line of a page begins with."""
        begin = f"{field(self._observer_id)}\t{field(site.subject_id)}\t{self._day}\t{field(seen.url)}"
        return f"{begin}\t{seen.snapshot['snapshot_id']}\t"

    def add_page(self, site: SiteDay, seen: Seen) -> None:
        """A page with its entries, marks, hits and signs."""
        kept, begin = seen.kept, self.begin_of(site, seen)
        told = _published(seen.published) if seen.published and seen.kind == PageKind.ARTICLE else _UNDATED
        self.of["staging.page"].append(f"{begin}{seen.kind}\t{told}\t{kept.page_line}\n")
        if kept.items:
            self._add_items(site, begin, kept.items)
        if kept.mark_lines:
            self.of["staging.mark"] += [begin + line for line in kept.mark_lines]
        if kept.hit_lines:
            self.of["staging.term_hit"] += [begin + line for line in kept.hit_lines]
        if kept.sign_lines:
            self.of["staging.sign"] += [begin + line for line in kept.sign_lines]
        self.add_signs_and_hits(begin, seen)

    def add_signs_and_hits(self, begin: str, seen: Seen) -> None:
        """What was found apart from a page's own reading, or in an attachment."""
        if seen.hits:
            self.of["staging.term_hit"] += [begin + hit_line(hit) for hit in seen.hits]
        if seen.signs:
            self.of["staging.sign"] += [begin + line for line in sign_lines(seen.signs)]

    def _add_items(self, site: SiteDay, begin: str, items: list[tuple[str, str, date | None]]) -> None:
        """List entries with the date printed beside them, else the date that their article gives itself."""
        lines = self.of["staging.item"]
        for key, address_and_title, on in items:
            if on is None and (article := site.pages.get(key)) and article.kind == PageKind.ARTICLE:
                on = next((found.on for found in article.published if found.source != "first_seen"), None)
            lines.append(f"{begin}{address_and_title}\t{on or NULL}\n")

    def add_columns(self, site: SiteDay) -> None:
        """One row for every column, crawled or not."""
        lines = self.of["staging.site_column"]
        for key, columns in site.columns.items():
            seen = site.pages.get(key)
            if seen:
                kept = seen.kept
                rest = fields(kept.column_state, kept.item_count, _boolean(kept.is_blank))
                rest = f"{rest}\t{kept.newest_item_on or NULL}\t{kept.oldest_item_on or NULL}\n"
                snapshot_id = seen.snapshot["snapshot_id"]
            else:
                rest, snapshot_id = f"{NOT_CRAWLED}{_NOTHING_SEEN}\n", None
            for column in columns:
                begin = fields(self._observer_id, site.subject_id, self._day, column.url, snapshot_id)
                named = fields(column.name, column.kind)
                lines.append(f"{begin}\t{named}\t{column.depth}\t{column.source}\t{rest}")


def _boolean(value: bool | None) -> str | None:
    return None if value is None else "t" if value else "f"


def _published(dates: list[Published]) -> str:
    """Best time of publication with its source, what every source says, and why the best was taken."""
    best = dates[0]
    sources = {found.source: str(found.on) for found in reversed(dates)}
    at = best.at.isoformat() if best.at else NULL
    return f"{at}\t{best.on}\t{best.source}\t{json_field(sources)}\t{reason_of(dates)}"


def _link_lines(
    connection: psycopg.Connection,
    sites: dict[str, SiteDay],
    best: Mapping[tuple[str, str], dict],
    parameters: dict[str, Any],
    states: Mapping[str, str],
) -> list[str]:
    """Links of the home pages, each with what the crawl of the day saw behind it."""
    observer_id, day = parameters["observer_id"], parameters["day"]
    homes = []
    for site, seen in home_pages(sites):
        targets = {clean_url(link.url) or link.url: link for link in seen.kept.links}
        homes.append((site, seen, {url: link for url, link in targets.items() if len(url.encode()) <= MAX_URL_BYTES}))
    elsewhere = {url for site, _, targets in homes for url in targets if host_of(url) != host_of(site.home_url)}
    subjects = {EXTERNAL}
    if elsewhere:
        hosts = {host_of(url) for url in elsewhere}
        for row in connection.execute(_HOSTS, parameters):
            if host_of(row["home_url"] or "") in hosts:
                subjects.add(row["subject_id"])
    parameters = {**parameters, "subject_ids": list(subjects), "urls": list(elsewhere)}
    found = connection.execute(_TARGETS, parameters).fetchall() if elsewhere else []
    other = {key: row for (_, key), row in best_snapshots(found).items()}
    lines = []
    for site, seen, targets in homes:
        begin = fields(observer_id, site.subject_id, day, seen.url, seen.snapshot["snapshot_id"])
        for url, link in targets.items():
            key = page_key(url)
            target = best.get((site.subject_id, key)) or other.get(key)
            page = site.pages.get(key)
            read_state = page.read_state if page else states.get(target["snapshot_id"]) if target else None
            status, snapshot_id = (target["http_status"], target["snapshot_id"]) if target else (None, None)
            rest = fields(url, link.kind, outcome_of(target, read_state), status, snapshot_id)
            lines.append(f"{begin}\t{rest}\n")
    return lines


def _post_hits(posts: list[dict[str, Any]], observer_id: str, day: date, lexicon: Lexicon) -> Iterator[str]:
    for post in posts:
        for hit in lexicon.hits(f"{post['title'] or ''}\n{post['body'] or ''}"):
            locator = f"post:{post['post_id']}"
            yield f"{fields(observer_id, post['subject_id'], day, locator, post['snapshot_id'])}\t{hit_line(hit)}"


def _post_signs(posts: list[dict[str, Any]], observer_id: str, day: date) -> Iterator[str]:
    """The signs in posts; one that came in a file, without a snapshot, is its own evidence."""
    for post in posts:
        if signs := list(read_post(post["url"], post["title"], post["body"], day)):
            locator = f"post:{post['post_id']}"
            begin = fields(observer_id, post["subject_id"], day, locator, post["snapshot_id"] or locator)
            yield from (f"{begin}\t{line}" for line in sign_lines(signs))
