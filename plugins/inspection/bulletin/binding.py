"""Binding (数据绑定): the only ways in which a template can print a number, a date or a name.

Each way prints an element that carries the binding's seal; `checker` then finds every digit outside of
a sealed element. A figure that no query produced cannot be printed at all.

    {{ fig('site_failed_count') }}  {{ rate('site_pass_rate') }}  {{ fig('account_count', '其他') }}
    {{ fig('site_failed_count', period=previous) }}  {{ day(cutoff_on) }}  {{ cite(authority) }}
    {{ write('{=office}检查{site_inspected_count}{#site},要求在72小时内整改') }}
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sized
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from markupsafe import Markup, escape

from inspection.bulletin import grammar, style
from inspection.bulletin.blanks import PLACE_OF_DATE, blank_due, blank_number
from inspection.bulletin.plain import inert, runs_left
from inspection.declared.office import Jurisdiction
from inspection.declared.style import BulletinStyle
from inspection.errors import InspectionError
from inspection.periods import Period
from inspection.quarter.figures import combining_of, named

Key = tuple[str, str, str]  # period_id, figure_id, dimension


class Bound(str):
    """A cell of a query's row, which a template prints as a sealed element."""

    seal: str = ""

    def __html__(self) -> Markup:
        # what runs from right to left is isolated, or it would turn the signs beside it
        tag = "bdi" if runs_left(self) else "span"
        # no Markup.format: lists have tens of thousands of cells
        return Markup(f'<{tag} data-seal="{self.seal}">{escape(inert(self))}</{tag}>')


@dataclass
class Binding:
    """The figures and settings of one bulletin, and what its template printed of them."""

    jurisdiction: Jurisdiction
    period: Period
    figures: Mapping[Key, Mapping[str, Any]]
    listed: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)  # rows by list, for names in a text
    printed: dict[Key, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    # drawn anew for each rendering and taken out again: no template can know it
    seal: str = field(default_factory=lambda: secrets.token_hex(8))
    _parts: int = 0
    _items: int = 0
    _annexes: int = 0
    _annex_items: int = 0

    # numbers

    def value(self, figure_id: str, dimension: str = "", *, period: Period | None = None) -> Decimal | None:
        """The figure for a condition, or None where no query produced it. Printed bare it is refused."""
        row = self.figures.get(self._key(figure_id, dimension, period))
        return None if row is None else row["value"]

    def fig(self, figure_id: str, dimension: str = "", *, period: Period | None = None) -> Markup:
        """Print a count."""
        return self._print(figure_id, dimension, period, style.count)

    def rate(self, figure_id: str, dimension: str = "", *, period: Period | None = None) -> Markup:
        """Print a share as per cent in the office's style of this figure."""
        setting = self._printable(figure_id, dimension)
        return self._print(figure_id, dimension, period, lambda share: style.rate(share, setting))

    def change(self, figure_id: str, dimension: str = "", *, period: Period | None = None) -> Markup:
        """Print a difference of rates: 提高<n>个百分点, 下降<n>个百分点, or 持平.

        An office that prints % for 百分点 has it so, with a warning: it says something else.
        """
        setting, unit = self._printable(figure_id, dimension), self.settings.difference_unit
        difference = self._row(figure_id, dimension, period)["value"]
        word = style.direction(difference, setting)
        if word == "持平":
            return Markup(word)
        number = self._print(figure_id, dimension, period, lambda value: style.points(value, setting))
        if unit == "%":
            self.warnings.append(
                f"{named(figure_id, dimension)} is a difference of rates in 百分点 and is printed with %"
            )
        return Markup("{}{}{}").format(word, number, unit)

    def shows(self, figure_id: str, dimension: str = "", *, period: Period | None = None) -> bool:
        """Whether there is such a figure and the office prints it."""
        is_printed = self.settings.rate_style(figure_id, dimension).is_printed
        return is_printed and self.value(figure_id, dimension, period=period) is not None

    # dates

    def day(self, value: date) -> Markup:
        """Print an official day."""
        return self._time(str(value), style.day(value))

    def days(self, start: date, end: date) -> Markup:
        """Print a span of days, both inclusive."""
        return self._time(f"{start}/{end}", style.days(start, end))

    def month(self, value: date) -> Markup:
        """Print the month of a day."""
        return self._time(f"{value:%Y-%m}", style.month(value))

    def called(self, period: Period) -> Markup:
        """Print a period's name as the office calls it: 2023年第四季度."""
        return self._time(style.span_of(period), style.period_name(period, self.settings.period_words))

    def called_in_year(self, period: Period) -> Markup:
        """Print a period's name without its year: 第四季度, 9月份."""
        name = style.period_name(period, self.settings.period_words)
        return self._time(style.span_of(period), name.removeprefix(f"{period.start.year}年"))

    def year(self, period: Period) -> Markup:
        """Print the year of a period."""
        return self._time(f"{period.start.year}", f"{period.start.year}年")

    def issued(self) -> Markup:
        """Print the place of the date of issue (成文日期), which signing fills in."""
        return self._time("", PLACE_OF_DATE, "issued")

    def due(self) -> Markup:
        """Print when rectification is due; signing turns what counts from the day of issue into a day."""
        deadline = self.settings.rectification
        if deadline.days_after_period:
            due_on = self.period.last_day + timedelta(days=deadline.days_after_period)
            return self._time(str(due_on), f"{style.day(due_on)}前")
        return self._time(*blank_due(deadline), "due")

    # words that carry digits

    def cite(self, text: str) -> Markup:
        """Print a document number that the office's file gives. Raises InspectionError for any other."""
        known = [*self.settings.authorities, *self.settings.authority_titles.values(), self._number()]
        if text not in known:
            raise InspectionError(
                f"document {text!r} is not in the office's file",
                place=f"{self.jurisdiction.jurisdiction_id}: bulletin.authorities",
                remedy="name it there",
            )
        return self._element("cite", text)

    def number(self) -> Markup:
        """Print the document number (发文字号) with room for what the registry of documents gives."""
        return self.cite(self._number())

    def part(self, title: str) -> Markup:
        """Print a heading of the first level: 一、 …"""
        self._parts, self._items = self._parts + 1, 0
        return Markup('<h2 class="part">{}{}</h2>').format(self._enumerate(f"{style.ordinal(self._parts)}、"), title)

    def item(self, title: str) -> Markup:
        """Print a run-in heading of the second level: (一) … or 1. …"""
        self._items += 1
        kind, number = "item", style.punctuate(f"({style.ordinal(self._items)})")
        if self.settings.item_form == "arabic":
            kind, number = "point", f"{self._items}. "
        stop = "。" if title else ""
        return Markup('<b class="{}">{}{}{}</b>').format(kind, self._enumerate(number), title, stop)

    def counted(self, number: int) -> Markup:
        """Print 一是, 二是, …: of requirements in a row."""
        return self._enumerate(f"{style.ordinal(number)}是")

    def write(self, text: str, words: Mapping[str, Markup] = {}) -> Markup:
        """Print authored text (grammar.py); `words` are those of its block, beside those that every text has.

        Raises InspectionError for a word, figure or list that nobody gives.
        """
        written = Markup("")
        for piece in grammar.parse(text):
            written += self._written(piece, words)
        return written

    def annex(self, annexes: Sized) -> Markup:
        """Print the head of the next annex: 附件, with its number when there are several."""
        self._annexes += 1
        return self._enumerate("附件" if len(annexes) == 1 else f"附件{self._annexes}")

    def annex_item(self, annexes: Sized) -> Markup:
        """Print the number of the next line under 附件: none for a single one."""
        self._annex_items += 1
        return self._enumerate("" if len(annexes) == 1 else f"{self._annex_items}. ")

    # rows

    def bind(self, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Rows of a query for a template: texts and lists of texts become printable, days stay days."""
        return [{name: self._bound(cell) for name, cell in row.items()} for row in rows]

    def named_dimension(self, name: str) -> Markup:
        """A dimension's own name for a sentence, such as a region's: of a query's row, and printed so."""
        return escape(self._bound(name))

    def names(self) -> dict[str, Any]:
        """What a template may call, by name."""
        calls = (
            self.value, self.fig, self.rate, self.change, self.shows, self.day, self.days, self.month, self.called,
            self.called_in_year, self.year, self.issued, self.due, self.cite, self.number, self.part, self.item,
            self.counted, self.write, self.annex, self.annex_item,
        )  # fmt: skip
        return {call.__name__: call for call in calls}

    def _bound(self, cell: Any) -> Any:
        if isinstance(cell, list):
            return [self._bound(inner) for inner in cell]
        if cell is None or isinstance(cell, date | Decimal):
            return cell
        bound = Bound(cell)
        bound.seal = self.seal
        return bound

    def _written(self, piece: grammar.Piece, words: Mapping[str, Markup]) -> Markup:
        match piece:
            case grammar.Text(text):
                return escape(text)
            case grammar.Declared(text, kind):
                return self._element("span", text, **{"class": kind})
            case grammar.Counter(kind):
                return escape(self._counter(kind))
            case grammar.Word("period_end", days):
                return self.day(self.period.last_day + timedelta(days=days))
            case grammar.Word(name):
                return words[name] if name in words else self._word(name)
            case grammar.Names():
                return self._names(piece)
            case grammar.Figure():
                return self._figure(piece)

    def _figure(self, figure: grammar.Figure) -> Markup:
        """A figure in the form that the way of its query gives it: a share as per cent, a difference as a change."""
        where = (figure.figure_id, figure.dimension)
        period = self.period_at(figure.at)
        row, settings = self._row(*where, period), self._printable(*where)
        if figure.decimals is not None:
            settings = settings.model_copy(update={"decimals": figure.decimals})
        form = form_of(row, figure.figure_id)
        if form == "change":
            return self.change(*where, period=period)
        if form == "signed":
            word = style.direction(row["value"], settings)
            number = "" if word == "持平" else self._print(*where, period, lambda value: style.points(value, settings))
            return Markup(word) + number
        is_whole = row["value"] == row["value"].to_integral_value()
        as_it_is = settings.model_copy(update={"decimals": 4, "keeps_zeros": False})  # an office's own may be 95.3
        forms = {
            "count": lambda value: style.count(value) if is_whole else style.number(value, as_it_is),
            "rate": lambda share: style.rate(share, settings),
            "number": lambda value: style.number(value, settings),
        }
        return self._print(*where, period, forms[form])

    def period_at(self, at: str) -> Period:
        """The period that a text means by `@at`; raises InspectionError for one that nobody knows."""
        match at:
            case "":
                return self.period
            case "previous":
                return self.period.previous()
            case "year_before":
                return self.period.a_year_before()
            case "quarter":
                return Period.quarter_of(self.period.start)
            case "year":
                return Period.parse(f"{self.period.start.year}")
        raise InspectionError(f"@{at} is no period", remedy=f"write one of: {', '.join(grammar.PERIODS)}")

    def _names(self, names: grammar.Names) -> Markup:
        """Names of a list's rows, as the office writes a subject's name in a sentence; of none 无."""
        if names.list not in self.listed:
            raise InspectionError(f"there is no list {names.list}", remedy=f"known are: {', '.join(self.listed)}")
        rows = [row for row in self.listed[names.list] if not names.only or names.only in row.get("reason_ids", ())]
        named = [self.named(row, names.list) for row in rows]
        return escape(names.separator).join(named) if named else Markup("无")

    def named(self, row: Mapping[str, Any], of: str) -> Markup:
        """One row of a list as a sentence names it: in the office's form, else a subject in quotation marks."""
        forms = self.settings.named_as
        form = forms.get(of) or forms.get(row.get("kind", "")) or ("“{name}”" if "kind" in row else "{name}")
        fields = {name: self._bound(row.get(name) or "") for name in ("name", "organiser", "platform", "region")}
        note = Markup("({})").format(self._bound(row["note"])) if row.get("note") else ""
        return Markup(form).format_map({**fields, "note": note})

    def _counter(self, kind: str) -> str:
        if kind in self.settings.counter:
            return self.settings.counter[kind]
        if kind in self.settings.counter.values():
            return kind
        raise InspectionError(
            f"{{#{kind}}} is no counter of the office", remedy=f"write one of: {', '.join(self.settings.counter)}"
        )

    def _word(self, name: str) -> Markup:
        known = {
            "office": lambda: escape(self.jurisdiction.office["zh"]),
            "region": lambda: escape(self.jurisdiction.name["zh"]),
            "scope": lambda: Markup({"province": "全省", "city": "全市", "county": "全县"}[self.jurisdiction.level]),
            "ours": lambda: Markup({"province": "我省", "city": "我市", "county": "我县"}[self.jurisdiction.level]),
            "indicators": lambda: escape(self.settings.indicators),
            "system": lambda: escape(self.settings.rectification.system),
            "period": lambda: self.called(self.period),
            "period_in_year": lambda: self.called_in_year(self.period),
            "quarter_in_year": lambda: self.called_in_year(Period.quarter_of(self.period.start)),
            "previous_period": lambda: self.called(self.period.previous()),
            "year": lambda: self.year(self.period),
            "days": lambda: self.days(self.period.start, self.jurisdiction.cutoff_on(self.period)),
            "cutoff": lambda: self.day(self.jurisdiction.cutoff_on(self.period)),
            "due": self.due,
            "contact": lambda: Markup("(联系人及电话:□□□\uff0c□□□□)" if self.settings.contact == "text" else ""),
        }
        if name not in known:
            near = get_close_matches(name, known, 1)
            raise InspectionError(
                f"{{={name}}} stands for nothing",
                remedy=f"{f'did you mean {near[0]}? ' if near else ''}known are: {', '.join(known)}",
            )
        return known[name]()

    def _printable(self, figure_id: str, dimension: str):
        setting = self.settings.rate_style(figure_id, dimension)
        if not setting.is_printed:
            raise InspectionError(
                f"the office does not print {named(figure_id, dimension)}",
                place=f"{self.jurisdiction.jurisdiction_id}: bulletin.figures",
                remedy="ask shows() first, or set is_printed there",
            )
        return setting

    def _key(self, figure_id: str, dimension: str, period: Period | None) -> Key:
        return ((period or self.period).period_id, figure_id, str(dimension))

    def _row(self, figure_id: str, dimension: str, period: Period | None) -> Mapping[str, Any]:
        key = self._key(figure_id, dimension, period)
        row = self.figures.get(key)
        if row is None or row["value"] is None:
            raise InspectionError(
                f"no query produced the figure {named(figure_id, dimension)} of {key[0]}",
                remedy=f"see include/sql/figure, or run load_quarter for {key[0]} (the verb `quarter`)",
            )
        return row

    def _print(self, figure_id: str, dimension: str, period: Period | None, form) -> Markup:
        row, key = self._row(figure_id, dimension, period), self._key(figure_id, dimension, period)
        shown = form(row["value"])
        if self.printed.setdefault(key, shown) != shown:
            raise InspectionError(
                f"the figure {named(figure_id, dimension)} is printed as {self.printed[key]} and as {shown}",
                remedy="print it in one form",
            )
        return self._element(
            "data",
            shown,
            **{"class": "figure", "value": format(row["value"].normalize(), "f")},
            **{"data-figure": figure_id, "data-dimension": dimension, "data-period": key[0]},
            title=f"{named(figure_id, dimension)} {key[0]} ← {row['sql_file']}",
        )

    def _time(self, machine: str, text: str, kind: str = "") -> Markup:
        known = {"class": kind, "datetime": machine}
        return self._element("time", text, **{name: value for name, value in known.items() if value})

    def _enumerate(self, text: str) -> Markup:
        return self._element("span", text, **{"class": "enumerator"})

    def _element(self, tag: str, text: str, **attributes: str) -> Markup:
        sealed = {"data-seal": self.seal, **attributes}
        listed = Markup("").join(Markup(' {}="{}"').format(name, inert(str(value))) for name, value in sealed.items())
        return Markup("<{0}{1}>{2}</{0}>").format(Markup(tag), listed, text)

    def _number(self) -> str:
        return blank_number(self.jurisdiction, self.period.end.year)

    @property
    def settings(self) -> BulletinStyle:
        """The office's house style."""
        return self.jurisdiction.bulletin


def form_of(row: Mapping[str, Any], figure_id: str) -> str:
    """How a figure is printed, by the way its rows combine: `count`, `rate`, `number`, `change` (提高…个百分点) or
    `signed` (提高…, of whatever unit the text writes)."""
    forms = {"share": "rate", "difference": "change", "mean_difference": "signed"}
    forms |= dict.fromkeys(("mean", "min", "max"), "number")
    return forms.get(combining_of(row["sql_file"]).of(figure_id), "count")


def unsealed(html: str, binding: Binding) -> str:
    """A rendered text without the seals: what is written to a file, the same bytes every time."""
    return html.replace(f' data-seal="{binding.seal}"', "")
