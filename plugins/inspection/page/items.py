"""Entries of a list or home page: a title that links somewhere, with the date printed near it.

An entry's block is the smallest `li`, `tr`, `dl` or similar around its anchor. A date counts when it
stands alone in a piece of text there (or split over two pieces), inside another short piece, or at the
edge of the title. Navigation (导航), path (当前位置) and footer hold no entries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any

from selectolax.lexbor import LexborNode

from inspection.page.days import LOOKS_DATED, MOMENT, address_day, edge_date, list_date, make_day, may_tell, told_in
from inspection.page.page import Anchor, Page, fold, host_of, url_key

_ROW = frozenset({"li", "tr", "dl"})
_BLOCK = _ROW | frozenset(
    {"dd", "dt", "td", "div", "p", "section", "article", "nav", "header", "footer", "main", "ul", "ol", "table", "body"}
)
_ROOTS = frozenset({"body", "html"})
_CHROME_TAGS = frozenset({"nav", "footer"})
_PATH = re.compile(r"crumbs?|position|dqwz|weizhi", re.I)
_LONGEST_PATH_CHARS, _MOST_LINKS_OF_A_PATH = (
    120,
    8,
)  # of the words of a path: what holds more is no path, whatever it is called
# what every page leads to and no list holds
_FUNCTION = re.compile(
    r"^(?:站内|全站|高级|智能|信息)?(?:搜索|检索|查询)$|^(?:我要|在线)?(?:写信|留言|提问|咨询|投诉|建议)$|^(?:信件|来信|办件)(?:查询|须知)$|^(?:登录|注册|设为首页|加入收藏)$"
)
# a page's own clock: its day is none of an entry
_CLOCK = re.compile(r"今天是|今日是|现在是|当前时间|星期[一二三四五六日天]|农历|您好|欢迎您")
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|foot|copyright|crumbs?|breadcrumb|position(?!-(?:relative|absolute|fixed|sticky|static))|dqwz|weizhi|friend-?links?|yqlj|pagination|pager)"
    r"|(?:nav|menu|footer|copyright)(?:$|[\s_-])",
    re.I,
)
# a printed date: of so many of them, half the page's, no navigation, path or footer is made, whatever its class says
_PRINTED_DATE = re.compile(
    r"(?<![\d:])(?:(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}|\d{1,2}[-/月]\d{1,2}日?)(?![\d:])"
)
_DATES_OF_A_LIST = 3
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d\s?[-/.年]\s?\d")
_LEAST_ABOVE_A_TURN = 3
# a year or month over the entries of its own: 2024年, 2024年3月, 2024-03
_GROUP_HEAD = re.compile(
    r"^[【\[■◆●·\s]{0,3}((?:19|20)\d\d)(?:年度?|(?:\s?[年./-]\s?(\d{1,2})月?))?[】\]\s]{0,3}$", re.M
)
_CHOSEN = frozenset({"a", "option", "select", "button", "li"})
_DAY_ALONE = re.compile(r"[\[(（【]?(\d{1,2})日?[\])）】]?")
_MOST_ROWS_OF_A_CELL = 40  # that one day stands beside
_LONGEST_TOOLTIP_CHARS = 600
# a day in the words that a link shows to the mouse
_TOOLTIP_DAY = re.compile(rf"(?:发布|更新|公开|发表)(?:日期|时间)\s{{0,3}}[:：]\s{{0,3}}{MOMENT.pattern}")
_LEVELS_OF_A_ROW = 4  # from a row to its list: cards stand in wrappers of their own
_BLOCKS_OF_A_LIST = "li, tr, dl, dd, dt, td, div, p, section, article"
_OUT_OF_ORDER = timedelta(days=31)  # lists are not always in order, to some days
_ARTICLE_ADDRESS = re.compile(r"\d{4,}|[?&]\w*id=\w|[0-9a-f]{24,}", re.I)
_NOT_A_TITLE = re.compile(r"更多|查看|详情|more|下一页|上一页|首页|尾页|打印|关闭|登录|注册|^\W*$", re.I)
_PUBLICATION_DAY = re.compile(r"(?:发布|公开|更新|发表|上网)(?:日期|时间)?$")
_OTHER_DAY = re.compile(r"(?:成文|生成|开始|起始|截止|截至|结束|有效|实施|施行|生效|废止|失效)(?:日期|时间)?$")
MIN_TITLE_CHARS = 4
MIN_UNDATED_TITLE_CHARS = 6  # without a date, at an address like an article's (it holds a number)
MIN_PLAIN_TITLE_CHARS = 14  # without a date, at any address: names of columns and bodies are shorter


@dataclass(slots=True)
class Item:
    """One list entry; `published_on` is None where no date stands near it."""

    url: str
    title: str
    published_on: date | None


def read_items(page: Page, day: date) -> list[Item]:
    """Entries of a page in page order, one for an address. Dates without a year are the latest not after `day`.

    Entries without a date are taken only where title or address look like an article's.
    """
    chrome = _Chrome(page)
    own_key, host = url_key(page.url), host_of(page.url)
    groups: dict[int, tuple[LexborNode, list[Anchor]]] = {}
    for anchor in page.anchors:
        if anchor.node.tag == "area":  # a part of a picture is a menu's
            continue
        block = _block_of(anchor.node)
        if block is not None:
            groups.setdefault(block.mem_id, (block, []))[1].append(anchor)
    has_elements = "<time" in page.html
    has_dates = has_elements or LOOKS_DATED.search(page.text) is not None
    found: dict[str, Item] = {}
    further: dict[int, bool] = {}  # by what rows stand in: whether it is further reading
    rows: dict[str, LexborNode] = {}  # the block that each entry stands in
    for block, anchors in groups.values():
        titled = _titled(anchors)
        if not titled or chrome.holds(block):
            continue
        if block.tag in _ROW and (parent := block.parent) is not None:
            if (is_further := further.get(parent.mem_id)) is None:
                outer = _row_around(parent, groups)
                is_further = further[parent.mem_id] = outer is not None and _is_reading(outer, day)
            if is_further:
                continue
        dated = {}
        if has_dates:
            dated = (_by_element(block, titled, day) if has_elements else {}) or _dated(block, anchors, titled, day)
        for anchor, (title, on) in dated.items() if dated else _undated(titled, host):
            if url_key(anchor.url) == own_key or chrome.holds(anchor.node):
                continue
            known = found.get(anchor.url)
            if known is None or (known.published_on is None and on):
                found[anchor.url] = Item(anchor.url, title[:500], on)
                rows[anchor.url] = block
    items = list(found.values())
    is_grouped = has_dates and _GROUP_HEAD.search(page.text) is not None and _by_group(page, items, rows, day)
    if has_dates and not is_grouped and not _YEAR.search(page.text):
        lists: dict[int, list[Item]] = {}
        for item in items:
            lists.setdefault(_list_around(rows[item.url], groups), []).append(item)
        for listed in lists.values():
            _tell_years(listed)
    if not any(item.published_on for item in items):  # weaker proof, for a page that prints no day
        for item in items:
            if (named := address_day(item.url)) and named.on <= day:
                item.published_on = named.on
    return items


def _by_group(page: Page, items: list[Item], rows: dict[str, LexborNode], day: date) -> bool:
    """Days of lists that stand below a year or a month of their own: `2024年3月` over rows that say 18日 or 03-18.

    A head speaks for the lists beside it up to the next head. Years one behind another are there to choose from, and
    head nothing. Returns whether there was a head.
    """
    by_row: dict[int, list[Item]] = {}
    for item in items:
        by_row.setdefault(rows[item.url].mem_id, []).append(item)
    body = page.tree.body
    if body is None:
        return False
    heads: list[tuple[LexborNode, re.Match, list[LexborNode]]] = []
    for node in body.traverse(include_text=True):
        if node.mem_id in by_row and heads:
            heads[-1][2].append(node)
        elif node.is_text_node and (match := _GROUP_HEAD.fullmatch(fold(node.text_content or ""))):
            block = _head_block(node, by_row)
            if block is not None and block.css_first("a[href]") is None:
                heads.append((block, match, []))
    if not heads or any(not below for _, _, below in heads[:-1]):
        return False
    for block, match, below in heads:
        around = block.parent.mem_id if block.parent is not None else 0
        for row in below:
            if not _stands_in(row, around):
                continue
            for item in by_row[row.mem_id]:
                if on := _day_of_group(item, row, match, day):
                    item.published_on = on
    return True


def _head_block(text: LexborNode, by_row: dict[int, list[Item]]) -> LexborNode | None:
    """The element that holds a head and nothing else; none for what is to be clicked or chosen, nor for a part of an
    entry."""
    node = text.parent
    above = node
    for _ in range(_LEVELS_OF_A_ROW):
        if above is None or above.tag in _ROOTS:
            break
        if above.mem_id in by_row or above.tag in _CHOSEN:
            return None
        above = above.parent
    for _ in range(_LEVELS_OF_A_ROW):
        parent = node.parent if node is not None else None
        if parent is None or parent.tag in _ROOTS or fold(parent.text_lexbor()) != fold(node.text_lexbor()):
            return node
        node = parent
    return node


def _stands_in(row: LexborNode, around: int) -> bool:
    node = row.parent
    for _ in range(_LEVELS_OF_A_ROW):
        if node is None:
            return False
        if node.mem_id == around:
            return True
        node = node.parent
    return False


def _day_of_group(item: Item, row: LexborNode, head: re.Match, day: date) -> date | None:
    """The day of an entry by the head of its group; None where the row tells a year itself, or contradicts the head."""
    if _YEAR.search(row.text_lexbor()):
        return None
    year, month = head[1], head[2]
    found = item.published_on
    if found is not None:
        on = make_day(year, found.month, found.day)
        if month and found.month != int(month):
            return None
    else:
        days = [match[1] for piece in _pieces(row) if (match := _DAY_ALONE.fullmatch(fold(piece)))]
        on = make_day(year, month, days[0]) if month and len(days) == 1 else None
    return on if on and on <= day else None


def _tell_years(items: list[Item]) -> None:
    """The turn of the year in one list that prints none: a day after later ones is of the year before. The first few
    of a list may be pinned, and tell nothing."""
    above: list[date] = []
    for item in items:
        on = item.published_on
        if on is None:
            continue
        if len(above) >= _LEAST_ABOVE_A_TURN and on > above[-1] + _OUT_OF_ORDER:
            while on > above[-1] + _OUT_OF_ORDER:
                on = on.replace(year=on.year - 1, day=min(on.day, 28) if on.month == 2 else on.day)
            item.published_on = on
        above.append(on)


def _list_around(block: LexborNode, groups: dict[int, Any]) -> int:
    """The nearest element around a row that holds another one too: lists side by side are each in an order of their
    own, also where one table holds them all."""
    if block.tag == "dl" and block.css_first("dd ~ dd") is not None:  # of several entries: itself a list
        return block.mem_id
    around = block.parent
    for _ in range(_LEVELS_OF_A_ROW):
        if around is None or around.tag in _ROOTS:
            break
        if sum(inner.mem_id in groups for inner in around.css(_BLOCKS_OF_A_LIST)) > 1:
            return around.mem_id
        around = around.parent
    return 0


class _Chrome:
    """Whether a node lies in navigation, path or footer; remembers every ancestor it has looked at.

    A class name alone does not make furniture of a block that holds most of the page's dated entries: wrappers of
    everything are called `…_dqwz_wai`, `navbar-page`, `menu-wrap`.
    """

    def __init__(self, page: Page) -> None:
        self._known: dict[int, bool] = {}
        self._page = page

    def holds(self, node: LexborNode | None) -> bool:
        climbed: list[int] = []
        answer, all_known = False, self._known
        while node is not None:
            key = node.mem_id
            if (known := all_known.get(key)) is not None:
                answer = known
                break
            if (tag := node.tag) in _ROOTS:
                break
            climbed.append(key)
            if tag in _CHROME_TAGS or (_is_named_chrome(node) and not self._is_body(node) and not _is_long_path(node)):
                answer = True
                break
            node = node.parent
        for key in climbed:
            all_known[key] = answer
        return answer

    @cached_property
    def _date_count(self) -> int:
        return len(_PRINTED_DATE.findall(self._page.text))

    def _is_body(self, node: LexborNode) -> bool:
        own = len(_PRINTED_DATE.findall(node.text(separator="\n")))  # of a menu short: the page's are seldom counted
        return own >= _DATES_OF_A_LIST and 2 * own >= self._date_count


def is_chrome(node: LexborNode) -> bool:
    """Whether an element is itself navigation, path or footer, by its tag, class or id."""
    return node.tag in _CHROME_TAGS or (_is_named_chrome(node) and not _is_long_path(node))


def _is_long_path(node: LexborNode) -> bool:
    """Whether an element is called a path and holds more than one: a layout that bears the name."""
    attributes = node.attributes
    named = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    if _PATH.search(named) is None:
        return False
    is_long = len(node.text_lexbor()) > _LONGEST_PATH_CHARS or len(node.css("a[href]")) > _MOST_LINKS_OF_A_PATH
    return is_long or node.css_first("h1, h2, h3, h4") is not None


def _is_named_chrome(node: LexborNode) -> bool:
    attributes = node.attributes
    return bool(attributes) and (_names_chrome(attributes.get("class")) or _names_chrome(attributes.get("id")))


@lru_cache(maxsize=4_096)  # the pages of a site have few classes
def _names_chrome(name: str | None) -> bool:
    return bool(name) and _CHROME.search(name) is not None


@lru_cache(maxsize=4_096)  # the pages of a site repeat its menus
def _is_no_title(title: str) -> bool:
    return _NOT_A_TITLE.search(title) is not None or _FUNCTION.match(title) is not None


def title_of(anchor: Anchor) -> str:
    """The anchor's text, or its `title` attribute where the text is missing or cut off."""
    text = anchor.text
    if not text or text.endswith(("…", "...", "..")):
        whole = fold(anchor.node.attributes.get("title") or "")
        return whole if len(whole) >= len(text.rstrip(".…")) else text
    return text


def _block_of(node: LexborNode) -> LexborNode | None:
    """The row around an anchor if one is near, else the nearest block."""
    if node.tag in _ROW:  # a row that leads on by a click
        return node
    nearest, parent = None, node.parent
    for _ in range(6):
        if parent is None:
            break
        tag = parent.tag
        if tag in _ROW:
            return parent
        if nearest is None and tag in _BLOCK:
            nearest = parent
        if tag in {"body", "ul", "ol", "table"}:
            break
        parent = parent.parent
    return nearest


def _row_around(parent: LexborNode | None, groups: dict[int, Any]) -> LexborNode | None:
    """The row with an anchor of its own that the rows of `parent` lie in."""
    for _ in range(5):
        if parent is None or parent.tag in _ROOTS:
            return None
        if parent.tag in _ROW and parent.mem_id in groups:
            return parent
        parent = parent.parent
    return None


def _is_reading(outer: LexborNode, day: date) -> bool:
    """Whether a row has a day of its own beside what is nested in it: that is further reading then, and no entry."""
    pieces: list[str] = []
    stack = list(outer.iter(include_text=True))
    while stack:
        node = stack.pop(0)
        if node.is_text_node:
            pieces.append(fold(node.text_content or ""))
        elif node.tag not in _ROW:
            stack = [*node.iter(include_text=True), *stack]
    return list_date([piece for piece in pieces if piece], day) is not None


def _by_element(block: LexborNode, titled: list[tuple[Anchor, str]], day: date) -> dict[Anchor, tuple[str, date]]:
    """Title and day of a block with one title whose `<time>` says the day, whatever it shows."""
    if len(titled) != 1:
        return {}
    (anchor, title) = titled[0]
    for around in islice(_widening(block, 1), 4):
        for element in around.css("time[datetime]"):
            if told := told_in(element.attributes.get("datetime") or "", day):
                return {anchor: (_clean_title(anchor, title, day), told.on)}
    return {}


def _titled(anchors: list[Anchor]) -> list[tuple[Anchor, str]]:
    """Anchors that carry a title, one for an address: the longest."""
    named = [(anchor, title) for anchor in anchors if _is_title(title := title_of(anchor))]
    if len(named) < 2:
        return named
    best: dict[str, tuple[Anchor, str]] = {}
    for anchor, title in named:
        if anchor.url not in best or len(title) > len(best[anchor.url][1]):
            best[anchor.url] = (anchor, title)
    return list(best.values())


def _is_title(text: str) -> bool:
    return len(text) >= 10 or (len(text) >= MIN_TITLE_CHARS and not _is_no_title(text))


def _pieces(node: LexborNode) -> list[str]:
    return node.text(separator="\x1f", strip=True, skip_empty=True).split("\x1f")


def _day_in(node: LexborNode, title: str, day: date) -> date | None:
    """The day printed in an element beside the title."""
    if not may_tell(node.text_lexbor()):  # most rows of most pages: to take them apart costs several times as much
        return None
    return list_date(_without(_pieces(node), title), day)


def _dated(
    block: LexborNode, anchors: list[Anchor], titled: list[tuple[Anchor, str]], day: date
) -> dict[Anchor, tuple[str, date]]:
    """Title and date of the anchors of a block that have one."""
    if len(titled) == 1:
        (anchor, title), count = titled[0], len(anchors)
        if block.tag == "tr" and (cells := _publication_cells(block)) is not None:
            on = list_date(cells, day)
            return {anchor: (_clean_title(anchor, title, day), on)} if on else {}
        for candidate in _widening(block, count):
            if on := _day_in(candidate, title, day):
                return {anchor: (_clean_title(anchor, title, day), on)}
        if block.tag == "tr" and (on := _spanning_day(block, day)):
            return {anchor: (_clean_title(anchor, title, day), on)}
        on, rest = edge_date(title, day)
        return {anchor: (rest, on)} if on else {}
    if not LOOKS_DATED.search(block.text_lexbor()):
        return {}
    return _paired(block, titled, day)


def _spanning_day(row: LexborNode, day: date) -> date | None:
    """The day in a cell of a row above that reaches down to this one (`rowspan`)."""
    above = row.prev
    distance = 0
    while above is not None and distance < _MOST_ROWS_OF_A_CELL:
        if above.tag == "tr":
            distance += 1
            for cell in above.css("td[rowspan], th[rowspan]"):
                rows = (cell.attributes.get("rowspan") or "").strip()
                reaches = rows.isdecimal() and distance < int(rows[:3])
                if reaches and cell.css_first("a[href]") is None and (on := list_date(_pieces(cell), day)):
                    return on
        above = above.prev
    return None


def _publication_cells(row: LexborNode) -> list[str] | None:
    """The texts of a table row's cells that its table's head calls the day of publication; where it calls none so,
    those that it does not call another day. None where no head tells days apart."""
    table = row
    while table is not None and table.tag != "table":
        table = table.parent if table.tag in {"tr", "tbody"} else None
    head = table.css_first("tr") if table is not None else None
    if head is None or head.mem_id == row.mem_id:
        return None
    names, cells = _cells(head), _cells(row)
    if len(names) != len(cells) or not any(_OTHER_DAY.search(name) for name in names):
        return None
    pairs = list(zip(names, cells, strict=True))
    told = [cell for name, cell in pairs if _PUBLICATION_DAY.search(name)]
    return told or [cell for name, cell in pairs if not _OTHER_DAY.search(name)]


def _cells(row: LexborNode) -> list[str]:
    return [fold(cell.text(separator=" ")) for cell in row.iter() if cell.tag in {"td", "th"}]


def _widening(block: LexborNode, anchor_count: int):
    """The block; then, unless it is a row, blocks around it that hold no further anchor; then its neighbours."""
    yield block
    if block.tag in _ROW:
        return
    outer = block
    for _ in range(3):
        parent = outer.parent
        if parent is None or parent.tag not in _BLOCK or parent.tag == "body":
            break
        if len(parent.css("a[href]")) > anchor_count:
            break
        outer = parent
        if _CLOCK.search(outer.text_lexbor()):
            break
        yield outer
    for neighbour in (_element(outer, "next"), _element(outer, "prev")):
        if (
            neighbour is not None
            and neighbour.css_first("a[href]") is None
            and not _CLOCK.search(neighbour.text_lexbor())
        ):
            yield neighbour


def _element(node: LexborNode, direction: str) -> LexborNode | None:
    sibling = getattr(node, direction)
    while sibling is not None and not sibling.is_element_node:
        sibling = getattr(sibling, direction)
    return sibling


def _without(pieces: list[str], title: str) -> list[str]:
    """The pieces of text that are no part of the title."""
    return [fold(piece) for piece in pieces if not (len(piece) > 12 and fold(piece) in title)]


def _clean_title(anchor: Anchor, title: str, day: date) -> str:
    """The title without a date that stands inside the anchor beside it."""
    if title == anchor.text and len(pieces := _pieces(anchor.node)) > 1:
        pieces = [fold(piece) for piece in pieces]
        words = [piece for piece in pieces if not list_date([piece], day) or len(piece) > 20]
        return fold(" ".join(words)) or title
    return title


def _paired(block: LexborNode, titled: list[tuple[Anchor, str]], day: date) -> dict[Anchor, tuple[str, date]]:
    """Titles and dates of a block with several anchors: those that share an element of their own, else in page order.

    A single date belongs to the longest title (the others name column or source). Where the first date
    comes before the first title, every date belongs to the title after it.
    """
    by_node = {anchor.node.mem_id: (anchor, title) for anchor, title in titled}
    if len(together := _together(block, by_node, day)) > 1:  # what stands alone then is a head of the list
        return together
    order: list[tuple[Anchor, str] | date] = []
    inside: set[int] = set()
    for node in block.traverse(include_text=True):
        if node.mem_id in by_node:
            order.append(by_node[node.mem_id])
            inside = {child.mem_id for child in node.traverse(include_text=True)}
        elif node.tag == "-text" and node.mem_id not in inside:
            piece = fold(node.text_content or "")
            if not piece or not LOOKS_DATED.search(piece) or _CLOCK.search(piece) or _is_pager(node):
                continue
            if on := list_date([piece], day):
                order.append(on)
    dates = [entry for entry in order if isinstance(entry, date)]
    if not dates:
        edges = ((anchor, edge_date(title, day)) for anchor, title in titled)
        return {anchor: (rest, on) for anchor, (on, rest) in edges if on}
    if len(dates) == 1:
        anchor, title = max(titled, key=lambda pair: len(pair[1]))
        return {anchor: (title, dates[0])}
    if isinstance(order[0], date):
        order.reverse()
    found: dict[Anchor, tuple[str, date]] = {}
    current: tuple[Anchor, str] | None = None
    for entry in order:
        if not isinstance(entry, date):
            current = entry
        elif current and current[0] not in found:
            found[current[0]] = (current[1], entry)
    return {anchor: found[anchor] for anchor, _ in titled if anchor in found}


def _is_pager(node: LexborNode) -> bool:
    """Whether a text stands in a pager or the like: `1/1` there is a number of pages."""
    return any(around is not None and is_chrome(around) for around in (node.parent, node.parent and node.parent.parent))


def _together(block: LexborNode, by_node: dict[int, tuple[Anchor, str]], day: date) -> dict[Anchor, tuple[str, date]]:
    """Titles of a block whose day stands with them in an element that holds no other title."""
    found: dict[Anchor, tuple[str, date]] = {}
    for anchor, title in by_node.values():
        around = anchor.node.parent
        while around is not None and around.mem_id != block.mem_id and around.tag not in _ROOTS:
            if sum(inner.mem_id in by_node for inner in around.css("a")) > 1:
                break
            if LOOKS_DATED.search(around.text_lexbor()) and (on := list_date(_without(_pieces(around), title), day)):
                found[anchor] = (title, on)
                break
            around = around.parent
    return found


def _undated(titled: list[tuple[Anchor, str]], host: str) -> list[tuple[Anchor, tuple[str, date | None]]]:
    """Titles without a printed day; where a link shows one to the mouse, that."""
    return [
        (anchor, (title, _tooltip_day(anchor)))
        for anchor, title in titled
        if host_of(anchor.url) == host
        and len(title) >= MIN_UNDATED_TITLE_CHARS
        and (len(title) >= MIN_PLAIN_TITLE_CHARS or _ARTICLE_ADDRESS.search(_path(anchor.url)))
        and not anchor.url.endswith("/")
    ]


def _tooltip_day(anchor: Anchor) -> date | None:
    says = anchor.node.attributes.get("title") or ""
    if "20" not in says or not (match := _TOOLTIP_DAY.search(says[:_LONGEST_TOOLTIP_CHARS])):
        return None
    return make_day(*match.groups()[:3])


def _path(url: str) -> str:
    return url.partition("://")[2].partition("/")[2]
