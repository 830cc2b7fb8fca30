"""What was read of a body before, so that a page that did not change is not read again.

What a page says is a function of its body, its address, what the registry says of its site, the word lists and the
readers themselves; and of the day only as far as `watched_day.py` notes. The table `ops.page_reading` keeps it by
the record that holds the body, which revisits name too, and by a digest of all the rest. It is a cache: whatever is
missing or was read by other readers is read anew, and emptying the table loses nothing but time.
"""

from __future__ import annotations

import hashlib
import logging
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.metadata import version
from typing import Any

import msgspec
import psycopg
from psycopg.rows import tuple_row

from inspection.extract.kept import Kept
from inspection.extract.watched_day import WatchedDay
from inspection.places import ROOT
from inspection.text.wording import Lexicon
from inspection.warehouse import copy_rows

_log = logging.getLogger(__name__)

KEPT_DAYS = 30  # of readings that newer ones of the page replace: days may be read again, and in any order
_PARSERS = ("selectolax", "ahocorasick_rs", "opencc", "numpy", "msgspec")
_COLUMNS = ("body_id", "inputs", "subject_id", "url", "read_for", "valid_from", "valid_until", "content")
_KNOWN = """
select reading.body_id, reading.inputs, reading.content
from unnest(%(body_ids)b::text[]) as wanted (body_id)
inner join ops.page_reading as reading using (body_id)
where
    (reading.valid_from is null or reading.valid_from <= %(day)s)
    and (reading.valid_until is null or reading.valid_until >= %(day)s)
"""
# in one order, so that two days that are read at once wait for each other and no more
_KEEP = """
insert into ops.page_reading (body_id, inputs, subject_id, url, read_for, valid_from, valid_until, content)
select body_id, inputs, subject_id, url, read_for, valid_from, valid_until, content
from fresh_reading
order by body_id, inputs
on conflict (body_id, inputs) do update set
    read_for = excluded.read_for,
    valid_from = excluded.valid_from,
    valid_until = excluded.valid_until,
    content = excluded.content
where
    (page_reading.valid_from, page_reading.valid_until, page_reading.content)
    is distinct from (excluded.valid_from, excluded.valid_until, excluded.content)
"""
_FORGET = """
delete from ops.page_reading
where
    (body_id, inputs) in (
        select old.body_id, old.inputs
        from ops.page_reading as old
        inner join fresh_reading as fresh
            on old.subject_id = fresh.subject_id and old.url = fresh.url
        where old.read_for < %(before)s and (old.body_id, old.inputs) <> (fresh.body_id, fresh.inputs)
        for update of old skip locked
    )
"""

_encoder, _decoder = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Kept)


class Remembered:
    """Readings that can stand for those of one day, and the new ones of the day until they are kept."""

    def __init__(self, connection: psycopg.Connection, lexicon: Lexicon, day: date) -> None:
        self._connection, self._day = connection, day
        self._by = f"{readers_digest()} {lexicon.digest}"
        self._known: dict[tuple[str, str], bytes] = {}
        self._fresh: list[tuple] = []

    def look_up(self, rows: Iterable[dict[str, Any]]) -> None:
        """Bring what is known of the bodies of snapshots, as rows of `staging.snapshot`."""
        # bound by the server, which alone sends bytes as they are; and in binary, where no id needs to be quoted
        with psycopg.Cursor(self._connection, row_factory=tuple_row) as cursor:
            cursor.execute(_KNOWN, {"body_ids": list(map(_body_id, rows)), "day": self._day}, binary=True)
            self._known.update(((body_id, inputs), content) for body_id, inputs, content in cursor)

    def inputs_of(self, row: dict[str, Any], *standing: object) -> str:
        """Digest of what a page's readers are given besides body, its own headers and the day."""
        told = f"{self._by}\n{row['final_url'] or row['url']}\n{row['http_status']}\n{_written(standing)}"
        return hashlib.blake2b(told.encode("utf-8", "replace"), digest_size=16).hexdigest()

    def find(self, row: dict[str, Any], inputs: str) -> Kept | None:
        """What was read of this snapshot's body before, given the same."""
        data = self._known.pop((_body_id(row), inputs), None)  # asked for once: no two copies stay
        try:
            return _decoder.decode(data) if data is not None else None
        except msgspec.MsgspecError:
            _log.exception("a reading that was kept cannot be read: %s", row["url"])
            return None

    def note(self, row: dict[str, Any], inputs: str, kept: Kept, day: WatchedDay | None = None) -> None:
        """Have a reading kept, with the day that its readers were given, if they were given any; one in which a reader
        failed is tried again the next time."""
        if not kept.has_failed_reader:
            holds = (day.since, day.until) if day is not None else (None, None)
            page = (row["subject_id"], row["url"], self._day)
            self._fresh.append((_body_id(row), inputs, *page, *holds, _encoder.encode(kept)))

    def keep(self) -> None:
        """Write the new readings, and forget those that they replace."""
        if not self._fresh:
            return
        self._connection.execute(
            "create temp table fresh_reading on commit drop as select * from ops.page_reading with no data"
        )
        copy_rows(self._connection, "fresh_reading", _COLUMNS, self._fresh)
        self._connection.execute(_KEEP)
        self._connection.execute(_FORGET, {"before": self._day - timedelta(days=KEPT_DAYS)})
        self._connection.execute("drop table fresh_reading")
        self._fresh.clear()


# every room whose code decides what is read of a page
_READING_ROOMS = ("extract", "readers", "page", "text", "net")

_written = lru_cache(maxsize=4_096)(repr)  # the pages of a site are all given the same but for a few


def _body_id(row: dict[str, Any]) -> str:
    return row.get("refers_to") or row["snapshot_id"]


@cache
def readers_digest() -> str:
    """Digest of whatever decides what is read: the code of the domain, its word files, and the parsers' versions."""
    package = ROOT / "plugins" / "inspection"
    files = [
        *(path for folder in _READING_ROOMS for path in (package / folder).rglob("*.py")),
        *(package / name for name in ("model.py", "periods.py", "archive/store.py")),
        *(ROOT / "include").glob("*.yaml"),
        ROOT / "include" / "lexicon" / "spam-stems.yaml",
    ]
    digest = hashlib.blake2b(sys.version.encode(), digest_size=16)
    for name in _PARSERS:
        digest.update(f"{name} {version(name)}\n".encode())
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.hexdigest()
