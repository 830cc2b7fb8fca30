"""The language in which people are spoken to: English words stand in the source, other languages in include/locale/.

A catalogue (gettext's .po) is read as it is written, once a process; a word that it lacks stays English, and a test
finds it. `_` says a word in the language of the installation; pages choose by person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from inspection.errors import InspectionError
from inspection.places import INCLUDE, language

SOURCE = "en"
FOLDER = INCLUDE / "locale"


def file_of(name: str) -> Path:
    """The catalogue of a language."""
    return FOLDER / name / "LC_MESSAGES" / "inspection.po"


@cache
def catalogue(name: str) -> NullTranslations:
    """The words of a language, by what the source says in English."""
    if name == SOURCE:
        return NullTranslations()
    from babel.messages.mofile import write_mo  # a tenth of a second that an English installation does without
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with file_of(name).open("rb") as file:
        write_mo(compiled, read_po(file, locale=name))
    compiled.seek(0)
    return GNUTranslations(compiled)


def _(text: str) -> str:
    """The text in the language of the installation."""
    return catalogue(language()).gettext(text)


def called(name: str) -> str:
    """What people call a DAG, task or table of that name, in English: `load_quarter` is *Load quarter*."""
    return name.rpartition(".")[2].replace("_", " ").capitalize()


def N_(text: str) -> str:
    """The text itself, marked for the catalogues: it is translated where it is shown."""
    return text


def S_(text: str) -> str:
    """The text itself, a sentence with its values, marked for the catalogues: `said` says it where it is shown."""
    return text


def told(error: InspectionError, name: str | None = None) -> str:
    """The error as one line in a language: that of the installation, unless one is named.

    An error is raised with its English words and its values in one text: where it is shown, its values are found again
    by the sentences of the catalogue, `there is no jurisdiction {0}`.
    """
    spoken = name or language()
    where = f"{_said(error.place, spoken) or error.place}: " if error.place else ""
    then = f" ({said(error.remedy, spoken)})" if error.remedy else ""
    return f"{where}{said(error.problem, spoken)}{then}"


_LONGEST_CHARS = 1_000  # the longest of ours has 645


def said(text: str, name: str) -> str:
    """What an error says, in a language; each part of it by itself where it names several things, or says of what.

    English where no sentence of the catalogue fits, or where it is so long that a stranger's file fills it: it would be
    compared with all sentences in every way there is.
    """
    if not text or len(text) > _LONGEST_CHARS:  # to nothing a catalogue answers with its own head
        return text
    if (whole := _said(text, name, apart=True)) is not None:
        return whole
    parts = list(_parts(text, name))
    if len(parts) > 1:
        told = [said(part, name) for part in parts]
        loose = _said(text, name) if any(map(str.__eq__, told, parts)) else None  # "; " may stand in a value
        return loose or "; ".join(told)
    if (whole := _said(text, name)) is not None:
        return whole
    between = next((mark for mark in (": ", ", ") if mark in text), None)
    return between.join(said(part, name) for part in text.split(between)) if between else text


def _parts(text: str, name: str) -> Iterator[str]:
    """The sayings that "; " joins; one that the catalogue knows with its own "; " is left whole."""
    rest = text.split("; ")
    while rest:
        known = (end for end in range(len(rest), 1, -1) if _said("; ".join(rest[:end]), name, apart=True))
        end = next(known, 1)
        yield "; ".join(rest[:end])
        rest = rest[end:]


def _said(text: str, name: str, *, apart: bool = False) -> str | None:
    if (plain := catalogue(name).gettext(text)) != text or not text:
        return plain
    for pattern, translated, keeps in _sentences(name, apart):
        if found := pattern.fullmatch(text):
            # a name that is to be typed as it stands (`edition`) is no word of ours
            values = [value if keeps and " " not in value else said(value, name) for value in found.groups()]
            return _PLACE.sub(lambda place, values=values: values[int(place[1])], translated)
    return None


_PLACE = re.compile(r"\{(\d+)\}")
# sentences whose values are names of fields and files
_AS_WRITTEN = re.compile(
    r"did you mean|known are|\{0\}: (there is no such field|Field required|Input should|Value error)"
)


@cache
def _sentences(name: str, apart: bool) -> list[tuple[re.Pattern, str, bool]]:
    """Sentences with places for values, and what they are in a language; those with most words of their own first.
    `apart`: no value reaches over "; ", which joins sayings."""
    if name == SOURCE:
        return []
    from babel.messages.pofile import read_po

    with file_of(name).open("rb") as file:
        known = [(one.id, one.string) for one in read_po(file, locale=name) if one.string and _PLACE.search(one.id)]
    known.sort(key=lambda pair: -len(_PLACE.sub("", pair[0])))
    value = "((?:(?!; ).)*)" if apart else "(.*)"
    return [
        (re.compile(value.join(map(re.escape, _PLACE.split(text)[::2])), re.DOTALL), to, bool(_AS_WRITTEN.match(text)))
        for text, to in known
    ]
