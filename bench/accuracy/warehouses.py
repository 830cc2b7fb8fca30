"""Warehouses to take a town in: on a server of their own that is gone afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inspection import warehouse
from local.postgres import Postgres


@contextmanager
def throw_away() -> Iterator[tuple[Postgres, Path]]:
    """A server with the template that `read_in` copies, and a folder for archives and files."""
    with tempfile.TemporaryDirectory(prefix="inspection-accuracy-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        server = Postgres(folder / "postgres")
        server.start()
        try:
            warehouse.migrate(server.create_database("template_warehouse"))
            yield server, folder
        finally:
            server.remove()
