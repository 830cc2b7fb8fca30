"""The forms of all DAGs and questions, and the schedule that ends, as Airflow itself reads them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from inspection.places import LANGUAGES

ROOT = Path(__file__).resolve().parents[1]
# Airflow is configured when it is first imported: a process of its own keeps other tests from its settings
HEAD = """
import sys
sys.path[:0] = ["plugins", "dags", "."]
"""
BAG = """
from airflow.dag_processing.dagbag import DagBag
bag = DagBag("dags")
assert not bag.import_errors, bag.import_errors
"""
FORMS = """
import re
from pathlib import Path
from inspection.places import language
from airflow.serialization.serialized_objects import DagSerialization

def said(place, *texts):
    for text in filter(None, texts):
        # names of a column, of a kept word and of the document, which the English texts name as they are
        is_chinese = bool(re.search("[\\u4e00-\\u9fff]", re.sub("处理|未写明原因|通报", "", text) or text))
        assert is_chinese == (language() == "zh"), f"{place} does not speak {language()}: {text}"

forms = {dag.dag_id: dag.params for dag in bag.dags.values()}
for dag_id, task_id in (("publish_bulletin", "sign_off"), ("confirm_findings", "ask.decide"),
                        ("confirm_findings", "ask.decide_again")):
    task = bag.dags[dag_id].get_task(task_id)
    forms[task_id] = task.partial_kwargs["params"] if hasattr(task, "partial_kwargs") else task.params
assert len(forms) == len(list(Path("dags").glob("*.py"))) + 3
offices = sorted(path.stem for path in Path("include/jurisdictions").glob("*.yaml"))
for dag in bag.dags.values():
    said(dag.dag_id, dag.dag_display_name, dag.doc_md, dag.owner, *dag.tags)
    for task in dag.tasks:
        said(f"{dag.dag_id}.{task.task_id}", task.task_display_name)
    read = DagSerialization.from_dict(DagSerialization.to_dict(dag))
    said("as Airflow reads it", read.dag_display_name, *(task.task_display_name for task in read.tasks))
for name, form in forms.items():
    for field in form:
        param = form.get_param(field)
        place = f"{name}.{field}"
        if param.value in (None, "", []):
            assert param.value is None and "null" in param.schema["type"], f"{place} keeps its button grey"
        said(place, param.schema["title"], param.schema.get("description"))
    if "jurisdiction" in form:
        assert form.get_param("jurisdiction").schema["enum"] == offices, name
if language() == "zh":
    assert bag.dags["load_quarter"].dag_display_name == "汇总季度"
suggested = bag.dags["publish_bulletin"].params.get_param("period").schema["examples"]
assert suggested == ["2023Q4", "2023Q3", "2023Q2", "2023Q1", "2022Q4", "2022Q3", "2023"], suggested

from types import SimpleNamespace
from airflow.sdk.exceptions import AirflowSkipException
from asking import AskInspector, answer_fields
asked = AskInspector(task_id="decide", batch={"text": ""}, params=answer_fields())
try:
    asked.execute_complete({}, {"error": "nobody", "error_type": "timeout"})
except AirflowSkipException as skipped:
    assert ("留待下次" if language() == "zh" else "stay open") in str(skipped)
    print("all is well")
"""
SCHEDULE = """
from datetime import UTC, datetime
from pendulum import now
from airflow.serialization.serialized_objects import DagSerialization
from inspection.periods import SHANGHAI
first, last = datetime(2023, 10, 1, tzinfo=SHANGHAI), datetime(2023, 12, 31, tzinfo=SHANGHAI)
for dag_id, count in (("inspect_day", 92), ("load_quarter", 1), ("publish_bulletin", 1)):
    read = DagSerialization.from_dict(DagSerialization.to_dict(bag.dags[dag_id]))
    assert read.end_date is None, "a run by form after it would be green without tasks"
    assert read.next_dagrun_info(last_automated_run_info=None) is None, "is scheduled after the last day"
    assert len(list(read.iter_dagrun_infos_between(first, last))) == count
    assert not list(read.iter_dagrun_infos_between(datetime(2024, 1, 1, tzinfo=SHANGHAI), datetime.now(UTC)))
    assert read.timetable.infer_manual_data_interval(run_after=now("Asia/Shanghai")).start.year > 2023
for dag in bag.dags.values():
    if dag.dag_id not in ("inspect_day", "load_quarter", "publish_bulletin"):
        assert dag.timetable.__class__.__name__ == "NullTimetable", dag.dag_id
print("all is well")
"""
ASSETS = """
from types import SimpleNamespace
from airflow.serialization.serialized_objects import DagSerialization
import pipeline
made, used = {}, {}
for dag in bag.dags.values():
    DagSerialization.from_dict(DagSerialization.to_dict(dag))
    for task in dag.tasks:
        assert task.owner not in {"", "airflow"}, task
        for asset in task.outlets:
            made.setdefault(asset.name, set()).add(dag.dag_id)
        for asset in task.inlets:
            used.setdefault(asset.name, set()).add(dag.dag_id)
        if task.outlets:
            hook = task.partial_kwargs["post_execute"] if hasattr(task, "partial_kwargs") else task._post_execute_hook
            assert hook is pipeline.tell_counts, task
assert made["quarter"] == {"load_quarter", "backfill_period"} == used["observations"] - {"inspect_day"}
assert made["bulletin"] == {"publish_bulletin", "backfill_period"} == used["quarter"], (made, used)
events = {pipeline.QUARTER: SimpleNamespace(extra={})}
told = {"task": SimpleNamespace(outlets=[pipeline.QUARTER]), "outlet_events": events}
for result, extra in (({"subjects": 3}, {"subjects": 3}), (7, {"count": 7}), (["a: 1"], {"lines": ["a: 1"]})):
    pipeline.tell_counts(told, result)
    assert events[pipeline.QUARTER].extra == extra
print("all is well")
"""
STRANGER = """
import pipeline
try:
    pipeline.params()
except pipeline.InspectionError as error:
    assert "there is no jurisdiction atlantis" in str(error) and "yunzhou-demo" in str(error), error
    print("all is well")
"""


def run(program: str, home: Path, **settings: str) -> None:
    environment = {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "INSPECTION_LAST_DAY": "2023-12-31",
        "PATH": "/usr/bin:/bin",
    }
    done = subprocess.run(
        [sys.executable, "-c", HEAD + program],
        cwd=ROOT, capture_output=True, text=True, check=False, env=environment | settings,
    )  # fmt: skip
    assert done.returncode == 0 and "all is well" in done.stdout, done.stderr[-2000:]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_that_may_stay_empty_may_be_null_and_all_speaks_one_language(tmp_path, language):
    run(BAG + FORMS, tmp_path, INSPECTION_LANG=language)


def test_a_last_day_ends_the_schedule_and_neither_backfills_nor_runs_by_form(tmp_path):
    run(BAG + SCHEDULE, tmp_path)


def test_an_office_that_is_not_there_is_told_by_name(tmp_path):
    run(STRANGER, tmp_path, INSPECTION_JURISDICTION="atlantis")


def test_every_asset_up_to_the_bulletin_is_made_and_used_and_its_events_carry_counts(tmp_path):
    run(BAG + ASSETS, tmp_path)
