"""What keeps a draft from being signed: a file changed by hand, a figure its query no longer gives, a contradiction.

Nothing here changes anything; the page of a draft shows the same that signing refuses.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from bs4 import BeautifulSoup

from inspection.bulletin import folder
from inspection.declared.office import Jurisdiction
from inspection.errors import InspectionError
from inspection.proofread import Report, report_of
from inspection.quarter.figures import named, rerun

PAGE = "bulletin.html"


@dataclass(frozen=True)
class Problem:
    """One reason not to sign, with what to do about it."""

    told: str
    remedy: str
    stops: bool = True  # of the proofreader's findings only a contradiction does
    may_be_overruled: bool = False  # by the signer, with a reason


def problems(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, draft: Mapping[str, Any], place: Path
) -> list[Problem]:
    """All reasons why a draft (its row with `files`) that lies at `place` cannot be signed, and all doubts."""
    return [
        *altered(draft["files"], place),
        *drifted(connection, draft["bulletin_id"]),
        *proofread(place, jurisdiction),
    ]


def proofread(place: Path, jurisdiction: Jurisdiction) -> list[Problem]:
    """What the proofreader says of a draft's page: a contradiction stops it, unless the signer overrules it.

    A correction (更正说明) quotes what was wrong, so that it is not read.
    """
    if not (place / PAGE).is_file():
        return []
    return [
        Problem(
            f"{one.zh} {one.en}: {one.sentence}" + (f" [{one.sum}]" if one.sum else ""),
            one.right
            or ("correct the data or the template, or overrule it with a reason" if one.blocks else "look at it"),
            one.blocks,
            one.blocks,
        )
        for one in report(place, jurisdiction).findings
    ]


def report(place: Path, jurisdiction: Jurisdiction) -> Report:
    """The proofreader's report of the page at `place`, without the correction, if it bears one."""
    soup = BeautifulSoup((place / PAGE).read_text("utf-8"), "lxml")
    for told in soup.select(".correction"):
        told.decompose()
    return report_of(str(soup), jurisdiction)


def altered(digests: Mapping[str, str], place: Path) -> list[Problem]:
    """Files that are not as they were written."""
    changed = folder.altered(place, digests)
    if not changed:
        return []
    told = ", ".join(f"{name} {what}" for name, what in sorted(changed.items()))
    return [
        Problem(
            f"the draft was altered after it was written: {told}",
            "correct the data or the template, then draft it again",
        )
    ]


def drifted(connection: psycopg.Connection, bulletin_id: str, edition_no: int = 0) -> list[Problem]:
    """Printed figures whose queries give another value now."""
    rows = connection.execute(
        "select * from mart.bulletin_figure where bulletin_id = %s and edition_no = %s"
        " order by period_id, figure_id, dimension",
        (bulletin_id, edition_no),
    ).fetchall()
    present: dict[tuple[str, str], dict[tuple[str, str], dict[str, Any]]] = {}
    found = []
    for row in rows:
        asked = (row["sql_file"], json.dumps(row["parameters"], sort_keys=True))
        if asked not in present:
            present[asked] = rerun(connection, row["sql_file"], row["parameters"])
        now = present[asked].get((row["figure_id"], row["dimension"]), {})
        if any(now.get(name) != row[name] for name in ("value", "numerator", "denominator")):
            name = f"{named(row['figure_id'], row['dimension'])} of {row['period_id']}"
            found.append(
                Problem(
                    f"the figure {name} is printed as {row['printed']} ({row['value']}),"
                    f" and its query gives {now.get('value', 'nothing')} now",
                    f"run load_quarter for {row['period_id']}, then draft it again",
                )
            )
    return found


def refuse(found: list[Problem], place: Path, overruled: str = "") -> None:
    """Raise InspectionError with all problems that stop a draft, when there are any.

    With a reason (`overruled`) the proofreader's contradictions stop nothing; files and figures always do.
    """
    stopping = [one for one in found if one.stops and not (one.may_be_overruled and overruled.strip())]
    if stopping:
        remedies = dict.fromkeys(problem.remedy for problem in stopping)
        raise InspectionError(
            "; ".join(problem.told for problem in stopping), place=str(place), remedy="; ".join(remedies)
        )


def overruling(found: list[Problem], reason: str) -> list[str]:
    """What the record of a signature says of contradictions that were overruled: the reason, then each of them."""
    told = [problem.told for problem in found if problem.stops and problem.may_be_overruled]
    return [f"签发人不采纳校对意见 overruled: {reason.strip()}", *told] if told and reason.strip() else []
