"""Batches: Python and SQL put every subject into the same one, and none is left empty."""

from __future__ import annotations

from collections import Counter

import pytest

from inspection.batches import batch_of

IDS = [
    *(f"site:{number:010d}" for number in range(2000)),
    *(f"account:微信:云洲发布{number}" for number in range(2000)),
    "",
    "site:",
    "account:新浪微博:🏛",
    "site:" + "x" * 500,
]


@pytest.mark.parametrize("batch_count", [1, 2, 3, 7, 32, 1000])
def test_sql_and_python_split_subjects_alike(connection, batch_count):
    rows = connection.execute(
        "select id, mart.batch_of(id, %s) as batch from unnest(%s::text[]) as id", (batch_count, IDS)
    ).fetchall()
    assert {row["id"]: row["batch"] for row in rows} == {id: batch_of(id, batch_count) for id in IDS}


def test_batches_are_of_a_size():
    sizes = Counter(batch_of(id, 8) for id in IDS)
    assert sorted(sizes) == list(range(8))
    assert max(sizes.values()) < 1.2 * min(sizes.values())
