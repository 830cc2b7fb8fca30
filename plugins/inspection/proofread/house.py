"""What an office's style (行文规范) allows, where it is known: then its customs are no faults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from inspection.declared.office import Jurisdiction


@dataclass(frozen=True, slots=True)
class House:
    """Customs of one office; the defaults are the common rules of writing."""

    truncates: bool = False
    counts_visits: bool = False  # the superior's or its own rates may have the visits (家次) as denominator
    writes_points_as_percent: bool = False

    @classmethod
    def of(cls, jurisdiction: Jurisdiction | None) -> House:
        """The customs that an office's file sets."""
        if jurisdiction is None:
            return cls()
        style: Any = jurisdiction.bulletin
        return cls(
            truncates=style.rate.rounding == "truncate",
            counts_visits="visits" in getattr(style, "denominators", {}).values(),
            writes_points_as_percent=getattr(style, "difference_unit", "个百分点") == "%",
        )
