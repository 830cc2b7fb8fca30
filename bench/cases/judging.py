"""Judging a national office: one day, and a quarter of days at once, against one sequential scan of their facts.

14,000 sites with twenty columns each and 100,000 accounts, on generated facts (judging_facts.sql): probes counted
by day, columns kept as changes, a look at every account a day. The day before is judged already, as on any morning.
The server is that of the demo (256 MB of shared buffers); what a session may use more is in inspection/measuring.py.
By the clock, and by the CPU of this process and of all of the server's: other work on the machine is not in that.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import psycopg

from bench.result import Result
from inspection import warehouse
from inspection.declared.office import load as load_office
from inspection.judging import judge
from local.postgres import Postgres

SITES = int(os.environ.get("BENCH_JUDGING_SITES", "14000"))
ACCOUNTS = int(os.environ.get("BENCH_JUDGING_ACCOUNTS", "100000"))
QUARTER = (date(2026, 7, 1), date(2026, 10, 1))
DAY = timedelta(days=1)
FIRST_DAY = QUARTER[0] - 7 * DAY
OFFICE = load_office("yunzhou-demo")
FACTS = (
    "mart.dim_subject", "mart.fact_probe_day", "staging.page", "staging.mark", "staging.link",
    "staging.column_state", "staging.account_check", "staging.post", "staging.term_hit",
)  # fmt: skip


def measure(folder: Path) -> list[Result]:
    """Seconds of a day, of the quarter it begins, and of reading all the facts once."""
    postgres = Postgres(folder / "postgres")
    try:
        postgres.start()
        url = postgres.create_database("warehouse")
        warehouse.migrate(url)
        load_facts(url, SITES, ACCOUNTS)
        timed(postgres, lambda: judge_days(url, QUARTER[0] - DAY, QUARTER[0]))
        of_day = timed(postgres, lambda: judge_days(url, QUARTER[0], QUARTER[0] + DAY))
        of_quarter = timed(postgres, lambda: judge_days(url, *QUARTER))
        of_scan = timed(postgres, lambda: scan(url))
    finally:
        postgres.remove()
    office = f"{SITES} sites and {ACCOUNTS} accounts"
    days = (QUARTER[1] - QUARTER[0]).days
    return [
        result
        for kind, way in (("clock", "by the clock"), ("cpu", "by CPU"))
        for result in _results(office, days, way, *(getattr(one, kind) for one in (of_day, of_quarter, of_scan)))
    ]


def _results(office: str, days: int, way: str, day: float, quarter: float, scan: float) -> list[Result]:
    read = {"peer": "one sequential scan of the facts", "peer_value": scan, "limit_value": scan}
    alone = {"peer": "one day judged alone", "peer_value": day, "limit_value": scan}
    together = f"judging {days} days of {office} at once"
    return [
        Result(name=f"judging one day of {office}, {way}", value=day, unit="seconds", **read),
        Result(name=f"{together}, {way}", value=quarter, unit="seconds", **read),
        Result(name=f"{together}, in days judged alone, {way}", value=quarter, unit="seconds", **alone),
    ]


class Seconds(NamedTuple):
    """What one run took on the clock, and of the processors: this process and the server's together."""

    clock: float
    cpu: float


def timed(postgres: Postgres, job: Callable[[], None]) -> Seconds:
    """Run a job that leaves no session behind."""
    clock, cpu = time.monotonic(), time.process_time() + settled_cpu_seconds(postgres)
    job()
    clock = time.monotonic() - clock
    taken = Seconds(clock, time.process_time() + settled_cpu_seconds(postgres) - cpu)
    print(f"  {taken.clock:.1f} s by the clock, {taken.cpu:.1f} s of CPU", flush=True)
    return taken


def settled_cpu_seconds(postgres: Postgres) -> float:
    """The same once sessions have ended: one between its end and the server's notice of it would be missed."""
    before = -1.0
    while (now := server_cpu_seconds(postgres)) != before:
        before = now
        time.sleep(0.5)
    return now


def server_cpu_seconds(postgres: Postgres) -> float:
    """Of every process of a server on this machine, also of those that have ended."""
    postmaster = (postgres.data / "postmaster.pid").read_text("ascii").split()[0]
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            fields = path.read_text("utf-8", "replace").rpartition(")")[2].split()
            is_postmaster = path.parent.name == postmaster
            if is_postmaster or fields[1] == postmaster:
                # user and system time; of the postmaster also that of its children that are gone
                ticks += sum(map(int, fields[11 : 15 if is_postmaster else 13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def judge_days(url: str, from_day: date, to_day: date) -> None:
    """Judge and commit; every running subject must have been assessed on every day."""
    with warehouse.connect(url) as connection:
        counts = judge.evaluate(connection, OFFICE, from_day, to_day)
        connection.commit()
        running = connection.execute(
            "select count(*) as count from mart.subjects_in_force(%s, %s, %s) where status = 'running'",
            (OFFICE.jurisdiction_id, from_day, to_day),
        ).fetchone()["count"]
    assert counts["assessed_days"] == running and counts["fail"] and counts["unknown"], counts


def scan(url: str) -> None:
    """Read every table of facts from end to end, in one process."""
    with psycopg.connect(url) as connection:
        for setting in ("enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan"):
            connection.execute(f"set {setting} = off")
        connection.execute("set max_parallel_workers_per_gather = 0")
        for table in FACTS:
            connection.execute(f"select count(*) from {table}")


def load_facts(url: str, sites: int, accounts: int) -> None:
    """Fill an empty warehouse with the facts of an office of that size."""
    with warehouse.connect(url) as connection, without_indexes(connection, FACTS):
        connection.execute(
            (Path(__file__).parent / "judging_facts.sql").read_text("utf-8"),
            {
                "first_day": FIRST_DAY,
                "day_count": (QUARTER[1] - FIRST_DAY).days,
                "site_count": sites,
                "account_count": accounts,
                "jurisdiction_id": OFFICE.jurisdiction_id,
            },
        )
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("vacuum analyze")


@contextmanager
def without_indexes(connection: psycopg.Connection, tables: tuple[str, ...]) -> Iterator[None]:
    """Index the tables after they are filled and not row by row."""
    names = {"tables": list(tables)}
    keys = connection.execute(
        "select conrelid::regclass::text as table_name, conname as name, pg_get_constraintdef(oid) as definition"
        " from pg_constraint where contype = 'p' and conrelid = any(%(tables)s::regclass[])",
        names,
    ).fetchall()
    for key in keys:
        connection.execute(f"alter table {key['table_name']} drop constraint {key['name']}")
    indexes = connection.execute(
        "select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition"
        " from pg_index where indrelid = any(%(tables)s::regclass[])",
        names,
    ).fetchall()
    for index in indexes:
        connection.execute(f"drop index {index['name']}")
    yield
    connection.execute("set local maintenance_work_mem = '512MB'")
    for index in indexes:  # of a table in parts: on these too, which `only` would leave without
        connection.execute(index["definition"].replace(" ON ONLY ", " ON "))
    for key in keys:
        connection.execute(f"alter table {key['table_name']} add constraint {key['name']} {key['definition']}")
