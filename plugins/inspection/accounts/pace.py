"""Pace towards a source: starts apart, jitter, back-off when it has enough, and a daily budget.

Pure of network and clock: seconds come in, seconds come out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random

RETRIED_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})
MOST_TRIES = 3
LONGEST_BACKOFF_SECONDS = 120.0
# So many failures one after the other, over all accounts of a platform, and the route is left alone for this round
GIVE_UP_AFTER = 25


@dataclass
class Pace:
    """The pace of one route in one round. `seed` makes the jitter the same for the same round."""

    pace_seconds: float
    seed: str
    request_limit: int | None = None
    backoff_seconds: float = 2.0
    asked: int = 0
    failed_in_a_row: Counter[str] = field(default_factory=Counter)  # by platform: a bridge may lose one and keep others
    _random: Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)

    def start_at(self, number: int, zero: float) -> float:
        """When the account of that number may be asked, on the clock of `zero`: paced, and up to a pace later."""
        return zero + self.pace_seconds * (number + self._random.random()) if self.pace_seconds else 0.0

    def objection(self, platform: str) -> str | None:
        """Why a request about a platform may not be made at all; it is counted where it may."""
        if self.request_limit is not None and self.asked >= self.request_limit:
            return "the route's daily budget is used up"
        if self.failed_in_a_row[platform] >= GIVE_UP_AFTER:
            return f"the source failed {self.failed_in_a_row[platform]} times in a row and is left alone"
        self.asked += 1
        return None

    def succeeded(self, platform: str) -> None:
        """A good answer came."""
        self.failed_in_a_row[platform] = 0

    def retry_in(
        self, platform: str, tries: int, status: int | None, retry_after: str | None, *, is_answered: bool
    ) -> float | None:
        """Seconds until another try after a bad answer, None for none; a `Retry-After` is kept if it is bearable."""
        self.failed_in_a_row[platform] += 1
        may_pass = status in RETRIED_STATUSES or not is_answered
        if tries >= MOST_TRIES or not may_pass or self.failed_in_a_row[platform] >= GIVE_UP_AFTER:
            return None
        wait = self.backoff_seconds * 2 ** (tries - 1) * (1 + self._random.random())
        if retry_after and retry_after.strip().isdigit():
            wait = max(wait, float(retry_after))
        return wait if wait <= LONGEST_BACKOFF_SECONDS else None
