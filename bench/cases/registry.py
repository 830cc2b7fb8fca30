"""A national registry in XLSX: 15,000 sites and 110,000 accounts read, checked, gated and loaded with history.

Each contestant runs in a process of its own, so that its memory is its own: the largest resident set. Files have a
title row and Chinese headers, as exports do. The peer reads the same files with pandas (openpyxl) and copies the
cells into tables without keys, checks or history; the limit reads them with calamine and keeps nothing.
"""

from __future__ import annotations

import multiprocessing
import resource
import time
from datetime import date, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

import openpyxl
import psycopg

from bench.result import Result
from inspection import quality, registry, warehouse
from inspection.declared.office import load
from local.postgres import Postgres

DAY = date(2023, 10, 2)
SITES, ACCOUNTS = 15_000, 110_000
AT_MOST_SECONDS, AT_MOST_MEGABYTES = 60, 500
PLATFORMS = ("微信公众号", "新浪微博", "今日头条", "抖音短视频")
HEADERS = {
    "sites": (
        "网站标识码",
        "网站名称",
        "首页网址",
        "主办单位",
        "承办单位",
        "行政区划代码",
        "所属地区",
        "层级",
        "网站类型",
        "运行状态",
        "ICP备案号",
        "公安备案号",
    ),
    "accounts": (
        "账号ID",
        "新媒体名称",
        "所属平台",
        "账号类型",
        "主办单位",
        "行政区划代码",
        "所属地区",
        "层级",
        "账号状态",
        "主页网址",
    ),
}


def row(source: str, number: int, changed: bool) -> tuple:
    """One row of an export; every fiftieth is renamed in the changed one."""
    region = f"53{number % 90 + 10:02d}00"
    name = f"第{number}号{'新' if changed and number % 50 == 0 else ''}"
    if source == "sites":
        return (
            f"53{number:08d}",
            f"{name}网站",
            f"http://www.s{number}.example/",
            f"{number % 900}局",
            "信息中心",
            region,
            "某市",
            "县级",
            "部门",
            "正常运行",
            f"云ICP备{number:08d}号-1",
            f"云公网安备 {region}02{number:06d}号",
        )
    platform = PLATFORMS[number % 4]
    return (
        f"id{number}",
        f"{name}发布",
        platform,
        "订阅号",
        f"{number % 3000}局",
        region,
        "某市",
        "县级",
        "正常",
        f"http://weibo.example/u/{number}",
    )


def write(folder: Path, changed: bool) -> None:
    """Both exports as workbooks."""
    folder.mkdir()
    for source, count in (("sites", SITES), ("accounts", ACCOUNTS)):
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet()
        sheet.append(["全国登记表"])
        sheet.append(HEADERS[source])
        for number in range(1, count + 1):
            sheet.append(row(source, number, changed))
        book.save(folder / f"{source}.xlsx")


def measure(folder: Path) -> list[Result]:
    """Seconds of the first load, of a day with changes and of one without; raises where a limit is missed."""
    write(folder / "first", changed=False)
    write(folder / "changed", changed=True)
    postgres = Postgres(folder / "postgres")
    results = []
    try:
        postgres.start()
        url = postgres.create_database("warehouse")
        warehouse.migrate(url)
        days = {"first load": ("first", 0), "changed day": ("changed", 1), "unchanged day": ("changed", 2)}
        for name, (export, offset) in days.items():
            taken = {how: _in_a_process(how, url, folder / export, offset) for how in ("ours", "pandas", "bare")}
            print(
                f"{name}: "
                + ", ".join(f"{how} {seconds:.1f} s, {mib:.0f} MB" for how, (seconds, mib) in taken.items()),
                flush=True,
            )
            results.append((name, taken))
    finally:
        postgres.remove()
    _hold(results)
    return [
        Result(
            name=f"registry of 15,000 sites and 110,000 accounts, {name}",
            value=taken["ours"][0],
            unit="seconds",
            peer="pandas and COPY, without checks and history",
            peer_value=taken["pandas"][0],
            limit_value=taken["bare"][0],
        )
        for name, taken in results
    ] + [
        Result(
            name="registry of 15,000 sites and 110,000 accounts, memory",
            value=max(taken["ours"][1] for _, taken in results),
            unit="MB",
            peer="pandas and COPY, without checks and history",
            peer_value=max(taken["pandas"][1] for _, taken in results),
            limit_value=max(taken["bare"][1] for _, taken in results),
        )
    ]


def _hold(results: list[tuple[str, dict[str, tuple[float, float]]]]) -> None:
    ours = {name: taken["ours"] for name, taken in results}
    for name, at_most in (("first load", AT_MOST_SECONDS), ("changed day", AT_MOST_SECONDS)):
        if ours[name][0] > at_most:
            raise RuntimeError(f"{name} took {ours[name][0]:.0f} s, more than {at_most} s")
    if ours["unchanged day"][0] > AT_MOST_SECONDS / 2:
        raise RuntimeError(f"a day without changes took {ours['unchanged day'][0]:.0f} s")
    if (most := max(mib for _, mib in ours.values())) > AT_MOST_MEGABYTES:
        raise RuntimeError(f"the load took {most:.0f} MB, more than {AT_MOST_MEGABYTES} MB")


def _in_a_process(how: str, url: str, folder: Path, offset: int) -> tuple[float, float]:
    """Seconds (the start of Python included) and megabytes of one contestant."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    started = time.monotonic()
    process = spawn.Process(target=run, args=(how, url, folder, offset, theirs))
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError(f"{how} ended with code {process.exitcode}")
    return time.monotonic() - started, ours.recv()


def run(how: str, url: str, folder: Path, offset: int, pipe: Connection) -> None:
    """One contestant in its process; sends its largest resident set in MB."""
    {"ours": _ours, "pandas": _pandas, "bare": _bare}[how](url, folder, DAY + timedelta(days=offset))
    pipe.send(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)


def _ours(url: str, folder: Path, day: date) -> None:
    office = load("yunzhou-demo")
    with warehouse.connect(url) as connection:
        for source, count in (("sites", SITES), ("accounts", ACCOUNTS)):
            gate = quality.gates_of(office, day, f"bench-{day}")
            batch = registry.load(connection, office, source, folder / f"{source}.xlsx", day, gate=gate)
            assert (batch.merged, batch.in_force) == (count, count)
            connection.commit()


def _pandas(url: str, folder: Path, _: date) -> None:
    import pandas

    with psycopg.connect(url) as connection:
        for source in HEADERS:
            frame = pandas.read_excel(folder / f"{source}.xlsx", header=1, dtype=str)
            connection.execute(f"drop table if exists peer_{source}")
            columns = ", ".join(f"c{number} text" for number in range(len(frame.columns)))
            connection.execute(f"create table peer_{source} ({columns})")
            with connection.cursor() as cursor, cursor.copy(f"copy peer_{source} from stdin") as copy:
                for values in frame.itertuples(index=False):
                    copy.write_row(values)


def _bare(_: str, folder: Path, __: date) -> None:
    from python_calamine import load_workbook

    for source in HEADERS:
        with load_workbook(folder / f"{source}.xlsx") as book:
            assert len(book.get_sheet_by_index(0).to_python()) > SITES
