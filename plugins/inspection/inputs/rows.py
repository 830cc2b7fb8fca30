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
from typing import Any, NamedTuple

from inspection import model
from inspection.declared.inputs import REGISTRIES, Definition, Field, header_key
from inspection.errors import InspectionError
from inspection.inputs import convert, furniture, headers
from inspection.inputs.tables import Row, Table
from inspection.language import N_

# A row whose cells have slipped may hold a person's number under any header.
_APART = (N_("doubled key"), N_("{0} has the same"))  # where it is told behind a cell, each part stands by itself
_KEPT = 2000  # characters of a cell that cannot be taken
_PERSON_IN_NAME = re.compile(
    r"\s*[(（\[【]?\s*(?:联系)?(?:电话|手机|座机|传真|tel)?(?:号码|号)?\s*[:：.]?\s*"
    r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-\d{7,8})(?!\d)\s*[)）\]】]?",
    re.IGNORECASE,
)
# of a sheet that is called after a place, and not 全市, 市区 or 各县区
_PLACE_NAME = re.compile(r"(?![全各本]|[省市州县区乡镇旗]+$)[\u4e00-\u9fff]{1,12}(?:县|区|市|州|盟|旗|镇|乡|街道|苏木)")
_PERSONAL_VALUE = re.compile(
    r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)"
    r"|(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]+@[\w-]+(?:\.[\w-]+)+"
)


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
    sheet: str = ""


class Note(NamedTuple):
    """What was passed over or emptied and stops nothing: a row (`kind` says what it is), or a cell of one that is in.

    `said` is what is wrong with the cell, or the words by which the row was told.
    """

    kind: str
    sheet: str
    row_no: int
    column_name: str
    value: str
    said: str


EMPTIED = "emptied"  # the kind of a note on a cell


@dataclass
class Parsed:
    """Rows that can be loaded (each with `row_no`) and those that cannot."""

    good: list[dict[str, Any]] = field(default_factory=list)
    bad: list[Quarantined] = field(default_factory=list)
    returned: set[str] = field(default_factory=set)  # quarantined rows that a ruling let in
    persons: list[tuple[str, str, str]] = field(default_factory=list)  # subject, header, text
    unused: list[str] = field(default_factory=list)  # headers that no field is read from
    notes: list[Note] = field(default_factory=list)
    unread: tuple[str, ...] = ()  # sheets that were not read

    @property
    def bad_row_count(self) -> int:
        """Quarantined rows; a row with two bad cells is one."""
        return len({(each.sheet, each.row_no) for each in self.bad})

    @property
    def passed_over_count(self) -> int:
        """Rows that are no data."""
        return sum(each.kind != EMPTIED for each in self.notes)


def read_cell(field: Field, cell: str, *, is_approved: bool = False) -> Any:
    """The value of a non-blank cell; of an approved one its text, where the value is one. Raises Unreadable."""
    if is_approved and (field.vocabulary or field.converter in convert.TEXTUAL):
        try:
            return read_cell(field, cell)
        except convert.Unreadable:
            return cell
    if len(cell) > field.longest:
        raise convert.Unreadable(f"has {len(cell):,} characters", f"write at most {field.longest:,}")
    if field.words and (own := field.words.get(convert.fold(cell))) is not None:
        return own
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
    Every row is in `good`, in `bad`, or passed over with a note.

    Raises InspectionError when a required column is missing from the whole table.
    """
    places = _places(definition, table)
    read_row = _row_reader(definition, places, table.headers, table.file, eaten=_eaten(definition, places, table))
    used = {header for found in places.values() for header in found}
    parsed = Parsed(unused=[header for header in table.headers if header not in used], unread=table.notes)
    parsed.notes += [Note(row.furniture.kind, row.sheet, row.row_no, "", "", "") for row in table.titles]
    first_by_key: dict[tuple, Row] = {}
    first_by_address: dict[tuple, Row] = {}
    seen: dict[str, int] = {}
    if not keeps_table:
        table.rows.reverse()
    for row in table.rows if keeps_table else iter(lambda: table.rows.pop() if table.rows else None, None):
        values, problems, emptied = read_row(row)
        blank = definition.unfilled_without
        if problems and blank and problems[0].key and not any(values[name] for name in blank):
            parsed.notes.append(Note("unfilled", row.sheet, row.row_no, "", "", ""))
            continue
        if row.furniture and _is_furniture(row, problems, used):
            parsed.notes.append(Note(row.furniture.kind, row.sheet, row.row_no, "", "", row.furniture.words))
            continue
        if not problems:
            problems = _shared(definition, places, table.file, row, values, first_by_key, first_by_address)
        if problems:
            parsed.bad += _told_apart(problems, seen)
            continue
        parsed.notes += emptied
        values["row_no"] = row.row_no
        if definition.keeps_pictures:
            values["sheet"] = row.sheet or table.sheet
        parsed.good.append(values)
        if table.person_headers and definition.subject:
            texts = zip(table.person_headers, row.persons, strict=True)
            parsed.persons += [(values["subject_id"], header, text) for header, text in texts if text.strip()]
    return parsed


def _is_furniture(row: Row, problems: list[Quarantined], used: set[str]) -> bool:
    """Whether a row that looks like no data is none: it cannot be read, nor its key; an example can, but for a cell
    that nothing is read from."""
    if row.furniture.kind == furniture.EXAMPLE:
        first = next(header for header, cell in row.cells.items() if cell.strip())
        return first not in used
    return bool(problems) and (problems[0].key is None or row.furniture.kind in furniture.EVEN_WITH_KEY)


def _told_apart(problems: list[Quarantined], seen: dict[str, int]) -> list[Quarantined]:
    """The faults of a row under an id that no row before it has: the second of two that look alike has its own."""
    row_id = problems[0].raw_sha256
    seen[row_id] = seen.get(row_id, 0) + 1
    if seen[row_id] == 1:
        return problems
    own = fingerprint({"row": row_id, "time": seen[row_id]})
    return [dataclasses.replace(each, raw_sha256=own) for each in problems]


def _shared(
    definition: Definition,
    places: dict[str, list[str]],
    file: str,
    row: Row,
    values: dict[str, Any],
    first_by_key: dict[tuple, Row],
    first_by_address: dict[tuple, Row],
) -> list[Quarantined]:
    """What keeps a row out because another one has its key, or its address: the first of the two is taken."""
    key = tuple(values[name] for name in definition.key)
    first = first_by_key.setdefault(key, row)
    if first is not row:
        name = next((name for name in ("site_code", "account_id", *definition.key) if places.get(name)), "")
        wrong = convert.Unreadable(
            f"doubled key: {_called(first, row)} has the same",
            "remove one of the two rows, or correct its key; the first one was taken",
        )
        return [_other(definition, places, file, row, key, name, " ".join(map(str, key)), wrong)]
    for name in definition.addresses:
        if not values[name] or values.get("status") != model.SubjectStatus.RUNNING:
            continue
        first = first_by_address.setdefault((name, convert.address_key(values[name])), row)
        if first is not row:
            del first_by_key[key]
            wrong = convert.Unreadable(
                f"{_called(first, row)} has the same address",
                "correct the address of one of the two, or let this one in as it is (按原样)",
            )
            return [_other(definition, places, file, row, key, name, values[name], wrong)]
    return []


def _called(row: Row, beside: Row) -> str:
    """A row for people: with its sheet where that is another."""
    if row.sheet == beside.sheet:
        return N_("row {0}").format(row.row_no)
    return N_("row {0} of sheet {1}").format(row.row_no, row.sheet)


def _eaten(definition: Definition, places: dict[str, list[str]], table: Table) -> frozenset[str]:
    """Fields of ids whose long ones all end in zeros from the sixteenth digit on: a spreadsheet rounded the column.

    By chance one id in ten ends in a zero; three zeros together are one in a thousand.
    """
    found = set()
    for name, each in definition.fields.items():
        if each.converter != "identifier":
            continue
        columns = [table.headers.index(header) for header in places[name]]
        cells = (row.values[column].strip() for row in table.rows for column in columns)
        tails = {cell: cell[convert.EXACT_DIGITS :] for cell in cells if len(cell) > convert.EXACT_DIGITS}
        tails = {cell: tail for cell, tail in tails.items() if cell.isdecimal()}
        if sum(map(len, tails.values())) >= 3 and not any(tail.strip("0") for tail in tails.values()):
            found.add(name)
    return frozenset(found)


def _places(definition: Definition, table: Table) -> dict[str, list[str]]:
    """Field → the table's headers that carry it, in the order of the definition."""
    by_key = {header_key(header): header for header in reversed(table.headers)}
    places = {
        name: [
            by_key[key]
            for key in map(header_key, (*each.headers, *(f"是否{one}" for one in each.asked)))
            if key in by_key
        ]
        for name, each in definition.fields.items()
    }
    flags = {name: [one for one in each.flags if header_key(one) in by_key] for name, each in definition.fields.items()}
    lacking = [
        name for name, each in definition.fields.items() if each.is_required and not places[name] and not flags[name]
    ]
    for name, found in flags.items():
        places[name] += [by_key[header_key(one)] for one in found]
    if lacking:
        wanted = [" | ".join([*definition.fields[name].headers, *definition.fields[name].flags]) for name in lacking]
        raise headers.missing(table.file, definition.required, wanted, table.headers)
    return places


def _row_reader(
    definition: Definition,
    places: dict[str, list[str]],
    printed: tuple[str, ...],
    file: str,
    *,
    is_approved: bool = False,
    eaten: frozenset[str] = frozenset(),
) -> Callable[[Row], tuple[dict[str, Any], list[Quarantined], list[Note]]]:
    """A function from a row to its values, to what is wrong with them, and to the cells that were emptied."""
    fields = definition.fields
    ordered = [(name, each.not_before) for name, each in fields.items() if each.not_before]
    takes_names = definition.subject is not None and definition.source in REGISTRIES
    has_place_column = "region" not in fields or bool(places["region"])
    index_of = {header: index for index, header in enumerate(printed)}
    asked = {name: {header_key(one) for one in each.flags} for name, each in fields.items()}
    plain = {
        name: [(header, index_of[header]) for header in found if header_key(header) not in asked[name]]
        for name, found in places.items()
    }
    flagged = {
        name: [(header, index_of[header], _flag(fields[name], header)) for header in found
               if header_key(header) in asked[name]]
        for name, found in places.items()
    }  # fmt: skip

    def cell_of(row: Row, name: str) -> tuple[str, str]:
        """Header and clean cell of a field: the first of its headers that has something in it."""
        for header, index in plain[name]:
            if cell := convert.clean(row.values[index]):
                return header, cell
        return next((header for header, *_ in (*plain[name][-1:], *flagged[name])), fields[name].headers[0]), ""

    def value_of(row: Row, name: str, header: str, cell: str) -> Any:
        """The value of a cell, of the address to which it leads where one is asked for and it says something else, or
        of the columns 是否X where it is blank; None for none. Raises Unreadable."""
        each = fields[name]
        if cell:
            if takes_names and each.converter == "text" and len(cell) <= each.longest:
                cell = _PERSON_IN_NAME.sub("", cell).strip() or cell
            if name in eaten and cell.isdecimal() and len(cell) > convert.EXACT_DIGITS and not is_approved:
                raise convert.rounded()
            try:
                return read_cell(each, cell, is_approved=is_approved)
            except convert.Unreadable:
                link = dict(row.links).get(header, "") if each.converter == "url" else ""
                if not link:
                    raise
                return read_cell(each, link)
        said = {header: (convert.clean(row.values[index]), what) for header, index, what in flagged[name]}
        return _answered(each, said) if said else None

    def read_row(row: Row) -> tuple[dict[str, Any], list[Quarantined], list[Note]]:
        values: dict[str, Any] = dict.fromkeys(fields)
        problems: list[tuple[str, str, str, str]] = []
        emptied: list[Note] = []
        blank: list[str] = []

        def amiss(name: str, header: str, cell: str, reason: str, remedy: str) -> None:
            """Empty an optional cell that says nothing when it is blank; else the row cannot be taken."""
            each = fields[name]
            if each.is_required or each.blank_says or name in definition.key or name in definition.one_of:
                problems.append((header, cell, reason, remedy))
            else:
                values[name] = each.blank
                said = f"{reason}: {remedy}"
                emptied.append(Note(EMPTIED, row.sheet, row.row_no, header, _masked(cell), said))

        for name, each in fields.items():
            header, cell = cell_of(row, name)
            try:
                values[name] = value_of(row, name, header, cell)
            except convert.Unreadable as error:
                amiss(name, header, cell, error.reason, error.remedy)
                continue
            if values[name] is None:
                values[name] = each.blank
                if each.is_required:
                    blank.append(name)
        if not has_place_column and _PLACE_NAME.fullmatch(row.sheet):
            values["region"] = row.sheet
        for name in blank:
            if values.get("status") not in fields[name].unless_status:
                problems.append((cell_of(row, name)[0], "", "is blank", "fill it in"))
        for name, start in ordered:
            if not is_approved and values[name] and values[start] and values[name] < values[start]:
                amiss(name, *cell_of(row, name), f"is before {start}", "correct the one or the other")
        if definition.one_of and not problems and all(values[name] is None for name in definition.one_of):
            header, _ = cell_of(row, definition.one_of[0])
            problems.append((header, "", "is blank", f"one of {', '.join(definition.one_of)} is needed: fill one in"))
        if row.problem:
            problems.append(("", "", row.problem, "export the file again, with cells quoted"))
        _add_subject(definition, values)
        if not problems:
            return values, [], emptied
        key = tuple(values[name] for name in definition.key)
        raw = _raw(places, row, fields)
        filled = [(header, cell) for header, cell in raw.items() if cell.strip()]
        if len(filled) == 1 and None in key and len(problems) > 2:
            problems = [(*filled[0], "is the only cell of its row", "delete the row, or fill it in")]
        elif raw and not filled:
            problems = [
                ("", _stray(row), "has nothing under the columns that are read", "delete the row, or fill it in")
            ]
        about = (raw, None if None in key else key, fingerprint(raw or dict(enumerate(map(_masked, row.values)))))
        return (
            values,
            [
                Quarantined(file, row.row_no, header, _masked(cell), reason, remedy, *about, sheet=row.sheet)
                for header, cell, reason, remedy in problems
            ],
            emptied,
        )

    return read_row


def _flag(field: Field, header: str) -> dict[bool, str]:
    """What 是 and 否 in a column 是否X say of a field."""
    return next(said for one, said in field.flags.items() if header_key(one) == header_key(header))


def _answered(field: Field, said: dict[str, tuple[str, dict[bool, str]]]) -> Any:
    """What columns 是否X say together: header → cell, and what its 是 and 否 mean; None where all are blank.

    Raises Unreadable for a word that is neither, and where they say two things or leave open which.
    """
    answers = {header: (convert.boolean(cell), what) for header, (cell, what) in said.items() if cell}
    found = {what[yes]: header for header, (yes, what) in answers.items() if yes in what}
    if len(found) > 1:
        first, second, *_ = found.values()
        raise convert.Unreadable(f"{first} and {second} contradict each other", "correct one of the two")
    if found:
        return next(iter(found))
    denied = [header for header, (yes, what) in answers.items() if not yes and field.unflagged in what.values()]
    if answers and denied:
        raise convert.Unreadable(f"{denied[0]} is 否, and no column says what it is instead", "say which it is")
    return field.unflagged if answers else None


def _stray(row: Row) -> str:
    """The first text of a row, wherever it stands."""
    return next((_masked(cell.strip()) for cell in row.values if cell.strip()), "")


def reread(
    definition: Definition, cells: dict[str, str], was: Quarantined, *, is_approved: bool
) -> tuple[dict[str, Any], list[Quarantined]]:
    """A quarantined row from corrected cells, or from its own as they are: its values, or what is wrong with it."""
    printed = tuple(cells)
    table = Table(was.file, printed, [])
    try:
        places = _places(definition, table)
    except InspectionError as error:
        return {}, [dataclasses.replace(was, reason=error.problem, remedy=error.remedy)]
    row = Row(was.row_no, printed, tuple(cells.values()), sheet=was.sheet)
    values, problems, _ = _row_reader(definition, places, printed, was.file, is_approved=is_approved)(row)
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


def _other(
    definition: Definition,
    places: dict[str, list[str]],
    file: str,
    row: Row,
    key: tuple,
    name: str,
    value: str,
    wrong: convert.Unreadable,
) -> Quarantined:
    """A row that is in order by itself and cannot be taken for another's sake."""
    raw = _raw(places, row, definition.fields)
    return Quarantined(
        file=file,
        row_no=row.row_no,
        column_name=(places.get(name) or list(row.headers)[:1])[0],
        value=_masked(value),
        reason=wrong.reason,
        remedy=wrong.remedy,
        raw=raw,
        key=key,
        raw_sha256=fingerprint(raw),
        sheet=row.sheet,
    )


def _raw(places: dict[str, list[str]], row: Row, fields: dict[str, Field]) -> dict[str, str]:
    """The row's cells as they came: only of columns that were asked for, and none where they have slipped."""
    if row.problem:
        return {}
    cells = row.cells
    return {header: _masked(cells[header]) for name in fields for header in places[name]}


def _masked(text: str) -> str:
    """A text as it may be kept: without numbers and addresses of persons, and cut where it is absurdly long."""
    if len(text) > _KEPT:
        text = f"{text[:_KEPT]}…"
    return _PERSONAL_VALUE.sub("(removed)", text)
