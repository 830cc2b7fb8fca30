"""Runs the second part: ``python -m tests.strangers.serve_network --seed N --out FOLDER``.

Options: ``--http P --tls P --dns P --day YYYY-MM-DD``. One raw server for plain HTTP (hosts by the Host header; the
town's own sites and the feeds answer there), one for TLS (by the name in the handshake), one for names. FOLDER gets
``sites.csv``, ``accounts.csv`` (contract headers; ports in the addresses), ``hosts.csv`` (host, kind, expect,
seconds_below, decidable, why), ``truth.csv`` and the certificates.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import socket
import socketserver
import ssl
import struct
import sys
import threading
import time
from datetime import date
from pathlib import Path

from . import feeds, names, network, weak_tls
from .make import ACCOUNTS, SITES, TRUTH, account_row
from .model import Town
from .plant import make_town


class Raw(socketserver.BaseRequestHandler):
    """Reads a head, plays a host's script."""

    def handle(self) -> None:
        net: Net = self.server.net  # type: ignore[attr-defined]
        with contextlib.suppress(OSError):
            data = b""
            while b"\r\n\r\n" not in data:
                got = self.request.recv(4096)
                if not got:
                    return
                data += got
            lines = data.decode("latin-1").split("\r\n")
            path = lines[0].split(" ")[1]
            host = (
                next((x.split(":", 1)[1].strip() for x in lines if x.lower().startswith("host:")), "")
                .split(":")[0]
                .lower()
            )
            self.play(net, host, path)

    def play(self, net: Net, host: str, path: str) -> None:
        known = net.table.get(host)
        if known is None:
            status, headers, body = net.answer(host, path)
            if status:
                self.request.sendall(network.http(f"{status} ", body, *[f"{k}: {v}" for k, v in headers.items()]))
            return
        for pause, piece in known.script(path):
            time.sleep(pause)
            self.request.sendall(piece)
        if known.ending == "hang":
            time.sleep(40)
        if known.ending == "reset":
            self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


class Secure(Raw):
    """The same behind a handshake of the host's way."""

    def handle(self) -> None:
        net: Net = self.server.net  # type: ignore[attr-defined]
        if self.plain(net):
            self.request.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            return
        outer = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with contextlib.suppress(OSError):
            host = client_name(self.request.recv(4096, socket.MSG_PEEK))
            way = net.table[host].tls if host in net.table and net.table[host].tls else "good"
            outer = weak_tls.context(way, net.folder)
            self.request = outer.wrap_socket(self.request, server_side=True)
            super().handle()
            self.request.close()

    def plain(self, net: Net) -> bool:
        host = client_name(self.request.recv(4096, socket.MSG_PEEK))
        return host in net.table and net.table[host].tls == "plain_on_tls"


def client_name(hello: bytes) -> str:
    """The name in a client's greeting (RFC 6066), or nothing."""
    with contextlib.suppress(IndexError, struct.error):
        at = 43 + 1 + hello[43]
        at += 2 + struct.unpack(">H", hello[at : at + 2])[0]
        at += 1 + hello[at]
        end = at + 2 + struct.unpack(">H", hello[at : at + 2])[0]
        at += 2
        while at + 4 <= end:
            kind, size = struct.unpack(">HH", hello[at : at + 4])
            if kind == 0:
                length = struct.unpack(">H", hello[at + 7 : at + 9])[0]
                return hello[at + 9 : at + 9 + length].decode("ascii", "replace").lower()
            at += 4 + size
    return ""


class RawServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128


class Net:
    """All servers of the second part."""

    def __init__(
        self, town: Town, folder: Path, day: date | None = None, ports: tuple[int, int, int] = (0, 0, 0)
    ) -> None:
        self.town, self.folder, self.day = town, folder, day or town.end
        folder.mkdir(parents=True, exist_ok=True)
        self.hosts = network.hosts(town)
        self.table = {h.host: h for h in self.hosts}
        self.feeds = feeds.Feeds(town)
        weak_tls.certificates(town, folder)
        self.plain = RawServer(("127.0.0.1", ports[0]), Raw)
        self.secure = RawServer(("127.0.0.1", ports[1]), Secure)
        for server in (self.plain, self.secure):
            server.net = self  # type: ignore[attr-defined]
            threading.Thread(target=server.serve_forever, daemon=True).start()
        zone = names.Zone(town, self.hosts)
        zone.known |= {f"ca.{town.domain}", self.feeds.host}
        self.names = names.start(zone, ports[2])

    @property
    def ports(self) -> tuple[int, int, int]:
        return self.plain.server_address[1], self.secure.server_address[1], self.names[0].server_address[1]

    def answer(self, host: str, path: str) -> tuple[int, dict[str, str], bytes]:
        if host == self.feeds.host:
            return self.feeds.answer(path, self.day)
        if host == f"ca.{self.town.domain}":
            return (
                200,
                {"Content-Type": "application/x-x509-ca-cert"},
                ssl.PEM_cert_to_DER_cert((self.folder / "inter.crt").read_text()),
            )
        return self.town.answer(host, path, self.day)

    def tables(self) -> None:
        """Write what a product may read and what it is measured by."""
        first = self.town.sites[0]
        sites, lines = [], []
        for h in self.hosts:
            port = self.ports[1] if h.tls else self.ports[0]
            url = f"http{'s' if h.tls else ''}://{h.host}:{port}/"
            sites.append(
                [
                    h.code,
                    f"{h.kind}站",
                    url,
                    first.organiser,
                    first.operator,
                    first.region_code,
                    first.region,
                    "市",
                    "部门",
                    "正常运行",
                    "",
                    "",
                ]
            )
            lines.append([h.code, h.host, h.kind, h.expect, h.seconds_below, "yes" if h.decidable else "no", h.why])
        self.write("sites.csv", SITES, sites)
        self.write("hosts.csv", ["site_code", "host", "kind", "expect", "seconds_below", "decidable", "why"], lines)
        rows = [account_row(a, False) for a, _, _ in self.feeds.accounts]
        port = f"{self.feeds.host}:{self.ports[0]}"
        self.write(
            "accounts.csv",
            ACCOUNTS,
            [[str(x).replace(f"//{self.feeds.host}", f"//{port}") for x in row] for row in rows],
        )
        truth = self.feeds.truth(self.day)
        self.write(
            "truth.csv",
            TRUTH,
            [
                [r.subject, r.indicator, r.verdict, "", r.day_from, r.day_to, "yes" if r.decidable else "no", r.why]
                for r in truth
            ],
        )

    def write(self, name: str, head: list[str], rows: list[list]) -> None:
        with (self.folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(head)
            writer.writerows(rows)

    def close(self) -> None:
        for server in (self.plain, self.secure, *self.names):
            server.shutdown()
            server.server_close()


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.strangers.serve_network", description=__doc__)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--day", type=date.fromisoformat, default=None)
    for name in ("http", "tls", "dns"):
        parser.add_argument(f"--{name}", type=int, default=0)
    args = parser.parse_args(argv)
    town, _ = make_town(args.seed)
    net = Net(town, args.out, args.day, (args.http, args.tls, args.dns))
    net.tables()
    print("http {} tls {} dns {}".format(*net.ports), flush=True)
    threading.Event().wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
