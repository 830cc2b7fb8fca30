"""Make the visits that readers asked for: second looks at dead links, nonsense addresses, search tests.

- *Reads*: the visit plan, `staging.planned_visit`, which `inspect_day` fills.
- *Writes*: WARC files in the snapshot store, `staging.snapshot`, the visits' results; where second looks came in,
  the findings of the days that asked for them.
- *Safe to re-run*: a visit is made once; one that could not be made is made at the next run, and given up when
  it is two days overdue. Past dates are refused.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import task

import pipeline
from inspection.flow import crawling
from inspection.language import _


# clear of midnight, when inspect_day judges
@pipeline.observer_dag("30 1-22/3 * * *", timedelta(hours=3), _("every 3 hours"))
def make_visits():
    @task(outlets=[pipeline.SNAPSHOTS])
    def visit(batch: int):
        """Make what is due of one batch of hosts; returns the number of visits by what became of them."""
        now, jurisdiction = pipeline.now(), pipeline.jurisdiction()
        with pipeline.warehouse() as connection:
            counts = crawling.make_visits(
                connection, jurisdiction, pipeline.store(), now, batch=batch, batch_count=len(pipeline.BATCHES)
            )
        return counts or pipeline.nothing_to_do(pipeline.NO_VISIT)

    @task(outlets=[pipeline.FINDINGS], trigger_rule=pipeline.SOME)
    def judge_again(counts: list[dict[str, int]]):
        """Read the visits and judge the last days anew: a dead link counts once the second look agrees."""
        with pipeline.warehouse() as connection:
            return crawling.judge_visited(connection, pipeline.jurisdiction(), pipeline.store(), pipeline.now(), counts)

    judge_again(visit.expand(batch=pipeline.BATCHES))


make_visits()
