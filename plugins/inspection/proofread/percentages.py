"""Percentages in a sentence: of what, and of which kind of thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from inspection.proofread.apart import APART, apart, named_apart
from inspection.proofread.kinds import BODIES, group_of, last_kind
from inspection.proofread.quantities import Count, label_before

_PERCENT = re.compile(r"(?<![\d.])(?P<number>\d+(?:\.\d+)?)(?:%|(?P<points>个?百分点))")

# What a percentage tells, by the words before it; the first that fits.
_TOPICS = tuple(
    (topic, re.compile(words))
    for topic, words in (
        # what a rule asks for, or more or less than
        ("limit", r"不得?低于|不少于|不得?高于|不超过|至少|以上|不足|低于|高于|超过|不到|未达到?$|仅?接近"),
        ("before", r"(?:由|从)[^,]{0,12}$|去年|上[一个]?(?:季|年|月|期)|同期"),
        ("fail", r"不合格率"),
        ("pass", r"合格率|达标率|通过率"),
        ("rectified", r"整改率|整改完成率|(?:按时|按期|及时).{0,2}(?:完成)?整改.{0,4}率"),
        ("on_time", r"(?:按时|按期|及时|时限内|期限内).{0,6}率"),
        ("closed", r"办结率|办理率|回复率|答复率|处理率|办复率"),
        ("cover", r"(?:检查|抽查|抽检|监测|检测|抽样).{0,10}(?:比例|率|面)|覆盖(?:率|面)"),
        ("share", r"占"),
    )
)


@dataclass(frozen=True, slots=True)
class Rate:
    """One percentage. `topic`: pass, fail, closed, on_time, cover, share, rectified, change or empty."""

    value: Decimal
    decimals: int
    start: int
    end: int
    before: str
    topic: str = ""
    kind: str = ""
    is_points: bool = False
    is_named: bool = False  # its kind is said by 分别
    is_own: bool = False  # its kind is said of it, not carried on

    @property
    def group(self) -> str:
        """Which of its kind it is of, e.g. 市直部门; empty where of all."""
        return group_of(self.before)


def rates_in(text: str, kind: str = "", counts: Sequence[Count] = ()) -> list[Rate]:
    """Percentages of a sentence in order; `counts` are those of the sentence."""
    named = named_apart(text)
    kinds = _kinds_apart(text, counts)
    found: list[Rate] = []
    for match in _PERCENT.finditer(text):
        left = found[-1].end if found else 0
        start = match.start("number")
        before = named.get(start) or label_before(text, left, match.start())
        if found and re.fullmatch("[、,和与及]*", before) and match.start() - left <= 2:
            before = found[-1].before  # 98%、97%: of the same
        own = last_kind(text[left : match.start()], "") if not named.get(start) else last_kind(before, "")
        topic = _topic(before)
        decimals = len(match["number"].partition(".")[2])
        kind = kinds.get(start) or (own if own in BODIES | {"message", "problem"} else kind)
        is_own = start in kinds or last_kind(before, "") in BODIES | {"message", "problem"}
        is_named = start in kinds or start in named
        found.append(
            Rate(
                Decimal(match["number"]), decimals, start, match.end(), before, topic, kind, bool(match["points"]),
                is_named, is_own,
            )
        )  # fmt: skip
    return found


def _topic(before: str) -> str:
    return next((topic for topic, sign in _TOPICS if sign.search(before)), "")


def _kinds_apart(text: str, counts: Sequence[Count]) -> dict[int, str]:
    """网站45家、新媒体204个,合格率分别为x、y: the kinds of the counts before, by where each rate stands."""
    kinds: dict[int, str] = {}
    for match in APART.finditer(text):
        names, places, _ = apart(text, match)
        before = [count.kind for count in counts if count.end <= match.start() and count.kind in BODIES]
        if len(names) == 1 and len(places) == len(set(before[-len(places) :])) == 2:
            kinds |= dict(zip(places, before[-2:], strict=True))
    return kinds
