"""Every indicator's cases, on a real PostgreSQL: given rows, the value and verdict of one day.

The cases stand beside this file, `<measure>.yaml`: {given: {table: rows}, value, verdict}. The
monitoring point is 2026-09-30 unless a case says `on`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from inspection import warehouse
from inspection.declared.editions import FOLDER, Edition, Indicator, Span, in_force, load_edition
from inspection.declared.office import load as load_office
from inspection.judging import judge
from inspection.model import UnknownReason
from inspection.warehouse import SQL, sql_text
from local.postgres import Postgres
from tests.given.facts import DEFAULTS, JURISDICTION, load, subject

HERE = Path(__file__).parent
EDITION = load_edition("cn-2019-19")
EDITIONS = [EDITION, *(load_edition(path.stem) for path in sorted(FOLDER.glob("*.yaml")) if path.stem != "cn-2019-19")]
CASES = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(HERE.glob("*.yaml"))}
MONITORING_POINT = date(2026, 9, 30)
MEASURE_COLUMNS = ("subject_id", "day", "value", "sample_count", "unknown_reason", "evidence")


@pytest.fixture(scope="module")
def shared(postgres: Postgres) -> Iterator[psycopg.Connection]:
    """One warehouse for all cases: a case leaves nothing behind, for it is rolled back."""
    with warehouse.connect(postgres.create_database(f"cases_{os.getpid()}", template="template_warehouse")) as opened:
        yield opened


@pytest.fixture
def connection(shared: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """The shared warehouse, empty."""
    yield shared
    shared.rollback()


def edition_of(measure: str) -> Edition:
    """The edition whose entries a measure is tested with: the national one, else the first that uses it."""
    for edition in EDITIONS:
        if any(one.measure == measure for one in edition.indicators):
            return edition
    raise LookupError(f"{measure} has no entry in an edition of include/indicators/")


def indicator_of(measure: str, case: dict[str, Any]) -> Indicator:
    """The indicator that a case is about; a case of a measure that serves several names it."""
    indicators = edition_of(measure).indicators
    users = {one.id: one for one in indicators if one.measure == measure and one.part != "bonus"}
    return users[case["indicator"]] if "indicator" in case else next(iter(users.values()))


def only(measure: str, edition_ids: Sequence[str], from_day: date, to_day: date) -> list[Span]:
    """What is in force of one measure: the sixty others would measure nothing of a case, and take the time."""
    spans = []
    for span in in_force(edition_ids, from_day, to_day):
        asked = [one for one in span.edition.indicators if one.measure == measure]
        spans.append(span._replace(edition=span.edition.model_copy(update={"indicators": asked})))
    return spans


@pytest.mark.parametrize(
    ("measure", "name"), [(measure, name) for measure, cases in CASES.items() for name in cases], ids=str
)
def test_case(connection: psycopg.Connection, monkeypatch: pytest.MonkeyPatch, measure: str, name: str) -> None:
    monkeypatch.setattr(judge, "in_force", partial(only, measure))
    case = CASES[measure][name]
    indicator, on = indicator_of(measure, case), case.get("on", MONITORING_POINT)
    given = {"mart.dim_subject": [{}], **case["given"]}
    given["mart.dim_subject"] = [subject(indicator.applies_to, **row) for row in given["mart.dim_subject"]]
    load(connection, given, on)
    office = load_office(JURISDICTION).model_copy(update={"edition": edition_of(measure).edition_id})

    judge.evaluate(connection, office, on, on + timedelta(days=1))
    first = stored(connection, indicator)
    judge.evaluate(connection, office, on, on + timedelta(days=1))
    assert stored(connection, indicator) == first, "judged twice, the rows differ"

    if case["verdict"] == "not_applicable":
        assert first == []
        return
    # a case may need further subjects: it is about the first
    about = given["mart.dim_subject"][0].get("subject_id", DEFAULTS["mart.dim_subject"]["subject_id"])
    (row,) = [row for row in first if row["subject_id"] == about]
    value = None if case["value"] is None else pytest.approx(Decimal(str(case["value"])))
    assert (row["verdict"], row["value"]) == (case["verdict"], value)
    assert row["unknown_reason"] == case.get("unknown_reason")
    assert row["evidence"] or row["verdict"] != "fail" or case.get("evidence") == [], "a fail that nothing proves"
    assert len(row["evidence"]) <= 20
    assert all(set(item) == {"kind", "id", "note"} and None not in item.values() for item in row["evidence"])
    if "evidence" in case:
        assert [f"{item['kind']} {item['id']}" for item in row["evidence"]] == case["evidence"]


UNSEEN = {
    "nothing": {},
    "what was blocked": {
        "staging.page": [{"read_state": "blocked", "item_count": None, "snapshot_id": "urn:uuid:blocked"}],
        "staging.site_column": [{"read_state": "blocked", "is_blank": None, "times": 8}],
        "staging.account_check": [{"outcome": "blocked", "checked_at": "0 12:00", "is_source_healthy": True}],
        "mart.fact_probe_day": [{"counted_count": 0, "blocked_count": 48}],
    },
    "what failed through our own fault": {
        "staging.page": [{"read_state": "failed", "item_count": None, "snapshot_id": "urn:uuid:failed"}],
        "staging.site_column": [{"read_state": "not_crawled", "is_blank": None, "snapshot_id": None, "times": 8}],
        "staging.account_check": [{"outcome": "failed", "checked_at": "0 12:00", "is_source_healthy": False}],
        "mart.fact_probe_day": [{"counted_count": 0, "own_fault_count": 48}],
    },
}


@pytest.mark.parametrize("seen", UNSEEN)
@pytest.mark.parametrize("measure", CASES)
def test_what_was_not_read_is_never_a_fail(connection: psycopg.Connection, measure: str, seen: str) -> None:
    """Law: not read is not absent. Of each measure, whatever it is of, on a day of which nothing is known."""
    edition = edition_of(measure)
    for kind in ("site", "account"):
        load(connection, {"mart.dim_subject": [subject(kind)]}, MONITORING_POINT)
    load(connection, UNSEEN[seen], MONITORING_POINT)
    office = load_office(JURISDICTION).model_copy(update={"edition": edition.edition_id})
    judge.evaluate(connection, office, MONITORING_POINT, MONITORING_POINT + timedelta(days=1))
    for indicator in (one for one in edition.indicators if one.measure == measure):
        assert [row["verdict"] for row in stored(connection, indicator) if row["verdict"] == "fail"] == []


def stored(connection: psycopg.Connection, indicator: Indicator) -> list[dict]:
    """What judging stored of an indicator, the finding and the assessment taken into account."""
    rows = connection.execute(
        "select latest.*, finding.verdict as finding from mart.fact_measure_latest as latest"
        " left join mart.fact_finding as finding using (jurisdiction_id, subject_id, indicator_id, day)"
        " where latest.indicator_id = %(indicator_id)s order by latest.subject_id",
        {"indicator_id": indicator.id},
    ).fetchall()
    for row in rows:
        assert row["finding"] == (None if row["verdict"] == "pass" else row["verdict"])
    return rows


def test_every_measure_has_its_sql_its_entry_and_its_cases() -> None:
    in_sql = {path.stem for path in (SQL / "measure").glob("*.sql")}
    in_rules = {indicator.measure for edition in EDITIONS for indicator in edition.indicators}
    for measure in sorted(in_sql | in_rules | set(CASES)):
        assert measure in in_sql, f"{measure} has no include/sql/measure/{measure}.sql"
        assert measure in in_rules, f"{measure} has no entry in an edition of include/indicators/"
        assert measure in CASES, f"{measure} has no cases in tests/measure/{measure}.yaml"


# of the national edition, and those of others by measures of their own
OBSERVED = {
    (indicator.id, indicator.measure): indicator
    for edition in EDITIONS
    for indicator in edition.indicators
    if indicator.found_by == "observation" and edition is edition_of(indicator.measure)
}.values()
REPORTED = [one for one in EDITION.indicators if one.found_by == "report" and one.part != "bonus"]


def test_every_reported_indicator_fails_when_reported_and_is_neither_failed_nor_assessed_otherwise(
    connection: psycopg.Connection,
) -> None:
    """A confirmed report fails, a struck-out one does not, and no report is not assessed; for each of them."""
    cases = {"reported": ["reported"], "struck_out": ["reported", "struck_out"], "never": []}
    on, number = MONITORING_POINT, 0
    for indicator in REPORTED:
        for case, decisions in cases.items():
            who = f"{indicator.applies_to}:{indicator.id}:{case}"
            named = {"subject_id": who, "site_code": None, "account_id": who}
            load(connection, {"mart.dim_subject": [subject(indicator.applies_to, **named)]}, on)
            for decision in decisions:
                number += 1
                row = {
                    "decision_id": f"00000000-0000-0000-0000-{number:012}",
                    "subject_id": who,
                    "indicator_id": indicator.id,
                    "decision": decision,
                    "valid_from": -3,
                }
                load(connection, {"mart.fact_decision": [row]}, on)
    judge.evaluate(connection, load_office(JURISDICTION), on, on + timedelta(days=1))
    verdicts = {
        (row["indicator_id"], row["subject_id"].rsplit(":", 1)[1]): row["verdict"]
        for row in connection.execute("select * from mart.fact_measure_latest where subject_id like '%:%:%'")
        if row["subject_id"].split(":")[1] == row["indicator_id"]
    }
    for indicator in REPORTED:
        found = {case: verdicts.get((indicator.id, case), "not assessed") for case in cases}
        expected = {"reported": "fail", "struck_out": "pass", "never": "not assessed"}
        assert found == expected, f"{indicator.id}: {found}"


@pytest.mark.parametrize("indicator", OBSERVED, ids=lambda indicator: indicator.id)
def test_every_indicator_has_a_fail_a_threshold_a_pass_and_its_unknowns(indicator: Indicator) -> None:
    cases = [
        case for case in CASES[indicator.measure].values() if indicator_of(indicator.measure, case).id == indicator.id
    ]
    place = f"tests/measure/{indicator.measure}.yaml, {indicator.id}"
    limit = indicator.fails_when.at_least
    assert any(case["verdict"] == "fail" for case in cases), f"{place}: no case fails"
    assert any(case["verdict"] == "fail" and case["value"] == limit for case in cases), f"{place}: none at the limit"
    assert any(case["verdict"] == "pass" for case in cases), f"{place}: no case passes"
    shown = {case.get("unknown_reason") for case in cases if case["verdict"] == "unknown"}
    for reason in set(unknown_reasons(indicator.measure)) - TOLD_ELSEWHERE.get(indicator.measure, set()):
        assert reason in shown, f"{place}: no case is unknown for {reason}"


@pytest.mark.parametrize("measure", sorted(CASES))
def test_the_header_of_a_measure_tells_what_the_sql_does(measure: str) -> None:
    sql = sql_text(f"measure/{measure}.sql")
    header = re.match(r"(?:--.*\n)+", sql)[0]
    fields = dict(re.findall(r"^-- ([a-z]+): +(.*(?:\n--  +.*)*)", header, flags=re.M))
    assert set(fields) == {"grain", "reads", "params", "value", "unknown"}
    body = re.sub(r"--.*", "", sql)
    assert set(re.findall(r"\b(?:mart|staging)\.\w+", body)) - {"staging.unread_reason"} == set(
        re.findall(r"[a-z]+\.[a-z_]+", fields["reads"])
    )
    named = re.sub(r"\([^)]*\)|--", "", fields["params"])
    assert set(re.findall(r"\w+", named)) == set(re.findall(r"%\((\w+)\)s", body))
    assert re.search(r"[一-龥]", header.splitlines()[0]), "the first line gives the Chinese term"


def test_the_reasons_of_measures_are_the_vocabulary() -> None:
    assert {reason for measure in CASES for reason in unknown_reasons(measure)} == set(UnknownReason)


def unknown_reasons(measure: str) -> list[str]:
    """The reasons that the header of a measure says it can give."""
    stated = re.search(r"^-- unknown: (.*)$", sql_text(f"measure/{measure}.sql"), flags=re.M)[1]
    return [] if stated == "never" else re.split(r", ", stated.split(";")[0])


# where an edition must ask for two vantages, which none does by itself: tests/probe/test_vantages.py
TOLD_ELSEWHERE = {"probe_failure_share": {"one_vantage"}}

# they speak of what people said, of the registry, or of looks that saw: nothing that is not read stands behind them
NEVER_UNKNOWN = {
    "account_duplicates",
    "account_state_days",
    "confirmed_grave_errors",
    "domain_faults",
    "reported_problems",
    "unanswered_messages",
}


def test_what_is_not_read_is_unknown_in_every_input_of_every_measure() -> None:
    """Each reason that a measure names for `unknown` has its case, and none says `unknown` for another."""
    for measure, cases in CASES.items():
        header = re.search(r"^-- unknown: ([^;\n]+)", sql_text(f"measure/{measure}.sql"), re.M)[1]
        named = set(re.findall(r"[a-z0-9_]+", header)) - {"never"}
        shown = {case["unknown_reason"] for case in cases.values() if case.get("unknown_reason")}
        assert named == shown | TOLD_ELSEWHERE.get(measure, set()), measure
        assert bool(named) == (measure not in NEVER_UNKNOWN), measure
