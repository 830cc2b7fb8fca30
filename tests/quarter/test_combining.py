"""How rows make a figure: each word on a few rows, and the headers that name no word."""

from __future__ import annotations

from decimal import Decimal

import pytest

from inspection.errors import InspectionError
from inspection.quarter.combining import WORDS, combining

# of the figures a and b: adds, adds_to_denominator, said; b has one row, which declares a zero
COUNTED = """with counted (figure_id, dimension, said, adds, adds_to_denominator) as (
    values
    ('a', '', 'x', 3::numeric, 4::numeric),
    ('a', '', 'x', 1, 4),
    ('a', '', 'y', 0, -2),
    ('a', '', 'z', 1, -2),
    ('b', '', null, 0, null)
)"""


def made(connection, header):
    """Value, numerator and denominator by figure, as the header combines the rows above."""
    rows = connection.execute(combining(f"-- combines: {header}\nselect", "x.sql").statement(COUNTED)).fetchall()
    return {row["figure_id"]: (row["value"], row["numerator"], row["denominator"]) for row in rows}


@pytest.mark.parametrize(
    ("word", "a", "b"),
    [
        ("sum", (5, None, None), (0, None, None)),
        ("share", (Decimal("1.25"), 5, 4), None),  # of nothing there is no share
        ("mean", (Decimal("1.25"), None, None), (0, None, None)),
        ("min", (0, None, None), (0, None, None)),
        ("max", (3, None, None), (0, None, None)),
        ("distinct", (3, None, None), (0, None, None)),
        ("difference", (25, None, None), None),  # 4 of 8 against 1 of 4, in percentage points
        ("mean_difference", (Decimal("1.5"), None, None), None),  # 2 against 0.5
    ],
)
def test_a_word_combines_the_rows_of_each_figure(connection, word, a, b):
    assert made(connection, word) == {"a": a} | ({"b": b} if b else {})


def test_every_word_is_tried_above():
    (marked,) = test_a_word_combines_the_rows_of_each_figure.pytestmark
    assert [case[0] for case in marked.args[1]] == list(WORDS)


def test_a_figure_may_combine_by_another_word_than_the_rest_of_its_file(connection):
    assert made(connection, "sum; share of a") == {"a": (Decimal("1.25"), 5, 4), "b": (0, None, None)}
    combines = combining("-- combines: sum; share of a_rate, b_rate; min of c", "x.sql")
    assert [combines.of(figure_id) for figure_id in ("a_rate", "b_rate", "c", "d")] == ["share", "share", "min", "sum"]


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("-- combines: median", "rows are not combined by 'median'"),
        ("-- combines:", "rows are not combined by ''"),
        ("-- combines: sum; rate of x", "rows are not combined by 'rate'"),
        ("-- title: {zh: 数, en: Number}", "it does not say how its rows combine"),
    ],
)
def test_a_header_without_a_known_word_is_refused_with_its_file_and_the_words(header, told):
    with pytest.raises(InspectionError) as refused:
        combining(f"{header}\nselect 1", "include/sql/figure/x.sql")
    assert str(refused.value) == (
        f"include/sql/figure/x.sql: {told}"
        " (write `-- combines:` and one of: sum, share, mean, min, max, distinct, difference, mean_difference)"
    )
