"""What a proofreader says of a text: findings, each with the sentence that proves it, and what it found consistent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

# contradiction: two statements cannot both be true. form: against the rules of writing, or not the office's own text.
# doubt: ambiguous, a person should look. note: worth knowing. Only the first two make a text fail.
Severity = Literal["contradiction", "form", "doubt", "note"]
ERRORS = frozenset({"contradiction", "form"})
_ORDER = ("contradiction", "form", "doubt", "note")

_PERSONAL = re.compile(
    r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}[-—－– ]{0,2}\d{7,8}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<=电话[:：])[\d\-—、,，/转 ]{6,}"
)
_CONTACT = re.compile(r"(联系人(?:及(?:联系)?电话|、电话)?[:：]\s*)[^;；。)）\n]+")
MASK = "□□□"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. `sentence` is quoted as it stands, personal data masked; `values` are the figures it rests on."""

    check: str
    severity: Severity
    place: str
    sentence: str
    zh: str
    en: str
    values: Mapping[str, Any] = field(default_factory=dict)
    right: str = ""  # what would be right, where that can be said

    @property
    def is_error(self) -> bool:
        """Whether it keeps a bulletin from being approved."""
        return self.severity in ERRORS


@dataclass(frozen=True, slots=True)
class Checked:
    """Something that was checked and agrees: `shown` says what, e.g. 146+57+37+15+8 = 263."""

    check: str
    place: str
    sentence: str
    shown: str


@dataclass(frozen=True, slots=True)
class Report:
    """All that was said of one text, in its order."""

    source: str
    title: str
    findings: list[Finding]
    checked: list[Checked]

    @property
    def has_errors(self) -> bool:
        """Whether a contradiction or an error of form was found."""
        return any(finding.is_error for finding in self.findings)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "source": self.source,
            "title": self.title,
            "has_errors": self.has_errors,
            "findings": [asdict(finding) for finding in self.findings],
            "checked": [asdict(checked) for checked in self.checked],
        }


def by_severity(findings: list[Finding]) -> list[Finding]:
    """The gravest first; within a severity as they stand in the text."""
    return sorted(findings, key=lambda finding: _ORDER.index(finding.severity))


def masked(text: str) -> str:
    """A text without telephone numbers, addresses of mail, identity numbers and names of contact persons."""
    return _PERSONAL.sub(MASK, _CONTACT.sub(rf"\1{MASK}", text))
