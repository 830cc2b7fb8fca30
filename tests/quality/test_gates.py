"""Every expectation of every gate can fail, and fails alone: good data, broken in one place.

The good data are good.sql; how to break each expectation stands beside it, in include/expectations.
"""

from __future__ import annotations

import re
import tempfile
import time
from datetime import date
from pathlib import Path

import psycopg
import pytest

from inspection import quality, registry
from inspection.declared import office
from inspection.errors import GateStopped, InspectionError
from inspection.periods import Period
from inspection.quality.guest import Guest

GOOD = (Path(__file__).parent / "good.sql").read_text("utf-8")
OFFICE = office.load("yunzhou-demo")
OCTOBER = Period.parse("2023-10")
DAY = date(2023, 10, 2)
# suite → what it is asked about
WHEN = {
    "registry": {"day": DAY},
    "lists": {"day": DAY},
    "accounts": {"day": date(2023, 10, 5)},
    "observations": {"days": (OCTOBER.start, OCTOBER.last_day)},
    "quarter_inputs": {"period": OCTOBER},
    "coverage": {"period": OCTOBER},
    "quarter": {"period": OCTOBER},
}
EXPECTATIONS = [
    (suite, f"{asset.name}: {each.name}")
    for suite in quality.suite_names()
    for asset in quality.load_suite(suite).assets
    for each in asset.expectations
]
# what no suite need look at, and why
UNWATCHED = {
    "staging.unfolded_day": "a list of work to do",
    "mart.bulletin_file": "written with its edition; signing compares every file with its digest",
    "staging.column_state": "folded from staging.site_column, which is watched",
    "staging.column_gap": "folded from staging.column_state and staging.site_column, which is watched",
    "staging.line_health": "of our own line: the round's own probes of hosts known to be good, which are watched",
    "mart.dim_day": "the calendar of the days judged, written whole",
    "mart.dim_office": "the office's own file, written whole",
    "mart.dim_reason": "include/reasons.yaml, written whole",
    "mart.fact_probe_hour": "the hours of mart.fact_probe_day, of the same probes, which are watched",
    "mart.fact_warning_day": "judged with the findings of its day, which are watched",
}


# what a function reads that a suite asks
BEHIND = {
    "mart.coverage": {"staging.probe", "staging.snapshot", "staging.account_check", "ops.ingest_batch"},
}


def found(suite, full_name):
    """An expectation by its full name."""
    return next(
        each
        for asset in quality.load_suite(suite).assets
        for each in asset.expectations
        if f"{asset.name}: {each.name}" == full_name
    )


def assets_that_read(suite, tables):
    """Names of the suite's assets whose query names one of the tables: no other can tell that they changed."""
    return {
        asset.name
        for asset in quality.load_suite(suite).assets
        for named in [set(re.findall(r"\b(?:staging|mart|ops)\.\w+", asset.query))]
        if tables & named.union(*(BEHIND.get(name, set()) for name in named))
    }


@pytest.fixture(scope="module")
def good_url(postgres):
    """A warehouse that holds the good data; nobody commits to it."""
    url = postgres.create_database("warehouse_quality_good", template="template_warehouse")
    with psycopg.connect(url) as connection:
        connection.execute(GOOD)
    return url


@pytest.fixture(scope="module")
def good(good_url):
    with psycopg.connect(good_url) as connection:
        yield connection


@pytest.fixture(scope="module")
def look(good):
    """Run a suite, or some of its assets, on what the connection `good` sees, its own changes included."""
    guest, laid_out = Guest.of(good), {}

    def run(suite, asset_names=None):
        with guest.look():
            if suite not in laid_out:
                bound = quality.parameters(OFFICE, **WHEN[suite])
                laid_out[suite] = quality.Validation(guest, quality.load_suite(suite), bound)
            return {result.full_name: result for result in laid_out[suite].run(asset_names)}

    return run


@pytest.mark.parametrize("suite", quality.suite_names())
def test_good_data_pass(look, suite):
    results = look(suite)
    assert {name: str(result) for name, result in results.items() if not result.is_met} == {}
    assert list(results) == [name for of, name in EXPECTATIONS if of == suite]


@pytest.mark.parametrize(("suite", "expectation"), EXPECTATIONS)
def test_data_broken_in_one_place_break_one_expectation(good, look, suite, expectation):
    rule = found(suite, expectation)
    with good.transaction(force_rollback=True):
        good.execute("set session_replication_role = replica")  # also what no statement of ours may change
        good.execute(rule.broken_by)
        changed = set(re.findall(r"\b(?:staging|mart|ops)\.\w+", rule.broken_by))
        results = look(suite, assets_that_read(suite, changed))
    assert {name for name, result in results.items() if not result.is_met} == {expectation, *rule.also}
    result = results[expectation]
    assert (result.severity, result.remedy) == (rule.severity, rule.remedy)
    assert rule.remedy


def test_every_table_that_others_read_has_a_key_and_is_watched_by_a_suite(good):
    tables = good.execute(
        "select schemaname || '.' || tablename, exists ("
        "    select 1 from pg_constraint"
        "    where contype = 'p' and conrelid = (schemaname || '.' || quote_ident(tablename))::regclass)"
        " from pg_tables where schemaname in ('staging', 'mart')"
        " and not (select relispartition from pg_class"
        "    where oid = (schemaname || '.' || quote_ident(tablename))::regclass)"
    ).fetchall()
    read = {
        table
        for suite in quality.suite_names()
        for asset in quality.load_suite(suite).assets
        for table in re.findall(r"\b(?:staging|mart)\.\w+", asset.query)
    }
    assert {name for name, _ in tables} - read - set(UNWATCHED) == set()
    # these two take exports as they come: that nothing comes twice is expected by suites
    assert {name for name, has_key in tables if not has_key} - set(UNWATCHED) == {
        "staging.registry_subject",
        "staging.registry_column",
    }


def test_every_suite_can_be_read_and_is_asked_by_these_tests():
    assert set(quality.suite_names()) == set(WHEN)
    for name in quality.suite_names():
        suite = quality.load_suite(name)
        assert suite.suite == name
        assert all(asset.query.split()[0] == "select" for asset in suite.assets)
        names = [expectation for of, expectation in EXPECTATIONS if of == name]
        assert len(set(names)) == len(names)


# gates: what is recorded, what stops, what is taken back ---------------------------------------------------


def results_of(connection):
    rows = connection.execute("select expectation, severity, is_met, remedy from ops.quality_result")
    return {row["expectation"]: row for row in rows}


@pytest.fixture
def filled(connection):
    """A warehouse of its own with the good data."""
    connection.execute(GOOD)
    connection.commit()
    return connection


def test_every_result_of_a_gate_is_recorded(filled, warehouse_url):
    result = quality.gate(warehouse_url, OFFICE, "registry", day=DAY, run_id="run")
    count = sum(of == "registry" for of, _ in EXPECTATIONS)
    assert result.line() == f"校验 登记信息：{count} 项中 {count} 项符合"
    rows = filled.execute("select * from ops.quality_result").fetchall()
    assert len(rows) == count
    assert {(row["suite"], row["day"], row["run_id"], row["is_met"]) for row in rows} == {
        ("registry", DAY, "run", True)
    }


def test_a_critical_expectation_stops_and_says_what_to_do_and_a_warning_goes_on(filled, warehouse_url):
    filled.execute(found("registry", "subjects: every subject has a name").broken_by)
    filled.commit()
    with pytest.raises(GateStopped, match="every subject has a name, column name") as error:
        quality.gate(warehouse_url, OFFICE, "registry", day=DAY, run_id="run")
    assert "ask the office that keeps the registry for the names" in error.value.remedy
    assert "what was in force before stays in force" in error.value.remedy
    row = results_of(filled)["subjects: every subject has a name"]
    assert (row["severity"], row["is_met"]) == ("critical", False)
    filled.execute("update staging.registry_subject set name = '云州网站', region = '青溪区' where name is null")
    filled.commit()
    result = quality.gate(warehouse_url, OFFICE, "registry", day=DAY, run_id="later")
    assert [each.full_name for each in result.warnings] == ["regions: a division has one name"]
    assert "提示：地区：一个行政区划只有一个名称" in result.line()


def test_what_a_stopped_gate_guards_is_taken_back_and_its_results_stay(filled):
    with (
        pytest.raises(GateStopped, match="figures equal a second query path"),
        quality.behind_gate(filled, OFFICE, "quarter", period=OCTOBER, run_id="run"),
    ):
        filled.execute(found("quarter", "figures: figures equal a second query path").broken_by)
    filled.commit()
    value = filled.execute(
        "select value from mart.quarter_figure where period_id = '2023-10' and figure_id = 'site_inspected_count'"
    ).fetchone()["value"]
    assert value == 10
    assert not results_of(filled)["figures: figures equal a second query path"]["is_met"]
    with quality.behind_gate(filled, OFFICE, "quarter", period=OCTOBER, run_id="good"):
        filled.execute("update mart.quarter_figure set sql_file = 'built.sql'")
    filled.commit()
    files = filled.execute("select distinct sql_file from mart.quarter_figure").fetchall()
    assert [row["sql_file"] for row in files] == ["built.sql"]


def test_a_gate_sees_what_its_caller_has_not_committed_and_leaves_the_callers_transaction_alone(filled):
    filled.execute("update staging.registry_subject set name = null where row_no = 0")
    with pytest.raises(GateStopped, match="every subject has a name"):
        quality.gate(filled, OFFICE, "registry", day=DAY, run_id="run")
    assert filled.execute("show transaction_read_only").fetchone()["transaction_read_only"] == "off"
    filled.execute("update staging.registry_subject set name = '云州网站' where name is null")
    quality.gate(filled, OFFICE, "registry", day=DAY, run_id="run")
    filled.rollback()
    assert filled.execute("select count(*) as n from staging.registry_subject where name is null").fetchone()["n"] == 0


def test_a_look_changes_nothing_and_outlives_a_failed_statement(good):
    guest = Guest.of(good)
    with guest.look():
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            guest.execute("delete from staging.post")
        guest.rollback()
        assert guest.execute("select count(*) from staging.post").fetchone() == (1,)
    good.rollback()


def test_an_expectation_on_a_column_that_is_not_there_is_not_met(good):
    rule = quality.Expectation(
        name="is there",
        type="expect_column_values_to_not_be_null",
        kwargs={"column": "nowhere"},
        severity="critical",
        remedy="none",
        broken_by="",
    )
    asset = quality.Asset(name="subjects", query="select * from staging.registry_subject", expectations=[rule])
    guest = Guest.of(good)
    with guest.look():
        (result,) = quality.Validation(guest, quality.Suite(suite="registry", assets=[asset]), {}).run()
    assert not result.is_met
    assert "nowhere" in result.observed
    good.rollback()


def test_a_gate_needs_a_day_or_a_period_and_a_suite_and_an_asset_that_there_is(good_url):
    with pytest.raises(InspectionError, match="a day or at a period"):
        quality.gate(good_url, OFFICE, "registry", run_id="test")
    with pytest.raises(InspectionError, match="no suite weather"):
        quality.gate(good_url, OFFICE, "weather", day=DAY, run_id="test")
    with pytest.raises(InspectionError, match="suite lists has no asset weather"):
        quality.gate(good_url, OFFICE, "lists", day=DAY, only="weather", run_id="test")


def test_a_gate_leaves_no_connection_and_no_file_behind(filled, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    quality.gate(filled, OFFICE, "registry", day=DAY, run_id="test")
    filled.commit()
    assert list(tmp_path.iterdir()) == []
    query = "select count(*) from pg_stat_activity where datname = %s"
    with psycopg.connect(filled.info.dsn, password=filled.info.password, dbname="postgres", autocommit=True) as other:
        for _ in range(50):  # the server takes a moment to end a session
            (count,) = other.execute(query, (filled.info.dbname,)).fetchone()
            if count == 1:
                break
            time.sleep(0.1)
    assert count == 1


# where gates stand -----------------------------------------------------------------------------------------


def test_the_registry_is_loaded_through_its_gate(connection, tmp_path):
    path = tmp_path / "sites.csv"
    header = "site_code,name,home_url,organiser,status\n"
    path.write_text(header + "5399000001,甲网,http://a.example/,甲局,running\n")
    gate = quality.gates_of(OFFICE, DAY, "run")
    assert registry.load(connection, OFFICE, "sites", path, DAY, gate=gate).in_force == 1
    connection.commit()
    path.write_text(header)
    gate = quality.gates_of(OFFICE, date(2023, 10, 3), "run2")
    with pytest.raises(GateStopped):
        registry.load(connection, OFFICE, "sites", path, date(2023, 10, 3), gate=gate)
    connection.rollback()
    assert connection.execute("select count(*) as n from mart.dim_subject where valid_to is null").fetchone()["n"] == 1


def test_a_list_that_its_gate_stops_is_taken_back_and_the_list_before_stays(connection, tmp_path):
    path = tmp_path / "messages.csv"
    header = "channel,message_id,received_at,due_at,closed_at\n"
    gate = quality.gates_of(OFFICE, DAY, "run")
    path.write_text(header + "找错,1,2023-09-20 10:00,2023-09-25,2023-09-21 10:00\n")
    assert registry.load(connection, OFFICE, "messages", path, DAY, gate=gate).in_force == 1
    path.write_text(header + "找错,1,2023-09-22 10:00,2023-09-25,\n找错,2,2033-09-20 10:00,2033-09-25,\n")
    with pytest.raises(GateStopped, match="no message was received after today"):
        registry.load(connection, OFFICE, "messages", path, DAY, gate=gate)
    connection.commit()
    rows = connection.execute("select message_id, received_on from staging.message").fetchall()
    assert [tuple(row.values()) for row in rows] == [("1", date(2023, 9, 20))]
    (batch,) = connection.execute("select state, read_count, detail from ops.ingest_batch").fetchall()
    assert (batch["state"], batch["read_count"]) == ("stopped", 2)
    assert "no message was received after today" in batch["detail"]


def test_days_observed_are_those_of_probes_snapshots_and_looks(filled):
    assert quality.observed_days(filled, OFFICE) == (date(2023, 10, 1), date(2023, 10, 31))
    filled.execute("truncate staging.probe, staging.snapshot, staging.account_check")
    assert quality.observed_days(filled, OFFICE) is None
