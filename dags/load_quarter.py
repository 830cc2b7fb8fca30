"""Build the quarter's rows: wait for its days, gate its inputs, judge it as one range, count its figures.

- *Reads*: observations and probe counts of every day of the quarter, registry history, decisions.
- *Writes*: findings and assessments of the quarter, `mart.fact_case`, `mart.fact_inspection`,
  `mart.quarter_subject`, `mart.quarter_figure`.
- *Safe to re-run*: yes. Two builds of a quarter give the same rows. A stopped gate leaves the rows
  of the build before in force.
"""

from __future__ import annotations

from airflow.sdk import Param, dag, task

import pipeline
from inspection import quality
from inspection.flow import stages
from waiting import WaitForWarehouse


@dag(
    schedule=pipeline.QUARTERS,
    start_date=pipeline.FIRST_DAY,
    end_date=pipeline.last_scheduled_day(),
    catchup=False,
    max_active_runs=1,  # a quarter compares itself with the one before
    params=pipeline.params(
        period=pipeline.period_field(),
        wait_hours=Param(72, type="number", title="Wait at most (hours)"),
    ),
    default_args=pipeline.RETRY,
    doc_md=__doc__,
    tags=["interval", "quarterly"],
)
def load_quarter():
    wait_for_days = WaitForWarehouse(task_id="wait_for_days", question="days", fail_when_open=False)

    @task(**pipeline.ONCE)
    def check_inputs(run_id: str):
        """Great Expectations on what the quarter is built from; a critical failure stops here."""
        jurisdiction, period = pipeline.jurisdiction(), pipeline.period()
        with pipeline.warehouse() as connection:
            return [
                quality.gate(connection, jurisdiction, suite, period=period, run_id=run_id).line()
                for suite in ("observations", "quarter_inputs")
            ]

    @task(outlets=[pipeline.FINDINGS, pipeline.CASES, pipeline.QUARTER])
    def build(run_id: str):
        """Judge all days of the period at once, grade and count; kept only if Great Expectations lets it through."""
        jurisdiction, period = pipeline.jurisdiction(), pipeline.period()
        with (
            pipeline.warehouse() as connection,
            quality.behind_gate(connection, jurisdiction, "quarter", period=period, run_id=run_id),
        ):
            return stages.load_quarter(connection, jurisdiction, period)

    wait_for_days >> check_inputs(run_id="{{ run_id }}") >> build(run_id="{{ run_id }}")


load_quarter()
