"""What comes in: the schema, the registries and lists, and rows that come back from quarantine."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from inspection import warehouse
from inspection.cli.common import DEFAULT, JurisdictionName, app, console
from inspection.declared.office import load
from inspection.periods import local_day


@app.command()
def migrate() -> None:
    """Bring the warehouse's schema to its newest version."""
    applied = warehouse.migrate()
    console.print("\n".join(applied) if applied else "the schema is up to date")


@app.command()
def ingest(jurisdiction: JurisdictionName = DEFAULT) -> None:
    """Load the registries and lists from the jurisdiction's sources."""
    from inspection import quality, registry
    from inspection.judging import judge
    from inspection.registry.in_force import begins_on

    office, today = load(jurisdiction), local_day(datetime.now(UTC))
    with warehouse.connect() as connection:
        gate = quality.registry_gate(connection, office, day=today, run_id=f"cli-{today}")
        list_gate = quality.list_gate(office, day=today, run_id=f"cli-{today}")
        for batch in registry.ingest(connection, office, today, gate=gate, list_gate=list_gate):
            console.print(str(batch))
        if begins := begins_on(connection, office):
            console.print(f"in force from {today} where new or changed; the registry begins {begins}")
        judge.load_decisions(connection, office)


@app.command()
def quarantine(out: Path, jurisdiction: JurisdictionName = DEFAULT) -> None:
    """Write the rows that wait in quarantine into a folder, one CSV a source, for people to rule on."""
    from inspection.registry import rulings

    with warehouse.connect() as connection:
        for source, count in rulings.write_waiting(connection, load(jurisdiction), out):
            console.print(f"{out / source}.csv: {count} rows")


@app.command("return")
def return_rows(file: Path, jurisdiction: JurisdictionName = DEFAULT) -> None:
    """Let quarantined rows back in, as the file of rulings says (更正, 按原样, 不予收录)."""
    from inspection.flow import returning
    from inspection.judging import judge
    from inspection.registry import rulings

    office, today = load(jurisdiction), local_day(datetime.now(UTC))
    with warehouse.connect() as connection:
        ruled = rulings.read_rulings(file)
        for line in returning.return_rows(connection, office, ruled, day=today, run_id=f"cli-{today}"):
            console.print(line)
        judge.load_decisions(connection, office)
