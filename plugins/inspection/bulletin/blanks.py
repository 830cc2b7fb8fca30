"""Blanks (留空处): what a draft leaves open, and how signing fills it in: day of issue, number, when all is due."""

from __future__ import annotations

from datetime import date, timedelta

from markupsafe import escape

from inspection.bulletin import style
from inspection.declared.office import Jurisdiction
from inspection.declared.style import Deadline
from inspection.errors import InspectionError
from inspection.periods import Period, add_working_days

PLACE_OF_DATE = "\u3000\u3000\u3000\u3000年\u3000\u3000月\u3000\u3000日"  # ideographic spaces: a place to write


def fill(html: str, jurisdiction: Jurisdiction, period: Period, issued_on: date, document_number: str = "") -> str:
    """A draft's text with the day of issue, its number, and the day rectification is due.

    `document_number` is the serial number alone; without one its place stays open.
    """
    deadline = jurisdiction.bulletin.rectification
    blank_day = f'<time class="issued">{PLACE_OF_DATE}</time>'
    number = blank_number(jurisdiction, period.end.year)
    numbered = blank_number(jurisdiction, issued_on.year, escape(document_number))
    html = html.replace(f"<cite>{number}</cite>", f"<cite>{numbered}</cite>")
    html = html.replace(blank_day, f'<time class="issued" datetime="{issued_on}">{style.day(issued_on)}</time>')
    if deadline.days_after_period:
        return html
    machine, words = blank_due(deadline)
    blank = f'<time class="due" datetime="{machine}">{words}</time>'
    return html.replace(blank, _dated_due(deadline, issued_on))


def blank_due(deadline: Deadline) -> tuple[str, str]:
    """When rectification is due while the day of issue is open: a duration (ISO 8601) and words."""
    within, unit = (deadline.days, "日") if deadline.days else (deadline.working_days, "个工作日")
    return f"P{within}D", f"本通报印发之日起{within}{unit}内"


def _dated_due(deadline: Deadline, issued_on: date) -> str:
    if deadline.days:
        due_on = issued_on + timedelta(days=deadline.days)
        return f'<time class="due" datetime="{due_on}">{style.day(due_on)}前</time>'
    try:
        due_on = add_working_days(issued_on, deadline.working_days)
    except InspectionError:  # next year's holidays are not announced yet: the number of days stands alone
        machine, words = blank_due(deadline)
        return f'<time class="due" datetime="{machine}">{words}</time>'
    words = style.punctuate(f"{blank_due(deadline)[1]}({style.day(due_on)}前)")
    return f'<time class="due" datetime="{due_on}">{words}</time>'


def blank_number(jurisdiction: Jurisdiction, year: int, number: str = "") -> str:
    """The document number (发文字号) of a year, with room where its serial number is not given."""
    return style.document_number(jurisdiction.bulletin.document_number, year, number or "\u3000\u3000")
