"""A hostile server (恶意服务器): sites that try to harm, to hold up or to mislead whoever visits them.

Every trick of `tricks.py` has a port of its own on 127.0.0.1 and is a site of its own, beside good sites that
must not suffer from it. Raw sockets, since no HTTP library would send most of this. `/report` of the control
port tells what the server was asked for, as JSON.
"""

from __future__ import annotations

import json
import selectors
import socket
import ssl
import struct
import threading
from collections import Counter
from contextlib import suppress

from demo.hostile.certificates import Authority
from demo.hostile.line import Line, Place, Trick
from demo.hostile.tricks import CONTROL, GOOD, LARGE, SILENT, SLOW_HOSTS, TRICKS

_LONGEST_REQUEST = 1 << 20


class HostileServer:
    """The server; a context manager. `trap_port` is that of the forbidden addresses to which it tries to lead.

    `urls` gives the home page of each trick by its name, `good_urls` those of the good sites, `authority_pem`
    the certificate that a client must trust so that the TLS tricks are told apart.
    """

    def __init__(self, trap_port: int = 9, good_count: int = 10) -> None:
        for make in LARGE:
            make()
        authority = Authority()
        self.authority_pem = authority.pem
        self._contexts = {
            "good": authority.server(),
            "expired": authority.server(days=-1),
            "other": authority.server("other.yunzhou.example"),
            "self-signed": authority.server(is_signed=False),
        }
        self.stopping = threading.Event()
        self._place = Place(self.stopping, trap_port, self.url, self.report)
        self.asked: Counter[str] = Counter()  # requests by the name of the trick
        self.cookies: list[str] = []  # that a client sent: none of them should have come
        self._selector = selectors.DefaultSelector()
        self._lines: set[socket.socket] = set()
        self._ports: dict[str, int] = {}
        for trick in (*TRICKS, CONTROL):
            self._listen(trick.name, trick)
        for number in range(good_count):
            self._listen(f"good-{number}", GOOD)
        for number in range(SLOW_HOSTS):
            self._listen(f"silent-{number}", SILENT)
        self.urls = {trick.name: self.url(trick.name) for trick in TRICKS}
        self.good_urls = [self.url(f"good-{number}") for number in range(good_count)]
        self.control_url = self.url(CONTROL.name)
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def __enter__(self) -> HostileServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self._thread.join()
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()
        for line in list(self._lines):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def url(self, name: str) -> str:
        """Home page of a trick or a good site."""
        scheme = next((trick.scheme for trick in TRICKS if trick.name == name), "http")
        return f"{scheme}://127.0.0.1:{self._ports[name]}/"

    def report(self) -> str:
        """What was asked for, and the cookies that came, as JSON."""
        return json.dumps({"asked": self.asked, "cookies": self.cookies})

    def _listen(self, name: str, trick: Trick) -> None:
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        self._ports[name] = listener.getsockname()[1]
        self._selector.register(listener, selectors.EVENT_READ, (name, trick))

    def _accept(self) -> None:
        while not self.stopping.is_set():
            for key, _ in self._selector.select(0.1):
                with suppress(OSError):
                    connection = key.fileobj.accept()[0]
                    threading.Thread(target=self._serve, args=(connection, *key.data), daemon=True).start()

    def _serve(self, connection: socket.socket, name: str, trick: Trick) -> None:
        self._lines.add(connection)
        line = None
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if trick.context:
                connection = self._contexts[trick.context].wrap_socket(connection, server_side=True)
                self._lines.add(connection)
            if trick.plays_at_once:
                trick.play(Line(self._place, connection, ""))
                return
            while not self.stopping.is_set() and (head := _request_head(connection)):
                self.asked[name] += 1
                fields = head.lower()
                if "\r\ncookie:" in fields:
                    self.cookies.append(f"{name}: {head.partition('ookie:')[2].partition(chr(13))[0].strip()}")
                line = Line(self._place, connection, head.split(" ")[1] if " " in head else "")
                if line.path == "/robots.txt" and not trick.name.startswith("robots-"):
                    line.answer(b"", status="404 Not Found")
                else:
                    trick.play(line)
                if not line.stays_open:
                    return
        except (OSError, ssl.SSLError, ValueError):
            pass  # the client has seen enough
        finally:
            self._lines.discard(connection)
            with suppress(OSError):
                if line and line.is_cut:  # no goodbye: the client sees a reset
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                else:
                    connection.shutdown(socket.SHUT_RDWR)
            connection.close()


def _request_head(connection: socket.socket) -> str:
    head = b""
    while b"\r\n\r\n" not in head and len(head) < _LONGEST_REQUEST:
        data = connection.recv(65_536)
        if not data:
            return ""
        head += data
    return head.decode("latin-1")


def serve(trap_port: int) -> None:
    """Run the server until its standard input ends; its first line of output says in JSON where everything is."""
    with HostileServer(trap_port) as server:
        places = {
            "urls": server.urls,
            "good_urls": server.good_urls,
            "control_url": server.control_url,
            "authority_pem": server.authority_pem.decode(),
        }
        print(json.dumps(places), flush=True)
        with suppress(KeyboardInterrupt, EOFError):
            input()
