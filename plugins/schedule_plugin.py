"""Tells Airflow of the schedule that ends. Airflow executes this file by its path: keep it thin."""

from __future__ import annotations

from airflow.plugins_manager import AirflowPlugin

from last_day import IntervalsUntil


class SchedulePlugin(AirflowPlugin):
    """Our timetable, without which the scheduler could not read the DAGs that use it."""

    name = "schedule"
    timetables = [IntervalsUntil]  # noqa: RUF012
