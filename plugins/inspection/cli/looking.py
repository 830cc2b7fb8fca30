"""What can be looked at: bulletins, pages, verdicts and their evidence."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from inspection import places, warehouse
from inspection.cli.common import (
    From,
    JurisdictionName,
    On,
    PeriodName,
    To,
    app,
    asked_period,
    console,
    span,
    store,
    table,
)
from inspection.declared.office import load
from inspection.errors import InspectionError
from inspection.language import _
from inspection.model import PageKind
from inspection.periods import local_day


@app.command()
def diff(
    period: Annotated[str, typer.Argument(help="周期。 2023Q4, 2020-09, 2023 or special-NAME.")],
    jurisdiction: JurisdictionName,
    edition: Annotated[int | None, typer.Option(help="版次。 Edition to look at; default: the draft.")] = None,
    against: Annotated[
        str | None,
        typer.Option(help="对比的版次或周期。 An edition's number or a period; default: the newest signed before it."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。 Print JSON.")] = False,
) -> None:
    """比较两份通报。 Print what differs between two bulletins: figures, rows of the lists, sentences."""
    from inspection.bulletin import difference

    with warehouse.connect() as connection:
        office = load(jurisdiction)
        found = difference(connection, office, asked_period(office, period), places.output(), edition, against)
    if as_json:
        print(json.dumps(found.plain(), ensure_ascii=False, indent=2))
        return
    print("\n".join([found.title, *found.lines()]))


@app.command()
def figures(
    period: Annotated[str, typer.Argument(help="周期。 2023Q4, 2020-09, 2023 or special-NAME.")],
    jurisdiction: JurisdictionName,
    like: Annotated[str, typer.Option(help="只列名称含此词的数据。 Only those whose name or title holds it.")] = "",
) -> None:
    """列出通报文本可用的全部数据及写法。 List every figure that a text may print, its value, and how to write it."""
    from inspection.bulletin.palette import palette

    with warehouse.connect() as connection:
        office = load(jurisdiction)
        found = palette(connection, office, asked_period(office, period), like)
    listed = table("写法 write", "数值 value", "名称 title", "查询 query")
    for one in found:
        listed.add_row(one.written, one.printed, one.zh, one.sql_file.removeprefix("include/sql/"))
    console.print(listed)


@app.command()
def read(
    source: Annotated[str, typer.Argument(help="网页文件或网址。 A saved page, or an address.")],
    day: Annotated[
        datetime | None,
        typer.Option("--on", "--from", formats=["%Y-%m-%d"], help="日期。 Day that it is of (default: today)."),
    ] = None,
    kind: Annotated[
        PageKind | None,
        typer.Option("--as", help="页面类型。 What it is to its site (default: as its address and itself say)."),
    ] = None,
) -> None:
    """读出一个网页的全部观测。 Print all observations of one saved page or address."""
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
    print(json.dumps(read_page(url, body, headers, on, kind=kind), ensure_ascii=False, indent=2, default=str))


@app.command()
def explain(
    subject: Annotated[str, typer.Argument(help="标识码、账号或名称。 A site code, an account's id or a name.")],
    jurisdiction: JurisdictionName,
    on: On = None,
    with_all: Annotated[bool, typer.Option("--all", help="含不适用的指标。 With what does not apply.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。 Print JSON.")] = False,
) -> None:
    """某对象某日(默认最近判定日)的各项指标、依据。 Print every indicator of a subject on a day: verdict, evidence.

    Without a day: the newest day that was judged.
    """
    from inspection.judging.explain import explain as explaining
    from inspection.judging.explain import newest_day

    office = load(jurisdiction)
    with warehouse.connect() as connection:
        day = on.date() if on else newest_day(connection, office)
        rows = explaining(connection, office, subject, day)
    if not with_all:
        rows = [row for row in rows if row["verdict"] != "not_applicable"]
    if as_json:
        told = {"subject": subject, "day": day, "indicators": rows}
        print(json.dumps(told, ensure_ascii=False, indent=2, default=_number))
        return
    print(f"{subject} {day}")
    for row in rows:
        measured = f"{_plain(row['value'])} (≥ {_plain(row['limit_value'])})" if row["value"] is not None else ""
        verdict = row["verdict"] + (f": {row['unknown_reason']}" if row["unknown_reason"] else "")
        print("  ".join(filter(None, (row["indicator_id"], row["title_zh"], verdict, measured))))
        for item in row["evidence"]:
            print(f"    {item['kind']} {item['id']} {item.get('note') or ''}".rstrip())


def _number(value: object) -> float | str:
    """A measure as a number of JSON; days and the like as text."""
    return float(value) if isinstance(value, Decimal) else str(value)


def _plain(value: float | Decimal | None) -> str:
    """A number as people write it: 0, 0.254545, not 0E-20."""
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")


@app.command()
def evidence(
    finding: Annotated[str, typer.Argument(help="问题。 SUBJECT/INDICATOR/DAY, e.g. 5399000001/SV2/2023-12-31.")],
    jurisdiction: JurisdictionName,
    out: Annotated[Path | None, typer.Option(help="输出文件。 File to write; default: in the output folder.")] = None,
) -> None:
    """导出一项问题的全部证据(WACZ)。 Write everything behind one finding into one WACZ file."""
    from inspection import evidence as proving

    office = load(jurisdiction)
    path = out or places.output() / office.jurisdiction_id / "evidence" / proving.file_name(finding)
    with warehouse.connect() as connection:
        data = proving.bundle(connection, office, store(), finding)
    proving.write(data, path)
    console.print(f"{path}: {len(data):,} bytes, {proving.sha256(data)}", soft_wrap=True)


@app.command()
def findings(
    csv: Annotated[Path, typer.Option(help="输出文件。 File to write.")],
    jurisdiction: JurisdictionName,
    start: From = None,
    end: To = None,
    period: PeriodName = None,
) -> None:
    """导出问题清单(CSV),含待确认的。 Write findings as CSV: subject_code, indicator, verdict, url, day.

    What waits for a person's word is `suspected`.
    """
    from inspection.judging.explain import findings_csv
    from inspection.registry.in_force import require_subjects

    office = load(jurisdiction)
    days = span(office, start, end, period)
    with warehouse.connect() as connection:
        count = findings_csv(connection, office, *days, csv)
        if not count:
            require_subjects(connection, office, *days)
    console.print(_("{file}: {count} rows").format(file=csv, count=count))


@app.command()
def wording(
    csv: Annotated[Path, typer.Option(help="输出文件。 File to write.")],
    jurisdiction: JurisdictionName,
    start: From = None,
    end: To = None,
    period: PeriodName = None,
) -> None:
    """按单位导出表述错误(CSV)。 Write what the word lists found as CSV, unit by unit."""
    from inspection.judging.explain import wording_csv

    office = load(jurisdiction)
    with warehouse.connect() as connection:
        count = wording_csv(connection, office, *span(office, start, end, period), csv)
    console.print(f"{count} rows into {csv}")


@app.command()
def proofread(
    file: Annotated[Path, typer.Argument(help="通报文件或文件夹。 HTML, DOCX, PDF or text, or a folder of them.")],
    jurisdiction: Annotated[
        str | None, typer.Option("--jurisdiction", "-j", help="主管单位。 An office whose customs are no faults.")
    ] = None,
    report: Annotated[Path | None, typer.Option("--json", help="报告文件。 File to write the report to.")] = None,
    page: Annotated[
        Path | None, typer.Option("--html", help="标出问题的网页。 File for the text with its findings marked.")
    ] = None,
) -> None:
    """校对通报。 Proofread a bulletin: sums, rates, lists, dates, form.

    Exit code 1 where a contradiction or error is found.
    """
    from inspection.proofread import marked, proofread_all
    from inspection.proofread import proofread as proofreading
    from inspection.proofread.report import show, show_table, write_json

    office = load(jurisdiction) if jurisdiction else None
    if file.is_dir():
        if page:
            raise InspectionError("a page holds one text", place=str(page), remedy="name a file, or leave out --html")
        told = proofread_all(file, office)
        show_table(told, console)
        if report:
            write_json(told, report)
        has_errors = any(isinstance(one, InspectionError) or one.has_errors for one in told.values())
    else:
        found = proofreading(file, office)
        show(found, console)
        if report:
            write_json(found, report)
        if page:
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(marked.page(found), "utf-8")
        has_errors = found.has_errors
    if has_errors:
        raise typer.Exit(1)


@app.command()
def verify(
    jurisdiction: JurisdictionName,
    bundles: Annotated[
        list[Path] | None, typer.Argument(help="证据包(WACZ)。 Bundles that were handed out; none: the archive.")
    ] = None,
    reads_all: Annotated[bool, typer.Option("--all", help="逐字节核对。 Read every byte of every file.")] = False,
    head: Annotated[str, typer.Option(help="另存的链首摘要。 The head of the chain as it was kept elsewhere.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。 Print JSON.")] = False,
) -> None:
    """核验证据:存档、索引、清单、数据库是否一致。 Verify the evidence: store, index, manifests, database.

    Exit code 1 where anything differs. What came in before today is put into the chain where nothing does.
    """
    from inspection.evidence import verify as verifying_evidence
    from inspection.evidence.bundles import verify_bundle
    from inspection.flow import verifying

    office = load(jurisdiction)
    with warehouse.connect() as connection:
        if bundles:
            found = verifying_evidence.Verified(file_count=len(bundles))
            found.faults = [
                fault for path in bundles for fault in verify_bundle(connection, office, store(), _file(path))
            ]
        else:
            found = verifying.close_and_verify(
                connection, office, store(), datetime.now(UTC), reads_all=reads_all, head=head
            )
    lines = [*(fault.line() for fault in found.faults), verifying_evidence.said(found)]
    print(verifying_evidence.plain(found) if as_json else "\n".join(lines))
    if found.faults:
        raise typer.Exit(1)


def _file(path: Path) -> Path:
    if not path.is_file():
        raise InspectionError("there is no such file", place=str(path), remedy="name a bundle (.wacz)")
    return path
