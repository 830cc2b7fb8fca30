"""What a home page offers: its search box, and entries for the disabled, the elderly, the site map and logging in.

Kinds: `search_form` a search box, `place` the parameter that takes the word, `value` an address with `{word}` in its
place where a plain visit can use it (else null, and `detail.method` says why: `post`, or `script`); `entry` a link,
`place` what to: `accessible` (无障碍), `elderly` (适老化), `site_map`, `login`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import quote_plus

from selectolax.lexbor import LexborNode

from inspection.model import PageKind
from inspection.page.page import Page, fold, resolver
from inspection.page.words import any_of, classes_of, page_words
from inspection.readers.sign import Reading, Sign

TOPIC = "functions"

WORD = "{word}"
_SEARCH_NAME = re.compile(r"search|keyword|^(?:q|qt|wd|kw|key|words?|sword|query|condition|full_?text\w*|title)$", re.I)
_SEARCH_WORD = re.compile(r"搜索|检索|查找|关键[字词]|请输入[^\n]{0,6}(?:内容|词)")
# inputs that no word is typed into; browsers take an unknown type for text
_NOT_TYPED = frozenset(
    {"hidden", "password", "button", "submit", "image", "checkbox", "radio", "file", "reset"}
    | {"email", "tel", "number", "range", "date", "color"}
)


def read(reading: Reading) -> Iterator[Sign]:
    """What the home page of a site offers."""
    if reading.kind != PageKind.HOME:
        return
    yield from _search_forms(reading.page)
    yield from _entries(reading.page)


def _search_forms(page: Page) -> Iterator[Sign]:
    inputs = [node for node in page.tree.css("input") if _is_search_box(node)]
    told: set[str] = set()
    for box in inputs:
        name = (box.attributes.get("name") or box.attributes.get("id") or "").strip()
        if name in told:
            continue
        told.add(name)
        form = _form_of(box)
        if form is None:
            yield Sign("search_form", name, detail={"method": "script"})
        else:
            yield _of_form(page, form, box, name)


def _is_search_box(node: LexborNode) -> bool:
    attributes = node.attributes
    if (attributes.get("type") or "").strip().lower() in _NOT_TYPED:
        return False
    marks = (attributes.get("name"), attributes.get("id"))
    says = f"{attributes.get('placeholder') or ''} {attributes.get('value') or ''} {attributes.get('title') or ''}"
    return any(mark and _SEARCH_NAME.search(mark.strip()) for mark in marks) or bool(_SEARCH_WORD.search(says))


def _form_of(node: LexborNode) -> LexborNode | None:
    parent = node.parent
    while parent is not None and parent.tag != "form":
        parent = parent.parent
    return parent


def _of_form(page: Page, form: LexborNode, box: LexborNode, name: str) -> Sign:
    attributes = form.attributes
    method = (attributes.get("method") or "get").strip().lower()
    action = (attributes.get("action") or "").strip()
    target = resolver(page.url)(action) if action else None
    if not target or not box.attributes.get("name"):  # a script finds the word by its own means
        return Sign("search_form", name, detail={"method": "script"})
    if method != "get":
        return Sign("search_form", name, detail={"method": "post", "action": target})
    charset = page.charset or "utf-8"
    fields = [f"{_quoted(name, charset)}={WORD}"]
    for node in form.css('input[type="hidden"]'):
        hidden = node.attributes
        if hidden.get("name"):
            fields.append(f"{_quoted(hidden['name'], charset)}={_quoted(hidden.get('value') or '', charset)}")
    # as a browser does: a form's own fields take the place of the query in its address
    address = f"{target.partition('?')[0]}?{'&'.join(fields)}"
    return Sign("search_form", name, address, detail={"method": "get"})


def _quoted(text: str, charset: str) -> str:
    return quote_plus(text, encoding=charset, errors="replace")


def _entries(page: Page) -> Iterator[Sign]:
    pattern, kinds = _entry_words()
    told: set[str] = set()
    for anchor in page.anchors:
        says = anchor.text or _says(anchor.node)
        if len(says) <= 20 and (match := pattern.search(says)) and kinds[match[0]] not in told:
            told.add(kinds[match[0]])
            yield Sign("entry", kinds[match[0]], anchor.url, excerpt=says)
    # drawn by a script: there is a word for it, and no link
    for match in pattern.finditer(page.text) if len(told) < len(set(kinds.values())) else ():
        kind = kinds[match[0]]
        line = _line_at(page.text, match.start())
        if kind not in told and kind != "login" and len(line) <= 20:
            told.add(kind)
            yield Sign("entry", kind, excerpt=line, detail={"form": "script"})


def _says(node: LexborNode) -> str:
    """What a link without text says: its title, or those of its picture."""
    picture = node.css_first("img")
    words = [node.attributes.get("title")]
    if picture is not None:
        words += [picture.attributes.get("alt"), picture.attributes.get("title")]
    return fold(" ".join(word for word in words if word))


def _line_at(text: str, place: int) -> str:
    end = text.find("\n", place)
    return text[text.rfind("\n", 0, place) + 1 : end if end >= 0 else len(text)]


@cache
def _entry_words() -> tuple[re.Pattern, dict[str, str]]:
    kinds = classes_of(page_words()["entries"])
    return re.compile(any_of(kinds)), kinds
