"""Build the quarter's rows: wait for its days, gate its inputs, judge it as one range, count its figures.

- *Reads*: observations and probe counts of every day of the quarter, registry history, decisions.
- *Writes*: findings and assessments of the quarter, `mart.fact_case`, `mart.fact_inspection`,
  `mart.quarter_subject`, `mart.quarter_figure`.
- *Safe to re-run*: yes. Two builds of a quarter give the same rows. A stopped gate leaves the rows
  of the build before in force.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import task

import pipeline
from inspection.flow import quarter
from inspection.language import _
from waiting import WaitForWarehouse


# One run at a time: a quarter compares itself with the one before.
@pipeline.interval_dag(
    pipeline.QUARTERS,
    timedelta(hours=12),
    timedelta(days=16),
    max_active_runs=1,
    period=pipeline.period_field(),
    build_anyway=pipeline.build_anyway_field(),
    wait_hours=pipeline.wait_field(72, _("For the days of the period.")),
)
def load_quarter():
    wait_for_days = WaitForWarehouse(task_id="wait_for_days", question="days", fail_when_open=False)

    @task(inlets=pipeline.OBSERVED, **pipeline.ONCE)
    def check_inputs(run_id: str):
        """Great Expectations on what the quarter is built from; a critical failure stops here."""
        jurisdiction, period = pipeline.jurisdiction(), pipeline.period()
        with pipeline.warehouse() as connection:
            return quarter.check_inputs(connection, jurisdiction, period, run_id, build_anyway=pipeline.build_anyway())

    @task(outlets=[pipeline.FINDINGS, pipeline.CASES, pipeline.QUARTER])
    def build(run_id: str):
        """Judge all days of the period at once, grade and count; kept only if Great Expectations lets it through."""
        jurisdiction, period = pipeline.jurisdiction(), pipeline.period()
        with pipeline.warehouse() as connection:
            return quarter.build(connection, jurisdiction, period, run_id)

    wait_for_days >> check_inputs(run_id="{{ run_id }}") >> build(run_id="{{ run_id }}")


load_quarter()
