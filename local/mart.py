"""The contract with readers of schema `mart`: its columns, and the digest by which CHANGELOG.md knows them.

`python -m local.mart` prints the digest of the schema as it stands, for the section of a new version.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from pathlib import Path
from typing import NamedTuple

import psycopg

from inspection import warehouse
from inspection.places import ROOT
from local.docs import COLUMNS
from local.postgres import Postgres

CHANGELOG = ROOT / "CHANGELOG.md"
_SECTION = re.compile(r"^## mart (\d+)\.(\d+)\.(\d+)\n\nColumns: `([0-9a-f]{16})`\n\n(?=\S)", re.MULTILINE)


class Version(NamedTuple):
    """A version of the schema, and the digest of its columns."""

    numbers: tuple[int, int, int]
    digest: str


def digest(connection: psycopg.Connection) -> str:
    """First 16 hexadecimal digits of the SHA-256 over each table or view, column, type and place in the key."""
    rows = connection.execute(COLUMNS, ["mart"]).fetchall()
    lines = sorted(f"{row['table_name']}.{row['column_name']} {row['type']} {row['is_key']}" for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def versions(text: str) -> list[Version]:
    """The versions that a changelog tells, in its order."""
    return [Version((int(one[1]), int(one[2]), int(one[3])), one[4]) for one in _SECTION.finditer(text)]


def main() -> None:
    """Print the digest of the schema as its files make it."""
    with tempfile.TemporaryDirectory(prefix="inspection-mart-") as folder:
        Path(folder).chmod(0o755)
        server = Postgres(Path(folder) / "postgres")
        server.start()
        try:
            url = server.create_database("mart")
            warehouse.migrate(url)
            with warehouse.connect(url) as connection:
                print(digest(connection))
        finally:
            server.remove()


if __name__ == "__main__":
    main()
