"""Look once a day at every host: when its certificate ends, and whether IPv6 reaches it.

- *Reads*: the registry in force.
- *Writes*: `staging.host_check`, one row for every running site.
- *Safe to re-run*: yes, for the present: a second look on the same day replaces the first.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import Param, task

import pipeline
from inspection.flow import probing
from inspection.language import _


@pipeline.observer_dag(
    "15 4 * * *",
    timedelta(hours=4),
    _("daily"),
    spread_seconds=Param(900, type="integer", minimum=0, maximum=7200, title=_("Spread over (seconds)")),
)
def check_hosts():
    @task(outlets=[pipeline.PROBES])
    def check(params: dict):
        """Check certificate and IPv6 of every running site's host; returns how many have what."""
        now, jurisdiction = pipeline.now(), pipeline.jurisdiction()
        with pipeline.warehouse() as connection:
            counts = probing.check_hosts(connection, jurisdiction, now, spread_seconds=params["spread_seconds"])
        return counts if counts["hosts"] else pipeline.nothing_to_do(pipeline.NO_SITES)

    check()


check_hosts()
