"""Every run ends: no try, no question and no run lasts for ever, and an observer is over when its slot is."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from croniter import croniter

from tests.conftest import ROOT

# In a process of its own, as a DAG processor reads them: a bag imports plugins by their bare names.
_PROGRAM = """
import json
from airflow.dag_processing.dagbag import DagBag
bag = DagBag({folder!r})
assert not bag.import_errors, bag.import_errors
seconds = lambda span: span and span.total_seconds()
print(json.dumps({{
    dag.dag_id: {{
        "cron": getattr(dag.timetable, "expression", None) if "observer" in dag.tags else None,
        "runs": dag.max_active_runs,
        "run": seconds(dag.dagrun_timeout),
        "tasks": {{task.task_id: seconds(task.execution_timeout) for task in dag.tasks}},
        "questions": [
            seconds(task.response_timeout) for task in dag.tasks if hasattr(task, "response_timeout")
        ],
    }}
    for dag in bag.dags.values()
}}))
"""


@pytest.fixture(scope="module")
def dags(tmp_path_factory) -> dict[str, dict]:
    environment = {
        "AIRFLOW_HOME": str(tmp_path_factory.mktemp("airflow")),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "INSPECTION_LANG": "en",  # of the tags
        "PATH": str(Path(sys.executable).parent),
    }
    program = _PROGRAM.format(folder=str(ROOT / "dags"))
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.strip().splitlines()[-1])


def test_every_try_and_every_question_ends_within_its_run(dags):
    assert len(dags) == len(list((ROOT / "dags").glob("*.py")))
    for dag_id, dag in dags.items():
        assert dag["run"], dag_id
        for task_id, seconds in dag["tasks"].items():
            assert seconds and seconds <= dag["run"], f"{dag_id}.{task_id}"
        assert all(seconds and seconds < dag["run"] for seconds in dag["questions"]), dag_id


def test_an_observer_is_over_when_its_slot_is(dags):
    observers = {dag_id: dag for dag_id, dag in dags.items() if dag["cron"]}
    assert len(observers) == 7
    for dag_id, dag in observers.items():
        begins = croniter(dag["cron"], datetime(2026, 1, 1))
        starts = [begins.get_next(datetime) for _ in range(60)]
        slot = min(after - before for before, after in pairwise(starts))
        assert timedelta(seconds=max(dag["tasks"].values())) <= slot, dag_id
        assert timedelta(seconds=dag["run"]) <= slot * dag["runs"], dag_id
