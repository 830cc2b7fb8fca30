"""The invented city, both quarters built, in the test's own warehouse."""

from __future__ import annotations

import pytest


@pytest.fixture
def template(judged_city):
    return judged_city


@pytest.fixture
def city(connection):
    return connection
