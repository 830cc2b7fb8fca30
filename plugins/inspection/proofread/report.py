"""A report for people, in the terminal, and for programs, as JSON."""

from __future__ import annotations

import json
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from inspection.proofread.finding import Report

_COLOURS = {"contradiction": "bold red", "form": "red", "doubt": "yellow", "note": "cyan"}
_WORDS = {"contradiction": "矛盾 contradiction", "form": "格式 form", "doubt": "存疑 doubt", "note": "提示 note"}
MAX_SENTENCE_CHARS = 160


def show(report: Report, console: Console) -> None:
    """Print the findings, the gravest first, then all that agrees."""
    console.print(f"[bold]{escape(report.title or report.source)}[/bold]")
    for finding in report.findings:
        head = f"[{_COLOURS[finding.severity]}]{_WORDS[finding.severity]}[/] ({finding.check}) {escape(finding.place)}"
        told = [f"  {escape(finding.zh)}", f"  {escape(finding.en)}"]
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


def write_json(report: Report, path: Path) -> None:
    """Write the whole report as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report.as_dict(), ensure_ascii=False, indent=2, default=str) + "\n", "utf-8")


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= MAX_SENTENCE_CHARS else f"{text[:MAX_SENTENCE_CHARS]}…"
