"""Bundles verified: a WACZ that was handed out against its own manifest, and against what our archive gives now."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import psycopg

from inspection.archive.store import Store, StorePath
from inspection.declared.office import Jurisdiction
from inspection.errors import InspectionError
from inspection.evidence import bundle, file_name
from inspection.evidence.verify import Fault

_MOST_BYTES = 1 << 30
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, TypeError, NotImplementedError, RuntimeError)


def verify_bundle(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, store: Store | str | StorePath, path: Path
) -> list[Fault]:
    """What of a bundle is not as it was handed out; the same finding gives the same bytes (`evidence`)."""
    try:
        parts = _parts(path.read_bytes())
        resources = json.loads(parts["datapackage.json"])["resources"]
        key = str(json.loads(parts["evidence/finding.json"])["finding"])
        told = {str(one["path"]): str(one["hash"]) for one in resources}
    except _DAMAGE as error:
        return [Fault("bundle_damaged", path.name, found=f"{type(error).__name__}: {error}"[:200])]
    faults = list(_hash_faults(path.name, parts, told))
    if path.name != file_name(key):
        faults.append(Fault("bundle_renamed", path.name, file_name(key)))
    try:
        ours = _parts(bundle(connection, jurisdiction, store, key))
    except InspectionError as error:
        return [*faults, Fault("bundle_finding_unknown", path.name, key, str(error)[:200])]
    for name in sorted(ours.keys() | parts.keys()):
        if ours.get(name) != parts.get(name):
            digests = (hashlib.sha256(one[name]).hexdigest() if name in one else "" for one in (ours, parts))
            faults.append(Fault("bundle_changed", f"{path.name} {name}", *digests))
    return faults


def _hash_faults(place: str, parts: dict[str, bytes], told: dict[str, str]) -> Iterator[Fault]:
    for name in sorted(told.keys() | (parts.keys() - {"datapackage.json", "datapackage-digest.json"})):
        found = f"sha256:{hashlib.sha256(parts[name]).hexdigest()}" if name in parts else ""
        if told.get(name, "") != found:
            yield Fault("bundle_hash_differs", f"{place} {name}", told.get(name, ""), found)


def _parts(data: bytes) -> dict[str, bytes]:
    """The members of a ZIP file, of which no more is unpacked than a bundle may hold."""
    parts, left = {}, _MOST_BYTES
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            with archive.open(info) as member:
                parts[info.filename] = member.read(left + 1)
            left -= len(parts[info.filename])
            if left < 0:
                raise ValueError(f"unpacks to more than {_MOST_BYTES} bytes")
    return parts
