"""Totals behind what they add up: A、B……共计N, and 合计 of several kinds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspection.proofread.checks.sums import plus, sum_checked, sum_finding
from inspection.proofread.context import Context, Said
from inspection.proofread.enumerations import ELSE, OUTCOMES
from inspection.proofread.finding import Checked, Finding
from inspection.proofread.house import House
from inspection.proofread.quantities import Count

_TOTAL = re.compile(r"(?:共计|合计|总计|累计|总数|共)(?:有|为|是|达)?$")
_PERIOD = re.compile(r"^(?:其中)?(?:\d{1,2}月份?|第?[一二三四]季度|[上下]半年)")
_TOTAL_OF_KIND = re.compile(r"^(?:共计|合计|总计)[^,;。]{0,10}(?:网站|新媒体|账号)")


def check(context: Context, house: House) -> Iterator[Finding | Checked]:
    """Every sentence."""
    for said in context.said:
        yield from _in_all(said)


def _in_all(said: Said) -> Iterator[Finding | Checked]:
    """A、B……共计N."""
    yield from _in_all_by_kind(said)
    for at, total in enumerate(said.counts):
        if at < 2 or total.is_near or not (word := _TOTAL.search(total.before)):
            continue
        parts = []
        for part in reversed(said.counts[:at]):
            follower = parts[0].start if parts else total.start
            gap = re.sub(r"\([^()\d]*\)", "", said.text[part.end : follower])
            if part.unit != total.unit or part.is_near or part.is_said or ELSE.search(re.sub(_TOTAL, "", gap)):
                break
            if len(gap) > 40 or re.search(r"[;。(]", gap):
                break
            parts.insert(0, part)
        if len(parts) < 2:
            continue
        found = sum(part.value for part in parts)
        if found == total.value:
            yield sum_checked(said, parts, total)
        elif _is_plain_total(said, total, parts, word[0]):
            yield sum_finding(
                "contradiction", said, f"合计不符：{plus(parts)}＝{found}，文中为{total.value}",
                f"the sum is wrong: {plus(parts)} = {found}, the text says {total.value}", parts, total,
                right=str(found),
            )  # fmt: skip


def _is_plain_total(said: Said, total: Count, parts: list[Count], word: str) -> bool:
    """Whether 共计N, or a bare 共N of counts that say nothing else, can only be the sum of what stands before."""
    if total.after:
        return False
    if all(_PERIOD.search(part.before) for part in parts):
        return True  # 10月不合格3个、11月不合格4个,累计7个
    if any(part.roles & {"failed", "passed"} for part in parts) or word.startswith("累计"):
        return False
    if word != "共":
        return True
    is_bare = re.fullmatch(r"[,(]?(?:总)?共(?:有)?", said.text[parts[-1].end : total.start])
    return bool(is_bare) and not any(part.roles - {"inspected", "registered"} or not part.before for part in parts)


def _in_all_by_kind(said: Said) -> Iterator[Finding | Checked]:
    """甲区网站35家、新媒体292个,乙区…,合计网站56家、新媒体412个: kind by kind."""
    at = next((at for at, count in enumerate(said.counts) if _TOTAL_OF_KIND.search(count.before)), None)
    if at is None or at < 2:
        return
    totals = said.counts[at : at + 2]
    before = said.counts[:at]
    if len({total.kind for total in totals}) < 2 or not all(total.is_own for total in totals):
        return
    if any(count.is_near or count.is_said or count.roles & OUTCOMES or not count.is_own for count in before):
        return
    for total in totals:
        parts = [count for count in before if count.kind == total.kind and count.family == total.family]
        if len(parts) < 2:
            continue
        found = sum(part.value for part in parts)
        if found == total.value:
            yield sum_checked(said, parts, total)
        else:
            yield sum_finding(
                "contradiction", said, f"合计不符：{plus(parts)}＝{found}，文中为{total.value}",
                f"the sum is wrong: {plus(parts)} = {found}, the text says {total.value}", parts, total,
                right=str(found),
            )  # fmt: skip
