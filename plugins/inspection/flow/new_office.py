"""A new office's file, from a few answers: names, level, edition, and where its exports lie."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from inspection.declared import editions, strict
from inspection.declared.office import FOLDER, Jurisdiction, load
from inspection.errors import InspectionError
from inspection.places import ENV_FILE, OFFICE

LEVELS = ("province", "city", "county")


def write(
    jurisdiction_id: str,
    *,
    name: str,
    office: str,
    level: str,
    edition: str,
    sources: Mapping[str, str],
    folder: Path | None = None,
) -> Path:
    """Write the file of a new office and return its path.

    Raises InspectionError for a name that is none, an office that there is already, an unknown level or edition.
    """
    path = (folder or FOLDER) / f"{jurisdiction_id}.yaml"
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", jurisdiction_id):
        raise InspectionError(
            f"{jurisdiction_id!r} is no name of an office", remedy="write small letters, digits and -, such as qingxi"
        )
    if path.exists():
        raise InspectionError(
            "there is such an office already", place=str(path), remedy="choose another name, or edit it"
        )
    if level not in LEVELS:
        raise InspectionError(f"{level} is no level", remedy=f"write one of {', '.join(LEVELS)}")
    editions.load_edition(edition)
    described = {
        "jurisdiction_id": jurisdiction_id,
        "name": {"zh": name},
        "office": {"zh": office},
        "level": level,
        "edition": edition,
        "vantage": jurisdiction_id,
        "sources": {source: {"url" if "://" in where else "path": where} for source, where in sources.items() if where},
        "bulletin": {"addressees": "", "document_number": ""},
    }
    if found := _faults(described, path):
        raise found[0]
    path.write_text(
        f"# {name}: every key that may stand here is in docs/office.md\n{strict.written(described)}", "utf-8"
    )
    load.cache_clear()
    return path


def _faults(described: dict, path: Path) -> list[InspectionError]:
    """Faults of what was answered; the file is written for the moment in which its lines are looked up."""
    path.write_text(strict.written(described), "utf-8")
    try:
        return strict.faults(Jurisdiction, described, path)
    finally:
        path.unlink()


def make_default(jurisdiction_id: str, file: Path | None = None) -> Path:
    """Let shells and containers of this machine mean that office where none is named; returns the file that says so."""
    file = file or ENV_FILE
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    kept = [line for line in lines if not line.startswith(f"{OFFICE}=")]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join([*kept, f"{OFFICE}={jurisdiction_id}", ""]), "utf-8")
    return file
