"""Rates told in series with the series they are reckoned of: 收到a、b、c,整改d、e、f,整改率分别为x、y、z."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from inspection.proofread import series
from inspection.proofread.context import Context, Said
from inspection.proofread.percentages import Rate
from inspection.proofread.quantities import Count

Place = tuple[Said, Count]
_VERB = re.compile(r"([\u3400-\u9fff]{2})(?:完成)?率")
_NOUN_END = re.compile(r"(?:类|方面|渠道)?(?:的)?(?:留言|问题|网站|账号|新媒体|信息|来信)?(?:有|共)?$")
MIN_NAME_CHARS = 2
MOST_PARAGRAPHS = 12  # back: what stands further off is of something else
_PARTS = {"failed", "passed", "closed", "on_time", "rectified", "true", "overdue", "open"}


@dataclass(slots=True)
class Members:
    """A series of rates, with what each is a part of; `is_named`: the rate bears the verb of its parts (整改率)."""

    said: Said
    rates: list[Rate]
    parts: list[Place]
    wholes: list[Place]
    is_named: bool


def rate_runs(said: Said) -> list[list[Rate]]:
    """Percentages told one after the other, points left out."""
    return [run for run in series.runs(said.text, said.rates) if not any(rate.is_points for rate in run)]


def in_series(said: Said, rate: Rate) -> bool:
    """Whether a rate stands in a series: then no single count beside it is its own."""
    return any(rate in run for run in rate_runs(said))


def read(context: Context, number: int, at: int) -> list[Members]:
    """The series of rates of a sentence that have their parts and wholes before them."""
    paragraph = context.paragraphs[number]
    said, found = paragraph[at], []
    for run in rate_runs(said):
        told = _lists(paragraph, at, run)
        if not told:
            continue
        parts = told[0]
        wholes = next((one for one in told[1:] if _are_alike(one, parts)), None) or _by_name(context, number, at, parts)
        if wholes is not None:
            verb = _VERB.search(run[0].before)
            is_named = verb is not None and verb[1] in f"{parts[0][1].label}{parts[0][1].name}"
            found.append(Members(said, list(run), parts, wholes, is_named))
    return found


def _lists(paragraph: list[Said], at: int, run: list[Rate]) -> list[list[Place]]:
    """Series of as many counts before the rates, the nearest first."""
    found: list[list[Place]] = []
    if chain := _chain(paragraph, at, len(run), run[0].start):
        return chain
    for other in reversed(paragraph[: at + 1]):
        counts = [count for count in other.counts if other is not paragraph[at] or count.end <= run[0].start]
        told = [list(one) for one in series.runs(other.text, counts) if len(one) == len(run)]
        told = told or _in_turn(other, counts, len(run))
        found += [[(other, count) for count in one] for one in sorted(told, key=lambda one: -one[-1].start)]
    return found


def _chain(paragraph: list[Said], at: int, size: int, place: int) -> list[list[Place]]:
    """甲县报送64条、采用12条;乙县报送69条、采用20条,采用率分别为…: the pairs of sentences that semicolons join."""
    first = at
    while first and paragraph[first - 1].text.endswith(";") and at - first < size:
        first -= 1
    mine = [
        (said, count) for said in paragraph[first : at + 1] for count in said.counts
        if (said is not paragraph[at] or count.end <= place) and not count.is_near and not count.is_said
    ]  # fmt: skip
    if first == at or len(mine) != 2 * size or len({count.unit for _, count in mine}) != 1:
        return []
    return [mine[1::2], mine[::2]]


def _in_turn(said: Said, counts: list[Count], size: int) -> list[list[Count]]:
    """甲县报送64条、采用12条;乙县报送69条、采用20条: wholes and parts that take turns in a sentence."""
    mine = [count for count in counts if not count.is_near and not count.is_said]
    if len(mine) != 2 * size or size < 2 or len({count.unit for count in mine}) != 1:
        return []
    return [mine[::2], mine[1::2]]


def larger(said: Said) -> list[tuple[Count, Count]]:
    """检查228个、19个,不合格的分别为8个、26个: parts that are more than the wholes told before them."""
    told = series.runs(said.text, said.counts)
    found: list[tuple[Count, Count]] = []
    for wholes, parts in pairwise(told):
        if len(wholes) != len(parts) or not all(count.roles & _PARTS for count in parts):
            continue
        if any(count.roles & _PARTS for count in wholes) or wholes[0].family != parts[0].family:
            continue
        more = [(part, whole) for part, whole in zip(parts, wholes, strict=True) if part.value > whole.value]
        found += more if len(more) < len(parts) else []
    return found


def _are_alike(wholes: list[Place], parts: list[Place]) -> bool:
    return all(whole[1].family == part[1].family for whole, part in zip(wholes, parts, strict=True))


def _by_name(context: Context, number: int, at: int, parts: list[Place]) -> list[Place] | None:
    """咨询、求助两类分别为…: of what was told of 咨询类 and 求助类 before."""
    near = context.paragraphs[max(number - MOST_PARAGRAPHS, 0) : number]
    before = [one for paragraph in near for one in paragraph] + context.paragraphs[number][:at]
    found = []
    for _, part in parts:
        mine = [
            (said, count) for said in reversed(before) for count in reversed(said.counts)
            if count.family == part.family and count is not part and not count.is_near and _is_named(count, part.name)
        ]  # fmt: skip
        if not mine:
            return None
        found.append(mine[0])
    return found if len({id(count) for _, count in found}) == len(found) else None


def _is_named(count: Count, name: str) -> bool:
    own = _NOUN_END.sub("", count.before.removeprefix("其中"))
    return len(own) >= MIN_NAME_CHARS and name.startswith(own)
