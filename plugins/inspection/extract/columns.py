"""Columns (栏目) of a site: their class by name, their depth, whether they are blank, and which ones a home
page leads to where the registry names none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from inspection.extract.items import Item, is_chrome
from inspection.extract.page import Page, ReadState, host_of, url_key
from inspection.model import ColumnClass

# The first pattern that a name holds decides, so that 人事任免公告 is personnel and 政策解读视频新闻 is policy.
_CLASSES: tuple[tuple[ColumnClass, re.Pattern], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (ColumnClass.PERSONNEL, r"人事|任免|招考|招录|招聘|公务员|领导分工|干部"),
        (ColumnClass.PLANNING, r"规划|计划|五年|纲要"),
        (ColumnClass.INTERACTION, r"互动|信箱|留言|咨询|投诉|访谈|征集|意见|民意|调查|问答|建言|网民|热线"),
        (ColumnClass.SERVICE, r"办事|服务|大厅|一网通办|审批|许可|表格|下载|便民|查询|指南"),
        (ColumnClass.POLICY, r"政策|法规|规章|文件|规范性|解读|政府令|公报"),
        (ColumnClass.NOTICE, r"通知|公告|公示|通告|公布"),
        (ColumnClass.NEWS, r"要闻|动态|新闻|快讯|资讯|信息报送|头条|时政|部门信息|乡镇|工作信息|政务活动|今日"),
    )
)
_WORDS = frozenset(ColumnClass)
# words that registries use for the class itself
_REGISTRY_CLASSES = {
    "动态要闻": ColumnClass.NEWS,
    "动态要闻类": ColumnClass.NEWS,
    "动态类": ColumnClass.NEWS,
    "通知公告": ColumnClass.NOTICE,
    "通知公告类": ColumnClass.NOTICE,
    "政策文件": ColumnClass.POLICY,
    "政策文件类": ColumnClass.POLICY,
    "人事": ColumnClass.PERSONNEL,
    "人事类": ColumnClass.PERSONNEL,
    "人事信息": ColumnClass.PERSONNEL,
    "规划计划": ColumnClass.PLANNING,
    "规划计划类": ColumnClass.PLANNING,
    "互动": ColumnClass.INTERACTION,
    "互动交流": ColumnClass.INTERACTION,
    "互动类": ColumnClass.INTERACTION,
    "办事": ColumnClass.SERVICE,
    "办事服务": ColumnClass.SERVICE,
    "办事类": ColumnClass.SERVICE,
    "其他": ColumnClass.OTHER,
    "其它": ColumnClass.OTHER,
}
_BLANK_WORDS = re.compile(
    r"暂无|无内容|没有(?:相关|找到)?(?:内容|信息|数据|记录)|(?:栏目|页面|内容|正在|网站)(?:正在)?(?:建设|更新|整理|筹备|完善)中|敬请期待"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LOADS_DATA = re.compile(
    r"\$\.(?:ajax|get|post|getJSON)\b|XMLHttpRequest|\bfetch\(|axios|dataproxy|createApp\(|new Vue\(", re.I
)
_PAGE_HEAD = re.compile(r"(?:page-?)?(?:header|head|top|banner|logo|site-?name)", re.I)
MAX_BLANK_HAN_CHARS = 30  # besides navigation: a heading and a path, no text
MAX_EXCUSED_HAN_CHARS = 100  # the same beside words like 暂无内容
MAX_DISCOVERED = 60


@dataclass(frozen=True, slots=True)
class Column:
    """One column: where it is, what it is called and how often it must be updated."""

    url: str
    name: str
    kind: ColumnClass
    depth: int  # 1 is first level
    source: str  # registry | discovered


def class_of(name: str, registered: str | None = None) -> ColumnClass:
    """Class of a column: the registry's word for it where that is known, else by the column's name."""
    word = (registered or "").strip()
    if word in _WORDS:
        return ColumnClass(word)
    if word in _REGISTRY_CLASSES:
        return _REGISTRY_CLASSES[word]
    for text in (word, name):
        for kind, pattern in _CLASSES:
            if text and pattern.search(text):
                return kind
    return ColumnClass.OTHER


def depth_of(url: str) -> int:
    """Level of a column by its address: the number of folders, at least 1 (`/tzgg/index.html` is 1)."""
    path = url_key(url).partition("?")[0].split("/")[1:]
    folders = [part for part in path if part and "." not in part]
    return max(1, len(folders))


def discovered_columns(home: Page) -> list[Column]:
    """Columns that the navigation of a home page leads to: short Chinese names on the site's own host, in order."""
    host, own_key = host_of(home.url), url_key(home.url)
    found: dict[str, Column] = {}
    for anchor in home.anchors:
        name = anchor.text
        if (
            not 2 <= len(name) <= 8
            or not _HAN.search(name)
            or name in {"首页", "网站首页", "网站地图", "联系我们", "更多"}
        ):
            continue
        if host_of(anchor.url) != host or url_key(anchor.url) in found or not _in_navigation(anchor.node):
            continue
        if url_key(anchor.url) != own_key and len(found) < MAX_DISCOVERED:
            found[url_key(anchor.url)] = Column(anchor.url, name, class_of(name), depth_of(anchor.url), "discovered")
    return list(found.values())


def blankness(page: Page, items: Sequence[Item]) -> tuple[bool | None, str]:
    """Whether a column shows nothing (空白栏目), and the read state that belongs to this answer.

    Blank: no list entries and no substantive text beside navigation and footer. None where the page could not be
    read, or where its content would come by script: what only a browser sees is nobody's blank column.
    """
    if page.read_state == ReadState.EMPTY:
        return True, ReadState.EMPTY
    if page.read_state != ReadState.OK:
        return None, page.read_state
    if items:
        return False, ReadState.OK
    text = substantive_text(page)
    han = len(_HAN.findall(text))
    excused = bool(_BLANK_WORDS.search(text))
    if han >= (MAX_EXCUSED_HAN_CHARS if excused else MAX_BLANK_HAN_CHARS):
        return False, ReadState.OK
    if not excused and any(_LOADS_DATA.search(source) for _, source in page.scripts):
        return None, ReadState.SCRIPT_SHELL
    return True, ReadState.OK


def substantive_text(page: Page) -> str:
    """Visible text of a page outside navigation, page head, path and footer."""
    if page.tree.body is None:
        return ""
    pieces: list[str] = []
    stack: list[LexborNode] = [page.tree.body]
    while stack:
        node = stack.pop()
        if node.is_text_node:
            pieces.append(node.text_content or "")
        elif node.is_element_node and not _is_furniture(node):
            stack.extend(reversed(list(node.iter(include_text=True))))
    return " ".join("".join(pieces).split())


def _is_furniture(node: LexborNode) -> bool:
    """Whether an element belongs to every page of a site: head, navigation, path, search form, footer."""
    if node.tag in {"header", "form", "select", "button"} or is_chrome(node):
        return True
    return any(_PAGE_HEAD.fullmatch(value) for name in ("class", "id") if (value := node.attributes.get(name)))


def _in_navigation(node: LexborNode) -> bool:
    parent = node.parent
    for _ in range(8):
        if parent is None or parent.tag == "body":
            return False
        marks = " ".join(parent.attributes.get(name) or "" for name in ("class", "id"))
        if parent.tag == "nav" or re.search(r"nav|menu", marks, re.I):
            return True
        parent = parent.parent
    return False
