"""Ask inspectors about what the machine only suspects: they confirm, downgrade or strike out.

- *Reads*: `ops.proposal`, the open ones.
- *Writes*: `staging.report`, `mart.fact_decision`, `ops.question`; the days are judged anew with their quarter.
- *Safe to re-run*: yes. The same answer twice is one decision, and what nobody answers stays open and
  fails nobody. Started by hand, or every day; each batch is recorded as soon as it is answered, whatever the
  others do. An answer that cannot be entered is asked once more, with what is wrong with it.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import Param, get_current_context, task, task_group
from airflow.sdk.exceptions import AirflowFailException

import pipeline
from asking import TROUBLE, AskInspector, answer_fields
from inspection.errors import InspectionError
from inspection.flow import questions
from inspection.judging import judge, proposals
from inspection.language import _
from inspection.periods import local_day, parse_moment


@pipeline.dag_of(
    pipeline.at("0 9 * * *"),
    [_("human"), _("daily")],
    task_time=timedelta(hours=24),
    run_time=timedelta(days=3),  # each batch may be asked about twice
    tries=pipeline.RETRY,
    batch_size=Param(20, type="integer", minimum=1, maximum=50, title=_("Proposals a batch")),
)
def confirm_findings():
    @task
    def collect(params: dict):
        """Open proposals in numbered batches, with the text around each and where it stands."""
        with pipeline.warehouse() as connection:
            batches = proposals.open_batches(connection, pipeline.jurisdiction(), size=params["batch_size"])
            questions.show(connection, pipeline.question("collect"), batches)
        return batches or pipeline.nothing_to_do(_("No proposal is open"))

    @task
    def record(asked_by: str, batch: dict):
        """Enter the answers on one batch; returns how many of each."""
        jurisdiction, number = pipeline.jurisdiction(), get_current_context()["ti"].map_index
        try:
            with pipeline.warehouse() as connection:
                answer, batch = questions.answered(connection, pipeline.question(asked_by, number))
                given, answered_at = answer["params_input"] or {}, parse_moment(answer["responded_at"])
                counts = proposals.record(
                    connection, jurisdiction, batch["keys"], given,
                    day=local_day(answered_at), body=jurisdiction.office["zh"], note=given.get("note") or "",
                    answered_by=answer["responded_by_user"]["name"], answered_at=answered_at, shown=batch["text"],
                )  # fmt: skip
                judge.load_decisions(connection, jurisdiction)
        except InspectionError as error:
            get_current_context()["ti"].xcom_push(key=TROUBLE, value=str(error))
            raise AirflowFailException(str(error)) from error  # trying again would not mend the answer
        return counts if any(counts.values()) else pipeline.nothing_to_do(_("No number was named"))

    @task_group
    def ask(batch: dict):
        """One batch from its question to its record, beside the others."""
        decide = AskInspector(task_id="decide", batch=batch, params=answer_fields())
        recorded = record(decide.task_id, batch)
        decide >> recorded
        again = AskInspector(
            task_id="decide_again", batch=batch, params=answer_fields(),
            entered_by="ask.record", trigger_rule="one_failed",
        )  # fmt: skip
        recorded >> again >> record.override(task_id="record_again")(again.task_id, batch)

    ask.expand(batch=collect())


confirm_findings()
