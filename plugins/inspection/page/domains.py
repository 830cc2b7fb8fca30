"""Whose domain a link leads to: one of the state, one that everybody links to, or one that says something.

The list is `include/known-domains.yaml`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from ipaddress import ip_address

import yaml

from inspection.net.addresses import registrable_domain
from inspection.page.page import host_of
from inspection.places import INCLUDE

_DIGITS = re.compile(r"\d{3,}")
_HOTLINE = re.compile(r"12\d{3}")  # numbers of public services: 12345, 12315, 12348


def foreign_domain(url: str, own: str = "") -> str | None:
    """The registered domain that an address leads to, where it says something: it is neither under `own` (the
    address of the page or its site) nor known, nor a bare IP address."""
    domain = _telling_domain(url)
    try:
        return domain if domain and (not own or domain != registrable_domain(own)) else None
    except ValueError:  # no address at all
        return None


@lru_cache(maxsize=65_536)  # the pages of a site repeat its links
def _telling_domain(url: str) -> str | None:
    host = host_of(url).partition(":")[0]
    if "." not in host or host.startswith("[") or _is_ip(host):
        return None
    labels = host.split(".")
    if any(".".join(labels[at:]) in _known() for at in range(len(labels))):
        return None
    try:
        return registrable_domain(url)
    except ValueError:  # no address at all
        return None


@lru_cache(maxsize=65_536)
def is_risky(domain: str) -> bool:
    """Whether a domain looks like those registered for spam: under a cheap ending, or named by numbers."""
    name, _, ending = domain.partition(".")
    if ending.rpartition(".")[2] in _lists()["cheap_endings"]:
        return True
    if ending == "cn" or ending.endswith(".cn"):  # registered under the owner's papers
        return False
    return bool(_DIGITS.search(name)) and not _HOTLINE.search(name)


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


@cache
def _known() -> frozenset[str]:
    return frozenset().union(*(domains for name, domains in _lists().items() if name != "cheap_endings"))


@cache
def _lists() -> dict[str, frozenset[str]]:
    lists = yaml.safe_load((INCLUDE / "known-domains.yaml").read_text("utf-8"))
    return {name: frozenset(domains) for name, domains in lists.items()}
