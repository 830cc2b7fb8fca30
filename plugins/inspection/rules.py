"""Rule editions (指标版本): the YAML that judges, checked and loaded into `mart.dim_indicator`.

An indicator (指标) is one SQL file that measures, one entry in `include/indicators/<edition>.yaml`
that judges, and one file of cases. There is no Python for any single indicator.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import psycopg
import yaml
from psycopg.types.json import Jsonb
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from inspection.errors import InspectionError
from inspection.warehouse import ROOT, SQL, run, sql_text

FOLDER = ROOT / "include" / "indicators"
REASONS = ROOT / "include" / "reasons.yaml"
# Bound for every measure; what else its SQL names must stand in the entry's parameters or needs.
STANDARD_PARAMETERS = frozenset({"jurisdiction_id", "indicator_id", "kind", "from_day", "to_day", "limit_value"})
Parameter = int | float | list[str]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Title(_Strict):
    """A title in both languages."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class FailsWhen(_Strict):
    """The limit: 超过(含)N fails at N."""

    at_least: float


class Indicator(_Strict):
    """One indicator as its edition states it."""

    id: str = Field(pattern=r"^[A-Z]{2,3}\d+(\.\d+)?$")
    title: Title
    applies_to: Literal["site", "account"]
    part: Literal["veto", "deduction", "bonus"]
    measure: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    parameters: dict[str, Parameter] = {}
    fails_when: FailsWhen
    needs: dict[str, Parameter] = {}  # what the data must hold; short of it the verdict is unknown
    reason: str
    points: float | None = None  # None: not known from a text that we hold
    source: str = Field(min_length=1)
    confirmed: bool

    def bindings(self) -> dict[str, Parameter]:
        """What the entry binds in its measure's SQL, by name."""
        return self.parameters | self.needs


class Edition(_Strict):
    """A rule edition: what an office judges by from a day on."""

    edition_id: str
    title: Title
    source: str
    effective_from: date
    inherits: str | None = None
    indicators: list[Indicator]

    def has_all_points(self) -> bool:
        """Whether the deductions' points are known and make up the 100 that a score starts from."""
        points = [indicator.points for indicator in self.indicators if indicator.part == "deduction"]
        return None not in points and sum(points) == 100


class Reason(_Strict):
    """One cause of the closed list of reasons (存在问题)."""

    id: str
    zh: str
    en: str
    kind: Literal["veto", "deduction", "registry", "process", "security"]
    subjects: list[Literal["site", "account"]]


def load_edition(edition_id: str, folder: Path = FOLDER) -> Edition:
    """The edition of that name. A variant's entries change those of the edition it inherits, by id.

    Raises InspectionError that names the file, the entry, the field and what is wrong with it.
    """
    path = folder / f"{edition_id}.yaml"
    try:
        edition = Edition.model_validate(_merged(edition_id, folder, ()))
    except ValidationError as error:
        raise _named(error, path) from error
    if edition.edition_id != edition_id:
        raise InspectionError(f"edition_id is {edition.edition_id!r}", place=str(path), remedy=f"name it {edition_id}")
    for indicator in edition.indicators:
        _check(indicator, path)
    return edition


@cache
def load_reasons(path: Path = REASONS) -> dict[str, Reason]:
    """The closed list of reasons by id; raises InspectionError when the file is damaged."""
    try:
        reasons = [Reason.model_validate(entry) for entry in _read(path)["reasons"]]
    except ValidationError as error:
        raise _named(error, path) from error
    return {reason.id: reason for reason in reasons}


def sync(connection: psycopg.Connection, edition: Edition) -> None:
    """Make `mart.dim_indicator` hold this edition, whole and nothing else under its id.

    Rows that are right already are left untouched, so that days judged in parallel do not wait for
    one another.
    """
    rows = [
        {
            "indicator_id": indicator.id,
            "applies_to": indicator.applies_to,
            "part": indicator.part,
            "title_zh": indicator.title.zh,
            "title_en": indicator.title.en,
            "measure": indicator.measure,
            "parameters": indicator.bindings(),
            "comparison": "at_least",
            "limit_value": indicator.fails_when.at_least,
            "reason_id": indicator.reason,
            "source": indicator.source,
            "is_confirmed": indicator.confirmed,
        }
        for indicator in edition.indicators
    ]
    run(connection, "judge/edition.sql", {"edition_id": edition.edition_id, "rows": Jsonb(rows)})


def sql_parameters(measure: str) -> set[str]:
    """Names that the SQL of a measure binds."""
    return set(re.findall(r"%\((\w+)\)s", sql_text(f"measure/{measure}.sql")))


def _read(path: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError as error:
        known = ", ".join(sorted(file.stem for file in path.parent.glob("*.yaml")))
        raise InspectionError("there is no such file", place=str(path), remedy=f"known are: {known}") from error
    except yaml.YAMLError as error:
        raise InspectionError(f"is no valid YAML: {error}", place=str(path)) from error
    if not isinstance(content, dict):
        raise InspectionError("holds no mapping", place=str(path), remedy="see cn-2019-19.yaml")
    return content


def _merged(edition_id: str, folder: Path, seen: tuple[str, ...]) -> dict[str, Any]:
    """An edition's file with what it inherits, as plain data."""
    path = folder / f"{edition_id}.yaml"
    if edition_id in seen:
        raise InspectionError("inherits from itself", place=str(path), remedy=" → ".join((*seen, edition_id)))
    content = _read(path)
    entries: dict[str, dict] = {}
    if content.get("inherits"):
        base = _merged(content["inherits"], folder, (*seen, edition_id))
        entries = {entry["id"]: entry for entry in base["indicators"]}
    named: set[str] = set()
    for number, entry in enumerate(content.get("indicators") or [], 1):
        if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
            raise InspectionError(f"entry {number}: id is missing", place=str(path), remedy="give each entry an id")
        if entry["id"] in named:
            raise InspectionError(f"entry {entry['id']} stands twice", place=str(path), remedy="keep one of them")
        named.add(entry["id"])
        entries[entry["id"]] = entries.get(entry["id"], {}) | entry
    return content | {"indicators": list(entries.values())}


def _named(error: ValidationError, path: Path) -> InspectionError:
    """The first thing wrong, with file, entry and field."""
    first = error.errors()[0]
    where = list(first["loc"])
    entry = ""
    if where[:1] == ["indicators"] and len(where) > 1:
        entry = f"entry {_id_of(path, where[1])}: "
        where = where[2:]
    field = ".".join(str(part) for part in where)
    given = "" if first["type"] == "missing" else f", not {first['input']!r}"
    return InspectionError(f"{entry}{field}: {first['msg']}{given}", place=str(path), remedy="see cn-2019-19.yaml")


def _id_of(path: Path, position: int) -> str:
    return list(_merged(path.stem, path.parent, ())["indicators"])[position]["id"]


def _check(indicator: Indicator, path: Path) -> None:
    """What the shape cannot say: that reason, SQL and parameters belong together."""
    reason = load_reasons().get(indicator.reason)
    if reason is None or indicator.applies_to not in reason.subjects:
        raise InspectionError(
            f"entry {indicator.id}: reason: {indicator.reason!r} is no reason of a {indicator.applies_to}",
            place=str(path),
            remedy="choose one of include/reasons.yaml, or add it there",
        )
    if not (SQL / "measure" / f"{indicator.measure}.sql").exists():
        raise InspectionError(
            f"entry {indicator.id}: measure: there is no include/sql/measure/{indicator.measure}.sql",
            place=str(path),
            remedy="write it, or correct the name",
        )
    asked, given = sql_parameters(indicator.measure) - STANDARD_PARAMETERS, set(indicator.bindings())
    if asked != given:
        wrong = [f"{name} is missing" for name in sorted(asked - given)]
        wrong += [f"{name} is not used by the measure" for name in sorted(given - asked)]
        raise InspectionError(
            f"entry {indicator.id}: parameters: {', '.join(wrong)}",
            place=str(path),
            remedy=f"give what include/sql/measure/{indicator.measure}.sql binds",
        )
