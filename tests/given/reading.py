"""A page made ready for one reader of signs, as `extract/day.py` makes it."""

from __future__ import annotations

from datetime import date

from inspection.model import PageKind
from inspection.page.dates import publications
from inspection.page.identity import article_title, read_identity
from inspection.page.items import read_items
from inspection.page.links import read_links
from inspection.page.marks import read_marks
from inspection.page.page import Page
from inspection.readers.sign import Reading, Subject

DAY = date(2023, 9, 30)
HOME = "http://www.yunzhou.example/"


def reading(html: str | bytes, kind: PageKind = PageKind.HOME, url: str = HOME, day: date = DAY) -> Reading:
    """What a reader is given of this mark-up."""
    page = Page(url, html if isinstance(html, bytes) else html.encode(), {})
    identity = read_identity(page)
    title = article_title(page, identity) if kind == PageKind.OTHER else page.title or None
    published = publications(page, identity, title) if kind == PageKind.OTHER else []
    items = [] if kind == PageKind.OTHER else read_items(page, day)
    subject = Subject("site:5399000001", HOME, "5399000001", "云州市人民政府")
    return Reading(
        *(page, day, kind, {}, subject, identity, title, published, items, read_links(page), read_marks(page))
    )
