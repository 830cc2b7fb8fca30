"""The command line: one clear line and an exit code when something is missing."""

from __future__ import annotations

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from inspection.cli import looking

ROOT = Path(__file__).resolve().parents[1]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "inspection", *arguments],
        cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["quarter", "--period", "2023Q9"], "'2023Q9' names no period"),
        (["quarter"], "no period is named"),
        (["publish", "--period", "2031Q1"], "load_quarter for 2031Q1"),
        (["import", "no-such-folder"], "there is no such archive"),
        (["evaluate", "--period", "2023Q4", "--jurisdiction", "nowhere"], "there is no jurisdiction nowhere"),
        (["read", "no-such-page.html"], "there is no such file"),
        (["read", "http://127.0.0.1:9/"], "http://127.0.0.1:9/: cannot be read"),
        (["evaluate", "--from", "2023-10-02", "--to", "2023-10-01"], "no day lies from 2023-10-02"),
        (["findings", "--from", "2023-10-01", "--csv", "/dev/null/x.csv"], "/dev/null"),
        (["ingest", "--jurisdiction", "Makefile.yaml"], "there is no jurisdiction"),
        (["evidence", "5399000001"], "names no finding"),
        (["evidence", "nobody/SV2/2023-12-31"], "no subject is called 'nobody'"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(warehouse_url, arguments, says):
    done = run(*arguments, AIRFLOW_CONN_WAREHOUSE=warehouse_url)
    assert done.returncode == 1
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [["evaluate", "--period", "2023Q4"], ["migrate"]])
def test_an_unreachable_warehouse_is_named_without_its_password(arguments):
    done = run(*arguments, AIRFLOW_CONN_WAREHOUSE="postgresql://u:secret@127.0.0.1:9/warehouse")
    assert done.returncode == 1
    assert "127.0.0.1:9" in done.stderr
    assert "Connection refused" in done.stderr
    assert "secret" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("address", ["mysql://u:secret@127.0.0.1/warehouse", '{"conn_type": "postgres", secret'])
def test_an_address_that_is_none_is_named_without_its_password(address):
    done = run("queue", AIRFLOW_CONN_WAREHOUSE=address)
    assert done.returncode == 1
    assert "AIRFLOW_CONN_WAREHOUSE: is no address of a PostgreSQL" in done.stderr
    assert "secret" not in done.stderr


def test_a_warehouse_without_its_schema_says_what_to_run(postgres):
    done = run("queue", AIRFLOW_CONN_WAREHOUSE=postgres.create_database("never_migrated"))
    assert done.returncode == 1
    assert "python -m inspection migrate" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_period_that_is_not_over_is_judged_with_a_word_of_it(warehouse_url):
    done = run("quarter", "--period", "2099Q4", AIRFLOW_CONN_WAREHOUSE=warehouse_url)
    assert "2099Q4 is not over" in done.stdout
    assert "Traceback" not in done.stderr


def test_help_names_every_verb_of_the_contract():
    shown = run("--help").stdout
    verbs = "ingest probe crawl visit watch import extract evaluate quarter publish read explain findings evidence"
    for verb in verbs.split():
        assert verb in shown


@pytest.mark.parametrize(("value", "printed"), [(Decimal("0E-20"), "0"), (14.0, "14"), (0.05, "0.05"), (None, "")])
def test_a_measure_is_printed_as_people_write_numbers(value, printed):
    assert looking._plain(value) == printed
