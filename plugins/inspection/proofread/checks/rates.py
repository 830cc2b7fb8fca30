"""Rates under every denominator that the text offers and every rounding: which fits, or that none does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from inspection.proofread.arithmetic import HALF_UP, TRUNCATED, Option, fits, whole_numbers
from inspection.proofread.context import Context, Said
from inspection.proofread.finding import Checked, Finding
from inspection.proofread.house import House
from inspection.proofread.kinds import kind_of
from inspection.proofread.percentages import Rate
from inspection.proofread.quantities import Count

_CN = {
    "inspected": "检查数", "registered": "总数", "visits": "检查家次", "received": "受理数", "counted": "所列总数",
    "closed": "办结数",
}  # fmt: skip
# topic → what is divided, and by what
_PARTS = {"pass": "passed", "fail": "failed", "closed": "closed", "on_time": "on_time"}
_WHOLES = {
    "pass": ("inspected", "registered", "visits"), "fail": ("inspected", "registered", "visits"),
    "closed": ("received",), "on_time": ("received", "closed"),
}  # fmt: skip
# words that say nothing of which sites or accounts are meant
_SOME = re.compile(
    r"政府|系统|政务|网站|新媒体|账号|总体|整体|平均|综合|抽查|检查|监测|普查|不?合格率|达标率|通过率|[我本全][国省市县区州旗盟]|本[季次期]度?"
    r"|最终|核定|其中|均|各类|经|后|[第一二三四]+季度|\d+月份?|20\d\d年|的|为|是|达到?|共|总|约|在|运行|正常|登记|备案|数"
)
_DIVIDED = re.compile(r"其中|(?:从|按)[^,:;。()]{2,12}?(?:看|分类?|统计)[,:]")
_PLATFORM = re.compile(r"微信|微博|抖音|头条|客户端|APP|快手|视频号|小程序", re.I)


@dataclass(slots=True)
class Reckoned:
    """A rate with the ways to reckon it. `is_close`: all figures stand in its own sentence."""

    said: Said
    rate: Rate
    options: list[Option]
    wholes: list[Count]
    is_close: bool

    def fit(self, mode: str, decimals: int | None = None) -> list[Option]:
        return [option for option in self.options if fits(option, self.rate, mode, decimals)]


def check(context: Context, house: House) -> Iterator[Finding | Checked]:
    """Every rate of passes, failures and answers with the counts beside it."""
    found = [one for paragraph in context.paragraphs for one in _reckoned(paragraph)]
    passes = [one for one in found if one.rate.topic in {"pass", "fail"}]
    decimals = max((one.rate.decimals for one in passes), default=0)
    truncates = house.truncates or any(one.options and not one.fit(HALF_UP) and one.fit(TRUNCATED) for one in passes)
    for one in found:
        yield from _judge(one, house, decimals if one.rate.topic in {"pass", "fail"} else one.rate.decimals, truncates)


def _judge(one: Reckoned, house: House, decimals: int, truncates: bool) -> Iterator[Finding | Checked]:
    if not one.options:
        yield from _of_whole_numbers(one)
        return
    rate = one.rate
    # printed without decimals among rates that have some: 99% is 99.0% or a custom
    half_up = one.fit(HALF_UP, max(decimals, rate.decimals))
    truncated = one.fit(TRUNCATED, max(decimals, rate.decimals))
    own = one.fit(HALF_UP)
    if truncates and truncated:
        yield from _by_truncation(one, half_up, truncated, house, decimals)
    elif half_up:
        yield from _by(one, half_up, house)
    elif own:
        yield from _by(one, own, house)
        if decimals > rate.decimals:
            yield _finding(
                one, "note", f"合格率其他处保留{decimals}位小数，此处为{rate.value}%",
                f"other rates have {decimals} decimals, this one is printed as {rate.value}%",
                f"{own[0].printed(decimals)}%",
            )  # fmt: skip
    elif truncated := one.fit(TRUNCATED):
        yield from _by_truncation(one, [], truncated, house, decimals)
    else:
        yield _none_fits(one)


def _by(one: Reckoned, fitting: list[Option], house: House) -> Iterator[Finding | Checked]:
    best = fitting[0]
    yield Checked("rate", one.said.sentence.place, one.said.sentence.shown, f"{best.shown()} → {one.rate.value}%")
    if best.denominator == "visits" and len(one.options) > 1 and not house.counts_visits:
        yield _visits(one, best)


def _by_truncation(
    one: Reckoned, half_up: list[Option], truncated: list[Option], house: House, decimals: int
) -> Iterator[Finding | Checked]:
    """The text truncates: what fits only so is named; which denominator fits so is now known."""
    both = [option for option in truncated if option in half_up]
    best = (both or truncated)[0]
    if both or house.truncates:
        yield Checked("rate", one.said.sentence.place, one.said.sentence.shown, f"{best.shown()} → {one.rate.value}%")
    else:
        right = best.printed(max(one.rate.decimals, decimals))
        yield _finding(
            one, "form",
            f"合格率为截尾而非四舍五入：{best.shown()}，印作{one.rate.value}%，应为{right}%",
            f"the rate is truncated, not rounded: {best.shown()} is printed as {one.rate.value}%", f"{right}%",
        )  # fmt: skip
    if best.denominator == "visits" and len(one.options) > 1 and not house.counts_visits:
        yield _visits(one, best)


def _visits(one: Reckoned, best: Option) -> Finding:
    others = "；".join(option.shown() for option in one.options if option.denominator != "visits")
    return _finding(
        one, "doubt",
        f"合格率的分母是检查家次而非网站数：{best.shown()}；按网站数为{others}",
        f"the denominator is the visits (家次), not the subjects: {best.shown()}; of the subjects {others}",
    )  # fmt: skip


def _none_fits(one: Reckoned) -> Finding:
    tried = "；".join(f"{_CN[option.denominator]}：{option.shown()}" for option in one.options)
    right = "或".join(dict.fromkeys(f"{option.printed(one.rate.decimals)}%" for option in one.options))
    is_sure = one.is_close and not one.said.is_past
    return _finding(
        one, "contradiction" if is_sure else "doubt",
        f"{one.rate.value}%与文中数字不符，任何分母和取舍方式都得不出：{tried}",
        f"{one.rate.value}% fits no denominator and no rounding: "
        + "; ".join(f"{option.denominator} {option.shown()}" for option in one.options),
        right,
    )  # fmt: skip


def _of_whole_numbers(one: Reckoned) -> Iterator[Finding | Checked]:
    """Of a rate without its parts: is there a whole number that gives it?"""
    if one.rate.value >= 100 or one.rate.topic not in {"pass", "fail"} or not one.wholes:
        return
    for whole in one.wholes:
        if whole.value > 0 and (parts := whole_numbers(one.rate, whole.value, HALF_UP)):
            some, rest = _span(parts), _span([whole.value - part for part in reversed(parts)])
            shown = f"{some}/{whole.value} → {one.rate.value}% (⇒ {rest} 不合格)"
            yield Checked("rate", one.said.sentence.place, one.said.sentence.shown, shown)
            return
    tried = "、".join(str(whole.value) for whole in one.wholes)
    yield _finding(
        one, "doubt", f"以{tried}为分母，没有任何整数能得出{one.rate.value}%",
        f"no whole number out of {tried} gives {one.rate.value}%",
    )  # fmt: skip


def _span(numbers: list[Decimal]) -> str:
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"


def _reckoned(paragraph: list[Said]) -> Iterator[Reckoned]:
    for at, said in enumerate(paragraph):
        for rate in said.rates:
            if rate.topic not in _PARTS or rate.is_points or not _is_of_one_kind(rate):
                continue
            # of some of them only: 市直部门网站合格率, 微信公众号合格率
            some = _SOME.sub("", rate.before) if not rate.is_named or _PLATFORM.search(rate.before) else ""
            if rate.topic in {"pass", "fail"} and some and not _is_counted(some, paragraph[: at + 1]):
                continue
            kind = "message" if rate.topic in {"closed", "on_time"} else rate.kind
            if kind not in {"site", "account", "message"}:
                continue
            wholes, place = _wholes(paragraph, at, rate, kind)
            if rate.topic in {"pass", "fail"} and some:
                wholes = [whole for whole in wholes if some in _SOME.sub("", whole.label)]
            if not wholes or any(whole.is_near for whole in wholes):
                continue
            options, is_close = _options(paragraph, at, place, rate, kind, wholes)
            yield Reckoned(said, rate, options, wholes, is_close and place == at)


def _is_part(text: str, count: Count) -> bool:
    """Whether a count is one part of a whole told before: 按开设主体分,省级部门开设…个."""
    return bool(_DIVIDED.search(text[: count.start])) and not re.search("检查|抽查|监测", count.label)


def _is_counted(some: str, before: list[Said]) -> bool:
    """Whether what the rate is of was counted in the same words."""
    return any(some in _SOME.sub("", count.label) for said in before for count in said.counts)


def _is_of_one_kind(rate: Rate) -> bool:
    """政府网站和政务新媒体合格率均为…: a rate of two kinds is none to calculate with."""
    has_site, has_account = "网站" in rate.before, any(word in rate.before for word in ("新媒体", "账号"))
    return not (has_site and has_account) or bool(kind_of(rate.before))


def _wholes(paragraph: list[Said], at: int, rate: Rate, kind: str) -> tuple[list[Count], int]:
    """What the rate may be a share of: in its sentence before it, else in the nearest one before."""
    roles = set(_WHOLES[rate.topic])
    for place in range(at, -1, -1):
        counts = [
            count
            for count in paragraph[place].counts
            if count.roles & roles
            and (count.kind == kind or "visits" in count.roles)
            and (place < at or count.end <= rate.start)
            and not _is_part(paragraph[place].text, count)
        ]
        if kind == "message" and counts:
            # of what was received, or of what was closed
            return [count for count in counts if "closed" in count.roles][-1:] + _received(counts), place
        if counts:
            order = ("inspected", "registered", "visits")
            return sorted(counts, key=lambda count: min(order.index(role) for role in count.roles & roles)), place
    return [], at


def _received(counts: list[Count]) -> list[Count]:
    return [count for count in counts if "received" in count.roles][-1:]


def _options(
    paragraph: list[Said], at: int, place: int, rate: Rate, kind: str, wholes: list[Count]
) -> tuple[list[Option], bool]:
    """Every way to reckon the rate, and whether its part stands in the rate's own sentence."""
    part_role, other_role = _PARTS[rate.topic], {"passed": "failed", "failed": "passed", "on_time": "overdue"}
    other = other_role.get(part_role, "")
    # the parts stand behind their whole, up to the next one of the kind
    span = []
    for index in range(place, len(paragraph)):
        for count in paragraph[index].counts:
            if index == place and count.end <= min(whole.start for whole in wholes):
                continue
            if index > at and count.roles & set(_WHOLES[rate.topic]) and count.kind == kind:
                break
            span.append((index, count))
    parts = [(index, c) for index, c in span if part_role in c.roles and c.kind == kind and not c.is_near]
    rest = [(index, c) for index, c in span if other in c.roles and c.kind == kind and not c.is_near]
    if any(index == at for index, _ in [*parts, *rest]):
        parts, rest = ([pair for pair in some if pair[0] == at] for some in (parts, rest))
    left_out = [c for _, c in span if "undetermined" in c.roles and c.kind == kind]
    options: list[Option] = []
    for whole in wholes:
        name = next(role for role in ("visits", "inspected", "registered", "received", "closed") if role in whole.roles)
        sizes = [whole.value] + [whole.value - c.value for c in left_out]
        for size in sizes:
            values = [c.value for _, c in parts] + [size - c.value for _, c in rest]
            options += [Option(name, value, size) for value in values if size > 0 and 0 <= value <= size]
    return list(dict.fromkeys(options)), any(index == at for index, _ in [*parts, *rest])


def _finding(one: Reckoned, severity, zh: str, en: str, right: str = "") -> Finding:
    values = {
        "printed": f"{one.rate.value}%",
        "options": [{"denominator": option.denominator, "shown": option.shown()} for option in one.options],
    }
    return Finding("rate", severity, one.said.sentence.place, one.said.sentence.shown, zh, en, values, right)
