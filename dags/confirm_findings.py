"""Ask inspectors about what the machine only suspects: they confirm, downgrade or strike out.

- *Reads*: `ops.proposal`, the open ones.
- *Writes*: `staging.report`, `mart.fact_decision`; the days concerned are judged anew with their quarter.
- *Safe to re-run*: yes. The same answer twice is one decision, and what nobody answers stays open and
  fails nobody. Started by hand, or every Monday; an answer is awaited for six days.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import Param, dag, task

import pipeline
from inspection.judging import judge, proposals
from inspection.periods import local_day

ANSWER = "Record 记录"


@dag(
    schedule=pipeline.at("0 9 * * 1"),
    start_date=pipeline.FIRST_DAY,
    catchup=False,
    max_active_runs=1,
    params=pipeline.params(batch_size=Param(20, type="integer", minimum=1, maximum=50, title="Proposals a batch")),
    default_args=pipeline.ONCE,
    doc_md=__doc__,
    tags=["human", "weekly"],
)
def confirm_findings():
    @task
    def collect(params: dict):
        """Open proposals in numbered batches, with the text around each and where it stands."""
        with pipeline.warehouse() as connection:
            return proposals.open_batches(connection, pipeline.jurisdiction(), size=params["batch_size"])

    @task
    def texts(batches: list[dict]):
        """What the inspector is shown, a batch at a time."""
        return [batch["text"] for batch in batches]

    batches = collect()
    decide = HITLOperator.partial(
        task_id="decide",
        subject="Confirm proposed findings 确认疑似问题",
        options=[ANSWER],
        response_timeout=timedelta(days=6),
        params={
            "confirmed": Param("", type="string", title="Confirm 属实: 1,3-5 or all"),
            "downgraded": Param("", type="string", title="Downgrade 降级"),
            "struck_out": Param("", type="string", title="Strike out 误报"),
            "note": Param("", type="string", title="Note 说明"),
        },
    ).expand(body=texts(batches))

    @task
    def record(pair: tuple):
        """Enter the answers on one batch; returns how many of each."""
        answer, batch = pair
        given, jurisdiction = answer["params_input"], pipeline.jurisdiction()
        with pipeline.warehouse() as connection:
            counts = proposals.record(
                connection, jurisdiction, batch["keys"], given,
                day=local_day(pipeline.now()), body=jurisdiction.office["zh"], note=given.get("note", ""),
            )  # fmt: skip
            judge.load_decisions(connection, jurisdiction)
        return counts

    record.expand(pair=decide.output.zip(batches))


confirm_findings()
