"""What a page leads to that the inspection table asks for: its interpretation or document, and the forms it offers.

Kinds: `related` a document (政策文件) leads to an interpretation (解读) or an interpretation to its document, `place`
the address, `value` what its link says; `form` a page or list of forms, or a service guide, offers a file, `place` its
address, `value` what its link says. Whether the file can be had is for the crawl to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from inspection.model import PageKind
from inspection.page.links import is_attachment
from inspection.page.page import host_of, url_key
from inspection.readers.sign import Reading, Sign

TOPIC = "relations"

MAX_RELATED = 20
MAX_FORMS = 20
MIN_TITLE_CHARS = 8  # of a link's text that may be a title; menus are shorter
# a document and an interpretation, by what their titles and columns are called
_DOCUMENT = re.compile(
    r"通知|意见|办法|方案|规定|细则|决定|通告|批复|规划|条例|措施|公报|规范|纲要|函$|政策|文件|法规|规章|解读|图解"
)
# short links that stand for the other one
_CALLED = re.compile(
    r"(?:政策|文件|相关|图文|图片|文字|专家|部门|视频|配套)?解读|(?:政策|文件|相关|解读)?(?:原文|文件)(?:链接)?|图解"
)
_TITLE = re.compile(r"《|通知|意见|办法|方案|规定|细则|决定|通告|批复|规划|条例|措施|公报|规范|纲要|解读|图解|一图")
_FORMS = re.compile(r"表格|样表|下载|申请表|登记表|审批表|申报表|备案表|办事|服务指南|办理")


def read(reading: Reading) -> Iterator[Sign]:
    """Related documents and forms of an article."""
    names = f"{reading.title or ''} {reading.identity.column_name or ''}"
    if reading.kind == PageKind.OTHER and _DOCUMENT.search(names):
        yield from islice(_related(reading), MAX_RELATED)
    if reading.kind != PageKind.HOME and _FORMS.search(f"{names} {reading.page.title}"):
        yield from islice(_forms(reading), MAX_FORMS)


def _related(reading: Reading) -> Iterator[Sign]:
    host, own, told = host_of(reading.page.url), url_key(reading.page.url), set()
    for anchor in reading.page.anchors:
        text = anchor.text
        is_title = len(text) >= MIN_TITLE_CHARS and _TITLE.search(text)
        if not (is_title or _CALLED.fullmatch(text)) or host_of(anchor.url) != host or is_attachment(anchor.url):
            continue
        if (key := url_key(anchor.url)) != own and key not in told:
            told.add(key)
            yield Sign("related", anchor.url, text[:200])


def _forms(reading: Reading) -> Iterator[Sign]:
    told = set()
    for anchor in reading.page.anchors:
        if is_attachment(anchor.url) and anchor.url not in told:
            told.add(anchor.url)
            yield Sign("form", anchor.url, anchor.text[:200] or None)
