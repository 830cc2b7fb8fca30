"""`python -m demo.reproduce [--only OFFICE]… [--fresh]`, called by `make reproduce`.

Builds the five model bulletins from constructed inputs, two offices at a time, on a PostgreSQL of its own in
.local/reproduce, and compares every published figure and list with ours. An office whose inputs and code are as
they were is not built again. Ends with an error where a figure differs that should not.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import shutil
import sys
import time
from concurrent.futures import ProcessPoolExecutor

from rich.console import Console

from demo.reproduce import facts, report
from demo.reproduce.office import OFFICES
from demo.reproduce.run import prepared, reproduce
from inspection.places import ROOT, output, secret_name
from local.postgres import Postgres

HOME = ROOT / ".local" / "reproduce"
OUTPUT = output()
AT_ONCE = 2


def main(arguments: list[str] | None = None) -> int:
    """Build, compare, show; 1 where a figure differs."""
    parser = argparse.ArgumentParser(prog="python -m demo.reproduce", description=__doc__)
    parser.add_argument("--only", action="append", choices=OFFICES, metavar="OFFICE", help=f"one of {OFFICES}")
    parser.add_argument("--fresh", action="store_true", help="build again what is built already")
    parser.add_argument("--remove", action="store_true", help="remove what it keeps in .local/reproduce")
    given = parser.parse_args(arguments)
    server = Postgres(HOME / "postgres")
    if given.remove:
        return _remove(server)
    begin = time.monotonic()
    os.environ[secret_name("REPRODUCE")] = str(HOME)  # where the offices' files look for their history
    server.start()
    try:
        jobs = [prepared(server, HOME, OUTPUT, name, is_fresh=given.fresh) for name in given.only or OFFICES]
        # spawn: a fork of a process with threads may hang
        with ProcessPoolExecutor(AT_ONCE, mp_context=multiprocessing.get_context("spawn")) as pool:
            outcomes = list(pool.map(reproduce, jobs, [begin] * len(jobs)))
    finally:
        server.stop()
    console = Console(width=None if sys.stdout.isatty() else 160)
    everything = [fact for outcome in outcomes for fact in outcome.facts]
    for job, outcome in zip(jobs, outcomes, strict=True):
        report.show(console, job.name, job.office.period, outcome.facts)
    for job, outcome in zip(jobs, outcomes, strict=True):
        console.print(f"{job.name:<10} {outcome.error or report.line(outcome.facts)}  {job.folder_of_draft}")
    seconds = time.monotonic() - begin
    report.write(OUTPUT / "reproduce.json", everything, seconds)
    console.print(f"{report.line(everything)}; {seconds:.0f} s; {OUTPUT / 'reproduce.json'}")
    has_failed = any(outcome.error for outcome in outcomes)
    return int(has_failed or any(fact.state == facts.DIFFERENT for fact in everything))


def _remove(server: Postgres) -> int:
    if server.home.exists():
        server.remove()
    shutil.rmtree(HOME, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
