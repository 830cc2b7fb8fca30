"""Links that no visitor should meet, or not unwarned.

Kinds: `private_host` a link into a private network or to a machine's own address, `bare_host` to a public address
without a name, each with the address as `place`; `no_leave_prompt` the page leads to hosts of neither government nor
known platforms, and nothing asks before one leaves (`value` the first host, `count` how many, `detail.hosts`).
What lies behind links is for `link_targets.py` and `staging.link` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from ipaddress import ip_address

from inspection.model import PageKind
from inspection.page.domains import foreign_domain
from inspection.page.page import Page, host_of
from inspection.readers.sign import Reading, Sign

TOPIC = "links"

# endings that no public name server knows (RFC 6762, RFC 8375 and custom)
_PRIVATE_ENDINGS = (".local", ".lan", ".intranet", ".internal", ".localdomain", ".home.arpa", ".corp")
_LEAVE_WORDS = re.compile(
    r"离开本?(?:站|网站|网)|离开[^\n]{0,20}网站|即将(?:访问|跳转|打开|离开)|链接访问提示|外部链接|非本站"
)
_LEAVE_CODE = re.compile(r"openLink|leavePrompt|leaveSite|outLink|outlink|exitSite|wailian|tzlj|lktz", re.I)
MAX_HOSTS = 10


def read(reading: Reading) -> Iterator[Sign]:
    """What is odd about where a page's links lead; the question before leaving is asked of home pages alone."""
    told: set[str] = set()
    for link in reading.links:
        if link.kind == "internal":
            continue
        host = host_of(link.url)
        kind = _odd(host)
        if kind and host not in told:
            told.add(host)
            yield Sign(kind, link.url, host)
    if reading.kind == PageKind.HOME:
        yield from _no_leave_prompt(reading)


@lru_cache(maxsize=65_536)
def _odd(host: str) -> str | None:
    name = host.strip("[]") if host.startswith("[") else host.partition(":")[0]
    if not name:
        return None
    try:
        address = ip_address(name)
    except ValueError:
        # one label alone is resolved by an office's own network, if at all
        return "private_host" if "." not in name or name.endswith(_PRIVATE_ENDINGS) else None
    return "bare_host" if address.is_global else "private_host"


def _no_leave_prompt(reading: Reading) -> Iterator[Sign]:
    own = reading.subject.home_url or reading.page.url
    foreign = (host_of(link.url) for link in reading.links if link.kind == "external" and foreign_domain(link.url, own))
    hosts = [host for host in dict.fromkeys(foreign) if ".gov." not in f".{host}."]  # those of other countries too
    if hosts and not _asks_before_leaving(reading.page):
        yield Sign("no_leave_prompt", value=hosts[0], count=len(hosts), detail={"hosts": hosts[:MAX_HOSTS]})


def _asks_before_leaving(page: Page) -> bool:
    """Whether the page, or a script that it names, speaks of leaving the site."""
    if _LEAVE_WORDS.search(page.html) or _LEAVE_CODE.search(page.html):
        return True
    return any(_LEAVE_CODE.search(attributes.get("src") or "") for attributes, _ in page.scripts)
