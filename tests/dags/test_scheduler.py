"""A live round and a short past month, through the real scheduler against the city's real server."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from demo import city
from demo.__main__ import OBSERVERS, live_round
from demo.city.faults import FIRST_DAY
from demo.runs import Runs
from demo.stack import Stack
from inspection import warehouse
from tests.conftest import ROOT
from tests.given.history import dump


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    home = tmp_path_factory.mktemp("stack")
    home.chmod(0o755)
    stack = Stack(home / "local", home / "output")
    stack.start_warehouse()
    try:
        stack.start_city()
        city.build(stack.history, last_day=FIRST_DAY.replace(month=7, day=2))
        stack.airflow.start()
        yield stack
    finally:
        stack.remove()


@pytest.fixture(scope="module")
def runs(stack):
    airflow = stack.airflow
    runs = Runs(airflow.session(), airflow.url, print)
    runs.wait_for_dags(
        [
            *OBSERVERS,
            "import_history",
            "inspect_day",
            "load_quarter",
            "publish_bulletin",
            "confirm_findings",
            "backfill_period",
        ]
    )
    runs.trigger("import_history", "history")
    runs.wait(["import_history"], 240, "taking in the archive")
    return runs


@pytest.fixture
def connection(stack, runs):
    with warehouse.connect(stack.postgres.url("warehouse")) as open_connection:
        yield open_connection


def facts(connection) -> dict[str, list[str]]:
    """All of the marts but what is written of bulletins."""
    return {name: rows for name, rows in dump(connection) if not name.startswith("bulletin")}


def count(connection, question: str) -> int:
    return connection.execute(f"select count(*) as n from {question}").fetchone()["n"]


def test_a_live_round_sees_every_site_and_account_of_the_city(runs, connection):
    live_round(runs)
    today = "(now() at time zone 'Asia/Shanghai')::date"
    sites = count(connection, "mart.dim_subject where kind = 'site' and valid_to is null and status = 'running'")
    assert sites == 16
    assert count(connection, f"staging.probe where day = {today} and outcome = 'ok'") == sites
    seen = f"staging.snapshot where day = {today} and outcome in ('fetched', 'unchanged')"
    assert count(connection, f"(select distinct subject_id from {seen} and subject_id like 'site:%') as seen") == sites
    assert count(connection, f"staging.account_check where day = {today} and outcome = 'ok'") == 263


def test_a_backfill_judges_past_days_and_a_month_ends_in_a_signed_bulletin(stack, runs, connection):
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
    folder = stack.output / "yunzhou-demo" / "2023-07"
    for run_id, answer in (("returned", "Reject"), ("signed", "Approve")):
        runs.trigger("publish_bulletin", run_id, {"period": "2023-07", "wait_hours": 0, "document_number": "8"})
        given = {"chosen_options": [answer], "params_input": {"comment": f"{answer}: 见附件"}}
        answer_task(runs, "publish_bulletin", run_id, "sign_off", given)
        runs.wait(["publish_bulletin"], 240, "the bulletin")
        assert (folder / "1").exists() == (answer == "Approve")
    assert (folder / "1" / "bulletin.html").exists()
    assert (folder / "latest").resolve() == (folder / "1").resolve()
    row = connection.execute("select * from mart.bulletin where edition_no = 1").fetchone()
    assert row["state"] == "signed"
    assert (row["signed_by"], row["document_number"]) == ("admin", "8")
    answers = connection.execute("select * from ops.bulletin_answer order by answered_at").fetchall()
    assert [(one["decision"], one["answered_by"], one["note"], one["edition_no"]) for one in answers] == [
        ("returned", "admin", "Reject: 见附件", None),
        ("signed", "admin", "Approve: 见附件", 1),
    ]


def test_the_backfill_commands_of_the_readme_work_in_a_shell_as_printed(stack, runs, tmp_path):
    stack.write_env()
    commands = re.findall(r"^airflow backfill create .*$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert len(commands) == 3
    assert all(command in (ROOT / "README.zh-CN.md").read_text("utf-8") for command in commands)
    script = "\n".join(["set -a; . " + shlex.quote(str(stack.env_file)), *(f"{one} --dry-run" for one in commands)])
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    done = subprocess.run(
        ["sh", "-ec", script], cwd=ROOT, capture_output=True, text=True, check=False,
        env={"PATH": path, "HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert len(re.findall(r"^\| 2023-", done.stdout, re.MULTILINE)) == 92 + 1 + 1, done.stdout


def test_the_bulletins_stand_in_the_menu_and_open_for_who_is_logged_in(stack, runs):
    menu = [view for plugin in runs.get("plugins")["plugins"] for view in plugin["external_views"]]
    assert ("通报", "bulletins/", "nav") in [(view["name"], view["href"], view["destination"]) for view in menu]
    pages = f"{stack.airflow.url}/bulletins"
    edition = f"{pages}/yunzhou-demo/2023-07/1"
    for address in (f"{pages}/", f"{edition}/", f"{edition}/bulletin.html"):
        shown = runs.session.get(address, timeout=60)
        assert shown.status_code == 200 and "2023" in shown.text
        refused = requests.get(address, headers={"Accept": "text/html"}, timeout=60, allow_redirects=False)
        assert refused.status_code == 303 and "/auth/login" in refused.headers["location"]
        assert requests.get(address, timeout=60).status_code == 401


def test_an_inspector_strikes_out_what_was_proposed(runs, connection):
    connection.execute("delete from ops.proposal")  # what the city's own pages propose would be asked beside it
    connection.execute(
        "insert into ops.proposal select 'yunzhou-demo', subject_id, 'SV1.1', home_url || 'a/1.html', '错词',"
        " '2023-07-01', '2023-07-01', '正文错词正文', null, 'open'"
        " from mart.dim_subject where kind = 'site' and valid_to is null order by subject_id limit 1"
    )
    connection.commit()
    runs.trigger("confirm_findings", "by-hand")
    answer_task(
        runs,
        "confirm_findings",
        "by-hand",
        "ask.decide",
        {
            "chosen_options": ["记录"],
            "params_input": {"confirmed": None, "downgraded": None, "struck_out": "all", "note": "误报"},
        },
        map_index=0,
    )
    runs.wait(["confirm_findings"], 240, "the inspector's word")
    assert count(connection, "mart.fact_decision where decision = 'struck_out' and note = '误报'") == 1


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


def answer_task(runs: Runs, dag_id: str, run_id: str, task_id: str, answer: dict, map_index: int = -1) -> None:
    """Answer as a person would in the UI, each time the question is asked.

    An answer in the very second in which the task lets go of its worker is taken for a lost task by
    Airflow 3.3, which then asks again: so nobody answers faster than a person can.
    """
    task = f"dags/{dag_id}/dagRuns/{run_id}/taskInstances/{task_id}"
    end = time.monotonic() + 200
    while (state := _state(runs, task, map_index)) != "success":
        assert time.monotonic() < end, f"{task_id} is still {state}: {runs.open_tasks(dag_id)}"
        time.sleep(5)
        if state == "awaiting_input":
            runs.session.patch(f"{runs.api}/{task}/{map_index}/hitlDetails", json=answer, timeout=60)


def _state(runs: Runs, task: str, map_index: int) -> str | None:
    """State of a task, or of one mapped instance; None while it is not mapped yet."""
    if map_index < 0:
        return runs.get(task)["state"]
    found = runs.get(f"{task}/listMapped")["task_instances"]
    return next((one["state"] for one in found if one["map_index"] == map_index), None)
