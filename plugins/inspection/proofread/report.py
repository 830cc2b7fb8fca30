"""Reports for people, in the terminal, and for programs, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from inspection.errors import InspectionError
from inspection.proofread.finding import Report
from inspection.proofread.marked import WORDS

_COLOURS = {"contradiction": "bold red", "doubt": "yellow", "form": "red", "note": "cyan"}
MAX_SENTENCE_CHARS = 160


def show(report: Report, console: Console) -> None:
    """Print the findings, the gravest first, then all that agrees."""
    console.print(f"[bold]{escape(report.title or report.source)}[/bold]")
    for finding in report.findings:
        head = f"[{_COLOURS[finding.severity]}]{WORDS[finding.severity]}[/] ({finding.check}) {escape(finding.place)}"
        told = [f"  {escape(finding.zh)}", f"  {escape(finding.en)}"]
        if finding.taken:
            told.append(f"  {escape('；'.join(f'“{word.words}”：{word.role}' for word in finding.taken))}")
        if finding.sum:
            told.append(f"  {escape(finding.sum)}")
        if finding.right:
            told.append(f"  → {escape(finding.right)}")
        if finding.sentence:
            told.append(f"  [dim]“{escape(_cut(finding.sentence))}”[/dim]")
        console.print("\n".join([head, *told]), soft_wrap=True)
    for checked in report.checked:
        told = f"已核对 checked ({checked.check}, {escape(checked.place)}): {escape(checked.shown)} ✓"
        console.print(f"[green]{told}[/green]", soft_wrap=True)
    errors = sum(finding.is_error for finding in report.findings)
    others = len(report.findings) - errors
    console.print(f"{errors} errors, {others} doubts and notes, {len(report.checked)} checked and consistent")


def show_table(told: Mapping[Path, Report | InspectionError], console: Console) -> None:
    """A line a file: how many findings of each severity it has, or why it could not be read."""
    table = Table("file", *(word.replace(" ", "\n") for word in WORDS.values()), "核对一致\nconsistent")
    for path, found in told.items():
        if isinstance(found, InspectionError):
            table.add_row(escape(path.name), f"[red]{escape(str(found))}[/red]")
            continue
        counts = [
            f"[{colour}]{count}[/]" if (count := found.count(severity)) else "0"
            for severity, colour in _COLOURS.items()
        ]
        table.add_row(escape(path.name), *counts, str(len(found.checked)))
    console.print(table)


def write_json(told: Report | Mapping[Path, Report | InspectionError], path: Path) -> None:
    """Write a report, or those of a folder as a list, as JSON (`include/proofread-report.schema.json`)."""
    if isinstance(told, Report):
        plain = told.as_dict()
    else:
        plain = [
            one.as_dict() if isinstance(one, Report) else {"source": str(name), "problem": str(one)}
            for name, one in told.items()
        ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(plain, ensure_ascii=False, indent=2, default=str) + "\n", "utf-8")


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= MAX_SENTENCE_CHARS else f"{text[:MAX_SENTENCE_CHARS]}…"
