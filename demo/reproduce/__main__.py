"""`python -m demo.reproduce [--only OFFICE]… [--fresh]`, called by `make reproduce`.

Builds the five model bulletins from constructed inputs, two offices at a time, on a PostgreSQL of its own in
.local/reproduce, and compares every published figure and list with ours. An office whose inputs and code are as
they were is not built again. Ends with an error where a figure differs that should not.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
import shutil
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from rich.console import Console

from demo.local.postgres import Postgres
from demo.reproduce import facts, report
from demo.reproduce.build import Built, build
from demo.reproduce.office import OFFICES
from inspection import warehouse
from inspection.errors import InspectionError
from inspection.warehouse import ROOT

HOME = ROOT / ".local" / "reproduce"
OUTPUT = Path(os.environ.get("INSPECTION_OUTPUT", ROOT / "output"))
CODE = ("demo/reproduce", "demo/city/warc.py", "include", "plugins/inspection")
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
    os.environ["REPRODUCE"] = str(HOME)  # where the offices' files look for their history
    server.start()
    try:
        jobs = [_prepared(server, name, given.fresh) for name in given.only or OFFICES]
        # spawn: a fork of a process with threads may hang
        with ProcessPoolExecutor(AT_ONCE, mp_context=multiprocessing.get_context("spawn")) as pool:
            compared = list(pool.map(reproduce, jobs, [begin] * len(jobs)))
    except InspectionError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    finally:
        server.stop()
    console = Console(width=None if sys.stdout.isatty() else 160)
    for job, found in zip(jobs, compared, strict=True):
        report.show(console, job.name, job.office.period, found)
    everything = [fact for found in compared for fact in found]
    report.write(OUTPUT / "reproduce.json", everything, time.monotonic() - begin)
    for job, found in zip(jobs, compared, strict=True):
        console.print(f"{job.name:<10} {report.line(found)}  {job.folder_of_draft}")
    console.print(f"{report.line(everything)}; {time.monotonic() - begin:.0f} s; {OUTPUT / 'reproduce.json'}")
    return int(any(fact.state == facts.DIFFERENT for fact in everything))


def reproduce(job: Built, begin: float) -> list[facts.Compared]:
    """One office in a process of its own: build it unless it stands, and compare."""

    def say(line: str) -> None:
        print(f"[{time.monotonic() - begin:5.0f} s] {job.name}: {line}", flush=True)

    marker = job.folder / "built"
    wanted = version()
    if marker.exists() and marker.read_text() == wanted and job.folder_of_draft.is_dir():
        say("is built already")
    else:
        build(job, say)
        marker.write_text(wanted)
    with warehouse.connect(job.url) as connection:
        return list(facts.compare(connection, job))


def version() -> str:
    """A digest of the code and data that an office is built by."""
    digest = hashlib.sha256()
    for root in CODE:
        files = [ROOT / root] if (ROOT / root).is_file() else sorted((ROOT / root).rglob("*"))
        for path in files:
            if path.is_file() and path.suffix in {".py", ".sql", ".yaml", ".j2", ".css"}:
                digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _prepared(server: Postgres, name: str, is_fresh: bool) -> Built:
    """The job of an office: with an empty warehouse, unless what stands is what would be built."""
    folder, database = HOME / name, f"reproduce_{name}"
    marker = folder / "built"
    if is_fresh or not marker.exists() or marker.read_text() != version():
        shutil.rmtree(folder, ignore_errors=True)
        server.drop_database(database)
    url = server.create_database(database)
    warehouse.migrate(url)
    return Built(name, url, folder, OUTPUT)


def _remove(server: Postgres) -> int:
    if server.home.exists():
        server.remove()
    shutil.rmtree(HOME, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
