"""A server of names on the loopback: what each name does is planted, every other one does not exist."""

from __future__ import annotations

import socketserver
import struct
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.rrset


@dataclass
class Zone:
    """`hosts` of name → its addresses (v4 and v6), or an alias's target in a list that ends in a point.

    `silent` are never answered, `seconds` is how long a name takes, `codes` what a name is refused with, `long` names
    are too long for a datagram.
    """

    hosts: dict[str, list[str]] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    seconds: dict[str, float] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    long: set[str] = field(default_factory=set)
    only_ipv4: set[str] = field(default_factory=set)  # silent when asked for IPv6
    is_silent: bool = False
    asked: Counter[str] = field(default_factory=Counter)
    server: str = ""

    def reply(self, wire: bytes, *, is_stream: bool) -> bytes | None:
        query = dns.message.from_wire(wire)
        question = query.question[0]
        name, kind = str(question.name).rstrip(".").lower(), question.rdtype
        self.asked[name] += 1
        if self.is_silent or name in self.silent or (name in self.only_ipv4 and kind == 28):
            return None
        time.sleep(self.seconds.get(name, 0))
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        if name in self.codes or name not in self.hosts:
            answer.set_rcode(dns.rcode.from_text(self.codes.get(name, "NXDOMAIN")))
            return answer.to_wire()
        if name in self.long and not is_stream:
            answer.flags |= dns.flags.TC
            return answer.to_wire()
        owner, seen = name, set()
        while (target := (self.hosts.get(owner) or [""])[0]).endswith(".") and owner not in seen:
            seen.add(owner)
            answer.answer.append(dns.rrset.from_text(f"{owner}.", 60, "IN", "CNAME", target))
            owner = target.rstrip(".")
        for address in self.hosts.get(owner, []):
            if not address.endswith(".") and (28 if ":" in address else 1) == kind:
                word = "AAAA" if kind == 28 else "A"
                answer.answer.append(dns.rrset.from_text(f"{owner}.", 60, "IN", word, address))
        return answer.to_wire()


@contextmanager
def name_server(zone: Zone) -> Iterator[Zone]:
    """The zone, answered for on the loopback by UDP and TCP; its `server` is the address for an office's file."""

    class Datagram(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            wire, sock = self.request
            if answer := zone.reply(wire, is_stream=False):
                sock.sendto(answer, self.client_address)

    class Stream(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            wire = self.request.recv(4096)[2:]
            if answer := zone.reply(wire, is_stream=True):
                self.request.sendall(struct.pack(">H", len(answer)) + answer)

    class Datagrams(socketserver.ThreadingUDPServer):
        daemon_threads = True

    class Streams(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    def pair() -> tuple[Datagrams, Streams]:
        while True:  # a port that is free for datagrams may be in use for streams
            datagrams = Datagrams(("127.0.0.1", 0), Datagram)
            try:
                return datagrams, Streams(datagrams.server_address, Stream)
            except OSError:
                datagrams.server_close()

    datagrams, streams = pair()
    port = datagrams.server_address[1]
    with datagrams, streams:
        zone.server = f"127.0.0.1:{port}"
        threads = [
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
            for server in (datagrams, streams)
        ]
        for thread in threads:
            thread.start()
        try:
            yield zone
        finally:
            for server in (datagrams, streams):
                server.shutdown()
            for thread in threads:
                thread.join()
