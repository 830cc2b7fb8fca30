"""Questions to people (询问): what was shown and what was answered, kept in the warehouse between two tasks.

What tasks of Airflow hand to each other (XCom) can be written by everybody who may start a run, and so can the state
of a task: an answer taken from there could be anybody's. Only the task that asked writes here. The clock is the
database's.
"""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from inspection.errors import InspectionError


def show(connection: psycopg.Connection, question: str, shown: Any) -> None:
    """Keep what somebody is to be shown, or what of many questions is."""
    connection.execute("insert into ops.question values (%s, clock_timestamp(), 'shown', %s)", (question, Jsonb(shown)))


def shown(connection: psycopg.Connection, question: str) -> Any:
    """What was shown last. Raises InspectionError where nothing was."""
    row = connection.execute(
        "select told from ops.question where question = %s and step = 'shown' order by said_at desc limit 1",
        [question],
    ).fetchone()
    if row is None:
        raise _nothing(question)
    return row["told"]


def answer(connection: psycopg.Connection, question: str, given: dict[str, Any]) -> None:
    """Keep an answer to what was shown last."""
    connection.execute(
        "insert into ops.question values (%s, clock_timestamp(), 'answered', %s)", (question, Jsonb(given))
    )


def answered(connection: psycopg.Connection, question: str) -> tuple[dict[str, Any], Any]:
    """The answer to what was shown last, and that. Raises InspectionError where nobody answered it."""
    row = connection.execute(
        """
        select answered.told, shown.told as shown
        from (
            select told, said_at from ops.question
            where question = %(question)s and step = 'shown'
            order by said_at desc limit 1
        ) as shown
        inner join ops.question as answered on shown.said_at <= answered.said_at
        where answered.question = %(question)s and answered.step = 'answered'
        order by answered.said_at desc limit 1
        """,
        {"question": question},
    ).fetchone()
    if row is None:
        raise _nothing(question)
    return row["told"], row["shown"]


def _nothing(question: str) -> InspectionError:
    return InspectionError(
        "nobody was asked and answered this: a state that somebody set, or a value that somebody wrote, is no answer",
        place=question,
        remedy="start a new run, and answer its question",
    )
