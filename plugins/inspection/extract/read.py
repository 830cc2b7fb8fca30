"""All observations of one page, for people to look at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from inspection.declared.office import Jurisdiction
from inspection.extract.observe import Standing, observe
from inspection.model import PageKind
from inspection.page.page import Page, host_of, url_key
from inspection.readers import date_signs
from inspection.readers.sign import Subject
from inspection.text.wording import load_lexicon

_NOWHERE = "http://saved-page.invalid/"
_SAVED_FROM = re.compile(rb"<!-- saved from url=\(\d+\)(\S+) -->")


def read_page(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    day: date,
    *,
    http_status: int | None = 200,
    kind: PageKind | None = None,
    lexicons: tuple[str, ...] = tuple(Jurisdiction.model_fields["lexicons"].default),
) -> dict[str, Any]:
    """What was observed of a page (`Observed`) as plain values for JSON; `day` resolves list dates without a year.

    `url` may be a file's: a page saved by a browser names the address it came from. `kind` is what the registry would
    say of the page: `home`, `column` or `other`. Without it the root of a host is taken for a home page, and a page
    that calls itself a column for one.
    """
    page = Page(_address(url, body), body, headers, http_status)
    if kind is None:
        is_root = "/" not in url_key(page.url) and page.url != _NOWHERE
        kind = PageKind.HOME if is_root else PageKind.OTHER
    standing = Standing(Subject(), kind, kind == PageKind.COLUMN, False, True)
    observed = observe(page, standing, day, load_lexicon(lexicons))
    if observed.facts.is_article:  # in a day's reading the date in the list is asked for, too
        observed.signs += [("dates", sign) for sign in date_signs.of_article(observed.published, day)]
    return _plain(observed)


def _address(url: str, body: bytes) -> str:
    """The web address of a page; of a saved file the one that its saver noted, else one that leads nowhere."""
    if host_of(url) and url.startswith(("http://", "https://")):
        return url
    if match := _SAVED_FROM.search(body[:2000]):
        return match[1].decode("utf-8", "replace")
    return _NOWHERE


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if hasattr(value, "_asdict"):
        return _plain(value._asdict())
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple) and len(value) == 2 and is_dataclass(value[1]):  # a sign with its topic
        return {"topic": value[0]} | _plain(value[1])
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):  # datetime too
        return value.isoformat()
    return str(value) if isinstance(value, str) else value
