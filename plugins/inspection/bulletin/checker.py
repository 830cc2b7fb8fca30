"""The checker: every digit of a rendered bulletin was made by a query, a date function or the office's file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as markup

from inspection.bulletin.binding import Binding
from inspection.errors import InspectionError

UNREAD = {"style", "script"}
WORDED = ("title", "alt", "aria-label")  # attributes that a reader sees
# 七个不合格政府网站: a number in words is a number too
_NUMERAL = "[〇零一二两三四五六七八九十百千万]+"
_WRITTEN = re.compile(
    rf"{_NUMERAL}(?:个|家|家次|条|件)(?:不合格)?(?:政府网站|网站|政务新媒体|新媒体|账号|单位|部门|网民留言|留言)"
)


class UnboundNumber(InspectionError):
    """A bulletin holds a number that no query made."""


def check(html: str, binding: Binding, template: str) -> None:
    """Raise UnboundNumber for the first number that `binding` did not print.

    An element that looks bound but was typed by hand bears no seal. Full-width digits are digits.
    """
    root = markup.document_fromstring(html)
    heading = next((_squeezed("".join(one.itertext())) for one in root.iter("h1")), "")
    for holder, text in _texts(root):
        if holder.tag == "title" and _squeezed(text) == heading:
            continue  # the head repeats the heading, which is checked itself
        if _has_number(text) and holder.get("data-seal") != binding.seal:
            raise _unbound(_around(holder, text), template)
    for tag in root.iter(etree.Element):
        for name in WORDED:
            if tag.get("data-seal") != binding.seal and _has_number(tag.get(name, "")):
                raise _unbound(f"{name}={tag.get(name)!r}", template)


def _texts(root: etree.ElementBase) -> Iterator[tuple[etree.ElementBase, str]]:
    """Every text that a reader sees, with the element that it stands in. A list has tens of thousands of them."""
    for element in root.iter():
        if element.text and isinstance(element.tag, str) and element.tag not in UNREAD:
            yield element, element.text
        if element.tail:
            yield element.getparent(), element.tail


def _has_number(text: str) -> bool:
    return any(sign.isdigit() for sign in text) or bool(_WRITTEN.search(text))


def _around(holder: etree.ElementBase, text: str) -> str:
    block = next((one for one in (holder, *holder.iterancestors()) if one.tag in {"p", "td"}), None)
    whole = _squeezed(text if block is None else "".join(block.itertext()))
    start = max(0, whole.find(_squeezed(text)) - 12)
    return whole[start : start + 48]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _unbound(what: str, template: str) -> UnboundNumber:
    return UnboundNumber(
        f"a number was typed that no query made: {what}",
        place=f"include/templates/{template}",
        remedy="print it with fig(), rate(), a date function or cite()",
    )
