"""The bare limit of `inspect_day`: the same shape of tasks, each doing nothing."""

from __future__ import annotations

from airflow.sdk import dag, task

import pipeline


@dag(schedule=pipeline.DAYS, start_date=pipeline.FIRST_DAY, catchup=False, max_active_runs=32, params=pipeline.params())
def empty_day():
    @task
    def first(batch: int):
        """Nothing."""

    @task
    def second():
        """Nothing."""

    @task
    def third():
        """Nothing."""

    first.expand(batch=pipeline.BATCHES) >> second() >> third()


empty_day()
