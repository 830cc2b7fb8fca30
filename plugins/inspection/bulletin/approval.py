"""What an approver (签发人) is told of a draft before deciding, and what a reader is told of it after."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg

from inspection.bulletin import checks, diff, folder, records
from inspection.declared.office import Jurisdiction
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
                f"Draft 草稿 `{place}`, shown on the page *通报 Bulletins*. SHA-256 `{drafted['files_sha256']}`",
                *_problems([one for one in found if one.stops]),
                *_warnings(drafted["warnings"]),
                *_doubts([one for one in found if not one.stops]),
                *_changes(corrects, lines),
            ]
        ),
    }


def _problems(found: list[checks.Problem]) -> list[str]:
    if not found:
        return ["Checks 校核: nothing found 未发现问题"]
    is_sure = not all(problem.may_be_overruled for problem in found)
    head = "**Cannot be signed 不能签发**; approval will be refused" + (
        ":" if is_sure else ", unless the contradictions are overruled with a reason 矛盾须写明不采纳的理由方可签发:"
    )
    return [head, "\n".join(f"- {_plain(problem.told)} → {_plain(problem.remedy)}" for problem in found[:_MOST_LINES])]


def _warnings(warnings: list[str]) -> list[str]:
    return ["Warnings 提示:", "\n".join(f"- {_plain(one)}" for one in warnings[:_MOST_LINES])] if warnings else []


def _doubts(found: list[checks.Problem]) -> list[str]:
    if not found:
        return []
    return ["Doubts of the proofreader 校对存疑:", "\n".join(f"- {_plain(one.told)}" for one in found[:_MOST_LINES])]


def _changes(corrects: int, lines: list[str]) -> list[str]:
    if not corrects:
        return ["First edition 首次印发"]
    head = (
        f"**Corrects edition {corrects} 更正第{corrects}版**" if lines else f"Says what edition {corrects} says 无改动"
    )
    rest = [f"- … {len(lines) - _MOST_LINES} more 其余见页面"] if len(lines) > _MOST_LINES else []
    return [head, "\n".join([*(f"- {_plain(line)}" for line in lines[:_MOST_LINES]), *rest])]


def _plain(text: str) -> str:
    """A text as Markdown shows it: a name is no link, no image and no markup."""
    return "".join(f"\\{sign}" if sign in r"\`*_{}[]()<>#+-.!|~" else " " if sign in "\r\n" else sign for sign in text)
