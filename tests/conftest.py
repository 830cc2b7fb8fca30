"""Fixtures: a throw-away PostgreSQL for the whole run, a migrated empty warehouse for each test; one Airflow for all
files that need one."""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from xdist.scheduler import LoadScopeScheduling

from demo.runs import Runs
from demo.stack import Stack
from inspection import warehouse
from inspection.judging import dimensions
from local.postgres import Postgres, quickest_room
from tests.given.quarters import load_city

ROOT = Path(__file__).resolve().parents[1]
_names = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server of our own, gone after the run."""
    with tempfile.TemporaryDirectory(prefix="inspection-test-") as folder:
        Path(folder).chmod(0o755)
        server = Postgres(Path(folder) / "postgres", room=quickest_room())
        server.start()
        try:
            url = server.create_database("template_warehouse")
            warehouse.migrate(url)
            with warehouse.connect(url) as connection:  # to tell the working days takes more than many a test
                dimensions.keep_days(connection, date(2026, 12, 31))
                connection.commit()
            yield server
        finally:
            server.remove()


@pytest.fixture(scope="session")
def judged_city(postgres: Postgres) -> str:
    """Name of a warehouse in which the invented city's two quarters are built: made once, then copied."""
    with warehouse.connect(postgres.create_database("template_city", template="template_warehouse")) as connection:
        load_city(connection)
    return "template_city"


@pytest.fixture
def template() -> str:
    """Name of the warehouse of which each test has a copy: an empty one, where a file does not say otherwise."""
    return "template_warehouse"


@pytest.fixture
def warehouse_url(postgres: Postgres, template: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Address of a migrated warehouse that only this test uses; dropped after it (10 MB each)."""
    name = f"warehouse_{os.getpid()}_{next(_names)}"
    url = postgres.create_database(name, template=template)
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", url)
    yield url
    postgres.drop_database(name)


@pytest.fixture
def connection(warehouse_url: str) -> Iterator[psycopg.Connection]:
    """An open connection to the test's own warehouse."""
    with warehouse.connect(warehouse_url) as open_connection:
        yield open_connection


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """PostgreSQL, the invented city's server and Airflow: one start takes half a minute of both cores."""
    home = tmp_path_factory.mktemp("stack")
    home.chmod(0o755)
    stack = Stack(home / "local", home / "output")
    try:
        stack.start_warehouse()
        stack.start_city()
        stack.airflow.start()
        yield stack
    finally:
        stack.remove()


@pytest.fixture(scope="module")
def runs(stack: Stack) -> Runs:
    """Runs of that Airflow with none of another file, and an empty warehouse."""
    runs = Runs(stack.airflow.session(), stack.airflow.url, print)
    runs.wait_for_dags(path.stem for path in (ROOT / "dags").glob("*.py"))
    runs.forget()
    stack.empty_warehouse()
    return runs


# What runs for minutes begins first, and so ends beside the others instead of after them. Files of one group run in
# one process, one after another: they share an Airflow, or two judged quarters.
_GROUPS = {
    "airflow": ("test_scheduler.py", "test_forged_answer.py", "test_desk.py", "test_backfill_by_form.py"),
    "two quarters": ("test_two_quarters.py", "test_readme.py"),
    "kill": ("test_kill.py",),
    "live": ("test_live_outcomes.py",),
}
_GROUP_OF = {name: group for group, names in _GROUPS.items() for name in names}
_PLACES = {name: place for place, name in enumerate(_GROUP_OF)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long files first, in the order above."""
    items.sort(key=lambda item: _PLACES.get(item.path.name, len(_PLACES)))


class _ByGroup(LoadScopeScheduling):
    """Gives each file, or group of files, to one process."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return _GROUP_OF.get(file.rpartition("/")[2], file)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> _ByGroup:
    """How `make test` shares its files among processes."""
    return _ByGroup(config, log)
