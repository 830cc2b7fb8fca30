"""What each outcome of a visit is called, and who should do what about it: `include/outcomes.yaml`."""

from __future__ import annotations

from functools import cache
from typing import Literal

from inspection.declared import strict
from inspection.declared.strict import Strict
from inspection.model import ProbeOutcome
from inspection.places import INCLUDE

FILE = INCLUDE / "outcomes.yaml"


class Text(Strict):
    """A text in Chinese and English."""

    zh: str
    en: str


class OutcomeText(Strict):
    """One outcome in words. `who` acts: the unit that runs the site, the office that probes, or nobody."""

    who: Literal["unit", "office", "nobody"]
    title: Text
    remedy: Text


@cache
def outcome_texts() -> dict[ProbeOutcome, OutcomeText]:
    """Every outcome in words."""
    return {ProbeOutcome(name): text for name, text in strict.by_name(OutcomeText, FILE).items()}
