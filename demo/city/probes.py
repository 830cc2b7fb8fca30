"""The probe log (探测日志): 48 planned visits a day and site, and how each ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from demo.city import faults, registry
from demo.city.registry import Site

HEADERS = ("site_code", "scheduled_at", "started_at", "outcome", "http_status", "seconds", "vantage")
VANTAGE = "yunzhou-demo"
SLOTS_A_DAY = 48
ON_TIME = timedelta(minutes=60)
# What the visits of an outage end with, in turn. The last one is answered, but only after fifteen seconds.
OUTAGE = (("timeout", "", 15.0), ("http_error", 503, 0.412), ("refused", "", 0.031), ("ok", 200, 15.0))


def rows(seed: int, day: date) -> Iterator[tuple]:
    """The log of a day, in the order of HEADERS; times are local with their offset."""
    for site in registry.sites():
        yield from _site_rows(seed, site, day)


def planted_slots(seed: int, site: Site, day: date) -> dict[int, str]:
    """Kind of what is planted in each slot of a site's day, where anything is."""
    return {
        slot: plant.kind
        for plant in faults.of_subject(seed, site.subject_id, *faults.PROBE_KINDS)
        if plant.is_seen(day)
        for span in plant.parts
        for slot in faults.slots(span)
    }


def _site_rows(seed: int, site: Site, day: date) -> Iterator[tuple]:
    rng = Random(f"{seed}:probes:{site.code}:{day}")
    planted = planted_slots(seed, site, day)
    outage = [slot for slot in range(SLOTS_A_DAY) if planted.get(slot) == "outage"]
    midnight = datetime.combine(day, time())
    for slot in range(SLOTS_A_DAY):
        kind = planted.get(slot, "")
        scheduled_at = midnight + timedelta(minutes=30 * slot)
        delay = timedelta(seconds=int(rng.random() * 1500))
        outcome, status, seconds = "ok", 200, round(0.08 + rng.random() ** 3 * 4, 3)
        if kind == "outage":
            outcome, status, seconds = OUTAGE[slot % len(OUTAGE)]
            if slot == outage[0]:
                delay = ON_TIME  # exactly an hour late: it still counts
        elif kind == "blocked":
            outcome, status, seconds = "blocked", 403, 0.204
        elif kind == "late":
            outcome, status, seconds, delay = "timeout", "", 15.0, ON_TIME + timedelta(seconds=1) + delay
        elif kind in {"doubled", "hiccup"}:
            outcome, status, seconds = "timeout", "", 15.0
        elif kind == "slow":
            seconds = 14.9
        elif kind == "downtime":
            outcome, status, seconds = "http_error", 503, 0.118
        elif kind == "own_outage":
            outcome, status, seconds = "dns_failure", "", 5.0
        row = (
            site.code, f"{scheduled_at:%Y-%m-%dT%H:%M:%S}+08:00", f"{scheduled_at + delay:%Y-%m-%dT%H:%M:%S}+08:00",
            outcome, status, seconds, VANTAGE,
        )  # fmt: skip
        yield row
        if kind == "doubled":
            yield row
