"""The invented city, both quarters built, in the test's own warehouse."""

from __future__ import annotations

import pytest

from tests.given.quarters import load_city


@pytest.fixture
def city(connection):
    load_city(connection)
    return connection
