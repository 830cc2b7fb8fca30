"""One office in a process of its own: built unless what stands is what would be built, then compared."""

from __future__ import annotations

import hashlib
import shutil
import time
from functools import cache
from pathlib import Path

from demo.local.postgres import Postgres
from demo.reproduce import facts
from demo.reproduce.build import Built, build
from inspection import warehouse
from inspection.warehouse import ROOT

CODE = ("demo/reproduce", "demo/city/warc.py", "include", "plugins/inspection")
KINDS = {".py", ".sql", ".yaml", ".j2", ".css"}


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
    folder, database = home / name, f"reproduce_{name}"
    marker = folder / "built"
    if is_fresh or not marker.exists() or marker.read_text() != version():
        shutil.rmtree(folder, ignore_errors=True)
        server.drop_database(database)
    url = server.create_database(database)
    warehouse.migrate(url)
    return Built(name, url, folder, output)
