"""robots.txt of the hosts of one crawl: asked for once a host, before the first page.

Source: RFC 9309. A client error allows everything. A server error forbids everything until the next crawl, and
so does a host that cannot be reached: then nothing is asked of it again, and its pages failed as robots.txt did.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from protego import Protego

from inspection.archive.writer import Archive
from inspection.model import ProbeOutcome
from inspection.net import Exchange, Fetcher, Limits, Request, Result

LIMITS = Limits(body_bytes=512_000, timeout_seconds=10.0)  # RFC 9309 asks for 500 KiB at least
_LONGEST_DELAY_SECONDS = 10.0
_MOST_LINES = 5_000  # nobody writes as many rules, and each costs time at every address


_Waiting = TypeVar("_Waiting")


class Robots(Generic[_Waiting]):
    """The gate of one crawl: an address is asked for once its host's robots.txt is known, and what waits for it is held
    until then. `recalls`: what an earlier process of the same crawl learned stands in the archive, and is not asked for
    again."""

    def __init__(self, fetcher: Fetcher, archive: Archive, *, obeys: bool, recalls: bool) -> None:
        self._fetcher, self._archive, self._obeys, self._recalls = fetcher, archive, obeys, recalls
        self._rules: dict[str, Rules] = {}
        self._held: dict[str, list[_Waiting]] = {}

    def ask(self, address: str, waiting: _Waiting) -> Rules | None:
        """The rules for an address; None while they are awaited, and `waiting` is held for `learn` to give back."""
        if not self._obeys:
            return _ALLOW_ALL
        rules_at = robots_url(address)
        may_recall = self._recalls and rules_at not in self._rules
        if may_recall and (found := self._archive.recall_unplanned(rules_at)):
            outcome, payload = found
            status, body = (payload.status, payload.body) if payload else (None, b"")
            self._keep(rules_at, ProbeOutcome(outcome), status, body)
        if rules_at in self._rules:
            return self._rules[rules_at]
        if rules_at not in self._held:
            self._held[rules_at] = []
            self._fetcher.submit(Request(rules_at, tag=rules_at, limits=LIMITS))
        self._held[rules_at].append(waiting)
        return None

    def learn(self, result: Result) -> list[_Waiting]:
        """Archive a fetched robots.txt and keep its rules; returns what was held for it, to `ask` again."""
        body = result.last.content(LIMITS.body_bytes) if result.is_answered else b""
        self._archive.add_unplanned(result)
        self._keep(result.request.tag, result.outcome, result.http_status, body)
        return self._held.pop(result.request.tag)

    def _keep(self, rules_at: str, outcome: ProbeOutcome, status: int | None, body: bytes) -> None:
        rules = self._rules[rules_at] = Rules.of(outcome, status, body, self._fetcher.user_agent)
        if rules.delay_seconds:
            self._fetcher.pace(rules_at, rules.delay_seconds)


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

    def unasked(self, request: Request, at: datetime) -> Result:
        """How a fetch ended of an `unreachable` host: who does not answer robots.txt is asked for nothing else."""
        error = "robots.txt could not be had, so that nothing was asked (RFC 9309)"
        return Result(request, self.unreachable, Exchange(request.url, b"", at), error=error)

    def objection(self, url: str) -> str:
        """Why we may not fetch this address; empty where we may."""
        if self._parsed and not self._parsed.can_fetch(url, self._agent):
            return "robots"
        return self.refusal


_ALLOW_ALL = Rules()
