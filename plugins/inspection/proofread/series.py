"""Series: numbers told one after the other (5家、36个; 分别为94.8%、85.0%), and to which names each belongs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from inspection.proofread.percentages import Rate
from inspection.proofread.quantities import Count

Figure = TypeVar("Figure", Count, Rate)
_JOINT = re.compile(r"(?:个百分点)?(?:、|,?和|,?及|,?以及|与)+[^,;。:、()\d]{0,20}")
_BARE = re.compile(r"[、,和及与以]+")


def runs(text: str, figures: Sequence[Figure]) -> list[list[Figure]]:
    """Figures that 、 or 和 joins, at least two together."""
    found: list[list[Figure]] = []
    for figure in figures:
        if isinstance(figure, Count) and (figure.is_said or figure.is_near):
            continue
        between = text[found[-1][-1].end : figure.start] if found else ""
        if found and (_JOINT.fullmatch(between) or (isinstance(figure, Rate) and _BARE.fullmatch(between))):
            found[-1].append(figure)
        else:
            found.append([figure])
    return [run for run in found if len(run) > 1]


def is_bare(text: str, run: Sequence[Count | Rate]) -> bool:
    """Whether only the first has words: 不合格5家、36个."""
    return all(_BARE.fullmatch(text[one.end : other.start]) for one, other in pairwise(run))


def align(text: str, counts: list[Count], named: dict[int, list[Count]]) -> list[Count]:
    """Counts whose names stand in a series of as many before; `named` keeps those by length, and is filled here."""
    by_place = {count.start: count for count in counts}
    for run in runs(text, counts):
        size = len(run)
        if not is_bare(text, run) or run[1].name:
            if _are_named(run):
                named[size] = [by_place[count.start] for count in run]
        elif size in named and named[size][0] is not run[0]:
            for count, of in zip(run, named[size], strict=True):
                by_place[count.start] = replace(
                    count, kind=of.kind, name=of.name or of.label, roles=run[0].roles, is_own=True
                )
    return [by_place[count.start] for count in counts]


def _are_named(run: Sequence[Count]) -> bool:
    """Whether its members are told apart by kind or by name."""
    return len({(count.kind, count.name or count.label) for count in run}) == len(run)
