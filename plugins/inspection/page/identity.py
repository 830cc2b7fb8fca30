"""Who a page says it is: the standard meta tags (网页标签) and the title of an article.

Source of the tag names: 政府网站发展指引 (国办发〔2017〕47号), annex on page design. Names are compared
without case, since HTML does; a content of `null` says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from inspection.page.page import Page, fold

_SEPARATOR = re.compile(r"\s*[_|｜]+\s*|\s*-{2,}\s*|\s+[-–—]\s+|(?<=[\u4e00-\u9fff）)])-(?=[\u4e00-\u9fff])")
_SITE_LIKE = re.compile(r"(?:门户网站?|人民政府网?|政府网站?|[局厅委会院部署]网站|网)$")
MIN_LINE_CHARS = 6
TEMPLATE = re.compile(r"\{\{|\}\}|\$\{|<%|%>|<jsp:")


@dataclass(frozen=True, slots=True)
class Identity:
    """The meta tags of a page as printed, None where one is missing, empty or an unfilled template."""

    site_name: str | None
    site_domain: str | None
    site_code: str | None
    column_name: str | None
    column_type: str | None
    article_title: str | None
    published: str | None
    content_source: str | None

    @property
    def is_article(self) -> bool:
        """Whether the page carries a tag that only articles carry."""
        return bool(self.article_title or self.published)


def read_identity(page: Page) -> Identity:
    """The identity tags of a page."""

    def value(name: str) -> str | None:
        content = page.meta.get(name)
        return content if content and not TEMPLATE.search(content) else None

    return Identity(
        site_name=value("sitename"),
        site_domain=value("sitedomain"),
        site_code=value("siteidcode"),
        column_name=value("columnname"),
        column_type=value("columntype"),
        article_title=value("articletitle"),
        published=value("pubdate"),
        content_source=value("contentsource"),
    )


def _lines_at_begin(text: str, title: str) -> Iterator[str]:
    """The lines of a text, of six characters or more, that a title begins with."""
    if len(title) < MIN_LINE_CHARS:
        return
    text, begin = f"\n{text}", f"\n{title[:MIN_LINE_CHARS]}"
    at = text.find(begin)
    while at >= 0:
        end = text.find("\n", at + 1)
        line = text[at + 1 : end if end >= 0 else len(text)]
        if title.startswith(line):
            yield line
        at = text.find(begin, at + 1)


def article_title(page: Page, identity: Identity) -> str | None:
    """Title of an article: its tag; else its only `<h1>`; else the line of the page that the `<title>` begins with;
    else the first part of the `<title>`, or its last where the first is the name of a site."""
    if identity.article_title:
        return identity.article_title
    ignored = {identity.site_name, identity.column_name}
    headings = list(dict.fromkeys(fold(node.text_lexbor()) for node in page.tree.css("h1")))
    if len(headings) == 1 and len(headings[0]) >= 6 and headings[0] not in ignored:
        return headings[0]
    if not page.title or TEMPLATE.search(page.title):
        return headings[0] if headings else None
    if lines := list(_lines_at_begin(page.text, page.title)):
        return max(lines, key=len)
    parts = [part for part in _SEPARATOR.split(page.title) if part and part not in ignored]
    if not parts:
        return page.title
    return parts[-1] if len(parts) > 1 and _SITE_LIKE.search(parts[0]) else parts[0]
