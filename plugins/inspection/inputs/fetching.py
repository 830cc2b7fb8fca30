"""Inputs by HTTP: one file, or JSON in pages. All of it, or an error: never a part."""

from __future__ import annotations

import json
import time
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests

from inspection.declared.office import Paging, Source
from inspection.errors import InspectionError
from inspection.inputs import web_list
from inspection.net.addresses import AddressRule
from inspection.net.session import GuardedSession
from inspection.places import secret, secret_name

_TIMEOUT_SECONDS = (10, 60)  # to connect, and between two pieces of an answer
_LONGEST_SECONDS = 900.0  # a server that drips is cut off
_LARGEST_BYTES = 512 * 1024 * 1024
_MOST_PAGES = 1000  # of a list on web pages
_FILE_ENDINGS = (".csv", ".xlsx", ".gz")
_ENDING_BY_TYPE = {
    "application/json": ".json",
    "text/csv": ".csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}
_REMEDY = "nothing was loaded; look at the server, then run this load again"


def is_url(location: str | Path) -> bool:
    """Whether a location is an HTTP address rather than a path."""
    return str(location).lower().startswith(("http://", "https://"))


def shown(location: str | Path | Source) -> str:
    """A location for people and tables: an address without password and query, which may hold a token."""
    if isinstance(location, Source):
        location = location.url or location.path or ""
    if not is_url(location):
        return str(location)
    parts = urlsplit(str(location))
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def download(source: Source, rule: AddressRule) -> tuple[str, bytes]:
    """Name (with an ending that says what it is) and content of what `source.url` serves.

    JSON with a list and its total is read page by page, as `source.paging` says, until all items are in; so is
    a list on web pages with a link to the next. Raises InspectionError when the server cannot be reached, leads where
    `rule` does not let us connect, refuses, stops half-way, sends too much or changes its total meanwhile.
    """
    url = source.url or ""
    with GuardedSession(rule) as session:
        session.headers["Accept"] = "application/json, text/csv, */*"
        if source.token_from:
            session.headers["Authorization"] = f"Bearer {_token(source)}"
        deadline = time.monotonic() + _LONGEST_SECONDS
        if source.web_list:
            return _web_pages(session, source, deadline)
        is_file = urlsplit(url).path.lower().endswith(_FILE_ENDINGS)
        paging = source.paging
        name, content = _get(session, url, {} if is_file else _page_parameters(paging, paging.first), deadline)
        if name.endswith(".json"):
            content = _with_further_pages(session, source, content, deadline)
        return name, content


def _token(source: Source) -> str:
    token = secret(source.token_from or "")
    if not token:
        raise InspectionError(
            f"the environment variable {secret_name(source.token_from or '')} is not set",
            place=shown(source.url or ""),
            remedy="set it where the pipeline runs; the source's `token_from` names it",
        )
    return token


def _page_parameters(paging: Paging, number: int) -> dict[str, int]:
    return {paging.page: number, paging.per_page: paging.size}


def _web_pages(session: requests.Session, source: Source, deadline: float) -> tuple[str, bytes]:
    """All pages of a list as one JSON list of rows; each page is read by the same selectors."""
    spec, url = source.web_list, source.url
    seen: set[str] = set()
    items: list[dict[str, str]] = []
    while url and spec:
        if url in seen or len(seen) == _MOST_PAGES or urlsplit(url).netloc != urlsplit(source.url or "").netloc:
            raise InspectionError(
                "the link to the next page leads in a circle, away, or on for ever", place=shown(url), remedy=_REMEDY
            )
        seen.add(url)
        _, content = _get(session, url, {}, deadline)
        header, *rows = web_list.read(content, url, spec)
        items += [dict(zip(header.cells, row.cells, strict=False)) for row in rows]
        url = web_list.next_page(content, url, spec)
        time.sleep(source.paging.seconds_between if url else 0)
    return f"{shown(source.url or '')}.json", json.dumps(items, ensure_ascii=False).encode()


def _get(session: requests.Session, url: str, page: dict[str, int], deadline: float) -> tuple[str, bytes]:
    place = shown(url)
    content = bytearray()
    try:
        with session.get(url, params=page, timeout=_TIMEOUT_SECONDS, stream=True) as response:
            if response.status_code != 200:
                raise InspectionError(f"the server answers {response.status_code}", place=place, remedy=_REMEDY)
            for piece in response.iter_content(1 << 16):
                content += piece
                if len(content) > _LARGEST_BYTES:
                    raise InspectionError("sends more than 512 MiB", place=place, remedy="split it, or gzip it")
                if time.monotonic() > deadline:
                    raise InspectionError("the answer takes more than 15 minutes", place=place, remedy=_REMEDY)
            return _name(place, response), bytes(content)
    except requests.RequestException as error:
        part = f" after {len(content)} bytes" if content else ""
        raise InspectionError(
            f"the server cannot be read{part}: {type(error).__name__}", place=place, remedy=_REMEDY
        ) from error


def _name(place: str, response: requests.Response) -> str:
    if response.headers.get("Content-Encoding") == "gzip":  # already unpacked
        place = place.removesuffix(".gz")
    if PurePosixPath(urlsplit(place).path).suffix.lower() in {".json", *_FILE_ENDINGS}:
        return place
    return place + _ENDING_BY_TYPE.get(response.headers.get("Content-Type", "").partition(";")[0].strip(), "")


def _with_further_pages(session: requests.Session, source: Source, content: bytes, deadline: float) -> bytes:
    url, paging = source.url or "", source.paging
    first = _page(content, shown(url), paging)
    if first is None:
        return content
    items, total = first
    number, before = paging.first, items
    items = list(items)
    while len(items) < total:
        number += 1
        place = f"{shown(url)} page {number}"
        time.sleep(paging.seconds_between)
        _, content = _get(session, url, _page_parameters(paging, number), deadline)
        page = _page(content, place, paging)
        if page is None or not page[0]:
            raise InspectionError(f"the server stopped at {len(items)} of {total} items", place=place, remedy=_REMEDY)
        if page[1] != total:
            problem = f"the list changed while it was read: {total} items, then {page[1]}"
            raise InspectionError(problem, place=place, remedy=_REMEDY)
        if page[0] == before:
            raise InspectionError("the server repeats the page before", place=place, remedy=_REMEDY)
        before = page[0]
        items += before
    return json.dumps({"items": items, "total": total}).encode()


def _page(content: bytes, place: str, paging: Paging) -> tuple[list[Any], int] | None:
    """Items and total of one page; None where the document has no pages."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InspectionError(f"is not valid JSON: {error}", place=place, remedy=_REMEDY) from error
    items, total = _part(document, paging.items), _part(document, paging.total)
    return (items, total) if isinstance(items, list) and isinstance(total, int) else None


def _part(document: Any, path: str) -> Any:
    """What stands at a dotted path of a document; None where nothing does."""
    for name in path.split("."):
        document = document.get(name) if isinstance(document, dict) else None
    return document
