"""Sections: which of those that the inspection table asks for a page leads to, and what a page of leaders tells.

Kinds: `sections` what the links and the search box of a home page or column lead to, `value` the sections' names
(`sections` of page-functions.yaml), `count` the short names of links to the page's own host, by which one tells whether
its menu was seen, `detail.elsewhere` whether a frame or a script named after a menu or a head may hold more of it;
`leaders` a page of leaders (领导信息), `detail`: `has_resume` (简历), `has_duties` (分工), whether it tells them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import cache

from inspection.model import PageKind
from inspection.page.columns import own_frames
from inspection.page.page import Page, host_of
from inspection.page.words import section_patterns
from inspection.readers.functions import is_search_box, shown_words
from inspection.readers.sign import Reading, Sign

TOPIC = "sections"

MAX_NAME_CHARS = 12  # of a link that names a section: a title of an article is longer
_HAN = re.compile(r"[\u4e00-\u9fff]{2}")
_MENU_ELSEWHERE = re.compile(
    r"(?:^|[/_.-])(?:nav|menu|head|header|top|daohang|dh|search|so)[\w-]*+\.(?:js|jsp|php|aspx?|html?)", re.I
)
_FRAMESET = re.compile(r"<frame\s", re.I)
_LEADERS = re.compile(r"领导|班子|(?:市|县|区|镇|乡|局|州)长之窗")
# the title of a leader's own page: a post, and little more than a name
_LEADER = re.compile(r"(?:书记|[市县区镇乡局州旗]长|主任|主席|委员|巡视员|调研员)")
_LONGEST_LEADER_CHARS = 16
_RESUME = re.compile(r"简历|履历|出生|生于|籍贯|学历|学位|毕业|入党|中共党员|参加工作|加入中国共产党|党派")
_DUTIES = re.compile(r"分工|分管|主持|负责|协助|联系(?:单位|部门)|协管|工作职责")


def read(reading: Reading) -> Iterator[Sign]:
    """What a home page or column leads to, and what a page of leaders tells of them."""
    if reading.kind in {PageKind.HOME, PageKind.COLUMN}:
        yield _sections(reading.page, {item.url for item in reading.items if item.published_on})
    names = (reading.identity.column_name, reading.page.title)
    # what a frame of the site or a script brings may tell more
    is_of_leaders = reading.kind != PageKind.HOME and (
        any(name and _LEADERS.search(name) for name in names) or _is_of_a_leader(reading)
    )
    if is_of_leaders and not own_frames(reading.page):
        text = reading.page.text
        told = {"has_resume": bool(_RESUME.search(text)), "has_duties": bool(_DUTIES.search(text))}
        yield Sign("leaders", value=", ".join(name for name, is_told in told.items() if is_told), detail=told)


def _is_of_a_leader(reading: Reading) -> bool:
    title = reading.title or ""
    return len(title) <= _LONGEST_LEADER_CHARS and _LEADER.search(title) is not None


def _sections(page: Page, entries: Set[str]) -> Sign:
    host = host_of(page.url)
    names: set[str] = set()
    for anchor in page.anchors:
        name = anchor.text or shown_words(anchor.node)
        # a link to another host may be the site's section too: services live on a platform of their own
        if anchor.url not in entries and name and len(name) <= MAX_NAME_CHARS and _HAN.search(name):
            names.add(name)
    own = {anchor.text for anchor in page.anchors if anchor.text in names and host_of(anchor.url) == host}
    told = {section for section, (is_it, is_not) in _patterns().items() if _any(names, is_it, is_not)}
    if any(is_search_box(node) for node in page.tree.css("input")):
        told.add("search")
    return Sign("sections", value=", ".join(sorted(told)), count=len(own), detail={"elsewhere": _is_elsewhere(page)})


def _is_elsewhere(page: Page) -> bool:
    sources = [*(attributes.get("src") or "" for attributes, _ in page.scripts), *own_frames(page)]
    if any(_MENU_ELSEWHERE.search(source.partition("?")[0]) for source in sources):
        return True
    return bool(_FRAMESET.search(page.html))


def _any(names: set[str], is_it: re.Pattern, is_not: re.Pattern) -> bool:
    return any(is_it.search(name) and not is_not.search(name) for name in names)


@cache
def _patterns() -> dict[str, tuple[re.Pattern, re.Pattern]]:
    return {name: (re.compile(one["says"]), re.compile(one["not"])) for name, one in section_patterns().items()}
