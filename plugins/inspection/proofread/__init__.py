"""The proofreader (校对): reads a bulletin as published, checks its figures, lists, dates and form.

`proofread(path)` gives a report of what is wrong and what agrees; `check_bulletin` the findings of one of ours,
which must hold no contradiction and no error of form to be approved. A file is a small set of checks, each in
`checks/`. Sources of the rules: GB/T 9704-2012, GB/T 15834 and 15835, and the sums themselves.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from inspection.declared.office import Jurisdiction
from inspection.proofread import context, document, lines
from inspection.proofread.checks import CHECKS
from inspection.proofread.finding import Checked, Finding, Report, by_severity, masked
from inspection.proofread.house import House

__all__ = ["Checked", "Finding", "Report", "check_bulletin", "proofread"]


def proofread(path: Path | str, jurisdiction: Jurisdiction | None = None) -> Report:
    """What is wrong in a file, and what agrees; with an office's file, its customs are no faults.

    Raises InspectionError for a file that is not there or holds no text.
    """
    return _report(lines.read_file(Path(path)), str(path), jurisdiction)


def check_bulletin(text: str | bytes | Path, jurisdiction: Jurisdiction | None = None) -> list[Finding]:
    """The findings of a bulletin, the gravest first: HTML as text, or any file as bytes or path.

    One with `is_error` keeps it from being approved.
    """
    if isinstance(text, Path):
        source = lines.read_file(text)
    elif isinstance(text, bytes):
        source = lines.read_bytes(text)
    else:
        source = lines.of_html(text)
    return _report(source, "", jurisdiction).findings


def _report(source: lines.Source, name: str, jurisdiction: Jurisdiction | None) -> Report:
    read = document.read(source)
    said, house = context.read(read), House.of(jurisdiction)
    findings: dict[tuple, Finding] = {}
    checked: dict[tuple, Checked] = {}
    for check in CHECKS:
        for one in check(said, house):
            one = replace(one, sentence=masked(one.sentence))
            if isinstance(one, Finding):
                findings.setdefault((one.check, one.place, one.sentence, one.en), one)
            else:
                checked.setdefault((one.check, one.place, one.shown), one)
    return Report(name, read.title, by_severity(list(findings.values())), list(checked.values()))
