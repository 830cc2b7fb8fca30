"""The one driver that fetches: libcurl's multi interface, shared by the probe, the crawl and the feeds.

Redirects are followed by us, one hop at a time, so that every hop is seen, archived and held to the same
rules. Names are known before a visit's clock begins (`names.py`); the address a socket is opened to is the one that
was checked, and nothing is looked up twice.
"""

from __future__ import annotations

import errno
import heapq
import os
import select
import socket
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import certifi
import pycurl

from inspection.declared.office import Jurisdiction
from inspection.model import ProbeOutcome
from inspection.net.addresses import AddressRule, clean_url
from inspection.net.exchange import Exchange, Limits, Request, Result, running_clock
from inspection.net.names import LONGEST_SECONDS, Asked, Found, Names, Server, server_of
from inspection.net.wide_tls import Tunnel, open_plain, open_tunnel

_SYSTEM_CERTIFICATES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")
_REDIRECTS = {301, 302, 303, 307, 308}
_LONG_WORK_SECONDS = 0.02  # of the caller on one result
_OWN_SHARE = 0.25  # of a timeout in which we did not listen, from which on nobody else is to blame for it
_MOST_PACED_HOSTS = 4_096  # whose next start is remembered, before those are dropped that may start at once
_CONDITIONS = {"If-None-Match", "If-Modified-Since"}  # they speak of the first address, not of where it leads
_ASKED_AHEAD_SECONDS = LONGEST_SECONDS + 1  # of a planned start: its name is known by then, or known to be silent
_LAST_BYTES = 200  # of a page: its end tag and what tools write behind it
_TUNNELS = 32  # visits at once to servers that only browsers can talk to; the next ones wait off their clock
_MISSING_ISSUERS = {20, 21}  # X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, …_UNABLE_TO_VERIFY_LEAF_SIGNATURE
_ODD_HEAD = "Header without colon"  # libcurl's words for a line of a head that is no field
_SECRETS = {"authorization", "cookie", "proxy-authorization"}  # never through a handshake that is easily broken
_CERTIFICATE_LIMITS = Limits(body_bytes=200_000, redirect_count=2, timeout_seconds=10.0)
_END_OF_HEAD = {b"\r\n", b"\n"}
_EXPIRED, _NOT_YET_VALID = 10, 9  # X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_CERT_NOT_YET_VALID
# no way out of our own network, or no socket to be had: nothing of it is the other side's
_OWN_ERRORS = {errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL, errno.EACCES, errno.EPERM, errno.ENOBUFS}
_TLS_ERRORS = {
    pycurl.E_SSL_CONNECT_ERROR,
    pycurl.E_SSL_CERTPROBLEM,
    pycurl.E_SSL_CIPHER,
    pycurl.E_SSL_ENGINE_INITFAILED,
    pycurl.E_USE_SSL_FAILED,
}


def user_agent_of(contact_url: str) -> str:
    """How we name ourselves to servers: with the address that answers for complaints, where there is one."""
    return f"GovInspection/0.1 (+{contact_url})" if contact_url else "GovInspection/0.1"


class _Transfer:
    """One hop under way."""

    __slots__ = (
        "curl",
        "exchange",
        "found",
        "header_size",
        "host",
        "lines",
        "name",
        "own_error",
        "parts",
        "redirects",
        "refused",
        "request",
        "rule",
        "seconds_used",
        "size",
        "sockets",
        "strict_error",
        "tunnel",
        "url",
        "worked_before",
    )

    def __init__(self, request: Request, url: str, rule: AddressRule) -> None:
        self.request, self.url, self.rule = request, url, rule
        target = urlsplit(url)
        self.host, self.name = target.netloc, target.hostname or ""
        self.found: Found | None = None
        self.tunnel: Tunnel | None = None
        self.strict_error: tuple[ProbeOutcome, str] | None = None  # how the handshake ended by OpenSSL's defaults
        self.redirects: list[Exchange] = []
        self.seconds_used = self.worked_before = 0.0
        self.curl: pycurl.Curl | None = None
        self.exchange: Exchange | None = None
        self.lines: list[bytes] = []
        self.parts: list[bytes] = []
        self.size = self.header_size = 0
        self.refused: list[str] = []
        self.own_error = ""
        self.sockets: list[socket.socket] = []

    def open_socket(self, _purpose: int, address: Any) -> socket.socket | int:
        if self.tunnel:
            self.sockets.append(self.tunnel.plain)
            return self.tunnel.plain
        ip = address.addr[0] if isinstance(address.addr, tuple) else str(address.addr)
        if not self.rule.may_connect(ip):
            self.refused.append(ip)
            return pycurl.SOCKET_BAD
        try:
            opened = socket.socket(address.family, address.socktype, address.protocol)
        except OSError as error:
            self.own_error = str(error)
            return pycurl.SOCKET_BAD
        self.sockets.append(opened)  # libcurl works on a duplicate; ours is closed with the transfer
        return opened

    def take_header(self, line: bytes) -> int | None:
        self.header_size += len(line)
        if self.header_size > self.request.limits.header_bytes:
            return -1
        if self.lines and self.lines[-1] in _END_OF_HEAD:
            if self.lines[0][9:10] != b"1":  # a trailer: what comes after the body must not change the head
                return None
            self.lines.clear()  # after 100 Continue or 103 the real block begins anew
        self.lines.append(line)
        return None

    def take_body(self, data: bytes) -> int | None:
        room = self.request.limits.body_bytes - self.size
        if len(data) > room:
            self.parts.append(data[:room])
            self.size += room
            self.exchange.is_truncated = True
            return -1
        self.parts.append(data)
        self.size += len(data)
        return None


class Fetcher:
    """Fetches what is submitted, and yields a `Result` for each, in the order they end.

    At most `concurrency` transfers run at once and `per_host` to one host, whose starts are at least
    `pace_seconds` apart. No more than `kept_connections` are open, busy ones included, while idle ones can be
    closed for it (default: twice the concurrency). More may be submitted while results are read. No cookies,
    no proxies, HTTP and HTTPS only. Use as a context manager.

    `like_browsers` opens also what citizens' browsers open and OpenSSL's defaults refuse (`wide_tls.py`): for visits
    to inspected sites, never with a token. `name_servers` are asked for names; none: those of the machine.
    """

    def __init__(
        self,
        rule: AddressRule,
        *,
        contact_url: str = "",
        connect_to: str | None = None,
        concurrency: int = 64,
        kept_connections: int | None = None,
        per_host: int = 2,
        pace_seconds: float = 0.0,
        clock: Callable[[], datetime] | None = None,
        certificates: str | None = None,
        name_servers: Iterable[Server] = (),
        like_browsers: bool = False,
    ) -> None:
        self.user_agent = user_agent_of(contact_url)
        self._rule, self._connect_to = rule, [f"::{connect_to}"] if connect_to else None
        self._concurrency, self._per_host, self._pace = concurrency, per_host, pace_seconds
        self._clock = clock or running_clock()
        self._certificates = certificates or _certificates()
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, kept_connections or 2 * concurrency)
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._on_socket)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._on_timer)
        # epoll where there is one: the selectors module costs as much again on each event
        self._poller, self._is_epoll = (select.epoll(), True) if hasattr(select, "epoll") else (select.poll(), False)
        self._name_servers, self._like_browsers = list(name_servers), like_browsers
        self._names = Names(self._poller, self._name_servers)
        self._unnamed: dict[str, list[str]] = defaultdict(list)  # name → hosts whose turn waits until it is known
        self._tunnels: ThreadPoolExecutor | None = None
        self._opening: dict[Future[Tunnel], _Transfer] = {}
        self._opened: deque[Future[Tunnel]] = deque()
        self._bell, self._bell_rope = socket.socketpair()  # rung by threads that have opened a tunnel
        self._bell.setblocking(False)
        self._poller.register(self._bell.fileno(), select.POLLIN)
        self._watched: set[int] = set()
        self._timer_at: float | None = None
        self._spare: list[pycurl.Curl] = []
        self._active: dict[pycurl.Curl, _Transfer] = {}
        self._done: deque[Result] = deque()
        self._unfinished = 0
        self._worked = 0.0  # seconds that the caller spent on results, and nobody read from the network
        self._order = count()
        self._later: list[tuple[float, int, _Transfer]] = []  # heap by start_at
        self._waiting: dict[str, deque[_Transfer]] = defaultdict(deque)
        self._turns: list[tuple[float, int, str]] = []  # heap: when a host with waiting transfers may start one
        self._has_turn: set[str] = set()
        self._host_active: dict[str, int] = {}
        self._host_next: dict[str, float] = {}
        self._host_pace: dict[str, float] = {}

    @classmethod
    def of(cls, jurisdiction: Jurisdiction, **options: Any) -> Fetcher:
        """A fetcher under a jurisdiction's network rules, named by its contact address."""
        jurisdiction.needs("connect_to")
        return cls(
            AddressRule(jurisdiction.allow_networks),
            contact_url=jurisdiction.contact_url,
            connect_to=jurisdiction.connect_to,
            name_servers=[server_of(text) for text in jurisdiction.name_servers],
            **options,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for curl, transfer in self._active.items():
            self._multi.remove_handle(curl)
            curl.close()
            for opened in transfer.sockets:
                opened.close()
        for curl in self._spare:
            curl.close()
        self._active.clear()
        self._spare.clear()
        self._multi.close()
        self._names.close()
        if self._tunnels:
            self._tunnels.shutdown(wait=False, cancel_futures=True)
        for opened in (self._bell, self._bell_rope):
            opened.close()
        if self._is_epoll:
            self._poller.close()

    def submit(self, request: Request) -> None:
        """Plan a fetch. Its result always comes, also for an address that cannot be fetched."""
        self._unfinished += 1
        url = clean_url(request.url)
        if not url:
            self._done.append(_own_fault(request, self._clock(), f"is no http or https address: {request.url[:200]!r}"))
            return
        transfer = _Transfer(request, url, self._rule)
        if request.start_at > time.monotonic():
            at = request.start_at if self._connect_to else request.start_at - _ASKED_AHEAD_SECONDS
            heapq.heappush(self._later, (at, next(self._order), transfer))
        else:
            self._enqueue(transfer)

    @property
    def asked(self) -> Asked:
        """How many names were asked for until now, and to how many our servers of names said nothing."""
        return self._names.asked

    def pace(self, url: str, seconds: float) -> None:
        """Keep starts on this address's host at least so far apart from now on (robots.txt may ask for it)."""
        self._host_pace[urlsplit(url).netloc] = seconds

    def __iter__(self) -> Iterator[Result]:
        while self._unfinished:
            self._start_due()
            if not self._done:
                self._wait()
                self._collect()
            while self._done:
                self._unfinished -= 1
                given_at = time.monotonic()
                yield self._done.popleft()
                worked = time.monotonic() - given_at
                if worked > _LONG_WORK_SECONDS:
                    self._worked += worked
                    self._catch_up(worked)

    def _catch_up(self, seconds: float) -> None:
        """Read what came while the caller worked, as long as something is there, but no longer than that took."""
        until = time.monotonic() + seconds
        self._start_due()
        while self._wait(0.0) and time.monotonic() < until:
            self._collect()
            self._start_due()
        self._collect()

    # the queue -----------------------------------------------------------------------------------------

    def _enqueue(self, transfer: _Transfer, *, first: bool = False) -> None:
        waiting = self._waiting[transfer.host]
        waiting.appendleft(transfer) if first else waiting.append(transfer)
        self._give_turn(transfer.host)

    def _give_turn(self, host: str) -> None:
        if host in self._has_turn or self._host_active.get(host, 0) >= self._per_host:
            return
        if not self._waiting.get(host):
            self._waiting.pop(host, None)  # a crawl meets very many hosts
            return
        self._has_turn.add(host)
        heapq.heappush(self._turns, (self._host_next.get(host, 0.0), next(self._order), host))

    def _start_due(self) -> None:
        now = time.monotonic()
        if len(self._host_next) > _MOST_PACED_HOSTS:
            self._host_next = {host: at for host, at in self._host_next.items() if at > now}
        while self._later and self._later[0][0] <= now:
            transfer = heapq.heappop(self._later)[2]
            if transfer.request.start_at <= now:
                self._enqueue(transfer)
            else:
                self._names.ask(transfer.name, wants_all=transfer.request.over_ipv6)
                heapq.heappush(self._later, (transfer.request.start_at, next(self._order), transfer))
        for name in self._names.go_on():
            for host in self._unnamed.pop(name, ()):
                self._waiting[host][0].found = self._names.latest(name)
                heapq.heappush(self._turns, (self._host_next.get(host, 0.0), next(self._order), host))
        # results that wait for the caller hold their bodies: they count as running
        while self._turns and self._turns[0][0] <= now and self._busy_count() < self._concurrency:
            host = heapq.heappop(self._turns)[2]
            found = self._found(self._waiting[host][0], host)
            if found is None:
                continue
            self._has_turn.discard(host)
            transfer = self._waiting[host].popleft()
            objection = transfer.request.objection
            if objection and not transfer.redirects and (reason := objection()):
                result = _own_fault(transfer.request, self._clock(), reason)
                result.is_declined = True
                self._done.append(result)
            elif not found.addresses:
                self._done.append(self._without_address(transfer, found))
            else:
                self._start(transfer, found)
                self._host_active[host] = self._host_active.get(host, 0) + 1
                if pace := self._host_pace.get(host, self._pace):
                    self._host_next[host] = now + pace
            self._give_turn(host)

    def _busy_count(self) -> int:
        return len(self._active) + len(self._opening) + len(self._done)

    def _found(self, transfer: _Transfer, host: str) -> Found | None:
        """What its name leads to; None where that is still being asked, and the host's turn waits for it."""
        if self._connect_to:
            return Found((transfer.name,))
        wants_ipv6 = transfer.request.over_ipv6
        found = transfer.found or self._names.known(transfer.name, wants_all=wants_ipv6)
        if found is None:
            self._unnamed[transfer.name].append(host)
            self._names.ask(transfer.name, wants_all=wants_ipv6)
        elif wants_ipv6 and found.addresses:
            return Found(found.ipv6, "" if found.ipv6 else f"{transfer.name} has no IPv6 address")
        return found

    def _without_address(self, transfer: _Transfer, found: Found) -> Result:
        outcome = ProbeOutcome.PROBE_FAULT if found.is_own_fault else ProbeOutcome.DNS_FAILURE
        # it began with its lookup, which is over late where a round begins with it
        late = min(max(time.monotonic() - transfer.request.start_at, 0.0), LONGEST_SECONDS)
        began_at = self._clock() - timedelta(
            seconds=late if transfer.request.start_at and not transfer.redirects else 0.0
        )
        exchange = Exchange(transfer.url, b"", began_at)
        return Result(transfer.request, outcome, exchange, transfer.redirects, transfer.seconds_used, found.error)

    def _start(self, transfer: _Transfer, found: Found) -> None:
        request, limits = transfer.request, transfer.request.limits
        curl = self._spare.pop() if self._spare else pycurl.Curl()
        transfer.curl, transfer.worked_before = curl, self._worked
        headers = self._headers(transfer)
        target = urlsplit(transfer.url)
        path = target.path + (f"?{target.query}" if target.query else "")
        lines = [f"{request.method} {path} HTTP/1.1", *headers, "", ""]
        transfer.exchange = Exchange(transfer.url, "\r\n".join(lines).encode(), self._clock())
        in_tunnel = transfer.tunnel.seconds if transfer.tunnel else 0.0
        left = max(limits.timeout_seconds - transfer.seconds_used - in_tunnel, 0.001)
        port = target.port or (443 if target.scheme == "https" else 80)
        curl.setopt(pycurl.URL, f"http://{target.hostname}:{port}{path}" if transfer.tunnel else transfer.url)
        curl.setopt(pycurl.HTTPHEADER, headers)
        curl.setopt(pycurl.NOBODY, request.method == "HEAD")
        curl.setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
        curl.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1)
        curl.setopt(pycurl.FOLLOWLOCATION, False)
        curl.setopt(pycurl.PATH_AS_IS, True)
        curl.setopt(pycurl.PROXY, "")  # also keeps libcurl from reading http_proxy
        curl.setopt(pycurl.NOSIGNAL, True)
        curl.setopt(pycurl.TIMEOUT_MS, max(1, round(1000 * left)))
        curl.setopt(pycurl.CAINFO, self._certificates)
        curl.setopt(pycurl.OPENSOCKETFUNCTION, transfer.open_socket)
        curl.setopt(pycurl.HEADERFUNCTION, transfer.take_header)
        curl.setopt(pycurl.WRITEFUNCTION, transfer.take_body)
        if self._connect_to:
            curl.setopt(pycurl.CONNECT_TO, self._connect_to)
        elif found.addresses != (transfer.name,):
            addresses = ",".join(f"[{address}]" if ":" in address else address for address in found.addresses)
            curl.setopt(pycurl.RESOLVE, [f"+{transfer.name.rstrip('.')}:{port}:{addresses}"])
        if transfer.tunnel:
            curl.setopt(pycurl.SOCKOPTFUNCTION, _is_connected)
            curl.setopt(pycurl.FRESH_CONNECT, True)
            curl.setopt(pycurl.FORBID_REUSE, True)
        if request.over_ipv6:
            curl.setopt(pycurl.IPRESOLVE, pycurl.IPRESOLVE_V6)
        if request.wants_certificate:
            curl.setopt(pycurl.OPT_CERTINFO, 1)
            curl.setopt(pycurl.SSL_VERIFYPEER, 0)
            curl.setopt(pycurl.SSL_VERIFYHOST, 0)
        self._active[curl] = transfer
        self._multi.add_handle(curl)

    def _headers(self, transfer: _Transfer) -> list[str]:
        own = {
            "Host": transfer.host,
            "User-Agent": self.user_agent,
            "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9",
            "Accept-Encoding": "gzip, deflate",
        }
        asked = dict(transfer.request.headers)
        if transfer.redirects:
            asked = {name: value for name, value in asked.items() if name not in _CONDITIONS}
        return [f"{name}: {value}" for name, value in (own | asked).items()]

    # libcurl -------------------------------------------------------------------------------------------

    def _on_socket(self, event: int, fd: int, _multi: object, _data: object) -> None:
        if event == pycurl.POLL_REMOVE:
            self._watched.discard(fd)
            with suppress(OSError, KeyError):  # it may be closed already
                self._poller.unregister(fd)
            return
        mask = (select.POLLIN if event & pycurl.POLL_IN else 0) | (select.POLLOUT if event & pycurl.POLL_OUT else 0)
        if fd in self._watched:
            with suppress(FileNotFoundError):
                self._poller.modify(fd, mask)
                return
        self._poller.register(fd, mask)
        self._watched.add(fd)

    def _on_timer(self, milliseconds: int) -> None:
        self._timer_at = None if milliseconds < 0 else time.monotonic() + milliseconds / 1000

    def _wait(self, longest_seconds: float = 1.0) -> bool:
        """Let libcurl go on with what is ready or due; returns whether any socket was ready."""
        now = time.monotonic()
        times = [now + longest_seconds]
        if self._timer_at is not None:
            times.append(self._timer_at)
        if self._later:
            times.append(self._later[0][0])
        if self._turns and self._busy_count() < self._concurrency:
            times.append(self._turns[0][0])
        if (due := self._names.next_at) is not None:
            times.append(due)
        seconds = max(0.0, min(times) - now)
        ready = self._poller.poll(seconds if self._is_epoll else 1000 * seconds)
        own = self._names.fds if ready else ()
        for fd, events in ready:
            if fd in own:
                self._names.read(fd)
                continue
            if fd == self._bell.fileno():
                self._bell.recv(4096)
                continue
            # what is neither (an error, a hang-up) is told to both sides
            flags = pycurl.CSELECT_IN if events & ~select.POLLOUT else 0
            flags |= pycurl.CSELECT_OUT if events & ~select.POLLIN else 0
            self._multi.socket_action(fd, flags)
        if self._timer_at is not None and self._timer_at <= time.monotonic():
            self._timer_at = None
            self._multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)
        return bool(ready)

    def _collect(self) -> None:
        remaining = 1
        while remaining:
            remaining, succeeded, failed = self._multi.info_read()
            for curl in succeeded:
                self._finish(curl, 0, "")
            for curl, code, message in failed:
                self._finish(curl, code, message)
        while self._opened:
            self._tunnelled(self._opened.popleft())

    def _finish(self, curl: pycurl.Curl, code: int, message: str) -> None:
        transfer = self._active.pop(curl)
        exchange = transfer.exchange
        exchange.seconds = curl.getinfo(pycurl.TOTAL_TIME)
        exchange.status = curl.getinfo(pycurl.RESPONSE_CODE) or None
        exchange.remote_ip = curl.getinfo(pycurl.PRIMARY_IP) or None
        exchange.head, exchange.body = b"".join(transfer.lines), b"".join(transfer.parts)
        exchange.fields = _fields(transfer.lines)
        if transfer.request.wants_certificate:
            exchange.certificate = _certificate(curl)
        outcome = _outcome(transfer, code, message, curl.getinfo(pycurl.OS_ERRNO), curl)
        if self._is_for_browsers(transfer, outcome, message, curl):
            transfer.strict_error = outcome, message
            self._open_tunnel(transfer, (exchange.remote_ip or "", curl.getinfo(pycurl.PRIMARY_PORT)))
            self._put_away(curl, transfer)
            return
        if transfer.tunnel:
            exchange.seconds += transfer.tunnel.seconds
            exchange.remote_ip = transfer.tunnel.address
            exchange.tls_weakness = None if transfer.tunnel.mends_head else transfer.tunnel.weakness
        worked = self._worked - transfer.worked_before
        if outcome is ProbeOutcome.TIMEOUT and worked > _OWN_SHARE * transfer.request.limits.timeout_seconds:
            outcome, transfer.own_error = ProbeOutcome.PROBE_FAULT, f"we ourselves were busy for {worked:.1f} s of it"
        self._put_away(curl, transfer)
        self._end(transfer, outcome, message)

    def _put_away(self, curl: pycurl.Curl, transfer: _Transfer) -> None:
        self._multi.remove_handle(curl)
        for opened in transfer.sockets:
            opened.close()
        transfer.sockets.clear()
        curl.reset()
        self._spare.append(curl)

    def _end(self, transfer: _Transfer, outcome: ProbeOutcome, message: str) -> None:
        """A hop is over: its redirect is followed, or it is the result."""
        exchange = transfer.exchange
        left = self._host_active.pop(transfer.host) - 1
        if left:
            self._host_active[transfer.host] = left
        self._give_turn(transfer.host)

        transfer.seconds_used += exchange.seconds
        error = "" if outcome in {ProbeOutcome.OK, ProbeOutcome.HTTP_ERROR} else transfer.own_error or message
        if transfer.refused and outcome is ProbeOutcome.PROBE_FAULT:
            error = f"address {transfer.refused[0]} is not public and not in allow_networks"
        location = exchange.header("location")
        if outcome is ProbeOutcome.OK and exchange.status in _REDIRECTS and location:
            target = clean_url(_header_text(location), exchange.url)
            seen = {hop.url for hop in transfer.redirects} | {exchange.url}
            if not target:
                outcome, error = ProbeOutcome.HTTP_ERROR, f"redirected to {location[:200]!r}, which is no web address"
            elif target in seen or len(transfer.redirects) >= transfer.request.limits.redirect_count:
                outcome, error = ProbeOutcome.REDIRECT_LOOP, f"redirected to {target} after {len(seen)} hops"
            else:
                follow = _Transfer(transfer.request, target, self._rule)
                follow.redirects, follow.seconds_used = [*transfer.redirects, exchange], transfer.seconds_used
                self._enqueue(follow, first=True)
                return
        self._done.append(Result(transfer.request, outcome, exchange, transfer.redirects, transfer.seconds_used, error))

    # servers that only browsers can talk to --------------------------------------------------------------

    def _is_for_browsers(self, transfer: _Transfer, outcome: ProbeOutcome, message: str, curl: pycurl.Curl) -> bool:
        """Whether what libcurl or OpenSSL's defaults refused is to be tried as browsers do it."""
        request = transfer.request
        if not self._like_browsers or transfer.strict_error or request.wants_certificate:
            return False
        if any(name.lower() in _SECRETS for name, _ in request.headers):
            return False
        if outcome is ProbeOutcome.RESET:
            return _ODD_HEAD in message
        if outcome is ProbeOutcome.TLS_UNTRUSTED:
            return curl.getinfo(pycurl.SSL_VERIFYRESULT) in _MISSING_ISSUERS
        return outcome is ProbeOutcome.TLS_PROTOCOL

    def _open_tunnel(self, transfer: _Transfer, address: tuple[str, int]) -> None:
        """In a thread, since Python's `ssl` waits; the transfer goes on when the bell rings."""
        if self._tunnels is None:
            self._tunnels = ThreadPoolExecutor(_TUNNELS, thread_name_prefix="wide-tls")
        seconds = max(transfer.request.limits.timeout_seconds - transfer.seconds_used, 0.001)
        opening: Future[Tunnel] = Future()
        self._opening[opening] = transfer
        mends_head = transfer.strict_error is not None and transfer.strict_error[0] is ProbeOutcome.RESET
        if mends_head and transfer.url.startswith("http:"):
            make = partial(open_plain, address, seconds)
        else:
            make = partial(
                open_tunnel,
                address,
                transfer.name,
                seconds,
                self._certificates,
                self._certificate_at,
                mends_head=mends_head,
            )
        self._tunnels.submit(self._in_thread, opening, make, seconds)

    def _in_thread(self, opening: Future[Tunnel], make: Callable[[], Tunnel], seconds: float) -> None:
        until = time.monotonic() + seconds + 1
        try:
            tunnel = make()
        except Exception as error:  # whatever a foreign handshake does: the strict one's word stands
            tunnel = None
            opening.set_exception(error)
        else:
            opening.set_result(tunnel)
        self._opened.append(opening)
        with suppress(OSError):
            self._bell_rope.send(b"!")
        if tunnel:
            tunnel.pump(until)

    def _tunnelled(self, opening: Future[Tunnel]) -> None:
        transfer = self._opening.pop(opening)
        outcome, message = transfer.strict_error or (ProbeOutcome.TLS_PROTOCOL, "")
        if opening.exception():
            self._end(transfer, outcome, message)
            return
        transfer.tunnel = opening.result()
        if not transfer.tunnel.mends_head:
            transfer.tunnel.weakness = f"{transfer.tunnel.weakness}; by OpenSSL's defaults: {message}"[:500]
        self._start(transfer, Found((transfer.tunnel.address,)))

    def _certificate_at(self, url: str) -> bytes | None:
        """An issuer's certificate; called in a thread, and by a fetcher of its own under the same rules."""
        connect_to = self._connect_to[0].removeprefix("::") if self._connect_to else None
        with Fetcher(self._rule, connect_to=connect_to, concurrency=1, name_servers=self._name_servers) as fetcher:
            fetcher.submit(Request(url, limits=_CERTIFICATE_LIMITS))
            result = next(iter(fetcher))
        return result.body if result.http_status == 200 and not result.last.is_truncated else None


def _is_connected(_socket: object, _purpose: int) -> int:
    return pycurl.SOCKOPT_ALREADY_CONNECTED


def _outcome(transfer: _Transfer, code: int, message: str, os_errno: int, curl: pycurl.Curl) -> ProbeOutcome:
    """What libcurl's error code says in our closed vocabulary."""
    if code == 0 or transfer.exchange.is_truncated or _ended_by_closing(transfer.exchange, code, message):
        if (transfer.exchange.status or 200) < 200:
            return ProbeOutcome.RESET  # 101: it speaks something else now, and there is no answer
        return ProbeOutcome.HTTP_ERROR if (transfer.exchange.status or 0) >= 400 else ProbeOutcome.OK
    if code == pycurl.E_OPERATION_TIMEDOUT:
        return ProbeOutcome.TIMEOUT
    if code == pycurl.E_COULDNT_RESOLVE_HOST:
        return ProbeOutcome.DNS_FAILURE
    if code == pycurl.E_COULDNT_CONNECT:
        if transfer.refused or transfer.own_error or os_errno in _OWN_ERRORS:
            return ProbeOutcome.PROBE_FAULT
        return ProbeOutcome.TIMEOUT if os_errno == errno.ETIMEDOUT else ProbeOutcome.REFUSED
    if code == pycurl.E_PEER_FAILED_VERIFICATION:
        verified = curl.getinfo(pycurl.SSL_VERIFYRESULT)
        if verified in {_EXPIRED, _NOT_YET_VALID} or "expired" in message:
            return ProbeOutcome.TLS_EXPIRED
        is_other_host = "subject name" in message or "does not match" in message
        return ProbeOutcome.TLS_WRONG_HOST if is_other_host else ProbeOutcome.TLS_UNTRUSTED
    if code in _TLS_ERRORS:
        return ProbeOutcome.RESET if os_errno == errno.ECONNRESET else ProbeOutcome.TLS_PROTOCOL
    if code in {pycurl.E_OUT_OF_MEMORY, pycurl.E_FAILED_INIT, pycurl.E_SSL_CACERT_BADFILE}:
        return ProbeOutcome.PROBE_FAULT
    return ProbeOutcome.RESET  # cut off, nothing sent, no HTTP, headers without end


def _ended_by_closing(exchange: Exchange, code: int, message: str) -> bool:
    """Whether a body of no announced length ended with the connection, without TLS's own goodbye.

    Old servers do that and browsers show their pages: it is no fault of reachability. Neither is a length that is too
    large of a page whose own end came.
    """
    if code == pycurl.E_PARTIAL_FILE:
        return bool(exchange.status) and b"</html>" in exchange.body[-_LAST_BYTES:].lower()
    has_length = {"content-length", "transfer-encoding"} & exchange.fields.keys()
    return code == pycurl.E_RECV_ERROR and "unexpected eof" in message and bool(exchange.status) and not has_length


def _certificate(curl: pycurl.Curl) -> dict[str, str] | None:
    """What the server's own certificate says; raw, since any bytes may stand in its names."""
    chain = curl.getinfo_raw(pycurl.INFO_CERTINFO)
    if not chain:
        return None
    pairs = (pair for pair in chain[0] if isinstance(pair, tuple) and len(pair) == 2)
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in pairs}


def _own_fault(request: Request, at: datetime, error: str) -> Result:
    return Result(request, ProbeOutcome.PROBE_FAULT, Exchange(request.url, b"", at), error=error)


def _fields(lines: list[bytes]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for line in lines[1:]:
        name, colon, value = line.decode("latin-1").partition(":")
        if colon:
            fields.setdefault(name.strip().lower(), []).append(value.strip())
    return fields


def _header_text(value: str) -> str:
    """A header's bytes as text: servers put raw UTF-8 or GBK into Location."""
    raw = value.encode("latin-1")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _certificates() -> str:
    candidates = (os.environ.get("SSL_CERT_FILE", ""), *_SYSTEM_CERTIFICATES)
    return next((path for path in candidates if path and Path(path).is_file()), certifi.where())
