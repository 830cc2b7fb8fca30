"""Do a past period in one go: its missing days, its figures, its draft.

- *Reads*: what was observed of the period's days; registry history, decisions.
- *Writes*: what `inspect_day`, `load_quarter` and `publish_bulletin` write, up to the draft.
- *Safe to re-run*: yes. Days that are extracted and reconciled are not done again; a run that was broken off goes on
  where it stopped. It starts no other run and asks nobody: the draft is signed by a run of `publish_bulletin`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from airflow.sdk import task

import pipeline
from inspection.flow import backfill, publish, quarter
from inspection.language import _
from inspection.places import output


# One run at a time: a quarter compares itself with the one before.
@pipeline.dag_of(
    None, [_("by hand")], task_time=timedelta(hours=12), run_time=timedelta(days=2),
    period=pipeline.period_field(),
    build_anyway=pipeline.build_anyway_field(),
)  # fmt: skip
def backfill_period():
    @task(**pipeline.ONCE)
    def plan():
        """The missing days in at most a dozen batches; fails where nothing was observed of the period."""
        with pipeline.warehouse() as connection:
            batches = backfill.plan(connection, pipeline.jurisdiction(), pipeline.period(), datetime.now(UTC))
        return [[day.isoformat() for day in days] for days in batches]

    @task(outlets=[pipeline.OBSERVATIONS])
    def do_days(days: list[str]):
        """Read and count each day of the batch; returns how many."""
        asked, now = map(date.fromisoformat, days), datetime.now(UTC)
        with pipeline.warehouse() as connection:
            return backfill.do_days(connection, pipeline.jurisdiction(), pipeline.store(), asked, now)

    # no batch is mapped where every day was done before
    @task(inlets=pipeline.OBSERVED, trigger_rule="none_failed", **pipeline.ONCE)
    def check_inputs(run_id: str):
        """Great Expectations on what the period is built from; a critical failure stops here."""
        jurisdiction, period = pipeline.jurisdiction(), pipeline.period()
        with pipeline.warehouse() as connection:
            return quarter.check_inputs(connection, jurisdiction, period, run_id, build_anyway=pipeline.build_anyway())

    @task(outlets=[pipeline.FINDINGS, pipeline.CASES, pipeline.QUARTER])
    def build(run_id: str):
        """Judge all days of the period at once, grade and count; kept only if Great Expectations lets it through."""
        jurisdiction, period = pipeline.jurisdiction(), pipeline.period()
        with pipeline.warehouse() as connection:
            return quarter.build(connection, jurisdiction, period, run_id)

    @task(inlets=[pipeline.QUARTER], outlets=[pipeline.BULLETIN])
    def draft():
        """Write the draft and its lists; returns where, and what an approver is told."""
        with pipeline.warehouse() as connection:
            return publish.draft(connection, pipeline.jurisdiction(), pipeline.period(), output())

    do_days.expand(days=plan()) >> check_inputs(run_id="{{ run_id }}") >> build(run_id="{{ run_id }}") >> draft()


backfill_period()
