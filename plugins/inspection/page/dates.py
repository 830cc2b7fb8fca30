"""When an article was published, with the source of the date; and the dates printed in lists.

Sources in the order of 政府网站发展指引: the `PubDate` meta tag, the visible 发布时间 or 发布日期, the
date in the address, the date in the list that led here, the first time we saw it. One departure: where
`PubDate` and a visible labelled date name different days, the visible one is believed, because content
systems write the time of generation or migration into the tag. All times are Asia/Shanghai.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

from inspection.page.identity import Identity
from inspection.page.page import Page
from inspection.periods import SHANGHAI

_YEAR = r"(?<!\d)((?:19|20)\d\d)"
_DAY = rf"{_YEAR}\s{{0,3}}[-/.年]\s{{0,3}}(\d{{1,2}})\s{{0,3}}[-/.月]\s{{0,3}}(\d{{1,2}})(?:\s{{0,3}}日|(?!\d))"
_TIME = r"(?:[\sT-]{0,4}(\d{1,2})[:：∶](\d\d)(?:[:：∶](\d\d))?(?!\d))?"
MOMENT = re.compile(_DAY + _TIME)

_STRONG_LABEL = re.compile(
    r"(?:发布时间|发布日期|发布于|发表时间|发表日期|发稿时间|发稿日期|公开日期|公开时间)[\s:：\[【(（\"]{0,12}"
    + MOMENT.pattern
)
_WEAK_LABEL = re.compile(
    r"(?:更新时间|更新日期|生成日期|生成时间|发文日期|发文时间|成文日期|(?<![\u4e00-\u9fff])(?:时间|日期))[\s:：\[【(（\"]{0,12}"
    + MOMENT.pattern
)
# what every label ends with, and a year behind it: twenty times as fast as looking for the labels themselves
_LABEL_ENDS = ("时间", "日期", "发布于")
_YEAR_BEHIND = re.compile(r"[\s:：\[【(（\"]{0,12}(?:19|20)\d\d")
_BESIDE_SOURCE = re.compile(r"来源|作者|浏览|点击|阅读|字号|字体|编辑|发布|撰稿|供稿|访问")
_META_NAMES = ("pubdate", "publishdate", "publishtime", "article:published_time", "firstpublishedtime", "publish-date")

_URL_DAY = (
    re.compile(r"/t(20\d\d)(\d\d)(\d\d)_"),
    re.compile(r"/(20\d\d)[-/](\d{1,2})[-/](\d{1,2})/"),
    re.compile(r"/(20\d\d)-?(\d\d)/(?:t|c)?\d{0,2}?(?<=/)(\d\d)[-_/]"),
    re.compile(r"/(20\d\d)(\d\d)(\d\d)[/_-]"),
    re.compile(r"/(20\d\d)/(\d\d)(\d\d)/"),
)

# One line of a list entry that is nothing but a date. What may stand around it: brackets, a label, a time.
_OPEN = r"^(?:(?:发布|更新)?(?:时间|日期)|发布)?[\s:：\[【(（<〔]*"
_CLOSE = r"[\s\])）】>〕|]*(?:星期.|周.)?$"
_LINE_FULL = re.compile(_OPEN + MOMENT.pattern + _CLOSE)
_LINE_MONTH_DAY = re.compile(_OPEN + r"(\d{1,2})(?:[-/.]|月)(\d{1,2})日?(?:\s+\d{1,2}:\d\d(?::\d\d)?)?" + _CLOSE)
_LINE_DAY_THEN_MONTH = re.compile(_OPEN + r"(\d{1,2})日?[\s/|]+" + _YEAR + r"[-/.年](\d{1,2})月?" + _CLOSE)
_LINE_MONTH_THEN_DAY = re.compile(_OPEN + _YEAR + r"[-/.年](\d{1,2})月?[\s/|]+(\d{1,2})日?" + _CLOSE)
_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_LINE_HAN = re.compile(
    rf"{_OPEN}([一二][〇○零一二三四五六七八九]{{3}})年([一二三四五六七八九十]{{1,2}})月([一二三四五六七八九十]{{1,3}})日{_CLOSE}"
)
_LINE_COMPACT = re.compile(_OPEN + r"(20\d\d)(\d\d)(\d\d)" + _CLOSE)
_LINE_RELATIVE = re.compile(
    _OPEN + r"(?:(今天|今日|刚刚|刚才)|(昨天|昨日)|(前天)|(\d{1,3})\s?天前|(\d{1,3})\s?(?:个)?(?:小时|分钟|秒)前)"
    r"(?:\s*\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?" + _CLOSE
)
# full-width digits, dashes and dots are read as plain ones
_PLAIN = str.maketrans("０１２３４５６７８９–—－．／", "0123456789---./")
_LINE_DAY_OVER_MONTH = re.compile(_OPEN + r"(\d{1,2})日?[\s/|]+(\d{1,2})月" + _CLOSE)
_DIGIT = re.compile(r"\d")
# A date at the edge of a title, set off by brackets or a space: 2023年9月29日至10月6日放假 is a title's own words.
_EDGE_HEAD = re.compile(rf"^(?:[\[(（【]\s*{MOMENT.pattern}\s*[\])）】]|{MOMENT.pattern}\s)\s*")
_EDGE_TAIL = re.compile(rf"\s*(?:[\[(（【]\s*{MOMENT.pattern}\s*[\])）】]|\s{MOMENT.pattern})$")
_EDGE_SHORT = re.compile(
    r"^[\[(（【]\s*(\d{1,2})[-/.月](\d{1,2})日?\s*[\])）】]\s*|\s*[\[(（【]\s*(\d{1,2})[-/.月](\d{1,2})日?\s*[\])）】]$"
)
LOOKS_DATED = re.compile(
    r"\d[-/.月年–—－．／]\s{0,3}\d|\d\s*[日月]|(?<!\d)20\d{6}(?!\d)|[今昨前]天|[今昨]日|刚刚|刚才|天前|小时前|分钟前|月[一二三四五六七八九十]{1,3}日"
)


class Published(NamedTuple):
    """One publication time: the official day, the instant in UTC where a time of day is printed, its source."""

    on: date
    at: datetime | None
    source: str  # meta | text | url | list | first_seen
    printed: str


def make_day(year: int | str, month: int | str, day: int | str) -> date | None:
    """The day of these numbers, or None where the calendar has none."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def latest_day(month: int | str, day: int | str, not_after: date) -> date | None:
    """The latest such day of a year not after `not_after`: how a list date without a year is read."""
    for year in range(not_after.year, not_after.year - 9, -1):  # 29 February may be eight years back
        found = make_day(year, month, day)
        if found and found <= not_after:
            return found
    return None


def publications(page: Page, identity: Identity, title: str | None) -> list[Published]:
    """Every publication time that the page itself gives, best first. `title` is the article's title."""
    meta = next((found for name in _META_NAMES if (found := _from_meta(page.meta.get(name)))), None)
    visible = _labelled(page.text) or _beside_title(page.text, title)
    in_url = _from_url(page.url) or _from_url(page.meta.get("url", ""))
    # the same day: the tag, unless only the visible form has a time of day
    prefers_visible = meta and visible and (visible.on != meta.on or (visible.at and not meta.at))
    order = [visible, meta, in_url] if prefers_visible else [meta, visible, in_url]
    return [found for found in order if found]


def reason_of(published: Sequence[Published]) -> str:
    """Why the first of these publication times is the best: a word for what the others say. Raises IndexError if empty.

    `agreed` no other source names another day, `over_tag` printed where the tag names another day (generation time),
    `first_of_order` another source differs and comes later in the guideline's order, `only` there is no other source.
    """
    best, others = published[0], published[1:]
    if not others:
        return "only"
    if all(other.on == best.on for other in others):
        return "agreed"
    if best.source == "text" and any(other.source == "meta" and other.on != best.on for other in others):
        return "over_tag"
    return "first_of_order"


def list_date(lines: list[str], not_after: date) -> date | None:
    """The date among the text pieces of a list entry: alone on a line, split over two, or inside a short one."""
    for line in lines:
        if len(line) <= 40 and (found := _line_day(line, not_after)):
            return found
    for first, second in pairwise(lines):
        if len(first) + len(second) <= 20 and (found := _line_day(f"{first} {second}", not_after)):
            return found
    for line in lines:
        if len(line) <= 60 and (match := MOMENT.search(line)) and (found := make_day(*match.groups()[:3])):
            return found
    return None


def address_day(url: str) -> date | None:
    """The day that an address names: weaker proof than a printed one, of an entry that prints none."""
    found = _from_url(url)
    return found and found.on


def edge_date(text: str, not_after: date) -> tuple[date | None, str]:
    """The date at the head or tail of a title, and the title without it."""
    if not _DIGIT.search(text):
        return None, text
    for pattern in (_EDGE_HEAD, _EDGE_TAIL):
        if match := pattern.search(text):
            numbers = match.groups()[:3] if match[1] else match.groups()[6:9]
            rest = text.replace(match[0], "", 1)
            if len(rest) >= 4 and (found := make_day(*numbers)):
                return found, rest
    if match := _EDGE_SHORT.search(text):
        numbers = [number for number in match.groups() if number]
        if found := latest_day(*numbers, not_after):
            return found, text.replace(match[0], "", 1)
    return None, text


def _line_day(line: str, not_after: date) -> date | None:
    line = line.translate(_PLAIN)
    if match := _LINE_FULL.match(line):
        return make_day(*match.groups()[:3])
    if match := _LINE_COMPACT.match(line):
        return make_day(*match.groups())
    if match := _LINE_HAN.match(line):
        return make_day(match[1].translate(_HAN_DIGITS), _han_number(match[2]), _han_number(match[3]))
    if match := _LINE_RELATIVE.match(line):
        return not_after - timedelta(days=_days_ago(match))
    if match := _LINE_MONTH_DAY.match(line):
        return latest_day(match[1], match[2], not_after)
    if match := _LINE_DAY_THEN_MONTH.match(line):
        return make_day(match[2], match[3], match[1])
    if match := _LINE_DAY_OVER_MONTH.match(line):
        return latest_day(match[2], match[1], not_after)
    if match := _LINE_MONTH_THEN_DAY.match(line):
        return make_day(*match.groups()[:3])
    return None


def _han_number(numeral: str) -> int:
    """A number below a hundred: 七, 十, 十二, 二十, 二十八."""
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return int(ones.translate(_HAN_DIGITS))
    return 10 * int(tens.translate(_HAN_DIGITS) or 1) + int(ones.translate(_HAN_DIGITS) or 0)


def _days_ago(match: re.Match) -> int:
    """Days between the look and what a list calls 昨天 or 3天前. Hours and minutes count to the day of the look."""
    if match[2]:
        return 1
    if match[3]:
        return 2
    return int(match[4] or 0)


def _labelled(text: str) -> Published | None:
    """The first date behind a label of publication, else behind one of generation or update."""
    places = sorted(place for word in _LABEL_ENDS for place in _places(text, word))
    for label in (_STRONG_LABEL, _WEAK_LABEL):
        matches = (label.match(text, max(0, place - 2)) or label.match(text, place) for place in places)
        if found := _from_match(next(filter(None, matches), None), "text"):
            return found
    return None


def _places(text: str, word: str) -> Iterator[int]:
    """Where a word stands before a year."""
    place = text.find(word)
    while place >= 0:
        if _YEAR_BEHIND.match(text, place + len(word)):
            yield place
        place = text.find(word, place + len(word))


def _from_match(match: re.Match | None, source: str) -> Published | None:
    if not match:
        return None
    year, month, day, hour, minute, second = match.groups()[:6]
    on = make_day(year, month, day)
    if not on:
        return None
    at = None
    if hour is not None:
        try:
            clock = time(int(hour), int(minute), int(second or 0))
            at = datetime.combine(on, clock, SHANGHAI).astimezone(UTC)
        except (ValueError, OverflowError):
            at = None
    return Published(on, at, source, match[0].strip())


def _from_meta(content: str | None) -> Published | None:
    return _from_match(MOMENT.search(content), "meta") if content else None


def _from_url(url: str) -> Published | None:
    for pattern in _URL_DAY:
        if (match := pattern.search(url)) and (on := make_day(*match.groups()[:3])):
            return Published(on, None, "url", match[0])
    return None


def _beside_title(text: str, title: str | None) -> Published | None:
    """A date without a label: soon after the title, alone on its line or beside source, author and views."""
    head = title[:12] if title else ""
    start = text.find(head) if head else -1
    if start < 0:
        return _in_source_line(text.split("\n", 40)[:40], is_after_title=False)
    for _ in range(3):  # a title also stands in the path at the top, and on a mobile copy of the page
        if found := _in_source_line(text[start : start + 600].split("\n")[1:12], is_after_title=True):
            return found
        start = text.find(head, start + len(head))
        if start < 0:
            break
    return None


def _in_source_line(lines: list[str], *, is_after_title: bool) -> Published | None:
    for number, line in enumerate(lines):
        match = MOMENT.search(line) if "20" in line or "19" in line else None
        if not match or "今天" in line or "星期" in line:
            continue
        rest = (line[: match.start()] + line[match.end() :]).strip(" []()（）【】|:：")
        names_source = _BESIDE_SOURCE.search(rest or " ".join(lines[max(0, number - 1) : number + 2]))
        follows_title = is_after_title and (not rest or (number == 0 and match.start() == 0 and "，" not in rest))
        if len(rest) <= 60 and (names_source or follows_title):
            return _from_match(match, "text")
    return None
