"""Outcomes against what was looked at: passed and failed, on time and late, mended and open, and what is left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from inspection.proofread.checks.sums import plus, sum_checked, sum_finding
from inspection.proofread.context import Context, Said
from inspection.proofread.finding import Checked, Finding
from inspection.proofread.house import House
from inspection.proofread.quantities import Count

Place = tuple[Said, Count]

# the two that leave nothing between them, and the roles of what they divide
_PAIRS = (
    ("passed", "failed", {"inspected", "registered"}), ("on_time", "overdue", {"received", "registered"}),
    ("closed", "open", {"received"}), ("on_time", "open", {"received"}),
    ("rectified", "open", {"found", "failed", "received"}), ("true", "untrue", {"received"}),
)  # fmt: skip
# what is neither passed nor failed
_LEFT_OUT = re.compile(
    r"不予判定|不作判定|例外|免检|关停|注销|暂停|下线|另有|其余|待(?:定|核)|无法判定|未纳入|不予受理|撤回"
)
_OUTCOME = re.compile(r"合格|关停|更新|整改|注销|保留|撤销|迁移|办结|回复|逾期|超期|超时|达标|通过|恢复|变更")
_REST = re.compile(r"^(?:其余|其他|其它|剩余|余下|另外)")
_THINGS = {"site", "account", "column", "link", "domain", "unit"}  # what one counts is not what another does
_DONE = r"完成|整改|反馈|办结|报送|更新|达标|支持"
_NOT = re.compile(r"^(?:尚)?(?:没有|未|无|不)")
_AMONG = re.compile(r"中$")
_HANDED = re.compile(r"通知单|通知书|提示单|整改函|转办|下发")


def check(context: Context, house: House) -> Iterator[Finding | Checked]:
    """Paragraph by paragraph."""
    for number, paragraph in enumerate(context.paragraphs):
        yield from _complements(context, number)
        for said in paragraph:
            yield from _and_not(said)
            yield from _and_open(context, number, said)
        yield from _outcomes(paragraph)
        for said in paragraph:
            yield from _rest(said)


def _complements(context: Context, number: int) -> Iterator[Finding | Checked]:
    """合格 and 不合格 of the inspected, 按时 and 逾期 of the received, 已整改 and 未整改 of the found."""
    paragraph = context.paragraphs[number]
    flat = [(said, count) for said in paragraph for count in said.counts if not count.is_near]
    text = "".join(said.text for said in paragraph)
    for one, other, whole in _PAIRS:
        for at, (said, count) in enumerate(flat[:-1]):
            # 420个问题已整改,15家网站的40个问题未整改: the next of the same things
            behind = [
                other_count for other_said, other_count in flat[at + 1 : at + 4]
                if _are_alike(count, other_count) and other_said.is_past == said.is_past
            ]  # fmt: skip
            if not behind:
                continue
            pair = [count, behind[0]]
            if {*pair[0].roles, *pair[1].roles} != {one, other}:
                continue
            totals = [
                earlier for _, earlier in flat[:at]
                if earlier.roles & whole and earlier.family == count.family
                and (earlier.kind == count.kind or not (count.is_own or earlier.kind in _THINGS))
                and (one != "passed" or not count.group or earlier.group == count.group)
            ]  # fmt: skip
            totals = [total for total in totals if total.roles & (whole - {"registered"})] or totals
            closed = [c for _, c in flat[:at] if one == "on_time" and "closed" in c.roles and c.kind == count.kind]
            totals += [c for c in closed if c.value == count.value + pair[1].value]
            totals = totals or _told_before(context, number, said, count, whole)
            if totals:
                yield from _divided(said, pair, totals, flat, text)


def _and_not(said: Said) -> Iterator[Finding | Checked]:
    """监测250个,有更新的190个,没有更新的60个: what does and what does not are all there are."""
    counts = [count for count in said.counts if not count.is_near and not count.is_said and not count.depth]
    for total, one, other in zip(counts, counts[1:], counts[2:], strict=False):
        is_of_one = len({count.unit for count in (total, one, other)}) == 1 and total.kind == one.kind == other.kind
        if not is_of_one or {*one.roles, *other.roles} & {"passed", "failed", "on_time", "overdue", "open", "true"}:
            continue
        does, does_not = (_bare(count.before) for count in (one, other))
        stem = _NOT.sub("", does_not, count=1)
        if stem == does_not or len(stem) < 2 or stem != re.sub("^有", "", does) or _NOT.match(does):
            continue
        found = one.value + other.value
        if found == total.value:
            yield sum_checked(said, [one, other], total)
        else:
            yield sum_finding(
                "contradiction", said, f"{plus([one, other])}＝{found}，与总数{total.value}不符",
                f"{plus([one, other])} = {found} is not the whole of {total.value}", [one, other], total,
                right=str(found),
            )  # fmt: skip


def _and_open(context: Context, number: int, said: Said) -> Iterator[Finding | Checked]:
    """完成改造的358个,完成率86.1%,尚有58个未完成: of what was looked at in a paragraph before."""
    counts = [count for count in said.counts if not count.is_near and not count.is_said and not count.depth]
    for one, other in pairwise(counts):
        verb = re.search(rf"未({_DONE})", other.label)
        is_pair = verb and verb[1] in one.label and f"未{verb[1]}" not in one.label and one.unit == other.unit
        if not is_pair or counts[0] is not one or "rectified" in one.roles:
            continue  # within a sentence, and of what was mended, other checks tell
        totals = _told_before(context, number, said, replace(one, is_own=False), {"inspected", "registered"})
        if totals and one.value + other.value != totals[-1].value:
            found = one.value + other.value
            yield sum_finding(
                "contradiction", said, f"{plus([one, other])}＝{found}，与总数{totals[-1].value}不符",
                f"{plus([one, other])} = {found} is not the whole of {totals[-1].value}", [one, other], totals[-1],
                right=str(found),
            )  # fmt: skip
        elif totals:
            yield sum_checked(said, [one, other], totals[-1])


def _bare(words: str) -> str:
    return re.sub(r"^(?:其中|当季|本季度|本月|已)|的?(?:有|为|共)?$", "", words)


def _told_before(context: Context, number: int, said: Said, part: Count, roles: set[str]) -> list[Count]:
    """The whole of a paragraph before, where the text tells one and no other."""
    alike = [
        count for paragraph in context.paragraphs[:number] for one in paragraph for count in one.counts
        if count.roles & roles and count.family == part.family and not count.is_near and not count.is_said
        and one.is_past == said.is_past and one.is_superior == said.is_superior
        and (count.kind == part.kind or not (part.is_own or {count.kind, part.kind} & _THINGS))
        and count.group == (part.group if part.is_own else count.group)
    ]  # fmt: skip
    for role in ("received", "found", "inspected", "registered", "failed"):
        if mine := [count for count in alike if role in count.roles]:
            return mine[-1:] if len({count.value for count in mine}) == 1 else []
    return []


def _are_alike(one: Count, other: Count) -> bool:
    is_of_one = not one.roles & {"passed", "failed"} or one.group == other.group or not other.is_own
    return one.kind == other.kind and one.family == other.family and is_of_one


def _divided(said: Said, pair: list[Count], totals: list[Count], flat: list[Place], text: str):
    total = totals[-1]
    # 检查市直20个、县区34个: of all of them together
    together = sum(total.value for total in totals)
    rest = [c for _, c in flat if "undetermined" in c.roles and c.kind == pair[0].kind]
    found = sum(part.value for part in pair)
    if found == total.value:
        yield sum_checked(said, pair, total)
    elif found in {together, *(total.value for total in totals)}:
        return
    elif rest and found + sum(part.value for part in rest) == total.value:
        yield sum_checked(said, [*pair, *rest], total)
    elif not rest:
        is_sure = len({total.value for total in totals}) == 1 and not _LEFT_OUT.search(text)
        yield sum_finding(
            "contradiction" if is_sure else "doubt", said, f"{plus(pair)}＝{found}，与总数{total.value}不符",
            f"{plus(pair)} = {found} is not the whole of {total.value}", pair, total, right=str(found),
        )  # fmt: skip


def _rest(said: Said) -> Iterator[Finding | Checked]:
    """10个问题中,3个已整改,其余7个…: what is left is left of the whole."""
    for at, count in enumerate(said.counts):
        if not _REST.search(count.before) or count.is_near:
            continue
        wholes = [place for place in range(at) if _AMONG.search(said.counts[place].after)]
        if not wholes:
            continue
        total, parts = said.counts[wholes[-1]], said.counts[wholes[-1] + 1 : at + 1]
        if len(parts) < 2 or any(part.family != total.family or part.is_near or part.depth for part in parts):
            continue
        found = sum(part.value for part in parts)
        if found == total.value:
            yield sum_checked(said, parts, total)
        else:
            yield sum_finding(
                "contradiction" if len(parts) == 2 else "doubt", said,
                f"{plus(parts)}＝{found}，与总数{total.value}不符",
                f"{plus(parts)} = {found} is not the whole of {total.value}", parts, total, right=str(found),
            )  # fmt: skip


def _outcomes(paragraph: list[Said]) -> Iterator[Finding | Checked]:
    """Outcomes told one after the other that add up to a number before them: 9个合格、2个关停 of 11."""
    flat = [(said, count) for said in paragraph for count in said.counts if not count.is_near and not count.is_said]
    at = 0
    while at < len(flat):
        run = []
        while at < len(flat) and _is_outcome(flat[at][1]):
            run.append(flat[at])
            at += 1
        at += not run
        if len(run) >= 2 and not all(count.roles & {"passed", "failed", "on_time", "overdue"} for _, count in run):
            yield from _run(run, flat[: at - len(run)])


def _run(run: list[Place], before: list[Place]) -> Iterator[Finding | Checked]:
    said, first = run[-1][0], run[0][1]
    parts = [count for _, count in run]
    found = sum(count.value for count in parts)
    same = [(one, count) for one, count in before if count.family == first.family]
    agreeing = [count for _, count in same if count.value == found]
    if agreeing:
        yield sum_checked(said, parts, agreeing[-1])
        return
    # more became of them than there were, or not all where one says what is still open
    wholes = [
        (one, count) for one, count in same
        if (count.roles & {"failed", "found"} and _AMONG.search(count.after)) or _HANDED.search(count.label)
    ]  # fmt: skip
    if not wholes or wholes[-1][0].sentence.section != said.sentence.section or len(run) > 4:
        return
    if any(one is not said for one, _ in run) or any("新增" in count.before for count in parts):
        return  # of what another sentence speaks of
    total = wholes[-1][1]
    is_open = any("open" in count.roles for count in parts)
    if total.kind != first.kind or not (found > total.value or is_open):
        return
    yield sum_finding(
        "contradiction" if found > total.value and len(wholes) == 1 else "doubt", said,
        f"{plus(parts)}＝{found}，与总数{total.value}不符",
        f"{plus(parts)} = {found} is not the whole of {total.value}",
        parts, total, right=str(found),
    )  # fmt: skip


def _is_outcome(count: Count) -> bool:
    return bool(_OUTCOME.search(count.after) or _OUTCOME.search(count.before)) and not (
        count.roles & {"inspected", "registered", "received", "found"} or _AMONG.search(count.after)
    )
