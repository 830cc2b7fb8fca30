"""What people filed of accounts: exports of the reporting system or of a vendor's monitor, and inspectors' records.

Both are tables as `include/registry/account_looks.yaml` reads them, one row a look, each for the moment it names: a
record of yesterday tells of yesterday. A folder stands for the newest file in it. Rows that cannot be taken go to
`ops.quarantine`.
"""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from inspection.accounts.connector import ANSWERED, NOT_FOUND, OK, Account, Look, Post, RouteRound
from inspection.accounts.times import post_id
from inspection.declared import inputs
from inspection.declared.office import Route
from inspection.inputs import files, rows, tables
from inspection.inputs.log import BadRow, BadValue
from inspection.net import AddressRule
from inspection.periods import day_bounds

LARGEST_PICTURE_BYTES = 20_000_000


class FiledConnector:
    """Looks that people filed. With `asks_body` each must name the body that looked (检查单位)."""

    is_file = True

    def __init__(self, *, asks_body: bool) -> None:
        self._asks_body = asks_body

    def can_see(self, account: Account, route: Route) -> bool:
        """Whether the route names a file; which accounts it speaks of shows when it is read."""
        return bool(route.path or route.url)

    def look(self, accounts: Iterable[Account], around: RouteRound) -> Iterator[Look]:
        """A look for each row about one of the accounts. Raises InspectionError for a file that is no table."""
        wanted = {account.subject_id: account for account in accounts}
        location = self._location(around.route)
        definition = inputs.definition("account_looks")
        rule = AddressRule(around.jurisdiction.allow_networks)
        table = tables.read_location(location, definition.headers, rule)
        parsed = rows.parse(definition, table)
        file = Path(str(location)).name
        around.bad.extend(
            BadRow(bad.row_no, BadValue(bad.column_name, bad.value, bad.reason, bad.remedy), bad.raw)
            for bad in parsed.bad
        )
        for row in parsed.good:
            if fault := self._fault(row, around):
                raw = {name: str(value) for name, value in row.items() if value is not None}
                around.bad.append(BadRow(row["row_no"], fault, raw))
            elif account := wanted.get(row["subject_id"]):
                yield _look(account, row, around.route, file, location)

    def _location(self, route: Route) -> str | Path:
        return files.newest(route.path) if route.path else route.url

    def _fault(self, row: dict[str, Any], around: RouteRound) -> BadValue | None:
        if row["looked_at"] > around.now:
            return BadValue("looked_at", str(row["looked_at"]), "lies in the future", "correct the time")
        if row["newest_post_on"] and day_bounds(row["newest_post_on"])[0] > row["looked_at"]:
            return BadValue(
                "newest_post_on", str(row["newest_post_on"]), "is after the look", "correct the one or other"
            )
        if self._asks_body and not row["body"]:
            return BadValue("body", "", "names no body", "an attestation names the body that looked, never a person")
        return None


def _look(account: Account, row: dict[str, Any], route: Route, file: str, location: str | Path) -> Look:
    newest, at = row["newest_post_on"], row["looked_at"]
    outcome = OK if newest else ANSWERED
    if row["state"] in {NOT_FOUND, "cancelled", "migrated"}:
        outcome = NOT_FOUND
    said = {name: str(value) for name, value in row.items() if value is not None and name != "row_no"}
    name = f"urn:filed:{route.route_id}:{quote(file)}#{row['row_no']}"
    attached = [(name, json.dumps(said, ensure_ascii=False).encode(), "application/json")]
    picture, trouble = _picture(row["picture"], location)
    if picture:
        attached.append((f"{name}/{quote(Path(row['picture']).name)}", *picture))
    return Look(
        account,
        at,
        outcome,
        _posts(row) if newest else [],
        row["name_seen"],
        row["organiser_seen"],
        is_certified=row["is_certified"],
        has_interaction=row["has_interaction"],
        functions=tuple(word for word in (row["functions"] or "").replace("；", ";").split(";") if word) or None,
        state=row["state"],
        is_own=True,
        detail="; ".join(filter(None, (row["body"], row["note"], trouble)))[:500] or None,
        attached=tuple(attached),
        request_count=0,
    )


def _posts(row: dict[str, Any]) -> list[Post]:
    """The last post that a record tells of: its day, and more where the record has it."""
    at = min(day_bounds(row["newest_post_on"])[0], row["looked_at"])
    title, url = row["newest_post_title"], row["newest_post_url"]
    name = post_id(url, at, title) if url or title else f"filed:{row['newest_post_on']}"
    return [Post(name, at, title, url, None)]


def _picture(name: str | None, location: str | Path) -> tuple[tuple[bytes, str] | None, str]:
    """Content and media type of a picture that lies beside its table, and what is wrong with it."""
    if not name:
        return None, ""
    if not isinstance(location, Path):
        return None, "a picture of a table by HTTP is not fetched"
    folder = location.parent.resolve()
    path = (folder / name).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        return None, f"the picture {name} is not beside the table"
    if path.stat().st_size > LARGEST_PICTURE_BYTES:
        return None, f"the picture {name} is larger than {LARGEST_PICTURE_BYTES} bytes"
    return (path.read_bytes(), mimetypes.guess_type(path.name)[0] or "application/octet-stream"), ""
