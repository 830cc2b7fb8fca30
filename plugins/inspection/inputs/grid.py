"""What every reader of a file gives: sheets of numbered rows of text."""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    """A row: its number as a spreadsheet shows it, its cells, what is wrong with it, and the addresses (http) to which
    cells lead that say something else, by column."""

    row_no: int
    cells: list[str]
    problem: str = ""
    links: dict[int, str] = {}  # noqa: RUF012 (never changed)

    @property
    def is_blank(self) -> bool:
        """Whether no cell has a text."""
        return not any(cell and not cell.isspace() for cell in self.cells)


Grid = list[Line]


class Sheet(NamedTuple):
    """A sheet: its name, whether people do not see it, and its rows."""

    name: str
    is_hidden: bool
    grid: Grid
