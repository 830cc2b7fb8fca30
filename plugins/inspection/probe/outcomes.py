"""What each outcome of a visit is called, and who should do what about it: `include/outcomes.yaml`."""

from __future__ import annotations

from functools import cache
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from inspection.model import ProbeOutcome
from inspection.places import INCLUDE


class Text(BaseModel):
    """A text in Chinese and English."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: str
    en: str


class OutcomeText(BaseModel):
    """One outcome in words. `who` acts: the unit that runs the site, the office that probes, or nobody."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    who: Literal["unit", "office", "nobody"]
    title: Text
    remedy: Text


@cache
def outcome_texts() -> dict[ProbeOutcome, OutcomeText]:
    """Every outcome in words."""
    entries = yaml.safe_load((INCLUDE / "outcomes.yaml").read_text("utf-8"))
    return {ProbeOutcome(name): OutcomeText.model_validate(entry) for name, entry in entries.items()}
