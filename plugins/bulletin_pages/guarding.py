"""What every answer of ours carries, and which names we answer to.

The policy lets a page load nothing but its own styles, pictures and frames, and run the scripts that stand in our
templates, told by their digests: what came in with data is text and stays text.
Source: Content Security Policy Level 3 (W3C), RFC 9110.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any

from inspection import places

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.S)
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


@cache
def headers() -> dict[str, str]:
    """Name and value of each header that an answer has unless the page sets its own."""
    return {
        "content-security-policy": policy(),
        "x-content-type-options": "nosniff",
        "x-frame-options": "SAMEORIGIN",  # Airflow's own page holds ours in a frame
        "referrer-policy": "same-origin",
        "cache-control": "no-store",
        "cross-origin-opener-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
    }


@cache
def policy() -> str:
    """The policy of our own pages; the bulletins and saved pages in their frames have stricter ones."""
    texts = (path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("*.j2")))
    scripts = {digest_of(script) for text in texts for script in _SCRIPT.findall(text)}
    allowed = " ".join(sorted(scripts)) or "'none'"
    return (
        "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; frame-src 'self';"
        f" img-src 'self' data:; style-src 'unsafe-inline'; script-src {allowed}"
    )


def digest_of(script: str) -> str:
    """How a policy names a script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


class Guard:
    """Wraps the application: refuses hosts that the deployment does not name, and adds the headers to every answer."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self._app = app

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                own = {name.lower() for name, _ in message["headers"]}
                more = ((name.encode(), value.encode()) for name, value in headers().items())
                message["headers"] = [*message["headers"], *(one for one in more if one[0] not in own)]
            await send(message)

        if is_known(dict(scope["headers"]).get(b"host", b"").decode("latin-1")):
            await self._app(scope, receive, guarded)
            return
        await guarded({"type": "http.response.start", "status": 400, "headers": [(b"content-type", b"text/plain")]})
        await guarded({"type": "http.response.body", "body": b"This host is not ours: see INSPECTION_HOSTS\n"})


def is_known(host: str) -> bool:
    """Whether a Host header names one of the deployment's; where it names none, any."""
    named = places.hosts()
    name = re.sub(r":\d+$", "", host).strip("[]").lower()
    return not named or name in named
