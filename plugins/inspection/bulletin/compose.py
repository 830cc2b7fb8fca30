"""Composing (成文): the files of a bulletin as the warehouse stands now, for a draft, a check and an edition alike."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg

from inspection import figures
from inspection.bulletin import document, lists, xlsx
from inspection.bulletin.render import Material, Rendered, collect, render
from inspection.bulletin.typeset import typeset
from inspection.jurisdiction import Jurisdiction
from inspection.periods import Period

PAGE = "bulletin.html"
SITES, ACCOUNTS = "failed_sites", "failed_accounts"
FILES = (
    PAGE, "bulletin.docx", "bulletin.pdf", f"{SITES}.csv", f"{SITES}.xlsx", f"{ACCOUNTS}.csv", f"{ACCOUNTS}.xlsx",
    "figures.json",
)  # fmt: skip


@dataclass(frozen=True)
class Composition:
    """A bulletin: what it was written from, its text, its files by name, and warnings to whoever signs."""

    material: Material
    rendered: Rendered
    files: dict[str, bytes]
    warnings: list[str]


def compose(connection: psycopg.Connection, jurisdiction: Jurisdiction, period: Period) -> Composition:
    """The bulletin of a period; the same warehouse gives the same bytes.

    Raises InspectionError when the period was not built.
    """
    if period.is_special:  # it rests on one table: no quarter is built for it
        figures.compute(connection, jurisdiction, period)
    material = collect(connection, jurisdiction, period)
    rendered = render(jurisdiction, period, material)
    read = document.read(rendered.html)
    typeset_files, warnings = typeset(read, jurisdiction.bulletin)
    sites, accounts = material.failed["site"], material.failed["account"]
    files = typeset_files | {
        PAGE: rendered.html.encode(),
        f"{SITES}.csv": lists.failed_sites_csv(sites),
        f"{SITES}.xlsx": xlsx.failed_list(read, SITES, lists.SITE_COLUMNS, lists.renamed(sites, "site_name")),
        f"{ACCOUNTS}.csv": lists.failed_accounts_csv(accounts),
        f"{ACCOUNTS}.xlsx": xlsx.failed_list(
            read, ACCOUNTS, lists.ACCOUNT_COLUMNS, lists.renamed(accounts, "account_name")
        ),
        "figures.json": lists.figures_json(material.figures, rendered.printed),
    }
    return Composition(material, rendered, files, [*rendered.warnings, *warnings])
