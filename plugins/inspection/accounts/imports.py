"""Posts and account checks from files: archives, exports of other collectors."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from inspection.accounts.connector import OUTCOMES, STATES
from inspection.accounts.exported import looks_told_by
from inspection.accounts.posts import CheckRow, PostRow, upsert_checks, upsert_posts
from inspection.accounts.times import post_id
from inspection.declared import platforms
from inspection.declared.office import Jurisdiction
from inspection.inputs import convert, log
from inspection.inputs.log import BadRow, BadValue, ImportCounts
from inspection.model import account_id, normalise_text
from inspection.periods import day_bounds, local_day
from inspection.text.script import simplified

_KNOWN = """
select subject_id, array_agg(distinct name) as names
from mart.dim_subject
where jurisdiction_id = %s and kind = 'account'
group by subject_id
"""


def import_posts(connection: psycopg.Connection, jurisdiction: Jurisdiction, path: str | Path) -> ImportCounts:
    """Take in posts (CSV: platform, account_id, published_at, title, url, text).

    `first_seen_at` of a post that is new to us is its time of publication. Rows of unknown accounts and
    unreadable ones go to `ops.quarantine`, source `posts`. The file is a look at the accounts that it names
    (`exported.py`), which counts where no other look of these weeks is on record.
    """
    required = {"platform", "account_id", "published_at"}
    return _load(connection, jurisdiction, Path(path), "posts", required, _post_row, _upsert_export)


def import_checks(connection: psycopg.Connection, jurisdiction: Jurisdiction, path: str | Path) -> ImportCounts:
    """Take in account checks (CSV: platform, account_id, checked_at, connector, outcome, healthy, name_seen,
    organiser_seen, certified, has_interaction, state, functions, newest_post_on, newest_post_title, newest_post_url).

    Rows of unknown accounts and unreadable ones go to `ops.quarantine`, source `account_checks`. A row that
    does not say whether its source was healthy is taken as not healthy. The newest post that a row tells of becomes
    one of the account's posts; a row that names neither it nor a connector tells nothing of silence by itself.
    """
    required = {"platform", "account_id", "checked_at", "outcome"}
    return _load(connection, jurisdiction, Path(path), "account_checks", required, _check_row, _upsert_looks)


def _upsert_export(connection: psycopg.Connection, rows: Iterable[PostRow]) -> int:
    rows = list(_told_apart(rows))
    if rows:
        upsert_checks(connection, looks_told_by(rows, local_day(datetime.now(UTC))))
    return upsert_posts(connection, rows)


def _upsert_looks(connection: psycopg.Connection, rows: Iterable[tuple[CheckRow, PostRow | None]]) -> int:
    pairs = list(rows)
    upsert_posts(connection, {(post.subject_id, post.post_id): post for _, post in pairs if post}.values())
    return upsert_checks(connection, (look for look, _ in pairs))


def _told_apart(rows: Iterable[PostRow]) -> Iterator[PostRow]:
    """The rows, with an id of its own for a post that shares its address with an older one of another title: some
    exports give the account's address, or one address twice. The same text dated anew stays one post."""
    first: dict[tuple[str, str], PostRow] = {}
    for row in sorted(rows, key=lambda row: row.published_at):
        known = first.setdefault((row.subject_id, row.post_id), row)
        is_other = row.title and known.title and row.title != known.title and row.published_at != known.published_at
        yield row._replace(post_id=post_id(None, row.published_at, row.title)) if is_other else row


def _load(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    path: Path,
    source: str,
    required: set[str],
    read: Callable[[dict[str, str], str, str], tuple[datetime, tuple]],
    upsert: Callable[[psycopg.Connection, Iterable[tuple]], int],
) -> ImportCounts:
    known = {row["subject_id"]: row["names"] for row in connection.execute(_KNOWN, [jurisdiction.jurisdiction_id])}
    subjects: dict[tuple[str, str], str] = {}
    times: list[datetime] = []
    good: list[tuple[Any, ...]] = []
    bad: list[BadRow] = []
    count = 0
    for row_no, row in log.read_rows(path, required, log.names(source)):
        count += 1
        try:
            key = row["platform"], row["account_id"]
            subject_id = subjects.get(key) or subjects.setdefault(key, _subject(*key, known))
            if seen := row.get("name_seen"):
                row["name_seen"] = _told_name(seen, known[subject_id])
            at, read_row = read(row, jurisdiction.jurisdiction_id, subject_id)
            times.append(at)
            good.append(read_row)
        except BadValue as fault:
            bad.append(BadRow(row_no, fault, row))
            log.refuse_hopeless(bad, path)
    log.quarantine(connection, jurisdiction.jurisdiction_id, source, log.day_of_file(path, times), path.name, bad)
    return ImportCounts(count, len(bad), upsert(connection, good))


def _told_name(seen: str, registered: list[str]) -> str:
    """The registry's form of a name that is the same but for its writing (縣 is 县), else the name as it was seen."""
    folded = simplified(normalise_text(seen))
    return next((name for name in registered if simplified(normalise_text(name)) == folded), seen)


def _subject(platform: str, account: str, known: Container[str]) -> str:
    name = platforms.canonical(platform)
    if name is None:
        raise BadValue("platform", platform, "is no known platform", "correct it, or add it to include/platforms.yaml")
    subject_id = account_id(name, account)
    if subject_id not in known:
        remedy = "register the account, or correct the row"
        raise BadValue("account_id", account, f"{subject_id} is not in the registry", remedy)
    return subject_id


def _post_row(row: dict[str, str], observer_id: str, subject_id: str) -> tuple[datetime, PostRow]:
    at = log.moment(row, "published_at")
    title, url = row.get("title") or None, row.get("url") or None
    return at, PostRow(observer_id, subject_id, post_id(url, at, title), at, at, title, url, row.get("text") or None)


def _check_row(
    row: dict[str, str], observer_id: str, subject_id: str
) -> tuple[datetime, tuple[CheckRow, PostRow | None]]:
    at = log.moment(row, "checked_at")
    outcome = row["outcome"].lower()
    if outcome not in OUTCOMES:
        raise BadValue("outcome", row["outcome"], "is no known outcome", f"write one of {', '.join(OUTCOMES)}")
    state = (row.get("state") or "").lower() or None
    if state and state not in STATES:
        raise BadValue("state", row["state"], "is no known state", f"write one of {', '.join(STATES)}, or nothing")
    newest = _newest_post(row, at, observer_id, subject_id)
    look = CheckRow(
        observer_id=observer_id,
        subject_id=subject_id,
        day=local_day(at),
        checked_at=at,
        connector=row.get("connector") or "import",
        outcome=outcome,
        is_source_healthy=log.truth(row, "healthy") or False,
        name_seen=row.get("name_seen") or None,
        organiser_seen=row.get("organiser_seen") or None,
        is_certified=log.truth(row, "certified"),
        has_interaction=log.truth(row, "has_interaction"),
        account_state=state,
        functions=[word for word in (row.get("functions") or "").split(";") if word] or None,
        newest_post_at=newest and newest.published_at,
    )
    return at, (look, newest)


def _newest_post(row: dict[str, str], at: datetime, observer_id: str, subject_id: str) -> PostRow | None:
    """The newest post that a row of looks tells of. Raises BadValue for what is no day, or one after the look."""
    if not (said := row.get("newest_post_on")):
        return None
    try:
        day = convert.day(convert.clean(said))
    except convert.Unreadable as error:
        raise BadValue("newest_post_on", said, error.reason, error.remedy) from error
    if day > local_day(at):
        raise BadValue("newest_post_on", said, "is after the look", "correct the one or other")
    title, url = row.get("newest_post_title") or None, row.get("newest_post_url") or None
    published = min(day_bounds(day)[0], at)
    name = post_id(url, published, title) if url or title else f"filed:{day}"
    return PostRow(observer_id, subject_id, name, published, published, title, url, None)
