"""An office's file looked through before it hurts: everything that it names is read, and each fault is told.

Nothing is written, and of the network only what the office's own sources serve is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from inspection.bulletin import authored
from inspection.declared import canonical, editions, strict
from inspection.declared.inputs import LISTS, REGISTRIES
from inspection.declared.office import FOLDER, Jurisdiction, load
from inspection.declared.placeholders import fill
from inspection.errors import InspectionError
from inspection.inputs.files import newest
from inspection.inputs.rows import parse
from inspection.inputs.tables import fetch, read_table
from inspection.language import S_, said, told
from inspection.net.addresses import AddressRule
from inspection.places import INCLUDE, ROOT
from inspection.quarter import figures
from inspection.registry.load import reading
from inspection.registry.on_record import notes
from inspection.text import word_lists

_TEMPLATES = INCLUDE / "templates"
_LISTED = 5  # faults of a source's rows
_REGISTRY_OF = {"site": "sites", "account": "accounts"}


class Told(NamedTuple):
    """One thing found: a fault, or a line that says what was looked at."""

    is_fault: bool
    text: str  # in English
    error: InspectionError | None = None  # that it comes from

    def said(self, language: str) -> str:
        """The text in a language."""
        return told(self.error, language) if self.error else said(self.text, language)


def check(name: str, today: date) -> Iterator[Told]:
    """Everything that an office's file names, read: faults with file, line, remedy and the nearest right name."""
    path = Path(name) if name.endswith((".yaml", ".yml")) else FOLDER / f"{name}.yaml"
    try:
        found = strict.faults(Jurisdiction, fill(strict.read(path)), path)
    except InspectionError as error:
        yield Told(True, str(error), error)
        return
    if found:
        yield from (Told(True, str(error), error) for error in found)
        return
    try:
        office = load(name)
    except InspectionError as error:
        yield Told(True, str(error), error)
        return
    yield Told(False, f"{path}: {office.office['zh']}")
    for look in (_others, _editions, _style, _texts, _files, _routes, _sources):
        yield from _tried(lambda look=look: look(office, path, today))


def _tried(look: Callable[[], Iterator[Told]]) -> Iterator[Told]:
    try:
        yield from look()
    except InspectionError as error:
        yield Told(True, str(error), error)


def _others(office: Jurisdiction, path: Path, today: date) -> Iterator[Told]:
    known = [file.stem for file in sorted((*FOLDER.glob("*.yaml"), *path.parent.glob("*.yaml"))) if file != path]
    for key, named in (
        ("oversees", office.oversees),
        ("observes_with", [office.observes_with] * bool(office.observes_with)),
    ):
        for name in named:
            if name not in known:
                yield _unknown(path, [key], f"{key}: there is no other office {name}", name, known)


def _editions(office: Jurisdiction, path: Path, today: date) -> Iterator[Told]:
    for name in office.editions:
        yield from _tried(partial(_edition, name))
    yield from (
        Told(False, f"{_REGISTRY_OF[span.kind]}: {span.edition.edition_id}")
        for span in editions.in_force(office.editions, today, date.fromordinal(today.toordinal() + 1))
    )


def _edition(name: str) -> Iterator[Told]:
    yield Told(False, S_(f"rule edition {editions.load_edition(name).edition_id}"))


def _style(office: Jurisdiction, path: Path, today: date) -> Iterator[Told]:
    style = office.bulletin
    templates = {each.name.removesuffix(".html.j2") for each in (_TEMPLATES / "bulletins").glob("*.html.j2")}
    if not (_TEMPLATES / style.template).is_file():
        frames = [f"bulletins/{name}.html.j2" for name in templates]
        yield _unknown(path, ["bulletin", "template"], f"there is no template {style.template}", style.template, frames)
    known = templates | set(authored.load(office.jurisdiction_id))
    for field in ("sections", "special_sections"):
        for name in getattr(style, field):
            if name not in known:
                yield _unknown(path, ["bulletin", field], f"no text and no template is the section {name}", name, known)
    for name in style.figures:
        figure_id = name.partition("{")[0]
        if figure_id not in figures.declared():
            problem = f"there is no figure {figure_id}"
            yield _unknown(path, ["bulletin", "figures", name], problem, figure_id, figures.declared())
    reasons = editions.load_reasons()
    for reason in style.reason_words:
        if reason not in reasons:
            yield _unknown(path, ["bulletin", "reason_words", reason], f"there is no reason {reason}", reason, reasons)
    for channel in style.channels:
        if channel not in canonical.channels().values():
            known = sorted(set(canonical.channels().values()))
            problem = f"no vocabulary has the channel {channel}: messages must write it just so, or it is counted as 0"
            yield _unknown(path, ["bulletin", "channels"], problem, channel, known)


def _texts(office: Jurisdiction, path: Path, today: date) -> Iterator[Told]:
    sections = authored.load(office.jurisdiction_id)
    yield Told(False, S_(f"texts of {len(sections)} sections"))
    counters = office.bulletin.counter
    for section, entries in sections.items():
        for block in entries:
            for kind in sorted(authored.counters_of(block) - set(counters)):
                yield _unknown(path, ["bulletin"], f"{section}: there is no counter {{#{kind}}}", kind, counters)


def _files(office: Jurisdiction, path: Path, today: date) -> Iterator[Told]:
    for name in office.lexicons:
        if not (ROOT / name).is_file():
            known = [each.relative_to(ROOT).as_posix() for each in (INCLUDE / "lexicon").iterdir()]
            yield _unknown(path, ["lexicons"], f"there is no word list {name}", name, known)
            continue
        terms, patterns = word_lists.read_list(ROOT / name)
        yield Told(False, S_(f"{name}: {len(terms)} words, {len(patterns)} patterns"))
    if office.history and "${" not in office.history and not Path(office.history).is_dir():
        where = strict.place(path, ["history"])
        yield Told(True, S_(f"{where}: there is no folder {office.history} (make it, or drop it)"))


def _routes(office: Jurisdiction, path: Path, today: date) -> Iterator[Told]:
    for number, route in enumerate(office.routes):
        where = strict.place(path, ["routes", number])
        if route.path and "${" not in route.path:
            yield from _tried(partial(_route, route.route_id, route.path))
        if route.url and "{" in (left := re.sub(r"\{(account_id|name)\}|\$\{\w+\}", "", route.url)):
            odd = left[left.index("{") :]
            yield Told(True, S_(f"{where}: {route.url} holds {odd} (only {{account_id}} and {{name}})"))


def _route(route_id: str, path: str) -> Iterator[Told]:
    yield Told(False, S_(f"route {route_id}: {newest(path)}"))


def _sources(office: Jurisdiction, path: Path, today: date) -> Iterator[Told]:
    for source in (*REGISTRIES, *LISTS):
        if source in office.sources:
            yield from _tried(lambda source=source: _source(office, source))
    yield from (
        Told(True, S_(f"{path}: sources has no {source}: nothing of it is inspected (name its file)"))
        for source in ("sites", "accounts")
        if source not in office.sources and not office.history
    )


def _source(office: Jurisdiction, source: str) -> Iterator[Told]:
    office.needs("sources", source)
    declared = office.sources[source]
    spec = reading(office, source, declared)
    content = fetch(declared, AddressRule(office.allow_networks))
    table = read_table(content.data, content.name, spec.headers, required=spec.required, spec=declared.web_list)
    parsed = parse(spec, table)
    counts = S_(f"{len(parsed.good)} rows can be taken, {parsed.bad_row_count} cannot")
    yield Told(False, "; ".join(filter(None, (f"{source}: {content.name}: {counts}", notes(parsed)))))
    for bad in parsed.bad[:_LISTED]:
        where = S_(f"row {bad.row_no} of {bad.file}")
        if bad.sheet:
            where = S_(f"row {bad.row_no} of the sheet {bad.sheet} of {bad.file}")
        cell = f"{bad.column_name} {bad.value}".strip()
        error = InspectionError(f"{cell}: {bad.reason}", place=where, remedy=bad.remedy)
        yield Told(True, str(error), error)
    if len(parsed.bad) > _LISTED:
        yield Told(True, S_(f"{content.name}: {len(parsed.bad) - _LISTED} more faults (`quarantine` writes all out)"))


def _unknown(path: Path, at: list[str | int], problem: str, name: str, known: Any) -> Told:
    near = get_close_matches(name, list(known), 1)
    remedy = f"did you mean {near[0]}?" if near else f"known are: {', '.join(sorted(known)[:20])}"
    error = InspectionError(problem, place=strict.place(path, at), remedy=remedy)
    return Told(True, str(error), error)
