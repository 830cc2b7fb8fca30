"""A live round and a short past month, through the real scheduler against the city's real server."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
import requests

from demo import city
from demo.__main__ import live_round
from demo.city.faults import FIRST_DAY
from inspection import warehouse
from local.postgres import wait_until
from tests.conftest import ROOT
from tests.given.history import dump


@pytest.fixture(scope="module")
def archive(stack, runs):
    """The city's archive up to the second day of July, taken in."""
    city.build(stack.history, last_day=FIRST_DAY.replace(month=7, day=2))
    runs.trigger("import_history", "history")
    runs.wait(["import_history"], 240, "taking in the archive")


@pytest.fixture
def connection(stack, archive):
    with warehouse.connect(stack.postgres.url("warehouse")) as open_connection:
        yield open_connection


def facts(connection) -> dict[str, list[str]]:
    """All of the marts but what is written of bulletins."""
    return {name: rows for name, rows in dump(connection) if not name.startswith("bulletin")}


def count(connection, question: str) -> int:
    return connection.execute(f"select count(*) as n from {question}").fetchone()["n"]


def test_an_observer_that_finds_nothing_to_do_is_skipped_and_says_why(runs):
    asked = {
        "take_snapshots": "没有在用的网站", "watch_accounts": "没有需要查看的账号", "make_visits": "没有到期的复访",
        "check_hosts": "没有在用的网站",
    }  # fmt: skip
    for dag_id in asked:
        runs.trigger(dag_id, "empty")
    runs.wait(asked, 240, "nothing to do")
    for dag_id, words in asked.items():
        tasks = runs.get(f"dags/{dag_id}/dagRuns/empty/taskInstances")["task_instances"]
        assert {task["state"] for task in tasks} == {"skipped"}, dag_id
        first = next(task for task in tasks if task["try_number"])
        wait_until(lambda: words in "\n".join(runs.log(dag_id, first)), 30, f"{dag_id}: {words}")  # noqa: B023


def test_a_live_round_sees_every_site_and_account_of_the_city(runs, connection):
    live_round(runs)
    today = "(now() at time zone 'Asia/Shanghai')::date"
    sites = count(connection, "mart.dim_subject where kind = 'site' and valid_to is null and status = 'running'")
    assert sites == 16
    assert count(connection, f"staging.probe where day = {today} and outcome = 'ok'") == sites
    seen = f"staging.snapshot where day = {today} and outcome in ('fetched', 'unchanged')"
    assert count(connection, f"(select distinct subject_id from {seen} and subject_id like 'site:%') as seen") == sites
    assert count(connection, f"staging.account_check where day = {today} and outcome = 'ok'") == 263


def test_a_backfill_judges_past_days_and_one_form_does_a_lost_one_again(runs, connection):
    runs.backfill("inspect_day", "2023-07-01", "2023-07-02")
    runs.wait(["inspect_day"], 240, "two days")
    assert count(connection, "mart.fact_assessment_day where day between '2023-07-01' and '2023-07-02'") > 0
    runs.trigger("load_quarter", "july", {"period": "2023-07", "wait_hours": 0, "build_anyway": True})
    runs.wait(["load_quarter"], 240, "the month")
    runs.trigger("backfill_period", "july", {"period": "2023-07", "build_anyway": True})
    runs.wait(["backfill_period"], 240, "the month in one go")
    before = facts(connection)
    connection.execute("delete from ops.day_stage where day = '2023-07-02'")
    connection.commit()
    # the same form again: the day that was lost is done again, the rest stands
    runs.trigger("backfill_period", "july-again", {"period": "2023-07", "build_anyway": True})
    runs.wait(["backfill_period"], 240, "the month with its lost day")
    assert facts(connection) == before


def test_the_bulletins_stand_in_the_menu_and_open_for_who_is_logged_in(stack, runs):
    menu = [view for plugin in runs.get("plugins")["plugins"] for view in plugin["external_views"]]
    assert ("通报", "bulletins/", "nav") in [(view["name"], view["href"], view["destination"]) for view in menu]
    pages = f"{stack.airflow.url}/bulletins"
    edition = f"{pages}/yunzhou-demo/2023-07/0"
    for address in (f"{pages}/", f"{edition}/", f"{edition}/bulletin.html"):
        shown = runs.session.get(address, timeout=60)
        assert shown.status_code == 200 and "2023" in shown.text
        refused = requests.get(address, headers={"Accept": "text/html"}, timeout=60, allow_redirects=False)
        assert refused.status_code == 303 and "/auth/login" in refused.headers["location"]
        assert requests.get(address, timeout=60).status_code == 401


def test_an_observer_refuses_a_past_date_and_names_the_way(runs):
    runs.pause("probe_sites", False)
    answer = runs.session.post(
        f"{runs.api}/dags/probe_sites/dagRuns",
        json={"dag_run_id": "past", "logical_date": "2023-10-01T00:00:00Z"},
        timeout=60,
    )
    answer.raise_for_status()
    with pytest.raises(RuntimeError, match="import_history"):
        runs.wait(["probe_sites"], 120, "a past probe")
    runs.pause("probe_sites", True)


def test_the_backfill_commands_of_the_readme_work_in_a_shell_as_printed(stack, runs, tmp_path):
    stack.write_env()
    (tmp_path / ".venv").symlink_to(sys.prefix)
    (tmp_path / ".local").symlink_to(stack.home)
    text = (ROOT / "README.md").read_text("utf-8")
    (ready,) = re.findall(r"`(\. \.venv/bin/activate; set -a; \. \.local/env)`", text)
    commands = re.findall(r"^airflow backfill create .*$", text, re.MULTILINE)
    dags = [re.search(r"--dag-id (\w+)", command)[1] for command in commands]
    assert dags == ["inspect_day", "load_quarter", "publish_bulletin"]
    runs.forget()  # all DAGs are paused: the runs wait, and the next file forgets them
    done = subprocess.run(
        ["sh", "-ec", "\n".join([ready, *commands])], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert [runs.count(dag_id, run_type="backfill") for dag_id in dags] == [92, 1, 1]
