"""Whether a source sees (采集渠道健康度): by its control accounts, else by what it said of everybody.

A source that fails looks exactly like accounts that fell silent. So a round asks each route's control accounts
(对照账号), known to post often, before the first account and after the last; only while they are seen, with fresh
posts, do its looks count. Pure: nothing is fetched or queried here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from inspection.accounts.connector import ANSWERED, NOT_FOUND, OK, SKIPPED, Account, Look
from inspection.accounts.sight import newest_at
from inspection.declared.office import Control, Route
from inspection.model import ConnectorName

HEALTHY_SHARE = 0.5  # of the accounts: one dead feed is an account's, many are the collector's
FEWEST_TO_SHOW_LIFE = 5  # accounts of which somebody must have posted lately
LIFE_WITHIN = timedelta(days=3)
CONTROL_PREFIX = "control:"


@dataclass(frozen=True)
class Health:
    """How a route stood for one platform in one round."""

    is_healthy: bool
    reason: str | None
    control_count: int
    good_control_count: int
    newest_control_post_at: datetime | None
    look_count: int
    good_look_count: int
    request_count: int


def controls_of(route: Route, platform: str) -> list[tuple[Control, Account]]:
    """The control accounts that stand for a platform: its own, else those of the whole route."""
    own = [control for control in route.controls if control.platform == platform]
    chosen = own or [control for control in route.controls if control.platform is None]
    return [
        (
            control,
            Account(
                f"{CONTROL_PREFIX}{route.route_id}:{platform}:{control.account_id}",
                control.platform or platform,
                control.account_id,
                control.name,
                feed_url=control.url or None,
            ),
        )
        for control in chosen
    ]


def assess(
    route: Route,
    controls: Sequence[tuple[Control, Look | None]],
    looks: Iterable[Look],
    now: datetime,
    *,
    is_file: bool = False,
    trouble: str | None = None,
    request_count_beside: int = 0,
) -> Health:
    """How a route stood: `controls` with every look at them (None: none came), `looks` at accounts of the platform.

    `trouble` is what kept the connector from its work as a whole; `request_count_beside` counts requests at accounts
    that tell nothing of the source, the closed ones.
    """
    looks = list(looks)
    asked = [look for look in looks if look.outcome != SKIPPED]
    good = [look for look in asked if look.outcome in {OK, ANSWERED}]
    good_controls = [look for control, look in controls if _is_good(control, look, now)]
    newest = max((at for _, look in controls if look and (at := newest_at(look))), default=None)
    reason = trouble
    if trouble or is_file:
        pass  # what people filed stands for itself, record by record
    elif controls:
        if len(good_controls) < len(controls):
            reason = _control_trouble(controls, now)
    elif route.connector is ConnectorName.PLATFORM_API:
        answered = [look for look in asked if look.outcome in {OK, ANSWERED, NOT_FOUND}]
        reason = None if answered or not asked else "no account answered"
    elif len(good) < HEALTHY_SHARE * len(asked):
        reason = f"{len(good)} of {len(asked)} accounts answered well"
    elif len(good) >= FEWEST_TO_SHOW_LIFE and not any(_shows_life(look, now) for look in good):
        reason = f"none of {len(good)} accounts has posted within {LIFE_WITHIN.days} days: an old copy, it seems"
    requests = request_count_beside + sum(look.request_count for look in looks)
    requests += sum(look.request_count for _, look in controls if look)
    return Health(
        reason is None,
        reason,
        len(controls),
        len(good_controls),
        newest,
        len(asked),
        len(good),
        requests,
    )


def _is_good(control: Control, look: Look | None, now: datetime) -> bool:
    if look is None or look.outcome != OK:
        return look is not None and look.outcome == ANSWERED
    at = newest_at(look)
    return at is not None and now - at <= timedelta(days=control.posts_within_days)


def _control_trouble(controls: Sequence[tuple[Control, Look | None]], now: datetime) -> str:
    control, look = next((control, look) for control, look in controls if not _is_good(control, look, now))
    if look is None:
        return f"the control {control.account_id} was not answered"
    if look.outcome not in {OK, ANSWERED}:
        return f"the control {control.account_id}: {look.outcome}, {look.detail or ''}"[:500]
    return f"the control {control.account_id} shows no post of the last {control.posts_within_days} days"


def _shows_life(look: Look, now: datetime) -> bool:
    at = newest_at(look)
    return look.outcome == ANSWERED or (at is not None and now - at <= LIFE_WITHIN)
