"""Official text that a machine has rewritten: traditional characters, pinyin in brackets, slipped bytes, spun words.

Kinds: `traditional` the page is in traditional characters and is no traditional edition; `script_switch` blocks of it
are written in the other script than the rest; `pinyin` characters are followed by their reading; `byte_slip` a
two-byte stream was read one byte off; `spun` official words were replaced by synonyms of a machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from inspection.page.page import Page
from inspection.readers.sign import Reading, Sign
from inspection.text import spam
from inspection.text.letters import TONES
from inspection.text.script import simplified_share, traditional_share

MIN_HAN = 40
TRADITIONAL_PAGE = 0.15  # share of its Han characters; a text that is traditional throughout has about a third
NOTED_SHARE = 0.02  # less is names and quotations
MIN_PINYIN = 5  # fewer explain rare characters
MIN_SLIPS = 2
MIN_SPUN = 2
_MIN_BLOCK_CHARS = 6
_MAX_CHARS = 100_000

_PINYIN = re.compile(rf"[\u3400-\u9fffA-Z][(（][ \u3000]?[a-zü]{{0,5}}[{TONES}][a-zü]{{0,5}}[ \u3000]?[)）]", re.I)
_HAS_TONE = re.compile(f"[{TONES}]")
# a reading behind a Latin letter: the character it belongs to was torn apart
_TORN = re.compile(rf"[A-Z]\([a-zü]{{0,5}}[{TONES}][a-zü]{{0,5}}\)", re.I)
# a question mark for the first byte, then the comma or semicolon that the second and third byte happened to make
_SLIP = re.compile(r"[\u3400-\u9fff0-9%）)][?\ufffd][，；,;][\u3400-\u9fffA-Z]")
# how traditional editions are addressed, and what they say of themselves
_EDITION = re.compile(
    r"(?:^|[/._-])(?:big5|b5|hant|zh[-_]?(?:tw|hk|mo|hant)|tw|hk|tc|cht|fan|ft|fanti|trad\w*)(?:[/._-]|$)", re.I
)
_LANGUAGE = re.compile(r"<html\b[^>]{0,300}\blang\s*=\s*[\"']?zh-(?:hant|tw|hk|mo)", re.I)
_OTHER_EDITION = re.compile(r"(?:简体|簡體|简體)(?:中文|版)?")


def read(reading: Reading, compared: str, *, is_plain: bool) -> Iterator[Sign]:
    """What a machine did to the text of a page; `compared` and `is_plain` are what `spam.py` says of it."""
    page = reading.page
    text = page.text[:_MAX_CHARS]
    if not is_plain:
        if _HAS_TONE.search(text):
            yield from _pinyin(text)
        yield from _scripts(page, text)
    yield from _slips(text)
    spun = [hit for hit in spam.hits(compared) if hit.stem.role == spam.SPUN] if "网坐" in compared else []
    if len(spun) >= MIN_SPUN:
        yield Sign(
            "spun",
            value=", ".join(dict.fromkeys(hit.stem.text for hit in spun)),
            count=len(spun),
            excerpt=spam.excerpt(compared, spun[0].start),
        )


def _pinyin(text: str) -> Iterator[Sign]:
    found = list(_PINYIN.finditer(text))
    if len(found) >= MIN_PINYIN:
        distinct = list(dict.fromkeys(match[0] for match in found))
        yield Sign(
            "pinyin",
            value=" ".join(distinct[:10]),
            count=len(found),
            excerpt=_around(text, found[0]),
        )


def _slips(text: str) -> Iterator[Sign]:
    if "?" not in text and "\ufffd" not in text:
        return
    found = list(_SLIP.finditer(text))
    torn = list(_TORN.finditer(text))
    if len(found) >= MIN_SLIPS or (found and torn):
        yield Sign("byte_slip", count=len(found) + len(torn), excerpt=_around(text, found[0]))


def _scripts(page: Page, text: str) -> Iterator[Sign]:
    share = traditional_share(text)
    if share < NOTED_SHARE:
        return
    lines = [line for line in text.split("\n") if len(line) >= _MIN_BLOCK_CHARS]
    shares = [(line, traditional_share(line)) for line in lines]
    detail = {"traditional_share": round(share, 3)}
    if share >= TRADITIONAL_PAGE and len(text) >= MIN_HAN:
        told = detail | {"is_edition": is_traditional_edition(page)}
        yield Sign("traditional", value=f"{share:.2f}", excerpt=text[:60], detail=told)
        other = [line for line, part in shares if part == 0 and simplified_share(line) >= TRADITIONAL_PAGE]
    else:
        other = [line for line, part in shares if part >= TRADITIONAL_PAGE]
    if not other:
        return
    # quoted letters and names of bodies are innocent; another script that advertises is not
    found = spam.look("\n".join(other))
    place = "tail" if other[-1] in lines[-2:] else "head" if other[0] in lines[:3] else "body"
    yield Sign(
        "script_switch",
        place,
        f"{len(other)} of {len(lines)} lines",
        len(other),
        other[-1 if place == "tail" else 0][:80],
        detail | {"is_spam": bool(found and found.is_spam)},
    )


def is_traditional_edition(page: Page) -> bool:
    """Whether a page in traditional characters is meant to be: by its address, its language or a way back."""
    try:
        parts = urlsplit(page.url)
    except ValueError:
        return False
    if _EDITION.search(parts.netloc.partition(":")[0]) or _EDITION.search(f"{parts.path}?{parts.query}"):
        return True
    return bool(_LANGUAGE.search(page.html[:5_000]) or _OTHER_EDITION.search(page.text))


def _around(text: str, match: re.Match) -> str:
    return " ".join(text[max(0, match.start() - 20) : match.end() + 20].split())
