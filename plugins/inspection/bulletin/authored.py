"""Authored text (撰写文字): blocks of praise, problems and next steps, chosen by what the period found.

They stand in `include/texts/default.yaml` and `include/texts/<jurisdiction>.yaml`, by section. A section of the
office's file replaces the default's; `{use: <id>}` in it takes a default block over. Texts hold no digits:
numbers are parameters. Names are printed only of subjects whose report is marked publishable.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from markupsafe import Markup
from pydantic import Field, field_validator

from inspection.bulletin import style
from inspection.bulletin.binding import Binding
from inspection.declared import editions, strict
from inspection.declared.strict import Strict
from inspection.errors import InspectionError
from inspection.places import INCLUDE
from inspection.quarter.figures import named

FOLDER = INCLUDE / "texts"
Kind = Literal["site", "account"]


class When(Strict):
    """What a block needs. Any of `reasons` or `figures` is enough; all the other conditions must hold."""

    reasons: list[str] = []  # found in the period: a failed subject's, or a deduction's
    figures: dict[str, float] = {}  # a figure, or one of its dimensions, is at least so much
    has_failed: bool | None = None
    has_examples: bool | None = None
    quarter: Annotated[int, Field(ge=1, le=4)] | None = None
    reported_by: Literal["paper", "online"] | None = None


class DayAfterPeriod(Strict):
    """A day so many days after the period's last."""

    days_after_period: int = Field(ge=1)


class Block(Strict):
    """One block. In its text {quantifier}, {reasons} and {examples} speak of `about`, else of `when.reasons`."""

    id: str
    heading: str = ""
    text: str
    when: When = When()
    subject: Kind = "site"
    about: list[str] = []
    parameters: dict[str, int | str | DayAfterPeriod] = {}
    valid_from: date | None = None  # compared with the period's last day; both inclusive
    valid_to: date | None = None

    @field_validator("heading", "text")
    @classmethod
    def _no_digits(cls, text: str) -> str:
        if found := re.search(r"\d+", text):
            raise ValueError(f"{found[0]} stands in the text: write {{name}} and give it under parameters")
        return re.sub(r"\s*\n\s*", "", text.strip())

    @property
    def reasons(self) -> list[str]:
        """What the block speaks of."""
        return self.about or self.when.reasons


class Use(Strict):
    """A default block taken over by an office's file."""

    use: str


@dataclass(frozen=True)
class Found:
    """What the period found, for choosing. `shares` are 0–1 of the assessed, `examples` rows of `examples.sql`."""

    reasons: set[str]
    shares: Mapping[tuple[str, str], Decimal]
    examples: Iterable[Mapping[str, Any]]
    has_failed: bool


@cache
def load(jurisdiction_id: str, folder: Path = FOLDER) -> dict[str, list[Block]]:
    """Blocks by section, the office's before the default's.

    Raises InspectionError that names file, section and block, and what is wrong with it.
    """
    default = _read(folder / "default.yaml", {})
    known = {(section, block.id): block for section, blocks in default.items() for block in blocks}
    own = folder / f"{jurisdiction_id}.yaml"
    return default | (_read(own, known) if own.exists() else {})


def write(section: str, binding: Binding, found: Found, folder: Path = FOLDER) -> list[dict[str, Markup]]:
    """The blocks of a section that the period calls for, in order, each with `heading` and `text`, printable."""
    blocks = load(binding.jurisdiction.jurisdiction_id, folder).get(section, [])
    written = []
    for block in blocks:
        examples = [row for row in found.examples if row["kind"] == block.subject and row["reason_id"] in block.reasons]
        if _is_called_for(block, binding, found, examples):
            filled = _filled(block, binding, found, examples)
            written.append({name: binding.write(getattr(block, name), **filled) for name in ("heading", "text")})
    return written


def _is_called_for(block: Block, binding: Binding, found: Found, examples: list) -> bool:
    when, period = block.when, binding.period
    if (block.valid_from and period.last_day < block.valid_from) or (
        block.valid_to and period.last_day > block.valid_to
    ):
        return False
    quarter = int(period.period_id[-1]) if "Q" in period.period_id else None
    enough = [*(reason in found.reasons for reason in when.reasons)]
    enough += [_reaches(binding, name, least) for name, least in when.figures.items()]
    return all(
        (
            any(enough) or not enough,
            when.has_failed in {None, found.has_failed},
            when.has_examples in {None, bool(examples)},
            when.quarter in {None, quarter},
            when.reported_by in {None, binding.settings.rectification.by},
        )
    )


def _reaches(binding: Binding, name: str, least: float) -> bool:
    values = (
        row["value"]
        for (period_id, figure_id, dimension), row in binding.figures.items()
        if period_id == binding.period.period_id and name in {figure_id, named(figure_id, dimension)}
    )
    return any(value is not None and value >= Decimal(str(least)) for value in values)


def _filled(block: Block, binding: Binding, found: Found, examples: list[Mapping[str, Any]]) -> dict[str, Any]:
    known, settings = editions.load_reasons(), binding.settings
    shares = [found.shares[block.subject, name] for name in block.reasons if (block.subject, name) in found.shares]
    words = [settings.reason_words.get(name, known[name].zh) for name in block.reasons if name in found.reasons]
    names = [Markup("“{}”").format(row["name"]) for row in binding.bind(examples)]
    filled: dict[str, Any] = {
        "quantifier": Markup(style.quantifier(max(shares, default=Decimal(0)), settings.quantifiers)),
        "reasons": Markup("、".join(words)),
        "examples": Markup("、").join(names),
    }
    for name, value in block.parameters.items():
        if isinstance(value, DayAfterPeriod):
            value = binding.day(binding.period.last_day + timedelta(days=value.days_after_period))
        filled[name] = value
    return filled


def _read(path: Path, known: Mapping[tuple[str, str], Block]) -> dict[str, list[Block]]:
    sections = {}
    for section, entries in strict.read(path).items():
        sections[section] = [_block(path, section, number, entry, known) for number, entry in enumerate(entries)]
    return sections


def _block(
    path: Path, section: str, number: int, entry: dict[str, Any], known: Mapping[tuple[str, str], Block]
) -> Block:
    at = [section, number]
    called = f"{section}: {entry.get('id', number + 1) if isinstance(entry, dict) else number + 1}: "
    if isinstance(entry, dict) and "use" in entry:
        used = strict.model(Use, entry, path, at, called=called).use
        if (section, used) not in known:
            raise InspectionError(
                f"{called}there is no default block {used!r}",
                place=strict.place(path, at),
                remedy=f"known are: {', '.join(name for of, name in known if of == section)}",
            )
        return known[section, used]
    block = strict.model(Block, entry, path, at, called=called)
    if unknown := [name for name in (*block.about, *block.when.reasons) if name not in editions.load_reasons()]:
        raise InspectionError(
            f"{called}{unknown[0]!r} is no reason", place=strict.place(path, at), remedy="see include/reasons.yaml"
        )
    return block
