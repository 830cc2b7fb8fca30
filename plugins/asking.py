"""Asking an inspector about a batch of proposals: Airflow's own question, with boxes that may stay empty."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import Context, Param

import pipeline
from inspection.flow import questions
from inspection.language import _

ANSWER = _("Record")
TROUBLE = "trouble"  # XCom key: why an answer could not be entered
_NUMBERS = _("Numbers, as in 1,3-5, or all; each in one box only, and what is in none is asked again.")


def answer_fields() -> dict[str, Param]:
    """Form fields of an answer: the numbers of each decision, and a note."""
    return {
        "confirmed": pipeline.optional(_("Confirm"), _NUMBERS),
        "downgraded": pipeline.optional(_("Downgrade"), _("A problem, but no veto.")),
        "struck_out": pipeline.optional(_("Strike out"), _("No problem.")),
        "note": pipeline.optional(
            _("Note"),
            _("Goes with all that is answered here; what needs other words is left out now, and asked again."),
        ),
    }


class AskInspector(HITLOperator):
    """Show a batch and ask which of its entries are confirmed, downgraded or struck out.

    `entered_by` names the task that could not enter an earlier answer: what it said then stands above the batch.
    Nobody answers before the next round of questions: skipped, since the proposals stay open and are asked again.
    """

    template_fields = ("batch",)

    def __init__(self, *, batch: Any, entered_by: str = "", **kwargs: Any) -> None:
        super().__init__(
            subject=_("Confirm once more") if entered_by else _("Confirm proposed findings"),
            options=[ANSWER],
            response_timeout=timedelta(hours=23, minutes=30),  # asked daily: done before the next day's questions
            retry_delay=timedelta(seconds=10),  # Airflow may lose an answer in the very second of the question
            **kwargs,
        )
        self.batch, self.entered_by = batch, entered_by

    def execute(self, context: Context) -> Any:
        """Ask, with what was wrong before; the batch is the one that the run collected, as the warehouse kept it."""
        ti = context["ti"]
        with pipeline.warehouse() as connection:
            batch = questions.shown(connection, pipeline.question("collect"))[max(ti.map_index, 0)]
            questions.show(connection, pipeline.question(self.task_id, ti.map_index), batch)
        self.body = batch["text"]
        if self.entered_by:
            said = ti.xcom_pull(task_ids=self.entered_by, key=TROUBLE, map_indexes=ti.map_index)
            self.body = f"**{_('The answer could not be entered:')}** {said}\n\n{self.body}"
        self.assigned_users = pipeline.jurisdiction().assigned("answer") or None
        return super().execute(context)

    def execute_complete(self, context: Context, event: dict[str, Any]) -> Any:
        """Keep the answer where nobody but this task writes."""
        pipeline.keep_answer(event, self.task_id)
        return super().execute_complete(context, event)

    def process_trigger_event_error(self, event: dict[str, Any]) -> None:
        """Nobody answered in time."""
        if event["error_type"] == "timeout":
            pipeline.nothing_to_do(_("Nobody answered: the proposals stay open and are asked again"))
        super().process_trigger_event_error(event)
