"""Judge one official day from what was stored of it.

- *Reads*: the day's WARC files, posts and probes.
- *Writes*: observations (`staging`), the visits they ask for (`staging.planned_visit`), `mart.fact_probe_day`,
  findings and assessments of the day, cases.
- *Safe to re-run*: yes. The same day twice gives the same rows; days may come in any order and in
  parallel. Backfill: `airflow backfill create --dag-id inspect_day --from-date … --to-date …`.
  A run by form of a day of which nothing was observed fails and says so.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from airflow.sdk import task

import pipeline
from inspection.flow import inspect_day as flow


@pipeline.interval_dag(
    pipeline.DAYS,
    timedelta(hours=6),
    timedelta(days=2),
    max_active_runs=32,
    day=pipeline.day_field(),
)
def inspect_day():
    @task(inlets=[pipeline.SNAPSHOTS, pipeline.REGISTRY], outlets=[pipeline.OBSERVATIONS])
    def extract(batch: int):
        """Read the day's pages and posts into observations."""
        day = pipeline.day()
        with pipeline.warehouse() as connection:
            if pipeline.is_by_form():
                pipeline.refuse_unseen(connection, day, day)
            counts = flow.extract(
                connection,
                pipeline.jurisdiction(),
                pipeline.store(),
                day,
                batch=batch,
                batch_count=len(pipeline.BATCHES),
            )
        return counts["read"]

    @task(inlets=[pipeline.PROBES])
    def reconcile():
        """Count the day's probes, and plan the visits that its pages ask for."""
        with pipeline.warehouse() as connection:
            return flow.reconcile(connection, pipeline.jurisdiction(), pipeline.day(), datetime.now(UTC))

    @task(inlets=[pipeline.OBSERVATIONS], outlets=[pipeline.FINDINGS])
    def evaluate():
        """Judge the day, for early warning and cases; the quarter judges it again as part of its range.

        Days of a backfill leave cases and proposals to the quarter.
        """
        with pipeline.warehouse() as connection:
            first = pipeline.day()
            next_day, follows = first + timedelta(days=1), not pipeline.is_backfill()
            return flow.evaluate(connection, pipeline.jurisdiction(), first, next_day, follows=follows)["findings"]

    extract.expand(batch=pipeline.BATCHES) >> reconcile() >> evaluate()


inspect_day()
