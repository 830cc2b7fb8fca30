"""What is seen: of the present by looking now, of the past out of an archive."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from inspection import warehouse
from inspection.cli.common import JurisdictionName, app, console, run_id, store
from inspection.declared.office import load
from inspection.periods import local_day


@app.command()
def probe(jurisdiction: JurisdictionName, spread_seconds: int = 0) -> None:
    """Visit the home page of every running site once, now."""
    from inspection.flow import probing

    with warehouse.connect() as connection:
        console.print(
            probing.probe_sites(connection, load(jurisdiction), datetime.now(UTC), spread_seconds=spread_seconds)
        )


@app.command()
def crawl(jurisdiction: JurisdictionName) -> None:
    """Crawl the sites into WARC files, now."""
    from inspection.flow import crawling

    with warehouse.connect() as connection:
        console.print(crawling.take_snapshots(connection, load(jurisdiction), store(), datetime.now(UTC)))


@app.command()
def visit(jurisdiction: JurisdictionName) -> None:
    """Make the extra visits that are due, now, and judge the last days anew: `extract` plans what its pages ask for."""
    from inspection.flow import crawling

    office, now = load(jurisdiction), datetime.now(UTC)
    with warehouse.connect() as connection:
        counts = crawling.make_visits(connection, office, store(), now)
        connection.commit()
        console.print(counts | {"findings": crawling.judge_visited(connection, office, store(), now, [counts])})


@app.command()
def watch(jurisdiction: JurisdictionName) -> None:
    """Look at every account through its connector, now."""
    from inspection.flow import watching

    office, now = load(jurisdiction), datetime.now(UTC)
    with warehouse.connect() as connection:
        console.print(watching.watch(connection, office, now, store=store()))
        connection.commit()
        console.print(watching.check(connection, office, now, run_id()))


@app.command()
def queue(jurisdiction: JurisdictionName, on: Annotated[datetime | None, typer.Option()] = None) -> None:
    """Print how the sources of accounts stand, and which accounts inspectors must look at on a day (default: today)."""
    office, day = load(jurisdiction), on.date() if on else local_day(datetime.now(UTC))
    asked = {**office.keys, "day": day}
    with warehouse.connect() as connection:
        sources = warehouse.query(connection, "queue/sources.sql", asked)
        waiting = warehouse.query(connection, "queue/accounts.sql", asked)
    table = Table("route", "platform", "healthy", "last well", "errors of the week", "reason", title="sources")
    for row in sources:
        errors = f"{row['error_share_of_week'] or 0:.0%} of {row['look_count_of_week']}"
        last = f"{row['last_good_at']:%Y-%m-%d %H:%M}" if row["last_good_at"] else "never"
        table.add_row(
            row["route_id"], row["platform"], str(row["is_healthy"]), last, errors, escape(row["reason"] or "")
        )
    console.print(table)
    table = Table("account", "organiser", "last well seen", "what was seen", title=f"accounts to look at on {day}")
    for row in waiting:
        said = "; ".join(f"{look['route']}: {look['outcome']} {look['detail'] or ''}" for look in row["looks"])
        last = f"{row['last_good_at']:%Y-%m-%d}" if row["last_good_at"] else "never"
        table.add_row(
            f"{row['platform']} {row['name']}",
            row["organiser"],
            last,
            escape(said or "nobody looked: no route reaches it"),
        )
    console.print(table)


@app.command("import")
def import_archive(folder: Path, jurisdiction: JurisdictionName) -> None:
    """Take in the past from an archive folder."""
    from inspection.flow import history

    office = load(jurisdiction)
    with warehouse.connect() as connection:
        for line in history.import_registry(connection, office, folder, datetime.now(UTC), run_id=run_id()):
            console.print(line)
        connection.commit()
        history.import_observations(connection, office, store(), folder, progress=console.print)
        console.print(history.check(connection, office, run_id()))
