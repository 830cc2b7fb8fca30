"""The yardstick of the strangers' town (tests/strangers): a quarter's findings beside a truth by another hand."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.accuracy.claims import DAY, Claim, claims, told
from bench.accuracy.compare import Comparison, Miss, Run, Tally, compare
from bench.accuracy.warehouses import throw_away
from inspection import places, warehouse
from inspection.declared.office import load
from inspection.flow import quarter
from inspection.periods import Period
from local.postgres import Postgres
from tests.given.history import read_in
from tests.strangers import truth
from tests.strangers.make import make
from tests.strangers.plant import make_town

HEAD = "\n## The strangers' town\n"
SEEDS = (1, 2)
OFFICE = places.ROOT / "tests" / "strangers" / "office.yaml"
# What people and authorities report is no reader's work: told apart.
REPORTED = frozenset({"SV1.2", "SV1.6", "AV1.2", "AV1.4", "AV2.2", "AV3.1", "AV3.2"})
# Towns whose pages were looked at while readers were mended after them: their figures say that what is known is read.
BUILT_WITH = frozenset({*range(1, 7), 101, *range(103, 112), *range(120, 125)})
SEEN = "**the readers were mended with towns 1 to 6, 101, 103 to 111 and 120 to 124**, these among them."
UNSEEN = "**no reader was made with these towns** (with 1 to 6, 101, 103 to 111 and 120 to 124 they were mended; the"
UNSEEN += (
    " first figures of 1 and 2, with no reader changed, were: recall of vetoes 0.384, precision 0.076, false `fail`s"
)
UNSEEN += " 125 of 177, unknown 0.185)."
STANDING = """
Seeds {seeds}: {seen} {sites} sites, seventeen families of content systems and {accounts}
accounts of an invented town, written by somebody who had not read our readers (tests/strangers/README.md). The archive
of a quarter is imported, every day is read and judged, and the rows of `findings --csv` are compared with the town's
truth. What counts as found, right and false is told in `bench/accuracy/compare.py`.
"""


@dataclass
class Judged:
    """One town, taken in and compared."""

    seed: int
    comparison: Comparison
    families: dict[str, str]  # content system of a site, platform of an account, by their codes
    site_days: int
    false_suspected: tuple[int, int]  # new ones, and rows of days
    look_alikes: list[tuple[str, str, str, bool]]  # subject, indicator, what it is, whether it was flagged


def take_in(server: Postgres, folder: Path, seed: int) -> Judged:
    """Make a town, take its archive in, judge its quarter and compare."""
    archive = folder / f"strangers-{seed}"
    make(seed, archive)
    period = period_of(archive)
    name, days = f"strangers_{seed}", list(period.days())
    made = read_in(server, folder / f"store-{seed}", archive, name, load(OFFICE), days)
    with warehouse.connect(made.url) as connection:
        quarter.load(connection, made.office, period)
        found = claims(connection, made.office, period, folder / f"strangers-{seed}.csv")
    return judge(seed, archive, found)


def period_of(archive: Path) -> Period:
    """The quarter that an archive is of."""
    return Period.quarter_of(min(date.fromisoformat(export.name) for export in (archive / "registry").iterdir()))


def judge(seed: int, archive: Path, found: list[Claim]) -> Judged:
    """Compare claims with the truth of a town, and its look-alikes with what was flagged."""
    town, accounts = make_town(seed)
    done = compare(told(archive / "truth.csv"), found)
    false_days = {
        (run.subject, run.indicator, run.first_on + number * DAY)
        for run in done.wrong
        if run.standing == "false"
        for number in range(days_of(run))
    }
    alike: dict[tuple[str, str, str], bool] = {}
    for row in truth.of_town(town, accounts):
        if row.role == "lookalike" and row.verdict == "pass":
            span = (row.day_from + number * DAY for number in range((row.day_to - row.day_from).days + 1))
            key = row.subject, row.indicator, row.why
            alike[key] = alike.get(key, False) or any((row.subject, row.indicator, day) in false_days for day in span)
    suspected = [run for run in done.wrong if run.verdict == "suspected" and run.standing == "false"]
    return Judged(
        seed,
        done,
        {site.code: site.family.key for site in town.sites} | {one.account_id: one.platform for one in town.accounts},
        len(town.sites) * town.count,
        (len(suspected), sum(map(days_of, suspected))),
        [(*key, is_flagged) for key, is_flagged in alike.items()],
    )


def days_of(run: Run) -> int:
    """How many days a run lasts."""
    return (run.last_on - run.first_on).days + 1


def section(seeds: Iterable[int]) -> str:
    """The part about the strangers' town."""
    done = []
    with throw_away() as (server, folder):
        for seed in seeds:
            begin = time.monotonic()
            done.append(take_in(server, folder, seed))
            print(f"strangers, seed {seed}: {time.monotonic() - begin:.0f} s")
    return told_of(done)


def told_of(done: list[Judged]) -> str:
    """Figures and lists of several towns as Markdown."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    not_asked: Counter = Counter()
    for one in done:
        not_asked += one.comparison.not_asked
        for name, tally in one.comparison.tallies.items():
            tallies[name].counts += tally.counts
    town, _ = make_town(done[0].seed)
    lines = [
        HEAD
        + STANDING.format(
            seeds=", ".join(str(one.seed) for one in done),
            seen=SEEN if any(one.seed in BUILT_WITH for one in done) else UNSEEN,
            sites=len(town.sites),
            accounts=len(town.accounts),
        ),
        *_summary(done, tallies),
        "\n| indicator | spans | found | recall | share of days | accusations | right | precision | share of days "
        "| unknown |\n|---|---|---|---|---|---|---|---|---|---|",
        *(_row(name, tallies[name]) for name in sorted(tallies)),
        f"\nNot asked by the truth, in claims of a place and day: {_listed(not_asked)}.",
        "\n### False accusations\n",
        "Places claimed where the truth passes (false), names another place (elsewhere) or leaves the word to a person"
        " (bold): by indicator, verdict and content system.\n",
        "| | subjects | places | days | for example |\n|---|---|---|---|---|",
        *_wrong(done),
        "\n### Missed\n",
        "| indicator | instead | content system | spans | for example |\n|---|---|---|---|---|",
        *_missed(done),
        "\n### Look-alikes flagged\n",
        *(
            f"- seed {one.seed}, {subject}, {indicator}: {why}"
            for one in done
            for subject, indicator, why, is_flagged in one.look_alikes
            if is_flagged
        ),
    ]
    return "\n".join(lines) + "\n"


def _summary(done: list[Judged], tallies: dict[str, Tally]) -> list[str]:
    read = {name: tally for name, tally in tallies.items() if name not in REPORTED}
    vetoes = Tally(sum((tally.counts for name, tally in read.items() if name[1] == "V"), Counter()))
    every = Tally(sum((tally.counts for tally in read.values()), Counter()))
    reported = Tally(sum((tallies[name].counts for name in REPORTED & tallies.keys()), Counter()))
    failed = {(one.seed, *pair): stands for one in done for pair, stands in one.comparison.failed.items()}
    false = {key for key, stands in failed.items() if stands & {"false", "bold"}}
    vetoed = {key[:2] for key in false if key[2][1] == "V"}
    site_days = sum(one.site_days for one in done)
    new, rows = (sum(one.false_suspected[part] for one in done) for part in (0, 1))
    alike = [entry for one in done for entry in one.look_alikes]
    return [
        "| | |\n|---|---|",
        f"| recall of vetoes | {_share(vetoes.share('found', 'spans'))} |",
        f"| recall of all that a machine can read | {_share(every.share('found', 'spans'))} |",
        f"| recall of what is reported | {_share(reported.share('found', 'spans'))} |",
        f"| precision of all that a machine can read | {_share(every.share('right', 'accusations'))} |",
        f"| false `fail`s | {len(false)} of {len(failed)} pairs of subject and indicator;"
        f" vetoes against {len(vetoed)} subjects |",
        f"| of what is decidable, `unknown` | {_share(every.share('unknown', 'decidable'))} |",
        f"| false `suspected` per ten sites and day | {10 * new / site_days:.3f} new,"
        f" {10 * rows / site_days:.3f} open |",
        f"| look-alikes flagged | {sum(entry[3] for entry in alike)} of {len(alike)} |",
    ]


def _row(name: str, tally: Tally) -> str:
    counts = tally.counts
    parts = [
        counts["spans"],
        counts["found"],
        _share(tally.share("found", "spans")),
        _share(tally.share("days_found", "days")),
        counts["accusations"],
        counts["right"],
        _share(tally.share("right", "accusations")),
        _share(tally.share("right_days", "accused_days")),
        _share(tally.share("unknown", "decidable")),
    ]
    return f"| {name} | {' | '.join(map(str, parts))} |"


def _wrong(done: list[Judged]) -> list[str]:
    groups: dict[tuple[str, ...], list[tuple[int, Run]]] = defaultdict(list)
    for one in done:
        for run in one.comparison.wrong:
            groups[run.indicator, run.verdict, run.standing, one.families.get(run.subject, "")].append((one.seed, run))
    lines = []
    for key, runs in sorted(groups.items()):
        seed, run = max(runs, key=lambda entry: days_of(entry[1]))
        subjects = {(seed, run.subject) for seed, run in runs}
        places = {(seed, run.subject, run.place) for seed, run in runs}
        days = sum(days_of(run) for _, run in runs)
        example = f"seed {seed}: `{run.place or run.subject}` {_days(run.first_on, run.last_on)}"
        lines.append(f"| {' '.join(key)} | {len(subjects)} | {len(places)} | {days} | {example} |")
    return lines


def _missed(done: list[Judged]) -> list[str]:
    groups: dict[tuple[str, ...], list[tuple[int, Miss]]] = defaultdict(list)
    for one in done:
        for miss in one.comparison.missed:
            family = one.families.get(miss.span.subject, "")
            groups[miss.span.indicator, miss.instead, family].append((one.seed, miss))
    lines = []
    for key, misses in sorted(groups.items()):
        seed, span = misses[0][0], misses[0][1].span
        example = f"seed {seed}: `{span.place or span.subject}` {_days(span.first_on, span.last_on)}: {span.why}"
        lines.append(f"| {' | '.join(key)} | {len(misses)} | {example} |")
    return lines


def _days(first: date, last: date) -> str:
    return str(first) if first == last else f"{first} to {last}"


def _listed(counts: Counter) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items())) or "nothing"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
