"""Rows behind figures, as the page of a figure shows them."""

from __future__ import annotations

import pytest

from inspection.quarter import figures, trace
from tests.given.quarters import NEW, OFFICE, OLD, case, grade, insert, load_city, notice, subject


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


def rows_of(connection, name, figure_id, dimension="", period=NEW, **parameters):
    """Rows of one figure as {row_key: (adds, adds_to_denominator)}, as the page shows them."""
    bound = figures.parameters(OFFICE, period) | parameters
    found = trace.rows_of(connection, f"include/sql/figure/{name}.sql", bound, figure_id, dimension)
    assert all(row["row_count"] == len(found) for row in found)
    return {row["row_key"]: (row["adds"], row["adds_to_denominator"]) for row in found}


@pytest.mark.parametrize("denominator", ["judged", "inspected", "registered", "visits"])
def test_a_rate_has_one_row_a_subject_or_visit_that_counts_none_or_one(city, denominator):
    rows = rows_of(city, "pass_rate", "site_pass_rate", period=OLD, site_denominator=denominator)
    assert {of for _, of in rows.values()} == {1}
    assert sorted(passed for passed, _ in rows.values()) == [0, 0] + [1] * (len(rows) - 2)  # two sites failed
    assert len({key.partition("/")[0] for key in rows}) == (len(rows) if denominator != "visits" else len(rows) / 3)


def test_one_that_failed_and_then_left_the_register_is_taken_from_a_rate_of_the_registered(connection):
    subject(connection, "site:1")
    subject(connection, "site:2", valid_to=NEW.last_day)
    for code, word in (("1", "qualified"), ("2", "unqualified")):
        grade(connection, NEW, f"site:{code}", [], word)
    rows = rows_of(connection, "pass_rate", "site_pass_rate", site_denominator="registered")
    assert rows == {"site:1": (1, 1), "site:2": (-1, 0)}


def test_a_zero_is_declared_by_a_row_that_the_page_does_not_show(connection):
    grades = "include/sql/figure/grade_count.sql"
    bound = figures.parameters(OFFICE, NEW)
    assert figures.rerun(connection, grades, bound)["site_failed_count", ""]["value"] == 0
    assert trace.rows_of(connection, grades, bound, "site_failed_count", "") == []
    assert trace.rows_of(connection, grades, bound, "site_unheard_of_count", "") == []


def test_rows_of_a_body_say_its_name_and_it_counts_once(connection):
    for code, organiser in (("1", "甲局"), ("2", "甲局"), ("3", "乙局")):
        subject(connection, f"site:{code}", organiser=organiser)
        grade(connection, NEW, f"site:{code}", ["SV2"])
    rows = rows_of(connection, "failed_organiser_count", "site_failed_organiser_count")
    assert rows == {f"site:{code}": (1, None) for code in "123"}
    bound = figures.parameters(OFFICE, NEW)
    counted = figures.rerun(connection, "include/sql/figure/failed_organiser_count.sql", bound)
    assert counted["site_failed_organiser_count", ""]["value"] == 2


def test_of_an_office_with_several_superiors_the_shortest_run_tells_the_quarters(city):
    rows = rows_of(city, "superior_pass_streak_quarters", "superior_pass_streak_quarters")
    bound = figures.parameters(OFFICE, NEW)
    found = figures.rerun(city, "include/sql/figure/superior_pass_streak_quarters.sql", bound)
    assert found["superior_pass_streak_quarters", ""]["value"] == min(adds for adds, _ in rows.values())


def test_many_rows_are_told_by_their_count_and_those_that_add_come_first(city):
    bound = figures.parameters(OFFICE, NEW)
    figure = ("include/sql/figure/message_count.sql", bound, "message_pending_count", "找错")
    everything, first = (trace.rows_of(city, *figure, most_rows=most) for most in (500, 1))
    assert len(everything) > 1
    assert first == everything[:1]
    assert first[0]["row_count"] == len(everything)
    adds = [row["adds"] for row in everything]
    assert adds == sorted(adds, reverse=True)


def test_rows_name_the_subjects_and_lead_to_their_findings(city):
    figures.compute(city, OFFICE, OLD)
    (row,) = city.execute(
        "select * from mart.quarter_figure"
        " where figure_id = 'site_failed_count' and period_id = '2023Q3' and dimension = ''"
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
