"""Composing (成文): a bulletin as the warehouse stands now, for a draft, a check and an edition alike.

Where an edition was signed before, the bulletin is compared with it, and says itself what it corrects (更正说明).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

from inspection.bulletin import correction, diff, document, folder, lists, records, xlsx
from inspection.bulletin.blanks import fill
from inspection.bulletin.material import Material, collect
from inspection.bulletin.render import Rendered, render
from inspection.bulletin.typeset import typeset
from inspection.declared.office import Jurisdiction
from inspection.errors import InspectionError
from inspection.periods import Period

PAGE = "bulletin.html"
SITES, ACCOUNTS = "failed_sites", "failed_accounts"
FILES = (
    PAGE, "bulletin.docx", "bulletin.pdf", f"{SITES}.csv", f"{SITES}.xlsx", f"{ACCOUNTS}.csv", f"{ACCOUNTS}.xlsx",
    "figures.json",
)  # fmt: skip


@dataclass(frozen=True)
class Composition:
    """A bulletin: what it was written from, its text, the files that all others are made from, and what differs
    from the edition before."""

    jurisdiction: Jurisdiction
    period: Period
    material: Material
    rendered: Rendered
    texts: dict[str, bytes]
    corrects: int = 0  # the edition it is compared with; 0: it is the first
    changes: diff.Changes = diff.NONE

    @property
    def is_unchanged(self) -> bool:
        """Whether it says what the signed edition says already."""
        return self.corrects > 0 and not self.changes


def compose(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, period: Period, output_root: Path
) -> Composition:
    """The bulletin of a period; the same warehouse gives the same bytes.

    Raises InspectionError when the period was not built, or the signed edition's files are not as they were signed.
    """
    material = collect(connection, jurisdiction, period)
    rendered = render(jurisdiction, period, material)
    composed = Composition(jurisdiction, period, material, rendered, _texts(material, rendered))
    signed = _signed_before(connection, jurisdiction, period, output_root)
    if signed is None:
        return composed
    row, files = signed
    changes = diff.compare(files, composed.texts)
    if changes:
        correct = partial(correction.written, changes, row["edition_no"], row["issued_on"])
        rendered = render(jurisdiction, period, material, correct=correct)
    return Composition(jurisdiction, period, material, rendered, _texts(material, rendered), row["edition_no"], changes)


def drafted(composed: Composition) -> tuple[dict[str, bytes], list[str]]:
    """All files of the draft by name, and warnings to whoever signs."""
    files, warnings = _all_files(composed, composed.rendered.html)
    return files, [*composed.rendered.warnings, *warnings]


def issued(composed: Composition, issued_on: date, document_number: str) -> dict[str, bytes]:
    """All files of the edition that is made from a draft: with its day of issue and its number."""
    page = fill(composed.rendered.html, composed.jurisdiction, composed.period, issued_on, document_number)
    return _all_files(composed, page.replace('<body class="draft">', '<body class="signed">'))[0]


def _texts(material: Material, rendered: Rendered) -> dict[str, bytes]:
    return {
        PAGE: rendered.html.encode(),
        f"{SITES}.csv": lists.failed_sites_csv(material.failed["site"]),
        f"{ACCOUNTS}.csv": lists.failed_accounts_csv(material.failed["account"]),
        "figures.json": lists.figures_json(material.figures, rendered.printed),
    }


def _all_files(composed: Composition, page: str) -> tuple[dict[str, bytes], list[str]]:
    read = document.read(page)
    typeset_files, warnings = typeset(read, composed.jurisdiction.bulletin)
    failed = composed.material.failed
    sites, accounts = lists.renamed(failed["site"], "site_name"), lists.renamed(failed["account"], "account_name")
    files = composed.texts | typeset_files
    files |= {
        PAGE: page.encode(),
        f"{SITES}.xlsx": xlsx.failed_list(read, SITES, lists.SITE_COLUMNS, sites),
        f"{ACCOUNTS}.xlsx": xlsx.failed_list(read, ACCOUNTS, lists.ACCOUNT_COLUMNS, accounts),
    }
    return files, warnings


def _signed_before(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, period: Period, output_root: Path
) -> tuple[dict[str, Any], dict[str, bytes]] | None:
    """Row and files of the newest signed edition."""
    bulletin_id = folder.bulletin_id(jurisdiction, period)
    edition_no = records.newest_no(connection, bulletin_id)
    if edition_no == 0:
        return None
    row = records.edition(connection, bulletin_id, edition_no)
    place = Path(output_root) / row["output_path"]
    if changed := folder.altered(place, row["files"]):
        told = ", ".join(f"{name} {what}" for name, what in sorted(changed.items()))
        raise InspectionError(
            f"edition {edition_no} is not as it was signed: {told}",
            place=str(place),
            remedy="bring its files back from a copy; nothing can be compared with them",
        )
    return row, folder.read(place)
