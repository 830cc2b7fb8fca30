"""All connectors, by the name that a route gives."""

from __future__ import annotations

from inspection.accounts.app_store import AppStoreConnector
from inspection.accounts.connector import Account, Connector
from inspection.accounts.feed import FeedConnector
from inspection.accounts.filed import FiledConnector
from inspection.accounts.platform_api import PlatformApiConnector
from inspection.declared.office import Jurisdiction, Route
from inspection.declared.platforms import known
from inspection.model import ConnectorName

CONNECTORS: dict[ConnectorName, Connector] = {
    ConnectorName.FEED: FeedConnector(),
    ConnectorName.PLATFORM_API: PlatformApiConnector(),
    ConnectorName.EXPORT: FiledConnector(asks_body=False),
    ConnectorName.ATTEST: FiledConnector(asks_body=True),
    ConnectorName.APP_STORE: AppStoreConnector(),
}


def routes_to(account: Account, jurisdiction: Jurisdiction) -> list[Route]:
    """The routes by which an account can be seen, in order of trust."""
    return [
        route
        for route in jurisdiction.routes
        if _is_for(route, account) and CONNECTORS[route.connector].can_see(account, route)
    ]


def _is_for(route: Route, account: Account) -> bool:
    """Whether a route is for the account's platform: by the office's word, by the registry's, else by what we know."""
    if route.platforms:
        return account.platform in route.platforms
    if route.connector is ConnectorName.FEED and account.feed_url:
        return True
    platform = known().get(account.platform)
    return platform is not None and route.connector in platform.watched_by
