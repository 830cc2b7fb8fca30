"""The text with its findings marked in it: the words that each was taken from, its sum, what would be right."""

from __future__ import annotations

from collections import defaultdict
from html import escape

from inspection.proofread.finding import Finding, Report, masked
from inspection.proofread.texts import Text

WORDS = {"contradiction": "矛盾 contradiction", "doubt": "存疑 doubt", "form": "格式 form", "note": "提示 note"}
STYLE = """
.proof p { margin: 0 0 .6em; line-height: 1.8; }
.proof mark { padding: 0 1px; border-radius: 2px; color: inherit; background: #e0f2fe; }
.proof mark.contradiction { background: #fecaca; } .proof mark.doubt { background: #fef08a; }
.proof mark.form { background: #fed7aa; }
.proof ol { margin: 0 0 1em; padding: 4px 12px 4px 32px; border-left: 3px solid #9ca3af; font-size: 14px; }
.proof li b { font-weight: 600; } .proof code { font-size: 13px; } .proof small { display: block; color: #6b7280; }
"""


def fragment(report: Report) -> str:
    """The lines of a text as HTML, every finding below the line where it stands; those of no line come first."""
    told: dict[str, list[Finding]] = defaultdict(list)
    places = {line.place for line in report.lines}
    for finding in report.findings:
        told[finding.place if finding.place in places else ""].append(finding)
    parts = [_notes(told[""])]
    seen: set[str] = set()
    for line in report.lines:
        findings = told[line.place]
        parts.append(f"<p>{_line(line, findings)}</p>")
        if line.place not in seen:
            parts.append(_notes(findings))
            seen.add(line.place)
    return f'<div class="proof">{"".join(parts)}</div>'


def page(report: Report) -> str:
    """A page of its own, which loads nothing."""
    title = escape(masked(report.title or report.source))
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>body {{ max-width: 860px; margin: 2em auto; font-family: serif; }}{STYLE}</style></head>"
        f"<body>{fragment(report)}</body></html>\n"
    )


def _notes(findings: list[Finding]) -> str:
    if not findings:
        return ""
    return f"<ol>{''.join(map(_note, findings))}</ol>"


def _note(one: Finding) -> str:
    parts = [f'<mark class="{one.severity}"><b>{WORDS[one.severity]}</b></mark> {escape(one.zh)}']
    if one.sum:
        parts.append(f"<br><code>{escape(one.sum)}</code>")
    if one.right:
        parts.append(f" → <b>{escape(one.right)}</b>")
    if one.taken:
        parts.append(f"<small>{escape('；'.join(f'“{word.words}”：{word.role}' for word in one.taken))}</small>")
    parts.append(f"<small>{escape(one.en)}</small>")
    return f"<li>{''.join(parts)}</li>"


def _line(line: Text, findings: list[Finding]) -> str:
    """The line with the words of its findings marked, the gravest where they overlap."""
    spans: list[tuple[int, int, str]] = []
    for one in findings:
        words = [word.words for word in one.taken if word.place == line.place]
        printed = one.values.get("printed")
        words = words or ([printed] if isinstance(printed, str) else [])
        for start, end in (_span(line, one, word) for word in words):
            if start < end and all(end <= left or right <= start for left, right, _ in spans):
                spans.append((start, end, one.severity))
    parts, at = [], 0
    for start, end, severity in sorted(spans):
        parts.append(escape(masked(line.shown[at:start])))
        parts.append(f'<mark class="{severity}">{escape(masked(line.shown[start:end]))}</mark>')
        at = end
    return "".join([*parts, escape(masked(line.shown[at:]))])


def _span(line: Text, finding: Finding, words: str) -> tuple[int, int]:
    """Where words stand in a line, in the finding's sentence first; of words put together, their end."""
    begin = max(line.shown.find(finding.sentence[:12]), 0) if finding.sentence else 0
    for size in range(len(words), 1, -1):
        found = line.text.find(words[-size:], begin)
        if found < 0:
            found = line.text.find(words[-size:])
        if found >= 0:
            return found, found + size
    return 0, 0
