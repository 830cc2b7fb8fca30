"""Times as feeds and exports write them, and the ids of posts."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from time import struct_time

from inspection.periods import SHANGHAI

_LONGEST_ID_BYTES = 1000  # PostgreSQL indexes no key beyond 2,704
_OLDEST_YEAR = 2005  # no platform is older: what claims to be is no time
_ZONE = re.compile(r"(?:[A-Z]{1,5}|[+-]\d{2}:?\d{2})$")
_DIGITS = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})(?:\D+(\d{1,2}):(\d{2}))?")


def post_id(address: str | None, published_at: datetime, title: str | None) -> str:
    """A post's id: its address, or one made from time and title where it has none (or from an endless address)."""
    if address and len(address.encode()) <= _LONGEST_ID_BYTES:
        return address
    return hashlib.sha1((address or f"{published_at.isoformat()} {title or ''}").encode()).hexdigest()


def read_time(text: str, parsed: struct_time | None = None) -> tuple[datetime, bool] | None:
    """An instant as feeds write it (UTC), and whether its zone was assumed; None for what is no time.

    Without a zone, and for CST, it is Asia/Shanghai; CST counts as written. `parsed` is feedparser's own reading,
    which takes a missing zone for UTC and CST for Chicago.
    """
    found = _read(text.strip(), parsed)
    return found if found and found[0].year >= _OLDEST_YEAR else None


def _read(text: str, parsed: struct_time | None) -> tuple[datetime, bool] | None:
    is_chinese = text.endswith("CST")
    if is_chinese:
        text, parsed = text.removesuffix("CST").strip(), None
    try:
        moment = datetime.fromisoformat(text)
        return _in_utc(moment), moment.tzinfo is None and not is_chinese
    except (ValueError, OverflowError):
        pass
    try:
        if fields := parsedate_tz(text):
            has_zone = bool(_ZONE.search(text))
            zone = timezone(timedelta(seconds=fields[9])) if has_zone else SHANGHAI
            return datetime(*fields[:6], tzinfo=zone).astimezone(UTC), not has_zone and not is_chinese
        if parsed and _ZONE.search(text):
            return datetime(*parsed[:6], tzinfo=UTC), False
        if match := _DIGITS.search(text):
            year, month, day, hour, minute = (int(part or 0) for part in match.groups())
            return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC), not is_chinese
    except (ValueError, OverflowError):
        pass
    return None


def _in_utc(moment: datetime) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)).astimezone(UTC)
