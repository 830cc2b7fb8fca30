"""Annexes: announced and there, their titles, and the length of a list against the count in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspection.proofread import annexes, kinds, taken
from inspection.proofread.annexes import Annex
from inspection.proofread.context import Context
from inspection.proofread.finding import Checked, Finding, Taken
from inspection.proofread.house import House

_SEE = re.compile(r"(?:详?见|参见)附件(\d{0,2})")
_LIST_OF_FAILED = re.compile(r"不合格|问题|监测情况|检查情况|抽查情况|通报名单|未达标")


def check(context: Context, house: House) -> Iterator[Finding | Checked]:
    """What is announced against what is there, then the rows of each list."""
    yield from _announced(context)
    for annex in context.document.annexes:
        yield from _sequence(annex)
        if annex.counts and not annex.is_empty:
            yield from _length(context, annex)


def _announced(context: Context) -> Iterator[Finding | Checked]:
    document = context.document
    announced, found = document.announced, document.annexes
    if announced and not found:
        severity = "note" if document.files else "doubt"
        yield _finding(
            announced[0].place, announced[0].shown, severity, f"附件说明列{len(announced)}个附件，文中没有附件内容",
            f"{len(announced)} annexes are announced and none stands in this file",
        )  # fmt: skip
    for annex in found:
        if annex.is_empty and not document.files:
            yield _finding(
                annex.mark.place, annex.mark.shown, "doubt", f"附件“{annex.title}”只有标题，没有内容",
                f"the annex has a title and no rows: {annex.title}",
            )  # fmt: skip
    if announced and found and len(announced) != len(found) and not document.files:
        yield _finding(
            announced[0].place, announced[0].shown, "doubt", f"附件说明列{len(announced)}个附件，文后有{len(found)}个",
            f"{len(announced)} annexes are announced, {len(found)} stand in this file",
        )  # fmt: skip
    elif announced:
        for line, annex in zip(announced, found, strict=False):
            one, other = _plain(annexes.title_of(line)), _plain(annex.title)
            if one and other and one not in other and other not in one:
                yield _finding(
                    line.place, line.shown, "form", f"附件说明的标题与附件标题“{annex.title}”不一致",
                    f"the annex is announced by another title than it bears: {annex.title}",
                )  # fmt: skip
    for said in context.said:
        for match in _SEE.finditer(said.text):
            if not announced and not found and not document.files:
                yield _finding(
                    said.sentence.place, said.sentence.shown, "doubt", "文中提到附件，但没有附件",
                    "the text refers to an annex and there is none",
                )  # fmt: skip
            elif match[1] and int(match[1]) > max(len(announced), len(found)) and not document.files:
                yield _finding(
                    said.sentence.place, said.sentence.shown, "contradiction",
                    f"文中提到附件{match[1]}，附件只有{max(len(announced), len(found))}个",
                    f"the text refers to annex {match[1]} of {max(len(announced), len(found))}",
                )  # fmt: skip


def _sequence(annex: Annex) -> Iterator[Finding]:
    numbers = annex.sequence
    distinct = list(dict.fromkeys(numbers))
    if len(numbers) == len(annex.rows) and distinct != list(range(1, len(distinct) + 1)):
        wrong = next((n for n, want in zip(distinct, range(1, len(distinct) + 1), strict=True) if n != want), 0)
        yield _finding(
            annex.mark.place, annex.title, "form", f"附件序号不连续：{wrong}",
            f"the running numbers of the list skip or go back at {wrong}",
        )  # fmt: skip


def _length(context: Context, annex: Annex) -> Iterator[Finding | Checked]:
    kind = kinds.kind_of(annex.title) or kinds.kind_of("、".join(annex.heads))
    if kind not in {"site", "account"} or not (
        _LIST_OF_FAILED.search(annex.title) or any("问题" in head or "原因" in head for head in annex.heads)
    ):
        return
    stated = [
        (said, count)
        for said in context.said
        for count in said.counts
        if "failed" in count.roles and count.kind == kind and not count.is_near and count.value > 0
    ]
    own = [(said, count) for said, count in stated if not said.is_superior and not said.is_past]
    pointing = [(said, count) for said, count in own if "附件" in said.text]
    numbers = annex.counts
    agreeing = [(said, count) for said, count in own or stated if int(count.value) in numbers]
    if agreeing:
        said, count = agreeing[-1]
        yield Checked(
            "list", said.sentence.place, said.sentence.shown, f"{count.value} = {annex.title}（{annex.row_count}行）"
        )
        return
    chosen = pointing or own
    if len({count.value for _, count in chosen}) == 1:
        said, count = chosen[0]
        rows = "或".join(str(number) for number in sorted(numbers))
        yield Finding(
            "list", "contradiction" if annex.is_sure else "doubt", said.sentence.place, said.sentence.shown,
            f"文中为{count.value}，附件“{annex.title}”为{rows}行",
            f"the text counts {count.value}, the list has {rows} rows: {annex.title}",
            {"stated": str(count.value), "rows": sorted(numbers)}, rows,
            (taken.of_count(said, count), Taken(annex.title, f"名单{rows}行", annex.mark.place)),
            f"{count.value} ≠ {rows}",
        )  # fmt: skip
    elif chosen:
        values = "、".join(str(count.value) for _, count in chosen)
        said = chosen[0][0]
        yield Finding(
            "list", "doubt", said.sentence.place, said.sentence.shown,
            f"文中的数字（{values}）都不等于附件“{annex.title}”的行数{annex.row_count}",
            f"none of the counts in the text ({values}) is the {annex.row_count} rows of the list",
        )  # fmt: skip


def _plain(text: str) -> str:
    return re.sub(r"[\s《》“”\"()。.、,]", "", text)


def _finding(place: str, shown: str, severity, zh: str, en: str) -> Finding:
    return Finding("annex", severity, place, shown, zh, en)
