"""Bands of scores (90分以上12个、80至90分9个) against what was scored: a band that is missing, one too many."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspection.proofread import taken
from inspection.proofread.checks.sums import equation, plus
from inspection.proofread.context import Context, Said
from inspection.proofread.finding import Checked, Finding
from inspection.proofread.house import House
from inspection.proofread.quantities import Count

_BAND = re.compile(
    r"(?:低于|不足|高于|不到|超过)\d+(?:\.\d+)?分[^,;。、]{0,10}$|\d+(?:\.\d+)?分?(?:\([^)]*\))?(?:[至到~—-]+\d+(?:\.\d+)?分|分(?:及以上|及?以下|以上|以下|\(含\)以?[上下]?|至|到|—|-|~))[^,;。、]{0,10}$"
)

_BAND_BEHIND = re.compile(r"(?:网站|政务新媒体|新媒体|账号|单位)?(?:得分|评分|分数)?(?:在|为|低于|高于|不足)\d+分")


def check(context: Context, house: House) -> Iterator[Finding | Checked]:
    """At least two bands, and the count before them that they divide."""
    for paragraph in context.paragraphs:
        flat = [(said, count) for said in paragraph for count in said.counts if not count.is_said and not count.is_near]
        at = 0
        while at < len(flat):
            bands = []
            while at < len(flat) and _is_band(*flat[at]):
                bands.append(flat[at])
                at += 1
            if len(bands) >= 2 and _are_apart(bands):
                yield from _divided(flat[: at - len(bands)], bands)
            at += 1


def _is_band(said: Said, count: Count) -> bool:
    if _BAND_BEHIND.match(count.after):
        return True
    clause = re.split(r"[,;。:、]", said.text[: count.start])[-1]
    # 得分在90分以上的网站有12个, 12个网站得分90分以上 is told otherwise
    return bool(_BAND.search(re.sub(r"(?:的|有|为|共|网站|政府|政务|新媒体|账号|单位|得分)+$", "", clause)))


def _are_apart(bands: list[tuple[Said, Count]]) -> bool:
    """95分以上10家,90分以上36家: the second holds the first."""
    words = [re.split(r"[,;。:、]", said.text[: count.start])[-1] + count.after for said, count in bands]
    return sum("以上" in one for one in words) < 2 and sum("以下" in one for one in words) < 2


def _divided(before: list[tuple[Said, Count]], bands: list[tuple[Said, Count]]) -> Iterator[Finding | Checked]:
    said, first = bands[0]
    parts = [count for _, count in bands]
    alike = [(one, count) for one, count in before if count.family == first.family]
    wholes = [(one, count) for one, count in alike if count.kind == first.kind]
    if not wholes and not first.is_own:
        wholes = alike[-1:]  # 参加评分的单位26个…。其中90分以上16个
    wholes = [place for place in wholes if place[1].roles & {"inspected", "registered"}] or wholes
    if not wholes:
        return
    other, whole = wholes[-1]
    found = sum(part.value for part in parts)
    words = (taken.of_count(other, whole), *(taken.of_count(said, part, "分数段") for said, part in bands))
    failed = [count.value for _, count in before if "failed" in count.roles and count.kind == first.kind]
    if found == whole.value or (failed and found + failed[-1] == whole.value):  # those were not scored
        yield Checked("band", said.sentence.place, said.sentence.shown, equation(parts, whole), words)
        return
    is_more = found > whole.value
    zh = f"各分数段合计多于总数：{plus(parts)}＝{found}，总数为{whole.value}" if is_more else (
        f"各分数段合计{plus(parts)}＝{found}，总数为{whole.value}，缺少分数段或数字有误")  # fmt: skip
    yield Finding(
        "band", "contradiction" if is_more else "doubt", said.sentence.place, said.sentence.shown, zh,
        f"the bands come to {found} of {whole.value}" + ("" if is_more else ": one is missing or a number is wrong"),
        {"parts": [str(part.value) for part in parts], "total": str(whole.value)}, "", words,
        f"{plus(parts)} = {found} ≠ {whole.value}",
    )  # fmt: skip
