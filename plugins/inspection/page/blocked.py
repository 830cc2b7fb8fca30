"""What an answer says of itself: a challenge or block, or an error page that calls itself a success.

The signs are data, in `include/response-signs.yaml`. An error status alone is no block: 503 with nothing
else is an outage. Words and scripts alone are none either: a real page may speak of 安全验证, and protection
services put their scripts into the pages that they let through. So these count on pages that show hardly
any text.
"""

from __future__ import annotations

import re
from functools import cache

from ahocorasick_rs import BytesAhoCorasick, Implementation

from inspection.model import ProbeOutcome
from inspection.net.addresses import registrable_domain
from inspection.net.exchange import Result
from inspection.page.page import decode, has_challenge_script, response_signs
from inspection.page.soft_errors import THIN_TEXT_CHARS, soft_error

LOOKED_AT_BYTES = 16_384  # of a body, its content coding undone
_SECOND_LOOK_BYTES = 262_144  # before a longer page is called a challenge: much script may stand before its text
_SHORT_TEXT_CHARS = 2_000  # a block page explains itself and gives a number to call
_LINK = re.compile(r"<a\s[^<>]*href", re.I)
_LINKED = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|noscript|template|textarea|iframe|title|a)\b.*?(?:</\1\b|\Z)|<[^<>]*>?",
    re.I | re.S,
)
_UNTITLED = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|noscript|template|textarea|iframe|svg)\b.*?(?:</\1|\Z)", re.I | re.S
)
_TITLE = re.compile(r"<title[^<>]*>([^<]{0,300})", re.I)
# Each alternative runs to the end of the text where its own end is missing: time stays linear
_UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|noscript|template|textarea|iframe|title)\b.*?(?:</\1|\Z)|<[^<>]*>?", re.I | re.S
)


def is_blocked(status: int | None, headers: dict[str, list[str]], start: bytes, size: int) -> bool:
    """Whether an answer is a refusal, a block or a challenge (验证页) instead of the page.

    `start` is the beginning of the body with its content coding undone, `size` the body's length in bytes.
    """
    return status in response_signs()["refused_statuses"] or has_sign(status, headers, start, size)


def has_sign(status: int | None, headers: dict[str, list[str]], start: bytes, size: int) -> bool:
    """Whether an answer shows that something stands between us and the page: more than its status says it."""
    signs = response_signs()
    if status in signs["rate_limit_statuses"] or _has_header(headers, signs["headers"]):
        return True
    if _is_service(status, headers, signs):
        return True
    if not start or not _may_have_phrases(headers):
        return False
    is_refusal = status in signs["refusal_statuses"]
    if not is_refusal and not _may_have_sign(start):
        return False
    text = _text(start, headers)
    if is_refusal:
        seen = visible_text(text)
        says = f"{title_of(text)}\n{seen}".lower()
        words = [*signs["refusal_phrases"], *(phrase.lower() for phrase in signs["phrases"])]
        if len(seen) < _SHORT_TEXT_CHARS and (
            any(word in says for word in words) or any(mark in text for mark in signs["block_marks"])
        ):
            return True
    has_script = has_challenge_script(text)
    if not has_script and not any(phrase in text for phrase in signs["phrases"]):
        return False
    seen, title = visible_text(text), title_of(text)
    if len(seen) >= THIN_TEXT_CHARS:
        return False
    is_whole = size <= LOOKED_AT_BYTES and len(start) < LOOKED_AT_BYTES
    if has_script or any(phrase in title for phrase in signs["phrases"]):
        return True
    if not is_whole or not any(phrase in seen for phrase in signs["phrases"]):
        return False
    unlinked = _unlinked_text(text)  # a link's text names another page: news of a wall is none
    return any(phrase in unlinked for phrase in signs["phrases"])


def visit_outcome(result: Result) -> tuple[ProbeOutcome, str]:
    """Outcome of a visit to a home page, and a few words why.

    A redirect within the registered domain is the site's own affair; one that leaves it is `wrong_host`.
    Only redirects by HTTP are followed: a page that leads on by meta tag or script did answer.
    Redirects that go on until a cookie is kept are a challenge: we keep none.
    """
    if result.outcome is ProbeOutcome.REDIRECT_LOOP:
        hops = [*result.redirects, result.last]
        if any("set-cookie" in hop.fields for hop in hops):
            return ProbeOutcome.BLOCKED, "redirects until a cookie is kept"
        return result.outcome, result.error
    if not result.is_answered:
        return result.outcome, result.error
    if _answer_has_sign(result):
        return ProbeOutcome.BLOCKED, f"challenge or block, status {result.http_status}"
    if result.outcome is ProbeOutcome.HTTP_ERROR:
        return result.outcome, result.error or f"status {result.http_status}"
    if registrable_domain(result.final_url) != registrable_domain(result.request.url):
        return ProbeOutcome.WRONG_HOST, f"led to {result.final_url}"
    start = result.last.content(LOOKED_AT_BYTES)
    if not start.strip():
        return ProbeOutcome.SOFT_ERROR, "the answer is empty"
    text = _text(start, result.headers)
    link_count = len(_LINK.findall(text))
    trouble = soft_error(response_signs(), title_of(text), visible_text(text), link_count, lambda: _unlinked_text(text))
    return (ProbeOutcome.SOFT_ERROR, trouble) if trouble else (ProbeOutcome.OK, "")


def fetch_is_blocked(result: Result) -> bool:
    """Whether a fetch brought a refusal, a block or a challenge instead of the page."""
    if result.outcome is ProbeOutcome.REDIRECT_LOOP:
        return visit_outcome(result)[0] is ProbeOutcome.BLOCKED
    return result.http_status in response_signs()["refused_statuses"] or _answer_has_sign(result)


def title_of(text: str) -> str:
    """Content of the first `title` element that is one, or nothing: in comments and scripts stand others."""
    match = _TITLE.search(text if "<!--" not in text and "<script" not in text else _UNTITLED.sub(" ", text))
    return match[1].strip() if match else ""


def visible_text(text: str) -> str:
    """About what a page shows: its source without tags and scripts, white space folded; in linear time."""
    return " ".join(_UNSEEN.sub(" ", text).split())


def _unlinked_text(text: str) -> str:
    return " ".join(_LINKED.sub(" ", text).split())


def _answer_has_sign(result: Result) -> bool:
    status, headers, size = result.http_status, result.headers, len(result.body)
    start = result.last.content(LOOKED_AT_BYTES)
    if not has_sign(status, headers, start, size):
        return False
    if len(start) < LOOKED_AT_BYTES:
        return True
    return has_sign(status, headers, result.last.content(_SECOND_LOOK_BYTES), size)


def _is_service(status: int | None, headers: dict[str, list[str]], signs: dict[str, list]) -> bool:
    if status not in _service_statuses():  # nearly every answer: its headers need not be looked through
        return False
    found = (sign for sign in signs["services"] if _has_header(headers, [sign]))
    return any(status in sign.get("statuses", signs["service_statuses"]) for sign in found)


@cache
def _service_statuses() -> frozenset[int]:
    signs = response_signs()
    return frozenset(signs["service_statuses"]).union(*(sign.get("statuses", ()) for sign in signs["services"]))


def _has_header(headers: dict[str, list[str]], signs: list[dict[str, str]]) -> bool:
    return any(
        sign["value"] in value.lower() for sign in signs if sign["name"] in headers for value in headers[sign["name"]]
    )


def _text(body: bytes, headers: dict[str, list[str]]) -> str:
    charset = re.search(r"charset\s*=\s*[\"']?([\w-]+)", (headers.get("content-type") or [""])[0], re.I)
    return decode(body, charset and charset[1])[0]


@cache
def _marks() -> BytesAhoCorasick:
    """Everything that can make a page a challenge, as bytes of the charsets that Chinese pages have."""
    signs = response_signs()
    words = [*signs["phrases"], *signs["scripts"], *(pair[-1] for pair in signs["script_pairs"])]
    marks = sorted({word.encode(charset) for word in words for charset in ("utf-8", "gb18030")})
    # of more than a hundred marks it would by itself make a smaller automaton, which takes twice as long
    return BytesAhoCorasick(marks, implementation=Implementation.DFA)


def _may_have_sign(start: bytes) -> bool:
    """A quick look, since nearly every page has none: decoding and searching cost five times as much."""
    return b"\0" in start[:64] or bool(_marks().find_matches_as_indexes(start))  # null bytes: UTF-16


def _may_have_phrases(headers: dict[str, list[str]]) -> bool:
    content_type = (headers.get("content-type") or [""])[0].lower()
    return not content_type or "html" in content_type or "text/plain" in content_type
