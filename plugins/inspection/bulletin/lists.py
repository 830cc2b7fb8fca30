"""Lists (名单) and figures as files: CSV that a spreadsheet opens safely, JSON that a program reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from inspection.bulletin import plain
from inspection.bulletin.binding import Key
from inspection.declared import editions
from inspection.text import cells

SITE_COLUMNS = (
    "seq", "site_code", "site_name", "home_url", "organiser", "region_code",
    "indicator_ids", "reasons", "first_failed_on", "evidence",
)  # fmt: skip
ACCOUNT_COLUMNS = (
    "seq", "account_id", "account_name", "platform", "organiser", "region_code",
    "indicator_ids", "reasons", "first_failed_on", "evidence",
)  # fmt: skip


def with_reasons(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of `bulletin/failed.sql` with `reasons`, the Chinese words of their reason ids, in order."""
    known = editions.load_reasons()
    return [
        {**row, "reasons": [known[name].zh if name in known else name for name in row["reason_ids"]]} for row in rows
    ]


def in_words(rows: Iterable[Mapping[str, Any]], words: Mapping[str, str]) -> list[dict[str, Any]]:
    """Rows with reasons as the office prints them; those for which it has no words of its own stay standard."""
    return [
        {
            **row,
            "reasons": [
                words.get(name, standard) for name, standard in zip(row["reason_ids"], row["reasons"], strict=True)
            ],
        }
        for row in rows
    ]


def failed_sites_csv(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """failed_sites.csv: UTF-8 with BOM, `;` inside cells, in the order of the rows."""
    return _csv(SITE_COLUMNS, renamed(rows, "site_name"))


def failed_accounts_csv(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """failed_accounts.csv: as the sites'."""
    return _csv(ACCOUNT_COLUMNS, renamed(rows, "account_name"))


def renamed(rows: Iterable[Mapping[str, Any]], column: str) -> list[dict[str, Any]]:
    """Rows with the name under the title that its column bears."""
    return [{**row, column: row["name"]} for row in rows]


def figures_json(figures: Mapping[Key, Mapping[str, Any]], printed: Mapping[Key, str]) -> bytes:
    """figures.json: every figure that the bulletin prints, by period, id and dimension."""
    entries = []
    for key in sorted(printed):
        row, (period_id, figure_id, dimension) = figures[key], key
        entries.append(
            {
                "figure_id": figure_id,
                "period_id": period_id,
                "dimension": dimension,
                "value": _number(row["value"]),
                "numerator": _number(row["numerator"]),
                "denominator": _number(row["denominator"]),
                "printed": printed[key],
                "sql_file": row["sql_file"],
                "parameters": row["parameters"],
            }
        )
    text = json.dumps(entries, ensure_ascii=False, indent=2, sort_keys=False)
    # a reader gets the same text back; whoever looks at the file sees no mark act
    return (plain.escaped(text) + "\n").encode()


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    return cells.csv_bytes(columns, ([plain.shown(row[column]) for column in columns] for row in rows))


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
