"""Write the bulletin (通报) of a period, have it signed off, and make it an edition.

- *Reads*: `mart.quarter_subject`, `mart.quarter_figure` and what the figures' queries count.
- *Writes*: `output/<jurisdiction>/<period>/<edition>/`, `mart.bulletin`, `mart.bulletin_figure`,
  `mart.bulletin_file`, `ops.bulletin_answer`, `ops.question`.
- *Safe to re-run*: yes. Drafts (edition 0) are rebuilt freely; a signed edition never changes.
  A backfill ends at the draft; a scheduled run asks for the sign-off, as does a run by form that
  wants it. A rejection returns the draft with its reason: draft again by another run.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import Param, get_current_context, task

import pipeline
from inspection.flow import publish
from inspection.language import _
from inspection.places import output
from signing import APPROVE, REJECT, SignOff, answer_fields, answer_to
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
            return publish.draft(connection, *place, drafted_by=pipeline.person())

    @task.short_circuit
    def is_to_be_signed(drafted: dict):
        """A backfill ends at the draft, and so does a draft that says what is signed already."""
        run, asked = get_current_context()["dag_run"], get_current_context()["params"]["ask_for_sign_off"]
        if drafted["is_unchanged"]:
            print(_("The signed edition says all that the draft says"))
        return run.run_type != "backfill" and asked and not drafted["is_unchanged"]

    sign_off = SignOff(
        task_id="sign_off",
        subject=_("Sign off the bulletin"),
        params=answer_fields(),
        signs="sign",
        returns="return_draft",
    )

    @task(retries=0, outlets=[pipeline.BULLETIN])
    def sign():
        """Make the draft that was approved, and no other, the next edition."""
        place = (pipeline.jurisdiction(), pipeline.period(), output())
        with pipeline.warehouse() as connection:
            given, shown = answer_to(connection, "sign_off", APPROVE)
            return str(publish.sign(connection, *place, **pipeline.signature(given), draft_sha256=shown["sha256"]))

    @task
    def return_draft():
        """Keep who returned the draft, when and why."""
        with pipeline.warehouse() as connection:
            given = pipeline.signature(answer_to(connection, "sign_off", REJECT)[0])
            publish.give_back(
                connection, pipeline.jurisdiction(), pipeline.period(),
                returned_by=given["signed_by"], returned_at=given["signed_at"], reason=given["note"],
            )  # fmt: skip

    drafted = draft()
    wait_for_quarter >> drafted
    is_to_be_signed(drafted) >> sign_off
    sign_off >> [sign(), return_draft()]


publish_bulletin()
