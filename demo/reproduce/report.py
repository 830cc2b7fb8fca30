"""What `make reproduce` shows: a table per office, a summary as JSON, and one line with the counts."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table

from demo.reproduce.facts import DIFFERENT, EQUAL, EXPLAINED, Compared

MARKS = {EQUAL: "[green]= 相同[/]", EXPLAINED: "[yellow]≈ 已说明[/]", DIFFERENT: "[red]≠ 不同[/]"}


def show(console: Console, office: str, title: str, facts: list[Compared]) -> None:
    """One office's facts: printed there, computed here, equal or explained."""
    table = Table(title=f"{office} · {title}", show_lines=True, title_justify="left")
    for head in ("位置 at", "数据 figure", "原通报 printed there", "本系统 computed here", "结果"):
        table.add_column(head, overflow="fold")
    for fact in facts:
        note = f"\n[dim]{fact.note_zh}\n{fact.note_en}[/]" if fact.state == EXPLAINED else ""
        about = f"{fact.zh}\n[dim]{fact.en}[/]{note}"
        table.add_row(fact.at, about, fact.printed, fact.computed, MARKS[fact.state])
    console.print(table)


def line(facts: list[Compared]) -> str:
    """The counts in one line."""
    counts = Counter(fact.state for fact in facts)
    text = f"{counts[EQUAL]} equal 相同, {counts[EXPLAINED]} explained 已说明"
    return f"{text}, {counts[DIFFERENT]} different 不同" if counts[DIFFERENT] else text


def write(path: Path, facts: list[Compared], seconds: float) -> None:
    """The summary for programs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    counts = Counter(fact.state for fact in facts)
    content = {
        "label": "构造数据 constructed",
        "seconds": round(seconds, 1),
        "counts": {state: counts[state] for state in (EQUAL, EXPLAINED, DIFFERENT)},
        "facts": [fact.plain() for fact in facts],
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
