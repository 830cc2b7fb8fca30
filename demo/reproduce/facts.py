"""The published figures and lists against ours: printed there, computed here, equal or explained."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
from bs4 import BeautifulSoup

from demo.reproduce.build import Built
from demo.reproduce.office import Fact
from inspection.bulletin import style
from inspection.errors import InspectionError
from inspection.model import normalise_text
from inspection.quarter import figures
from inspection.warehouse import query

EQUAL, EXPLAINED, DIFFERENT = "equal", "explained", "different"
NONE = "none"  # not printed, and no query gives it


@dataclass(frozen=True)
class Compared:
    """One fact with what we computed of it. `state` is equal, explained or different."""

    office: str
    at: str
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
        state = EQUAL if computed == printed else EXPLAINED if fact.explained else DIFFERENT
        note = (fact.explained.zh, fact.explained.en) if fact.explained else ("", "")
        yield Compared(built.name, fact.at, fact.zh, fact.en, printed, computed, state, *note)


def _shown(rows: Iterable[Iterable[str]]) -> str:
    """A list as text: rows in the order of their cells, for published orders are of many kinds."""
    return "; ".join(" / ".join(map(normalise_text, row)) for row in sorted(rows)) or NONE


def _computed(connection: psycopg.Connection, built: Built, fact: Fact) -> str:
    if fact.figure:
        return _figure(connection, built, fact)
    if fact.annex:
        return _shown(annex(built.folder_of_draft / "bulletin.html", fact.annex, fact.columns))
    if fact.items:
        return _shown([row["name"]] for row in _items(connection, built, fact.items))
    if fact.says:
        page = BeautifulSoup((built.folder_of_draft / "bulletin.html").read_text("utf-8"), "lxml")
        return fact.printed if fact.printed in re.sub(r"\s", "", page.get_text()) else NONE
    if fact.setting:
        value: Any = built.jurisdiction
        for name in fact.setting.split("."):
            value = getattr(value, name)
        return str(value)
    return NONE


def annex(page: Path, number: int, heads: list[str]) -> list[list[str]]:
    """Rows of a list as the bulletin prints it: the cells under the heads asked for."""
    lists = BeautifulSoup(page.read_text("utf-8"), "lxml").select("table.list")
    if number > len(lists):
        return []
    first, *rows = lists[number - 1].select("tr")
    printed = [normalise_text(cell.get_text()) for cell in first.select("th")]
    if missing := [head for head in heads if head not in printed]:
        raise InspectionError(f"list {number} has no column {missing[0]}", place=str(page), remedy="see facts: columns")
    places = [printed.index(head) for head in heads]
    return [[row.select("td")[place].get_text(strip=True) for place in places] for row in rows]


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
        return NONE
    return _styled(built, fact, row["value"])


def _styled(built: Built, fact: Fact, value: Decimal) -> str:
    if fact.form == "count":
        return style.count(value)
    form = style.rate if fact.form == "rate" else style.points
    return form(value, built.jurisdiction.bulletin.rate_style(fact.figure, fact.dimension))


def _items(connection: psycopg.Connection, built: Built, item: str) -> list[dict[str, Any]]:
    bound = figures.parameters(built.jurisdiction, built.period)
    if item == "mentioned":
        return query(connection, "bulletin/mentioned.sql", bound)
    return [row for row in query(connection, "bulletin/superior_items.sql", bound) if row["item"] == item]
