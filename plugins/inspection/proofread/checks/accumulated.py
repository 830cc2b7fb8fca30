"""What several months or quarters add up to: 10月检查53家;11月检查52家。两个月累计检查105家次."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspection.proofread.checks.sums import plus, sum_checked, sum_finding
from inspection.proofread.context import Context, Said
from inspection.proofread.finding import Checked, Finding
from inspection.proofread.house import House
from inspection.proofread.quantities import Count

_IN_ALL = re.compile(r"累计|合计|共计|总计|共检查|共监测|共抽查|共发现")
_PART = re.compile(
    r"^(?:\([一二三四五六七八九十\d]+\)|\d+[.、]|[一二三]是)?(?:其中|20\d\d年)?,?"
    r"(?P<part>\d{1,2}月份?|第?[一二三四]季度|[上中下]旬|[上下]半年|第[一二三四五六\d]+[批轮次]|[一二三四五六]月份?)"
)
_SAME = ("inspected", "visits", "registered", "failed", "passed", "received", "closed", "found", "rectified")
MIN_PARTS = 2
MOST_SENTENCES = 40


def check(context: Context, house: House) -> Iterator[Finding | Checked]:
    """Every number told in all, against those of the parts of the period told right before."""
    flat = [said for paragraph in context.paragraphs for said in paragraph]
    for at, said in enumerate(flat):
        mark = _IN_ALL.search(said.text)
        if mark is None:
            continue
        parts = _parts(flat, at)
        if len(parts) < MIN_PARTS:
            continue
        for total in said.counts:
            if total.start > mark.start() and not total.is_near and not total.is_said:
                yield from _against(said, total, parts)


def _parts(flat: list[Said], at: int) -> list[list[Said]]:
    """The sentences before this one by the part of the period that they tell of: it is named at the first of each."""
    found: list[list[Said]] = []
    behind: list[Said] = []
    names: set[str] = set()
    for said in reversed(flat[max(at - MOST_SENTENCES, 0) : at]):
        if said.sentence.section != flat[at].sentence.section or _IN_ALL.search(said.text):
            break
        match = _PART.match(said.text)
        if match is None:
            behind.insert(0, said)
            continue
        if match["part"] in names:
            break
        names.add(match["part"])
        found.insert(0, [said, *behind])
        behind = []
    return found


def _against(said: Said, total: Count, parts: list[list[Said]]) -> Iterator[Finding | Checked]:
    mine = [_of_part(one, total) for one in parts]
    if any(len(counts) != 1 for counts in mine):
        return
    counts = [counts[0] for counts in mine]
    found = sum(count.value for count in counts)
    if found == total.value:
        yield sum_checked(said, counts, total)
    else:
        yield sum_finding(
            "contradiction", said, f"各期合计与累计数不符：{plus(counts)}＝{found}，文中为{total.value}",
            f"the parts of the period come to {found}, the text says {total.value}", counts, total, right=str(found),
        )  # fmt: skip


def _of_part(part: list[Said], total: Count) -> list[Count]:
    """The counts of a part that count what the total counts, in the same role."""
    return [
        count for said in part for count in said.counts
        if count.kind == total.kind and not count.is_near and not count.is_said
        and count.unit.rstrip("次") == total.unit.rstrip("次") and _role(count) == _role(total)
    ]  # fmt: skip


def _role(count: Count) -> str:
    """Its role; visits and registered ones are those that were looked at."""
    role = next((role for role in _SAME if role in count.roles), "")
    is_failed = role == "visits" and "不合格" in count.label
    return "failed" if is_failed else "inspected" if role in {"visits", "registered", ""} else role
