"""Text with separators (CSV, tabs, semicolons) as rows of cells; a quote that nobody closed costs its own row only."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from itertools import islice

from inspection.inputs.grid import Line

SEPARATORS = (",", "\t", ";", "|", "\uff0c", "\uff1b")
_TITLE_LINES = 30  # how far down the header is looked for
_SAMPLE = 1 << 20
csv.field_size_limit(16 * 1024 * 1024)


def separator(text: str, weigh: Callable[[list[str]], int]) -> str:
    """The separator of a text: that by which one of its first rows has the most headers, as `weigh` counts them.

    Where none has any, that which stands most often in the first line. A first line `sep=;` says it itself.
    """
    sample = text[:_SAMPLE].splitlines()[:_TITLE_LINES]
    if sample and (said := _said(sample[0])):
        return said
    best = max(SEPARATORS, key=lambda one: max((weigh(_alone(line, one)) for line in sample), default=0))
    if any(weigh(_alone(line, best)) for line in sample):
        return best
    return max(SEPARATORS, key=sample[0].count) if sample else ","


def records(text: str, delimiter: str) -> Iterator[Line]:
    """The rows of a text. A row with an open quote says so and names its line; the rows that it swallows are read."""
    lines = io.StringIO(text, newline="").readlines()
    at = row_no = 1 if lines and _said(lines[0].rstrip("\r\n")) else 0
    widest = 0
    while at < len(lines):
        first = at
        reader = csv.reader(islice(lines, first, None), delimiter=delimiter)
        while True:
            try:
                cells, end = next(reader), first + reader.line_num
            except StopIteration:
                return
            except csv.Error:  # a cell beyond csv's limit
                cells, end = [], len(lines)
            row_no += 1
            if end - at > 1 and (not cells or _swallows(lines[at:end], delimiter, widest)):
                said = f"has an open quote in line {at + 1}, which swallowed the {end - at - 1} lines after it"
                yield Line(row_no, _alone(lines[at], delimiter), said)
                at += 1
                break
            if end - at == 1 and end == len(lines) and lines[at].count('"') % 2:
                cells = _alone(lines[at], delimiter)  # the last row has nothing to swallow
            widest = max(widest, len(cells))
            yield Line(row_no, cells)
            at = end


def _said(line: str) -> str:
    """The separator that a first line `sep=;` names."""
    return line[4:] if line.lower().startswith("sep=") and len(line) == 5 else ""


def _swallows(lines: list[str], delimiter: str, widest: int) -> bool:
    """Whether a record over several lines is one whose quote was not closed, or closed by that of another row."""
    if "".join(lines).count('"') % 2 or any(line.count(delimiter) >= max(widest - 1, 3) for line in lines[1:-1]):
        return True
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return lines[-1].count(delimiter) >= max(widest - 1, 1)
    return False


def _alone(line: str, delimiter: str) -> list[str]:
    """The cells of one line by itself; quotes that do not match stand for nothing."""
    line = line.rstrip("\r\n")
    if line.count('"') % 2:
        return [cell.strip('"') for cell in line.split(delimiter)]
    return next(csv.reader([line], delimiter=delimiter), [])
