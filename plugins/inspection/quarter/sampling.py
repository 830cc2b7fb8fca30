"""Samples (抽样): which subjects are inspected in a round, drawn by stratum with a seed that is kept.

Who is drawn depends on seed, round and subject alone: each subject has a number between 0 and 1 (the first 8 bytes of
SHA-256), and the lowest of a stratum are drawn. So anybody can draw it again and find the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Any, NamedTuple

import psycopg

from inspection import warehouse
from inspection.declared.office import Jurisdiction
from inspection.errors import InspectionError
from inspection.periods import Period

_POPULATION = """
select
    subject.subject_id, subject.kind, subject.name, subject.home_url, subject.organiser, subject.level,
    subject.region_code, subject.organiser_class, subject.platform,
    exists (
        select
        from staging.inspection as drawn
        where
            drawn.jurisdiction_id = subject.jurisdiction_id
            and drawn.subject_id = subject.subject_id
            and drawn.inspected_on >= %(since)s
            and drawn.inspected_on < %(day)s
            and drawn.round_id <> %(round_id)s
    ) as is_drawn_lately
from mart.registry_as_of(%(jurisdiction_id)s, %(day)s) as subject
where subject.kind = %(kind)s and subject.status = 'running'
order by subject.subject_id
"""


class Drawn(NamedTuple):
    """One stratum of a round: its members drawn, and how."""

    round_id: str
    kind: str
    stratum: str
    day: date
    population: int
    excluded: int
    share: float
    subjects: tuple[dict[str, Any], ...]


def number(seed: str, round_id: str, subject_id: str) -> int:
    """The number by which a subject is drawn: the lowest of a stratum come first."""
    return int.from_bytes(hashlib.sha256(f"{seed}|{round_id}|{subject_id}".encode()).digest()[:8], "big")


def choose(members: Sequence[dict[str, Any]], share: float, seed: str, round_id: str) -> list[dict[str, Any]]:
    """At least `share` of a stratum, and one at least: those not drawn lately first, each by its number."""
    least = int((Decimal(str(share)) * len(members)).to_integral_value(ROUND_CEILING))
    order = sorted(members, key=lambda one: (one["is_drawn_lately"], number(seed, round_id, one["subject_id"])))
    return sorted(order[: max(least, 1)], key=lambda one: one["subject_id"])


def draw(connection: psycopg.Connection, jurisdiction: Jurisdiction, period: Period, seed: str) -> list[Drawn]:
    """Draw each month of a period by the office's `sampling`, and enter it as the office's inspections.

    A month that was drawn before is drawn again with its own seed only. Raises InspectionError where another seed
    drew it, where the office samples nothing, and where nobody is in force.
    """
    sampling = jurisdiction.sampling
    if sampling is None:
        raise InspectionError(
            f"{jurisdiction.jurisdiction_id} samples nothing",
            place=f"jurisdiction {jurisdiction.jurisdiction_id}",
            remedy="give the least shares under `sampling`, such as {shares: {site: 0.1, account: 0.1}}",
        )
    found: list[Drawn] = []
    for day in period.month_ends():
        round_id = f"{day:%Y-%m}抽样"
        _refuse_another(connection, jurisdiction, round_id, seed)
        for kind, share in sampling.shares.items():
            parameters = {
                "jurisdiction_id": jurisdiction.jurisdiction_id,
                "kind": kind,
                "day": day,
                "round_id": round_id,
                "since": day - timedelta(days=sampling.excludes_days),
            }
            members = connection.execute(_POPULATION, parameters).fetchall()
            mine = [
                Drawn(round_id, kind, stratum, day, len(group), sum(one["is_drawn_lately"] for one in group), share,
                      tuple(choose(group, share, seed, round_id)))
                for stratum, group in _strata(members, sampling.strata)
            ]  # fmt: skip
            _enter(connection, jurisdiction, round_id, kind, mine, seed)
            found += mine
    if not found:
        raise InspectionError(
            f"nobody is in force in {period.period_id}", place="mart.dim_subject", remedy="load the registry first"
        )
    return found


def _strata(members: Iterable[dict[str, Any]], fields: Sequence[str]) -> list[tuple[str, list[dict[str, Any]]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in members:
        groups.setdefault("/".join(str(one[name] or "–") for name in fields), []).append(one)
    return sorted(groups.items())


def _refuse_another(connection: psycopg.Connection, jurisdiction: Jurisdiction, round_id: str, seed: str) -> None:
    drawn = connection.execute(
        "select seed from ops.sample_draw where jurisdiction_id = %s and round_id = %s and seed <> %s limit 1",
        (jurisdiction.jurisdiction_id, round_id, seed),
    ).fetchone()
    if drawn:
        raise InspectionError(
            f"{round_id} was drawn with the seed {drawn['seed']}",
            place="ops.sample_draw",
            remedy=f"a sample is drawn once; to see it again give --seed {drawn['seed']}",
        )


def _enter(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, round_id: str, kind: str, mine: list[Drawn], seed: str
) -> None:
    """The drawn as inspections of the round, in place of those of a draw before, and how they were drawn."""
    office = jurisdiction.jurisdiction_id
    connection.execute(
        "delete from staging.inspection where jurisdiction_id = %(office)s and round_id = %(round_id)s"
        " and kind = %(kind)s;"
        "delete from ops.sample_draw where jurisdiction_id = %(office)s and round_id = %(round_id)s"
        " and kind = %(kind)s",
        {"office": office, "round_id": round_id, "kind": kind},
    )
    warehouse.copy_rows(
        connection,
        "staging.inspection",
        ["jurisdiction_id", "subject_id", "round_id", "inspected_on"],
        ((office, one["subject_id"], round_id, each.day) for each in mine for one in each.subjects),
    )
    columns = ["jurisdiction_id", "round_id", "kind", "stratum", "seed", "drawn_on", "population_count",
               "excluded_count", "drawn_count", "share"]  # fmt: skip
    warehouse.copy_rows(
        connection,
        "ops.sample_draw",
        columns,
        ((office, round_id, kind, each.stratum, seed, each.day, each.population, each.excluded, len(each.subjects),
          each.share) for each in mine),
    )  # fmt: skip
