"""Contact persons (责任人, 联系人) of the registries: in a schema of their own, without history.

Nothing else in the house reads it; who may is a matter of the database role `personal_reader`.
"""

from __future__ import annotations

from collections.abc import Iterable

import psycopg

from inspection import warehouse
from inspection.declared.office import Jurisdiction


def replace(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, kind: str, persons: Iterable[tuple[str, str, str]]
) -> None:
    """Keep (subject, header, text) of the newest export of sites or accounts, and nothing of those before."""
    connection.execute(
        "delete from personal.contact where jurisdiction_id = %s and starts_with(subject_id, %s)",
        (jurisdiction.jurisdiction_id, f"{kind}:"),
    )
    warehouse.copy_rows(
        connection,
        "personal.contact",
        ["jurisdiction_id", "subject_id", "header", "value"],
        ((jurisdiction.jurisdiction_id, *person) for person in persons),
    )


def forget(connection: psycopg.Connection, jurisdiction: Jurisdiction) -> None:
    """Take out all persons of an office, which keeps none."""
    connection.execute("delete from personal.contact where jurisdiction_id = %s", [jurisdiction.jurisdiction_id])
