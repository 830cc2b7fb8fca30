"""Posts of accounts through the readers of pages: personal numbers left open, and what somebody else wrote into them.

A post is read as a page of its title and text: what its platform puts around it is not ours to judge.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date
from html import escape

from inspection.model import PageKind
from inspection.page.identity import read_identity
from inspection.page.page import Page
from inspection.readers import privacy, tampering
from inspection.readers.sign import Reading, Sign, Subject

_log = logging.getLogger(__name__)
_READERS = {"privacy": privacy.read, "tampering": tampering.read}


def read_post(url: str | None, title: str | None, body: str | None, day: date) -> Iterator[tuple[str, Sign]]:
    """Topic and sign for everything that the readers see in a post of that day; a reader that raises sees nothing."""
    html = f"<html><head><title>{escape(title or '')}</title></head><body><p>{escape(body or '')}</p></body></html>"
    page = Page(url or "http://post.invalid/", html.encode(), {"content-type": "text/html; charset=utf-8"}, 200)
    reading = Reading(page, day, PageKind.OTHER, Subject(), read_identity(page), title)
    for topic, read in _READERS.items():
        try:
            yield from ((topic, sign) for sign in list(read(reading)))
        except Exception:
            _log.exception("the reader %s failed on a post of %s", topic, day)
