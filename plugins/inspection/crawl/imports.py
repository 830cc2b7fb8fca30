"""Taking in WARC files of other crawls, or of our own from before: one pass to index, the file kept as it is.

A damaged record costs itself only: reading goes on at the next record that can be found. A file of ours tells in
its journal (`archive`) which fetches were planned and how each ended; of others every answer over HTTP is a row.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import uuid
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from inspection.archive.index import INDEX_COLUMNS, index
from inspection.archive.reader import Damage, check_warc, instant, read_records
from inspection.archive.store import Store, StorePath
from inspection.crawl.visits import VISIT
from inspection.declared.office import Jurisdiction
from inspection.errors import InspectionError
from inspection.inputs.log import BadRow, BadValue, ImportCounts, quarantine
from inspection.model import EXTERNAL, FetchOutcome
from inspection.net import host_key
from inspection.periods import local_day

# WARC files in a WACZ are stored or packed once more for little: what unpacks to far more was made to fill a disk
_MOST_TIMES_UNPACKED = 20
_MOST_UNPACKED_BYTES = 256 << 20
_MOST_MANIFEST_BYTES = 64 << 20
_WACZ_REMEDY = "make it again: a WACZ is a ZIP file with WARC files in its folder archive/"

# A revisit that names no record (WARC 1.1 allows address and date alone) has its digest to find the body by, or the
# address and second of the original; one without HTTP headers, or with a 304, takes status and type from there. Of
# several bodies the one that it names, else the newest before it. Bodies may come after their revisits: files of one
# crawl are taken in in any order.
_INCOMPLETE = """
select snapshot_id
from staging.snapshot
where
    observer_id = %(observer_id)s
    and outcome = 'unchanged'
    and refers_to is null
    and payload_digest = any(%(digests)s)
"""
_COMPLETE_REVISITS = """
with revisit as (
    select
        snapshot.*,
        coalesce(told.target_url, snapshot.url) as target_url,
        date_trunc('second', told.target_at) as target_at
    from staging.snapshot
    left join
        jsonb_to_recordset(%(told)s) as told (snapshot_id text, target_url text, target_at timestamptz)
        using (snapshot_id)
    where snapshot.observer_id = %(observer_id)s and snapshot.snapshot_id = any(%(ids)s)
),

body as not materialized (
    select * from staging.snapshot where observer_id = %(observer_id)s
),

pair as (
    select revisit.snapshot_id, body.snapshot_id as body_id
    from revisit
    inner join body on revisit.refers_to = body.snapshot_id
    union all
    select revisit.snapshot_id, body.snapshot_id as body_id
    from revisit
    inner join body on revisit.payload_digest = body.payload_digest
    where revisit.refers_to is null and body.outcome = 'fetched'
    union all
    select revisit.snapshot_id, body.snapshot_id as body_id
    from revisit
    inner join body
        on
            revisit.target_url = body.url
            and revisit.target_at is not distinct from date_trunc('second', body.fetched_at)
    where revisit.refers_to is null and revisit.payload_digest is null and body.outcome = 'fetched'
),

original as (
    select distinct on (revisit.snapshot_id)
        revisit.snapshot_id,
        body.snapshot_id as body_id,
        body.http_status,
        body.content_type,
        body.payload_digest
    from pair
    inner join revisit on pair.snapshot_id = revisit.snapshot_id
    inner join body on pair.body_id = body.snapshot_id
    order by
        revisit.snapshot_id,
        body.url = revisit.target_url desc,
        date_trunc('second', body.fetched_at) is not distinct from revisit.target_at desc,
        body.fetched_at <= revisit.fetched_at desc,
        body.fetched_at desc
)

update staging.snapshot as revisit
set
    refers_to = original.body_id,
    http_status = coalesce(nullif(revisit.http_status, 304), original.http_status),
    content_type = coalesce(revisit.content_type, original.content_type),
    payload_digest = coalesce(revisit.payload_digest, original.payload_digest)
from original
where revisit.observer_id = %(observer_id)s and revisit.snapshot_id = original.snapshot_id
"""


def import_warc(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, store: Store | str | StorePath, path: str | Path
) -> ImportCounts:
    """Bring a WARC file into the store and index its responses, revisits and metadata records.

    A WACZ file is taken for the WARC files in it. Subjects are found by the host of any registered home page, of
    any time; records of other hosts belong to `external`, so that what lies behind a link can be looked up.
    Damaged records are put into `ops.quarantine`, source `warc`, and counted; the same file again gives the same
    rows. Raises InspectionError when the file is no WARC file.
    """
    path, store = Path(path), Store.of(store)
    if path.suffix == ".wacz" or (path.is_file() and zipfile.is_zipfile(path)):
        return _import_wacz(connection, jurisdiction, store, path)
    check_warc(path)
    relative = _place(store, jurisdiction.jurisdiction_id, path)
    hosts = {
        host_key(row["home_url"]): row["subject_id"]
        for row in connection.execute(
            "select subject_id, home_url from mart.dim_subject"
            " where jurisdiction_id = %s and kind = 'site' and home_url is not null order by valid_from",
            [jurisdiction.jurisdiction_id],
        )
    }
    answers: dict[str, dict[str, Any]] = {}
    journal: list[dict[str, Any]] = []
    is_ours = False
    damaged: list[Damage] = []
    for found in read_records(path):
        if isinstance(found, Damage):
            damaged.append(found)
            continue
        offset, length, facts = found
        if "journal" in facts:
            is_ours = True
            if facts["journal"]:
                journal.append(facts | {"warc_offset": offset, "warc_length": length})
            continue
        row = {name: facts.get(name) for name in INDEX_COLUMNS} | {"warc_file": relative}
        row |= {"warc_offset": offset, "warc_length": length, "subject_id": _subject(hosts, facts["url"])}
        row |= {name: facts.get(name) for name in ("target_url", "target_at")}
        row["snapshot_id"] = row["snapshot_id"] or f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{relative}#{offset}')}"
        answers[row["snapshot_id"]] = row
    rows = _journal_rows(journal, answers, hosts, relative) if is_ours else list(answers.values())
    if not rows and damaged and damaged[0].offset == 0:
        raise InspectionError(
            f"is no readable WARC file: {damaged[0].reason}",
            place=str(path),
            remedy="send it again; it must begin with a WARC record, plain or gzipped record by record",
        )
    observer_id = jurisdiction.jurisdiction_id
    loaded = index(connection, observer_id, relative, rows)
    _complete_revisits(connection, observer_id, rows)
    day = local_day(rows[0]["fetched_at"]) if rows else local_day(datetime.fromtimestamp(path.stat().st_mtime, UTC))
    quarantine(
        connection,
        jurisdiction.jurisdiction_id,
        "warc",
        day,
        path.name,
        (
            BadRow(
                number,
                BadValue("offset", str(damage.offset), damage.reason, "send the file again; its other records are in"),
                {"offset": str(damage.offset)},
            )
            for number, damage in enumerate(damaged, start=1)
        ),
    )
    return ImportCounts(loaded + len(damaged), len(damaged), loaded)


def _subject(hosts: dict[str, str], url: str) -> str:
    return hosts.get(host_key(url), EXTERNAL)


def _journal_rows(
    journal: list[dict[str, Any]], answers: dict[str, dict[str, Any]], hosts: dict[str, str], relative: str
) -> list[dict[str, Any]]:
    """The rows that our own crawl made, skipped fetches among them; their places are those of the records here."""
    known, rows = {*hosts.values(), EXTERNAL, VISIT}, []
    for entry in journal:
        told = entry["journal"]
        row = {name: told.get(name) for name in INDEX_COLUMNS} | {
            "warc_file": relative,
            "fetched_at": instant(told["fetched_at"]),
        }
        if row["subject_id"] not in known:
            row["subject_id"] = _subject(hosts, row["url"])
        if not row["snapshot_id"]:  # nothing else stands in the file for this fetch
            is_skipped = row["outcome"] == FetchOutcome.SKIPPED
            row["snapshot_id"] = entry["snapshot_id"]
            row |= {name: None if is_skipped else entry[name] for name in ("warc_offset", "warc_length")}
        elif answer := answers.get(row["snapshot_id"]):
            row |= {name: answer[name] for name in ("warc_offset", "warc_length")}
        else:
            continue  # its record is damaged, and counted as such
        rows.append(row)
    return rows


def _complete_revisits(connection: psycopg.Connection, observer_id: str, rows: list[dict[str, Any]]) -> None:
    """Find the bodies of revisits that do not name them: of this file, and of earlier ones whose bodies are here."""
    revisits = [row for row in rows if row["outcome"] == FetchOutcome.UNCHANGED]
    ids = [row["snapshot_id"] for row in revisits if not row["refers_to"] or row["http_status"] in {None, 304}]
    digests = [row["payload_digest"] for row in rows if row["outcome"] == FetchOutcome.FETCHED]
    ids += [
        row["snapshot_id"] for row in connection.execute(_INCOMPLETE, {"observer_id": observer_id, "digests": digests})
    ]
    if ids:
        told = [
            {"snapshot_id": row["snapshot_id"], "target_url": row.get("target_url"), "target_at": row.get("target_at")}
            for row in revisits
        ]
        connection.execute(_COMPLETE_REVISITS, {"observer_id": observer_id, "ids": ids, "told": Jsonb(told)})


def _import_wacz(connection: psycopg.Connection, jurisdiction: Jurisdiction, store: Store, path: Path) -> ImportCounts:
    """The WARC files of a WACZ file, each checked against the hash that its manifest gives."""
    counts = []
    with tempfile.TemporaryDirectory(prefix="wacz-") as folder:
        left = max(_MOST_UNPACKED_BYTES, _MOST_TIMES_UNPACKED * path.stat().st_size)
        try:
            with zipfile.ZipFile(path) as wacz:
                hashes = _manifest(wacz)
                for part in wacz.infolist():
                    name = part.filename.rpartition("/")[2]
                    if part.filename.startswith("archive/") and name.endswith((".warc", ".warc.gz")):
                        taken = Path(folder) / f"{path.stem}-{name}"
                        left = _unpack(wacz, part, taken, left, path)
                        _check_hash(taken, part.filename, hashes, path)
                        counts.append(import_warc(connection, jurisdiction, store, taken))
                        taken.unlink()
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise InspectionError(f"is no WACZ file: {error}", place=str(path), remedy=_WACZ_REMEDY) from error
    if not counts:
        raise InspectionError("is no WACZ file: it holds no WARC file", place=str(path), remedy=_WACZ_REMEDY)
    return ImportCounts(*(sum(getattr(count, name) for count in counts) for name in ("read", "quarantined", "loaded")))


def _unpack(wacz: zipfile.ZipFile, part: zipfile.ZipInfo, target: Path, left: int, place: Path) -> int:
    """Unpack a member, whatever its head says of its size; returns how many bytes the next ones may have."""
    with wacz.open(part) as source, target.open("wb") as file:
        while piece := source.read(1 << 20):
            left -= len(piece)
            if left < 0:
                problem = f"{part.filename} unpacks to more than its file can hold of archives"
                raise InspectionError(problem, place=str(place), remedy=_WACZ_REMEDY)
            file.write(piece)
    return left


def _manifest(wacz: zipfile.ZipFile) -> dict[str, str]:
    """Hashes by path from datapackage.json; empty where there is none that can be read."""
    try:
        with wacz.open("datapackage.json") as file:
            resources = json.loads(file.read(_MOST_MANIFEST_BYTES))["resources"]
        return {resource["path"]: resource["hash"] for resource in resources}
    except (KeyError, TypeError, ValueError):
        return {}


def _check_hash(file: Path, name: str, hashes: dict[str, str], wacz: Path) -> None:
    kind, _, told = hashes.get(name, "").partition(":")
    if kind not in {"sha256", "md5"}:  # the two of the specification
        return
    with file.open("rb") as stream:
        found = hashlib.file_digest(stream, kind).hexdigest()
    if found != told:
        raise InspectionError(f"{name} is not the file of datapackage.json", place=str(wacz), remedy=_WACZ_REMEDY)


def _place(store: Store, jurisdiction_id: str, path: Path) -> str:
    """Where the file lies in the store, after bringing it there; a file of that name but other content stays."""
    if inside := store.relative_of(path):
        return inside
    relative = f"{jurisdiction_id}/imported/{path.name}"
    if store.exists(relative) and not _is_same(store, relative, path):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha1").hexdigest()
        relative = f"{jurisdiction_id}/imported/{digest[:10]}-{path.name}"
    if not store.exists(relative):
        store.take_in(path, relative)
    return relative


def _is_same(store: Store, relative: str, path: Path) -> bool:
    with store.open(relative) as old, path.open("rb") as new:
        while True:
            part = new.read(1 << 20)
            if part != old.read(1 << 20):
                return False
            if not part:
                return True
