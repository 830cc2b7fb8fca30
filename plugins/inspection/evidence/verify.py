"""Verifying the evidence (核验): do store, index, manifests and database still say the same, and what does not?

Every fault has a name (`KINDS`), a place, and what is told and found. Nothing is mended here. A rollback of store and
database together is seen by a head that left the machine: give it as `head`.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from inspection import warehouse
from inspection.archive import chain
from inspection.archive.chain import Closed, Segment
from inspection.archive.reader import Damage, read_records
from inspection.archive.store import Store, StorePath
from inspection.errors import InspectionError
from inspection.language import N_, _
from inspection.model import FetchOutcome

KINDS = {
    "manifest_missing": N_("a manifest that the database knows is not in the store"),
    "manifest_changed": N_("a manifest is not the one that the database knows"),
    "manifest_swapped": N_("a manifest stands in the place of another"),
    "segment_unknown": N_("the store has a segment that the database does not know: the database was rolled back"),
    "segment_missing": N_("a number in the chain of the database is not there"),
    "chain_broken": N_("a segment does not name the one before it"),
    "head_unknown": N_("the head that was kept elsewhere is not in the chain: store and database were rolled back"),
    "register_changed": N_("the database's list of a segment's files is not that of its manifest"),
    "tombstone_changed": N_("the database's removals are not those of the manifests"),
    "file_missing": N_("a file is gone, and no removal by rule says so"),
    "file_changed": N_("the bytes of a file are not those that were closed"),
    "file_back": N_("a file that was removed by rule is there again"),
    "file_unknown": N_("the store has a file that nobody took in"),
    "index_row_missing": N_("the index lacks a record that the file holds"),
    "index_row_added": N_("the index has a record that the file does not hold"),
    "index_digest_changed": N_("the index names another digest than the record has"),
    "index_place_changed": N_("the index says that a record lies elsewhere in its file"),
    "index_url_changed": N_("the index names another address than the record"),
    "index_time_changed": N_("the index names another moment than the record"),
    "index_subject_changed": N_("the index says that a page is another's"),
    "index_status_changed": N_("the index names another status than the answer has"),
    "index_type_changed": N_("the index names another type of content than the answer"),
    "index_size_changed": N_("the index names another size than the body has"),
    "index_body_changed": N_("the index leads an unchanged page to another body"),
    "index_target_changed": N_("the index says that a redirect led elsewhere"),
    "index_detail_changed": N_("the index says otherwise why a fetch was skipped or failed"),
    "index_outcome_changed": N_("the index says that a fetch ended otherwise than the record"),
    "index_changed": N_("what the index says of a file is not what was closed"),
    "record_damaged": N_("a record cannot be read, or its body is not that of its digest"),
    "record_doubled": N_("a file holds a record that stands in another one: it was played in again"),
    "record_unregistered": N_("a record is not in the register of record ids"),
    "record_register_changed": N_("the register of record ids names another digest than the index"),
    "bundle_damaged": N_("a bundle cannot be read"),
    "bundle_hash_differs": N_("a part of a bundle is not that of the bundle's own manifest"),
    "bundle_changed": N_("a part of a bundle is not what our archive gives for the same finding"),
    "bundle_renamed": N_("a bundle bears the name of another finding"),
    "bundle_finding_unknown": N_("a bundle is of a finding that our database does not have"),
}
_NOT_MODIFIED = 304
_FAULTS_KEPT = 100
_MOST_FILES_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was told."""

    kind: str
    place: str
    told: str = ""
    found: str = ""

    def line(self) -> str:
        """For people, in the language of the installation."""
        differs = _(" (told {told}, found {found})").format(told=self.told or "–", found=self.found or "–")
        return f"{self.kind}: {self.place}: {_(KINDS[self.kind])}{differs if self.told or self.found else ''}"


@dataclass
class Verified:
    """What was looked at and what was found; `head` is the digest of the newest segment."""

    segment_count: int = 0
    file_count: int = 0
    record_count: int = 0
    head: str = ""
    faults: list[Fault] = field(default_factory=list)


def verify(
    connection: psycopg.Connection,
    store: Store | str | StorePath,
    observer_id: str,
    *,
    reads_all: bool = False,
    head: str = "",
) -> Verified:
    """Compare an office's manifests, store, index and database; with `reads_all` every byte of every file, too."""
    store, found = Store.of(store), Verified()
    known = _segments(connection, store, observer_id, found)
    if head and head not in {digest for _, digest in known}:
        found.faults.append(Fault("head_unknown", observer_id, head, found.head))
    segments = [segment for segment, _ in known if segment]
    found.faults += _register(connection, observer_id, segments)
    living, buried = _living(connection, observer_id, segments)
    found.faults += _tombstones(connection, observer_id, segments)
    found.faults += _files(connection, store, observer_id, living, found, reads_all=reads_all)
    found.faults += _buried(store, buried, living)
    found.faults += _strangers(connection, store, observer_id, living, buried)
    if reads_all:
        found.faults += _open_files(connection, store, observer_id, living, found)
    found.faults += _record_ids(connection, observer_id)
    return found


def record(connection: psycopg.Connection, observer_id: str, at: datetime, found: Verified, *, reads_all: bool) -> None:
    """Keep what came of it in `ops.verification`."""
    connection.execute(
        "insert into ops.verification values (%s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict do nothing",
        (
            observer_id,
            at,
            "all" if reads_all else "chain",
            found.segment_count,
            found.file_count,
            found.record_count,
            len(found.faults),
            Jsonb([asdict(fault) for fault in found.faults[:_FAULTS_KEPT]]),
            found.head or None,
        ),
    )


def _segments(
    connection: psycopg.Connection, store: Store, observer_id: str, found: Verified
) -> list[tuple[Segment | None, str]]:
    """The chain as store and database have it, each segment with the digest that counts: the database's."""
    told = {
        row["segment_no"]: row["sha256"]
        for row in connection.execute("select * from archive.segment where observer_id = %s", [observer_id])
    }
    known: list[tuple[Segment | None, str]] = []
    before, number = chain.GENESIS, 0
    while True:
        number += 1
        manifest = chain.manifest_of(store, observer_id, number)
        if manifest is None and number > max(told, default=0):
            break
        place = chain.place_of(observer_id, number)
        digest = hashlib.sha256(manifest).hexdigest() if manifest is not None else ""
        if number not in told:
            found.faults.append(Fault("segment_unknown" if number > max(told, default=0) else "segment_missing", place))
        elif manifest is None:
            found.faults.append(Fault("manifest_missing", place, told[number]))
        elif digest != told[number]:
            found.faults.append(Fault("manifest_changed", place, told[number], digest))
        segment = _parsed(manifest, place, found)
        if segment and (segment.observer_id, segment.segment_no) != (observer_id, number):
            found.faults.append(Fault("manifest_swapped", place, f"{segment.observer_id} {segment.segment_no}"))
        elif segment and segment.previous_sha256 != before:
            found.faults.append(Fault("chain_broken", place, segment.previous_sha256, before))
        before = told.get(number) or digest
        known.append((segment, before))
    found.segment_count, found.head = len(known), before if known else ""
    return known


def _parsed(manifest: bytes | None, place: str, found: Verified) -> Segment | None:
    try:
        return Segment.of(manifest) if manifest is not None else None
    except ValueError as error:
        found.faults.append(Fault("manifest_changed", place, found=str(error)[:200]))
        return None


def _register(connection: psycopg.Connection, observer_id: str, segments: list[Segment]) -> Iterator[Fault]:
    told = {(segment.segment_no, one.file, one.sha256) for segment in segments for one in segment.files}
    numbers = [segment.segment_no for segment in segments]
    rows = connection.execute(
        "select segment_no, file, sha256 from archive.segment_file where observer_id = %s and segment_no = any(%s)",
        (observer_id, numbers),
    )
    for number, file, digest in sorted(told ^ {(row["segment_no"], row["file"], row["sha256"]) for row in rows}):
        is_told = (number, file, digest) in told
        yield Fault(
            "register_changed", f"segment {number} {file}", digest if is_told else "", "" if is_told else digest
        )


def _living(
    connection: psycopg.Connection, observer_id: str, segments: list[Segment]
) -> tuple[dict[str, Closed], dict[str, Closed]]:
    """The files that must be there, as they were closed last, and those that were removed by rule."""
    living: dict[str, Closed] = {}
    buried: dict[str, Closed] = {}

    def bury(file: str, digest: str) -> None:
        if file in living and living[file].sha256 == digest:
            buried[file] = living.pop(file)

    for segment in segments:
        for file, digest, _rule in segment.tombstones:
            bury(file, digest)
        for one in segment.files:
            buried.pop(one.file, None)
            living[one.file] = one
    for row in connection.execute(
        "select file, sha256 from archive.tombstone where observer_id = %s and segment_no is null", [observer_id]
    ):
        bury(row["file"], row["sha256"])
    return living, buried


def _tombstones(connection: psycopg.Connection, observer_id: str, segments: list[Segment]) -> Iterator[Fault]:
    told = {(file, digest) for segment in segments for file, digest, _ in segment.tombstones}
    rows = connection.execute(
        "select file, sha256 from archive.tombstone where observer_id = %s and segment_no is not null", [observer_id]
    )
    for file, digest in sorted(told ^ {(row["file"], row["sha256"]) for row in rows}):
        is_told = (file, digest) in told
        yield Fault("tombstone_changed", file, digest if is_told else "", "" if is_told else digest)


def _files(
    connection: psycopg.Connection,
    store: Store,
    observer_id: str,
    living: dict[str, Closed],
    found: Verified,
    *,
    reads_all: bool,
) -> Iterator[Fault]:
    names = list(living)
    for at in range(0, len(names), _MOST_FILES_AT_ONCE):
        asked = names[at : at + _MOST_FILES_AT_ONCE]
        parameters = {"observer_id": observer_id, "files": asked}
        indexed = {row["warc_file"]: row for row in warehouse.query(connection, "evidence/indexed.sql", parameters)}
        for name in asked:
            one, row = living[name], indexed.get(name)
            found.file_count += 1
            found.record_count += row["record_count"] if row else 0
            if not store.exists(name):
                yield Fault("file_missing", name, one.sha256)
                continue
            size = _size(store, name)
            digest = chain.digest_of(store, name)[1] if reads_all and size == one.byte_count else ""
            if size != one.byte_count:
                yield Fault("file_changed", name, f"{one.byte_count} bytes", f"{size} bytes")
            elif digest and digest != one.sha256:
                yield Fault("file_changed", name, one.sha256, digest)
            is_other = row is None or row["index_sha256"] != one.index_sha256
            if is_other or reads_all:
                yield from _index_faults(connection, store, observer_id, name, names_whole=is_other)


def _size(store: Store, name: str) -> int:
    with store.open(name) as file:
        return file.seek(0, 2)


def _buried(store: Store, buried: dict[str, Closed], living: dict[str, Closed]) -> Iterator[Fault]:
    for name in buried:
        if name not in living and store.exists(name):
            size, digest = chain.digest_of(store, name)
            if (size, digest) == (buried[name].byte_count, buried[name].sha256):
                yield Fault("file_back", name, "removed by rule", digest)


def _strangers(
    connection: psycopg.Connection,
    store: Store,
    observer_id: str,
    living: dict[str, Closed],
    buried: dict[str, Closed],
) -> Iterator[Fault]:
    """Archives below the office's folder that neither index nor chain names."""
    if not isinstance(store.root, Path):
        return  # a bucket is not listed: that costs a request a thousand files, and its own log tells who wrote
    rows = connection.execute(
        "select distinct warc_file from staging.snapshot where observer_id = %s and warc_file is not null",
        [observer_id],
    )
    named = {row["warc_file"] for row in rows} | living.keys() | buried.keys()
    for path in sorted((store.root / observer_id).rglob("*.warc*")):
        name = path.relative_to(store.root).as_posix()
        if path.is_file() and name not in named and not name.endswith(".partial"):
            yield Fault("file_unknown", name)


def _open_files(
    connection: psycopg.Connection, store: Store, observer_id: str, living: dict[str, Closed], found: Verified
) -> Iterator[Fault]:
    """Files that stand in no segment yet: the index against their records."""
    rows = connection.execute(
        "select warc_file, count(*) as record_count from staging.snapshot"
        " where observer_id = %s and warc_file is not null group by warc_file order by warc_file",
        [observer_id],
    ).fetchall()
    for row in rows:
        if (name := row["warc_file"]) in living:
            continue
        found.file_count += 1
        found.record_count += row["record_count"]
        if not store.exists(name):
            yield Fault("file_missing", name)
            continue
        yield from _index_faults(connection, store, observer_id, name, names_whole=False)


def _index_faults(
    connection: psycopg.Connection, store: Store, observer_id: str, name: str, *, names_whole: bool = True
) -> Iterator[Fault]:
    """What the index says of a file otherwise than its records; with `names_whole` at least that it does."""
    if not isinstance(store.root, Path):
        if names_whole:
            yield Fault("index_changed", name)
        return
    told = _told_by_file(store.root / name, name)
    # whose page it is that came in was told by the registry of its day: only the segment holds it
    compared = {
        column: kind for column, kind in _COMPARED.items() if column != "subject_id" or "/imported/" not in name
    }
    faults = [Fault("record_damaged", f"{name} at {one.offset}", found=one.reason) for one in told.pop("damage", ())]
    rows = connection.execute(
        f"select snapshot_id, {', '.join(_COMPARED)} from staging.snapshot"
        " where observer_id = %s and warc_file = %s order by snapshot_id",
        (observer_id, name),
    ).fetchall()
    moved = _elsewhere(connection, observer_id, name, told.keys() - {row["snapshot_id"] for row in rows})
    for row in rows:
        place = f"{name} {row['snapshot_id']}"
        facts = told.pop(row["snapshot_id"], None)
        if facts is None:
            faults.append(Fault("index_row_added", place))
            continue
        differing: dict[str, tuple[Any, Any]] = {}
        for column, kind in compared.items():
            if column in facts and not _is_same(row[column], facts[column]):
                differing.setdefault(kind, (facts[column], row[column]))
        faults += [
            Fault(f"index_{kind}_changed", place, *("" if one is None else str(one) for one in both))
            for kind, both in differing.items()
        ]
    faults += [Fault("index_row_missing", f"{name} {one}") for one in sorted(told) if one not in moved]
    faults += [
        Fault("record_doubled", f"{name} {one}", moved[one], name)
        for one in sorted(told.keys() & moved.keys())
        if "/imported/" not in moved[one]  # an archive of ours that came in once more is read where it came in last
    ]
    yield from faults
    if names_whole and not faults and not moved:
        yield Fault("index_changed", name)


# Column of the index: the word for it in the name of a fault.
_COMPARED = {
    "payload_digest": "digest",
    "warc_offset": "place",
    "warc_length": "place",
    "url": "url",
    "fetched_at": "time",
    "outcome": "outcome",
    "subject_id": "subject",
    "http_status": "status",
    "content_type": "type",
    "byte_count": "size",
    "refers_to": "body",
    "final_url": "target",
    "detail": "detail",
}
# What an unchanged page of a file that came in gets from the file with its body, which may come later.
_MAY_COME_LATER = ("payload_digest", "http_status", "content_type", "refers_to")


def _is_same(told: Any, found: Any) -> bool:
    if isinstance(told, datetime):
        at = datetime.fromisoformat(found) if isinstance(found, str) else found
        return abs((told - at).total_seconds()) < 0.001
    return told == found


def _elsewhere(connection: psycopg.Connection, observer_id: str, name: str, ids: Iterable[str]) -> dict[str, str]:
    """Records of a file that the office holds in another file too, and reads there: which that is."""
    rows = connection.execute(
        "select snapshot_id, warc_file from staging.snapshot"
        " where observer_id = %s and warc_file <> %s and snapshot_id = any(%s)",
        (observer_id, name, list(ids)),
    )
    return {row["snapshot_id"]: row["warc_file"] for row in rows}


def _told_by_file(path: Path, relative: str) -> dict[str, Any]:
    """Id of each record that an index of the file has, with what the file says of it; `damage` are its bad places.

    As `crawl/imports.py` makes rows: of a file of ours its journal says which fetches were planned.
    """
    answers: dict[str, dict[str, Any]] = {}
    planned: list[dict[str, Any]] = []
    damage, is_ours = [], False
    try:
        for one in read_records(path):
            if isinstance(one, Damage):
                damage.append(one)
                continue
            offset, length, facts = one
            place = {"warc_offset": offset, "warc_length": length}
            if "journal" in facts:
                is_ours = True
                planned += [facts | place] if facts["journal"] else []
            else:
                made = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{relative}#{offset}')}"
                answers[facts["snapshot_id"] or made] = _facts(facts) | place
    except InspectionError as error:
        damage.append(Damage(0, error.problem))
    if not is_ours:
        return answers | {"damage": damage}
    told: dict[str, Any] = {"damage": damage}
    for entry in planned:
        row = entry["journal"]
        if not row.get("snapshot_id"):  # nothing else stands in the file for this fetch
            is_skipped = row["outcome"] == FetchOutcome.SKIPPED
            place = {name: None if is_skipped else entry[name] for name in ("warc_offset", "warc_length")}
            told[entry["snapshot_id"]] = _facts(row) | place
            continue
        told[row["snapshot_id"]] = facts = _facts(row)
        if answer := answers.get(row["snapshot_id"]):  # the bytes count, not what the journal says of them
            facts |= {name: answer[name] for name in ("warc_offset", "warc_length")}
            if facts["outcome"] == FetchOutcome.FETCHED and answer.get("payload_digest"):
                facts["payload_digest"] = answer["payload_digest"]
    return told


def _facts(facts: dict[str, Any]) -> dict[str, Any]:
    """What a record or a journal entry says, by column of the index."""
    found = {name: facts.get(name) for name in _COMPARED}
    if facts["outcome"] == FetchOutcome.UNCHANGED:
        open_ones = [name for name in _MAY_COME_LATER if found[name] is None]
        if found["http_status"] == _NOT_MODIFIED:
            open_ones.append("http_status")
        return _without(found, *open_ones)
    return found


def _without(facts: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name not in names}


def _record_ids(connection: psycopg.Connection, observer_id: str) -> Iterator[Fault]:
    """Where the register of record ids and the index do not say the same."""
    for row in warehouse.query(connection, "evidence/register.sql", {"observer_id": observer_id}):
        yield Fault(row["kind"], f"{row['file']} {row['snapshot_id']}", row["told"] or "", row["found"] or "")


def said(found: Verified) -> str:
    """One line for people, in the language of the installation."""
    return _("{segments} segments, {files} files, {records} records, {faults} faults; head {head}").format(
        segments=found.segment_count,
        files=found.file_count,
        records=found.record_count,
        faults=len(found.faults),
        head=found.head or "–",
    )


def plain(found: Verified) -> str:
    """As JSON."""
    return json.dumps(asdict(found), ensure_ascii=False, indent=2)
