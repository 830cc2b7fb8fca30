"""Deadlines of messages: stated, or by working days with the make-up days of the State Council's calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from inspection import registry
from inspection.declared.office import DueTime, Messages
from inspection.declared.office import load as load_office
from inspection.registry import deadlines

OFFICE = load_office("yunzhou-demo")


def office(*rules):
    due_times = [DueTime(**rule) for rule in rules]
    return OFFICE.model_copy(update={"messages": Messages(due_times=due_times)})


@pytest.mark.parametrize(
    ("received_on", "working_days", "last_day"),
    [
        (date(2023, 9, 28), 1, date(2023, 10, 7)),  # after the holidays a Saturday is worked
        (date(2023, 9, 28), 3, date(2023, 10, 9)),
        (date(2023, 10, 13), 1, date(2023, 10, 16)),  # from a Friday to Monday
        (date(2023, 10, 14), 5, date(2023, 10, 20)),  # received on a Saturday
    ],
)
def test_a_deadline_is_the_end_of_the_last_working_day_after_the_receipt(received_on, working_days, last_day):
    found = deadlines.deadline(DueTime(channel="找错", working_days=working_days), received_on)
    assert found == (datetime(last_day.year, last_day.month, last_day.day, 16, tzinfo=UTC), "rule")


def test_a_year_whose_holidays_are_not_published_gives_no_deadline_and_says_so():
    assert deadlines.deadline(DueTime(channel="找错", working_days=5), date(2099, 1, 1)) == (None, "unknown_calendar")


def test_the_offices_rule_wins_then_that_of_the_kind_then_the_newest():
    own = office(
        {"channel": "互动交流", "working_days": 10},
        {"channel": "互动交流", "kind": "咨询", "working_days": 1},
        {"channel": "互动交流", "working_days": 5, "from_date": date(2023, 7, 1)},
        {"channel": "找错", "working_days": 2, "from_date": date(2023, 7, 1)},
    )

    def days(channel, kind, day):
        rule = deadlines.rule_for(own, channel, kind, day)
        return rule and rule.working_days

    assert days("互动交流", "咨询", date(2023, 8, 1)) == 1
    assert days("互动交流", "投诉", date(2023, 8, 1)) == 5
    assert days("互动交流", None, date(2023, 6, 30)) == 10
    assert days("找错", "错别字", date(2023, 8, 1)) == 2
    assert days("找错", "错别字", date(2023, 6, 30)) == 5  # the default, since the office had none yet
    assert days("依申请公开", None, date(2019, 5, 14)) == 15
    assert days("依申请公开", None, date(2019, 5, 15)) == 20
    assert days("来信", None, date(2023, 8, 1)) is None


def test_loading_sets_every_deadline_and_never_overrules_what_is_stated(connection, tmp_path):
    path = tmp_path / "messages.csv"
    path.write_text(
        "渠道,留言编号,留言时间,应办结时间,状态\n"
        "找错,1,2023-09-28 10:00,,办理中\n找错,2,2023-09-28 10:00,2023-09-29,待受理\n来信,3,2023-09-28 10:00,,\n"
    )

    def loaded(by):
        registry.load(connection, by, "messages", path, date(2023, 10, 1))
        rows = connection.execute(
            "select message_id, deadline_at, deadline_basis from staging.message order by message_id"
        ).fetchall()
        return [tuple(row.values()) for row in rows]

    stated = ("2", datetime(2023, 9, 29, 16, tzinfo=UTC), "stated")
    without = ("3", None, None)
    assert loaded(OFFICE) == [("1", datetime(2023, 10, 11, 16, tzinfo=UTC), "unconfirmed_rule"), stated, without]
    changed = office({"channel": "找错", "working_days": 1})
    assert loaded(changed) == [("1", datetime(2023, 10, 7, 16, tzinfo=UTC), "rule"), stated, without]
