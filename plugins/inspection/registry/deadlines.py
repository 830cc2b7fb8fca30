"""Deadlines (办理时限) of visitors' messages: as stated, or so many working days after their receipt.

Rules are data: include/due-times.yaml, and above them `messages.due_times` of the jurisdiction's file.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple

import psycopg

from inspection import warehouse
from inspection.declared import strict
from inspection.declared.office import DueTime, Jurisdiction
from inspection.errors import InspectionError
from inspection.periods import add_working_days, day_bounds
from inspection.places import INCLUDE

FILE = INCLUDE / "due-times.yaml"


class Deadline(NamedTuple):
    """`at`: first instant that is too late (UTC), None where none is known; `basis`: what it rests on."""

    at: datetime | None
    basis: str | None


@cache
def defaults() -> tuple[DueTime, ...]:
    """The due times that hold where an office sets none."""
    return tuple(strict.model(DueTime, entry, FILE, [place]) for place, entry in enumerate(strict.read(FILE, list)))


def rule_for(jurisdiction: Jurisdiction, channel: str, kind: str | None, received_on: date) -> DueTime | None:
    """The due time of a message: the office's own before the defaults, one for its kind before one for all."""
    for rules in (jurisdiction.messages.due_times, defaults()):
        fitting = [
            rule
            for rule in rules
            if rule.channel == channel and rule.kind in {kind, None} and rule.from_date <= received_on
        ]
        if fitting:
            return max(fitting, key=lambda rule: (rule.kind is not None, rule.from_date))
    return None


def deadline(rule: DueTime | None, received_on: date) -> Deadline:
    """End of the last working day within the due time; the day of receipt is not one of them."""
    if rule is None:
        return Deadline(None, None)
    try:
        last_day = add_working_days(received_on, rule.working_days)
    except InspectionError:  # the State Council has not published that year's holidays yet
        return Deadline(None, "unknown_calendar")
    return Deadline(day_bounds(last_day + timedelta(days=1))[0], "rule" if rule.is_confirmed else "unconfirmed_rule")


def set_deadlines(connection: psycopg.Connection, jurisdiction: Jurisdiction) -> int:
    """Set the deadline of every message of the office anew, by the rules as they are; returns how many have one."""
    spans = connection.execute(
        "select distinct channel, kind, received_on from staging.message where jurisdiction_id = %s and due_at is null",
        (jurisdiction.jurisdiction_id,),
    ).fetchall()
    connection.execute(
        "create temp table due (channel text, kind text, received_on date, deadline_at timestamptz, basis text)"
        " on commit drop"
    )
    rows = ((*span.values(), *deadline(rule_for(jurisdiction, **span), span["received_on"])) for span in spans)
    warehouse.copy_rows(connection, "due", ["channel", "kind", "received_on", "deadline_at", "basis"], rows)
    count = connection.execute(
        "update staging.message set deadline_at = due_at, deadline_basis = 'stated'"
        " where jurisdiction_id = %(jurisdiction_id)s and due_at is not null"
        " and (deadline_at, deadline_basis) is distinct from (due_at, 'stated');"
        "update staging.message as message set deadline_at = due.deadline_at, deadline_basis = due.basis"
        " from due where message.jurisdiction_id = %(jurisdiction_id)s and message.due_at is null"
        " and message.channel = due.channel and message.kind is not distinct from due.kind"
        " and message.received_on = due.received_on"
        " and (message.deadline_at, message.deadline_basis) is distinct from (due.deadline_at, due.basis);"
        "drop table due;"
        "select count(deadline_at) as row_count from staging.message where jurisdiction_id = %(jurisdiction_id)s",
        {"jurisdiction_id": jurisdiction.jurisdiction_id},
    )
    while count.nextset():
        pass
    return count.fetchone()["row_count"]
