"""A line in the form in which it is checked, and as it stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class Text:
    """`text` is the compared form of `shown`, of the same length; two lines with the same words are two."""

    text: str
    shown: str
    place: str
