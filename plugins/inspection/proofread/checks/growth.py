"""Growth in per cent with its base: 由50条增加到80条,增长60%; 60个,较上季度的48个增长25%; …,增加30条,增长60%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from inspection.proofread import taken
from inspection.proofread.arithmetic import HALF_UP, TRUNCATED, rounded
from inspection.proofread.context import Context, Said
from inspection.proofread.finding import Checked, Finding, Taken
from inspection.proofread.house import House
from inspection.proofread.times import EARLIER

_N = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?"
_UNIT = r"(?:万|亿)?(?:家次|人次|条次|次|家|个(?!百分点)|分(?![钟管别类])|条|件|项|篇|份|起|处|人|户|名)"
_UP = r"增长|增加|上升|提高|提升|上涨|增多|增幅|多"
_DOWN = r"减少|下降|降低|回落|减幅|降幅|下滑|少"
_MOVED = rf"(?:{_UP}|{_DOWN})"
_PERCENT = rf"[^,;。%\d]{{0,10}}?(?P<moved>{_MOVED})(?:率|幅度?|比例)?(?:了|为|达到?|约)?(?P<percent>\d+(?:\.\d+)?)%"
_BASE = r"(?:同比|环比|较|比|对比|与|相比|同)"
_FROM_TO = re.compile(
    rf"(?:由|从)[^,;。%]{{0,24}}?(?P<old>{_N})(?P<unit>{_UNIT})[^,;。%\d]{{0,14}}?(?:到|至|为)(?P<new>{_N})(?:{_UNIT})"
    rf"(?P<rest>[^;。]{{0,50}})"
)
_THAN = re.compile(
    rf"(?P<new>{_N})(?P<unit>{_UNIT})[^;。%\d]{{0,20}}?[,(]{_BASE}[^,;。%]{{0,20}}?(?P<old>{_N})(?P=unit)(?:[^,;。%\d]|\d+分){{0,16}}?,?"
    rf"{_PERCENT}"
)
_BY = re.compile(
    rf"(?P<new>{_N})(?P<unit>{_UNIT})[^;。%\d]{{0,16}}?[,(]{_BASE}[^,;。%\d]{{0,16}}?(?P<way>{_MOVED})了?(?P<by>{_N})(?P=unit)"
    rf"[,、]{_PERCENT}"
)
_THAN_BY = re.compile(
    rf"(?P<new>{_N})(?P<unit>{_UNIT})[^;。%\d]{{0,20}}?[,(]{_BASE}[^,;。%]{{0,20}}?(?P<old>{_N})(?P=unit)"
    rf"(?P<rest>,?(?:{_MOVED})了?(?:{_N})(?P=unit)[^;。]{{0,30}})"
)
# 收到283条,去年同期为261条,同比增长8.4%: what it is compared with is told in a clause of its own
_TOLD = re.compile(
    rf"(?P<new>{_N})(?P<unit>{_UNIT})[^,;。%\d]{{0,20}},而?{EARLIER}[^,;。%\d]{{0,8}}?(?P<old>{_N})(?P=unit)"
    rf"(?P<rest>[^;。]{{0,50}})"
)
# …233条,其中…。与上季度217条相比,增加16条
_AGAINST = re.compile(
    rf"^(?P<subject>[^,;。:\d]{{0,12}}?)(?:与|较|比|同|和){EARLIER}[^,;。%\d]{{0,6}}?(?P<old>{_N})(?P<unit>{_UNIT})(?P<rest>[^;。]{{0,50}})"
)
_LEFT = re.compile(
    rf"(?:较|比){EARLIER}[^,;。%\d]{{0,6}}?(?P<old>{_N})(?P<unit>{_UNIT})(?P<rest>(?:{_MOVED})了?(?:{_N})(?P=unit))"
    rf",(?:目前)?(?:现有|实有|现为|为|共有|尚有)(?P<new>{_N})(?P=unit)"
)
_CAME = re.compile(r"新增|新开|新设|新建|增设|开设")
_WAS = re.compile(r"原有|原来|上[一个]{0,2}(?:季度|月|年|期|半年)|年初|期初|此前|去年")
_IS = re.compile(r"实有|现有|现存|尚有|还有|剩余|调整为|保留|减少到|增加到|减至|增至|共有|变为|降为")
_CHANGE = re.compile(rf"(?P<way>{_MOVED})了?(?P<by>{_N}){_UNIT}")
_REACHED = re.compile(_PERCENT.removeprefix(r"[^,;。%\d]{0,10}?"))


def check(context: Context, house: House) -> Iterator[Finding | Checked]:
    """Every change whose base the sentence tells."""
    for paragraph in context.paragraphs:
        for at, said in enumerate(paragraph):
            if re.search(rf"{_MOVED}|新[增开设]|注销|关停", said.text):
                yield from _changes(said)
                yield from _against(paragraph[:at], said)


def _changes(said: Said) -> Iterator[Finding | Checked]:
    """Changes told within a sentence."""
    text = said.text
    yield from _net(said)
    yield from _balance(said)
    yield from _left(said)
    for match in [*_FROM_TO.finditer(text), *_THAN_BY.finditer(text), *_TOLD.finditer(text)]:
        old = _value(match["old"])
        new = _new(said, match, old) if match.re is not _FROM_TO else _value(match["new"])
        if change := _CHANGE.search(match["rest"]):
            yield from _difference(said, match, old, new, change)
        percent = _REACHED.search(match["rest"])
        if percent and "百分点" not in match["rest"][: percent.end()]:
            yield from _judge(said, match, old, new, percent)
    for match in _THAN.finditer(text):
        if not re.search(rf"{_MOVED}了?{re.escape(match['old'])}", match[0]):
            yield from _judge(said, match, _value(match["old"]), _value(match["new"]), match)
    for match in _BY.finditer(text):
        by, new = _value(match["by"]), _value(match["new"])
        old = new - by if re.fullmatch(_UP, match["way"]) else new + by
        yield from _judge(said, match, old, new, match)


def _against(before: list[Said], said: Said) -> Iterator[Finding | Checked]:
    """What the sentence before is about, against what this one compares it with."""
    match = _AGAINST.match(said.text)
    if match is None:
        return
    yield from _of_change(said, match)
    if not before:
        return
    told = [
        count for count in before[-1].counts
        if count.unit == match["unit"] and not count.is_near and not count.roles & {"earlier", "change", "average"}
    ]  # fmt: skip
    if "不合格" in match["subject"]:
        told = [count for count in told if "failed" in count.roles]
    elif re.search("[\u3400-\u9fff]{2}", match["subject"]):
        told = [count for count in told if match["subject"].rstrip("数量") in count.label]
    if not told:
        return
    old, new = _value(match["old"]), told[0].value  # what its parts are told of
    if change := _CHANGE.search(match["rest"]):
        yield from _difference(said, match, old, new, change)
    percent = _REACHED.search(match["rest"])
    if percent and "百分点" not in match["rest"][: percent.end()]:
        yield from _judge(said, match, old, new, percent)


def _of_change(said: Said, match: re.Match) -> Iterator[Finding | Checked]:
    """较上季度的19个减少2个,降幅10.5%: the change against its base, whatever is left."""
    change, percent = _CHANGE.search(match["rest"]), _REACHED.search(match["rest"])
    if change is None or percent is None or "百分点" in match["rest"][: percent.end()]:
        return
    old, by = _value(match["old"]), _value(change["by"])
    yield from _judge(said, match, old, old + by if re.fullmatch(_UP, change["way"]) else old - by, percent)


def _left(said: Said) -> Iterator[Finding | Checked]:
    """较年初的430个减少20个,现有410个."""
    for match in _LEFT.finditer(said.text):
        if change := _CHANGE.search(match["rest"]):
            yield from _difference(said, match, _value(match["old"]), _value(match["new"]), change)


def _balance(said: Said) -> Iterator[Finding | Checked]:
    """上季度末292个,新开设8个、关停25个,季度末实有275个: what was, came and went makes what is."""
    counts = [count for count in said.counts if not count.is_near and not count.is_said]
    for at in range(len(counts) - 3):
        was, one, other, now = counts[at : at + 4]
        came = [count for count in (one, other) if _CAME.search(count.before)]
        went = [count for count in (one, other) if "gone" in count.roles and count not in came]
        is_told = _WAS.search(said.text[: was.start].rpartition("。")[2]) and _IS.search(now.before)
        if len(came) != 1 or len(went) != 1 or not is_told or len({count.unit for count in counts[at : at + 4]}) != 1:
            continue
        found = was.value + came[0].value - went[0].value
        laid = f"{was.value}+{came[0].value}−{went[0].value} = {found}"
        place, shown = said.sentence.place, said.sentence.shown
        words = (
            taken.of_count(said, was, "原有数"), taken.of_count(said, came[0], "新增数"),
            taken.of_count(said, went[0], "注销数"), taken.of_count(said, now, "现有数"),
        )  # fmt: skip
        if found == now.value:
            yield Checked("growth", place, shown, laid, words)
        else:
            yield Finding(
                "growth", "contradiction", place, shown, f"原有、新增、减少相抵为{found}，文中现有数为{now.value}",
                f"what was, came and went make {found}, the text says {now.value}",
                {"found": str(found), "told": str(now.value)}, str(found), words, f"{laid} ≠ {now.value}",
            )  # fmt: skip


def _new(said: Said, match: re.Match, old: Decimal) -> Decimal:
    """The count that is compared: the last before it, or an earlier one that fits what is said of the change.

    收到101条,办结100条,较上季度的91条增加10条: the grammar leaves open which.
    """
    nearest = _value(match["new"])
    others = [
        count.value for count in said.counts
        if count.end <= match.end("new") and count.unit == match["unit"] and not count.is_near
    ]  # fmt: skip
    change, percent = _CHANGE.search(match["rest"]), _REACHED.search(match["rest"])
    for value in [nearest, *reversed(others)]:
        by = None if change is None else abs(value - old) == _value(change["by"])
        rate = (
            None if percent is None or not old else abs(100 * abs(value - old) / old - Decimal(percent["percent"])) <= 1
        )
        if by is not False and rate is not False:
            return value
    return nearest


def _net(said: Said) -> Iterator[Finding | Checked]:
    """新增12个,注销9个,比上季度增加3个: what came and what went make the change."""
    counts = [count for count in said.counts if not count.is_near and not count.is_said]
    new = [count for count in counts if re.search(r"新增|新开", count.before)]
    gone = [count for count in counts if "gone" in count.roles]
    change = [c for c in counts if "change" in c.roles and re.search(r"[较比][^,]*(?:增加|减少)$", c.before)]
    if not (len(new) == len(gone) == len(change) == 1) or len({c.kind for c in (*new, *gone, *change)}) != 1:
        return
    net = new[0].value - gone[0].value
    told = change[0].value if "增加" in change[0].before else -change[0].value
    place, shown = said.sentence.place, said.sentence.shown
    words = (
        taken.of_count(said, new[0], "新增数"), taken.of_count(said, gone[0], "注销数"),
        taken.of_count(said, change[0]),
    )  # fmt: skip
    laid = f"{new[0].value}−{gone[0].value} = {net}"
    if net == told:
        yield Checked("growth", place, shown, laid, words)
    else:
        yield Finding(
            "growth", "doubt", place, shown, f"新增与注销相抵为{net}，文中增减为{told}",
            f"what came and what went make {net}, the text says {told}", {"net": str(net), "told": str(told)}, "",
            words, f"{laid} ≠ {told}",
        )  # fmt: skip


def _difference(
    said: Said, match: re.Match, old: Decimal, new: Decimal, change: re.Match
) -> Iterator[Finding | Checked]:
    by, is_up = _value(change["by"]), bool(re.fullmatch(_UP, change["way"]))
    found = new - old if is_up else old - new
    laid = f"{max(old, new)}−{min(old, new)} = {abs(new - old)}"
    place, shown = said.sentence.place, said.sentence.shown
    words = (Taken(match[0], "前后两数", place), Taken(change[0], "增减数", place))
    if found == by:
        yield Checked("growth", place, shown, laid, words)
    else:
        yield Finding(
            "growth", "contradiction", place, shown, f"由{old}到{new}，{change['way']}的是{found}，文中为{by}",
            f"from {old} to {new} is {found}, the text says {by}", {"from": str(old), "to": str(new), "by": str(by)},
            str(found), words, f"{laid} ≠ {by}",
        )  # fmt: skip


def _judge(said: Said, match: re.Match, old: Decimal, new: Decimal, percent: re.Match) -> Iterator[Finding | Checked]:
    if not old:
        return
    is_up = bool(re.fullmatch(_UP, percent["moved"]))
    exact = 100 * (new - old if is_up else old - new) / old
    printed = Decimal(percent["percent"])
    decimals = len(percent["percent"].partition(".")[2])
    laid = f"|{new}−{old}|/{old} = {exact.quantize(Decimal('0.001')).normalize():f}%"
    place, shown = said.sentence.place, said.sentence.shown
    words = (Taken(match[0][:60], "前后两数", place), Taken(percent[0][-20:], "增减幅度", place))
    if printed in {rounded(exact, decimals, HALF_UP), rounded(exact, decimals, TRUNCATED)}:
        yield Checked("growth", place, shown, f"{laid} → {printed}%", words)
        return
    base = 100 * abs(new - old) / new if new else Decimal(0)
    is_other_base = rounded(base, decimals, HALF_UP) == printed
    told = f"，{printed}%是以{new}为基数" if is_other_base else ""
    note = f"; {printed}% takes {new} as the base" if is_other_base else ""
    right = f"{rounded(exact, decimals, HALF_UP)}%"
    yield Finding(
        "growth", "contradiction", place, shown, f"增减幅度应为{right}，文中为{printed}%{told}",
        f"from {old} to {new} is {right}, the text says {printed}%{note}",
        {"from": str(old), "to": str(new), "printed": f"{printed}%"}, right, words, f"{laid} ≠ {printed}%",
    )  # fmt: skip


def _value(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
