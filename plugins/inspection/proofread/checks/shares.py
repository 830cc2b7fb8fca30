"""Shares of a whole (占…的, 检查比例) against the totals that the text gives for the same scope."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspection.proofread.arithmetic import HALF_UP, TRUNCATED, Option, fits
from inspection.proofread.context import Context, Said
from inspection.proofread.finding import Checked, Finding
from inspection.proofread.house import House
from inspection.proofread.percentages import Rate
from inspection.proofread.quantities import Count

_SCOPE = re.compile(r"全[国省市县区州旗盟]|[我本][省市县区州旗盟]")

_DONE = re.compile(r"整改|办结|完成|回复|答复")


def check(context: Context, house: House) -> Iterator[Finding | Checked]:
    """占全省总数的…% and 检查比例…%."""
    for paragraph in context.paragraphs:
        for at, said in enumerate(paragraph):
            for rate in said.rates:
                if rate.topic == "share" and not rate.is_points:
                    yield from _share(context, paragraph, said, rate)
                elif rate.topic in {"rectified", "closed"}:
                    yield from _done(said, rate)
                elif rate.topic == "cover":
                    yield from _cover(paragraph, at, said, rate)


def _share(context: Context, paragraph: list[Said], said: Said, rate: Rate) -> Iterator[Finding | Checked]:
    before = [count for count in said.counts if count.end <= rate.start and not count.is_near and not count.is_said]
    if not before or rate.start - before[-1].end > 40:
        return
    part = before[-1]
    scope = _SCOPE.search(rate.before)
    if scope:
        wholes = [
            (other, count)
            for other in context.said
            for count in other.counts
            if "registered" in count.roles and count.kind == part.kind and scope[0] in other.text
            and not other.is_past and count is not part
        ]  # fmt: skip
    else:
        earlier = [(other, count) for other in paragraph for count in other.counts if count is not part]
        wholes = [
            (o, c) for o, c in earlier if c.family == part.family and c.value >= part.value and c.kind == part.kind
        ]
        if re.search(r"检查|抽查", rate.before):
            wholes = [(o, c) for o, c in wholes if "inspected" in c.roles]
    options = [
        Option("counted", part.value, count.value) for _, count in wholes if count.value >= part.value and count.value
    ]
    if not options:
        return
    fitting = [option for option in options if fits(option, rate, HALF_UP)]
    if fitting:
        yield _agrees(said, fitting[0], rate)
    elif truncated := [option for option in options if fits(option, rate, TRUNCATED)]:
        right = truncated[0].printed(rate.decimals)
        yield _finding(
            said, "form", f"占比为截尾而非四舍五入：{truncated[0].shown()}，应为{right}%",
            f"the share is truncated, not rounded: {truncated[0].shown()}", f"{right}%",
        )  # fmt: skip
    elif len(options) == 1 or scope:
        tried = "；".join(option.shown() for option in options)
        is_sure = len(options) == 1 and any(other is said for other, _ in wholes)
        yield _finding(
            said, "contradiction" if is_sure else "doubt", f"占比{rate.value}%与文中数字不符：{tried}",
            f"a share of {rate.value}% does not fit: {tried}", f"{options[0].printed(rate.decimals)}%",
        )  # fmt: skip


def _done(said: Said, rate: Rate) -> Iterator[Finding | Checked]:
    """Of what was sent or received, how much was done: 发送659单,完成整改653单,整改完成率99.1%."""
    before = [count for count in said.counts if count.end <= rate.start and not count.is_near and not count.is_said]
    done = [count for count in before if _DONE.search(count.before)]
    if not done or done[-1] is before[0]:
        return
    part = done[-1]
    same = [count.value for count in before if count is not part and count.unit == part.unit]
    sizes = [size for size in same if size >= part.value]
    options = [Option("counted", part.value, size) for size in sizes if size > 0]
    fitting = [option for option in options if fits(option, rate, HALF_UP)]
    if fitting:
        yield _agrees(said, fitting[0], rate)
    elif len(options) == 1 and rate.topic == "rectified":
        yield _finding(
            said, "doubt", f"{rate.value}%与文中数字不符：{options[0].shown()}",
            f"{rate.value}% does not fit: {options[0].shown()}", f"{options[0].printed(rate.decimals)}%",
        )  # fmt: skip


def _cover(paragraph: list[Said], at: int, said: Said, rate: Rate) -> Iterator[Finding | Checked]:
    near = [(place, count) for place in range(at + 1) for count in paragraph[place].counts if not count.is_near]
    kind = rate.kind or next((count.kind for _, count in reversed(near)), "")
    inspected = _last([pair for pair in near if "inspected" in pair[1].roles and pair[1].kind == kind])
    registered = _last([pair for pair in near if "registered" in pair[1].roles and pair[1].kind == kind])
    if not inspected or not registered or registered[1].value == 0 or inspected[1].value > registered[1].value:
        return
    option = Option("registered", inspected[1].value, registered[1].value)
    if fits(option, rate, HALF_UP):
        yield _agrees(said, option, rate)
    else:
        is_sure = inspected[0] == registered[0] == at
        yield _finding(
            said, "contradiction" if is_sure else "doubt", f"检查比例{rate.value}%与文中数字不符：{option.shown()}",
            f"the share inspected, {rate.value}%, does not fit: {option.shown()}", f"{option.printed(rate.decimals)}%",
        )  # fmt: skip


def _last(pairs: list[tuple[int, Count]]) -> tuple[int, Count] | None:
    return pairs[-1] if pairs else None


def _agrees(said: Said, option: Option, rate: Rate) -> Checked:
    return Checked("share", said.sentence.place, said.sentence.shown, f"{option.shown()} → {rate.value}%")


def _finding(said: Said, severity, zh: str, en: str, right: str) -> Finding:
    return Finding("share", severity, said.sentence.place, said.sentence.shown, zh, en, {}, right)
