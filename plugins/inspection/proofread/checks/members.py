"""Rates in series, each by the members of its own: 收到14个、54个,整改12个、47个,整改率分别为85.7%、87.0%."""

from __future__ import annotations

from collections.abc import Iterator

from inspection.proofread import members, taken
from inspection.proofread.arithmetic import HALF_UP, TRUNCATED, Option, fits
from inspection.proofread.context import Context, Said
from inspection.proofread.finding import Checked, Finding
from inspection.proofread.house import House
from inspection.proofread.members import Members, Place
from inspection.proofread.percentages import Rate

OF_BODIES = {"pass", "fail"}  # read by the rates


def check(context: Context, house: House) -> Iterator[Finding | Checked]:
    """Every series of rates that are not those of passes."""
    for number, paragraph in enumerate(context.paragraphs):
        for at, said in enumerate(paragraph):
            for part, whole in members.larger(said):
                yield _larger(said, (said, part), (said, whole))
            for one in members.read(context, number, at):
                if not any(rate.topic in OF_BODIES for rate in one.rates):
                    yield from _judge(one)


def _judge(one: Members) -> Iterator[Finding | Checked]:
    told = list(zip(one.rates, one.parts, one.wholes, strict=True))
    larger = [part[1].value > whole[1].value for _, part, whole in told]
    if (
        all(larger)
        or (sum(larger) > len(told) / 2 and not one.is_named)
        or not all(whole[1].value for _, _, whole in told)
    ):
        return  # they are not parts of these
    fitting = [not more and _fits(*each) for more, each in zip(larger, told, strict=True)]
    # the verb says whose rate it is; without it, members that fit
    is_sure = one.is_named or sum(fitting) > len(told) / 2
    if not is_sure and not any(fitting):
        return
    for more, fit, (rate, part, whole) in zip(larger, fitting, told, strict=True):
        if more:
            yield _larger(one.said, part, whole)
        elif fit:
            option = _option(part, whole)
            yield Checked(
                "share", one.said.sentence.place, one.said.sentence.shown, f"{option.shown()} → {rate.value}%",
                (*option.taken, taken.of_rate(one.said, rate)),
            )  # fmt: skip
        else:
            yield _wrong(one, rate, part, whole, is_sure)


def _fits(rate: Rate, part: Place, whole: Place) -> bool:
    option = _option(part, whole)
    return fits(option, rate, HALF_UP) or fits(option, rate, TRUNCATED)


def _option(part: Place, whole: Place) -> Option:
    return Option("counted", part[1].value, whole[1].value, (taken.of_count(*whole), taken.of_count(*part)))


def _larger(said: Said, part: Place, whole: Place) -> Finding:
    place, shown = said.sentence.place, said.sentence.shown
    return Finding(
        "amount", "contradiction", place, shown,
        f"部分大于整体：{part[1].value}大于{whole[1].value}",
        f"{part[1].value} of {whole[1].value}: a part is larger than its whole",
        {"part": str(part[1].value), "whole": str(whole[1].value)}, "",
        (taken.of_count(*whole), taken.of_count(*part)), f"{part[1].value} > {whole[1].value}",
    )  # fmt: skip


def _wrong(one: Members, rate: Rate, part: Place, whole: Place, is_sure: bool) -> Finding:
    option, place, shown = _option(part, whole), one.said.sentence.place, one.said.sentence.shown
    right = f"{option.printed(rate.decimals)}%"
    return Finding(
        "share", "contradiction" if is_sure else "doubt", place, shown,
        f"{rate.value}%与所列数字不符：{option.shown()}", f"{rate.value}% does not fit: {option.shown()}",
        {"printed": f"{rate.value}%"}, right, (*option.taken, taken.of_rate(one.said, rate)),
        f"{option.shown()} ≠ {rate.value}%",
    )  # fmt: skip
