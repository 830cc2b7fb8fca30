"""Gates on our own data: Great Expectations suites, kept as data in include/expectations/.

Expectations test our data; indicators judge theirs. A critical expectation that is not met stops the
stage before anything is announced; a warning is recorded and the stage goes on.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

import psycopg
import yaml
from pydantic import BaseModel, ConfigDict

from inspection import model, warehouse
from inspection.errors import InspectionError
from inspection.jurisdiction import Jurisdiction
from inspection.periods import Period
from inspection.warehouse import ROOT

FOLDER = ROOT / "include" / "expectations"

_VOCABULARIES = (
    model.ColumnClass,
    model.FetchOutcome,
    model.LinkOutcome,
    model.MarkKind,
    model.PageKind,
    model.ProbeOutcome,
    model.Severity,
    model.SubjectStatus,
    model.Verdict,
)


class GateStopped(InspectionError):
    """A gate did not let data through. What was in force before still is."""


class Expectation(BaseModel):
    """One expectation of Great Expectations: `type` and `kwargs` are its own, `name` what it says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    type: str
    kwargs: dict[str, Any] = {}
    severity: Literal["critical", "warning"]
    remedy: str = ""

    @property
    def column(self) -> str:
        """The column it looks at; '' for one about the table."""
        return self.kwargs.get("column", "")


class Asset(BaseModel):
    """Rows to look at: a query with bound parameters `%(name)s`, and what is expected of them.

    Great Expectations takes only queries that begin with `select`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    query: str
    expectations: list[Expectation]


class Suite(BaseModel):
    """One gate."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    suite: str
    assets: list[Asset]


@dataclass(frozen=True)
class Result:
    """How one expectation came out."""

    asset: str
    name: str
    column_name: str
    severity: str
    is_met: bool
    observed: str | None
    unexpected_count: int | None
    remedy: str

    def __str__(self) -> str:
        column = f", column {self.column_name}" if self.column_name else ""
        rows = f" in {self.unexpected_count} rows" if self.unexpected_count else ""
        return f"{self.asset}: {self.name}{column}: observed {self.observed}{rows}"


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
        """The outcome in one line, with every warning."""
        head = f"gate {self.suite}: {len(self.results) - len(self.warnings)} of {len(self.results)} expectations met"
        return "; ".join([head, *(f"warning: {result}" for result in self.warnings)])


@cache
def suite_names() -> tuple[str, ...]:
    """The suites there are."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def load_suite(name: str) -> Suite:
    """The suite of include/expectations/<name>.yaml. Raises InspectionError for one that is not there."""
    if name not in suite_names():
        raise InspectionError(
            f"there is no suite {name}", place="include/expectations", remedy=f"known are {', '.join(suite_names())}"
        )
    return Suite.model_validate(yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8")))


def gate(
    connection_url: str | psycopg.Connection,
    jurisdiction: Jurisdiction,
    suite: str,
    *,
    day: date | None = None,
    period: Period | None = None,
    run_id: str,
) -> GateResult:
    """Run a suite for a day or a period on what is committed, and write ops.quality_result.

    Works on connections of its own, to the address or to where the given connection leads, and
    commits its results: they outlive a caller that rolls back. Raises GateStopped, naming
    expectation, column and observed value, when a critical expectation is not met.
    """
    loaded = load_suite(suite)
    parameters = _parameters(jurisdiction, day, period)
    if isinstance(connection_url, psycopg.Connection):
        info = connection_url.info
        connection_url = psycopg.conninfo.make_conninfo(**info.get_parameters(), password=info.password)
    with warehouse.connect(connection_url) as connection:
        queries = {asset.name: connection.cursor().mogrify(asset.query, parameters) for asset in loaded.assets}
    with psycopg.connect(connection_url) as connection:
        connection.read_only = True  # a gate looks, and changes nothing
        results = _validate(connection, loaded, queries, parameters)
    with warehouse.connect(connection_url) as connection:
        _record(connection, jurisdiction, suite, day or period.last_day, run_id, results)
    stopping = [result for result in results if not result.is_met and result.severity == "critical"]
    if stopping:
        raise GateStopped(
            "; ".join(map(str, stopping)),
            place=f"gate {suite} for {day or period.period_id}",
            remedy="; ".join(dict.fromkeys(result.remedy for result in stopping if result.remedy)),
        )
    return GateResult(suite, results)


def registry_gate(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, *, day: date, run_id: str
) -> Callable[[psycopg.Connection], None]:
    """The gate that `registry.load` calls between staging and merge. Raises GateStopped when called."""

    def check(_: psycopg.Connection) -> None:
        gate(connection, jurisdiction, "registry", day=day, run_id=run_id)

    return check


def _parameters(jurisdiction: Jurisdiction, day: date | None, period: Period | None) -> dict[str, Any]:
    """What queries and kwargs of a suite may name."""
    if (day is None) == (period is None):
        raise InspectionError("a gate looks at a day or at a period", remedy="give one of the two")
    from inspection.registry import platforms  # the registry's loader imports GateStopped from here

    return {
        "jurisdiction_id": jurisdiction.jurisdiction_id,
        "largest_loss_share": jurisdiction.quality.largest_loss_share,
        "day": day,
        "start": period and period.start,
        "last_day": period and jurisdiction.cutoff_on(period),
        "platforms": platforms.names(),
        **{each.__name__: [str(value) for value in each] for each in _VOCABULARIES},
    }


def _bound(kwargs: dict[str, Any], parameters: dict[str, Any]) -> dict[str, Any]:
    """The kwargs with each value "{name}" replaced by that parameter."""

    def bind(value: Any) -> Any:
        match = re.fullmatch(r"\{(\w+)\}", value) if isinstance(value, str) else None
        return parameters[match[1]] if match else value

    return {name: bind(value) for name, value in kwargs.items()}


def _validate(
    connection: psycopg.Connection, suite: Suite, queries: dict[str, str], parameters: dict[str, Any]
) -> list[Result]:
    """Results of a checkpoint over all assets, in the order of the suite. Nothing is left on disk."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx  # seconds of imports that only a gate needs
    from great_expectations.data_context.types.base import ProgressBarsConfig
    from great_expectations.expectations.registry import get_expectation_impl
    from sqlalchemy.pool import StaticPool

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_postgres(
        "warehouse",
        connection_string="postgresql+psycopg://warehouse@localhost/warehouse",  # names the dialect, no more
        # One connection, ours to close: a pool of theirs would stay open.
        kwargs={"poolclass": StaticPool, "creator": lambda: connection},
    )
    definitions = []
    for asset in suite.assets:
        # One suite of Great Expectations looks at one batch: an asset of ours is one of theirs.
        theirs = gx.ExpectationSuite(name=asset.name)
        for each in asset.expectations:
            kwargs = _bound(each.kwargs, parameters)
            theirs.add_expectation(
                get_expectation_impl(each.type)(**kwargs, severity=each.severity, meta={"name": each.name})
            )
        batch = source.add_query_asset(asset.name, query=queries[asset.name]).add_batch_definition_whole_table("all")
        definition = gx.ValidationDefinition(name=asset.name, data=batch, suite=context.suites.add(theirs))
        definitions.append(context.validation_definitions.add(definition))
    checkpoint = context.checkpoints.add(
        gx.Checkpoint(
            name=suite.suite,
            validation_definitions=definitions,
            result_format={"result_format": "SUMMARY", "partial_unexpected_count": 5},
        )
    )
    run = checkpoint.run()
    raw = {
        (validation.suite_name, each.expectation_config.meta["name"]): each
        for validation in run.run_results.values()
        for each in validation.results
    }
    return [_result(asset, each, raw[asset.name, each.name]) for asset in suite.assets for each in asset.expectations]


def _result(asset: Asset, expectation: Expectation, raw: Any) -> Result:
    """One result of theirs in our words. An expectation that could not be looked at is not met."""
    details = raw.result or {}
    observed = details.get("observed_value", details.get("partial_unexpected_list"))
    if not details:
        observed = _first_line_of_error(raw.exception_info)
    return Result(
        asset=asset.name,
        name=expectation.name,
        column_name=expectation.column,
        severity=expectation.severity,
        is_met=bool(raw.success),
        observed=None if observed in (None, []) else str(observed)[:500],
        unexpected_count=details.get("unexpected_count"),
        remedy=expectation.remedy,
    )


def _first_line_of_error(info: dict[str, Any]) -> str:
    """Message of an exception; theirs come alone or one for each metric."""
    infos = [info] if "exception_message" in info else list(info.values())
    messages = [str(each["exception_message"]) for each in infos if each.get("exception_message")]
    return (messages or ["no result"])[0].strip().splitlines()[0]


def _record(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    suite: str,
    day: date,
    run_id: str,
    results: list[Result],
) -> None:
    checked_at = connection.execute("select now() as checked_at").fetchone()["checked_at"]
    warehouse.upsert_rows(
        connection,
        "ops.quality_result",
        [
            "run_id",
            "suite",
            "day",
            "jurisdiction_id",
            "expectation",
            "column_name",
            "severity",
            "is_met",
            "observed",
            "unexpected_count",
            "checked_at",
        ],
        ["run_id", "suite", "expectation", "column_name"],
        [
            (
                run_id,
                suite,
                day,
                jurisdiction.jurisdiction_id,
                f"{result.asset}: {result.name}",
                result.column_name,
                result.severity,
                result.is_met,
                result.observed,
                result.unexpected_count,
                checked_at,
            )
            for result in results
        ],
    )
