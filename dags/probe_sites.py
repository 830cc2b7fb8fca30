"""Visit every home page once in each half hour of the day.

- *Reads*: the registry in force.
- *Writes*: `staging.probe`, one row for every planned visit; `staging.control_probe`, the looks at
  known-good hosts that tell our own outage from theirs.
- *Safe to re-run*: a slot that is run again keeps its rows and adds what is missing; past dates are refused,
  since nobody can visit yesterday. 48 slots a day where 20 visits are needed: a lost hour costs no week.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import Param, task

import pipeline
from inspection.flow import probing
from inspection.language import _


# A slow round must not delay the next one; a probe is an observation: a second look is another probe.
@pipeline.observer_dag(
    "*/30 * * * *", timedelta(minutes=30), _("half-hourly"), tries=pipeline.ONCE, max_active_runs=2,
    spread_seconds=Param(1500, type="integer", minimum=0, maximum=1740, title=_("Spread over (seconds)")),
    retry_seconds=Param(
        120, type="integer", minimum=0, maximum=900, title=_("Confirm a failure after (seconds)"),
        description=_("0: never."),
    ),
)  # fmt: skip
def probe_sites():
    @task(outlets=[pipeline.PROBES])
    def visit(params: dict):
        """Visit the home page of every running site, spread over the slot; returns outcomes and schedule lag."""
        now, jurisdiction = pipeline.now(), pipeline.jurisdiction()
        # the slot's own time, not that of a scheduler that was late: the lag shows it
        slot_at = pipeline.context()["dag_run"].logical_date or now
        with pipeline.warehouse() as connection:
            counts = probing.probe_sites(
                connection,
                jurisdiction,
                slot_at,
                spread_seconds=params["spread_seconds"],
                retry_seconds=params["retry_seconds"],
            )
        return counts or pipeline.nothing_to_do(pipeline.NO_SITES)

    visit()


probe_sites()
