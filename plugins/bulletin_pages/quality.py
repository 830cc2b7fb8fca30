"""What the gates found in our own data (数据质量): the newest run of each, failures first. Nothing is run by it."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from inspection import warehouse


def newest_runs() -> list[dict[str, Any]]:
    """One entry a gate: office, suite, day, time of the run, state, and its results."""
    with warehouse.connect() as connection:
        rows = warehouse.query(connection, "intake/quality.sql")
    return [_run(list(results)) for _, results in groupby(rows, key=lambda row: (row["jurisdiction_id"], row["suite"]))]


def _run(results: list[dict[str, Any]]) -> dict[str, Any]:
    unmet = [result for result in results if not result["is_met"]]
    is_stopped = any(result["severity"] == "critical" for result in unmet)
    first = results[0]
    return {
        "jurisdiction_id": first["jurisdiction_id"],
        "suite": first["suite"],
        "day": max(result["day"] for result in results),
        "checked_at": first["checked_at"],
        "state": "stopped" if is_stopped else "warned" if unmet else "met",
        "unmet": unmet,
        "met": [result for result in results if result["is_met"]],
    }
