"""Cases: runs of failing days, opened, closed, and neither closed nor split by what is unknown."""

from __future__ import annotations

from datetime import date, timedelta

import psycopg
import pytest

from inspection.declared.office import load as load_office
from inspection.judging import cases
from tests.given.facts import JURISDICTION, SITE

OFFICE = load_office(JURISDICTION)
FIRST = date(2026, 7, 1)


def days(connection: psycopg.Connection, marks: str, indicator_id: str = "SV3", subject_id: str = SITE) -> None:
    """Verdicts day by day from the first of July: f fail, p pass, u unknown, - not assessed."""
    for offset, mark in enumerate(marks):
        day = FIRST + timedelta(days=offset)
        row = (JURISDICTION, "cn-2019-19", subject_id, day)
        if mark != "-":
            connection.execute(
                "insert into mart.fact_assessment_day values (%s, %s, %s, %s, %s) on conflict"
                " (jurisdiction_id, edition_id, subject_id, day) do update"
                " set indicator_ids = fact_assessment_day.indicator_ids || excluded.indicator_ids",
                (*row, [indicator_id]),
            )
        if mark in "fu":
            connection.execute(
                "insert into mart.fact_finding values (%s, %s, %s, %s, %s, 'home_not_updated', 14, 14, %s, null, '[]')",
                (*row[:3], indicator_id, day, {"f": "fail", "u": "unknown"}[mark]),
            )


def folded(connection: psycopg.Connection, indicator_id: str = "SV3") -> list[tuple[int, int, int | None, int]]:
    """Cases as (opened, last failed, closed, failing days), days counted from the first of July."""
    rows = connection.execute(
        "select opened_on, last_failed_on, closed_on, failed_day_count from mart.fact_case"
        " where indicator_id = %s order by opened_on",
        (indicator_id,),
    )
    return [tuple((value - FIRST).days if isinstance(value, date) else value for value in row.values()) for row in rows]


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ("ppp", []),
        ("uuu", []),
        ("pffp", [(1, 2, 3, 2)]),
        ("ffff", [(0, 3, None, 4)]),
        ("fpfp", [(0, 0, 1, 1), (2, 2, 3, 1)]),
        ("fuufp", [(0, 3, 4, 2)]),  # unknown days do not split
        ("fuu", [(0, 0, None, 1)]),  # nor close
        ("f--p", [(0, 0, 3, 1)]),
        ("f---", [(0, 0, None, 1)]),
        ("fupuf", [(0, 0, 2, 1), (4, 4, None, 1)]),
        ("ffppf", [(0, 1, 2, 2), (4, 4, None, 1)]),
    ],
)
def test_failing_days_fold_into_cases(
    connection: psycopg.Connection, marks: str, expected: list[tuple[int, int, int | None, int]]
) -> None:
    days(connection, marks)
    for _ in range(2):
        assert cases.fold(connection, OFFICE) == len(expected)
        assert folded(connection) == expected


def test_another_indicator_does_not_close_a_case(connection: psycopg.Connection) -> None:
    days(connection, "ff---")
    days(connection, "ppppp", "SV2")
    cases.fold(connection, OFFICE)
    assert folded(connection) == [(0, 1, None, 2)]


def test_cases_of_another_office_are_left_alone(connection: psycopg.Connection) -> None:
    days(connection, "fp")
    connection.execute("insert into mart.fact_case values ('elsewhere', 'site:1', 'SV2', now(), now(), null, 'x', 1)")
    assert cases.fold(connection, OFFICE) == 1
    assert connection.execute("select count(*) as count from mart.fact_case").fetchone()["count"] == 2


def test_a_case_goes_when_its_findings_go(connection: psycopg.Connection) -> None:
    days(connection, "fp")
    cases.fold(connection, OFFICE)
    connection.execute("delete from mart.fact_finding")
    assert cases.fold(connection, OFFICE) == 0
    assert folded(connection) == []
