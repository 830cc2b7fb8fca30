"""Names that do not answer, answer late or oddly: a small server of names over UDP and TCP, on loopback.

``python -m tests.strangers.serve_network`` starts it. Behaviours: plain, silent, nxdomain, servfail, refused, empty,
slow3, slow9, dead_v6 (an AAAA record nobody is behind, an A record that works), dead_first (two A records, the
first dead), cname, loop, truncated (UDP says TC, TCP answers). Shapes after RFC 1035; only A, AAAA and CNAME are known.
"""

from __future__ import annotations

import socket
import socketserver
import struct
import threading
import time

from .model import Town
from .network import Host, http, once, page

A, CNAME, AAAA = 1, 5, 28
CODES = {"nxdomain": 3, "servfail": 2, "refused": 5}


def hosts(town: Town) -> list[Host]:
    """Twelve silent names, and two of each other kind."""
    answer = once(http("200 OK", page(town, 2)))
    kinds = [("silent", "failed|unknown", "its server of names never answers; no other site may be slower for it")] * 12
    for _ in range(2):
        kinds += [
            ("nxdomain", "failed", "the name does not exist"),
            ("servfail", "failed|unknown", "its server of names is broken"),
            ("refused", "failed|unknown", "its server of names refuses"),
            ("empty", "failed", "the name has no address"),
            ("slow3", "ok", "the name takes three seconds; the visit's clock begins after it"),
            ("slow9", "ok", "the name takes nine seconds; the visit's clock begins after it"),
            ("dead_v6", "ok", "nobody is behind its IPv6 address, its IPv4 address works"),
            ("dead_first", "ok", "the first of two addresses is dead"),
            ("cname", "ok", "an alias of an alias"),
            ("loop", "failed", "two aliases of each other"),
            ("truncated", "ok", "the answer does not fit UDP"),
            ("plain", "ok", "a neighbour in good health: its seconds stay its own"),
        ]
    out = []
    for n, (kind, expect, why) in enumerate(kinds, 1):
        label = kind.replace("_", "-")
        out.append(Host(f"{label}{n}.dns.{town.domain}", "", f"name {kind}", expect, why, answer, name=kind))
        if kind in ("plain", "dead_v6", "dead_first", "cname", "truncated"):
            out[-1].seconds_below = 2.0
    idn = "网站".encode("idna").decode() + f".{town.domain}"
    out.append(Host(idn, "", "name idn", "ok", "a Chinese label", answer, name="plain", seconds_below=2.0))
    return out


def read_name(data: bytes, at: int) -> tuple[str, int]:
    labels = []
    while data[at]:
        labels.append(data[at + 1 : at + 1 + data[at]].decode("ascii", "replace"))
        at += 1 + data[at]
    return ".".join(labels).lower(), at + 1


def pack_name(name: str) -> bytes:
    return b"".join(bytes([len(x)]) + x.encode() for x in name.split(".")) + b"\0"


def record(name: str, kind: int, data: bytes) -> bytes:
    return pack_name(name) + struct.pack(">HHIH", kind, 1, 30, len(data)) + data


class Zone:
    """Answers for the hosts of a town; other names of the town lead to loopback, the rest does not exist."""

    def __init__(self, town: Town, table: list[Host]) -> None:
        self.names = {h.host: h.name for h in table}
        self.known = {s.host for s in town.sites} | set(town.others)
        self.asked: dict[str, int] = {}

    def reply(self, query: bytes, tcp: bool) -> bytes | None:
        """The answer to a query; None where the server stays silent."""
        name, end = read_name(query, 12)
        kind = struct.unpack(">H", query[end : end + 2])[0]
        question = query[12 : end + 4]
        self.asked[name] = self.asked.get(name, 0) + 1
        way = self.names.get(
            name, "plain" if name in self.known or name.startswith(("alias", "feeds.")) else "nxdomain"
        )
        if way == "silent":
            return None
        if way in ("slow3", "slow9"):
            time.sleep(float(way[4:]))
        flags, answers = 0x8580 | CODES.get(way, 0), []
        if way == "truncated" and not tcp:
            flags |= 0x0200
        elif way == "loop":
            answers = [record(name, CNAME, pack_name(f"loop.{name}")), record(f"loop.{name}", CNAME, pack_name(name))]
        elif way not in (*CODES, "empty"):
            answers = self.addresses(name, kind, way)
        head = query[:2] + struct.pack(">HHHHH", flags, 1, len(answers), 0, 0)
        return head + question + b"".join(answers)

    def addresses(self, name: str, kind: int, way: str) -> list[bytes]:
        answers, owner = [], name
        if way == "cname":
            answers = [
                record(name, CNAME, pack_name(f"alias1.{name}")),
                record(f"alias1.{name}", CNAME, pack_name(f"alias2.{name}")),
            ]
            owner = f"alias2.{name}"
        if kind == A:
            if way == "dead_first":
                answers.append(record(owner, A, socket.inet_aton("127.0.0.99")))
            answers.append(record(owner, A, socket.inet_aton("127.0.0.1")))
        elif kind == AAAA and way == "dead_v6":
            answers.append(record(owner, AAAA, socket.inet_pton(socket.AF_INET6, "100::99")))
        return answers


class Udp(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        data, sock = self.request
        answer = self.server.zone.reply(data, tcp=False)  # type: ignore[attr-defined]
        if answer:
            sock.sendto(answer, self.client_address)


class Tcp(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        size = struct.unpack(">H", self.request.recv(2))[0]
        answer = self.server.zone.reply(self.request.recv(size), tcp=True)  # type: ignore[attr-defined]
        if answer:
            self.request.sendall(struct.pack(">H", len(answer)) + answer)


class UdpServer(socketserver.ThreadingUDPServer):
    daemon_threads = True


class TcpServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


def start(zone: Zone, port: int = 0) -> tuple[UdpServer, TcpServer]:
    """Start both servers on one port: where none is asked for, on one that is free for both."""
    while True:
        udp = UdpServer(("127.0.0.1", port), Udp)
        try:
            tcp = TcpServer(("127.0.0.1", udp.server_address[1]), Tcp)
            break
        except OSError:
            udp.server_close()
            if port:
                raise
    for server in (udp, tcp):
        server.zone = zone  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
    return udp, tcp
