"""A sign (迹象): one thing that a page shows, for measures and people to weigh; and what its reader is given.

A reader of signs is one small file with its `TOPIC` and `read(reading) -> Iterable[Sign]`. It never
judges, never fetches and never changes the page's tree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from inspection.model import PageKind
from inspection.page.dates import Published
from inspection.page.identity import Identity
from inspection.page.items import Item
from inspection.page.links import Link
from inspection.page.marks import Mark
from inspection.page.page import Page


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign. `kind` is a word of its reader's closed vocabulary (docs/tables.md).

    `place` tells two signs of one kind on a page apart: where it is (`title`, `footer`), or the address or
    name it speaks of. `value` is what was read, personal data masked; `excerpt` the text around it.
    """

    kind: str
    place: str = ""
    value: str | None = None
    count: int = 1
    excerpt: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


class Subject(NamedTuple):
    """What the registry says of the site that a page belongs to; empty where it says nothing."""

    subject_id: str = ""
    home_url: str = ""
    site_code: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A page with what is known of it before signs are read, and whose it is.

    `kind` is `home`, `column` or `other` (articles are told apart only when all pages of the day are read); `published`
    is empty for a list, `items` for a page that is none.
    """

    page: Page
    day: date
    kind: PageKind
    subject: Subject
    identity: Identity
    title: str | None
    published: list[Published] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
