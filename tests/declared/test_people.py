"""F9: who may do what stands in the office's file; where it names nobody, Airflow's permissions alone decide."""

from __future__ import annotations

from typing import get_args

import pytest

from inspection.declared.office import FOLDER, load
from inspection.declared.people import Person, Right, Role
from inspection.errors import InspectionError

OFFICE = load("yunzhou-demo")
PEOPLE = {
    "cha": Person(roles=["viewer"]),
    "jian": Person(roles=["inspector"]),
    "ni": Person(roles=["drafter"]),
    "qian": Person(roles=["approver"], airflow_id="7"),
    "yun": Person(roles=["operator"]),
    "guan": Person(roles=["admin"]),
}
# role × right: what each may, and nothing beyond it
MAY = {
    "viewer": {"see"},
    "inspector": {"see", "answer"},
    "drafter": {"see", "draft"},
    "approver": {"see", "sign"},
    "operator": {"see", "draft", "operate"},
    "admin": {"see", "draft", "operate"},
}


@pytest.fixture
def office():
    return OFFICE.model_copy(update={"people": PEOPLE})


@pytest.mark.parametrize("role", get_args(Role))
@pytest.mark.parametrize("right", get_args(Right))
def test_each_role_may_what_it_says_and_nothing_beyond(office, role, right):
    login = next(login for login, person in PEOPLE.items() if person.roles == [role])
    assert office.may(login, right) == (right in MAY[role])
    if right not in MAY[role]:
        with pytest.raises(InspectionError, match=f"{login} may not {right} for yunzhou-demo") as told:
            office.require(login, right)
        assert "name the login in the office's file" in told.value.remedy


@pytest.mark.parametrize("right", get_args(Right))
def test_whom_the_file_does_not_name_may_nothing_here_whatever_airflow_lets_them(office, right):
    for stranger in ("admin", "", "QIAN", "qian "):
        assert not office.may(stranger, right)


def test_questions_are_put_to_those_who_may_answer_and_never_to_the_drafter(office):
    assert office.assigned("sign") == [{"id": "7", "name": "qian"}]
    assert office.assigned("sign", without="qian") == []
    assert office.assigned("answer") == [{"id": "jian", "name": "jian"}]


def test_a_file_that_names_nobody_leaves_it_to_airflow():
    assert OFFICE.people == {} and OFFICE.may("anybody", "sign") and OFFICE.assigned("sign") == []


def test_people_are_read_from_the_file_with_or_without_an_id(tmp_path):
    text = (FOLDER / "yunzhou-demo.yaml").read_text("utf-8")
    path = tmp_path / "office.yaml"
    path.write_text(
        text + "people:\n  qian: {roles: [approver], airflow_id: '7'}\n  jian: [inspector, drafter]\n", "utf-8"
    )
    people = load(path).people
    assert people["qian"] == PEOPLE["qian"] and people["jian"].roles == ["inspector", "drafter"]
    path.write_text(text + "people:\n  qian: [boss]\n", "utf-8")
    load.cache_clear()
    with pytest.raises(InspectionError, match=r"people\.qian"):
        load(path)
