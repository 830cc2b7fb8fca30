"""Proposals: shown in batches, answered by numbers, and nobody fails before an inspector says so."""

from __future__ import annotations

from datetime import date, timedelta

import psycopg
import pytest

from inspection.declared.office import load as load_office
from inspection.errors import InspectionError
from inspection.flow import inspect_day
from inspection.judging import judge, proposals
from tests.given.facts import HOME, JURISDICTION, load, subject

OFFICE = load_office(JURISDICTION)
ON = date(2026, 9, 30)
TO = ON + timedelta(days=1)
BODY = "云州市检查组"


@pytest.fixture
def proposed(connection: psycopg.Connection) -> psycopg.Connection:
    """Three pages with a grave hit each, judged."""
    pages = [{"locator": f"{HOME}a/{number}.html", "term": "错词", "excerpt": "正文`错词`正文"} for number in (1, 2, 3)]
    load(connection, {"mart.dim_subject": [subject("site")], "staging.term_hit": pages}, ON)
    inspect_day.evaluate(connection, OFFICE, ON, TO)
    return connection


def answer(connection: psycopg.Connection, batch: dict, **answers: str) -> dict[str, int]:
    counts = proposals.record(connection, OFFICE, batch["keys"], answers, day=ON, body=BODY, note="核对无误")
    judge.load_decisions(connection, OFFICE)
    inspect_day.evaluate(connection, OFFICE, ON, TO)
    return counts


def states(connection: psycopg.Connection) -> list[str]:
    return [row["state"] for row in connection.execute("select state from ops.proposal order by locator")]


def failed(connection: psycopg.Connection) -> list[int]:
    rows = connection.execute("select value from mart.fact_finding where indicator_id = 'SV1.1' and verdict = 'fail'")
    return [int(row["value"]) for row in rows]


def test_unanswered_proposals_fail_nobody(proposed: psycopg.Connection) -> None:
    assert states(proposed) == ["open"] * 3
    assert failed(proposed) == []


def test_a_batch_shows_where_and_what(proposed: psycopg.Connection) -> None:
    first, second = proposals.open_batches(proposed, OFFICE, size=2)
    assert [len(first["keys"]), len(second["keys"])] == [2, 1]
    assert f"{HOME}a/1.html" in first["text"]
    assert "**2.** 云州市人民政府 · SV1.1" in first["text"]
    assert "> `正文'错词'正文`" in first["text"], "quoted, with no markup of the page's own"


def test_an_inspector_confirms_downgrades_and_strikes_out(proposed: psycopg.Connection) -> None:
    (batch,) = proposals.open_batches(proposed, OFFICE)
    assert answer(proposed, batch, confirmed="1", downgraded="2", struck_out="3") == {
        **{"confirmed": 1, "downgraded": 1, "struck_out": 1},
    }
    assert states(proposed) == ["confirmed", "downgraded", "struck_out"]
    assert failed(proposed) == [1]
    assert proposals.open_batches(proposed, OFFICE) == []


def test_what_is_not_named_stays_open_and_the_same_answer_twice_is_one(proposed: psycopg.Connection) -> None:
    (batch,) = proposals.open_batches(proposed, OFFICE)
    for _ in range(2):
        answer(proposed, batch, confirmed="1-2")
    assert states(proposed) == ["confirmed", "confirmed", "open"]
    decisions = proposed.execute("select body, note from mart.fact_decision").fetchall()
    assert decisions == [{"body": BODY, "note": "核对无误"}] * 2


def test_all_of_a_batch(proposed: psycopg.Connection) -> None:
    (batch,) = proposals.open_batches(proposed, OFFICE)
    assert answer(proposed, batch, struck_out="全部")["struck_out"] == 3


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"confirmed": "4"}, r"'4' is no number of the batch .*from 1 to 3"),
        ({"confirmed": "two"}, "'two' is no number"),
        ({"confirmed": "1-2", "struck_out": "2"}, "number 2 is both confirmed and struck_out"),
        ({"confirmed": "1-2,2"}, "number 2 is confirmed twice"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_whole(
    proposed: psycopg.Connection, answers: dict[str, str], told: str
) -> None:
    (batch,) = proposals.open_batches(proposed, OFFICE)
    with pytest.raises(InspectionError, match=told):
        answer(proposed, batch, **answers)
    assert states(proposed) == ["open"] * 3


def test_a_page_that_looks_hijacked_a_bad_link_and_a_forged_date_are_proposed(connection: psycopg.Connection) -> None:
    drifted = {"topic": "links", "kind": "drifted"}
    article = {"kind": "article", "title": "关于开展春季检查的通知", "published_source": "text"}
    load(
        connection,
        {
            "mart.dim_subject": [subject("site")],
            "staging.sign": [
                {"topic": "tampering", "kind": "spam", "place": "title"},
                {"topic": "tampering", "kind": "salad", "url": HOME + "b/"},
                drifted | {"place": "http://gone.example/", "detail": {"reason": "gambling"}},
                drifted | {"place": "http://sale.example/", "detail": {"reason": "parked"}},
            ],
            "staging.page": [
                article | {"url": HOME + "a/1.html", "day": -9, "published_on": -30, "text_hash": 77},
                article | {"url": HOME + "a/2.html", "published_on": -1, "text_hash": 78},
                article | {"url": HOME + "a/3.html", "published_on": -1, "text_hash": 79, "title": "另一份通知"},
                article | {"url": HOME + "a/4.html", "day": -5, "published_on": -5, "text_hash": 999999999999},
                article | {"url": HOME + "a/4.html", "published_on": -2, "text_hash": 999999999999},
            ],
        },
        ON,
    )
    inspect_day.evaluate(connection, OFFICE, ON - timedelta(days=10), TO)
    rows = connection.execute(
        "select indicator_id, locator, term from ops.proposal order by indicator_id, locator, term"
    )
    assert [(row["indicator_id"], row["locator"].removeprefix(HOME), row["term"]) for row in rows] == [
        ("SV1.3", "", "http://gone.example/"),
        ("SV1.4", "", "疑似被篡改"),
        ("SV1.5", "a/2.html", "旧稿重发"),
        ("SV1.5", "a/4.html", "发稿日期晚于首次发现日期"),
        ("SV1.5", "a/4.html", "发稿日期被改动"),
    ]
    failed_now = connection.execute("select indicator_id from mart.fact_finding where indicator_id like 'SV1.%'")
    assert failed_now.fetchall() == []


def test_a_column_without_a_consultation_for_a_year_is_proposed_until_it_holds_one(
    connection: psycopg.Connection,
) -> None:
    idle = {"topic": "interaction", "kind": "consultations", "occurrence_count": 0, "value": "2025-05-06"}
    columns = [HOME + name for name in ("zjdc/", "yjzj/", "tz/")]
    load(
        connection,
        {
            "mart.dim_subject": [subject("site")],
            "staging.page": [{"url": url, "kind": "column", "day": day} for url in columns for day in (-1, 0)],
            "staging.sign": [
                *(idle | {"url": columns[0], "day": day} for day in (-1, 0)),
                idle | {"url": columns[1], "day": -1},
                idle | {"url": columns[1], "occurrence_count": 1, "value": "2026-09-30"},
                idle | {"url": columns[2], "value": None},
            ],
        },
        ON,
    )
    inspect_day.evaluate(connection, OFFICE, ON - timedelta(days=1), TO)
    rows = connection.execute("select indicator_id, locator, excerpt from ops.proposal").fetchall()
    assert rows == [{"indicator_id": "SD3.5", "locator": columns[0], "excerpt": "2025-05-06"}]
