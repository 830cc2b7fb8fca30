"""Hundreds of mutated files: each has its outcome, the healthy ones beside them are read, and we live."""

from __future__ import annotations

from tests.cage import fuzz


def test_mutated_files_cost_themselves_alone():
    outcomes, healthy = fuzz.run(400)
    assert sum(outcomes.values()) == 400 and healthy == 8
    assert outcomes["table refused"] and outcomes["attachment damaged"]
