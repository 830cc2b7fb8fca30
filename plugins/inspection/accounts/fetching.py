"""Fetches of one route, one address an account: paced, backed off, within the budget, each with one last answer."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

from inspection.accounts.connector import Account, RouteRound
from inspection.accounts.pace import Pace
from inspection.net import Fetcher, Limits, Request, Result, running_clock
from inspection.page import blocked

_GONE = frozenset({404, 410})  # of a closed account no failure of the source


class Fetched(NamedTuple):
    """The last answer for an account, and how many requests it took."""

    account: Account
    result: Result
    tries: int


def fetch_each(
    addresses: Iterable[tuple[Account, str]],
    around: RouteRound,
    *,
    limits: Limits,
    accept: str,
    good_statuses: frozenset[int] = frozenset({200}),
) -> Iterator[Fetched]:
    """Fetch the address of every account; yields each account once, as they end.

    A request that the budget or a source out of order forbids is not made: its result is declined, with the reason.
    """
    route = around.route
    seed = f"{route.route_id} {around.now:%Y-%m-%d %H:%M}"
    pace = Pace(route.pace_seconds, seed, around.request_limit, route.backoff_seconds)
    options = {"per_host": route.concurrency, "pace_seconds": route.pace_seconds, "clock": running_clock(around.now)}
    headers = (("Accept", accept),)
    with Fetcher.of(around.jurisdiction, **options) as fetcher:
        zero = time.monotonic()
        for number, (account, url) in enumerate(addresses):
            objection = partial(pace.objection, account.platform)
            fetcher.submit(Request(url, (account, 1), "GET", headers, limits, pace.start_at(number, zero), objection))
        for result in fetcher:
            account, tries = result.request.tag
            if result.is_declined:
                yield Fetched(account, result, tries - 1)
                continue
            good = good_statuses | (_GONE if account.is_closed else frozenset())
            if result.http_status in good and result.is_answered and not blocked.fetch_is_blocked(result):
                pace.succeeded(account.platform)
                yield Fetched(account, result, tries)
                continue
            retry_after = result.last.header("retry-after")
            status = result.http_status
            wait = pace.retry_in(account.platform, tries, status, retry_after, is_answered=result.is_answered)
            if wait is None:
                yield Fetched(account, result, tries)
            else:
                at = time.monotonic() + wait
                objection = partial(pace.objection, account.platform)
                fetcher.submit(Request(result.url, (account, tries + 1), "GET", headers, limits, at, objection))
