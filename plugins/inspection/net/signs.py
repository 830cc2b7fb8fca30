"""What an answer says of itself: a challenge or block, or an error page that calls itself a success.

The signs are data, in `include/response-signs.yaml`.
"""

from __future__ import annotations

import re

from inspection.extract.page import decode, response_signs
from inspection.model import ProbeOutcome
from inspection.net.addresses import registrable_domain
from inspection.net.exchange import Result

LOOKED_AT_BYTES = 16_384  # of a body, its content coding undone
_SHORT_PAGE_BYTES = 8_192  # a challenge is a short page; in a long one the same words may be news
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.I | re.S)


def is_blocked(status: int | None, headers: dict[str, list[str]], start: bytes, size: int) -> bool:
    """Whether an answer is a block or a challenge (验证页) instead of the page.

    `start` is the beginning of the body with its content coding undone, `size` the body's length in bytes.
    """
    signs = response_signs()
    if status in signs["blocked_statuses"]:
        return True
    if any(sign["value"] in value for sign in signs["headers"] for value in headers.get(sign["name"], ())):
        return True
    if any(mark.encode() in start for mark in signs["scripts"]):
        return True
    if not start or not _may_have_phrases(headers):
        return False
    text = _text(start[:_SHORT_PAGE_BYTES], headers)
    place = text if size <= _SHORT_PAGE_BYTES else title_of(text)
    return any(phrase in place for phrase in signs["phrases"])


def visit_outcome(result: Result) -> tuple[ProbeOutcome, str]:
    """Outcome of a visit to a home page, and a few words why.

    A redirect within the registered domain is the site's own affair; one that leaves it is `wrong_host`.
    Redirects that go on until a cookie is kept are a challenge: we keep none.
    """
    if result.outcome is ProbeOutcome.REDIRECT_LOOP:
        hops = [*result.redirects, result.last]
        if any("set-cookie" in hop.fields for hop in hops):
            return ProbeOutcome.BLOCKED, "redirects until a cookie is kept"
        return result.outcome, result.error
    if not result.is_answered:
        return result.outcome, result.error
    start = result.last.content(LOOKED_AT_BYTES)
    if is_blocked(result.http_status, result.headers, start, len(result.body)):
        return ProbeOutcome.BLOCKED, f"challenge or block, status {result.http_status}"
    if result.outcome is ProbeOutcome.HTTP_ERROR:
        return result.outcome, result.error or f"status {result.http_status}"
    if registrable_domain(result.final_url) != registrable_domain(result.request.url):
        return ProbeOutcome.WRONG_HOST, f"led to {result.final_url}"
    if not start.strip():
        return ProbeOutcome.SOFT_ERROR, "the answer is empty"
    title = title_of(_text(start, result.headers))
    if sign := next((phrase for phrase in response_signs()["soft_error_titles"] if phrase in title), None):
        return ProbeOutcome.SOFT_ERROR, f"its title says {sign}"
    return ProbeOutcome.OK, ""


def fetch_is_blocked(result: Result) -> bool:
    """Whether an answered fetch brought a block or challenge instead of the page."""
    return is_blocked(result.http_status, result.headers, result.last.content(LOOKED_AT_BYTES), len(result.body)) or (
        result.outcome is ProbeOutcome.REDIRECT_LOOP and visit_outcome(result)[0] is ProbeOutcome.BLOCKED
    )


def _text(body: bytes, headers: dict[str, list[str]]) -> str:
    charset = re.search(r"charset\s*=\s*[\"']?([\w-]+)", (headers.get("content-type") or [""])[0], re.I)
    return decode(body, charset and charset[1])[0]


def title_of(text: str) -> str:
    """Content of the first `title` element, or nothing."""
    match = _TITLE.search(text)
    return match[1].strip() if match else ""


def _may_have_phrases(headers: dict[str, list[str]]) -> bool:
    content_type = (headers.get("content-type") or [""])[0].lower()
    return not content_type or "html" in content_type or "text/plain" in content_type
