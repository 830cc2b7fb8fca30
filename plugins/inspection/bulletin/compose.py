"""Composing (成文): the files of a bulletin as the warehouse stands now, for a draft, a check and an edition alike."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg

from inspection import figures
from inspection.bulletin import lists
from inspection.bulletin.render import Material, Rendered, collect, render
from inspection.jurisdiction import Jurisdiction
from inspection.periods import Period

PAGE = "bulletin.html"


@dataclass(frozen=True)
class Composition:
    """A bulletin: what it was written from, its text, its files by name."""

    material: Material
    rendered: Rendered
    files: dict[str, bytes]


def compose(connection: psycopg.Connection, jurisdiction: Jurisdiction, period: Period) -> Composition:
    """The bulletin of a period; the same warehouse gives the same bytes.

    Raises InspectionError when the period was not built.
    """
    if period.is_special:  # it rests on one table: no quarter is built for it
        figures.compute(connection, jurisdiction, period)
    material = collect(connection, jurisdiction, period)
    rendered = render(jurisdiction, period, material)
    files = {
        PAGE: rendered.html.encode(),
        "failed_sites.csv": lists.failed_sites_csv(material.failed["site"]),
        "failed_accounts.csv": lists.failed_accounts_csv(material.failed["account"]),
        "figures.json": lists.figures_json(material.figures, rendered.printed),
    }
    return Composition(material, rendered, files)
