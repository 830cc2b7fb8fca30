"""robots.txt of the hosts of one crawl: asked for once a host, before the first page.

Source: RFC 9309. A client error allows everything. A server error forbids everything until the next crawl, and
so does a host that cannot be reached: then nothing is asked of it again, and its pages failed as robots.txt did.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from inspection.model import ProbeOutcome
from inspection.net import Limits

LIMITS = Limits(body_bytes=512_000, timeout_seconds=10.0)  # RFC 9309 asks for 500 KiB at least
_LONGEST_DELAY_SECONDS = 10.0
_MOST_LINES = 5_000  # nobody writes as many rules, and each costs time at every address


def robots_url(url: str) -> str:
    """Address of the robots.txt that governs an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host's robots.txt asks of us.

    `unreachable` is the outcome of a robots.txt that no answer came for; `refusal` says why all is forbidden.
    """

    delay_seconds: float | None = None
    unreachable: ProbeOutcome | None = None
    refusal: str = ""
    _parsed: Protego | None = None
    _agent: str = ""

    @classmethod
    def of(cls, outcome: ProbeOutcome, status: int | None, body: bytes, user_agent: str) -> Rules:
        """Rules by how the fetch of robots.txt ended; `body` is free of content codings."""
        if outcome in {ProbeOutcome.REDIRECT_LOOP, ProbeOutcome.WRONG_HOST}:
            return _ALLOW_ALL  # RFC 9309 2.3.1.2: more than five redirects count as unavailable
        if status is None or outcome not in {ProbeOutcome.OK, ProbeOutcome.HTTP_ERROR}:
            return cls(unreachable=outcome)
        if status >= 500:
            return cls(refusal=f"robots: status {status}")
        if not 200 <= status < 300:
            return _ALLOW_ALL
        agent = user_agent.partition("/")[0]
        lines = body[: LIMITS.body_bytes].decode("utf-8-sig", "replace").splitlines()[:_MOST_LINES]
        parsed = Protego.parse("\n".join(lines))
        delay = parsed.crawl_delay(agent)
        if not (delay and delay > 0):
            delay = None
        return cls(min(delay, _LONGEST_DELAY_SECONDS) if delay else None, None, "", parsed, agent)

    def objection(self, url: str) -> str:
        """Why we may not fetch this address; empty where we may."""
        if self._parsed and not self._parsed.can_fetch(url, self._agent):
            return "robots"
        return self.refusal


_ALLOW_ALL = Rules()
