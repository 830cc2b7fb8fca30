"""Sums: parts behind 其中, 分别为, 按…分 or a bracket against their total.

其中 goes with the noun that it counts: the last count before it, or the one that the sentence is about. All parts of
an enumeration are added, never some that fit; pairs told in turn (报送36条、采用12条;…) are two sums.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from inspection.proofread import taken
from inspection.proofread.apart import APART, apart
from inspection.proofread.context import Context, Said, joined
from inspection.proofread.enumerations import Parts, are_halves, interleaved, is_slip, key_of, run
from inspection.proofread.finding import Checked, Finding
from inspection.proofread.house import House
from inspection.proofread.kinds import BODIES
from inspection.proofread.quantities import Count, depths

_OF_THEM = re.compile(
    r"^(?:在|上述)?(?:\d+[个家条件项])?[^,;。()\d]{0,12}(?:网站|新媒体|账号|问题|留言|域名|栏目|单位)中[,:]|其中[,:]?|包括[,:]?|分为[,:]?|\((?=[^()]*\d)|(?:从|按)(?:照)?[^,:;。()]{2,12}?(?:来?看|划?分(?:类|布)?|统计)[,:]"
)
_EXHAUSTIVE = re.compile(r"分为|分布|^[从按]")
_OVERLAP = re.compile(r"问题|不更新|未更新|错误|互动|链接|空白|无法|不及时|原因|表述|超时|不可用")
_BAND = re.compile(r"\d+分")
MIN_DOUBT = Decimal("0.9")  # less may be some of them named
MIN_SLIP = Decimal("0.3")  # … unless one wrong digit explains it


def check(context: Context, house: House) -> Iterator[Finding | Checked]:
    """Every sum that the grammar of the text announces."""
    for number, paragraph in enumerate(context.paragraphs):
        for at, said in enumerate(paragraph):
            before = paragraph[:at] or (context.paragraphs[number - 1] if number else [])
            yield from _of_them(joined(paragraph, at), before)
            yield from _apart(said, before)


def _of_them(said: Said, before: list[Said]) -> Iterator[Finding | Checked]:
    own = len(said.text.partition(";")[0])
    deep = depths(said.text)
    for mark in _OF_THEM.finditer(said.text):
        is_bracket, is_class = mark[0] == "(", mark[0][0] in "从按"
        if mark.start() > own or (is_bracket and said.text[mark.end() :].startswith("其中")):
            continue  # the words inside begin by themselves
        depth = deep[mark.start()] + is_bracket
        end = next((at for at in range(mark.end(), len(said.text)) if deep[at] < depth), len(said.text))
        within = [count for count in said.counts if mark.end() <= count.start < end and deep[count.start] == depth]
        if not within:
            continue
        among = [count for count in said.counts if mark.start() <= count.start < mark.end() and _is_amount(count)]
        if among and mark[0].rstrip(",:").endswith("中"):
            totals = among[-1:]  # 123个网站问题中,…
        elif is_class:
            whole = _largest(said, mark.start(), before, within)
            totals = [whole] if whole is not None else []
        else:
            totals = _totals(said, mark.start(), before, within[0], is_bracket)
        totals = [total for total in totals if not total.is_near]
        yield from _against(said, totals, mark, within, is_bracket)


def _against(said: Said, totals: list[Count], mark: re.Match, within: list[Count], is_bracket: bool):
    """The enumeration against the counts that 其中 may go with, the likeliest first."""
    told: list[list[Finding | Checked]] = []
    for total in totals:
        parts = run(said.text, within, total)
        if pairs := interleaved(parts.all or parts.counts):
            yield from _pairs(said, pairs, totals, mark)
            return
        if len(parts.counts) == 1 and not is_bracket and mark[0].startswith("其中"):
            told.append(list(_single(said, total, parts.counts[0])))
            continue
        if len(parts.counts) < 2 or any(part.is_near or _BAND.search(part.label) for part in parts.counts):
            told.append([])
            continue
        failed = sum("failed" in part.roles for part in parts.counts)
        is_outcome = any("passed" in part.roles for part in parts.counts)
        if failed > 1 and "failed" not in total.roles and not is_outcome:
            told.append([])
            continue
        if failed and not is_outcome and "failed" not in total.roles:
            told.append([])
            continue
        parts.is_open = "等" in said.text[mark.end() : parts.counts[-1].end + 2]
        told.append(list(_compare(said, total, parts, is_exhaustive=bool(_EXHAUSTIVE.match(mark[0])))))
    agreed = next((one for one in told if any(isinstance(each, Checked) for each in one)), None)
    if agreed is not None:
        yield from agreed
    elif told and told[0] and not any(_may_be_meant(said, totals[0], other, within) for other in totals[1:]):
        yield from told[0]


def _may_be_meant(said: Said, nearest: Count, other: Count, within: list[Count]) -> bool:
    """不合格41个…其中微信公众号210个: the parts are too many for the nearest count, and many of another."""
    found = sum(part.value for part in run(said.text, within, other).counts)
    return other.value >= found > nearest.value * Decimal("1.5") and found >= other.value / 4


def _totals(said: Said, place: int, before: list[Said], part: Count, is_bracket: bool) -> list[Count]:
    """The counts that parts at this place may be parts of: the last one before them, and what the sentence is about."""
    here = [count for count in said.counts if count.end <= place and _is_amount(count)]
    if here:
        if is_bracket:
            return here[-1:] if place - here[-1].end <= 24 else []
        deep = depths(said.text)
        here = [count for count in here if count.depth <= deep[place]]
        return _candidates(here)
    if is_bracket or place > 2 or not before:
        return []
    there = [count for count in before[-1].counts if _is_amount(count) and not count.depth]
    return _candidates(there)


def _candidates(counts: list[Count]) -> list[Count]:
    """The last count, those of its clause before it that are wholes, the first."""
    if not counts:
        return []
    last = counts[-1]
    # …个、…家次,其中: the visits are those of the subjects before them
    if "visits" in last.roles and len(counts) > 1:
        last = counts[-2]
    wholes = [count for count in counts if count.roles & {"inspected", "registered", "received", "found"}]
    return list(dict.fromkeys([last, *reversed(wholes)]))


def _is_amount(count: Count) -> bool:
    return not count.is_said and not count.roles & {"change", "average", "earlier"}


def _largest(said: Said, place: int, before: list[Said], within: list[Count]) -> Count | None:
    """The whole of a paragraph, which 从…看 and 按…分 divide anew each time."""
    earlier = [count for one in before for count in one.counts] + [c for c in said.counts if c.end <= place]
    kind = within[0].kind
    same = [
        c for c in earlier
        if c.family == within[0].family and not c.is_near and _is_amount(c)
        and (c.kind == kind or not {c.kind, kind} <= BODIES)
    ]  # fmt: skip
    return max(same, key=lambda count: count.value, default=None)


def _pairs(said: Said, pairs: dict[str, list[Count]], totals: list[Count], mark: re.Match):
    """Each series of verbs against the total with its verb."""
    known = [count for count in said.counts if count.end <= mark.start()] or totals
    found = [
        (total, parts)
        for verb, parts in pairs.items()
        for total in [count for count in known if verb in {key_of(count), count.kind}][-1:]
        if not total.is_near
    ]
    # where one of them is told whole, so are the others
    is_whole = any(sum(part.value for part in parts) == total.value for total, parts in found)
    for total, parts in found:
        yield from _compare(
            said, total, Parts(parts, "等" in said.text[mark.end() : parts[-1].end + 2]), is_exhaustive=is_whole
        )


def _single(said: Said, total: Count, part: Count) -> Iterator[Finding | Checked]:
    is_same = part.kind == total.kind and part.family == total.family
    if part.value > total.value and is_same and not part.is_near:
        yield sum_finding(
            "contradiction", said, f"部分大于整体：其中{part.value}大于{total.value}",
            f"a part of {part.value} is larger than the whole of {total.value}", [part], total,
        )  # fmt: skip


def _compare(said: Said, total: Count, parts: Parts, *, is_exhaustive: bool = False) -> Iterator[Finding | Checked]:
    counts = parts.counts
    found = sum(part.value for part in counts)
    if found == total.value:
        yield sum_checked(said, counts, total)
        return
    is_halved = are_halves(counts)
    # a site may fail for several reasons; a fault is of one kind
    are_subjects = total.unit in {"个", "家"} and total.kind != "problem" and "问题" not in total.label
    overlap = are_subjects and any(_OVERLAP.search(part.label) for part in counts) and not is_halved
    is_whole = is_exhaustive or counts[-1].is_rest or (
        any("passed" in part.roles for part in counts) and any("failed" in part.roles for part in counts)
    )  # fmt: skip
    if overlap and not is_exhaustive and (found > total.value or not counts[-1].is_rest):
        # one subject may stand for several reasons; where what is left is told, it hardly does
        if not counts[-1].is_rest or parts.is_open:
            return
        severity = "doubt"
    elif found > total.value:
        severity = "contradiction"  # and if it goes on, it is still more
    elif is_whole and not parts.is_open:
        severity = "doubt" if parts.is_forked else "contradiction"
    elif parts.is_open:
        return
    elif not is_halved and found < total.value * (MIN_SLIP if is_slip(counts, total) else MIN_DOUBT):
        return  # some are named, the rest is not
    else:
        severity = "doubt"
    yield sum_finding(
        severity, said,
        f"分项合计与总数不符：{plus(counts)}＝{found}，文中总数为{total.value}",
        f"the parts do not add up: {plus(counts)} = {found}, the text says {total.value}", counts, total,
        right=str(found),
    )  # fmt: skip


def _apart(said: Said, before: list[Said]) -> Iterator[Finding | Checked]:
    """A、B、C分别为x、y、z: as many numbers as names, and their sum."""
    for match in APART.finditer(said.text):
        names, places, _ = apart(said.text, match)
        if len(places) < 2:
            continue
        if len(names) != len(places) and len(names) > 1:
            yield Finding(
                "sum", "doubt", said.sentence.place, said.sentence.shown,
                f"“分别”前列{len(names)}项，后列{len(places)}个数",
                f"{len(names)} names stand before 分别 and {len(places)} numbers behind it",
                {"names": len(names), "numbers": len(places)},
            )  # fmt: skip
            continue
        parts = [count for count in said.counts if count.start in places]
        if len(parts) != len(places):
            continue
        totals = _totals(said, match.start(), before, parts[0], False)
        if not totals or len({part.family for part in parts} | {totals[0].family}) != 1 or match["verb"]:
            continue
        agreeing = [total for total in totals if sum(part.value for part in parts) == total.value]
        if agreeing:
            yield sum_checked(said, parts, agreeing[0])
        elif not said.text.startswith("其中") and not any(count.end <= match.start() for count in said.counts):
            continue  # what the sentence before counts, they need not divide
        elif len(names) > 1 and len({part.kind for part in parts} | {totals[0].kind}) == 1:
            yield from _compare(said, totals[0], Parts(parts))


def plus(parts: list[Count]) -> str:
    """146+57."""
    return "+".join(str(part.value) for part in parts)


def equation(parts: list[Count], total: Count) -> str:
    """146+57 = 203."""
    return f"{plus(parts)} = {total.value}"


def sum_checked(said: Said, parts: list[Count], total: Count) -> Checked:
    """A sum that agrees, with all its parts."""
    words = (taken.of_count(said, total, "总数"), *(taken.of_count(said, part, "分项") for part in parts))
    return Checked("sum", said.sentence.place, said.sentence.shown, equation(parts, total), words)


def sum_finding(severity, said: Said, zh: str, en: str, parts: list[Count], total: Count, right: str = "") -> Finding:
    """What is wrong with a sum, with its parts and its total as values."""
    values = {"parts": [str(part.value) for part in parts], "total": str(total.value)}
    words = (taken.of_count(said, total, "总数"), *(taken.of_count(said, part, "分项") for part in parts))
    laid = f"{plus(parts)} = {sum(part.value for part in parts)} ≠ {total.value}" if len(parts) > 1 else (
        f"{parts[0].value} > {total.value}"
    )  # fmt: skip
    return Finding("sum", severity, said.sentence.place, said.sentence.shown, zh, en, values, right, words, laid)
