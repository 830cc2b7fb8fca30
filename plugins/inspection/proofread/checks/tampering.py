"""Text that is not the office's own: what the readers of tampered pages see in it (`readers/tampering.py`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from inspection.declared.tampering import tampering
from inspection.model import PageKind
from inspection.page.identity import read_identity
from inspection.page.page import Page
from inspection.proofread.context import Context
from inspection.proofread.finding import Finding
from inspection.proofread.house import House
from inspection.readers.sign import Reading, Sign, Subject
from inspection.readers.tampering import read

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
    day = context.document.issued_on or date.today()
    reading = Reading(page, day, PageKind.OTHER, Subject(), read_identity(page), page.title)
    for sign in read(reading):
        if tampering().weight_of(sign.kind, sign.place, sign.detail):
            yield _finding(sign)


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
