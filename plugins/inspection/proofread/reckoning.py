"""What a printed rate is a rate of: the ways to reckon it that the grammar of the text leaves open.

In this order: a series of rates by the series of their counts; a rate by the one group whose clause it closes; a rate
of a named group by the counts of that group; a rate of all by what was inspected in its paragraph, else before it in
its section, else in the one place of the text that tells it. Only where one reading is left it can contradict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from inspection.proofread import members, series, taken
from inspection.proofread.arithmetic import Option
from inspection.proofread.context import Context, Said
from inspection.proofread.finding import Taken
from inspection.proofread.kinds import BODIES, KIND, kind_of
from inspection.proofread.percentages import Rate
from inspection.proofread.quantities import Count, depths

Place = tuple[Said, Count]
MAX_SIZES = 200  # of a sample of which only the share is told

# topic → what is divided, what is left of it, and by what
PARTS = {"pass": "passed", "fail": "failed", "closed": "closed", "on_time": "on_time"}
_RESTS = {"passed": "failed", "failed": "passed", "on_time": "overdue", "closed": "open"}
_BODIES_OF = ("inspected", "registered", "visits")
_WHOLES = {"pass": _BODIES_OF, "fail": _BODIES_OF, "closed": ("received",), "on_time": ("received", "closed")}
_DIVIDED = re.compile(r"其中|(?:从|按)[^,:;。()]{2,12}?(?:看|分类?|统计)[,:]")
# after a second look the failures of the first are no longer those of the rate
AFTER = re.compile(r"复查|复检|复核|整改(?:完成)?后|经(?:督促)?整改")
_SAMPLED = re.compile(r"抽查|抽检|抽样|随机")
_BOTH = re.compile(r"均|都|全部")


@dataclass(slots=True)
class Reckoned:
    """A rate with the ways to reckon it. `is_sure`: the grammar leaves no other reading."""

    said: Said
    rate: Rate
    options: list[Option]
    wholes: list[Place]
    is_sure: bool


def reckoned(context: Context) -> Iterator[Reckoned]:
    """Every rate of passes, failures and answers that can be reckoned, in the order of the text."""
    for number, paragraph in enumerate(context.paragraphs):
        for at, said in enumerate(paragraph):
            for rate in said.rates:
                if rate.topic not in PARTS or rate.is_points:
                    continue
                if rate.topic not in {"pass", "fail"} and members.in_series(said, rate):
                    continue
                for one in _of_each_kind(rate):
                    found = _reckon(context, number, at, said, one)
                    if found is not None and found.wholes and not any(c.is_near for _, c in found.wholes):
                        yield found


def _of_each_kind(rate: Rate) -> list[Rate]:
    """政府网站和政务新媒体合格率均为…: of each; without 均 a rate of two kinds is none to calculate with."""
    named = {match.lastgroup for match in KIND.finditer(rate.before)} & BODIES
    if len(named) < 2 or kind_of(rate.before):
        return [rate]
    return [replace(rate, kind=kind, before="合格率") for kind in sorted(named)] if _BOTH.search(rate.before) else []


def _reckon(context: Context, number: int, at: int, said: Said, rate: Rate) -> Reckoned | None:
    paragraph = context.paragraphs[number]
    kind = "message" if rate.topic in {"closed", "on_time"} else rate.kind
    if kind not in {"site", "account", "message"}:
        return None
    is_body = rate.topic in {"pass", "fail"}
    if is_body:
        if found := _by_series(paragraph, at, said, rate):
            return found
        if found := _by_clause(said, rate, kind):
            return found
        if rate.group and (not rate.is_named or rate.group not in {"", "总"}):
            return _by_group(context, number, at, said, rate, kind)
    if is_body and AFTER.search(re.split(r"[;。]", said.text[: rate.start])[-1][-40:]):
        wholes, _ = _wholes(paragraph, at, rate, kind)
        return Reckoned(said, rate, [], wholes[:1], False)
    _, sign, some = said.text[: rate.start].rpartition("其中")
    if is_body and sign and not rate.is_own and not re.search(r"\d[个家]", some):
        return None  # of some that are not counted
    wholes, place = _wholes(paragraph, at, rate, kind)
    if wholes and is_body and _is_of_all(rate, wholes):
        return None
    if wholes and is_body and (cover := _sampled(paragraph, at, rate, wholes)):
        return _of_sample(said, rate, wholes[0], cover)
    if wholes:
        options, is_sure = _options(paragraph, at, place, rate, kind, wholes)
        found = Reckoned(said, rate, options, wholes, is_sure)
    elif outside := _whole_before(context, number, said, rate, kind):
        options, is_sure = _options(paragraph, at, -1, rate, kind, outside)
        found = Reckoned(said, rate, options, outside, is_sure)
    elif is_body and (both := _both_told(said, rate, kind)):
        found = Reckoned(said, rate, _options(paragraph, at, at, rate, kind, [both])[0], [both], True)
    else:
        return None
    if is_body and not found.options:
        _take_failures(context, found, kind)
    return found


def _is_of_all(rate: Rate, wholes: list[Place]) -> bool:
    """检查网站88家、新媒体240个,总体合格率…: a rate of both kinds together."""
    kinds = {count.kind for said, _ in wholes for count in said.counts if "inspected" in count.roles} & BODIES
    return not rate.is_own and len(kinds) > 1 and bool(re.search("总体|整体|综合", rate.before))


def _sampled(paragraph: list[Said], at: int, rate: Rate, wholes: list[Place]) -> Rate | None:
    """The share that was sampled (抽查比例25%), where the text tells the population and not the sample."""
    if any(count.roles & {"inspected", "visits"} for _, count in wholes):
        return None
    covers = [
        one for said in paragraph[: at + 1] for one in said.rates
        if one.topic == "cover" and one.value < 100 and one.kind in {rate.kind, ""}
    ]  # fmt: skip
    return covers[-1] if covers else None


def _of_sample(said: Said, rate: Rate, whole: Place, cover: Rate) -> Reckoned | None:
    """Of every size that the sample may have had."""
    half = Decimal(1).scaleb(-cover.decimals) / 2
    low, high = (whole[1].value * (cover.value + side) / 100 for side in (-half, half))
    sizes = range(int(low), min(int(high) + 1, int(low) + MAX_SIZES) + 1)
    wholes = [
        (whole[0], replace(whole[1], value=Decimal(size), roles=frozenset({"inspected"}))) for size in sizes if size
    ]
    return Reckoned(said, rate, [], wholes, False)


def _by_series(paragraph: list[Said], at: int, said: Said, rate: Rate) -> Reckoned | None:
    """合格率分别为x、y by 检查a、b and 不合格c、d, member by member."""
    run = next((run for run in series.runs(said.text, said.rates) if rate in run), None)
    if run is None or any(one.topic not in {"pass", "fail", ""} for one in run):
        return None
    index, size = run.index(rate), len(run)
    whole = part = None
    is_one_kind = False
    for other in reversed(paragraph[: at + 1]):
        counts = [count for count in other.counts if other is not said or count.end <= run[0].start]
        for told in [*reversed(series.runs(other.text, counts)), *_in_turn(counts)]:
            if len(told) != size:
                continue
            if part is None and all(count.roles & {"failed", "passed"} for count in told):
                part = other, told[index]
            elif whole is None and not any(count.roles - set(_BODIES_OF) for count in told):
                whole = other, told[index]
                is_one_kind = len({count.kind for count in told}) == 1
    if whole is not None and part is None and is_one_kind and whole[1].kind == rate.kind and whole[1].value:
        return Reckoned(said, rate, [], [whole], False) if rate.value < 100 else None
    if whole is None or part is None or not 0 <= part[1].value <= whole[1].value or not whole[1].value:
        return None
    return Reckoned(said, rate, [_option(rate, whole, part)], [whole], True)


def _in_turn(counts: list[Count]) -> list[list[Count]]:
    """市级网站32家,合格31家,县级网站24家,合格23家: wholes and parts that take turns."""
    mine = [count for count in counts if count.kind in BODIES and not count.is_near]
    wholes, parts = mine[::2], mine[1::2]
    if len(wholes) != len(parts) or any(count.roles - set(_BODIES_OF) for count in wholes):
        return []
    return [parts, wholes] if all(count.roles & {"failed", "passed"} for count in parts) else []


def _by_clause(said: Said, rate: Rate, kind: str) -> Reckoned | None:
    """政务微博120个,不合格30个,合格率75%;…: the group whose clause the rate closes."""
    if rate.group:
        return None
    level = depths(said.text)[rate.start]
    before = [c for c in said.counts if c.end <= rate.start and c.depth <= level]
    parts: list[Place] = []
    while before and before[-1].roles & {"failed", "passed", "undetermined"}:
        parts.append((said, before.pop()))
    if not before or before[-1].roles or before[-1].kind != kind or before[-1].is_near or not before[-1].value:
        return None
    whole = before[-1]
    # one of several groups told together: the rate may be that of all of them
    between = said.text[before[-2].end : whole.start] if len(before) > 1 else ""
    is_one = not re.fullmatch(r"[^,;。:]*[、和及][^,;。:]*", between)
    if (
        not is_one
        or not (whole.is_own or whole.group or "其中" in whole.before)
        or said.text[whole.end : rate.start].count("。")
    ):
        return None
    options = [
        _option(rate, (said, whole), part) for part in parts
        if part[1].roles & {"failed", "passed"} and part[1].value <= whole.value
    ]  # fmt: skip
    return Reckoned(said, rate, list(dict.fromkeys(options)), [(said, whole)], True)


def _by_group(context: Context, number: int, at: int, said: Said, rate: Rate, kind: str) -> Reckoned | None:
    """市直部门网站合格率 by the counts of 市直部门网站, the nearest before it."""
    places = [*context.paragraphs[number][: at + 1][::-1]]
    places += [one for paragraph in context.paragraphs[:number][::-1] for one in reversed(paragraph)]
    whole: Place | None = None
    parts: list[Place] = []
    for other in places:
        if other.is_superior != said.is_superior or other.is_past != said.is_past:
            continue
        for count in reversed(other.counts):
            if other is said and count.end > rate.start:
                continue
            if count.kind != kind or count.group != rate.group or count.is_said or count.is_near:
                continue
            if count.roles & {"failed", "passed"}:
                parts.append((other, count))
            elif whole is None and not count.roles - {*_BODIES_OF}:
                whole = other, count
        if whole is not None:
            parts += _behind(whole, kind)
            break
    if whole is None or not whole[1].value:
        return None
    options = [_option(rate, whole, part) for part in parts if part[1].value <= whole[1].value]
    options = list(dict.fromkeys(options))
    return Reckoned(said, rate, options, [whole], len(options) == 1)


def _behind(whole: Place, kind: str) -> list[Place]:
    """市直部门网站26家,不合格2家: what failed of a group, told right behind it."""
    said, count = whole
    rest = [one for one in said.counts if one.start >= count.end]
    if not rest or rest[0].kind != kind or not rest[0].roles & {"failed", "passed"} or rest[0].group:
        return []
    return [(said, rest[0])] if re.fullmatch(r"[,(][^,;。、]{0,12}", said.text[count.end : rest[0].start]) else []


def _wholes(paragraph: list[Said], at: int, rate: Rate, kind: str) -> tuple[list[Place], int]:
    """What the rate may be a share of: in its sentence before it, else in the nearest one before."""
    roles = set(_WHOLES[rate.topic])
    others = {count.kind for said in paragraph for count in said.counts if count.is_own} & BODIES
    for place in range(at, -1, -1):
        found = [
            (paragraph[place], count)
            for count in paragraph[place].counts
            if count.roles & roles
            and (count.kind == kind or "visits" in count.roles)
            # a kind that was only carried on is none where another kind is spoken of
            and (count.is_own or not rate.is_own or others <= {kind})
            and (place < at or count.end <= rate.start)
            and not (rate.is_own and _is_of_both(count))
            and not _is_part(paragraph[place].text, count)
        ]
        if kind == "message" and found:
            # of what was received, or of what was closed
            closed = [one for one in found if "closed" in one[1].roles]
            received = [one for one in found if "received" in one[1].roles]
            return closed[-1:] + received[-1:], place
        if found:
            order = _BODIES_OF
            return sorted(found, key=lambda one: min(order.index(role) for role in one[1].roles & roles)), place
    return [], at


def _both_told(said: Said, rate: Rate, kind: str) -> Place | None:
    """合格100个,不合格8个,合格率…: where no whole is told, both outcomes are it."""
    mine = [c for c in said.counts if c.kind == kind and not c.is_near and c.end <= rate.start and not c.group]
    passed, failed = ([c for c in mine if role in c.roles and not c.is_said] for role in ("passed", "failed"))
    if len(passed) != 1 or len(failed) != 1 or len(mine) != 2:
        return None
    first = min(passed[0], failed[0], key=lambda count: count.start)
    whole = replace(first, value=passed[0].value + failed[0].value, end=first.start, roles=frozenset({"inspected"}))
    return (said, whole) if whole.value else None


def _is_of_both(count: Count) -> bool:
    """检查政府网站和政务新媒体274个."""
    return {match.lastgroup for match in KIND.finditer(count.label)} >= BODIES


def _is_part(text: str, count: Count) -> bool:
    """Whether a count is one part of a whole told before: 按开设主体分,省级部门开设…个."""
    return bool(_DIVIDED.search(text[: count.start])) and not re.search("检查|抽查|监测", count.label)


def _whole_before(context: Context, number: int, said: Said, rate: Rate, kind: str) -> list[Place]:
    """The whole of a rate whose paragraph tells none: the one of its section, else of the text, if there is one."""
    places = [
        (other, count)
        for paragraph in context.paragraphs[:number]
        for other in paragraph
        for count in other.counts
        if count.kind == kind and not count.is_near
        and (count.roles & {"received"} if kind == "message" else
             count.roles & {"inspected", "registered"} and not count.group)
        and other.is_superior == said.is_superior and other.is_past == said.is_past
        and not _is_part(other.text, count)
    ]  # fmt: skip
    section = [one for one in places if one[0].sentence.section == said.sentence.section]
    places = section or places
    inspected = [one for one in places if "inspected" in one[1].roles]
    if not inspected and _SAMPLED.search("".join(one.text for one in context.paragraphs[number])):
        return []  # of a sample that is not told
    places = inspected or places
    return places[-1:] if len({count.value for _, count in places}) == 1 and places[0][1].value else []


def _options(
    paragraph: list[Said], at: int, place: int, rate: Rate, kind: str, wholes: list[Place]
) -> tuple[list[Option], bool]:
    """Every way to reckon the rate, and whether its part can only be that of its whole; place -1: told before."""
    part_role = PARTS[rate.topic]
    other = _RESTS[part_role]
    # the parts stand behind their whole, up to the next one of the kind
    span: list[tuple[int, Count]] = []
    is_over = False
    for index in range(max(place, 0), len(paragraph)):
        if paragraph[index].is_superior != paragraph[at].is_superior or is_over:
            break
        for count in paragraph[index].counts:
            if index == place and count.end <= min(whole.start for _, whole in wholes):
                continue
            if index > at and count.roles & set(_WHOLES[rate.topic]) and count.kind == kind:
                is_over = True
                break
            span.append((index, count))
    span = [pair for pair in span if not AFTER.search(pair[1].label) and not pair[1].is_near]
    mine = [(index, c) for index, c in span if c.roles & {part_role, other} and c.kind == kind]
    if any(index == at for index, _ in mine):
        mine = [pair for pair in mine if pair[0] == at]
    if any(not c.group for _, c in mine) and kind != "message":
        mine = [pair for pair in mine if not pair[1].group]
    left_out = [c for _, c in span if "undetermined" in c.roles and c.kind == kind]
    options: list[Option] = []
    for whole in wholes:
        for size in [whole[1].value] + [whole[1].value - c.value for c in left_out]:
            sized = whole[0], replace(whole[1], value=size)
            for index, count in mine:
                if size > 0 and 0 <= count.value <= size:
                    options.append(_option(rate, sized, (paragraph[index], count)))
    is_plain = len({c.value for _, c in mine if part_role in c.roles}) <= 1 and len(
        {c.value for _, c in mine if other in c.roles}
    ) <= 1  # fmt: skip
    is_here = any(index == at for index, _ in mine)
    is_grouped = kind != "message" and any(c.group for _, c in mine)
    is_sure = is_plain and not is_grouped and (is_here or not paragraph[at].is_past)
    if kind == "message":
        # of some of them that are counted before it: 受理52条,其中有效留言40条,已答复38条
        done = [c for index, c in mine if index == at and part_role in c.roles]
        some = [
            (paragraph[at], c) for c in paragraph[at].counts
            if c.kind == "message" and not c.roles - {"true"} and done and c.end <= done[-1].start and not c.is_near
        ]  # fmt: skip
        options += [_option(rate, one, (paragraph[at], done[-1])) for one in some if one[1].value >= done[-1].value > 0]
        is_sure = is_sure and place in {at, at - 1, -1} and not some
        if not any(index == at for index, _ in mine):
            return [], False  # of what another sentence speaks of
    return list(dict.fromkeys(options)), is_sure


def _take_failures(context: Context, found: Reckoned, kind: str) -> None:
    """Failures told in another paragraph: those of the one rate of the one whole of the text."""
    said, rate = found.said, found.rate
    alike = [one for one in context.said if one.is_superior == said.is_superior and one.is_past == said.is_past]
    failed = [
        (one, count)
        for one in alike
        for count in one.counts
        if "failed" in count.roles and count.kind == kind and not count.group and not count.is_near
        and not AFTER.search(one.text[: count.end]) and not _is_part(one.text, count)
    ]  # fmt: skip
    wholes = {
        count.value for one in alike for count in one.counts
        if "inspected" in count.roles and count.kind == kind and not count.group
    }  # fmt: skip
    rates = [
        one for other in alike for one in other.rates
        if one.topic == rate.topic and one.kind == kind and not one.group and not one.is_points
    ]  # fmt: skip
    values = {count.value for _, count in failed}
    if len(values) != 1 or len(rates) != 1 or len(wholes) > 1:
        return
    role = "failed" if rate.topic == "pass" else "passed"
    for whole in found.wholes:
        part = failed[0][0], replace(failed[0][1], roles=frozenset({"failed"}))
        if role == "failed" and part[1].value <= whole[1].value:
            found.options.append(_option(rate, whole, part))
    found.is_sure = bool(found.options)


def _option(rate: Rate, whole: Place, part: Place) -> Option:
    """One way to reckon a rate: what failed is what the passed ones leave, and the other way round."""
    name = next(
        (role for role in ("visits", "inspected", "registered", "received", "closed") if role in whole[1].roles),
        "counted",
    )
    size, value = whole[1].value, part[1].value
    is_rest = _RESTS[PARTS[rate.topic]] in part[1].roles
    words: tuple[Taken, ...] = (taken.of_count(*whole), taken.of_count(*part))
    return Option(name, size - value if is_rest else value, size, words)


def spans_of(values: list[Decimal]) -> str:
    """4, or 2–4."""
    return str(values[0]) if len(values) == 1 else f"{values[0]}–{values[-1]}"
