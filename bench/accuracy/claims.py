"""What an office's findings claim, and what a town's truth says, in the same words.

A claim is a row of `python -m inspection findings --csv`: somebody, an indicator, a verdict, a place, a day.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import psycopg

from inspection.declared.editions import load_edition
from inspection.declared.office import Jurisdiction
from inspection.judging.explain import findings_csv
from inspection.periods import Period

ACCUSES = ("fail", "suspected")
DAY = timedelta(days=1)

# What waits for a person's word, where the CSV does not show it: one row a page or post.
_OPEN = """
select distinct
    coalesce(subject.site_code, subject.account_id) as subject_code,
    proposal.indicator_id,
    coalesce(post.url, proposal.locator) as url,
    greatest(proposal.first_seen_on, %(first)s) as first_on,
    least(proposal.last_seen_on, %(last)s) as last_on
from ops.proposal as proposal
inner join mart.dim_subject as subject on proposal.subject_id = subject.subject_id and subject.valid_to is null
left join staging.post as post
    on proposal.subject_id = post.subject_id and proposal.locator = 'post:' || post.post_id
where
    proposal.jurisdiction_id = %(office)s
    and proposal.state = 'open'
    and proposal.first_seen_on <= %(last)s
    and proposal.last_seen_on >= %(first)s
"""


class Claim(NamedTuple):
    """One row of findings. `place` is without scheme and closing slash."""

    subject: str
    indicator: str
    verdict: str  # fail | unknown | suspected
    place: str
    day: date


class Told(NamedTuple):
    """One row of a truth: one place and a run of days with one verdict. Without a place, any place is meant."""

    subject: str
    indicator: str
    verdict: str  # fail | pass | unknown | suspected
    place: str
    first_on: date
    last_on: date
    is_decidable: bool  # from the archive's bytes
    why: str

    def days(self) -> Iterator[date]:
        """Its days, one after the other."""
        for number in range((self.last_on - self.first_on).days + 1):
            yield self.first_on + number * DAY


def place_of(url: str) -> str:
    """An address as places are compared: with or without TLS, with or without a closing slash, without fragment."""
    return url.partition("#")[0].partition("://")[2].rstrip("/") or url


def told(path: Path) -> list[Told]:
    """The rows of a truth.csv."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Told(
                row["subject_code"],
                row["indicator"],
                row["verdict"],
                place_of(row["place"]),
                date.fromisoformat(row["day_from"]),
                date.fromisoformat(row["day_to"]),
                row["decidable"] == "yes",
                row["why"],
            )
            for row in csv.DictReader(file)
        ]


def claims(connection: psycopg.Connection, office: Jurisdiction, period: Period, path: Path) -> list[Claim]:
    """What the office found in the period: the rows of the findings' CSV, which is written to `path`.

    Findings of the registry (信息报送) stand under their reason, as in a truth. While the CSV shows no proposals, those
    that are open are read from their table and hold for the days on which they were seen.
    """
    findings_csv(connection, office, period.start, period.end, path)
    reasons = {
        entry.id: entry.reason
        for edition in office.editions
        for entry in load_edition(edition).indicators
        if entry.part == "registry"
    }
    with path.open(encoding="utf-8", newline="") as file:
        found = {
            Claim(
                row["subject_code"],
                reasons.get(row["indicator"], row["indicator"]),
                row["verdict"],
                place_of(row["url"] or ""),
                date.fromisoformat(row["day"]),
            )
            for row in csv.DictReader(file)
        }
    if not any(claim.verdict == "suspected" for claim in found):
        parameters = {"office": office.jurisdiction_id, "first": period.start, "last": period.last_day}
        for row in connection.execute(_OPEN, parameters):
            for number in range((row["last_on"] - row["first_on"]).days + 1):
                name = reasons.get(row["indicator_id"], row["indicator_id"])
                day = row["first_on"] + number * DAY
                found.add(Claim(row["subject_code"], name, "suspected", place_of(row["url"]), day))
    return sorted(found)
