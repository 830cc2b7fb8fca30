"""The probe log, and the truth of SV2 worked out from it by the contract's rules.

Rows: ``site_code, scheduled_at, started_at, outcome, http_status, seconds, vantage``, one a half hour and site. A week
is the seven days that end with the monitoring point. Not counted: rows begun over an hour late, doubled rows,
challenges, half hours in which no site at all answered. A week that touches an approved absence is not judged.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from .model import Site, Town
from .plots_access import SLOTS

Row = tuple[str, str, str, str, str, str, str]


def log(t: Town, day: int) -> Iterator[Row]:
    """The rows of one day."""
    date = t.start + timedelta(days=day)
    night = datetime.combine(date, time())
    out = {slot for n, first, count in t.outages if n == day for slot in range(first, first + count)}
    for s in t.sites:
        rng = random.Random(f"{t.seed}/{s.code}/{day}")
        base = rng.uniform(0.15, 1.2)
        known = s.probes.get("rows", {})
        for slot in range(SLOTS):
            when = night + timedelta(minutes=30 * slot)
            outcome, status, seconds = known.get((day, slot), ("ok", "200", base + rng.random()))
            if slot in out:
                outcome, status, seconds = "failed", "", 15.0
            begun = when + timedelta(seconds=rng.randrange(1, 50))
            if (day, slot) in s.probes.get("late", ()):
                begun = when + timedelta(minutes=rng.randrange(62, 110))
            row = (
                s.code,
                when.isoformat(timespec="minutes"),
                begun.isoformat(),
                outcome,
                status,
                f"{seconds:.1f}",
                "L1",
            )
            yield row
            if (day, slot) in s.probes.get("double", ()):
                yield row


def states(t: Town, s: Site) -> list[tuple[bool, bool]]:
    """For every day: whether SV2 fails, and whether the log suffices to tell."""
    known, late = s.probes.get("rows", {}), s.probes.get("late", set())
    ours = {(n, slot) for n, first, count in t.outages for slot in range(first, first + count)}
    counted, failed = [0] * t.count, [0] * t.count
    for day in range(t.count):
        for slot in range(SLOTS):
            outcome, _, seconds = known.get((day, slot), ("ok", "", 1.0))
            if (day, slot) in late or (day, slot) in ours or outcome == "blocked":
                continue
            counted[day] += 1
            failed[day] += outcome != "ok" or seconds >= 15.0
    out = []
    for day in range(t.count):
        week = range(max(0, day - 6), day + 1)
        first, last = t.start + timedelta(days=day - 6), t.start + timedelta(days=day)
        if any(a <= last and b >= first for a, b in s.probes.get("approved", [])):
            out.append((False, True))
            continue
        total, bad = sum(counted[n] for n in week), sum(failed[n] for n in week)
        enough = day >= 6 and all(counted[n] >= 20 for n in week)
        out.append((enough and bad / total >= 0.05, enough))
    return out
