"""All connectors, by the name that a route gives."""

from __future__ import annotations

from inspection.accounts.app_store import AppStoreConnector
from inspection.accounts.connector import Account, Connector
from inspection.accounts.feed import FeedConnector
from inspection.accounts.filed import FiledConnector
from inspection.accounts.platform_api import PlatformApiConnector
from inspection.jurisdiction import Jurisdiction, Route
from inspection.registry.platforms import known

CONNECTORS: dict[str, Connector] = {
    "feed": FeedConnector(),
    "platform_api": PlatformApiConnector(),
    "export": FiledConnector(asks_body=False),
    "attest": FiledConnector(asks_body=True),
    "app_store": AppStoreConnector(),
}


def routes_to(account: Account, jurisdiction: Jurisdiction) -> list[Route]:
    """The routes by which an account can be seen, in order of trust."""
    platform = known().get(account.platform)
    return [
        route
        for route in jurisdiction.routes
        if (account.platform in route.platforms if route.platforms else _can_watch(platform, route.connector))
        and CONNECTORS[route.connector].can_see(account, route)
    ]


def _can_watch(platform: object, connector: str) -> bool:
    return platform is not None and connector in platform.watched_by
