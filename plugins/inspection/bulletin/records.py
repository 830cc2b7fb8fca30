"""Rows of drafts and editions: `mart.bulletin`, its figures and its files, and what people answered to drafts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from inspection.bulletin import folder
from inspection.bulletin.binding import Key
from inspection.warehouse import copy_rows

_FIGURE_COLUMNS = (
    "bulletin_id", "edition_no", "figure_id", "period_id", "dimension",
    "value", "numerator", "denominator", "printed", "sql_file", "parameters",
)  # fmt: skip
_COLUMNS = (
    "bulletin_id", "edition_no", "jurisdiction_id", "period_id", "title", "template", "state", "content_sha256",
    "files_sha256", "output_path", "signed_by", "signed_at", "issued_on", "document_number", "change_list", "warnings",
    "drafted_by",
)  # fmt: skip


@dataclass(frozen=True)
class Signature:
    """Who signed, when (UTC), and what signing gives a document: day of issue and serial number."""

    signed_by: str
    signed_at: datetime
    issued_on: date
    document_number: str = ""


def edition(connection: psycopg.Connection, bulletin_id: str, edition_no: int) -> dict[str, Any] | None:
    """The row of one edition (0 is the draft), with `files`: digests by name."""
    row = connection.execute(
        "select * from mart.bulletin where bulletin_id = %s and edition_no = %s", (bulletin_id, edition_no)
    ).fetchone()
    if row is not None:
        row["files"] = digests(connection, bulletin_id, edition_no)
    return row


def newest_no(connection: psycopg.Connection, bulletin_id: str) -> int:
    """Number of the newest edition, 0 where nothing was signed."""
    row = connection.execute(
        "select max(edition_no) as edition_no from mart.bulletin where bulletin_id = %s", (bulletin_id,)
    ).fetchone()
    return row["edition_no"] or 0


def next_number(connection: psycopg.Connection, jurisdiction_id: str, year: int) -> int:
    """The next serial number (发文序号) of an office's year: one more than the last, as signed rows never go.

    Whoever draws holds the series until its transaction ends: no two get one number, and none is lost by an error.
    """
    connection.execute("select pg_advisory_xact_lock(hashtext(%s), %s)", [f"serial number {jurisdiction_id}", year])
    row = connection.execute(
        "select max(document_number::bigint) as last from mart.bulletin where jurisdiction_id = %s"
        " and state = 'signed' and date_part('year', issued_on) = %s and document_number ~ '^[0-9]{1,9}$'",
        [jurisdiction_id, year],
    ).fetchone()
    return (row["last"] or 0) + 1


def digests(connection: psycopg.Connection, bulletin_id: str, edition_no: int) -> dict[str, str]:
    """SHA-256 of each file of an edition, by name."""
    rows = connection.execute(
        "select name, sha256 from mart.bulletin_file where bulletin_id = %s and edition_no = %s order by name",
        (bulletin_id, edition_no),
    )
    return {row["name"]: row["sha256"] for row in rows}


def write_draft(
    connection: psycopg.Connection,
    about: Mapping[str, Any],
    files: Mapping[str, bytes],
    figures: Mapping[Key, Mapping[str, Any]],
    printed: Mapping[Key, str],
) -> None:
    """Replace the draft's rows. `about` has the columns of `mart.bulletin` that say what it is."""
    key = about["bulletin_id"]
    connection.execute("delete from mart.bulletin where bulletin_id = %s and edition_no = 0", (key,))
    _insert(connection, about | {"edition_no": 0, "state": "draft", "output_path": f"{key}/0"}, files)
    copy_rows(
        connection,
        "mart.bulletin_figure",
        _FIGURE_COLUMNS,
        (
            (
                key, 0, figure_id, period_id, dimension,
                *(figures[period_id, figure_id, dimension][name] for name in ("value", "numerator", "denominator")),
                shown,
                figures[period_id, figure_id, dimension]["sql_file"],
                Jsonb(figures[period_id, figure_id, dimension]["parameters"]),
            )
            for (period_id, figure_id, dimension), shown in sorted(printed.items())
        ),
    )  # fmt: skip


def write_signed(
    connection: psycopg.Connection,
    draft: Mapping[str, Any],
    edition_no: int,
    files: Mapping[str, bytes],
    signature: Signature,
) -> None:
    """Add the rows of an edition made from a draft; its figures are the draft's."""
    key = draft["bulletin_id"]
    about = {name: draft[name] for name in _COLUMNS if name in draft}
    signed = {
        "edition_no": edition_no,
        "state": "signed",
        "output_path": f"{key}/{edition_no}",
        "signed_by": signature.signed_by,
        "signed_at": signature.signed_at,
        "issued_on": signature.issued_on,
        "document_number": signature.document_number,
    }
    _insert(connection, about | signed, files)
    connection.execute(
        "insert into mart.bulletin_figure select bulletin_id, %s, figure_id, period_id, dimension, value, numerator,"
        " denominator, printed, sql_file, parameters from mart.bulletin_figure"
        " where bulletin_id = %s and edition_no = 0",
        (edition_no, key),
    )


def write_answer(
    connection: psycopg.Connection,
    draft: Mapping[str, Any],
    decision: str,
    *,
    answered_by: str,
    answered_at: datetime,
    note: str,
    edition_no: int | None = None,
) -> None:
    """Keep what was answered to a draft: `signed` or `returned`, by whom, when and why. Told twice it is kept once."""
    connection.execute(
        "insert into ops.bulletin_answer (bulletin_id, answered_at, decision, answered_by, note, draft_sha256,"
        " edition_no) values (%s, %s, %s, %s, %s, %s, %s) on conflict do nothing",
        (draft["bulletin_id"], answered_at, decision, answered_by, note, draft["files_sha256"], edition_no),
    )


def signed_already(connection: psycopg.Connection, draft: Mapping[str, Any], signed_at: datetime) -> int | None:
    """The edition that this very answer to this draft led to before."""
    row = connection.execute(
        "select edition_no from ops.bulletin_answer"
        " where bulletin_id = %s and answered_at = %s and draft_sha256 = %s and decision = 'signed'",
        (draft["bulletin_id"], signed_at, draft["files_sha256"]),
    ).fetchone()
    return row and row["edition_no"]


def answers(connection: psycopg.Connection, bulletin_id: str) -> list[dict[str, Any]]:
    """All answers to the drafts of a publication, the newest first."""
    return connection.execute(
        "select * from ops.bulletin_answer where bulletin_id = %s order by answered_at desc", (bulletin_id,)
    ).fetchall()


def _insert(connection: psycopg.Connection, row: Mapping[str, Any], files: Mapping[str, bytes]) -> None:
    hashed = {name: folder.sha256(content) for name, content in files.items()}
    told = row | {"content_sha256": hashed["bulletin.html"], "files_sha256": folder.whole_sha256(hashed)}
    told.setdefault("warnings", [])
    told["change_list"] = Jsonb(row.get("change_list") or {})
    names = [name for name in _COLUMNS if name in told]
    marks = ", ".join(f"%({name})s" for name in names)
    connection.execute(f"insert into mart.bulletin ({', '.join(names)}) values ({marks})", told)
    copy_rows(
        connection,
        "mart.bulletin_file",
        ("bulletin_id", "edition_no", "name", "sha256", "byte_count"),
        ((row["bulletin_id"], row["edition_no"], name, hashed[name], len(files[name])) for name in sorted(files)),
    )
