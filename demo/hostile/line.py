"""One request to the hostile server, as a trick sees it, and what a trick is."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Place:
    """What a trick may know of the server: when it stops, the port of the forbidden addresses, its addresses."""

    stopping: threading.Event
    trap_port: int
    url: Callable[[str], str]
    report: Callable[[], str]


class Line:
    """One request as a trick sees it: its path, and ways to answer. After a trick the connection is closed,
    unless it `stays_open`; `is_cut` closes it by a reset. `place` is what the server tells of itself."""

    def __init__(self, place: Place, connection: socket.socket, path: str) -> None:
        self.place, self.path = place, path
        self.stays_open = self.is_cut = False
        self._connection = connection

    def send(self, data: bytes | str) -> None:
        """Send bytes as they are."""
        self._connection.sendall(data.encode() if isinstance(data, str) else data)

    def answer(self, body: bytes | str = b"", *fields: str, status: str = "200 OK", kind: str = HTML) -> None:
        """A whole, correct answer."""
        body = body.encode() if isinstance(body, str) else body
        lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *fields, "", ""]
        self.send("\r\n".join(lines).encode("utf-8") + body)
        self.stays_open = True

    def begin(self, *fields: str, status: str = "200 OK") -> None:
        """A head whose body ends with the connection."""
        self.send("\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {HTML}", *fields, "", ""]))

    def forever(self, data: bytes) -> None:
        """Send the same bytes until the client has enough."""
        while not self.place.stopping.is_set():
            self.send(data)

    def drip(self, data: bytes) -> None:
        """Send one byte a second."""
        for byte in data:
            self.send(bytes([byte]))
            if self.place.stopping.wait(1):
                return

    def hold(self) -> None:
        """Say nothing more, and keep the connection."""
        self.place.stopping.wait()


@dataclass(frozen=True)
class Trick:
    """One trick. `context` names the certificate of a TLS trick; `plays_at_once` asks for no request first."""

    name: str
    play: Callable[[Line], None]
    visit: str = "ok"
    fetch: str = "fetched"
    scheme: str = "http"
    context: str = ""
    plays_at_once: bool = False
