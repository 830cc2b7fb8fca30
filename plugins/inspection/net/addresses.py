"""Web addresses in one form, hosts compared as the registry compares them, and where we may connect."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import quote, urljoin, urlsplit

_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\]")
_ESCAPE = re.compile(r"%[0-9a-f]{2}", re.I)
_SAFE = "/%:=&?~+!$,;'@()*[]|"
# what may stand between a name and its country: ac.cn, gov.uk; and the province codes under .cn
_SECOND_LEVEL_WORDS = (
    "ac co com edu gov mil net org ah bj cq fj gd gs gx gz ha hb he hi hk hl hn jl js jx ln mo nm nx qh sc sd sh sn "
    "sx tj tw xj xz yn zj"
)
_SECOND_LEVELS = frozenset(_SECOND_LEVEL_WORDS.split())
# an address that is in the one form already, as nearly all are: nothing in it to resolve, to fold or to encode
_IN_FORM = re.compile(
    r"https?://[a-z0-9_-]+(?:\.[a-z0-9_-]+)*(?:/[\w~,-][\w~.,-]*)*/(?:[\w~,-][\w~.,-]*)?(?:\?[\w=&.-]+)?", re.A
)
LONGEST_URL_CHARS = 2_048  # browsers and site maps agree on about that; longer ones only fill memory
_NAT64 = ip_network("64:ff9b::/96")
_GLOBAL_UNICAST = ip_network("2000::/3")  # of IPv6, nothing else is routed on the internet
# What the standard library takes for global: IETF protocol assignments (Oracle's metadata service among them),
# the 6to4 relays, the host agent of Azure's machines, and IPv6 for documents.
# Source: IANA special-purpose registries, RFC 6890, RFC 7526, RFC 9637
_NEVER = tuple(map(ip_network, ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32", "3fff::/20")))


def clean_url(text: str, base: str = "") -> str | None:
    """An absolute http(s) address in one form, or None when it is no address that may be fetched.

    Relative ones are resolved against `base`; the fragment goes, Chinese hosts become Punycode, Chinese
    paths percent-encoded UTF-8, default ports are dropped. One that carries a user name is refused, and one
    of more than `LONGEST_URL_CHARS`.
    """
    if len(text) > LONGEST_URL_CHARS:
        return None
    return text if not base and _IN_FORM.fullmatch(text) else _clean_url(text, base)


@lru_cache(maxsize=65_536)
def _clean_url(text: str, base: str) -> str | None:
    text = re.sub(r"[\t\r\n]", "", text).strip()
    try:
        parts = urlsplit(urljoin(base, text) if base else text)
        port = parts.port
    except ValueError:
        return None
    scheme, host = parts.scheme.lower(), (parts.hostname or "").lower()
    if scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        return None
    if ":" in host:
        host = f"[{host}]"
    elif not host.isascii():
        try:
            host = host.encode("idna").decode()
        except UnicodeError:
            return None
    if not _HOST.fullmatch(host):
        return None
    netloc = host if port in {None, 80 if scheme == "http" else 443} else f"{host}:{port}"
    try:
        path = quote(parts.path.replace("\\", "/"), safe=_SAFE) or "/"
        query = f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    except UnicodeError:  # half of a surrogate pair, which JSON can carry
        return None
    if "/." in path and not path.startswith("//"):
        path = urljoin("http://host/", path)[len("http://host") :]  # dot segments undone
    if "%" in path:
        path = _ESCAPE.sub(lambda match: match[0].upper(), path)  # as libcurl sends it
    return f"{scheme}://{netloc}{path}{query}"


@lru_cache(maxsize=65_536)
def host_key(url: str) -> str:
    """Host[:port] that matches addresses to registered sites; `www.`, http and https make no difference."""
    cleaned = clean_url(url if "//" in url else f"http://{url}")
    if not cleaned:
        return ""
    parts = urlsplit(cleaned)
    host = (parts.hostname or "").removesuffix(".").removeprefix("www.")
    return host if parts.port in {None, 80, 443} else f"{host}:{parts.port}"


@lru_cache(maxsize=65_536)
def registrable_domain(url: str) -> str:
    """The domain somebody registered, in ASCII: `yunzhou.gov.cn` for every host below it, an IP address for itself."""
    if not url.isascii():
        url = clean_url(url) or url
    host = (urlsplit(url).hostname or "").lower().removesuffix(".")
    try:
        return str(ip_address(host))
    except ValueError:
        labels = host.split(".")
    count = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVELS else 2
    return ".".join(labels[-count:])


class AddressRule:
    """Which network addresses we may connect to: public ones, and those the jurisdiction allows.

    Private, loopback, link-local (metadata services), shared, multicast and reserved ranges are refused,
    also when an IPv6 address only wraps one of them (mapped, NAT64, 6to4); Teredo is refused altogether.
    """

    def __init__(self, allow_networks: Iterable[IPv4Network | IPv6Network] = ()) -> None:
        self._allowed = tuple(allow_networks)

    def may_connect(self, address: str) -> bool:
        """Whether a socket to this IP address may be opened."""
        try:
            ip = _unwrapped(ip_address(address.partition("%")[0]))
        except ValueError:
            return False
        if any(ip in network for network in self._allowed if network.version == ip.version):
            return True
        if ip.version == 6 and ip not in _GLOBAL_UNICAST:
            return False
        if any(ip in network for network in _NEVER):
            return False
        return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _unwrapped(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(ip, IPv4Address):
        return ip
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip
