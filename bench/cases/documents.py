"""All documents of a bulletin with long lists: HTML, DOCX, PDF, XLSX, CSV and JSON, from the warehouse's rows; and
proofreading one text.

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
from multiprocessing.context import SpawnContext
from pathlib import Path

from bench.result import Result
from inspection import warehouse
from inspection.bulletin import document, pdf
from inspection.bulletin.compose import compose, drafted
from inspection.declared import editions
from inspection.declared.office import load
from inspection.periods import Period
from inspection.proofread import check_bulletin, lines
from inspection.proofread.document import read as read_text
from inspection.quarter import figures
from local.postgres import Postgres

PERIOD = Period.parse("2023Q4")
BEFORE = Period.parse("2023Q3")
ALLOWED_SECONDS = {500: 5.0, 5_000: 20.0}
MEMORY_ROWS, ALLOWED_MEGABYTES = 500, 500.0
PROOFREAD_CHARS, PROOFREAD_SECONDS, PROOFREAD_MEGABYTES = 30_000, 1.0, 300.0


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
    return results + _proofreading(spawn)


def _proofreading(spawn: SpawnContext) -> list[Result]:
    """Seconds of the processor and peak memory of proofreading one long text; the limit is reading its lines alone."""
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=_proofread, args=(theirs,))
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError(f"proofreading ended with code {process.exitcode}")
    seconds, reading, megabytes = ours.recv()
    name = f"proofreading a text of {PROOFREAD_CHARS} characters"
    return [
        Result(name, seconds, "s", "what is allowed", PROOFREAD_SECONDS, reading),
        Result(f"peak memory of {name}", megabytes, "MB", "what is allowed", PROOFREAD_MEGABYTES, PROOFREAD_MEGABYTES),
    ]


def _proofread(pipe: Connection) -> None:
    text = _long_text().encode()
    check_bulletin(text[:3_000])
    busy = time.process_time()
    read_text(lines.read_bytes(text))
    reading = time.process_time() - busy
    busy = time.process_time()
    check_bulletin(text)
    pipe.send((time.process_time() - busy, reading, _peak()))


def _long_text() -> str:
    """A bulletin of groups, each with its series, sums, growth, names and dates."""
    parts = ["云州市人民政府办公室关于2023年第四季度全市政府网站和政务新媒体检查情况的通报", "各县（市、区）人民政府："]
    size = number = 0
    while size < PROOFREAD_CHARS:
        number += 1
        sites, failed = 100 + number, 3 + number % 7
        parts.append(
            f"第{number}组检查政府网站{sites}家、政务新媒体{3 * sites}个，"
            f"不合格网站{failed}家，不合格政务新媒体{2 * failed}个，"
            f"合格率分别为{100 * (sites - failed) / sites:.1f}%、{100 * (3 * sites - 2 * failed) / (3 * sites):.1f}%。"
            f"其中，微信公众号{sites}个、微博{sites}个、其他{sites}个。"
            f"收到网民留言{sites}条，较上季度的{sites - 10}条增加10条，增长{1000 / (sites - 10):.1f}%。"
            f"市教育局、市民政局、市水务局3家单位网站更新不及时，2023年{1 + number % 12}月{1 + number % 28}日前已整改。"
        )
        size += len(parts[-1])
    return "\n".join([*parts, "云州市人民政府办公室", "2024年1月10日"])


def _load(url: str, rows: int) -> None:
    """As many failed sites and accounts in one quarter, two in the quarter before."""
    office = load("yunzhou-demo")
    with warehouse.connect(url) as connection:
        editions.sync(connection, editions.load_edition(office.edition))
        subjects = [
            (f"{kind}:{middle}{number:06}", kind, number)
            for kind, middle in (("site", ""), ("account", "微信公众号:"))
            for number in range(rows)
        ]
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
