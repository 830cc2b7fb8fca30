"""Waiting without holding a worker: a deferrable sensor on a question asked of the warehouse."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import BaseSensorOperator
from airflow.triggers.base import BaseTrigger, TriggerEvent

import pipeline
from inspection.declared.office import load
from inspection.flow.inspect_day import missing_days
from inspection.flow.quarter import is_loaded
from inspection.language import _
from inspection.warehouse import connect


def _open_days(url: str, jurisdiction: str, period: str) -> list[str]:
    office = load(jurisdiction)
    with connect(url) as connection:
        return [day.isoformat() for day in missing_days(connection, office, office.period(period))]


def _open_quarter(url: str, jurisdiction: str, period: str) -> list[str]:
    office = load(jurisdiction)
    with connect(url) as connection:
        return [] if is_loaded(connection, office, office.period(period)) else [period]


QUESTIONS = {"days": _open_days, "quarter": _open_quarter}


class NothingOpen(BaseTrigger):
    """Fires when a question finds nothing open, or at `deadline` (ISO 8601) with what still is."""

    def __init__(self, question: str, jurisdiction: str, period: str, deadline: str, poke_seconds: float) -> None:
        super().__init__()
        self.arguments = {
            "question": question,
            "jurisdiction": jurisdiction,
            "period": period,
            "deadline": deadline,
            "poke_seconds": poke_seconds,
        }

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """Class path and arguments, for the triggerer."""
        return "waiting.NothingOpen", self.arguments

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """Ask every `poke_seconds`; one event with the list of what is open."""
        asked = self.arguments
        url = await asyncio.to_thread(pipeline.warehouse_url)
        while True:
            still_open = await asyncio.to_thread(
                QUESTIONS[asked["question"]], url, asked["jurisdiction"], asked["period"]
            )
            if not still_open or datetime.now(UTC) >= datetime.fromisoformat(asked["deadline"]):
                yield TriggerEvent(still_open)
                return
            await asyncio.sleep(asked["poke_seconds"])


class WaitForWarehouse(BaseSensorOperator):
    """Wait until nothing of the run's period is open, at most `wait_hours` (a form field) from now.

    `question` is `days` (each extracted and reconciled) or `quarter` (its figures stand). Where nothing was
    observed of the period it fails at once: nothing would come. With `fail_when_open` an open rest fails the
    task; otherwise it is logged and the flow goes on, since what could not be seen is judged `unknown`.
    """

    def __init__(self, *, question: str, fail_when_open: bool, poke_seconds: float = 5, **kwargs: Any) -> None:
        super().__init__(**kwargs | {"execution_timeout": pipeline.LONGEST_WAIT + timedelta(days=1)})
        self.question, self.fail_when_open, self.poke_seconds = question, fail_when_open, poke_seconds

    def execute(self, context: Any) -> None:
        """Ask once here; what is still open is handed to the triggerer."""
        jurisdiction, asked = context["params"]["jurisdiction"], pipeline.period()
        period = asked.period_id
        still_open = QUESTIONS[self.question](pipeline.warehouse_url(), jurisdiction, period)
        if not still_open:
            return
        with pipeline.warehouse() as connection:
            pipeline.refuse_unseen(connection, asked.start, asked.last_day)
        self.log.warning(_("%s: waiting for %d: %s"), period, len(still_open), _some(still_open))
        deadline = datetime.now(UTC) + timedelta(hours=context["params"]["wait_hours"])
        self.defer(
            trigger=NothingOpen(self.question, jurisdiction, period, deadline.isoformat(), self.poke_seconds),
            method_name="resume",
        )

    def resume(self, context: Any, event: list[str]) -> None:
        """Go on when nothing is open; otherwise say what is missing."""
        if not event:
            return
        missing = _("Still missing after {hours} h: {names}").format(
            hours=context["params"]["wait_hours"], names=_some(event)
        )
        if self.fail_when_open:
            raise RuntimeError(_("{missing}; run load_quarter for it first").format(missing=missing))
        self.log.warning(_("%s; what was not seen is judged unknown"), missing)


def _some(names: list[str]) -> str:
    return ", ".join(names[:31]) + (_(" and {count} more").format(count=len(names) - 31) if len(names) > 31 else "")
