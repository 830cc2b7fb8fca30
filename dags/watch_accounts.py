"""Look at every new-media account through its connector.

- *Reads*: the registry in force.
- *Writes*: `staging.post`, and `staging.account_check`, one row for every account looked at.
- *Safe to re-run*: yes, for the present: posts keep the time they were first seen.
"""

from __future__ import annotations

from airflow.sdk import dag, task

import pipeline
from inspection import accounts


@dag(
    schedule=pipeline.at("0 3 * * *"),
    start_date=pipeline.FIRST_DAY,
    catchup=False,
    max_active_runs=1,
    params=pipeline.params(),
    default_args=pipeline.RETRY | pipeline.FIRST_IN_LINE,
    doc_md=__doc__,
    tags=["observer", "daily"],
)
def watch_accounts():
    @task(outlets=[pipeline.OBSERVATIONS])
    def watch(batch: int):
        """Watch one batch of accounts; returns the number of looks by outcome."""
        now, jurisdiction = pipeline.now(), pipeline.jurisdiction()
        with pipeline.warehouse() as connection:
            return accounts.watch(connection, jurisdiction, now, batch=batch, batch_count=len(pipeline.BATCHES))

    watch.expand(batch=pipeline.BATCHES)


watch_accounts()
