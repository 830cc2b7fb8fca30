"""Judge one official day from what was stored of it.

- *Reads*: the day's WARC files, posts and probes.
- *Writes*: observations (`staging`), the visits they ask for (`staging.planned_visit`), `mart.fact_probe_day`,
  findings and assessments of the day, cases.
- *Safe to re-run*: yes. The same day twice gives the same rows; days may come in any order and in
  parallel. Backfill: `airflow backfill create --dag-id inspect_day --from-date … --to-date …`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from airflow.sdk import dag, task

import pipeline
from inspection.crawl.plan import plan_visits
from inspection.flow import stages


@dag(
    schedule=pipeline.DAYS,
    start_date=pipeline.FIRST_DAY,
    end_date=pipeline.last_scheduled_day(),
    catchup=False,
    max_active_runs=32,
    params=pipeline.params(),
    default_args=pipeline.RETRY,
    doc_md=__doc__,
    tags=["interval", "daily"],
)
def inspect_day():
    @task(outlets=[pipeline.OBSERVATIONS])
    def extract(batch: int):
        """Read the day's pages and posts into observations."""
        with pipeline.warehouse() as connection:
            counts = stages.extract(
                connection,
                pipeline.jurisdiction(),
                pipeline.store(),
                pipeline.day(),
                batch=batch,
                batch_count=len(pipeline.BATCHES),
            )
        return counts["read"]

    @task
    def reconcile():
        """Count the day's probes: planned = counted + late + blocked + our own fault.

        And plan what the day's pages ask to be visited again, before a dead link is judged by one look alone:
        of a day just past, for what is long past cannot be visited.
        """
        with pipeline.warehouse() as connection:
            plan_visits(connection, pipeline.jurisdiction(), pipeline.day(), datetime.now(UTC))
            return stages.reconcile(connection, pipeline.jurisdiction(), pipeline.day())

    @task(outlets=[pipeline.FINDINGS])
    def evaluate():
        """Judge the day, for early warning and cases; the quarter judges it again as part of its range."""
        with pipeline.warehouse() as connection:
            first = pipeline.day()
            return stages.evaluate(connection, pipeline.jurisdiction(), first, first + timedelta(days=1))["findings"]

    extract.expand(batch=pipeline.BATCHES) >> reconcile() >> evaluate()


inspect_day()
