"""Articles over time: dates that moved, and old texts under new dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from inspection import warehouse
from inspection.page.fingerprint import text_hash

SITE, OTHER = "site:5399000001", "site:5399000002"
MONDAY = date(2023, 9, 4)
TEXT = "".join(
    f"会议第{number}项议程是研究{what}工作，请各单位按时报送进展。" for number, what in enumerate("水电气路桥林田")
)
PRINT = text_hash(TEXT)
COLUMNS = (
    "observer_id",
    "subject_id",
    "day",
    "url",
    "snapshot_id",
    "kind",
    "read_state",
    "title",
    "published_on",
    "published_source",
    "text_hash",
)


@pytest.fixture
def read(connection):
    """Write what was read: (day, address, published on, print), each day a day after Monday."""

    def write(*rows: tuple, subject: str = SITE, source: str = "meta") -> None:
        warehouse.copy_rows(
            connection,
            "staging.page",
            COLUMNS,
            [
                (
                    "yz",
                    subject,
                    MONDAY + timedelta(day),
                    url,
                    f"urn:uuid:{subject}{url}{day}",
                    "article",
                    "ok",
                    "题",
                    MONDAY + timedelta(on) if on is not None else None,
                    source,
                    print_,
                )
                for day, url, on, print_ in rows
            ],
        )

    return write


def doubts(connection) -> list[tuple]:
    rows = connection.execute("select url, kind, days from staging.date_doubt order by url, kind")
    return [tuple(row.values()) for row in rows]


def reissues(connection) -> list[tuple]:
    rows = connection.execute("select url, older_url, bits_apart from staging.reissue order by url")
    return [tuple(row.values()) for row in rows]


def test_an_article_that_keeps_its_date_is_in_no_doubt(read, connection):
    read((0, "a", -300, PRINT), (1, "a", -300, PRINT), (1, "b", 0, None), (2, "b", 0, None))
    assert doubts(connection) == []
    article = connection.execute("select * from staging.article where url = 'b'").fetchone()
    assert (article["first_seen_on"], article["last_seen_on"]) == (MONDAY + timedelta(1), MONDAY + timedelta(2))
    assert article["is_watched_before"]


DOUBTS = {
    "dated later than we first saw it": ([(0, "a", 3, None), (4, "a", 3, None)], [("a", "after_first_seen", 3)]),
    "dated on a day that we read the site without it": (
        [(0, "old", -9, None), (20, "a", 10, None)],
        [("a", "before_first_seen", 10)],
    ),
    "dated a few days before we saw it": ([(0, "old", -9, None), (20, "a", 14, None)], []),
    "old when our history begins": ([(0, "a", -900, None), (1, "a", -900, None)], []),
    "given a new date": (
        [(0, "a", -9, None), (5, "a", 5, None)],
        [("a", "after_first_seen", 5), ("a", "moved", 14)],
    ),
}


@pytest.mark.parametrize(("rows", "expected"), DOUBTS.values(), ids=DOUBTS)
def test_a_date_that_history_contradicts_is_doubted(read, connection, rows, expected):
    read(*rows)
    assert doubts(connection) == expected


def test_the_day_of_our_first_look_is_no_date_of_theirs(read, connection):
    read((0, "a", 0, None), source="first_seen")
    read((3, "a", -9, None), source="list")
    assert doubts(connection) == []


def test_an_old_text_under_a_new_address_and_date_is_a_reissue(read, connection):
    near = PRINT ^ 0b10000000000000000000000000000100000000000000000000000000000001
    read((0, "old", -30, PRINT), (0, "far", -40, ~PRINT), (9, "new", 9, near))
    assert reissues(connection) == [("new", "old", 3)]


ORIGINALS = {
    "four bits apart": [(0, "old", -30, PRINT), (9, "new", 9, PRINT ^ 0b1111)],
    "of the same date": [(0, "old", -30, PRINT), (9, "new", -30, PRINT)],
    "the older address of two": [(0, "old", 5, PRINT), (9, "new", -30, PRINT)],
    "the same address": [(0, "old", -30, PRINT), (9, "old", 9, PRINT)],
    "without a text": [(0, "old", -30, None), (9, "new", 9, None)],
}


@pytest.mark.parametrize("rows", ORIGINALS.values(), ids=ORIGINALS)
def test_what_is_no_old_text_under_a_new_date_is_no_reissue(read, connection, rows):
    read(*rows)
    assert reissues(connection) == []


def test_a_text_taken_over_from_another_site_is_no_reissue(read, connection):
    read((0, "old", -30, PRINT), subject=OTHER)
    read((9, "new", 9, PRINT))
    assert reissues(connection) == []
