"""What a page holds and hides from its readers: blocks out of sight, comments, code for browsers without script.

Hiding is no fault (menus and tabs do it): a reader looks at what is hidden. The tricks: `display`, `visibility`,
`indent`, `tiny` (0 or 1 px), `letters` (of that size), `transparent`, `off_screen`, `clipped`, `same_colour` and
`marquee`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from selectolax.lexbor import LexborNode

from inspection.page.page import Anchor, Page, fold

PLAIN_TRICKS = frozenset({"display", "visibility", "transparent"})  # menus, tabs and sliding pictures use them
MAX_ANCESTORS = 25
MAX_BLOCKS = 200
MAX_UNSEEN_CHARS = 20_000
MIN_UNSEEN_CHARS = 40
_MAX_SHEET_CHARS = 100_000
_MAX_DECLARATION_CHARS = 500

# of a declaration in lower case without white space
_TRICKS = (
    ("indent", re.compile(r"text-indent:-(?:\d{3,}(?:px|pt)?|\d{2,}r?em|\d{3,}%)")),
    (
        "off_screen",
        re.compile(
            r"^(?=.*position:(?:absolute|fixed)).*(?:^|;)(?:left|top|right|bottom):-(?:\d{3,}(?:px|pt)?|\d{2,}em)"
        ),
    ),
    ("off_screen", re.compile(r"(?:^|;)margin(?:-left|-top|-right)?:-\d{4,}px")),
    ("clipped", re.compile(r"clip:rect\((?:[01](?:px)?[, ]*){4}\)|clip-path:(?:inset\((?:50|100)%|circle\(0)")),
    ("letters", re.compile(r"font-size:[01](?:\.\d+)?(?:px|pt|em)?(?:;|!|$)")),
    (
        "tiny",
        re.compile(r"^(?=.*overflow:hidden)(?=.*(?:^|;)(?:max-)?(?:height|width):[01](?:px)?(?:;|!|$))"),
    ),
    (
        "tiny",
        re.compile(
            r"^(?=.*(?:^|;)(?:max-)?height:[01](?:px)?(?:;|!|$))(?=.*(?:^|;)(?:max-)?width:[01](?:px)?(?:;|!|$))"
        ),
    ),
    ("display", re.compile(r"display:none")),
    ("visibility", re.compile(r"visibility:(?:hidden|collapse)")),
    ("transparent", re.compile(r"(?:^|;)opacity:0?(?:\.0+)?(?:;|!|$)|filter:alpha\(opacity=0\)")),
)
_MAY_HIDE = re.compile(
    r"text-indent|position|margin|clip|font-size|overflow|height|display|visibility|opacity|color", re.I
)
# where a style sheet may play one of them: looked for one by one, which is ten times faster than one pattern
_STRONG_MARKS = (":-", ": -", "clip:", "clip-path:", "height:0", "height: 0", "height:1px", "height: 1px")
_PLAIN_MARKS = (
    "display:none",
    "display: none",
    "visibility:hidden",
    "visibility: hidden",
    "opacity:0",
    "opacity: 0",
    "font-size:0",
    "font-size: 0",
    "background:",
    "background-color:",
)
_SHEET_PLAIN = PLAIN_TRICKS | {"letters"}
_MARK = re.compile(
    r"<(!--|noscript|NOSCRIPT|textarea|TEXTAREA|iframe|IFRAME|style|STYLE|track|acronym|optgroup|TRACK|ACRONYM|OPTGROUP)"
)
_COLOUR = re.compile(r"(?:^|;)color:(#?[\w(),.]+)")
_BACKGROUND = re.compile(r"(?:^|;)background(?:-color)?:(#?[\w(),.]+)")
_COLOURS = {"#fff": "white", "#ffffff": "white", "rgb(255,255,255)": "white", "#000": "black", "#000000": "black"}
_SIMPLE = re.compile(r"^(?:[a-z]\w*)?([.#])([\w-]+)$", re.I)
_SET_BY_SCRIPT = re.compile(
    r"getElementById\(\s*[\"']([\w-]{1,80})[\"']\s*\)\.style\.(\w{1,20})\s*=\s*[\"']([^\"']{1,40})[\"']"
)
_FAR = re.compile(r"\d{3,}|\d{2,}r?em")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Block:
    """One hidden element: by which trick, the text in it, and those of the anchors asked about that lie in it.

    `link_count`: how many links there are in it altogether (0 where no anchors were asked about).
    """

    trick: str
    text: str
    anchors: tuple[Anchor, ...] = ()
    link_count: int = 0


@dataclass(slots=True)
class _Rules:
    """Tricks that style sheets and scripts of the page play on classes and ids."""

    by_class: dict[str, str] = field(default_factory=dict)
    by_id: dict[str, str] = field(default_factory=dict)


def trick_of(declaration: str) -> str | None:
    """The trick by which a CSS declaration hides its element, the stronger one if there are two."""
    if not _MAY_HIDE.search(declaration):
        return None
    style = _SPACE.sub("", declaration[:_MAX_DECLARATION_CHARS]).lower()
    for name, pattern in _TRICKS:
        if pattern.search(style):
            return name
    text, ground = _COLOUR.search(style), _BACKGROUND.search(style)
    return "same_colour" if text and ground and _colour(text[1]) == _colour(ground[1]) else None


def blocks_around(page: Page, begins: dict[str, list[int]], anchors: list[Anchor], *, plain: bool) -> list[Block]:
    """The hidden blocks in which these anchors of a page lie; `plain`: also by the plain tricks of a style sheet."""
    rules, memory = _rules(page, begins, plain=plain), {}
    found: dict[int, tuple[str, LexborNode, list[Anchor]]] = {}
    for anchor in anchors[:MAX_BLOCKS]:
        if hidden := _hidden_by(anchor.node, rules, memory):
            trick, node = hidden
            found.setdefault(node.mem_id, (trick, node, []))[2].append(anchor)
    return [
        Block(trick, fold(node.text_lexbor()), tuple(inside), max(len(node.css("a[href]")), len(inside)))
        for trick, node, inside in found.values()
    ]


def blocks(page: Page, begins: dict[str, list[int]]) -> Iterator[Block]:
    """Every hidden block of a page that has text: dear, so for pages that are suspect already."""
    rules, memory = _rules(page, begins, plain=True), {}
    count = 0
    for node in page.tree.css("[style], [class], [id], marquee"):
        if (trick := _trick(node, rules, memory)) and (text := fold(node.text_lexbor())):
            count += 1
            yield Block(trick, text)
            if count >= MAX_BLOCKS:
                return


def marks(html: str) -> dict[str, list[int]]:
    """Where the tags and comments begin that a reader of hidden things looks at, by name; one pass over the source."""
    found: dict[str, list[int]] = {}
    for match in _MARK.finditer(html):
        found.setdefault(match[1].lower(), []).append(match.start())
    return found


def unseen(html: str, begins: dict[str, list[int]]) -> dict[str, str]:
    """Text that no browser prints, by where it stands: `comment`, `noscript`, `textarea`; tags are left in."""
    found = {}
    for place, name, end in (
        ("comment", "!--", "-->"),
        ("noscript", "noscript", "</noscript"),
        ("textarea", "textarea", "</textarea"),
    ):
        if name in begins:
            # a short comment names a part of a template
            long = (text for text in stretches(html, begins[name], end) if len(text) >= MIN_UNSEEN_CHARS)
            found[place] = "\n".join(long)[:MAX_UNSEEN_CHARS]
    return found


def stretches(html: str, begins: list[int], end: str) -> Iterator[str]:
    """What stands between these places and the next end mark; an open one ends with the source."""
    stop = 0
    for begin in begins:
        if begin >= stop:
            stop = html.find(end, begin)
            stop = stop if stop >= 0 else len(html)
            yield html[begin + len(end) : stop]  # the opening mark is about as long


def _hidden_by(node: LexborNode, rules: _Rules, memory: dict[int, str | None]) -> tuple[str, LexborNode] | None:
    """The innermost trick that is no plain one around a node, else the innermost of all; and the element it hides."""
    plain = None
    for _ in range(MAX_ANCESTORS):
        if node is None or node.tag in {"body", "html"}:
            break
        if trick := _trick(node, rules, memory):
            if trick not in PLAIN_TRICKS:
                return trick, node
            plain = plain or (trick, node)
        node = node.parent
    return plain


def _trick(node: LexborNode, rules: _Rules, memory: dict[int, str | None]) -> str | None:
    if node.mem_id not in memory:
        memory[node.mem_id] = _new_trick(node, rules)
    return memory[node.mem_id]


def _new_trick(node: LexborNode, rules: _Rules) -> str | None:
    attributes = node.attributes
    if not attributes:
        return None
    found = [trick_of(attributes.get("style") or "")]
    found += [rules.by_class.get(name) for name in (attributes.get("class") or "").split()]
    found.append(rules.by_id.get(attributes.get("id") or ""))
    if node.tag == "marquee":
        sizes = (attributes.get("height"), attributes.get("width"))
        found.append(
            "marquee" if any((size or "").strip().removesuffix("px") in {"0", "1", "2"} for size in sizes) else None
        )
    if (colour := attributes.get("color")) and (ground := _ground(node)) and _colour(colour) == ground:
        found.append("same_colour")
    tricks = [trick for trick in found if trick]
    return min(tricks, key=lambda trick: trick in PLAIN_TRICKS) if tricks else None


def _ground(node: LexborNode) -> str | None:
    """The background that the nearest element around a node names by attribute."""
    for _ in range(MAX_ANCESTORS):
        node = node.parent
        if node is None:
            return None
        if colour := node.attributes.get("bgcolor"):
            return _colour(colour)
    return None


def _colour(text: str) -> str:
    text = _SPACE.sub("", text).lower().removesuffix("!important")
    return _COLOURS.get(text, text)


def _rules(page: Page, begins: dict[str, list[int]], *, plain: bool) -> _Rules:
    rules = _Rules()
    for sheet in stretches(page.html, begins.get("style", []), "</style"):
        for mark, name, trick in _of_sheet(sheet[:_MAX_SHEET_CHARS], plain=plain):
            (rules.by_class if mark == "." else rules.by_id).setdefault(name, trick)
    for _, text in page.scripts:
        if text and ".style." in text:
            for name, key, value in _SET_BY_SCRIPT.findall(text):
                if trick := trick_of(f"position:absolute;{_dashed(key)}:{value}"):  # the position is set elsewhere
                    rules.by_id.setdefault(name, trick)
    return rules


@lru_cache(maxsize=256)  # the pages of a site share their sheets
def _of_sheet(sheet: str, *, plain: bool) -> list[tuple[str, str, str]]:
    """Classes (`.`) and ids (`#`) of a style sheet with the tricks it plays on them."""
    found = []
    for at in _places(sheet, _STRONG_MARKS + _PLAIN_MARKS if plain else _STRONG_MARKS):
        begin, end = sheet.rfind("{", 0, at), sheet.find("}", at)
        trick = trick_of(sheet[begin + 1 : end if end >= 0 else len(sheet)]) if begin >= 0 else None
        if trick is None or (not plain and trick in _SHEET_PLAIN):
            continue
        selectors = sheet[max(sheet.rfind("}", 0, begin), sheet.rfind("{", 0, begin), 0) : begin]
        for selector in selectors.split(","):
            if simple := _SIMPLE.match(selector.strip(" \r\n\t{}")):
                # a wrapper without letter size is how gaps between boxes are closed: its boxes set theirs again
                found.append((simple[1], simple[2], "display" if trick == "letters" else trick))
    return found


def _places(sheet: str, wanted: tuple[str, ...]) -> Iterator[int]:
    for mark in wanted:
        at = sheet.find(mark)
        while at >= 0:
            # small negative distances move things a little and hide nothing
            if not mark.endswith("-") or _FAR.match(sheet, at + len(mark)):
                yield at
            at = sheet.find(mark, at + len(mark))


def _dashed(name: str) -> str:
    """A style's name as CSS writes it: `textIndent` → `text-indent`."""
    return re.sub(r"[A-Z]", lambda match: f"-{match[0].lower()}", name)
