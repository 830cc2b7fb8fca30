"""Enumerations of parts: which counts belong to one, where it ends, and what takes turns in it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from inspection.proofread.quantities import Count

# words between two parts that begin something else
ELSE = re.compile(
    r"共(?!青团|享)|发现|检查|抽查|监测|占|涉及|其中|累计|率|同比|环比|较上|同时|此外|比例|已整改|完成整改|限期|办结|新增|(?:注销|关停|撤销|迁移|清理|下线)了"
)
_ITS_OWN = re.compile(r"^[,;]?(?:全[省市县区]|本[季月次]|我[省市县区]|总体|共)")
_VERB = re.compile(
    r"报送|上报|采用|录用|转载|发布|检查|抽查|不合格|合格|发现|整改|收到|受理|办结|回复|转办|按时|逾期|新增|注销|关停|备案|属实|通过"
)
_RATE = re.compile(r"[,(][^,;。、()]{0,8}(?:率|占比?)[^,;。、()\d]{0,4}\d+(?:\.\d+)?%\)?")
# words of two parts that leave nothing between them
_HALVES = (
    ("市直|市级|市本级|省直|省级|县直|县级部门", "县|区|乡镇"), ("正常", "关停|注销|暂停"), ("(?<!不)属实", "不属实"),
    ("网站", "新媒体"), ("线上", "线下"), ("上半年", "下半年"),
)  # fmt: skip
OUTCOMES = frozenset({"passed", "failed", "undetermined", "on_time", "overdue", "closed", "open"})


@dataclass(slots=True)
class Parts:
    """Parts of one enumeration; `is_open`: it may leave some out; `is_forked`: it may also end earlier."""

    counts: list[Count]
    is_open: bool = False
    is_forked: bool = False
    all: list[Count] | None = None  # where it is forked, also those behind


def run(text: str, within: list[Count], total: Count) -> Parts:
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
        # what stands in brackets between two parts is told of the first
        between = re.sub(r"\([^()]*\)", "", text[last.end : count.start]) if last is not None else ""
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
    return bool(ELSE.search(between))


def _without_verb(between: str, first: Count) -> str:
    """省级检查20家,市级检查36家: the verb that all parts have begins nothing else."""
    verb = (re.findall(r"检查|抽查|监测|发现", first.before) or [""])[-1]
    return between.removesuffix(verb) if verb and first.before.endswith(verb) else between


def _is_other(first: Count, count: Count) -> bool:
    """Whether an outcome follows where no outcomes are told: …、微博57个,不合格6个."""
    # 办结141条、正在办理2条,按时办结139条、超期2条: the received divided twice
    is_anew = bool(count.roles & {"on_time", "overdue"} and first.roles & {"closed", "open"})
    return is_anew or bool(count.roles & OUTCOMES and not first.roles & OUTCOMES)


def interleaved(parts: list[Count]) -> dict[str, list[Count]]:
    """报送36条、采用12条;乙县报送41条、采用15条: the parts of each verb, where at least two take turns."""
    verbs = [key_of(part) for part in parts]
    kinds = list(dict.fromkeys(verbs))
    if len(kinds) < 2 or "" in kinds or len(parts) < 4 or verbs != kinds * (len(parts) // len(kinds)):
        return {}
    told: dict[str, list[Count]] = defaultdict(list)
    for verb, part in zip(verbs, parts, strict=True):
        told[verb].append(part)
    return told


def key_of(count: Count) -> str:
    """What takes turns: the verb, else the kind of the noun."""
    found = _VERB.findall(count.before)
    return found[-1] if found else count.kind if count.is_own else ""


def are_halves(parts: list[Count]) -> bool:
    """Whether two parts divide all there is between them: 市级130个、县级282个."""
    if len(parts) != 2:
        return False
    labels = [part.label for part in parts]
    return any(
        re.search(one, first) and re.search(other, second) for one, other in _HALVES
        for first, second in (labels, labels[::-1])
    )  # fmt: skip


def is_slip(parts: list[Count], total: Count) -> bool:
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
