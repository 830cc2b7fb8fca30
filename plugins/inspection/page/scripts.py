"""Where a simple script sends its reader: an unconditional assignment to `location` at the script's top level.

Nothing is executed. What stands in a function, behind a condition or is put together from parts is left alone:
it may be for other readers than us.
"""

from __future__ import annotations

import re

_LONGEST_SCRIPT_CHARS = 4_000  # a script that only forwards is short
_TOKEN = re.compile(
    r"""
    (?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z)|<!--[^\n]*|`[^`]*`?)
    |(?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
    |(?P<word>[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*)
    |(?P<sign>[^\s])
    """,
    re.X | re.S,
)
_LOCATION = re.compile(r"(?:(?:window|document|self|top|parent)\.)?location(?P<part>\.href|\.replace|\.assign)?")
_OPENING, _CLOSING = frozenset("({["), frozenset(")}]")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.S)


def script_target(script: str) -> str | None:
    """The address that a script sends every reader to, as written, or None."""
    if len(script) > _LONGEST_SCRIPT_CHARS or "location" not in script:
        return None
    tokens = [match for match in _TOKEN.finditer(script) if match.lastgroup != "comment"]
    depth = 0
    for number, match in enumerate(tokens):
        text = match[0]
        depth += (text in _OPENING) - (text in _CLOSING)
        name = _LOCATION.fullmatch(text) if depth == 0 and match.lastgroup == "word" else None
        if name and _begins_statement(tokens, number, script):
            follows = tokens[number + 1 : number + 5]
            target = _called(follows) if name["part"] in {".replace", ".assign"} else _assigned(follows, script)
            if target:
                return target
    return None


def _begins_statement(tokens: list[re.Match], number: int, script: str) -> bool:
    """Whether a statement of its own begins here: not one behind `if (…)`, `else` or an operator."""
    if number == 0 or tokens[number - 1][0] in {";", "}"}:
        return True
    before = tokens[number - 1]
    has_line_end = "\n" in script[before.end() : tokens[number].start()]
    return has_line_end and before.lastgroup in {"string", "word"} and before[0] not in {"else", "do", "return"}


def _assigned(follows: list[re.Match], script: str) -> str | None:
    """`= "…"` up to the end of the statement."""
    if len(follows) < 2 or follows[0][0] != "=" or follows[1].lastgroup != "string":
        return None
    if len(follows) == 2 or follows[2][0] in {";", "}"}:
        return _text(follows[1])
    has_line_end = "\n" in script[follows[1].end() : follows[2].start()]
    return _text(follows[1]) if has_line_end and follows[2].lastgroup == "word" else None


def _called(follows: list[re.Match]) -> str | None:
    """`("…")`."""
    if [match[0] for match in follows[:1]] != ["("] or len(follows) < 3 or follows[2][0] != ")":
        return None
    return _text(follows[1]) if follows[1].lastgroup == "string" else None


def _text(string: re.Match) -> str:
    def plain(match: re.Match) -> str:
        code = match[1] or match[2]
        return chr(int(code, 16)) if code else match[3]

    return _ESCAPE.sub(plain, string[0][1:-1])
