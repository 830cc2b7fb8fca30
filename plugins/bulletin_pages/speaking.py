"""Which language a page speaks: the one chosen by its switch, else the browser's, else the installation's.

The switch is the page's own address with `lang`, which leaves a cookie for all pages that follow.
"""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import Request

from inspection import places

ASKED = "lang"
COOKIE = "inspection_lang"
A_YEAR = 365 * 24 * 3600
NAMES = {"zh": "中文", "en": "English"}
TAGS = {"zh": "zh-CN", "en": "en"}


def language_of(request: Request) -> str:
    """Language of the request."""
    wished = [request.query_params.get(ASKED), request.cookies.get(COOKIE), *_preferred(request)]
    return next((name for name in wished if name in places.LANGUAGES), places.language())


def switches(request: Request) -> list[dict[str, str]]:
    """For each other language: its name, its tag, and the address of this page in it, without its path."""
    spoken = language_of(request)
    rest = [(name, value) for name, value in request.query_params.multi_items() if name != ASKED]
    return [
        {"name": NAMES[name], "tag": TAGS[name], "address": f"?{urlencode([*rest, (ASKED, name)])}"}
        for name in places.LANGUAGES
        if name != spoken
    ]


def _preferred(request: Request) -> list[str]:
    """Languages that the browser asks for, the dearest first (RFC 9110, 12.5.4), without their regions."""
    found = []
    for place, one in enumerate(request.headers.get("accept-language", "").split(",")):
        tag, _, quality = one.partition(";")
        try:
            weight = float(quality.partition("=")[2]) if quality else 1.0
        except ValueError:
            continue
        if weight > 0:
            found.append((-weight, place, tag.strip().lower().partition("-")[0]))
    return [name for _, _, name in sorted(found)]
