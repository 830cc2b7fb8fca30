"""Numerals that were lost: before 季度, 日, % or a counter, and the total before 其中."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspection.proofread.context import Context, Said
from inspection.proofread.finding import Finding
from inspection.proofread.house import House

_NOUN = (
    r"网站|新媒体|账号|公众号|留言|来信|信息|问题|门户|栏目|通知单|共有?|共计|合计"
    r"|不合格|合格|发现|检查|抽查|监测|办结|收到|整改"
)
_RULES = (
    ("季度", re.compile(r"20\d\d年(?:度)?第?季度|(?<![\u3400-\u9fff])第季度|第季度")),
    ("日期", re.compile(r"20\d\d年月(?!日)|\d{1,2}月日|20\d\d年\d{1,2}日")),
    ("百分数", re.compile(r"率(?:为|是|达到?|均为)?%|占比?(?:为)?%|(?:提高|下降|提升)(?:了)?个百分点")),
    ("数量", re.compile(rf"(?:{_NOUN})[个家条件项](?=[,;。、()]|其中|$)")),
)
# a paragraph that divides what it does not count
_BEFORE_OF = re.compile(
    r"(?:全[省市县区]|共|总)[^,;。:\d]{0,24}(?:网站|新媒体|账号|留言)[,(]?其中[,:]?(?=[^,;。]{2,16}\d)"
)


def check(context: Context, house: House) -> Iterator[Finding]:
    """In every sentence and in the title."""
    document = context.document
    for said in context.said:
        yield from _of(said.text, said.sentence.place, said.sentence.shown)
        for match in _BEFORE_OF.finditer(said.text):
            if len(_parts(said, match.end())) >= 2:
                yield Finding(
                    "lost", "doubt", said.sentence.place, said.sentence.shown, "“其中”之前缺少总数",
                    "the number that 其中 divides is missing", {"printed": match[0]},
                )  # fmt: skip
    if document.title:
        yield from _of(document.title, document.title_place, document.title)


def _of(text: str, place: str, shown: str) -> Iterator[Finding]:
    for name, pattern in _RULES:
        for match in pattern.finditer(text):
            yield Finding(
                "lost", "form", place, shown, f"缺失数字（{name}）：{match[0]}", f"a numeral is lost: {match[0]}",
                {"printed": match[0]},
            )  # fmt: skip


def _parts(said: Said, start: int) -> list:
    return [count for count in said.counts if count.start >= start and not count.is_said]
