"""Where contestants meet: server and database on one core, each contestant in turn alone on another."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspection import warehouse
from local.postgres import Postgres

_spawn = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Arena:
    """The server's `port`, the warehouse's `url`, and the `core` that contestants have for themselves."""

    port: int
    url: str
    core: int
    _ours: Any
    _theirs: Any

    def run(self, name: str, contestant: Callable[..., None], *arguments: Any) -> Any:
        """What a process of its own sends over the pipe that `contestant` is given last.

        Raises RuntimeError that names the contestant, when it ends without having sent anything.
        """
        process = _spawn.Process(target=contestant, args=(*arguments, self._theirs))
        process.start()
        while not self._ours.poll(1):
            if not process.is_alive() and not self._ours.poll():
                raise RuntimeError(f"{name} ended with code {process.exitcode}")
        found = self._ours.recv()
        process.join()
        return found


@contextmanager
def arena(folder: Path, serve: Callable[[Any], None], register: Callable[[str], None]) -> Iterator[Arena]:
    """`serve` sends its port over the pipe it is given; `register` fills the migrated warehouse of an address."""
    cores = sorted(os.sched_getaffinity(0))
    ours, theirs = _spawn.Pipe()
    postgres = Postgres(folder / "postgres")
    os.sched_setaffinity(0, {cores[-1]})
    server = _spawn.Process(target=serve, args=(theirs,), daemon=True)
    try:
        server.start()
        port = ours.recv()
        postgres.start()
        url = postgres.create_database("warehouse")
        warehouse.migrate(url)
        register(url)
        yield Arena(port, url, cores[0], ours, theirs)
    finally:
        server.kill()
        server.join()
        postgres.remove()
        os.sched_setaffinity(0, cores)
