"""The marts as readers see them: joins that BI tools need, numbers that agree, and readers of different scope."""

from __future__ import annotations

import contextlib
import csv
import io
import subprocess
from datetime import date, datetime

import psycopg
import pytest
from psycopg.rows import dict_row

from inspection import warehouse
from inspection.cli import readers
from inspection.errors import InspectionError
from inspection.judging import dimensions, judge
from inspection.periods import SHANGHAI, Period
from tests.given.facts import load
from tests.given.quarters import NEW, OFFICE, insert, message, subject

OTHER = {"jurisdiction_id": "elsewhere"}
_OF_PARTS = {"dim_office", "dim_organiser"}  # made of what the reader sees, or no secret
PORTAL, DISTRICT = "site:5399000001", "site:5399000003"


@pytest.fixture
def template(judged_city: str) -> str:
    """The city whose two quarters are built."""
    return judged_city


@pytest.fixture
def city(connection: psycopg.Connection) -> psycopg.Connection:
    """That city with its dimensions, probes, warnings, columns, posts; and a site of another office."""
    dimensions.keep(connection, OFFICE, NEW.last_day)
    insert(connection, "mart.dim_office", observer_id="elsewhere", place_zh="他州市", office_zh="他州市人民政府办公室",
           level="city", edition_ids=[], **OTHER)  # fmt: skip
    subject(connection, "site:6299000001", region_code="629900", **OTHER)
    insert(connection, "mart.quarter_subject", period_id=NEW.period_id, subject_id="site:6299000001", grade="qualified",
           reason_ids=[], indicator_ids=[], score_state="incomplete", finding_days=0, **OTHER)  # fmt: skip
    probes = [
        {"observer_id": OFFICE.observer_id, "subject_id": one, "vantage": "v", "outcome": outcome, "http_status": None,
         "scheduled_at": f"0 {hour:02}:00", "started_at": f"0 {hour:02}:00", "seconds": 1.0}
        for one in (PORTAL, DISTRICT)
        for hour, outcome in ((8, "ok"), (9, "timeout" if one == DISTRICT else "ok"))
    ]  # fmt: skip
    columns = [
        {"observer_id": OFFICE.observer_id, "subject_id": one, "day": "-3..0", "times": 2, "newest_item_on": -20}
        for one in (PORTAL, DISTRICT)
    ]
    load(connection, {"staging.probe": probes, "staging.site_column": columns}, NEW.last_day)
    judge.reconcile(connection, OFFICE, date(2023, 12, 28), date(2024, 1, 1))
    for one in (PORTAL, DISTRICT):
        insert(connection, "mart.fact_warning_day", jurisdiction_id=OFFICE.jurisdiction_id, edition_id=OFFICE.edition,
               subject_id=one, indicator_id="SV2", day=date(2023, 9, 29), value=0.04, limit_value=0.05,
               level=1)  # fmt: skip
    insert(connection, "staging.post", observer_id=OFFICE.observer_id, subject_id="account:微信公众号:yz-120",
           post_id="1", published_at=datetime(2023, 12, 20, 9, tzinfo=SHANGHAI),
           first_seen_at=datetime(2023, 12, 20, 10, tzinfo=SHANGHAI))  # fmt: skip
    connection.execute("update mart.fact_assessment_day set indicator_ids = '{AV2.1}' where kind = 'account'")
    connection.execute("update staging.message set subject_id = %s where message_id like '%%1'", [DISTRICT])
    message(connection, "找错", 99, datetime(2023, 12, 1, 9, tzinfo=SHANGHAI), due_days=1, closed_days=3)
    connection.execute("update staging.message set subject_id = %s where message_id = '找错-99'", [PORTAL])
    connection.commit()
    return connection


def login_of(capsys: pytest.CaptureFixture, name: str, **scope: list[str]) -> str:
    """Address of a login that `grant` has just made, as it printed it."""
    given = {"office": None, "region": None} | scope
    readers.grant(name, **given, certificate=False, timeout_seconds=20)
    _said, address, _password, recipe = capsys.readouterr().out.splitlines()
    return psycopg.conninfo.make_conninfo(address, password=recipe.split()[0].removeprefix("PGPASSWORD="))


@pytest.fixture
def logins(city: psycopg.Connection, capsys: pytest.CaptureFixture) -> dict[str, str]:
    """Three readers: of everything, of one office, of one district of it."""
    made = {
        "everything": login_of(capsys, "reader_of_all"),
        "office": login_of(capsys, "reader_of_office", office=["yunzhou-demo"]),
        "district": login_of(capsys, "reader_of_district", office=["yunzhou-demo"], region=["539902"]),
    }
    yield made
    city.rollback()
    for name in ("reader_of_all", "reader_of_office", "reader_of_district"):
        city.execute(f"drop role {name}")
    city.commit()


@contextlib.contextmanager
def reading(address: str):
    with psycopg.connect(address, autocommit=True, row_factory=dict_row) as connection:
        yield connection


def marts(connection: psycopg.Connection) -> dict[str, list[str]]:
    """Tables and views of the marts that readers may read, with their columns."""
    rows = connection.execute(
        "select class.relname, array_agg(attname::text) as columns from pg_class as class"
        " join pg_attribute on attrelid = class.oid and attnum > 0 and not attisdropped"
        " where relnamespace = 'mart'::regnamespace and relkind in ('r', 'p', 'v') and not relispartition"
        " and relname <> 'reported_problem' group by 1"
    )
    return {row["relname"]: row["columns"] for row in rows}


def test_each_reader_sees_its_scope_in_every_mart(city, logins):
    seen = {who: {} for who in logins}
    for who, address in logins.items():
        with reading(address) as connection:
            for table, columns in marts(city).items():
                rows = connection.execute(f"select * from mart.{table}").fetchall()
                seen[who][table] = len(rows)
                if who != "everything" and "jurisdiction_id" in columns:
                    assert {row["jurisdiction_id"] for row in rows} <= {"yunzhou-demo"} or table == "dim_office", table
                if who == "district" and "subject_id" in columns:
                    assert {row["subject_id"] for row in rows} <= {DISTRICT}, table
                elif who == "district" and "jurisdiction_id" in columns and table not in _OF_PARTS:
                    assert rows == [], table
    for table in ("quarter_subject", "quarter_subject_wide", "dim_subject"):
        assert seen["everything"][table] > seen["office"][table] > seen["district"][table] > 0
    for table in ("fact_probe_hour", "availability_hour", "column_freshness", "message_list", "finding_wide",
                  "case_wide", "warning_wide", "fact_probe_day", "fact_finding"):  # fmt: skip
        assert seen["everything"][table] >= seen["office"][table] > seen["district"][table] > 0, table
    assert seen["office"]["account_activity"] > seen["district"]["account_activity"] == 0
    assert seen["office"]["quarter_figure"] > seen["district"]["quarter_figure"] == 0


def test_a_granted_login_is_refused_everywhere_else(city, logins):
    found = city.execute(
        "select format('%I.%I', relnamespace::regnamespace, relname) as name from pg_class"
        " where relkind in ('r', 'p', 'v')"
        " and (relnamespace::regnamespace::text in ('staging', 'ops', 'archive', 'personal', 'public')"
        " or relnamespace = 'mart'::regnamespace and (relispartition or relname = 'reported_problem'))"
    ).fetchall()
    assert len(found) > 50
    with reading(logins["everything"]) as connection:
        for row in found:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"select 1 from {row['name']} limit 1")
        for change in ("delete from mart.dim_subject", "create table mart.x ()", "create table public.x ()",
                       "insert into ops.reader_scope values ('reader_of_all')", "create role other"):  # fmt: skip
            with pytest.raises((psycopg.errors.ReadOnlySqlTransaction, psycopg.errors.InsufficientPrivilege)):
                connection.execute(change)
            with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
                connection.execute("set transaction read write")
                connection.execute(change)
        assert connection.execute("show statement_timeout").fetchone()["statement_timeout"] == "20s"


def test_a_login_without_scope_sees_no_offices_rows(city, logins):
    city.execute("delete from ops.reader_scope where login = 'reader_of_office'")
    city.commit()
    with reading(logins["office"]) as connection:
        for table, columns in marts(city).items():
            if {"jurisdiction_id", "bulletin_id"} & set(columns) and table != "dim_office":
                assert connection.execute(f"select * from mart.{table}").fetchall() == [], table


def test_a_second_grant_gives_a_new_password_and_scope(city, logins, capsys):
    renewed = login_of(capsys, "reader_of_all", region=["539902"])
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(logins["everything"])
    with reading(renewed) as connection:
        rows = connection.execute("select subject_id from mart.quarter_subject_wide").fetchall()
    assert {row["subject_id"] for row in rows} == {DISTRICT}


@pytest.mark.parametrize(
    ("name", "scope", "said"),
    [
        ("inspection", {}, "is taken and was not made by grant"),
        ("Robert'); drop", {}, "is no login"),
        ("pg_reader", {}, "is no login"),
        ("someone", {"region": ["5399"]}, "is no division code"),
        ("someone", {"office": ["nowhere"]}, "nowhere"),
    ],
)
def test_what_cannot_be_granted_is_named(city, name, scope, said):
    with pytest.raises(InspectionError, match=said):
        readers.grant(name, **({"office": None, "region": None} | scope), certificate=False, timeout_seconds=9)


def test_a_login_by_certificate_has_no_password(city, capsys):
    readers.grant("reader_by_card", office=None, region=None, certificate=True, timeout_seconds=9)
    assert "PGPASSWORD" not in capsys.readouterr().out
    held = city.execute("select rolpassword from pg_authid where rolname = 'reader_by_card'").fetchone()
    assert held["rolpassword"] is None
    city.execute("drop role reader_by_card")
    city.commit()


QUESTIONS = sorted(path.stem for path in (warehouse.SQL / "question").glob("*.sql"))


def test_ten_questions_have_answers_for_a_granted_login(city, logins):
    """By plain psycopg, as any BI tool asks; who fails twice in a year is nobody here, and then somebody."""
    with reading(logins["everything"]) as connection:
        answers = {
            name: connection.execute(warehouse.sql_text(f"question/{name}.sql")).fetchall() for name in QUESTIONS
        }
    assert len(answers) == 10
    assert [name for name, rows in answers.items() if not rows] == ["05_failing_twice"]
    rates = {(row["period_id"], row["region_code"], row["kind"]): row["pass_rate"] for row in answers["01_pass_rate"]}
    assert (rates["2023Q3", "539902", "site"], rates["2023Q4", "539902", "site"]) == (0, 1)
    assert answers["02_reasons"][0]["reason_zh"] == "站点无法访问"
    assert {row["hour"]: float(row["availability"]) for row in answers["06_availability"]} == {8: 1.0, 9: 0.5}
    assert {row["reason_zh"]: row["median_days"] for row in answers["07_days_to_mend"]}["空白栏目"] == 9
    assert {row["organiser"]: row["on_time_count"] for row in answers["08_messages_on_time"]}[
        "云州市人民政府办公室"
    ] == 0
    assert [(row["warning_count"], row["came_true_count"]) for row in answers["09_warnings"]] == [(2, 1)]
    assert answers["10_worst_organiser"][0]["period_id"] == "2023Q3"
    city.execute("update mart.quarter_subject set grade = 'unqualified' where subject_id = %s", [DISTRICT])
    city.commit()
    with reading(logins["district"]) as connection:
        (row,) = connection.execute(warehouse.sql_text("question/05_failing_twice.sql")).fetchall()
    assert (row["year_id"], row["subject_id"], row["failed_quarter_count"]) == ("2023", DISTRICT, 2)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_client_that_is_not_ours_has_the_same_answers(city, logins, postgres, name):
    query = warehouse.sql_text(f"question/{name}.sql")
    psql = [postgres.bin / "psql", "--csv", "--no-psqlrc", "-d", logins["office"], "-c", query]
    done = subprocess.run(psql, capture_output=True, text=True, check=True)
    with reading(logins["office"]) as connection:
        found = connection.execute(query)
        columns, rows = [column.name for column in found.description], found.fetchall()
    told = list(csv.DictReader(io.StringIO(done.stdout)))
    assert len(told) == len(rows)
    assert done.stdout.partition("\n")[0].split(",") == columns


JOINS = [
    ("quarter_subject", "period_id", "dim_period", "period_id"),
    ("quarter_figure", "period_id", "dim_period", "period_id"),
    ("fact_finding", "reason_id", "dim_reason", "reason_id"),
    ("fact_finding", "day", "dim_day", "day"),
    ("fact_finding", "indicator_id", "dim_indicator", "indicator_id"),
    ("fact_finding", "edition_id", "dim_edition", "edition_id"),
    ("fact_finding", "subject_id", "dim_subject", "subject_id"),
    ("fact_case", "reason_id", "dim_reason", "reason_id"),
    ("fact_case", "opened_on", "dim_day", "day"),
    ("fact_probe_hour", "day", "dim_day", "day"),
    ("fact_warning_day", "indicator_id", "dim_indicator", "indicator_id"),
    ("fact_assessment_day", "day", "dim_day", "day"),
    ("dim_indicator", "reason_id", "dim_reason", "reason_id"),
    ("dim_subject", "region_code", "dim_region", "region_code"),
    ("dim_subject", "organiser", "dim_organiser", "organiser"),
    ("dim_region", "parent_code", "dim_region", "region_code"),
]


@pytest.mark.parametrize(("table", "column", "dimension", "key"), JOINS)
def test_each_fact_finds_its_dimension(city, table, column, dimension, key):
    """Marts are rebuilt as wholes and partitioned: this is what foreign keys would hold."""
    lost = city.execute(
        f"select distinct {column} from mart.{table} where {column} is not null"
        f" and {column} not in (select {key} from mart.{dimension})"
    ).fetchall()
    assert city.execute(f"select count(*) as count from mart.{table}").fetchone()["count"]
    assert lost == []


@pytest.mark.parametrize("wide", ["quarter_subject", "finding", "case"])
def test_a_wide_view_has_each_row_of_its_fact_once(city, wide):
    fact = {"quarter_subject": "quarter_subject", "finding": "fact_finding", "case": "fact_case"}[wide]
    ours = "where jurisdiction_id = 'yunzhou-demo'"
    counts = [
        city.execute(f"select count(*) as count from mart.{table} {ours}").fetchone()["count"]
        for table in (fact, f"{wide}_wide")
    ]
    assert counts[0] == counts[1] > 0


def test_the_pass_rate_of_the_wide_view_is_the_figure(city):
    counted = city.execute(
        "select period_id, kind, sum(qualified_count)::numeric / sum(judged_count) as rate"
        " from mart.quarter_subject_wide where jurisdiction_id = 'yunzhou-demo' group by 1, 2 order by 1, 2"
    ).fetchall()
    printed = city.execute(
        "select period_id, replace(figure_id, '_pass_rate', '') as kind, value as rate from mart.quarter_figure"
        " where figure_id like '%_pass_rate' and figure_id !~ 'superior' and dimension = ''"
        " and jurisdiction_id = 'yunzhou-demo' order by 1, 2"
    ).fetchall()
    assert [(row["period_id"], row["kind"], round(row["rate"], 6)) for row in counted] == [
        (row["period_id"], row["kind"], round(row["rate"], 6)) for row in printed
    ]


def test_periods_know_their_days_and_neighbours(city):
    found = city.execute(
        "select * from mart.dim_period where period_id in ('2023Q4', '2023-02', '2023H2', '2023')"
    ).fetchall()
    told = {row["period_id"]: row for row in found}
    for period_id in ("2023Q4", "2023-02", "2023"):
        period, row = Period.parse(period_id), told[period_id]
        assert (row["starts_on"], row["ends_on"]) == (period.start, period.last_day)
        assert row["period_zh"] == period.chinese()
        assert row["previous_period_id"] == period.previous().period_id
        assert row["year_before_period_id"] == period.a_year_before().period_id
    assert told["2023H2"]["period_zh"] == "2023年下半年"


def test_a_day_knows_whether_people_work(city):
    days = {
        row["day"]: row["is_working_day"]
        for row in city.execute("select day, is_working_day from mart.dim_day where day between %s and %s",
                                ["2023-10-01", "2023-10-09"])
    }  # fmt: skip
    assert not days[date(2023, 10, 2)]
    assert days[date(2023, 10, 7)], "a Saturday that makes up for the holidays"
    assert days[date(2023, 10, 9)]


def test_a_day_that_is_gone_or_that_nobody_knew_is_written_again(city):
    city.execute("delete from mart.dim_day where day = '2023-10-02'")
    city.execute("update mart.dim_day set is_working_day = null where day = '2023-10-09'")
    dimensions.keep(city, OFFICE, NEW.last_day)
    told = city.execute(
        "select is_working_day from mart.dim_day where day in ('2023-10-02', '2023-10-09') order by day"
    )
    assert [row["is_working_day"] for row in told] == [False, True]


@pytest.mark.parametrize(
    ("first_seen_on", "is_article_read", "freshness"),
    [("2023-12-30", False, "unread"), ("2023-12-01", False, "past_limit"), ("2023-12-30", True, "past_limit")],
    ids=["new, and nobody read it", "older than what was read", "read, and it bears no date"],
)
def test_a_column_with_an_entry_that_nobody_read_is_not_called_late(city, first_seen_on, is_article_read, freshness):
    late = "select url, freshness from mart.column_freshness where subject_id = %s and day = %s and freshness like %s"
    column = city.execute(late, [PORTAL, NEW.last_day, "past_limit"]).fetchone()
    assert column, "a column that is past its limit"
    entry = {"observer_id": OFFICE.observer_id, "subject_id": PORTAL, "url": "http://www.yunzhou.example/new.html",
             "snapshot_id": "urn:uuid:1"}  # fmt: skip
    for day in {date.fromisoformat(first_seen_on), NEW.last_day}:
        insert(city, "staging.item", day=day, column_url=column["url"], title="关于开展工作的通知", **entry)
    if is_article_read:
        insert(city, "staging.page", day=NEW.last_day, kind="article", read_state="ok", **entry)
    told = city.execute(late, [PORTAL, NEW.last_day, "%"]).fetchall()
    assert {row["freshness"] for row in told if row["url"] == column["url"]} == {freshness}


def test_dimensions_written_again_touch_no_row(city):
    before = {
        table: city.execute(f"select array_agg(xmin::text || ctid) as rows from mart.{table}").fetchone()
        for table in ("dim_office", "dim_reason", "dim_day")
    }
    city.commit()
    dimensions.keep(city, OFFICE, NEW.last_day)
    assert before == {
        table: city.execute(f"select array_agg(xmin::text || ctid) as rows from mart.{table}").fetchone()
        for table in before
    }


def test_a_table_of_tomorrow_is_read_by_nobody_before_it_has_a_policy(city, logins):
    city.execute("create table mart.fact_new (jurisdiction_id text, subject_id text)")
    city.execute("insert into mart.fact_new values ('yunzhou-demo', %s), ('elsewhere', 'site:6299000001')", [DISTRICT])
    city.commit()
    with reading(logins["district"]) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select * from mart.fact_new")
        city.execute("select ops.guard_marts()")
        city.commit()
        assert connection.execute("select jurisdiction_id from mart.fact_new").fetchall() == [
            {"jurisdiction_id": "yunzhou-demo"}
        ]
    assert warehouse.is_newest()
