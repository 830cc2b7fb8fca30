"""Who may do what for an office (人员与权限): logins with roles, in the office's own file.

Where a file names nobody, Airflow's permissions alone decide. Where it names some, nobody else sees the office's pages,
starts its runs, answers or signs. No role signs but `approver`: who runs the installation does not sign for the office.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from inspection.declared.strict import Strict

Role = Literal["viewer", "inspector", "drafter", "approver", "operator", "admin"]
Right = Literal["see", "answer", "draft", "sign", "operate"]

_WHO: dict[Right, frozenset[str]] = {
    "see": frozenset({"viewer", "inspector", "drafter", "approver", "operator", "admin"}),
    "answer": frozenset({"inspector"}),  # confirm, downgrade, strike out
    "draft": frozenset({"drafter", "operator", "admin"}),
    "sign": frozenset({"approver"}),  # or return
    "operate": frozenset({"operator", "admin"}),  # start a run by hand
}


class Person(Strict):
    """One login of Airflow, and of the database for the verbs. A list of roles alone may stand for it."""

    roles: list[Role] = Field(min_length=1)
    airflow_id: str = ""  # with the FAB auth manager the number of the account; with the simple one its name

    @model_validator(mode="before")
    @classmethod
    def _roles_alone(cls, told: Any) -> Any:
        return {"roles": told} if isinstance(told, list) else told

    def may(self, right: Right) -> bool:
        """Whether one of the roles has a right."""
        return not _WHO[right].isdisjoint(self.roles)


def roles_with(right: Right) -> list[str]:
    """The roles that have a right."""
    return sorted(_WHO[right])
