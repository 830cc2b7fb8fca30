"""Differences of rates are percentage points (百分点), not per cent; and the points that two printed rates give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from inspection.proofread.context import Context, Said
from inspection.proofread.finding import Checked, Finding, Taken
from inspection.proofread.house import House
from inspection.proofread.times import EARLIER

_MOVED = r"(?:提升|提高|上升|增长|增加|上涨|下降|降低|减少|回落|下滑)"
_UP = {"提升", "提高", "上升", "增长", "增加", "上涨"}
_CHANGE = re.compile(
    r"(?P<lead>[^,;。:]{0,60}?)(?P<than>同比|环比|较[^,;。%]{1,14}?|比[^,;。%]{1,14}?|相比[^,;。%]{0,10}?)(?:分别)?"
    rf"{_MOVED}了?(?:约)?(?P<number>\d+(?:\.\d+)?)%"
)
# 合格率提升了9%: nothing that it is compared with stands between
_BARE = re.compile(
    rf"(?P<lead>[^,;。:]{{0,30}}率)(?P<than>(?:也|均|都|又|再)?(?:同比|环比)?){_MOVED}了?(?:约)?(?P<number>\d+(?:\.\d+)?)%(?!.{{0,3}}百分点)"
)
# 合格率为95.6%,较上季度的91.2%提高4.4个百分点; 合格率为95.6%,上季度为91.2%,提高4.4个百分点
_THAN = re.compile(
    rf"率[^,;。%\d]{{0,6}}?(?P<new>\d+(?:\.\d+)?)%[,(](?:(?:较|比|同比|环比|与)[^,;。%]{{0,24}}?|而?{EARLIER}[^,;。%\d]{{0,6}}?)"
    rf"(?P<old>\d+(?:\.\d+)?)%[^,;。%\d]{{0,10}}?,?[^,;。%\d]{{0,4}}?(?P<way>{_MOVED})了?"
    r"(?P<points>\d+(?:\.\d+)?)(?P<unit>个?百分点|%)"
)
_RATE = re.compile(r"率|比例|比重|占比")
_FROM_TO = re.compile(
    rf"(?:从|由)[^,;。%]{{0,16}}?(?P<old>\d+(?:\.\d+)?)%[^,;。%]{{0,6}}?(?:{_MOVED})?[到至为](?P<new>\d+(?:\.\d+)?)%"
    rf"[^;。%]{{0,16}}?{_MOVED}了?(?P<points>\d+(?:\.\d+)?)(?P<unit>个百分点|%)"
)


def check(context: Context, house: House) -> Iterator[Finding | Checked]:
    """Changes of rates in every sentence."""
    for said in context.said:
        yield from _percent(said, house)
        yield from _from_to(said)
        yield from _than(said, house)


def _percent(said: Said, house: House) -> Iterator[Finding]:
    told = list(_CHANGE.finditer(said.text))
    ends = {match.end() for match in told}
    told += [match for match in _BARE.finditer(said.text) if match.end() not in ends]
    for match in told:
        if not _is_of_rate(said.text, match):
            continue
        number = match["number"]
        now = _rate_before(said.text, match.start())
        values = {"printed": f"{number}%"}
        if now is not None and re.search(r"提升|提高|上升|增长|增加|上涨", match[0]):
            values["before_if_points"] = f"{now - Decimal(number)}%"
            values["before_if_percent"] = f"{(100 * now / (100 + Decimal(number))).quantize(Decimal('0.01'))}%"
        yield Finding(
            "points", "note" if house.writes_points_as_percent else "form",
            said.sentence.place, said.sentence.shown,
            f"比率的升降应以百分点表示：{match['than']}…{number}%",
            f"a change of a rate is printed with %: {number}%", values, f"{number}个百分点",
        )  # fmt: skip


def _is_of_rate(text: str, match: re.Match) -> bool:
    """Whether what changed is a rate: named before 同比, or, where nothing is, the rate of the clause before."""
    lead = match["lead"]
    if re.search("[\u3400-\u9fff]", re.sub(r"^(?:且|并|总体|整体|均)+", "", lead)):
        return bool(_RATE.search(lead))
    before = text[: match.start()].rstrip(",")
    clause = re.split(r"[,;。:]", before)[-1]
    return (bool(_RATE.search(clause)) and clause.endswith("%")) or bool(
        re.search(r"百分点$|%$", clause) and _RATE.search(before)
    )


def _rate_before(text: str, place: int) -> Decimal | None:
    found = re.findall(r"率[为是达到约]*(\d+(?:\.\d+)?)%", text[: place + 1])
    return Decimal(found[-1]) if found else None


def _as_percent(said: Said, match: re.Match, old: Decimal, new: Decimal, house: House) -> Iterator[Finding | Checked]:
    """合格率94.3%,较上季度的91.9%提升2.4%: are these points, or a change in per cent of the rate before?"""
    printed, points = Decimal(match["points"]), abs(new - old)
    decimals = len(match["points"].partition(".")[2])
    exact = 100 * points / old if old else Decimal(0)
    place, shown = said.sentence.place, said.sentence.shown
    laid = f"|{new}−{old}|/{old} = {exact.quantize(Decimal('0.001')).normalize():f}%"
    if points == printed:
        severity = "note" if house.writes_points_as_percent else "form"
        zh = f"{old}%到{new}%相差的是{points}个百分点，不是{printed}%"
        en = f"{printed}% are points: from {old}% to {new}%"
    elif abs(exact - printed) <= Decimal(1).scaleb(-decimals):
        yield Checked("points", place, shown, f"{laid} → {printed}%")
        return
    else:
        severity = "contradiction"
        zh = f"{old}%到{new}%相差{points}个百分点，文中为{match['way']}{printed}%"
        en = f"from {old}% to {new}% is {points} points, the text says {printed}%"
    yield Finding(
        "points", severity, place, shown, zh, en, {"from": str(old), "to": str(new)}, f"{points}个百分点",
        (Taken(f"{new}%", "本期比率", place), Taken(f"{old}%", "上期比率", place)), f"{laid} ≠ {printed}%",
    )  # fmt: skip


def _than(said: Said, house: House) -> Iterator[Finding | Checked]:
    """The points between a rate and the one that it is compared with, and which way it went."""
    for match in _THAN.finditer(said.text):
        old, new, printed = (Decimal(match[name]) for name in ("old", "new", "points"))
        is_up = match["way"] in _UP
        difference = new - old if is_up else old - new
        laid = f"{new}−{old} = {new - old}"
        if match["unit"] == "%":
            yield from _as_percent(said, match, old, new, house)
            continue
        place, shown = said.sentence.place, said.sentence.shown
        words = (Taken(f"{new}%", "本期比率", place), Taken(f"{old}%", "上期比率", place),
                 Taken(match[0][-12:], "升降", place))  # fmt: skip
        if difference == printed:
            yield Checked("points", place, shown, f"{laid} 个百分点", words)
        else:
            zh = "升降方向相反" if difference < 0 else f"相差{difference}个百分点"
            yield Finding(
                "points", "contradiction", place, shown, f"{old}%到{new}%{zh}，文中为{match['way']}{printed}个百分点",
                f"from {old}% to {new}% is {new - old} points, the text says {match['way']}{printed}",
                {"from": str(old), "to": str(new)}, f"{abs(new - old)}个百分点", words, f"{laid} ≠ {printed}",
            )  # fmt: skip


def _from_to(said: Said) -> Iterator[Finding | Checked]:
    for match in _FROM_TO.finditer(said.text):
        old, new, printed = (Decimal(match[name]) for name in ("old", "new", "points"))
        difference = abs(new - old)
        if match["unit"] == "%":
            continue  # told by the other check, or a true change in per cent
        if difference == printed:
            yield Checked("points", said.sentence.place, said.sentence.shown, f"|{new}−{old}| = {printed} 个百分点")
        else:
            yield Finding(
                "points", "contradiction", said.sentence.place, said.sentence.shown,
                f"{old}%到{new}%相差{difference}个百分点，文中为{printed}",
                f"from {old}% to {new}% is {difference} points, the text says {printed}",
                {"from": str(old), "to": str(new)}, f"{difference}个百分点",
                (Taken(match[0], "前后比率与升降", said.sentence.place),), f"|{new}−{old}| = {difference} ≠ {printed}",
            )  # fmt: skip
