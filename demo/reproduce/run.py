"""One office in a process of its own: built unless what stands is what would be built, then compared."""

from __future__ import annotations

import hashlib
import shutil
import time
from functools import cache
from pathlib import Path
from typing import NamedTuple

from demo.reproduce import facts
from demo.reproduce.build import Built, build
from inspection import warehouse
from inspection.errors import InspectionError
from inspection.places import ROOT
from local.postgres import Postgres

CODE = ("demo/reproduce", "demo/city/warc.py", "include", "plugins/inspection")
KINDS = {".py", ".sql", ".yaml", ".j2", ".css"}


class Outcome(NamedTuple):
    """What became of an office: its facts, and why there are none where it could not be built."""

    facts: list[facts.Compared]
    error: str = ""


def reproduce(job: Built, begin: float) -> Outcome:
    """One office in a process of its own: build it unless it stands, and compare."""

    def say(line: str) -> None:
        print(f"[{time.monotonic() - begin:5.0f} s] {job.name}: {line}", flush=True)

    try:
        if stands(job):
            say("is built already")
        else:
            build(job, say)
            _marker(job).write_text(version())
        with warehouse.connect(job.url) as connection:
            return Outcome(list(facts.compare(connection, job)))
    except InspectionError as error:  # the other offices go on
        say(f"error: {error}")
        return Outcome([], str(error))


def stands(job: Built) -> bool:
    """Whether an office was built by this very code and data, and its bulletin is there."""
    marker = _marker(job)
    return marker.exists() and marker.read_text() == version() and job.folder_of_draft.is_dir()


def _marker(job: Built) -> Path:
    return job.folder / "built"


@cache
def version() -> str:
    """A digest of the code and data that an office is built by."""
    digest = hashlib.sha256()
    for root in CODE:
        files = [ROOT / root] if (ROOT / root).is_file() else sorted((ROOT / root).rglob("*"))
        for path in files:
            if path.is_file() and path.suffix in KINDS:
                digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def prepared(server: Postgres, home: Path, output: Path, name: str, *, is_fresh: bool = False) -> Built:
    """The job of an office: with an empty warehouse, unless what stands is what would be built."""
    database = f"reproduce_{name}"
    job = Built(name, server.url(database), home / name, output)
    if is_fresh or not stands(job):
        shutil.rmtree(job.folder, ignore_errors=True)
        server.drop_database(database)
    warehouse.migrate(server.create_database(database))
    return job
