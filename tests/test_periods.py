"""Periods and official days."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from inspection.errors import InspectionError
from inspection.periods import Period, add_working_days, day_bounds, local_day, parse_moment


@pytest.mark.parametrize(
    ("period_id", "start", "end", "chinese", "previous", "a_year_before"),
    [
        ("2023Q4", date(2023, 10, 1), date(2024, 1, 1), "2023年第四季度", "2023Q3", "2022Q4"),
        ("2023Q1", date(2023, 1, 1), date(2023, 4, 1), "2023年第一季度", "2022Q4", "2022Q1"),
        ("2020-09", date(2020, 9, 1), date(2020, 10, 1), "2020年9月", "2020-08", "2019-09"),
        ("2020-12", date(2020, 12, 1), date(2021, 1, 1), "2020年12月", "2020-11", "2019-12"),
        ("2023", date(2023, 1, 1), date(2024, 1, 1), "2023年", "2022", "2022"),
    ],
)
def test_a_period_knows_its_days_its_name_and_its_neighbours(period_id, start, end, chinese, previous, a_year_before):
    period = Period.parse(period_id)
    assert (period.start, period.end, period.chinese()) == (start, end, chinese)
    assert (period.previous().period_id, period.a_year_before().period_id) == (previous, a_year_before)
    assert list(period.days())[-1] == period.last_day


@pytest.mark.parametrize("text", ["2023Q5", "2023-13", "23Q4", "", "2023Q4 ", "二〇二三"])
def test_a_wrong_period_is_refused_with_the_forms_that_are_right(text):
    with pytest.raises(InspectionError, match="2023Q4"):
        Period.parse(text)


def test_rounds_are_the_last_days_of_the_months():
    assert Period.parse("2024Q1").month_ends() == [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31)]


def test_half_past_ten_in_the_evening_utc_belongs_to_the_next_official_day():
    assert local_day(datetime(2023, 12, 31, 22, 29, tzinfo=UTC)) == date(2024, 1, 1)
    assert day_bounds(date(2024, 1, 1))[0] == datetime(2023, 12, 31, 16, tzinfo=UTC)


def test_a_time_without_offset_is_read_as_shanghai():
    assert parse_moment("2023-10-01 08:00") == parse_moment("2023-10-01T00:00:00Z")


@pytest.mark.parametrize(
    ("day", "count", "reached"),
    [
        (date(2019, 7, 10), 15, date(2019, 7, 31)),
        (date(2023, 9, 28), 1, date(2023, 10, 7)),  # after the holidays, on a Saturday that was worked
        (date(2023, 10, 6), 2, date(2023, 10, 8)),  # both days of that weekend were worked
        (date(2024, 1, 10), 0, date(2024, 1, 10)),
    ],
)
def test_working_days_leave_out_holidays_and_count_make_up_days(day, count, reached):
    assert add_working_days(day, count) == reached


def test_working_days_of_a_year_without_a_calendar_are_refused():
    with pytest.raises(InspectionError, match="the holidays of 2199 are not known"):
        add_working_days(date(2199, 1, 1), 1)


def test_a_special_check_has_its_days_from_the_offices_file_and_nothing_before_it():
    with pytest.raises(InspectionError, match="name it under special_checks"):
        Period.parse("special-audit")
    period = Period("special-audit", date(2023, 11, 21), date(2023, 12, 1), "信息发布审核专项检查")
    assert period.is_special and period.chinese() == "信息发布审核专项检查"
    before = period.previous()
    assert (before.start, before.end) == (date(2023, 11, 11), date(2023, 11, 21))
    assert before.period_id not in {"2023Q3", period.period_id}
