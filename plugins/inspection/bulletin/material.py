"""Material (素材): the rows and figures of one period that its bulletin is written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import psycopg

from inspection.bulletin import charts, lists, style
from inspection.bulletin.binding import Key
from inspection.declared import editions
from inspection.declared.office import Jurisdiction
from inspection.errors import InspectionError
from inspection.periods import Period
from inspection.quarter import figures as quarter_figures
from inspection.warehouse import query

KINDS = ("site", "account")


@dataclass(frozen=True)
class Material:
    """What a bulletin is written from. Rows are those of the queries in `include/sql/bulletin/`."""

    figures: Mapping[Key, Mapping[str, Any]]
    failed: Mapping[str, list[dict[str, Any]]]  # by kind of subject, in the order of the list
    themes: list[dict[str, Any]]  # deductions of sites, the widest first
    praised: list[dict[str, Any]]
    special_checks: list[dict[str, Any]]
    shares: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)  # by kind of subject and reason, 0–1
    examples: list[dict[str, Any]] = field(default_factory=list)  # that may be named
    superior_failed: list[dict[str, Any]] = field(default_factory=list)  # of ours, named by superiors
    mentioned: list[dict[str, Any]] = field(default_factory=list)  # named again and again this year


def collect(connection: psycopg.Connection, jurisdiction: Jurisdiction, period: Period) -> Material:
    """Read what the period's bulletin is written from.

    Raises InspectionError when the period was not built, or was built again without its figures.
    """
    bound = quarter_figures.parameters(jurisdiction, period)
    quarter = Period.quarter_of(period.start)  # a month may be printed beside its quarter
    drawn = charts.spans(period, jurisdiction.bulletin)
    periods = [one.period_id for one in (period, period.previous(), period.a_year_before(), quarter, *drawn)]
    rows = connection.execute(
        "select * from mart.quarter_figure where jurisdiction_id = %s and period_id = any(%s)",
        (jurisdiction.jurisdiction_id, periods),
    ).fetchall()
    figures = {(row["period_id"], row["figure_id"], row["dimension"]): row for row in rows}
    built = connection.execute(
        "select from mart.quarter_subject where jurisdiction_id = %s and period_id = %s limit 1",
        (jurisdiction.jurisdiction_id, period.period_id),
    ).fetchone()
    if (built is None and not period.is_special) or not any(key[0] == period.period_id for key in figures):
        raise InspectionError(
            f"{period.period_id} has no rows",
            place=f"mart.quarter_subject and mart.quarter_figure of {jurisdiction.jurisdiction_id}",
            remedy=f"run load_quarter for {period.period_id} first (the verb `quarter`)",
        )
    failed = {
        kind: lists.with_reasons(query(connection, "bulletin/failed.sql", bound | {"kind": kind})) for kind in KINDS
    }
    for kind in KINDS:
        counted = figures.get((period.period_id, f"{kind}_failed_count", ""), {}).get("value")
        if counted != len(failed[kind]):
            raise InspectionError(
                f"the figure {kind}_failed_count is {counted}, the list has {len(failed[kind])} rows",
                place=f"mart.quarter_figure of {jurisdiction.jurisdiction_id}, {period.period_id}",
                remedy=f"run load_quarter for {period.period_id} again",
            )
    named = query(connection, "bulletin/superior_items.sql", bound)
    spread = [row for row in query(connection, "bulletin/reason_shares.sql", bound) if row["share"] is not None]
    return Material(
        figures,
        failed,
        themes=_themes(spread, jurisdiction.bulletin.quantifiers),
        praised=[row for row in named if row["item"] == "praised"],
        special_checks=query(connection, "bulletin/special_checks.sql", bound),
        shares={(row["kind"], row["reason_id"]): row["share"] for row in spread},
        examples=query(connection, "bulletin/examples.sql", bound),
        superior_failed=[row for row in named if row["item"] == "failed"],
        mentioned=query(connection, "bulletin/mentioned.sql", bound),
    )


def _themes(rows: list[dict[str, Any]], quantifiers: Mapping[str, float]) -> list[dict[str, Any]]:
    """Deductions of sites with their words."""
    known = editions.load_reasons()
    return [
        {
            "reason_id": row["reason_id"],
            "name": known[row["reason_id"]].zh if row["reason_id"] in known else row["title_zh"],
            "quantifier": style.quantifier(row["share"], quantifiers),
        }
        for row in rows
        if row["kind"] == "site" and row["is_deduction"]
    ]
