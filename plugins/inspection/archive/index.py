"""The index of archived records: `staging.snapshot` says what a record is and where it lies, `archive.record` which
record ids there are.

A record id means one record and no other, in whatever file and month it lies: a partitioned table cannot hold that.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import psycopg

from inspection import warehouse
from inspection.errors import InspectionError
from inspection.periods import local_day

INDEX_COLUMNS = [
    "snapshot_id",
    "subject_id",
    "url",
    "fetched_at",
    "outcome",
    "http_status",
    "content_type",
    "payload_digest",
    "byte_count",
    "refers_to",
    "warc_file",
    "warc_offset",
    "warc_length",
    "final_url",
    "detail",
    "etag",
    "last_modified",
]
_KEY = ["observer_id", "snapshot_id", "day"]
# Of an import: the same file once more under another name, or a record that somebody gave a known record's id.
_KNOWN = """
select
    known.record_id,
    known.file,
    known.payload_digest is distinct from snapshot.payload_digest as is_other
from staging.snapshot
inner join archive.record as known on snapshot.snapshot_id = known.record_id
where
    snapshot.observer_id = %(observer_id)s
    and snapshot.warc_file = %(file)s
    and snapshot.warc_offset is not null
order by is_other desc, known.record_id
"""
_FORGET = """
delete from staging.snapshot
where observer_id = %(observer_id)s and warc_file <> %(file)s and snapshot_id = any(%(ids)s)
"""
_RECORD = """
insert into archive.record (record_id, payload_digest, file)
select snapshot_id, payload_digest, warc_file
from staging.snapshot
where observer_id = %(observer_id)s and warc_file = %(file)s and warc_offset is not null
on conflict do nothing
"""


def index(connection: psycopg.Connection, observer_id: str, file: str, rows: Iterable[dict[str, Any]]) -> int:
    """Put the rows of a file that an office fetched in place of those that it had before; returns how many.

    `file` is relative to the store, `rows` have `INDEX_COLUMNS`. A record that another file of the office holds too
    moves to this one. Raises InspectionError, and changes nothing, where a record has the id of another one with
    other bytes.
    """
    parameters = {"observer_id": observer_id, "file": file}
    with connection.transaction():
        connection.execute(
            "delete from staging.snapshot where observer_id = %(observer_id)s and warc_file = %(file)s", parameters
        )
        connection.execute("delete from archive.record where file = %(file)s", parameters)
        columns = ["observer_id", "day", *INDEX_COLUMNS]
        dated = ((observer_id, _day(row), *(row[name] for name in INDEX_COLUMNS)) for row in rows)
        count = warehouse.upsert_rows(connection, "staging.snapshot", columns, _KEY, dated)
        known = connection.execute(_KNOWN, parameters).fetchall()
        if known and known[0]["is_other"]:
            raise InspectionError(
                f"its record {known[0]['record_id']} is known from {known[0]['file']}, with other bytes",
                place=file,
                remedy="a record id means one record: ask where the file was made; nothing of it was taken in",
            )
        connection.execute(_FORGET, parameters | {"ids": [row["record_id"] for row in known]})
        connection.execute(_RECORD, parameters)
    return count


def _day(row: dict[str, Any]) -> Any:
    at = row["fetched_at"]
    return local_day(datetime.fromisoformat(at) if isinstance(at, str) else at)
