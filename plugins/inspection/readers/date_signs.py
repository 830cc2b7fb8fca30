"""What is odd about dates: sources that contradict each other, days to come, lists that were all dated today.

Kinds: `disagree` two sources of an article's date lie more than a day apart, `future` a source names a day to come,
`all_today` every entry of a list is dated on the day of the look (伪造发稿日期), `list_future` entries are dated later.
What only history shows (a date that moved, an old text under a new date) is for the views `staging.article` and
`staging.reissue` to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from inspection.page.dates import Published
from inspection.readers.sign import Reading, Sign

TOPIC = "dates"

MAX_DAYS_APART = 1  # written before midnight, sent out after it
MIN_DATED_ITEMS = 5  # a list of fewer may well be all of one day


def read(reading: Reading) -> Iterator[Sign]:
    """What is odd about the dates of a list."""
    dates = [item.published_on for item in reading.items if item.published_on]
    if not dates:
        return
    newest, oldest = max(dates), min(dates)  # two questions about the day, and not two for every entry
    if newest > reading.day:
        yield Sign("list_future", value=str(newest), count=sum(on > reading.day for on in dates))
    elif oldest >= reading.day and len(dates) >= MIN_DATED_ITEMS:
        yield Sign("all_today", value=str(oldest), count=len(dates))


def of_article(published: Sequence[Published], day: date) -> Iterator[Sign]:
    """What is odd about the sources of an article's date as read on a day; when we first saw it is no source here."""
    told = [found for found in published if found.source != "first_seen"]
    apart = max(combinations(told, 2), key=lambda pair: abs((pair[0].on - pair[1].on).days), default=None)
    if apart and (days := abs((apart[0].on - apart[1].on).days)) > MAX_DAYS_APART:
        value = ", ".join(f"{found.source} {found.on}" for found in told)
        yield Sign("disagree", "/".join(sorted(found.source for found in apart)), value, days)
    for found in told:
        if found.on > day:
            yield Sign("future", found.source, found.printed, (found.on - day).days)
