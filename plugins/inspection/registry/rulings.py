"""Rulings on quarantined rows (待核数据处理): corrected in a file, approved as they are, or discarded.

A ruling is remembered by the digest of the row's cells and holds in every load in which that row comes again.
Approved means: text that we could not make sense of is taken as text. What has no value at all, or must be a
date or a number, cannot be approved, only corrected.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

import psycopg

from inspection import warehouse
from inspection.declared.inputs import Definition, names
from inspection.declared.office import Jurisdiction
from inspection.errors import InspectionError
from inspection.inputs.convert import clean
from inspection.inputs.rows import Parsed, Quarantined, reread
from inspection.inputs.tables import read_table
from inspection.language import said
from inspection.places import language
from inspection.text.cells import unguarded, write_csv

WORDS = {"更正": "corrected", "按原样": "approved", "不予收录": "discarded"}
_ABOUT = ("处理", "行标识", "来源", "文件", "行号", "原因", "建议")


class Ruling(NamedTuple):
    """`ruling` of WORDS; `cells` header → text of a corrected row."""

    ruling: str
    cells: dict[str, str]


def standing(connection: psycopg.Connection, jurisdiction: Jurisdiction, source: str) -> dict[str, Ruling]:
    """The rulings on rows of a source, by the digest of the row."""
    rows = connection.execute(
        "select raw_sha256, ruling, cells from ops.quarantine_ruling where jurisdiction_id = %s and source = %s"
        " order by raw_sha256",
        (jurisdiction.jurisdiction_id, source),
    ).fetchall()
    return {row["raw_sha256"]: Ruling(row["ruling"], row["cells"]) for row in rows}


def apply(spec: Definition, parsed: Parsed, rulings: dict[str, Ruling]) -> None:
    """Let in the bad rows that a ruling lets in, and mark those that one rules out.

    A row that has the key of another takes its place, and the other is discarded. A row that is not in order
    even so stays where it is, with what is wrong with it now.
    """
    groups: dict[tuple[str, int], list[Quarantined]] = {}
    for each in parsed.bad:
        groups.setdefault((each.sheet, each.row_no), []).append(each)
    parsed.bad = []
    for (_, row_no), group in groups.items():
        first = group[0]
        found = rulings.get(first.raw_sha256)
        if found is None:
            parsed.bad += group
        elif found.ruling == "discarded":
            parsed.bad += [replace(each, state="discarded") for each in group]
        else:
            cells = found.cells if found.ruling == "corrected" else first.raw
            values, problems = reread(spec, cells, first, is_approved=found.ruling == "approved")
            if problems:
                parsed.bad += problems
                continue
            key = tuple(values[name] for name in spec.key)
            for other in [row for row in parsed.good if tuple(row[name] for name in spec.key) == key]:
                parsed.good.remove(other)
                parsed.bad.append(_displaced(first, other["row_no"], key))
            parsed.good.append(values | {"row_no": row_no})
            parsed.returned.add(first.raw_sha256)


def _displaced(by: Quarantined, row_no: int, key: tuple) -> Quarantined:
    return Quarantined(
        file=by.file,
        row_no=row_no,
        column_name="",
        value=" ".join(map(str, key)),
        reason=f"row {by.row_no} took its place",
        remedy="nothing is to be done",
        raw={},
        key=key,
        raw_sha256=f"{by.raw_sha256}:{row_no}",
        state="discarded",
        sheet=by.sheet,
    )


def enter(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    source: str,
    rulings: dict[str, Ruling],
    *,
    day: date,
    run_id: str,
) -> None:
    """Remember rulings. Raises InspectionError for a row that never was in quarantine, or that cannot be approved."""
    known = {
        row["raw_sha256"]: row["raw"]
        for row in connection.execute(
            "select distinct on (raw_sha256) raw_sha256, raw from ops.quarantine"
            " where jurisdiction_id = %s and source = %s",
            (jurisdiction.jurisdiction_id, source),
        )
    }
    for row_id, found in rulings.items():
        if row_id not in known:
            raise InspectionError(
                f"no row {row_id} of {source} is in quarantine",
                place="the ruling",
                remedy="take the row's id from `quarantine`, unchanged",
            )
        if found.ruling == "approved" and not known[row_id]:
            raise InspectionError(
                f"row {row_id} of {source} cannot be taken as it is: its cells have slipped",
                place="the ruling",
                remedy="correct it in the file, or discard it",
            )
    columns = ["jurisdiction_id", "source", "raw_sha256", "ruling", "cells", "run_id", "ruled_on"]
    office = jurisdiction.jurisdiction_id
    rows = (
        (office, source, row_id, found.ruling, json.dumps(found.cells, ensure_ascii=False), run_id, day)
        for row_id, found in rulings.items()
    )
    warehouse.upsert_rows(connection, "ops.quarantine_ruling", columns, columns[:3], rows)


def named(*, approved: Iterable[str] = (), discarded: Iterable[str] = ()) -> dict[str, Ruling]:
    """Rulings on rows that are named by their ids."""
    words = {"approved": approved, "discarded": discarded}
    return {row_id.strip(): Ruling(word, {}) for word, row_ids in words.items() for row_id in row_ids or ()}


def write_waiting(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, folder: Path
) -> Iterator[tuple[str, int]]:
    """Write what waits into `<source>.csv` files of a folder, for people to rule on; yields source and rows of each.

    They write 更正, 按原样 or 不予收录 under 处理, correct cells where they are to be corrected, and hand it to
    `return_rows`.
    """
    rows = connection.execute(
        "select source, raw_sha256, max(file) as file, max(row_no) as row_no, max(raw::text)::jsonb as raw,"
        " array_agg(distinct array[column_name, value, reason]) as faults, array_agg(distinct remedy) as remedies"
        " from ops.quarantine"
        " where jurisdiction_id = %s and state = 'waiting' group by source, raw_sha256 order by source, 4",
        (jurisdiction.jurisdiction_id,),
    ).fetchall()
    folder.mkdir(parents=True, exist_ok=True)
    for source in dict.fromkeys(row["source"] for row in rows):
        mine = [row for row in rows if row["source"] == source]
        headers = list(dict.fromkeys(header for row in mine for header in row["raw"]))
        with (folder / f"{source}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            about = ("raw_sha256", "source", "file", "row_no")
            lines = (
                ["", *map(row.get, about), _told(row["faults"]), _remedies(row["remedies"]),
                 *(row["raw"].get(header, "") for header in headers)]
                for row in mine
            )  # fmt: skip
            write_csv(file, [*_ABOUT, *headers], lines)
        yield source, len(mine)


def _told(faults: list[list[str | None]]) -> str:
    """Column, value and reason of each fault of a row, in the language of the installation."""
    told = (" ".join(filter(None, (column, value, said(why, language())))) for column, value, why in faults)
    return "; ".join(dict.fromkeys(told))


def _remedies(remedies: list[str]) -> str:
    return "; ".join(dict.fromkeys(said(each, language()) for each in remedies))


def read_rulings(path: Path) -> dict[str, dict[str, Ruling]]:
    """Source → row → ruling, from a file as `write_waiting` writes it; rows without a word under 处理 stay waiting.

    Raises InspectionError for a file that is not there or lacks those columns, for a word that is none of the three,
    where nobody ruled on any row, and for rows of a log: those come in by loading the log again.
    """
    if not path.is_file():
        raise InspectionError("there is no such file", place=str(path), remedy="name a file that `quarantine` wrote")
    table = read_table(path.read_bytes(), str(path), _ABOUT)
    if missing := [header for header in ("处理", "行标识", "来源") if header not in table.headers]:
        raise InspectionError(f"column missing: {missing[0]}", place=str(path), remedy="keep the columns as they were")
    found: dict[str, dict[str, Ruling]] = {}
    for row in table.rows:
        cells = row.cells
        word = clean(cells["处理"])
        if not word:
            continue
        if word not in WORDS:
            raise InspectionError(
                f"{word!r} is no ruling", place=f"{path} row {row.row_no}", remedy=f"write one of {', '.join(WORDS)}"
            )
        if (source := clean(cells["来源"])) not in names():
            raise InspectionError(
                f"rows of {source} cannot be ruled on",
                place=f"{path} row {row.row_no}",
                remedy="correct the log itself and import it again: its rows then take the place of these",
            )
        own = {unguarded(header): unguarded(text) for header, text in cells.items() if header not in _ABOUT}
        ruling = Ruling(WORDS[word], own if WORDS[word] == "corrected" else {})
        found.setdefault(source, {})[clean(cells["行标识"])] = ruling
    if not found:
        raise InspectionError(
            "no row has a ruling",
            place=str(path),
            remedy=f"write {', '.join(WORDS)} under 处理 of those that are settled",
        )
    return found
