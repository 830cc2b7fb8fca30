"""Rendering (排版): rows and figures of one quarter into the HTML of its bulletin."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from inspection.bulletin import annexes, authored, charts, checker, lists, style
from inspection.bulletin.binding import Binding, Key, unsealed
from inspection.bulletin.material import Material
from inspection.bulletin.plain import inert
from inspection.declared.office import Jurisdiction
from inspection.errors import InspectionError
from inspection.language import N_
from inspection.periods import Period, local_day
from inspection.places import INCLUDE

TEMPLATES = INCLUDE / "templates"
# kinds of observation as a bulletin calls them
OBSERVED = {
    "probes": "网站可用性监测", "pages": "网站内容检查", "accounts": "政务新媒体检查", "reports": "人工检查",
}  # fmt: skip


@dataclass(frozen=True)
class Rendered:
    """A bulletin as text, its title without marks, the figures that it prints with their forms, and warnings."""

    html: str
    title: str
    printed: dict[Key, str]
    warnings: list[str]


def render(
    jurisdiction: Jurisdiction,
    period: Period,
    material: Material,
    *,
    templates: Path = TEMPLATES,
    correct: Callable[[Binding], Markup] | None = None,
) -> Rendered:
    """Write the bulletin by the office's template; the same material gives the same text.

    `correct` writes the paragraph of a corrected edition (更正说明), which templates print as `correction`.
    Raises InspectionError naming the template's line when it asks for a figure that no query produced
    or prints what has no value, and UnboundNumber when it holds a number that no query made.
    """
    failed = {kind: lists.in_words(rows, jurisdiction.bulletin.reason_words) for kind, rows in material.failed.items()}
    binding = Binding(jurisdiction, period, material.figures, _listed(material, period))
    name = jurisdiction.bulletin.template
    found = authored.Found(
        reasons={reason for rows in material.failed.values() for row in rows for reason in row["reason_ids"]}
        | {reason for _, reason in material.shares},
        shares=material.shares,
        examples=material.examples,
        has_failed=any(material.failed.values()),
        themes=material.themes,
    )
    drawn = charts.drawn(material.figures, period, jurisdiction.bulletin)
    context = {
        "office": jurisdiction.office["zh"],
        "region": jurisdiction.name["zh"],
        "scope": binding.write("{=scope}"),
        "ours": binding.write("{=ours}"),
        "level": jurisdiction.level,
        "settings": jurisdiction.bulletin,
        "this": period,
        "previous": period.previous(),
        "quarter": Period.quarter_of(period.start),
        "cutoff_on": jurisdiction.counted_to(period, local_day(datetime.now(UTC))),
        "observed": OBSERVED,
        "coverage_floor": jurisdiction.quality.coverage_floor,
        "failed": {kind: binding.bind(rows) for kind, rows in failed.items()},
        "annexes": [
            *({**one, "rows": binding.bind(one["rows"])} for one in annexes.listed(failed, jurisdiction.bulletin)),
            *([{"kind": "charts", "title": charts.TITLE}] if drawn else []),
        ],
        "charts": drawn,
        "is_text": authored.load(jurisdiction.jurisdiction_id).__contains__,
        "blocks": partial(authored.write, binding=binding, found=found),
        "themes": binding.bind(material.themes),
        "praised": binding.bind(material.praised),
        "special_checks": binding.bind(material.special_checks),
        "superior_failed": binding.bind(material.superior_failed),
        "mentioned": binding.bind(material.mentioned),
        "channels": [
            row["channel"] for row in binding.bind(_channels(material, period, jurisdiction.bulletin.channels))
        ],
        "correction": correct(binding) if correct else "",
    }
    try:
        html = _environment(templates).get_template(name).render(context | binding.names())
    except (InspectionError, TemplateError, TypeError) as error:
        raise _placed(error, templates, name) from error
    if context["correction"] and 'class="correction"' not in html:
        raise InspectionError(
            "a corrected edition must say what it corrects",
            place=f"include/templates/{name}",
            remedy="print {{ correction }} before the annexes",
        )
    binding.warnings += [
        f"数据覆盖不足:{name} {kind} {share:.1%}" for kind, name, share in _uncovered(jurisdiction, period, material)
    ]
    html = _set_type(html, binding)
    checker.check(html, binding, name)
    html = unsealed(html, binding)
    return Rendered(html, _title(html), binding.printed, binding.warnings)


@cache
def _environment(templates: Path) -> ImmutableSandboxedEnvironment:
    """The templates of a folder, each compiled once a process as long as its file stays as it is."""
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_printable,
    )
    environment.filters["as_svg"] = charts.as_svg
    return environment


def _listed(material: Material, period: Period) -> dict[str, list[dict[str, Any]]]:
    """Rows of the lists whose names a text may print (`grammar.LISTS`): of a region its name alone."""
    regions = {
        key[2].partition("/")[2]: row["value"]
        for key, row in sorted(material.figures.items())
        if key[:2] == (period.period_id, "region_failed_count")
    }
    return {
        **{f"failed_{kind}s": [{**row, "kind": kind} for row in rows] for kind, rows in material.failed.items()},
        "praised": material.praised,
        "superior_failed": material.superior_failed,
        "mentioned": material.mentioned,
        "special_checks": material.special_checks,
        "regions_without_failures": [{"name": name} for name, failed in regions.items() if failed == 0],
        "regions_with_failures": [{"name": name} for name, failed in regions.items() if failed],
    }


def _uncovered(jurisdiction: Jurisdiction, period: Period, material: Material) -> Iterator[tuple[str, str, Decimal]]:
    """Kinds of observation of which too few days were seen: kind, name, share."""
    for kind, name in OBSERVED.items():
        share = material.figures.get((period.period_id, "observed_share", kind), {}).get("value")
        if share is not None and share < jurisdiction.quality.coverage_floor:
            yield kind, name, share


def _printable(value: Any) -> Any:
    """A printed text that no query's row bound, such as a channel's name: as harmless as those.

    Raises InspectionError for nothing, which would be printed as the word None.
    """
    if value is None:
        raise InspectionError(
            "what it prints has no value",
            remedy="print a figure with fig(), and ask shows() or `is not none` before what may be missing",
        )
    return inert(value) if type(value) is str else value


def _channels(material: Material, period: Period, reported: list[str]) -> list[dict[str, str]]:
    """Channels with figures: those that must be reported first, the others by name."""
    found = {key[2] for key in material.figures if key[:2] == (period.period_id, "message_received_count")}
    ours = [name for name in reported if name in found]
    return [{"channel": name} for name in ours + sorted(found - set(ours))]


def _set_type(html: str, binding: Binding) -> str:
    """The text as Chinese is set: no line ends inside a paragraph, full-width punctuation.

    Sealed elements keep their text as it is: a name is printed as the registry has it.
    """
    html = re.sub(r"<(p|h1|td|li)\b.*?</\1>", lambda block: re.sub(r"\s*\n\s*", "", block[0]), html, flags=re.DOTALL)
    start = max(html.find("<body"), 0)
    pieces = re.split(r"(<[^>]*>)", html[start:])
    for place in range(0, len(pieces), 2):
        if binding.seal not in pieces[place - 1]:
            pieces[place] = style.punctuate(pieces[place])
    return html[:start] + "".join(pieces)


def _title(html: str) -> str:
    heading = re.search(r"<h1\b.*?</h1>", html, re.DOTALL)[0]  # of the whole text, the lists would be parsed too
    return re.sub(r"\s+", "", BeautifulSoup(heading, "lxml").get_text())


def _placed(error: Exception, templates: Path, name: str) -> InspectionError:
    """The error with the line of the template that led to it."""
    if isinstance(error, TemplateSyntaxError):
        return InspectionError(error.message or N_("is not a valid template"), place=f"{error.filename}:{error.lineno}")
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(str(templates))]
    place = f"include/templates/{name}"
    if frames:
        place = f"include/templates/{Path(frames[-1].filename).relative_to(templates).as_posix()}:{frames[-1].lineno}"
    if isinstance(error, InspectionError):
        return InspectionError(error.problem, place=place, remedy=error.remedy)
    return InspectionError(str(error), place=place, remedy="correct the template")
