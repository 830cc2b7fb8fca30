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


def answer_when_asked(runs, run_id: str, detail: dict) -> None:
    """Answer the sign-off, each time it is asked: an answer in the very second in which the task lets go of its worker
    is taken for a lost task by Airflow 3.3, which then asks again."""
    end = time.monotonic() + 120
    while (found := state(runs, run_id, "sign_off")) != "success":
        assert time.monotonic() < end, f"sign_off is still {found}"
        if (
            found == "awaiting_input"
            and runs.get(f"{RUN}/{run_id}/hitlDetails", response_received=False)["total_entries"]
        ):
            time.sleep(5)
            send(runs, "PATCH", f"{RUN}/{run_id}/taskInstances/sign_off/-1/hitlDetails", detail)
        time.sleep(0.5)


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
    answer_when_asked(runs, "real", {"chosen_options": ["Approve"], "params_input": fields})
    assert wait(runs, "real") == "success", runs.why_failed("publish_bulletin")
    assert editions(stack) == 1
