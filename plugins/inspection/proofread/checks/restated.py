"""A number said again of the same things: 在123个网站问题中, 上述233条留言中, 注销的25个账号中."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from inspection.proofread import taken
from inspection.proofread.context import Context, Said
from inspection.proofread.finding import Checked, Finding
from inspection.proofread.house import House
from inspection.proofread.kinds import BODIES, first_kind
from inspection.proofread.quantities import Count

_NOUN = r"[^,;。:、()\d]{0,12}?(?:问题|留言|来信|网站|新媒体|账号|公众号|域名|栏目|信息|单位|部门)"
_AMONG = re.compile(
    rf"(?:^|[,;。:、()])(?P<lead>[^,;。:、()\d]{{0,14}}?)(?P<number>\d+)(?P<unit>[个家条件项]次?)(?P<noun>{_NOUN})"
    r"(?:之?中[,:]?|(?=逐一|逐个|全部|进行(?:了)?(?:检查|整改|督办|通报|约谈)|下发))"
)
_ABOVE = re.compile(r"上述|以上|前述|这")
_OTHER_ONES = re.compile(r"上[一个]?[季月年期]|去年|累计|抽[查取]|随机|其余|其他|另外|已|未")
_COUNTED = {"registered", "inspected", "received", "found", "failed", "gone"}
MOST_BEFORE = 200  # counts back: what stands further off is of something else
Place = tuple[Said, Count]


def check(context: Context, house: House) -> Iterator[Finding | Checked]:
    """Every number that stands before 中 with what it counts, against where it was told first."""
    told: deque[Place] = deque(maxlen=MOST_BEFORE)
    for said in context.said:
        for match in _AMONG.finditer(said.text):
            if not _OTHER_ONES.search(match["lead"]):
                own = [(said, count) for count in said.counts if count.end <= match.start("number")]
                yield from _again(said, match, [*told, *own])
        told.extend((said, count) for count in said.counts)


def _again(said: Said, match: re.Match, before: list[Place]) -> Iterator[Finding | Checked]:
    mine = next((count for count in said.counts if count.start == match.start("number")), None)
    if mine is None or mine.is_near:
        return
    alike = [
        (one, count) for one, count in before
        if _is_unit(count, match["unit"]) and not count.is_said and one.is_past == said.is_past
        and one.is_superior == said.is_superior and "earlier" not in count.roles and _is_same(match, count)
    ]  # fmt: skip
    place, shown = said.sentence.place, said.sentence.shown
    agreeing = [(one, count) for one, count in alike if count.value == mine.value]
    if agreeing:
        one, count = agreeing[-1]
        words = (taken.of_count(one, count), taken.of_count(said, mine))
        yield Checked("repeat", place, shown, f"{count.value} = {mine.value}", words)
    elif len({count.value for _, count in alike}) == 1:
        one, count = alike[-1]
        yield Finding(
            "repeat", "contradiction", place, shown,
            f"“{match['noun']}”前后不一：{one.sentence.place}为{count.value}，此处为{mine.value}",
            f"{count.value} at {one.sentence.place}, {mine.value} here",
            {"first": str(count.value), "second": str(mine.value), "first_place": one.sentence.place}, "",
            (taken.of_count(one, count), taken.of_count(said, mine)), f"{count.value} ≠ {mine.value}",
        )  # fmt: skip


def _is_unit(count: Count, unit: str) -> bool:
    return count.unit == unit or {count.unit, unit} == {"个", "家"}


def _is_same(match: re.Match, count: Count) -> bool:
    """Whether a count told before is that of the same things: all of them, or those that bear the same words."""
    words = re.sub(r"[的在对将]|针对|上述|以上|前述|这", "", match["lead"]) + match["noun"]
    told = f"{count.before}{count.after}"
    noun = match["noun"]
    if _ABOVE.search(match["lead"]) or words in {"网站", "政府网站", "政务新媒体", "新媒体", "账号", "留言", "问题"}:
        is_all = count.kind not in BODIES or not count.group
        return (noun[-2:] in told or count.kind == first_kind(noun)) and bool(count.roles & _COUNTED) and is_all
    return all(part in told for part in re.findall(r"[\u3400-\u9fff]{2}", noun)) and words[:2] in told
