"""Counters (量词): one kind of thing is counted with one of 个 and 家 throughout. Worth knowing, no more."""

from __future__ import annotations

from collections.abc import Iterator

from inspection.proofread.context import Context
from inspection.proofread.finding import Finding
from inspection.proofread.house import House

_NAMES = {"site": "网站", "account": "政务新媒体"}


def check(context: Context, house: House) -> Iterator[Finding]:
    """Sites and accounts."""
    for kind, name in _NAMES.items():
        first = {}
        for said in context.said:
            for count in said.counts:
                if count.kind == kind and count.unit in {"个", "家"} and not count.is_said:
                    first.setdefault(count.unit, (said, count))
        if len(first) == 2:
            (one, count), (other, other_count) = first.values()
            later = max((one, other), key=lambda said: said.sentence.paragraph)
            yield Finding(
                "counter", "note", later.sentence.place, later.sentence.shown,
                f"{name}的量词不统一：{count.value}{count.unit}、{other_count.value}{other_count.unit}",
                f"{kind}s are counted with 个 and with 家",
                {"first_place": one.sentence.place, "second_place": other.sentence.place},
            )  # fmt: skip
