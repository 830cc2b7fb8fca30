"""What is asked of the fetcher and what it gives back: plain values, no network in them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from inspection.model import ProbeOutcome
from inspection.net.body import decode_content


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of an answer is taken. Times and counts are of the whole visit, redirects included."""

    body_bytes: int = 5_000_000
    header_bytes: int = 32_000  # readers of archives take no longer ones
    redirect_count: int = 5
    timeout_seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Request:
    """One planned fetch. `tag` comes back untouched with its result.

    `start_at` is in `time.monotonic()` seconds. `objection` is asked just before the start: a text it
    returns is the reason why the fetch is not made after all.

    `over_ipv6` takes no other way. `wants_certificate` asks for the server's certificate, whatever is wrong
    with it: it is not verified then, and nothing else of the answer may be believed.
    """

    url: str
    tag: Any = None
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    limits: Limits = Limits()
    start_at: float = 0.0
    objection: Callable[[], str | None] | None = None
    over_ipv6: bool = False
    wants_certificate: bool = False


@dataclass(slots=True)
class Exchange:
    """One request and its answer. `head` is the answer's raw header block, `body` as sent but for chunks."""

    url: str
    request_head: bytes
    started_at: datetime
    seconds: float = 0.0
    status: int | None = None
    head: bytes = b""
    body: bytes = b""
    remote_ip: str | None = None
    is_truncated: bool = False
    fields: dict[str, list[str]] = field(default_factory=dict)
    tls_weakness: str | None = None  # what strict clients refuse of its TLS and browsers take
    certificate: dict[str, str] | None = None  # libcurl's names and texts, of the server's own; only when asked for

    def header(self, name: str) -> str | None:
        """First value of a header, by its lower-case name."""
        return self.fields[name][0] if name in self.fields else None

    def content(self, limit: int = 20_000_000) -> bytes:
        """The body with its content coding undone, at most `limit` bytes."""
        return decode_content(self.body, self.header("content-encoding"), limit)


@dataclass(slots=True)
class Result:
    """How one planned fetch ended.

    `outcome` is `ok` or `http_error` (status 400 and more) where an answer came, otherwise what went wrong
    on the way; `probe_fault` is our own, with the reason in `error`. `seconds` sums all hops.
    `redirects` are the answers that led to the last one.
    """

    request: Request
    outcome: ProbeOutcome
    last: Exchange
    redirects: list[Exchange] = field(default_factory=list)
    seconds: float = 0.0
    error: str = ""
    is_declined: bool = False  # the request's own objection kept it from being made

    @property
    def url(self) -> str:
        return self.request.url

    @property
    def is_answered(self) -> bool:
        """Whether a complete answer came, whatever it says."""
        return self.outcome in {ProbeOutcome.OK, ProbeOutcome.HTTP_ERROR}

    @property
    def http_status(self) -> int | None:
        return self.last.status

    @property
    def headers(self) -> dict[str, list[str]]:
        """Headers of the last answer, by lower-case name."""
        return self.last.fields

    @property
    def body(self) -> bytes:
        return self.last.body

    @property
    def final_url(self) -> str:
        return self.last.url

    @property
    def remote_ip(self) -> str | None:
        return self.last.remote_ip


def running_clock(start: datetime | None = None) -> Callable[[], datetime]:
    """A clock that shows `start` (default: the real time) now and runs on from there; UTC."""
    origin = (start or datetime.now(UTC)).astimezone(UTC)
    zero = time.monotonic()
    return lambda: origin + timedelta(seconds=time.monotonic() - zero)
