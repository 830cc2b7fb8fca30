"""A schedule that ends: past intervals can be backfilled and runs by form start, but the scheduler makes no more.

`end_date` of a DAG ends its schedule too, and leaves a run by form after that day green without a single task.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from airflow.timetables.base import DagRunInfo, DataInterval, TimeRestriction, Timetable
from airflow.timetables.interval import CronDataIntervalTimetable


class IntervalsUntil(CronDataIntervalTimetable):
    """Intervals by a cron expression, the last of which begins at `last` or before."""

    def __init__(self, cron: str, timezone: Any, last: datetime) -> None:
        super().__init__(cron, timezone)
        self.last = last

    @property
    def summary(self) -> str:
        """The cron expression and the last day, as Airflow's pages show them."""
        return f"{super().summary} → {self.last:%Y-%m-%d}"

    def serialize(self) -> dict[str, Any]:
        """The cron expression, the clock and the end."""
        return super().serialize() | {"last": self.last.isoformat()}

    @classmethod
    def deserialize(cls, data: dict[str, Any]) -> Timetable:
        """What `serialize` wrote."""
        plain = CronDataIntervalTimetable.deserialize(data)
        return cls(data["expression"], plain._timezone, datetime.fromisoformat(data["last"]))

    def next_dagrun_info(
        self, *, last_automated_data_interval: DataInterval | None, restriction: TimeRestriction
    ) -> DagRunInfo | None:
        """The next interval, for the scheduler and for backfills; None after the last."""
        found = super().next_dagrun_info(
            last_automated_data_interval=last_automated_data_interval, restriction=restriction
        )
        return found if found and found.data_interval.start <= self.last else None
