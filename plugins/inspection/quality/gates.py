"""Gates: run a suite, record every result, and stop what is not fit to go on.

A critical expectation that is not met stops the stage before anything is announced; a warning is recorded
and the stage goes on. What was in force before a stopped gate still is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import psycopg

from inspection import model, warehouse
from inspection.declared import platforms
from inspection.declared.inputs import REGISTRIES
from inspection.declared.office import Jurisdiction
from inspection.errors import GateStopped, InspectionError
from inspection.language import N_, said
from inspection.periods import Period, local_day
from inspection.places import language
from inspection.quality.guest import Guest
from inspection.quality.suites import load_suite
from inspection.quality.validation import Result, Validation

_UNTIL_THEN = N_("until then what was in force before stays in force")
KEPT_DAYS = 400  # of results: a year can be compared with the one before

_CHANNELS = ("找错", "曝光台", "互动交流", "依申请公开")  # of every office's messages, reported on or not
_VOCABULARIES = (
    model.ColumnClass,
    model.Decision,
    model.FetchOutcome,
    model.Grade,
    model.LinkOutcome,
    model.MarkKind,
    model.PageKind,
    model.ProbeOutcome,
    model.Severity,
    model.SubjectKind,
    model.SubjectStatus,
    model.Verdict,
    model.VisitKind,
    model.VisitState,
)


@dataclass(frozen=True)
class GateResult:
    """All expectations of a gate that let data through, in the order of the suite."""

    suite: str
    results: list[Result]

    @property
    def warnings(self) -> list[Result]:
        """Those that were not met, and that do not stop."""
        return [result for result in self.results if not result.is_met]

    def line(self) -> str:
        """The outcome in one line, with every warning, in the language of the installation."""
        head = f"gate {self.suite}: {len(self.results) - len(self.warnings)} of {len(self.results)} expectations met"
        return said("; ".join([head, *(f"warning: {result}" for result in self.warnings)]), language())


def gate(
    where: str | psycopg.Connection,
    jurisdiction: Jurisdiction,
    suite: str,
    *,
    day: date | None = None,
    period: Period | None = None,
    days: tuple[date, date] | None = None,
    only: str | None = None,
    run_id: str,
) -> GateResult:
    """Run a suite for a day, a period, or the days from the first to the last, and write ops.quality_result.

    Given an address it looks at what is committed; given an open connection, at what that connection sees,
    also before its commit. `only` names one asset of the suite. Results are committed through a connection of
    their own: they outlive a caller that rolls back. Raises GateStopped, naming expectation, column and
    observed value, when a critical expectation is not met.
    """
    bound = parameters(jurisdiction, day=day, period=period, days=days)
    asked = load_suite(suite).only(only)
    if isinstance(where, psycopg.Connection):
        guest = Guest.of(where)
        with guest.look():
            results = Validation(guest, asked, bound).run()
        address = psycopg.conninfo.make_conninfo(**where.info.get_parameters(), password=where.info.password)
    else:
        address = where
        with psycopg.connect(address) as connection:
            connection.read_only = True  # a gate looks, and changes nothing
            results = Validation(connection, asked, bound).run()
    with warehouse.connect(address) as connection:
        _record(connection, jurisdiction, suite, bound["last_day"], run_id, results)
    stopping = [result for result in results if not result.is_met and result.severity == "critical"]
    if stopping:
        raise GateStopped(
            "; ".join(map(str, stopping)),
            place=f"gate {suite} for {period.period_id if period else bound['last_day']}",
            remedy="; ".join((*dict.fromkeys(result.remedy for result in stopping), _UNTIL_THEN)),
        )
    return GateResult(suite, results)


@contextmanager
def behind_gate(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, suite: str, *, run_id: str, **when: Any
) -> Iterator[None]:
    """What is written inside stays only if the suite lets it through; `when` and `only` as for `gate`.

    Raises GateStopped, having taken all of it back; the caller may commit what it did before.
    """
    with connection.transaction():
        yield
        gate(connection, jurisdiction, suite, run_id=run_id, **when)


def gates_of(jurisdiction: Jurisdiction, day: date, run_id: str) -> Callable[[psycopg.Connection, str], None]:
    """The gate of every input, as `registry.load` calls it with the input's name: before its rows come into force.

    Columns and lists are looked at each alone; sites and accounts together, as they are staged; nothing where no suite
    knows the input. Raises GateStopped when called.
    """
    lists = {asset.name for asset in load_suite("lists").assets}

    def check(connection: psycopg.Connection, source: str) -> None:
        if source in lists:
            gate(connection, jurisdiction, "lists", day=day, only=source, run_id=run_id)
        elif source in REGISTRIES:
            gate(connection, jurisdiction, "registry", day=day, run_id=run_id)

    return check


def observed_days(connection: psycopg.Connection, jurisdiction: Jurisdiction) -> tuple[date, date] | None:
    """First and last day of which the warehouse holds observations of the office; None without any."""
    row = connection.execute(
        "select least(probe.first_day, snapshot.first_day, account_check.first_day) as first_day,"
        " greatest(probe.last_day, snapshot.last_day, account_check.last_day) as last_day"
        " from (select min(day) as first_day, max(day) as last_day from staging.probe"
        " where observer_id = %(observer_id)s) as probe,"
        " (select min(day) as first_day, max(day) as last_day from staging.snapshot"
        " where observer_id = %(observer_id)s) as snapshot,"
        " (select min(day) as first_day, max(day) as last_day from staging.account_check"
        " where observer_id = %(observer_id)s) as account_check",
        jurisdiction.ids,
    ).fetchone()
    return (row["first_day"], row["last_day"]) if row["first_day"] else None


def parameters(
    jurisdiction: Jurisdiction,
    *,
    day: date | None = None,
    period: Period | None = None,
    days: tuple[date, date] | None = None,
) -> dict[str, Any]:
    """What queries and kwargs of a suite may name. Raises InspectionError unless one of the three is given.

    `start` and `last_day` are inclusive. Those of a period end with its cut-off; a `day` is a span of one.
    """
    if [day, period, days].count(None) != 2:
        raise InspectionError("a gate looks at a day or at a period", remedy="give one of the two, or days")
    start, last_day = days or ((period.start, jurisdiction.cutoff_on(period)) if period else (day, day))
    return {
        **jurisdiction.ids,
        "edition_ids": jurisdiction.editions,
        "largest_loss_share": jurisdiction.quality.largest_loss_share,
        "coverage_floor": jurisdiction.quality.coverage_floor,
        "observes": jurisdiction.observes,
        "due_days": period and jurisdiction.due_days(period, local_day(datetime.now(UTC))),
        "day": day,
        "start": start,
        "last_day": last_day,
        "period_id": period and period.period_id,
        "period_end": period and period.end,
        "previous_period_id": period and period.previous().period_id,
        "round_days": period and jurisdiction.round_days(period),
        "judged_days": period and jurisdiction.judged_days(period),
        "recheck_on": period and jurisdiction.recheck_on(period),
        "platforms": platforms.names(),
        "shown_platforms": jurisdiction.bulletin.shown_platforms,
        "known_channels": sorted({*jurisdiction.bulletin.channels, *_CHANNELS}),
        **{each.__name__: [str(value) for value in each] for each in _VOCABULARIES},
    }


def _record(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    suite: str,
    day: date,
    run_id: str,
    results: list[Result],
) -> None:
    connection.execute(
        "delete from ops.quality_result where jurisdiction_id = %s and suite = %s"
        " and checked_at < now() - make_interval(days => %s)",
        (jurisdiction.jurisdiction_id, suite, KEPT_DAYS),
    )
    checked_at = connection.execute("select clock_timestamp() as checked_at").fetchone()["checked_at"]
    key = ["run_id", "suite", "expectation", "column_name"]
    columns = ["day", "jurisdiction_id", "severity", "is_met", "observed", "unexpected_count", "remedy", "checked_at"]
    warehouse.upsert_rows(
        connection,
        "ops.quality_result",
        [*key, *columns],
        key,
        [
            (
                run_id,
                suite,
                result.full_name,
                result.column_name,
                day,
                jurisdiction.jurisdiction_id,
                result.severity,
                result.is_met,
                result.observed,
                result.unexpected_count,
                result.remedy,
                checked_at,
            )
            for result in results
        ],
    )
