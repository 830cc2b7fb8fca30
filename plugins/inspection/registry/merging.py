"""A full export on its way into the history: staged, looked at, merged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg

from inspection import warehouse
from inspection.declared.inputs import Definition
from inspection.declared.office import Jurisdiction
from inspection.errors import GateStopped
from inspection.inputs.rows import Parsed
from inspection.registry import on_record

KIND = {"sites": "site", "accounts": "account"}
_SUBJECT_COLUMNS = (
    "subject_id",
    "kind",
    "name",
    "home_url",
    "platform",
    "account_kind",
    "account_id",
    "feed_url",
    "site_code",
    "organiser",
    "organiser_class",
    "operator",
    "region_code",
    "region",
    "level",
    "site_kind",
    "status",
    "icp",
    "police_number",
    "down_from",
    "down_to",
    "is_certified",
)
_COLUMN_COLUMNS = ("subject_id", "url", "name", "class")


def merge(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    spec: Definition,
    parsed: Parsed,
    batch_key: dict[str, Any],
    gate: Callable[[psycopg.Connection, str], None] | None,
) -> None:
    """Stage, gate and merge a full export as what its day says. Raises GateStopped."""
    stage(connection, parsed, batch_key)
    parsed.good[:] = [{name: row[name] for name in spec.key} for row in parsed.good]  # the rest is staged
    good = {tuple(row.values()) for row in parsed.good}
    loss = loss_of(connection, batch_key)
    limit = jurisdiction.quality.largest_loss_share
    if loss["in_force_count"] and loss["lost_count"] / loss["in_force_count"] > limit:
        held = f" or only among its quarantined rows ({count})" if (count := parsed.bad_row_count) else ""
        raise GateStopped(
            f"{loss['lost_count']} of {loss['in_force_count']} {spec.source} in force are not in the export{held},"
            f" more than the {limit:.0%} that quality.largest_loss_share allows",
            place=batch_key["file"],
            remedy="the registry before stays in force: look whether the export is whole, and at the rows in quarantine"
            " (`python -m inspection quarantine FOLDER` writes them out);"
            " raise the limit in the jurisdiction's file if the loss is real",
        )
    if gate:
        connection.commit()
        gate(connection, spec.source)
    on_record.mark_unread(connection, batch_key, {each.key for each in parsed.bad if each.key and each.key not in good})
    warehouse.run(connection, "registry/set_versions.sql", batch_key | {"kind": _kind(spec.source)})


def stage(connection: psycopg.Connection, parsed: Parsed, batch_key: dict[str, Any]) -> None:
    """Replace the office's staged export of this source by the good rows."""
    owner, source, day = (batch_key[name] for name in ("jurisdiction_id", "source", "day"))
    if source == "columns":
        table, columns = "staging.registry_column", _COLUMN_COLUMNS
        connection.execute("delete from staging.registry_column where jurisdiction_id = %s", (owner,))
    else:
        table, columns = "staging.registry_subject", _SUBJECT_COLUMNS
        kind = KIND[source]
        connection.execute(
            "delete from staging.registry_subject where jurisdiction_id = %s and kind = %s", (owner, kind)
        )
        for row in parsed.good:
            row["kind"] = kind
    warehouse.copy_rows(
        connection,
        table,
        ["jurisdiction_id", "day", "row_no", *columns],
        ((owner, day, row["row_no"], *(row.get(name) for name in columns)) for row in parsed.good),
    )
    connection.execute(f"analyze {table}")


def loss_of(connection: psycopg.Connection, batch_key: dict[str, Any]) -> dict[str, int]:
    """`in_force_count` on the day of the load, and how many of those the staged export lost."""
    return warehouse.query(connection, "registry/loss.sql", batch_key | {"kind": _kind(batch_key["source"])})[0]


def waiting_for_sites(connection: psycopg.Connection, batch_key: dict[str, Any]) -> list[str]:
    """Codes of the sites that columns of an export name and the registry of its day does not: they wait for them."""
    rows = connection.execute(
        "select distinct split_part(held.subject_id, ':', 2) as site_code from mart.dim_column as held"
        " where held.jurisdiction_id = %(jurisdiction_id)s and held.valid_from <= %(day)s"
        " and (held.valid_to is null or held.valid_to > %(day)s) and not exists ("
        " select from mart.dim_subject as site where site.jurisdiction_id = held.jurisdiction_id"
        " and site.subject_id = held.subject_id and site.valid_from <= %(day)s"
        " and (site.valid_to is null or site.valid_to > %(day)s)) order by site_code",
        batch_key,
    )
    return [row["site_code"] for row in rows]


def _kind(source: str) -> str:
    """The kind that rows of an export have in `staging.registry_incoming` and `mart.registry_version`."""
    return KIND.get(source, "column")
