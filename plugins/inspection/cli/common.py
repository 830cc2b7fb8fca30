"""What the verbs share: the application, its options, and the places and days that they stand for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated

import psycopg
import typer
from rich.console import Console
from rich.table import Column, Table

from inspection import places, warehouse
from inspection.cli.counts import called
from inspection.declared.office import Jurisdiction
from inspection.errors import InspectionError
from inspection.periods import Period, local_day

app = typer.Typer(
    help="政府网站与政务新媒体检查。 Inspect government websites and new-media accounts.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
console = Console(soft_wrap=True)  # whoever pipes it gets whole lines

JurisdictionName = Annotated[
    str,
    typer.Option(
        "--jurisdiction",
        "-j",
        default_factory=places.default_office,
        show_default="that of the deployment, or yunzhou-demo",
        help="主管单位文件名或路径。 Name of a file in include/jurisdictions, or a path of one.",
    ),
]
From = Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="起始日。 First day.")]
To = Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="截止日的次日。 Day after the last.")]
On = Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="哪一日。 Of which day.")]
PeriodName = Annotated[str | None, typer.Option("--period", "-p", help="周期。 2023Q4, 2020-09, 2023 or special-NAME.")]
PeriodWord = Annotated[
    str | None, typer.Argument(metavar="[周期 PERIOD]", help="周期,也可不写 --period。 The same, without --period.")
]


def store() -> Path:
    """Folder of WARC files. Raises InspectionError for a bucket, which only Airflow can open."""
    if "://" in (where := places.store()):
        raise InspectionError(
            f"{where} is no folder", place=places.STORE, remedy="run the stage by its DAG, or name a folder"
        )
    return Path(where)


def login(connection: psycopg.Connection) -> str:
    """The person: the login of the database."""
    return connection.execute("select session_user as person").fetchone()["person"]


def table(*headers: str, title: str = "") -> Table:
    """A table whose cells are folded, never cut."""
    return Table(*(Column(header, overflow="fold") for header in headers), title=title or None)


def show_seen(connection: psycopg.Connection, jurisdiction: Jurisdiction, observer: str, since: datetime) -> None:
    """Print what was seen of each subject since a moment, a line for each outcome."""
    parameters = {
        **jurisdiction.ids, "observer": observer, "since": since, "from_day": local_day(since),
        "to_day": local_day(datetime.now(UTC)) + timedelta(days=1),
    }  # fmt: skip
    for row in warehouse.query(connection, "queue/seen_since.sql", parameters):
        count = f" × {row['seen_count']}" if row["seen_count"] > 1 else ""
        who = " ".join(filter(None, (row["subject_id"], row["name"])))
        print(f"{who}: {called(row['outcome'], observer)}{count} {row['detail'] or ''}".rstrip())


@cache
def run_id() -> str:
    """The name of this call, under which gates record what they find."""
    return f"cli-{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"


def span(
    jurisdiction: Jurisdiction, start: datetime | None, end: datetime | None, period: str | None
) -> tuple[date, date]:
    """First day and day after the last, from --period (of the office) or --from and --to."""
    if period:
        asked = jurisdiction.period(period)
        return asked.start, asked.end
    if start is None:
        raise InspectionError("no days are named", remedy="give --period 2023Q4, or --from and --to")
    first, after = start.date(), end.date() if end else start.date() + timedelta(days=1)
    if after <= first:
        raise InspectionError(f"no day lies from {first} up to {after}", remedy="--to is the day after the last one")
    return first, after


def asked_period(jurisdiction: Jurisdiction, period: str | None) -> Period:
    """The period named by --period, of an office: it knows its special checks."""
    if not period:
        raise InspectionError("no period is named", remedy="write a quarter 2023Q4, a month 2020-09 or a year 2023")
    return jurisdiction.period(period)
