"""An office's own file: made by a few answers, and looked through before it hurts."""

from __future__ import annotations

import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from inspection import places, warehouse
from inspection.cli.common import JurisdictionName, app, console, table
from inspection.declared.inputs import LISTS, REGISTRIES
from inspection.declared.office import load
from inspection.periods import local_day


@app.command()
def init(
    jurisdiction_id: Annotated[str, typer.Argument(help="主管单位文件名,小写字母。 Name of its file, such as qingxi.")],
    name: Annotated[str, typer.Option(prompt="地区名称 Name of the place", help="地区名称,如 清溪县。 The place.")],
    office: Annotated[str, typer.Option(prompt="办公室名称 Name of the office", help="印发通报的单位。 Who issues.")],
    level: Annotated[str, typer.Option(prompt="层级 Level (province, city, county)", help="层级。 Its level.")],
    edition: Annotated[str, typer.Option(help="指标版本。 The rules that judge.")] = "cn-2019-19",
    source: Annotated[
        list[str] | None,
        typer.Option(help="数据来源,可多次。 sites=/data/sites.xlsx; again for columns, accounts, reports, …"),
    ] = None,
    is_default: Annotated[
        bool, typer.Option("--default", help="设为本机默认单位。 Mean it where none is named.")
    ] = False,
) -> None:
    """新建主管单位文件。 Write the file of a new office, from answers or options, without the demo's values."""
    from inspection.flow import new_office

    if source is None and sys.stdin.isatty():
        asked = {each: typer.prompt(f"{each} 的文件或网址 file or address", default="") for each in REGISTRIES}
    else:
        asked = dict(_named(each) for each in source or ())
    path = new_office.write(jurisdiction_id, name=name, office=office, level=level, edition=edition, sources=asked)
    print(path)
    if is_default:
        print(new_office.make_default(jurisdiction_id))
    print(f"python -m inspection check -j {jurisdiction_id}")


def _named(text: str) -> tuple[str, str]:
    source, found, where = text.partition("=")
    if not found or source not in (*REGISTRIES, *LISTS):
        known = ", ".join((*REGISTRIES, *LISTS))
        raise typer.BadParameter(f"{text}: write one of {known}, then = and its file or address", param_hint="--source")
    return source, where


@app.command()
def overseen(
    period: Annotated[str, typer.Argument(help="周期。 2023Q4, 2020-09, 2023 or special-NAME.")],
    jurisdiction: JurisdictionName,
    csv: Annotated[Path | None, typer.Option(help="不合格名单写入此 CSV。 Write the lists of the failed here.")] = None,
) -> None:
    """下级单位汇总和不合格名单(只读)。 Print how a period stands in the offices overseen; nothing is changed."""
    from inspection.flow import overseen as seeing
    from inspection.text.cells import write_csv

    office = load(jurisdiction)
    asked = office.period(period)
    with warehouse.connect() as connection:
        rows = seeing.rolled_up(connection, office, asked)
        failed = seeing.failed(connection, office, asked)
    shown = table("单位 office", "类型 kind", "登记 registered", "检查 inspected", "不合格 failed",
                  "不予判定 undetermined", "合格率 pass rate")  # fmt: skip
    for row in rows:
        counts = ["–" if row[name] is None else f"{row[name]:.0f}" for name in seeing.COUNTS]
        rate = "–" if row["pass_rate"] is None else f"{row['pass_rate']:.1%}"
        shown.add_row(row["jurisdiction_id"], row["kind"], *counts, rate)
    console.print(shown)
    for row in failed if csv is None else ():
        print(" ".join(str(value) for value in row.values() if value is not None))
    if csv:
        headers = ["jurisdiction_id", "subject_id", "name", "organiser", "grade", "reason_ids", "first_failed_on"]
        with csv.open("w", encoding="utf-8-sig", newline="") as file:
            write_csv(file, headers, ([str(row[name] or "") for name in headers] for row in failed))
        print(f"{csv}: {len(failed)} rows")


@app.command()
def draw(
    period: Annotated[str, typer.Argument(help="周期。 The period: 2023Q4, 2020-09 or 2023.")],
    jurisdiction: JurisdictionName,
    out: Annotated[Path, typer.Option(help="工作表写入此目录。 Folder for the worksheets.")] = Path("worksheets"),
    seed: Annotated[str, typer.Option(help="随机种子,默认随机生成并记录。 Seed; default: one by chance, kept.")] = "",
) -> None:
    """抽取检查对象并生成检查工作表。 Draw a sample by month and stratum, keep its seed, and write the worksheets.

    A filled worksheet comes back as reports: name it under `sources.reports`, and run `ingest`.
    """
    from inspection.flow import worksheets
    from inspection.quarter import sampling

    office = load(jurisdiction)
    chosen = seed or secrets.token_hex(8)
    with warehouse.connect() as connection:
        drawn = sampling.draw(connection, office, office.period(period), chosen)
    print(f"种子 seed: {chosen}")
    shown = table("轮次 round", "类型 kind", "分层 stratum", "总数 of", "近期已抽 lately", "抽取 drawn")
    for each in drawn:
        counts = map(str, (each.population, each.excluded, len(each.subjects)))
        shown.add_row(each.round_id, each.kind, each.stratum, *counts)
    console.print(shown)
    for path, count in worksheets.write(office, drawn, out):
        print(f"{path}: {count} rows")


@app.command()
def check(jurisdiction: JurisdictionName) -> None:
    """检查主管单位文件及其引用的一切。 Read everything that an office's file names, and tell each fault."""
    from inspection.flow import check_office

    fault_count = 0
    for told in check_office.check(jurisdiction, local_day(datetime.now(UTC))):
        fault_count += told.is_fault
        print(f"{'✗' if told.is_fault else '·'} {told.said(places.language())}")
    print(f"问题 {fault_count} 个 faults" if fault_count else "没有发现问题 no faults")
    if fault_count:
        sys.exit(1)
