"""What each input looks like: one file `include/registry/<source>.yaml`.

Its fields, the headers under which they come, how a cell is read and which columns make the key. Nothing about a
single input is in Python.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from inspection import model
from inspection.declared import strict
from inspection.declared.strict import Strict
from inspection.errors import InspectionError
from inspection.places import INCLUDE

FOLDER = INCLUDE / "registry"


_LONGEST_HEADER = 200  # characters, with its remark; what is longer is a text
_UNSAID = re.compile(r"[\s*★※]|:$")
_REMARKS = re.compile(r"(?:[(\[【〔<][^()\[\]【】〔〕<>]*[)\]】〕>])+$")
_REMARK_BEFORE = re.compile(r"^[(\[【〔][^()\[\]【】〔〕]*[)\]】〕](?=.)")
_ITS_NUMBER = re.compile(r"^(?:\d{1,2}[.、]|\(\d{1,2}\))(?=\D)")
# English of four letters and more beside the Chinese, parted from it: 账号 ID is one name
_ENGLISH = r"[a-z][a-z _.-]{3,}"
_TWO_LANGUAGES = re.compile(
    rf"([^a-z]*[\u4e00-\u9fff][^a-z]*?)[\s/|]+{_ENGLISH}|{_ENGLISH}[\s/|]+([^a-z]*[\u4e00-\u9fff][^a-z]*)"
)


@lru_cache(maxsize=4096)
def header_key(header: str) -> str:
    """A header for comparing: NFKC, without spaces, asterisks, a number before it, remarks in brackets around it, and
    the same in English: 1、网站名称 Site Name【必填】 is 网站名称."""
    if len(header) > _LONGEST_HEADER:
        return header
    folded = unicodedata.normalize("NFKC", header).casefold().strip()
    if not folded.isascii() and (both := _TWO_LANGUAGES.fullmatch(folded)):
        folded = both[1] or both[2]
    folded = _ITS_NUMBER.sub("", _UNSAID.sub("", folded))
    return _REMARKS.sub("", _REMARK_BEFORE.sub("", folded)) or folded


class Field(Strict):
    """One value of a row; its name is the name of the warehouse column."""

    headers: list[str]  # the first that has a cell wins
    converter: str = "text"
    vocabulary: str | None = None
    is_open: bool = False  # what the vocabulary does not know stays as it is
    blank: str | None = None  # value of a blank cell
    is_required: bool = False
    blank_says: str = ""  # what a blank cell would say: one that cannot be read is then not taken for blank
    longest: int = 500  # characters
    flags: dict[str, dict[bool, str]] = {}  # columns 是否X: header → what 是 and 否 say of the field
    unflagged: str | None = None  # what they say where none of them is 是
    words: dict[str, str] = {}  # the office's own words of the vocabulary (folded) → value
    unless_status: list[str] = []  # a row of such a status may leave it blank
    not_before: str | None = None  # field that it may not precede
    is_stored: bool = True

    @property
    def asked(self) -> list[str]:
        """The headers of a yes or no that stand as a question too: 是否属实."""
        return [one for one in self.headers if self.converter == "boolean" and not one.isascii() and "是否" not in one]


class Definition(Strict):
    """One input: `subject` says whose code a row carries, `table` where rows go that have no history."""

    source: str
    fields: dict[str, Field]
    key: list[str]
    subject: model.SubjectKind | None = None
    table: str | None = None
    is_of_jurisdiction: bool = False
    keeps_pictures: bool = False  # what stands beside a row in a workbook is kept with it
    one_of: list[str] = []  # at least one of these must be given
    addresses: list[str] = []  # fields whose address no two rows in use may share
    unfilled_without: list[str] = []  # a row in which all of these are blank is a form that nobody filled in
    names_registered: bool = False  # its rows name subjects, which must be registered

    @property
    def required(self) -> list[str]:
        """The columns that must be there, each with its forms: 网站名称 | name."""
        return [
            " | ".join([*each.headers, *each.flags])
            for each in self.fields.values()
            if each.is_required and not each.unless_status
        ]

    @property
    def headers(self) -> dict[str, str]:
        """Every header under which a field may come (folded) → that field."""
        return {
            header_key(header): name
            for name, each in self.fields.items()
            for header in (*each.headers, *each.flags, *(f"是否{one}" for one in each.asked))
        }

    def with_words(self, words: dict[str, dict[str, str]]) -> Definition:
        """The same, with an office's own words: vocabulary → folded word → value; platforms are one called platform."""
        fields = {
            name: each.model_copy(update={"words": own})
            for name, each in self.fields.items()
            if (own := words.get(each.vocabulary or (each.converter if each.converter == "platform" else "")))
        }
        return self.model_copy(update={"fields": self.fields | fields}) if fields else self

    def with_headers(self, more: dict[str, list[str]], code: str | None = None) -> Definition:
        """The same, with further headers for its fields, and the one column that is a subject's code.

        Raises InspectionError for a field that it has not.
        """
        if unknown := sorted(set(more) - set(self.fields)):
            raise InspectionError(
                f"the input has no field {unknown[0]}",
                place=f"sources.{self.source}.headers",
                remedy=f"name one of {', '.join(self.fields)}",
            )
        fields = {
            name: each.model_copy(update={"headers": [*more.get(name, []), *each.headers]})
            for name, each in self.fields.items()
        }
        if code:
            name = "account_id" if "account_id" in fields else "site_code"
            fields[name] = fields[name].model_copy(update={"headers": [code], "flags": {}})
        return self.model_copy(update={"fields": fields})

    @property
    def columns(self) -> list[str]:
        """Names of the values of a good row that are stored, `subject_id` first where it is made."""
        own = [name for name, each in self.fields.items() if each.is_stored]
        return ["subject_id", *own] if self.subject else own


@cache
def definition(source: str) -> Definition:
    """The definition of an input. Raises InspectionError for one that is not defined."""
    if source not in names():
        raise InspectionError(
            f"there is no input {source}", place=str(FOLDER), remedy=f"known are {', '.join(names())}"
        )
    path = FOLDER / f"{source}.yaml"
    return strict.model(Definition, {"source": source} | strict.read(path), path)


@cache
def names() -> tuple[str, ...]:
    """The inputs that are defined."""
    others = {"furniture", "logs", "personal", "vocabularies"}
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml") if path.stem not in others))


# Full exports with history; sites come before the columns that name them.
REGISTRIES = ("sites", "columns", "accounts")
# Lists without history, upserted by key. What is in neither is read by others: looks at accounts by `accounts/`.
LISTS = tuple(name for name in names() if name not in REGISTRIES and definition(name).table)
