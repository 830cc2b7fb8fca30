"""The palette (数据调色板): every figure and word that a text may print of a period, and how it is written."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg

from inspection.bulletin.binding import Binding
from inspection.declared.office import Jurisdiction
from inspection.errors import InspectionError
from inspection.periods import Period
from inspection.quarter.figures import text_of
from inspection.quarter.trace import title_of


@dataclass(frozen=True)
class Colour:
    """One figure: as a text writes it, as it is printed today, the title of its query in both languages, its file."""

    written: str
    printed: str
    zh: str
    en: str
    sql_file: str


def palette(connection: psycopg.Connection, jurisdiction: Jurisdiction, period: Period, like: str = "") -> list[Colour]:
    """The period's figures by id and dimension; only those whose id, dimension or title holds `like`.

    Raises InspectionError when the period was not built.
    """
    rows = connection.execute(
        "select * from mart.quarter_figure where jurisdiction_id = %s and period_id = %s"
        ' order by figure_id, dimension collate "C"',
        (jurisdiction.jurisdiction_id, period.period_id),
    ).fetchall()
    if not rows:
        raise InspectionError(
            f"{period.period_id} has no figures",
            place=f"mart.quarter_figure of {jurisdiction.jurisdiction_id}",
            remedy=f"run load_quarter for {period.period_id} first (the verb `quarter`)",
        )
    binding = Binding(
        jurisdiction, period, {(period.period_id, row["figure_id"], row["dimension"]): row for row in rows}
    )
    titles = {row["sql_file"]: title_of(text_of(row["sql_file"])) for row in rows}
    colours = []
    for row in rows:
        title = titles[row["sql_file"]]
        dimension = f"[{row['dimension']}]" if row["dimension"] else ""
        if like in " ".join(filter(None, (row["figure_id"], row["dimension"], title["zh"], title["en"]))):
            written = f"{{{row['figure_id']}{dimension}}}"
            colours.append(
                Colour(written, binding.write(written).striptags(), title["zh"], title["en"], row["sql_file"])
            )
    return colours
