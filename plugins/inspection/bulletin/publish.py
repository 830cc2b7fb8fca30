"""Publishing (印发): a draft that may be rebuilt freely, answers to it, and editions that never change."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import psycopg

from inspection.bulletin import checks, folder, records
from inspection.bulletin.compose import FILES, Composition, compose, drafted, issued
from inspection.declared.office import Jurisdiction
from inspection.errors import InspectionError
from inspection.periods import Period, local_day

NO_REASON = "未写明原因"  # what a draft that was returned without words is returned for


def draft(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    period: Period,
    output_root: Path,
    *,
    drafted_by: str = "",
) -> Path:
    """Write the period's draft (edition 0) and its rows; returns its folder. `drafted_by` is who had it written.

    The same warehouse gives the same bytes. Signed editions are left alone; a draft that differs from the newest
    of them says what it corrects.
    Raises InspectionError, and writes nothing, when the period was not built.
    """
    composed = compose(connection, jurisdiction, period, output_root)
    home = folder.home(output_root, jurisdiction, period)
    files, warnings = drafted(composed)
    if not folder.holds(home / "0", files):
        folder.write(home / "0", files)
    folder.link_latest(home)
    about = {
        "bulletin_id": folder.bulletin_id(jurisdiction, period),
        "jurisdiction_id": jurisdiction.jurisdiction_id,
        "period_id": period.period_id,
        "title": composed.rendered.title,
        "template": jurisdiction.bulletin.template,
        "warnings": warnings,
        "drafted_by": drafted_by,
        "change_list": {"corrects": composed.corrects, **composed.changes.plain()} if composed.corrects else {},
    }
    records.write_draft(connection, about, files, composed.material.figures, composed.rendered.printed)
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
    overruled: str = "",
) -> Path:
    """Make the next edition from the draft; returns its folder.

    What was drafted is what is signed: only the day of issue (`issued_on`, else the official day of `signed_at`),
    the day that follows from it and the serial number (`draws_number`: the next of its year) are filled in. The same
    signature given twice is one edition; a draft that says what the newest edition says makes none.
    Contradictions that the proofreader finds keep it from being signed, unless the signer overrules them with a
    reason (`overruled`): it is kept with the answer and among what the edition's page tells.
    Raises InspectionError when there is no draft, when a file of it was altered, when the warehouse no longer
    gives what it says, or when it is not the draft that was approved (`draft_sha256`, as `digest` gives it).
    """
    home = folder.home(output_root, jurisdiction, period)
    row = _draft(connection, jurisdiction, period)
    if repeated := records.signed_already(connection, row, signed_at):
        return home / str(repeated)
    jurisdiction.require(signed_by, "sign")
    if row["drafted_by"] == signed_by and not jurisdiction.bulletin.drafter_may_sign:
        raise InspectionError(
            f"{signed_by} had it drafted and does not sign it",
            place=str(home / "0"),
            remedy="have somebody else sign; who does all alone sets bulletin.drafter_may_sign in the office's file",
        )
    found = checks.problems(connection, jurisdiction, row, home / "0")
    checks.refuse(found, home / "0", overruled)
    kept = checks.overruling(found, overruled)
    row["warnings"] = [*row["warnings"], *kept]
    if draft_sha256 not in {None, row["files_sha256"]}:
        raise InspectionError(
            "the draft was rebuilt after it was approved", place=str(home / "0"), remedy="have it approved again"
        )
    composed = compose(connection, jurisdiction, period, output_root)
    if any(folder.sha256(content) != row["files"].get(name) for name, content in composed.texts.items()):
        raise InspectionError(
            "the draft would be written differently now: data, rules or templates have changed",
            place=str(home / "0"),
            remedy="draft it again and have that approved",
        )
    day = _day_of_issue(issued_on or local_day(signed_at), jurisdiction, period)
    if jurisdiction.bulletin.draws_number and not composed.is_unchanged:
        document_number = _drawn(connection, jurisdiction, day.year, document_number)
    signature = records.Signature(signed_by, signed_at, day, document_number)
    edition_no = composed.corrects if composed.is_unchanged else _publish(connection, row, home, composed, signature)
    note = "\n".join(filter(None, [note, *kept]))
    records.write_answer(
        connection, row, "signed", answered_by=signed_by, answered_at=signed_at, note=note, edition_no=edition_no
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
    """Return the draft (退回) with the reason, or `NO_REASON`; it stays a draft.

    Raises InspectionError when there is none.
    """
    jurisdiction.require(returned_by, "sign")
    drafted = _draft(connection, jurisdiction, period)
    note = reason.strip() or NO_REASON
    records.write_answer(connection, drafted, "returned", answered_by=returned_by, answered_at=returned_at, note=note)


def digest(of_edition: Path) -> str:
    """SHA-256 of all files of a draft or an edition, as `mart.bulletin.files_sha256` records it."""
    return folder.whole_sha256({name: folder.sha256(content) for name, content in folder.read(of_edition).items()})


def _drawn(connection: psycopg.Connection, jurisdiction: Jurisdiction, year: int, given: str) -> str:
    """The next number of the year; a number that was given must be that one, or the series would have a gap."""
    number = str(records.next_number(connection, jurisdiction.jurisdiction_id, year))
    if given not in {"", number}:
        raise InspectionError(
            f"the next serial number of {year} is {number}, not {given}",
            place=jurisdiction.jurisdiction_id,
            remedy="leave the number empty: bulletin.draws_number of the office's file draws it",
        )
    return number


def _publish(
    connection: psycopg.Connection,
    drafted: dict[str, Any],
    home: Path,
    composed: Composition,
    signature: records.Signature,
) -> int:
    """Write the next edition and its rows; returns its number."""
    files = issued(composed, signature.issued_on, signature.document_number)
    edition_no = records.newest_no(connection, drafted["bulletin_id"]) + 1
    # a folder without a row is left from a warehouse that is gone; it is kept
    while (home / str(edition_no)).exists() and not folder.holds(home / str(edition_no), files):
        edition_no += 1
    records.write_signed(connection, drafted, edition_no, files, signature)
    if not (home / str(edition_no)).exists():
        folder.write(home / str(edition_no), files, mode=0o444)
    folder.link_latest(home)
    return edition_no


def _draft(connection: psycopg.Connection, jurisdiction: Jurisdiction, period: Period) -> dict[str, Any]:
    bulletin_id = folder.bulletin_id(jurisdiction, period)
    drafted = records.edition(connection, bulletin_id, 0)
    if drafted is None:
        raise InspectionError(
            f"{bulletin_id} has no draft", place="mart.bulletin", remedy=f"run publish for {period.period_id} first"
        )
    return drafted


def _day_of_issue(day: date, jurisdiction: Jurisdiction, period: Period) -> date:
    if day <= jurisdiction.cutoff_on(period):
        raise InspectionError(
            f"the day of issue {day} lies in the days that the bulletin counts",
            place=folder.bulletin_id(jurisdiction, period),
            remedy=f"give a day after {jurisdiction.cutoff_on(period)}",
        )
    return day


__all__ = ["FILES", "NO_REASON", "digest", "draft", "give_back", "sign"]
