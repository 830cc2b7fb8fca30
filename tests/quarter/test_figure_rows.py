"""Rows behind figures: beside each figure's query one that gives its rows, and they add up to it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from inspection.quarter import figures, trace
from inspection.warehouse import SQL
from tests.given.quarters import NEW, OFFICE, OLD, case, grade, insert, load_city, notice


@pytest.fixture
def city(connection):
    """The city with what its two quarters lack: a year before, a grade of each kind, cases, a notice's names."""
    load_city(connection)
    year_before = NEW.a_year_before()
    grade(connection, year_before, "site:5399000001", ["SV2"])
    grade(connection, year_before, "site:5399000002", [])
    connection.execute(
        "update mart.quarter_subject set grade = 'undetermined' where subject_id = 'site:5399000004' and"
        " period_id = '2023Q4'"
    )
    case(connection, "site:5399000002", "SV2", NEW.start, NEW.start, NEW.last_day)
    notice(connection, "county", "2023Q4", "site", 3, 1)
    insert(
        connection, "mart.fact_superior_item", jurisdiction_id=OFFICE.jurisdiction_id, level="province",
        period_id="2023Q4", kind="site", item="failed", name="青溪区人民政府", note="",
    )  # fmt: skip
    for number, (state, kind) in enumerate((("qualified", "vote"), ("kept", "like"), ("kept", "vote"))):
        insert(
            connection, "mart.dim_domain", jurisdiction_id=OFFICE.jurisdiction_id, domain=f"{number}.example",
            organiser="市教育局", state=state, state_on=NEW.start,
        )  # fmt: skip
        insert(
            connection, "mart.fact_activity", jurisdiction_id=OFFICE.jurisdiction_id, activity_id=str(number),
            name="评选", kind=kind, organiser="市教育局", starts_on=NEW.start,
            reported_on=NEW.start if number else None,
        )  # fmt: skip
        insert(
            connection, "mart.fact_rectification_notice", jurisdiction_id=OFFICE.jurisdiction_id,
            notice_id=str(number), level="province", period_id="2023Q4", kind="site", name=f"第{number}站",
            organiser="市教育局", organiser_class="department", issued_on=NEW.start, due_on=NEW.last_day,
            done_on=NEW.last_day if number else None, outcome="rectified" if number else "open",
        )  # fmt: skip
    connection.execute("update mart.fact_superior_item set outcome = 'rectified' where item = 'failed'")
    connection.execute("update staging.message set kind = '错别字', is_published = true where message_id = '找错-0'")
    connection.execute("update mart.fact_superior_notice set registered_count = 9, visit_count = 20")
    return connection


def adds_up(connection, rows) -> list[str]:
    """Figures that their rows do not make."""
    wrong = []
    for row in rows:
        found = trace.rows_of(
            connection, row["sql_file"], row["parameters"], row["figure_id"], row["dimension"], most_rows=10_000
        )
        sums = (found[0]["total"] or Decimal(0), found[0]["total_denominator"])
        is_share = row["denominator"] is not None
        told = (row["numerator"], row["denominator"]) if is_share else (row["value"], None)
        if any(abs((one or 0) - (other or 0)) > Decimal("1e-9") for one, other in zip(sums, told, strict=True)):
            name = figures.named(row["figure_id"], row["dimension"])
            wrong.append(f"{name} of {row['period_id']} is {told}, its rows make {sums}")
    return wrong


def test_every_figure_has_its_rows():
    assert not trace.without_rows(), "add these files to include/sql/figure_rows, as trace.py describes them"


def test_every_file_of_rows_belongs_to_a_figure():
    names = {path.name for path in (SQL / "figure").glob("*.sql")}
    assert {path.name for path in (SQL / "figure_rows").glob("*.sql")} <= names


@pytest.mark.parametrize("denominator", ["judged", "inspected", "registered", "visits"])
def test_the_rows_of_every_figure_add_up_to_it_by_each_denominator(city, denominator):
    for period in (OLD, NEW):
        figures.compute(city, OFFICE, period)
    rows = city.execute("select * from mart.quarter_figure").fetchall()
    asked = {"site_denominator", "account_denominator", "superior_site_denominator", "superior_account_denominator"}
    again = []
    for row in rows:
        named = dict.fromkeys(asked & row["parameters"].keys(), denominator)
        if named or denominator == "judged":
            now = figures.rerun(city, row["sql_file"], row["parameters"] | named)
            again.append(row | now[row["figure_id"], row["dimension"]] | {"parameters": row["parameters"] | named})
    assert len(again) > (60 if denominator == "judged" else 4)
    assert adds_up(city, again) == []


def test_rows_name_the_subjects_and_lead_to_their_findings(city):
    figures.compute(city, OFFICE, OLD)
    (row,) = city.execute(
        "select * from mart.quarter_figure where figure_id = 'site_failed_count' and period_id = '2023Q3'"
    ).fetchall()
    found = trace.rows_of(city, row["sql_file"], row["parameters"], row["figure_id"], row["dimension"])
    assert [(one["subject_id"], one["name"]) for one in found] == [
        ("site:5399000002", "云州市教育局"),
        ("site:5399000003", "青溪区人民政府"),
    ]
    findings = trace.findings_of(
        city, OFFICE.jurisdiction_id, [one["subject_id"] for one in found], row["parameters"], OLD
    )
    assert [(one["indicator_id"], one["day"]) for one in findings["site:5399000003"]] == [
        ("SV2", OLD.last_day),
        ("SV4.3", OLD.last_day),
    ]
