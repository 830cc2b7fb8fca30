"""Sums: parts behind 其中, 分别为, a bracket or 共计 against their total; outcomes against what was looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from inspection.proofread import quantities
from inspection.proofread.context import Context, Said, joined
from inspection.proofread.finding import Checked, Finding
from inspection.proofread.house import House
from inspection.proofread.quantities import Count

_OF_THEM = re.compile(
    r"其中[,:]?|包括[,:]?|分为[,:]?|\((?=[^()]*\d)|(?:从|按)(?:照)?[^,:;。()]{2,12}?(?:来?看|划?分(?:类|布)?|统计)[,:]"
)
# words between two parts that begin something else
_ELSE = re.compile(r"共(?!青团)|发现|检查|抽查|监测|占|涉及|其中|累计|率|整改|同比|环比|较上")
_OUTCOME = re.compile(r"合格|关停|更新|整改|注销|保留|撤销|迁移|办结|回复|逾期|超期|超时|达标|通过|恢复|变更")
_OVERLAP = re.compile(r"问题|不更新|未更新|错误|互动|链接|空白|无法|不及时|原因|表述")
_TOTAL = re.compile(r"(?:共计|合计|总计|共)(?:有)?$")


def check(context: Context, house: House) -> Iterator[Finding | Checked]:
    """Every sum that the grammar of the text announces, and outcomes that add up."""
    for paragraph in context.paragraphs:
        for at, said in enumerate(paragraph):
            yield from _of_them(joined(paragraph, at), paragraph[:at])
            yield from _in_all(said)
            yield from _apart(said, paragraph[:at])
        yield from _complements(paragraph)
        yield from _outcomes(paragraph)


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
    """The parts from the first on, up to words that begin something else."""
    parts: list[Count] = []
    for count in within:
        if count.is_said or count.family != total.family:
            break
        begin = parts[-1].end if parts else count.start
        # 1个1个: something is lost between them
        if parts and not re.search(r"[、,;:()和及与]", text[begin : count.start]):
            break
        if parts and (_ELSE.search(text[begin : count.start]) or "%" in text[begin : count.start]):
            break
        parts.append(count)
    return parts


def _single(said: Said, total: Count, part: Count) -> Iterator[Finding | Checked]:
    if part.value > total.value and part.kind == total.kind and not part.is_near:
        yield _finding(
            "contradiction", said, f"部分大于整体：其中{part.value}大于{total.value}",
            f"a part of {part.value} is larger than the whole of {total.value}", [part], total,
        )  # fmt: skip


def _compare(said: Said, total: Count, parts: list[Count], *, is_open: bool) -> Iterator[Finding | Checked]:
    found = sum(part.value for part in parts)
    if found == total.value:
        yield Checked("sum", said.sentence.place, said.sentence.shown, _shown(parts, total))
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
    yield _finding(
        severity, said,
        f"分项合计与总数不符：{_plus(parts)}＝{found}，文中总数为{total.value}",
        f"the parts do not add up: {_plus(parts)} = {found}, the text says {total.value}", parts, total,
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
            yield Checked("sum", said.sentence.place, said.sentence.shown, _shown(parts, total))
        elif word[0] != "共" and not total.after and not any(part.roles & {"failed", "passed"} for part in parts):
            yield _finding(
                "contradiction", said, f"合计不符：{_plus(parts)}＝{found}，文中为{total.value}",
                f"the sum is wrong: {_plus(parts)} = {found}, the text says {total.value}", parts, total,
                right=str(found),
            )  # fmt: skip


def _apart(said: Said, before: list[Said]) -> Iterator[Finding | Checked]:
    """A、B、C分别为x、y、z: as many numbers as names, and their sum."""
    for match in quantities.APART.finditer(said.text):
        names, places, _ = quantities.apart(said.text, match)
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
            yield Checked("sum", said.sentence.place, said.sentence.shown, _shown(parts, total))
        elif parts[-1].is_rest:
            yield from _compare(said, total, parts, is_open=False)


def _complements(paragraph: list[Said]) -> Iterator[Finding | Checked]:
    """合格 and 不合格 of what was inspected, 按时 and 逾期 of what was received."""
    for one, other, whole in (("passed", "failed", "inspected"), ("on_time", "overdue", "received")):
        flat = [(said, count) for said in paragraph for count in said.counts if not count.is_near]
        for at, (said, count) in enumerate(flat[:-1]):
            pair = [count, flat[at + 1][1]]
            if {*pair[0].roles, *pair[1].roles} != {one, other} or pair[0].kind != pair[1].kind:
                continue
            totals = [
                (place, other_count)
                for place, other_count in flat[:at]
                if other_count.roles & {whole, "registered"} and other_count.kind == count.kind
            ]
            if not totals:
                continue
            total_said, total = totals[-1]
            rest = [c for _, c in flat if "undetermined" in c.roles and c.kind == count.kind]
            found = sum(part.value for part in pair)
            if found == total.value:
                yield Checked("sum", said.sentence.place, said.sentence.shown, _shown(pair, total))
            elif rest and found + sum(part.value for part in rest) == total.value:
                yield Checked("sum", said.sentence.place, said.sentence.shown, _shown([*pair, *rest], total))
            elif not rest:
                is_near_by = total_said is said and len(totals) == 1
                yield _finding(
                    "contradiction" if is_near_by and found > total.value else "doubt", said,
                    f"{_plus(pair)}＝{found}，与总数{total.value}不符",
                    f"{_plus(pair)} = {found} is not the whole of {total.value}", pair, total, right=str(found),
                )  # fmt: skip


def _outcomes(paragraph: list[Said]) -> Iterator[Checked]:
    """Outcomes told one after the other that add up to a number before them: 9个合格、2个关停 of 11."""
    flat = [(said, count) for said in paragraph for count in said.counts if not count.is_near and not count.is_said]
    at = 0
    while at < len(flat):
        run = []
        while at < len(flat) and _is_outcome(flat[at][1]):
            run.append(flat[at])
            at += 1
        if len(run) >= 2 and not all(count.roles & {"passed", "failed", "on_time", "overdue"} for _, count in run):
            found = sum(count.value for _, count in run)
            before = [
                count for _, count in flat[: at - len(run)] if count.value == found and count.family == run[0][1].family
            ]
            if before:
                said = run[-1][0]
                parts = [count for _, count in run]
                yield Checked("sum", said.sentence.place, said.sentence.shown, _shown(parts, before[-1]))
        at += 1


def _is_outcome(count: Count) -> bool:
    return bool(_OUTCOME.search(count.after) or _OUTCOME.search(count.before)) and not (
        count.roles & {"inspected", "registered", "received"}
    )


def _plus(parts: list[Count]) -> str:
    return "+".join(str(part.value) for part in parts)


def _shown(parts: list[Count], total: Count) -> str:
    return f"{_plus(parts)} = {total.value}"


def _finding(severity, said: Said, zh: str, en: str, parts: list[Count], total: Count, right: str = "") -> Finding:
    values = {"parts": [str(part.value) for part in parts], "total": str(total.value)}
    return Finding("sum", severity, said.sentence.place, said.sentence.shown, zh, en, values, right)
