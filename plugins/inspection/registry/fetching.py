"""Inputs by HTTP: one file, or JSON in pages. All of it, or an error: never a part."""

from __future__ import annotations

import json
import time
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from inspection.errors import InspectionError

_TIMEOUT_SECONDS = (10, 60)  # to connect, and between two pieces of an answer
_LONGEST_SECONDS = 900.0  # a server that drips is cut off
_LARGEST_BYTES = 512 * 1024 * 1024
_PER_PAGE = 1000
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


def shown(location: str | Path) -> str:
    """A location for people and tables: an address without password and query, which may hold a token."""
    if not is_url(location):
        return str(location)
    parts = urlsplit(str(location))
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def download(url: str) -> tuple[str, bytes]:
    """Name (with an ending that says what it is) and content of what `url` serves.

    JSON `{"items": […], "total": n}` is read page by page (`?page=&per_page=`) until all n items are
    in. Raises InspectionError when the server cannot be reached, refuses, stops half-way, sends too
    much or changes its total meanwhile.
    """
    with requests.Session() as session:
        retry = Retry(
            total=3,
            backoff_factor=0.3,
            status_forcelist=(429, 500, 502, 503, 504),
            allowed_methods=("GET",),
            raise_on_status=False,
        )
        session.mount("http://", HTTPAdapter(max_retries=retry))
        session.mount("https://", HTTPAdapter(max_retries=retry))
        session.headers["Accept"] = "application/json, text/csv, */*"
        deadline = time.monotonic() + _LONGEST_SECONDS
        is_file = urlsplit(url).path.lower().endswith(_FILE_ENDINGS)
        name, content = _get(session, url, {} if is_file else {"page": 1, "per_page": _PER_PAGE}, deadline)
        if name.endswith(".json"):
            content = _with_further_pages(session, url, content, deadline)
        return name, content


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


def _with_further_pages(session: requests.Session, url: str, content: bytes, deadline: float) -> bytes:
    first = _page(content, shown(url))
    if first is None:
        return content
    items, total = first
    number, before = 1, items
    items = list(items)
    while len(items) < total:
        number += 1
        place = f"{shown(url)} page {number}"
        _, content = _get(session, url, {"page": number, "per_page": _PER_PAGE}, deadline)
        page = _page(content, place)
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


def _page(content: bytes, place: str) -> tuple[list[Any], int] | None:
    """Items and total of one page; None where the document has no pages."""
    try:
        document = json.loads(content)
    except ValueError as error:
        raise InspectionError(f"is no valid JSON: {error}", place=place, remedy=_REMEDY) from error
    if not isinstance(document, dict) or not isinstance(document.get("total"), int):
        return None
    items = document.get("items")
    return (items, document["total"]) if isinstance(items, list) else None
