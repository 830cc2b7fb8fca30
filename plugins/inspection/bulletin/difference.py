"""Which two bulletins are compared: two editions of a period, its draft with what is signed, or two periods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from inspection.bulletin import diff, folder, records
from inspection.declared.office import Jurisdiction
from inspection.errors import InspectionError
from inspection.language import _
from inspection.periods import Period


@dataclass(frozen=True)
class Difference:
    """What differs from `before` to `after`, both rows of `mart.bulletin`."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]
    changes: diff.Changes

    @property
    def title(self) -> str:
        """Both, as people call them."""
        return f"{_called(self.before)} → {_called(self.after)}"

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        names = ("jurisdiction_id", "period_id", "edition_no", "files_sha256")
        sides = {side: {name: row[name] for name in names} for side, row in self._sides()}
        return sides | self.changes.plain()

    def lines(self) -> list[str]:
        """For people."""
        return diff.told(self.changes.plain()) or [_("No difference.")]

    def _sides(self) -> list[tuple[str, Mapping[str, Any]]]:
        return [("before", self.before), ("after", self.after)]


def difference(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    period: Period,
    output_root: Path,
    edition_no: int | None = None,
    against: str | None = None,
) -> Difference:
    """What differs between an edition (default: the draft) of `period` and another bulletin.

    `against` is an edition's number or a period, of which the newest edition is taken; without it the edition
    before is, or the period before where there is none. Raises InspectionError when either is not there.
    """
    key = folder.bulletin_id(jurisdiction, period)
    after = _row(connection, key, 0 if edition_no is None else edition_no)
    if against is None:
        signed = records.newest_no(connection, key) if after["edition_no"] == 0 else after["edition_no"] - 1
        against = str(signed) if signed else _before(connection, jurisdiction, period)
    if against.isdecimal() and len(against) < 4:  # four digits are a year
        before = _row(connection, key, int(against))
    else:
        other = folder.bulletin_id(jurisdiction, jurisdiction.period(against))
        before = _row(connection, other, records.newest_no(connection, other))
    old, new = (folder.read(Path(output_root) / row["output_path"]) for row in (before, after))
    if before["period_id"] == after["period_id"]:
        return Difference(before, after, diff.compare(old, new))
    earlier = jurisdiction.period(before["period_id"])
    return Difference(before, after, diff.compare(old, new, old_period=earlier, new_period=period))


def _before(connection: psycopg.Connection, jurisdiction: Jurisdiction, period: Period) -> str:
    previous = period.previous()
    other = folder.bulletin_id(jurisdiction, previous)
    if records.edition(connection, other, records.newest_no(connection, other)) is None:
        raise InspectionError(
            "nothing signed before to compare with",
            place=f"mart.bulletin: {folder.bulletin_id(jurisdiction, period)}",
            remedy=f"draft {previous.period_id} first, or name what to compare with by --against",
        )
    return previous.period_id


def _row(connection: psycopg.Connection, bulletin_id: str, edition_no: int) -> dict[str, Any]:
    row = records.edition(connection, bulletin_id, edition_no)
    if row is None:
        what = f"edition {edition_no}" if edition_no else "draft"
        raise InspectionError(f"{bulletin_id} has no {what}", place="mart.bulletin", remedy="draft or sign it first")
    return row


def _called(row: Mapping[str, Any]) -> str:
    return f"{row['bulletin_id']} " + (f"第{row['edition_no']}版" if row["edition_no"] else "草稿")
