"""The only bridge between Airflow and `inspection`: connections, defaults, dates, assets.

DAG files import this and `inspection.stages`; `inspection` itself never imports Airflow. Nothing
here touches network or database while a DAG file is parsed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from airflow.sdk import Asset, Connection, CronDataIntervalTimetable, CronTriggerTimetable, ObjectStoragePath, Param
from airflow.sdk import get_current_context as context
from airflow.sdk.exceptions import AirflowFailException, AirflowNotFoundException

from inspection.declared.office import FOLDER, Jurisdiction, load
from inspection.errors import GateStopped
from inspection.periods import SHANGHAI, Period, local_day, parse_moment
from inspection.warehouse import ROOT, connect

CONNECTION = "warehouse"

REGISTRY = Asset("registry")
PROBES = Asset("probes")
SNAPSHOTS = Asset("snapshots")
OBSERVATIONS = Asset("observations")
FINDINGS = Asset("findings")
CASES = Asset("cases")
QUARTER = Asset("quarter")

# Official days and quarters begin at midnight in Shanghai; an interval is exactly one of them.
DAYS = CronDataIntervalTimetable("0 0 * * *", timezone="Asia/Shanghai")
QUARTERS = CronDataIntervalTimetable("0 0 1 1,4,7,10 *", timezone="Asia/Shanghai")
FIRST_DAY = datetime(2015, 1, 1, tzinfo=SHANGHAI)

# How many mapped tasks share a day's work: a few dozen at national size, one on a laptop.
BATCHES = list(range(int(os.environ.get("INSPECTION_BATCHES", "1"))))

DEFAULT_JURISDICTION = os.environ.get("INSPECTION_JURISDICTION", "yunzhou-demo")
RETRY = {"retries": 2, "retry_delay": timedelta(minutes=1)}
ONCE = {"retries": 0}
# An observer that waits behind a backfill sees less of the present: a starved probe looks like an outage.
FIRST_IN_LINE = {"priority_weight": 1000, "weight_rule": "absolute"}


def at(cron: str) -> CronTriggerTimetable | None:
    """Timetable of an observer: points in time in Shanghai, without a data interval.

    None where the deployment ends with a last day: then observers run by hand only.
    """
    return None if last_scheduled_day() else CronTriggerTimetable(cron, timezone="Asia/Shanghai")


def last_scheduled_day() -> datetime | None:
    """Where the schedule of interval DAGs ends: nowhere, unless the deployment sets a last day.

    The demo city's history ends in 2023; without an end the scheduler would judge empty days of today.
    """
    last = os.environ.get("INSPECTION_LAST_DAY")
    return datetime.combine(date.fromisoformat(last), datetime.min.time(), SHANGHAI) if last else None


def params(**more: Param) -> dict[str, Param]:
    """Form fields of a DAG: the jurisdiction, and what the DAG adds."""
    known = sorted(path.stem for path in FOLDER.glob("*.yaml"))
    choice = Param(
        DEFAULT_JURISDICTION, type="string", examples=known, title="Jurisdiction 主管单位",
        description="Name of a file in include/jurisdictions, or the path of one",
    )  # fmt: skip
    return {"jurisdiction": choice} | more


def period_field() -> Param:
    """Form field of a period."""
    return Param(
        None, type=["null", "string"], title="Period 周期",
        pattern=r"^(\d{4}(Q[1-4]|-(0[1-9]|1[0-2]))?|special-[\w-]+)$",
        description="A quarter 2023Q4, a month 2020-09, a year 2023, special-<name>; empty: the quarter just ended",
    )  # fmt: skip


def issue_fields() -> dict[str, Param]:
    """Form fields of what issuing gives to a bulletin: its number and its day (Airflow binds a field to one form)."""
    return {
        "document_number": Param(
            "", type="string", maxLength=20, title="Serial number 发文序号",
            description="The number alone, as the registry of documents gave it; empty: left to be written in",
        ),
        "issued_on": Param(
            None, type=["null", "string"], format="date", title="Day of issue 成文日期",
            description="Empty: the day of approval",
        ),
    }  # fmt: skip


def warehouse_url() -> str:
    """libpq address of the Airflow connection `warehouse`."""
    from airflow.providers.postgres.hooks.postgres import PostgresHook  # slow to import; only tasks need it

    return PostgresHook(postgres_conn_id=CONNECTION, sqlalchemy_scheme="postgresql").get_uri()


@contextmanager
def warehouse() -> Iterator[psycopg.Connection]:
    """An open warehouse connection: committed at the end, rolled back by an error.

    A stopped gate keeps its counts and fails the task at once: trying again would not mend the data.
    """
    with connect(warehouse_url()) as connection:
        try:
            yield connection
        except GateStopped as stopped:
            connection.commit()
            raise AirflowFailException(str(stopped)) from stopped


def jurisdiction() -> Jurisdiction:
    """The jurisdiction that this run is for."""
    return load(context()["params"]["jurisdiction"])


def credentials(name: str) -> str | None:
    """`<login>:<password>` of the Airflow connection of that name; None where there is none, or a part of it."""
    try:
        found = Connection.get(name)
    except AirflowNotFoundException:
        return None
    return f"{found.login}:{found.password}" if found.login and found.password else None


def store() -> Path | ObjectStoragePath:
    """Where WARC files are kept: a folder, or a bucket such as `s3://aws_default@bucket/snapshots`.

    A folder is opened without Airflow's object storage, which loads every plugin on its first
    use: half a second of each task.
    """
    where = os.environ.get("INSPECTION_STORE", str(ROOT / ".local" / "snapshots"))
    return ObjectStoragePath(where) if "://" in where else Path(where)


def output() -> Path:
    """Folder of bulletins and lists."""
    return Path(os.environ.get("INSPECTION_OUTPUT", ROOT / "output"))


def day() -> date:
    """The official day that this run's data interval covers."""
    return local_day(context()["data_interval_start"])


def period() -> Period:
    """The period of the form, or the quarter that this run's data interval covers."""
    asked = context()["params"].get("period")
    return jurisdiction().period(asked) if asked else Period.quarter_of(local_day(context()["data_interval_start"]))


def signature(answer: dict[str, Any]) -> dict[str, Any]:
    """What an answered approval gives to a bulletin: who, when, why, number and day of issue.

    The approval's own fields come before those of the run's form.
    """
    given = answer.get("params_input") or {}
    asked = context()["params"]
    issued_on = given.get("issued_on") or asked.get("issued_on")
    return {
        "signed_by": answer["responded_by_user"]["name"],
        "signed_at": parse_moment(str(answer["responded_at"])),
        "note": given.get("comment") or "",
        "document_number": given.get("document_number") or asked.get("document_number") or "",
        "issued_on": date.fromisoformat(issued_on[:10]) if issued_on else None,
    }


def now() -> datetime:
    """The present, for observers. They see only the present: a run for a past date fails, with the remedy."""
    run, present = context()["dag_run"], datetime.now(UTC)
    meant = run.logical_date or run.run_after
    if run.run_type == "backfill" or present - meant > timedelta(days=1):
        raise AirflowFailException(
            f"{run.dag_id} observes the present and cannot run for {meant:%Y-%m-%d}: "
            "what was seen then comes in by import_history"
        )
    return present
