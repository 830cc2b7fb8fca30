"""Tables of any provenance as rows of text: CSV, workbooks old and new, JSON, web pages; from a file or by HTTP.

What a file is, its bytes say, not its name: reporting systems call a web page or tabbed text .xls. Every sheet and row
that is not read is named in the table's notes. `read_table` alone reads foreign bytes, and needs nothing but them.
Columns about persons (include/registry/personal.yaml) are kept apart here, and only where they are asked for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import zip_longest
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec
from bs4 import BeautifulSoup

from inspection import cage
from inspection.declared import strict
from inspection.declared.inputs import LISTS, REGISTRIES, definition, header_key
from inspection.declared.office import Source, WebList
from inspection.errors import InspectionError
from inspection.inputs import (
    decoding,
    delimited,
    fetching,
    files,
    foreign,
    furniture,
    headers,
    markup,
    web_list,
    workbook,
)
from inspection.inputs.convert import DITTO
from inspection.inputs.furniture import Furniture
from inspection.inputs.grid import Grid, Line, Sheet
from inspection.inputs.workbook import cell_text
from inspection.language import N_, S_
from inspection.net.addresses import AddressRule
from inspection.places import INCLUDE

PUBLIC = AddressRule()
PERSONAL = INCLUDE / "registry" / "personal.yaml"
TITLE = Furniture("title", "")
_MOST_WORDS_OF_A_TITLE = 2  # a title or a line of the form above a list has not more words that are headers

# what a table may take; a national registry (100 MB) takes a third of it
_DEEPEST = 3  # levels of objects around a list
_BOUNDS = cage.Bounds(memory_bytes=2 << 30, cpu_seconds=90, output_bytes=512 << 20)
_ROWS_OF_A_PART = 2_000
_REFUSED = {
    "too_large": (
        N_("is too large to be read"),
        N_("delete empty rows and columns behind the list, or split it; export it again"),
    ),
    "too_slow": (
        N_("takes too long to be read"),
        N_("it may be damaged or made to do harm; export it again"),
    ),
    "damaged": (N_("cannot be read"), N_("it may be damaged or made to do harm; export it again")),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet shows it (in JSON its place in the list, from 1), and its texts.

    `values` stand under the table's `headers`, `persons` (only where asked for) under its `person_headers`.
    """

    row_no: int
    headers: tuple[str, ...]
    values: tuple[str, ...]
    problem: str = ""
    persons: tuple[str, ...] = ()
    sheet: str = ""  # where a file has several that are read
    furniture: Furniture | None = None  # what it is where it cannot be read as data
    links: tuple[tuple[str, str], ...] = ()  # header → the address to which its cell leads

    @property
    def cells(self) -> dict[str, str]:
        """Header → text."""
        return dict(zip(self.headers, self.values, strict=True))


@dataclass(frozen=True)
class Table:
    """Rows of one file in its order, without blank ones; `headers` as printed, without personal ones.

    `content_sha256` tells whether two files say the same.
    """

    file: str
    headers: tuple[str, ...]
    rows: list[Row] = field(repr=False)
    content_sha256: str = ""
    person_headers: tuple[str, ...] = ()
    titles: list[Row] = field(default_factory=list, repr=False)  # rows above the header
    notes: tuple[str, ...] = ()  # sheets that were not read, and why
    sheet: str = ""  # the one that was read, where it is one: its rows do not say it


@dataclass(frozen=True)
class Input:
    """The bytes of an input and its name for people, whose ending says what it is."""

    name: str
    data: bytes = field(repr=False)

    @property
    def kind(self) -> str:
        """Its ending without .gz: .csv, .xlsx, .json, …"""
        suffixes = [suffix.lower() for suffix in PurePosixPath(self.name).suffixes]
        return next((suffix for suffix in reversed(suffixes) if suffix != ".gz"), "")

    @property
    def sha256(self) -> str:
        """Digest of what it says: of a workbook, of its sheets."""
        if self.data.startswith(b"PK"):
            (digest,) = _caged(self.name, cage.stream(_digest, self.data, self.name, of=str, bounds=_BOUNDS))
            return digest
        return hashlib.sha256(self.data).hexdigest()


def fetch(location: str | Path | Source, rule: AddressRule = PUBLIC) -> Input:
    """All bytes of an input; `rule` says where we may connect. Raises InspectionError for a file or server that cannot
    be read whole."""
    source = location if isinstance(location, Source) else _source(location)
    if source.url:
        return Input(*fetching.download(source, rule))
    path = files.newest(source.path or "")
    return Input(str(path), files.content_of(path, str(path)))


def read_location(
    location: str | Path | Source, known_headers: Collection[str] = (), rule: AddressRule = PUBLIC
) -> Table:
    """The table at a path or an HTTP address. Errors as `fetch` and `read_table`."""
    content = fetch(location, rule)
    spec = location.web_list if isinstance(location, Source) else None
    return read_table(content.data, content.name, known_headers, spec=spec)


def read_table(
    data: bytes,
    name: str,
    known_headers: Collection[str] = (),
    *,
    required: Sequence[str] = (),
    spec: WebList | None = None,
    with_persons: bool = False,
) -> Table:
    """The table in a file's bytes; `name` is its name for people.

    The header is the first row with two of `known_headers` (title rows above it are skipped; a second header
    row below it is read with it), or simply the first row where none are given. `required` are the columns without
    which a sheet is none of ours, each with its forms: 网站名称 | name. Of a workbook all sheets with such a header
    are read that people see, of hidden ones the first where no other has one. A list on a web page needs its `spec`.
    Read in the cage: whoever sent the file, it can harm nothing but itself. Raises InspectionError for a file that is
    empty, damaged, holds no such table, or is more than can be read.
    """
    asked = (name, tuple(known_headers), tuple(required), spec, with_persons)
    table, kept = Table(name, (), []), dict[str, str]()
    for part in _caged(name, cage.stream(_parts, data, *asked, of=_Part, bounds=_BOUNDS)):
        if not table.content_sha256:
            printed, persons = tuple(part.headers), tuple(part.person_headers)
            titles = [
                Row(row_no, (), (), sheet=sheet, furniture=Furniture(kind, "")) for sheet, row_no, kind in part.titles
            ]
            table = Table(name, printed, [], part.content_sha256, persons, titles, tuple(part.notes), part.sheet)
        for row_no, values, problem, persons, sheet, kind, links in part.rows:
            values = tuple([kept.setdefault(value, value) for value in values])  # an office stands in thousands of rows
            about = Furniture(*kind) if kind else None
            table.rows.append(Row(row_no, table.headers, values, problem, tuple(persons), sheet, about, tuple(links)))
    return table


def before_the_cage() -> None:
    """Load what a reader in the cage cannot: words of columns and rows, the parsers of pages and of their parts."""
    _personal_words()
    headers_of_all()
    furniture.load()
    markup.load()
    BeautifulSoup("<p>", "lxml")


class _Part(msgspec.Struct, array_like=True):
    """Some rows of a table, as they leave the cage: number, values, problem, persons, sheet, what else it is, links."""

    headers: list[str]
    person_headers: list[str]
    content_sha256: str
    titles: list[tuple[str, int, str]]
    notes: list[str]
    sheet: str
    rows: list[tuple[int, list[str], str, list[str], str, tuple[str, str] | None, list[tuple[str, str]]]]


def _parts(
    data: bytes,
    name: str,
    known_headers: Collection[str],
    required: Sequence[str],
    spec: WebList | None,
    with_persons: bool,
) -> Iterator[_Part]:
    table = read_uncaged(data, name, known_headers, required=required, spec=spec, with_persons=with_persons)
    for at in range(0, max(len(table.rows), 1), _ROWS_OF_A_PART):
        rows = table.rows[at : at + _ROWS_OF_A_PART]
        yield _Part(
            list(table.headers),
            list(table.person_headers),
            table.content_sha256,
            [(row.sheet, row.row_no, row.furniture.kind) for row in table.titles],
            list(table.notes),
            table.sheet,
            [_sent(row) for row in rows],
        )


def _sent(row: Row) -> tuple:
    about = (row.problem, list(row.persons), row.sheet, row.furniture, list(row.links))
    return row.row_no, list(row.values), *about


def _digest(data: bytes, name: str) -> str:
    return workbook.digest(data, name) if data.startswith(b"PK") else hashlib.sha256(data).hexdigest()


def _caged(name: str, found: Iterable[Any]) -> Iterator[Any]:
    """What comes out of the cage, or an error that names the file."""
    try:
        yield from found
    except cage.Unreadable as error:
        problem, remedy = _REFUSED[error.outcome]
        raise InspectionError(f"{problem}: {error.detail}", place=name, remedy=remedy) from error


def read_uncaged(
    data: bytes,
    name: str,
    known_headers: Collection[str] = (),
    *,
    required: Sequence[str] = (),
    spec: WebList | None = None,
    with_persons: bool = False,
) -> Table:
    """As `read_table`, in this process: for files of our own making, and for the cage itself."""
    content = Input(name, data)
    _refuse_empty(data, name)
    if name.lower().endswith(".gz"):
        data = files.unzipped(data, name)
        _refuse_empty(data, name)
    known = {header_key(header) for header in known_headers}
    if spec is not None and content.kind in {".html", ".htm", ""}:
        table = _from_grid(web_list.read(data, name, spec), name, known, required, with_persons=with_persons)
    elif content.kind == ".json":
        table = _from_items(_json_items(data, name), name, known, with_persons=with_persons)
    else:
        table = _from_sheets(list(_sheets(data, content.kind, name, known)), name, known, required, with_persons)
    return replace(table, content_sha256=_digest(content.data, name))


def _source(location: str | Path) -> Source:
    return Source(url=str(location)) if fetching.is_url(location) else Source(path=str(location))


def _refuse_empty(data: bytes, name: str) -> None:
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        raise InspectionError("is empty", place=name, remedy="export it again; what was loaded before stays in force")


def _sheets(data: bytes, kind: str, name: str, known: set[str]) -> Iterator[Sheet]:
    """The sheets of a file by what its bytes are; a text is one sheet without a name."""
    foreign.refuse(data, name)
    if kind not in files.KINDS and not (kind in foreign.ENDINGS and foreign.is_workbook(data)):
        raise InspectionError(
            f"has no known ending ({kind or 'none'})", place=name, remedy="use .csv[.gz], .xlsx, .xls, .ods, .json"
        )
    if data.startswith((b"PK\x03\x04", workbook.OLD)):
        yield from workbook.sheets(data, name)
    elif markup.is_mhtml(data):
        yield from markup.mhtml_sheets(data, name)
    elif markup.is_spreadsheet_xml(data):
        yield from markup.xml_sheets(data, name)
    elif markup.is_page(data):
        yield from markup.page_sheets(data, name)
    elif data.startswith(b"\x1f\x8b"):
        raise InspectionError("is a gzip file, not what its name says", place=name, remedy="name it .csv.gz")
    elif b"\x00" in data[:4096] and not decoding.utf16(data):
        raise InspectionError(
            "is something else, not what its name says", place=name, remedy="export it again as .xlsx"
        )
    else:
        text = decoding.decoded(data, name)
        delimiter = delimited.separator(text, lambda cells: headers.weight(cells, known))
        yield Sheet("", False, list(delimited.records(text, delimiter)))


def _from_sheets(sheets: list[Sheet], name: str, known: set[str], required: Sequence[str], with_persons: bool) -> Table:
    """The rows of all sheets that hold the list, under the headers of all of them; the others are named."""
    filled = [sheet for sheet in sheets if not all(row.is_blank for row in sheet.grid)]
    if not filled:
        raise InspectionError("is empty", place=name, remedy="export it again; what was loaded before stays in force")
    with_header = [sheet for sheet in filled if headers.index_of(sheet.grid, known, required) is not None]
    if not with_header:
        raise headers.absent(name, required, known, max(filled, key=lambda sheet: len(sheet.grid)).grid)
    if not known:
        with_header = with_header[:1]
    tables = [(each, _from_grid(each.grid, name, known, required, with_persons=with_persons)) for each in with_header]
    whole = [(sheet, table) for sheet, table in tables if not _lacking(table, required)] or tables[:1]
    seen = [pair for pair in whole if not pair[0].is_hidden] or whole[:1]
    taken = {id(sheet) for sheet, _ in seen}
    notes = [
        _unread(sheet, next((table for one, table in tables if one is sheet), None), required)
        for sheet in sorted(filled, key=lambda sheet: sheet.is_hidden)
        if id(sheet) not in taken
    ]
    return _joined(name, seen, tuple(notes))


def _lacking(table: Table, required: Sequence[str]) -> list[str]:
    """The required columns that a table has not."""
    own = {header_key(header) for header in table.headers}
    return [column for column in required if not own & {header_key(form) for form in column.split(" | ")}]


def _unread(sheet: Sheet, table: Table | None, required: Sequence[str]) -> str:
    """Why a sheet was not read."""
    count = sum(not row.is_blank for row in sheet.grid)
    if table is None:
        why = S_("it has no header that is known")
    elif lacking := _lacking(table, required):
        why = S_(f"it lacks the column {lacking[0].partition(' | ')[0]}")
    else:
        why = S_("it is hidden: unhide it if its rows count")
    return f"{S_(f'sheet {sheet.name} not read ({count} rows)')}: {why}"


def _joined(name: str, parts: list[tuple[Sheet, Table]], notes: tuple[str, ...]) -> Table:
    """Several sheets as one table; a single one stays as it is."""
    if len(parts) == 1:
        return replace(parts[0][1], notes=notes, sheet=parts[0][0].name)
    return replace(_as_one(name, [(sheet.name, table) for sheet, table in parts]), notes=notes)


def _as_one(name: str, parts: list[tuple[str, Table]]) -> Table:
    """Tables as one, each under the name of its sheet: the headers are those of all, in the form of the first of each;
    a row has texts under its own."""
    forms: dict[str, str] = {}
    for _, table in parts:
        for header in table.headers:
            forms.setdefault(header_key(header), header)
    printed = tuple(forms.values())
    persons = tuple(dict.fromkeys(header for _, table in parts for header in table.person_headers))
    whole = Table(name, printed, [], person_headers=persons)
    for sheet, table in parts:
        for kept, rows in ((whole.titles, table.titles), (whole.rows, table.rows)):
            for row in rows:
                # of two columns with one name the first counts, as in a table by itself
                cells = {forms[header_key(header)]: cell for header, cell in reversed(row.cells.items())}
                links = tuple([(forms.get(header_key(header), header), link) for header, link in row.links])
                told = dict(zip(table.person_headers, row.persons, strict=False))
                values = tuple([cells.get(header, "") for header in printed])
                about = tuple([told.get(header, "") for header in persons])
                kept.append(replace(row, headers=printed, values=values, persons=about, sheet=sheet, links=links))
    return whole


def _json_items(content: bytes, name: str) -> list[Any]:
    """The list in a JSON file: itself, its lines, or the one list of objects in it, of which none may be missing."""
    try:
        text = content.decode("utf-8-sig")
        try:
            document = json.loads(text)
        except ValueError:
            lines = [line for line in text.splitlines() if line.strip()]
            if len(lines) < 2 or not all(line.lstrip().startswith("{") for line in lines):
                raise
            document = [json.loads(line) for line in lines]
    except (ValueError, RecursionError) as error:
        raise InspectionError(f"is not valid JSON: {error}", place=name, remedy="export it again, whole") from error
    items, about = document, {}
    if isinstance(document, dict):
        found = list(_lists(document))
        items, about = found[0] if len(found) == 1 else (document.get("items"), document)
    if not isinstance(items, list):
        raise InspectionError("holds no list", place=name, remedy='send a list of objects, or {"items": [...]}')
    total = about.get("total")
    if isinstance(total, int) and total != len(items):
        raise InspectionError(f"holds {len(items)} of {total} items", place=name, remedy="export it again, whole")
    return items


def _lists(document: dict[str, Any], depth: int = 0) -> Iterator[tuple[list[Any], dict[str, Any]]]:
    """Every list of objects of a document, and in what it stands: {"data": {"total": 2, "list": [...]}}."""
    for value in document.values():
        if isinstance(value, list) and any(isinstance(each, dict) for each in value):
            yield value, document
        elif isinstance(value, dict) and depth < _DEEPEST:
            yield from _lists(value, depth + 1)


def _from_items(items: list[Any], name: str, known: set[str], *, with_persons: bool) -> Table:
    names = list(dict.fromkeys(key for item in items if isinstance(item, dict) for key in item))
    if items and not names:
        raise headers.absent(name, (), known, [])
    grid = [Line(0, names)]
    for row_no, item in enumerate(items, 1):
        cells = item if isinstance(item, dict) else {}
        grid.append(Line(row_no, [_json_text(cells.get(header)) for header in names]))
    return _from_grid(grid, name, set(), keep_blank=True, with_persons=with_persons)


def _json_text(value: Any) -> str:
    # A lone surrogate is valid JSON and no text that a database takes.
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else cell_text(value)
    return text.encode("utf-8", "replace").decode("utf-8")


def _from_grid(
    rows: Grid,
    name: str,
    known: set[str],
    required: Sequence[str] = (),
    *,
    with_persons: bool,
    keep_blank: bool = False,
) -> Table:
    """The table of a sheet: from its header on, and again from each header below in which the columns have moved."""
    header_index = headers.index_of(rows, known, required)
    if header_index is None:
        if keep_blank:
            return Table(name, (), [])
        raise headers.absent(name, required, known, rows)
    parts: list[tuple[str, Table]] = []
    while header_index < len(rows):
        table, next_index = _block(rows, header_index, name, known, required, with_persons, keep_blank)
        parts.append(("", table))
        rows, header_index = rows[next_index:], 0
    return parts[0][1] if len(parts) == 1 else _as_one(name, parts)


def _block(
    rows: Grid,
    header_index: int,
    name: str,
    known: set[str],
    required: Sequence[str],
    with_persons: bool,
    keep_blank: bool,
) -> tuple[Table, int]:
    """The rows under one header, and the index of the next one in which columns have moved."""
    above = rows[:header_index]
    printed = [cell.strip() for cell in rows[header_index].cells]
    below = rows[header_index + 1].cells if known and header_index + 1 < len(rows) else []
    if second := headers.second(printed, below, known):
        printed, header_index = second, header_index + 1
    places = {header: index for index, header in reversed(list(enumerate(printed))) if header}
    persons = {header: index for header, index in places.items() if with_persons and _is_personal(header)}
    places = {header: index for header, index in places.items() if not _is_personal(header)}
    shown = tuple(sorted(places, key=places.__getitem__))
    table = Table(name, shown, [], person_headers=tuple(persons))
    indexes, width = [places[header] for header in shown], len(printed)
    titles = {"".join(cell.split()) for row in above for cell in row.cells if cell.strip()}
    table.titles.extend(_titles(above, known))
    words = known | {header.casefold() for header in printed} if known and not keep_blank else set()
    others = headers_of_all() if words else frozenset()
    cells_above: list[str] = []
    before: Furniture | None = None
    for at, row in enumerate(rows[header_index + 1 :], header_index + 1):
        row_no, cells, problem, links = row
        if row.is_blank and not keep_blank:
            continue
        role = headers.role(cells, printed, known, required, others, words) if words else ""
        if role == headers.MOVED:
            return table, at
        is_long = any(cell.strip() for cell in cells[width:])
        padded = cells if len(cells) >= width else cells + [""] * (width - len(cells))
        if not problem and is_long:
            problem = f"has {len(cells)} cells under {width} headers"
        if not keep_blank and not DITTO.isdisjoint(padded):
            padded = [_repeated(cell, above_it) for cell, above_it in zip_longest(padded, cells_above, fillvalue="")]
        values = tuple([padded[index].replace("\x00", "") for index in indexes])
        about = tuple([padded[index] for index in persons.values()])
        if role == headers.ANOTHERS or (before and before.kind == furniture.ANOTHERS and role != headers.AGAIN):
            kind = Furniture(furniture.ANOTHERS, "")
        elif role == headers.AGAIN:
            kind = Furniture("repeated header", "")
        else:
            kind = None if keep_blank else furniture.of(cells, printed, titles, before)
        before = kind
        cells_above = cells_above if kind else padded
        led = tuple([(printed[index], link) for index, link in links.items() if index < width]) if links else ()
        table.rows.append(Row(row_no, shown, values, problem, about, "", kind, led))
    return table, len(rows)


def _titles(above: Grid, known: set[str]) -> Iterator[Row]:
    """The rows above a header: titles, or from a header of another list on that list."""
    kind = TITLE
    for row in above:
        if known and kind is TITLE and headers.weight(row.cells, headers_of_all()) > _MOST_WORDS_OF_A_TITLE:
            kind = Furniture(furniture.ANOTHERS, "")
        if not row.is_blank:
            yield Row(row.row_no, (), (), furniture=kind)


def _repeated(cell: str, above: str) -> str:
    """A cell, or the one above where it says that it is the same."""
    return above or cell if cell in DITTO else cell


@cache
def headers_of_all() -> frozenset[str]:
    """The headers of every input that we know, for comparing."""
    return frozenset(key for source in (*REGISTRIES, *LISTS) for key in definition(source).headers)


@cache
def _personal_words() -> tuple[str, ...]:
    return tuple(header_key(word) for word in strict.read(PERSONAL, list))


@lru_cache(maxsize=4096)
def _is_personal(header: str) -> bool:
    return any(word in header_key(header) for word in _personal_words())
