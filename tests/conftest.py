"""Fixtures: a throw-away PostgreSQL for the whole run, a migrated empty warehouse for each test."""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from inspection import warehouse
from local.postgres import Postgres

ROOT = Path(__file__).resolve().parents[1]
_names = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server of our own, gone after the run."""
    with tempfile.TemporaryDirectory(prefix="inspection-test-") as folder:
        Path(folder).chmod(0o755)
        server = Postgres(Path(folder) / "postgres")
        server.start()
        try:
            warehouse.migrate(server.create_database("template_warehouse"))
            yield server
        finally:
            server.remove()


@pytest.fixture
def warehouse_url(postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Address of an empty, migrated warehouse that only this test uses; dropped after it (10 MB each)."""
    name = f"warehouse_{os.getpid()}_{next(_names)}"
    url = postgres.create_database(name, template="template_warehouse")
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", url)
    yield url
    postgres.drop_database(name)


@pytest.fixture
def connection(warehouse_url: str) -> Iterator[psycopg.Connection]:
    """An open connection to the test's own warehouse."""
    with warehouse.connect(warehouse_url) as open_connection:
        yield open_connection


# Files whose one test runs for minutes: begun first, they end beside the others instead of after them.
_LONG = ("test_two_quarters.py", "test_scheduler.py", "test_desk.py", "test_kill.py", "test_live_outcomes.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long files first, in the order above."""
    places = {name: place for place, name in enumerate(_LONG)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))
