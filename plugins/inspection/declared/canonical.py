"""One name for what offices call many things: channels of messages (留言渠道), platforms, reasons.

An office's file may write 领导信箱 or 微信; figures stand under 互动交流 and 微信公众号, and a name that no figure has
would be counted as 0.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any

from inspection.declared import platforms, strict
from inspection.declared.inputs import FOLDER

VOCABULARIES = FOLDER / "vocabularies.yaml"


@cache
def channels() -> dict[str, str]:
    """Form of a channel, folded → its name. A channel that is not here keeps its own."""
    listed = strict.read(VOCABULARIES)["message_channel"]
    return {_fold(form): str(name) for name, forms in listed.items() for form in [name, *forms]}


def channel(name: str) -> str:
    """The name under which messages of a channel are counted."""
    return channels().get(_fold(name), name)


def platform(name: str) -> str:
    """The canonical name of a platform, or 其他 for the rest. Raises ValueError for one that nobody listed."""
    if name == platforms.OTHER:
        return name
    if (found := platforms.canonical(name)) is None:
        raise ValueError(f"{name} is no platform that we know: correct it, or add it to include/platforms.yaml")
    return found


def each(name_of: Any, names: Iterable[str]) -> list[str]:
    """Names in their one form, each once, in their order."""
    return list(dict.fromkeys(map(name_of, names)))


def keys(name_of: Any, words: dict[str, str]) -> dict[str, str]:
    """A mapping whose keys are names, under their one form."""
    return {name_of(name): word for name, word in words.items()}


def _fold(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", str(text))).casefold()
