"""Evidence (证据): everything behind one finding in one file that others can check without us.

A WACZ with the records of its snapshots, and beside them the rule, the measure and the rows that it rests on.
The same finding gives the same bytes.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from inspection.archive.records import FIELDS, fields_block, packed
from inspection.archive.store import Store, StorePath
from inspection.declared.office import Jurisdiction
from inspection.evidence.finding import Proven, find
from inspection.evidence.records import Record, records_of
from inspection.evidence.wacz import WARC_NAME, Page, pack, sha256
from inspection.places import INCLUDE
from inspection.text.cells import csv_bytes

__all__ = ["bundle", "sha256"]

SOFTWARE = "GovInspection/0.1"
_TEMPLATES = ImmutableSandboxedEnvironment(
    loader=FileSystemLoader(INCLUDE / "templates" / "evidence"), undefined=StrictUndefined
)


def bundle(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, store: Store | str | StorePath, key: str
) -> bytes:
    """The bytes of the WACZ file of a finding `SUBJECT/INDICATOR/DAY`.

    Raises InspectionError when there is no such finding, or a record of its cannot be read.
    """
    store = Store.of(store)
    finding = find(connection, jurisdiction, key)
    taken = _records(store, finding)
    tables = {name: csv_bytes(list(rows[0]), (row.values() for row in rows)) for name, rows in finding.tables.items()}
    told = _told(finding, taken)
    title = f"{finding.key} {finding.row['name'] or ''} {finding.indicator.title.zh}".strip()
    readme = _TEMPLATES.get_template("readme.md.j2").render(title=title, finding=told, tables=sorted(tables))
    files = {
        "evidence/finding.json": _json(told),
        f"evidence/{told['measure']['file']}": finding.measure_sql.encode(),
        "evidence/README.md": readme.encode(),
        **{f"evidence/{name}": data for name, data in tables.items()},
        **{f"evidence/pictures/{_picture_name(row)}": row["content"] for row in finding.pictures},
    }
    about = {
        "title": title,
        "description": f"Evidence of the finding {finding.key} of {finding.jurisdiction_id}: see evidence/README.md",
        "created": finding.ends_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "software": SOFTWARE,
    }
    records = {record.record_id: record for records in taken.values() for record in records}
    return pack([_warcinfo(finding), *records.values()], _pages(finding, taken), files, about)


def _records(store: Store, finding: Proven) -> dict[str, tuple[Record, ...]]:
    """Records of each snapshot that has any, by its id."""
    return {
        row["snapshot_id"]: tuple(records_of(store, row["warc_file"], row["warc_offset"], row["warc_length"]))
        for row in finding.snapshots
        if row["warc_offset"] is not None
    }


def _warcinfo(finding: Proven) -> Record:
    """Who put these records together; the archives that they come from have warcinfo records of their own."""
    record_id = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{finding.jurisdiction_id}/{finding.key}')}"
    fields = {"software": SOFTWARE, "format": "WARC File Format 1.1", "description": f"evidence of {finding.key}"}
    block = fields_block(fields)
    name = [("WARC-Filename", WARC_NAME)]
    data = packed("warcinfo", record_id, "", finding.ends_at, (block,), FIELDS, name)
    return Record(data, {"warc-type": "warcinfo", "warc-record-id": f"<{record_id}>"}, block)


def _pages(finding: Proven, taken: dict[str, tuple[Record, ...]]) -> Iterator[Page]:
    for row in finding.snapshots:
        if row["snapshot_id"] in taken and row["http_status"] is not None:
            yield Page(row["url"], row["fetched_at"].strftime("%Y-%m-%dT%H:%M:%SZ"), row["title"] or "")


def _picture_name(row: dict[str, Any]) -> str:
    """Report, number and digest: what no file system bears is left out of the report's number."""
    return f"{_plain(row['report_id'])}-{row['picture_no']}-{row['sha256'][:8]}.{row['kind']}"


def _told(finding: Proven, taken: dict[str, tuple[Record, ...]]) -> dict[str, Any]:
    """What is said of the finding, for programs: its rule whole, and where each piece of evidence comes from."""
    row, snapshots = finding.row, {snapshot["snapshot_id"]: snapshot for snapshot in finding.snapshots}
    return {
        "finding": finding.key,
        "jurisdiction_id": finding.jurisdiction_id,
        "subject": {
            "subject_id": row["subject_id"],
            "kind": row["kind"],
            "code": row["site_code"] or row["account_id"] or row["subject_id"],
            "name": row["name"],
            "platform": row["platform"],
            "home_url": row["home_url"],
            "organiser": row["organiser"],
        },
        "day": str(row["day"]),
        "verdict": row["verdict"],
        "unknown_reason": row["unknown_reason"],
        "reason_id": row["reason_id"],
        "value": _number(row["value"]),
        "limit_value": _number(row["limit_value"]),
        "rule": {
            "edition_id": finding.edition.edition_id,
            "title": finding.edition.title.model_dump(),
            "source": finding.edition.source,
            "effective_from": str(finding.edition.effective_from),
        },
        "indicator": finding.indicator.model_dump(mode="json"),
        "measure": {
            "file": f"{finding.indicator.measure}.sql",
            "hash": sha256(finding.measure_sql.encode()),
        },
        "evidence": [
            item | ({"snapshot": _source(snapshots[item["id"]], taken)} if item["id"] in snapshots else {})
            for item in row["evidence"]
        ],
        "pictures": [
            {
                "report_id": picture["report_id"],
                "file": f"pictures/{_picture_name(picture)}",
                "sha256": picture["sha256"],
            }
            for picture in finding.pictures
        ],
        "bodies": [  # records that hold the body of an unchanged page
            _source(snapshot, taken)
            for snapshot in finding.snapshots
            if snapshot["snapshot_id"] not in {item["id"] for item in row["evidence"]}
        ],
    }


def _source(snapshot: dict[str, Any], taken: dict[str, tuple[Record, ...]]) -> dict[str, Any]:
    """What the index says of a snapshot, and which records of it are in the archive."""
    names = ("snapshot_id", "url", "outcome", "http_status", "payload_digest", "refers_to", "final_url", "detail")
    place = ("warc_file", "warc_offset", "warc_length")
    records = [record.record_id for record in taken.get(snapshot["snapshot_id"], ())]
    return {
        **{name: snapshot[name] for name in names},
        "fetched_at": snapshot["fetched_at"].isoformat(),
        "taken_from": {name: snapshot[name] for name in place},
        "records": records,
    }


def _number(value: Any) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def file_name(key: str) -> str:
    """A name for a finding's file; what no file system bears is left out."""
    return f"{_plain(key)}.wacz"


def _plain(text: str) -> str:
    return "".join(char if char.isalnum() or char in "-._" else "_" for char in text)


def write(data: bytes, path: Path) -> None:
    """Write a bundle, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.partial")
    partial.write_bytes(data)
    partial.replace(path)
