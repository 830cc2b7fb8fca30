"""Grades of a period from the verdicts of its days, by each quarter rule."""

from __future__ import annotations

from datetime import date

import psycopg
import pytest

from inspection.declared.editions import load_edition, sync
from inspection.declared.office import Jurisdiction
from inspection.declared.office import load as load_office
from inspection.errors import InspectionError
from inspection.periods import Period
from inspection.quarter import grade
from tests.given.facts import JURISDICTION, load, subject

OFFICE = load_office(JURISDICTION)
PERIOD = Period.parse("2026Q3")
JULY, AUGUST, SEPTEMBER = "2026-07-31", "2026-08-31", "2026-09-30"
ROUNDS = (JULY, AUGUST, SEPTEMBER)
END = date(2026, 9, 30)


def site(connection: psycopg.Connection, code: int, verdicts: dict[str, str], **changes) -> str:
    """A site with `{"SV3 2026-07-31": "fail"}`; every indicator named is assessed, and SV2 passes each round."""
    subject_id = f"site:{code}"
    changes = {"site_code": str(code), "name": f"站点{code}"} | changes
    load(connection, {"mart.dim_subject": [subject("site", subject_id=subject_id, **changes)]}, END)
    days: dict[str, set[str]] = {day: {"SV2"} for day in ROUNDS}
    for place in verdicts:
        indicator_id, day = place.split()
        days.setdefault(day, set()).add(indicator_id)
    for day, indicator_ids in days.items():
        if verdicts.get(f"* {day}") == "none":
            continue
        connection.execute(
            "insert into mart.fact_assessment_day values (%s, 'cn-2019-19', %s, %s, %s)",
            (JURISDICTION, subject_id, day, sorted(indicator_ids - {"*"})),
        )
        probed(connection, subject_id, day)
    for place, verdict in verdicts.items():
        indicator_id, day = place.split()
        if verdict in {"fail", "unknown"}:
            connection.execute(
                "insert into mart.fact_finding"
                " select %s, edition_id, %s, indicator_id, %s, reason_id, 1, 1, %s, null, '[]'"
                " from mart.dim_indicator where indicator_id = %s",
                (JURISDICTION, subject_id, day, verdict, indicator_id),
            )
    return subject_id


def probed(connection: psycopg.Connection, subject_id: str, day: str, counted: int = 24, own_fault: int = 0) -> None:
    """A day of visits to a home page."""
    connection.execute(
        "insert into mart.fact_probe_day"
        " (observer_id, subject_id, day, planned_count, counted_count, failed_count, late_count, blocked_count,"
        " own_fault_count) values (%s, %s, %s, %s, %s, 0, 0, 0, %s)",
        (OFFICE.observer_id, subject_id, day, counted + own_fault, counted, own_fault),
    )


@pytest.fixture
def warehouse_with_rules(connection: psycopg.Connection) -> psycopg.Connection:
    sync(connection, load_edition(OFFICE.edition))
    return connection


def graded(connection: psycopg.Connection, office: Jurisdiction = OFFICE) -> dict[str, tuple]:
    """Grade twice, and return grade, reasons, indicators, first failing day and failing days by subject."""
    grade.grade(connection, office, PERIOD)
    query = "select * from mart.quarter_subject order by subject_id"
    first = connection.execute(query).fetchall()
    grade.grade(connection, office, PERIOD)
    assert connection.execute(query).fetchall() == first
    assert all(row["score"] is None and row["score_state"] == "not_scored" for row in first), "departments' sites"
    names = ("grade", "reason_ids", "indicator_ids", "first_failed_on", "finding_days")
    return {row["subject_id"]: tuple(row[name] for name in names) for row in first}


CLEAN = ("qualified", [], [], None, 0)


def test_a_veto_on_one_round_fails_the_quarter(warehouse_with_rules: psycopg.Connection) -> None:
    one = site(warehouse_with_rules, 1, {f"SV3 {AUGUST}": "fail", "SV3 2026-08-20": "fail", "SV3 2026-06-30": "fail"})
    two = site(warehouse_with_rules, 2, {f"SV4.2 {JULY}": "fail", f"SV4.1 {JULY}": "fail", f"SV3 {AUGUST}": "fail"})
    clean = site(warehouse_with_rules, 3, {})
    assert graded(warehouse_with_rules) == {
        one: ("unqualified", ["home_not_updated"], ["SV3"], date(2026, 8, 20), 2),
        two: (
            "unqualified",
            ["columns_not_updated", "home_not_updated"],
            ["SV3", "SV4.1", "SV4.2"],
            date(2026, 7, 31),
            2,
        ),
        clean: CLEAN,
    }


def test_a_veto_between_the_rounds_or_a_deduction_fails_nobody(warehouse_with_rules: psycopg.Connection) -> None:
    between = site(warehouse_with_rules, 1, {"SV3 2026-08-20": "fail"})
    deduction = site(warehouse_with_rules, 2, {f"SD4.3 {JULY}": "fail"})
    assert graded(warehouse_with_rules) == {between: ("qualified", [], [], None, 1), deduction: CLEAN}


def test_what_was_unknown_at_every_round_is_undetermined(warehouse_with_rules: psycopg.Connection) -> None:
    always = site(warehouse_with_rules, 1, {f"SV3 {day}": "unknown" for day in ROUNDS})
    once_seen = site(warehouse_with_rules, 2, {f"SV3 {JULY}": "unknown", f"SV3 {AUGUST}": "pass"})
    failed_too = site(warehouse_with_rules, 3, {f"SV3 {JULY}": "unknown", f"SV4.3 {AUGUST}": "fail"})
    seldom_applicable = site(warehouse_with_rules, 4, {f"SV4.1 {JULY}": "unknown"})
    unpointed = site(warehouse_with_rules, 5, {f"SD4.3 {day}": "unknown" for day in ROUNDS})
    never_assessed = site(warehouse_with_rules, 6, {f"* {day}": "none" for day in ROUNDS})
    grades = {subject_id: row[0] for subject_id, row in graded(warehouse_with_rules).items()}
    assert grades == {
        always: "undetermined",
        once_seen: "qualified",
        failed_too: "unqualified",
        seldom_applicable: "undetermined",
        unpointed: "qualified",
        never_assessed: "undetermined",
    }


def test_who_does_not_run_at_any_round_is_excused_and_who_is_closed_is_not_listed(
    warehouse_with_rules: psycopg.Connection,
) -> None:
    nothing = {f"* {day}": "none" for day in ROUNDS}
    excused = site(warehouse_with_rules, 1, nothing, status="excused")
    site(warehouse_with_rules, 2, nothing, status="closed")
    site(warehouse_with_rules, 3, nothing, valid_from=date(2026, 8, 1), valid_to=date(2026, 8, 20))
    in_downtime = site(warehouse_with_rules, 4, nothing)
    in_anothers = site(warehouse_with_rules, 6, nothing)
    approved = {"starts_at": "-90 08:00", "ends_at": "9 08:00"}
    of_another = approved | {"jurisdiction_id": "province", "subject_id": in_anothers}
    load(
        warehouse_with_rules,
        {"mart.dim_downtime": [approved | {"subject_id": in_downtime}, of_another]},
        END,
    )
    opened_late = site(warehouse_with_rules, 5, {f"* {JULY}": "none", f"* {AUGUST}": "none"}, valid_from=-20)
    grades = {subject_id: row[0] for subject_id, row in graded(warehouse_with_rules).items()}
    assert grades == {
        excused: "excused",
        in_downtime: "excused",
        in_anothers: "undetermined",
        opened_late: "qualified",
    }
    rows = warehouse_with_rules.execute(
        "select subject_id, round_id, inspected_on from mart.fact_inspection where subject_id <> %s", (in_anothers,)
    )
    assert [tuple(row.values()) for row in rows] == [(opened_late, SEPTEMBER, END)]


def test_inspections_are_one_row_a_round_and_subject(warehouse_with_rules: psycopg.Connection) -> None:
    site(warehouse_with_rules, 1, {"SV3 2026-08-20": "fail"})
    site(warehouse_with_rules, 2, {f"* {JULY}": "none"})
    for _ in range(2):
        assert grade.grade(warehouse_with_rules, OFFICE, PERIOD) == {
            "inspections": 5,
            "subjects": 2,
            "qualified": 2,
        }
    rows = warehouse_with_rules.execute(
        "select subject_id, round_id, inspected_on from mart.fact_inspection order by 1, 2"
    ).fetchall()
    assert [tuple(row.values()) for row in rows] == [
        *(("site:1", day, date.fromisoformat(day)) for day in ROUNDS),
        *(("site:2", day, date.fromisoformat(day)) for day in (AUGUST, SEPTEMBER)),
    ]


def test_of_whom_nothing_was_seen_since_the_round_before_was_not_inspected(
    warehouse_with_rules: psycopg.Connection,
) -> None:
    names = ("never", "lost", "between", "page", "blocked_look", "look", "post", "reported", "failed")
    never, lost, between, page, blocked_look, look, post, reported, failed = (
        site(warehouse_with_rules, number, {f"SV3 {SEPTEMBER}": "fail"} if name == "failed" else {})
        for number, name in enumerate(names, 1)
    )
    warehouse_with_rules.execute("delete from mart.fact_probe_day")
    probed(warehouse_with_rules, lost, AUGUST, counted=0, own_fault=24)  # our own line was down
    probed(warehouse_with_rules, between, "2026-08-03")  # after the round of July: of that of August
    ours = {"observer_id": OFFICE.observer_id, "day": date.fromisoformat(AUGUST)}
    seen = {"staging.page": [ours | {"subject_id": page, "url": "http://a.example/"}]}
    seen["staging.account_check"] = [
        {"subject_id": blocked_look, "outcome": "blocked", "checked_at": "-30 08:00"},
        {"subject_id": look, "outcome": "ok", "checked_at": "-30 08:00"},
    ]
    seen["staging.post"] = [{"subject_id": post, "published_at": "-30 08:00"}]
    seen["mart.fact_decision"] = [{"subject_id": reported, "decision": "reported", "valid_from": -30}]
    load(warehouse_with_rules, seen, END)
    grade.grade(warehouse_with_rules, OFFICE, PERIOD)
    rows = warehouse_with_rules.execute("select subject_id, round_id from mart.fact_inspection order by 1, 2")
    inspected = [tuple(row.values()) for row in rows]
    assert inspected == [*((one, AUGUST) for one in (between, page, look, post, reported)), (failed, SEPTEMBER)]
    assert never not in dict(inspected) and lost not in dict(inspected)


def test_inspections_that_the_office_declares_win_over_the_rounds_for_their_kind(
    warehouse_with_rules: psycopg.Connection,
) -> None:
    sampled = site(warehouse_with_rules, 1, {"SV3 2026-08-20": "fail", f"SV3 {AUGUST}": "pass"})
    sampled_twice = site(warehouse_with_rules, 2, {f"SV3 {JULY}": "fail", "* 2026-08-20": "pass"})
    site(warehouse_with_rules, 3, {f"SV3 {JULY}": "fail"})
    for number, subject_id, day in (
        (1, sampled, "2026-08-20"),
        (1, sampled_twice, "2026-08-20"),
        (2, sampled_twice, AUGUST),
    ):
        warehouse_with_rules.execute(
            "insert into staging.inspection values (%s, %s, %s, %s)", (JURISDICTION, subject_id, f"第{number}次", day)
        )
    elsewhere = ("another-office", "site:3", "1", JULY)
    warehouse_with_rules.execute("insert into staging.inspection values (%s, %s, %s, %s)", elsewhere)
    grades = {subject_id: row[0] for subject_id, row in graded(warehouse_with_rules).items()}
    assert grades == {sampled: "unqualified", sampled_twice: "qualified"}
    rows = warehouse_with_rules.execute("select subject_id, round_id from mart.fact_inspection order by 1, 2")
    assert [tuple(row.values()) for row in rows] == [
        (sampled, "第1次"),
        (sampled_twice, "第1次"),
        (sampled_twice, "第2次"),
    ]


def test_other_quarter_rules_count_other_days(warehouse_with_rules: psycopg.Connection) -> None:
    between = site(warehouse_with_rules, 1, {"SV3 2026-08-20": "fail", f"SV3 {AUGUST}": "pass"})
    early = site(warehouse_with_rules, 2, {f"SV3 {JULY}": "fail", f"SV3 {SEPTEMBER}": "pass"})
    at_last = site(warehouse_with_rules, 3, {f"SV3 {SEPTEMBER}": "fail"})
    unqualified = {
        rule: {
            subject_id
            for subject_id, row in graded(
                warehouse_with_rules, OFFICE.model_copy(update={"quarter_rule": rule})
            ).items()
            if row[0] == "unqualified"
        }
        for rule in ("any_round", "any_day", "last_round")
    }
    assert unqualified == {
        "any_round": {early, at_last},
        "any_day": {between, early, at_last},
        "last_round": {at_last},
    }


def test_nothing_counts_after_the_cut_off(warehouse_with_rules: psycopg.Connection) -> None:
    late = site(warehouse_with_rules, 1, {f"SV3 {SEPTEMBER}": "fail", "SV3 2026-09-20": "pass"})
    office = OFFICE.model_copy(update={"cutoff_days_before_end": 10})
    assert graded(warehouse_with_rules, office) == {late: CLEAN}


def test_after_a_recheck_only_what_was_not_seen_mended_fails(warehouse_with_rules: psycopg.Connection) -> None:
    office = OFFICE.model_copy(update={"quarter_rule": "after_recheck", "recheck_after_days": 15})
    recheck = "2026-10-15"
    mended = site(warehouse_with_rules, 1, {f"SV3 {AUGUST}": "fail", f"SV3 {recheck}": "pass"})
    failing = site(warehouse_with_rules, 2, {f"SV3 {AUGUST}": "fail", f"SV3 {recheck}": "fail"})
    unseen = site(warehouse_with_rules, 3, {f"SV3 {AUGUST}": "fail", f"SV3 {recheck}": "unknown"})
    only_then = site(warehouse_with_rules, 4, {f"SV3 {recheck}": "fail"})
    grades = {subject_id: row[0] for subject_id, row in graded(warehouse_with_rules, office).items()}
    assert grades == {mended: "qualified", failing: "unqualified", unseen: "unqualified", only_then: "qualified"}


def test_a_recheck_that_nobody_judged_yet_is_named(warehouse_with_rules: psycopg.Connection) -> None:
    site(warehouse_with_rules, 1, {f"SV3 {AUGUST}": "fail"})
    office = OFFICE.model_copy(update={"quarter_rule": "after_recheck"})
    with pytest.raises(InspectionError, match="the recheck of 2026Q3 is on 2026-10-15, and that day is not judged"):
        grade.grade(warehouse_with_rules, office, PERIOD)


def test_a_period_without_rounds_is_named(warehouse_with_rules: psycopg.Connection) -> None:
    office = OFFICE.model_copy(update={"rounds": [date(2020, 1, 31)]})
    with pytest.raises(InspectionError, match="no inspection round lies in 2026Q3"):
        grade.grade(warehouse_with_rules, office, PERIOD)


def test_build_also_computes_the_figures(warehouse_with_rules: psycopg.Connection) -> None:
    site(warehouse_with_rules, 1, {f"SV3 {AUGUST}": "fail"})
    counts = grade.build(warehouse_with_rules, OFFICE, PERIOD)
    assert counts["unqualified"] == 1
    assert counts["figures"]
    row = warehouse_with_rules.execute(
        "select value from mart.quarter_figure where figure_id = 'site_failed_count' and dimension = ''"
    ).fetchone()
    assert row["value"] == 1
