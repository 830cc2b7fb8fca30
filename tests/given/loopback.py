"""A small internet on the loopback: one server that answers for every host, with what a test plants there."""

from __future__ import annotations

import gzip
import http.server
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_network
from typing import Any

import psycopg

from inspection.declared.office import Jurisdiction, load


@dataclass
class Answer:
    """What a path answers with."""

    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})


def redirect(to: str, **headers: str) -> Answer:
    return Answer(status=302, headers={"Location": to} | {name.replace("_", "-"): v for name, v in headers.items()})


def zipped(body: str) -> Answer:
    return Answer(
        gzip.compress(body.encode(), mtime=0), headers={"Content-Type": "text/html", "Content-Encoding": "gzip"}
    )


class Internet:
    """`pages[host, path]` is an Answer, or a function that takes the request handler.

    A HEAD is answered with 501, but where `heads[host, path]` is an Answer.
    """

    def __init__(self, server: http.server.ThreadingHTTPServer) -> None:
        self.address = f"127.0.0.1:{server.server_address[1]}"
        self.pages: dict[tuple[str, str], Answer | Callable[[Any], None]] = {}
        self.heads: dict[tuple[str, str], Answer] = {}
        self.asked: list[str] = []
        self.request_heads: list[bytes] = []

    def plant(self, url: str, answer: Answer | str | Callable[[Any], None]) -> None:
        host, _, path = url.partition("://")[2].partition("/")
        self.pages[host, f"/{path}"] = Answer(answer) if isinstance(answer, str) else answer

    def jurisdiction(self, **changes: Any) -> Jurisdiction:
        """The demo's jurisdiction, for which every host is this server."""
        fields = {"connect_to": self.address, "allow_networks": [ip_network("127.0.0.0/8")], "vantage": "test"}
        return load("yunzhou-demo").model_copy(update=fields | changes)


@contextmanager
def internet() -> Iterator[Internet]:
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host = self.headers["Host"]
            net.asked.append(f"http://{host}{self.path}")
            net.request_heads.append(f"{self.requestline}\r\n".encode() + bytes(self.headers).replace(b"\n", b"\r\n"))
            answer = net.pages.get((host, self.path), Answer("not here", 404))
            if not isinstance(answer, Answer):
                self.close_connection = True
                answer(self)
                return
            body = answer.body.encode() if isinstance(answer.body, str) else answer.body
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_HEAD(self) -> None:
            answer = net.heads.get((self.headers["Host"], self.path), Answer(status=501))
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    class Server(http.server.ThreadingHTTPServer):
        request_queue_size = 256

        def handle_error(self, *_: object) -> None:
            pass  # a client that has seen enough hangs up

    with Server(("127.0.0.1", 0), Handler) as server:
        net = Internet(server)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield net
        finally:
            server.shutdown()
            thread.join()


def closed_port() -> int:
    """A port of the loopback on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def hang_up(handler: http.server.BaseHTTPRequestHandler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def register(
    connection: psycopg.Connection, code: str, home_url: str, *, status: str = "running", office: str = "yunzhou-demo"
) -> str:
    """A site in the registry of an office; returns its subject_id."""
    connection.execute(
        "insert into mart.dim_subject"
        " (jurisdiction_id, subject_id, valid_from, kind, name, home_url, site_code, organiser, status)"
        " values (%(office)s, %(id)s, '2020-01-01', 'site', %(id)s, %(url)s, %(code)s, '单位', %(status)s)",
        {"id": f"site:{code}", "url": home_url, "code": code, "status": status, "office": office},
    )
    return f"site:{code}"


def register_account(connection: psycopg.Connection, platform: str, name: str, feed_url: str | None) -> str:
    """An account in the registry; returns its subject_id."""
    connection.execute(
        "insert into mart.dim_subject"
        " (jurisdiction_id, subject_id, valid_from, kind, name, platform, account_id, feed_url, organiser, status)"
        " values ('yunzhou-demo', %(id)s, '2020-01-01', 'account', %(name)s, %(platform)s, %(name)s, %(feed)s, '单位',"
        " 'running')",
        {"id": f"account:{platform}:{name}", "name": name, "platform": platform, "feed": feed_url},
    )
    return f"account:{platform}:{name}"
