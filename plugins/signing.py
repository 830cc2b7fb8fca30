"""Asking a person to sign: Airflow's own question, with form fields that may be left out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import psycopg
from airflow.providers.standard.operators.hitl import HITLBranchOperator
from airflow.sdk import Context, Param
from airflow.sdk.exceptions import AirflowFailException

import pipeline
from inspection.bulletin import NO_REASON
from inspection.errors import InspectionError
from inspection.flow import publish, questions
from inspection.language import _, told
from inspection.places import output

APPROVE, REJECT = "Approve", "Reject"
LONGEST = timedelta(days=100)


def answer_fields() -> dict[str, Param]:
    """Form fields of an answer: a comment, why the proofreader is overruled, the bulletin's number and day of issue."""
    comment = pipeline.optional(
        _("Comment"), _("When it is returned: why; without words “{kept}” is kept.").format(kept=NO_REASON)
    )
    overruled = pipeline.optional(
        _("Reason for overruling the proofreader"),
        _("With contradictions it can be signed only with a reason, which is kept and printed in the record."),
    )
    return {"comment": comment, "overruled": overruled, **pipeline.issue_fields()}


def answer_to(connection: psycopg.Connection, task_id: str, choice: str) -> tuple[dict[str, Any], Any]:
    """The answer that chose `choice`, and what was shown with it; a task whose state was only set so finds none."""
    try:
        given, shown = questions.answered(connection, pipeline.question(task_id))
    except InspectionError as error:  # trying again would not bring an answer
        raise AirflowFailException(told(error)) from error
    if given["chosen_options"] != [choice]:
        raise AirflowFailException(_("What was answered is not {choice}").format(choice=choice))
    return given, shown


class SignOff(HITLBranchOperator):
    """Approve or return a bulletin: the task `signs` follows, or the task `returns`.

    Both stand at the end of the DAG, so that a run in which nobody could be asked fails as a whole.
    A program that answers may name some of the fields only, or none: the others keep their defaults, where the
    operator would fail on a field that is missing.
    """

    def __init__(self, *, signs: str, returns: str, **kwargs: Any) -> None:
        mapping = {APPROVE: signs, REJECT: returns}
        # a draft that nobody signed within a quarter tells of the one before the last
        super().__init__(options=list(mapping), options_mapping=mapping, response_timeout=LONGEST, **kwargs)

    def execute(self, context: Context) -> Any:
        """Ask those whom the office's file names as approvers, but not the one who had it drafted.

        What they are told is taken from the warehouse as they are asked, and its digest is what they sign.
        """
        office, period, drafter = pipeline.jurisdiction(), pipeline.period(), pipeline.person()
        with pipeline.warehouse() as connection:
            drafted = publish.shown(connection, office, period, output())
            questions.show(connection, pipeline.question(self.task_id), {"sha256": drafted["sha256"]})
        link = (
            f"[{_('Open the draft: its text, files, figures and evidence')}]({pipeline.page_of_draft(office, period)})"
        )
        self.subject = f"{self.subject} {period.period_id}"  # several may wait in one list
        self.body = f"{link}\n\n{drafted['told']}"
        without = "" if office.bulletin.drafter_may_sign else drafter
        self.assigned_users = office.assigned("sign", without=without) or None
        return super().execute(context)

    def execute_complete(self, context: Context, event: dict[str, Any]) -> Any:
        """Keep the answer before it is acted on: what is returned names only the task that follows."""
        pipeline.keep_answer(event, self.task_id)
        return super().execute_complete(context, event)

    def validate_params_input(self, params_input: Mapping) -> None:
        """Check what was filled in, and the defaults of what was not."""
        super().validate_params_input({name: self.params[name] for name in self.params} | dict(params_input))
