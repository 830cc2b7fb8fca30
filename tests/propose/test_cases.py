"""Every query of proposals with its cases: given rows, and who is asked about which page since when.

The cases stand beside this file, `<query>.yaml`: {given: {table: rows}, proposed: [[place, term, first, last day]]}. A
place is told without the address of the home page, days from the monitoring point 2026-09-30. `indicator` names whose
proposals a case is about, where the query serves several; days are judged from `since` on (default: that day alone).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from inspection import warehouse
from inspection.declared.editions import Indicator, Reason, load_edition, load_reasons
from inspection.declared.office import load as load_office
from inspection.flow import inspect_day
from inspection.warehouse import SQL
from local.postgres import Postgres
from tests.given.facts import HOME, JURISDICTION, load, subject

HERE = Path(__file__).parent
CASES = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(HERE.glob("*.yaml"))}
ON = date(2026, 9, 30)
ENTRIES: list[Indicator | Reason] = [*load_edition("cn-2019-19").indicators, *load_reasons().values()]


@pytest.fixture(scope="module")
def shared(postgres: Postgres) -> Iterator[psycopg.Connection]:
    """One warehouse for all cases: a case leaves nothing behind, for it is rolled back."""
    with warehouse.connect(postgres.create_database(f"asked_{os.getpid()}", template="template_warehouse")) as opened:
        yield opened


@pytest.fixture
def connection(shared: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """The shared warehouse, empty."""
    yield shared
    shared.rollback()


@pytest.mark.parametrize(
    ("query", "name"), [(query, name) for query, cases in CASES.items() for name in cases], ids=str
)
def test_case(connection: psycopg.Connection, query: str, name: str) -> None:
    case: dict[str, Any] = CASES[query][name]
    indicator_id = case.get("indicator") or next(entry.id for entry in ENTRIES if query in entry.proposes)
    given = {"mart.dim_subject": [{}], **case["given"]}
    given["mart.dim_subject"] = [
        subject(row.pop("kind", "site"), **row) for row in map(dict, given["mart.dim_subject"])
    ]
    load(connection, given, ON)
    office = load_office(JURISDICTION).model_copy(update={"without_services": case.get("without_services", [])})
    since = ON + timedelta(days=case.get("since", 0))
    inspect_day.evaluate(connection, office, since, ON + timedelta(days=1))
    rows = connection.execute(
        "select locator, term, first_seen_on, last_seen_on from ops.proposal where indicator_id = %s order by 1, 2",
        [indicator_id],
    ).fetchall()
    assert [
        [row["locator"].removeprefix(HOME), row["term"], _days(row["first_seen_on"]), _days(row["last_seen_on"])]
        for row in rows
    ] == sorted(case["proposed"])


def _days(on: date) -> int:
    return (on - ON).days


def test_every_query_is_asked_and_has_its_cases() -> None:
    asked = {name for entry in ENTRIES for name in entry.proposes}
    for query in sorted({path.stem for path in (SQL / "propose").glob("*.sql")} | asked | set(CASES)):
        assert query in asked, f"nobody proposes by include/sql/propose/{query}.sql"
        assert query in CASES, f"{query} has no cases in tests/propose/{query}.yaml"
        assert (SQL / "propose" / f"{query}.sql").exists(), f"there is no include/sql/propose/{query}.sql"
