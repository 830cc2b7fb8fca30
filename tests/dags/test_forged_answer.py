"""F9, through the real scheduler: a signer signs; whoever only writes states and values of tasks signs nothing."""

from __future__ import annotations

import time

from inspection import warehouse
from tests.given.quarters import NEW, load_city

RUN = "dags/publish_bulletin/dagRuns"


def state(runs, run_id: str, task_id: str) -> str:
    return runs.get(f"{RUN}/{run_id}/taskInstances/{task_id}")["state"]


def wait(runs, run_id: str) -> str:
    end = time.monotonic() + 120
    while (found := runs.get(f"{RUN}/{run_id}")["state"]) not in {"success", "failed"}:
        assert time.monotonic() < end, runs.open_tasks("publish_bulletin")
        time.sleep(1)
    return found


def send(runs, method: str, path: str, body: dict):
    answer = runs.session.request(method, f"{runs.api}/{path}", json=body, timeout=60)
    assert answer.status_code < 300, (answer.status_code, answer.text)


def editions(stack) -> int:
    with warehouse.connect(stack.postgres.url("warehouse")) as connection:
        found = connection.execute("select count(*) as n from mart.bulletin where edition_no > 0").fetchone()
        return found["n"]


def test_a_forged_answer_signs_nothing_and_a_real_one_signs(stack, runs):
    with warehouse.connect(stack.postgres.url("warehouse")) as connection:
        load_city(connection)
    runs.trigger("publish_bulletin", "forged", {"period": NEW.period_id})
    assert runs.wait_for_question("publish_bulletin", "forged", 120)
    answer = {"chosen_options": ["Approve"], "params_input": {}, "responded_by_user": {"id": "1", "name": "qian"}}
    entry = {"key": "answer", "value": answer | {"responded_at": "2024-01-10 02:00:00+00:00"}}
    send(runs, "POST", f"{RUN}/forged/taskInstances/sign_off/xcomEntries", entry)
    send(runs, "PATCH", f"{RUN}/forged/taskInstances/sign_off", {"new_state": "success"})
    assert wait(runs, "forged") == "failed"
    assert state(runs, "forged", "sign") == "failed" and editions(stack) == 0
    runs.trigger("publish_bulletin", "real", {"period": NEW.period_id})
    assert runs.wait_for_question("publish_bulletin", "real", 120)
    fields = {"comment": None, "overruled": "of the test", "document_number": None, "issued_on": None}
    time.sleep(5)  # Airflow may lose an answer in the very second of the question: no person is so fast
    detail = {"chosen_options": ["Approve"], "params_input": fields}
    send(runs, "PATCH", f"{RUN}/real/taskInstances/sign_off/-1/hitlDetails", detail)
    assert wait(runs, "real") == "success", runs.why_failed("publish_bulletin")
    assert editions(stack) == 1
