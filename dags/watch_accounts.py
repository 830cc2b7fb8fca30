"""Look at every new-media account by the routes of the office, in order of trust.

- *Reads*: the registry in force; credentials of the office's `platform_api` routes from the environment, else from the
  Airflow connections of their names (login and password).
- *Writes*: `staging.post`, `staging.account_check` (one row a look), `staging.source_health`; WARC files with what was
  answered, their index in `staging.snapshot`.
- *Safe to re-run*: yes, for the present: posts keep the time they were first seen. A gate that stops announces
  nothing; the looks are facts and stay, and no quarter is built on them until the gate lets them through.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import task

import pipeline
from inspection.flow import watching
from inspection.language import _


@pipeline.observer_dag("0 3 * * *", timedelta(hours=12), _("daily"))
def watch_accounts():
    @task
    def watch(batch: int):
        """Watch one batch of accounts; returns the number of looks by outcome."""
        now, jurisdiction = pipeline.now(), pipeline.jurisdiction().with_credentials(pipeline.credentials)
        with pipeline.warehouse() as connection:
            counts = watching.watch(
                connection, jurisdiction, now, batch=batch, batch_count=len(pipeline.BATCHES), store=pipeline.store()
            )
        return counts or pipeline.nothing_to_do(pipeline.NO_ACCOUNTS)

    @task(outlets=[pipeline.OBSERVATIONS], trigger_rule=pipeline.SOME, **pipeline.ONCE)
    def check(run_id: str):
        """Great Expectations on the day's looks, once for all batches."""
        with pipeline.warehouse() as connection:
            return watching.check(connection, pipeline.jurisdiction(), pipeline.now(), run_id)

    watch.expand(batch=pipeline.BATCHES) >> check(run_id="{{ run_id }}")


watch_accounts()
