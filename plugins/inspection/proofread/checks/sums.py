"""Sums: parts behind 其中, 分别为, 按…分, a bracket or 共计 against their total."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from inspection.proofread.apart import APART, apart
from inspection.proofread.context import Context, Said, joined
from inspection.proofread.finding import Checked, Finding
from inspection.proofread.house import House
from inspection.proofread.quantities import Count

_OF_THEM = re.compile(
    r"其中[,:]?|包括[,:]?|分为[,:]?|\((?=[^()]*\d)|(?:从|按)(?:照)?[^,:;。()]{2,12}?(?:来?看|划?分(?:类|布)?|统计)[,:]"
)
# words between two parts that begin something else
_ELSE = re.compile(r"共(?!青团)|发现|检查|抽查|监测|占|涉及|其中|累计|率|整改|同比|环比|较上")
_OVERLAP = re.compile(r"问题|不更新|未更新|错误|互动|链接|空白|无法|不及时|原因|表述")
_TOTAL = re.compile(r"(?:共计|合计|总计|共)(?:有)?$")


def check(context: Context, house: House) -> Iterator[Finding | Checked]:
    """Every sum that the grammar of the text announces."""
    for paragraph in context.paragraphs:
        for at, said in enumerate(paragraph):
            yield from _of_them(joined(paragraph, at), paragraph[:at])
            yield from _in_all(said)
            yield from _apart(said, paragraph[:at])


def _of_them(said: Said, before: list[Said]) -> Iterator[Finding | Checked]:
    own = len(said.text.partition(";")[0])
    depths = _depths(said.text)
    for mark in _OF_THEM.finditer(said.text):
        is_bracket, is_class = mark[0] == "(", mark[0][0] in "从按"
        if mark.start() > own or (is_bracket and said.text[mark.end() :].startswith("其中")):
            continue  # the words inside begin by themselves
        depth = depths[mark.start()] + is_bracket
        end = next((at for at in range(mark.end(), len(said.text)) if depths[at] < depth), len(said.text))
        within = [count for count in said.counts if mark.end() <= count.start < end and depths[count.start] == depth]
        total = (
            _largest(said, mark.start(), before, within) if is_class else _total(said, mark.start(), before, is_bracket)
        )
        if total is None or not within or total.is_near:
            continue
        parts = _run(said.text, within, total)
        if len(parts) == 1 and not is_bracket and mark[0].startswith("其中"):
            yield from _single(said, total, parts[0])
        if len(parts) < 2 or any(part.is_near for part in parts):
            continue
        failed = sum("failed" in part.roles for part in parts)
        if failed > 1 or (failed and not any("passed" in part.roles for part in parts)):
            continue
        yield from _compare(said, total, parts, is_open="等" in said.text[mark.end() : parts[-1].end + 2])


def _depths(text: str) -> list[int]:
    """How deep in brackets every sign stands; a bracket itself stands outside."""
    depths, depth = [], 0
    for sign in text:
        depth -= sign == ")" and depth > 0
        depths.append(depth)
        depth += sign == "("
    return depths


def _total(said: Said, place: int, before: list[Said], is_bracket: bool) -> Count | None:
    """The count that parts at this place are parts of: the last one before them."""
    here = [count for count in said.counts if count.end <= place and _is_amount(count)]
    if here:
        if is_bracket and place - here[-1].end > 24:
            return None
        whole = here[-1]
        # …个、…家次,其中: the visits are those of the subjects before them
        return here[-2] if "visits" in whole.roles and len(here) > 1 else whole
    if is_bracket or place > 2 or not before:
        return None
    there = [count for count in before[-1].counts if _is_amount(count)]
    return there[-1] if there else None


def _is_amount(count: Count) -> bool:
    return not count.is_said and "change" not in count.roles


def _largest(said: Said, place: int, before: list[Said], within: list[Count]) -> Count | None:
    """The whole of a paragraph, which 从…看 and 按…分 divide anew each time."""
    earlier = [count for one in before for count in one.counts] + [c for c in said.counts if c.end <= place]
    same = [c for c in earlier if within and c.family == within[0].family and not c.is_near]
    return max(same, key=lambda count: count.value, default=None)


def _run(text: str, within: list[Count], total: Count) -> list[Count]:
    """The parts from the first on, up to words that begin something else.

    Behind a semicolon an enumeration goes on only where it then comes to its total.
    """
    parts: list[Count] = []
    for count in within:
        if count.is_said or count.family != total.family:
            break
        between = text[parts[-1].end : count.start] if parts else ""
        # 1个1个: something is lost between them
        if parts and not re.search(r"[、,;:()和及与]", between):
            break
        if parts and (_ELSE.search(between) or "%" in between):
            break
        parts.append(count)
    for length in range(2, len(parts) + 1):
        if sum(part.value for part in parts[:length]) == total.value:
            return parts[:length]
    end = text.find(";", within[0].start)
    return [part for part in parts if end < 0 or part.end <= end]


def _single(said: Said, total: Count, part: Count) -> Iterator[Finding | Checked]:
    if part.value > total.value and part.kind == total.kind and not part.is_near:
        yield sum_finding(
            "contradiction", said, f"部分大于整体：其中{part.value}大于{total.value}",
            f"a part of {part.value} is larger than the whole of {total.value}", [part], total,
        )  # fmt: skip


def _compare(said: Said, total: Count, parts: list[Count], *, is_open: bool) -> Iterator[Finding | Checked]:
    found = sum(part.value for part in parts)
    if found == total.value:
        yield Checked("sum", said.sentence.place, said.sentence.shown, equation(parts, total))
        return
    overlap = any(_OVERLAP.search(part.label) for part in parts)
    is_whole = parts[-1].is_rest or (
        any("passed" in part.roles for part in parts) and any("failed" in part.roles for part in parts)
    )
    if (found > total.value and not overlap) or (is_whole and not is_open and not overlap):
        severity = "contradiction"
    elif is_open or (overlap and found > total.value):
        return  # one subject may stand for several reasons
    elif found < total.value * Decimal("0.7"):
        return  # some are named, the rest is not
    else:
        severity = "doubt"
    yield sum_finding(
        severity, said,
        f"分项合计与总数不符：{plus(parts)}＝{found}，文中总数为{total.value}",
        f"the parts do not add up: {plus(parts)} = {found}, the text says {total.value}", parts, total,
        right=str(found),
    )  # fmt: skip


def _in_all(said: Said) -> Iterator[Finding | Checked]:
    """A、B……共计N."""
    for at, total in enumerate(said.counts):
        if at < 2 or total.is_near or not (word := _TOTAL.search(total.before)):
            continue
        parts = []
        for part in reversed(said.counts[:at]):
            follower = parts[0].start if parts else total.start
            gap = said.text[part.end : follower]
            if part.unit != total.unit or part.is_near or part.is_said or _ELSE.search(re.sub(_TOTAL, "", gap)):
                break
            if len(gap) > 40 or re.search(r"[;。(]", gap):
                break
            parts.insert(0, part)
        if len(parts) < 2:
            continue
        found = sum(part.value for part in parts)
        if found == total.value:
            yield Checked("sum", said.sentence.place, said.sentence.shown, equation(parts, total))
        elif word[0] != "共" and not total.after and not any(part.roles & {"failed", "passed"} for part in parts):
            yield sum_finding(
                "contradiction", said, f"合计不符：{plus(parts)}＝{found}，文中为{total.value}",
                f"the sum is wrong: {plus(parts)} = {found}, the text says {total.value}", parts, total,
                right=str(found),
            )  # fmt: skip


def _apart(said: Said, before: list[Said]) -> Iterator[Finding | Checked]:
    """A、B、C分别为x、y、z: as many numbers as names, and their sum."""
    for match in APART.finditer(said.text):
        names, places, _ = apart(said.text, match)
        if len(places) < 2:
            continue
        if len(names) != len(places) and len(names) > 1:
            yield Finding(
                "sum", "doubt", said.sentence.place, said.sentence.shown,
                f"“分别”前列{len(names)}项，后列{len(places)}个数",
                f"{len(names)} names stand before 分别 and {len(places)} numbers behind it",
                {"names": len(names), "numbers": len(places)},
            )  # fmt: skip
            continue
        parts = [count for count in said.counts if count.start in places]
        total = _total(said, match.start(), before, False)
        if total is None or len(parts) != len(places) or len({part.family for part in parts} | {total.family}) != 1:
            continue
        if sum(part.value for part in parts) == total.value:
            yield Checked("sum", said.sentence.place, said.sentence.shown, equation(parts, total))
        elif parts[-1].is_rest:
            yield from _compare(said, total, parts, is_open=False)


def plus(parts: list[Count]) -> str:
    """146+57."""
    return "+".join(str(part.value) for part in parts)


def equation(parts: list[Count], total: Count) -> str:
    """146+57 = 203."""
    return f"{plus(parts)} = {total.value}"


def sum_finding(severity, said: Said, zh: str, en: str, parts: list[Count], total: Count, right: str = "") -> Finding:
    """What is wrong with a sum, with its parts and its total as values."""
    values = {"parts": [str(part.value) for part in parts], "total": str(total.value)}
    return Finding("sum", severity, said.sentence.place, said.sentence.shown, zh, en, values, right)
