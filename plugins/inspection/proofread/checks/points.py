"""Differences of rates are percentage points (百分点), not per cent; and the points that two printed rates give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from inspection.proofread.context import Context, Said
from inspection.proofread.finding import Checked, Finding
from inspection.proofread.house import House

_MOVED = r"(?:提升|提高|上升|增长|增加|上涨|下降|降低|减少|回落|下滑)"
_CHANGE = re.compile(
    r"(?P<lead>[^,;。:]{0,60}?)(?P<than>同比|环比|较[^,;。%]{1,14}?|比[^,;。%]{1,14}?|相比[^,;。%]{0,10}?)(?:分别)?"
    rf"{_MOVED}了?(?:约)?(?P<number>\d+(?:\.\d+)?)%"
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


def _percent(said: Said, house: House) -> Iterator[Finding]:
    for match in _CHANGE.finditer(said.text):
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
            )  # fmt: skip
