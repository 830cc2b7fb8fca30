"""Cells that a spreadsheet shows and never runs."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from inspection.text import cells

FORMULAS = [
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@x",
    "\tx",
    "\rx",
    "\nx",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "'=1",
    "''-",
]
PLAIN = ["", "x=1", "'", "'x", "云州市", "1-2", "''"]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_is_guarded_and_comes_back(text):
    assert cells.guarded(text) == f"'{text}" and cells.unguarded(f"'{text}") == text


@pytest.mark.parametrize("text", PLAIN)
def test_any_other_text_stays_as_it_is(text):
    assert cells.guarded(text) == text == cells.unguarded(text)


def test_a_table_has_a_mark_of_utf_8_and_its_numbers_are_numbers():
    row = [-1.5, Decimal("-2"), None, datetime(2026, 1, 2, tzinfo=UTC), "-3"]
    written = cells.csv_bytes(["=a", "b", "c", "d", "e"], [row])
    assert written.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(written.decode("utf-8-sig")))) == [
        ["'=a", "b", "c", "d", "e"],
        ["-1.5", "-2", "", "2026-01-02T00:00:00+00:00", "'-3"],
    ]
