"""What a proofreader says of a text: findings, each with the sentence that proves it, and what it found consistent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from inspection.proofread.texts import Text

# contradiction: two statements cannot both be true, and they have one reading only; it keeps a bulletin from being
# signed. doubt: ambiguous, a person should look. form: against the rules of writing, or not the office's own text.
# note: worth knowing. Contradictions and errors of form make a text fail.
Severity = Literal["contradiction", "doubt", "form", "note"]
ERRORS = frozenset({"contradiction", "form"})
_ORDER = ("contradiction", "doubt", "form", "note")

_PERSONAL = re.compile(
    r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}[-—－– ]{0,2}\d{7,8}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)"
    r"|(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]+@[\w-]+(?:\.[\w-]+)+|(?<=电话[:：])[\d\-—、,，/转 ]{6,}"
)
_CONTACT = re.compile(r"(联系人(?:及(?:联系)?电话|、电话)?[:：]\s*)[^;；。)）\n]+")
MASK = "□□□"


@dataclass(frozen=True, slots=True)
class Taken:
    """Words of the text, and what they were taken for; `place` where they stand."""

    words: str
    role: str
    place: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. `sentence` is quoted as it stands, personal data masked; `values` are the figures it rests on.

    `taken` says which words were read as what, `sum` lays the reckoning out.
    """

    check: str
    severity: Severity
    place: str
    sentence: str
    zh: str
    en: str
    values: Mapping[str, Any] = field(default_factory=dict)
    right: str = ""  # what would be right, where that can be said
    taken: tuple[Taken, ...] = ()
    sum: str = ""

    @property
    def is_error(self) -> bool:
        """Whether a text with it fails."""
        return self.severity in ERRORS

    @property
    def blocks(self) -> bool:
        """Whether it keeps a bulletin from being signed, unless the signer overrules it with a reason."""
        return self.severity == "contradiction"


@dataclass(frozen=True, slots=True)
class Checked:
    """Something that was checked and agrees: `shown` says what, e.g. 146+57+37+15+8 = 263."""

    check: str
    place: str
    sentence: str
    shown: str
    taken: tuple[Taken, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """All that was said of one text, in its order."""

    source: str
    title: str
    findings: list[Finding]
    checked: list[Checked]
    lines: list[Text] = field(default_factory=list)  # the text itself, to mark the findings in

    @property
    def has_errors(self) -> bool:
        """Whether a contradiction or an error of form was found."""
        return any(finding.is_error for finding in self.findings)

    def count(self, severity: Severity) -> int:
        """How many findings have a severity."""
        return sum(finding.severity == severity for finding in self.findings)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON; `include/proofread-report.schema.json` says what they are."""
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
