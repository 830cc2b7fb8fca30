"""`python -m inspection VERB`: each stage without Airflow, and verbs to look at what was found."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer
from dotenv import load_dotenv
from psycopg.errors import InvalidSchemaName, UndefinedColumn, UndefinedFunction, UndefinedTable
from rich.console import Console
from rich.markup import escape
from rich.progress import track
from rich.table import Table

from inspection import warehouse
from inspection.errors import InspectionError
from inspection.jurisdiction import load
from inspection.periods import Period, day_bounds, days_between, local_day

app = typer.Typer(
    help="Inspect government websites and new-media accounts (政府网站与政务新媒体检查).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
console = Console()

JurisdictionName = Annotated[
    str, typer.Option("--jurisdiction", "-j", help="Name of a file in include/jurisdictions, or a path of one.")
]
From = Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")]
To = Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Day after the last.")]
PeriodName = Annotated[str | None, typer.Option("--period", "-p", help="2023Q4, 2020-09 or 2023.")]
DEFAULT = os.environ.get("INSPECTION_JURISDICTION", "yunzhou-demo")


def store() -> Path:
    """Folder of WARC files."""
    return Path(os.environ.get("INSPECTION_STORE", warehouse.ROOT / ".local" / "snapshots"))


def output() -> Path:
    """Folder of bulletins."""
    return Path(os.environ.get("INSPECTION_OUTPUT", warehouse.ROOT / "output"))


def span(start: datetime | None, end: datetime | None, period: str | None) -> tuple[date, date]:
    """First day and day after the last, from --period or --from and --to."""
    if period:
        asked = Period.parse(period)
        return asked.start, asked.end
    if start is None:
        raise InspectionError("no days are named", remedy="give --period 2023Q4, or --from and --to")
    first, after = start.date(), end.date() if end else start.date() + timedelta(days=1)
    if after <= first:
        raise InspectionError(f"no day lies from {first} up to {after}", remedy="--to is the day after the last one")
    return first, after


def asked_period(period: str | None, jurisdiction: str) -> Period:
    """The period named by --period, of an office: it knows its special checks."""
    if not period:
        raise InspectionError("no period is named", remedy="give --period 2023Q4")
    return load(jurisdiction).period(period)


@app.command()
def migrate() -> None:
    """Bring the warehouse's schema to its newest version."""
    applied = warehouse.migrate()
    console.print("\n".join(applied) if applied else "the schema is up to date")


@app.command()
def ingest(jurisdiction: JurisdictionName = DEFAULT) -> None:
    """Load the registries and lists from the jurisdiction's sources."""
    from inspection import judge, quality, registry

    office, today = load(jurisdiction), local_day(datetime.now(UTC))
    with warehouse.connect() as connection:
        gate = quality.registry_gate(connection, office, day=today, run_id=f"cli-{today}")
        list_gate = quality.list_gate(office, day=today, run_id=f"cli-{today}")
        for batch in registry.ingest(connection, office, today, gate=gate, list_gate=list_gate):
            console.print(str(batch))
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
    from inspection import judge
    from inspection.registry import returning, rulings

    office, today = load(jurisdiction), local_day(datetime.now(UTC))
    with warehouse.connect() as connection:
        ruled = rulings.read_rulings(file)
        for line in returning.return_rows(connection, office, ruled, day=today, run_id=f"cli-{today}"):
            console.print(line)
        judge.load_decisions(connection, office)


@app.command()
def probe(jurisdiction: JurisdictionName = DEFAULT, spread_seconds: int = 0) -> None:
    """Visit the home page of every running site once, now."""
    from inspection import probe as probing

    with warehouse.connect() as connection:
        console.print(
            probing.probe_round(connection, load(jurisdiction), datetime.now(UTC), spread_seconds=spread_seconds)
        )


@app.command()
def crawl(jurisdiction: JurisdictionName = DEFAULT) -> None:
    """Crawl the sites into WARC files, now."""
    from inspection import crawl as crawling

    with warehouse.connect() as connection:
        console.print(crawling.take_snapshots(connection, load(jurisdiction), store(), datetime.now(UTC)))


@app.command()
def visit(jurisdiction: JurisdictionName = DEFAULT) -> None:
    """Make the extra visits that readers of yesterday's pages ask for, now."""
    from inspection import crawl as crawling
    from inspection.visit_plan import plan_visits

    office, now = load(jurisdiction), datetime.now(UTC)
    with warehouse.connect() as connection:
        console.print(plan_visits(connection, office, local_day(now) - timedelta(days=1), now))
        connection.commit()
        console.print(crawling.make_visits(connection, office, store(), now))


@app.command()
def watch(jurisdiction: JurisdictionName = DEFAULT) -> None:
    """Look at every account through its connector, now."""
    from inspection import accounts

    with warehouse.connect() as connection:
        console.print(accounts.watch(connection, load(jurisdiction), datetime.now(UTC), store=store()))


@app.command()
def queue(jurisdiction: JurisdictionName = DEFAULT, on: Annotated[datetime | None, typer.Option()] = None) -> None:
    """Print how the sources of accounts stand, and which accounts inspectors must look at on a day (default: today)."""
    office, day = load(jurisdiction), on.date() if on else local_day(datetime.now(UTC))
    asked = {"jurisdiction_id": office.jurisdiction_id, "day": day}
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
def import_archive(folder: Path, jurisdiction: JurisdictionName = DEFAULT) -> None:
    """Take in the past from an archive folder."""
    from inspection import history

    with warehouse.connect() as connection:
        office = load(jurisdiction)
        for line in history.import_registry(connection, office, folder):
            console.print(line)
        connection.commit()
        history.import_observations(connection, office, store(), folder, progress=console.print)


@app.command()
def extract(
    jurisdiction: JurisdictionName = DEFAULT, start: From = None, end: To = None, period: PeriodName = None
) -> None:
    """Read stored snapshots into observations, day by day."""
    from inspection import stages

    office = load(jurisdiction)
    days = list(days_between(*span(start, end, period)))
    with warehouse.connect() as connection:
        for day in track(days, "extracting", console=console):
            stages.extract(connection, office, store(), day)
            stages.reconcile(connection, office, day)
            connection.commit()


@app.command()
def evaluate(
    jurisdiction: JurisdictionName = DEFAULT,
    start: From = None,
    end: To = None,
    period: PeriodName = None,
    known_until: Annotated[
        datetime | None, typer.Option(help="Replay: only what was known before this local day counts.")
    ] = None,
) -> None:
    """Judge days from their observations."""
    from inspection import stages

    until = day_bounds(known_until.date())[0] if known_until else None
    with warehouse.connect() as connection:
        office = load(jurisdiction)
        console.print(stages.evaluate(connection, office, *span(start, end, period), known_until=until))


@app.command()
def health(jurisdiction: JurisdictionName = DEFAULT, on: Annotated[datetime | None, typer.Option()] = None) -> None:
    """Print which indicators told nothing apart in the 30 days up to a day (default: yesterday)."""
    day = on.date() if on else local_day(datetime.now(UTC)) - timedelta(days=1)
    with warehouse.connect() as connection:
        parameters = {"jurisdiction_id": load(jurisdiction).jurisdiction_id, "until_day": day}
        rows = warehouse.query(connection, "judge/rule_health.sql", parameters)
    table = Table("edition", "indicator", "title", "assessed", "failed", "unknown", "state", title=f"30 days to {day}")
    for row in rows:
        counts = (row["assessed_count"], row["failed_count"], row["unknown_count"])
        table.add_row(
            row["edition_id"], row["indicator_id"], row["title_zh"], *(f"{count:,}" for count in counts), row["state"]
        )
    console.print(table)


@app.command()
def quarter(jurisdiction: JurisdictionName = DEFAULT, period: PeriodName = None) -> None:
    """Judge a period as one range and build its tables and figures."""
    from inspection import quality, stages

    office, asked = load(jurisdiction), asked_period(period, jurisdiction)
    if asked.last_day > (today := local_day(datetime.now(UTC))):
        console.print(f"{asked.period_id} is not over: it is judged as if nothing more were seen after {today}")
    with warehouse.connect() as connection:
        if missing := stages.missing_days(connection, office, asked):
            console.print(f"{len(missing)} days are not extracted, first {missing[0]}: their verdicts are unknown")
        console.print(quality.gate(connection, office, "quarter_inputs", period=asked, run_id="cli").line())
        console.print(stages.load_quarter(connection, office, asked))


@app.command()
def publish(jurisdiction: JurisdictionName = DEFAULT, period: PeriodName = None) -> None:
    """Write the draft of a period's bulletin and its lists."""
    from inspection import bulletin

    with warehouse.connect() as connection:
        console.print(str(bulletin.draft(connection, load(jurisdiction), asked_period(period, jurisdiction), output())))


@app.command()
def diff(
    period: Annotated[str, typer.Argument(help="2023Q4, 2020-09 or 2023.")],
    jurisdiction: JurisdictionName = DEFAULT,
    edition: Annotated[int | None, typer.Option(help="Edition to look at; default: the draft.")] = None,
    against: Annotated[
        str | None, typer.Option(help="An edition's number or a period; default: the newest signed before it.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print what differs between two bulletins: figures, rows of the lists, sentences."""
    from inspection.bulletin import difference

    with warehouse.connect() as connection:
        found = difference(
            connection, load(jurisdiction), asked_period(period, jurisdiction), output(), edition, against
        )
    if as_json:
        print(json.dumps(found.plain(), ensure_ascii=False, indent=2))
        return
    print("\n".join([found.title, *found.lines()]))


@app.command()
def read(
    source: Annotated[str, typer.Argument(help="A saved page, or an address.")],
    day: Annotated[
        datetime | None,
        typer.Option("--on", "--from", formats=["%Y-%m-%d"], help="Day that it is of (default: today)."),
    ] = None,
) -> None:
    """Print all observations of one saved page or address."""
    from inspection.extract.read import read_page

    if source.startswith(("http://", "https://")):
        import requests

        try:
            answer = requests.get(source, timeout=30)
        except requests.RequestException as error:
            problem = f"cannot be read: {type(error).__name__}"
            raise InspectionError(
                problem, place=source, remedy="correct it, or save the page and give the file"
            ) from error
        url, body, headers = answer.url, answer.content, dict(answer.headers)
    else:
        path = Path(source)
        if not path.is_file():
            raise InspectionError("there is no such file", place=source, remedy="give a saved page or an address")
        url, body, headers = path.resolve().as_uri(), path.read_bytes(), {}
    on = day.date() if day else local_day(datetime.now(UTC))
    print(json.dumps(read_page(url, body, headers, on), ensure_ascii=False, indent=2, default=str))


@app.command()
def explain(
    subject: str, jurisdiction: JurisdictionName = DEFAULT, on: Annotated[datetime | None, typer.Option()] = None
) -> None:
    """Print every indicator of a subject on a day: measure, limit, verdict, source, evidence."""
    from inspection.explain import explain as explaining

    day = on.date() if on else local_day(datetime.now(UTC)) - timedelta(days=1)
    with warehouse.connect() as connection:
        rows = explaining(connection, load(jurisdiction), subject, day)
    table = Table("indicator", "title", "value", "limit", "verdict", "evidence", title=f"{subject} on {day}")
    for row in rows:
        evidence = "\n".join(f"{item['kind']} {item['id']} {item.get('note') or ''}" for item in row["evidence"][:3])
        verdict = row["verdict"] + (f": {row['unknown_reason']}" if row["unknown_reason"] else "")
        table.add_row(
            row["indicator_id"], row["title_zh"], _plain(row["value"]), _plain(row["limit_value"]), verdict, evidence
        )
    console.print(table)


def _plain(value: float | Decimal | None) -> str:
    """A number as people write it: 0, 0.254545, not 0E-20."""
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")


@app.command()
def evidence(
    finding: Annotated[str, typer.Argument(help="SUBJECT/INDICATOR/DAY, e.g. 5399000001/SV2/2023-12-31.")],
    jurisdiction: JurisdictionName = DEFAULT,
    out: Annotated[Path | None, typer.Option(help="File to write; default: in the output folder.")] = None,
) -> None:
    """Write everything behind one finding into one WACZ file: records, rule, measure, rows, hashes."""
    from inspection import evidence as proving

    office = load(jurisdiction)
    path = out or output() / office.jurisdiction_id / "evidence" / proving.file_name(finding)
    with warehouse.connect() as connection:
        data = proving.bundle(connection, office, store(), finding)
    proving.write(data, path)
    console.print(f"{path}: {len(data):,} bytes, {proving.sha256(data)}", soft_wrap=True)


@app.command()
def findings(
    csv: Annotated[Path, typer.Option(help="File to write.")],
    jurisdiction: JurisdictionName = DEFAULT,
    start: From = None,
    end: To = None,
    period: PeriodName = None,
) -> None:
    """Write findings as CSV: subject_code, indicator, verdict, url, day."""
    from inspection.explain import findings_csv

    with warehouse.connect() as connection:
        console.print(f"{findings_csv(connection, load(jurisdiction), *span(start, end, period), csv)} rows into {csv}")


@app.command()
def proofread(
    file: Annotated[Path, typer.Argument(help="A bulletin as HTML, DOCX, PDF or text.")],
    jurisdiction: Annotated[
        str | None, typer.Option("--jurisdiction", "-j", help="An office whose customs are no faults.")
    ] = None,
    report: Annotated[Path | None, typer.Option("--json", help="File to write the report to.")] = None,
) -> None:
    """Proofread a bulletin: sums, rates, lists, dates, form. Exit code 1 where a contradiction or error is found."""
    from inspection.proofread import proofread as proofreading
    from inspection.proofread.report import show, write_json

    found = proofreading(file, load(jurisdiction) if jurisdiction else None)
    show(found, console)
    if report:
        write_json(found, report)
    if found.has_errors:
        raise typer.Exit(1)


def main() -> None:
    """Run the command line; an InspectionError is one line on stderr and exit code 1."""
    load_dotenv(warehouse.ROOT / ".local" / "env")
    try:
        app()
    except InspectionError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(1)
    except OSError as error:
        if error.filename is None:
            raise
        print(f"error: {error.filename}: {error.strerror} (name another file or folder)", file=sys.stderr)
        sys.exit(1)
    except (UndefinedTable, UndefinedFunction, UndefinedColumn, InvalidSchemaName) as error:
        if warehouse.is_newest():
            raise
        problem = f"warehouse: its schema is not the newest: {str(error).splitlines()[0]}"
        print(f"error: {problem} (run `python -m inspection migrate`)", file=sys.stderr)
        sys.exit(1)
