"""The script that a Chinese text is written in: traditional characters (繁体) told from simplified ones (简体).

Character by character, as the converters of hijackers map too (關于 for 关于). The table is OpenCC's, without the
characters that simplified texts use as well (乾县, 哪吒). Only simplified are those of GB 2312 that Big5 lacks.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

import numpy as np
import opencc

_FIRST, _LAST = 0x4E00, 0x9FFF  # the block that both scripts live in
_HAN = (0x3400, 0x9FFF)
_NO_LONGER_SIMPLIFIED = "後於夥徵菸麽"  # in GB 2312, but of no use in a simplified text but for names


def simplified(text: str) -> str:
    """The text in simplified characters; of the same length, so that places in both are the same."""
    return _traditional().sub(lambda found: _table()[found[0]], text)


def traditional_share(text: str) -> float:
    """Share of the Han characters that only a traditional text writes, 0 to 1; 0 for a text without any."""
    if _traditional().search(text) is None:
        return 0.0
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)
    han_count = int(((codes >= _HAN[0]) & (codes <= _HAN[1])).sum())
    inside = codes[(codes >= _FIRST) & (codes <= _LAST)] - _FIRST
    return int(_is_traditional()[inside].sum()) / han_count


def simplified_share(text: str) -> float:
    """Share of the Han characters that only a simplified text writes, 0 to 1."""
    han = [character for character in text if _HAN[0] <= ord(character) <= _HAN[1]]
    return sum(map(_is_simplified_only, han)) / len(han) if han else 0.0


def traditional_characters() -> str:
    """Every character that only a traditional text writes."""
    return "".join(_table())


@cache
def _table() -> dict[str, str]:
    """Simplified by traditional character."""
    both = [chr(code) for code in range(_FIRST, _LAST + 1)]
    # a line for each, so that no two of them are taken for a word
    simple = opencc.OpenCC("t2s").convert("\n".join(both)).split("\n")
    return {
        old: new
        for old, new in zip(both, simple, strict=True)
        if old != new and (old in _NO_LONGER_SIMPLIFIED or not _is_simplified(old))
    }


@cache
def _traditional() -> re.Pattern:
    return re.compile(f"[{traditional_characters()}]")


@cache
def _is_traditional() -> np.ndarray:
    answers = np.zeros(_LAST - _FIRST + 1, dtype=bool)
    answers[[ord(character) - _FIRST for character in _table()]] = True
    return answers


def _is_simplified(character: str) -> bool:
    """Whether the national character set of simplified Chinese has it."""
    return _is_in(character, "gb2312")


@lru_cache(maxsize=32_768)
def _is_simplified_only(character: str) -> bool:
    return _is_simplified(character) and character not in _table() and not _is_in(character, "big5")


def _is_in(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
