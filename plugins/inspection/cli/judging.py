"""What is made of it: observations, verdicts, a period, its bulletin."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from rich.progress import track

from inspection import places, warehouse
from inspection.cli.common import (
    From,
    JurisdictionName,
    On,
    PeriodName,
    PeriodWord,
    To,
    app,
    asked_period,
    console,
    login,
    run_id,
    span,
    store,
    table,
)
from inspection.cli.counts import counted
from inspection.declared.office import load
from inspection.language import _
from inspection.periods import day_bounds, days_between, local_day

BuildAnyway = Annotated[
    bool,
    typer.Option("--build-anyway", help="覆盖不足仍予汇总,草稿将注明。 Build it though too few days were observed."),
]


@app.command()
def extract(jurisdiction: JurisdictionName, start: From = None, end: To = None, period: PeriodName = None) -> None:
    """读取已存网页,逐日形成观测。 Read stored snapshots into observations, day by day."""
    from inspection.flow import inspect_day

    office, now = load(jurisdiction), datetime.now(UTC)
    days = list(days_between(*span(office, start, end, period)))
    with warehouse.connect() as connection:
        for day in track(days, _("reading"), console=console):
            inspect_day.extract(connection, office, store(), day)
            inspect_day.reconcile(connection, office, day, now)
            connection.commit()


@app.command()
def evaluate(
    jurisdiction: JurisdictionName,
    start: From = None,
    end: To = None,
    period: PeriodName = None,
    known_until: Annotated[
        datetime | None,
        typer.Option(help="回放:只计该日之前已知的。 Replay: only what was known before this local day counts."),
    ] = None,
) -> None:
    """判定各日。 Judge days from their observations."""
    from inspection.flow import inspect_day
    from inspection.registry.in_force import require_subjects

    until = day_bounds(known_until.date())[0] if known_until else None
    with warehouse.connect() as connection:
        office = load(jurisdiction)
        days = span(office, start, end, period)
        require_subjects(connection, office, *days)
        console.print(counted(inspect_day.evaluate(connection, office, *days, known_until=until)))


@app.command()
def health(jurisdiction: JurisdictionName, on: On = None) -> None:
    """30 日内未能区分对象的指标。 Print which indicators told nothing apart in the 30 days up to a day (yesterday)."""
    day = on.date() if on else local_day(datetime.now(UTC)) - timedelta(days=1)
    with warehouse.connect() as connection:
        parameters = {"jurisdiction_id": load(jurisdiction).jurisdiction_id, "until_day": day}
        rows = warehouse.query(connection, "explain/rule_health.sql", parameters)
    heads = (
        _("edition"), _("indicator"), _("name"), _("assessed"), _("failed"), _("not judged"), _("state"),
    )  # fmt: skip
    shown = table(*heads, title=_("30 days to {day}").format(day=day))
    for row in rows:
        counts = (row["assessed_count"], row["failed_count"], row["unknown_count"])
        shown.add_row(
            row["edition_id"], row["indicator_id"], row["title_zh"], *(f"{count:,}" for count in counts), row["state"]
        )
    console.print(shown)


@app.command()
def quarter(
    jurisdiction: JurisdictionName,
    period: PeriodName = None,
    build_anyway: BuildAnyway = False,
    word: PeriodWord = None,
) -> None:
    """汇总一个周期。 Judge a period as one range and build its tables and figures."""
    from inspection.flow import inspect_day
    from inspection.flow import quarter as building

    office = load(jurisdiction)
    asked = asked_period(office, period or word)
    if asked.last_day > (today := local_day(datetime.now(UTC))):
        said = _("{period} is not over: it is judged as if nothing more were seen after {day}")
        console.print(said.format(period=asked.period_id, day=today))
    with warehouse.connect() as connection:
        if missing := inspect_day.missing_days(connection, office, asked):
            said = _("{count} days are not read, the first {day}: nothing is judged of them")
            console.print(said.format(count=len(missing), day=missing[0]))
        console.print("\n".join(building.check_inputs(connection, office, asked, run_id(), build_anyway=build_anyway)))
        console.print(counted(building.build(connection, office, asked, run_id())))


@app.command()
def publish(jurisdiction: JurisdictionName, period: PeriodName = None, word: PeriodWord = None) -> None:
    """写出通报草稿和名单。 Write the draft of a period's bulletin and its lists."""
    from inspection.flow.publish import draft

    office = load(jurisdiction)
    with warehouse.connect() as connection:
        place = (office, asked_period(office, period or word), places.output())
        console.print(draft(connection, *place, drafted_by=login(connection))["folder"])


@app.command()
def backfill(
    period: Annotated[str, typer.Argument(help="周期。 2023Q4, 2020-09, 2023 or special-NAME.")],
    jurisdiction: JurisdictionName,
    build_anyway: BuildAnyway = False,
) -> None:
    """补做一个过去的周期:各日、汇总、通报草稿一次完成。 Do a past period in one go: its days, its figures, its draft.

    What was done is not done again: a run that was broken off goes on where it stopped.
    """
    from inspection.flow import backfill as filling
    from inspection.flow import quarter as building
    from inspection.flow.publish import draft

    office, now = load(jurisdiction), datetime.now(UTC)
    asked = office.period(period)
    with warehouse.connect() as connection:
        for days in filling.plan(connection, office, asked, now):
            filling.do_days(connection, office, store(), days, now)
        print("\n".join(building.check_inputs(connection, office, asked, run_id(), build_anyway=build_anyway)))
        print(counted(building.build(connection, office, asked, run_id())))
        connection.commit()
        print(draft(connection, office, asked, places.output(), drafted_by=login(connection))["folder"])
