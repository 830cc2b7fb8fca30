"""Airflow itself in a real Chromium: every form opens and can be sent, and what a person answers there is done.

A real scheduler, a warehouse in which the invented city's two quarters are built, and the city's server.
"""

from __future__ import annotations

import time

import psycopg
import pytest

from inspection import warehouse
from inspection.quarter import figures
from tests.browser.desk import (
    DAGS,
    NAMES,
    SECONDS,
    SHOWN,
    answer,
    choose_days,
    end_of,
    fill,
    is_enabled,
    open_form,
    send,
)
from tests.given.quarters import NEW, OFFICE, OLD, load_city

PAGE = "http://www.yunzhou.example/a/{}.html"


@pytest.fixture
def connection(stack):
    with warehouse.connect(stack.postgres.url("warehouse")) as open_connection:
        open_connection.rollback()
        open_connection.autocommit = True  # each question sees what others have done meanwhile
        yield open_connection


@pytest.fixture(scope="module", autouse=True)
def city(stack, runs):
    """The city's two quarters as they were judged, with three proposals on a site."""
    with warehouse.connect(stack.postgres.url("warehouse")) as connection:
        load_city(connection)
        for period in (OLD, NEW):
            figures.compute(connection, OFFICE, period)
        connection.execute(
            "insert into ops.proposal select 'yunzhou-demo', 'site:5399000001', 'SV1.1',"
            " format('http://www.yunzhou.example/a/%s.html', n), '错词', '2023-10-01', date '2023-10-04' - n,"
            " '正文错词正文', null, 'open' from generate_series(1, 3) as n"
        )


def test_every_form_can_be_sent_as_it_opens_and_when_it_is_filled(page, clock):
    page.goto("/dags?limit=50")
    page.get_by_role("link", name=NAMES[SHOWN[-1]], exact=True).wait_for()
    assert page.get_by_text("+08:00" if clock == "Asia/Shanghai" else "+00:00").is_visible()
    seen = {}
    for dag_id in DAGS:
        form = open_form(page, dag_id)
        is_enabled(form.get_by_test_id("trigger-dag-submit"))
        seen[dag_id] = fill(form)
        for choice in form.locator("input[role=combobox]").all():  # pick lists
            choice.click()
            page.get_by_role("option").last.click()
        is_enabled(form.get_by_test_id("trigger-dag-submit"))
        form.get_by_role("button", name="Close").click()
        form.wait_for(state="detached")
    assert seen["publish_bulletin"] == ["period", "document_number", "issued_on", "wait_hours", "ask_for_sign_off"]


@pytest.mark.parametrize("clock", ["Asia/Shanghai"], indirect=True)
def test_a_backfill_by_form_offers_the_days_and_the_quarter_it_was_asked_for(page):
    page.goto("/dags?limit=50")
    for dag_id, count in (("inspect_day", 92), ("load_quarter", 1), ("publish_bulletin", 1)):
        form = open_form(page, dag_id)
        choose_days(form, "2023/10/01", "2023/12/31")
        page.get_by_text(f"{count} run").first.wait_for()
        is_enabled(form.get_by_role("button", name="Run Backfill"))
        form.get_by_role("button", name="Close").click()
        form.wait_for(state="detached")


@pytest.mark.parametrize("clock", ["Asia/Shanghai"], indirect=True)
def test_a_draft_is_returned_without_words_and_another_is_signed_and_followed(page, elsewhere, runs, connection, stack):
    send(page, "publish_bulletin", "returned", period="2023Q4")
    assert runs.wait_for_question("publish_bulletin", "returned", SECONDS)
    page.goto("/required_actions?response_received=false")
    page.get_by_role("row").filter(has_text="returned").get_by_role("link").first.click()
    page.get_by_text("未写明原因").first.wait_for()  # the form says what a return without words is kept as
    answer(page, runs, ("publish_bulletin", "returned", "sign_off", -1), "Reject", "Approve", elsewhere=elsewhere)
    assert end_of(runs, "publish_bulletin", "returned") == "success", runs.why_failed("publish_bulletin")
    page.goto("/bulletins/")
    assert "未写明原因" in page.locator("main").inner_text()
    page.goto("/bulletins/yunzhou-demo/2023Q4/0/")
    assert "未写明原因" in page.locator("aside").inner_text()

    send(page, "publish_bulletin", "signed", period="2023Q4")
    answer(
        page, runs, ("publish_bulletin", "signed", "sign_off", -1), "Approve", "Reject",
        comment="同意", document_number="12", issued_on="2024-01-10",
    )  # fmt: skip
    assert end_of(runs, "publish_bulletin", "signed") == "success", runs.why_failed("publish_bulletin")
    (edition,) = connection.execute("select * from mart.bulletin where edition_no > 0").fetchall()
    assert (edition["state"], edition["document_number"], edition["signed_by"]) == ("signed", "12", "admin")
    folder, number = stack.output / "yunzhou-demo/2023Q4", str(edition["edition_no"])  # files of other tests stay
    assert (folder / number / "bulletin.html").exists()
    assert (folder / "latest").resolve() == (folder / number).resolve()
    answers = connection.execute("select decision, note from ops.bulletin_answer order by answered_at")
    assert [(one["decision"], one["note"]) for one in answers] == [("returned", "未写明原因"), ("signed", "同意")]

    page.goto(f"/bulletins/yunzhou-demo/2023Q4/{number}/?lang=zh")
    page.frame_locator("iframe").locator("a.trace:has(data[data-figure=account_failed_count])").first.click()
    page.wait_for_url("**/figure?*")
    assert "include/sql/figure/grade_count.sql" in page.locator("main").inner_text()
    page.get_by_role("link", name="AV1.1").first.click()
    page.wait_for_url("**/evidence?*")
    assert "云州发改" in page.locator("main").inner_text()


@pytest.mark.parametrize("clock", ["UTC"], indirect=True)
def test_each_batch_is_recorded_by_itself_and_a_wrong_answer_is_told_and_asked_again(
    page, elsewhere, runs, connection, stack
):
    def decided() -> dict[str, str]:
        rows = connection.execute("select locator, decision from mart.fact_decision")
        return {row["locator"]: row["decision"] for row in rows}

    send(page, "confirm_findings", "asked", batch_size="1")
    batch = ("confirm_findings", "asked", "ask.decide")
    answer(page, runs, (*batch, 0), "记录", confirmed="1", note="见原文", elsewhere=elsewhere)
    answer(page, runs, (*batch, 1), "记录", confirmed="1", struck_out="1")
    answer(page, runs, ("confirm_findings", "asked", "ask.decide_again", 1), "记录", struck_out="all")
    assert page.get_by_text("编号 1 既“属实”又“剔除”").is_visible()

    assert runs.get("dags/confirm_findings/dagRuns/asked")["state"] == "running"
    with psycopg.connect(stack.postgres.url("airflow")) as metadata:  # the third batch's time is over
        metadata.execute(
            "update task_instance set trigger_timeout = now() where task_id = 'ask.decide' and state = 'awaiting_input'"
        )
    assert end_of(runs, "confirm_findings", "asked") == "success", runs.why_failed("confirm_findings")
    assert decided() == {PAGE.format(1): "confirmed", PAGE.format(2): "struck_out"}
    states = {
        (one["task_id"], one["map_index"]): one["state"]
        for one in runs.get("dags/confirm_findings/dagRuns/asked/taskInstances")["task_instances"]
    }
    assert states["ask.decide", 2] == states["ask.record", 2] == states["ask.decide_again", 2] == "skipped"


@pytest.mark.parametrize("clock", ["UTC"], indirect=True)
def test_the_registry_is_taken_in_by_form(page, runs, connection):
    # the accounts of the invented quarter stand in no export: the gate on losses would rightly stop this one
    connection.execute("delete from mart.dim_subject where kind = 'account'")
    connection.commit()
    send(page, "ingest_registry", "by-form")
    assert end_of(runs, "ingest_registry", "by-form") == "success", runs.why_failed("ingest_registry")
    assert connection.execute("select count(*) as n from ops.ingest_batch").fetchone()["n"] == 3


@pytest.mark.parametrize("clock", ["UTC"], indirect=True)
def test_a_run_that_finds_nothing_to_do_fails_and_says_why_and_nothing_is_scheduled(page, runs):
    asked = (
        ("publish_bulletin", {}, "的检查数据，无可判定"),
        ("load_quarter", {"period": "special-unknown"}, "'special-unknown' 是专项检查"),
        ("inspect_day", {"day": "2022-11-05"}, "自 2022-11-05 至 2022-11-05 的检查数据"),
    )
    for dag_id, values, _told in asked:
        send(page, dag_id, "empty", **values)
    for dag_id, _values, told in asked:
        assert end_of(runs, dag_id, "empty") == "failed", dag_id
        assert told in runs.why_failed(dag_id)
    for dag_id in ("inspect_day", "load_quarter", "publish_bulletin"):
        assert runs.get(f"dags/{dag_id}")["next_dagrun_run_after"] is None
        assert runs.count(dag_id, run_type="scheduled") == 0


@pytest.mark.slow
@pytest.mark.parametrize("clock", ["Asia/Shanghai"], indirect=True)
def test_a_backfill_by_form_ends_at_the_draft(page, runs):
    page.goto("/dags?limit=50")
    form = open_form(page, "publish_bulletin")
    choose_days(form, "2023/10/01", "2023/10/01")
    button = form.get_by_role("button", name="Run Backfill")
    is_enabled(button)
    button.click()
    form.wait_for(state="detached")
    end = time.monotonic() + SECONDS
    while not runs.count("publish_bulletin", ["success"], "backfill"):
        assert time.monotonic() < end, runs.open_tasks("publish_bulletin")
        time.sleep(1)
