"""Annexes (附件): the lists of failed subjects in the columns, order and rows that the office sets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from inspection.declared.style import BulletinStyle, ListStyle

Row = Mapping[str, Any]


def listed(failed: Mapping[str, Iterable[Row]], settings: BulletinStyle) -> list[dict[str, Any]]:
    """The office's lists that have rows, in its order: `kind`, `title`, `columns`, and `rows` with every cell.

    Rows are those of `bulletin/failed.sql`, with `reasons`. The order is total: the same rows give the same list.
    """
    annexes = []
    for kind, style in settings.lists.items():
        rows = [_cells(row, settings) for row in sorted(failed[kind], key=lambda row: _place(row, style))]
        if style.row == "reason":
            rows = [{**row, "reasons": [reason]} for row in rows for reason in row["reasons"] or [""]]
        rows = [{**row, "seq": number} for number, row in enumerate(rows, 1)]
        if rows:
            annexes.append({"kind": kind, "title": style.title, "columns": style.columns, "rows": rows})
    return annexes


def _place(row: Row, style: ListStyle) -> tuple:
    """By code point, which is the same everywhere; what is blank comes last."""
    named = [*(row.get(name) for name in style.order), row.get("subject_id")]
    return tuple((value is None, value or "") for value in named)


def _cells(row: Row, settings: BulletinStyle) -> dict[str, Any]:
    platform = row.get("platform") or ""
    word = settings.platform_words.get(platform, platform)
    return {
        **row,
        "platform": platform,
        "platform_name": f"{word}\uff1a{row['name']}" if platform else row["name"],
        "region": row.get("region") or "",
        "account_kind": row.get("account_kind") or platform,
        "home_url": re.sub(r"^https?://|/$", "", row.get("home_url") or ""),
        "proof_url": row.get("proof_url") or row.get("home_url") or "",
    }
