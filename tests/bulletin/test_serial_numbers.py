"""Serial numbers that signing draws: one a signed edition, per office and year, none twice and none left out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from inspection import bulletin, warehouse
from inspection.bulletin import records
from inspection.errors import InspectionError
from inspection.flow import publish
from tests.given.quarters import NEW, OFFICE, OLD

AT = datetime(2024, 1, 10, 2, 0, tzinfo=UTC)
STYLE = {"draws_number": True, "document_number": "云政办函〔{year}〕{number}号"}
DRAWS = OFFICE.model_copy(update={"bulletin": OFFICE.bulletin.model_copy(update=STYLE)})


def sign(connection, period, output, at=AT, **how):
    publish.draft(connection, DRAWS, period, output)
    edition = bulletin.sign(connection, DRAWS, period, output, signed_by="qian", signed_at=at, overruled="x", **how)
    row = connection.execute(
        "select document_number from mart.bulletin where period_id = %s and edition_no = %s",
        (period.period_id, int(edition.name)),
    ).fetchone()
    return row["document_number"], (edition / "bulletin.html").read_text("utf-8")


def test_each_edition_takes_the_next_of_its_year_and_prints_it(connection, tmp_path):
    number, text = sign(connection, OLD, tmp_path)
    assert number == "1" and "云政办函〔2024〕1号" in text
    number, text = sign(connection, NEW, tmp_path, AT + timedelta(days=1))
    assert number == "2" and "云政办函〔2024〕2号" in text
    assert records.next_number(connection, "yunzhou-demo", 2024) == 3
    assert records.next_number(connection, "yunzhou-demo", 2025) == 1
    assert records.next_number(connection, "other", 2024) == 1


def test_the_same_signature_twice_and_one_that_fails_take_none(connection, tmp_path):
    assert sign(connection, OLD, tmp_path)[0] == "1"
    sign(connection, OLD, tmp_path, AT + timedelta(hours=1))  # says what is signed already: no edition
    with pytest.raises(InspectionError, match="lies in the days that the bulletin counts"):
        sign(connection, NEW, tmp_path, issued_on=date(2023, 11, 1))
    assert sign(connection, NEW, tmp_path, AT + timedelta(days=1))[0] == "2"


def test_a_number_that_would_leave_a_gap_or_stand_twice_is_refused(connection, tmp_path):
    assert sign(connection, OLD, tmp_path, document_number="1")[0] == "1"
    for given in ("1", "3", "0", "2a", "02"):
        with pytest.raises(InspectionError, match="the next serial number of 2024 is 2") as told:
            sign(connection, NEW, tmp_path, document_number=given)
        assert "leave the number empty" in told.value.remedy
    assert sign(connection, NEW, tmp_path, document_number="2")[0] == "2"


def test_two_who_sign_at_once_do_not_get_one_number(connection, warehouse_url):
    assert records.next_number(connection, "yunzhou-demo", 2024) == 1
    with warehouse.connect(warehouse_url) as other:
        other.execute("set lock_timeout = '200ms'")
        with pytest.raises(Exception, match="lock timeout"):
            records.next_number(other, "yunzhou-demo", 2024)
