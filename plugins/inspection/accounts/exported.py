"""What an export of posts (导出的发文记录) tells of the accounts that it names: a look at each on the days it reaches.

An export that somebody made of a platform's accounts holds all their posts up to the day it was made. That it was
made, and saw, after a day is shown by a later post of any account of that platform in it; on its last days by one
shortly before, where the export as a whole reaches the day. On other days it tells nothing: what it holds of a
platform may have stopped there. Such a look proves what was posted; silence in it alone is only suspected, for a file
may lack what stands on the account. Pure: nothing is fetched or queried here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from inspection.accounts.connector import OK
from inspection.accounts.health import LIFE_WITHIN
from inspection.accounts.posts import CheckRow, PostRow
from inspection.periods import day_bounds, local_day

CONNECTOR = "posts"
PROVED_WITHIN = timedelta(days=7)  # by a later post of the platform: half of the fortnight that fails an account
_DAY = timedelta(days=1)
_DETAIL = "由发文记录的导出得知 told by an export of posts"


def looks_told_by(posts: Iterable[PostRow], today: date) -> Iterator[CheckRow]:
    """A look for every day on which an export sees an account, from the account's first post in it. Posts dated after
    `today` prove nothing."""
    of_account: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    of_platform: dict[str, set[date]] = defaultdict(set)
    for post in posts:
        day = local_day(post.published_at)
        if day <= today:
            of_account[post.observer_id, post.subject_id].append(post.published_at)
            of_platform[_platform(post.subject_id)].add(day)
    every = sorted(set().union(*of_platform.values()))
    seen = {platform: _seen_days(sorted(days), every) for platform, days in of_platform.items()}
    for (observer_id, subject_id), times in of_account.items():
        times.sort()
        days = [local_day(at) for at in times]
        for day in seen[_platform(subject_id)]:
            if count := bisect_right(days, day):
                yield CheckRow(
                    observer_id,
                    subject_id,
                    day,
                    day_bounds(day)[1] - timedelta(seconds=1),
                    CONNECTOR,
                    OK,
                    is_source_healthy=True,
                    post_count=count,
                    newest_post_at=times[count - 1],
                    detail=_DETAIL,
                )


def _seen_days(days: list[date], every: list[date]) -> list[date]:
    """The days on which an export sees a platform, by the days of the platform's posts and of all posts in it."""
    seen = []
    day = days[0]
    while day <= every[-1]:
        later = bisect_left(days, day)
        is_proved = later < len(days) and days[later] - day <= PROVED_WITHIN
        if is_proved or (later == len(days) and day - days[-1] <= LIFE_WITHIN):
            seen.append(day)
        day += _DAY
    return seen


def _platform(subject_id: str) -> str:
    """The platform in an account's id, `account:<platform>:<id>`."""
    return subject_id.split(":", 2)[1]
