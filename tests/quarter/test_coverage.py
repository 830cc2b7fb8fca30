"""Coverage (观测覆盖率): days observed of days due, what stops, and what a bulletin says of it."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest

from inspection import bulletin
from inspection.errors import GateStopped, InspectionError
from inspection.flow import quarter
from inspection.periods import Period, day_bounds, local_day
from inspection.quarter import figures, grade
from tests.given.quarters import NEW, OFFICE, insert, load_city, subject


def probe(connection, *days: date) -> None:
    for day in days:
        at = day_bounds(day)[0] + timedelta(hours=3)
        insert(
            connection, "staging.probe", observer_id=OFFICE.observer_id, subject_id="site:5399000001", day=day,
            scheduled_at=at, started_at=at, vantage="local",
            outcome="ok", http_status=200, seconds=1,
        )  # fmt: skip


def coverage(connection, office=OFFICE, period=NEW) -> dict[str, tuple[int, int]]:
    bound = figures.parameters(office, period)
    found = figures.rerun(connection, "include/sql/figure/coverage.sql", bound)
    return {kind: (int(row["numerator"]), int(row["denominator"])) for (_, kind), row in found.items()}


def test_days_observed_are_counted_of_days_due_for_what_the_office_declares_or_the_period_holds(connection):
    subject(connection, "site:5399000001")
    assert coverage(connection) == {}
    probe(connection, date(2023, 10, 2), date(2023, 10, 3), date(2023, 9, 30))
    assert coverage(connection) == {"probes": (2, 92)}
    declared = OFFICE.model_copy(update={"observes": ["probes", "pages"]})
    assert coverage(connection, declared) == {"probes": (2, 92), "pages": (0, 92)}
    at_rounds = OFFICE.model_copy(update={"observes_on": "rounds"})
    assert coverage(connection, at_rounds) == {}
    insert(
        connection, "ops.ingest_batch", jurisdiction_id="yunzhou-demo", source="reports", day=date(2023, 10, 10),
        file="reports.csv", read_count=0, quarantined_count=0, merged_count=0, in_force_count=0, state="loaded",
    )  # fmt: skip
    assert coverage(connection)["reports"] == (10, 92)


def test_what_has_not_come_is_neither_due_nor_counted_nor_told(connection):
    today = local_day(datetime.now().astimezone())
    this = Period.quarter_of(today)
    due = OFFICE.due_days(this, today)
    assert all(day < today for day in due) and OFFICE.counted_to(this, today) == min(today, this.last_day)
    subject(connection, "site:5399000001")
    insert(
        connection, "mart.fact_assessment_day", jurisdiction_id=OFFICE.jurisdiction_id, edition_id=OFFICE.edition,
        subject_id="site:5399000001", day=this.last_day, indicator_ids=["SV2"],
    )  # fmt: skip
    grade.grade(connection, OFFICE, this)
    rounds = connection.execute("select inspected_on from mart.fact_inspection").fetchall()
    assert all(row["inspected_on"] <= today for row in rounds)
    with pytest.raises(InspectionError, match="has not begun"):
        quarter.load(connection, OFFICE, Period.parse("2099Q1"))


def test_a_period_that_was_hardly_seen_stops_at_the_gate_and_is_built_by_who_wants_it(connection, monkeypatch):
    load_city(connection)
    probe(connection, date(2023, 10, 2))
    seen = OFFICE.model_copy(update={"observes": ["probes"]})
    connection.commit()
    with pytest.raises(GateStopped, match=r"1 of 92 days; 91 missing from 2023-10-01 to 2023-12-31.*import_history"):
        quarter.quality.gate(connection, seen, "coverage", period=NEW, run_id="test")
    monkeypatch.setattr(quarter, "INPUT_SUITES", ())  # the rows of this city are those of a built quarter alone
    with pytest.raises(GateStopped, match="1 of 92 days"):
        quarter.check_inputs(connection, seen, NEW, "test")
    (line,) = quarter.check_inputs(connection, seen, NEW, "test", build_anyway=True)
    assert line.startswith("仍予汇总") and "探测覆盖本周期" in line and "1 of 92 days" in line


def test_a_draft_of_it_says_so_and_names_what_was_not_observed(connection, tmp_path):
    load_city(connection)
    folder = bulletin.draft(connection, OFFICE, NEW, tmp_path)
    assert "覆盖" not in (folder / "bulletin.html").read_text("utf-8")
    probe(connection, date(2023, 10, 2))
    figures.compute(connection, OFFICE, NEW)
    page = (bulletin.draft(connection, OFFICE, NEW, tmp_path) / "bulletin.html").read_text("utf-8")
    assert re.search('<p class="banner">数据覆盖不足.网站可用性监测仅覆盖应检天数的.*1.1%', page)
    assert "网站内容检查、政务新媒体检查、人工检查未列入本季度检查" in page
    warned = connection.execute("select warnings from mart.bulletin").fetchone()["warnings"]
    assert any("数据覆盖不足" in line and "1.1%" in line for line in warned)
