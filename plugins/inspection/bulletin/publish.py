"""Publishing (印发): a draft that may be rebuilt freely, answers to it, and editions that never change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import psycopg

from inspection.bulletin import document, folder, records
from inspection.bulletin.binding import fill
from inspection.bulletin.compose import FILES, PAGE, Composition, compose
from inspection.bulletin.typeset import typeset
from inspection.errors import InspectionError
from inspection.jurisdiction import Jurisdiction
from inspection.periods import Period, local_day


def draft(connection: psycopg.Connection, jurisdiction: Jurisdiction, period: Period, output_root: Path) -> Path:
    """Write the period's draft (edition 0) and its rows; returns its folder.

    The same warehouse gives the same bytes. Signed editions are left alone.
    Raises InspectionError, and writes nothing, when the period was not built.
    """
    composed = compose(connection, jurisdiction, period)
    home = folder.home(output_root, jurisdiction, period)
    if not folder.holds(home / "0", composed.files):
        folder.write(home / "0", composed.files)
    folder.link_latest(home)
    about = {
        "bulletin_id": folder.bulletin_id(jurisdiction, period),
        "jurisdiction_id": jurisdiction.jurisdiction_id,
        "period_id": period.period_id,
        "title": composed.rendered.title,
        "template": jurisdiction.bulletin.template,
    }
    records.write_draft(connection, about, composed.files, composed.material.figures, composed.rendered.printed)
    return home / "0"


def sign(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    period: Period,
    output_root: Path,
    *,
    signed_by: str,
    signed_at: datetime,
    draft_sha256: str | None = None,
    issued_on: date | None = None,
    document_number: str = "",
    note: str = "",
) -> Path:
    """Make the next edition from the draft; returns its folder.

    What was drafted is what is signed: only the day of issue (`issued_on`, else the official day of `signed_at`),
    the day that follows from it and the serial number are filled in. The same signature given twice is one edition.
    `signed_by` is an office, not a person.
    Raises InspectionError when there is no draft, when a file of it was altered since, or when it is not the one
    that was approved (`draft_sha256`, as `digest` gives it).
    """
    home = folder.home(output_root, jurisdiction, period)
    drafted = _whole_draft(connection, jurisdiction, period, home)
    if draft_sha256 not in {None, drafted["files_sha256"]}:
        raise InspectionError(
            "the draft was rebuilt after it was approved", place=str(home / "0"), remedy="have it approved again"
        )
    signature = records.Signature(signed_by, signed_at, issued_on or local_day(signed_at), document_number)
    files = _signed_files(home / "0", jurisdiction, period, signature)

    newest = records.edition(connection, drafted["bulletin_id"], records.newest_no(connection, drafted["bulletin_id"]))
    edition_no = newest["edition_no"]
    is_repeated = (newest["signed_at"], newest["files"]) == (signed_at, _digests(files))
    if edition_no == 0 or not is_repeated:
        edition_no += 1
        # a folder without a row is left from a warehouse that is gone; it is kept
        while (home / str(edition_no)).exists() and not folder.holds(home / str(edition_no), files):
            edition_no += 1
        records.write_signed(connection, drafted, edition_no, files, signature)
    if not (home / str(edition_no)).exists():
        folder.write(home / str(edition_no), files, mode=0o444)
    folder.link_latest(home)
    records.write_answer(
        connection, drafted, "signed", answered_by=signed_by, answered_at=signed_at, note=note, edition_no=edition_no
    )
    return home / str(edition_no)


def give_back(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    period: Period,
    *,
    returned_by: str,
    returned_at: datetime,
    reason: str,
) -> None:
    """Return the draft (退回) with the reason; it stays a draft. Raises InspectionError when there is none."""
    drafted = _draft(connection, jurisdiction, period)
    records.write_answer(connection, drafted, "returned", answered_by=returned_by, answered_at=returned_at, note=reason)


def digest(of_edition: Path) -> str:
    """SHA-256 of all files of a draft or an edition, as `mart.bulletin.files_sha256` records it."""
    return folder.whole_sha256(_digests(folder.read(of_edition)))


def _draft(connection: psycopg.Connection, jurisdiction: Jurisdiction, period: Period) -> dict[str, Any]:
    bulletin_id = folder.bulletin_id(jurisdiction, period)
    drafted = records.edition(connection, bulletin_id, 0)
    if drafted is None:
        raise InspectionError(
            f"{bulletin_id} has no draft", place="mart.bulletin", remedy=f"run publish for {period.period_id} first"
        )
    return drafted


def _whole_draft(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, period: Period, home: Path
) -> dict[str, Any]:
    """The draft's row, with every file of it as it was written."""
    drafted = _draft(connection, jurisdiction, period)
    if changed := folder.altered(home / "0", drafted["files"]):
        told = ", ".join(f"{name} {what}" for name, what in sorted(changed.items()))
        raise InspectionError(
            f"the draft was altered after it was written: {told}",
            place=str(home / "0"),
            remedy="correct the data or the template, then draft it again",
        )
    return drafted


def _signed_files(
    drafted: Path, jurisdiction: Jurisdiction, period: Period, signature: records.Signature
) -> dict[str, bytes]:
    files = folder.read(drafted)
    page = fill(files[PAGE].decode(), jurisdiction, period, signature.issued_on, signature.document_number)
    page = page.replace('<body class="draft">', '<body class="signed">')
    typeset_files, _ = typeset(document.read(page), jurisdiction.bulletin)  # the draft told of what could not be set
    return files | typeset_files | {PAGE: page.encode()}


def _digests(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: folder.sha256(content) for name, content in files.items()}


__all__ = ["FILES", "Composition", "digest", "draft", "give_back", "sign"]
