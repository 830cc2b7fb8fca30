"""Whether a look can be believed: the right account, all of its posts, and no old copy of them.

A bridge that answers well may still show another account, a part of the posts or what they were last week. Each of
these looks like silence, and none of them is. What earlier looks saw decides, and where nothing is known of an
account, its name or address must say that it is the one. Pure: nothing is fetched or queried here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from inspection.accounts.connector import FAILED, FUTURE, MISTAKEN, OK, PARTIAL, STALE, Look, Post
from inspection.declared.office import Route
from inspection.declared.platforms import bare_name
from inspection.periods import local_day
from inspection.text.script import simplified

CLOCK_LEEWAY = timedelta(minutes=10)  # of a platform's clock before ours
MOST_DELETED = 1  # known posts that may be missing from a list: accounts do take one back
DOUBTED_AFTER = timedelta(days=10)  # of silence, from which on a look must be beyond doubt
LARGEST_MISSING_SHARE = 0.2  # of the known posts that must stand in a list, beyond which it is a part


class KnownPost(NamedTuple):
    """A post that an earlier look saw."""

    published_at: datetime
    title: str | None


@dataclass(frozen=True, slots=True)
class History:
    """What is known of one account: its posts of the last weeks by post_id, and by route the longest list it gave."""

    posts: Mapping[str, KnownPost] = field(default_factory=dict)
    longest: Mapping[str, int] = field(default_factory=dict)


NOTHING_KNOWN = History()


def believed(look: Look, history: History, route: Route) -> Look:
    """The look as it can be believed; its outcome and detail say what is wrong with it.

    A post dated later on the day of the look is taken for one of now, since a clock or a zone may be wrong; one of a
    later day waits for its day.
    """
    if look.outcome not in {OK, PARTIAL, STALE}:
        return look
    known = history.posts
    today = local_day(look.checked_at)
    posts = [post for post in look.posts if local_day(post.published_at) <= today]
    if look.posts and not posts:
        return replace(look, outcome=FAILED, detail="all its posts are dated ahead", posts=[])
    look = replace(look, posts=[_dated(post, look.checked_at, known) for post in posts])
    if trouble := _stranger(look, known):
        return replace(look, outcome=MISTAKEN, detail=trouble, posts=[])
    if look.outcome != OK or look.is_own:
        return look
    hours = route.stale_after_hours
    if hours and look.built_at and look.checked_at - look.built_at > timedelta(hours=hours):
        return replace(look, outcome=STALE, detail=f"made at {look.built_at:%Y-%m-%d %H:%M} UTC, a copy kept too long")
    return _long_enough(_complete(look, known), history.longest.get(route.route_id, 0))


def newest_at(look: Look) -> datetime | None:
    """When the newest post that the look saw was published."""
    return max((post.published_at for post in look.posts), default=None)


def is_named_alike(look: Look) -> bool | None:
    """Whether the look saw the registry's name of the account; None where it saw none or the registry has none."""
    account = look.account
    if not look.name_seen or not account.name:
        return None
    return folded_name(look.name_seen, account.platform) == folded_name(account.name, account.platform)


def folded_name(name: str, platform: str) -> str:
    """An account's name as names are compared: without what bridges add, spaces and widths; 縣 is 县."""
    return simplified(bare_name(name, platform))


def told_name(look: Look) -> str | None:
    """The account's name as the look tells it. A feed's title that holds the registry's name and more tells none:
    it may be an ornament of the bridge."""
    if not look.name_seen:
        return None
    seen, registered = (folded_name(name, look.account.platform) for name in (look.name_seen, look.account.name))
    if seen == registered:
        return look.account.name
    if look.is_title and registered and registered in seen:
        return None
    return look.name_seen


def _dated(post: Post, checked_at: datetime, known: Mapping[str, KnownPost]) -> Post:
    if post.published_at <= checked_at + CLOCK_LEEWAY:
        return post
    at = known[post.post_id].published_at if post.post_id in known else checked_at
    return replace(post, published_at=min(at, checked_at), date_mark=FUTURE)


def _stranger(look: Look, known: Mapping[str, KnownPost]) -> str | None:
    """Why the look may be at another account; None where it is at ours."""
    if look.is_proved or look.is_own or (is_named_alike(look) and not look.account.is_closed):
        return None
    titles = {post.title for post in known.values() if post.title}
    if any(post.post_id in known or post.title in titles for post in look.posts):
        return None  # another name over posts of ours: renamed
    if look.account.is_closed:
        return "nothing but its name tells that it is the closed account, and a name that is free may be another's now"
    if look.name_seen and look.account.name:
        return (
            f"shows {look.name_seen[:100]}, and nothing proves that it is {look.account.name}: if it is, add the form"
            " of the title to include/platforms.yaml"
        )
    if known and look.posts:
        return "shows none of the posts that are known of the account"
    return None


def _long_enough(look: Look, longest: int) -> Look:
    """Where it looks silent, a list that has become shorter may have lost its newest posts rather than its oldest."""
    newest = newest_at(look)
    if look.outcome != OK or newest is None or look.checked_at - newest < DOUBTED_AFTER:
        return look
    if len(look.posts) + MOST_DELETED >= longest:
        return look
    return replace(look, outcome=PARTIAL, detail=f"lists {len(look.posts)} posts, and has listed {longest}")


def _complete(look: Look, known: Mapping[str, KnownPost]) -> Look:
    """Held against the posts that are known: what is newest must be there, and no more than one may be gone."""
    if not known or not look.posts:
        return look
    # two bridges may name one post by two addresses: its title tells that it is the same
    shown = {post.post_id for post in look.posts} | {post.title for post in look.posts if post.title}
    oldest, newest = min(post.published_at for post in look.posts), newest_at(look)
    expected = {post_id: post for post_id, post in known.items() if post.published_at >= oldest}
    missing = [post for post_id, post in expected.items() if post_id not in shown and post.title not in shown]
    last = max((post.published_at for post in missing), default=oldest)
    if last > newest:
        return replace(look, outcome=STALE, detail=f"its newest post is older than one known of {last:%Y-%m-%d}")
    if len(missing) > MOST_DELETED and len(missing) > LARGEST_MISSING_SHARE * len(expected):
        detail = f"{len(missing)} of {len(expected)} known posts since {oldest:%Y-%m-%d} are missing"
        return replace(look, outcome=PARTIAL, detail=detail)
    return look
