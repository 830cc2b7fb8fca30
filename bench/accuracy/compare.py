"""Claims beside the truth: what is found, missed, false, and left unknown though it could be told.

What counts:

- A **span** is what the truth says of one place under one indicator, `fail` or `suspected`, on days without a gap. It
  counts where the bytes decide at least one of these days. It is found where a claim, `fail` or `suspected`, names this
  indicator and place on at least one day of it; what share of its decidable days was found is told beside it. A claim
  that names another place on these days finds nothing (*elsewhere*).
- An **accusation** is a run of days on which the same place is claimed under the same indicator and verdict. It is
  right where the truth has a `fail` or `suspected` there on at least one of them, decidable or not. It is *false* where
  the truth passes (or knows that nothing can be known), *elsewhere* where the truth accuses another place, *bold* where
  a machine says `fail` of what only a person may (SV1.1, SV1.3, SV1.4, SV1.5, AV1.1, AV1.3). Days that the truth calls
  undecidable count neither way.
- **Unknown** is the share of the subjects' days that the truth calls decidable and that are claimed to be `unknown`.
- Of reasons that are no indicators (`privacy`, …) the truth names what was planted, and nothing else is so. Where it
  does not ask about an indicator at all (deductions of departments' sites) claims are counted apart: *not asked*.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from bench.accuracy.claims import ACCUSES, DAY, Claim, Told

ONLY_SUSPECTED = frozenset({"SV1.1", "SV1.3", "SV1.4", "SV1.5", "AV1.1", "AV1.3"})
SKIPPED = ("open", "not asked")


class Run(NamedTuple):
    """A run of days of claims that are alike and stand alike before the truth."""

    subject: str
    indicator: str
    verdict: str
    place: str
    standing: str  # right | false | elsewhere | bold
    first_on: date
    last_on: date


class Miss(NamedTuple):
    """A span that was not found, and what was claimed instead."""

    span: Told
    instead: str  # nothing | unknown | elsewhere


@dataclass
class Tally:
    """What is counted of one indicator."""

    counts: Counter = field(default_factory=Counter)

    def share(self, part: str, whole: str) -> float | None:
        """One count as a share of another; None of nothing."""
        return self.counts[part] / self.counts[whole] if self.counts[whole] else None


@dataclass
class Comparison:
    """Everything that one set of claims shows beside one truth."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    wrong: list[Run] = field(default_factory=list)
    missed: list[Miss] = field(default_factory=list)
    not_asked: Counter = field(default_factory=Counter)  # place-days by indicator
    failed: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))  # how their fails stand


def compare(truth: Iterable[Told], claimed: Iterable[Claim]) -> Comparison:
    """Compare all claims of a period with the truth of it."""
    truth, claimed = list(truth), list(claimed)
    asked: dict[tuple[str, str, date], list[Told]] = defaultdict(list)
    for row in truth:
        for day in row.days():
            asked[row.subject, row.indicator, day].append(row)
    accused: dict[tuple[str, str, date], set[str]] = defaultdict(set)
    unknown: set[tuple[str, str, date]] = set()
    for claim in claimed:
        key = claim.subject, claim.indicator, claim.day
        if claim.verdict in ACCUSES:
            accused[key].add(claim.place)
        else:
            unknown.add(key)
    done = Comparison()
    _count_spans(done, truth, accused, unknown)
    _count_accusations(done, [claim for claim in claimed if claim.verdict in ACCUSES], asked, _named(truth))
    for key, rows in asked.items():
        if all(row.is_decidable for row in rows):
            counts = done.tallies[key[1]].counts
            counts["decidable"] += 1
            counts["unknown"] += key in unknown and key not in accused
    return done


def _named(truth: Iterable[Told]) -> set[str]:
    """Reasons without an indicator that the truth knows."""
    return {row.indicator for row in truth if row.indicator[0].islower()}


def _spans(truth: list[Told]) -> list[list[Told]]:
    """Rows that accuse, those of one place on days that adjoin together."""
    spans: list[list[Told]] = []
    for row in sorted(row for row in truth if row.verdict in ACCUSES):
        last = spans[-1][-1] if spans else None
        if last and last[:4] == row[:4] and last.last_on + DAY == row.first_on:
            spans[-1].append(row)
        else:
            spans.append([row])
    return spans


def _count_spans(done: Comparison, truth: list[Told], accused: dict, unknown: set) -> None:
    for span in _spans(truth):
        first = span[0]
        days = {day: row.is_decidable for row in span for day in row.days()}
        if not any(days.values()):
            continue
        places = {day: accused.get((first.subject, first.indicator, day), set()) for day in days}
        found = [day for day, there in places.items() if (first.place in there if first.place else there)]
        counts = done.tallies[first.indicator].counts
        counts["spans"] += 1
        counts["found"] += bool(found)
        counts["days"] += sum(days.values())
        counts["days_found"] += sum(days[day] for day in found)
        if not found:
            is_unknown = any((first.subject, first.indicator, day) in unknown for day in days)
            whole = first._replace(last_on=span[-1].last_on)
            instead = "elsewhere" if any(places.values()) else "unknown" if is_unknown else "nothing"
            done.missed.append(Miss(whole, instead))


def _count_accusations(done: Comparison, claimed: list[Claim], asked: dict, named: set[str]) -> None:
    by_place: dict[tuple[str, str, str, str], dict[date, str]] = defaultdict(dict)
    for claim in claimed:
        standing = _standing(claim, asked.get((claim.subject, claim.indicator, claim.day), []), named)
        if standing == "not asked":
            done.not_asked[claim.indicator] += 1
        elif standing != "open" and claim.verdict == "fail":
            done.failed[claim.subject, claim.indicator].add(standing)
        by_place[claim[:4]][claim.day] = standing
    for (subject, indicator, verdict, place), days in by_place.items():
        counts = done.tallies[indicator].counts
        for run in _consecutive(sorted(days)):
            standings = [days[day] for day in run if days[day] not in SKIPPED]
            if standings:
                counts["accusations"] += 1
                counts["right"] += "right" in standings
                counts["accused_days"] += len(standings)
                counts["right_days"] += standings.count("right")
        for standing in ("false", "elsewhere", "bold"):
            for run in _consecutive(sorted(day for day in days if days[day] == standing)):
                done.wrong.append(Run(subject, indicator, verdict, place, standing, run[0], run[-1]))


def _standing(claim: Claim, rows: list[Told], named: set[str]) -> str:
    if not rows:
        return "false" if claim.indicator in named else "not asked"
    accusing = [row for row in rows if row.verdict in ACCUSES]
    if claim.verdict == "fail" and claim.indicator in ONLY_SUSPECTED:
        return "bold"
    if any(row.place in ("", claim.place) for row in accusing):
        return "right"
    if accusing:
        return "elsewhere" if any(row.is_decidable for row in accusing) else "open"
    return "false" if any(row.is_decidable or row.verdict == "unknown" for row in rows) else "open"


def _consecutive(days: list[date]) -> list[list[date]]:
    runs: list[list[date]] = []
    for day in days:
        if runs and runs[-1][-1] + DAY == day:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs
