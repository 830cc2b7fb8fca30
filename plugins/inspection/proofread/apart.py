"""A、B分别为x、y: which name each number belongs to."""

from __future__ import annotations

import re

from inspection.proofread.kinds import KIND

APART = re.compile(
    r"(?P<names>[^,;。:()]{2,80}?)(?:分别|依次)(?P<verb>[^,;。:()、\d]{0,14}?)(?:为|是|有|达到?|占)?:?\s*(?=\d)"
)


def named_apart(text: str) -> dict[int, str]:
    """Of `A、B分别为x、y`: the words that belong to each number, by where it stands."""
    named: dict[int, str] = {}
    for match in APART.finditer(text):
        names, numbers, tail = apart(text, match)
        if len(names) != len(numbers):
            continue
        for name, place in zip(names, numbers, strict=True):
            named[place] = f"{name}{tail}"
    return named


def apart(text: str, match: re.Match) -> tuple[list[str], list[int], str]:
    """The names before 分别, the places of the numbers behind it, and the words that all names share."""
    names = re.split(r"、|和|与|及(?!时)", match["names"])
    names = [name for name in names if name]
    end = re.search(r"[;。)]", text[match.end() :])
    behind = text[match.end() : match.end() + (end.start() if end else len(text))]
    numbers, at = [], 0
    for figure in re.finditer(r"\d+(?:\.\d+)?(?:%|[家个条件项次]次?)?", behind):
        if numbers and not re.fullmatch(r"[、,和与及]+", behind[at : figure.start()]):
            break
        if not numbers and figure.start() > 0:
            break
        numbers.append(match.end() + figure.start())
        at = figure.end()
    # 政府网站、政务新媒体合格率: what follows the last name's noun belongs to all
    last = KIND.search(names[-1]) if names else None
    tail = (names[-1][last.end() :] if last else "") + match["verb"]
    return names, numbers, tail
