"""The second part: hosts whose trouble lies beneath the page, for the live servers (issue 19).

A ``Host`` says how a name resolves (names.py), what its server sends as a script of ``(pause, bytes)`` steps, how the
connection ends, and what an honest probe may record. ``expect`` holds the outcomes that are right, parted by ``|``:
``ok``, ``failed``, ``blocked``, ``moved``, ``unknown`` (our own or an unclear fault). A visit of fifteen seconds or
more has failed. Sources: CONTRACT.md "probe"; issue 19 "The clock is the site's own", "As wide as a citizen's browser".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from .model import Town

Step = tuple[float, bytes]


@dataclass
class Host:
    """A name, its trouble and what may be said of it."""

    host: str
    code: str
    kind: str
    expect: str
    why: str
    script: Callable[[str], list[Step]]
    ending: str = "close"  # close, reset, hang
    name: str = "plain"  # how the name resolves; see names.py
    tls: str = ""  # how the handshake goes; see weak_tls.py
    seconds_below: float = 15.0
    decidable: bool = True
    notes: list[str] = field(default_factory=list)


def page(town: Town, number: int) -> bytes:
    """A sound home page of the town, to stand behind a wall or an old server."""
    healthy = [s for s in town.sites if not s.no_home and not s.overrides and s.family.charset == "utf-8"]
    s = healthy[number % len(healthy)]
    return s.answer(s.home_path, town.end)[2]


def http(status: str, body: bytes, *headers: str, length: bool = True) -> bytes:
    """A plain answer."""
    lines = [f"HTTP/1.1 {status}", *headers]
    if not any(h.lower().startswith("content-type") for h in headers):
        lines.append("Content-Type: text/html; charset=utf-8")
    if length:
        lines.append(f"Content-Length: {len(body)}")
    lines.append("Connection: close")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def always(*steps: Step) -> Callable[[str], list[Step]]:
    """The same steps for every path."""
    return lambda path: list(steps)


def once(answer: bytes) -> Callable[[str], list[Step]]:
    return always((0.0, answer))


def hosts(town: Town) -> list[Host]:
    """All hosts of the second part."""
    from . import names, oldservers, walls, weak_tls

    out: list[Host] = []
    for make in (walls.hosts, oldservers.hosts, names.hosts, weak_tls.hosts):
        out += make(town)
    for n, host in enumerate(out):
        host.code = f"{town.sites[0].region_code}{9001 + n}"
    return out
