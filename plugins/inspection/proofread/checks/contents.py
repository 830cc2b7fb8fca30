"""What happened to the text as a whole: it stands twice, lines recur, full stops or brackets are lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspection.proofread.context import Context
from inspection.proofread.finding import Finding
from inspection.proofread.house import House

_CLOSED = "。；：;:！？!?」』”)…】"
MIN_PARAGRAPH_CHARS = 40
_PAIRS = (("(", ")"), ("《", "》"), ("“", "”"))


def check(context: Context, house: House) -> Iterator[Finding]:
    """The copy was left out of all other checks."""
    document = context.document
    copies = document.doubled
    if copies.line_count:
        yield _finding(
            "doubled", "form", copies.place, copies.first[:80],
            f"全文在页面上重复出现，从此处起{copies.line_count}段为重复内容",
            f"the whole text stands on the page twice: {copies.line_count} lines recur from here",
        )  # fmt: skip
    if repeated := [line for line in copies.repeated if "。" in line.text]:
        line = repeated[0]
        yield _finding(
            "doubled", "doubt", line.place, line.shown[:80], f"与前文重复的段落有{len(repeated)}段",
            f"{len(repeated)} paragraphs stand here again",
        )  # fmt: skip
    if not document.title:
        yield _finding("title", "note", "", "", "没有找到通报标题", "no title of a bulletin was found")
        return
    for paragraph in context.paragraphs:
        text = "".join(said.text for said in paragraph)
        shown, place = paragraph[-1].sentence.shown, paragraph[-1].sentence.place
        is_prose = len(text) >= MIN_PARAGRAPH_CHARS and "。" in text and not re.search(r"联系|电话|http", text)
        if is_prose and text[-1] not in _CLOSED:
            yield _finding("lost", "doubt", place, shown, "段末缺少标点", "the paragraph ends without a full stop")
        for one, other in _PAIRS:
            if text.count(one) != text.count(other) and "\n" not in text and len(text) < 3_000:
                yield _finding(
                    "lost", "doubt", place, _around(text, one, other), f"括号或引号不成对：{one}{other}",
                    f"brackets or quotation marks do not pair: {one}{other}",
                )  # fmt: skip


def _around(text: str, one: str, other: str) -> str:
    at = max(text.rfind(one), text.rfind(other))
    return text[max(0, at - 20) : at + 20]


def _finding(check_id: str, severity, place: str, shown: str, zh: str, en: str) -> Finding:
    return Finding(check_id, severity, place, shown, zh, en)
