"""The form in which a text is checked: one width of signs, simplified characters, without what a machine put in.

`compared` keeps the length of what `cleaned` gives, so that a sentence can be quoted as it stands.
"""

from __future__ import annotations

import re

from inspection.text.letters import TONES
from inspection.text.script import simplified

_SPACES = re.compile(r"[\s\u00a0\u3000\u200b\ufeff]+")
_HAN = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’〔〕《》·—]"
# a space that only typesetting put there: beside Chinese, or within a figure's unit
_NEEDLESS = re.compile(rf"(?<={_HAN}) | (?={_HAN})")
_READING = re.compile(
    rf"(?<=[\u3400-\u9fffA-Z])[(（][ \u3000]?[a-zü]{{0,5}}[{TONES}][a-zü]{{0,5}}[ \u3000]?[)）]", re.I
)
MIN_READINGS = 5  # fewer explain rare characters
SLIP = re.compile(r"[?\ufffd][,，;；][A-Z]?(?=[\u3400-\u9fff])")
_SOUP = re.compile(r"(?:(?<!\s)\s++)?(?:(?:[•·*]|\d{1,2}\.)\s*+)?(?:</?[a-z][a-z0-9]{0,12}(?:\s[^<>]*)?>\s*)+", re.I)
_WIDTHS = str.maketrans(
    {
        **{chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)},
        "﹪": "%",
        "﹝": "〔",
        "﹞": "〕",
        "﹙": "(",
        "﹚": ")",
        "﹐": ",",
        "—": "—",
        "–": "—",
        "－": "—",
        "─": "—",
        "━": "—",
        "～": "~",
    }
)


def has_readings(text: str) -> bool:
    """Whether characters are followed by their pinyin throughout."""
    return len(_READING.findall(text)) >= MIN_READINGS


def cleaned(text: str, *, is_slipped: bool = False, has_pinyin: bool = False) -> str:
    """A line without mark-up shown as text, needless spaces, readings; where bytes slipped, a full stop was lost."""
    text = _SOUP.sub("", text) if "<" in text else text
    text = _SPACES.sub(" ", text).strip()
    text = _NEEDLESS.sub("", text)
    if has_pinyin:
        text = _READING.sub("", text)
    if is_slipped:
        text = SLIP.sub("。", text)
    return text


def compared(text: str) -> str:
    """A cleaned line in narrow signs and simplified characters, of the same length."""
    return simplified(text.translate(_WIDTHS))
