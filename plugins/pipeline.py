"""The only bridge between Airflow and `inspection`: connections, defaults, dates, assets.

DAG files import this and `inspection.flow`; `inspection` itself never imports Airflow. Nothing
here touches network or database while a DAG file is parsed.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from inspect import cleandoc
from pathlib import Path
from typing import Any, NoReturn

import psycopg
from airflow.sdk import (
    DAG,
    Asset,
    Connection,
    CronDataIntervalTimetable,
    CronTriggerTimetable,
    ObjectStoragePath,
    Param,
    dag,
)
from airflow.sdk import get_current_context as context
from airflow.sdk.configuration import conf
from airflow.sdk.definitions.mappedoperator import MappedOperator
from airflow.sdk.exceptions import AirflowFailException, AirflowNotFoundException, AirflowSkipException

from inspection import places
from inspection.declared.office import FOLDER, Jurisdiction, load
from inspection.errors import GateStopped, InspectionError
from inspection.flow import questions
from inspection.language import _, called, told
from inspection.periods import SHANGHAI, Period, local_day, parse_moment
from inspection.warehouse import address_of, connect

CONNECTION = "warehouse"

REGISTRY = Asset("registry")
PROBES = Asset("probes")
SNAPSHOTS = Asset("snapshots")
OBSERVATIONS = Asset("observations")
FINDINGS = Asset("findings")
CASES = Asset("cases")
QUARTER = Asset("quarter")
BULLETIN = Asset("bulletin")
OBSERVED = [REGISTRY, PROBES, SNAPSHOTS, OBSERVATIONS]  # what a period is built from

FIRST_DAY = datetime(2015, 1, 1, tzinfo=SHANGHAI)

# How many mapped tasks share a day's work: a few dozen at national size, one on a laptop.
BATCHES = list(range(places.batch_count()))

_CREDENTIAL_TYPES = {"generic", "http"}
# what it takes to start a DAG by hand for an office whose file names its people
_STARTED_BY = {"publish_bulletin": "draft"}
RETRY = {"retries": 2, "retry_delay": timedelta(minutes=1)}
ONCE = {"retries": 0}
NO_SOURCES = _("The office's file names no such source")
NO_SITES = _("No site is running: load the registry first, by ingest_registry")
NO_ACCOUNTS = _("No account is to be looked at: load the registry first, and name routes in the office's file")
NO_VISIT = _("No visit is due")
NOTHING_HELD = _("The archive holds nothing of this part")
SOME = "none_failed_min_one_success"  # a task after batches, some of which may have had nothing to do
LONGEST_WAIT = timedelta(days=14)  # for days or figures that others are still to bring
# An observer that waits behind a backfill sees less of the present: a starved probe looks like an outage.
FIRST_IN_LINE = {"priority_weight": 1000, "weight_rule": "absolute"}


def at(cron: str) -> CronTriggerTimetable | None:
    """Timetable of an observer: points in time in Shanghai, without a data interval.

    None where the deployment ends with a last day: then observers run by hand only.
    """
    return None if last_scheduled_day() else CronTriggerTimetable(cron, timezone="Asia/Shanghai")


def last_scheduled_day() -> datetime | None:
    """Where every schedule ends: nowhere, unless the deployment sets a last day.

    The demo city's history ends in 2023; without an end the scheduler would judge empty days of today.
    """
    last = places.last_day()
    return datetime.combine(last, datetime.min.time(), SHANGHAI) if last else None


def intervals(cron: str) -> Any:
    """Timetable of official days or quarters, which begin at midnight in Shanghai: an interval is exactly one of them.

    Where the deployment has a last day, it ends there.
    """
    last = last_scheduled_day()
    if last is None:
        return CronDataIntervalTimetable(cron, timezone="Asia/Shanghai")
    from last_day import IntervalsUntil  # of Airflow's core, which other deployments need not load

    return IntervalsUntil(cron, "Asia/Shanghai", last)


DAYS = intervals("0 0 * * *")
QUARTERS = intervals("0 0 1 1,4,7,10 *")


def observer_dag(
    cron: str, slot: timedelta, tag: str, *, tries: dict[str, Any] = RETRY, max_active_runs: int = 1, **fields: Param
) -> Callable[[Callable], Callable]:
    """Decorator of a DAG that sees the present: at points in time, before all others, and over when its slot is.

    (Airflow passes over a file that does not hold both words, dag and airflow: hence the names of the three.)
    """
    return dag_of(
        at(cron), [_("observer"), tag], task_time=slot, run_time=slot * max_active_runs,
        tries=tries | FIRST_IN_LINE, max_active_runs=max_active_runs, **fields,
    )  # fmt: skip


def interval_dag(
    timetable: Any, task_time: timedelta, run_time: timedelta, *, max_active_runs: int, **fields: Param
) -> Callable[[Callable], Callable]:
    """Decorator of a DAG that works on official days or quarters, of the present or by backfill."""
    tag = _("daily") if timetable is DAYS else _("quarterly")
    return dag_of(
        timetable,
        [_("interval"), tag],
        task_time=task_time,
        run_time=run_time,
        max_active_runs=max_active_runs,
        **fields,
    )


def dag_of(
    schedule: Any,
    tags: list[str],
    *,
    task_time: timedelta,
    run_time: timedelta,
    tries: dict[str, Any] = RETRY,
    max_active_runs: int = 1,
    **fields: Param,
) -> Callable[[Callable], Callable]:
    """Decorator of a DAG as all of ours are: no catching up, a form, its file's docstring as its page, and an end.

    It and its tasks are called by their names, and speak the language of the installation.
    A try of a task is broken off after `task_time`, the whole run after `run_time`: what hangs must not hold the next.
    """

    def decorate(function: Callable) -> Callable:
        made = dag(
            dag_display_name=_(called(function.__name__)),
            schedule=schedule, start_date=FIRST_DAY, catchup=False, max_active_runs=max_active_runs, tags=tags,
            params=params(**fields), dagrun_timeout=run_time,
            default_args=tries
            | {"execution_timeout": task_time, "owner": _("inspection"), "post_execute": tell_counts},
            doc_md=_(cleandoc(function.__globals__["__doc__"])),
        )(function)  # fmt: skip

        def make() -> DAG:
            built = made()
            for task in built.tasks:
                say_what_it_is(task)
            return built

        return make

    return decorate


def tell_counts(context: Any, result: Any = None) -> None:
    """What a task returned goes with the events of its assets: counts, or its lines."""
    if result is None:
        return
    extra = result if isinstance(result, dict) else {"lines" if isinstance(result, list) else "count": result}
    for asset in context["task"].outlets:
        context["outlet_events"][asset].extra = json.loads(json.dumps(extra, default=str, ensure_ascii=False))


def say_what_it_is(task: Any) -> None:
    """Give a task its name in the language of the installation; a mapped one keeps it among what it is made with."""
    name = _(called(task.task_id))
    if isinstance(task, MappedOperator):
        task.partial_kwargs["task_display_name"] = name
    else:
        task._task_display_name = name


def params(**more: Param) -> dict[str, Param]:
    """Form fields of a DAG: the jurisdiction, and what the DAG adds."""
    known = sorted(path.stem for path in FOLDER.glob("*.yaml"))
    if (own := places.default_office()) not in known:
        raise InspectionError(
            f"there is no jurisdiction {own}", place=places.OFFICE, remedy=f"known are: {', '.join(known)}"
        )
    choice = Param(
        own, type="string", enum=known, title=_("Office"),
        description=_("The name of a file in include/jurisdictions."),
    )  # fmt: skip
    return {"jurisdiction": choice} | more


def optional(title: str, description: str = "", **schema: Any) -> Param:
    """A form field that may stay empty: one of type string alone keeps the form's button grey until it is filled."""
    return Param(None, type=["null", "string"], title=title, description=description, **schema)


def period_field() -> Param:
    """Form field of a period, which suggests the quarters just past and the last year."""
    today = (last_scheduled_day() or datetime.now(SHANGHAI)).date() + timedelta(days=1)
    quarter, suggested = Period.quarter_of(today), []
    while len(suggested) < 6:
        quarter = quarter.previous()
        suggested.append(quarter.period_id)
    return optional(
        _("Period"),
        _("A quarter (2023Q4), a month (2020-09), a year (2023), or special-<name>; empty: the quarter just ended."),
        pattern=r"^(\d{4}(Q[1-4]|-(0[1-9]|1[0-2]))?|special-[\w-]+)$",
        examples=[*suggested, str(today.year - 1)],
    )


def day_field() -> Param:
    """Form field of an official day."""
    return optional(_("Day"), _("Empty: the day before; leave it empty in a backfill."), format="date")


def wait_field(hours: float, what_for: str) -> Param:
    """Form field of how long to wait, in hours."""
    return Param(
        hours, type="number", minimum=0, maximum=LONGEST_WAIT / timedelta(hours=1),
        title=_("Wait at most (hours)"), description=what_for,
    )  # fmt: skip


def build_anyway_field() -> Param:
    """Form field of whether a period that was hardly seen is built all the same."""
    return Param(
        False,
        type="boolean",
        title=_("Build anyway"),
        description=_("Build it though too few days were observed: the draft says so."),
    )


def build_anyway() -> bool:
    """What that field says."""
    return context()["params"]["build_anyway"]


def issue_fields() -> dict[str, Param]:
    """Form fields of what issuing gives to a bulletin: its number and its day (Airflow binds a field to one form)."""
    return {
        "document_number": optional(
            _("Serial number"),
            _("The number alone; empty: left to be written in."),
            maxLength=20,
        ),
        "issued_on": optional(_("Day of issue"), _("Empty: the day of approval."), format="date"),
    }


def warehouse_url() -> str:
    """libpq address of the Airflow connection `warehouse`."""
    found = Connection.get(CONNECTION)
    return address_of(found.host, found.port, found.login, found.password, found.schema, found.extra)


@contextmanager
def warehouse() -> Iterator[psycopg.Connection]:
    """An open warehouse connection: committed at the end, rolled back by an error.

    A stopped gate keeps its counts and fails the task at once: trying again would not mend the data.
    """
    with connect(warehouse_url()) as connection:
        try:
            yield connection
        except GateStopped as stopped:
            connection.commit()
            raise AirflowFailException(told(stopped)) from stopped
        except InspectionError as error:  # said in words that people of the office read; a later try may find it mended
            raise InspectionError(told(error)) from error


def jurisdiction() -> Jurisdiction:
    """The jurisdiction that this run is for. A run that somebody started who may not fails at once."""
    office, starter = load(context()["params"]["jurisdiction"]), person()
    if starter:
        try:
            office.require(starter, _STARTED_BY.get(context()["dag"].dag_id, "operate"))
        except InspectionError as error:
            raise AirflowFailException(str(error)) from error
    return office


def person() -> str:
    """The login that started this run by hand; '' where the schedule did."""
    return getattr(context()["dag_run"], "triggering_user_name", None) or ""


def credentials(name: str) -> str | None:
    """`<login>:<password>` of the Airflow connection of that name; None where there is none, or a part of it.

    Connections of other kinds, databases above all, are none of an office's business: their passwords are not sent.
    """
    try:
        found = Connection.get(name)
    except AirflowNotFoundException:
        return None
    is_ours = found.conn_type in _CREDENTIAL_TYPES
    return f"{found.login}:{found.password}" if is_ours and found.login and found.password else None


def store() -> Path | ObjectStoragePath:
    """Where WARC files are kept: a folder, or a bucket such as `s3://aws_default@bucket/snapshots`.

    A folder is opened without Airflow's object storage, which loads every plugin on its first
    use: half a second of each task.
    """
    where = places.store()
    return ObjectStoragePath(where) if "://" in where else Path(where)


def day() -> date:
    """The official day of the form, or the one that this run's data interval covers."""
    asked = _asked("day")
    if asked is None:
        start = _interval_start()
        return local_day(start) if start else local_day(context()["dag_run"].run_after) - timedelta(days=1)
    named = date.fromisoformat(asked[:10])
    if named >= local_day(datetime.now(UTC)):
        raise AirflowFailException(_("{day} is not over yet: it can be judged from the day after on").format(day=named))
    return named


def period() -> Period:
    """The period of the form, or the quarter that this run's data interval covers."""
    if asked := _asked("period"):
        try:
            return jurisdiction().period(asked)
        except InspectionError as error:  # trying again would not mend the name
            raise AirflowFailException(told(error)) from error
    if start := _interval_start():
        return Period.quarter_of(local_day(start))
    return Period.quarter_of(local_day(context()["dag_run"].run_after)).previous()


def refuse_unseen(connection: psycopg.Connection, first: date, last: date) -> None:
    """Fail at once where nothing was observed of the days from `first` to `last`: there is nothing to judge."""
    from inspection.flow import inspect_day

    if not inspect_day.is_seen(connection, jurisdiction(), first, last):
        raise AirflowFailException(told(inspect_day.nothing_seen(connection, jurisdiction(), first, last)))


def nothing_to_do(reason: str) -> NoReturn:
    """Skip the task with its reason: a run that does nothing must not look like one that did its work.

    Airflow writes the reason at the level of information, which an installation may not keep.
    """
    logging.getLogger("airflow.task").warning(reason)
    raise AirflowSkipException(reason)


def page_of_draft(office: Jurisdiction, period: Period) -> str:
    """Address of the page that shows a period's draft."""
    base = conf.get("api", "base_url", fallback="").rstrip("/")
    return f"{base}/bulletins/{office.jurisdiction_id}/{period.period_id}/0/"


def is_backfill() -> bool:
    """Whether this run is one of Airflow's own backfills."""
    return context()["dag_run"].run_type == "backfill"


def is_by_form() -> bool:
    """Whether a person or program started this run, not the schedule and not a backfill."""
    return context()["dag_run"].run_type == "manual"


def _asked(field: str) -> str | None:
    """What a form field says; a backfill has days of its own, and one day said for all of them would be a mistake."""
    asked = context()["params"].get(field)
    if asked and is_backfill():
        raise AirflowFailException(
            _("A backfill judges the days that it was asked for, not {asked}: leave the field empty").format(
                asked=asked
            )
        )
    return asked


def _interval_start() -> datetime | None:
    """Begin of the run's data interval; a run by form may have none."""
    return context().get("data_interval_start")


def question(task_id: str, map_index: int = -1) -> str:
    """The name of a question of this run in the warehouse (`flow/questions.py`)."""
    run = context()["dag_run"]
    return f"{run.dag_id}/{run.run_id}/{task_id}/{map_index}"


def keep_answer(event: dict[str, Any], task_id: str) -> None:
    """Keep what a person answered to a question, where nobody but the task that asked writes; a timeout is none."""
    if "error" in event:
        return
    given = {name: event[name] for name in ("chosen_options", "params_input", "responded_by_user")}
    with warehouse() as connection:
        asked = question(task_id, context()["ti"].map_index)
        questions.answer(connection, asked, given | {"responded_at": str(event["responded_at"])})


def signature(answer: dict[str, Any]) -> dict[str, Any]:
    """What an answered approval gives to a bulletin: who, when, why, why against the proofreader, number and day.

    The approval's own fields come before those of the run's form.
    """
    given = answer.get("params_input") or {}
    asked = context()["params"]
    issued_on = given.get("issued_on") or asked.get("issued_on")
    return {
        "signed_by": answer["responded_by_user"]["name"],
        "signed_at": parse_moment(str(answer["responded_at"])),
        "note": given.get("comment") or "",
        "overruled": given.get("overruled") or "",
        "document_number": given.get("document_number") or asked.get("document_number") or "",
        "issued_on": date.fromisoformat(issued_on[:10]) if issued_on else None,
    }


def now() -> datetime:
    """The present, for observers. They see only the present: a run for a past date fails, with the remedy."""
    run, present = context()["dag_run"], datetime.now(UTC)
    meant = run.logical_date or run.run_after
    if is_backfill() or present - meant > timedelta(days=1):
        raise AirflowFailException(
            _(
                "This observes the present and cannot run for {day}: what was seen then comes in by import_history"
            ).format(day=f"{meant:%Y-%m-%d}")
        )
    return present
