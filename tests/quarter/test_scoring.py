"""Scoring (得分): 100 less deductions, the bonus above the line, and what leaves no score.

The points of the editions are in no text that we hold, so the points used here are invented for the test
and stand in an edition of their own.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import psycopg
import pytest
import yaml

from inspection.declared.editions import FOLDER, load_edition, sync
from inspection.declared.office import Jurisdiction
from inspection.declared.office import load as load_office
from inspection.periods import Period
from inspection.quarter import grade
from tests.given.facts import JURISDICTION, load, subject

NATIONAL = load_edition("cn-2019-19")
OFFICE = load_office(JURISDICTION)
PERIOD = Period.parse("2026Q3")
ROUND = date(2026, 9, 30)
# 25 for the services follows from the rule × 4/3; the rest of the split is invented
GROUPS = {"发布解读": 30, "办事服务": 25, "互动交流": 20, "功能设计": 25}


def edition_with_points(tmp_path: Path, **changes: object) -> str:
    """Sync a test-only edition with invented points for every deduction; returns its id."""
    deductions = [one for one in NATIONAL.indicators if one.part == "deduction"]
    entries = []
    for group, total in GROUPS.items():
        members = [one for one in deductions if one.group == group]
        points = [1 + (one.points_per_finding or 1) for one in members[:-1]]
        entries += [
            {"id": one.id, "points": worth, "points_per_finding": one.points_per_finding or 1}
            for one, worth in zip(members, [*points, total - sum(points)], strict=True)
        ]
    entries += [{"id": "SB1", "points": 8}, {"id": "SB2", "points": 7}]
    content = {
        "edition_id": "test-points",
        "inherits": "cn-2019-19",
        "title": {"zh": "测试用分值", "en": "Invented points"},
        "source": "tests/quarter/test_scoring.py",
        "effective_from": date(2019, 4, 1),
        "indicators": entries,
    } | changes
    for path in FOLDER.glob("*.yaml"):
        (tmp_path / path.name).write_text(path.read_text("utf-8"), "utf-8")
    (tmp_path / "test-points.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    return "test-points"


def graded(
    connection: psycopg.Connection,
    edition_id: str,
    folder: Path,
    findings: dict[str, float | str],
    *,
    praised: tuple[str, ...] = (),
    kind: str = "site",
    site_kind: str = "门户",
    office: Jurisdiction = OFFICE,
) -> dict:
    """The row of one subject in the quarter: `findings` gives indicator → value, or 'unknown'."""
    edition = load_edition(edition_id, folder)
    sync(connection, edition)
    subject_id = f"{kind}:5399000001"
    registered = subject(kind, subject_id=subject_id) | ({"site_kind": site_kind} if kind == "site" else {})
    load(connection, {"mart.dim_subject": [registered]}, ROUND)
    judged = sorted({"SV3", "SD1.4"} | set(findings))
    connection.execute(
        "insert into mart.fact_assessment_day values (%s, %s, %s, %s, %s)",
        (JURISDICTION, edition_id, subject_id, ROUND, judged),
    )
    for indicator_id, value in findings.items():
        verdict = "unknown" if value == "unknown" else "fail"
        connection.execute(
            "insert into mart.fact_finding"
            " select %s, edition_id, %s, indicator_id, %s, reason_id, %s, 1, %s, null, '[]'"
            " from mart.dim_indicator where edition_id = %s and indicator_id = %s",
            (
                JURISDICTION,
                subject_id,
                ROUND,
                None if verdict == "unknown" else value,
                verdict,
                edition_id,
                indicator_id,
            ),
        )
    rows = [
        {"indicator_id": name, "decision": "reported", "subject_id": subject_id, "valid_from": -9}
        | {"decision_id": f"00000000-0000-0000-0000-{number:012}"}
        for number, name in enumerate(praised)
    ]
    load(connection, {"mart.fact_decision": rows}, ROUND)
    grade.grade(connection, office, PERIOD)
    (row,) = connection.execute("select * from mart.quarter_subject").fetchall()
    return row


CALIBRATION = {"SD1.5": 1, "SD2.1": 1, "SD3.3": 1, "SD4.4": 1}  # −5 −2 −3 −1


def test_the_calibration_case_scores_89_and_is_qualified(connection: psycopg.Connection, tmp_path: Path) -> None:
    row = graded(connection, edition_with_points(tmp_path), tmp_path, CALIBRATION)
    assert (row["score"], row["score_state"], row["grade"]) == (89, "complete", "qualified")


def test_on_the_real_edition_its_score_is_incomplete(connection: psycopg.Connection) -> None:
    row = graded(connection, "cn-2019-19", FOLDER, CALIBRATION)
    assert (row["score"], row["score_state"], row["grade"]) == (None, "incomplete", "qualified")


def test_a_veto_leaves_no_score(connection: psycopg.Connection, tmp_path: Path) -> None:
    row = graded(connection, edition_with_points(tmp_path), tmp_path, CALIBRATION | {"SV3": 20})
    assert (row["score"], row["score_state"], row["grade"]) == (None, "vetoed", "unqualified")


def test_an_indicator_costs_at_most_its_points(connection: psycopg.Connection, tmp_path: Path) -> None:
    row = graded(connection, edition_with_points(tmp_path), tmp_path, {"SD4.3": 500})
    assert row["score"] == 100 - 2


def test_below_sixty_is_unqualified_for_the_deductions(connection: psycopg.Connection, tmp_path: Path) -> None:
    lost = {one.id: 99 for one in NATIONAL.indicators if one.group in {"发布解读", "互动交流"}}  # 50 points
    exactly = graded(connection, edition_with_points(tmp_path), tmp_path, lost)
    assert (exactly["score"], exactly["grade"]) == (50, "unqualified")
    assert "SD1.5" in exactly["indicator_ids"]
    assert exactly["first_failed_on"] == ROUND


def test_sixty_is_qualified_and_eighty_gets_no_bonus(connection: psycopg.Connection, tmp_path: Path) -> None:
    lost = {one.id: 99 for one in NATIONAL.indicators if one.group == "互动交流"}  # 20 points: exactly 80
    row = graded(connection, edition_with_points(tmp_path), tmp_path, lost, praised=("SB1",))
    assert (row["score"], row["grade"]) == (80, "qualified")


def test_above_eighty_the_bonus_is_added(connection: psycopg.Connection, tmp_path: Path) -> None:
    row = graded(connection, edition_with_points(tmp_path), tmp_path, CALIBRATION, praised=("SB1", "SB2"))
    assert row["score"] == 89 + 15


def test_the_bonus_has_its_limit(connection: psycopg.Connection, tmp_path: Path) -> None:
    edition_id = edition_with_points(tmp_path, scoring={"site": {"bonus_total": 10}})
    assert graded(connection, edition_id, tmp_path, CALIBRATION, praised=("SB1", "SB2"))["score"] == 89 + 10


def test_a_praise_without_points_leaves_the_score_incomplete(connection: psycopg.Connection, tmp_path: Path) -> None:
    row = graded(connection, edition_with_points(tmp_path), tmp_path, CALIBRATION, praised=("SB3",))
    assert (row["score"], row["score_state"]) == (None, "incomplete")


@pytest.mark.parametrize(
    ("method", "score"),
    [("scale", (75 - 9) * 4 / 3), ("spread", 100 - 9)],  # 办事服务 left out: × 4/3, or its points spread
)
def test_a_body_without_services(connection: psycopg.Connection, tmp_path: Path, method: str, score: float) -> None:
    edition_id = edition_with_points(tmp_path, scoring={"site": {"without_services": method}})
    office = OFFICE.model_copy(update={"without_services": ["5399000001"]})
    row = graded(connection, edition_id, tmp_path, CALIBRATION, office=office)
    assert float(row["score"]) == pytest.approx(score)


def test_a_department_is_judged_by_the_vetoes_alone(connection: psycopg.Connection, tmp_path: Path) -> None:
    row = graded(connection, edition_with_points(tmp_path), tmp_path, CALIBRATION, site_kind="部门")
    assert (row["score"], row["score_state"], row["grade"]) == (None, "not_scored", "qualified")


def test_a_deduction_that_nobody_could_see_leaves_no_score(connection: psycopg.Connection, tmp_path: Path) -> None:
    row = graded(connection, edition_with_points(tmp_path), tmp_path, {"SD4.3": "unknown"})
    assert (row["score"], row["score_state"]) == (None, "undetermined")


def test_accounts_are_scored_where_an_edition_says_so(connection: psycopg.Connection, tmp_path: Path) -> None:
    plain = [{"id": "AD1", "title": {"zh": "测试", "en": "test"}, "applies_to": "account", "part": "deduction"}]
    plain[0] |= {"found_by": "report", "reason": "account_function_broken", "points": 100, "points_per_finding": 30}
    plain[0] |= {"source": "tests", "confirmed": False}
    edition_id = edition_with_points(tmp_path, scoring={"account": {}}, indicators=plain)
    row = graded(connection, edition_id, tmp_path, {"AD1": 1}, kind="account")
    assert (row["score"], row["grade"]) == (70, "qualified")
    row = graded_again(connection, {"AD1": 2})
    assert (row["score"], row["grade"], row["reason_ids"]) == (40, "unqualified", ["account_function_broken"])


def graded_again(connection: psycopg.Connection, values: dict[str, int]) -> dict:
    """The row after the findings' values changed: grading starts from the facts again."""
    for indicator_id, value in values.items():
        connection.execute("update mart.fact_finding set value = %s where indicator_id = %s", (value, indicator_id))
    grade.grade(connection, OFFICE, PERIOD)
    (row,) = connection.execute("select * from mart.quarter_subject").fetchall()
    return row


@pytest.mark.parametrize(("counts_as", "rate"), [("qualified", 1), ("unqualified", 0), (None, None)])
def test_a_third_grade_counts_in_the_rate_as_its_edition_says(
    connection: psycopg.Connection, tmp_path: Path, counts_as: str | None, rate: int | None
) -> None:
    edition_id = edition_with_points(tmp_path, inherits="sn-2021-7", prominent_counts_as=counts_as, indicators=[])
    row = graded(connection, edition_id, tmp_path, {"SN1": 1})
    assert (row["grade"], row["reason_ids"]) == ("prominent_issue", ["prominent_issue"])
    grade.build(connection, OFFICE, PERIOD)
    found = connection.execute("select value from mart.quarter_figure where figure_id = 'site_pass_rate'").fetchone()
    assert (found and found["value"]) == rate
