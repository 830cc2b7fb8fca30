"""Proposals (待确认问题): what a machine suspects and only an inspector may call a problem.

Each indicator that `proposes` has queries in `include/sql/propose/`, and so have reasons that no indicator stands for
(include/reasons.yaml); the rows stand in `ops.proposal` as open until a decision on the same page or post says
otherwise. Nobody fails by an unanswered proposal.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import psycopg
from psycopg.sql import SQL

from inspection.declared.editions import Indicator, Reason, indicator_ids, load_edition, load_reasons
from inspection.declared.office import Jurisdiction
from inspection.declared.tampering import tampering
from inspection.errors import InspectionError
from inspection.page.words import section_patterns
from inspection.warehouse import query, run, sql_text, upsert_rows

DECISIONS = ("confirmed", "downgraded", "struck_out")
# Ids of answers to proposals begin so: mart.reported_problem tells them from reports by it.
_ANSWER = "inspector:"
_KEY = ("subject_id", "indicator_id", "locator")
_REPORT = (
    "jurisdiction_id",
    "report_id",
    "subject_id",
    "indicator_id",
    "reason_id",
    "found_on",
    "body",
    "decision",
    "locator",
    "note",
)

_FOUND = SQL("""
insert into proposed
select
    %(indicator_id)s, subject_id, locator, term, first_seen_on, last_seen_on, excerpt, snapshot_id,
    not exists (
        select 1
        from mart.dim_subject as subject
        where subject.jurisdiction_id = %(jurisdiction_id)s and subject.subject_id = found.subject_id
    )
from (\n{found}\n) as found
""")


def propose(connection: psycopg.Connection, jurisdiction: Jurisdiction) -> int:
    """Make `ops.proposal` hold what the facts on record suggest, each with its decision; returns rows."""
    run(connection, "proposal/proposed.sql")
    parameters = {
        **jurisdiction.ids,
        **tampering().parameters(),
        "without_services": jurisdiction.without_services,
        "sections": json.dumps(section_patterns()),
    }
    done: set[tuple[str, str, str]] = set()
    for entry, kind, name in _proposing(jurisdiction):
        if (one := (entry.id, kind, name)) not in done:
            done.add(one)
            found = SQL(sql_text(f"propose/{name}.sql").rstrip().removesuffix(";"))
            given = {"indicator_id": entry.id, "kind": kind} | entry.proposes[name]
            connection.execute(_FOUND.format(found=found), parameters | given)
    office = {"jurisdiction_id": jurisdiction.jurisdiction_id, "edition_ids": jurisdiction.editions}
    count = run(connection, "proposal/proposal.sql", office)
    connection.execute("drop table pg_temp.proposed")
    return count


def open_batches(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, *, size: int = 20, at_most: int = 1000
) -> list[dict[str, Any]]:
    """Open proposals by page or post, vetoes first and the newest of each first, in batches for a person to answer.

    A batch is `{keys: [[subject_id, indicator_id, locator], …], text: Markdown}`, its entries numbered from 1.
    """
    rows = query(connection, "proposal/open_proposals.sql", jurisdiction.ids)
    batches = [rows[start : start + size] for start in range(0, min(len(rows), size * at_most), size)]
    return [
        {
            "keys": [[row[name] for name in _KEY] for row in batch],
            "text": "\n\n".join(_entry(number, row) for number, row in enumerate(batch, 1)),
        }
        for batch in batches
    ]


def record(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    keys: list[list[str]],
    answers: dict[str, str | None],
    *,
    day: date,
    body: str,
    note: str = "",
    answered_by: str = "",
    answered_at: datetime | None = None,
    shown: str = "",
) -> dict[str, int]:
    """Enter an inspector's answers on a batch as reports; returns how many of each.

    `answers` gives for each of `DECISIONS` the numbers it holds for: `1,3-5`, `all` or nothing. What is not
    named stays open. The same answers given twice are one report; `judge.load_decisions` makes decisions of
    them. Who answered (`answered_by`, a login), when, and the digest of the text that was `shown` are kept beside them.
    Raises InspectionError for somebody whom the office's file does not let answer, and for a number that is not in the
    batch or that is named twice.
    """
    if answered_by:
        jurisdiction.require(answered_by, "answer")
    chosen: dict[int, str] = {}
    for decision in DECISIONS:
        for number in _numbers(answers.get(decision) or "", len(keys), decision):
            if number in chosen:
                is_twice = chosen[number] == decision
                raise InspectionError(
                    f"number {number} is {decision} twice"
                    if is_twice
                    else f"number {number} is both {chosen[number]} and {decision}",
                    place="the answer",
                    remedy="give each number one decision, and answer again",
                )
            chosen[number] = decision
    rows = []
    for number, decision in sorted(chosen.items()):
        subject_id, indicator_id, locator = keys[number - 1]
        name = f"{jurisdiction.jurisdiction_id}/{subject_id}/{indicator_id}/{locator}/{decision}/{day}"
        report_id = f"{_ANSWER}{uuid.uuid5(uuid.NAMESPACE_URL, name)}"
        is_indicator = indicator_id in indicator_ids()
        rows.append(
            (
                jurisdiction.jurisdiction_id,
                report_id,
                subject_id,
                indicator_id if is_indicator else None,
                None if is_indicator else indicator_id,
                day,
                body,
                decision,
                locator,
                note or None,
            )
        )
    upsert_rows(connection, "staging.report", _REPORT, _REPORT[:2], rows)
    if answered_by and answered_at:
        digest = hashlib.sha256(shown.encode()).hexdigest()
        answers_kept = [
            (jurisdiction.jurisdiction_id, row[1], answered_at, answered_by, decision, digest)
            for row, (_, decision) in zip(rows, sorted(chosen.items()), strict=True)
        ]
        connection.cursor().executemany(
            "insert into ops.proposal_answer values (%s, %s, %s, %s, %s, %s) on conflict do nothing", answers_kept
        )
    return {decision: sum(one == decision for one in chosen.values()) for decision in DECISIONS}


def _proposing(jurisdiction: Jurisdiction) -> Iterator[tuple[Indicator | Reason, str, str]]:
    """Every indicator of the office's editions and every reason that proposes, with kind of subject and query."""
    for edition in map(load_edition, jurisdiction.editions):
        yield from ((one, one.applies_to, name) for one in edition.indicators for name in one.proposes)
    reasons = load_reasons().values()
    yield from ((reason, kind, name) for reason in reasons for kind in reason.subjects for name in reason.proposes)


def _numbers(text: str, count: int, decision: str) -> list[int]:
    if text.strip().lower() in {"all", "全部"}:
        return list(range(1, count + 1))
    found: list[int] = []
    for part in re.split(r"[,,、;\s]+", text.strip()):
        if not part:
            continue
        match = re.fullmatch(r"(\d+)(?:[-–~](\d+))?", part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= first <= last <= count:
            raise InspectionError(
                f"{part!r} is no number of the batch",
                place=f"the answer, {decision}",
                remedy=f"write numbers from 1 to {count}, as in 1,3-5, or all",
            )
        found.extend(range(first, last + 1))
    return found


def _entry(number: int, row: dict[str, Any]) -> str:
    """One proposal as a paragraph; what pages say is quoted so that no markup of theirs is rendered."""
    quoted = (row["excerpt"] or "").replace("`", "'").replace("\n", " ")
    seen = f"{row['first_seen_on']} – {row['last_seen_on']}"
    place = row["url"].replace("`", "'")
    reason = load_reasons().get(row["indicator_id"])
    what = reason.zh if reason else f"{row['indicator_id']} {row['title_zh']}"
    return (
        f"**{number}.** {row['name']} · {what} · {row['terms']} · {seen}\n"
        f"`{place}` · {row['snapshot_id'] or '-'}\n> `{quoted}`"
    )
