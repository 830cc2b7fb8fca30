"""The offices whose pages can be asked for: those described in `include/jurisdictions/`, by name and never by path."""

from __future__ import annotations

from fastapi import HTTPException

from inspection.jurisdiction import FOLDER, Jurisdiction, load


def names() -> list[str]:
    """Names of the offices."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def office(name: str) -> Jurisdiction:
    """The office of that name; 404 where there is none."""
    if name not in names():
        raise HTTPException(404, "There is no such office 没有这个主管单位")
    return load(name)
