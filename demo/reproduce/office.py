"""One office as a file: what its bulletin printed, and what its inputs are made from."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from inspection.declared import strict
from inspection.declared.strict import Strict

FOLDER = Path(__file__).parent / "offices"
OFFICES = ("jiangxi", "qujing", "yichun", "hulunbuir", "anshan")  # the largest first: two are built at once

SiteFault = Literal["columns", "unreachable", "home", "blank", "wording"]
AccountFault = Literal["silent", "mute", "wording", "not_found"]


class Place(Strict):
    """The area an office is for. `sign` is the province's character in ICP and police numbers."""

    name: str
    code: str = Field(pattern=r"^\d{6}$")
    sign: str


class Group(Strict):
    """Numbered accounts alike: `organiser` with `{n}` for the number. `inspected` of them are in the sample."""

    platform: str
    count: int
    organiser: str
    of: str = ""  # class of the organiser (单位类别)
    inspected: int | None = None


class Named(Strict):
    """A unit that the published list names, with the fault that it gives."""

    kind: Literal["site", "account"]
    name: str
    organiser: str
    platform: str = ""
    fault: SiteFault | AccountFault
    since: date | None = None  # from when on; of a report the day it was found


class Numbered(Strict):
    """Failed units of which only the number was published: numbered ones bear the faults."""

    kind: Literal["site", "account"]
    fault: SiteFault | AccountFault
    count: int
    period: str | None = None  # an earlier one
    since: date | None = None  # from when on; before, they were sound


class Messages(Strict):
    """Visitors' messages of one channel; those not on time are closed late."""

    channel: str
    received: int
    on_time: int


class Explained(Strict):
    """Why a figure need not be equal, in Chinese and English."""

    zh: str
    en: str


class Fact(Strict):
    """One figure or list of the published bulletin, and where ours is.

    `at` is its place in the published text. `figure` with `dimension` and `period` names ours; `form` says how it is
    written where our bulletin does not print it. `annex` is the number of a list in our bulletin, of which the
    columns under the heads `columns` are compared, rows in any order; `items` names whom a superior's notice
    praised or failed, or whom the bulletin says to be mentioned again and again.
    """

    at: str
    zh: str
    en: str
    printed: str | list[list[str]]
    figure: str = ""
    dimension: str = ""
    period: str | None = None
    form: Literal["count", "rate", "points"] = "count"
    annex: int = 0
    columns: list[str] = []
    items: Literal["praised", "failed", "mentioned", ""] = ""
    says: bool = False  # whether the text of our bulletin has these very words
    setting: str = ""  # what the office's file sets, a path such as bulletin.document_number
    explained: Explained | None = None


class Office(Strict):
    """An office, its period, its inputs and the facts of its bulletin."""

    jurisdiction: str
    period: str
    earlier: list[str] = []  # periods built first, for what they left behind
    place: Place
    registered_on: date  # day of the registry export
    site_count: int
    accounts: list[Group]
    named: list[Named] = []
    faults: list[Numbered] = []
    messages: list[Messages] = []
    tables: dict[str, dict[str, Any]] = {}  # further inputs: headers and rows as they stand in the export
    facts: list[Fact] = []


@cache
def load_published(name: str) -> Office:
    """The office of that name."""
    return strict.load(Office, FOLDER / f"{name}.yaml")
