"""Accounts by feeds (RSS, Atom, JSON Feed): the platform's own, or a bridge's that the office runs (RSSHub and others).

The address is the route's, made for each account, or the account's own in the registry. Where a feed looks silent, its
next parts are read (RFC 5005), and the account's own page: what stands there outranks an old copy of a feed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import quote, urlsplit

from inspection.accounts import sight
from inspection.accounts.connector import (
    ASSUMED_ZONE,
    BLOCKED,
    FAILED,
    NOT_FOUND,
    OK,
    PARTIAL,
    SKIPPED,
    STALE,
    Account,
    Look,
    Post,
    RouteRound,
)
from inspection.accounts.feed_formats import read_feed
from inspection.accounts.fetching import Fetched, fetch_each
from inspection.accounts.times import post_id
from inspection.declared.office import Route
from inspection.net import Limits, Result, clean_url
from inspection.page import blocked
from inspection.page.items import read_items
from inspection.page.page import Page, ReadState
from inspection.periods import day_bounds, local_day

LIMITS = Limits(body_bytes=2_000_000, timeout_seconds=30.0)
_AHEAD = timedelta(hours=24)  # of a post's time before ours: a clock or a zone, beyond that an announcement
_MOST_PAGES = 3  # of one feed, where it looks silent: some list the oldest first
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
        asked = 0
        silent: dict[Account, Look] = {}
        for page in range(_MOST_PAGES):
            following: list[tuple[Account, str]] = []
            for fetched in fetch_each(addresses, _left(around, asked), limits=LIMITS, accept=_ACCEPT):
                asked += fetched.tries
                look, next_url = _safely(fetched, around.route)
                if page:
                    look = _joined(silent.pop(look.account), look)
                if not _looks_silent(look):
                    yield look
                    continue
                silent[look.account] = look
                if next_url:
                    following.append((look.account, next_url))
            addresses = following
            if not addresses:
                break
        pages = [(account, account.home_url) for account in silent if _has_page(account)]
        for fetched in fetch_each(pages, _left(around, asked), limits=LIMITS, accept="text/html,*/*;q=0.5"):
            yield _with_page(silent.pop(fetched.account), fetched)
        yield from silent.values()


def _left(around: RouteRound, asked: int) -> RouteRound:
    """The round with what is left of its budget."""
    return replace(around, request_limit=None if around.request_limit is None else max(around.request_limit - asked, 0))


def _safely(fetched: Fetched, route: Route) -> tuple[Look, str | None]:
    try:
        return _look(fetched, route)
    except Exception as error:  # a feed may hold anything; its account alone is concerned
        return nothing(fetched, FAILED, f"the feed could not be read: {type(error).__name__}: {error}"), None


def _looks_silent(look: Look) -> bool:
    told = [post.published_at for post in look.posts if post.published_at <= look.checked_at + _AHEAD]
    return bool(look.posts) and (not told or look.checked_at - max(told) >= sight.DOUBTED_AFTER)


def _joined(first: Look, further: Look) -> Look:
    """A look at a feed with its next part; a part where that could not be had."""
    counted = first.request_count + further.request_count
    first = replace(first, request_count=counted, answers=(*first.answers, *further.answers))
    if further.outcome not in {OK, PARTIAL, STALE}:
        return replace(first, outcome=PARTIAL, detail=f"its next part: {further.outcome}, {further.detail or ''}"[:500])
    posts = {post.post_id: post for post in (*further.posts, *first.posts)}
    ordered = sorted(posts.values(), key=lambda post: (post.published_at, post.post_id), reverse=True)
    outcome = first.outcome if first.outcome != OK else further.outcome
    return replace(first, posts=ordered, outcome=outcome, detail=first.detail or further.detail)


def _has_page(account: Account) -> bool:
    return not account.subject_id.startswith("control:") and (account.home_url or "").startswith(
        ("http://", "https://")
    )


def _with_page(look: Look, fetched: Fetched) -> Look:
    """A look at a silent feed, and at the account's own page (账号主页): posts there that are newer were published.

    A page that is blocked, cannot be read or prints no dates says nothing, as every page that scripts write.
    """
    result = fetched.result
    look = replace(look, request_count=look.request_count + fetched.tries)
    if result.is_declined:
        return look
    look = replace(look, answers=(*look.answers, (result.url, result)))
    if result.http_status != 200 or not result.is_answered or blocked.fetch_is_blocked(result):
        return look
    headers = {name: values[0] for name, values in result.headers.items()}
    page = Page(result.final_url, result.last.content(LIMITS.body_bytes * 4), headers)
    if page.read_state is not ReadState.OK:
        return look
    today = local_day(look.checked_at)
    newest = max((post.published_at for post in look.posts if local_day(post.published_at) <= today), default=None)
    newer = [
        post
        for item in read_items(page, today)
        if item.published_on and item.published_on <= today
        for post in [_printed(item.published_on, item.title, item.url)]
        if newest is None or post.published_at > newest
    ]
    if not newer:
        return look
    detail = f"its own page shows a post of {max(local_day(post.published_at) for post in newer)} that its feed lacks"
    ordered = sorted(newer, key=lambda post: (post.published_at, post.post_id), reverse=True)
    return replace(look, posts=[*ordered, *look.posts], outcome=OK, detail=detail)


def _printed(day: date, title: str, url: str) -> Post:
    at = day_bounds(day)[0]
    return Post(post_id(url, at, title), at, title, url, None, ASSUMED_ZONE)


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


def _look(fetched: Fetched, route: Route) -> tuple[Look, str | None]:
    """The look, and the address of the feed's next part, on the same host."""
    if bad := refused(fetched, route):
        return bad, None
    account, result = fetched.account, fetched.result
    seen_at = result.last.started_at
    feed = read_feed(result.last.content(LIMITS.body_bytes * 4), _headers(result), seen_at)
    if feed is None:
        return nothing(fetched, FAILED, "the answer is no feed"), None
    if not feed.posts:
        return nothing(fetched, FAILED, f"the feed has {feed.entry_count} entries, none of them dated"), None
    outcome, detail = OK, None
    if result.last.is_truncated or not feed.is_whole:
        outcome, detail = PARTIAL, "the feed breaks off"
    elif (age := result.last.header("age")) and age.isdigit() and int(age) > _LONGEST_CACHE_SECONDS:
        outcome, detail = STALE, f"a cache has kept it for {int(age) // 3600} hours"
    look = Look(
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
    if feed.hides_newest and look.outcome == OK and _looks_silent(look):
        hidden = "entries without a time that can be read stand where its newest ones do"
        look = replace(look, outcome=PARTIAL, detail=hidden)
    next_url = clean_url(feed.next_url, result.final_url) if feed.next_url else None
    is_near = next_url and urlsplit(next_url).hostname == urlsplit(result.final_url).hostname
    return look, next_url if is_near else None


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
