"""Columns kept as changes: whatever the order in which days are read and folded, they say what was read."""

from __future__ import annotations

import random
from datetime import date, timedelta

import psycopg
import pytest

from inspection.declared.office import load as load_office
from inspection.judging import judge
from tests.given.facts import HOME, SITE, load

OFFICE = load_office("yunzhou-demo")
FIRST, LAST = date(2026, 8, 25), date(2026, 9, 12)
DAYS = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
STATE = "name, class, depth, source, read_state, is_blank, newest_item_on"
READ = f"select subject_id, url, day, {STATE} from staging.site_column order by subject_id, url, day"
FOLDED = f"""
select subject_id, url, held.day::date as day, {STATE}
from staging.column_state
cross join generate_series(day, last_day, interval '1 day') as held (day)
order by subject_id, url, held.day
"""


def read_column(connection: psycopg.Connection, day: date, number: int, state: str) -> None:
    """What a reader saw of a column on a day: `late` and `new` differ by a date, `gone` was not crawled."""
    row = {"url": f"{HOME}{number}/", "newest_item_on": date(2026, 8, 1), "snapshot_id": f"urn:{number}:{day}"}
    changes = {
        "late": {},
        "new": {"newest_item_on": date(2026, 8, 20)},
        "gone": {"read_state": "not_crawled", "is_blank": None, "newest_item_on": None, "snapshot_id": None},
    }
    load(connection, {"staging.site_column": [row | changes[state]]}, day)


def runs(connection: psycopg.Connection) -> list[tuple[date, date, date | None]]:
    rows = connection.execute("select day, last_day, newest_item_on from staging.column_state order by url, day")
    return [tuple(row.values()) for row in rows]


@pytest.mark.parametrize("seed", range(4))
def test_days_read_and_folded_in_any_order_say_what_was_read(connection: psycopg.Connection, seed: int) -> None:
    chance = random.Random(seed)
    days = DAYS * 2  # most days are read again, and differ
    chance.shuffle(days)
    for day in days:
        connection.execute("delete from staging.site_column where subject_id = %s and day = %s", (SITE, day))
        for number in range(3):
            if chance.random() < 0.9:
                read_column(connection, day, number, chance.choices(["late", "new", "gone"], [6, 2, 1])[0])
        if chance.random() < 0.7:
            span = chance.choice([(day, day + timedelta(days=1)), (FIRST, LAST + timedelta(days=1))])
            judge.reconcile(connection, OFFICE, *span)
    judge.reconcile(connection, OFFICE, FIRST, LAST + timedelta(days=1))
    assert connection.execute(FOLDED).fetchall() == connection.execute(READ).fetchall()
    assert connection.execute("select * from staging.unfolded_day").fetchall() == []
    in_this_order = runs(connection)
    connection.execute("delete from staging.column_state")
    connection.execute("insert into staging.unfolded_day select distinct observer_id, day from staging.site_column")
    judge.reconcile(connection, OFFICE, FIRST, LAST + timedelta(days=1))
    assert runs(connection) == in_this_order


def test_a_column_that_stays_the_same_is_one_row_a_month(connection: psycopg.Connection) -> None:
    for day in DAYS:
        read_column(connection, day, 1, "late")
    judge.reconcile(connection, OFFICE, FIRST, LAST + timedelta(days=1))
    assert [run[:2] for run in runs(connection)] == [(FIRST, date(2026, 8, 31)), (date(2026, 9, 1), LAST)]


def test_a_day_that_nobody_read_is_no_part_of_a_row(connection: psycopg.Connection) -> None:
    for day in (DAYS[0], DAYS[2]):
        read_column(connection, day, 1, "late")
    judge.reconcile(connection, OFFICE, FIRST, LAST + timedelta(days=1))
    assert [run[:2] for run in runs(connection)] == [(DAYS[0], DAYS[0]), (DAYS[2], DAYS[2])]


def test_judging_sees_columns_that_were_read_after_the_last_fold(connection: psycopg.Connection) -> None:
    read_column(connection, FIRST, 1, "late")
    judge.reconcile(connection, OFFICE, FIRST, LAST)
    connection.execute("update staging.site_column set newest_item_on = '2026-08-21'")
    assert connection.execute("select day from staging.unfolded_day").fetchall() == [{"day": FIRST}] * 2
    judge.reconcile(connection, OFFICE, FIRST, LAST)
    assert runs(connection) == [(FIRST, FIRST, date(2026, 8, 21))]
    connection.execute("delete from staging.site_column")
    judge.reconcile(connection, OFFICE, FIRST, LAST)
    assert runs(connection) == []


def test_an_article_that_is_read_later_dates_the_lists_of_later_days(connection: psycopg.Connection) -> None:
    article, before, after = f"{HOME}a/1.html", FIRST, FIRST + timedelta(days=2)
    column = {"url": f"{HOME}1/", "newest_item_on": None, "snapshot_id": "urn:1"}
    entry = {"column_url": column["url"], "url": article, "published_on": None}
    load(connection, {"staging.site_column": [column], "staging.item": [entry]}, after)
    judge.reconcile(connection, OFFICE, after, after + timedelta(days=1))
    assert runs(connection) == [(after, after, None)]
    read_column(connection, before, 2, "late")
    told = {"kind": "article", "url": article, "published_on": date(2026, 8, 24), "published_source": "text"}
    load(connection, {"staging.page": [told]}, before)
    judge.reconcile(connection, OFFICE, before, before + timedelta(days=1))
    judge.reconcile(connection, OFFICE, FIRST, LAST + timedelta(days=1))
    assert runs(connection)[0] == (after, after, date(2026, 8, 24))
