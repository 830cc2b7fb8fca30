"""Columns (栏目) of a site: their class, their depth, and whether they are blank."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from itertools import islice
from urllib.parse import parse_qsl

from selectolax.lexbor import LexborNode

from inspection.model import ColumnClass
from inspection.page.days import LOOKS_DATED
from inspection.page.items import Item, is_chrome
from inspection.page.page import Page, ReadState, fold, host_of, resolver, url_key
from inspection.page.soft_errors import THIN_TEXT_CHARS

# The first pattern that a name holds decides, so that 人事任免公告 is personnel and 政策解读视频新闻 is policy.
_CLASSES: tuple[tuple[ColumnClass, re.Pattern], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            ColumnClass.STATIC,
            r"^(?!.*(?:动态|新闻|要闻|公告|公示|通知|通告|信箱|留言|征集|咨询|讲话|活动))(?:.*(?:"
            r"机构(?:职能|职责|设置|概况|简介|介绍|信息|领导)|(?:内设|直属|下属|派出|所属)(?:机构|单位)|(?:主要|部门|单位|工作)职[能责]"
            r"|组织(?:机构|架构)|职能(?:配置|介绍)|(?:科|处|股)室(?:设置|介绍|职[能责]|简介)"
            r"|领导(?:班子|之窗|信息|简介|介绍|简历|分工|成员)|概况|概览|简介|地理(?!标志|信息)|历史(?:沿革|文化|名人|人物)|行政区划|区位"
            r"|风俗|民俗|风土|人文|名胜|景点|特产|公开(?:指南|制度)|联系(?:方式|我们|电话)|(?:网站|站点)地图|(?:网站|隐私|版权)声明"
            r"|关于(?:我们|本站)|办公(?:地址|时间))|(?:[局县市区镇乡院委厅办]?领导|机构|职能|历史|地区介绍)$|魅力|走进(?!直播|访谈))",
        ),
        (
            ColumnClass.OTHER,
            r"统计(?:公报|数据|信息|年鉴|分析)|信息公开(?:目录|年报|年度报告)|双公示|行政处罚(?:公示|信息|公开|结果|决定)",
        ),
        (ColumnClass.PERSONNEL, r"人事(?!务)|任免|招考|招录|招聘|公务员|干部"),
        (ColumnClass.PLANNING, r"规划|计划|五年|纲要"),
        (ColumnClass.INTERACTION, r"互动|信箱|留言|咨询|投诉|访谈|征集|意见|民意|调查|问答|建言|网民|热线"),
        (ColumnClass.SERVICE, r"办事|服务|大厅|一网通办|审批|许可|表格|下载|便民|查询|指南"),
        (ColumnClass.INTERPRETATION, r"解读|图解|读懂"),
        (ColumnClass.POLICY, r"政策|法规|规章|文件|规范性|政府令|公报"),
        (ColumnClass.NOTICE, r"通知|公告|公示|通告|公布"),
        (
            ColumnClass.NEWS,
            r"要闻|动态|新闻|快讯|资讯|报道|播报|信息报送|头条|时政|部门信息|乡镇|工作信息|政务活动|今日",
        ),
    )
)
_STATIC = _CLASSES[0][1]
_WORDS = frozenset(ColumnClass)
# folders as content systems name them: a word of English, or the first letters of the name's pinyin
_FOLDERS: dict[str, ColumnClass] = {
    folder: kind
    for kind, folders in (
        (ColumnClass.PERSONNEL, "rsrm rsxx rszp rsks zkly zlzp zpxx gbrm gwy gwyzk personnel"),
        (ColumnClass.STATIC, "jgzn jgsz jggk nsjg zsjg ldzc ldbz ldfg ldjj xzqh zrdl lsyg gkzn gkzd lxwm lxfs wzdt"),
        (ColumnClass.PLANNING, "ghjh fzgh gzjh ndjh zxgh wngh gzyd ghxx guihua plan"),
        (ColumnClass.INTERACTION, "hdjl zmhd gzcy szxx ldxx jzxx zxts yjzj myzj dczj wsdc zxft mail hudong"),
        (ColumnClass.SERVICE, "bsfw wsbs bszn zwfw bmfw fwdt bgxz bmcx zxbs fuwu service"),
        (ColumnClass.INTERPRETATION, "zcjd zcjdhy wjjd jiedu"),
        (ColumnClass.POLICY, "zcwj zcfg zfwj gfxwj wjk zfgb flfg xzgfxwj zhengce policy"),
        (ColumnClass.NOTICE, "tzgg gsgg gggs tzgs tongzhi gonggao notice"),
        (ColumnClass.NEWS, "zwyw yaowen ywdt gzdt xwzx xwdt zwdt bmdt qxdt jrdt zwxx xw xinwen dongtai news"),
    )
    for folder in folders.split()
}
# words that registries use for the class itself
_REGISTRY_CLASSES = {
    "动态要闻": ColumnClass.NEWS,
    "动态要闻类": ColumnClass.NEWS,
    "动态类": ColumnClass.NEWS,
    "通知公告": ColumnClass.NOTICE,
    "通知公告类": ColumnClass.NOTICE,
    "政策文件": ColumnClass.POLICY,
    "政策文件类": ColumnClass.POLICY,
    "政策解读": ColumnClass.INTERPRETATION,
    "政策解读类": ColumnClass.INTERPRETATION,
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
    "静态": ColumnClass.STATIC,
    "静态类": ColumnClass.STATIC,
    "其他": ColumnClass.OTHER,
    "其它": ColumnClass.OTHER,
}
_BLANK_WORDS = re.compile(
    r"暂无|无内容|没有(?:相关|找到)?(?:任何)?(?:内容|信息|数据|记录)|未(?:能)?(?:查询|检索|搜索|找)到(?:任何|相关)?|(?:无|没有)(?:相关)?数据"
    r"|空空如也|(?:栏目|页面|内容|正在|网站)(?:正在)?(?:建设|更新|整理|筹备|完善)中|敬请期待"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LOADS_DATA = re.compile(
    r"\$\.(?:ajax|get|post|getJSON)\b|XMLHttpRequest|\bfetch\(|axios|dataproxy|createApp\(|new Vue\(", re.I
)
# a list in the page's own source that only a browser shows: records, templates, tables that a script fills
_HELD = re.compile(
    r"<!\[CDATA\[|<record(?:set)?\b|\{\{|\blay-data\b|\bv-for\b|\bng-repeat\b|layui\.use|template\.render|laytpl"
    r"|<textarea\b[^<>]{0,300}>\s{0,200}(?:<|&lt;)(?:ul|ol|dl|li|div|table|a)\b",
    re.I,
)
_QUOTED_PAGE = re.compile(
    r"""["'](?:(?:https?:)?/{1,2}|\.{1,2}/)?[\w./-]{1,300}\.(?:s?html?|jspx?|aspx?|php)(?:\?[^"'\s]*)?["']""", re.I
)
_QUOTED_DAY = re.compile(r"""["'](?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}""")
_ENTRIES_OF_A_LIST = 2  # so many addresses or days in a script may be a list's
_LIBRARY = re.compile(
    r"jquery|bootstrap|swiper|layui|vue|react|angular|axios|html5shiv|respond|superslide|echarts|polyfill|modernizr|slick",
    re.I,
)
# scripts that bring no part of a page that is read; hijackers write into them
_COUNTER = re.compile(r"conac|jiucuo|baidu|cnzz|stat(?:istic)?s?\b|count|share|wza|toolbar|font", re.I)
_FRAME = re.compile(r"""<i?frame\b[^<>]{0,500}?\ssrc\s*=\s*["']?([^"'\s>]{1,1000})""", re.I)
_SHOWN_ELSEWHERE = re.compile(r"<(?:i?frame|object|embed|img|canvas)\b", re.I)
_EMPTY_LIST = "ul[id], ol[id], table[id], tbody[id]"
_CLICK_ROWS = "li[onclick], tr[onclick], dl[onclick], li [onclick], tr [onclick], dl [onclick]"
_CALLED_WITH = re.compile(r"\(\s*(?:[\"'][^\"']+[\"']|\d+)")
_FOOTER_BEGIN = re.compile(r"主\s?办\s?(?:单\s?位)?\s?[:：]|版权所有|网站标识码|.ICP备")
_FOOTER_PROOF = re.compile(r"网站标识码|ICP备|公网安备")
_LONGEST_FOOTER_CHARS = 500
_CLOSED = re.compile(
    r"本(?:网)?站(?:点)?(?:现)?(?:已|自|将)[^。\n]{0,24}(?:关停|停止(?:服务|运行|更新)|关闭|下线|停用|迁移|迁至|合并|并入)"
)
# a store of records that says itself that it has none
_NO_RECORDS = re.compile(
    r"<totalrecord>\s*0\s*<|<recordset>\s*</recordset>|\btotalrecords?[\"']?\s*[:=]\s*[\"']?0\b", re.I
)
_HEAD_CELL = re.compile(
    r"序号|索引号|文号|名称|标题|信息名称|(?:发布|成文|生成|公开|更新)?(?:日期|时间)|点击(?:数|量|率)?|来源|(?:发布)?(?:机构|单位)|操作"
)
_TITLE_CHARS, _LONGEST_NAME_CHARS = 10, 12
_ENTRY_ADDRESS = re.compile(r"/[^/?]*\d[^/]*$|[?&]\w*id=\d", re.I)
_PAGE_HEAD = re.compile(r"(?:page-?)?(?:header|head|top|banner|logo|site-?name)", re.I)
_WHOLE_PAGE_FORM = "input[name=__VIEWSTATE]"  # ASP.NET puts all of a page into one form
FEWEST_OF_A_MENU = 5  # links
_FEWEST_KNOWN_OF_A_MENU, _FEWEST_CLASSES_OF_A_MENU = 4, 3  # titles of one list may bear words of one class
_LONGEST_NAME_OF_A_MENU = 8
_SHARE_OF_NAMES = 0.8
# a page of a hostile depth asks about everything below each of its elements: no more of them are asked about
_MOST_ASKED, _MOST_NODES = 300, 2_000
MAX_BLANK_HAN_CHARS = 30  # besides navigation: a heading and a path, no text
MAX_EXCUSED_HAN_CHARS = 100  # the same beside words like 暂无内容


@dataclass(frozen=True, slots=True)
class Column:
    """One column: where it is, what it is called and how often it must be updated."""

    url: str
    name: str
    kind: ColumnClass
    depth: int  # 1 is first level
    source: str  # registry | discovered


def class_of(name: str, registered: str | None = None, url: str = "") -> ColumnClass:
    """Class of a column: the word for it (the registry's, or the page's ColumnType tag) where that is known, else by
    the column's name, else by the folders of `url`, the deepest first."""
    word = (registered or "").strip()
    known = ColumnClass(word) if word in _WORDS else _REGISTRY_CLASSES.get(word)
    if known and known != ColumnClass.OTHER:
        return known
    if known:  # 其他 is what a registry calls a column that it has no word for
        return ColumnClass.STATIC if _STATIC.search(name) else known
    for text in (word, name):
        for kind, pattern in _CLASSES:
            if text and pattern.search(text):
                return kind
    folders = reversed(url.partition("://")[2].lower().split("/")[1:])
    return next((_FOLDERS[folder] for folder in folders if folder in _FOLDERS), ColumnClass.OTHER)


def depth_of(url: str) -> int:
    """Level of a column by its address: the number of folders, at least 1 (`/tzgg/index.html` is 1)."""
    path = url_key(url).partition("?")[0].split("/")[1:]
    folders = [part for part in path if part and "." not in part]
    return max(1, len(folders))


def blankness(page: Page, items: Sequence[Item]) -> tuple[bool | None, str]:
    """Whether a column shows nothing (空白栏目), and the read state that belongs to this answer.

    Blank: no list entries and no substantive text beside navigation and footer; where the page says itself that it
    has none, what leads to its sister columns is no entry. None where the page could not be
    read, or where its content would come by script: what only a browser sees is not a blank column.
    """
    if page.read_state == ReadState.EMPTY:  # what a frame or a picture shows was not read
        return (None, ReadState.SCRIPT_SHELL) if _SHOWN_ELSEWHERE.search(page.html) else (True, ReadState.EMPTY)
    if page.read_state != ReadState.OK:
        return None, page.read_state
    if any(item.published_on or not _is_sibling(item.url, page.url) for item in items):
        return False, ReadState.OK
    text = substantive_text(page)
    if items and not (_BLANK_WORDS.search(text) or _NO_RECORDS.search(page.html)):  # they may be its entries
        return False, ReadState.OK
    if len(page.text) < THIN_TEXT_CHARS and _CLOSED.search(page.text):  # one text for the whole site
        return None, ReadState.ERROR_PAGE
    is_counted_empty = _NO_RECORDS.search(page.html) is not None
    if excused := bool(_BLANK_WORDS.search(text)) or is_counted_empty or _has_empty_place(page):
        text = substantive_text(page, with_links=False)  # beside the words that there is nothing, links are menus
    han = len(_HAN.findall(text))
    if han >= (MAX_EXCUSED_HAN_CHARS if excused else MAX_BLANK_HAN_CHARS):
        return False, ReadState.OK
    host = host_of(page.url)
    titled = (
        one
        for one in page.anchors
        if len(one.text) >= _TITLE_CHARS
        and host_of(one.url) == host
        and _ENTRY_ADDRESS.search(one.url)
        and not (items and _is_sibling(one.url, page.url))
    )
    if next(titled, None) and next(titled, None):  # entries that stand in what is called navigation or footer
        return None, ReadState.SCRIPT_SHELL
    if is_counted_empty:
        return True, ReadState.OK
    if holds_entries_elsewhere(page) or (not excused and any(_LOADS_DATA.search(source) for _, source in page.scripts)):
        return None, ReadState.SCRIPT_SHELL
    return True, ReadState.OK


def _is_sibling(url: str, own: str) -> bool:
    """Whether an address is of the same program as a column's own and asks it for another of the same things: a menu's
    `InfoList.aspx?ClassID=7` beside `InfoList.aspx?ClassID=5`."""
    (path, _, asked), (own_path, _, own_asked) = url_key(url).partition("?"), url_key(own).partition("?")
    names = {name for name, _ in parse_qsl(asked, keep_blank_values=True)}
    return path == own_path and bool(names) and names == {name for name, _ in parse_qsl(own_asked, True)}


def _has_empty_place(page: Page) -> bool:
    """Whether the place of the list was seen empty: right below the column's own name."""
    for node in page.tree.css("ul, ol, table")[:_MOST_ASKED]:
        above = node.prev
        while above is not None and not above.is_element_node:
            above = above.prev
        name = _short_text(above) if above is not None else ""
        if 2 <= len(name) <= _LONGEST_NAME_CHARS and name in page.title and _is_empty_place(node):
            return True
    return False


def _short_text(node: LexborNode) -> str:
    """Text of an element without spaces; no more of it than shows that it is too long for a name."""
    text = ""
    for one in islice(node.traverse(include_text=True), _MOST_NODES):
        if one.is_text_node:
            text += "".join((one.text_content or "").split())
            if len(text) > _LONGEST_NAME_CHARS:
                break
    return text


def _is_empty_place(node: LexborNode) -> bool:
    """Whether the place of a list shows nothing, or the heads of its columns alone; one of very many parts does not."""
    parts = list(islice(node.traverse(include_text=True), _MOST_NODES))
    if len(parts) == _MOST_NODES or any(part.tag == "img" for part in parts):
        return False
    return not any((part.text_content or "").strip() for part in parts if part.is_text_node) or _is_head_alone(node)


def _is_head_alone(table: LexborNode) -> bool:
    """Whether a table has the names of its columns and no row."""
    cells = ["".join(cell.text_lexbor().split()) for cell in table.css("th, td")]
    return bool(cells) and all(_HEAD_CELL.fullmatch(cell) for cell in cells)


def holds_entries_elsewhere(page: Page) -> bool:
    """Whether a page without entries may have them where no reader looks: in a frame of its own host, in a script, in
    a template, or in rows that lead on by `onclick` without an address."""
    if _HELD.search(page.html) or own_frames(page):
        return True
    for _, source in page.scripts:
        if any(len(set(one.findall(source))) >= _ENTRIES_OF_A_LIST for one in (_QUOTED_PAGE, _QUOTED_DAY)):
            return True
    if any(_CALLED_WITH.search(node.attributes.get("onclick") or "") for node in page.tree.css(_CLICK_ROWS)):
        return True
    has_empty_list = any(not node.text(strip=True) for node in page.tree.css(_EMPTY_LIST))
    return has_empty_list and bool(own_scripts(page))


def own_frames(page: Page) -> list[str]:
    """Addresses of the frames of a page's own host."""
    if "frame" not in page.html and "FRAME" not in page.html:
        return []
    host, resolve = host_of(page.url), resolver(page.base)
    sources = _FRAME.findall(page.html)
    return [url for source in sources if (url := resolve(unescape(source))) and host_of(url) == host]


def own_scripts(page: Page, *, with_counters: bool = False) -> list[str]:
    """Addresses of the scripts of a page's own host that are no library known by its name; `with_counters` also of
    those that by their names count visits, share or help to read."""
    host, resolve = host_of(page.url), resolver(page.base)
    sources = [attributes.get("src") or "" for attributes, _ in page.scripts]
    return [
        url
        for source in sources
        if not _LIBRARY.search(name := source.rpartition("/")[2])
        and (with_counters or not _COUNTER.search(name))
        and (url := resolve(source))
        and host_of(url) == host
    ]


def substantive_text(page: Page, *, with_links: bool = True) -> str:
    """Visible text of a page outside navigation, page head, path and footer."""
    if page.tree.body is None:
        return ""
    pieces: list[str] = []
    stack: list[tuple[LexborNode, bool]] = [(page.tree.body, True)]  # and whether it may hold a menu
    asked = 0
    while stack:
        node, may_hold = stack.pop()
        if node.is_text_node:
            pieces.append(node.text_content or "")
        elif node.is_element_node and not _is_furniture(node) and (with_links or node.tag != "a"):
            if may_hold and asked < _MOST_ASKED:
                asked += 1
                may_hold = len(node.css("a[href]")) >= FEWEST_OF_A_MENU
                if may_hold and looks_like_a_menu(node):
                    continue
            stack += [(part, may_hold) for part in reversed(list(node.iter(include_text=True)))]
    return before_footer(" ".join("".join(pieces).split()))


def before_footer(text: str) -> str:
    """A page's text without its footer, which bears no name of one where a table holds it, or a frame or a script
    brought it."""
    for foot in _FOOTER_BEGIN.finditer(text):
        if len(text) - foot.start() <= _LONGEST_FOOTER_CHARS and _FOOTER_PROOF.search(text, foot.start()):
            return text[: foot.start()]
    return text


def looks_like_a_menu(element: LexborNode) -> bool:
    """Whether an element is navigation, whatever it is called: it has at least `FEWEST_OF_A_MENU` links, nearly all
    short names, little text and no day beside them, and among them columns of several classes known by their names."""
    names = [fold(link.text()) for link in element.css("a[href]")]
    short = [name for name in names if len(name) <= _LONGEST_NAME_OF_A_MENU]
    if len(names) < FEWEST_OF_A_MENU or len(short) < _SHARE_OF_NAMES * len(names):
        return False
    text = element.text_lexbor()
    beside = len(_HAN.findall(text)) - sum(len(_HAN.findall(name)) for name in names)
    if beside > len(names) or LOOKS_DATED.search(text):
        return False
    kinds = [kind for name in set(short) if _HAN.search(name) and (kind := class_of(name)) != ColumnClass.OTHER]
    return len(kinds) >= _FEWEST_KNOWN_OF_A_MENU and len(set(kinds)) >= _FEWEST_CLASSES_OF_A_MENU


def _is_furniture(node: LexborNode) -> bool:
    """Whether an element belongs to every page of a site: head, navigation, path, search form, footer."""
    if node.tag in {"header", "select", "button"} or is_chrome(node):
        return True
    if node.tag == "form" and node.css_first(_WHOLE_PAGE_FORM) is None:
        return True
    return any(_PAGE_HEAD.fullmatch(value) for name in ("class", "id") if (value := node.attributes.get(name)))
