"""What each outcome of a look is called; of a visit also who should do what about it: `include/outcomes.yaml`."""

from __future__ import annotations

from functools import cache
from typing import Literal

from inspection.declared import strict
from inspection.declared.strict import Strict
from inspection.language import N_
from inspection.model import ProbeOutcome
from inspection.places import INCLUDE

FILE = INCLUDE / "outcomes.yaml"
# of a look at an account, and of a page that was to be fetched
LOOKS = {
    "ok": N_("Seen"),
    "answered": N_("Answered"),
    "failed": N_("Failed"),
    "blocked": N_("Blocked"),
    "not_found": N_("Not found"),
    "stale": N_("Old copy"),
    "partial": N_("Incomplete"),
    "mistaken": N_("Not this account"),
    "skipped": N_("Not looked at"),
}
FETCHES = {
    "fetched": N_("Fetched"),
    "unchanged": N_("Unchanged"),
    "skipped": N_("Not looked at"),
    "blocked": N_("Blocked"),
    "failed": N_("Failed"),
}


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
