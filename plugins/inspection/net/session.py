"""Requests to APIs and lists under the same rule as the crawl: every connection, so every hop, is asked.

The name is resolved here and the socket opened to an address that the rule allows, so that nothing can be resolved
anew in between. Proxies, .netrc and certificates of the environment are not used: what an office wants used it
declares. A token goes to the host that it was declared for, and never on after a redirect.
"""

from __future__ import annotations

import socket
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util.retry import Retry

from inspection.errors import InspectionError
from inspection.net.addresses import AddressRule

_RETRY = Retry(
    total=3,
    backoff_factor=0.3,
    status_forcelist=(429, 500, 502, 503, 504),
    allowed_methods=("GET",),
    raise_on_status=False,
)
_MOST_REDIRECTS = 5


class GuardedSession(requests.Session):
    """A session that connects only where `rule` allows. Raises InspectionError for another address, on any hop."""

    def __init__(self, rule: AddressRule, *, retry: Retry | int = _RETRY) -> None:
        super().__init__()
        self.trust_env = False
        self.max_redirects = _MOST_REDIRECTS
        for scheme in ("http://", "https://"):
            self.mount(scheme, _GuardedAdapter(rule, max_retries=retry))

    def rebuild_auth(self, prepared_request: requests.PreparedRequest, response: requests.Response) -> None:
        """Take what proves who we are from a request that a redirect sends to another origin."""
        before, after = urlsplit(response.request.url), urlsplit(prepared_request.url)
        if (before.scheme, before.netloc) != (after.scheme, after.netloc):
            prepared_request.headers.pop("Authorization", None)


class _GuardedAdapter(HTTPAdapter):
    def __init__(self, rule: AddressRule, **options: Any) -> None:
        self._rule = rule
        super().__init__(**options)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Pools whose connections ask the rule."""
        super().init_poolmanager(*args, **options)
        asks = {"rule": self._rule}
        plain = type("GuardedHTTPConnection", (_Guarded, HTTPConnection), asks)
        secure = type("GuardedHTTPSConnection", (_Guarded, HTTPSConnection), asks)
        self.poolmanager.pool_classes_by_scheme = {
            "http": type("GuardedHTTPPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("GuardedHTTPSPool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
        }


class _Guarded:
    rule: AddressRule

    def _new_conn(self) -> socket.socket:
        host, timeout = self._dns_host, self.timeout
        try:
            found = socket.getaddrinfo(host.strip("[]"), self.port, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            raise NameResolutionError(self.host, self, error) from error
        allowed = [each for each in found if self.rule.may_connect(str(each[4][0]))]
        if not allowed:
            raise InspectionError(
                f"leads to {found[0][4][0]}, an address that is not on the public internet",
                place=f"{host}:{self.port}",
                remedy="name its network in allow_networks of the office's file, if it is the office's own",
            )
        fault: OSError | None = None
        for family, kind, protocol, _, address in allowed:
            sock = socket.socket(family, kind, protocol)
            try:
                for option in self.socket_options or ():
                    sock.setsockopt(*option)
                if isinstance(timeout, int | float):
                    sock.settimeout(timeout)
                sock.connect(address)
            except OSError as error:
                sock.close()
                fault = error
            else:
                return sock
        if isinstance(fault, TimeoutError):
            raise ConnectTimeoutError(self, f"no answer from {host} after {timeout} s") from fault
        raise NewConnectionError(self, f"no connection: {fault}") from fault
