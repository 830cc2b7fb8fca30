"""Great Expectations over the assets of a suite: laid out once, run on one connection. Nothing is left on disk."""

from __future__ import annotations

import logging
import os
import re
from dataclasses import dataclass
from typing import Any

import psycopg

from inspection.language import N_
from inspection.quality.suites import Asset, Expectation, Suite

# what a result and its gate say, for the catalogues
SENTENCES = (
    N_("{0}: {1}, column {2}: observed {3} in {4} rows"),
    N_("{0}: {1}, column {2}: observed {3}"),
    N_("{0}: {1}: observed {2} in {3} rows"),
    N_("{0}: {1}: observed {2}"),
    N_("gate {0}: {1} of {2} expectations met"),
    N_("warning: {0}"),
    N_("gate {0} for {1}"),
)


@dataclass(frozen=True)
class Result:
    """How one expectation came out; what was observed is told of assets where one was not met."""

    asset: str
    name: str
    column_name: str
    severity: str
    is_met: bool
    observed: str | None
    unexpected_count: int | None
    remedy: str

    @property
    def full_name(self) -> str:
        """Asset and expectation: unique within a suite."""
        return f"{self.asset}: {self.name}"

    def __str__(self) -> str:
        """The outcome in English, in the form of one of `SENTENCES`."""
        column = f", column {self.column_name}" if self.column_name else ""
        rows = f" in {self.unexpected_count} rows" if self.unexpected_count else ""
        return f"{self.full_name}{column}: observed {self.observed}{rows}"


class Validation:
    """The assets of a suite with bound parameters, to be run as often as asked."""

    def __init__(self, connection: psycopg.Connection, suite: Suite, parameters: dict[str, Any]) -> None:
        """`connection` has tuple rows and stays open; it is what every run looks through."""
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
            # One connection, ours to close: a pool of theirs would stay open. hstore it would ask the server for.
            kwargs={"poolclass": StaticPool, "creator": lambda: connection, "use_native_hstore": False},
        )
        self.suite = suite
        self._definitions = {}
        cursor = psycopg.ClientCursor(connection)
        for asset in suite.assets:
            # One suite of Great Expectations looks at one batch: an asset of ours is one of theirs.
            theirs = gx.ExpectationSuite(name=asset.name)
            for each in asset.expectations:
                kwargs = _bound(each.kwargs, parameters)
                theirs.add_expectation(
                    get_expectation_impl(each.type)(**kwargs, severity=each.severity, meta={"name": each.name})
                )
            query = cursor.mogrify(asset.query, parameters)
            batch = source.add_query_asset(asset.name, query=query).add_batch_definition_whole_table("all")
            definition = gx.ValidationDefinition(name=asset.name, data=batch, suite=context.suites.add(theirs))
            self._definitions[asset.name] = context.validation_definitions.add(definition)

    def run(self, asset_names: set[str] | None = None) -> list[Result]:
        """Results in the order of the suite; of the named assets alone where some are named."""
        results = []
        for asset in self.suite.assets:
            if asset_names is not None and asset.name not in asset_names:
                continue
            definition = self._definitions[asset.name]
            ran = definition.run(result_format="BOOLEAN_ONLY")
            if not ran.success:  # what was observed costs as much again: asked for only where it is needed
                ran = definition.run(result_format={"result_format": "SUMMARY", "partial_unexpected_count": 5})
            raw = {each.expectation_config.meta["name"]: each for each in ran.results}
            results += [_result(asset, each, raw[each.name]) for each in asset.expectations]
        return results


def _bound(kwargs: dict[str, Any], parameters: dict[str, Any]) -> dict[str, Any]:
    """The kwargs with each value "{name}" replaced by that parameter."""

    def bind(value: Any) -> Any:
        match = re.fullmatch(r"\{(\w+)\}", value) if isinstance(value, str) else None
        return parameters[match[1]] if match else value

    return {name: bind(value) for name, value in kwargs.items()}


def _result(asset: Asset, expectation: Expectation, raw: Any) -> Result:
    """One result of theirs in our words. An expectation that could not be looked at is not met."""
    details = raw.result or {}
    observed = details.get("observed_value", details.get("partial_unexpected_list"))
    if not details and not raw.success:
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
