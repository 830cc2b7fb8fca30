"""The parts of a site's pages: frames, scripts and data of its own host, as the day has them or as last stored.

What a site's design is made of changes seldom and is fetched seldom: where the day has none of it, the last version of
the two months before stands for it. Not so of what bears dates: a list of last month tells nothing of today.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import psycopg

from inspection.archive.store import Payloads
from inspection.model import FetchOutcome
from inspection.page.page import Page, page_key

LOOK_BACK_DAYS = 70
_LAST = """
select distinct on (snapshot.subject_id, snapshot.url)
    snapshot.*,
    coalesce(body.snapshot_id, snapshot.snapshot_id) as body_snapshot_id,
    coalesce(body.warc_file, snapshot.warc_file) as body_warc_file,
    coalesce(body.warc_offset, snapshot.warc_offset) as body_warc_offset,
    coalesce(body.warc_length, snapshot.warc_length) as body_warc_length
from staging.snapshot as snapshot
left join staging.snapshot as body
    on body.observer_id = snapshot.observer_id and body.snapshot_id = snapshot.refers_to
where
    snapshot.observer_id = %(observer_id)s
    and snapshot.subject_id = any(%(subject_ids)s)
    and snapshot.day >= %(since)s
    and snapshot.day <= %(day)s
    and snapshot.outcome in ('fetched', 'unchanged')
    {kinds}
order by snapshot.subject_id, snapshot.url, snapshot.fetched_at desc
"""


_KINDS = "and snapshot.content_type ~* '(script|json|xml)' and snapshot.content_type !~* 'xhtml'"
_OF_SITES = _LAST.replace("{kinds}", _KINDS)
_LAST_OF = _LAST.replace("{kinds}", "and snapshot.url = %(url)s")
_SCRIPT = re.compile(r"\.js(?:\?|$)", re.I)  # whatever is stored of scripts is at hand
_DATED = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}|(?<!\d)1[0-9]{12}(?!\d)")


class Parts:
    """What is stored of the parts of a day's pages. `taken` are address and body of those that a page asked for."""

    def __init__(
        self,
        best: Mapping[tuple[str, str], dict],
        rows: Iterable[dict[str, Any]],
        payloads: Payloads,
        last_of: Callable[[str, str], dict[str, Any] | None],
    ) -> None:
        self._best, self._payloads, self._last_of = best, payloads, last_of
        self._last: dict[tuple[str, str], dict[str, Any] | None] = {
            (row["subject_id"], page_key(row["url"])): row for row in rows
        }
        self._pages: dict[str, Page | None] = {}
        self._subject_id = ""
        self.taken: dict[str, str] = {}

    def begin(self, subject_id: str) -> None:
        """The next page is of this site."""
        self._subject_id, self.taken = subject_id, {}

    def of(self, url: str) -> Page | None:
        """A part by its address, None where nothing is stored of it."""
        row = self._row(url)
        self.taken[url] = _body_id(row)
        if row is None:
            return None
        key = f"{row['snapshot_id']} {url}"
        if key not in self._pages:
            payload = self._payloads.of(row)
            status = payload.status or row["http_status"]
            page = None if payload.problem else Page(url, payload.body, payload.headers, status)
            is_stale = page is not None and not self._is_of_the_day(row) and _DATED.search(page.html)
            self._pages[key] = None if is_stale else page
        return self._pages[key]

    def _is_of_the_day(self, row: dict[str, Any]) -> bool:
        return self._best.get((self._subject_id, page_key(row["url"]))) is row

    def are_same(self, taken: Mapping[str, str]) -> bool:
        """Whether parts are those that a page was read with before."""
        return all(_body_id(self._row(url)) == body_id for url, body_id in taken.items())

    def _row(self, url: str) -> dict[str, Any] | None:
        place = (self._subject_id, page_key(url))
        row = self._best.get(place)
        if row is not None and row["outcome"] in {FetchOutcome.FETCHED, FetchOutcome.UNCHANGED}:
            return row
        if place not in self._last:
            self._last[place] = None if _SCRIPT.search(url) else self._last_of(self._subject_id, url)
        return self._last[place]


def last_of(connection: psycopg.Connection, observer_id: str, day: date) -> Callable[[str, str], dict[str, Any] | None]:
    """A function from a site and an address to the last snapshot of a frame or an answer of data up to a day."""
    parameters = {"observer_id": observer_id, "day": day, "since": day - timedelta(days=LOOK_BACK_DAYS)}

    def find(subject_id: str, url: str) -> dict[str, Any] | None:
        return connection.execute(_LAST_OF, parameters | {"subject_ids": [subject_id], "url": url}).fetchone()

    return find


def last_parts(
    connection: psycopg.Connection, observer_id: str, day: date, subject_ids: list[str]
) -> list[dict[str, Any]]:
    """The last snapshot of each script and answer of data of these sites up to a day."""
    since = day - timedelta(days=LOOK_BACK_DAYS)
    parameters = {"observer_id": observer_id, "day": day, "since": since, "subject_ids": subject_ids}
    return connection.execute(_OF_SITES, parameters).fetchall()


def _body_id(row: dict[str, Any] | None) -> str:
    return "" if row is None else row.get("refers_to") or row["snapshot_id"]
