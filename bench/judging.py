"""Judging a national office: one day, and a quarter of days at once, against one sequential scan of their facts.

14,000 sites with twenty columns each and 100,000 accounts, on generated facts (judging_facts.sql): probes counted
by day, columns kept as changes, a look at every account a day. The day before is judged already, as on any morning.
The server is that of the demo (256 MB of shared buffers); what a session may use more is in inspection/measuring.py.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import psycopg

from bench.result import Result
from demo.local.postgres import Postgres
from inspection import judge, warehouse
from inspection.jurisdiction import load as load_jurisdiction

SITES = int(os.environ.get("BENCH_JUDGING_SITES", "14000"))
ACCOUNTS = int(os.environ.get("BENCH_JUDGING_ACCOUNTS", "100000"))
QUARTER = (date(2026, 7, 1), date(2026, 10, 1))
DAY = timedelta(days=1)
FIRST_DAY = QUARTER[0] - 7 * DAY
OFFICE = load_jurisdiction("yunzhou-demo")
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
        judged_seconds(url, QUARTER[0] - DAY, QUARTER[0])
        day_seconds = judged_seconds(url, QUARTER[0], QUARTER[0] + DAY)
        quarter_seconds = judged_seconds(url, *QUARTER)
        read_seconds = scanned_seconds(url)
    finally:
        postgres.remove()
    office = f"{SITES} sites and {ACCOUNTS} accounts"
    read = {"peer": "one sequential scan of the facts", "peer_value": read_seconds, "limit_value": read_seconds}
    days = (QUARTER[1] - QUARTER[0]).days
    return [
        Result(name=f"judging one day of {office}", value=day_seconds, unit="seconds", **read),
        Result(name=f"judging {days} days of {office} at once", value=quarter_seconds, unit="seconds", **read),
        Result(
            name=f"judging {days} days of {office} at once, in days judged alone",
            value=quarter_seconds,
            unit="seconds",
            peer="one day judged alone",
            peer_value=day_seconds,
            limit_value=read_seconds,
        ),
    ]


def judged_seconds(url: str, from_day: date, to_day: date) -> float:
    """Judge and commit; every running subject must have been assessed on every day."""
    with warehouse.connect(url) as connection:
        started = time.monotonic()
        counts = judge.evaluate(connection, OFFICE, from_day, to_day)
        connection.commit()
        seconds = time.monotonic() - started
        running = connection.execute(
            "select count(*) as count from mart.subjects_in_force(%s, %s, %s) where status = 'running'",
            (OFFICE.jurisdiction_id, from_day, to_day),
        ).fetchone()["count"]
    assert counts["assessed_days"] == running and counts["fail"] and counts["unknown"], counts
    return seconds


def scanned_seconds(url: str) -> float:
    """Read every table of facts from end to end, in one process."""
    with psycopg.connect(url) as connection:
        for setting in ("enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan"):
            connection.execute(f"set {setting} = off")
        connection.execute("set max_parallel_workers_per_gather = 0")
        started = time.monotonic()
        for table in FACTS:
            connection.execute(f"select count(*) from {table}")
        return time.monotonic() - started


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
    for index in indexes:
        connection.execute(index["definition"])
    for key in keys:
        connection.execute(f"alter table {key['table_name']} add constraint {key['name']} {key['definition']}")
