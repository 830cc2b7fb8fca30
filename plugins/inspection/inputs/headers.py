"""The header of a table (表头): where it stands, whether it is two rows high, and what to say where there is none."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import SequenceMatcher

from inspection.declared.inputs import header_key
from inspection.errors import InspectionError
from inspection.inputs.grid import Grid

TITLE_ROWS = 30  # how far down a header is looked for
_ALIKE = 0.5  # of two headers of a few characters: 网站编码 and 网站标识码 have 0.67
_SHOWN = 12
_MOST_OF_A_HEADER = 0.6  # so many of its cells are headers that we know, of a row that is one below the first
_LONGEST, _FIRST_CELLS = 40, 6


def weight(cells: Collection[str], known: Collection[str]) -> int:
    """How many different headers that we know stand in a row, where they are enough to make it a header; else 0.

    Enough are two, or one, where only one is known.
    """
    found = {header_key(cell) for cell in cells if cell.strip()}
    count = len(found & set(known)) if known else len(found)
    return count if count >= (min(2, len(known)) if known else 1) else 0


def index_of(rows: Grid, known: Collection[str], required: Sequence[str] = ()) -> int | None:
    """Index of the header: the first row that has the weight of one, unless one below has all columns that are
    required and it has not: another list may stand above."""
    known = set(known)
    first = next((index for index, row in enumerate(rows[:TITLE_ROWS]) if weight(row.cells, known)), None)
    if not known or not required or (first is not None and has_all(rows[first].cells, required)):
        return first
    begins = first or 0
    below = (index for index, row in enumerate(rows[begins:], begins) if _may_be(row.cells, known))
    return next((index for index in below if has_all(rows[index].cells, required)), first)


def has_all(cells: Sequence[str], required: Sequence[str]) -> bool:
    """Whether a row names every required column, each by one of its forms."""
    own = {header_key(cell) for cell in cells if cell.strip()}
    return all(own & {header_key(form) for form in column.split(" | ")} for column in required)


AGAIN, MOVED, ANOTHERS = "again", "moved", "another's"


def role(
    cells: Sequence[str],
    printed: Sequence[str],
    known: set[str],
    required: Sequence[str],
    others: Collection[str],
    words: Collection[str],
) -> str:
    """What a row below the header `printed` is as a header: the same again (also in another language), the same with
    columns that have moved, that of another list (one of `others`); '' for a row that is none.

    `words` are texts of which a header has one, for a quick look.
    """
    if not _may_be(cells, words):
        return ""
    keys = [header_key(cell) if cell and len(cell) <= _LONGEST else "" for cell in cells]
    filled = sum(bool(cell) for cell in keys)
    own = [index for index, key in enumerate(keys) if key in known]
    if len(own) >= max(2, _MOST_OF_A_HEADER * filled) and (not required or has_all(cells, required)):
        at = {header_key(header): index for index, header in enumerate(printed) if header}
        return MOVED if any(at.get(keys[index], index) != index for index in own) else AGAIN
    anothers = sum(key in others for key in keys)
    return ANOTHERS if anothers > 2 and anothers >= _MOST_OF_A_HEADER * filled else ""


def _may_be(cells: Sequence[str], words: Collection[str]) -> bool:
    """Whether one of the first cells is a header, letter by letter."""
    return any(cell.strip().casefold() in words for cell in cells[:_FIRST_CELLS] if cell and len(cell) <= _LONGEST)


def second(printed: list[str], cells: list[str], known: Collection[str]) -> list[str] | None:
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


def nearest(found: Sequence[str], wanted: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs of a printed header and the wanted one that it is most like, the likest first; each at most once."""
    pairs = sorted(
        ((SequenceMatcher(None, header_key(one), header_key(other)).ratio(), one, other) for one in found
         for other in wanted),
        key=lambda pair: -pair[0],
    )  # fmt: skip
    taken: dict[str, str] = {}
    for ratio, one, other in pairs:
        if _ALIKE <= ratio < 1 and one not in taken and other not in taken.values():
            taken[one] = other
    return list(taken.items())


def missing(name: str, required: Sequence[str], lacking: Sequence[str], found: Sequence[str]) -> InspectionError:
    """What to say where required columns are missing: which are required, which were found, which are most alike.

    `required` and `lacking` are the columns as people call them, with their forms: 网站名称 | name.
    """
    forms = {form: column for column in lacking for form in column.split(" | ")}
    alike = [f"{one} → {other}" for one, other in nearest(found, list(forms))]
    shown = ", ".join(found[:_SHOWN]) or "nothing"
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return InspectionError(
        f"required column missing: {'; '.join(lacking)}; required are {'; '.join(required)}; found were {shown}{more}",
        place=name,
        remedy=(f"nearest: {'; '.join(alike)}: " if alike else "")
        + "rename the column, or name its header under `headers` of the source in the office's file",
    )


def absent(name: str, required: Sequence[str], known: Collection[str], rows: Grid) -> InspectionError:
    """What to say where no row is a header: what one would hold, and which row came nearest to it."""
    wanted = list(required) or sorted(known)[:_SHOWN]
    forms = [form for column in wanted for form in column.split(" | ")]
    filled = [(row.row_no, [cell.strip() for cell in row.cells if cell.strip()]) for row in rows[:TITLE_ROWS]]
    likest = max(filled, key=lambda row: (len(nearest(row[1], forms)), len(row[1])), default=(0, []))
    alike = [f"{one} → {other}" for one, other in nearest(likest[1], forms)]
    found = f"; row {likest[0]} has {', '.join(likest[1][:_SHOWN])}" if likest[1] else ""
    return InspectionError(
        f"has no header row that can be recognised{found}",
        place=name,
        remedy=(f"nearest: {'; '.join(alike)}; " if alike else "")
        + f"name the columns in one row: {'; '.join(wanted)}; or say under `headers` of the source how they are called",
    )
