"""Platforms (平台) of government new-media accounts: one canonical name for all surface forms."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import yaml

from inspection.warehouse import ROOT

FILE = ROOT / "include" / "platforms.yaml"


def _fold(text: str) -> str:
    # 今日 头条 with a line break inside a cell is 今日头条.
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()


@cache
def _canonical_by_form() -> dict[str, str]:
    listed = yaml.safe_load(FILE.read_text("utf-8"))
    return {_fold(form): name for name, forms in listed.items() for form in [name, *forms]}


def canonical(text: str) -> str | None:
    """Canonical name of a platform as written anywhere, or None for one that nobody listed."""
    return _canonical_by_form().get(_fold(text))


def names() -> list[str]:
    """All canonical names, in the order of include/platforms.yaml."""
    return list(dict.fromkeys(_canonical_by_form().values()))
