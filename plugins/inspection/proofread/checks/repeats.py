"""The same figure in two places: said of the same things in the same words, it must be the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from inspection.proofread import taken
from inspection.proofread.context import Context, Said
from inspection.proofread.finding import Finding, Taken
from inspection.proofread.house import House
from inspection.proofread.quantities import Count

_SCOPE = re.compile(r"全[国省市县区州旗盟]|[我本][省市县区州旗盟]|市本级|市直|县级|乡镇")
_WORDS = re.compile(r"[^\u3400-\u9fffA-Za-z]")
# who or when it is of, where the paragraph says so: 青溪县…, 10月…, 第二轮…
_OF_SOME = re.compile(
    r"(?:\d{1,2}|[一二三四五六七八九十]+)(?:月|季度|组|轮|批|次|期)|第[一二三四五六七八九十\d]|[上下]半年|[上去]"
    r"|(?<![全我本各])[\u4e00-\u9fff]{1,4}(?:县|区|市|州|旗|盟|镇|乡|街道|局|委|办|厅|院|中心)(?!域|直|级|\(|办公|政府网)"
)
_OTHER_ONES = re.compile(r"累计|全年|合计|复查|回头看|此前|曾|去年")
MIN_LABEL_CHARS = 6


def check(context: Context, house: House) -> Iterator[Finding]:
    """Counts and rates whose words, period and level are alike."""
    seen: dict[tuple, list[tuple[Said, str, Taken]]] = defaultdict(list)
    for paragraph in context.paragraphs:
        before = ""
        for said in paragraph:
            for key, shown, words, start in _figures(said):
                is_of_some = bool(_OF_SOME.search(_SCOPE.sub("", before + said.text[:start])))
                if not said.is_past and not (is_of_some and not key[1]):
                    seen[key].append((said, shown, words))
            before += said.text
    for key, told in seen.items():
        yield from _compare(key, told)
    for kind in ("site", "account"):
        yield from _more_failed(context, kind)


def _more_failed(context: Context, kind: str) -> Iterator[Finding]:
    """More failed told in a later section than beside the number inspected: some may be told again, never more."""
    first: tuple[Said, Count] | None = None
    for paragraph in context.paragraphs:
        text = "".join(said.text for said in paragraph)
        if _OTHER_ONES.search(text) or _OF_SOME.search(_SCOPE.sub("", text)):
            continue
        for said in paragraph:
            failed = [
                count for count in said.counts
                if "failed" in count.roles and count.kind == kind and count.is_own and not count.group
                and not count.is_said and not count.is_near and "次" not in count.unit
            ]  # fmt: skip
            if said.is_superior or said.is_past or not failed:
                continue
            if first is None and any("inspected" in count.roles and count.kind == kind for count in said.counts):
                first = said, failed[0]
            elif first is not None and said.sentence.section != first[0].sentence.section:
                yield from _compared(first, (said, failed[0]))


def _compared(first: tuple[Said, Count], later: tuple[Said, Count]) -> Iterator[Finding]:
    (one, count), (said, other) = first, later
    if other.value > count.value:
        yield Finding(
            "repeat", "doubt", said.sentence.place, said.sentence.shown,
            f"不合格数前后不一：{one.sentence.place}为{count.value}，此处为{other.value}",
            f"{count.value} failed at {one.sentence.place}, {other.value} here",
            {"first": str(count.value), "second": str(other.value), "first_place": one.sentence.place}, "",
            (taken.of_count(one, count), taken.of_count(said, other)), f"{count.value} ≠ {other.value}",
        )  # fmt: skip


def _compare(key: tuple, told: list[tuple[Said, str, Taken]]) -> Iterator[Finding]:
    (first, shown, words), *others = told
    for said, other, other_words in others:
        if other == shown or said.sentence.paragraph == first.sentence.paragraph:
            continue
        if not key[1] and len(told) > 2:
            return  # of several that no word tells apart for us
        # whose figures differ may be said by a heading that we do not understand
        is_sure = bool(key[1]) and first.sentence.item == said.sentence.item
        yield Finding(
            "repeat", "contradiction" if is_sure else "doubt", said.sentence.place, said.sentence.shown,
            f"“{key[-1]}”前后不一：{first.sentence.place}为{shown}，此处为{other}",
            f"{key[-1]} is {shown} at {first.sentence.place} and {other} here",
            {"first": shown, "second": other, "first_place": first.sentence.place}, "", (words, other_words),
            f"{shown} ≠ {other}",
        )  # fmt: skip


def _figures(said: Said) -> Iterator[tuple[tuple, str, Taken, int]]:
    scope = "".join(sorted({match[0] for match in _SCOPE.finditer(said.text)}))
    section = said.sentence.section
    for count in said.counts:
        label = _WORDS.sub("", count.label)
        stands_alone = count.roles & {"registered", "inspected"} and count.kind in {"site", "account"}
        if stands_alone and len(label) >= MIN_LABEL_CHARS and not count.is_near and not count.is_said:
            key = (section, scope, said.is_superior, "count", count.kind, label)
            yield key, f"{count.value}{count.unit}", taken.of_count(said, count), count.start
    for rate in said.rates:
        label = _WORDS.sub("", re.sub(r"[为是达到约]+$", "", rate.before))
        if rate.topic == "pass" and len(label) >= MIN_LABEL_CHARS and rate.kind in {"site", "account"}:
            key = (section, scope, said.is_superior, "rate", rate.kind, label)
            yield key, f"{rate.value}%", taken.of_rate(said, rate), rate.start
