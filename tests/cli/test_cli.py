"""The command line: one clear line and an exit code when something is missing."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from inspection.cli import looking
from inspection.declared.office import FOLDER
from inspection.periods import local_day
from tests.given import facts

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    environment = {"INSPECTION_LANG": "en"} | environment
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


def test_what_is_wrong_is_said_in_the_language_of_the_installation(warehouse_url):
    for arguments, says in (
        (["quarter", "--period", "2023Q9"], "错误: '2023Q9' 不是周期 (请写季度 2023Q4、月份 2020-09 或年份 2023)"),
        (
            ["backfill", "2023Q4"],
            "没有 yunzhou-demo 自 2023-10-01 至 2023-12-31 的检查数据，无可判定；目前",
        ),
        (["findings", "--from", "2023-10-01", "--csv", "/dev/null/x.csv"], "(请另选文件或文件夹)"),
    ):
        done = run(*arguments, AIRFLOW_CONN_WAREHOUSE=warehouse_url, INSPECTION_LANG="zh")
        assert done.returncode == 1 and says in done.stderr, done.stderr


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


@pytest.mark.parametrize("verb", [["evaluate"], ["findings", "--csv", "findings.csv"]])
def test_days_on_which_no_subject_is_in_force_are_refused_with_the_day_on_which_the_registry_begins(
    warehouse_url, connection, tmp_path, verb
):
    verb = [str(tmp_path / each) if each.endswith(".csv") else each for each in verb]
    days = ["--from", "2023-10-01", "--to", "2023-10-03"]
    done = run(*verb, *days, AIRFLOW_CONN_WAREHOUSE=warehouse_url)
    assert done.returncode == 1
    assert "is in force from 2023-10-01 to 2023-10-02; its registry was never loaded" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    facts.load(connection, {"mart.dim_subject": [facts.subject("site", valid_from=0)]}, date(2023, 10, 3))
    connection.commit()
    done = run(*verb, *days, AIRFLOW_CONN_WAREHOUSE=warehouse_url)
    assert done.returncode == 1
    assert "no subject of yunzhou-demo is in force from 2023-10-01 to 2023-10-02; " in done.stderr
    assert "its registry begins 2023-10-03" in done.stderr
    assert run(*verb, "--from", "2023-10-03", AIRFLOW_CONN_WAREHOUSE=warehouse_url).returncode == 0


def test_ingest_says_from_which_day_what_it_loaded_is_in_force(warehouse_url, tmp_path):
    sites = tmp_path / "sites.csv"
    row = "5399000001,云州市人民政府,http://www.yz.example/,云州市人民政府,正常运行"
    sites.write_text(f"网站标识码,网站名称,首页网址,主办单位,运行状态\n{row}\n", "utf-8")
    demo = yaml.safe_load((FOLDER / "yunzhou-demo.yaml").read_text("utf-8"))
    office = tmp_path / "office.yaml"
    office.write_text(yaml.safe_dump(demo | {"sources": {"sites": {"path": str(sites)}}}, allow_unicode=True), "utf-8")
    done = run("ingest", "--jurisdiction", str(office), AIRFLOW_CONN_WAREHOUSE=warehouse_url, COLUMNS="200")
    assert done.returncode == 0, done.stderr
    today = local_day(datetime.now(UTC))
    assert f"in force from {today} where new or changed; the registry begins {today}" in done.stdout


def test_help_names_every_verb_of_the_contract():
    shown = run("--help").stdout
    verbs = "ingest probe crawl visit watch import extract evaluate quarter publish read explain findings evidence"
    for verb in verbs.split():
        assert verb in shown


@pytest.mark.parametrize(("value", "printed"), [(Decimal("0E-20"), "0"), (14.0, "14"), (0.05, "0.05"), (None, "")])
def test_a_measure_is_printed_as_people_write_numbers(value, printed):
    assert looking._plain(value) == printed
