"""A page with its parts, as a browser would put it together as far as the parts are at hand.

Frames and framesets of the own host, small scripts that write mark-up, data that the page or its scripts name, records
that a script shows, and the page that a way in leads on to. Nothing is executed and nothing is fetched: `part_of` gives
what is stored of an address. A part that is not at hand stays named in the mark-up, so that the readers say that it is
unread and take nothing for absent.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import urljoin

from inspection.page.columns import own_frames, own_scripts
from inspection.page.days import LOOKS_DATED
from inspection.page.links import forward
from inspection.page.page import Page, host_of, resolver
from inspection.page.written import HAN, OPENS, character_data, lists_in, of_json, written_by

PartOf = Callable[[str], Page | None]
MAX_PARTS = 24  # of one page
MAX_DEPTH = 2  # a frame that names a script
MAX_PART_CHARS = 400_000
_FRAME_TAG = re.compile(r"<iframe\b[^>]{0,1500}>(?:\s*</iframe\s*>)?", re.I)
_FRAMESET = re.compile(r"<frameset\b.*</frameset\s*>|<frameset\b.*", re.I | re.S)
_SRC = re.compile(r"""\ssrc\s*=\s*["']?([^"'\s>]{1,1000})""", re.I)
_SCRIPT = re.compile(r"<script\b([^>]{0,1000})>(.*?)</script\s*>", re.I | re.S)
_LOADED = re.compile(r"""\.load\(\s*["']([^"'\s]{1,300})""")
_NAMED = re.compile(
    r"""["']((?:https?://[\w.:-]{1,200})?/[\w./?=&%:-]{1,300}|[\w./-]{1,200}\.(?:json|xml|jsonp?)(?:\?[^"'\s]{0,200})?)["']"""
)
_NO_DATA = re.compile(
    r"\.(?:js|css|jpe?g|png|gif|svg|ico|woff2?|ttf|s?html?|jspx?|aspx?|php|pdf|docx?|xlsx?)(?:\?|$)", re.I
)
_DATA_HINT = re.compile(r"\bapi\b|json|ajax|fetch\s*\(|\b(?:get|post)\s*\(|\.load\s*\(|XMLHttp|axios", re.I)
_BRINGS = re.compile(
    r"document\.write|innerHTML|\.(?:html|append|load|ajax|get|post|getJSON)\s*\(|XMLHttpRequest|\bfetch\s*\(|createElement|\bget\s*\("
)
# a script that says in other letters what it does, or asks where its visitor comes from
_DISGUISED = re.compile(
    r"""\batob\(\s{0,9}["']|fromCharCode\(\s{0,9}\d|(?:unescape|decodeURI(?:Component)?)\(\s{0,9}["']%|(?:\\x[0-9a-f]{2}){8}"""
    r"""|eval\(function\(p,|document\.referrer""",
    re.I,
)
_LONGEST_DISGUISED_CHARS = 10_000  # what is longer is a library
_WRAPPING = re.compile(r"<!doctype[^>]*>|</?html\b[^>]*>|<head\b.*?</head\s*>|</?body\b[^>]*>", re.I | re.S)
_ADDRESSES = re.compile(r"""(\s(?:href|src|action)\s*=\s*)(["']?)(?![/#]|[a-z]{2,12}:)([^"'\s>]{1,500})""", re.I)
_BODY_END = re.compile(r"</body\s*>", re.I)
_HEAD_END = re.compile(r"</head\s*>", re.I)
_MENU_CHARS = 600  # of a frame that is all links
_FEW_ANCHORS = 15  # of a page that only leads on
_ENTER = re.compile(r"进入|enter", re.I)


def composed(page: Page, part_of: PartOf, depth: int = 0, *, is_home: bool = False) -> Page:
    """The page with its parts, a home page also with the one it only leads on to; the page itself where it has none at
    hand."""
    html = page.html
    if not html:
        return page
    parts = _Parts(page, part_of, depth)
    if "<frameset" in html or "<FRAMESET" in html:
        html = _FRAMESET.sub(lambda match: parts.frameset(match[0]), html, count=1)
    if own_frames(page):
        html = _FRAME_TAG.sub(lambda match: parts.frame(match[0]), html)
    if any(parts.may_bring(attributes, source) for attributes, source in page.scripts):
        html = _SCRIPT.sub(lambda match: parts.script(match[1], match[2]), html)
    if "CDATA" in html and (records := character_data(html)):
        parts.tail.append(f"<ul>{records}</ul>")
        html = html.replace("<![CDATA[", "<!-- read [")
    if is_home and (onward := _leads_on(page)) and (target := parts.get(onward)):
        parts.tail.append(_inner(target))
    if not parts.is_used:
        return page
    tail = "".join(parts.tail)
    end = _BODY_END.search(html)
    html = f"{html[: end.start()]}{tail}{html[end.start() :]}" if end else html + tail
    whole = Page(
        page.url, html.encode("utf-8", "replace"), {"content-type": "text/html; charset=utf-8"}, page.http_status
    )
    whole.charset, whole.headers, whole.body_size = page.charset, page.headers, page.body_size
    return whole


def named_parts(page: Page) -> list[str]:
    """Addresses on the page's own host that it may be put together of: frames, scripts and data, once each."""
    host, resolve = host_of(page.url), resolver(page.base)
    found = dict.fromkeys([*own_frames(page), *own_scripts(page), *own_scripts(page, with_counters=True)])
    for _, source in page.scripts:
        data = _NAMED.findall(source) if _DATA_HINT.search(source) else ()
        for address in (*_LOADED.findall(source), *(one for one in data if not _NO_DATA.search(one))):
            if (url := resolve(address)) and host_of(url) == host:
                found.setdefault(url)
    found.pop(page.url, None)
    return list(found)[:MAX_PARTS]


class _Parts:
    """The parts of one page, as mark-up to put in their places."""

    def __init__(self, page: Page, part_of: PartOf, depth: int) -> None:
        self._page, self._part_of, self._depth = page, part_of, depth
        self._resolve, self._host = resolver(page.base), host_of(page.url)
        self._count = 0
        self._own_scripts = set(own_scripts(page, with_counters=True))
        self._bringing = set(own_scripts(page))
        self._seen: set[str] = set()
        self.tail: list[str] = []

    @property
    def is_used(self) -> bool:
        """Whether any mark-up was found in a part."""
        return bool(self._is_changed or self.tail)

    _is_changed = False

    def get(self, url: str | None) -> Page | None:
        """A part that is at hand, once; None beyond the limits of a page."""
        if not url or url in self._seen or self._count >= MAX_PARTS or host_of(url) != self._host:
            return None
        self._seen.add(url)
        self._count += 1
        part = self._part_of(url)
        if part is None or len(part.html) > MAX_PART_CHARS or (part.http_status or 200) >= 400:
            return None
        return part

    def frame(self, tag: str) -> str:
        """A frame of the own host by what stands in it."""
        source = _SRC.search(tag)
        part = self.get(self._resolve(unescape(source[1]))) if source else None
        if part is None or self._depth >= MAX_DEPTH:
            return tag
        self._is_changed = True
        part = composed(part, self._part_of, self._depth + 1)
        return f"<div>{_inner(part)}</div>"

    def frameset(self, tags: str) -> str:
        """A frameset by the pages in its frames; a page of links alone is a menu."""
        inner, unread = [], []
        for tag in re.findall(r"<frame\b[^>]{0,1500}>", tags, re.I):
            source = _SRC.search(tag)
            part = self.get(self._resolve(unescape(source[1]))) if source else None
            if part is None or self._depth >= MAX_DEPTH:
                unread.append(tag.replace("<frame", "<iframe").replace("<FRAME", "<iframe") + "</iframe>")
                continue
            part = composed(part, self._part_of, self._depth + 1)
            links = sum(len(anchor.text) for anchor in part.anchors)
            is_menu = len(part.text) < _MENU_CHARS and 2 * links >= len(part.text) and not LOOKS_DATED.search(part.text)
            element = "nav" if is_menu else "div"
            inner.append(f"<{element}>{_inner(part)}</{element}>")
        if not inner:
            return tags
        self._is_changed = True
        return f"<body>{''.join(inner)}{''.join(unread)}</body>"

    def may_bring(self, attributes: dict[str, str | None], source: str) -> bool:
        """Whether a script is one that a part may come from: a look that costs little."""
        if attributes.get("src"):
            return self._resolve(attributes["src"]) in self._own_scripts
        return bool(source) and (
            HAN.search(source) is not None or "\\u" in source or _DATA_HINT.search(source) is not None
        )

    def script(self, attributes: str, source: str) -> str:
        """A script, with the mark-up that it writes, its lists and the data that it names behind it."""
        whole = f"<script{attributes}>{source}</script>"
        found, is_read, text, disguised = "", False, source, ""
        if src := _SRC.search(attributes):
            url = self._resolve(src[1])
            part = self.get(url) if url in self._own_scripts else None
            if part is None:
                return whole
            text, is_read = part.html, True
            if len(text) <= _LONGEST_DISGUISED_CHARS and _DISGUISED.search(text):  # for the readers of tampering
                self._is_changed = True
                inner = text.replace("</", "<\\/")
                disguised = f"<script>{inner}</script>"
                whole += disguised
            if url not in self._bringing:
                return whole
        if "<" in text and (written := written_by(text)):
            found += written
        found += lists_in(text)
        for loaded in _LOADED.findall(text):
            if part := self.get(self._resolve(loaded)):
                found += _inner(composed(part, self._part_of, self._depth + 1) if self._depth < MAX_DEPTH else part)
        if not is_read and _DATA_HINT.search(text):  # what a script of all pages names is no page's own
            for address in dict.fromkeys(_NAMED.findall(text)):
                if not _NO_DATA.search(address) and (part := self.get(self._resolve(address))):
                    found += of_json(part.html) or ""
        if not found:
            if not is_read or _BRINGS.search(text):
                return whole  # what it brings is in no form that is known: unread
            self._is_changed = True
            return f"<script>{text if 'function' in text and OPENS.search(text) else ''}</script>{disguised}"
        self._is_changed = True
        kept = text if "function" in text and OPENS.search(text) else ""
        return f"<script>{kept}</script>{disguised}<div>{found}</div>"


def _inner(part: Page) -> str:
    """What stands in the body of a page, its relative addresses made absolute."""
    html = _WRAPPING.sub("", part.html)
    if "://" not in part.url:
        return html

    def absolute(match: re.Match) -> str:
        try:
            return f"{match[1]}{match[2]}{urljoin(part.base, match[3])}"
        except ValueError:
            return match[0]

    return _ADDRESSES.sub(absolute, html)


def _leads_on(page: Page) -> str | None:
    """Where a page that only leads on goes to: by itself, or by the one picture or word that says 进入."""
    if (url := forward(page)) and host_of(url) == host_of(page.url):
        return url
    if len(page.anchors) > _FEW_ANCHORS or LOOKS_DATED.search(page.text):
        return None
    host = host_of(page.url)
    ways = dict.fromkeys(
        anchor.url
        for anchor in page.anchors
        if host_of(anchor.url) == host
        and (anchor.node.css_first("img") is not None or _ENTER.search(anchor.text))
        and anchor.url.rstrip("/") != page.url.rstrip("/")
    )
    return next(iter(ways)) if len(ways) == 1 else None
