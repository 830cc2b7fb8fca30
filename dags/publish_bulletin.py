"""Write the bulletin (通报) of a period, have it signed off, and make it an edition.

- *Reads*: `mart.quarter_subject`, `mart.quarter_figure` and what the figures' queries count.
- *Writes*: `output/<jurisdiction>/<period>/<edition>/`, `mart.bulletin`, `mart.bulletin_figure`,
  `mart.bulletin_file`, `ops.bulletin_answer`.
- *Safe to re-run*: yes. Drafts (edition 0) are rebuilt freely; a signed edition never changes.
  A backfill ends at the draft; a scheduled run asks for the sign-off, as does a run by form that
  wants it. A rejection returns the draft with its reason: draft again by another run.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import Param, XComArg, get_current_context, task

import pipeline
from inspection.flow import publish
from inspection.language import _
from inspection.places import output
from signing import ANSWER, SignOff, answer_fields
from waiting import WaitForWarehouse


@pipeline.interval_dag(
    pipeline.QUARTERS, timedelta(hours=2), timedelta(days=120), max_active_runs=16,
    period=pipeline.period_field(),
    **pipeline.issue_fields(),
    wait_hours=pipeline.wait_field(96, _("For the figures of the period.")),
    ask_for_sign_off=Param(
        True, type="boolean", title=_("Ask for sign-off"),
        description=_("Off: it ends at the draft."),
    ),
)  # fmt: skip
def publish_bulletin():
    wait_for_quarter = WaitForWarehouse(task_id="wait_for_quarter", question="quarter", fail_when_open=True)

    @task(inlets=[pipeline.QUARTER], outlets=[pipeline.BULLETIN])
    def draft():
        """Render the draft and its lists; returns where, their digest, and what the approver is told."""
        with pipeline.warehouse() as connection:
            place = (pipeline.jurisdiction(), pipeline.period(), output())
            drafted = publish.draft(connection, *place, drafted_by=pipeline.person())
        link = f"[{_('Open the draft: its text, files, figures and evidence')}]({pipeline.page_of_draft(*place[:2])})"
        return drafted | {"period": place[1].period_id, "told": f"{link}\n\n{drafted['told']}"}

    @task.short_circuit
    def is_to_be_signed(drafted: dict):
        """A backfill ends at the draft, and so does a draft that says what is signed already."""
        run, asked = get_current_context()["dag_run"], get_current_context()["params"]["ask_for_sign_off"]
        if drafted["is_unchanged"]:
            print(_("The signed edition says all that the draft says"))
        return run.run_type != "backfill" and asked and not drafted["is_unchanged"]

    sign_off = SignOff(
        task_id="sign_off",
        subject=_("Sign off the bulletin") + " {{ ti.xcom_pull(task_ids='draft')['period'] }}",
        body="{{ ti.xcom_pull(task_ids='draft')['told'] }}",
        params=answer_fields(),
        signs="sign",
        returns="return_draft",
    )

    @task(retries=0, outlets=[pipeline.BULLETIN])
    def sign(answer: dict, drafted: dict):
        """Make the draft that was approved, and no other, the next edition."""
        place = (pipeline.jurisdiction(), pipeline.period(), output())
        with pipeline.warehouse() as connection:
            return str(publish.sign(connection, *place, **pipeline.signature(answer), draft_sha256=drafted["sha256"]))

    @task
    def return_draft(answer: dict):
        """Keep who returned the draft, when and why."""
        given = pipeline.signature(answer)
        with pipeline.warehouse() as connection:
            publish.give_back(
                connection, pipeline.jurisdiction(), pipeline.period(),
                returned_by=given["signed_by"], returned_at=given["signed_at"], reason=given["note"],
            )  # fmt: skip

    drafted = draft()
    wait_for_quarter >> drafted
    is_to_be_signed(drafted) >> sign_off
    sign(XComArg(sign_off, key=ANSWER), drafted)
    return_draft(XComArg(sign_off, key=ANSWER))


publish_bulletin()
