"""Archives taken in without Airflow; of the city its two quarters of 2023, judged, for tests that read the outcome."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml

from inspection import bulletin, warehouse
from inspection.declared.office import Jurisdiction, load
from inspection.flow import history, inspect_day, quarter
from inspection.periods import Period
from local.postgres import Postgres

QUARTERS = (Period.parse("2023Q3"), Period.parse("2023Q4"))
DAYS = [day for period in QUARTERS for day in period.days()]


@dataclass(frozen=True)
class History:
    """A warehouse that holds what was taken in, with the archive it came from and the place of its bulletins."""

    url: str
    archive: Path
    store: Path
    output: Path
    office: Jurisdiction

    @property
    def truth(self) -> dict[str, Any]:
        """Ground truth of the archive."""
        return yaml.safe_load((self.archive / "truth.yaml").read_text("utf-8"))


def take_in(postgres: Postgres, folder: Path, archive: Path, name: str) -> History:
    """Import, extract, judge and publish both quarters of the city."""
    made = read_in(postgres, folder, archive, name, load("yunzhou-demo"), DAYS)
    for period in QUARTERS:
        with warehouse.connect(made.url) as connection:
            quarter.load(connection, made.office, period)
            bulletin.draft(connection, made.office, period, made.output)
    return made


def read_in(
    postgres: Postgres, folder: Path, archive: Path, name: str, office: Jurisdiction, days: list[date]
) -> History:
    """Import an office's archive into a warehouse of its own and extract the days; two processes share the reading."""
    url = postgres.create_database(name, template="template_warehouse")
    made = History(url, archive, folder / "snapshots", folder / "output", office)
    with warehouse.connect(url) as connection:
        list(history.import_registry(connection, made.office, archive, datetime.now(UTC)))
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_import_part, [made] * 2, range(2)))
        list(pool.map(_extract_days, [made] * 2, [days[0::2], days[1::2]]))
    return made


def _import_part(made: History, part: int) -> None:
    with warehouse.connect(made.url) as connection:
        history.import_observations(connection, made.office, made.store, made.archive, batch=part, batch_count=2)


def _extract_days(made: History, days: list[date]) -> None:
    with warehouse.connect(made.url) as connection:
        for day in days:
            inspect_day.extract(connection, made.office, made.store, day)
            inspect_day.reconcile(connection, made.office, day, datetime.now(UTC))
            connection.commit()


def dump(connection: Any, schema: str = "mart") -> Iterator[tuple[str, list[str]]]:
    """Every table of a schema with its rows in a fixed order."""
    tables = connection.execute(
        "select table_name from information_schema.tables where table_schema = %s order by 1", [schema]
    ).fetchall()
    for table in (row["table_name"] for row in tables):
        rows = connection.execute(f'select row_to_json(t)::text as line from {schema}."{table}" as t order by 1')
        yield table, [row["line"] for row in rows]
