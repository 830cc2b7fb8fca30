"""What is odd about the dates of an article and of a list."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from inspection.model import PageKind
from inspection.page.dates import Published, reason_of
from inspection.page.identity import read_identity
from inspection.page.items import Item
from inspection.page.page import Page
from inspection.readers import date_signs
from inspection.readers.sign import Reading, Subject

DAY = date(2023, 9, 30)


def published(**sources: int) -> list[Published]:
    """One publication time a source, so many days before the day; in the order given."""
    return [
        Published(DAY - timedelta(days=days), None, name, str(DAY - timedelta(days=days)))
        for name, days in sources.items()
    ]


ARTICLES = {
    "one source": (published(meta=3), []),
    "all agree": (published(meta=3, text=3, url=3, list=3), []),
    "written before midnight": (published(meta=3, text=3, url=4), []),
    "the tag is two years later": (
        published(text=730, meta=3),
        [("disagree", "meta/text", 727)],
    ),
    "the widest gap is told once": (published(meta=3, text=10, url=40), [("disagree", "meta/url", 37)]),
    "dated tomorrow": (published(meta=-1, text=0), [("future", "meta", 1)]),
    "when we first saw it is no word of the site": (published(meta=30, first_seen=1), []),
}


@pytest.mark.parametrize(("sources", "expected"), ARTICLES.values(), ids=ARTICLES)
def test_sources_that_contradict_each_other_or_lie_ahead_are_signs(sources, expected):
    found = date_signs.of_article(sources, DAY)
    assert [(sign.kind, sign.place, sign.count) for sign in found] == expected


REASONS = {
    "only": published(url=3),
    "agreed": published(meta=3, text=3),
    "over_tag": published(text=730, meta=3, url=730),
    "first_of_order": published(meta=3, url=9),
}


@pytest.mark.parametrize(("reason", "sources"), REASONS.items())
def test_the_choice_of_the_best_source_has_a_reason(reason, sources):
    assert reason_of(sources) == reason


def listed(*days_ago: int | None) -> list[tuple[str, int]]:
    items = [
        Item(
            f"http://www.yunzhou.example/{number}.html",
            "云州市召开会议",
            None if days is None else DAY - timedelta(days),
        )
        for number, days in enumerate(days_ago)
    ]
    page = Page("http://www.yunzhou.example/xw/", b"")
    reading = Reading(page, DAY, PageKind.COLUMN, Subject(), read_identity(page), None, items=items)
    return [(sign.kind, sign.count) for sign in date_signs.read(reading)]


def test_a_list_that_is_all_of_today_or_of_days_to_come_is_a_sign():
    assert listed(0, 0, 0, 0, 0, None) == [("all_today", 5)]
    assert listed(0, 0, 0) == [("all_today", 3)]
    assert listed(0, 0, None, None) == []
    assert listed(0, 0, 0, 0, 1) == [("all_today", 4)]
    assert listed(0, 0, 0, 1, 2, 3, 4) == []
    assert listed(3, -2, -9, 1) == [("list_future", 2)]
