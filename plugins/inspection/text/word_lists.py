"""Word lists as files: YAML of our own, and plain text or CSV as others publish theirs.

- YAML: `list_id`, `terms` (each `term`, `severity`, and where there is one `suggestion`; `not_in`: longer innocent
  words that hold it; `border: true`: no Han character may stand beside it), `patterns` (see `word_patterns.py`).
- CSV: a heading of `term` or 词语, `suggestion` or 建议, `severity` or 级别, `not_in` or 例外 (separated by `;`).
- plain text: one term a line.

Text and CSV begin with comments that say what the list is: `# licence: …` must be there, `# list_id: …` (else the name
of the file) and `# severity: …` (else suspected) may be. Lists of political wording are a jurisdiction's own: none is
shipped, and the file in which it names its lists can name any path.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from inspection.errors import InspectionError
from inspection.model import Severity
from inspection.text.word_patterns import Pattern, read_pattern, severity_of

_HEADINGS = {
    "词语": "term",
    "错误": "term",
    "建议": "suggestion",
    "正确": "suggestion",
    "级别": "severity",
    "例外": "not_in",
}
_HEADER = re.compile(r"#\s*(licen[cs]e|list_id|severity)\s*[:：]\s*(.+)", re.I)
_BETWEEN_WORDS = re.compile(r"[;；、|]+")
# the parser in C reads 50,000 terms in two seconds, that in Python in a minute
_YamlLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a word list."""

    term: str
    suggestion: str | None
    severity: Severity
    list_id: str
    not_in: tuple[str, ...] = ()  # longer words that hold the term and mean something else
    border: bool = False  # whether no Han character may stand beside it


def read_list(path: Path) -> tuple[list[Term], list[Pattern]]:
    """Terms and patterns of one file, by its ending. Raises InspectionError that names file and entry."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InspectionError(
            "there is no such word list", place=str(path), remedy="correct `lexicons` in the jurisdiction's file"
        ) from error
    if path.suffix.lower() in {".yaml", ".yml"}:
        return _of_yaml(path, data)
    lines = _decoded(path, data).splitlines()
    said = _header(path, lines)
    rows = _csv_rows(path, lines) if path.suffix.lower() == ".csv" else _text_rows(lines)
    return [_term(row, said["list_id"], f"{path} line {number}", said["severity"]) for number, row in rows], []


def _of_yaml(path: Path, data: bytes) -> tuple[list[Term], list[Pattern]]:
    try:
        content = yaml.load(data, _YamlLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InspectionError(f"is not valid YAML: {error}", place=str(path)) from error
    parts = [content.get(name, []) for name in ("terms", "patterns")] if isinstance(content, dict) else []
    if not any(parts) or not content.get("list_id") or not all(isinstance(part, list) for part in parts):
        raise InspectionError("has no list_id or no terms", place=str(path), remedy="see writing-errors.yaml")
    list_id = str(content["list_id"])
    return (
        [_term(entry, list_id, f"{path} terms[{number}]") for number, entry in enumerate(parts[0])],
        [read_pattern(entry, list_id, f"{path} patterns[{number}]") for number, entry in enumerate(parts[1])],
    )


def _decoded(path: Path, data: bytes) -> str:
    for charset in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(charset)
        except UnicodeDecodeError:
            continue
    raise InspectionError("is neither UTF-8 nor GB 18030", place=str(path))


def _header(path: Path, lines: list[str]) -> dict[str, str]:
    """What the comments before the first entry say of the list."""
    said = {"list_id": path.stem, "severity": Severity.SUSPECTED}
    for line in lines:
        if line.strip() and not line.startswith("#"):
            break
        if match := _HEADER.match(line):
            said[match[1].lower().replace("license", "licence")] = match[2].strip()
    if "licence" not in said:
        raise InspectionError(
            "does not say under which licence its words may be used",
            place=str(path),
            remedy="write `# licence: …` into its first line",
        )
    return said


def _text_rows(lines: list[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            yield number, {"term": line.strip()}


def _csv_rows(path: Path, lines: list[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    rows = csv.reader(line for _, line in numbered)
    names = [_HEADINGS.get(name.strip(), name.strip().lower()) for name in next(rows, [])]
    if "term" not in names:
        raise InspectionError("has no column `term` or 词语", place=str(path))
    for (number, _), cells in zip(numbered[1:], rows, strict=False):
        row: dict[str, Any] = dict(zip(names, (cell.strip() for cell in cells), strict=False))
        row["not_in"] = [word for word in _BETWEEN_WORDS.split(row.get("not_in", "")) if word]
        yield number, {name: value for name, value in row.items() if value}


def _term(entry: Any, list_id: str, place: str, default: str | None = None) -> Term:
    if not isinstance(entry, dict) or not str(entry.get("term") or "").strip():
        raise InspectionError("has no term", place=place, remedy="write {term: …, suggestion: …, severity: minor}")
    text = str(entry["term"]).strip()
    not_in = tuple(str(word) for word in entry.get("not_in") or ())
    if strangers := [word for word in not_in if text not in word or word == text]:
        raise InspectionError(f"{strangers[0]} is no longer word that holds {text}", place=place)
    suggestion = entry.get("suggestion")
    return Term(
        text,
        str(suggestion) if suggestion else None,
        severity_of(entry.get("severity", default), place),
        list_id,
        not_in,
        bool(entry.get("border")),
    )
