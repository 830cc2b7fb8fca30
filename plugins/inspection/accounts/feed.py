"""Accounts by feeds (RSS, Atom, JSON Feed): the platform's own, or a bridge's that the office runs (RSSHub and others).

The address is the route's, made for each account, or the account's own in the registry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote, urlsplit

from inspection.accounts.connector import (
    BLOCKED,
    FAILED,
    NOT_FOUND,
    OK,
    PARTIAL,
    SKIPPED,
    STALE,
    Account,
    Look,
    RouteRound,
)
from inspection.accounts.feed_formats import read_feed
from inspection.accounts.fetching import Fetched, fetch_each
from inspection.declared.office import Route
from inspection.net import Limits, Result
from inspection.page import blocked

LIMITS = Limits(body_bytes=2_000_000, timeout_seconds=30.0)
_LONGEST_CACHE_SECONDS = 24 * 3600  # by the answer's own Age
_SHORTEST_PROOF = 4  # characters of an id that may be looked for in an address
_ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"


class FeedConnector:
    """Looks at accounts through feeds."""

    is_file = False

    def can_see(self, account: Account, route: Route) -> bool:
        """Whether the route makes an address for it, or the registry has one."""
        return bool(route.url or account.feed_url)

    def look(self, accounts: Iterable[Account], around: RouteRound) -> Iterator[Look]:
        """One look at each account; a feed that is no feed, or an empty one, is `failed`, never silence."""
        addresses = [(account, address(account, around.route)) for account in accounts]
        for fetched in fetch_each(addresses, around, limits=LIMITS, accept=_ACCEPT):
            try:
                yield _look(fetched, around.route)
            except Exception as error:  # a feed may hold anything; its account alone is concerned
                yield nothing(fetched, FAILED, f"the feed could not be read: {type(error).__name__}: {error}")


def address(account: Account, route: Route) -> str:
    """The address of an account's feed by a route: a control's own, the route's, else the registry's."""
    if account.subject_id.startswith("control:") and account.feed_url:
        return account.feed_url
    if not route.url:
        return account.feed_url or ""
    return route.url.format(account_id=quote(account.account_id, safe=""), name=quote(account.name, safe=""))


def nothing(fetched: Fetched, outcome: str, detail: str, **more: str) -> Look:
    """A look that saw no posts."""
    result = fetched.result
    answers = () if result.is_declined else ((result.url, result),)
    return Look(
        fetched.account,
        result.last.started_at,
        outcome,
        detail=detail[:500],
        answers=answers,
        request_count=fetched.tries,
        **more,
    )


def refused(fetched: Fetched, route: Route) -> Look | None:
    """The look where no good answer came; None where one did."""
    result, status = fetched.result, fetched.result.http_status
    if result.is_declined:
        return nothing(fetched, SKIPPED if "budget" in result.error else FAILED, result.error)
    if blocked.fetch_is_blocked(result):
        return nothing(fetched, BLOCKED, f"challenge or block, status {status}")
    if not result.is_answered and not result.last.is_truncated:
        return nothing(fetched, FAILED, f"{result.outcome.value}: {result.error}")
    if status != 200:
        if status not in {404, 410}:
            return nothing(fetched, FAILED, f"status {status}")
        more = {"state": NOT_FOUND} if route.tells_absence else {}
        return nothing(fetched, NOT_FOUND, f"status {status}", **more)
    return None


def _look(fetched: Fetched, route: Route) -> Look:
    if bad := refused(fetched, route):
        return bad
    account, result = fetched.account, fetched.result
    feed = read_feed(result.last.content(LIMITS.body_bytes * 4), _headers(result))
    if feed is None:
        return nothing(fetched, FAILED, "the answer is no feed")
    if not feed.posts:
        return nothing(fetched, FAILED, f"the feed has {feed.entry_count} entries, none of them dated")
    outcome, detail = OK, None
    if result.last.is_truncated or not feed.is_whole:
        outcome, detail = PARTIAL, "the feed breaks off"
    elif (age := result.last.header("age")) and age.isdigit() and int(age) > _LONGEST_CACHE_SECONDS:
        outcome, detail = STALE, f"a cache has kept it for {int(age) // 3600} hours"
    return Look(
        account,
        result.last.started_at,
        outcome,
        feed.posts,
        feed.title,
        is_title=True,
        has_interaction=feed.has_interaction,
        is_proved=_is_proved(account, feed.links),
        built_at=feed.built_at,
        detail=detail,
        answers=((result.url, result),),
        request_count=fetched.tries,
    )


def _headers(result: Result) -> dict[str, str]:
    content_type = result.last.header("content-type")
    return {"content-location": result.final_url} | ({"content-type": content_type} if content_type else {})


def _is_proved(account: Account, links: Iterable[str]) -> bool:
    """Whether an address in the feed is the account's page, or names its id."""
    home, name = account.home_url, account.account_id
    for link in links:
        if home and link.rstrip("/") == home.rstrip("/"):
            return True
        if len(name) >= _SHORTEST_PROOF and name in urlsplit(link).path.split("/"):
            return True
    return False
