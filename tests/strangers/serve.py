"""Serves a day of the town over loopback: ``python -m tests.strangers.serve --seed N --port P --day YYYY-MM-DD``.

Virtual hosts by the Host header (``curl -H 'Host: www.…' http://127.0.0.1:P/``). Under ``/__day/YYYY-MM-DD`` the day
can be changed while the server runs. A host that does not answer on that day gets its connection closed without a byte.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .model import Town
from .plant import make_town


class Handler(BaseHTTPRequestHandler):
    """Answers from ``server.town`` on ``server.day``."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        if self.path.startswith("/__day/"):
            self.server.day = date.fromisoformat(self.path.removeprefix("/__day/"))
            self.reply(200, {"Content-Type": "text/plain"}, self.path.encode())
            return
        status, headers, body = self.server.town.answer(self.headers.get("Host", ""), self.path, self.server.day)
        if status == 0:
            self.close_connection = True
            return
        self.reply(status, headers, body)

    do_HEAD = do_GET

    def reply(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


class Server(ThreadingHTTPServer):
    """A town on a port."""

    daemon_threads = True

    def __init__(self, town: Town, day: date, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.town, self.day = town, day


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.strangers.serve", description=__doc__)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--day", type=date.fromisoformat, default=None)
    args = parser.parse_args(argv)
    town, _ = make_town(args.seed)
    server = Server(town, args.day or town.end, args.port)
    for s in town.sites:
        print(s.code, s.home_url, s.name)
    server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
