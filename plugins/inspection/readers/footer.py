"""What a page's footer (页面底部功能区) lacks or only pretends to carry.

Kinds: `missing` the marks of 网站标识 that the page lacks (the guideline asks for them on every page, not on the home
page alone), `fake_conac` a 党政机关网站标识 that leads to no certificate, `code` the printed 网站标识码 is not the
registry's, `police_region` the 公安备案号 was given in another province than the site code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspection.model import MarkKind
from inspection.page.page import Page
from inspection.readers.sign import Reading, Sign

TOPIC = "footer"

_CERTIFICATE = "conac.cn/sitename"
_PICTURE = re.compile(r"conac\.cn/image/|/(?:red|blue)\.png$", re.I)
_PICTURE_WORDS = re.compile(r"党政机关|事业单位|conac", re.I)
_FACTS = [kind for kind in MarkKind if kind != MarkKind.FOOTER_ELSEWHERE]
_DIGITS = re.compile(r"\d{14}")
_PROVINCE_DIGITS = 2  # a department of a province sits in its capital's division: more digits would blame it


def read(reading: Reading) -> Iterator[Sign]:
    """What is odd about the footer marks of a page."""
    marks = {mark.kind: mark for mark in reading.marks}
    if MarkKind.FOOTER_ELSEWHERE not in marks and (missing := [kind for kind in _FACTS if kind not in marks]):
        yield Sign("missing", value=", ".join(missing), count=len(missing))
    if MarkKind.CONAC not in marks and (fake := _fake_conac(reading.page)):
        yield fake
    code, police = marks.get(MarkKind.SITE_CODE), marks.get(MarkKind.POLICE)
    registered = reading.subject.site_code
    if code and registered and code.value.lower() != registered.lower():
        yield Sign("code", value=code.value, detail={"registry": registered})
    known = registered or (code.value if code else "")
    number = _DIGITS.search(police.value) if police and known.isdigit() else None
    if number and number[0][:_PROVINCE_DIGITS] != known[:_PROVINCE_DIGITS]:
        yield Sign("police_region", value=number[0], detail={"site_code": known})


def _fake_conac(page: Page) -> Sign | None:
    """A link that searches instead of showing a certificate, or a picture that leads nowhere."""
    if _CERTIFICATE in page.addresses:
        found = Sign("fake_conac", "link", next(anchor.url for anchor in page.anchors if _CERTIFICATE in anchor.url))
    else:
        found = next(_pictures(page), None)
    # asked last: to search the whole source takes longest
    return found if found and any(word in page.html for word in ("conac", "党政机关", "事业单位")) else None


def _pictures(page: Page) -> Iterator[Sign]:
    for node in page.tree.css("img[src]"):
        source = (node.attrs.get("src") or "").strip()
        if _PICTURE.search(source):
            attributes = node.attributes
            words = f"{attributes.get('alt') or ''} {attributes.get('title') or ''} {source}"
            if _PICTURE_WORDS.search(words):
                yield Sign("fake_conac", "picture", source)
