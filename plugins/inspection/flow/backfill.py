"""A past period in one go: its missing days in a few batches, then the quarter and the draft as `quarter` and `publish`
do them.

Days are official days, whatever clock a page or shell shows. What is done already is not done again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

import psycopg

from inspection.archive.store import Store
from inspection.declared.office import Jurisdiction
from inspection.flow import inspect_day
from inspection.language import _
from inspection.periods import Period, local_day

MOST_BATCHES = 12  # that share a period's days: each is a process of its own in Airflow


def plan(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    period: Period,
    now: datetime,
    *,
    say: Callable[[str], None] = print,
) -> list[list[date]]:
    """The days of the period that are over and not done yet, in at most `MOST_BATCHES` batches of days that follow
    each other; says how many are done of all.

    Raises InspectionError where nothing was observed of the period.
    """
    over = [day for day in period.days() if day < local_day(now)]
    if not over:
        raise inspect_day.nothing_seen(connection, jurisdiction, period.start, period.last_day)
    if not inspect_day.is_seen(connection, jurisdiction, over[0], over[-1]):
        raise inspect_day.nothing_seen(connection, jurisdiction, over[0], over[-1])
    missing = [day for day in inspect_day.missing_days(connection, jurisdiction, period) if day <= over[-1]]
    say(_("{period}: days done {done}/{due}").format(
        period=period.period_id, done=len(over) - len(missing), due=len(over)
    ))  # fmt: skip
    if missing:
        said = _("to do: {count} from {first} to {last}")
        say(said.format(count=len(missing), first=missing[0], last=missing[-1]))
    size = -(-len(missing) // MOST_BATCHES) or 1
    return [missing[at : at + size] for at in range(0, len(missing), size)]


def do_days(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    store: Store,
    days: Iterable[date],
    now: datetime,
    *,
    say: Callable[[str], None] = print,
) -> int:
    """Extract and reconcile each of the days, which the quarter judges as one range; returns how many.

    Commits after each day: what is broken off goes on with the day at which it stopped.
    """
    days = list(days)
    for number, day in enumerate(days, 1):
        counts = inspect_day.extract(connection, jurisdiction, store, day)
        sites = inspect_day.reconcile(connection, jurisdiction, day, now)
        connection.commit()
        said = _("{day} {number}/{count}: pages {pages}, sites probed {sites}")
        say(said.format(day=day, number=number, count=len(days), pages=counts["read"], sites=sites))
    return len(days)
