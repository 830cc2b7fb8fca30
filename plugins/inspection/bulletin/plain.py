"""Plain text (纯文本): names as they come, made inert for every format.

A registry may hold control characters, marks that turn the direction of a line (U+202E) and signs that nobody sees.
They are shown by their code, [U+202E], where they stand: none acts, and none is lost without a trace.
"""

from __future__ import annotations

import json
import re
from typing import Any

FIRST_STRONG, POP = "\u2068", "\u2069"  # isolate a text whose letters run from right to left
# C0 and C1 controls, marks of direction, invisible signs, line separators, halves of pairs, non-characters
_ACTIVE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_SPACE = re.compile("[\t\r\n]+")
# the blocks of Unicode that are kept for scripts written from right to left
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")


def inert(text: str) -> str:
    """The text in one line, with every sign that would act on its surroundings shown by its code."""
    return _ACTIVE.sub(lambda sign: f"[U+{ord(sign[0]):04X}]", _SPACE.sub(" ", text))


def shown(value: Any) -> str:
    """A value of a list in a cell: nothing where there is none, parts of a list between `;`."""
    if value is None:
        return ""
    return ";".join(inert(str(part)) for part in value) if isinstance(value, list) else inert(str(value))


def escaped(json_text: str) -> str:
    """A JSON text with such signs written as escapes: it says the same."""
    return re.sub("\n|" + _ACTIVE.pattern, lambda sign: sign[0] if sign[0] == "\n" else _escape(sign[0]), json_text)


def _escape(sign: str) -> str:
    return json.dumps(sign)[1:-1]


def runs_left(text: str) -> bool:
    """Whether the text holds letters that run from right to left, such as Arabic ones."""
    return _RIGHT_TO_LEFT.search(text) is not None


def bare(text: str) -> str:
    """The text without isolates, for a cell in which it stands alone."""
    return text.replace(FIRST_STRONG, "").replace(POP, "")
