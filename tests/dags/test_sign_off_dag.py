"""The form and the approval of `publish_bulletin`: what may be asked for, and what may be left out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Airflow is configured when it is first imported: a process of its own keeps other tests from its settings
PROGRAM = """
import sys
sys.path[:0] = ["plugins", "dags"]
from datetime import UTC, datetime
from publish_bulletin import publish_bulletin
import pipeline, signing
from contextlib import nullcontext
from types import SimpleNamespace
dag = publish_bulletin()
def takes(name, value):
    field = dag.params.get_param(name)
    try:
        return field.resolve(value) == value
    except Exception:
        return False
for period in (None, "2023Q4", "2020-09", "2023", "special-audit-2023"):
    assert takes("period", period), period
for period in ("2023Q5", "2023-13", "latest", "special-", "../2023Q4"):
    assert not takes("period", period), period
assert takes("issued_on", "2024-01-10") and takes("issued_on", None) and not takes("issued_on", "10 January")
assert takes("document_number", "12") and takes("document_number", None) and not takes("document_number", "1" * 21)
assert dag.params["ask_for_sign_off"] is True
asked = dag.get_task("sign_off")
assert set(asked.serialized_params) == {"comment", "overruled", "document_number", "issued_on"}, asked.serialized_params
assert all(asked.params[name] is None for name in asked.serialized_params)
for given in ({}, {"comment": None}, {"comment": "ok"}, {"overruled": "新开账号未及登记"},
              {"comment": "", "document_number": "3", "issued_on": "2024-01-10"}):
    asked.validate_params_input(given)
kept = {}
pipeline.warehouse = lambda: nullcontext(None)
pipeline.context = lambda: {"params": {}, "dag_run": SimpleNamespace(dag_id="publish_bulletin", run_id="a"),
                            "ti": SimpleNamespace(map_index=-1)}
signing.questions.answer = lambda connection, question, given: kept.update({question: given})
def answered(connection, question):
    if question not in kept:
        raise signing.InspectionError("nobody was asked and answered this", place=question)
    return kept[question], {"sha256": "s"}
signing.questions.answered = answered
def fails(choice):
    try:
        signing.answer_to(None, "sign_off", choice)
    except signing.AirflowFailException as error:
        return str(error)
assert "a/sign_off/-1" in fails("Approve")  # the state of the question was set, or its value written
event = {"chosen_options": ["Reject"], "params_input": {"comment": "why"}, "responded_by_user": {"name": "deputy"},
         "responded_at": datetime(2024, 1, 10, 2, tzinfo=UTC), "timedout": False}
asked.do_branch = lambda context, branches_to_execute: branches_to_execute
assert asked.execute_complete({"task": asked}, event) == ["return_draft"]
assert {task.task_id for task in dag.leaves} == {"sign", "return_draft"}, "a failure before the answer would be green"
answer = kept["publish_bulletin/a/sign_off/-1"]
assert signing.answer_to(None, "sign_off", "Reject") == (answer, {"sha256": "s"})
assert "Approve" in fails("Approve"), "returned, and signed all the same"
assert (answer["responded_by_user"]["name"], answer["params_input"]) == ("deputy", {"comment": "why"}), answer
assert answer["responded_at"] == "2024-01-10 02:00:00+00:00"
pipeline.context = lambda: {"params": {"document_number": "7"}}
given = pipeline.signature(answer | {"params_input": {"overruled": "新开账号未及登记"}})
assert (given["overruled"], given["document_number"], given["note"]) == ("新开账号未及登记", "7", ""), given
assert pipeline.signature(answer)["overruled"] == ""
try:
    asked.validate_params_input({"figure": "3"})
except ValueError:
    print("all is well")
"""


def test_the_forms_take_periods_numbers_and_days_and_an_answer_may_leave_fields_out(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=False,
        env={"AIRFLOW_HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "AIRFLOW__CORE__LOAD_EXAMPLES": "False"},
    )  # fmt: skip
    assert done.returncode == 0 and "all is well" in done.stdout, done.stderr[-1500:]
