"""One measured figure, with what it is compared to in the same run."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Result:
    """A value with its peer and the bare limit, all measured in one run and in one `unit`."""

    name: str
    value: float
    unit: str
    peer: str
    peer_value: float
    limit_value: float

    def as_json(self) -> dict[str, Any]:
        """The form of bench/results.json: the ratios are value by peer and value by limit."""
        return asdict(self) | {
            "ratio_to_peer": round(self.value / self.peer_value, 3),
            "ratio_to_limit": round(self.value / self.limit_value, 3),
        }
