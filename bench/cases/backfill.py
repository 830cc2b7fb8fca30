"""Backfilling a quarter's 92 days through the scheduler, against 92 runs of as many empty tasks."""

from __future__ import annotations

import json
import time
from pathlib import Path

from bench.result import Result
from demo import city
from demo.city.faults import FIRST_DAY
from demo.runs import Runs
from demo.stack import ROOT, Stack

DAYS = ("2023-07-01", "2023-09-30")


def measure(folder: Path) -> list[Result]:
    """Seconds for both backfills in one Airflow, one after the other."""
    stack = Stack(folder / "local", folder / "output")
    bundles = [
        {"name": name, "classpath": "airflow.dag_processing.bundles.local.LocalDagBundle", "kwargs": {"path": path}}
        for name, path in (("dags", str(ROOT / "dags")), ("bench", str(ROOT / "bench" / "cases" / "dags")))
    ]
    try:
        stack.start_warehouse()
        stack.start_city()
        city.build(stack.history, last_day=FIRST_DAY.replace(month=9, day=30))
        airflow = stack.airflow
        airflow.extra |= {"AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST": json.dumps(bundles)}
        airflow.start()
        runs = Runs(airflow.session(), airflow.url, print)
        runs.wait_for_dags(["empty_day", "inspect_day", "import_history"])
        runs.trigger("import_history", "history")
        runs.wait(["import_history"], 600, "taking in the archive")
        seconds = {}
        for dag_id in ("empty_day", "inspect_day"):
            started = time.monotonic()
            runs.backfill(dag_id, *DAYS)
            runs.wait([dag_id], 900, dag_id)
            seconds[dag_id] = time.monotonic() - started
    finally:
        stack.remove()
    return [
        Result(
            name="backfill of 92 days through the scheduler",
            value=seconds["inspect_day"],
            unit="seconds",
            peer="92 runs of as many empty tasks",
            peer_value=seconds["empty_day"],
            limit_value=seconds["empty_day"],
        )
    ]
