"""Sums: parts behind 其中, 分别为, 按…分, a bracket or 共计 against their total.

其中 goes with the noun that it counts: the last count before it, or the one that the sentence is about. All parts of
an enumeration are added, never some that fit; pairs told in turn (报送36条、采用12条;…) are two sums.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from inspection.proofread import taken
from inspection.proofread.apart import APART, apart
from inspection.proofread.context import Context, Said, joined
from inspection.proofread.finding import Checked, Finding
from inspection.proofread.house import House
from inspection.proofread.kinds import BODIES
from inspection.proofread.quantities import Count, depths

_OF_THEM = re.compile(
    r"其中[,:]?|包括[,:]?|分为[,:]?|\((?=[^()]*\d)|(?:从|按)(?:照)?[^,:;。()]{2,12}?(?:来?看|划?分(?:类|布)?|统计)[,:]"
)
_EXHAUSTIVE = re.compile(r"分为|分布|^[从按]")
# words between two parts that begin something else
_ELSE = re.compile(
    r"共(?!青团|享)|发现|检查|抽查|监测|占|涉及|其中|累计|率|同比|环比|较上|同时|此外|比例|已整改|完成整改|限期|办结|新增|(?:注销|关停|撤销|迁移|清理|下线)了"
)
_ITS_OWN = re.compile(r"^[,;]?(?:全[省市县区]|本[季月次]|我[省市县区]|总体|共)")
_OVERLAP = re.compile(r"问题|不更新|未更新|错误|互动|链接|空白|无法|不及时|原因|表述|超时|不可用")
_TOTAL = re.compile(r"(?:共计|合计|总计|共)(?:有)?$")
_TOTAL_OF_KIND = re.compile(r"^(?:共计|合计|总计)[^,;。]{0,10}(?:网站|新媒体|账号)")
_RATE = re.compile(r"[,(][^,;。、()]{0,8}(?:率|占比?)[^,;。、()\d]{0,4}\d+(?:\.\d+)?%\)?")
# words of two parts that leave nothing between them
_HALVES = (
    ("市直|市级|市本级|省直|省级|县直|县级部门", "县|区|乡镇"), ("正常", "关停|注销|暂停"), ("(?<!不)属实", "不属实"),
    ("网站", "新媒体"),
)  # fmt: skip
_BAND = re.compile(r"\d+分")
_VERB = re.compile(
    r"报送|上报|采用|录用|转载|发布|检查|抽查|不合格|合格|发现|整改|收到|受理|办结|回复|转办|按时|逾期|新增|注销|关停|备案|属实|通过"
)
_OUTCOMES = frozenset({"passed", "failed", "undetermined", "on_time", "overdue", "closed", "open"})
MIN_DOUBT = Decimal("0.9")  # less may be some of them named
MIN_SLIP = Decimal("0.5")  # … unless one wrong digit explains it


@dataclass(slots=True)
class Parts:
    """Parts of one enumeration; `is_open`: it may leave some out; `is_forked`: it may also end earlier."""

    counts: list[Count]
    is_open: bool = False
    is_forked: bool = False
    all: list[Count] | None = None  # where it is forked, also those behind


def check(context: Context, house: House) -> Iterator[Finding | Checked]:
    """Every sum that the grammar of the text announces."""
    for number, paragraph in enumerate(context.paragraphs):
        for at, said in enumerate(paragraph):
            before = paragraph[:at] or (context.paragraphs[number - 1] if number else [])
            yield from _of_them(joined(paragraph, at), before)
            yield from _in_all(said)
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
        if is_class:
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
        parts = _run(said.text, within, total)
        if pairs := _interleaved(parts.all or parts.counts):
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
    found = sum(part.value for part in _run(said.text, within, other).counts)
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
    return not count.is_said and not count.roles & {"change", "average"}


def _largest(said: Said, place: int, before: list[Said], within: list[Count]) -> Count | None:
    """The whole of a paragraph, which 从…看 and 按…分 divide anew each time."""
    earlier = [count for one in before for count in one.counts] + [c for c in said.counts if c.end <= place]
    kind = within[0].kind
    same = [
        c for c in earlier
        if c.family == within[0].family and not c.is_near and (c.kind == kind or not {c.kind, kind} <= BODIES)
    ]  # fmt: skip
    return max(same, key=lambda count: count.value, default=None)


def _run(text: str, within: list[Count], total: Count) -> Parts:
    """All parts of the enumeration, up to words that begin something else.

    Between semicolons the first count of each is a part, and what is told of it is none; where it may also end
    before a semicolon, and then comes to its total, it ends there.
    """
    parts: list[Count] = []
    ends: list[int] = []  # lengths of the run where it may end: at semicolons, at commas behind 、
    is_skipping = has_commas = False
    last: Count | None = None
    for count in within:
        if count.is_said:
            break
        between = text[last.end : count.start] if last is not None else ""
        is_new = ";" in between
        if parts and is_new:
            ends.append(len(parts))
            if _ITS_OWN.match(between[between.rindex(";") :]) or _ITS_OWN.match(between.rpartition(";")[2]):
                break
            is_skipping = False
            between = between.rpartition(";")[2]
            between = f";{between}"
        last = count
        if is_skipping:
            continue
        if parts:
            between = _RATE.sub("", between)  # 其中政府206个,合格率97.1%,事业单位12个
            is_told = _is_told(_without_verb(between, parts[0])) or "%" in between or _is_other(parts[0], count)
            # 1个1个: something is lost between them
            if not is_new and not re.search(r"[、,:()和及与]", between):
                break
            if is_told or count.family != total.family:
                is_skipping = True
                if is_new and count.family != total.family:
                    break
                continue
            if "," in between and not is_new and len(parts) > 1 and not has_commas:
                ends.append(len(parts))
            has_commas = has_commas or "," in between
        elif count.family != total.family:
            break
        parts.append(count)
    for end in ends:
        if end < len(parts) and sum(part.value for part in parts[:end]) == total.value:
            return Parts(parts[:end])
    found = Parts(parts)
    if ends and sum(part.value for part in parts) != total.value and ends[0] < len(parts):
        found.is_forked, found.all = True, parts
        if ends[0] > 1:
            found.counts = parts[: ends[0]]
    return found


def _is_told(between: str) -> bool:
    return bool(_ELSE.search(between))


def _without_verb(between: str, first: Count) -> str:
    """省级检查20家,市级检查36家: the verb that all parts have begins nothing else."""
    verb = (re.findall(r"检查|抽查|监测|发现", first.before) or [""])[-1]
    return between.removesuffix(verb) if verb and first.before.endswith(verb) else between


def _is_other(first: Count, count: Count) -> bool:
    """Whether an outcome follows where no outcomes are told: …、微博57个,不合格6个."""
    # 办结141条、正在办理2条,按时办结139条、超期2条: the received divided twice
    is_anew = bool(count.roles & {"on_time", "overdue"} and first.roles & {"closed", "open"})
    return is_anew or bool(count.roles & _OUTCOMES and not first.roles & _OUTCOMES)


def _interleaved(parts: list[Count]) -> dict[str, list[Count]]:
    """报送36条、采用12条;乙县报送41条、采用15条: the parts of each verb, where at least two take turns."""
    verbs = [_key(part) for part in parts]
    kinds = list(dict.fromkeys(verbs))
    if len(kinds) < 2 or "" in kinds or len(parts) < 4 or verbs != kinds * (len(parts) // len(kinds)):
        return {}
    told: dict[str, list[Count]] = defaultdict(list)
    for verb, part in zip(verbs, parts, strict=True):
        told[verb].append(part)
    return told


def _key(count: Count) -> str:
    """What takes turns: the verb, else the kind of the noun."""
    found = _VERB.findall(count.before)
    return found[-1] if found else count.kind if count.is_own else ""


def _pairs(said: Said, pairs: dict[str, list[Count]], totals: list[Count], mark: re.Match):
    """Each series of verbs against the total with its verb."""
    known = [count for count in said.counts if count.end <= mark.start()] or totals
    found = [
        (total, parts)
        for verb, parts in pairs.items()
        for total in [count for count in known if verb in {_key(count), count.kind}][-1:]
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
    is_halved = _are_halves(counts)
    overlap = any(_OVERLAP.search(part.label) for part in counts) and not is_halved
    is_whole = is_exhaustive or counts[-1].is_rest or (
        any("passed" in part.roles for part in counts) and any("failed" in part.roles for part in counts)
    )  # fmt: skip
    if overlap and (found > total.value or not counts[-1].is_rest):
        return  # one subject may stand for several reasons
    if found > total.value:
        severity = "contradiction"  # and if it goes on, it is still more
    elif is_whole and not parts.is_open:
        severity = "doubt" if parts.is_forked else "contradiction"
    elif parts.is_open:
        return
    elif not is_halved and found < total.value * (MIN_SLIP if _is_slip(counts, total) else MIN_DOUBT):
        return  # some are named, the rest is not
    else:
        severity = "doubt"
    yield sum_finding(
        severity, said,
        f"分项合计与总数不符：{plus(counts)}＝{found}，文中总数为{total.value}",
        f"the parts do not add up: {plus(counts)} = {found}, the text says {total.value}", counts, total,
        right=str(found),
    )  # fmt: skip


def _are_halves(parts: list[Count]) -> bool:
    """Whether two parts divide all there is between them: 市级130个、县级282个."""
    if len(parts) != 2:
        return False
    labels = [part.label for part in parts]
    return any(
        re.search(one, first) and re.search(other, second) for one, other in _HALVES
        for first, second in (labels, labels[::-1])
    )  # fmt: skip


def _is_slip(parts: list[Count], total: Count) -> bool:
    """Whether one wrong digit, or two that changed places, explain that the parts are not the total."""
    missing = total.value - sum(part.value for part in parts)
    wished = [(part.value, part.value + missing) for part in parts] + [(total.value, total.value - missing)]
    return len(parts) > 2 and any(_is_one_slip(str(printed), str(right)) for printed, right in wished)


def _is_one_slip(printed: str, right: str) -> bool:
    if len(printed) != len(right):
        return False
    differing = [at for at, (one, other) in enumerate(zip(printed, right, strict=True)) if one != other]
    if len(differing) == 1:
        return True
    return len(differing) == 2 and sorted(printed) == sorted(right) and differing[1] - differing[0] == 1


def _in_all(said: Said) -> Iterator[Finding | Checked]:
    """A、B……共计N."""
    yield from _in_all_by_kind(said)
    for at, total in enumerate(said.counts):
        if at < 2 or total.is_near or not (word := _TOTAL.search(total.before)):
            continue
        parts = []
        for part in reversed(said.counts[:at]):
            follower = parts[0].start if parts else total.start
            gap = re.sub(r"\([^()\d]*\)", "", said.text[part.end : follower])
            if part.unit != total.unit or part.is_near or part.is_said or _ELSE.search(re.sub(_TOTAL, "", gap)):
                break
            if len(gap) > 40 or re.search(r"[;。(]", gap):
                break
            parts.insert(0, part)
        if len(parts) < 2:
            continue
        found = sum(part.value for part in parts)
        if found == total.value:
            yield sum_checked(said, parts, total)
        elif _is_plain_total(said, total, parts, word[0]):
            yield sum_finding(
                "contradiction", said, f"合计不符：{plus(parts)}＝{found}，文中为{total.value}",
                f"the sum is wrong: {plus(parts)} = {found}, the text says {total.value}", parts, total,
                right=str(found),
            )  # fmt: skip


def _is_plain_total(said: Said, total: Count, parts: list[Count], word: str) -> bool:
    """Whether 共计N, or a bare 共N of counts that say nothing else, can only be the sum of what stands before."""
    if total.after or any(part.roles & {"failed", "passed"} for part in parts):
        return False
    if word != "共":
        return True
    is_bare = re.fullmatch(r"[,(]?(?:总)?共(?:有)?", said.text[parts[-1].end : total.start])
    return bool(is_bare) and not any(part.roles - {"inspected", "registered"} or not part.before for part in parts)


def _in_all_by_kind(said: Said) -> Iterator[Finding | Checked]:
    """甲区网站35家、新媒体292个,乙区…,合计网站56家、新媒体412个: kind by kind."""
    at = next((at for at, count in enumerate(said.counts) if _TOTAL_OF_KIND.search(count.before)), None)
    if at is None or at < 2:
        return
    totals = said.counts[at : at + 2]
    before = said.counts[:at]
    if len({total.kind for total in totals}) < 2 or not all(total.is_own for total in totals):
        return
    if any(count.is_near or count.is_said or count.roles & _OUTCOMES or not count.is_own for count in before):
        return
    for total in totals:
        parts = [count for count in before if count.kind == total.kind and count.family == total.family]
        if len(parts) < 2:
            continue
        found = sum(part.value for part in parts)
        if found == total.value:
            yield sum_checked(said, parts, total)
        else:
            yield sum_finding(
                "contradiction", said, f"合计不符：{plus(parts)}＝{found}，文中为{total.value}",
                f"the sum is wrong: {plus(parts)} = {found}, the text says {total.value}", parts, total,
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
    words = tuple([taken.of_count(said, total, "总数"), *(taken.of_count(said, part, "分项") for part in parts)])
    return Checked("sum", said.sentence.place, said.sentence.shown, equation(parts, total), words)


def sum_finding(severity, said: Said, zh: str, en: str, parts: list[Count], total: Count, right: str = "") -> Finding:
    """What is wrong with a sum, with its parts and its total as values."""
    values = {"parts": [str(part.value) for part in parts], "total": str(total.value)}
    words = tuple([taken.of_count(said, total, "总数"), *(taken.of_count(said, part, "分项") for part in parts)])
    laid = f"{plus(parts)} = {sum(part.value for part in parts)} ≠ {total.value}" if len(parts) > 1 else (
        f"{parts[0].value} > {total.value}"
    )  # fmt: skip
    return Finding("sum", severity, said.sentence.place, said.sentence.shown, zh, en, values, right, words, laid)
