"""What the scripts of a page write and where they send whom, as far as that is told by their text alone.

Nothing is run. Kinds: `script_spam` a script writes spam, plainly or encoded; `encoded_link` an encoded text leads to
or loads from a foreign domain; `written_link` a script writes such a link and hides it; `conditional_redirect` visitors
of search engines or on telephones are sent to one; `shown_title` visitors get another title than search engines;
`foreign_script` code is loaded from a risky domain; `hidden_frame` an invisible frame shows a foreign page; `forward`
the page sends everybody to one.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape as entities
from urllib.parse import unquote

from inspection.page.domains import foreign_domain, is_risky
from inspection.page.page import Page
from inspection.readers.sign import Sign
from inspection.readers.tampering.hidden import trick_of
from inspection.text import spam

MAX_SCRIPT_CHARS = 10_000  # of one script: what is longer is a library, and hijackers write before it
MAX_SCRIPTS = 100
MAX_PAYLOADS = 100
MAX_TAG_CHARS = 1_000
NEAR_CHARS = 600  # between a test and the redirect that it decides

_CODES = re.compile(r"fromCharCode\(\s*((?:0x[0-9a-f]+|\d{1,7})(?:\s*,\s*(?:0x[0-9a-f]+|\d{1,7}))+)\s*\)", re.I)
_PERCENT = re.compile(r"(?:unescape|decodeURI(?:Component)?)\(\s*[\"']([^\"']{6,20000})[\"']")
_BASE64 = re.compile(r"atob\(\s*[\"']([A-Za-z0-9+/=\s]{8,20000})[\"']")
_HEX = re.compile(r"\\[xu][0-9a-fA-F]{2,4}(?:\\[xu][0-9a-fA-F]{2,4}){3,5000}")
_HEX_CODE = re.compile(r"\\x([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})")
_PERCENT_U = re.compile(r"%u([0-9a-fA-F]{4})")
_PACKED = re.compile(r"([\"'])\.split\([\"']\|[\"']\)")
_WRITTEN = re.compile(
    r"document\.write(?:ln)?\(\s*(?:\"((?:[^\"\\\n]|\\.){10,20000})\"|'((?:[^'\\\n]|\\.){10,20000})')"
)

_ADDRESS = re.compile(r"(?:https?:)?//[\w.-]{1,200}\.[a-zA-Z]{2,24}[^\s\"'<>()]{0,300}")
_SENDS = re.compile(
    r"location(?:\.href|\.replace|\.assign)?\s*(?:=(?!=)|\()\s*[\"']((?:https?:)?//[^\"']{1,500})[\"']"
    r"|\.src\s*=\s*[\"']((?:https?:)?//[^\"']{1,500})[\"']"
)
_SEARCH = re.compile(
    r"baidu|sogou|soso\b|haosou|\bso\.com|360spider|yisou|\bsm\.cn|shenma|bing\.|google|bytespider|spider|bot\b", re.I
)
_MOBILE = re.compile(r"iphone|android|mobile|ipad|\bwap\b", re.I)
_TITLE = re.compile(r"document\.title\s*=(?!=)")
_REFRESH_TO = re.compile(r"(\d{1,4})(?:\.\d*)?\s*[;,]\s*(?:url\s*=)?\s*[\"']?([^\"'>\s]{1,500})", re.I)
_SOURCE = re.compile(r"src\s*=\s*[\"']?([^\"'>\s]{4,500})", re.I)
_NO_SIZE = re.compile(r"\b(?:width|height)\s*=\s*[\"']?[01](?:px)?[\"'\s/>]", re.I)
_STYLE = re.compile(r"style\s*=\s*[\"']([^\"']{1,500})", re.I)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What one script says, whatever page it stands in."""

    spam: tuple[Sign, ...]
    encoded: tuple[str, ...]  # addresses in encoded texts
    hiding: tuple[str, ...]  # addresses in mark-up that it writes and hides
    sends: tuple[tuple[str, str, str], ...]  # whom, where, and how it is written
    shown_title: str | None


def read(page: Page, begins: dict[str, list[int]]) -> Iterator[Sign]:
    """What the scripts, frames and automatic forwards of a page do, as signs."""
    yield from _loaded(page, begins.get("iframe", []))
    for _, text in page.scripts[:MAX_SCRIPTS]:
        if text:
            yield from _of_script(page, _facts(text[:MAX_SCRIPT_CHARS]))
    yield from _forwards(page)


def _of_script(page: Page, facts: _Facts) -> Iterator[Sign]:
    yield from facts.spam
    for kind, addresses in (("encoded_link", facts.encoded), ("written_link", facts.hiding)):
        for address in addresses:
            if domain := foreign_domain(address, page.url):
                yield Sign(kind, domain, address[:200], detail={"is_risky": is_risky(domain)})
    for whom, address, excerpt in facts.sends:
        if domain := foreign_domain(address, page.url):
            told = {"visitors": whom, "is_risky": is_risky(domain)}
            yield Sign("conditional_redirect", domain, whom, excerpt=excerpt, detail=told)
    if facts.shown_title:
        yield Sign("shown_title", excerpt=facts.shown_title)


@lru_cache(maxsize=2_048)  # the pages of a site share their scripts
def _facts(code: str) -> _Facts:
    encoded = list(payloads(code))
    written = [entities(one or other) for one, other in _WRITTEN.findall(code)] if "document.write" in code else []
    texts = [code, *encoded]
    return _Facts(
        tuple(_spam("written", written)) + tuple(_spam("encoded", encoded)),
        tuple(dict.fromkeys(_full(address) for text in encoded for address in _ADDRESS.findall(text))),
        tuple(dict.fromkeys(_full(url) for text in written if hides(text) for url in _ADDRESS.findall(text))),
        tuple(sent for text in texts for sent in _sends(text)),
        next((title for text in texts if (title := _shown_title(text))), None),
    )


def _spam(place: str, texts: list[str]) -> Iterator[Sign]:
    if not texts:
        return
    compared = spam.normal("\n".join(texts))
    found = spam.weigh(spam.hits(compared), len(compared))
    if found and found.is_spam:
        value = ", ".join(found.strong or found.weak)[:200]
        yield Sign("script_spam", place, value, found.count, spam.excerpt(compared, found.first))


def hides(markup: str) -> bool:
    """Whether a piece of mark-up hides what it holds."""
    return any(trick_of(style) not in {None, "transparent"} for style in _STYLE.findall(markup))


def _sends(code: str) -> Iterator[tuple[str, str, str]]:
    """Redirects that depend on where visitors come from (`search`) or what their browser is (`mobile`)."""
    if "referrer" not in code and "serAgent" not in code and "useragent" not in code:
        return
    for match in _SENDS.finditer(code):
        before = _before(code, match)
        if ("referrer" in before or "useragent" in before) and _SEARCH.search(before):
            yield "search", _full(match[1] or match[2]), match[0][:120]
        elif match[1] and "useragent" in before and _MOBILE.search(before):
            yield "mobile", _full(match[1]), match[0][:120]


def _shown_title(code: str) -> str | None:
    for match in _TITLE.finditer(code) if "document.title" in code else ():
        before = _before(code, match)
        if ("referrer" in before or "useragent" in before) and _SEARCH.search(before):
            return " ".join(code[match.start() : match.start() + 120].split())
    return None


def _before(code: str, match: re.Match) -> str:
    return code[max(0, match.start() - NEAR_CHARS) : match.start()].lower()


def _loaded(page: Page, frames: list[int]) -> Iterator[Sign]:
    loaded = {}
    for attributes, _ in page.scripts:
        if (source := attributes.get("src")) and "//" in source and (domain := foreign_domain(_full(source), page.url)):
            loaded.setdefault(domain, source)
    for domain, source in loaded.items():
        if is_risky(domain):
            yield Sign("foreign_script", domain, source[:200])
    for begin in frames:
        frame = page.html[begin : begin + MAX_TAG_CHARS].partition(">")[0]
        source, style = _SOURCE.search(frame), _STYLE.search(frame)
        if not source or not (domain := foreign_domain(_full(source[1]), page.url)):
            continue
        if _NO_SIZE.search(frame + " ") or (style and trick_of(style[1])):
            yield Sign("hidden_frame", domain, source[1][:200], detail={"is_risky": is_risky(domain)})


def _forwards(page: Page) -> Iterator[Sign]:
    for node in page.tree.css("meta[http-equiv]"):
        attributes = node.attributes
        if (attributes.get("http-equiv") or "").strip().lower() != "refresh":
            continue
        match = _REFRESH_TO.match((attributes.get("content") or "").strip())
        if match and int(match[1]) <= 30 and (domain := foreign_domain(_full(match[2]), page.url)):
            yield Sign("forward", domain, match[2][:200], detail={"is_risky": is_risky(domain)})


def payloads(code: str) -> Iterator[str]:
    """Constant texts that a script holds in an encoded form: character codes, percent, Base64, hex, packed words."""
    count = 0
    for decode, pattern, marks in _DECODERS:
        if not any(mark in code for mark in marks):
            continue
        for match in pattern.finditer(code):
            try:
                text = decode(match)
            except (ValueError, OverflowError, binascii.Error):
                continue
            yield text.encode("utf-8", "replace").decode()  # half of a surrogate pair is no text
            count += 1
            if count >= MAX_PAYLOADS:
                return


def _of_codes(match: re.Match) -> str:
    return "".join(chr(int(code.strip(), 0)) for code in match[1].split(","))


def _of_percent(match: re.Match) -> str:
    return unquote(_PERCENT_U.sub(lambda found: chr(int(found[1], 16)), match[1]))


def _of_base64(match: re.Match) -> str:
    text = base64.b64decode(match[1]).decode("utf-8", "replace")
    return unquote(text) if "%" in text else text


def _of_hex(match: re.Match) -> str:
    return _HEX_CODE.sub(lambda found: chr(int(found[1] or found[2], 16)), match[0])


def _of_packed(match: re.Match) -> str:
    words = match.string[max(0, match.start() - 20_000) : match.start()]
    return words[words.rfind(match[1]) + 1 :].replace("|", " ")


_DECODERS = (
    (_of_codes, _CODES, ("fromCharCode",)),
    (_of_percent, _PERCENT, ("unescape(", "decodeURI")),
    (_of_base64, _BASE64, ("atob(",)),
    (_of_hex, _HEX, ("\\x", "\\u")),
    (_of_packed, _PACKED, ("split('|')", 'split("|")')),
)


def _full(address: str) -> str:
    return f"http:{address}" if address.startswith("//") else address
