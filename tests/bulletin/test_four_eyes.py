"""F9: who drafted does not sign, only an approver signs or returns, and it is kept who, when and over what."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime

import psycopg
import pytest

from inspection import bulletin
from inspection.declared.people import Person
from inspection.errors import InspectionError
from inspection.flow import publish
from inspection.judging import proposals
from tests.given.quarters import NEW, OFFICE

AT = datetime(2024, 1, 10, 2, 0, tzinfo=UTC)
PEOPLE = {
    "ni": Person(roles=["drafter", "approver"]),
    "qian": Person(roles=["approver"]),
    "jian": Person(roles=["inspector"]),
}


def office(people=None, *, drafter_may_sign=False):
    style = OFFICE.bulletin.model_copy(update={"drafter_may_sign": drafter_may_sign})
    return OFFICE.model_copy(update={"people": people or {}, "bulletin": style})


@pytest.fixture
def drafted(connection, tmp_path):
    publish.draft(connection, office(), NEW, tmp_path, drafted_by="ni")
    return tmp_path


def sign(connection, where, of, output):
    return bulletin.sign(connection, of, NEW, output, signed_by=where, signed_at=AT, overruled="of the test")


def test_who_drafted_does_not_sign_whether_people_are_named_or_not(connection, drafted):
    for of in (office(), office(PEOPLE)):
        with pytest.raises(InspectionError, match="ni had it drafted and does not sign it") as told:
            sign(connection, "ni", of, drafted)
        assert "somebody else" in told.value.remedy
    assert sign(connection, "qian", office(PEOPLE), drafted).name == "1"


def test_one_person_who_does_all_says_so_in_the_file(connection, drafted):
    assert sign(connection, "ni", office(drafter_may_sign=True), drafted).name == "1"


@pytest.mark.parametrize("person", ["jian", "stranger", ""])
def test_nobody_but_an_approver_of_the_office_signs_or_returns(connection, drafted, person):
    with pytest.raises(InspectionError, match="may not sign for yunzhou-demo"):
        sign(connection, person, office(PEOPLE), drafted)
    with pytest.raises(InspectionError, match="may not sign for yunzhou-demo"):
        bulletin.give_back(connection, office(PEOPLE), NEW, returned_by=person, returned_at=AT, reason="x")
    assert connection.execute("select count(*) as n from ops.bulletin_answer").fetchone()["n"] == 0


def test_a_draft_of_the_schedule_has_no_drafter_and_the_answer_keeps_what_was_shown(connection, drafted):
    publish.draft(connection, office(), NEW, drafted)
    sign(connection, "ni", office(PEOPLE), drafted)
    answer = connection.execute("select * from ops.bulletin_answer").fetchone()
    draft = connection.execute("select * from mart.bulletin where edition_no = 0").fetchone()
    assert (answer["answered_by"], answer["answered_at"], answer["draft_sha256"]) == ("ni", AT, draft["files_sha256"])
    assert draft["drafted_by"] == ""


def test_an_answer_to_a_proposal_keeps_the_person_the_moment_and_the_text(connection):
    keys = [["site:5399000002", "SV4.1", "http://a.example/"], ["site:5399000003", "SV4.1", "http://b.example/"]]
    how = {"day": date(2024, 1, 10), "body": "云州市人民政府办公室", "answered_at": AT, "shown": "1. 甲\n2. 乙"}
    for _ in range(2):  # the same answer twice is one
        proposals.record(
            connection, office(PEOPLE), keys, {"confirmed": "2", "struck_out": "1"}, answered_by="jian", **how
        )
    kept = connection.execute("select * from ops.proposal_answer order by decision").fetchall()
    assert [(row["answered_by"], row["answered_at"], row["decision"]) for row in kept] == [
        ("jian", AT, "confirmed"),
        ("jian", AT, "struck_out"),
    ]
    assert {row["shown_sha256"] for row in kept} == {hashlib.sha256(how["shown"].encode()).hexdigest()}
    with pytest.raises(InspectionError, match="qian may not answer"):
        proposals.record(connection, office(PEOPLE), keys, {"confirmed": "all"}, answered_by="qian", **how)
    with pytest.raises(psycopg.errors.RaiseException, match="append only"):
        connection.execute("delete from ops.proposal_answer")
