"""Text that is not the office's own: what the readers of tampered pages see in it (`readers/tampering.py`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from inspection.declared.tampering import tampering
from inspection.model import PageKind
from inspection.page.identity import read_identity
from inspection.page.page import Page
from inspection.periods import local_day
from inspection.proofread.context import Context
from inspection.proofread.finding import Finding
from inspection.proofread.house import House
from inspection.readers.sign import Reading, Sign, Subject
from inspection.readers.tampering import read

_BEFORE_PERIOD = re.compile(r"^([^,。;:、\d]{4,40}?)(?=20\d\d年|关于|第?[一二三四]季度)")
_BEFORE_OFFICE = re.compile(
    r"(?:^|[,。;:、])([^,。;:、“”《》()\d]{4,40}?)(?=人民政府|政府办公|政府各|政务公开办|政务服务)"
)
_NAME_END = re.compile(
    r"(?:[省市县区州盟旗镇乡国]|街道|兵团|局|委|办|办公[室厅]|厅|院|中心|会|站|部|组|政府|机关|单位|部门|系统|级|社)$"
)
_OFFICIAL = re.compile(r"各|有关|关于|根据|按照|国务院|由|经|对|向|将|请|[和及与]")
MIN_REPEATS = 3
_NOWHERE = "http://proofread.invalid/article.html"
_WORDS = {
    "spam": ("夹带赌博、色情或推广词语", "words of gambling, pornography or advertising"),
    "salad": ("标题由关键词拼成", "a title of strung keywords"),
    "brand": ("推广名称替换了原文词语", "an advertised brand stands in place of words of the text"),
    "spam_links": ("推广链接", "links that advertise"),
    "hidden_links": ("隐藏链接", "links out of sight"),
    "repeated_id": ("混入随机编号的代码", "mark-up with one random id in many elements"),
    "odd_tags": ("混入无用标签", "empty tags of no use"),
    "entity_title": ("标题写成字符编码", "a title written in character codes"),
    "foreign_title": ("网页标题与正文无关", "a page title of which the text knows no word"),
    "traditional": ("全文被转换为繁体字", "the text was converted to traditional characters"),
    "script_switch": ("夹有另一种字体的文字", "lines in the other script"),
    "pinyin": ("汉字后加注拼音", "characters are followed by their pinyin"),
    "byte_slip": ("字节错位造成乱码", "bytes slipped: characters are lost"),
    "spun": ("公文用语被机器替换", "official words were replaced by a machine's synonyms"),
    "script_spam": ("脚本写入推广内容", "a script writes spam"),
    "encoded_link": ("编码隐藏的链接", "an encoded link"),
    "written_link": ("脚本写入的链接", "a link written by a script"),
    "conditional_redirect": ("按访客跳转", "some visitors are sent elsewhere"),
    "shown_title": ("对访客改写标题", "visitors get another title"),
    "foreign_script": ("加载可疑域名的脚本", "code from a risky domain"),
    "hidden_frame": ("隐藏框架", "an invisible frame"),
    "forward": ("自动跳转他站", "the page sends everybody elsewhere"),
}  # fmt: skip


def check(context: Context, house: House) -> Iterator[Finding]:
    """Every weighty sign. Quoted are the places that show it; the sentences themselves are read as mended."""
    page = Page(_NOWHERE, context.document.markup.encode(), {"content-type": "text/html; charset=utf-8"})
    day = context.document.issued_on or local_day(datetime.now(UTC))
    reading = Reading(page, day, PageKind.OTHER, Subject(), read_identity(page), page.title)
    signs = [one for one in read(reading) if tampering().weight_of(one.kind, one.place, one.detail)]
    for sign in signs:
        yield _finding(sign)
    if not any(sign.kind == "brand" for sign in signs):
        yield from _in_place_of_a_name(context)


def _in_place_of_a_name(context: Context) -> Iterator[Finding]:
    """What stands again and again where a place or an office is named, and is the name of neither.

    No list of words is asked: a place's name ends in 市, 县, 区 …, and an office's in 局, 办公室 ….
    """
    lines = context.document.lines
    text = "\n".join(line.text for line in lines)
    found = {match[1] for match in _BEFORE_PERIOD.finditer(context.document.title)}
    found |= {match[1] for line in lines for match in _BEFORE_OFFICE.finditer(line.text)}
    for name in sorted(found):
        count = text.count(name)
        followers = {text[match.end() : match.end() + 2] for match in re.finditer(re.escape(name), text)}
        if count < MIN_REPEATS or len(followers) < 2 or _NAME_END.search(name) or _OFFICIAL.search(name):
            continue
        line = next(line for line in lines if name in line.text)
        yield Finding(
            "tampering", "form", line.place, line.shown[:80], f"文本被篡改：“{name}”反复出现在地名或机关名的位置",
            f"tampered with: {name} stands {count} times where a place or an office is named",
            {"kind": "stand_in", "name": name, "count": count},
        )  # fmt: skip


def _finding(sign: Sign) -> Finding:
    zh, en = _WORDS.get(sign.kind, (sign.kind, sign.kind))
    told = " ".join(
        filter(
            None,
            [
                sign.value if sign.kind not in {"traditional", "script_switch"} else "",
            ],
        )
    )
    values = {"kind": sign.kind, "count": sign.count}
    more = f"：{told[:60]}" if told else ""
    return Finding(
        "tampering", "form", sign.place or "page", (sign.excerpt or sign.value or "")[:80], f"文本被篡改：{zh}{more}",
        f"tampered with: {en}", values,
    )  # fmt: skip
