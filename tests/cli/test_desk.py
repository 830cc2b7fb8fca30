"""The verbs of the desk: who is inspected, how it stands, and a person's word, whose name is the database login."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest

from inspection import cli  # noqa: F401  (registers the verbs)
from inspection.cli import common, desk, looking, observing
from inspection.flow import probing
from inspection.periods import local_day
from tests.given.quarters import NEW, OFFICE, insert, load_city, subject


def probed_on(day: date) -> dict:
    return {"observer_id": OFFICE.observer_id, "subject_id": "site:5399000001", "day": day}


@pytest.fixture
def city(connection, monkeypatch, tmp_path):
    monkeypatch.setenv("INSPECTION_OUTPUT", str(tmp_path))
    load_city(connection)
    connection.commit()
    return connection


def test_subjects_are_listed_and_found_by_a_part_of_what_they_are_called(city, capsys):
    desk.subjects("yunzhou-demo")
    assert "共 9 个" in capsys.readouterr().out
    desk.subjects("yunzhou-demo", "青溪", as_json=True)
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["code"], found["grade"], found["period_id"]) == ("5399000003", "qualified", "2023Q4")


def test_status_tells_newest_days_what_is_missing_and_how_sites_see_us(city, capsys, monkeypatch):
    monkeypatch.setattr(desk, "_own_address", lambda: "192.0.2.7")  # tests reach no network
    desk.status("yunzhou-demo")
    told = capsys.readouterr().out
    assert "已判定 2023-12-31" in told and "User-Agent: GovInspection/0.1 (+http://www.yunzhou.example" in told
    assert "192.0.2.7" in told and "2023Q3 2023Q4" in told and "未处理的日" in told and "网站时钟" in told
    desk.status("yunzhou-demo", as_json=True)
    plain = json.loads(capsys.readouterr().out)
    assert abs(plain["clock_skew_seconds"]) < 60 and plain["built_periods"] == "2023Q3 2023Q4"


def test_a_draft_is_returned_and_signed_by_the_login_of_the_database(city, capsys):
    from inspection.flow import publish

    person = city.execute("select current_user as person").fetchone()["person"]
    publish.draft(city, OFFICE, NEW, looking.places.output())
    city.commit()
    desk.give_back("2023Q4", "yunzhou-demo", "附件有误")
    desk.sign("2023Q4", "yunzhou-demo", number="8")
    assert "已签发：" in capsys.readouterr().out
    answers = city.execute("select * from ops.bulletin_answer order by answered_at").fetchall()
    assert [(one["decision"], one["answered_by"], one["note"]) for one in answers] == [
        ("returned", person, "附件有误"),
        ("signed", person, ""),
    ]


def test_proposals_are_listed_and_answered_by_the_list_that_was_seen_alone(city, capsys):
    insert(
        city, "ops.proposal", jurisdiction_id="yunzhou-demo", subject_id="site:5399000001", indicator_id="SV1.1",
        locator="http://www1.yunzhou.example/a.html", term="错词", first_seen_on=date(2023, 12, 1),
        last_seen_on=date(2023, 12, 1), excerpt="正文错词正文", state="open",
    )  # fmt: skip
    city.commit()
    desk.proposals("yunzhou-demo")
    listed = re.search(r"--list (\w{8})", capsys.readouterr().out)[1]
    with pytest.raises(desk.InspectionError, match="the numbers are of another list"):
        desk.proposals("yunzhou-demo", strike_out="1", of_list="00000000")
    desk.proposals("yunzhou-demo", strike_out="1", of_list=listed, note="误报")
    assert "剔除 1" in capsys.readouterr().out
    (row,) = city.execute("select decision, note from mart.fact_decision").fetchall()
    assert (row["decision"], row["note"]) == ("struck_out", "误报")
    (answer,) = city.execute("select answered_by, decision, shown_sha256 from ops.proposal_answer").fetchall()
    assert (answer["answered_by"], answer["decision"]) == (city.info.user, "struck_out") and answer["shown_sha256"]


def test_explain_takes_the_newest_judged_day_and_leaves_out_what_does_not_apply(city, capsys):
    looking.explain("5399000001", "yunzhou-demo", as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert told["day"] == "2023-12-31"
    assert told["indicators"] and all(one["verdict"] != "not_applicable" for one in told["indicators"])
    looking.explain("5399000001", "yunzhou-demo", with_all=True, as_json=True)
    assert len(json.loads(capsys.readouterr().out)["indicators"]) > len(told["indicators"])
    looking.explain("5399000001", "yunzhou-demo")
    assert capsys.readouterr().out.startswith("5399000001 2023-12-31")


def test_a_probe_begins_now_and_says_which_site_had_what(connection, capsys, monkeypatch):
    subject(connection, "site:5399000001", name="云州网站", home_url="http://127.0.0.1:9/")
    connection.commit()
    asked = {}

    def seen(connection, office, slot_at, **options):
        asked.update(options, slot_at=slot_at)
        insert(
            connection, "staging.probe", **probed_on(local_day(slot_at)), scheduled_at=slot_at, started_at=slot_at,
            vantage=office.vantage, outcome="refused", seconds=1, detail="no answer at port 9",
        )  # fmt: skip
        return {"refused": 1}

    monkeypatch.setattr(probing, "probe_sites", seen)
    before = datetime.now(UTC)
    observing.probe("yunzhou-demo")
    assert asked["spread_seconds"] == 0
    assert timedelta(0) <= asked["slot_at"] - before < timedelta(seconds=60)
    assert "site:5399000001 云州网站: 连接被拒绝 no answer at port 9" in capsys.readouterr().out


@pytest.mark.parametrize("observer", ["pages", "accounts", "hosts", "visits"])
def test_what_an_observer_saw_is_asked_of_its_own_table(connection, observer, capsys):
    common.show_seen(connection, OFFICE, observer, datetime.now(UTC))
    assert capsys.readouterr().out == ""
