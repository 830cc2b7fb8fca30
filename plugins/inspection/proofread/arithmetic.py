"""Does a printed rate fit? A share under one denominator, and how it may have been rounded."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from inspection.proofread.finding import Taken
from inspection.proofread.percentages import Rate

HALF_UP, TRUNCATED = "half_up", "truncate"
_MODES = {HALF_UP: ROUND_HALF_UP, TRUNCATED: ROUND_DOWN}


@dataclass(frozen=True, slots=True)
class Option:
    """One way to reckon a rate: `part` of `whole`; `denominator` says what the whole counts."""

    denominator: str  # inspected | registered | visits | received | counted
    part: Decimal
    whole: Decimal
    taken: tuple[Taken, ...] = field(default=(), compare=False)

    @property
    def exact(self) -> Decimal:
        """Per cent, unrounded."""
        return 100 * self.part / self.whole

    def shown(self) -> str:
        """50/54 = 92.593%."""
        exact = self.exact
        near = exact.quantize(Decimal("0.001"), rounding=ROUND_HALF_UP).normalize()
        return f"{self.part}/{self.whole} = {near:f}%"

    def printed(self, decimals: int, mode: str = HALF_UP) -> Decimal:
        """As it would be printed. Less than all is never 100."""
        value = rounded(self.exact, decimals, mode)
        return rounded(self.exact, decimals, TRUNCATED) if value >= 100 and self.part < self.whole else value


def rounded(value: Decimal, decimals: int, mode: str) -> Decimal:
    """A value with so many decimals, rounded (四舍五入) or cut off (截尾)."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=_MODES[mode])


def fits(option: Option, rate: Rate, mode: str, decimals: int | None = None) -> bool:
    """Whether the rate is what this option gives, with its own decimals or more that end in zeros."""
    return option.printed(rate.decimals if decimals is None else decimals, mode) == rate.value


def whole_numbers(rate: Rate, whole: Decimal, mode: str) -> list[Decimal]:
    """All parts of `whole` that would be printed as this rate, in order."""
    near = int(whole * rate.value / 100)
    step = 2 + int(whole / 10**rate.decimals / 100)
    parts = range(max(0, near - step), min(int(whole), near + step) + 1)
    return [Decimal(part) for part in parts if fits(Option("counted", Decimal(part), whole), rate, mode)]
