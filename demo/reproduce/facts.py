"""The published figures and lists against ours: printed there, computed here, equal or explained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

import psycopg

from demo.reproduce.build import Built
from demo.reproduce.office import Fact
from inspection import figures
from inspection.bulletin import style
from inspection.warehouse import query

EQUAL, EXPLAINED, DIFFERENT = "equal", "explained", "different"


@dataclass(frozen=True)
class Compared:
    """One fact with what we computed of it. `state` is equal, explained or different."""

    office: str
    no: str
    zh: str
    en: str
    printed: str
    computed: str
    state: str
    note_zh: str = ""
    note_en: str = ""

    def plain(self) -> dict[str, str]:
        """For JSON."""
        return asdict(self)


def compare(connection: psycopg.Connection, built: Built) -> Iterator[Compared]:
    """Every fact of the office's file, in its order."""
    for fact in built.office.facts:
        computed = _computed(connection, built, fact)
        printed = fact.printed if isinstance(fact.printed, str) else _shown(fact.printed)
        expected = printed if isinstance(fact.printed, str) else _shown(_standard(fact))
        state = EQUAL if computed == expected else EXPLAINED if fact.explained else DIFFERENT
        note = (fact.explained.zh, fact.explained.en) if fact.explained else ("", "")
        yield Compared(built.name, fact.no, fact.zh, fact.en, printed, computed, state, *note)


def _standard(fact: Fact) -> list[list[str]]:
    """The published rows with their reasons as reason ids."""
    return [[fact.words.get(cell, cell) for cell in row] for row in fact.printed]


def _shown(rows: list[list[str]]) -> str:
    """A list as text: rows in the order of their cells, for published orders are of many kinds."""
    return "; ".join(" / ".join(row) for row in sorted(rows)) or "none"


def _computed(connection: psycopg.Connection, built: Built, fact: Fact) -> str:
    if fact.figure:
        return _figure(connection, built, fact)
    if fact.rows:
        return _shown([[_cell(row, name) for name in fact.columns] for row in _rows(connection, built, fact.rows)])
    if fact.setting:
        value: Any = built.jurisdiction
        for name in fact.setting.split("."):
            value = getattr(value, name)
        return str(value)
    return "–"


def _figure(connection: psycopg.Connection, built: Built, fact: Fact) -> str:
    """The figure as our bulletin prints it, else as the office's style would."""
    key = {
        "jurisdiction_id": built.jurisdiction.jurisdiction_id,
        "figure_id": fact.figure,
        "dimension": fact.dimension,
        "period_id": fact.period or built.office.period,
    }
    where = "where figure_id = %(figure_id)s and dimension = %(dimension)s and period_id = %(period_id)s"
    shown = connection.execute(f"select printed from mart.bulletin_figure {where} and edition_no = 0", key).fetchone()
    if shown:
        return shown["printed"]
    row = connection.execute(f"select value from mart.quarter_figure {where}", key).fetchone()
    if row is None or row["value"] is None:
        return "none"
    return _styled(built, fact, row["value"])


def _styled(built: Built, fact: Fact, value: Decimal) -> str:
    if fact.form == "count":
        return style.count(value)
    form = style.rate if fact.form == "rate" else style.points
    return form(value, built.jurisdiction.bulletin.rate)


def _rows(connection: psycopg.Connection, built: Built, rows: str) -> list[dict[str, Any]]:
    bound = figures.parameters(built.jurisdiction, built.period)
    if rows in {"site", "account"}:
        return query(connection, "bulletin/failed.sql", bound | {"kind": rows})
    if rows == "praised":
        return query(connection, "bulletin/praised.sql", bound)
    return connection.execute(
        "select name, note from mart.fact_superior_item"
        " where jurisdiction_id = %(jurisdiction_id)s and period_id = %(period_id)s and item = 'failed'",
        bound,
    ).fetchall()


def _cell(row: dict[str, Any], name: str) -> str:
    value = row["reason_ids"] if name == "reasons" else row[name]
    return "、".join(value) if isinstance(value, list) else str(value or "")
