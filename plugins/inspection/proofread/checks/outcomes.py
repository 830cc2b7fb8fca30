"""Outcomes against what was looked at: passed and failed, on time and late, and whatever else became of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspection.proofread.checks.sums import plus, sum_checked, sum_finding
from inspection.proofread.context import Context, Said
from inspection.proofread.finding import Checked, Finding
from inspection.proofread.house import House
from inspection.proofread.quantities import Count

# what is neither passed nor failed
_LEFT_OUT = re.compile(
    r"不予判定|不作判定|例外|免检|关停|注销|暂停|下线|另有|其余|待(?:定|核)|无法判定|未纳入|在办|正在"
)
_OUTCOME = re.compile(r"合格|关停|更新|整改|注销|保留|撤销|迁移|办结|回复|逾期|超期|超时|达标|通过|恢复|变更")


def check(context: Context, house: House) -> Iterator[Finding | Checked]:
    """Paragraph by paragraph."""
    for paragraph in context.paragraphs:
        yield from _complements(paragraph)
        yield from _outcomes(paragraph)


def _complements(paragraph: list[Said]) -> Iterator[Finding | Checked]:
    """合格 and 不合格 of what was inspected, 按时 and 逾期 of what was received."""
    for one, other, whole in (("passed", "failed", "inspected"), ("on_time", "overdue", "received")):
        flat = [(said, count) for said in paragraph for count in said.counts if not count.is_near]
        for at, (said, count) in enumerate(flat[:-1]):
            pair = [count, flat[at + 1][1]]
            if {*pair[0].roles, *pair[1].roles} != {one, other} or pair[0].kind != pair[1].kind:
                continue
            totals = [
                other_count
                for _, other_count in flat[:at]
                if other_count.roles & {whole, "registered"} and other_count.kind == count.kind
                and (whole != "inspected" or not count.group or other_count.group == count.group)
            ]  # fmt: skip
            totals = [total for total in totals if whole in total.roles] or totals
            if not totals:
                continue
            total = totals[-1]
            # 检查市直20个、县区34个: of all of them together
            together = sum(total.value for total in totals)
            rest = [c for _, c in flat if "undetermined" in c.roles and c.kind == count.kind]
            found = sum(part.value for part in pair)
            if found == total.value:
                yield sum_checked(said, pair, total)
            elif found in {together, *(total.value for total in totals)}:
                continue
            elif rest and found + sum(part.value for part in rest) == total.value:
                yield sum_checked(said, [*pair, *rest], total)
            elif not rest:
                is_sure = len({total.value for total in totals}) == 1 and not _LEFT_OUT.search(
                    "".join(one.text for one in paragraph)
                )
                yield sum_finding(
                    "contradiction" if is_sure else "doubt", said,
                    f"{plus(pair)}＝{found}，与总数{total.value}不符",
                    f"{plus(pair)} = {found} is not the whole of {total.value}", pair, total, right=str(found),
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
                yield sum_checked(said, parts, before[-1])
        at += 1


def _is_outcome(count: Count) -> bool:
    return bool(_OUTCOME.search(count.after) or _OUTCOME.search(count.before)) and not (
        count.roles & {"inspected", "registered", "received"}
    )
