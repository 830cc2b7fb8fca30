"""Taking in the past: an archive of registry exports, probe logs, WARC files, posts and reports.

An archive is a folder; each part is optional, and unknown files are left alone:

    registry/<YYYY-MM-DD>/{sites,columns,accounts}.csv   full exports, in force from that day
    downtime.csv  messages.csv  reports.csv  superior_notices.csv  and every other list of include/registry
    probes/*.csv[.gz]   warc/*.{warc.gz,warc,wacz}   posts.csv[.gz]   account_checks.csv[.gz]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import psycopg

from inspection import probe, quality, registry
from inspection.accounts.imports import import_checks, import_posts
from inspection.archive.store import Store
from inspection.crawl.imports import import_warc
from inspection.declared.inputs import LISTS
from inspection.declared.office import Jurisdiction, Source
from inspection.errors import InspectionError
from inspection.inputs import files
from inspection.judging import judge
from inspection.periods import local_day

REGISTRY_PARTS = ("sites", "columns", "accounts")
OBSERVATIONS = ("probes/*.csv*", "warc/*.wa[rc][cz]*", "posts.csv*", "account_checks.csv*")


def import_registry(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    folder: Path,
    now: datetime,
    *,
    run_id: str | None = None,
) -> Iterator[str]:
    """Load every registry export of the archive, oldest first, then its lists as of `now`; yields a line for each.

    With a `run_id` each goes through its gate: one that is stopped raises GateStopped, and those before it stay.
    """
    found, today = False, local_day(now)
    for export in sorted(path for path in _archive(folder).glob("registry/*") if path.is_dir()):
        for part in REGISTRY_PARTS:
            for file in export.glob(f"{part}.*"):
                files.hold(folder, file)
                found = True
                day = _day(export)
                gate = quality.gates_of(jurisdiction, day, f"{run_id}/{day}") if run_id else None
                yield _line(
                    file,
                    registry.load(connection, jurisdiction, part, _source(jurisdiction, part, file), day, gate=gate),
                )
                connection.commit()  # exports before one that is refused stay loaded
    for part in LISTS:
        for file in _archive(folder).glob(f"{part}.*"):
            files.hold(folder, file)
            found = True
            gate = quality.gates_of(jurisdiction, today, run_id) if run_id else None
            yield _line(
                file, registry.load(connection, jurisdiction, part, _source(jurisdiction, part, file), today, gate=gate)
            )
    if not found and not any(next(folder.glob(pattern), None) for pattern in OBSERVATIONS):
        raise InspectionError(
            "holds neither registry exports, lists nor observations",
            place=str(folder),
            remedy="an archive has registry/<YYYY-MM-DD>/sites.csv, probes/*.csv, warc/*.warc.gz or posts.csv",
        )
    judge.load_decisions(connection, jurisdiction)


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
        progress(_line(path, load(files.hold(folder, path))))
        connection.commit()
    return len(mine)


def check(connection: psycopg.Connection, jurisdiction: Jurisdiction, run_id: str) -> str:
    """The gate on all that was taken in, once for all parts; returns its line. Raises GateStopped."""
    days = quality.observed_days(connection, jurisdiction)
    if days is None:
        return "nothing was observed"
    return quality.gate(connection, jurisdiction, "observations", days=days, run_id=run_id).line()


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


def _source(jurisdiction: Jurisdiction, part: str, file: Path) -> Source:
    """A file of the archive, read as the office says of that source: by its headers and its code."""
    declared = jurisdiction.sources.get(part) or Source()
    return Source(path=str(file), headers=declared.headers, code=declared.code)


def _line(path: Path, counts: object) -> str:
    return f"{path.parent.name}/{path.name}: {counts}"
