"""Fetching over the network: one bounded driver, its rules about addresses, and what answers say.

`Fetcher` fetches; `AddressRule` says where it may connect; `signs` tells a block from a page.
"""

from inspection.net.addresses import AddressRule, clean_url, host_key, registrable_domain
from inspection.net.exchange import Exchange, Limits, Request, Result, running_clock
from inspection.net.fetcher import Fetcher, user_agent_of

__all__ = [
    "AddressRule",
    "Exchange",
    "Fetcher",
    "Limits",
    "Request",
    "Result",
    "clean_url",
    "host_key",
    "registrable_domain",
    "running_clock",
    "user_agent_of",
]
