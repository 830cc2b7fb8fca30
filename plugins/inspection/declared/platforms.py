"""Platforms (平台) of government new-media accounts: one canonical name for all surface forms, and what is known of it.

The data are `include/platforms.yaml`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from inspection.declared import strict
from inspection.declared.strict import Strict
from inspection.model import ConnectorName
from inspection.places import INCLUDE

FILE = INCLUDE / "platforms.yaml"
OTHER = "其他"  # the group that bulletins sum (其他政务新媒体)


class Platform(Strict):
    """One platform. `kinds`: kind of account (账号类型) → the surface forms that mean one."""

    name: str = ""  # what it stands under in the file
    forms: list[str] = []
    kinds: dict[str, list[str]] = {}
    group: str = ""  # under which bulletins count it; its own name unless the file says another
    watched_by: list[ConnectorName]
    titles: list[str] = []

    def surface_forms(self) -> list[str]:
        """Every form that names it, its own name first."""
        return [self.name, *self.forms, *(form for forms in self.kinds.values() for form in forms)]


def _fold(text: str) -> str:
    # 今日 头条 with a line break inside a cell is 今日头条.
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()


@cache
def known() -> dict[str, Platform]:
    """All platforms by canonical name, in the order of the file; raises InspectionError when it is damaged."""
    return {
        name: platform.model_copy(update={"name": name, "group": platform.group or name})
        for name, platform in strict.by_name(Platform, FILE).items()
    }


@cache
def _canonical_by_form() -> dict[str, str]:
    return {_fold(form): name for name, platform in known().items() for form in platform.surface_forms()}


@cache
def _kind_by_form() -> dict[str, str]:
    return {
        _fold(form): kind
        for platform in known().values()
        for kind, forms in platform.kinds.items()
        for form in [kind, *forms]
    }


def canonical(text: str) -> str | None:
    """Canonical name of a platform as written anywhere, or None for one that nobody listed."""
    return _canonical_by_form().get(_fold(text))


def kind_of(text: str) -> str | None:
    """Kind of account (账号类型) that a form means: 微信订阅号 is a 订阅号, 微信 does not say."""
    return _kind_by_form().get(_fold(text))


def names() -> list[str]:
    """All canonical names, in the order of include/platforms.yaml."""
    return list(known())


def bare_name(title: str, platform: str) -> str:
    """The account's name in a title as the platform's bridges write it, in the form in which names are compared."""
    folded = _fold(title)
    for pattern in _title_patterns(platform):
        if match := pattern.fullmatch(folded):
            return match[1]
    return folded


@cache
def _title_patterns(platform: str) -> list[re.Pattern]:
    titles = known()[platform].titles if platform in known() else []
    return [re.compile("(.+)".join(map(re.escape, _fold(title).split("{name}")))) for title in titles]
