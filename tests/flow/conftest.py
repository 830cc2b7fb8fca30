"""The city's two quarters of 2023, judged once for all files that read them."""

from __future__ import annotations

import pytest

from demo import city
from local.postgres import Postgres
from tests.given.history import History, take_in


@pytest.fixture(scope="session")
def two_quarters(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> History:
    """Both quarters taken in, read, judged and drafted; the tests change nothing of them."""
    folder = tmp_path_factory.mktemp("two-quarters")
    city.build(folder / "archive")
    return take_in(postgres, folder, folder / "archive", "two_quarters")
