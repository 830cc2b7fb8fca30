"""Times as feeds and exports write them, and the ids of posts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Literal

from inspection.page.days import list_date
from inspection.periods import SHANGHAI, local_day

_LONGEST_ID_BYTES = 1000  # PostgreSQL indexes no key beyond 2,704
_OLDEST_YEAR = 2005  # no platform is older: what claims to be is no time
_LONGEST_TEXT = 100  # what is longer is no time
_LATEST_EPOCH = 4_102_444_800  # of 2100, in seconds

Order = Literal["month_first", "day_first"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january", "一月"),
            ("feb", "february", "二月"),
            ("mar", "march", "三月"),
            ("apr", "april", "四月"),
            ("may", "五月"),
            ("jun", "june", "六月"),
            ("jul", "july", "七月"),
            ("aug", "august", "八月"),
            ("sep", "sept", "september", "九月"),
            ("oct", "october", "十月"),
            ("nov", "november", "十一月"),
            ("dec", "december", "十二月"),
        ),
        1,
    )
    for name in names
} | {f"{number}月": number for number in range(1, 13)}
# RFC 822 §5, RFC 2822 §4.3; CST is China's here
_ZONES = {"z": 0, "ut": 0, "utc": 0, "gmt": 0, "cst": 8, "est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6}
_ZONES |= {"pst": -8, "pdt": -7, "jst": 9, "hkt": 8, "sgt": 8, "北京时间": 8, "中国标准时间": 8}
_CLOCK = (
    r"(?P<half>上午|下午|凌晨|中午|晚上|AM|PM)?\s*(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?"
)
_HALF = r"\s*(?P<half_behind>AM|PM|上午|下午)?"
_ZONE = (
    r"\s*(?:\(?(?P<zone>(?:GMT|UTC)?[+-]\d{1,2}:?\d{0,2}|[A-Za-z]{1,4}|北京时间|中国标准时间)\)?)?(?:\s*\([^()]*\))?"
)
_WEEKDAY = r"(?:(?:[A-Za-z]{3,9}|星期.|周.|礼拜.)[,，.]?\s*)?"
_FORMS = tuple(
    re.compile(form, re.I)
    for form in (
        # RFC 822 and 2822, months also in a server's locale: Sun, 29 Nov 2026 08:15:00 +0800
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})[\s-](?P<month>[A-Za-z]{{3,9}}|\d{{1,2}}月|[一二三四五六七八九十]{{1,2}}月)\.?[\s-]"
        rf"(?P<year>\d{{4}}|\d\d)(?:[\s,T]+{_CLOCK}{_HALF}{_ZONE})?",
        # asctime, and Java's Date: Sun Nov 29 08:15:00 CST 2026
        rf"{_WEEKDAY}(?P<month>[A-Za-z]{{3,9}}|\d{{1,2}}月|[一二三四五六七八九十]{{1,2}}月)\s+(?P<day>\d{{1,2}})\s+"
        rf"{_CLOCK}{_ZONE}\s+(?P<year>\d{{4}})",
        # Nov 29, 2026 8:15:00 AM
        rf"{_WEEKDAY}(?P<month>[A-Za-z]{{3,9}})\.?\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})(?:[\s,]+(?:at\s+)?{_CLOCK}{_HALF}{_ZONE})?",
        # 2026-11-29 08:15, 2026/11/29, 2026年11月29日 下午3:05
        rf"(?P<year>\d{{4}})\s?[-/.年]\s?(?P<month>\d{{1,2}})\s?[-/.月]\s?(?P<day>\d{{1,2}})\s?日?(?:\s*{_WEEKDAY}[T\s]*{_CLOCK}{_HALF}{_ZONE})?",
    )
)
# 11/29/2026 9:00:00 AM: which number is the month shows only where the other one cannot be
_SLASHES = re.compile(
    rf"(?P<first>\d{{1,2}})[/.-](?P<other>\d{{1,2}})[/.-](?P<year>\d{{4}})(?:[\s,T]+{_CLOCK}{_HALF}{_ZONE})?", re.I
)


def post_id(address: str | None, published_at: datetime, title: str | None) -> str:
    """A post's id: its address, or one made from time and title where it has none (or from an endless address)."""
    if address and len(address.encode()) <= _LONGEST_ID_BYTES:
        return address
    return hashlib.sha1((address or f"{published_at.isoformat()} {title or ''}").encode()).hexdigest()


def order_of(texts: Iterable[str]) -> Order | None:
    """How a source writes dates like 11/29/2026, by those that can be read in one way; None where none can."""
    found: set[Order] = set()
    for text in texts:
        if match := _SLASHES.fullmatch(text.strip()[: _LONGEST_TEXT + 1]):
            first, other = int(match["first"]), int(match["other"])
            if first > 12 >= other:
                found.add("day_first")
            elif other > 12 >= first:
                found.add("month_first")
    return found.pop() if len(found) == 1 else None


def read_time(
    text: str, *, order: Order | None = None, seen_at: datetime | None = None
) -> tuple[datetime, bool] | None:
    """An instant as feeds write it (UTC), and whether its zone was assumed; None for what is no time.

    By ISO 8601 (RFC 3339) and RFC 2822, with the months of a server's Chinese locale, by the forms that content systems
    print, and seconds since 1970; with `seen_at` also as lists on pages print days (昨天, 11-29). No number is guessed
    to be a day or a month: 5/11/2026 is none unless `order` tells. Without a zone, and for CST, it is Asia/Shanghai;
    CST counts as written.
    """
    text = text.strip()
    if not text or len(text) > _LONGEST_TEXT:
        return None
    try:
        found = _read(text, order)
    except (ValueError, OverflowError, KeyError):
        return None
    if found is None and seen_at is not None and (day := list_date([text], local_day(seen_at))):
        found = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).astimezone(UTC), True
    return found if found and found[0].year >= _OLDEST_YEAR else None


def _read(text: str, order: Order | None) -> tuple[datetime, bool] | None:
    if text.isdecimal() and text.isascii() and len(text) in {10, 13}:
        seconds = int(text) / (1000 if len(text) == 13 else 1)
        return (datetime.fromtimestamp(seconds, UTC), False) if seconds < _LATEST_EPOCH else None
    is_iso = text[:4].isdecimal() and text[4:5] == "-"
    if is_iso:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            pass
        else:
            return (moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)).astimezone(UTC), moment.tzinfo is None
    for form in _FORMS:
        if match := form.fullmatch(text):
            month = match["month"].lower().rstrip(".")
            year = int(match["year"])
            if year < 100:
                year += 2000 if year < 70 else 1900  # RFC 2822 §4.3 has 50; nothing here is of before 2005
            return _moment(year, int(month) if month.isdecimal() else _MONTHS[month], int(match["day"]), match)
    if match := _SLASHES.fullmatch(text):
        order = order_of([text]) or order
        if order is None:
            return None
        numbers = int(match["first"]), int(match["other"])
        month, day = numbers if order == "month_first" else numbers[::-1]
        return _moment(int(match["year"]), month, day, match)
    return None


def _moment(year: int, month: int, day: int, match: re.Match) -> tuple[datetime, bool]:
    said = match.groupdict()
    hour = int(said["hour"] or 0)
    half = (said["half"] or said.get("half_behind") or "").lower()
    if half in {"下午", "晚上", "pm"} and hour < 12:
        hour += 12
    elif half in {"上午", "凌晨", "am"} and hour == 12:
        hour = 0
    zone = _zone(said["zone"])
    moment = datetime(
        year, month, day, hour, int(said["minute"] or 0), int(said["second"] or 0), tzinfo=zone or SHANGHAI
    )
    return moment.astimezone(UTC), zone is None


def _zone(text: str | None) -> tzinfo | None:
    """The zone that a text names; None where it names none. Raises KeyError for one that nobody knows."""
    if not text:
        return None
    if match := re.fullmatch(r"(?:GMT|UTC)?([+-])(\d{1,2}):?(\d\d)?", text, re.I):
        offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        return timezone(-offset if match[1] == "-" else offset)
    if text.lower() == "cst":
        return SHANGHAI
    return timezone(timedelta(hours=_ZONES[text.lower()]))
