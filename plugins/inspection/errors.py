"""Errors that a person can act on: what is wrong, where, and what to do."""

from __future__ import annotations


class InspectionError(Exception):
    """An error that is shown to the user as one line, without a traceback.

    `place` is a file, row, table or address; `remedy` says what to do next.
    """

    def __init__(self, problem: str, *, place: str = "", remedy: str = "") -> None:
        self.problem, self.place, self.remedy = problem, place, remedy
        where = f"{place}: " if place else ""
        then = f" ({remedy})" if remedy else ""
        super().__init__(f"{where}{problem}{then}")


class GateStopped(InspectionError):
    """A gate did not let data through. What was in force before still is."""
