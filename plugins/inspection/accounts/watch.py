"""Watching accounts (政务新媒体监测): by the routes of the office in order of trust, until one can be believed.

What people filed is read first, then every account's most trusted route is asked; an account that was not well seen,
or that looks silent, renamed or gone, is looked at by the next. One that the registry calls closed (已注销) is looked
at by its first route alone, every few days, after the others, and says nothing of how the source stands.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import psycopg

from inspection.accounts import health, sight
from inspection.accounts.connector import FAILED, OK, OPEN, Account, Look, RouteRound
from inspection.accounts.connectors import CONNECTORS, routes_to
from inspection.accounts.health import Health
from inspection.accounts.history import histories, requests_made
from inspection.accounts.posts import CheckRow, HealthRow, PostRow, upsert_checks, upsert_health, upsert_posts
from inspection.accounts.sight import DOUBTED_AFTER, NOTHING_KNOWN, History
from inspection.archive.store import Store, StorePath
from inspection.archive.writer import Archive, Previous, previous_bodies
from inspection.batches import batch_of
from inspection.declared.office import Jurisdiction, Route
from inspection.inputs import log
from inspection.inputs.log import BadRow
from inspection.net import running_clock
from inspection.net.fetcher import user_agent_of
from inspection.periods import local_day

_log = logging.getLogger(__name__)

WEEK = timedelta(days=7)

_ACCOUNTS = """
select
    subject_id, platform, coalesce(account_id, '') as account_id, name, organiser, home_url, feed_url,
    status = 'closed' as is_closed
from mart.to_be_seen(%(jurisdiction_id)s, %(observes_with)s, %(day)s)
where kind = 'account' and status in ('running', 'closed')
order by subject_id
"""


@dataclass
class _Seen:
    """A look that was believed or not, with the route it came by and where its answer is archived."""

    look: Look
    route: Route
    snapshot_id: str | None
    is_healthy: bool = False


@dataclass
class _Watch:
    """One batch under way."""

    jurisdiction: Jurisdiction
    now: datetime
    known: dict[str, History]
    used: dict[str, int]
    batch_count: int
    archive: Archive | None = None
    previous: dict[str, Previous] = field(default_factory=dict)
    seen: list[_Seen] = field(default_factory=list)
    health: list[tuple[Route, str, Health]] = field(default_factory=list)
    troubles: dict[str, str] = field(default_factory=dict)  # of routes whose connector raised
    bad: dict[str, list[BadRow]] = field(default_factory=lambda: defaultdict(list))  # by route


def watch(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    now: datetime,
    *,
    batch: int = 0,
    batch_count: int = 1,
    store: Store | str | StorePath | None = None,
) -> dict[str, int]:
    """Look at every running account of this batch that some route leads to, and at the closed ones whose day it is.

    Returns outcome → count of looks. Writes `staging.account_check` (one row a look), `staging.post` and
    `staging.source_health`. With a `store`, what
    was answered is archived too. A connector that raises costs its accounts that look, and the batch goes on; raises
    InspectionError where the office's file needs what is not set.
    """
    jurisdiction.needs("routes")  # now: a connector that raises would only cost its accounts the look
    if not all(CONNECTORS[route.connector].is_file for route in jurisdiction.routes):
        jurisdiction.needs("connect_to")
    day = local_day(now)
    found = connection.execute(_ACCOUNTS, jurisdiction.seen_by_itself | {"day": day}).fetchall()
    accounts = [Account(**row) for row in found if batch_of(row["subject_id"], batch_count) == batch]
    ways = {account: ways for account in accounts if (ways := _routes_on(day, account, jurisdiction))}
    subject_ids = [account.subject_id for account in ways]
    under_way = _Watch(
        jurisdiction,
        now,
        histories(connection, jurisdiction, subject_ids, now),
        requests_made(connection, jurisdiction, now),
        batch_count,
    )
    with ExitStack() as stack:
        if store is not None:
            # a file for each round: a later one of the day must not take the evidence of an earlier one's looks
            kind = f"accounts-{now:%H%M%S}"
            relative = Store.of(store).warc_path(day, jurisdiction.jurisdiction_id, batch, kind)
            archive = Archive(
                Store.of(store),
                relative,
                user_agent=user_agent_of(jurisdiction.contact_url),
                robots="not asked: feeds",
                clock=running_clock(now),
            )
            under_way.archive = stack.enter_context(archive)
            under_way.previous = previous_bodies(connection, jurisdiction.jurisdiction_id, now, day, subject_ids)
        _look_by_all(under_way, ways)
        if under_way.archive is not None:
            under_way.archive.publish(connection, jurisdiction.jurisdiction_id)
    upsert_posts(connection, _post_rows(under_way))
    upsert_checks(connection, _check_rows(under_way))
    upsert_health(connection, _health_rows(under_way, batch))
    if batch == 0:  # every batch reads the whole file
        for route_id, rows in under_way.bad.items():
            log.quarantine(connection, jurisdiction.jurisdiction_id, "account_looks", day, route_id, rows)
    return dict(Counter(seen.look.outcome for seen in under_way.seen))


def _routes_on(day: date, account: Account, jurisdiction: Jurisdiction) -> list[Route]:
    """The routes by which an account is looked at on a day: of a closed one what people filed, and its first route on
    every so-many-th day, which is another for each account."""
    routes = routes_to(account, jurisdiction)
    if not account.is_closed:
        return routes
    filed = [route for route in routes if CONNECTORS[route.connector].is_file]
    asked = [route for route in routes if not CONNECTORS[route.connector].is_file][:1]
    return filed + [
        route
        for route in asked
        if (day.toordinal() + batch_of(account.subject_id, route.closed_every_days)) % route.closed_every_days == 0
    ]


def _look_by_all(under_way: _Watch, ways: dict[Account, list[Route]]) -> None:
    """What people filed for all accounts, then wave by wave the routes of those not yet well seen."""
    filed: dict[str, list[Account]] = defaultdict(list)
    waves: dict[Account, list[Route]] = {}
    for account, routes in ways.items():
        for route in routes:
            if CONNECTORS[route.connector].is_file:
                filed[route.route_id].append(account)
        waves[account] = [route for route in routes if not CONNECTORS[route.connector].is_file]
    for route in under_way.jurisdiction.routes:
        if accounts := filed.get(route.route_id):
            _look_by_one(under_way, route, accounts)
    while any(waves.values()):
        asked: dict[str, list[Account]] = defaultdict(list)
        for account, routes in waves.items():
            if routes:
                asked[routes[0].route_id].append(account)
        for route in under_way.jurisdiction.routes:
            if accounts := asked.get(route.route_id):
                _look_by_one(under_way, route, accounts)
        well_seen = {seen.look.account.subject_id for seen in under_way.seen if _is_enough(seen, under_way.now)}
        waves = {
            account: routes[1:]
            for account, routes in waves.items()
            if routes[1:] and account.subject_id not in well_seen
        }


def _look_by_one(under_way: _Watch, route: Route, accounts: list[Account]) -> None:
    """One route's looks at these accounts, its controls before and after, and how it stood by platform."""
    connector = CONNECTORS[route.connector]
    by_platform: dict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        by_platform[account.platform].append(account)
    controls = {platform: health.controls_of(route, platform) for platform in by_platform}
    control_accounts = list({account: None for pairs in controls.values() for _, account in pairs})
    looks: dict[str, list[Look]] = defaultdict(list)
    for group in (control_accounts, accounts, control_accounts):
        for look in _safely(under_way, route, group):
            looks[look.account.subject_id].append(look)
    for platform, members in by_platform.items():
        mine = [
            _Seen(
                sight.believed(look, under_way.known.get(look.account.subject_id, NOTHING_KNOWN), route),
                route,
                snapshot_id,
            )
            for account in members
            for look, snapshot_id in _archived(under_way, looks[account.subject_id])
        ]
        watched = [
            (control, sight.believed(look, NOTHING_KNOWN, route) if look else None)
            for control, account in controls[platform]
            for look in looks[account.subject_id] or [None]
        ]
        stood = health.assess(
            route,
            watched,
            [seen.look for seen in mine if not seen.look.account.is_closed],
            under_way.now,
            is_file=connector.is_file,
            trouble=under_way.troubles.get(route.route_id),
            request_count_beside=sum(seen.look.request_count for seen in mine if seen.look.account.is_closed),
        )
        for seen in mine:
            seen.is_healthy = stood.is_healthy
        under_way.seen += mine
        under_way.health.append((route, platform, stood))


def _safely(under_way: _Watch, route: Route, accounts: list[Account]) -> Iterator[Look]:
    """The connector's looks; where it raises, the accounts it owes are `failed`."""
    if not accounts:
        return
    left = None
    if route.daily_budget:
        share = -(-route.daily_budget // under_way.batch_count)
        left = max(share - under_way.used.get(route.route_id, 0) // under_way.batch_count, 0)
        # where the budget does not reach for all, every day begins where the last one ended
        begin = under_way.now.toordinal() * max(share, 1) % len(accounts)
        accounts = accounts[begin:] + accounts[:begin]
    accounts = sorted(accounts, key=lambda account: account.is_closed)  # where the budget ends, they wait
    connector = CONNECTORS[route.connector]
    owed = {account.subject_id: account for account in accounts}
    around = RouteRound(under_way.jurisdiction, route, under_way.now, left, under_way.bad[route.route_id])
    trouble = "the connector gave no look"
    asked = 0
    try:
        for look in connector.look(accounts, around):
            asked += look.request_count
            if owed.pop(look.account.subject_id, None) or connector.is_file:
                yield look
    except Exception as error:
        _log.exception("the connector of the route %s raised", route.route_id)
        trouble = under_way.troubles[route.route_id] = f"the connector raised {type(error).__name__}: {error}"[:500]
    if connector.is_file:
        return  # nobody owes a record of every account
    under_way.used[route.route_id] = under_way.used.get(route.route_id, 0) + asked * under_way.batch_count
    for account in owed.values():
        yield Look(account, under_way.now, FAILED, detail=trouble[:500], request_count=0)


def _archived(under_way: _Watch, looks: list[Look]) -> Iterator[tuple[Look, str | None]]:
    """Each look with the snapshot of its last answer, and without the answers themselves."""
    for look in looks:
        snapshot_id = None
        if under_way.archive is not None:
            for url, result in look.answers:
                under_way.archive.add(look.account.subject_id, url, result, under_way.previous.get(url))
                snapshot_id = under_way.archive.last_id
            for name, content, media_type in look.attached:
                under_way.archive.add_filed(look.account.subject_id, name, content, media_type, look.checked_at)
                snapshot_id = under_way.archive.last_id
        yield replace(look, answers=(), attached=()), snapshot_id


def _is_enough(seen: _Seen, now: datetime) -> bool:
    """Whether a look leaves no question that another route could answer."""
    look = seen.look
    if look.outcome != OK or not seen.is_healthy:
        return False
    newest = sight.newest_at(look)
    is_lively = newest is not None and now - newest < DOUBTED_AFTER
    return is_lively and look.state in {None, OPEN} and sight.is_named_alike(look) is not False


def _post_rows(under_way: _Watch) -> Iterator[PostRow]:
    for seen in under_way.seen:
        for post in seen.look.posts:
            yield PostRow(
                observer_id=under_way.jurisdiction.jurisdiction_id,
                subject_id=seen.look.account.subject_id,
                post_id=post.post_id,
                published_at=post.published_at,
                first_seen_at=seen.look.checked_at,
                title=post.title,
                url=post.url,
                body=post.body,
                snapshot_id=seen.snapshot_id,
                date_mark=post.date_mark,
                is_repost=post.is_repost,
            )


def _check_rows(under_way: _Watch) -> Iterator[CheckRow]:
    for seen in under_way.seen:
        look, app = seen.look, seen.look.app
        since = look.checked_at - WEEK
        is_whole = look.outcome == OK
        yield CheckRow(
            observer_id=under_way.jurisdiction.jurisdiction_id,
            subject_id=look.account.subject_id,
            day=local_day(look.checked_at),
            checked_at=look.checked_at,
            connector=seen.route.route_id,
            outcome=look.outcome,
            is_source_healthy=seen.is_healthy,
            name_seen=sight.told_name(look),
            organiser_seen=look.organiser_seen,
            is_certified=look.is_certified,
            has_interaction=look.has_interaction,
            post_count=len(look.posts) if is_whole else None,
            newest_post_at=sight.newest_at(look),
            snapshot_id=seen.snapshot_id,
            detail=look.detail,
            account_state=look.state,
            functions=list(look.functions) if look.functions is not None else None,
            posts_in_week=sum(post.published_at > since for post in look.posts) if is_whole else None,
            download_bytes=app.download_bytes if app else None,
            app_version=app.version if app else None,
            app_updated_on=app.updated_on if app else None,
        )


def _health_rows(under_way: _Watch, batch: int) -> Iterator[HealthRow]:
    for route, platform, stood in under_way.health:
        yield HealthRow(
            observer_id=under_way.jurisdiction.jurisdiction_id,
            route_id=route.route_id,
            platform=platform,
            day=local_day(under_way.now),
            checked_at=under_way.now,
            batch=batch,
            is_healthy=stood.is_healthy,
            reason=stood.reason,
            control_count=stood.control_count,
            good_control_count=stood.good_control_count,
            newest_control_post_at=stood.newest_control_post_at,
            look_count=stood.look_count,
            good_look_count=stood.good_look_count,
            request_count=stood.request_count,
        )
