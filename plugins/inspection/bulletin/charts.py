"""Charts (统计图): which bars an office's charts have; `_charts.html.j2` draws them with bound numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from inspection.bulletin.binding import Key
from inspection.declared import editions
from inspection.declared.style import BulletinStyle
from inspection.periods import Period

TITLE = "{=period}检查情况统计图"
PERIODS = 8  # of rates side by side: two years of quarters
_HTML = re.compile(r"<(/?)(?:data|time|span|cite|bdi)\b")


def spans(period: Period, settings: BulletinStyle) -> list[Period]:
    """The periods whose rates are drawn, the oldest first; none where the office draws none."""
    if "pass_rates" not in settings.charts or period.is_special:
        return []
    chain = [period]
    while len(chain) < PERIODS:
        chain.append(chain[-1].previous())
    return chain[::-1]


def drawn(figures: Mapping[Key, Mapping[str, Any]], period: Period, settings: BulletinStyle) -> dict[str, Any]:
    """What the office's charts show; an empty mapping where there is nothing to draw.

    `periods` and `kinds` of pass rates, `reasons` (kind, reason_id, name) by number, `platforms` in the office's order,
    and the largest number of each, which is drawn as the longest bar.
    """

    def number(figure_id: str, dimension: str = "", of: Period = period):
        return figures.get((of.period_id, figure_id, dimension), {}).get("value")

    kinds = [kind for kind in ("site", "account") if settings.rate_style(f"{kind}_pass_rate").is_printed]
    periods = [
        one for one in spans(period, settings) if any(number(f"{kind}_pass_rate", of=one) is not None for kind in kinds)
    ]
    reasons = list(_reasons(figures, period, settings)) if "reasons" in settings.charts else []
    platforms = (
        [one for one in [*settings.shown_platforms, "其他"] if number("account_count", one)]
        if "platforms" in settings.charts
        else []
    )
    if not (periods or reasons or platforms):
        return {}
    return {
        "periods": periods,
        "kinds": kinds,
        "reasons": reasons,
        "most_failed": max((one["value"] for one in reasons), default=1),
        "platforms": platforms,
        "most_accounts": max((float(number("account_count", one)) for one in platforms), default=1),
    }


def as_svg(element: Markup) -> Markup:
    """A sealed element inside of an SVG's text: a tspan with the same attributes and seal."""
    return Markup(_HTML.sub(r"<\1tspan", str(element)))


def _reasons(figures: Mapping[Key, Mapping[str, Any]], period: Period, settings: BulletinStyle) -> Iterator[dict]:
    known = editions.load_reasons()
    for kind in ("site", "account"):
        found = [
            (-row["value"], reason_id)
            for (period_id, figure_id, reason_id), row in figures.items()
            if (period_id, figure_id) == (period.period_id, f"{kind}_reason_failed_count") and row["value"]
        ]
        for value, reason_id in sorted(found):
            standard = known[reason_id].zh if reason_id in known else reason_id
            name = settings.reason_words.get(reason_id, standard)
            yield {"kind": kind, "reason_id": reason_id, "name": name, "value": -float(value)}
