"""An office's own file: made by a few answers, and looked through before it hurts."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from inspection.cli.common import JurisdictionName, app
from inspection.declared.inputs import LISTS, REGISTRIES
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
def check(jurisdiction: JurisdictionName) -> None:
    """检查主管单位文件及其引用的一切。 Read everything that an office's file names, and tell each fault."""
    from inspection.flow import check_office

    fault_count = 0
    for told in check_office.check(jurisdiction, local_day(datetime.now(UTC))):
        fault_count += told.is_fault
        print(f"{'✗' if told.is_fault else '·'} {told.text}")
    print(f"问题 {fault_count} 个 faults" if fault_count else "没有发现问题 no faults")
    if fault_count:
        sys.exit(1)
