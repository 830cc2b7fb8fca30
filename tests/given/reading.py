"""A page made ready for one reader of signs, as `observe` makes it."""

from __future__ import annotations

from datetime import date

from inspection.extract.observe import Standing, reading_of
from inspection.model import PageKind
from inspection.page.page import Page
from inspection.readers.sign import Reading, Subject

DAY = date(2023, 9, 30)
HOME = "http://www.yunzhou.example/"


def reading(
    html: str | bytes,
    kind: PageKind = PageKind.HOME,
    url: str = HOME,
    day: date = DAY,
    headers: dict[str, str] | None = None,
) -> Reading:
    """What a reader is given of this mark-up."""
    page = Page(url, html if isinstance(html, bytes) else html.encode(), headers)
    subject = Subject("site:5399000001", HOME, "5399000001", "云州市人民政府")
    return reading_of(page, Standing(subject, kind, kind == PageKind.COLUMN, False, False), day)[0]
