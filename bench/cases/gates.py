"""All gates of a day at the size of the country: 15,000 sites and 110,000 accounts, with what was seen of them.

Each DAG's gates run in a process of their own, as a task's do, so that every import of Great Expectations is
counted. The peer lets Great Expectations read the same rows into pandas; the limit only counts the rows.
"""

from __future__ import annotations

import multiprocessing
import time
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psycopg

from bench.result import Result
from inspection import quality, warehouse
from inspection.declared.office import load
from local.postgres import Postgres

DAY = date(2023, 10, 2)
AT_MOST_SECONDS = 60
# DAG → gates: suite, the one asset it looks at or None for all, what it is asked about
GATES: dict[str, list[tuple[str, str | None, dict[str, Any]]]] = {
    "ingest_registry": [
        ("registry", None, {"day": DAY}),  # once for sites, and once more when the accounts have come
        ("registry", None, {"day": DAY}),
        ("lists", "columns", {"day": DAY}),
    ],
    "ingest_reports": [("lists", "messages", {"day": DAY}), ("lists", "reports", {"day": DAY})],
    "watch_accounts": [("accounts", None, {"day": DAY})],
    "a day of observations": [("observations", None, {"days": (DAY, DAY)})],
}


def measure(folder: Path) -> list[Result]:
    """Seconds of all gates of the day; raises where they take more than the issue allows."""
    postgres = Postgres(folder / "postgres")
    try:
        postgres.start()
        url = postgres.create_database("warehouse")
        warehouse.migrate(url)
        with psycopg.connect(url) as connection:
            connection.execute((Path(__file__).parent / "gates.sql").read_text("utf-8"))
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("vacuum analyze")
        seconds = {}
        for how in ("ours", "pandas", "bare"):
            by_dag = {dag_id: _in_a_process(how, url, dag_id) for dag_id in GATES}
            print(f"{how}: " + ", ".join(f"{dag_id} {taken:.1f} s" for dag_id, taken in by_dag.items()), flush=True)
            seconds[how] = sum(by_dag.values())
    finally:
        postgres.remove()
    if seconds["ours"] > AT_MOST_SECONDS:
        raise RuntimeError(f"the gates of a day took {seconds['ours']:.0f} s, more than {AT_MOST_SECONDS} s")
    return [
        Result(
            name="all gates of a day, 15,000 sites and 110,000 accounts",
            value=seconds["ours"],
            unit="seconds",
            peer="Great Expectations on the same rows in pandas",
            peer_value=seconds["pandas"],
            limit_value=seconds["bare"],
        )
    ]


def _in_a_process(how: str, url: str, dag_id: str) -> float:
    """Seconds of one DAG's gates, the start of Python included."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    started = time.monotonic()
    process = spawn.Process(target=run, args=(how, url, dag_id, theirs))
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError(f"{dag_id} ({how}) ended with code {process.exitcode}")
    assert ours.recv() is True, f"{dag_id} ({how}): generated data are good, and a gate says they are not"
    return time.monotonic() - started


def run(how: str, url: str, dag_id: str, pipe: Connection) -> None:
    """The gates of a DAG, in a process of their own; sends whether all was met."""
    office = load("yunzhou-demo")
    contestant = {"ours": _ours, "pandas": _pandas, "bare": _bare}[how]
    pipe.send(all(contestant(url, office, *gate) for gate in GATES[dag_id]))


def _ours(url: str, office: Any, suite: str, only: str | None, when: dict[str, Any]) -> bool:
    with warehouse.connect(url) as connection:
        return not quality.gate(connection, office, suite, only=only, run_id="bench", **when).warnings


def _pandas(url: str, office: Any, suite: str, only: str | None, when: dict[str, Any]) -> bool:
    import great_expectations as gx
    import pandas
    from great_expectations.data_context.types.base import ProgressBarsConfig
    from great_expectations.expectations.registry import get_expectation_impl

    bound = quality.parameters(office, **when)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_pandas("rows")
    is_met = True
    with psycopg.connect(url) as connection:
        for asset in quality.load_suite(suite).only(only).assets:
            cursor = connection.execute(psycopg.ClientCursor(connection).mogrify(asset.query, bound))
            frame = pandas.DataFrame(cursor.fetchall(), columns=[column.name for column in cursor.description])
            theirs = gx.ExpectationSuite(name=asset.name)
            for each in asset.expectations:
                kwargs = {
                    name: bound[value[1:-1]] if str(value)[:1] == "{" else value for name, value in each.kwargs.items()
                }
                theirs.add_expectation(get_expectation_impl(each.type)(**kwargs, meta={"name": each.name}))
            batch = source.add_dataframe_asset(asset.name).add_batch_definition_whole_dataframe("all")
            definition = gx.ValidationDefinition(name=asset.name, data=batch, suite=context.suites.add(theirs))
            ran = context.validation_definitions.add(definition).run(batch_parameters={"dataframe": frame})
            is_met &= bool(ran.success)
    return is_met


def _bare(url: str, office: Any, suite: str, only: str | None, when: dict[str, Any]) -> bool:
    bound = quality.parameters(office, **when)
    with warehouse.connect(url) as connection:
        for asset in quality.load_suite(suite).only(only).assets:
            connection.execute(f"select count(*) from ({asset.query}) as rows", bound)
    return True
