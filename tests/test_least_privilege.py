"""F12, F15, F20: what is append only stays so for its owner too; addresses keep all parts; nobody waits for ever."""

from __future__ import annotations

import json
import subprocess
import sys

import psycopg
import pytest

from inspection import warehouse
from inspection.errors import InspectionError
from tests.conftest import ROOT

APPEND_ONLY = ("mart.fact_decision", "ops.bulletin_answer", "archive.segment")
SIGNED = ("mart.bulletin", "mart.bulletin_figure", "mart.bulletin_file")


@pytest.mark.parametrize("table", [*APPEND_ONLY, *SIGNED])
def test_nobody_empties_what_was_signed_or_said(connection, table):
    with pytest.raises(psycopg.errors.RaiseException, match="append only"):
        connection.execute(f"truncate {table} cascade")


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("verb", ["delete from {table}", "update {table} set {column} = {column}"])
def test_nobody_changes_what_was_said_not_even_the_owner(connection, table, verb):
    column = connection.execute(
        "select attname from pg_attribute where attrelid = %s::regclass and attnum = 1", [table]
    ).fetchone()["attname"]
    with pytest.raises(psycopg.errors.RaiseException, match=f"{table} is append only"):
        connection.execute(verb.format(table=table, column=column))


def test_a_session_of_ours_waits_sleeps_and_runs_for_so_long_and_no_longer(warehouse_url):
    with warehouse.connect(warehouse_url) as connection:
        shown = {
            name: connection.execute(f"show {name}").fetchone()[name]
            for name in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
        }
    assert shown == {
        "lock_timeout": "30min",
        "statement_timeout": "6h",
        "idle_in_transaction_session_timeout": "8h",
    }


def test_what_the_operator_sets_in_the_address_stays(warehouse_url):
    url = psycopg.conninfo.make_conninfo(warehouse_url, options="-c lock_timeout=200")
    with warehouse.connect(warehouse_url) as one, warehouse.connect(url) as other:
        one.execute("select pg_advisory_xact_lock(7)")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            other.execute("select pg_advisory_xact_lock(7)")


@pytest.mark.parametrize("password", ["a@b", "a/b", "a b'c\\d", "p%40q", "密码?#&="])
def test_a_password_with_any_signs_arrives_by_every_way(monkeypatch, password):
    from urllib.parse import quote

    fields = {"conn_type": "postgres", "host": "db.example", "port": 5433, "login": "u", "password": password}
    fields |= {"schema": "warehouse", "extra": {"sslmode": "verify-full", "sslrootcert": "/ca.pem", "cursor": "dict"}}
    plain = (
        f"postgresql://u:{quote(password, safe='')}@db.example:5433/warehouse?sslmode=verify-full&sslrootcert=/ca.pem"
    )
    as_text = json.dumps(fields | {"extra": json.dumps(fields["extra"])})
    for told in (json.dumps(fields), as_text, plain):
        monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", told)
        found = psycopg.conninfo.conninfo_to_dict(warehouse.url_from_environment())
        assert found["password"] == password
        assert (found["host"], str(found["port"]), found["dbname"]) == ("db.example", "5433", "warehouse")
        assert (found["sslmode"], found["sslrootcert"]) == ("verify-full", "/ca.pem")
        assert "cursor" not in found


def test_a_server_without_tls_is_refused_where_the_address_asks_for_it(warehouse_url):
    url = psycopg.conninfo.make_conninfo(warehouse_url, sslmode="require")
    for call in (warehouse.connect, warehouse.migrate):
        with pytest.raises(InspectionError, match="does not support SSL"):
            call(url)


@pytest.mark.parametrize("told", ["{", '{"extra": "{"}', '{"extra": 7}', "postgresql://[", "[]"])
def test_what_is_no_address_is_named_without_what_it_holds(monkeypatch, told):
    monkeypatch.setenv(
        "AIRFLOW_CONN_WAREHOUSE", told.replace("{", '{"password": "geheim", ', 1) if told == "{" else told
    )
    with pytest.raises(InspectionError, match="no address of a PostgreSQL") as refused:
        warehouse.url_from_environment()
    assert "geheim" not in str(refused.value)


def test_airflow_gives_the_same_address(tmp_path):
    program = "import sys; sys.path[:0] = ['plugins']; import pipeline; print(pipeline.warehouse_url())"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False,
        env={
            "AIRFLOW_HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW_CONN_WAREHOUSE": "postgresql://u:a%40b%2Fc@db.example:5433/warehouse?sslmode=verify-full",
        },
    )  # fmt: skip
    told = psycopg.conninfo.conninfo_to_dict(done.stdout.splitlines()[-1])
    assert told | {"port": int(told["port"])} == {
        "user": "u", "password": "a@b/c", "host": "db.example", "port": 5433, "dbname": "warehouse",
        "sslmode": "verify-full",
    }  # fmt: skip
