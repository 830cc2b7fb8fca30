"""Authored text (撰写文字): an office's sentences, section by section, chosen by what the period found.

They stand in `include/texts/default.yaml` and `include/texts/<jurisdiction>.yaml`. A section of the office's file
replaces the default's; `{use: <id>}` in it takes a default block over. What may stand in braces says `grammar.py`:
every quantity is a figure. Names are printed only of subjects whose report is marked publishable, or who failed.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

from markupsafe import Markup, escape
from pydantic import Field, field_validator, model_validator

from inspection.bulletin import grammar, style
from inspection.bulletin.binding import Binding
from inspection.declared import editions, strict
from inspection.declared.strict import Strict
from inspection.errors import InspectionError
from inspection.periods import Period
from inspection.places import INCLUDE
from inspection.quarter import figures

FOLDER = INCLUDE / "texts"
Kind = Literal["site", "account"]


class When(Strict):
    """What a block needs. Any of `reasons` or `figures` is enough; all the other conditions must hold.

    A figure is written as in a text, without braces. It is compared with a number: `1` is "at least one", else
    `"= 0"`, `"< 0.9"`, `"> 2"`, `"<= 3"`, `">= 1"`; `known` and `none` ask whether a query produced it.
    """

    reasons: list[str] = []  # found in the period: a failed subject's, or a deduction's
    figures: dict[str, float | str] = {}  # of one without a dimension any dimension will do
    all_figures: dict[str, float | str] = {}
    has_failed: bool | None = None
    has_examples: bool | None = None
    lists: list[Literal[grammar.LISTS]] = []  # lists that hold something
    has_themes: bool | None = None  # deductions of sites
    quarter: Annotated[int, Field(ge=1, le=4)] | None = None
    period: Literal["month", "quarter", "year"] | None = None
    reported_by: Literal["paper", "online"] | None = None
    otherwise: bool = False  # nothing else stands under the heading

    @field_validator("figures", "all_figures")
    @classmethod
    def _comparable(cls, wanted: dict[str, float | str]) -> dict[str, float | str]:
        for name, how in wanted.items():
            _refused(_figure, name)
            _comparison(how)
        return wanted


class Repeat(Strict):
    """A clause once for every dimension `<over>/…` of the figure `of`, or for every row of the list `over`.

    `{=each}` is its name, `[*]` the dimension itself, or the id of the row's subject.
    """

    over: str
    of: str | None = None
    joined: str = "\uff1b"

    @model_validator(mode="after")
    def _of_something(self) -> Repeat:
        if (self.of is None) != (self.over in grammar.LISTS):
            raise ValueError(f"{self.over} is repeated over dimensions `of` a figure, or is one of {grammar.LISTS}")
        if self.of is not None:
            _refused(_figure, self.of)
            if self.of.isascii() and self.over not in grammar.GROUPS:
                raise ValueError(f"there is no group {self.over}{_nearest(self.over, grammar.GROUPS)}")
        return self


class Clause(Strict):
    """Words that belong together. Where `counts` names a figure, `none` is written for 0 and `one` for 1."""

    text: str
    when: When = When()
    counts: str | None = None
    none: str | None = None
    one: str | None = None
    repeat: Repeat | None = None

    @field_validator("text", "none", "one")
    @classmethod
    def _parsed(cls, text: str | None) -> str | None:
        return None if text is None else _checked(text)

    @field_validator("counts")
    @classmethod
    def _counted(cls, counts: str | None) -> str | None:
        if counts is not None:
            _refused(_figure, counts.replace("[*]", ""))
        return counts


class Block(Strict):
    """One paragraph, of one text or of clauses. {=quantifier}, {=reasons} and {=examples} speak of `about`, else of
    `when.reasons`."""

    id: str
    heading: str = ""
    text: list[Clause]
    when: When = When()
    subject: Kind = "site"
    about: list[str] = []
    valid_from: date | None = None  # compared with the period's last day; both inclusive
    valid_to: date | None = None

    @field_validator("text", mode="before")
    @classmethod
    def _clauses(cls, text: Any) -> Any:
        parts = text if isinstance(text, list) else [text]
        return [{"text": part} if isinstance(part, str) else part for part in parts]

    @field_validator("heading")
    @classmethod
    def _parsed(cls, text: str) -> str:
        return _checked(text)

    @property
    def reasons(self) -> list[str]:
        """What the block speaks of."""
        return self.about or self.when.reasons


class Part(Strict):
    """A heading of the first level; `numbered` counts the blocks after it 一是, 二是 instead of by their headings."""

    part: str
    numbered: Literal["headings", "counted"] = "headings"
    when: When = When()

    @field_validator("part")
    @classmethod
    def _parsed(cls, text: str) -> str:
        return _checked(text)


class Use(Strict):
    """A default block taken over by an office's file; `use` of a section's name takes all its blocks."""

    use: str


Entry = Block | Part


@dataclass(frozen=True)
class Found:
    """What the period found, for choosing. `shares` are 0–1 of the assessed, `examples` rows of `examples.sql`."""

    reasons: set[str]
    shares: Mapping[tuple[str, str], Decimal]
    examples: Iterable[Mapping[str, Any]]
    has_failed: bool
    themes: Sequence[Mapping[str, Any]] = ()  # deductions of sites with name and quantifier, the widest first


@cache
def load(jurisdiction_id: str, folder: Path = FOLDER) -> dict[str, list[Entry]]:
    """Blocks and headings by section, the office's before the default's.

    Raises InspectionError that names file, section and block, and what is wrong with it.
    """
    default = _read(folder / "default.yaml", {})
    own = folder / f"{jurisdiction_id}.yaml"
    return default | (_read(own, default) if own.exists() else {})


def write(section: str, binding: Binding, found: Found, folder: Path = FOLDER) -> list[dict[str, Markup]]:
    """The paragraphs of a section that the period calls for, in order.

    Each has `heading`, `text` and `counted` (whether it is counted 一是), or `part` alone, a heading.
    """
    entries = load(binding.jurisdiction.jurisdiction_id, folder).get(section, [])
    written: list[dict[str, Any]] = []
    counted = False
    for entry in entries:
        if isinstance(entry, Part):
            if _holds(entry.when, binding, found, []):
                counted = entry.numbered == "counted"
                written.append({"part": binding.write(entry.part)})
            continue
        if entry.when.otherwise and written and "part" not in written[-1]:
            continue
        examples = [row for row in found.examples if row["kind"] == entry.subject and row["reason_id"] in entry.reasons]
        if _is_in_time(entry, binding.period) and _holds(entry.when, binding, found, examples):
            words = _words(entry, binding, found, examples)
            clauses = [_clause(one, binding, found, examples, words) for one in entry.text]
            text = Markup("").join(clauses)
            if text:
                written.append({"heading": binding.write(entry.heading, words), "text": text, "counted": counted})
    # a heading under which nothing stands is not printed
    return [one for one, after in pairwise([*written, {"part": None}]) if "part" not in one or "part" not in after]


def _clause(clause: Clause, binding: Binding, found: Found, examples: list, words: Mapping[str, Markup]) -> Markup:
    if not _holds(clause.when, binding, found, examples):
        return Markup("")
    if clause.repeat is None:
        return binding.write(_chosen(clause, binding), words)
    written = []
    for dimension, each in _repeated(clause.repeat, binding):
        one = clause.model_copy(
            update={name: _at(getattr(clause, name), dimension) for name in ("text", "none", "one", "counts")}
        )
        written.append(binding.write(_chosen(one, binding), {**words, "each": each}))
    return Markup(clause.repeat.joined).join(written)


def _at(text: str | None, dimension: str) -> str | None:
    return None if text is None else text.replace("[*]", f"[{dimension}]")


def _repeated(repeat: Repeat, binding: Binding) -> list[tuple[str, Markup]]:
    """Dimensions over which a clause is repeated, with their names: a figure's in code-point order, a list's in its."""
    if repeat.of is None:
        rows = binding.listed.get(repeat.over, [])
        return [(row.get("subject_id", row["name"]), binding.named(row, repeat.over)) for row in rows]
    figure = grammar.figure(repeat.of)
    period_id = binding.period_at(figure.at).period_id
    known = sorted(key[2] for key in binding.figures if key[:2] == (period_id, figure.figure_id))
    names = [name for name in known if name.startswith(f"{repeat.over}/")]
    return [(name, binding.named_dimension(name.partition("/")[2])) for name in names]


def _chosen(clause: Clause, binding: Binding) -> str:
    """The wording that the counted figure calls for: for none, for one, or for many."""
    if clause.counts is None:
        return clause.text
    figure = grammar.figure(clause.counts)
    number = binding.value(figure.figure_id, figure.dimension, period=binding.period_at(figure.at))
    chosen = {0: clause.none, 1: clause.one}.get(-1 if number is None else int(number) if number == int(number) else -1)
    return clause.text if chosen is None else chosen


def _is_in_time(block: Block, period: Period) -> bool:
    return not (
        (block.valid_from and period.last_day < block.valid_from)
        or (block.valid_to and period.last_day > block.valid_to)
    )


def _holds(when: When, binding: Binding, found: Found, examples: list) -> bool:
    quarter = int(binding.period.period_id[-1]) if "Q" in binding.period.period_id else None
    enough = [*(reason in found.reasons for reason in when.reasons)]
    enough += [_compares(binding, name, wanted) for name, wanted in when.figures.items()]
    return all(
        (
            any(enough) or not enough,
            *(_compares(binding, name, wanted) for name, wanted in when.all_figures.items()),
            when.has_failed in {None, found.has_failed},
            when.has_examples in {None, bool(examples)},
            *(binding.listed.get(name) for name in when.lists),
            when.has_themes in {None, bool(found.themes)},
            when.quarter in {None, quarter},
            when.period in {None, binding.period.length},
            when.reported_by in {None, binding.settings.rectification.by},
        )
    )


def _comparison(wanted: float | str) -> tuple[str, Decimal]:
    """Sign and number of a condition. Raises ValueError for what is none."""
    if isinstance(wanted, int | float):
        return ">=", Decimal(str(wanted))
    if wanted.strip() in {"none", "known"}:
        return wanted.strip(), Decimal(0)
    found = re.fullmatch(r"\s*(<=|>=|=|<|>)\s*(-?\d+(?:\.\d+)?)\s*", wanted)
    if found is None:
        raise ValueError(f"{wanted!r} compares nothing: write known, none, a number, or = < > <= >= and a number")
    return found[1], Decimal(found[2])


_COMPARE = {"<=": operator.le, ">=": operator.ge, "=": operator.eq, "<": operator.lt, ">": operator.gt}


def _compares(binding: Binding, name: str, wanted: float | str) -> bool:
    """Whether the figure, or without a dimension any of its dimensions, is as wanted."""
    sign, number = _comparison(wanted)
    figure = grammar.figure(name)
    period_id = binding.period_at(figure.at).period_id
    values = [
        row["value"]
        for key, row in binding.figures.items()
        if key[:2] == (period_id, figure.figure_id) and figure.dimension in {"", key[2]} and row["value"] is not None
    ]
    if not figure.dimension and (whole := binding.figures.get((period_id, figure.figure_id, ""))):
        values = [whole["value"]] if whole["value"] is not None else []
    if sign in {"none", "known"}:
        return bool(values) == (sign == "known")
    return any(_COMPARE[sign](value, number) for value in values)


def _words(block: Block, binding: Binding, found: Found, examples: list[Mapping[str, Any]]) -> dict[str, Markup]:
    known, settings = editions.load_reasons(), binding.settings
    shares = [found.shares[block.subject, name] for name in block.reasons if (block.subject, name) in found.shares]
    words = [settings.reason_words.get(name, known[name].zh) for name in block.reasons if name in found.reasons]
    names = [Markup("“{}”").format(row["name"]) for row in binding.bind(examples)]
    return {
        "quantifier": Markup(style.quantifier(max(shares, default=Decimal(0)), settings.quantifiers)),
        "reasons": escape("、".join(words)),
        "examples": Markup("、").join(names),
        "themes": Markup("、").join(row["name"] for row in binding.bind(found.themes)),
        "theme_quantifier": escape(found.themes[0]["quantifier"] if found.themes else ""),
    }


def _checked(text: str) -> str:
    """The text on one line. Raises ValueError, as pydantic wants it, for what the grammar refuses."""
    text = re.sub(r"\s*\n\s*", "", text.strip())
    _refused(_text, text.replace("[*]", ""))
    return text


def _figure(text: str) -> None:
    """Raises InspectionError for what is no figure, and for one that no query makes and no office can count itself."""
    _known(grammar.figure(text))


def _text(text: str) -> None:
    for piece in grammar.parse(text):
        if isinstance(piece, grammar.Figure):
            _known(piece)
        elif isinstance(piece, grammar.Word) and piece.name not in grammar.WORDS:
            raise InspectionError(f"{{={piece.name}}} stands for nothing{_nearest(piece.name, grammar.WORDS)}")


def counters_of(entry: Entry) -> set[str]:
    """The kinds whose counters (量词) a paragraph asks for."""
    texts = [] if not isinstance(entry, Block) else [
        text for clause in entry.text for text in (clause.text, clause.none, clause.one) if text
    ]  # fmt: skip
    pieces = (piece for text in texts for piece in grammar.parse(text.replace("[*]", "")))
    return {piece.kind for piece in pieces if isinstance(piece, grammar.Counter)}


def _nearest(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, 1)
    return f" (did you mean {near[0]}?)" if near else f" (known are: {', '.join(known)})"


def _known(figure: grammar.Figure) -> None:
    known = figures.declared()
    if figure.figure_id not in known and figure.figure_id.isascii():  # an office's own bears a Chinese name
        near = get_close_matches(figure.figure_id, known, 1)
        raise InspectionError(
            f"there is no figure {figure.figure_id}",
            remedy=f"did you mean {near[0]}?" if near else "`python -m inspection figures PERIOD` lists all",
        )
    group, slash, _ = figure.dimension.partition("/")  # of some figures a channel or a check stands there
    near = get_close_matches(group, grammar.GROUPS, 1, 0.75)
    if "=" in figure.dimension or (slash and near and group not in grammar.GROUPS):
        groups = "/…], [".join(near or grammar.GROUPS)
        raise InspectionError(f"there is no dimension {figure.dimension}", remedy=f"write [{groups}/…]")


def _refused(read: Callable[[str], Any], text: str) -> None:
    try:
        read(text)
    except InspectionError as error:
        raise ValueError(str(error)) from None


def _read(path: Path, default: Mapping[str, list[Entry]]) -> dict[str, list[Entry]]:
    sections = {}
    for section, entries in strict.read(path).items():
        sections[section] = [
            one for number, entry in enumerate(entries) for one in _entries(path, section, number, entry, default)
        ]
    return sections


def _entries(
    path: Path, section: str, number: int, entry: dict[str, Any], default: Mapping[str, list[Entry]]
) -> list[Entry]:
    at = [section, number]
    called = f"{section}: {entry.get('id', number + 1) if isinstance(entry, dict) else number + 1}: "
    if isinstance(entry, dict) and "use" in entry:
        used = strict.model(Use, entry, path, at, called=called).use
        blocks = {one.id: one for one in default.get(section, []) if isinstance(one, Block)}
        if used in blocks:
            return [blocks[used]]
        if used in default and used != section:
            return default[used]
        raise InspectionError(
            f"{called}there is no default block {used!r}",
            place=strict.place(path, at),
            remedy=f"known are: {', '.join((*blocks, *default))}",
        )
    if isinstance(entry, dict) and "part" in entry:
        return [strict.model(Part, entry, path, at, called=called)]
    block = strict.model(Block, entry, path, at, called=called)
    if unknown := [name for name in (*block.about, *block.when.reasons) if name not in editions.load_reasons()]:
        raise InspectionError(
            f"{called}{unknown[0]!r} is no reason", place=strict.place(path, at), remedy="see include/reasons.yaml"
        )
    return [block]
