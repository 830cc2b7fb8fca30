"""Probing (探测): is every registered home page to be reached? One row for every planned visit.

`round` makes the visits of a slot, `control` looks at known-good hosts meanwhile, `hosts` looks at
certificates and IPv6 once a day, `log` takes in logs of other tools, `outcomes` says what to do about each
outcome. What a visit means is decided by the measures (`include/sql/mart/fact_probe_day.sql`), not here.
"""

from inspection.probe.hosts import check_hosts
from inspection.probe.log import import_log
from inspection.probe.round import probe_round, schedule_lag, visit_offset_seconds

__all__ = ["check_hosts", "import_log", "probe_round", "schedule_lag", "visit_offset_seconds"]
