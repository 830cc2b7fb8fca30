"""Tables of any provenance as rows of text: CSV (also gzipped), XLSX, JSON, lists on web pages; from a file or by HTTP.

Columns about persons (include/registry/personal.yaml) are kept apart here, and only where they are asked for.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec
from bs4 import BeautifulSoup

from inspection import cage
from inspection.declared import strict
from inspection.declared.inputs import header_key
from inspection.declared.office import Source, WebList
from inspection.errors import InspectionError
from inspection.inputs import fetching, files, web_list, workbook
from inspection.inputs.workbook import cell_text
from inspection.language import N_
from inspection.net.addresses import AddressRule
from inspection.places import INCLUDE

PUBLIC = AddressRule()
PERSONAL = INCLUDE / "registry" / "personal.yaml"

# what a table may take; a national registry (100 MB) takes a third of it
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

_TITLE_ROWS = 30  # how far down a header is looked for
csv.field_size_limit(16 * 1024 * 1024)


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
        if self.kind == ".xlsx" and self.data.startswith(b"PK"):
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
    spec: WebList | None = None,
    with_persons: bool = False,
) -> Table:
    """The table in a file's bytes; `name` is its name for people, and its ending says what it is.

    The header is the first row with two of `known_headers` (title rows above it are skipped; a second header
    row below it is read with it), or simply the first row where none are given. A web page needs its `spec`.
    Read in the cage: whoever sent the file, it can harm nothing but itself. Raises InspectionError for a file that is
    empty, damaged, not what its name says, or more than can be read.
    """
    asked = (name, tuple(known_headers), spec, with_persons)
    table, kept = Table(name, (), []), dict[str, str]()
    for part in _caged(name, cage.stream(_parts, data, *asked, of=_Part, bounds=_BOUNDS)):
        headers = tuple(part.headers)
        if not table.content_sha256:
            table = Table(name, headers, [], part.content_sha256, tuple(part.person_headers))
        for row_no, values, problem, persons in part.rows:
            values = tuple([kept.setdefault(value, value) for value in values])  # an office stands in thousands of rows
            table.rows.append(Row(row_no, table.headers, values, problem, tuple(persons)))
    return table


def before_the_cage() -> None:
    """Load what a reader in the cage cannot: words of personal columns, the parser of pages."""
    _personal_words()
    BeautifulSoup("<p>", "lxml")


class _Part(msgspec.Struct, array_like=True):
    """Some rows of a table, as they leave the cage: number, values, problem, persons."""

    headers: list[str]
    person_headers: list[str]
    content_sha256: str
    rows: list[tuple[int, list[str], str, list[str]]]


def _parts(
    data: bytes, name: str, known_headers: Collection[str], spec: WebList | None, with_persons: bool
) -> Iterator[_Part]:
    table = read_uncaged(data, name, known_headers, spec=spec, with_persons=with_persons)
    for at in range(0, max(len(table.rows), 1), _ROWS_OF_A_PART):
        rows = table.rows[at : at + _ROWS_OF_A_PART]
        yield _Part(
            list(table.headers),
            list(table.person_headers),
            table.content_sha256,
            [(row.row_no, list(row.values), row.problem, list(row.persons)) for row in rows],
        )


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
    spec: WebList | None = None,
    with_persons: bool = False,
) -> Table:
    """As `read_table`, in this process: for files of our own making, and for the cage itself."""
    content = Input(name, data)
    _refuse_empty(data, name)
    if name.lower().endswith(".gz"):
        data = files.unzipped(data, name)
        _refuse_empty(data, name)
    is_page = spec is not None and content.kind in {".html", ".htm", ""}
    if not is_page:
        _refuse_mistaken(data, content.kind, name)
    known = {header_key(header) for header in known_headers}
    if is_page and spec:
        table = _from_grid(web_list.read(data, name, spec), name, known, with_persons=with_persons)
    elif content.kind == ".json":
        table = _from_items(_json_items(data, name), name, known, with_persons=with_persons)
    elif content.kind == ".xlsx":
        table = _from_workbook(data, name, known, with_persons=with_persons)
    else:
        table = _from_grid(list(_csv_grid(data, name)), name, known, with_persons=with_persons)
    return replace(table, content_sha256=_digest(content.data, name))


def _source(location: str | Path) -> Source:
    return Source(url=str(location)) if fetching.is_url(location) else Source(path=str(location))


def _refuse_empty(data: bytes, name: str) -> None:
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        raise InspectionError("is empty", place=name, remedy="export it again; what was loaded before stays in force")


def _refuse_mistaken(content: bytes, kind: str, name: str) -> None:
    """A workbook called .csv, a login page called .xlsx: say so instead of reading nonsense."""
    if kind not in {".csv", ".txt", ".tsv", ".json", ".xlsx"}:
        raise InspectionError(
            f"has no known ending ({kind or 'none'})", place=name, remedy="use .csv[.gz], .xlsx, .json"
        )
    start = content[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    is_workbook = content.startswith(b"PK\x03\x04")
    if start.startswith((b"<!doctype", b"<html")):
        found = "a web page"
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        found = "a workbook of the old kind (.xls)"
    elif is_workbook and kind != ".xlsx":
        found = "a workbook or ZIP file"
    elif content.startswith(b"\x1f\x8b"):
        found = "a gzip file"
    elif not is_workbook and (kind == ".xlsx" or b"\x00" in content[:4096]):
        found = "something else"
    else:
        return
    raise InspectionError(f"is {found}, not what its name says", place=name, remedy=f"export it again as {kind}")


def _csv_grid(content: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """Records of a CSV file, numbered as a spreadsheet numbers them; comma or tab."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")  # GBK and GB2312 are parts of it
        except UnicodeDecodeError as error:
            raise InspectionError(
                f"is neither UTF-8 nor GB18030: byte {error.start + 1} cannot be read",
                place=name,
                remedy="export it again as UTF-8",
            ) from error
    delimiter = "\t" if "\t" in text[: text.find("\n") + 1] else ","
    try:
        kept: dict[str, str] = {}
        for row_no, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
            yield row_no, [kept.setdefault(cell, cell) for cell in cells]
    except csv.Error as error:
        raise InspectionError(f"is no CSV: {error}", place=name, remedy="export it again") from error


def _from_workbook(data: bytes, name: str, known: set[str], *, with_persons: bool) -> Table:
    """The first sheet of a workbook in which the header is found."""
    for grid in workbook.grids(data, name):
        if _header_index(grid, known) is not None:
            return _from_grid(grid, name, known, with_persons=with_persons)
    raise _no_header(name, known)


def _json_items(content: bytes, name: str) -> list[Any]:
    """The list in a JSON file: itself, or its `items`, of which none may be missing."""
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InspectionError(f"is no valid JSON: {error}", place=name, remedy="export it again, whole") from error
    items = document.get("items") if isinstance(document, dict) else document
    if not isinstance(items, list):
        raise InspectionError("holds no list", place=name, remedy='send a list of objects, or {"items": [...]}')
    total = document.get("total") if isinstance(document, dict) else None
    if isinstance(total, int) and total != len(items):
        raise InspectionError(f"holds {len(items)} of {total} items", place=name, remedy="export it again, whole")
    return items


def _from_items(items: list[Any], name: str, known: set[str], *, with_persons: bool) -> Table:
    headers = list(dict.fromkeys(key for item in items if isinstance(item, dict) for key in item))
    if items and not headers:
        raise _no_header(name, known)
    grid = [(0, headers)]
    for row_no, item in enumerate(items, 1):
        cells = item if isinstance(item, dict) else {}
        grid.append((row_no, [_json_text(cells.get(header)) for header in headers]))
    return _from_grid(grid, name, set(), keep_blank=True, with_persons=with_persons)


def _json_text(value: Any) -> str:
    # A lone surrogate is valid JSON and no text that a database takes.
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else cell_text(value)
    return text.encode("utf-8", "replace").decode("utf-8")


def _header_index(grid: Sequence[tuple[int, list[str]]], known: set[str]) -> int | None:
    """Index of the header: the first row with two known headers (one, where only one is known)."""
    for index, (_, cells) in enumerate(grid[:_TITLE_ROWS]):
        found = {header_key(cell) for cell in cells if cell.strip()}
        if found and (not known or len(found & known) >= min(2, len(known))):
            return index
    return None


def _second_header(printed: list[str], cells: list[str], known: set[str]) -> list[str] | None:
    """Both rows of a header that is two rows high (多级表头) as one; None where the row below is no header.

    There it says nothing under the columns that we know, or the same (merged over both), and names those
    that stand together under one heading.
    """
    below = [cell.strip() for cell in cells] + [""] * (len(printed) - len(cells))
    is_heading = [not after for after in printed[1:]] + [False]
    own = {index for index, cell in enumerate(below[: len(printed)]) if cell and cell != printed[index]}
    is_data = any(header_key(printed[index]) in known and not is_heading[index] for index in own)
    if not own or is_data or not any(header_key(below[index]) in known for index in own):
        return None
    return [below[index] or header for index, header in enumerate(printed)]


def _from_grid(
    rows: Sequence[tuple[int, list[str]]], name: str, known: set[str], *, with_persons: bool, keep_blank: bool = False
) -> Table:
    header_index = _header_index(rows, known)
    if header_index is None:
        if keep_blank:
            return Table(name, (), [])
        raise _no_header(name, known)
    printed = [cell.strip() for cell in rows[header_index][1]]
    below = rows[header_index + 1][1] if known and header_index + 1 < len(rows) else []
    if second := _second_header(printed, below, known):
        printed, header_index = second, header_index + 1
    places = {header: index for index, header in reversed(list(enumerate(printed))) if header}
    persons = {header: index for header, index in places.items() if with_persons and _is_personal(header)}
    places = {header: index for header, index in places.items() if not _is_personal(header)}
    headers = tuple(sorted(places, key=places.__getitem__))
    table = Table(name, headers, [], person_headers=tuple(persons))
    indexes, width = [places[header] for header in headers], len(printed)
    for row_no, cells in rows[header_index + 1 :]:
        if not keep_blank and not any(cell and not cell.isspace() for cell in cells):
            continue
        is_long = any(cell.strip() for cell in cells[width:])
        padded = cells if len(cells) >= width else cells + [""] * (width - len(cells))
        problem = f"has {len(cells)} cells under {width} headers" if is_long else ""
        values = tuple([padded[index].replace("\x00", "") for index in indexes])
        table.rows.append(Row(row_no, headers, values, problem, tuple([padded[index] for index in persons.values()])))
    return table


@cache
def _personal_words() -> tuple[str, ...]:
    return tuple(header_key(word) for word in strict.read(PERSONAL, list))


@lru_cache(maxsize=4096)
def _is_personal(header: str) -> bool:
    return any(word in header_key(header) for word in _personal_words())


def _no_header(name: str, known: set[str]) -> InspectionError:
    return InspectionError(
        "has no header row that can be recognised",
        place=name,
        remedy=f"name the columns in the first row, for example {', '.join(sorted(known)[:6])}",
    )
