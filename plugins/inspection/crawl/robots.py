"""robots.txt of the hosts of one crawl: asked for once a host, before the first page.

Source: RFC 9309. A client error or no answer at all allows everything (the page's own fetch will tell);
a server error forbids everything until the next crawl.
"""

from __future__ import annotations

from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from inspection.net import Limits, Result

LIMITS = Limits(body_bytes=500_000, timeout_seconds=10.0)
_LONGEST_DELAY_SECONDS = 10.0


def robots_url(url: str) -> str:
    """Address of the robots.txt that governs an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


class Rules:
    """What one host's robots.txt asks of us."""

    def __init__(self, result: Result, user_agent: str) -> None:
        self._agent = user_agent.partition("/")[0]
        self._parser = RobotFileParser()
        status = result.http_status or 0
        if result.is_answered and status >= 500:
            self._parser.disallow_all = True
        elif result.is_answered and status == 200:
            text = result.last.content(LIMITS.body_bytes).decode("utf-8", "replace")
            self._parser.parse(text.lstrip("\ufeff").splitlines())
        else:
            self._parser.allow_all = True

    def allow(self, url: str) -> bool:
        """Whether we may fetch this address."""
        return self._parser.can_fetch(self._agent, url)

    @property
    def delay_seconds(self) -> float | None:
        """Distance between two fetches that the host asks for, at most ten seconds."""
        if self._parser.allow_all or self._parser.disallow_all:
            return None
        delay = self._parser.crawl_delay(self._agent)
        return min(float(delay), _LONGEST_DELAY_SECONDS) if delay else None
