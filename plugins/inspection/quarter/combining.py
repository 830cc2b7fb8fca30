"""How the rows behind a figure make its value, by the word that its file's header says: `-- combines: sum`.

A file that also makes figures of another kind says so behind a semicolon: `-- combines: sum; share of x_rate, y_rate`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from inspection.errors import InspectionError


class Combination(NamedTuple):
    """What people call it, and its aggregate over the rows of a figure: null where nothing can be said."""

    zh: str
    value: str


WORDS = {
    "sum": Combination("求和", "sum(adds)"),
    "share": Combination("占比", "sum(adds) / nullif(sum(adds_to_denominator), 0)"),
    "mean": Combination("平均", "avg(adds)"),
    "min": Combination("最小", "min(adds)"),
    "max": Combination("最大", "max(adds)"),
    # how many different things the rows say
    "distinct": Combination("去重计数", "count(distinct said)"),
    # in percentage points: the share of the rows with a positive denominator less that of those with a negative one
    "difference": Combination(
        "之差",
        """100 * (
            sum(adds) filter (where adds_to_denominator > 0)
            / sum(adds_to_denominator) filter (where adds_to_denominator > 0)
            - sum(adds) filter (where adds_to_denominator < 0)
            / - sum(adds_to_denominator) filter (where adds_to_denominator < 0)
        )""",
    ),
    # the mean of the rows with a positive denominator less that of those with a negative one
    "mean_difference": Combination(
        "平均之差",
        "avg(adds) filter (where adds_to_denominator > 0) - avg(adds) filter (where adds_to_denominator < 0)",
    ),
}
_LINE = re.compile(r"^-- combines: *(.*?) *$", re.MULTILINE)


class Combining(NamedTuple):
    """The word of a file's figures, and that of the figures which have another."""

    usual: str
    others: dict[str, str]

    def of(self, figure_id: str) -> str:
        """The word of one figure."""
        return self.others.get(figure_id, self.usual)

    def statement(self, counted: str) -> str:
        """The select of all figures (value, numerator, denominator) over `counted`, which begins `with counted as`."""
        value = self._by_figure(lambda word: WORDS[word].value)
        numerator, denominator = (
            self._by_figure(lambda word, side=side: f"sum({side})" if word == "share" else "null::numeric")
            for side in ("adds", "adds_to_denominator")
        )
        return f"""
{counted},

combined as (
    select
        figure_id,
        dimension,
        {value} as value,
        {numerator} as numerator,
        {denominator} as denominator
    from counted
    group by figure_id, dimension
)

select * from combined where value is not null
"""

    def _by_figure(self, expression: Callable[[str], str]) -> str:
        """A column by each figure's word; an aggregate that no figure of the file asks for is never counted."""
        whens = "".join(f"when '{figure_id}' then {expression(word)} " for figure_id, word in self.others.items())
        return f"case figure_id {whens}else {expression(self.usual)} end" if whens else expression(self.usual)


def combining(sql: str, place: str) -> Combining:
    """What the header of a figure's file says. Raises InspectionError when it names no word, or an unknown one."""
    found = _LINE.search(sql)
    usual, *more = (clause.strip() for clause in found[1].split(";")) if found else [""]
    others: dict[str, str] = {}
    for word, _, figure_ids in (clause.partition(" of ") for clause in more):
        others |= dict.fromkeys(re.findall(r"\w+", figure_ids), word)
    for word in (usual, *others.values()):
        if word not in WORDS:
            raise InspectionError(
                f"rows are not combined by {word!r}" if found else "it does not say how its rows combine",
                place=place,
                remedy=f"write `-- combines:` and one of: {', '.join(WORDS)}",
            )
    return Combining(usual, others)
