"""The same text twice on one page, as where a page holds a copy for printing: found, and read once."""

from __future__ import annotations

from dataclasses import dataclass, field

from inspection.proofread.lines import Table
from inspection.proofread.texts import Text

LONG_CHARS = 20  # shorter lines may recur for other reasons
MIN_LINES = 3
MIN_SHARE = 0.35  # of the characters of long lines: of a whole copy it is a half


@dataclass(slots=True)
class Doubled:
    """`line_count` lines of the whole stand twice, the copy beginning at `place`; or single long `repeated` ones."""

    line_count: int = 0
    place: str = ""
    first: str = ""
    repeated: list[Text] = field(default_factory=list)


def without_copies(items: list[Text | Table]) -> tuple[list[Text | Table], Doubled]:
    """The items of the first copy and all that stands only once; and what was found double."""
    seen: dict[str, Text] = {}
    again: list[Text] = []
    total = 0
    for item in items:
        if isinstance(item, Table) or len(key := _key(item)) < LONG_CHARS:
            continue
        total += len(key)
        if key in seen:
            again.append(item)
        else:
            seen[key] = item
    chars = sum(len(_key(item)) for item in again)
    prose = [item for item in again if "。" in item.text]
    if len(prose) < MIN_LINES or chars < MIN_SHARE * total:
        return items, Doubled(repeated=[item for item in again if len(item.text) >= 2 * LONG_CHARS])
    begin = next(at for at, item in enumerate(items) if item is again[0])
    kept: list[Text | Table] = []
    before = {_key(item) for item in items[:begin]}
    for at, item in enumerate(items):
        if at >= begin and _key(item) in before:
            continue
        kept.append(item)
    return kept, Doubled(len(again), again[0].place, again[0].shown)


def _key(item: Text | Table) -> str:
    if isinstance(item, Table):
        return "\n".join("\t".join(row) for row in item.rows)
    return "".join(item.text.split())
