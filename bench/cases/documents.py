"""All documents of a bulletin with long lists: HTML, DOCX, PDF, XLSX, CSV and JSON, from the warehouse's rows.

Two lists of as many rows each, after start-up (one bulletin of few rows was written before, in the same process).
Compared with what is allowed; the bare limit is Typst setting the same PDF from data that lie ready. Recorded are
seconds of the processor, of all threads: they say the same whatever else the machine does. Seconds of the clock
are printed beside the load under which they were measured.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import time
from multiprocessing.connection import Connection
from pathlib import Path

from bench.result import Result
from inspection import warehouse
from inspection.bulletin import document, pdf
from inspection.bulletin.compose import compose, drafted
from inspection.declared import editions
from inspection.declared.office import load
from inspection.periods import Period
from inspection.quarter import figures
from local.postgres import Postgres

PERIOD = Period.parse("2023Q4")
BEFORE = Period.parse("2023Q3")
ALLOWED_SECONDS = {500: 5.0, 5_000: 20.0}
MEMORY_ROWS, ALLOWED_MEGABYTES = 500, 500.0


def measure(folder: Path) -> list[Result]:
    """Seconds and peak memory for each number of rows, each in a process of its own."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    postgres = Postgres(folder / "postgres")
    results = []
    try:
        postgres.start()
        for rows, allowed in ALLOWED_SECONDS.items():
            url = postgres.create_database(f"documents_{rows}")
            warehouse.migrate(url)
            _load(url, rows)
            process = spawn.Process(target=_write, args=(url, folder / str(rows), theirs))
            process.start()
            process.join()
            if process.exitcode:
                raise RuntimeError(f"writing ended with code {process.exitcode}")
            seconds, processor, megabytes, typst = ours.recv()
            load_average = os.getloadavg()[0]
            print(f"{rows} rows: {processor:.2f} s of the processor, {seconds:.2f} s at a load of {load_average:.1f}")
            name = f"all documents of a bulletin with annexes of {rows} rows"
            results.append(Result(name, processor, "s", "what is allowed", allowed, typst))
            if rows == MEMORY_ROWS:
                name = f"peak memory of writing annexes of {rows} rows"
                results.append(Result(name, megabytes, "MB", "what is allowed", ALLOWED_MEGABYTES, ALLOWED_MEGABYTES))
    finally:
        postgres.remove()
    return results


def _load(url: str, rows: int) -> None:
    """As many failed sites and accounts in one quarter, two in the quarter before."""
    office = load("yunzhou-demo")
    with warehouse.connect(url) as connection:
        editions.sync(connection, editions.load_edition(office.edition))
        subjects = [
            (f"{kind}:{middle}{number:06}", kind, number) for kind, middle in (("site", ""), ("account", "微信公众号:"))
            for number in range(rows)
        ]  # fmt: skip
        warehouse.copy_rows(
            connection,
            "mart.dim_subject",
            ["jurisdiction_id", "subject_id", "valid_from", "kind", "name", "home_url", "organiser", "region_code",
             "platform", "status"],
            (
                (office.jurisdiction_id, one, "2020-01-01", kind, f"云州市第{number}单位",
                 f"http://www.s{number}.yunzhou.example/news/", f"第{number % 97}局", f"5399{number % 30:02}",
                 "微信公众号" if kind == "account" else None, "running")
                for one, kind, number in subjects
            ),
        )  # fmt: skip
        warehouse.copy_rows(
            connection,
            "mart.quarter_subject",
            ["jurisdiction_id", "period_id", "subject_id", "grade", "reason_ids", "indicator_ids", "first_failed_on",
             "score_state", "finding_days"],
            (
                (office.jurisdiction_id, period.period_id, one, "unqualified", ["unreachable", "blank_columns"],
                 ["SV2", "SV4.3"], period.last_day, "incomplete", 1)
                for period, count in ((PERIOD, rows), (BEFORE, 2))
                for one, _, number in subjects if number < count
            ),
        )  # fmt: skip
        for period in (BEFORE, PERIOD):
            figures.compute(connection, office, period)
        connection.commit()


def _write(url: str, output: Path, pipe: Connection) -> None:
    office = load("yunzhou-demo")
    with warehouse.connect(url) as connection:
        drafted(compose(connection, office, BEFORE, output))
        began, busy = time.perf_counter(), time.process_time()
        files, _ = drafted(compose(connection, office, PERIOD, output))
        seconds, processor = time.perf_counter() - began, time.process_time() - busy
    peak = _peak()
    read = document.read(files["bulletin.html"].decode())
    busy = time.process_time()
    pdf.write(read)
    pipe.send((seconds, processor, peak, time.process_time() - busy))


def _peak() -> float:
    """The most resident megabytes that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
