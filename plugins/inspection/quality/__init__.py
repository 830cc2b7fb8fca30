"""Gates on our own data: Great Expectations suites, kept as data in include/expectations/.

Expectations test our data; indicators judge theirs. `suites` reads what is expected, `validation` asks Great
Expectations, `guest` lets it look at what is not committed yet, `gates` records and stops.
"""

from inspection.quality.gates import (
    GateResult,
    behind_gate,
    gate,
    gates_of,
    observed_days,
    parameters,
)
from inspection.quality.suites import Asset, Expectation, Suite, load_suite, suite_names
from inspection.quality.validation import Result, Validation

__all__ = [
    "Asset",
    "Expectation",
    "GateResult",
    "Result",
    "Suite",
    "Validation",
    "behind_gate",
    "gate",
    "gates_of",
    "load_suite",
    "observed_days",
    "parameters",
    "suite_names",
]
