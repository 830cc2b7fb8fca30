"""Which kinds of letters a text holds that only few texts do, told by one look-up of all its characters.

A reader that asks for one of them first need search a text for it only where there is one.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np

from inspection.text.script import traditional_characters

TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
FULL_WIDTH_PATTERN = re.compile(r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")  # punctuation has its own
# Forms that NFKC turns into other letters or ideographs: radicals, squared words, compatibility ideographs,
# full-width letters and digits.
COMPATIBLE_PATTERN = re.compile(r"[\u2e80-\u2fdf\u3200-\u33ff\uf900-\ufaff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
UNREADABLE_PATTERN = re.compile(r"[\ufffd\x01-\x08\x0e-\x1a\x1c-\x1f]")  # what stands for bytes that are no text

TONED, TRADITIONAL, FULL_WIDTH, COMPATIBLE, UNREADABLE = 1, 2, 4, 8, 16


def kinds_of(text: str) -> int:
    """The kinds of which there is a letter in the text, added up."""
    codes = np.frombuffer(text.encode("utf-16-le", "replace"), dtype=np.uint16)
    return int(np.bitwise_or.reduce(_kinds().take(codes)))


@cache
def _kinds() -> np.ndarray:
    """The kinds of each character of the basic plane; there are none beyond it."""
    plane = "".join(map(chr, range(0x10000)))
    kinds = np.zeros(0x10000, dtype=np.uint8)
    for kind, pattern in (
        (TONED, re.compile(f"[{TONES}]")),
        (TRADITIONAL, re.compile(f"[{traditional_characters()}]")),
        (FULL_WIDTH, FULL_WIDTH_PATTERN),
        (COMPATIBLE, COMPATIBLE_PATTERN),
        (UNREADABLE, UNREADABLE_PATTERN),
    ):
        kinds[[match.start() for match in pattern.finditer(plane)]] |= kind
    return kinds
