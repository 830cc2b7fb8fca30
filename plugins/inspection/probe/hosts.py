"""Once a day, for every registered host: when its certificate (证书) ends, and whether IPv6 reaches it.

Facts for the office and for measures; no visit of the probe depends on them.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import psycopg

from inspection import warehouse
from inspection.declared.editions import answer_within_seconds
from inspection.declared.office import Jurisdiction
from inspection.net import AddressRule, Fetcher, Limits, Request, Result, running_clock
from inspection.net.addresses import clean_url, host_key
from inspection.net.names import look_up, server_of
from inspection.periods import local_day
from inspection.probe.round import CONCURRENT_VISITS, RUNNING_SITES, visit_offset_seconds

_KEY = ["observer_id", "subject_id", "day", "host", "vantage"]
_COLUMNS = [*_KEY, "checked_at", "certificate_expires_at", "has_aaaa", "is_ipv6_reachable", "detail"]

Resolve = Callable[[Iterable[str]], dict[str, list[str] | None]]


def ipv6_addresses(hosts: Iterable[str], name_servers: Iterable[str] = ()) -> dict[str, list[str] | None]:
    """The AAAA records of each host; None where the name service did not say."""
    found = look_up(hosts, map(server_of, name_servers))
    return {host: list(one.ipv6) if one.tells_ipv6 else None for host, one in found.items()}


def check_hosts(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    now: datetime,
    *,
    spread_seconds: int = 0,
    timeout_seconds: float | None = None,
    resolve: Resolve | None = None,
) -> dict[str, int]:
    """Check the home page's host of every running site; returns counts of what was found.

    `certificate_expires_at` is that of the certificate the host sends, whatever is wrong with it. `has_aaaa`
    counts public addresses only and is null where the name could not be looked up. `is_ipv6_reachable` is
    false without an address, and null where nothing at all answered over IPv6, known-good hosts included:
    then it is our line that has none. A second run of a day replaces its rows. `resolve` stands in for the
    name service.
    """
    if resolve is None:  # where one server answers for every host, names mean nothing
        asks = partial(ipv6_addresses, name_servers=jurisdiction.name_servers)
        resolve = dict.fromkeys if jurisdiction.connect_to else asks
    parameters = jurisdiction.seen_by_itself | {"day": local_day(now)}
    rows = connection.execute(RUNNING_SITES, parameters).fetchall()
    connection.commit()
    sites = {row["subject_id"]: url for row in rows if (url := clean_url(row["home_url"] or ""))}
    aaaa = _aaaa(sites.values(), AddressRule(jurisdiction.allow_networks), resolve)
    limits = Limits(timeout_seconds=timeout_seconds or answer_within_seconds(jurisdiction.editions, local_day(now)))
    seen, over_ipv6 = _look(jurisdiction, sites, aaaa, now, spread_seconds, limits)
    has_ipv6 = any(result.http_status for result in over_ipv6.values())
    checked = []
    for subject_id, url in sites.items():
        key = (jurisdiction.jurisdiction_id, subject_id, local_day(now), _host(url), jurisdiction.vantage)
        ipv6 = over_ipv6.get(subject_id) if has_ipv6 else None
        checked.append((*key, *_found(aaaa[_host(url)], seen[subject_id], ipv6)))
    warehouse.upsert_rows(connection, "staging.host_check", _COLUMNS, _KEY, checked)
    return {
        "hosts": len(checked),
        "certificates": sum(row[6] is not None for row in checked),
        "aaaa": sum(row[7] is True for row in checked),
        "ipv6_reachable": sum(row[8] is True for row in checked),
    }


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _aaaa(urls: Iterable[str], rule: AddressRule, resolve: Resolve) -> dict[str, bool | None]:
    """For each host, whether it has a public IPv6 address; None where that could not be looked up."""
    hosts = sorted({_host(url) for url in urls})
    return {
        host: None if addresses is None else any(map(rule.may_connect, addresses))
        for host, addresses in resolve(hosts).items()
    }


def _look(
    jurisdiction: Jurisdiction,
    sites: dict[str, str],
    aaaa: dict[str, bool | None],
    now: datetime,
    spread_seconds: int,
    limits: Limits,
) -> tuple[dict[str, Result], dict[str, Result]]:
    """Results by subject: of asking for the certificate, and over IPv6 (also by address of known-good hosts)."""
    seen: dict[str, Result] = {}
    over_ipv6: dict[str, Result] = {}
    # a wrong certificate is another fault than no way to the host, so that neither request verifies it
    options = {"method": "HEAD", "limits": limits, "wants_certificate": True}
    zero = monotonic()
    clock = running_clock(now)
    with Fetcher.of(
        jurisdiction, concurrency=CONCURRENT_VISITS, kept_connections=1, per_host=1, clock=clock
    ) as fetcher:
        for subject_id, url in sites.items():
            options["start_at"] = zero + visit_offset_seconds(subject_id, spread_seconds)
            fetcher.submit(Request(url, tag=(seen, subject_id), **options))
            if aaaa[_host(url)]:
                fetcher.submit(Request(url, tag=(over_ipv6, subject_id), over_ipv6=True, **options))
        options["start_at"] = zero
        for url in jurisdiction.control_urls:
            fetcher.submit(Request(url, tag=(over_ipv6, url), over_ipv6=True, **options))
        for result in fetcher:
            found, name = result.request.tag
            found[name] = result
    return seen, over_ipv6


def _found(has_aaaa: bool | None, result: Result, ipv6: Result | None) -> tuple[Any, ...]:
    """What stands in a row beside its key."""
    is_reachable = bool(ipv6.http_status) if ipv6 else None
    details = [
        f"{name}: {each.outcome.value} {each.error}".strip()
        for name, each in (("visit", result), ("ipv6", ipv6))
        if each and not each.http_status
    ]
    return (
        result.last.started_at,
        certificate_expires_at(result),
        has_aaaa,
        False if has_aaaa is False else is_reachable,
        "; ".join(details)[:500] or None,
    )


def certificate_expires_at(result: Result) -> datetime | None:
    """When the certificate that the asked host itself sent ends; None where it sent none."""
    asked = host_key(result.url)
    for exchange in (*result.redirects, result.last):
        if exchange.certificate and host_key(exchange.url) == asked:
            try:
                seconds = ssl.cert_time_to_seconds(exchange.certificate.get("Expire date", ""))
            except ValueError:
                return None
            return datetime.fromtimestamp(seconds, UTC)
    return None
