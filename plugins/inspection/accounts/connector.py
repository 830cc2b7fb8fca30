"""What every connector to a platform (平台) offers: looks at accounts, with the posts and the profile it saw.

A further way to see accounts is one more file with a class of this shape and its line in `connectors.py`.
A connector tells what it saw; whether that can be believed is for `sight.py` and `health.py` to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from inspection.declared.office import Jurisdiction, Route
from inspection.inputs.log import BadRow
from inspection.net import Result

# Outcomes of a look. Only `ok` says anything about silence: the source listed the account's posts.
OK = "ok"
ANSWERED = "answered"  # it is there, by a source that lists no posts: says nothing of silence
FAILED = "failed"  # no answer, an error, or nothing that could be read
BLOCKED = "blocked"  # a challenge or refusal in the platform's place
NOT_FOUND = "not_found"  # the source knows no such account
STALE = "stale"  # what it shows is older than what we know (缓存)
PARTIAL = "partial"  # a part of the posts that there must be
MISTAKEN = "mistaken"  # another account's, or nothing proves that it is this one's
SKIPPED = "skipped"  # not asked: the route's daily budget was used up
OUTCOMES = (OK, ANSWERED, FAILED, BLOCKED, NOT_FOUND, STALE, PARTIAL, MISTAKEN, SKIPPED)

# States of an account as a source tells them (账号状态), of those that say more than posts do
OPEN, CANCELLED, MIGRATED = "open", "cancelled", "migrated"
UNUSABLE = "unusable"  # 无法下载或使用
STATES = (OPEN, NOT_FOUND, CANCELLED, MIGRATED, UNUSABLE)

ASSUMED_ZONE, FUTURE = "assumed_zone", "future"  # marks of a post's time


@dataclass(frozen=True, slots=True)
class Account:
    """One registered account as the registry in force names it, or a control account of a route."""

    subject_id: str
    platform: str
    account_id: str = ""
    name: str = ""
    organiser: str = ""
    home_url: str | None = None
    feed_url: str | None = None
    is_closed: bool = False  # 已注销: looked at now and then, for whether it posts all the same


@dataclass(frozen=True, slots=True)
class Post:
    """One post. `post_id` is its address where it has one, so that every way it comes in gives the same.

    `date_mark` is `assumed_zone` where the time came without a zone (Asia/Shanghai then), and `future` where it lay
    after our look, on the same day. `is_repost` (转发) is null where the source does not tell.
    """

    post_id: str
    published_at: datetime
    title: str | None
    url: str | None
    body: str | None
    date_mark: str | None = None
    is_repost: bool | None = None


@dataclass(frozen=True, slots=True)
class App:
    """What the download address of a mobile client (移动客户端) gave; null what it did not say."""

    download_bytes: int | None = None
    version: str | None = None
    updated_on: date | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at an account saw. Only an `ok` look says anything about the account's posts.

    `newest_on` stands for the posts where a source tells the day of the last one and no more. `is_proved` means that
    the source named the account by its id or own address, `built_at` is when it says it made its answer.
    """

    account: Account
    checked_at: datetime
    outcome: str
    posts: list[Post] = field(default_factory=list)
    name_seen: str | None = None
    organiser_seen: str | None = None
    is_certified: bool | None = None
    has_interaction: bool | None = None
    functions: tuple[str, ...] | None = None
    state: str | None = None
    newest_on: date | None = None
    app: App | None = None
    is_proved: bool = False
    is_title: bool = False  # `name_seen` is a feed's title, which may say more than the name
    is_own: bool = False  # the platform's own word, of which no cache and no bridge stands in the way
    built_at: datetime | None = None
    detail: str | None = None
    answers: tuple[tuple[str, Result], ...] = ()  # address without secrets → what was fetched, for the archive
    attached: tuple[tuple[str, bytes, str], ...] = ()  # what a person filed: name, content, media type of each
    request_count: int = 1


@dataclass(frozen=True, slots=True)
class RouteRound:
    """What a connector needs to know of the round: the office, the route, its pace and the hour."""

    jurisdiction: Jurisdiction
    route: Route
    now: datetime
    request_limit: int | None = None  # what is left of the daily budget
    bad: list[BadRow] = field(default_factory=list)  # rows of a file that could not be taken, for the quarantine


class Connector(Protocol):
    """A way to look at accounts."""

    is_file: bool  # it reads what people filed: no pace, and always asked beside the others

    def can_see(self, account: Account, route: Route) -> bool:
        """Whether the route leads to the account at all."""
        ...

    def look(self, accounts: Iterable[Account], around: RouteRound) -> Iterator[Look]:
        """One look at each account, in the order they end; of files, a look for each row. Raises for no single one."""
        ...
