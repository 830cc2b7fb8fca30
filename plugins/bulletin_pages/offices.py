"""The offices whose pages can be asked for: those described in `include/jurisdictions/`, by name and never by path."""

from __future__ import annotations

from fastapi import HTTPException

from inspection.declared.office import FOLDER, Jurisdiction, load
from inspection.language import N_
from inspection.places import own_office


def names() -> list[str]:
    """Names of the offices."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def chosen(name: str) -> str:
    """The office that was asked for; else the deployment's own, or the first."""
    return next((known for known in (name, own_office()) if known in names()), names()[0])


def called(name: str, language: str) -> str:
    """What people call an office: its own name, or its key where no file describes it any more."""
    said = load(name).name if name in names() else {}
    return said.get(language) or said.get("zh") or name


def office(name: str) -> Jurisdiction:
    """The office of that name; 404 where there is none."""
    if name not in names():
        raise HTTPException(404, N_("There is no such office"))
    return load(name)
