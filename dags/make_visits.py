"""Make the visits that readers asked for: second looks at dead links, nonsense addresses, search tests.

- *Reads*: the visit plan, `staging.planned_visit`, which `inspect_day` fills.
- *Writes*: WARC files in the snapshot store, `staging.snapshot`, the visits' results; where second looks came in,
  the findings of the days that asked for them.
- *Safe to re-run*: a visit is made once; one that could not be made is made at the next run, and given up when
  it is two days overdue. Past dates are refused.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import dag, task

import pipeline
from inspection import crawl
from inspection.crawl.plan import EXPIRES_AFTER_DAYS
from inspection.flow import stages
from inspection.periods import local_day


@dag(
    schedule=pipeline.at("30 1-22/3 * * *"),  # clear of midnight, when inspect_day judges
    start_date=pipeline.FIRST_DAY,
    catchup=False,
    max_active_runs=1,
    params=pipeline.params(),
    default_args=pipeline.RETRY | pipeline.FIRST_IN_LINE,
    doc_md=__doc__,
    tags=["observer", "every 3 hours"],
)
def make_visits():
    @task(outlets=[pipeline.SNAPSHOTS])
    def visit(batch: int):
        """Make what is due of one batch of hosts; returns the number of visits by what became of them."""
        now, jurisdiction = pipeline.now(), pipeline.jurisdiction()
        with pipeline.warehouse() as connection:
            return crawl.make_visits(
                connection, jurisdiction, pipeline.store(), now, batch=batch, batch_count=len(pipeline.BATCHES)
            )

    @task(outlets=[pipeline.FINDINGS])
    def judge_again(counts: list[dict[str, int]]):
        """Judge the last days anew if any visit was made: a dead link counts once the second look agrees."""
        if not any(count.get("done") or count.get("expired") for count in counts):
            return 0
        today = local_day(pipeline.now())
        with pipeline.warehouse() as connection:
            first = today - timedelta(days=EXPIRES_AFTER_DAYS + 1)
            return stages.evaluate(connection, pipeline.jurisdiction(), first, today)["findings"]

    judge_again(visit.expand(batch=pipeline.BATCHES))


make_visits()
