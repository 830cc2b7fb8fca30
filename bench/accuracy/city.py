"""The yardstick of the demo's city: every finding of two quarters beside the table of its planted faults."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from bench.accuracy.warehouses import throw_away
from demo import city
from demo.city import faults
from inspection import warehouse
from inspection.declared.editions import load_edition
from tests.given.history import take_in

HEAD = "\n## The invented city\n"
SEEDS = (1, 2, 3)
DAY = timedelta(days=1)


@dataclass
class Score:
    """Days of an indicator that were expected, found, missed and invented, over all seeds."""

    counts: Counter = field(default_factory=Counter)

    @property
    def precision(self) -> float | None:
        found = self.counts["found"]
        return None if not found else (found - self.counts["invented"]) / found

    @property
    def recall(self) -> float | None:
        expected = self.counts["expected"]
        return None if not expected else (expected - self.counts["missed"]) / expected


def section(seeds: Iterable[int]) -> str:
    """The part about the invented city: both quarters of every seed, taken in, judged and compared."""
    scores: dict[str, Score] = {}
    flagged: list[str] = []
    alike_count = 0
    seeds = list(seeds)
    for seed, expected, found in _judged(seeds):
        for key in ("expected", "found", "missed", "invented"):
            days = {"expected": expected, "found": found, "missed": expected - found, "invented": found - expected}[key]
            for _, indicator_id, _, _ in days:
                scores.setdefault(indicator_id, Score()).counts[key] += 1
        alike = [plant for plant in faults.plants(seed) if plant.is_harmless and plant.first_on <= faults.LAST_DAY]
        alike_count += len(alike)
        flagged += [f"seed {seed}: {plant.note}" for plant in alike if _is_flagged(plant, found - expected)]
    lines = [
        HEAD,
        f"Two quarters of 云州市 with seeds {', '.join(map(str, seeds))}: the archive is imported, every day is read"
        " from its WARC files and judged, and every finding (subject, indicator, day, verdict) is compared with the"
        " ground truth, which is computed from the table of planted faults without rendering a page. In days.\n",
        "| indicator | expected | found | missed | invented | precision | recall |\n|---|---|---|---|---|---|---|",
    ]
    for indicator_id, score in sorted(scores.items()):
        counts = [f"{score.counts[key]:,}" for key in ("expected", "found", "missed", "invented")]
        lines.append(f"| {indicator_id} | {' | '.join(counts)} | {_ratio(score.precision)} | {_ratio(score.recall)} |")
    unplanted = [entry for entry in load_edition("cn-2019-19").indicators if entry.id not in scores]
    measured = [entry.id for entry in unplanted if entry.found_by == "observation"]
    reported = [entry.id for entry in unplanted if entry.found_by != "observation"]
    lines.append(f"\nLook-alikes flagged: {len(flagged)} of {alike_count}.")
    lines += [f"- {line}" for line in flagged]
    lines.append(
        f"\nNot planted here: {', '.join(measured)}, which are seen by looks of their own or on accounts that are not"
        " as registered (demo/town/town.py): their cases and tests are under tests/. Everything else is found by people"
        f" and comes as a report: {', '.join(reported)}."
    )
    return "\n".join(lines) + "\n"


def _judged(seeds: Iterable[int]) -> Iterator[tuple[int, set[tuple], set[tuple]]]:
    """Seed, expected and found findings, one seed after the other on one throw-away server."""
    with throw_away() as (server, folder):
        for seed in seeds:
            begin = time.monotonic()
            archive = folder / f"archive-{seed}"
            city.build(archive, seed)
            made = take_in(server, folder / f"seed-{seed}", archive, f"seed_{seed}")
            expected = {
                (span["subject_id"], span["indicator_id"], span["first_on"] + number * DAY, span["verdict"])
                for span in made.truth["findings"]
                for number in range((span["last_on"] - span["first_on"]).days + 1)
            }
            with warehouse.connect(made.url) as connection:
                rows = connection.execute("select subject_id, indicator_id, day, verdict from mart.fact_finding")
                found = {tuple(row.values()) for row in rows}
            print(f"seed {seed}: {len(expected):,} expected, {len(found):,} found ({time.monotonic() - begin:.0f} s)")
            yield seed, expected, found


def _is_flagged(plant: faults.Plant, invented: set[tuple]) -> bool:
    return any(
        plant.subject_id in {subject_id, faults.EVERYBODY} and plant.is_seen(day) for subject_id, _, day, _ in invented
    )


def _ratio(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
