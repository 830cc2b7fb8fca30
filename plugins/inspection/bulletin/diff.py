"""What differs between two bulletins (版本比对): figures, rows of the lists, clauses of the text."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

from inspection.bulletin.clauses import Clause, clauses
from inspection.errors import InspectionError
from inspection.language import _
from inspection.periods import Period
from inspection.quarter.figures import named

LISTS = {"site": ("failed_sites.csv", "site_code", "site_name"), "account": ("failed_accounts.csv", "", "account_name")}
_COMPARED = ("organiser", "reasons", "home_url", "platform")


@dataclass(frozen=True)
class FigureChange:
    """A figure as it was printed before and after; empty where it was not printed."""

    figure_id: str
    period_id: str
    dimension: str
    before: str
    after: str


@dataclass(frozen=True)
class RowChange:
    """A row of a list that came in, went out, or says something else: `cells` by column, before and after."""

    kind: str
    key: str
    name: str
    what: str  # added, removed or changed
    cells: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class TextChange:
    """A clause that was replaced, taken out (`after` is None) or put in (`before` is None)."""

    before: Clause | None
    after: Clause | None


@dataclass(frozen=True)
class Changes:
    """All that differs, in the order of figures' names, of the lists and of the text."""

    figures: list[FigureChange]
    rows: list[RowChange]
    text: list[TextChange]

    def __bool__(self) -> bool:
        return bool(self.figures or self.rows or self.text)

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "figures": [asdict(change) for change in self.figures],
            "rows": [asdict(change) for change in self.rows],
            "text": [
                {
                    "under": (change.after or change.before).under,
                    "before": change.before and change.before.text,
                    "after": change.after and change.after.text,
                }
                for change in self.text
            ],
        }


NONE = Changes([], [], [])


def compare(
    old: Mapping[str, bytes],
    new: Mapping[str, bytes],
    *,
    old_period: Period | None = None,
    new_period: Period | None = None,
) -> Changes:
    """What differs between the files of two bulletins, by name.

    Bulletins of different periods (both named) are compared figure by figure of the same part: this period's
    with this period's, the period before's with the period before's.
    Raises InspectionError when a file is missing or cannot be read.
    """
    return Changes(
        _figures(_read_figures(old, old_period), _read_figures(new, new_period)),
        [change for kind in LISTS for change in _rows(kind, _read_list(old, kind), _read_list(new, kind))],
        _text(clauses(_file(old, "bulletin.html").decode()), clauses(_file(new, "bulletin.html").decode())),
    )


def told(changes: Mapping[str, Any]) -> list[str]:
    """Plain changes (of `Changes.plain`) as lines for people, in the language of the installation."""
    lines = [
        f"{_('figure')} {named(one['figure_id'], one['dimension'])} {one['period_id']}: "
        f"{one['before'] or '–'} → {one['after'] or '–'}"
        for one in changes.get("figures", ())
    ]
    words = {"added": _("added"), "removed": _("removed"), "changed": _("changed")}
    kinds = {"site": _("Site"), "account": _("Account")}
    for one in changes.get("rows", ()):
        cells = "".join(f", {name}: {before or '–'} → {after or '–'}" for name, (before, after) in one["cells"].items())
        lines.append(f"{_('list')} {kinds[one['kind']]} {words[one['what']]}: {one['name']} ({one['key']}){cells}")
    for one in changes.get("text", ()):
        lines.append(f"{_('text')}: {one['under']}: {one['before'] or '–'} → {one['after'] or '–'}")
    return lines


def _figures(old: dict[tuple, dict], new: dict[tuple, dict]) -> list[FigureChange]:
    changed = []
    for key in sorted(old.keys() | new.keys()):
        before, after = (side.get(key, {}).get("printed", "") for side in (old, new))
        if before != after:
            period_id = (new.get(key) or old[key])["period_id"]
            changed.append(FigureChange(key[1], period_id, key[2], before, after))
    return changed


def _rows(kind: str, old: dict[str, dict[str, str]], new: dict[str, dict[str, str]]) -> list[RowChange]:
    name = LISTS[kind][2]
    changes = [RowChange(kind, key, row[name], "added") for key, row in new.items() if key not in old]
    changes += [RowChange(kind, key, row[name], "removed") for key, row in old.items() if key not in new]
    for key in (key for key in new if key in old):
        cells = {
            column: (old[key].get(column, ""), new[key].get(column, ""))
            for column in (name, *_COMPARED)
            if old[key].get(column, "") != new[key].get(column, "")
        }
        if cells:
            changes.append(RowChange(kind, key, new[key][name], "changed", cells))
    return changes


def _text(old: list[Clause], new: list[Clause]) -> list[TextChange]:
    matcher = SequenceMatcher(None, [one.text for one in old], [one.text for one in new], autojunk=False)
    changes = []
    for what, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        if what == "equal":
            continue
        before, after = _joined(old[from_old:to_old]), _joined(new[from_new:to_new])
        length = max(len(before), len(after))
        changes += [
            TextChange(*pair)
            for pair in zip(
                [*before, *[None] * (length - len(before))], [*after, *[None] * (length - len(after))], strict=True
            )
        ]
    return changes


def _joined(found: list[Clause]) -> list[Clause]:
    """One clause for each heading that these stand under."""
    groups = [list(group) for _, group in groupby(found, key=lambda clause: clause.under)]
    return [first.followed_by(rest) for first, *rest in groups]


def _read_figures(files: Mapping[str, bytes], period: Period | None) -> dict[tuple[str, str, str], dict[str, Any]]:
    """Figures by role of their period, id and dimension; the role is the period itself where none is named."""
    roles = {}
    if period:
        others = {"1 previous": period.previous(), "2 a year before": period.a_year_before()}
        roles = {other.period_id: role for role, other in reversed(others.items())} | {period.period_id: "0 this"}
    return {
        (roles.get(one["period_id"], one["period_id"]), one["figure_id"], one["dimension"]): one
        for one in json.loads(_file(files, "figures.json"))
    }


def _read_list(files: Mapping[str, bytes], kind: str) -> dict[str, dict[str, str]]:
    name, code, _ = LISTS[kind]
    rows = csv.DictReader(io.StringIO(_file(files, name).decode("utf-8-sig"), newline=""))
    return {row[code] if code else f"{row['platform']}:{row['account_id']}": row for row in rows}


def _file(files: Mapping[str, bytes], name: str) -> bytes:
    if name not in files:
        raise InspectionError("the file is missing, so the edition cannot be compared", place=name, remedy="restore it")
    return files[name]
