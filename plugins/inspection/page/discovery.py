"""Columns (栏目) that a site shows where the registry names none: its own list, where it has one, wins.

Three places tell of a column: the navigation (导航) of a page, the head of a list on it (with 更多, or a link in the
head itself), and a page that says of itself that it is one (`ColumnName` and no tag of an article). Navigation is what
is called so, and on a home page what looks so: an element of short names that lead on, and of little else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from itertools import islice

from selectolax.lexbor import LexborNode

from inspection.model import PageKind
from inspection.page.columns import FEWEST_OF_A_MENU, Column, class_of, depth_of, looks_like_a_menu
from inspection.page.days import LOOKS_DATED
from inspection.page.identity import Identity
from inspection.page.page import Anchor, Page, fold, host_of, page_key, url_key

_HAN = re.compile(r"[\u4e00-\u9fff]")
_MORE = re.compile(r"^\W*(?:查看)?更多\W*$|^\W*more\W*$|^[>＞》»]{1,3}$", re.I)
_NAVIGATION = re.compile(r"nav|menu", re.I)
_HEAD = re.compile(r"(?:^|[\s_-])(?:tit|title|head|hd|tab|bt)(?:$|[\s_\-\d])", re.I)
_FOOTER = re.compile(r"foot|copyright|link|yqlj", re.I)
_NO_COLUMN = re.compile(
    r"首页|主页|地图|联系我们|关于我们|关于本站|网站声明|隐私|无障碍|长者|关怀|登录|注册|退出|简体|繁體|繁体|移动版|手机版|电脑版"
    r"|收藏|微信|微博|客户端|小程序|邮箱|上一[页篇]|下一[页篇]|尾页|返回|打印|关闭|找错|纠错|搜索|旧版|人民政府$|智能问答|(?:较早|较新|更早)的|[上下末前后]页|第\s*\d+\s*页|[:：]"
)
_ARTICLE = re.compile(r"/(?:t20\d{6}_|art/20\d\d/|20\d\d[-/]?\d\d[-/]?\d\d[/_])|content_\d|post_\d")
_CRUMBS = re.compile(r"(?:当前位置|所在(?:的)?位置|您的位置|当前所在)\s*[:：]?\s*([^\n]{0,80}(?:\n[^\n]{1,30}){0,12})")
_BETWEEN_CRUMBS = re.compile(r"\s*[>＞»›→/|\n-]+\s*")
# an address of a further page of a list, by a word or by a number alone
_FURTHER_PAGE = re.compile(
    r"[?&](?:page|pageno|pageindex|pagenum|cur_?page|curr_?page|pn)=0*(?:[2-9]|[1-9]\d+)(?:&|$)|/page/0*(?:[2-9]|[1-9]\d+)(?:/|$)"
    r"|/(?:index|list|page)[_-]?0*(?:[2-9]|[1-9]\d+)\.(?:s?html?|jspx?|aspx?|php)$|/index[_-]\d{1,4}\.(?:s?html?|jspx?|aspx?|php)$",
    re.I,
)
_PAGE_NUMBER = re.compile(r"[_-]\d{1,4}(?=\.(?:s?html?|jspx?|aspx?|php)$)", re.I)
# what a page of a list says of its own number
_FURTHER = r"\s{0,3}0{0,3}(?:[2-9]|[1-9]\d{1,4})\s{0,3}"
_ON_FURTHER_PAGE = re.compile(
    rf"当前(?:是|为)?\s{{0,3}}第?{_FURTHER}(?:/\s{{0,3}}\d{{1,5}}\s{{0,3}})?页|第{_FURTHER}/\s{{0,3}}\d{{1,5}}\s{{0,3}}页"
    rf"|页次\s{{0,3}}[:：]{_FURTHER}/|第{_FURTHER}页[\s,，/|]{{0,3}}共\s{{0,3}}\d|共\s{{0,3}}\d{{1,5}}\s{{0,3}}页[\s,，/|]{{0,3}}第{_FURTHER}页"
    rf"|(?<![\d/.:-]){_FURTHER}/\s{{0,3}}\d{{1,5}}\s{{0,3}}页|\bpage{_FURTHER}of\b",
    re.I,
)
_NUMBERED = re.compile(r"\d\.s?html?$")
MIN_NAME_CHARS, MAX_NAME_CHARS = 2, 12
MAX_NODES_OF_A_HEAD = 60
MAX_DISCOVERED = 80  # of a page
MAX_LOOKED_AT = 2000  # links with a short name
_CLIMB = 8


def discovered_columns(page: Page, *, is_home: bool = False) -> list[Column]:
    """Columns that a page leads to on its own host, in page order. Names of navigation and list heads are short. Titles
    of letters are short too and stand in lists: only a home page is asked what looks like navigation."""
    host, own_key = host_of(page.url), url_key(page.url)
    found: dict[str, Column] = {}
    menus = _Menus()
    looked_at = 0
    for anchor in page.anchors:
        name = anchor.text
        is_more = bool(_MORE.search(name))
        if not (is_more or _is_name(name)) or host_of(anchor.url) != host or _ARTICLE.search(anchor.url):
            continue
        key = url_key(anchor.url)
        if key == own_key or key in found or is_further_page(anchor.url, found.keys() | {own_key}):
            continue
        looked_at += 1
        if looked_at > MAX_LOOKED_AT or len(found) == MAX_DISCOVERED:
            break
        if is_more:
            name = _head_beside(anchor.node)
        elif not (_is_in_navigation_or_head(anchor) or (is_home and menus.hold(anchor.node))):
            continue
        if name:
            kind = class_of(name, url=anchor.url)
            found[key] = Column(anchor.url, name, kind, depth_of(anchor.url), "discovered")
    return list(found.values())


def columns_told_by(page: Page, kind: PageKind) -> list[Column]:
    """Those columns that are taken from a page's word: a home page tells of all its site, a column of what lies in its
    own folder alone."""
    found = discovered_columns(page, is_home=kind == PageKind.HOME)
    if kind == PageKind.HOME:
        return found
    folder = f"{page_key(page.url)}/"
    return [column for column in found if page_key(column.url).startswith(folder)]


def menu_of(page: Page) -> list[str]:
    """Keys of the addresses that the navigation of a home page leads to on its own host: of its first level."""
    host = host_of(page.url)
    names = [anchor for anchor in page.anchors[:MAX_LOOKED_AT] if host_of(anchor.url) == host and _is_name(anchor.text)]
    found = [anchor for anchor in names if _is_in_navigation(anchor.node)]
    if not found:
        menus = _Menus()
        found = [anchor for anchor in names if menus.hold(anchor.node)]
    return list(dict.fromkeys(page_key(anchor.url) for anchor in found))[:MAX_DISCOVERED]


class _Menus:
    """Whether a link stands in an element that looks like navigation, whatever it is called."""

    def __init__(self) -> None:
        self._known: dict[int, bool] = {}

    def hold(self, node: LexborNode) -> bool:
        """Whether the smallest element around a link that has enough of them looks like navigation."""
        for parent in _parents(node):
            if parent.tag == "footer" or _FOOTER.search(_marks(parent)):
                return False
            if (answer := self._known.get(parent.mem_id)) is not None:
                return answer
            if len(parent.css("a[href]")) >= FEWEST_OF_A_MENU:
                self._known[parent.mem_id] = answer = looks_like_a_menu(parent)
                return answer
        return False


def _is_in_navigation(node: LexborNode) -> bool:
    """Whether a link stands in a menu, and not in the drop-down list of one of its entries."""
    lists = 0
    for parent in _parents(node):
        lists += parent.tag == "ul"
        if parent.tag in {"nav", "map"} or _NAVIGATION.search(_marks(parent)):
            return lists <= 1
        if parent.tag == "footer" or _FOOTER.search(_marks(parent)):
            return False
    return False


def declared_column(page: Page, identity: Identity) -> Column | None:
    """The column that a page says it is, with its level by the path that it prints, else by its address."""
    name = identity.column_name
    if not name or identity.is_article or _ARTICLE.search(page.url) or not _is_name(name):
        return None
    if _ON_FURTHER_PAGE.search(page.text) or is_further_page(page.url, {url_key(one.url) for one in page.anchors}):
        return None
    named = [one.url for one in page.anchors if one.text == name]
    leads_to = {url_key(url) for url in named if host_of(url) == host_of(page.url)}
    if leads_to and url_key(page.url) not in leads_to:  # it stands elsewhere: an article, or a further page, names it
        return None
    crumbs = path_of(page)
    depth = crumbs.index(name) + 1 if name in crumbs else depth_of(page.url)
    return Column(page.url, name, class_of(name, identity.column_type, page.url), depth, "discovered")


def path_of(page: Page) -> list[str]:
    """The path (当前位置) that a page prints, without the home page: `["政务公开", "通知公告"]`."""
    match = _CRUMBS.search(page.text)
    if not match:
        return []
    parts = [part for part in _BETWEEN_CRUMBS.split(match[1].strip()) if part]
    names = []
    for part in parts[1:] if parts and re.search(r"首页|主页", parts[0]) else parts:
        if not _is_name(part):
            break
        names.append(part)
    return names


def _is_name(text: str) -> bool:
    return bool(MIN_NAME_CHARS <= len(text) <= MAX_NAME_CHARS and _HAN.search(text) and not _NO_COLUMN.search(text))


def is_further_page(url: str, known: Set[str] = frozenset()) -> bool:
    """Whether an address is that of page two or later of a list: by its words, or since the address without the number
    is known."""
    if _FURTHER_PAGE.search(url):
        return True
    first = _PAGE_NUMBER.sub("", url)
    return first != url and url_key(first) in known


def _is_in_navigation_or_head(anchor: Anchor) -> bool:
    for parent in _parents(anchor.node):
        if parent.tag in {"nav", "map"}:
            return True
        if parent.tag in {"h1", "h2", "h3", "h4"}:
            return not _is_head_of_an_entry(parent)
        if parent.tag == "footer":
            return False
        marks = _marks(parent)
        if _NAVIGATION.search(marks):
            return True
        if _FOOTER.search(marks):
            return False
        # the head of a list, not its entries
        if _HEAD.search(marks) and parent.tag not in {"ul", "ol"} and not _NUMBERED.search(anchor.url):
            return _pieces(parent) is not None
    return False


def _is_head_of_an_entry(head: LexborNode) -> bool:
    """Whether a head is the title of an entry with its day, and not the name of a list."""
    for parent in islice(_parents(head), 3):
        if parent.tag == "article":
            return True
        if parent.tag in {"li", "dd", "tr"}:
            return parent.css_first("ul, ol, li li") is None and LOOKS_DATED.search(parent.text_lexbor()) is not None
    return False


def _head_beside(node: LexborNode) -> str:
    """The name that stands beside a 更多: what its block says besides it, where that is short."""
    own = fold(node.text())
    for parent in islice(_parents(node), 3):
        pieces = _pieces(parent)
        if pieces is None:
            return ""
        name = " ".join(pieces).replace(own, "").strip(" :：|｜")
        if name:
            return name if _is_name(name) else ""
    return ""


def _pieces(node: LexborNode) -> list[str] | None:
    """The pieces of text in an element; None where there are many nodes in it (it is no head then)."""
    pieces = []
    for number, inner in enumerate(node.traverse(include_text=True)):
        if number > MAX_NODES_OF_A_HEAD:
            return None
        if inner.tag == "-text" and (piece := fold(inner.text_content or "")):
            pieces.append(piece)
    return pieces


def _parents(node: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    for _ in range(_CLIMB):
        if parent is None or parent.tag in {"body", "html"}:
            return
        yield parent
        parent = parent.parent


def _marks(node: LexborNode) -> str:
    attributes = node.attributes
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
