"""The attachments of sites that were stored whole: their wording and personal numbers, beside those of pages.

The crawl stores heads of attachments; whole ones come with imported files. Signs of the topic `attachment`, of files
that are PDF, DOCX or a spreadsheet: `damaged`, `encrypted`, `too_large`, `too_slow`, `cut` (our bounds were reached),
`no_text` (pictures of pages); `place` is the file's kind.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from inspection.archive.store import Store, StorePath, read_payloads
from inspection.extract.seen import Seen, SiteDay
from inspection.model import FetchOutcome, PageKind
from inspection.page.page import MAX_URL_BYTES
from inspection.readers.attachment import hits_of, read_attachment, signs_of
from inspection.text.wording import Lexicon

_log = logging.getLogger(__name__)

_NAME = re.compile(r"\.(?:pdf|docx|xlsx?|ods|et)$", re.I)
_MEDIA = re.compile(r"pdf|officedocument|ms-?excel|opendocument\.spreadsheet", re.I)
# what the crawl notes of an answer that it did not take whole
_PARTIAL = re.compile(r"\bhead\b|cut after")


def read_attachments(
    sites: Mapping[str, SiteDay],
    best: Mapping[tuple[str, str], dict[str, Any]],
    store: Store | str | StorePath,
    day: date,
    lexicon: Lexicon,
) -> int:
    """Fill `attachments` of every site; returns how many files were read. `best` is the snapshot of each address."""
    chosen = [row for (subject_id, _), row in best.items() if subject_id in sites and _is_whole(row)]
    for row, payload in read_payloads(store, chosen):
        if payload.problem or not payload.body:
            continue
        seen = Seen(row, row["url"], PageKind.OTHER)
        try:
            attachment = read_attachment(payload.body)
            seen.signs, seen.hits = list(signs_of(attachment, day)), hits_of(attachment, lexicon)
        except Exception:
            _log.exception("the attachment %s could not be read", row["url"])
            continue
        sites[row["subject_id"]].attachments.append(seen)
    return len(chosen)


def _is_whole(row: Mapping[str, Any]) -> bool:
    """Whether a snapshot holds the whole of a file that we can read."""
    if row["outcome"] not in {FetchOutcome.FETCHED, FetchOutcome.UNCHANGED} or row["http_status"] != 200:
        return False
    if _PARTIAL.search(row["detail"] or "") or len(row["url"].encode()) > MAX_URL_BYTES:
        return False
    content_type = (row["content_type"] or "").lower()
    if "html" in content_type:
        return False
    try:
        path = urlsplit(row["final_url"] or row["url"]).path
    except ValueError:  # no address at all
        return False
    return bool(_MEDIA.search(content_type) or _NAME.search(path))
