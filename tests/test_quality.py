"""Every expectation of every gate can fail, and fails alone: good data, broken in one place."""

from __future__ import annotations

import tempfile
import time
from datetime import date

import psycopg
import pytest

from inspection import jurisdiction, quality, registry
from inspection.errors import InspectionError
from inspection.periods import Period

DAY = date(2023, 10, 2)
OCTOBER = Period.parse("2023-10")

# A registry in force since yesterday, and today's export of it: ten sites and four accounts.
REGISTRY = """
insert into mart.dim_registration (jurisdiction_id, subject_id, valid_from, kind)
select 'yunzhou-demo', 'site:539900000' || n, date '2023-10-01', 'site' from generate_series(0, 9) as n
union all
select 'yunzhou-demo', 'account:新浪微博:a' || n, date '2023-10-01', 'account' from generate_series(0, 3) as n;
insert into staging.registry_subject (
    jurisdiction_id, kind, day, row_no, subject_id, name, home_url, site_code, organiser, region_code, status
)
select
    'yunzhou-demo', 'site', date '2023-10-02', n, 'site:539900000' || n, '云州网站',
    'http://s' || n || '.yunzhou.example/', '539900000' || n, '云州市教育局', '539900', 'running'
from generate_series(0, 9) as n;
insert into staging.registry_subject (
    jurisdiction_id, kind, day, row_no, subject_id, name, platform, organiser, status
)
select
    'yunzhou-demo', 'account', date '2023-10-02', n, 'account:新浪微博:a' || n, '云州发布', '新浪微博', '云州市教育局',
    'running'
from generate_series(0, 3) as n
"""
SUBJECT = "update staging.registry_subject set"
REGISTRY_FAULTS = {
    "subjects: there is something to load": "delete from staging.registry_subject",
    "subjects: every subject has its id": f"{SUBJECT} subject_id = null where row_no = 0 and kind = 'site'",
    "subjects: every subject has a name": f"{SUBJECT} name = null where row_no = 0",
    "subjects: every subject has an organiser": f"{SUBJECT} organiser = null where row_no = 0",
    "subjects: no subject comes twice": "insert into staging.registry_subject"
    " select * from staging.registry_subject where row_no = 1 and kind = 'account'",
    "subjects: a subject is a site or an account": "insert into staging.registry_subject"
    " select jurisdiction_id, 'system', day, 9, 'site:5399000099', name, home_url, platform, account_kind, account_id,"
    " feed_url, site_code, organiser, operator, region_code, region, level, site_kind, status, icp, police_number"
    " from staging.registry_subject where row_no = 1 and kind = 'site'",
    "subjects: ids have their form": f"{SUBJECT} subject_id = 'site:77' where row_no = 0 and kind = 'site'",
    "subjects: the status is of the vocabulary": f"{SUBJECT} status = '正常' where row_no = 0",
    "subjects: region codes have six digits": f"{SUBJECT} region_code = '5399' where row_no = 0 and kind = 'site'",
    "subjects: organisers are names, not numbers": f"{SUBJECT} organiser = '0000-00' where row_no = 0",
    "sites: site codes have their form": f"{SUBJECT} site_code = '5.399E+09' where row_no = 0 and kind = 'site'",
    "sites: home pages are web addresses": f"{SUBJECT} home_url = '未建设' where row_no = 0 and kind = 'site'",
    "sites: few sites share a home page": f"{SUBJECT} home_url = 'http://s0.example/' where row_no < 2"
    " and kind = 'site'",
    "running_sites: a site that is not closed has a home page": f"{SUBJECT} home_url = null where row_no = 0"
    " and kind = 'site'",
    "accounts: every account has its platform": f"{SUBJECT} platform = null where row_no = 0 and kind = 'account'",
    "accounts: platforms are known": f"{SUBJECT} platform = '云州通' where row_no = 0 and kind = 'account'",
    "volume: little of what is in force is lost": "delete from staging.registry_subject where row_no > 6",
    "volume: the registry does not double over night": "delete from mart.dim_registration"
    " where subject_id > 'site:5399000003'",
}

QUARTER = """
insert into mart.dim_subject (subject_id, valid_from, kind, name, organiser, status)
values
('site:5399000001', '2023-01-01', 'site', '云州网站', '云州市教育局', 'running'),
('account:新浪微博:a', '2023-01-01', 'account', '云州发布', '云州市教育局', 'running');
insert into mart.fact_probe_day
select 'site:5399000001', d::date, 48, 44, 1, 1, 1, 2, 0.5
from generate_series('2023-10-01'::timestamp, '2023-10-31', '1 day') as d;
insert into staging.snapshot (snapshot_id, subject_id, url, fetched_at, outcome)
select 'urn:' || d, 'site:5399000001', 'http://a.example/', d + interval '3 hours', 'fetched'
from generate_series('2023-10-01'::timestamp, '2023-10-31', '1 day') as d;
insert into staging.account_check (subject_id, checked_at, connector, outcome, is_source_healthy)
select 'account:新浪微博:a', d + interval '3 hours', 'feed', 'ok', true
from generate_series('2023-10-01'::timestamp, '2023-10-31', '1 day') as d;
insert into staging.site_column (subject_id, day, url, name, class, depth, source, read_state)
values
('site:5399000001', '2023-10-01', 'http://a.example/c/', '要闻', 'news', 1, 'registry', 'ok'),
('site:5399000001', '2023-10-01', 'http://a.example/d/', '公告', 'notice', 2, 'discovered', 'not_crawled');
insert into mart.dim_indicator
values ('cn-2019-19', 'SV2', 'site', 'veto', '站点无法访问', 'Site unreachable', 'probe_failure_share', '{}',
'at_least', 0.05, 'unreachable', '国办秘函〔2019〕19号', true);
insert into mart.fact_finding
values
('yunzhou-demo', 'cn-2019-19', 'site:5399000001', 'SV2', '2023-10-01', 'unreachable', 0.1, 0.05, 'fail', null, '[]'),
('yunzhou-demo', 'cn-2019-19', 'site:5399000001', 'SV2', '2023-10-02', 'unreachable', null, 0.05, 'unknown',
'too_few_probes', '[]');
insert into staging.post (subject_id, post_id, published_at, first_seen_at)
values ('account:新浪微博:a', 'p', '2023-10-05T01:00:00Z', '2023-10-05T02:00:00Z')
"""
QUARTER_FAULTS = {
    "registry: there are sites to judge": "update mart.dim_subject set valid_to = '2023-10-31' where kind = 'site'",
    "registry: there are accounts to judge": "update mart.dim_subject set status = 'closed' where kind = 'account'",
    "registry: a subject has one version at a time": "insert into mart.dim_subject"
    " (subject_id, valid_from, kind, name, organiser, status)"
    " values ('site:5399000001', '2023-10-05', 'site', '新名', '云州市教育局', 'closed')",
    "statuses: the status is of the vocabulary": "insert into mart.dim_subject"
    " (subject_id, valid_from, kind, name, organiser, status)"
    " values ('site:5399000002', '2023-10-05', 'site', '新名', '云州市教育局', '正常')",
    "probe_days: there are probes in the period": "update mart.fact_probe_day set day = day + 365",
    "probe_days: every planned probe is explained": "update mart.fact_probe_day set planned_count = 47"
    " where day = '2023-10-05'",
    "probe_days: no more failures than counted probes": "update mart.fact_probe_day set failed_count = 45"
    " where day = '2023-10-05'",
    "days: nine running sites of ten were probed each day": "delete from mart.fact_probe_day where day = '2023-10-05'",
    "days: each day has snapshots": "delete from staging.snapshot where day = '2023-10-05'",
    "days: each day has a look at the accounts": "delete from staging.account_check where day = '2023-10-05'",
    "snapshots: there are snapshots in the period": "delete from staging.snapshot",
    "snapshots: the outcome of a fetch is of the vocabulary": "update staging.snapshot set outcome = '404'"
    " where day = '2023-10-05'",
    "columns: the class of a column is of the vocabulary": "update staging.site_column set class = '要闻'"
    " where depth = 1",
    "columns: a column is registered or discovered": "update staging.site_column set source = 'guessed'"
    " where depth = 1",
    "columns: the read state of a column is of the vocabulary": "update staging.site_column set read_state = 'fine'"
    " where depth = 1",
    "columns: a first-level column has depth 1": "update staging.site_column set depth = 0 where depth = 1",
    "columns: columns belong to registered sites": "update staging.site_column set subject_id = 'site:5399000009'"
    " where depth = 1",
    "findings: findings are of indicators that the edition has": "delete from mart.dim_indicator",
    "findings: an unknown verdict says why": "update mart.fact_finding set unknown_reason = null",
    "findings: findings are of subjects that the registry has": "update mart.fact_finding"
    " set subject_id = 'site:5399000009'",
    "posts: no post was seen before it was published": "update staging.post set published_at = '2023-10-05T03:00:00Z'",
}
# An empty period misses both its rows and its days: what else a fault must break.
ALSO = {
    "probe_days: there are probes in the period": {"days: nine running sites of ten were probed each day"},
    "snapshots: there are snapshots in the period": {"days: each day has snapshots"},
}


@pytest.fixture(scope="module")
def shared_url(postgres):
    """One warehouse for the file: forty databases take longer than the gates."""
    return postgres.create_database("warehouse_quality", template="template_warehouse")


@pytest.fixture
def warehouse_url(shared_url):
    """The shared warehouse, emptied."""
    with psycopg.connect(shared_url) as connection:
        tables = connection.execute(
            "select string_agg(format('%I.%I', schemaname, tablename), ', ') from pg_tables"
            " where schemaname in ('staging', 'mart', 'ops')"
        ).fetchone()[0]
        connection.execute(f"truncate {tables}")
    return shared_url


@pytest.fixture
def office():
    return jurisdiction.load("yunzhou-demo")


def unmet(connection):
    rows = connection.execute("select expectation, severity from ops.quality_result where not is_met")
    return {row["expectation"]: row["severity"] for row in rows}


def severity_of(suite, expectation):
    return next(
        each.severity
        for asset in quality.load_suite(suite).assets
        for each in asset.expectations
        if f"{asset.name}: {each.name}" == expectation
    )


def check(connection, url, office, suite, expectation, **when):
    connection.commit()
    expected = {name: severity_of(suite, name) for name in {expectation} | ALSO.get(expectation, set())}
    if severity_of(suite, expectation) == "critical":
        with pytest.raises(quality.GateStopped) as error:
            quality.gate(url, office, suite, run_id="test", **when)
        assert expectation.partition(": ")[2] in error.value.problem
        assert error.value.remedy
    else:
        result = quality.gate(url, office, suite, run_id="test", **when)
        assert [f"{each.asset}: {each.name}" for each in result.warnings] == [expectation]
        assert expectation in result.line()
    assert unmet(connection) == expected


@pytest.mark.parametrize("expectation", REGISTRY_FAULTS)
def test_breaking_the_export_in_one_place_breaks_one_expectation(connection, warehouse_url, office, expectation):
    connection.execute(REGISTRY)
    connection.execute(REGISTRY_FAULTS[expectation])
    check(connection, warehouse_url, office, "registry", expectation, day=DAY)


@pytest.mark.parametrize("expectation", QUARTER_FAULTS)
def test_breaking_a_quarter_in_one_place_breaks_one_expectation(connection, warehouse_url, office, expectation):
    connection.execute(QUARTER)
    connection.execute(QUARTER_FAULTS[expectation])
    check(connection, warehouse_url, office, "quarter_inputs", expectation, period=OCTOBER)


def test_good_data_pass_both_gates_and_every_result_is_recorded(connection, warehouse_url, office):
    connection.execute(REGISTRY)
    connection.execute(QUARTER)
    connection.commit()
    quality.gate(warehouse_url, office, "registry", day=DAY, run_id="run")
    result = quality.gate(connection, office, "quarter_inputs", period=OCTOBER, run_id="run")
    assert result.line() == "gate quarter_inputs: 21 of 21 expectations met"
    counts = connection.execute(
        "select suite, day, count(*) as n from ops.quality_result where is_met group by suite, day order by suite"
    ).fetchall()
    assert [tuple(row.values()) for row in counts] == [
        ("quarter_inputs", date(2023, 10, 31), len(QUARTER_FAULTS)),
        ("registry", DAY, len(REGISTRY_FAULTS)),
    ]


@pytest.mark.parametrize(
    ("suite", "faults"),
    [("registry", REGISTRY_FAULTS), ("quarter_inputs", QUARTER_FAULTS)],
    ids=["registry", "quarter"],
)
def test_every_expectation_is_broken_by_a_test_and_has_a_remedy(suite, faults):
    listed = [(asset, each) for asset in quality.load_suite(suite).assets for each in asset.expectations]
    assert [f"{asset.name}: {each.name}" for asset, each in listed] == list(faults)
    assert all(each.remedy for _, each in listed)


def test_every_suite_can_be_read():
    assert quality.suite_names() == ("quarter_inputs", "registry")
    for name in quality.suite_names():
        suite = quality.load_suite(name)
        assert suite.suite == name
        assert all(asset.query.split()[0] == "select" for asset in suite.assets)


def test_an_expectation_on_a_column_that_is_not_there_is_not_met(connection, warehouse_url, office, monkeypatch):
    suite = quality.Suite(
        suite="registry",
        assets=[
            quality.Asset(
                name="subjects",
                query="select * from staging.registry_subject",
                expectations=[
                    quality.Expectation(
                        name="is there",
                        type="expect_column_values_to_not_be_null",
                        kwargs={"column": "nowhere"},
                        severity="critical",
                    )
                ],
            )
        ],
    )
    monkeypatch.setattr(quality, "load_suite", lambda name: suite)
    with pytest.raises(quality.GateStopped, match="nowhere"):
        quality.gate(warehouse_url, office, "registry", day=DAY, run_id="test")


def test_a_gate_needs_a_day_or_a_period_and_a_suite(warehouse_url, office):
    with pytest.raises(InspectionError, match="a day or at a period"):
        quality.gate(warehouse_url, office, "registry", run_id="test")
    with pytest.raises(InspectionError, match="no suite weather"):
        quality.gate(warehouse_url, office, "weather", day=DAY, run_id="test")


def test_a_gate_leaves_no_connection_and_no_file_behind(connection, warehouse_url, office, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    connection.execute(REGISTRY)
    connection.commit()
    quality.gate(connection, office, "registry", day=DAY, run_id="test")
    assert list(tmp_path.iterdir()) == []
    query = "select count(*) from pg_stat_activity where datname = %s"
    with psycopg.connect(warehouse_url, dbname="postgres", autocommit=True) as other:
        for _ in range(50):  # the server takes a moment to end a session
            (count,) = other.execute(query, (connection.info.dbname,)).fetchone()
            if count == 1:
                break
            time.sleep(0.1)
    assert count == 1


def test_the_registry_is_loaded_through_its_gate(connection, office, tmp_path):
    path = tmp_path / "sites.csv"
    header = "site_code,name,home_url,organiser,status\n"
    path.write_text(header + "5399000001,甲网,http://a.example/,甲局,running\n")
    gate = quality.registry_gate(connection, office, day=DAY, run_id="run")
    assert registry.load(connection, office, "sites", path, DAY, gate=gate).in_force == 1
    connection.commit()
    path.write_text(header)
    gate = quality.registry_gate(connection, office.model_copy(), day=date(2023, 10, 3), run_id="run2")
    with pytest.raises(quality.GateStopped):
        registry.load(connection, office, "sites", path, date(2023, 10, 3), gate=gate)
    connection.rollback()
    assert connection.execute("select count(*) as n from mart.dim_subject where valid_to is null").fetchone()["n"] == 1
