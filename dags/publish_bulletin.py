"""Write the bulletin (通报) of a quarter, have it signed off, and make it an edition.

- *Reads*: `mart.quarter_subject`, `mart.quarter_figure` and what the figures' queries count.
- *Writes*: `output/<jurisdiction>/<period>/<edition>/`, `mart.bulletin`, `mart.bulletin_figure`.
- *Safe to re-run*: yes. Drafts (edition 0) are rebuilt freely; a signed edition never changes.
  A backfill ends at the draft; a scheduled run asks for the sign-off, as does a run by form that
  wants it.
"""

from __future__ import annotations

from airflow.providers.standard.operators.hitl import ApprovalOperator
from airflow.sdk import Param, dag, get_current_context, task

import pipeline
from inspection import bulletin
from inspection.periods import parse_moment
from waiting import WaitForWarehouse


@dag(
    schedule=pipeline.QUARTERS,
    start_date=pipeline.FIRST_DAY,
    end_date=pipeline.last_scheduled_day(),
    catchup=False,
    params=pipeline.params(
        period=Param(None, type=["null", "string"], title="Period 周期", description="2023Q4, 2020-09, 2023"),
        wait_hours=Param(96, type="number", title="Wait at most (hours)"),
        ask_for_sign_off=Param(True, type="boolean", title="Ask for sign-off 请求签发"),
    ),
    default_args=pipeline.RETRY,
    doc_md=__doc__,
    tags=["interval", "quarterly"],
)
def publish_bulletin():
    wait_for_quarter = WaitForWarehouse(task_id="wait_for_quarter", question="quarter", fail_when_open=True)

    @task
    def draft():
        """Render the draft and its lists; returns where, and the digest of the page."""
        with pipeline.warehouse() as connection:
            folder = bulletin.draft(connection, pipeline.jurisdiction(), pipeline.period(), pipeline.output())
        return {"folder": str(folder), "sha256": bulletin.digest(folder)}

    @task.short_circuit
    def is_to_be_signed():
        """A backfill ends at the draft."""
        context = get_current_context()
        return context["dag_run"].run_type != "backfill" and context["params"]["ask_for_sign_off"]

    sign_off = ApprovalOperator(
        task_id="sign_off",
        subject="Sign off the bulletin 签发通报",
        body="Draft 草稿: {{ ti.xcom_pull(task_ids='draft')['folder'] }}\n\nIt is shown on the page *Bulletins 通报*.",
        params={"comment": Param("", type="string", title="Comment 意见")},
    )

    @task
    def sign(answer: dict, drafted: dict):
        """Make the draft that was approved, and no other, the next edition."""
        with pipeline.warehouse() as connection:
            edition = bulletin.sign(
                connection,
                pipeline.jurisdiction(),
                pipeline.period(),
                pipeline.output(),
                signed_by=answer["responded_by_user"]["name"],
                signed_at=parse_moment(str(answer["responded_at"])),
                draft_sha256=drafted["sha256"],
            )
        return str(edition)

    drafted = draft()
    wait_for_quarter >> drafted >> is_to_be_signed() >> sign_off
    sign(sign_off.output, drafted)


publish_bulletin()
