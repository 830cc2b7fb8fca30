"""The proofreader (校对): reads a bulletin as published, checks its figures, lists, dates and form.

`proofread(path)` gives a report of what is wrong and what agrees; `check_bulletin` the findings of one of ours,
which must hold no contradiction to be signed. A file is a small set of checks, each in
`checks/`. Sources of the rules: GB/T 9704-2012, GB/T 15834 and 15835, and the sums themselves.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from inspection.declared.office import Jurisdiction
from inspection.errors import InspectionError
from inspection.proofread import context, document, lines
from inspection.proofread.checks import CHECKS
from inspection.proofread.finding import Checked, Finding, Report, by_severity, masked
from inspection.proofread.house import House

# what people keep bulletins in; of some only why they cannot be read is told
SUFFIXES = {".html", ".htm", ".shtml", ".docx", ".pdf", ".txt", ".doc", ".wps", ".ofd", ".rtf"}

__all__ = ["Checked", "Finding", "Report", "check_bulletin", "proofread", "proofread_all", "report_of"]


def proofread(path: Path | str, jurisdiction: Jurisdiction | None = None) -> Report:
    """What is wrong in a file, and what agrees; with an office's file, its customs are no faults.

    Raises InspectionError for a file that is not there or holds no text.
    """
    return _report(lines.read_file(Path(path)), str(path), jurisdiction)


def proofread_all(folder: Path, jurisdiction: Jurisdiction | None = None) -> dict[Path, Report | InspectionError]:
    """The report of every document in a folder and below it, by path; of one that cannot be read, why.

    Raises InspectionError for a folder without documents.
    """
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix.lower() in SUFFIXES]
    if not paths:
        raise InspectionError("no document in it", place=str(folder), remedy=f"one of {', '.join(sorted(SUFFIXES))}")
    told: dict[Path, Report | InspectionError] = {}
    for path in paths:
        try:
            told[path] = proofread(path, jurisdiction)
        except InspectionError as problem:
            told[path] = problem
    return told


def check_bulletin(text: str | bytes | Path, jurisdiction: Jurisdiction | None = None) -> list[Finding]:
    """The findings of a bulletin, the gravest first: HTML as text, or any file as bytes or path.

    One that `blocks` keeps it from being signed.
    """
    return report_of(text, jurisdiction).findings


def report_of(text: str | bytes | Path, jurisdiction: Jurisdiction | None = None) -> Report:
    """The whole report of a bulletin: HTML as text, or any file as bytes or path."""
    if isinstance(text, Path):
        source = lines.read_file(text)
    elif isinstance(text, bytes):
        source = lines.read_bytes(text)
    else:
        source = lines.of_html(text)
    return _report(source, "", jurisdiction)


def _report(source: lines.Source, name: str, jurisdiction: Jurisdiction | None) -> Report:
    read = document.read(source)
    said, house = context.read(read), House.of(jurisdiction)
    findings: dict[tuple, Finding] = {}
    checked: dict[tuple, Checked] = {}
    for check in CHECKS:
        for one in check(said, house):
            words = tuple(replace(word, words=masked(word.words)) for word in one.taken)
            one = replace(one, sentence=masked(one.sentence), taken=words)
            if isinstance(one, Finding):
                findings.setdefault((one.check, one.place, one.sentence, one.en), one)
            else:
                checked.setdefault((one.check, one.place, one.shown), one)
    return Report(name, read.title, by_severity(list(findings.values())), list(checked.values()), read.lines)
