"""The yardstick itself: a planted error breaks what held, at a sentence that the text has, and nothing else changes."""

from __future__ import annotations

from itertools import product

import pytest

from bench.accuracy.proofread.errors import KINDS, Text, plant
from bench.accuracy.proofread.families import HALVES
from bench.accuracy.proofread.measure import BASE_SEEDS, is_at

FAMILIES = {name: write for half in HALVES.values() for name, write in half.items()}


@pytest.mark.parametrize("half", HALVES)
def test_each_kind_of_error_has_a_place_in_each_half(half):
    for kind in KINDS:
        assert any(plant(Text(name, 0, write), kind, 0) for name, write in HALVES[half].items()), kind


@pytest.mark.parametrize("name", FAMILIES)
def test_an_error_changes_one_place_and_breaks_a_relation_that_held(name):
    for seed, kind in product(BASE_SEEDS[:3], KINDS):
        text = Text(name, seed, FAMILIES[name])
        clean = text.render()
        assert not any("\ue000" <= c <= "\uf8ff" for c in clean)
        error = plant(text, kind, 1)
        if error is None:
            continue
        assert error.text != clean
        assert error.places
        flat = error.text.replace("\n", "")
        assert all(place.replace("\n", "") in flat for place in error.places)


def test_no_relation_is_broken_in_a_clean_text():
    for (name, write), seed in product(FAMILIES.items(), BASE_SEEDS):
        text = Text(name, seed, write)
        assert len(text.relations()) >= 8
        assert not [r for r in text.relations() if r.broken(*(figure.value for figure in r.figures))]


def test_a_finding_counts_at_its_sentence_or_at_the_words_it_took_and_nowhere_else():
    finding = {"sentence": "检查网站31家,不合格2家。", "taken": [{"words": "共有网站31家"}]}
    assert is_at(finding, ("(一)政府网站。检查网站31家,不合格2家。",))
    assert is_at(finding, ("全市共有网站31家。",))
    assert not is_at(finding, ("检查网站32家,不合格2家。",))
