"""Shares of a whole (占…的, 检查比例, 整改率) against the counts that the text gives for the same scope."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from inspection.proofread import members, taken
from inspection.proofread.arithmetic import HALF_UP, TRUNCATED, Option, fits
from inspection.proofread.context import Context, Said
from inspection.proofread.finding import Checked, Finding
from inspection.proofread.house import House
from inspection.proofread.kinds import BODIES
from inspection.proofread.percentages import Rate
from inspection.proofread.quantities import Count

Place = tuple[Said, Count]

_SCOPE = re.compile(r"全[国省市县区州旗盟]|[我本][省市县区州旗盟]")
_DONE = re.compile(r"整改|办结|完成|回复|答复")
MIN_SHARES = 3  # of which the last is that of the others
NEAR = 8  # characters between a whole and its part, such as ,共采用
_ISSUED = re.compile(r"下发|发送|印发|发出|转办|交办|反馈|移交|发现|存在")


def check(context: Context, house: House) -> Iterator[Finding | Checked]:
    """占全省总数的…% and 检查比例…%."""
    for number, paragraph in enumerate(context.paragraphs):
        for at, said in enumerate(paragraph):
            yield from _hundred(said)
            for rate in said.rates:
                if rate.topic == "share" and not rate.is_points:
                    yield from _share(context, paragraph, said, rate)
                elif members.in_series(said, rate):
                    continue  # of its own members
                elif rate.topic in {"rectified", "closed"}:
                    yield from _done(context, number, at, said, rate)
                elif rate.topic == "cover":
                    yield from _cover(context, paragraph, at, said, rate, house)
                elif not rate.topic:
                    yield from _named(context, number, said, rate)


def _hundred(said: Said) -> Iterator[Finding | Checked]:
    """A占62.1%,B占17.5%,其他占20.4%: with what is left they are all, to a last place each."""
    shares = [rate for rate in said.rates if rate.topic == "share" and not rate.is_points]
    if len(shares) < MIN_SHARES or not re.search(r"其他|其它|其余|剩余", shares[-1].before):
        return
    found = sum(rate.value for rate in shares)
    laid = f"{'+'.join(str(rate.value) for rate in shares)} = {found}%"
    words = tuple(taken.of_rate(said, rate) for rate in shares)
    step = len(shares) * max(Decimal(1).scaleb(-rate.decimals) for rate in shares)
    place, shown = said.sentence.place, said.sentence.shown
    if abs(found - 100) <= step:
        yield Checked("share", place, shown, laid, words)
    else:
        yield Finding(
            "share", "contradiction" if found > 100 else "doubt", place, shown, f"各占比合计为{found}%，应为100%",
            f"the shares come to {found}%", {"parts": [f"{rate.value}%" for rate in shares]}, "", words,
            f"{laid} ≠ 100%",
        )  # fmt: skip


def _share(context: Context, paragraph: list[Said], said: Said, rate: Rate) -> Iterator[Finding | Checked]:
    before = [count for count in said.counts if count.end <= rate.start and not count.is_near and not count.is_said]
    if not before or rate.start - before[-1].end > 40:
        return
    part = before[-1]
    inside = said.text.rfind("占", 0, rate.start)
    if part.start > inside >= 0 and len(before) > 1 and before[-2].end <= inside:
        yield from _of_told(said, before[-2], part, rate)
        return
    # 120家网站存在问题460个,存在问题网站占比…: of the sites, not of the problems
    if rate.is_own and part.kind != rate.kind:
        part = next((count for count in reversed(before) if count.kind == rate.kind), part)
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
        wholes = [
            (other, count) for other in paragraph for count in other.counts
            if count is not part and count.family == part.family and count.value >= part.value
            and (count.kind == part.kind or not part.is_own) and (other is not said or count.start < part.start)
            and not count.before.startswith("其中") and "average" not in count.roles
        ]  # fmt: skip
        if re.search(r"检查|抽查", rate.before):
            wholes = [(o, c) for o, c in wholes if "inspected" in c.roles]
        # of what was looked at, not of another part of it
        parts = _parts_of_shares(paragraph)
        wholes = [(o, c) for o, c in wholes if not any(c is one for one in parts)]
        wholes = [(o, c) for o, c in wholes if c.roles & {"inspected", "registered"}] or wholes
    wholes = [(o, c) for o, c in wholes if c.value >= part.value and c.value]
    options = [_option((said, part), whole) for whole in wholes]
    if not options:
        return
    fitting = [option for option in options if fits(option, rate, HALF_UP)]
    if fitting:
        yield _agrees(said, fitting[0], rate)
    elif truncated := [option for option in options if fits(option, rate, TRUNCATED)]:
        yield _cut(said, rate, truncated[0])
    elif scope or (
        len({option.whole for option in options}) == 1 and (_is_told(*wholes[0]) or _are_told(said, part, wholes[0]))
    ):
        tried = "；".join(option.shown() for option in options)
        is_sure = len({option.whole for option in options}) == 1
        yield _finding(
            said, rate, "contradiction" if is_sure else "doubt", f"占比{rate.value}%与文中数字不符：{tried}",
            f"a share of {rate.value}% does not fit: {tried}", f"{options[0].printed(rate.decimals)}%", options,
        )  # fmt: skip


def _parts_of_shares(paragraph: list[Said]) -> list[Count]:
    """微信256个,占62.1%,微博72个,占17.5%: each is a part, none the whole of another."""
    return [
        before[-1]
        for said in paragraph
        for rate in said.rates
        if rate.topic == "share" and (before := [count for count in said.counts if count.end <= rate.start])
    ]


def _is_told(said: Said, whole: Count) -> bool:
    """Whether a count is told as a whole: by its words, or by 其中 behind it."""
    is_all = bool(whole.roles) and not (whole.group and whole.kind in BODIES)
    return is_all or said.text[whole.end :].lstrip(",。(").startswith("其中")


def _is_right_before(said: Said, whole: Count, part: Count) -> bool:
    """报送66条,采用21条: a clause away, and no part beside it (已注销51个、暂缓注销39个)."""
    between = said.text[whole.end : part.start]
    return re.fullmatch(rf"(?:[^,;。、\d]{{0,{NEAR}}}中)?,[^,;。、\d]{{0,{NEAR}}}", between) is not None


def _are_told(said: Said, part: Count, whole: Place) -> bool:
    """抽查40项,不全的7项; 单位26个,…。其中90分以上16个: the whole of the clause, or of the sentence, before it."""
    if whole[0] is said:
        return _is_right_before(said, whole[1], part)
    return said.text.startswith("其中") and part.before.startswith("其中")


def _cut(said: Said, rate: Rate, option: Option) -> Finding:
    right = option.printed(rate.decimals)
    return _finding(
        said, rate, "form", f"占比为截尾而非四舍五入：{option.shown()}，应为{right}%",
        f"the share is truncated, not rounded: {option.shown()}", f"{right}%", [option],
    )  # fmt: skip


def _of_told(said: Said, part: Count, whole: Count, rate: Rate) -> Iterator[Finding | Checked]:
    """抽查20家,占全市网站总数56家的35.7%: the whole stands within."""
    if part.family != whole.family or not whole.value:
        return
    if part.value > whole.value:
        words = (taken.of_count(said, whole), taken.of_count(said, part), taken.of_rate(said, rate))
        yield Finding(
            "share", "contradiction", said.sentence.place, said.sentence.shown,
            f"部分大于整体：{part.value}大于{whole.value}", f"{part.value} of {whole.value}: more than all",
            {"part": str(part.value), "whole": str(whole.value)}, "", words, f"{part.value} > {whole.value}",
        )  # fmt: skip
        return
    option = _option((said, part), (said, whole))
    if fits(option, rate, HALF_UP) or fits(option, rate, TRUNCATED):
        yield _agrees(said, option, rate)
    else:
        yield _finding(
            said, rate, "contradiction", f"占比{rate.value}%与文中数字不符：{option.shown()}",
            f"a share of {rate.value}% does not fit: {option.shown()}", f"{option.printed(rate.decimals)}%", [option],
        )  # fmt: skip


def _named(context: Context, number: int, said: Said, rate: Rate) -> Iterator[Finding | Checked]:
    """56家网站…,48家完成适老化改造,改造率85.7%: a rate named by the verb of its count."""
    match = re.search(r"([\u3400-\u9fff]{2})率(?:为|达到?|是)?$", rate.before)
    before = [c for c in said.counts if c.end <= rate.start and not c.is_near and not c.is_said]
    parts = [c for c in before if match and re.search(rf"(?<!暂缓)(?<![未待不拟无]){match[1]}", c.label)]
    if not parts or rate.is_points:
        return
    part = parts[-1]
    wholes = [c for c in before if c.start < part.start and c.family == part.family and c.value >= part.value > 0]
    # 报送66条,采用21条,采用率31.8%: of the count right before it
    at = before.index(part)
    is_next = bool(at) and before[at - 1] in wholes and _is_right_before(said, before[at - 1], part)
    wholes = [before[at - 1]] if is_next else wholes
    options = list(dict.fromkeys(_option((said, part), (said, whole)) for whole in wholes))
    if at == 0 and (told := _looked_at(context, number, said, part)):
        if part.value > told[1].value:
            yield Finding(
                "amount", "contradiction", said.sentence.place, said.sentence.shown,
                f"部分大于整体：{part.value}大于检查数{told[1].value}",
                f"{part.value} of {told[1].value}: a part is larger than its whole",
                {"part": str(part.value), "whole": str(told[1].value)}, "",
                (taken.of_count(*told), taken.of_count(said, part)), f"{part.value} > {told[1].value}",
            )  # fmt: skip
            return
        options, is_next = [_option((said, part), told)], True
    fitting = [option for option in options if fits(option, rate, HALF_UP) or fits(option, rate, TRUNCATED)]
    if fitting:
        yield _agrees(said, fitting[0], rate)
    elif len(options) == 1:
        yield _finding(
            said, rate, "contradiction" if is_next else "doubt", f"{rate.value}%与文中数字不符：{options[0].shown()}",
            f"{rate.value}% does not fit: {options[0].shown()}", f"{options[0].printed(rate.decimals)}%", options,
        )  # fmt: skip


def _looked_at(context: Context, number: int, said: Said, part: Count) -> Place | None:
    """支持IPv6的362个,支持率87.0%: of what the section says was looked at, where that is one number."""
    told = [
        (one, count) for paragraph in context.paragraphs[:number] for one in paragraph for count in one.counts
        if one.sentence.section == said.sentence.section and "inspected" in count.roles and not count.is_near
        and count.family == part.family and (count.kind == part.kind or not part.is_own) and not count.group
        and one.is_past == said.is_past and one.is_superior == said.is_superior
    ]  # fmt: skip
    return told[-1] if len({count.value for _, count in told}) == 1 else None


def _done(context: Context, number: int, at: int, said: Said, rate: Rate) -> Iterator[Finding | Checked]:
    """Of what was sent, found or received, how much was done: 发送659单,完成整改653单,整改完成率99.1%."""
    before = [count for count in said.counts if count.end <= rate.start and not count.is_near and not count.is_said]
    done = [count for count in before if _DONE.search(count.before) or count.roles & {"rectified", "closed"}]
    if not done:
        return
    part = done[-1]
    here = [(said, count) for count in before if count is not part and count.unit == part.unit]
    # 已整改124个,整改率…,未整改21个: both together are the whole
    rest = [count for count in said.counts if "open" in count.roles and count.unit == part.unit and not count.is_near]
    if rate.topic == "rectified" and len(rest) == 1 and "open" not in part.roles:
        here = [(one, count) for one, count in here if count is not rest[0]]
        both = replace(part, value=part.value + rest[0].value, before=f"{part.words}及", after=rest[0].words)
        here.append((said, both))
    here += [(one, c) for one in context.paragraphs[number][:at] for c in one.counts if _is_whole(one, c, part)]
    wholes = [one for one in here if one[1].value >= part.value and one[1].value]
    is_near_by = bool(wholes)
    if not wholes and rate.topic == "rectified" and part.kind == "problem":
        # told in a paragraph before, and only once
        far = [
            (one, c) for paragraph in context.paragraphs[:number] for one in paragraph for c in one.counts
            if _is_whole(one, c, part) and c.value >= part.value and not one.is_past
        ]  # fmt: skip
        wholes = far if len({c.value for _, c in far}) == 1 else []
    # 5个已整改,1个已注销: what is gone needs no mending
    gone = sum(count.value for count in before if "gone" in count.roles and count.family == part.family)
    parts = [part, replace(part, value=part.value + gone)] if gone else [part]
    options = [_option((said, one), whole) for one in parts for whole in wholes if whole[1].value >= one.value]
    options = list(dict.fromkeys(options))
    fitting = [option for option in options if fits(option, rate, HALF_UP)]
    if fitting:
        yield _agrees(said, fitting[0], rate)
    elif len({option.whole for option in options}) == 1 and rate.topic == "rectified":
        yield _finding(
            said, rate, "contradiction" if is_near_by else "doubt",
            f"{rate.value}%与文中数字不符：{options[0].shown()}",
            f"{rate.value}% does not fit: {options[0].shown()}", f"{options[0].printed(rate.decimals)}%", options,
        )  # fmt: skip


def _is_whole(said: Said, count: Count, part: Count) -> bool:
    """Whether what was done may be part of it: what was found, handed on or failed."""
    if (
        count.unit != part.unit
        or (part.is_own and count.kind != part.kind)
        or count.is_near
        or count.is_said
        or count is part
    ):
        return False
    clause = re.split(r"[,;。:()]", said.text[: count.start])[-1]
    return bool(count.roles & {"found", "failed", "received"} or _ISSUED.search(clause))


def _cover(
    context: Context, paragraph: list[Said], at: int, said: Said, rate: Rate, house: House
) -> Iterator[Finding | Checked]:
    """检查比例: of what is registered how much was inspected; the nearest of both, or the only ones of the text."""
    near = [
        (paragraph[place], count) for place in range(at + 1) for count in paragraph[place].counts if not count.is_near
    ]
    kind = rate.kind or next((count.kind for _, count in reversed(near)), "")
    far = [
        (one, count) for one in context.said for count in one.counts
        if not count.is_near and one.is_superior == said.is_superior and one.is_past == said.is_past
    ]  # fmt: skip
    inspected, is_here = _nearest(near, far, "inspected", kind)
    registered, is_too = _nearest(near, far, "registered", kind)
    if inspected and inspected[0] is said:
        # 微信公众号256个,抽查80个,抽查率31.3%
        own = [c for c in said.counts if c.end <= inspected[1].start and c.kind == kind and c.is_own and not c.is_near]
        if own and not own[-1].roles and own[-1].group:
            registered, is_too = (said, own[-1]), True
    if not inspected or not registered or registered[1].value == 0 or inspected[1].value > registered[1].value:
        return
    if inspected[1] is registered[1] and not is_here:
        return
    if rate.group and rate.group != inspected[1].group:
        return
    option = _option(inspected, registered)
    if fits(option, rate, HALF_UP) or (house.truncates and fits(option, rate, TRUNCATED)):
        yield _agrees(said, option, rate)
    elif fits(option, rate, TRUNCATED):
        yield _cut(said, rate, option)
    else:
        is_sure = (is_here or is_too) and not said.is_past and inspected[1].group in {"", registered[1].group}
        yield _finding(
            said, rate, "contradiction" if is_sure else "doubt",
            f"检查比例{rate.value}%与文中数字不符：{option.shown()}",
            f"the share inspected, {rate.value}%, does not fit: {option.shown()}",
            f"{option.printed(rate.decimals)}%", [option],
        )  # fmt: skip


def _nearest(near: list[Place], far: list[Place], role: str, kind: str) -> tuple[Place | None, bool]:
    """The last count with a role in the paragraph, else the only one of the text; and whether it stands near."""
    here = [place for place in near if role in place[1].roles and place[1].kind == kind]
    if here:
        return here[-1], True
    there = [place for place in far if role in place[1].roles and place[1].kind == kind and not place[1].group]
    return (there[-1], False) if len({count.value for _, count in there}) == 1 else (None, False)


def _option(part: Place, whole: Place) -> Option:
    return Option("counted", part[1].value, whole[1].value, (taken.of_count(*whole), taken.of_count(*part)))


def _agrees(said: Said, option: Option, rate: Rate) -> Checked:
    words = (*option.taken, taken.of_rate(said, rate))
    return Checked("share", said.sentence.place, said.sentence.shown, f"{option.shown()} → {rate.value}%", words)


def _finding(said: Said, rate: Rate, severity, zh: str, en: str, right: str, options: list[Option]) -> Finding:
    words = dict.fromkeys([word for option in options for word in option.taken] + [taken.of_rate(said, rate)])
    laid = "；".join(f"{option.shown()} ≠ {rate.value}%" for option in options)
    place, shown = said.sentence.place, said.sentence.shown
    return Finding("share", severity, place, shown, zh, en, {"printed": f"{rate.value}%"}, right, tuple(words), laid)
