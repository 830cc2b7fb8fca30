"""The seven facts that a government page carries in its footer (页面底部功能区), as printed.

Forms: 政府网站发展指引 (国办发〔2017〕47号) and what real pages print. A mark inside an HTML comment is not
there. Whether a mark is right (the registry's code, a living host) is for the measures to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import parse_qs, urlsplit

from inspection.model import MarkKind
from inspection.page.columns import own_frames, own_scripts
from inspection.page.page import Page, fold, host_of

_SITE_CODE = re.compile(r"标识码\s*[:：]?\s*(bm\d{8}(?!\d)|\d{10}(?!\d)|[0-9a-zA-Z]{4,16})")
_ICP = re.compile(
    r"[京津沪渝冀豫云滇辽黑湘皖鲁新苏浙赣鄂桂甘陇晋蒙陕吉闽贵黔粤青藏川蜀宁琼]\s?ICP\s?备\s?[:：]?\s?\d{6,10}(?:-\d{1,3}\s?号|\s?号?(?:-\d+)?)",
    re.I,
)
_POLICE = re.compile(
    r"(?:[\u4e00-\u9fff]\s{0,2}公(?:网安|安网)备|公安(?:机关)?备案)\s?号?\s?[:：]?\s?(?:\d{14}|\d{10,13}(?:-\d+)?)\s?号?"
)
_SPACE_BEFORE_WORD = re.compile(r"(?<=^[\u4e00-\u9fff])\s+(?=公)")
_ICP_WORD = re.compile(r"[Ii][Cc][Pp]")
_POLICE_WORD = re.compile(r"公(?:网安|安网|安机关|安)备")
_STOP = (
    r"(?=承\s?办|协\s?办|技术支持|技术维护|运行|运维|维护|版权|联系|地\s?址|邮\s?编|邮政|网站|政府网站|备案|ICP|.ICP|.公网安"
    r"|标识码|©|\(C\)|Copyright|电话|传真|邮箱|中文域名|[|｜丨\n]|$)"
)
_ORGANISER = re.compile(rf"主\s?办(?:单\s?位|方)?\s?[:：]\s*([^\n]{{2,60}}?)\s*{_STOP}")
_JOINED = r"(?:[、，,]|[ \u3000](?=[\u4e00-\u9fff]{4}))"  # of joint organisers
_ORGANISER_BEFORE = re.compile(
    rf"(?:^|[\s|｜])([\u4e00-\u9fff]{{3,30}}(?:{_JOINED}[\u4e00-\u9fff]{{3,30}}){{0,3}})\s?主办(?=$|[\s|｜])", re.M
)
_CONTACT = re.compile(
    r"(?:联系电话|联系方式|联系我们|电话|热线|传真|总机)[^\n\d]{0,12}\+?\d[\d\-—－() ]{3,20}\d"  # 热线：12345 too
    r"|(?:地址|邮箱|邮编|邮政编码|电子邮件)(?:\s?[:：]\s?|\s)[^\s|｜]{4,60}"
)
# what every such text begins with, each quicker to find than any of them together
_CONTACT_WORDS = ("联系", "电话", "热线", "传真", "总机", "地址", "邮箱", "邮编", "邮政编码", "电子邮件")
_MAX_MAIL_NAME_CHARS = 64
_MAIL = re.compile(r"(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}\.[A-Za-z0-9.]{1,80}")
_CONTACT_ENTRY = re.compile(r"联系我们|联系方式|政务邮箱|网站邮箱")
_CONAC_SCRIPT = re.compile(r"dcs\.conac\.cn/js/[\w/]{4,40}/(CA\d+)\.js", re.I)
_CLICK_ENTRY = re.compile(r"""["']((?:https?:)?//[^"'\s]{1,500}jiucuo[^"'\s]{0,500})["']""")
_ENTRY_WORDS = ("找错", "网站纠错", "网页纠错")
_FOOTER_WORD = re.compile(
    r"主\s?办|承\s?办|版权|[Cc]opyright|©|网站地图|站点地图|联系我们|联系方式|技术支持|关于我们|公网安备|[Ii][Cc][Pp]"
)
_PRINTED = frozenset({MarkKind.SITE_CODE, MarkKind.ICP, MarkKind.POLICE, MarkKind.ORGANISER})
_FOOTER_REACH_CHARS = 400  # how far from a number of the footer its other facts stand
_CONTACT_REACH_CHARS = 120  # how far from a word of the footer a contact of the site stands: else it is of a text
_FOOTER_TAIL_CHARS = 600  # where the footer is looked for on a page without any number


@dataclass(frozen=True, slots=True)
class Mark:
    """One footer fact: `value` as printed, `detail` its parameters."""

    kind: MarkKind
    value: str
    detail: dict[str, str | None] = field(default_factory=dict)


def read_marks(page: Page) -> list[Mark]:
    """The footer facts of a page, at most one of a kind, in the order of `MarkKind`. Where it prints none of those that
    every footer has and takes in a script or a frame of its own host, the footer may stand there: a mark says so."""
    text = page.text
    code = _SITE_CODE.search(text)
    icp, police = _around(text, _ICP_WORD, _ICP, _before_icp(text)), _around(text, _POLICE_WORD, _POLICE)
    footer = _footer(text, [match for match in (code, icp, police) if match])
    found: list[Mark | None] = [
        Mark(MarkKind.SITE_CODE, code[1], {"meta": page.meta.get("siteidcode")}) if code else None,
        Mark(MarkKind.ICP, fold(icp[0])) if icp else None,
        Mark(MarkKind.POLICE, _SPACE_BEFORE_WORD.sub("", fold(police[0]))) if police else None,
        _conac(page),
        _error_entry(page),
        _organiser(footer),
        _contact(footer),
    ]
    marks = [mark for mark in found if mark]
    if not any(mark.kind in _PRINTED for mark in marks) and (brought := own_frames(page) or own_scripts(page)):
        marks.append(Mark(MarkKind.FOOTER_ELSEWHERE, brought[-1]))
    return marks


def _around(text: str, word: re.Pattern, pattern: re.Pattern, start: int = 0) -> re.Match | None:
    """The first match of a pattern around a word that is quick to find, from a place on."""
    for place in word.finditer(text, start):
        if match := pattern.search(text, max(0, place.start() - 3), place.end() + 40):
            return match
    return None


def _before_icp(text: str) -> int:
    """Where to begin to look for the ICP number: near the first 备 behind a P, which is quicker to find than the word;
    the end of a text without one."""
    at = text.find("备")
    while at >= 0:
        if text[max(0, at - 2) : at].rstrip()[-1:] in {"P", "p"}:
            return max(0, at - 50)
        at = text.find("备", at + 1)
    return len(text)


def _footer(text: str, numbers: list[re.Match]) -> str:
    """The parts of the text around the footer's numbers; the end of the page where it has none."""
    if not numbers:
        return text[-_FOOTER_TAIL_CHARS:]
    start = max(0, min(match.start() for match in numbers) - _FOOTER_REACH_CHARS)
    end = max(match.end() for match in numbers) + _FOOTER_REACH_CHARS
    return text[start:end] if end - start <= 6 * _FOOTER_REACH_CHARS else text[-_FOOTER_TAIL_CHARS:]


def _conac(page: Page) -> Mark | None:
    """党政机关网站标识: its link (`method=show`; others are no mark), else its script."""
    for anchor in page.anchors if "conac.cn/sitename" in page.addresses else ():
        if "conac.cn/sitename" in anchor.url:
            query = _parameters(anchor.url)
            if query.get("method") == ["show"] and (link_id := query.get("id", [""])[0]):
                return Mark(MarkKind.CONAC, link_id, {"form": "link", "url": anchor.url})
    for attributes, source in page.scripts:
        if match := _CONAC_SCRIPT.search(attributes.get("src") or "") or _CONAC_SCRIPT.search(source):
            return Mark(MarkKind.CONAC, match[1], {"form": "script", "url": match[0]})
    return None


def _error_entry(page: Page) -> Mark | None:
    """“我为政府网站找错” entry: its link, else the script that draws it."""
    entries = []
    # what an anchor says is part of what the page says
    may_hold = "jiucuo" in page.addresses or any(word in page.text for word in _ENTRY_WORDS)
    for anchor in page.anchors if may_hold else ():
        if "jiucuo" in anchor.url or any(word in anchor.text for word in _ENTRY_WORDS):
            query = _parameters(anchor.url)
            detail = {
                "site_code": query.get("site_code", [None])[0],
                "url": query.get("url", [None])[0],
                "host": host_of(anchor.url),
                "form": "link",
            }
            entries.append(Mark(MarkKind.ERROR_ENTRY, anchor.url, detail))
    for node in page.tree.css("[onclick*=jiucuo]") if "jiucuo" in page.html and not entries else ():
        if click := _CLICK_ENTRY.search(node.attributes.get("onclick") or ""):
            query = _parameters(click[1])
            detail = {
                "site_code": query.get("site_code", [None])[0],
                "url": query.get("url", [None])[0],
                "host": host_of(click[1]),
                "form": "link",
            }
            entries.append(Mark(MarkKind.ERROR_ENTRY, click[1], detail))
    if not entries and may_hold and "jiucuo" in page.html:
        entries += _opened_by_script(page)
    for attributes, source in page.scripts:
        src = attributes.get("src") or ""
        code = attributes.get("sitecode")
        if "jiucuo" in src or attributes.get("id") == "_jiucuo_" or (code and "jiucuo" in source):
            detail = {"site_code": code, "url": page.url, "host": host_of(src) or None, "form": "script"}
            entries.append(Mark(MarkKind.ERROR_ENTRY, src or "_jiucuo_", detail))
    # an entry that says whose site it is, if there is one
    return next((entry for entry in entries if entry.detail["site_code"]), entries[0] if entries else None)


def _opened_by_script(page: Page) -> list[Mark]:
    """An entry whose address stands in a function of the page's own script that a click calls."""
    clicked = [node for node in page.tree.css("[onclick]") if any(word in node.text_lexbor() for word in _ENTRY_WORDS)]
    address = next(filter(None, (_CLICK_ENTRY.search(source) for _, source in page.scripts)), None)
    if not clicked or not address:
        return []
    query = _parameters(address[1])
    detail = {
        "site_code": query.get("site_code", [None])[0],
        "url": query.get("url", [page.url if address[1].endswith("url=") else None])[0],
        "host": host_of(address[1]),
        "form": "link",
    }
    return [Mark(MarkKind.ERROR_ENTRY, address[1], detail)]


@lru_cache(maxsize=4096)  # every page of a site has the same
def _parameters(url: str) -> dict[str, list[str]]:
    """Query of an address; of one that is none, nothing."""
    try:
        return parse_qs(urlsplit(url).query)
    except ValueError:
        return {}


def _organiser(footer: str) -> Mark | None:
    found = _ORGANISER.findall(footer) or (_ORGANISER_BEFORE.findall(footer) if "主办" in footer else ())
    value = fold(found[-1]).strip(" :：,，;；") if found else ""
    return Mark(MarkKind.ORGANISER, value) if value else None


def _contact(footer: str) -> Mark | None:
    """联系方式: the number, mail or address nearest to a word of the footer; else the entry that leads to them."""
    first = min((at for word in _CONTACT_WORDS if (at := footer.find(word)) >= 0), default=len(footer))
    at_sign = footer.find("@")
    printed = [
        *_CONTACT.finditer(footer, first),
        *(_MAIL.finditer(footer, max(0, at_sign - _MAX_MAIL_NAME_CHARS)) if at_sign >= 0 else ()),
    ]
    words = [match.span() for match in _FOOTER_WORD.finditer(footer)] if printed else []

    def distance(found: re.Match) -> int:
        return min((max(start - found.end(), found.start() - end, 0) for start, end in words), default=len(footer))

    nearest = min(printed, key=distance, default=None)
    if nearest and distance(nearest) <= _CONTACT_REACH_CHARS:
        return Mark(MarkKind.CONTACT, fold(nearest[0]), {"form": "text"})
    if match := _CONTACT_ENTRY.search(footer):
        return Mark(MarkKind.CONTACT, match[0], {"form": "entry"})
    return None
