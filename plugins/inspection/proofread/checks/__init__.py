"""The checks, a topic a file. Each has `check(context, house)` and yields what is wrong and what agrees."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from inspection.proofread.checks import (
    accumulated,
    amounts,
    attachments,
    bands,
    bodies,
    contents,
    counters,
    dates,
    deadlines,
    growth,
    headings,
    lost,
    members,
    numbers,
    outcomes,
    parts,
    periods,
    points,
    rates,
    repeats,
    restated,
    shares,
    sums,
    tables,
    tampering,
    totals,
    wording,
)
from inspection.proofread.context import Context
from inspection.proofread.finding import Checked, Finding
from inspection.proofread.house import House

Check = Callable[[Context, House], Iterator[Finding | Checked]]

CHECKS: tuple[Check, ...] = (
    tampering.check,
    contents.check,
    numbers.check,
    lost.check,
    dates.check,
    periods.check,
    deadlines.check,
    sums.check,
    totals.check,
    accumulated.check,
    outcomes.check,
    amounts.check,
    parts.check,
    bands.check,
    rates.check,
    shares.check,
    members.check,
    points.check,
    growth.check,
    attachments.check,
    bodies.check,
    tables.check,
    repeats.check,
    restated.check,
    headings.check,
    wording.check,
    counters.check,
)
