"""`backfill 2023Q4`: by command and by form, at once and killed in the middle, it makes the same rows."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, date, datetime

import psutil
import pytest

from demo import city
from inspection import warehouse
from inspection.flow import history
from tests.browser.desk import SECONDS, end_of, send
from tests.conftest import ROOT
from tests.given.history import dump
from tests.given.quarters import OFFICE

FORM = {"period": "2023Q4", "build_anyway": "yes"}
DAYS = 92


@pytest.fixture(scope="module")
def archive(stack, runs, tmp_path_factory):
    """A warehouse into which the quarter's last three days were taken, and none read: the database `taken_in`."""
    folder = tmp_path_factory.mktemp("archive")
    city.build(folder, first_day=date(2023, 12, 29))
    stack.empty_warehouse()
    with warehouse.connect(stack.postgres.url("warehouse")) as connection:
        list(history.import_registry(connection, OFFICE, folder, datetime.now(UTC)))
        history.import_observations(connection, OFFICE, stack.home / "snapshots", folder)
    return stack.postgres.create_database("taken_in", template="warehouse")


@pytest.fixture(scope="module")
def at_once(stack, archive):
    """The rows that the command makes when nobody disturbs it."""
    url = stack.postgres.create_database("at_once", template="taken_in")
    command = start(stack, url)
    said = command.communicate()[0]
    assert command.returncode == 0, said
    made = rows(url)
    assert f"已处理 0/{DAYS}" in said and made["staging.page"] and made["mart.quarter_figure"]
    assert made["mart.fact_finding"] and made["mart.bulletin_figure"]
    return made


def rows(url: str) -> dict[str, list[str]]:
    """All rows of the warehouse that do not tell when, or under which name, somebody worked."""
    with warehouse.connect(url) as connection:
        return {
            f"{schema}.{name}": lines
            for schema in ("mart", "staging")
            for name, lines in dump(connection, schema)
            if name not in ("bulletin", "planned_visit")
        }


def different(made: dict[str, list[str]], other: dict[str, list[str]]) -> dict[str, tuple[int, int]]:
    """Tables whose rows differ, with their numbers of rows."""
    names = made.keys() | other.keys()
    return {name: (len(made[name]), len(other[name])) for name in names if made[name] != other[name]}


def start(stack, url: str) -> subprocess.Popen:
    """The verb as a person starts it, on a warehouse; killed, it leaves nothing behind."""
    environment = os.environ | stack.environment() | {"AIRFLOW_CONN_WAREHOUSE": url, "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "inspection", "backfill", "2023Q4", "--jurisdiction", "yunzhou-demo", "--build-anyway"],
        cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def kill_after(command: subprocess.Popen, words: str) -> list[str]:
    """Kill the command as soon as it has said the words; what it said."""
    said = []
    for line in command.stdout:
        said.append(line)
        if re.search(words, line):
            command.kill()
            break
    assert command.wait() == -signal.SIGKILL, "".join(said)
    return said


def test_a_command_that_is_killed_among_its_days_and_again_in_its_quarter_goes_on_and_makes_the_same_rows(
    stack, at_once
):
    url = stack.postgres.create_database("killed", template="taken_in")
    kill_after(start(stack, url), r"^2023-11-05 ")
    said = kill_after(start(stack, url), r"^仍予汇总")
    done = int(re.search(rf"已处理 (\d+)/{DAYS}", said[0])[1])
    assert 30 < done < 40 and not any(line.startswith("2023-11-04 ") for line in said)
    last = start(stack, url)
    assert f"已处理 {DAYS}/{DAYS}" in last.communicate()[0] and last.returncode == 0
    assert different(rows(url), at_once) == {}


@pytest.mark.parametrize("clock", ["UTC"], indirect=True)
def test_a_run_whose_tasks_are_killed_and_its_successor_make_the_same_rows(stack, page, runs, at_once):
    stack.empty_warehouse("taken_in")
    url = stack.postgres.url("warehouse")
    send(page, "backfill_period", "killed", **FORM)
    with warehouse.connect(url) as connection:
        connection.rollback()
        connection.autocommit = True
        end = time.monotonic() + SECONDS
        while not (done := days_done(connection)):
            assert time.monotonic() < end, runs.open_tasks("backfill_period")
            time.sleep(0.1)
    assert done < DAYS and kill_tasks(stack) > 0
    runs.set_state("backfill_period", "killed", "failed")
    send(page, "backfill_period", "again", **FORM)
    assert end_of(runs, "backfill_period", "again") == "success", runs.why_failed("backfill_period")
    assert different(rows(url), at_once) == {}


@pytest.mark.slow
@pytest.mark.parametrize("clock", ["Asia/Shanghai"], indirect=True)
def test_a_run_by_form_makes_the_same_rows_as_the_command(stack, page, runs, at_once):
    stack.empty_warehouse("taken_in")
    send(page, "backfill_period", "at-once", **FORM)
    assert end_of(runs, "backfill_period", "at-once") == "success", runs.why_failed("backfill_period")
    assert different(rows(stack.postgres.url("warehouse")), at_once) == {}


def days_done(connection) -> int:
    """Days that are read and counted."""
    question = "select count(*) as n from ops.day_stage where stage = 'reconciled'"
    return connection.execute(question).fetchone()["n"]


def kill_tasks(stack) -> int:
    """Kill what Airflow's workers run at this moment; returns how many processes."""
    airflow = psutil.Process(int(stack.airflow.background.pid_file.read_text()))
    workers = []
    for one in airflow.children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # one that has ended since
            workers += [one] if "LocalExecutor" in " ".join(one.cmdline()) else []
    killed = 0
    for task in (task for worker in workers for task in worker.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            task.kill()
            killed += 1
    return killed
