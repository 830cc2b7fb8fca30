"""What a person does in Airflow's pages: opens a form, fills it, sends it, answers a question.

Nothing of it through the programming interface, which takes answers that the pages keep from being given.
"""

from __future__ import annotations

import time

from demo.runs import Runs
from inspection.language import _, called
from tests.conftest import ROOT

DAGS = sorted(path.stem for path in (ROOT / "dags").glob("*.py"))
NAMES = {dag_id: _(called(dag_id)) for dag_id in DAGS}
SHOWN = sorted(DAGS, key=NAMES.__getitem__)  # as Airflow's list has them: by name
FILLED = {"period": "2023Q4", "day": "2023-11-05", "issued_on": "2024-01-10"}
SECONDS = 300  # at most for anything to happen, on a busy machine


def is_enabled(button) -> None:
    """Wait until the button can be pressed, and see that it stays so: a form is checked a moment after it opens."""
    from playwright.sync_api import expect

    expect(button).to_be_enabled(timeout=SECONDS * 1000)
    button.page.wait_for_timeout(300)
    assert button.is_enabled(), f"{button.inner_text()} is grey: {button.page.url}"


def open_form(page, dag_id: str):
    """The form that starts a run, from the list of DAGs."""
    page.get_by_test_id("trigger-dag-button").nth(SHOWN.index(dag_id)).click()
    form = page.locator("[role=dialog][data-state=open]")
    form.get_by_role("heading", name=f"Trigger Dag - {NAMES[dag_id]}").wait_for()
    form.locator("[name=element_jurisdiction]").wait_for(state="attached")
    return form


def fill(form, **values: str) -> list[str]:
    """Fill the fields named, or every field where none is named; returns the names of the form's fields."""
    names = []
    for field in form.locator("input[name^=element_]:not([type=hidden]), textarea[name^=element_]").all():
        names.append(name := field.get_attribute("name").removeprefix("element_"))
        is_box = field.get_attribute("type") == "checkbox"
        if is_box and name in values:
            field.locator("xpath=ancestor::label").click()
        if is_box or (values and name not in values):
            continue
        field.fill(values.get(name) or FILLED.get(name, "12"))
    return names


def send(page, dag_id: str, run_id: str, **values: str) -> None:
    """Start a run by its form."""
    page.goto("/dags?limit=50")
    form = open_form(page, dag_id)
    fill(form, **values or {"": ""})
    form.get_by_role("button", name="Advanced Options").click()
    form.locator("[name=dagRunId]").fill(run_id)
    button = form.get_by_test_id("trigger-dag-submit")
    is_enabled(button)
    button.click()
    form.wait_for(state="detached")


def answer(
    page, runs: Runs, place: tuple[str, str, str, int], button: str, *others: str, elsewhere=None, **values: str
) -> None:
    """Answer the question of a task each time it is asked, after a look at the buttons before and after filling.

    `place` is its DAG, run, task and batch (-1 where there are none); `elsewhere`, a page in another clock, on which
    the buttons are looked at first. An answer in the very second in which the task
    lets go of its worker is taken for a lost task by Airflow 3.3, which then asks again: so nobody answers faster
    than a person can.
    """
    dag_id, run_id, task_id, batch = place
    address = f"/dags/{dag_id}/runs/{run_id}/tasks/{task_id}"
    end = time.monotonic() + 2 * SECONDS
    while (state := state_of(runs, *place)) != "success":
        assert time.monotonic() < end, f"{task_id} is still {state}: {runs.open_tasks(dag_id)}"
        if state == "awaiting_input":
            page.wait_for_timeout(5000)
            for shown in filter(None, (elsewhere, page)):
                shown.goto(f"{address}/required_actions" if batch < 0 else f"{address}/mapped/{batch}/required_actions")
                for name in (button, *others):
                    is_enabled(shown.get_by_role("button", name=name, exact=True))
            elsewhere = None
            fill(page.locator("body"), **values or {"": ""})
            for name in (*others, button):
                is_enabled(page.get_by_role("button", name=name, exact=True))
            with page.expect_response("**/hitlDetails"):
                page.get_by_role("button", name=button, exact=True).click()
        time.sleep(0.5)


def state_of(runs: Runs, dag_id: str, run_id: str, task_id: str, batch: int) -> str | None:
    """State of a task, or of one batch of it; None where there is none yet."""
    path = f"dags/{dag_id}/dagRuns/{run_id}/taskInstances/{task_id}"
    if batch < 0:
        return runs.get(path)["state"]
    found = runs.get(f"{path}/listMapped")["task_instances"]
    return next((one["state"] for one in found if one["map_index"] == batch), None)


def choose_days(form, *days: str) -> None:
    """The first and the last day of a backfill."""
    form.get_by_text("Backfill", exact=True).click()
    for day in days:
        form.get_by_text("Select date and time").first.click()
        box = form.page.get_by_placeholder("YYYY/MM/DD")
        box.fill(day)
        form.page.keyboard.press("Escape")
        box.wait_for(state="detached")  # it fades: the next would be a second one


def end_of(runs: Runs, dag_id: str, run_id: str) -> str:
    """State in which a run ended."""
    end = time.monotonic() + SECONDS
    while (state := runs.get(f"dags/{dag_id}/dagRuns/{run_id}")["state"]) not in ("success", "failed"):
        assert time.monotonic() < end, runs.open_tasks(dag_id)
        time.sleep(0.5)
    return state
