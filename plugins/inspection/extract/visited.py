"""What extra visits (额外访问) say, read from their records: how the link stands, how the page reads, title and text.

The crawl writes that a visit was made and where its record lies; all else is read here, and can be read again.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import date
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from inspection.archive.store import Payload, Store, StorePath, read_payloads
from inspection.model import FetchOutcome
from inspection.page.fingerprint import text_hash
from inspection.page.identity import article_title, read_identity
from inspection.page.links import outcome_of
from inspection.page.page import Page, ReadState
from inspection.warehouse import query, run

_log = logging.getLogger(__name__)

_TELLING = frozenset({ReadState.OK, ReadState.EMPTY, ReadState.ERROR_PAGE})  # whose title and text are the page's own


def read_visits(
    connection: psycopg.Connection,
    observer_id: str,
    store: Store | str | StorePath,
    first: date,
    end: date,
    *,
    only_new: bool = False,
    batch: int = 0,
    batch_count: int = 1,
) -> int:
    """Read the visits that an office made from `first` up to but without `end`, and put what they say beside the plan;
    returns how many were read.

    `only_new` leaves out those that were read before. A visit whose record cannot be had stays as it is: of one that
    was never read, nobody knows what it saw. Does not commit.
    """
    parameters = {"observer_id": observer_id, "from_day": first, "to_day": end, "only_new": only_new}
    visits = query(connection, "visit/made.sql", parameters | {"batch": batch, "batch_count": batch_count})
    rows, said = [], {}
    for visit, payload in read_payloads(store, visits):
        if payload.problem and visit["outcome"] != FetchOutcome.FAILED:
            _log.error("the record of a visit cannot be read: %s: %s", visit["asked_url"], payload.problem)
            continue
        if (snapshot_id := visit["snapshot_id"]) not in said:  # one visit may answer several plans
            said[snapshot_id] = _said(visit, payload)
        key = {"kind": visit["visit_kind"], "subject_id": visit["asked_of"], "url": visit["asked_url"]}
        rows.append(key | {"day": visit["asked_on"].isoformat()} | said[snapshot_id])
    if rows:
        run(connection, "visit/said.sql", {"observer_id": observer_id, "rows": Jsonb(rows, dumps=_dumps)})
    return len(rows)


def _said(visit: Mapping[str, Any], payload: Payload) -> dict[str, Any]:
    """What a visit says of a link and of the page behind it, as columns of the plan."""
    state, told = None, {}
    if visit["outcome"] == FetchOutcome.BLOCKED:
        state = ReadState.BLOCKED
    elif visit["outcome"] != FetchOutcome.FAILED and _may_be_page(visit["content_type"] or ""):
        try:
            state, told = _read(visit, payload)
        except Exception:
            _log.exception("a reader failed on a visit to %s", visit["asked_url"])
            state = ReadState.FAILED
    return told | {
        "outcome": visit["outcome"],
        "http_status": visit["http_status"],
        "link_outcome": outcome_of(visit, state).value,
        "read_state": state and str(state),
        "note": visit["detail"],
    }


def _read(visit: Mapping[str, Any], payload: Payload) -> tuple[ReadState, dict[str, Any]]:
    status = payload.status or visit["http_status"]
    page = Page(visit["final_url"] or visit["asked_url"], payload.body, payload.headers, status)
    if page.read_state not in _TELLING:
        return page.read_state, {}
    return page.read_state, {
        "title": article_title(page, read_identity(page)),
        "text_char_count": len(page.text),
        "text_hash": text_hash(page.text),
    }


def _may_be_page(content_type: str) -> bool:
    return not content_type or "html" in content_type.lower()


def _dumps(value: Any) -> str:
    """JSON without the one character that PostgreSQL cannot hold."""
    return json.dumps(value, ensure_ascii=False).replace("\\u0000", "")
