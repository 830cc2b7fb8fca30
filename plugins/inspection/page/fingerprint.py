"""Prints of a page that can be compared over history: its template, its text, and the language it is written in.

Template and text are simhashes: 64 bits, of which two alike pages differ in few (text: at most `NEAR_BITS`).
Source: Charikar, *Similarity estimation techniques from rounding algorithms* (2002); 64 bits and a distance of 3:
Manku, Jain and Das Sarma, *Detecting near-duplicates for web crawling* (2007). Kept as signed numbers, as PostgreSQL's
`bigint` is: `bit_count(int8xor(one, other)::bit(64))` is their distance there.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b

import numpy as np

NEAR_BITS = 3  # of 64: Manku, Jain and Das Sarma, Detecting Near-Duplicates for Web Crawling (WWW 2007)
MIN_TEXT_CHARS = 100  # a shorter text is like too many others
MAX_TEXT_CHARS = 4000
MAX_SKELETON_CHARS = 400_000
MIN_SKELETON_MARKS = 5

_NOT_TEXT = re.compile(r"[^0-9a-zA-Z\u3400-\u9fff]+")
_CLASS = re.compile(r"class=[\"']([^\"'<>]{1,100})")
_DIGITS = re.compile(r"\d+")
# Scripts of the languages that government sites of China are written in, as first and last row of 256 characters.
_SCRIPTS = {
    "zh": ((0x34, 0x9F),),
    "bo": ((0x0F, 0x0F),),  # Tibetan
    "ug": ((0x06, 0x06), (0xFB, 0xFE)),  # Uyghur, Kazakh
    "mn": ((0x18, 0x18),),  # Mongolian
    "ko": ((0x11, 0x11), (0xAC, 0xD7)),
    "ja": ((0x30, 0x30),),  # kana; the row's punctuation is left out of the sample
    "ru": ((0x04, 0x04),),
}
_HAN_AND_KANA = ((np.uint32(0x3400), 0xA000 - 0x3400), (np.uint32(0x3040), 0x3100 - 0x3040))  # first, and how many
_CJK_PUNCTUATION_END = 0x3040
_LANGUAGE_SAMPLE_CHARS = 1000
MIN_LETTERS = 20

# odd multipliers, one a place of the shingle, and the finaliser of SplitMix64 spread each shingle over 64 bits
_PLACES = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], dtype=np.uint64)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


def text_hash(text: str) -> int | None:
    """Simhash of the sentences of a page's visible text (one line a block); None for a text too short to compare.

    Lines without the end of a sentence (navigation, lists, footer) are left out, and so are spaces, punctuation and
    everything after the first 4,000 characters: a moved comma or a new footer makes no new text.
    """
    body = _NOT_TEXT.sub("", _sentences(text)[: 2 * MAX_TEXT_CHARS])[:MAX_TEXT_CHARS]
    if len(body) < MIN_TEXT_CHARS:
        return None
    codes = np.frombuffer(body.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    mixed = np.correlate(codes, _PLACES)  # of each shingle the sum of its characters, each times that of its place
    for shift, factor in zip((30, 27), _MIX, strict=True):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * factor
    return _majority(mixed ^ (mixed >> np.uint64(31)))


def _sentences(text: str) -> str:
    """The lines that hold the end of a sentence, until there are enough of them."""
    lines, char_count = [], 0
    for line in text.split("\n"):
        if len(line) >= 15 and ("。" in line or "；" in line or "！" in line or "？" in line):
            lines.append(line)
            char_count += len(line)
            if char_count >= 2 * MAX_TEXT_CHARS:
                break
    return "".join(lines)


def skeleton_hash(html: str) -> int | None:
    """Simhash of the classes of a page's elements, each counted once, numbers left out; None where there are few.

    What a page says does not move it; another template does.
    """
    return _of_classes(frozenset(_CLASS.findall(html, 0, MAX_SKELETON_CHARS)))


@lru_cache(maxsize=4_096)  # the pages of one template share them
def _of_classes(classes: frozenset[str]) -> int | None:
    marks = {_DIGITS.sub("", name) for name in classes}
    if len(marks) < MIN_SKELETON_MARKS:
        return None
    return _majority(np.fromiter((_spread(mark) for mark in marks), dtype=np.uint64, count=len(marks)))


def language(text: str) -> str | None:
    """ISO 639-1 code of the language that most letters of a text's first 1,000 characters are of; None for few letters.

    Told by script alone: a text with one kana letter in ten is Japanese, and Latin letters are called English.
    """
    codes = np.frombuffer(text[:_LANGUAGE_SAMPLE_CHARS].encode("utf-32-le", "replace"), dtype=np.uint32)
    # unsigned: what lies before the first letter wraps round, behind the last
    han, kana = (np.count_nonzero(codes - first < count) for first, count in _HAN_AND_KANA)
    if 2 * han >= len(codes) and han >= MIN_LETTERS and 10 * kana < han:  # nearly every page
        return "zh"
    codes = codes[~((codes >= 0x3000) & (codes < _CJK_PUNCTUATION_END))]
    rows = np.bincount(np.minimum(codes >> 8, 0xFF), minlength=256)
    counts = {code: sum(int(rows[a : b + 1].sum()) for a, b in spans) for code, spans in _SCRIPTS.items()}
    counts["en"] = int(((codes | 0x20) - 0x61 < 26).sum())  # unsigned: what lies before `a` wraps round
    letters = sum(counts.values())
    if letters < MIN_LETTERS:
        return None
    return "ja" if counts["ja"] * 10 >= letters else max(counts, key=counts.__getitem__)


def distance(one: int, other: int) -> int:
    """In how many bits two prints differ."""
    return ((one ^ other) & (2**64 - 1)).bit_count()


def _majority(hashes: np.ndarray) -> int:
    """The number whose every bit is the one that most of the hashes have there, as a signed 64-bit integer."""
    bits = np.unpackbits(hashes.astype("<u8").view(np.uint8).reshape(-1, 8), axis=1, bitorder="little")
    # eight sums in a word, of no more rows than a byte can count: four times as fast as one by one
    sums = np.add.reduceat(bits.view(np.uint64), np.arange(0, len(hashes), 255), axis=0).view(np.uint8)
    ones = sums.sum(axis=0, dtype=np.int64) * 2 > len(hashes)
    return int(np.packbits(ones, bitorder="little").view("<i8")[0])


@lru_cache(maxsize=65_536)
def _spread(mark: str) -> int:
    return int.from_bytes(blake2b(mark.encode("utf-8", "replace"), digest_size=8).digest(), "little")
