"""Mobile clients (移动客户端) by their download address: does it answer, with a package or a store's page?

The address is the account's own in the registry (`home_url`), or the route's. A package is known by its first bytes
(APK and IPA are ZIP files), a store's page by the app's name in it. Of a package only the beginning is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from inspection.accounts.connector import ANSWERED, BLOCKED, FAILED, OPEN, UNUSABLE, Account, App, Look, RouteRound
from inspection.accounts.feed import address, nothing
from inspection.accounts.fetching import Fetched, fetch_each
from inspection.accounts.times import read_time
from inspection.declared.office import Route
from inspection.declared.platforms import bare_name
from inspection.net import Limits
from inspection.page import blocked
from inspection.page.blocked import title_of, visible_text
from inspection.page.page import decode
from inspection.periods import local_day

LIMITS = Limits(body_bytes=256_000, timeout_seconds=30.0)
FEWEST_BYTES = 10_000  # of a package: what is smaller is none
_PACKAGE = b"PK\x03\x04"
_VERSION = re.compile(r"版本(?:号)?\s*+[::]?\s*+[vV]?(\d+(?:\.\d+){1,3})|[vV]ersion\s*+:?\s*+(\d+(?:\.\d+){1,3})")
_UPDATED = re.compile(r"更新(?:时间|日期|于)?\s*+[::]?\s*+(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2})")
_SIZE = re.compile(r"大小\s*+[::]?\s*+(\d+(?:\.\d+)?)\s*(MB|M|GB|G|KB|K)", re.I)
_UNITS = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30}


class AppStoreConnector:
    """Looks at the download addresses of mobile clients."""

    is_file = False

    def can_see(self, account: Account, route: Route) -> bool:
        """Whether there is an address."""
        return bool(route.url or account.home_url)

    def look(self, accounts: Iterable[Account], around: RouteRound) -> Iterator[Look]:
        """One look at each client: `answered` and `open`, or `failed` and `unusable` (无法下载) with the reason."""
        addresses = [(account, _address(account, around.route)) for account in accounts]
        for fetched in fetch_each(addresses, around, limits=LIMITS, accept="*/*"):
            yield _look(fetched)


def _address(account: Account, route: Route) -> str:
    if route.url or account.subject_id.startswith("control:"):
        return address(account, route)
    return account.home_url or ""


def _look(fetched: Fetched) -> Look:
    result = fetched.result
    if result.is_declined:
        return nothing(fetched, FAILED, result.error)
    if blocked.fetch_is_blocked(result):
        return nothing(fetched, BLOCKED, f"challenge or block, status {result.http_status}")
    if result.outcome.value == "probe_fault":
        return nothing(fetched, FAILED, f"our own line: {result.error}")
    if not result.is_answered and not result.last.is_truncated:
        return nothing(fetched, FAILED, f"cannot be had: {result.outcome.value}", state=UNUSABLE)
    if result.http_status != 200:
        return nothing(fetched, FAILED, f"cannot be had: status {result.http_status}", state=UNUSABLE)
    found = _package(fetched) or _store_page(fetched)
    if isinstance(found, str):
        return nothing(fetched, FAILED, found, state=UNUSABLE)
    return Look(
        fetched.account,
        result.last.started_at,
        ANSWERED,
        state=OPEN,
        app=found,
        answers=((result.url, result),),
        request_count=fetched.tries,
    )


def _package(fetched: Fetched) -> App | str | None:
    """What a package says of itself, or what is wrong with it; None where the answer is no package."""
    last = fetched.result.last
    if not last.body.startswith(_PACKAGE):
        return None
    told = last.header("content-length") or ""
    size = int(told) if told.isdigit() else len(last.body)
    if size < FEWEST_BYTES:
        return f"the package has {size} bytes"
    changed = read_time(last.header("last-modified") or "")
    return App(size, None, local_day(changed[0]) if changed else None)


def _store_page(fetched: Fetched) -> App | str:
    """What a store's page says of the client, or why it is not its page."""
    last = fetched.result.last
    text, _ = decode(last.content(LIMITS.body_bytes * 4), None)[:2]
    seen = f"{title_of(text)}\n{visible_text(text)}"
    name = bare_name(fetched.account.name, fetched.account.platform)
    if not name or name not in bare_name(seen, fetched.account.platform):
        return "the address shows neither a package nor a page of the client"
    version, updated, size = _VERSION.search(seen), _UPDATED.search(seen), _SIZE.search(seen)
    return App(
        round(float(size[1]) * _UNITS[size[2][0].upper()]) if size else None,
        (version[1] or version[2]) if version else None,
        _day(updated[1]) if updated else None,
    )


def _day(text: str) -> date | None:
    try:
        return date(*map(int, re.split(r"\D", text)))
    except ValueError:
        return None
