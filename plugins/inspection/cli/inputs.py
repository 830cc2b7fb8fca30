"""What comes in: the schema, the registries and lists, and rows that come back from quarantine."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from inspection import places, warehouse
from inspection.cli.common import JurisdictionName, app, console, run_id
from inspection.declared.office import Jurisdiction, load
from inspection.language import _, said
from inspection.periods import local_day


@app.command()
def migrate() -> None:
    """升级数据库结构。 Bring the warehouse's schema to its newest version."""
    applied = warehouse.migrate()
    console.print("\n".join(applied) if applied else _("the schema is up to date"))


@app.command()
def ingest(jurisdiction: JurisdictionName) -> None:
    """载入登记信息和各类清单。 Load the registries and lists from the jurisdiction's sources."""
    from inspection.flow.ingest import ingest as ingesting
    from inspection.registry.in_force import begins_on

    office, now = load(jurisdiction), datetime.now(UTC)
    with warehouse.connect() as connection:
        ingesting(connection, office, now, run_id(), say=lambda line: print(said(line, places.language())))
        if begins := begins_on(connection, office):
            spoken = _("in force from {day} where new or changed; the registry begins {begins}")
            console.print(spoken.format(day=local_day(now), begins=begins))


@app.command()
def quarantine(
    out: Annotated[Path, typer.Argument(help="输出目录。 Folder to write into.")], jurisdiction: JurisdictionName
) -> None:
    """导出隔离待处理的行,每类一个 CSV。 Write the rows that wait in quarantine, for people to rule on."""
    from inspection.registry import rulings

    with warehouse.connect() as connection:
        for source, count in rulings.write_waiting(connection, load(jurisdiction), out):
            console.print(_("{file}: {count} rows").format(file=out / f"{source}.csv", count=count))


def return_rows(file: Path, office: Jurisdiction) -> None:
    """Let quarantined rows back in, as the file of rulings says (更正, 按原样, 不予收录)."""
    from inspection.flow import returning
    from inspection.registry import rulings

    today = local_day(datetime.now(UTC))
    with warehouse.connect() as connection:
        for line in returning.return_rows(connection, office, rulings.read_rulings(file), day=today, run_id=run_id()):
            console.print(line)
