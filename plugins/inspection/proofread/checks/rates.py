"""Rates under every denominator that the text offers and every rounding: which fits, or that none does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from inspection.proofread import taken
from inspection.proofread.arithmetic import HALF_UP, TRUNCATED, Option, fits, whole_numbers
from inspection.proofread.context import Context, Said
from inspection.proofread.finding import Checked, Finding, Taken
from inspection.proofread.house import House
from inspection.proofread.kinds import BODIES
from inspection.proofread.reckoning import Reckoned, reckoned, spans_of

_FRACTION = re.compile(r"\((?:即)?(\d{1,6})/(\d{1,6})\)")
_CN = {
    "inspected": "检查数", "registered": "总数", "visits": "检查家次", "received": "受理数", "counted": "所列总数",
    "closed": "办结数",
}  # fmt: skip


def check(context: Context, house: House) -> Iterator[Finding | Checked]:
    """Every rate of passes, failures and answers with the counts beside it."""
    found = list(reckoned(context))
    passes = [one for one in found if one.rate.topic in {"pass", "fail"}]
    decimals = max((one.rate.decimals for one in passes), default=0)
    truncates = house.truncates or any(
        one.options and not _fit(one, HALF_UP) and _fit(one, TRUNCATED) for one in passes
    )
    for one in found:
        yield from _judge(one, house, decimals if one.rate.topic in {"pass", "fail"} else one.rate.decimals, truncates)
    for paragraph in context.paragraphs:
        yield from _between(paragraph)
    for said in context.said:
        yield from _fractions(said, house)


def _fractions(said: Said, house: House) -> Iterator[Finding | Checked]:
    """3.6%(2/56): the fraction stands beside its rate."""
    for rate in said.rates:
        match = _FRACTION.match(said.text, rate.end)
        if match is None or not int(match[2]) or int(match[1]) > int(match[2]):
            continue
        option = Option("counted", Decimal(match[1]), Decimal(match[2]))
        place, shown = said.sentence.place, said.sentence.shown
        words = (taken.of_rate(said, rate), Taken(match[0], "分数", place))
        if fits(option, rate, HALF_UP) or (house.truncates and fits(option, rate, TRUNCATED)):
            yield Checked("rate", place, shown, f"{option.shown()} → {rate.value}%", words)
        else:
            right = f"{option.printed(rate.decimals)}%"
            yield Finding(
                "rate", "contradiction", place, shown, f"{rate.value}%与所附分数不符：{option.shown()}",
                f"{rate.value}% is not the fraction beside it: {option.shown()}", {"printed": f"{rate.value}%"}, right,
                words, f"{option.shown()} ≠ {rate.value}%",
            )  # fmt: skip


def _between(paragraph: list[Said]) -> Iterator[Finding | Checked]:
    """The rate of sites and accounts together lies between that of the sites and that of the accounts."""
    rates = [(said, rate) for said in paragraph for rate in said.rates if rate.topic == "pass" and not rate.is_points]
    for at, (said, whole) in enumerate(rates):
        parts = [one for one in rates[at + 1 : at + 3] if one[1].is_own and not one[1].group]
        is_all = not whole.is_own and not whole.group and re.search("总体|整体|综合", whole.before)
        if not is_all or {one.kind for _, one in parts} != BODIES:
            continue
        low, high = sorted(one.value for _, one in parts)
        laid = f"{low}% ≤ {whole.value}% ≤ {high}%"
        words = tuple(taken.of_rate(*one) for one in ((said, whole), *parts))
        if low <= whole.value <= high:
            yield Checked("rate", said.sentence.place, said.sentence.shown, laid, words)
        elif "其中" in parts[0][0].text[: parts[0][1].start]:
            yield Finding(
                "rate", "contradiction", said.sentence.place, said.sentence.shown,
                f"总体合格率{whole.value}%不在两类合格率{low}%与{high}%之间",
                f"the rate of both, {whole.value}%, does not lie between {low}% and {high}%",
                {"printed": f"{whole.value}%", "parts": [f"{low}%", f"{high}%"]}, "", words,
                f"{laid} ✗",
            )  # fmt: skip


def _judge(one: Reckoned, house: House, decimals: int, truncates: bool) -> Iterator[Finding | Checked]:
    if not one.options:
        yield from _of_whole_numbers(one)
        return
    rate = one.rate
    # printed without decimals among rates that have some: 99% is 99.0% or a custom
    half_up = _fit(one, HALF_UP, max(decimals, rate.decimals))
    truncated = _fit(one, TRUNCATED, max(decimals, rate.decimals))
    own = _fit(one, HALF_UP)
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
    elif truncated := _fit(one, TRUNCATED):
        yield from _by_truncation(one, [], truncated, house, decimals)
    else:
        yield _none_fits(one)


def _fit(one: Reckoned, mode: str, decimals: int | None = None) -> list[Option]:
    return [option for option in one.options if fits(option, one.rate, mode, decimals)]


def _by(one: Reckoned, fitting: list[Option], house: House) -> Iterator[Finding | Checked]:
    best = fitting[0]
    yield _agrees(one, best)
    yield from _other_base(one, best, house)


def _agrees(one: Reckoned, best: Option) -> Checked:
    place, shown = one.said.sentence.place, one.said.sentence.shown
    words = (*best.taken, taken.of_rate(one.said, one.rate))
    return Checked("rate", place, shown, f"{best.shown()} → {one.rate.value}%", words)


def _by_truncation(
    one: Reckoned, half_up: list[Option], truncated: list[Option], house: House, decimals: int
) -> Iterator[Finding | Checked]:
    """The text truncates: what fits only so is named; which denominator fits so is now known."""
    both = [option for option in truncated if option in half_up]
    best = (both or truncated)[0]
    if both or house.truncates:
        yield _agrees(one, best)
    else:
        right = best.printed(max(one.rate.decimals, decimals))
        yield _finding(
            one, "form",
            f"合格率为截尾而非四舍五入：{best.shown()}，印作{one.rate.value}%，应为{right}%",
            f"the rate is truncated, not rounded: {best.shown()} is printed as {one.rate.value}%", f"{right}%",
        )  # fmt: skip
    yield from _other_base(one, best, house)


def _other_base(one: Reckoned, best: Option, house: House) -> Iterator[Finding]:
    """The rate is one of passes among those inspected: visits and all that there are are other bases."""
    # failures that are told in visits are of the visits
    in_visits = any("failed" in count.roles and "次" in count.unit for count in one.said.counts)
    if best.denominator == "visits" and len(one.options) > 1 and not house.counts_visits and not in_visits:
        yield _visits(one, best)
    inspected = [option for option in one.options if option.denominator == "inspected"]
    if best.denominator == "registered" and inspected:
        told = "；".join(option.shown() for option in inspected)
        yield _finding(
            one, "doubt", f"合格率的分母是总数而非检查数：{best.shown()}；按检查数为{told}",
            f"the denominator is all that there are, not the inspected: {best.shown()}; of the inspected {told}",
            f"{inspected[0].printed(one.rate.decimals)}%",
        )  # fmt: skip


def _visits(one: Reckoned, best: Option) -> Finding:
    others = "；".join(option.shown() for option in one.options if option.denominator != "visits")
    return _finding(
        one, "doubt",
        f"合格率的分母是检查家次而非网站数：{best.shown()}；按网站数为{others}",
        f"the denominator is the visits (家次), not the subjects: {best.shown()}; of the subjects {others}",
    )  # fmt: skip


def _none_fits(one: Reckoned) -> Finding:
    tried = "；".join(f"{_CN[option.denominator]}：{option.shown()}" for option in one.options)
    likeliest = [option for option in one.options if option.denominator == one.options[0].denominator]
    right = "或".join(dict.fromkeys(f"{option.printed(one.rate.decimals)}%" for option in likeliest))
    return _finding(
        one, "contradiction" if one.is_sure else "doubt",
        f"{one.rate.value}%与文中数字不符，任何分母和取舍方式都得不出：{tried}",
        f"{one.rate.value}% fits no denominator and no rounding: "
        + "; ".join(f"{option.denominator} {option.shown()}" for option in one.options),
        right,
    )  # fmt: skip


def _of_whole_numbers(one: Reckoned) -> Iterator[Finding | Checked]:
    """Of a rate without its parts: is there a whole number that gives it?"""
    if one.rate.value >= 100 or one.rate.topic not in {"pass", "fail"} or not one.wholes:
        return
    for _, whole in one.wholes:
        if whole.value > 0 and (parts := whole_numbers(one.rate, whole.value, HALF_UP)):
            some, rest = spans_of(parts), spans_of([whole.value - part for part in reversed(parts)])
            shown = f"{some}/{whole.value} → {one.rate.value}% (⇒ {rest} 不合格)"
            yield Checked("rate", one.said.sentence.place, one.said.sentence.shown, shown)
            return
    sizes = sorted(whole.value for _, whole in one.wholes)
    tried = "、".join(map(str, sizes)) if len(sizes) < 4 else spans_of(sizes)
    yield _finding(
        one, "doubt", f"以{tried}为分母，没有任何整数能得出{one.rate.value}%",
        f"no whole number out of {tried} gives {one.rate.value}%",
    )  # fmt: skip


def _finding(one: Reckoned, severity, zh: str, en: str, right: str = "") -> Finding:
    values = {
        "printed": f"{one.rate.value}%",
        "options": [{"denominator": option.denominator, "shown": option.shown()} for option in one.options],
    }
    words = [word for option in one.options for word in option.taken] or [
        taken.of_count(*place) for place in one.wholes
    ]
    return Finding(
        "rate", severity, one.said.sentence.place, one.said.sentence.shown, zh, en, values, right,
        tuple(dict.fromkeys([*words, taken.of_rate(one.said, one.rate)])),
        "；".join(f"{option.shown()} ≠ {one.rate.value}%" for option in one.options),
    )  # fmt: skip
