"""Names of hosts (域名) into addresses: asked for apart, so that no site's silent name server costs another a second.

A stub resolver (RFC 1034 §5.3.1, RFC 1035) on datagrams of its own: no thread waits for a name, and any number may be
under way. IPv4 and IPv6 are asked for beside each other; IPv6 gets no more than the moment of RFC 8305 once IPv4 is
known. The hosts file is read first; `localhost` and `.invalid` are what RFC 6761 says of them.
"""

from __future__ import annotations

import heapq
import re
import secrets
import select
import socket
import struct
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from ipaddress import ip_address
from itertools import count
from pathlib import Path
from typing import NamedTuple

import dns.exception
import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.resolver

LONGEST_SECONDS = 14.0  # of one lookup: longer than any server of names takes that will answer at all
_SEND_AT = (0.0, 1.0, 3.0, 7.0)  # seconds after the begin, each to the next server; a datagram can get lost
_ASK_ROOT_AT = 8.0  # nobody has said anything by then: is it the name, or are our own servers of names dead?
_OTHER_FAMILY_SECONDS = 0.05  # RFC 8305 §3, resolution delay
_SHORTEST_SECONDS, _LONGEST_KEPT_SECONDS = 30.0, 300.0  # that addresses are kept, whatever their time to live
_FAILURE_KEPT_SECONDS = 10.0  # for a start that is planned; a confirming look, later, is to look again
_LATE_SECONDS = 0.5  # that something due is done late before we say that we were not listening
_MOST_KEPT = 65_536  # names, before those are dropped whose time is over
_MOST_LOOKUPS = 512  # under way; the next ones wait, and no visit's clock runs meanwhile
_SOCKETS = 8  # to each server, each on a port by chance: beside the id, what a forger has to guess (RFC 5452)
_MOST_BYTES = 65_535
_PORT = 53
_ROOT = "."
_KINDS = (dns.rdatatype.A, dns.rdatatype.AAAA)
_NUMBER = re.compile(r"\d+|0[xX][0-9a-fA-F]*")
_HOSTS = Path("/etc/hosts")

Server = tuple[str, int]


class Found(NamedTuple):
    """What came of a name: its addresses, IPv4 first; where there are none, why, and whether that is our own fault."""

    addresses: tuple[str, ...] = ()
    error: str = ""
    is_own_fault: bool = False
    tells_ipv6: bool = True  # whether IPv6 was answered for, be it by nothing

    @property
    def ipv6(self) -> tuple[str, ...]:
        """The IPv6 addresses among them."""
        return tuple(address for address in self.addresses if ":" in address)


class Asked(NamedTuple):
    """How many names were asked for, and to how many of them none of our servers said anything."""

    count: int
    fault_count: int


@dataclass(eq=False)
class _Lookup:
    """A name under way. `said` holds, by kind of record, the addresses that an answer gave; `errors` what servers said
    in the place of one."""

    name: str
    begun_at: float
    wants_all: bool
    said: dict[int, tuple[str, ...]] = field(default_factory=dict)
    errors: defaultdict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    seconds_to_live: float = _LONGEST_KEPT_SECONDS
    sent: int = 0
    ids: set[int] = field(default_factory=set)
    is_over: bool = False


class Names:
    """Looks names up on a poller (`select.epoll` or `select.poll`) that its owner waits on.

    `servers` are asked in turn; none given: those of the system. The owner calls `ask` early and `known` when it needs
    the addresses, hands over sockets that are ready (`fds`, `read`) and calls `go_on` at `next_at`; names that are
    done since come out of it.
    """

    def __init__(self, poller: select.epoll | select.poll, servers: Iterable[Server] = ()) -> None:
        self._poller = poller
        self._servers = list(servers)
        self._is_ready = False
        self._hosts: dict[str, tuple[str, ...]] = {}
        self._kept: dict[str, tuple[float, Found, bool]] = {}  # until when; and whether both families are told
        self._lookups: dict[str, _Lookup] = {}
        self._waiting: dict[str, bool] = {}
        self._by_id: dict[int, tuple[_Lookup, int]] = {}
        self._times: list[tuple[float, int, _Lookup, Callable[[_Lookup], None]]] = []
        self._order = count()
        self._sockets: list[list[socket.socket]] = []
        self._reading: dict[int, socket.socket] = {}
        self._streams: dict[int, _Stream] = {}
        self._finished: list[str] = []
        self._heard_at = 0.0
        self._stood_still = False
        self.asked = Asked(0, 0)

    @property
    def fds(self) -> set[int]:
        """File descriptors of ours on the poller."""
        return self._reading.keys() | self._streams.keys()

    @property
    def next_at(self) -> float | None:
        """When `go_on` has something to do, in `time.monotonic()` seconds."""
        while self._times and self._times[0][2].is_over:
            heapq.heappop(self._times)
        return self._times[0][0] if self._times else None

    def known(self, name: str, *, wants_all: bool = False) -> Found | None:
        """What is known of a name; None where it is still to be asked for. `wants_all`: of IPv6 too, however late."""
        kept = self._kept.get(name)
        if kept and kept[0] > time.monotonic() and (kept[2] or not wants_all):
            return kept[1]
        return self._at_once(name)

    def latest(self, name: str) -> Found | None:
        """What was last known of a name, however long ago: for those who have waited for it."""
        return self._kept[name][1] if name in self._kept else self._at_once(name)

    def ask(self, name: str, *, wants_all: bool = False) -> None:
        """Begin to look a name up, if that is not under way; `go_on` gives it back when it is known."""
        if self.known(name, wants_all=wants_all):
            self._finished.append(name)
        elif name in self._lookups:
            self._lookups[name].wants_all |= wants_all
        elif len(self._lookups) >= _MOST_LOOKUPS:
            self._waiting[name] = self._waiting.get(name, False) or wants_all
        else:
            self._begin(name, wants_all)

    def read(self, fd: int) -> None:
        """Take in what one of our sockets has."""
        if stream := self._streams.get(fd):
            if stream.go_on():
                self._poller.unregister(fd)
                del self._streams[fd]
                stream.close()
                if stream.answer:
                    self._take(stream.answer, stream.server, is_stream=True)
            return
        opened = self._reading[fd]
        while True:
            try:
                answer = opened.recv(_MOST_BYTES)
            except (BlockingIOError, InterruptedError):
                return
            except OSError:  # nobody listens there, by ICMP
                continue
            self._take(answer, opened.getpeername()[:2])

    def go_on(self) -> list[str]:
        """Do what is due; returns the names that are known since the last call.

        While our process stood still, nobody listened: no name's clock runs meanwhile, or answers that wait in our
        sockets would come too late and a site be called without a name for our own stop.
        """
        now = time.monotonic()
        late = now - due if (due := self.next_at) else 0.0
        self._stood_still = late > _LATE_SECONDS and not self._stood_still  # not twice: it must come to an end
        if self._stood_still:  # what waits in the sockets is read before anything is given up
            self._times = [(when + late, order, lookup, action) for when, order, lookup, action in self._times]
            now = due
        while self._times and self._times[0][0] <= now:
            _, _, lookup, action = heapq.heappop(self._times)
            if not lookup.is_over:
                action(lookup)
        finished, self._finished = self._finished, []
        return finished

    def close(self) -> None:
        """Close all sockets."""
        for opened in (*self._reading.values(), *self._streams.values()):
            opened.close()
        self._reading.clear()
        self._streams.clear()

    # names ---------------------------------------------------------------------------------------------

    def _at_once(self, name: str) -> Found | None:
        """What needs no asking: an address, the hosts file, names that RFC 6761 keeps."""
        if found := _literal(name):
            return found
        self._make_ready()
        if addresses := self._hosts.get(name.rstrip(".")):
            return Found(addresses)
        last = name.rstrip(".").rpartition(".")[2]
        if last == "localhost":
            return Found(("127.0.0.1", "::1"))
        if last == "invalid":
            return Found(error=f"there is no host {name}: .invalid never exists (RFC 6761)")
        if not self._servers:
            return Found(error="no server of names is known on this machine", is_own_fault=True, tells_ipv6=False)
        return None

    def _make_ready(self) -> None:
        if self._is_ready:
            return
        self._is_ready = True
        self._hosts = _hosts_file(_HOSTS)
        if not self._servers:
            try:
                self._servers = [(str(server), _PORT) for server in dns.resolver.Resolver().nameservers]
            except dns.exception.DNSException:
                self._servers = []

    def _begin(self, name: str, wants_all: bool) -> None:
        now = time.monotonic()
        lookup = self._lookups[name] = _Lookup(name, now, wants_all)
        for seconds in _SEND_AT:
            self._at(now + seconds, lookup, self._send)
        self._at(now + _ASK_ROOT_AT, lookup, self._ask_root)
        self._at(now + LONGEST_SECONDS, lookup, self._give_up)

    def _at(self, when: float, lookup: _Lookup, action: Callable[[_Lookup], None]) -> None:
        heapq.heappush(self._times, (when, next(self._order), lookup, action))

    def _send(self, lookup: _Lookup) -> None:
        server = lookup.sent % len(self._servers)
        lookup.sent += 1
        for kind in _KINDS:
            if kind not in lookup.said:
                self._send_query(lookup, kind, server)

    def _send_query(self, lookup: _Lookup, kind: int, server: int) -> None:
        number = next(tried for tried in iter(lambda: secrets.randbelow(65_536), None) if tried not in self._by_id)
        try:
            query = _query(lookup.name, kind, number)
        except ValueError:
            self._end(lookup, Found(error=f"{lookup.name[:200]} can be no host's name"))
            return
        self._by_id[number] = (lookup, kind)
        lookup.ids.add(number)
        try:
            secrets.choice(self._sockets_to(server)).send(query)
        except OSError as error:
            lookup.errors[kind].add(f"the server of names {self._servers[server][0]}: {error}")

    def _ask_root(self, lookup: _Lookup) -> None:
        if self._heard_at < lookup.begun_at:
            for server in range(len(self._servers)):
                self._send_query(_Lookup(_ROOT, lookup.begun_at, wants_all=False), dns.rdatatype.NS, server)

    def _give_up(self, lookup: _Lookup) -> None:
        if any(lookup.said.values()):
            self._end(lookup, self._found(lookup))
        elif self._heard_at < lookup.begun_at:
            error = f"no server of names of ours has said anything for {LONGEST_SECONDS:.0f} s"
            self._end(lookup, Found(error=error, is_own_fault=True, tells_ipv6=False))
        else:
            said = "; ".join(sorted(set().union(*lookup.errors.values())))
            error = said or f"its servers of names have not answered within {LONGEST_SECONDS:.0f} s"
            self._end(lookup, Found(error=f"{lookup.name}: {error}", tells_ipv6=False))

    def _take(self, answer: bytes, server: Server, *, is_stream: bool = False) -> None:
        """One answer, if it is to a question of ours."""
        number = int.from_bytes(answer[:2], "big")
        if number not in self._by_id:
            return
        lookup, kind = self._by_id[number]
        try:
            message = dns.message.from_wire(answer, ignore_trailing=True)
            question = message.question[0]
        except (dns.exception.DNSException, IndexError, ValueError):
            return
        if str(question.name).lower().rstrip(".") != lookup.name.lower().rstrip(".") or question.rdtype != kind:
            return
        self._heard_at = time.monotonic()
        if lookup.is_over or lookup.name == _ROOT or kind in lookup.said:
            return
        if message.flags & dns.flags.TC and not is_stream:
            self._ask_by_stream(lookup, kind, number, server)
            return
        code = message.rcode()
        if code == dns.rcode.NXDOMAIN:
            self._end(lookup, Found(error=f"there is no host {lookup.name} (NXDOMAIN)"))
        elif code != dns.rcode.NOERROR:
            self._refused(lookup, kind, f"the server of names {server[0]} says {dns.rcode.to_text(code)}")
        else:
            try:
                chain = message.resolve_chaining()
            except dns.exception.DNSException:
                self._end(lookup, Found(error=f"{lookup.name}: its aliases (CNAME) lead nowhere"))
                return
            lookup.said[kind] = tuple(str(record) for record in chain.answer or ())
            lookup.seconds_to_live = min(lookup.seconds_to_live, chain.minimum_ttl)
            self._see(lookup)

    def _refused(self, lookup: _Lookup, kind: int, error: str) -> None:
        """A server said that it cannot tell: the next one is asked at once; when none can, that is the answer."""
        lookup.errors[kind].add(error)
        if len(lookup.errors[kind]) >= len(self._servers):
            lookup.said[kind] = ()
            self._see(lookup)
        elif lookup.sent < 2 * len(self._servers):
            self._send(lookup)

    def _see(self, lookup: _Lookup) -> None:
        """Whether what was said will do."""
        ipv4, ipv6 = (lookup.said.get(kind) for kind in _KINDS)
        if ipv4 is not None and ipv6 is not None:
            self._end(lookup, self._found(lookup))
        elif ipv4 and not lookup.wants_all:
            self._at(time.monotonic() + _OTHER_FAMILY_SECONDS, lookup, lambda one: self._end(one, self._found(one)))

    def _found(self, lookup: _Lookup) -> Found:
        addresses = tuple(address for kind in _KINDS for address in lookup.said.get(kind, ()))
        is_told = dns.rdatatype.AAAA in lookup.said and not lookup.errors[dns.rdatatype.AAAA]
        if addresses:
            return Found(addresses, tells_ipv6=is_told)
        said = "; ".join(sorted(set().union(*lookup.errors.values())))
        return Found(error=f"{lookup.name}: {said or 'the name has no address'}", tells_ipv6=is_told)

    def _end(self, lookup: _Lookup, found: Found) -> None:
        lookup.is_over = True
        self.asked = Asked(self.asked.count + 1, self.asked.fault_count + found.is_own_fault)
        for number in lookup.ids:
            self._by_id.pop(number, None)
        self._lookups.pop(lookup.name, None)
        seconds = max(min(lookup.seconds_to_live, _LONGEST_KEPT_SECONDS), _SHORTEST_SECONDS)
        until = time.monotonic() + (seconds if found.addresses else _FAILURE_KEPT_SECONDS)
        is_all = not found.addresses or dns.rdatatype.AAAA in lookup.said
        if len(self._kept) > _MOST_KEPT:
            now = time.monotonic()
            self._kept = {name: kept for name, kept in self._kept.items() if kept[0] > now}
        self._kept[lookup.name] = (until, found, is_all)
        self._finished.append(lookup.name)
        while self._waiting and len(self._lookups) < _MOST_LOOKUPS:
            name = next(iter(self._waiting))
            self._begin(name, self._waiting.pop(name))

    # sockets -------------------------------------------------------------------------------------------

    def _sockets_to(self, server: int) -> list[socket.socket]:
        if not self._sockets:
            self._sockets = [[] for _ in self._servers]
        if not self._sockets[server]:
            host, port = self._servers[server]
            for _ in range(_SOCKETS):
                opened = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
                self._sockets[server].append(opened)
                opened.setblocking(False)
                opened.connect((host, port))
                self._poller.register(opened.fileno(), select.POLLIN)
                self._reading[opened.fileno()] = opened
        return self._sockets[server]

    def _ask_by_stream(self, lookup: _Lookup, kind: int, number: int, server: Server) -> None:
        """A datagram was too short for the answer (RFC 1035 §4.2.2, RFC 7766)."""
        try:
            stream = _Stream(server, _query(lookup.name, kind, number))
        except OSError as error:
            self._refused(lookup, kind, f"the server of names {server[0]}, by TCP: {error}")
            return
        self._streams[stream.fileno()] = stream
        self._poller.register(stream.fileno(), select.POLLIN | select.POLLOUT)


class _Stream:
    """One question by TCP, without waiting."""

    def __init__(self, server: Server, query: bytes) -> None:
        self.server, self.answer = server, b""
        self._out, self._in = struct.pack(">H", len(query)) + query, b""
        self._socket = socket.socket(socket.AF_INET6 if ":" in server[0] else socket.AF_INET)
        self._socket.setblocking(False)
        self._socket.connect_ex(server)
        self.fileno, self.close = self._socket.fileno, self._socket.close

    def go_on(self) -> bool:
        """Send and read what can be; returns whether it is over, with `answer` or without one."""
        try:
            if self._out:
                self._out = self._out[self._socket.send(self._out) :]
                return False
            data = self._socket.recv(_MOST_BYTES)
        except (BlockingIOError, InterruptedError):
            return False
        except OSError:
            return True
        self._in += data
        size = 2 + struct.unpack(">H", self._in[:2])[0] if len(self._in) >= 2 else _MOST_BYTES
        if len(self._in) >= size:
            self.answer = self._in[2:size]
        return bool(self.answer) or not data


def _literal(name: str) -> Found | None:
    """An address in the place of a name; also in the old forms that browsers and libcurl take (127.1, 0x7f000001)."""
    try:
        return Found((str(ip_address(name.strip("[]"))),))
    except ValueError:
        pass
    if not _NUMBER.fullmatch(name.rstrip(".").rpartition(".")[2]):
        return None
    try:
        return Found((socket.inet_ntoa(socket.inet_aton(name.rstrip("."))),))
    except OSError:
        return Found(error=f"{name[:200]} is no address and can be no name")


def server_of(text: str) -> Server:
    """Address and port of a server of names as an office's file writes it: `192.0.2.53`, `[2001:db8::53]:5353`."""
    host, _, port = text.rpartition(":") if text.count(":") == 1 or "]:" in text else (text, "", "")
    return host.strip("[]"), int(port or _PORT)


def look_up(names: Iterable[str], servers: Iterable[Server] = ()) -> dict[str, Found]:
    """All of these names, IPv4 and IPv6; takes no longer than the slowest."""
    poller = select.poll()
    resolver, left = Names(poller, servers), set(names)
    found: dict[str, Found] = {}
    try:
        for name in left:
            resolver.ask(name, wants_all=True)
        while left:
            for name in resolver.go_on():
                found[name] = resolver.latest(name) or Found()
                left.discard(name)
            if not left:
                break
            wait = max(0.0, (resolver.next_at or 0.0) - time.monotonic())
            for fd, _ in poller.poll(1000 * wait):
                resolver.read(fd)
    finally:
        resolver.close()
    return found


def _query(name: str, kind: int, number: int) -> bytes:
    """A question with recursion desired (RFC 1035 §4.1). Raises ValueError for what can be no host's name."""
    labels = [label.encode("ascii") for label in name.rstrip(".").split(".")] if name != _ROOT else []
    if not all(0 < len(label) < 64 for label in labels) or len(name) > 253:
        raise ValueError(name)
    asked = b"".join(bytes([len(label)]) + label for label in labels)
    return struct.pack(">HHHHHH", number, 0x0100, 1, 0, 0, 0) + asked + struct.pack(">BHH", 0, kind, 1)


def _hosts_file(path: Path) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    try:
        lines = path.read_text("utf-8", "replace").splitlines()
    except OSError:
        return {}
    for line in lines:
        address, *names = line.partition("#")[0].split() or [""]
        try:
            ip_address(address.partition("%")[0])
        except ValueError:
            continue
        for name in names:
            found.setdefault(name.lower(), []).append(address)
    return {name: tuple(sorted(addresses, key=lambda one: ":" in one)) for name, addresses in found.items()}
