"""Crawl the sites and keep every answer as it came, in WARC files.

- *Reads*: the registry in force.
- *Writes*: WARC files in the snapshot store, `staging.snapshot`, one row for every planned fetch.
- *Safe to re-run*: a batch that was killed goes on where it stood; one that was finished and is run again
  on the same day replaces its file and rows; past dates are refused.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import task

import pipeline
from inspection.flow import crawling
from inspection.language import _


@pipeline.observer_dag("0 2 * * *", timedelta(hours=21), _("daily"))
def take_snapshots():
    @task(outlets=[pipeline.SNAPSHOTS])
    def take(batch: int):
        """Crawl one batch of sites; returns the number of fetches by outcome, and `planned`, their sum."""
        now, jurisdiction = pipeline.now(), pipeline.jurisdiction()
        with pipeline.warehouse() as connection:
            counts = crawling.take_snapshots(
                connection, jurisdiction, pipeline.store(), now, batch=batch, batch_count=len(pipeline.BATCHES)
            )
        return counts if counts["planned"] else pipeline.nothing_to_do(pipeline.NO_SITES)

    take.expand(batch=pipeline.BATCHES)


take_snapshots()
