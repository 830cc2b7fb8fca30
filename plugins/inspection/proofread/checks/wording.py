"""Writing rules: 截至 for a moment, one word of approximation at a time, nothing falls by 倍."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspection.proofread.context import Context, Said
from inspection.proofread.finding import Finding
from inspection.proofread.house import House

_NUMBER = r"\d+(?:\.\d+)?"
_COUNTER = r"(?:万|亿)?(?:余|多)?(?:[个家条件项次名人户篇份起处天年月周]|%|个百分点)?次?"
_FEW = re.compile(r"(?P<word>个别|极?少数)(?P<noun>[^,;。:、\d]{0,14}?)(?:\(|有|共|达|为)?(?P<n>\d+)[个家条]")
_SOME = re.compile(r"(?P<word>部分)(?P<noun>[^,;。:、\d]{0,14}?)(?:\(|有|共|达|为)?(?P<n>\d+)[个家条]")
MANY = 10  # are no longer 个别
_RULES: tuple[tuple[str, re.Pattern, str, str, str], ...] = (
    (
        "as_of", re.compile(
            r"(?<!报名)(?<!征集)(?<!申报)(?<!时间)(?<!日期)截止(?:到|至|于)?(?=目前|今[年日天]|现在|当前|此[时前]|本[季月年期]|上[季月年]|\d{4}年|\d{1,2}月|20\d\d)"
        ),
        "“截止”是动词，表示时点用“截至”", "截止 is a verb; a moment takes 截至", "截至",
    ),
    (
        "as_of", re.compile(
            r"(?:^|(?<=[,;。(]))截止(?:到|至|于)?(?!日期|时间|日|后|前|了|的|[,;。)]|目前|今[年日天]|现在|当前|此[时前]|本[季月年期]"
            r"|上[季月年]|\d)"
        ),
        "“截止”是动词，表示时点用“截至”", "截止 is a verb; a moment takes 截至", "截至",
    ),
    (
        "as_of", re.compile(r"截至[^,。;]{0,16}?为?止(?=[,。;]|$)"),
        "“截至”与“止”重复", "截至 and 止 say the same", "截至…",
    ),
    (
        "approximation", re.compile(rf"(?:将近|接近|近|约|大约|大概)(?P<n>{_NUMBER})(?:万|亿)?(?:余|多)(?!年来)"),
        "概数重复", "two words of approximation for one number", "留一个",
    ),
    (
        "approximation", re.compile(
            rf"(?:将近|接近|近|约|大约|大概|超过|不足|至少|最多)(?P<n>{_NUMBER}){_COUNTER}(?:左右|上下)"
        ),
        "概数重复", "two words of approximation for one number", "留一个",
    ),
    (
        "approximation", re.compile(rf"(?P<n>{_NUMBER})(?:余|多){_COUNTER}(?:左右|上下)"),
        "概数重复", "two words of approximation for one number", "留一个",
    ),
    (
        "approximation", re.compile(
            rf"(?:超过|超出|多于|高于|大于|不低于|不少于|至少)了?(?P<n>{_NUMBER}){_COUNTER}以上"
        ),
        "概数重复", "the limit is said twice", "留一个",
    ),
    (
        "approximation", re.compile(rf"(?:少于|低于|小于|不足|不到|最多)(?P<n>{_NUMBER}){_COUNTER}以下"),
        "概数重复", "the limit is said twice", "留一个",
    ),
    (
        "times", re.compile(
            rf"(?:下降|减少|降低|缩小|缩短|减小|下跌|回落)了?(?:近|约|到)?(?:{_NUMBER}|[一二两三四五六七八九十几]+)倍"
        ),
        "减少不能用倍数表示", "nothing falls by a multiple", "用百分数或分数",
    ),
)  # fmt: skip


def check(context: Context, house: House) -> Iterator[Finding]:
    """Each rule in every sentence, and words for a number that is told beside them."""
    for paragraph in context.paragraphs:
        for said in paragraph:
            yield from _amounts(said, paragraph)
    for said in context.said:
        for rule, pattern, zh, en, right in _RULES:
            for match in pattern.finditer(said.text):
                yield Finding(
                    rule, "form", said.sentence.place, said.sentence.shown, f"{zh}：{match[0]}", f"{en}: {match[0]}",
                    {"printed": match[0]}, right,
                )  # fmt: skip


def _amounts(said: Said, paragraph: list[Said]) -> Iterator[Finding]:
    """个别 for many, 部分 for all of them: no fault of arithmetic, worth knowing."""
    wholes = {
        count.value for one in paragraph for count in one.counts if count.roles & {"inspected", "registered", "found"}
    }  # fmt: skip
    place, shown = said.sentence.place, said.sentence.shown
    for match in _FEW.finditer(said.text):
        if int(match["n"]) > MANY:
            yield Finding(
                "amount_word", "note", place, shown, f"“{match['word']}”与数字{match['n']}不相称",
                f"{match['word']} is said of {match['n']}", {"printed": match[0]},
            )  # fmt: skip
    for match in _SOME.finditer(said.text):
        if int(match["n"]) in wholes:
            yield Finding(
                "amount_word", "note", place, shown, f"“部分”指的是全部{match['n']}",
                f"部分 is said of all {match['n']}", {"printed": match[0]},
            )  # fmt: skip
