"""What signs of tampering (网页被篡改) weigh: `include/tampering.yaml`, for the SQL that adds the weights up."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import Field

from inspection.declared import strict
from inspection.declared.strict import Strict
from inspection.places import INCLUDE

FILE = INCLUDE / "tampering.yaml"


class Weight(Strict):
    """What a sign weighs: of this kind, at a place that begins so, with these facts in its detail."""

    kind: str
    place: str = ""
    facts: dict[str, bool | str] = {}
    weight: int = Field(gt=0)


class Tampering(Strict):
    """The weights in the order in which they are tried, and the total at which a page is shown to an inspector."""

    proposed_at: int = Field(gt=0)
    most: int = Field(gt=0)
    weights: list[Weight]

    def parameters(self) -> dict[str, Any]:
        """The same for SQL (`staging.spam_score`)."""
        weights = json.dumps([weight.model_dump() for weight in self.weights])
        return {"weights": weights, "most": self.most, "proposed_at": self.proposed_at}

    def weight_of(self, kind: str, place: str, detail: Mapping[str, Any]) -> int:
        """What one sign weighs, where there is no warehouse to ask; 0 for nothing."""
        for one in self.weights:
            if one.kind == kind and place.startswith(one.place) and one.facts.items() <= detail.items():
                return one.weight
        return 0


@cache
def tampering() -> Tampering:
    """The weights in force; raises InspectionError where the file is damaged."""
    return strict.load(Tampering, FILE)
