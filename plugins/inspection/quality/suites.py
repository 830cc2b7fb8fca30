"""Suites (质量规则): what is expected of our data, kept as data in include/expectations/."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

from inspection.declared import strict
from inspection.declared.strict import Strict
from inspection.errors import InspectionError
from inspection.places import INCLUDE

FOLDER = INCLUDE / "expectations"


class Expectation(Strict):
    """One expectation of Great Expectations: `type` and `kwargs` are its own, `name` what it says.

    `broken_by` is SQL that breaks it in a copy of good data, and no other but those of `also` (written
    `<asset>: <name>`): a test does so with every one of them.
    """

    name: str
    type: str
    kwargs: dict[str, Any] = {}
    severity: Literal["critical", "warning"]
    remedy: str
    broken_by: str
    also: list[str] = []

    @property
    def column(self) -> str:
        """The column it looks at; '' for one about the table."""
        return self.kwargs.get("column", "")


class Asset(Strict):
    """Rows to look at: a query with bound parameters `%(name)s`, and what is expected of them.

    Great Expectations takes only queries that begin with `select`.
    """

    name: str
    query: str
    expectations: list[Expectation]


class Suite(Strict):
    """One gate."""

    suite: str
    assets: list[Asset]

    def only(self, asset: str | None) -> Suite:
        """The suite with that asset alone; with all of them for None.

        Raises InspectionError for an asset that it does not have.
        """
        assets = [each for each in self.assets if asset in (None, each.name)]
        if not assets:
            raise InspectionError(
                f"suite {self.suite} has no asset {asset}",
                place=f"include/expectations/{self.suite}.yaml",
                remedy=f"it has {', '.join(each.name for each in self.assets)}",
            )
        return Suite(suite=self.suite, assets=assets)


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
    return strict.load(Suite, FOLDER / f"{name}.yaml")
