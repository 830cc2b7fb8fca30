"""One finding with all that it rests on: the rule, the measure, the rows, the snapshots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import psycopg

from inspection.declared.editions import Edition, Indicator, load_edition
from inspection.declared.office import Jurisdiction
from inspection.errors import InspectionError
from inspection.judging.explain import find_subject
from inspection.periods import day_bounds
from inspection.warehouse import query, sql_text

# Rows that prove a finding, by file: the query, and the table that its measure must read for them to matter.
_TABLES = {
    "probes.csv": ("probe", "mart.fact_probe_day"),
    "probe_days.csv": ("probe_day", "mart.fact_probe_day"),
    "control_probes.csv": ("control_probe", "mart.fact_probe_day"),
    "account_checks.csv": ("account_check", "staging.account_"),  # looks, and the states that they told
    "source_health.csv": ("source_health", "staging.account_"),
    "posts.csv": ("post", ""),
    "reports.csv": ("report", ""),
    "host_checks.csv": ("host_check", "staging.host_check"),
    "broken_links.csv": ("broken_link", "staging.broken_link"),
    "decisions.csv": ("decision", ""),
}


@dataclass(frozen=True)
class Proven:
    """A finding: its row, its rule, the text of its measure, its rows by file name, its snapshots."""

    jurisdiction_id: str
    row: dict[str, Any]
    edition: Edition
    indicator: Indicator
    measure_sql: str
    tables: dict[str, list[dict[str, Any]]]
    snapshots: list[dict[str, Any]]
    pictures: list[dict[str, Any]]  # of its reports

    @property
    def key(self) -> str:
        """Its natural key, as the command line takes it."""
        return "/".join((self.row["subject_id"], self.row["indicator_id"], str(self.row["day"])))

    @property
    def ends_at(self) -> datetime:
        """End of its day, in UTC."""
        return day_bounds(self.row["day"])[1]


def find(connection: psycopg.Connection, jurisdiction: Jurisdiction, key: str) -> Proven:
    """The finding of a key `SUBJECT/INDICATOR/DAY`; the subject as `explain` takes it.

    Raises InspectionError that lists the nearest ones when there is none.
    """
    subject, indicator_id, day = _parsed(key)
    parameters = {
        **jurisdiction.ids,
        "subject_id": find_subject(connection, jurisdiction, subject)["subject_id"],
        "indicator_id": indicator_id,
        "day": day,
    }
    found = query(connection, "evidence/finding.sql", parameters)
    if not found:
        near = ", ".join(
            f"{row['subject_id']}/{row['indicator_id']}/{row['day']}"
            for row in query(connection, "evidence/near.sql", parameters)
        )
        raise InspectionError(
            "there is no such finding: it passed, or was not judged on that day",
            place=f"{parameters['subject_id']}/{indicator_id}/{day}",
            remedy=f"the nearest are {near}" if near else "see `findings --csv FILE` for all there are",
        )
    row = next((row for row in found if row["edition_id"] in jurisdiction.editions), found[0])
    edition = load_edition(row["edition_id"])
    indicator = next(one for one in edition.indicators if one.id == indicator_id)
    measure_sql = sql_text(f"measure/{indicator.measure}.sql")
    tables = _tables(connection, parameters, row, indicator, measure_sql)
    ids = [item["id"] for item in row["evidence"] if item["kind"] == "snapshot"]
    ids += [line["snapshot_id"] for lines in tables.values() for line in lines if line.get("snapshot_id")]
    snapshots = query(connection, "evidence/snapshots.sql", {**jurisdiction.ids, "snapshot_ids": ids})
    reports = [line["report_id"] for line in tables.get("reports.csv", [])]
    pictures = query(connection, "evidence/report_picture.sql", {**jurisdiction.ids, "ids": reports})
    return Proven(jurisdiction.jurisdiction_id, row, edition, indicator, measure_sql, tables, snapshots, pictures)


def _parsed(key: str) -> tuple[str, str, date]:
    parts = key.strip().rsplit("/", 2)
    try:
        subject, indicator_id, day = parts
        return subject, indicator_id, date.fromisoformat(day)
    except ValueError:
        raise InspectionError(
            f"{key!r} names no finding", remedy="give SUBJECT/INDICATOR/DAY, e.g. 5399000001/SV2/2023-12-31"
        ) from None


def _tables(
    connection: psycopg.Connection,
    parameters: Mapping[str, Any],
    row: Mapping[str, Any],
    indicator: Indicator,
    measure_sql: str,
) -> dict[str, list[dict[str, Any]]]:
    days = [
        date.fromisoformat(item["id"].rpartition("@")[2]) for item in row["evidence"] if item["kind"] == "probe"
    ] or [row["day"]]
    window_days = indicator.bindings().get("window_days")
    from_day = row["day"] - timedelta(days=int(window_days) - 1) if window_days else min(days)
    in_range = {
        **parameters,
        "from_day": min(from_day, *days),
        "to_day": row["day"] + timedelta(days=1),
        "ids": [item["id"] for item in row["evidence"] if item["kind"] in {"post", "report"}],
    }
    found = {
        name: query(connection, f"evidence/{statement}.sql", in_range)
        for name, (statement, table) in _TABLES.items()
        if table in measure_sql
    }
    return {name: rows for name, rows in found.items() if rows}
