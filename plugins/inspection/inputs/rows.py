"""What each input looks like, and the one reader that turns a table into rows.

An input is one file `include/registry/<source>.yaml`: its fields, the headers under which they
come, how a cell is read and which columns make the key. Nothing about a single input is in Python.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from inspection import model
from inspection.declared.inputs import Definition, Field, header_key
from inspection.errors import InspectionError
from inspection.inputs import convert
from inspection.inputs.tables import Row, Table

# A row whose cells have slipped may hold a person's number under any header.
_PERSONAL_VALUE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)|[\w.+-]+@[\w-]+(\.[\w-]+)+")


@dataclass(frozen=True)
class Quarantined:
    """One cell for which a row could not be taken. `key` is that of the row where it could be read."""

    file: str
    row_no: int
    column_name: str
    value: str
    reason: str
    remedy: str
    raw: dict[str, str]
    key: tuple | None = None
    raw_sha256: str = ""
    state: str = "waiting"


@dataclass
class Parsed:
    """Rows that can be loaded (each with `row_no`) and those that cannot."""

    good: list[dict[str, Any]] = field(default_factory=list)
    bad: list[Quarantined] = field(default_factory=list)
    returned: set[str] = field(default_factory=set)  # quarantined rows that a ruling let in
    persons: list[tuple[str, str, str]] = field(default_factory=list)  # subject, header, text
    unused: list[str] = field(default_factory=list)  # headers that no field is read from

    @property
    def bad_row_count(self) -> int:
        """Quarantined rows; a row with two bad cells is one."""
        return len({each.row_no for each in self.bad})


def read_cell(field: Field, cell: str, *, is_approved: bool = False) -> Any:
    """The value of a non-blank cell; of an approved one its text, where the value is one. Raises Unreadable."""
    if is_approved and (field.vocabulary or field.converter in convert.TEXTUAL):
        try:
            return read_cell(field, cell)
        except convert.Unreadable:
            return cell
    if not field.vocabulary:
        return convert.convert(field.converter, cell)
    try:
        return convert.word(cell, field.vocabulary)
    except convert.Unreadable:
        if not field.is_open:
            raise
        return cell


def parse(definition: Definition, table: Table, *, keeps_table: bool = True) -> Parsed:
    """Rows of a table as `definition` reads them, in the table's order; of doubled keys the first wins.

    Without `keeps_table` its rows are gone when they are read, so that a national registry is not held twice.

    Raises InspectionError when a required column is missing from the whole table.
    """
    places = _places(definition, table)
    read_row = _row_reader(definition, places, table.headers, table.file)
    used = {header for found in places.values() for header in found}
    parsed = Parsed(unused=[header for header in table.headers if header not in used])
    first_row_by_key: dict[tuple, int] = {}
    if not keeps_table:
        table.rows.reverse()
    for row in table.rows if keeps_table else iter(lambda: table.rows.pop() if table.rows else None, None):
        values, problems = read_row(row)
        if problems:
            parsed.bad += problems
            continue
        key = tuple(values[name] for name in definition.key)
        first = first_row_by_key.setdefault(key, row.row_no)
        if first != row.row_no:
            parsed.bad.append(_doubled(definition, places, table.file, row, key, first))
            continue
        values["row_no"] = row.row_no
        parsed.good.append(values)
        if table.person_headers and definition.subject:
            texts = zip(table.person_headers, row.persons, strict=True)
            parsed.persons += [(values["subject_id"], header, text) for header, text in texts if text.strip()]
    return parsed


def _places(definition: Definition, table: Table) -> dict[str, list[str]]:
    """Field → the table's headers that carry it, in the order of the definition."""
    by_key = {header_key(header): header for header in reversed(table.headers)}
    places = {
        name: [by_key[key] for key in map(header_key, each.headers) if key in by_key]
        for name, each in definition.fields.items()
    }
    missing = [name for name, each in definition.fields.items() if each.is_required and not places[name]]
    if missing:
        wanted = "; ".join(f"{name} ({' | '.join(definition.fields[name].headers)})" for name in missing)
        raise InspectionError(
            f"required column missing: {wanted}",
            place=table.file,
            remedy=f"add it, or rename one of: {', '.join(table.headers)}",
        )
    return places


def _row_reader(
    definition: Definition,
    places: dict[str, list[str]],
    headers: tuple[str, ...],
    file: str,
    *,
    is_approved: bool = False,
) -> Callable[[Row], tuple[dict[str, Any], list[Quarantined]]]:
    """A function from a row to its values and to what is wrong with them."""
    fields = definition.fields
    ordered = [(name, each.not_before) for name, each in fields.items() if each.not_before]
    index_of = {header: index for index, header in enumerate(headers)}
    indexes = {name: [(header, index_of[header]) for header in found] for name, found in places.items()}

    def cell_of(row: Row, name: str) -> tuple[str, str]:
        """Header and clean cell of a field: the first of its headers that has something in it."""
        for header, index in indexes[name]:
            if cell := convert.clean(row.values[index]):
                return header, cell
        return (indexes[name][-1][0] if indexes[name] else fields[name].headers[0]), ""

    def read_row(row: Row) -> tuple[dict[str, Any], list[Quarantined]]:
        values: dict[str, Any] = dict.fromkeys(fields)
        problems: list[tuple[str, str, str, str]] = []
        blank: list[str] = []
        for name, each in fields.items():
            header, cell = cell_of(row, name)
            if not cell:
                values[name] = each.blank
                if each.is_required:
                    blank.append(name)
                continue
            try:
                values[name] = read_cell(each, cell, is_approved=is_approved)
            except convert.Unreadable as error:
                problems.append((header, cell, error.reason, error.remedy))
        for name in blank:
            if values.get("status") not in fields[name].unless_status:
                problems.append((cell_of(row, name)[0], "", "is blank", "fill it in"))
        for name, start in ordered:
            if not is_approved and values[name] and values[start] and values[name] < values[start]:
                problems.append((*cell_of(row, name), f"is before {start}", "correct the one or the other"))
        if definition.one_of and not problems and all(values[name] is None for name in definition.one_of):
            header, _ = cell_of(row, definition.one_of[0])
            problems.append((header, "", "is blank", f"one of {', '.join(definition.one_of)} is needed: fill one in"))
        if row.problem:
            problems.append(("", "", row.problem, "export the file again, with cells quoted"))
        _add_subject(definition, values)
        if not problems:
            return values, []
        key = tuple(values[name] for name in definition.key)
        raw = _raw(places, row, fields)
        about = (raw, None if None in key else key, fingerprint(raw or dict(enumerate(map(_masked, row.values)))))
        return values, [
            Quarantined(file, row.row_no, header, _masked(cell), reason, remedy, *about)
            for header, cell, reason, remedy in problems
        ]

    return read_row


def reread(
    definition: Definition, cells: dict[str, str], was: Quarantined, *, is_approved: bool
) -> tuple[dict[str, Any], list[Quarantined]]:
    """A quarantined row from corrected cells, or from its own as they are: its values, or what is wrong with it."""
    headers = tuple(cells)
    table = Table(was.file, headers, [])
    try:
        places = _places(definition, table)
    except InspectionError as error:
        return {}, [dataclasses.replace(was, reason=error.problem, remedy=error.remedy)]
    row = Row(was.row_no, headers, tuple(cells.values()))
    values, problems = _row_reader(definition, places, headers, was.file, is_approved=is_approved)(row)
    about = {"raw": was.raw, "raw_sha256": was.raw_sha256, "key": was.key}
    return values, [dataclasses.replace(problem, **about) for problem in problems]


def fingerprint(cells: dict) -> str:
    """Digest of a row's cells, by which it is known whatever file it comes in."""
    text = json.dumps(sorted((str(name), cell) for name, cell in cells.items()), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def _add_subject(definition: Definition, values: dict[str, Any]) -> None:
    """Add `subject_id` from the code of the site, or from platform and id (else name) of the account."""
    if definition.subject is None:
        return
    values["subject_id"] = None
    if definition.subject is model.SubjectKind.SITE and values["site_code"]:
        values["subject_id"] = model.site_id(values["site_code"])
    elif definition.subject is model.SubjectKind.ACCOUNT and values["platform"]:
        account = values["account_id"] or values["name"]
        values["subject_id"] = model.account_id(values["platform"], account) if account else None


def _doubled(
    definition: Definition, places: dict[str, list[str]], file: str, row: Row, key: tuple, first: int
) -> Quarantined:
    name = next((name for name in ("site_code", "account_id", *definition.key) if places.get(name)), "")
    headers = places.get(name) or list(row.headers)[:1]
    raw = _raw(places, row, definition.fields)
    return Quarantined(
        file=file,
        row_no=row.row_no,
        column_name=headers[0],
        value=_masked(" ".join(map(str, key))),
        reason=f"doubled key: row {first} has the same",
        remedy="remove one of the two rows, or correct its key; the first one was taken",
        raw=raw,
        key=key,
        raw_sha256=fingerprint(raw),
    )


def _raw(places: dict[str, list[str]], row: Row, fields: dict[str, Field]) -> dict[str, str]:
    """The row's cells as they came: only of columns that were asked for, and none where they have slipped."""
    if row.problem:
        return {}
    cells = row.cells
    return {header: _masked(cells[header]) for name in fields for header in places[name]}


def _masked(text: str) -> str:
    return _PERSONAL_VALUE.sub("(removed)", text)
