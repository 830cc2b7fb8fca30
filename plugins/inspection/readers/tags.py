"""The fifteen meta tags (网页标签) that a government page must or may carry, and what is wrong with them.

Source: 政府网站发展指引 (国办发〔2017〕47号), annex on page design. Kinds: `T1` a required tag is missing, `T2` empty
or `null`, `T3` SiteIDCode is not the registry's, `T4` SiteDomain is not the host that served the page, `T5`
SiteName is not the registry's, `T6` PubDate is no date or lies in the future, `T7` PubDate is not the date shown;
`template` directives of a template were left in, `doubled` a tag stands twice, `case` its name is written in
another case (HTML does not mind), `above_head` tags stand before `<head>`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from inspection.model import PageKind, normalise_text
from inspection.page.days import MOMENT, make_day
from inspection.page.fingerprint import language
from inspection.page.identity import TEMPLATE
from inspection.page.page import Page, host_of
from inspection.readers.sign import Reading, Sign
from inspection.text.script import simplified, traditional_share

TOPIC = "tags"

EVERY = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
ARTICLE = ("ArticleTitle", "PubDate", "ContentSource", "ColumnName", "ColumnType")
OPTIONAL = ("Keywords", "Author", "Description", "Image", "Url")
# What is asked of which page. Whether an `other` page is an article is known only when the lists of the day are
# read: its sign says what an article would lack, and counts where `staging.page` calls the page one.
_REQUIRED = {
    PageKind.HOME: {"every": EVERY},
    PageKind.COLUMN: {"every": EVERY, "column": COLUMN},
    PageKind.OTHER: {"every": EVERY, "article": ARTICLE},
}
_STANDARD = {name.lower(): name for name in (*EVERY, *COLUMN, *ARTICLE, *OPTIONAL)}
# `author`, `keywords`, `description`, `image` and `url` are tags of the web at large, in their own case
_OWN = frozenset(name.lower() for name in (*EVERY, *COLUMN, *ARTICLE))
_HEAD = re.compile(r"<head[\s>]", re.I)
_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.S)
_META_NAME = re.compile(r"<meta\s[^<>]{0,200}?name\s*=\s*[\"']?\s*(\w+)", re.I)
_LEFT_IN = re.compile(r"<jsp:\w+|<%[@=]?|<#(?:if|include|list)\b", re.I)
_BETWEEN_HOSTS = re.compile(r"[\s,，;；、|]+")
_TRADITIONAL_SHARE = 0.1  # of a text's Han characters; whole texts have 0.2 to 0.4, a quotation in another far less
_LOOKED_AT_CHARS = 20_000  # where the head of a page stands


def read(reading: Reading) -> Iterator[Sign]:
    """What is wrong with the meta tags of a page."""
    written: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, content in reading.page.meta_tags:
        if name.lower() in _STANDARD:
            written[name.lower()].append((name, content))
    if not _is_version(reading.page):
        yield from _lacking(reading.kind, written)
    yield from _against_registry(reading)
    yield from _pub_date(reading)
    yield from _form(written)
    yield from _left_in(reading.page)


def _is_version(page: Page) -> bool:
    """Whether a page is a version of another in traditional characters or another language: made by a program of the
    page that owes the tags, and asked for none itself."""
    return traditional_share(page.text) >= _TRADITIONAL_SHARE or language(page.text) not in {None, "zh"}


def _lacking(kind: PageKind, written: dict[str, list[tuple[str, str]]]) -> Iterator[Sign]:
    for need, names in _REQUIRED.get(kind, {}).items():
        if missing := [name for name in names if name.lower() not in written]:
            yield Sign("T1", need, ", ".join(missing), len(missing))
        for name in names:
            contents = [content for _, content in written.get(name.lower(), ())]
            if contents and not any(_says_something(content) for content in contents):
                yield Sign("T2", name, contents[0], detail={"need": need})


def _says_something(content: str) -> bool:
    return bool(content) and content.lower() not in {"null", "undefined", "none"}


def _against_registry(reading: Reading) -> Iterator[Sign]:
    identity, subject = reading.identity, reading.subject
    if identity.site_code and subject.site_code and identity.site_code.lower() != subject.site_code.lower():
        yield Sign("T3", "SiteIDCode", identity.site_code, detail={"registry": subject.site_code})
    host = _bare_host(reading.page.url)
    names_host = identity.site_domain and host and not host.endswith(".invalid")
    if names_host and host not in _hosts_named(identity.site_domain):
        yield Sign("T4", "SiteDomain", identity.site_domain, detail={"host": host})
    if identity.site_name and subject.name and _bare(identity.site_name) != _bare(subject.name):
        # 云州市人民政府门户网站 holds 云州市人民政府: the same body under a longer name
        one, other = _bare(identity.site_name), _bare(subject.name)
        holds = one in other or other in one
        yield Sign(
            "T5",
            "SiteName",
            identity.site_name,
            detail={"registry": subject.name, "holds": holds},
        )


@lru_cache(maxsize=4_096)  # the pages of a site name the same
def _hosts_named(site_domain: str) -> frozenset[str]:
    return frozenset(_bare_host(f"http://{word.rpartition('//')[2]}") for word in _BETWEEN_HOSTS.split(site_domain))


@lru_cache(maxsize=4_096)
def _bare(name: str) -> str:
    return simplified(normalise_text(name).replace(" ", ""))


def _bare_host(url: str) -> str:
    return host_of(url).partition(":")[0]


def _pub_date(reading: Reading) -> Iterator[Sign]:
    """T6 and T7. A content of `null` is T2's, a template that of `template`."""
    printed = reading.identity.published
    if not printed:
        return
    match = MOMENT.search(printed)
    on = make_day(*match.groups()[:3]) if match else None
    if on is None:
        yield Sign("T6", "PubDate", printed, detail={"reason": "no_date"})
        return
    if on > reading.day:
        yield Sign("T6", "PubDate", printed, (on - reading.day).days, detail={"reason": "future"})
    shown = next((found for found in reading.published if found.source == "text"), None)
    if shown and shown.on != on:
        yield Sign("T7", "PubDate", printed, abs((shown.on - on).days), detail={"shown": str(shown.on)})


def _form(written: dict[str, list[tuple[str, str]]]) -> Iterator[Sign]:
    for lower, tags in written.items():
        if lower not in _OWN:
            continue
        name = _STANDARD[lower]
        if len(tags) > 1:
            contents = list(dict.fromkeys(content for _, content in tags))
            yield Sign("doubled", name, " | ".join(contents), len(tags), detail={"same": len(contents) == 1})
        if other := next((as_written for as_written, _ in tags if as_written != name), None):
            yield Sign("case", name, other)


def _left_in(page: Page) -> Iterator[Sign]:
    for name, content in page.meta_tags:
        if match := TEMPLATE.search(content):
            yield Sign("template", name[:80], content, excerpt=match[0])
    if TEMPLATE.search(page.title):
        yield Sign("template", "title", page.title)
    head = page.html[:_LOOKED_AT_CHARS]
    if match := _LEFT_IN.search(head):
        yield Sign("template", "head", match[0], excerpt=head[match.start() : match.start() + 80])
    begin = _HEAD.search(head)
    before = head[: begin.start()] if begin else ""
    if "<meta" in before.lower():
        names = [match[1] for match in _META_NAME.finditer(_COMMENT.sub("", before)) if match[1].lower() in _STANDARD]
        if names:
            yield Sign("above_head", "", ", ".join(names), len(names))
