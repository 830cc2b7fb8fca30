"""A page as the readers see it: decoded bytes, one parsed tree, its visible text and its read state.

A page is parsed once. All readers (`identity`, `marks`, `dates`, `items`, `columns`, `links`) share
the tree, the list of its anchors and its visible text; none of them changes the tree.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from itertools import islice
from urllib.parse import urljoin, urlsplit

import yaml
from selectolax.lexbor import LexborHTMLParser, LexborNode

from inspection.net.addresses import clean_url
from inspection.page.soft_errors import THIN_TEXT_CHARS, soft_error
from inspection.page.written import opener
from inspection.places import INCLUDE
from inspection.text.letters import UNREADABLE, UNREADABLE_PATTERN, kinds_of

MAX_BODY_BYTES = 10 * 1024 * 1024
MAX_URL_BYTES = 1000  # two of them must fit into one entry of a PostgreSQL index (2,704 bytes)
MAX_ANCHORS = 5_000  # the largest real pages have some hundreds
MAX_CHEAP_CHARS = 50_000  # shorter ones hold no flood of attributes that would matter
MAX_TAGS = 250_000  # what comes after them is left out
MAX_CHEAP_TAGS = 20_000  # fewer cannot nest so deep that it would matter
MAX_NESTING = 512  # browsers cut here too; lexbor's time grows with the square of the depth

# A form feed is white space to HTML, so that it moves nothing in tables or before <body>; printed
# pages hold none. It marks where a block begins or ends.
_BLOCK = re.compile(
    # by first letters, which is a quarter faster than name by name
    r"<(?=/?+(?:d(?:iv|[ltd])|p|li|ul|ol|option|t(?:[dhr]|able)|h(?:[1-6r]|eader)|br|section|article|f(?:ooter|orm)|nav"
    r"|D(?:IV|[LTD])|P|LI|UL|OL|T(?:[DHR]|ABLE)|H[1-6R]|BR)[\s>/])"
)
_UNSEEN = ["script", "style", "noscript", "template", "textarea", "iframe"]
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
# A tag with 250 attributes or more; lexbor's time grows with the square of their number. Any start of a tag is tried,
# in scripts and comments, too: what is a tag in truth is always among them. None reaches beyond the next start, so
# that time stays linear and no end of a script is taken for an attribute. Nearly all tags are passed over at a glance:
# they end after a few characters, and not within quotes, since none is open there.
_FLOOD = re.compile(
    r"(<(?![^<>\"']{0,200}+>|[^<>']{0,200}+(?<=[^=\s]\")>)[a-zA-Z][^\s/><]*+)"
    r"(?:[\s/]*+(?:[^\s/>=<]{1,200}+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'<][^\s><]*+))?+|=)){250,}+"
)
_UNCLOSED = re.compile(r"<(?=[^<>]*<)")
MAX_UNCLOSED = 2000  # scripts compare by `<`; a flood of attributes may begin with it
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LEAST_HAN_OF_UTF8 = 12  # of random GBK text one in some hundreds of characters is Han when read as UTF-8
_BROKEN_TO_HAN = 8
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BINARY = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0", b"Rar!", b"\x1f\x8b")

_ERROR = re.compile(
    r"页面不存在|网页不存在|找不到该?页面|找不到您|无法找到|页面已(?:被)?删除|页面走丢|您访问的页面|内容不存在"
    r"|(?:该|此|您要?(?:查看|访问|浏览|打开|请求)的)(?:文章|信息|内容|稿件|新闻|栏目|资料|数据)[^。，\n]{0,6}"
    r"(?:不存在(?![\u4e00-\u9fff])|已(?:经)?(?:被)?(?:删除|下线|撤销|撤回|下架|移除|失效)|(?:尚未|没有|未)(?:通过)?审核)"
    r"|404 ?(?:not found|错误|error)|not found|^\W{0,9}(?:http |error |错误)?404\W{0,9}$|服务器错误"
    r"|internal server error|bad gateway|service unavailable",
    re.I | re.M,
)
_SHORTEST_TITLE_CHARS = 6  # of an article: 提示信息 and 错误 are none
_SHELL = "#app, #root, #__next, #__nuxt, app-root, [ng-app], [data-reactroot]"
_NEEDS_SCRIPT = re.compile(r"<noscript[^>]*>[^<]*(?:<\w+[^>]*>[^<]*)?JavaScript", re.I)


_NOWHERE = re.compile(r"\s*(?:javascript:\s*(?:void\b.*|;*)|#.*)?\s*$", re.I | re.S)
# an address in quotes: a call with a number or a word tells none
_CLICK_ADDRESS = re.compile(
    r"""["']((?:https?://|/{1,2}|\.{1,2}/)[^"'\s]{1,1000}|[\w./-]{1,300}\.(?:s?html?|jspx?|aspx?|php)(?:\?[^"'\s]{0,500})?)["']""",
    re.I,
)


_CALL = re.compile(r"""\b([A-Za-z_$][\w$]{0,60})\s*\(\s*(?:'([\w./-]{1,100})'|"([\w./-]{1,100})"|(\d{1,20}))\s*[,)]""")
_LINKS = frozenset({"a", "area"})
_LEADS = "a[href], area[href], [onclick]"


class ReadState(StrEnum):
    """How far a page could be read. Only `ok` pages say anything about their site."""

    OK = "ok"
    EMPTY = "empty"
    SCRIPT_SHELL = "script_shell"  # its text comes by script: only a browser would see it
    UNDECODABLE = "undecodable"
    ERROR_PAGE = "error_page"  # an error status, or an error page answered with 200
    BLOCKED = "blocked"  # a challenge or a firewall answered in the site's place
    FAILED = "failed"  # a reader of ours raised


class Anchor:
    """One element that leads somewhere: its node, absolute address (no fragment) and text."""

    __slots__ = ("_text", "node", "url")

    def __init__(self, node: LexborNode, url: str) -> None:
        self.node, self.url, self._text = node, url, None

    @property
    def text(self) -> str:
        """What the reader clicks on, white space folded; read when it is first asked for."""
        if self._text is None:
            self._text = fold(self.node.text_lexbor()) or (
                _told_by_attributes(self.node) if self.node.tag == "area" else ""
            )
        return self._text


def _told_by_attributes(area: LexborNode) -> str:
    """What a part of a picture says of itself."""
    attributes = area.attributes
    return fold(attributes.get("alt") or attributes.get("title") or "")


class Page:
    """One answered request for a page.

    `headers` are kept with lower-case names; `body` is free of transfer and content encodings. Nothing here
    raises on any bytes: what cannot be read is told by `read_state`.
    """

    def __init__(
        self, url: str, body: bytes, headers: Mapping[str, str] | None = None, http_status: int | None = 200
    ) -> None:
        self.url = url
        self.headers = {name.lower(): value for name, value in (headers or {}).items()}
        self.http_status = http_status
        self.body_size = len(body)
        self.is_binary = body[:8].startswith(_BINARY)
        header = re.search(r"charset\s*=\s*[\"']?([\w-]+)", self.headers.get("content-type", ""), re.I)
        self.html, self.charset = ("", None) if self.is_binary else decode(body, header[1] if header else None)
        self.tree = LexborHTMLParser(_BLOCK.sub("\f<", _tamed(self.html)))
        # taken before the scripts leave the tree: some footer marks are scripts
        self.scripts = [(node.attributes, node.text()) for node in self.tree.css("script")]
        self.tree.strip_tags(_UNSEEN)

    @cached_property
    def title(self) -> str:
        """Text of the `<title>` tag, white space folded."""
        node = self.tree.css_first("title")
        return fold(node.text()) if node else ""

    @cached_property
    def text(self) -> str:
        """Visible text: one line a block, spaces folded; scripts, styles and templates are out."""
        body = self.tree.body
        if body is None:
            return ""
        return "\n".join([" ".join(words) for block in body.text_lexbor().split("\f") if (words := block.split())])

    @cached_property
    def letters(self) -> int:
        """The rare kinds of letters in the visible text (`letters.py`)."""
        return kinds_of(self.text)

    @cached_property
    def ascii_text(self) -> bytes:
        """The visible text without all that is no ASCII: a tenth of it, which is quick to search."""
        return self.text.encode("ascii", "ignore")

    @cached_property
    def meta_tags(self) -> list[tuple[str, str]]:
        """Every `<meta>` with a name: name and content as written, white space folded, in page order."""
        found = []
        for node in self.tree.css("meta"):
            attributes = node.attributes
            if name := attributes.get("name") or attributes.get("property"):
                found.append((name.strip(), fold(attributes.get("content") or "")))
        return found

    @cached_property
    def meta(self) -> dict[str, str]:
        """`<meta>` contents by lower-case name (names are case-insensitive); the first that says something wins."""
        found: dict[str, str] = {}
        for name, content in self.meta_tags:
            if content and content.lower() != "null":
                found.setdefault(name.lower(), content)
        return found

    @cached_property
    def anchors(self) -> list[Anchor]:
        """Anchors that lead to another address, in page order, by `href` or by an address in `onclick`; script, mail
        and fragment links are out."""
        resolve = resolver(self.base)
        opens_by_click = "onclick" in self.html
        if not opens_by_click and "<area" not in self.html:
            nodes = self.tree.css("a[href]")[:MAX_ANCHORS]
            return [Anchor(node, url) for node in nodes if (url := resolve(node.attrs.get("href") or ""))]
        found = []
        for node in self.tree.css(_LEADS)[:MAX_ANCHORS]:
            attributes = node.attrs
            href = attributes.get("href") or ""
            if (node.tag in _LINKS and (url := resolve(href))) or (
                opens_by_click and _NOWHERE.match(href) and (url := self._opened(node, attributes.get("onclick") or ""))
            ):
                found.append(Anchor(node, url))
        return found

    def _opened(self, node: LexborNode, click: str) -> str | None:
        """Where a click leads: to an address in it, or to one that a function of the page makes of its argument."""
        if not click or (node.tag not in _LINKS and node.css_first("a[href]") is not None):
            return None
        resolve = resolver(self.base)
        if match := _CLICK_ADDRESS.search(click):
            return resolve(match[1])
        if call := _CALL.search(click):
            if call[1] not in self._openers:
                self._openers[call[1]] = opener("\n".join(source for _, source in self.scripts), call[1])
            if made := self._openers[call[1]]:
                return resolve(f"{made[0]}{call[2] or call[3] or call[4]}{made[1]}")
        return None

    @cached_property
    def _openers(self) -> dict[str, tuple[str, str] | None]:
        return {}  # filled as functions are met

    @cached_property
    def addresses(self) -> str:
        """The addresses of all anchors, one a line: to look for a part of one before looking at each."""
        return "\n".join([anchor.url for anchor in self.anchors])

    @cached_property
    def base(self) -> str:
        """The address that relative links start from."""
        base = self.tree.css_first("base[href]")
        try:
            return urljoin(self.url, (base.attributes.get("href") or "").strip()) if base else self.url
        except ValueError:  # no address at all
            return self.url

    @cached_property
    def read_state(self) -> ReadState:
        """How far the page could be read."""
        signs = response_signs()
        status = self.http_status or 200
        is_thin = len(self.text) < THIN_TEXT_CHARS
        says = f"{self.title}\n{self.text}" if is_thin else self.title
        if status in signs["blocked_statuses"] or (
            any(phrase in says for phrase in signs["phrases"])
            and any(phrase in self.title or phrase in self._unlinked_text() for phrase in signs["phrases"])
        ):
            return ReadState.BLOCKED
        if is_thin and has_challenge_script(self.html):
            return ReadState.BLOCKED
        if status >= 400:
            return ReadState.ERROR_PAGE
        if self.is_binary or self._is_garbled():
            return ReadState.UNDECODABLE
        is_error = soft_error(signs, self.title, self.text, len(self.anchors), self._unlinked_text) or (
            is_thin and _ERROR.search(says) and _ERROR.search(f"{self.title}\n{self._unlinked_text()}")
        )
        if is_error and not self._is_article_on_errors():
            return ReadState.ERROR_PAGE
        if is_thin and self._is_shell():
            return ReadState.SCRIPT_SHELL
        return ReadState.OK if self.text else ReadState.EMPTY

    def _is_article_on_errors(self) -> bool:
        """Whether a page is an article by its tag and title, which name no error: it may quote one."""
        title = self.meta.get("articletitle", "")
        return len(title) >= _SHORTEST_TITLE_CHARS and title in self.text and not _ERROR.search(title)

    def _unlinked_text(self) -> str:
        """The text without that of links: what stands there names another page."""
        text = self.text
        for anchor in self.anchors:
            if anchor.text:
                text = text.replace(anchor.text, " ", 1)
        return text

    def _is_garbled(self) -> bool:
        if not self.letters & UNREADABLE:
            return False
        text = self.text[:20_000]
        return len(UNREADABLE_PATTERN.findall(text)) > max(10, len(text) // 20)

    def _is_shell(self) -> bool:
        if not self.scripts or len(self.text) >= 80:
            return False
        has_mount = self.tree.css_first(_SHELL) is not None and len(self.anchors) < 3
        return has_mount or bool(_NEEDS_SCRIPT.search(self.html)) or not (self.anchors or len(self.text) >= 20)


@cache
def response_signs() -> dict[str, list]:
    """The signs of blocks and error pages that readers, probe and crawl all go by."""
    return yaml.safe_load((INCLUDE / "response-signs.yaml").read_text("utf-8"))


def has_challenge_script(text: str) -> bool:
    """Whether a page's source has a script of a challenge: on a page that shows hardly any text it is one."""
    signs = response_signs()
    return any(mark in text for mark in signs["scripts"]) or any(
        all(mark in text for mark in pair) for pair in signs["script_pairs"]
    )


def fold(text: str) -> str:
    """White space folded to single spaces, trimmed."""
    return " ".join(text.split())


def decode(body: bytes, header_charset: str | None = None) -> tuple[str, str]:
    """Text of a body and the charset that read it; never raises.

    Order: byte order mark; UTF-8 if the bytes are valid UTF-8 (many pages declare gb2312 and are stored as
    UTF-8; GBK text is hardly ever valid UTF-8) or nearly so; the header's charset; the meta tag's; GB18030;
    else whichever of these leaves the fewest unreadable characters. A page that calls itself UTF-8, and is so but for a
    part, is read part by part. GB2312 and GBK are read as GB18030. Null
    characters are dropped, since no database takes them.
    """
    body = body[:MAX_BODY_BYTES]
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return _clean(body[len(mark) :].decode(charset, "replace")), charset
    if charset := _bare_utf16(body):
        return _clean(body.decode(charset, "replace")), charset
    if (text := _whole(body, "utf-8")) is not None:
        return _clean(text), "utf-8"
    text = body.decode("utf-8", "replace")
    # a few broken bytes in much good UTF-8; GBK read as UTF-8 breaks at nearly every character
    if 50 * text.count("�") < len(text) - len(text.encode("ascii", "ignore")):
        return _clean(text), "utf-8"
    meta = _META_CHARSET.search(body[:4096])
    if _is_mixed(text, meta):
        return _clean(_by_parts(body)), "utf-8"
    declared = [_canonical(name) for name in (header_charset, meta and meta[1].decode("ascii", "replace")) if name]
    candidates = list(dict.fromkeys([*filter(None, declared), "gb18030"]))
    for charset in candidates:
        if (text := _whole(body, charset)) is not None:
            return _clean(text), charset
    texts = [(body.decode(charset, "replace"), charset) for charset in [*candidates, "utf-8"]]
    text, charset = min(texts, key=lambda pair: pair[0].count("�"))
    return _clean(text), charset


def _is_mixed(text: str, meta: re.Match | None) -> bool:
    """Whether a page that calls itself UTF-8 is so but for some part in another charset, as an included footer: GBK
    text hardly ever makes Han characters of UTF-8."""
    if not meta or _canonical(meta[1].decode("ascii", "replace")) != "utf-8":
        return False
    han = len(_HAN.findall(text))
    return han >= _LEAST_HAN_OF_UTF8 and _BROKEN_TO_HAN * han > text.count("\ufffd")


def _by_parts(body: bytes) -> str:
    """The text of a mixed page: what stands between two tags by itself, by UTF-8 or else by GB18030."""
    texts = (_whole(part, "utf-8") or part.decode("gb18030", "replace") for part in body.split(b"<"))
    return "<".join(texts)


def _whole(body: bytes, charset: str) -> str | None:
    """The text if every byte is valid, but for a last character that was cut off; else None."""
    try:
        return codecs.getincrementaldecoder(charset)().decode(body)
    except UnicodeDecodeError:
        return None


def _canonical(name: str) -> str | None:
    """A declared charset's name as Python knows it; None for one that no Chinese page is written in.

    UTF-16 is not taken from a declaration that could be read as ASCII, nor Latin-1, which reads anything.
    """
    name = name.strip().lower().replace("_", "-")
    if name in {"gb2312", "gbk", "gb2312-80", "gb-2312-80", "x-gbk", "gb18030", "cp936"}:
        return "gb18030"
    return {"utf-8": "utf-8", "utf8": "utf-8", "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "hz": "hz"}.get(name)


def _bare_utf16(body: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte of its head, which is ASCII mark-up, is null."""
    head = body[:64]
    if len(head) < 20 or head.count(0) < len(head) * 0.4:
        return None
    return "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"


def _clean(text: str) -> str:
    return text.replace("\0", "") if "\0" in text else text


def _tamed(html: str) -> str:
    """The mark-up without what would cost lexbor seconds and memory, and what no real page has."""
    tag_count = html.count("<")
    if tag_count > MAX_TAGS:
        html = html[: next(islice(re.finditer("<", html), MAX_TAGS, None)).start()]
    if len(html) >= MAX_CHEAP_CHARS:
        html = _without_floods(html, tag_count)
    return _flatten(html) if tag_count >= MAX_CHEAP_TAGS and html.count("<") >= MAX_CHEAP_TAGS else html


def _without_floods(html: str, tag_count: int) -> str:
    """The same mark-up, but that a tag with a flood of attributes keeps none of them."""
    if tag_count > MAX_UNCLOSED and len(_UNCLOSED.findall(html)) > MAX_UNCLOSED:
        html = _UNCLOSED.sub("", html)
    return _FLOOD.sub(r"\1", html)


def _flatten(html: str) -> str:
    """The same mark-up with tags nested deeper than a browser would go left out; text stays."""
    depth = deepest = 0
    for match in _TAG.finditer(html):
        if match[2].lower() not in _VOID:
            depth = max(0, depth + (-1 if match[1] else 1))
            deepest = max(deepest, depth)
    # unclosed <p> and <li> count as nesting here; only a page that is far over is worth touching
    if deepest < 10 * MAX_NESTING:
        return html
    depth = 0

    def shallow(match: re.Match) -> str:
        nonlocal depth
        if match[2].lower() in _VOID or match[2].lower() == "a":
            return match[0]
        if match[1]:
            depth = max(0, depth - 1)
            return match[0] if depth < MAX_NESTING else "\f"
        depth += 1
        return match[0] if depth <= MAX_NESTING else "\f"

    return _TAG.sub(shallow, html)


def resolver(base: str) -> Callable[[str], str | None]:
    """A function from an `href` to its absolute address without fragment, or None where it leads nowhere.

    Written out because `urljoin` on every link of a page costs more than parsing the page.
    """
    try:
        parts = urlsplit(base)
    except ValueError:
        parts = urlsplit("")
    origin = f"{parts.scheme}://{parts.netloc}"
    folder = origin + (parts.path.rpartition("/")[0] or "") + "/"
    has_plain = origin.startswith(("http://", "https://")) and len(origin) < 200

    def resolve(href: str) -> str | None:
        if has_plain and (url := _plain_url(origin, href)):
            return url
        href = href.strip().partition("#")[0]
        if not href or "\n" in href or "\0" in href:
            return None
        if href.startswith(("http://", "https://")):
            url = href
        elif href.startswith("//"):
            url = f"{parts.scheme}:{href}"
        elif "./" in href or href[0] == "?" or ":" in href[:12]:
            try:
                url = urljoin(base, href)
            except ValueError:
                return None
        elif href[0] == "/":
            url = origin + href
        else:
            url = folder + href
        if not url.startswith(("http://", "https://")) or len(url) * 4 > MAX_URL_BYTES < len(url.encode()):
            return None
        return url

    return resolve


# most links of a page: a path from the root, with nothing in it that needs a second look
_PLAIN_PATH = re.compile(r"/(?:\w[\w/_-]{0,200}(?:\.\w{1,5})?)?", re.A)
_INDEX = re.compile(r"/(?:index|default)\.(?:s?html?|jspx?|aspx?|php)$", re.I)


@lru_cache(maxsize=65_536)  # the pages of a site repeat its links
def _plain_url(origin: str, href: str) -> str | None:
    return origin + href if _PLAIN_PATH.fullmatch(href) else None


@lru_cache(maxsize=65_536)
def host_of(url: str) -> str:
    """`host[:port]` in lower case without a leading `www.`; empty where there is none."""
    host = url.partition("://")[2].partition("/")[0].partition("?")[0].rpartition("@")[2].lower()
    return host.removeprefix("www.").removesuffix(":80").removesuffix(":443")


@lru_cache(maxsize=65_536)
def url_key(url: str) -> str:
    """What makes two addresses the same page to us: scheme, `www.`, index file, last slash and fragment are ignored."""
    rest = url.partition("://")[2].partition("#")[0]
    path, mark, query = rest.partition("?")
    slash = path.find("/")
    path = _INDEX.sub("", path[slash:]).rstrip("/") if slash >= 0 else ""
    return f"{host_of(url)}{path}{mark}{query}"


@lru_cache(maxsize=65_536)
def page_key(url: str) -> str:
    """`url_key` of an address in the form that the crawl uses."""
    return url_key(clean_url(url) or url)
