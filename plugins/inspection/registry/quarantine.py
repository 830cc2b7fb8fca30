"""Quarantine (待核数据): rows that could not be taken wait here, and it is known of each what became of it.

A row is known by the digest of its cells, whatever file it comes in. Rulings are in `rulings`.
"""

from __future__ import annotations

import json
from typing import Any

import psycopg

from inspection import warehouse
from inspection.inputs.rows import Parsed

_CELL = ("sheet", "row_no", "column_name", "value", "reason", "remedy", "raw_sha256", "state")

# One statement a fate: rows of this source that waited, seen from a load of it. An export is all there is; what a
# list does not name any more still waits.
_ENDED = """
update ops.quarantine as waiting
set state = fate.state, ended_on = %(day)s
from (
    select row_in_wait.ctid as place, case
        when row_in_wait.raw_sha256 = any(%(returned)s) then 'returned'
        when row_in_wait.raw_sha256 = any(%(bad)s) then case
            when row_in_wait.day <> %(day)s or row_in_wait.file <> %(file)s then 'repeated'
        end
        when row_in_wait.row_key in (select row_key from good_key) then 'mended'
        when %(is_whole)s or (row_in_wait.day = %(day)s and row_in_wait.file = %(file)s) then 'withdrawn'
    end as state
    from ops.quarantine as row_in_wait
    where row_in_wait.jurisdiction_id = %(jurisdiction_id)s and row_in_wait.source = %(source)s
        and row_in_wait.state = 'waiting'
) as fate
where waiting.ctid = fate.place and fate.state is not null
"""


def record(
    connection: psycopg.Connection, batch_key: dict[str, Any], parsed: Parsed, key: list[str], *, is_whole: bool
) -> None:
    """Enter the rows that a load could not take, and end the waiting of those that it settled.

    `is_whole`: the source is a full export, so that a row which it does not send any more is withdrawn.
    """
    enter(connection, batch_key, parsed)
    settle(connection, batch_key, parsed, key, is_whole=is_whole)


def enter(connection: psycopg.Connection, batch_key: dict[str, Any], parsed: Parsed) -> None:
    """Enter the rows that a load could not take."""
    first_by_place = {
        (each.sheet, each.row_no, each.column_name, each.raw_sha256): each for each in reversed(parsed.bad)
    }
    columns = [*batch_key, *_CELL, "raw", "row_key", "ended_on"]
    warehouse.upsert_rows(
        connection,
        "ops.quarantine",
        columns,
        [*batch_key, "sheet", "row_no", "column_name", "raw_sha256"],
        (
            (
                *batch_key.values(),
                *(getattr(each, name) for name in _CELL),
                json.dumps(each.raw, ensure_ascii=False),
                key_text(each.key),
                None if each.state == "waiting" else batch_key["day"],
            )
            for each in first_by_place.values()
        ),
    )


def settle(
    connection: psycopg.Connection, batch_key: dict[str, Any], parsed: Parsed, key: list[str], *, is_whole: bool
) -> None:
    """End the waiting of rows that came right, were let in, came again, or come no more."""
    waiting = connection.execute(
        "select 1 from ops.quarantine where jurisdiction_id = %(jurisdiction_id)s and source = %(source)s"
        " and state = 'waiting' limit 1",
        batch_key,
    ).fetchone()
    if waiting is None:
        return
    connection.execute("create temp table good_key (row_key text) on commit drop")
    keys = ((key_text(tuple(row[name] for name in key)),) for row in parsed.good)
    warehouse.copy_rows(connection, "good_key", ["row_key"], keys)
    bad, returned = sorted({each.raw_sha256 for each in parsed.bad}), sorted(parsed.returned)
    connection.execute(_ENDED, batch_key | {"bad": bad, "returned": returned, "is_whole": is_whole})
    connection.execute("drop table good_key")


def discard(connection: psycopg.Connection, batch_key: dict[str, Any], row_ids: list[str]) -> int:
    """End the waiting of rows that were ruled out; returns how many rows that were."""
    ended = connection.execute(
        "update ops.quarantine set state = 'discarded', ended_on = %(day)s where jurisdiction_id = %(jurisdiction_id)s"
        " and source = %(source)s and state = 'waiting' and raw_sha256 = any(%(row_ids)s) returning raw_sha256",
        batch_key | {"row_ids": row_ids},
    ).fetchall()
    return len({row["raw_sha256"] for row in ended})


def key_text(key: tuple | None) -> str | None:
    """A row's key as one text."""
    return None if key is None else " ".join(map(str, key))
