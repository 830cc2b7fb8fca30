"""Asking a person to sign: Airflow's own approval, with form fields that may be left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from airflow.providers.standard.operators.hitl import ApprovalOperator
from airflow.sdk import Context, Param

import pipeline
from inspection.bulletin import NO_REASON

ANSWER = "answer"  # XCom key


def answer_fields() -> dict[str, Param]:
    """Form fields of an answer: a comment, the bulletin's number and its day of issue."""
    comment = pipeline.optional(
        "意见 Comment",
        f"退回时请写明原因;不写则记为“{NO_REASON}”。 When it is returned: why; without words {NO_REASON} is kept.",
    )
    return {"comment": comment, **pipeline.issue_fields()}


class SignOff(ApprovalOperator):
    """Approve or return a bulletin.

    A program that answers may name some of the fields only, or none: the others keep their defaults, where the
    operator would fail on a field that is missing.
    """

    def execute_complete(self, context: Context, event: dict[str, Any]) -> Any:
        """Keep the answer before it is acted on: a rejection skips what follows and returns nothing."""
        if "error" not in event:
            names = ("chosen_options", "params_input", "responded_by_user")
            answer = {name: event[name] for name in names} | {"responded_at": str(event["responded_at"])}
            context["ti"].xcom_push(key=ANSWER, value=answer)
        return super().execute_complete(context, event)

    def validate_params_input(self, params_input: Mapping) -> None:
        """Check what was filled in, and the defaults of what was not."""
        super().validate_params_input({name: self.params[name] for name in self.params} | dict(params_input))
