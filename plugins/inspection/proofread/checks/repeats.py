"""The same figure in two places: said of the same things in the same words, it must be the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspection.proofread.context import Context, Said
from inspection.proofread.finding import Finding
from inspection.proofread.house import House

_SCOPE = re.compile(r"全[国省市县区州旗盟]|[我本][省市县区州旗盟]|市本级|市直|县级|乡镇")
_WORDS = re.compile(r"[^\u3400-\u9fffA-Za-z]")
MIN_LABEL_CHARS = 6


def check(context: Context, house: House) -> Iterator[Finding]:
    """Counts and rates whose words, period and level are alike."""
    seen: dict[tuple, tuple[Said, str]] = {}
    for said in context.said:
        if said.is_past:
            continue
        for key, shown in _figures(said):
            before = seen.setdefault(key, (said, shown))
            if before[1] != shown and before[0].sentence.paragraph != said.sentence.paragraph:
                first = before[0].sentence
                # whose figures differ may be said by a heading that we do not understand
                severity = "contradiction" if _is_same_matter(before[0], said) else "doubt"
                yield Finding(
                    "repeat", severity, said.sentence.place, said.sentence.shown,
                    f"“{key[-1]}”前后不一：{first.place}为{before[1]}，此处为{shown}",
                    f"{key[-1]} is {before[1]} at {first.place} and {shown} here",
                    {"first": before[1], "second": shown, "first_place": first.place},
                )  # fmt: skip


def _figures(said: Said) -> Iterator[tuple[tuple, str]]:
    scope = "".join(sorted({match[0] for match in _SCOPE.finditer(said.text)}))
    section = said.sentence.section
    for count in said.counts:
        label = _WORDS.sub("", count.label)
        stands_alone = count.roles & {"registered", "inspected"} and count.kind in {"site", "account"}
        if stands_alone and len(label) >= MIN_LABEL_CHARS and not count.is_near and not count.is_said:
            yield (section, scope, said.is_superior, "count", count.kind, label), f"{count.value}{count.unit}"
    for rate in said.rates:
        label = _WORDS.sub("", re.sub(r"[为是达到约]+$", "", rate.before))
        if rate.topic == "pass" and len(label) >= MIN_LABEL_CHARS and rate.kind in {"site", "account"}:
            yield (section, scope, said.is_superior, "rate", rate.kind, label), f"{rate.value}%"


def _is_same_matter(one: Said, other: Said) -> bool:
    return one.sentence.item == other.sentence.item
