"""The language in which people are spoken to: English words stand in the source, other languages in include/locale/.

A catalogue (gettext's .po) is read as it is written, once a process; a word that it lacks stays English, and a test
finds it. `_` says a word in the language of the installation; pages choose by person.
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

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
