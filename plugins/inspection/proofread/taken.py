"""Which words of a text were taken for what: said with every finding, so that a person sees how it was read."""

from __future__ import annotations

from inspection.proofread.context import Said
from inspection.proofread.finding import Taken
from inspection.proofread.percentages import Rate
from inspection.proofread.quantities import Count

ROLES = {
    "registered": "总数", "inspected": "检查数", "visits": "检查家次", "failed": "不合格数", "passed": "合格数",
    "received": "受理数", "closed": "办结数", "on_time": "按时办结数", "overdue": "逾期数",
    "undetermined": "不予判定数",
    "untrue": "不属实数", "earlier": "对比数",
    "found": "发现数", "rectified": "整改数", "true": "属实数", "open": "未完成数", "change": "增减数",
}  # fmt: skip
TOPICS = {
    "pass": "合格率", "fail": "不合格率", "closed": "办结率", "on_time": "按时办结率", "cover": "检查比例",
    "share": "占比", "rectified": "整改率",
}  # fmt: skip


def of_count(said: Said, count: Count, role: str = "") -> Taken:
    """A count under the role that it was given, else the one that its words say."""
    names = "、".join(ROLES[one] for one in ROLES if one in count.roles)
    return Taken(count.words[-40:], role or names or "数量", said.sentence.place)


def of_rate(said: Said, rate: Rate) -> Taken:
    """A printed percentage."""
    return Taken(
        f"{rate.before}{said.text[rate.start : rate.end]}"[-40:], TOPICS.get(rate.topic, "比率"), said.sentence.place
    )
