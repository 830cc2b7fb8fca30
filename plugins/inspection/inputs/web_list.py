"""Lists on web pages (网页名单): a table, or any repeated element, as rows under headers."""

from __future__ import annotations

from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

from inspection.declared.office import WebList
from inspection.errors import InspectionError
from inspection.inputs.grid import Grid, Line

_REMEDY = "look at the page: its form may have changed; correct `web_list` of the source in the jurisdiction's file"


def read(content: bytes, name: str, spec: WebList) -> Grid:
    """Rows of one page: the header first, then as many as the page lists, numbered from 1.

    `spec.cells` gives a selector for each header, `a@href` for an attribute; without it, rows are those of a
    table and the first is the header. Raises InspectionError where the page has no such list.
    """
    page = BeautifulSoup(content, "lxml")
    found = page.select(spec.rows)
    if not found:
        raise InspectionError(f"has nothing like {spec.rows}", place=name, remedy=_REMEDY)
    if spec.cells:
        rows = [list(spec.cells), *([_cell(row, how, name) for how in spec.cells.values()] for row in found)]
    else:
        rows = [[cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in found]
    return [Line(row_no, cells) for row_no, cells in enumerate(rows)]


def next_page(content: bytes, url: str, spec: WebList) -> str | None:
    """Address of the page after this one; None where it is the last."""
    link = BeautifulSoup(content, "lxml").select_one(spec.next) if spec.next else None
    address = link.get("href") if link else None
    return urljoin(url, str(address)) if address and not str(address).startswith(("#", "javascript:")) else None


def _cell(row: Tag, how: str, name: str) -> str:
    selector, _, attribute = how.partition("@")
    found = row.select_one(selector) if selector else row
    if found is None:
        return ""
    value = str(found.get(attribute) or "") if attribute else found.get_text(" ", strip=True)
    return urljoin(name, value) if attribute in {"href", "src"} and name.startswith("http") else value
