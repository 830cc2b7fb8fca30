"""Rule editions (指标版本): the YAML that judges, checked and loaded into `mart.dim_indicator`.

An indicator (指标) is one SQL file that measures, one entry in `include/indicators/<edition>.yaml`
that judges, and one file of cases. There is no Python for any single indicator. What no machine can
measure comes from reports: such an entry says `found_by: report` and needs nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, partial
from itertools import zip_longest
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self

import psycopg
from psycopg.types.json import Jsonb
from pydantic import Field, model_validator

from inspection.declared import strict
from inspection.declared.strict import Strict
from inspection.errors import InspectionError
from inspection.places import INCLUDE
from inspection.warehouse import SQL, run, sql_text

FOLDER = INCLUDE / "indicators"
REASONS = INCLUDE / "reasons.yaml"
# Bound for every query of include/sql/propose/, with include/tampering.yaml and the sections of page-functions.yaml.
STANDARD_OF_PROPOSALS = frozenset(
    {"jurisdiction_id", "observer_id", "kind", "weights", "most", "proposed_at", "without_services", "sections"}
)
# Bound for every measure; what else its SQL names must stand in the entry's parameters or needs.
STANDARD_PARAMETERS = frozenset(
    {"jurisdiction_id", "observer_id", "indicator_id", "kind", "from_day", "to_day", "limit_value"}
)
Parameter = int | float | list[str]
Bound = Parameter | str  # of a proposal's query: a section may be named
_BOUND = re.compile(r"%\((\w+)\)s")
PROBES = "probe_failure_share"  # the one measure of visits to home pages
REPORTED = "reported_problems"  # the one measure of everything that comes from reports


class Title(Strict):
    """A title in both languages."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class FailsWhen(Strict):
    """The limit: 超过(含)N fails at N."""

    at_least: float


class Indicator(Strict):
    """One indicator as its edition states it.

    `found_by: observation` is measured from what we saw; `report` comes from inspectors, authorities and
    special checks, and what nobody reported is not assessed. `proposes` names queries in
    `include/sql/propose/`, each with what it binds, whose rows wait for an inspector's word.
    """

    id: str = Field(pattern=r"^[A-Z]{2,3}\d+(\.\d+)?$")
    title: Title
    applies_to: Literal["site", "account"]
    part: Literal["veto", "prominent", "deduction", "bonus", "registry"]
    group: str | None = None  # of the deductions: 发布解读, 办事服务, 互动交流, 功能设计
    found_by: Literal["observation", "report"] = "observation"
    measure: str = Field(REPORTED, pattern=r"^[a-z][a-z0-9_]*$")
    parameters: dict[str, Parameter] = {}
    fails_when: FailsWhen = FailsWhen(at_least=1)
    needs: dict[str, Parameter] = {}  # what the data must hold; short of it the verdict is unknown
    warns_at: list[float] = []  # levels of early warning (预警), in the measure's unit, below the limit
    proposes: dict[str, dict[str, Bound]] = {}
    reason: str
    points: float | None = Field(None, gt=0)  # most that it can cost or earn; None: in no text that we hold
    points_per_finding: float | None = Field(None, gt=0)
    source: str = Field(min_length=1)
    confirmed: bool | Literal["partial", "name_only"]  # how much of it was seen in a text

    @model_validator(mode="after")
    def _says_how_it_is_found(self) -> Self:
        if (self.found_by == "report") != (self.measure == REPORTED):
            raise ValueError("an observed indicator names its measure, a reported one names none")
        if self.found_by == "observation" and "fails_when" not in self.model_fields_set:
            raise ValueError("an observed indicator says fails_when: {at_least: …}, the least value that fails")
        return self

    def bindings(self) -> dict[str, Parameter]:
        """What the entry binds in its measure's SQL, by name."""
        return self.parameters | self.needs


class Scoring(Strict):
    """How deductions and bonus become a score (得分) for one kind of subject.

    Below `passes_from` is 不合格; above `bonus_above` the bonus (at most `bonus_total`) is added.
    Without services (无办事服务职能) the `services_group` is left out and the rest scaled to `total`
    (国办秘函〔2019〕19号: × 4/3), or its points are spread over the other indicators.
    """

    total: float = 100
    passes_from: float = 60
    bonus_above: float = 80
    bonus_total: float = 30
    site_kinds: list[str] = []  # 门户 and 部门 of the registry; none named: all
    without_services: Literal["scale", "spread"] = "scale"
    services_group: str = "办事服务"


class Edition(Strict):
    """A rule edition: what an office judges by from a day on.

    `scoring` by kind of subject: a kind without it is judged by the vetoes alone. A subject that fails an
    indicator of the part `prominent` (存在突出问题) and no veto has that grade, which counts in the pass
    rate as `prominent_counts_as` says. `notes` tell what the office does apart from judging.
    """

    edition_id: str
    title: Title
    source: str
    effective_from: date
    effective_to: date | None = None  # first day on which it holds no more, where nothing follows it
    region: str | None = None
    inherits: str | None = None
    scoring: dict[Literal["site", "account"], Scoring] = {}
    prominent_counts_as: Literal["qualified", "unqualified"] | None = None
    notes: list[Title] = []
    indicators: list[Indicator] = Field(min_length=1)

    def kinds(self) -> set[str]:
        """Kinds of subject that it judges."""
        return {indicator.applies_to for indicator in self.indicators}


class Span(NamedTuple):
    """Days, end exclusive, on which one edition judges subjects of one kind."""

    edition: Edition
    kind: str
    from_day: date
    to_day: date


class Reason(Strict):
    """One cause of the closed list of reasons (存在问题).

    `proposes`, as of an indicator, is of a cause that no edition has an indicator for: what is found stands under the
    reason's id.
    """

    id: str
    zh: str
    en: str
    kind: Literal["veto", "deduction", "registry", "process", "security"]
    subjects: list[Literal["site", "account"]]
    proposes: dict[str, dict[str, Bound]] = {}


def answer_within_seconds(edition_ids: Sequence[str], day: date) -> float:
    """Within how many seconds a home page must answer on a day: the parameter of the indicator that counts probes.

    Of a day on which none of the editions judges sites yet it is that of the first that does. Raises InspectionError
    where none of them counts probes.
    """
    limits = _limits_of_answers(tuple(edition_ids))
    if not limits:
        raise InspectionError(
            "no indicator says within how many seconds a home page must answer",
            place=", ".join(edition_ids),
            remedy=f"name an edition that measures {PROBES}, such as cn-2019-19",
        )
    return next((seconds for since, seconds in reversed(limits) if since <= day), limits[0][1])


@cache
def _limits_of_answers(edition_ids: tuple[str, ...]) -> list[tuple[date, float]]:
    """First day and limit of each edition that counts probes, in order."""
    editions = sorted((load_edition(name) for name in edition_ids), key=lambda edition: edition.effective_from)
    return [
        (edition.effective_from, float(indicator.parameters["answer_within_seconds"]))
        for edition in editions
        for indicator in edition.indicators
        if indicator.measure == PROBES
    ]


def load_edition(edition_id: str, folder: Path = FOLDER) -> Edition:
    """The edition of that name. A variant's entries change those of the edition it inherits, by id.

    Raises InspectionError that names the file, the entry, the field and what is wrong with it.
    """
    files = sorted(folder.glob("*.yaml"))  # an edition may inherit from any of them
    stats = [path.stat() for path in files]
    return _edition(edition_id, folder, tuple((stat.st_mtime_ns, stat.st_size) for stat in stats))


@cache
def _edition(edition_id: str, folder: Path, written: tuple[tuple[int, int], ...]) -> Edition:
    """`load_edition` of files `written` then: to read them takes 45 ms, and each day judged asks twice."""
    path = folder / f"{edition_id}.yaml"
    content, entries = _merged(edition_id, folder, ())
    indicators = [_checked(entry) for entry in entries.values()]
    edition = strict.model(Edition, content | {"indicators": indicators}, path)
    if edition.edition_id != edition_id:
        raise InspectionError(
            f"edition_id is {edition.edition_id!r}",
            place=strict.place(path, ["edition_id"]),
            remedy=f"name it {edition_id}",
        )
    return edition


def in_force(edition_ids: Sequence[str], from_day: date, to_day: date, folder: Path = FOLDER) -> list[Span]:
    """Which of an office's editions judges which kind on the days from `from_day` up to but without `to_day`.

    For each kind and day it is the edition with the latest date of effect that knows the kind. Raises
    InspectionError when none is in force on any of the days.
    """
    editions = sorted((load_edition(name, folder) for name in edition_ids), key=lambda one: one.effective_from)
    spans = []
    for kind in ("site", "account"):
        known = [edition for edition in editions if kind in edition.kinds()]
        for edition, following in zip_longest(known, known[1:]):
            ends = [day for day in (edition.effective_to, following and following.effective_from, to_day) if day]
            start, end = max(edition.effective_from, from_day), min(ends)
            if start < end:
                spans.append(Span(edition, kind, start, end))
    if not spans:
        raise InspectionError(
            f"no edition is in force from {from_day} to {to_day}",
            place=", ".join(f"{one.edition_id} from {one.effective_from}" for one in editions),
            remedy="name an older edition too, e.g. `edition: [cn-2015-census, cn-2019-19]` in the jurisdiction's file",
        )
    return spans


@cache
def load_reasons(path: Path = REASONS) -> dict[str, Reason]:
    """The closed list of reasons by id; raises InspectionError when the file is damaged."""
    entries = enumerate(strict.read(path)["reasons"])
    reasons = [strict.model(Reason, entry, path, ["reasons", place]) for place, entry in entries]
    for position, reason in enumerate(reasons):
        _check_proposals(f"reason {reason.id}", reason, partial(_place_of_reason, path, position))
    return {reason.id: reason for reason in reasons}


def _place_of_reason(path: Path, position: int, field: str) -> str:
    """File and line of a field."""
    return strict.place(path, ["reasons", position, field])


@cache
def indicator_ids(folder: Path = FOLDER) -> frozenset[str]:
    """Ids of the indicators of all editions."""
    return frozenset(one.id for path in folder.glob("*.yaml") for one in load_edition(path.stem, folder).indicators)


def sync(connection: psycopg.Connection, edition: Edition) -> None:
    """Make `mart.dim_edition` and `mart.dim_indicator` hold this edition, whole and nothing else under its id.

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
            "is_confirmed": indicator.confirmed is True,
            "group_name": indicator.group,
            "found_by": indicator.found_by,
            "proposes": ", ".join(indicator.proposes) or None,
            "warns_at": indicator.warns_at,
            "points": indicator.points,
            "points_per_finding": indicator.points_per_finding,
        }
        for indicator in edition.indicators
    ]
    run(
        connection,
        "judge/edition.sql",
        {
            "edition_id": edition.edition_id,
            "title_zh": edition.title.zh,
            "title_en": edition.title.en,
            "source": edition.source,
            "effective_from": edition.effective_from,
            "scoring": Jsonb({kind: scoring.model_dump() for kind, scoring in edition.scoring.items()}),
            "prominent_counts_as": edition.prominent_counts_as,
            "rows": Jsonb(rows),
        },
    )


def sql_parameters(measure: str) -> set[str]:
    """Names that the SQL of a measure binds, and the SQL of the facts that it reads."""
    text = sql_text(f"measure/{measure}.sql")
    facts = [path.read_text("utf-8") for path in (SQL / "mart").glob("fact_*.sql") if f"mart.{path.stem}" in text]
    return set(_BOUND.findall("\n".join([text, *facts])))


class _Entry(NamedTuple):
    """An indicator as plain data, and where the last word on it stands."""

    fields: dict[str, Any]
    path: Path
    position: int

    def place(self, *field: str) -> str:
        """File and line of a field."""
        return strict.place(self.path, ["indicators", self.position, *field])


def _merged(edition_id: str, folder: Path, seen: tuple[str, ...]) -> tuple[dict[str, Any], dict[str, _Entry]]:
    """An edition's file with what it inherits, as plain data, and its indicators by id."""
    path = folder / f"{edition_id}.yaml"
    if edition_id in seen:
        raise InspectionError("inherits from itself", place=str(path), remedy=" → ".join((*seen, edition_id)))
    content = strict.read(path)
    base: dict[str, Any] = {}
    entries: dict[str, _Entry] = {}
    if content.get("inherits"):
        base, entries = _merged(content["inherits"], folder, (*seen, edition_id))
        base = {name: base[name] for name in ("scoring", "prominent_counts_as") if name in base}
    named: set[str] = set()
    for position, fields in enumerate(content.get("indicators") or []):
        entry = _Entry(fields, path, position)
        if not isinstance(fields, dict) or not isinstance(name := fields.get("id"), str):
            problem = f"entry {position + 1}: id is missing"
            raise InspectionError(problem, place=entry.place(), remedy="give each entry an id")
        if name in named:
            raise InspectionError(f"entry {name} stands twice", place=entry.place("id"), remedy="keep one of them")
        named.add(name)
        entries[name] = entry._replace(fields=entries[name].fields | fields) if name in entries else entry
    scored = {kind for one in (base, content) for kind in one.get("scoring") or {}}
    scoring = {kind: _of(base, kind) | _of(content, kind) for kind in sorted(scored)}
    return base | content | {"scoring": scoring}, entries


def _of(content: dict[str, Any], kind: str) -> dict[str, Any]:
    """What a file says of scoring a kind of subject."""
    return (content.get("scoring") or {}).get(kind) or {}


def _checked(entry: _Entry) -> Indicator:
    """The indicator of an entry, after what its shape cannot say: that reason, SQL and parameters belong together."""
    at = ["indicators", entry.position]
    indicator = strict.model(Indicator, entry.fields, entry.path, at, called=f"entry {entry.fields['id']}: ")
    reason = load_reasons().get(indicator.reason)
    if reason is None or indicator.applies_to not in reason.subjects:
        raise InspectionError(
            f"entry {indicator.id}: reason: {indicator.reason!r} is no reason of a {indicator.applies_to}",
            place=entry.place("reason"),
            remedy="choose one of include/reasons.yaml, or add it there",
        )
    if not (SQL / "measure" / f"{indicator.measure}.sql").exists():
        raise InspectionError(
            f"entry {indicator.id}: measure: there is no include/sql/measure/{indicator.measure}.sql",
            place=entry.place("measure"),
            remedy="write it, or correct the name",
        )
    _check_proposals(f"entry {indicator.id}", indicator, entry.place)
    asked, given = sql_parameters(indicator.measure) - STANDARD_PARAMETERS, set(indicator.bindings())
    if wrong := _unlike(asked, given, "the measure"):
        raise InspectionError(
            f"entry {indicator.id}: parameters: {wrong}",
            place=entry.place("parameters"),
            remedy=f"give what include/sql/measure/{indicator.measure}.sql binds",
        )
    return indicator


def _check_proposals(called: str, entry: Indicator | Reason, place: Callable[[str], str]) -> None:
    """Raises InspectionError unless the queries that an entry proposes by are there and are given what they bind."""
    for name, given in entry.proposes.items():
        if not (SQL / "propose" / f"{name}.sql").exists():
            raise InspectionError(
                f"{called}: proposes: there is no include/sql/propose/{name}.sql",
                place=place("proposes"),
                remedy="write it, or leave it out",
            )
        asked = set(_BOUND.findall(sql_text(f"propose/{name}.sql"))) - STANDARD_OF_PROPOSALS
        if wrong := _unlike(asked, set(given), "the query"):
            raise InspectionError(
                f"{called}: proposes: {name}: {wrong}",
                place=place("proposes"),
                remedy=f"give what include/sql/propose/{name}.sql binds",
            )


def _unlike(asked: set[str], given: set[str], called: str) -> str:
    """Which names are missing and which are too many; empty where none are."""
    wrong = [f"{name} is missing" for name in sorted(asked - given)]
    return ", ".join(wrong + [f"{name} is not used by {called}" for name in sorted(given - asked)])
