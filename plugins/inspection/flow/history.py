"""Taking in the past: an archive of registry exports, probe logs, WARC files, posts and reports.

An archive is a folder; each part is optional, and unknown files are left alone:

    registry/<YYYY-MM-DD>/{sites,columns,accounts}.csv   full exports, in force from that day
    downtime.csv  messages.csv  reports.csv  superior_notices.csv  and every other list of include/registry
    probes/*.csv[.gz]   warc/*.{warc.gz,warc,wacz}   posts.csv[.gz]   account_checks.csv[.gz]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import psycopg

from inspection import probe, quality, registry
from inspection.accounts.imports import import_checks, import_posts
from inspection.archive.store import Store
from inspection.crawl.imports import import_warc
from inspection.declared.inputs import LISTS
from inspection.declared.office import Jurisdiction
from inspection.errors import InspectionError
from inspection.judging import judge

REGISTRY_PARTS = ("sites", "columns", "accounts")
OBSERVATIONS = ("probes/*.csv*", "warc/*.wa[rc][cz]*", "posts.csv*", "account_checks.csv*")


def import_registry(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, folder: Path, *, run_id: str | None = None
) -> Iterator[str]:
    """Load every registry export and list of the archive, oldest first; yields a line for each.

    With a `run_id` each goes through its gate: one that is stopped raises GateStopped, and those before it stay.
    """
    found = False
    for export in sorted(path for path in _archive(folder).glob("registry/*") if path.is_dir()):
        for part in REGISTRY_PARTS:
            for file in export.glob(f"{part}.*"):
                found = True
                gate = run_id and _gate(connection, jurisdiction, part, _day(export), f"{run_id}/{export.name}")
                yield _line(file, registry.load(connection, jurisdiction, part, str(file), _day(export), gate=gate))
                connection.commit()  # exports before one that is refused stay loaded
    for part in LISTS:
        for file in _archive(folder).glob(f"{part}.*"):
            found = True
            gate = run_id and quality.list_gate(jurisdiction, day=date.today(), run_id=run_id)
            yield _line(file, registry.load(connection, jurisdiction, part, str(file), date.today(), list_gate=gate))
    if not found and not any(next(folder.glob(pattern), None) for pattern in OBSERVATIONS):
        raise InspectionError(
            "holds neither registry exports, lists nor observations",
            place=str(folder),
            remedy="an archive has registry/<YYYY-MM-DD>/sites.csv, probes/*.csv, warc/*.warc.gz or posts.csv",
        )
    judge.load_decisions(connection, jurisdiction)


def _gate(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, part: str, day: date, run_id: str
) -> Callable[[psycopg.Connection], None]:
    """The gate between staging and merge of one part of an export."""
    if part == "columns":
        return partial(quality.list_gate(jurisdiction, day=day, run_id=run_id), source=part)
    return quality.registry_gate(connection, jurisdiction, day=day, run_id=run_id)


def import_observations(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    store: Store,
    folder: Path,
    *,
    batch: int = 0,
    batch_count: int = 1,
    progress: Callable[[str], None] = lambda line: None,
) -> int:
    """Load one batch of the archive's probe logs, WARC files, posts and account checks; returns files read.

    Each file is committed for itself: an import that is broken off goes on where it stopped, and a
    file that is loaded twice gives the same rows.
    """
    _archive(folder)
    loads = (
        lambda path: probe.import_log(connection, jurisdiction, path),
        lambda path: import_warc(connection, jurisdiction, store, path),
        lambda path: import_posts(connection, jurisdiction, path),
        lambda path: import_checks(connection, jurisdiction, path),
    )
    work = [(path, load) for pattern, load in zip(OBSERVATIONS, loads, strict=True) for path in folder.glob(pattern)]
    mine = sorted(work, key=lambda pair: str(pair[0]))[batch::batch_count]
    for path, load in mine:
        progress(_line(path, load(path)))
        connection.commit()
    return len(mine)


def _archive(folder: Path) -> Path:
    if not folder.is_dir():
        raise InspectionError("there is no such archive", place=str(folder), remedy="name a folder that holds one")
    return folder


def _day(export: Path) -> date:
    try:
        return date.fromisoformat(export.name)
    except ValueError as error:
        raise InspectionError(
            f"{export.name!r} is no date", place=str(export), remedy="name the folder of an export YYYY-MM-DD"
        ) from error


def _line(path: Path, counts: object) -> str:
    return f"{path.parent.name}/{path.name}: {counts}"
