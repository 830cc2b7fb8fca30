"""Who a page says it is: the standard meta tags (网页标签) and the title of an article.

Source of the tag names: 政府网站发展指引 (国办发〔2017〕47号), annex on page design. Names are compared
without case, since HTML does; a content of `null` says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from inspection.page.page import Page, fold

_SEPARATOR = re.compile(r"\s*[_|｜]+\s*|\s*-{2,}\s*|\s+[-–—]\s+|(?<=[\u4e00-\u9fff）)])-(?=[\u4e00-\u9fff])")
_SITE_LIKE = re.compile(r"(?:门户网站?|人民政府网?|政府网站?|[局厅委会院部署]网站|网)$")
_COLUMN_LIKE = re.compile(r"^[\u4e00-\u9fff]{2,8}$")
_BREAK_IN_A_NUMBER = re.compile(r"(?<=\d)\s+(?=[年月日号末])")
# the line of day and source that stands under a title
_DAY_LINE = re.compile(
    r"(?:发布|发表|更新|公开)?(?:时间|日期)\s*[:：]\s*(?:19|20)?\d\d[-/.年]|^(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}|^\d{1,2}$"
)
_LINES_OF_A_HEAD, _LONGEST_DAY_LINE_CHARS = 60, 80
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
        if title.startswith(line) and _ends_a_part(title, len(line)):
            yield line
        at = text.find(begin, at + 1)


def _ends_a_part(title: str, end: int) -> bool:
    """Whether a title's part ends here: it is a whole title then, and not the first line of a longer one."""
    if end == len(title) or _SEPARATOR.match(title, end):
        return True
    return title[end].isspace() and not _BREAK_IN_A_NUMBER.search(title, end - 1, end + 3)


def _heading_line(text: str) -> str | None:
    """The line right above that of day and source."""
    lines = text.split("\n", _LINES_OF_A_HEAD)[:_LINES_OF_A_HEAD]
    for above, line in pairwise(lines):
        if _DAY_LINE.search(line) and len(line) <= _LONGEST_DAY_LINE_CHARS and not _DAY_LINE.search(above):
            return fold(above) if len(fold(above)) >= MIN_LINE_CHARS else None
    return None


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
        # a hidden block may repeat the whole tag, with column and site
        return max([line for line in lines if line != page.title] or lines, key=len)
    parts = [part for part in _SEPARATOR.split(page.title) if part and part not in ignored]
    # a tag may name column and site alone: the title then stands right above its day
    heading = _heading_line(page.text)
    if heading and _bare(heading) not in _bare(page.title):
        named = parts[0] if parts else page.title
        if len(parts) < 2 or _COLUMN_LIKE.search(named) or heading.startswith(named):
            return heading
    if not parts:
        return page.title
    chosen = parts[-1] if len(parts) > 1 and _SITE_LIKE.search(parts[0]) else parts[0]
    return _BREAK_IN_A_NUMBER.sub("", chosen)


def _bare(text: str) -> str:
    return "".join(text.split())
