"""What an approver (签发人) is told of a draft before deciding, and what a reader is told of it after."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg

from inspection import places
from inspection.bulletin import checks, diff, folder, records
from inspection.declared.office import Jurisdiction
from inspection.language import _
from inspection.periods import Period

_MOST_LINES = 60  # an approval is read, not scrolled; the page of the draft shows all


def before_signing(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, period: Period, output_root: Path
) -> dict[str, Any]:
    """`folder`, `sha256`, `is_unchanged` (the signed edition says it all) and `told`: Markdown for the approver."""
    place = folder.home(output_root, jurisdiction, period) / "0"
    drafted = records.edition(connection, folder.bulletin_id(jurisdiction, period), 0)
    change_list = drafted["change_list"]
    corrects = change_list.get("corrects", 0)
    lines = diff.told(change_list)
    found = checks.problems(connection, jurisdiction, drafted, place)
    return {
        "folder": str(place),
        "sha256": drafted["files_sha256"],
        "is_unchanged": bool(corrects) and not lines,
        "told": "\n\n".join(
            [
                f"**{_plain(drafted['title'])}**",
                _counts(connection, jurisdiction, period),
                *_problems([one for one in found if one.stops]),
                *_warnings(drafted["warnings"]),
                *_doubts([one for one in found if not one.stops]),
                *_changes(corrects, lines),
                _("What is signed is the draft of this digest (SHA-256): {digest}").format(
                    digest=f"`{drafted['files_sha256']}`"
                ),
            ]
        ),
    }


def _counts(connection: psycopg.Connection, jurisdiction: Jurisdiction, period: Period) -> str:
    """How many failed: `checks.problems` says it where the draft says otherwise."""
    rows = connection.execute(
        "select figure_id, value::integer from mart.quarter_figure where jurisdiction_id = %s and period_id = %s"
        " and dimension = '' and figure_id in ('site_failed_count', 'account_failed_count')",
        (jurisdiction.jurisdiction_id, period.period_id),
    )
    counts = {row["figure_id"]: row["value"] for row in rows}
    told = _("Unqualified: {sites} sites, {accounts} accounts")
    return told.format(sites=counts.get("site_failed_count", "–"), accounts=counts.get("account_failed_count", "–"))


def _problems(found: list[checks.Problem]) -> list[str]:
    if not found:
        return [_("Checks: nothing found")]
    spoken = places.language()
    lines = [f"- {_plain(one.told[spoken])} → {_plain(one.remedy[spoken])}" for one in found[:_MOST_LINES]]
    if all(problem.may_be_overruled for problem in found):
        head = _("**Cannot be signed** unless the contradictions are overruled with a reason:")
    else:
        head = _("**Cannot be signed**; approval will be refused:")
    return [head, "\n".join(lines)]


def _warnings(warnings: list[str]) -> list[str]:
    return [_("Warnings:"), "\n".join(f"- {_plain(one)}" for one in warnings[:_MOST_LINES])] if warnings else []


def _doubts(found: list[checks.Problem]) -> list[str]:
    if not found:
        return []
    spoken = places.language()
    lines = [f"- {_plain(one.told[spoken])}" for one in found[:_MOST_LINES]]
    return [_("Doubts of the proofreader:"), "\n".join(lines)]


def _changes(corrects: int, lines: list[str]) -> list[str]:
    if not corrects:
        return [_("First edition")]
    head = _("**Corrects edition {number}**") if lines else _("Says what edition {number} says")
    left = len(lines) - _MOST_LINES
    rest = [_("- … {count} more: see the page").format(count=left)] if left > 0 else []
    told = "\n".join([*(f"- {_plain(line)}" for line in lines[:_MOST_LINES]), *rest])
    return [head.format(number=corrects), told]


def _plain(text: str) -> str:
    """A text as Markdown shows it: a name is no link, no image and no markup."""
    return "".join(f"\\{sign}" if sign in r"\`*_{}[]()<>#+-.!|~" else " " if sign in "\r\n" else sign for sign in text)
