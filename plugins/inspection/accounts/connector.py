"""What every connector to a platform (平台) offers: a look at accounts, with the posts it saw.

A further platform is one more module with a class of this shape, and its name in `CONNECTORS` of the package.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from inspection.net import Fetcher, Result

OK, FAILED, BLOCKED, NOT_FOUND = "ok", "failed", "blocked", "not_found"


@dataclass(frozen=True, slots=True)
class Account:
    """One registered account as the registry in force names it."""

    subject_id: str
    platform: str
    feed_url: str


@dataclass(frozen=True, slots=True)
class Post:
    """One post. `post_id` is its address where it has one, so that every way it comes in gives the same."""

    post_id: str
    published_at: datetime
    title: str | None
    url: str | None
    body: str | None


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at an account saw. Only an `ok` look says anything about the account's posts."""

    account: Account
    checked_at: datetime
    outcome: str
    posts: list[Post] = field(default_factory=list)
    name_seen: str | None = None
    has_interaction: bool | None = None
    detail: str | None = None
    answer: Result | None = None  # what was fetched, for the archive


class Connector(Protocol):
    """A way to look at accounts."""

    name: str

    def look(self, accounts: Iterable[Account], fetcher: Fetcher) -> Iterator[Look]:
        """One look at each account, in the order they end. Never raises for a single account."""
        ...
