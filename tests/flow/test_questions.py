"""F9: an answer is what the asking task kept; a state that was set, or a value that was written, is none."""

from __future__ import annotations

import psycopg
import pytest

from inspection.errors import InspectionError
from inspection.flow import questions

ASKED = "publish_bulletin/manual/sign_off/-1"


def test_an_answer_is_to_what_was_shown_last(connection):
    for call in (questions.answered, questions.shown):
        with pytest.raises(InspectionError, match="nobody was asked and answered this"):
            call(connection, ASKED)
    questions.answer(connection, ASKED, {"chosen_options": ["Approve"]})
    with pytest.raises(InspectionError, match="nobody was asked"):  # nothing was shown
        questions.answered(connection, ASKED)
    questions.show(connection, ASKED, {"sha256": "one"})
    with pytest.raises(InspectionError, match="nobody was asked"):  # the answer was before it
        questions.answered(connection, ASKED)
    questions.answer(connection, ASKED, {"chosen_options": ["Reject"]})
    questions.answer(connection, ASKED, {"chosen_options": ["Approve"]})
    assert questions.answered(connection, ASKED) == ({"chosen_options": ["Approve"]}, {"sha256": "one"})
    questions.show(connection, ASKED, {"sha256": "two"})  # drafted anew, and asked again
    with pytest.raises(InspectionError, match="nobody was asked"):
        questions.answered(connection, ASKED)
    assert questions.shown(connection, ASKED) == {"sha256": "two"}
    with pytest.raises(InspectionError, match="nobody was asked"):
        questions.answered(connection, "publish_bulletin/other/sign_off/-1")


def test_nobody_changes_what_was_asked_and_answered(connection):
    questions.show(connection, ASKED, [1])
    for statement in ("update ops.question set told = '2'", "delete from ops.question", "truncate ops.question"):
        with pytest.raises(psycopg.errors.RaiseException, match="append only"), connection.transaction():
            connection.execute(statement)
