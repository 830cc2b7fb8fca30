"""The words by which readers know what a page is for (include/page-functions.yaml), read once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import yaml

from inspection.places import INCLUDE


@cache
def page_words() -> dict[str, Any]:
    """The whole file."""
    return yaml.safe_load((INCLUDE / "page-functions.yaml").read_text("utf-8"))


@cache
def section_patterns() -> dict[str, dict[str, str]]:
    """`says`, `not` and `static` of each section as regular expressions, which PostgreSQL reads too; where there is no
    word, one that meets nothing."""
    return {
        name: {key: any_of(one.get(key, ())) or "(?!x)x" for key in ("says", "not", "static")}
        for name, one in page_words()["sections"].items()
    }


@cache
def platform_words() -> frozenset[str]:
    """Every name of a platform (include/platforms.yaml), in lower case."""
    listed = yaml.safe_load((INCLUDE / "platforms.yaml").read_text("utf-8"))
    words = (
        [name, *about.get("forms", ()), *(form for forms in about.get("kinds", {}).values() for form in forms)]
        for name, about in listed.items()
    )
    return frozenset(word.lower() for forms in words for word in forms)


def any_of(words: Iterable[str]) -> str:
    """A regular expression's alternatives for words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def classes_of(words: dict[str, list[str]]) -> dict[str, str]:
    """The class of every word, of words by class."""
    return {word: name for name, members in words.items() for word in members}
