"""When an article was published, with the source of the date.

Proofs, the strongest first: printed as publication (发布时间, or beside title and source), `<time>` or JSON-LD of the
page, the date in the list that led here, the `PubDate` meta tag, the date in the address, the first time we saw it.
Where tag and print name the same day, the tag is taken, which mostly has the time of day. A day behind a label of
another kind (成文日期, 开始时间) is none of publication, nor is one beside an entry of a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from inspection.page.days import MOMENT, Told, address_day, line_day, told_behind_label, told_by, told_in
from inspection.page.identity import Identity
from inspection.page.page import Page, fold

_STRONG_LABEL = re.compile(r"(?:发布|发表|发稿|公开|刊发|刊登|上网)(?:时间|日期)|(?:发布|发表|刊发)于|发布(?=[:：])")
_WEAK_LABEL = re.compile(r"(?:更新|发文)(?:时间|日期)|(?<![\u4e00-\u9fff])(?:时间|日期)")
# what every label ends with, and a day behind it: twenty times as fast as looking for the labels themselves
_LABEL_ENDS = ("时间", "日期", "发布于", "发表于", "刊发于", "发布：", "发布:")
_DAY_BEHIND = re.compile(
    r"[\s:：\[【(（\"]{0,12}(?=[\d０-９]|[一二][〇○零一二三四五六七八九]|[今昨前]天|[今昨]日|刚[刚才]|[JFMASOND][aepuco][a-z])"
)
_LONGEST_LABEL_CHARS = 4
_LONGEST_VALUE_CHARS = 40
_FOREIGN_LABEL = re.compile(r"(?:时间|日期|[:：])\s*$")
_BESIDE_SOURCE = re.compile(
    r"来源|作者|浏览|点击|阅读|字号|字体|编辑|发布|撰稿|供稿|访问|\b(?:posted|published|source|author)\b", re.I
)
_SENTENCE = re.compile(r"[，。；！？,;!?]")
_MAX_PUBLISHER_CHARS = 20  # of what stands before the time right under a title
_INFO_CHARS = 600  # behind a title: where its day stands
_META_NAMES = ("pubdate", "publishdate", "publishtime", "article:published_time", "firstpublishedtime", "publish-date")
_JSON_LD = re.compile(r"\"datePublished\"\s*:\s*\"([^\"]{8,40})\"")
_ROWS = frozenset({"li", "tr", "dl", "dd"})
MIN_ENTRY_TITLE_CHARS = 2


class Published(NamedTuple):
    """One publication time: the official day, the instant in UTC where a time of day is printed, its source."""

    on: date
    at: datetime | None
    source: str  # text | markup | list | meta | url | first_seen
    printed: str


def publications(page: Page, identity: Identity, title: str | None, day: date) -> list[Published]:
    """Every publication time that the page itself gives, best first. `title` is the article's title, `day` that of the
    look."""
    meta = next((found for name in _META_NAMES if (found := _from_meta(page.meta.get(name), day))), None)
    visible = _from_head_row(page, day) or _labelled(page, title, day) or _beside_title(page.text, title, day)
    markup = _from_markup(page, day)
    in_url = address_day(page.url) or address_day(page.meta.get("url", ""))
    printed = [
        _published(found, source) for found, source in ((visible, "text"), (markup, "markup")) if found is not None
    ]
    # the same day: the tag, unless only the visible form has a time of day
    is_generated = meta and printed and (printed[0].on != meta.on or (printed[0].at and not meta.at))
    order = [*printed, meta] if is_generated else [meta, *printed]
    return [found for found in (*order, in_url and _published(in_url, "url")) if found]


def with_list_date(published: list[Published], on: date) -> list[Published]:
    """The publication times of an article and the day printed beside it in a list: stronger than the tag and the
    address, unless these name the same day of another year, which a list often leaves out."""
    listed = Published(on, None, "list", str(on))
    best = published[0] if published else None
    is_stronger = best and best.source in {"meta", "url"} and (best.on.month, best.on.day) != (on.month, on.day)
    return [listed, *published] if is_stronger else [*published, listed]


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
    is_printed = best.source in {"text", "markup", "list"}
    if is_printed and any(other.source == "meta" and other.on != best.on for other in others):
        return "over_tag"
    return "first_of_order"


def _published(told: Told, source: str) -> Published:
    return Published(told.on, told.at, source, told.printed)


def _labelled(page: Page, title: str | None, day: date) -> Told | None:
    """The first day behind a label of publication, else behind one of update; none beside another page's link."""
    text = page.text
    places = sorted(place for word in _LABEL_ENDS for place in _places(text, word))
    if not places:
        return None
    near = text.find(title[:12]) + _INFO_CHARS if title else 0
    for label in (_STRONG_LABEL, _WEAK_LABEL):
        for end in places:
            if not _ends_with(label, text, end):
                continue
            value = _DAY_BEHIND.match(text, end)
            begin = value.end() if value else end
            told = told_behind_label(text[begin : begin + _LONGEST_VALUE_CHARS], day)
            if told and not (_may_be_of_an_entry(text, end, near) and _is_of_an_entry(page, told.printed)):
                return told
    return None


def _may_be_of_an_entry(text: str, end: int, near: int) -> bool:
    """Whether a label stands far behind the title, or something that names no source stands before it on its line."""
    before = text[text.rfind("\n", 0, end) + 1 : end - _LONGEST_LABEL_CHARS].strip()
    return end > near or (bool(before) and not _BESIDE_SOURCE.search(before))


def _ends_with(label: re.Pattern, text: str, end: int) -> bool:
    """Whether one of the labels ends here; a colon behind it may belong to what `end` has passed."""
    end -= text[end - 1] in ":："
    return any(
        (match := label.match(text, max(0, end - length))) and match.end() == end
        for length in range(_LONGEST_LABEL_CHARS, 1, -1)
    )


def _places(text: str, word: str) -> Iterator[int]:
    """Where a word ends before something that may be a day."""
    place = text.find(word)
    while place >= 0:
        end = place + len(word)
        if _DAY_BEHIND.match(text, end):
            yield end
        place = text.find(word, end)


def _is_of_an_entry(page: Page, printed: str) -> bool:
    """Whether a printed day stands in a row that leads to another page: it is that page's."""
    for anchor in page.anchors:
        if len(anchor.text) < MIN_ENTRY_TITLE_CHARS:
            continue
        row = _row_of(anchor.node)
        text = fold(row.text_lexbor()) if row is not None else ""
        if fold(printed) in text and not _BESIDE_SOURCE.search(text.partition(fold(printed))[0].replace("发布", "")):
            return True
    return False


def _row_of(node: LexborNode) -> LexborNode | None:
    for _ in range(4):
        node = node.parent
        if node is None or node.tag in {"body", "table", "ul"}:
            return None
        if node.tag in _ROWS:
            return node
    return None


def _from_head_row(page: Page, day: date) -> Told | None:
    """The day in a table whose head row calls a column the publication, and whose next row holds the values."""
    if "日期\n" not in page.text and "时间\n" not in page.text:
        return None
    for row in page.tree.css("tr"):
        names = _cells(row)
        numbers = [number for number, name in enumerate(names) if _STRONG_LABEL.fullmatch(name.rstrip(":： "))]
        if not numbers or len(names) < 2:
            continue
        below = row.next
        while below is not None and below.tag != "tr":
            below = below.next
        values = _cells(below) if below is not None else []
        if len(values) == len(names) and (told := told_behind_label(values[numbers[0]], day)):
            return told
    return None


def _cells(row: LexborNode) -> list[str]:
    return [fold(cell.text_lexbor()) for cell in row.iter() if cell.tag in {"td", "th"}]


def _from_markup(page: Page, day: date) -> Told | None:
    """The day in JSON-LD, or in the first `<time>` that is no entry's."""
    if "datePublished" in page.html and (match := _JSON_LD.search(page.html)) and (told := told_in(match[1], day)):
        return told
    for node in page.tree.css("time[datetime]") if "<time" in page.html else ():
        row = _row_of(node)
        if (row is None or row.css_first("a[href]") is None) and (
            told := told_in(node.attributes.get("datetime") or "", day)
        ):
            return told
    return None


def _from_meta(content: str | None, day: date) -> Published | None:
    if not content or not (told := told_in(content, day)):
        return None
    return _published(told, "meta")


def _beside_title(text: str, title: str | None, day: date) -> Told | None:
    """A date without a label: soon after the title, alone on its line or beside source, author and views."""
    head = title[:12] if title else ""
    start = text.find(head) if head else -1
    if start < 0:
        return _in_source_line(text.split("\n", 40)[:40], day, is_after_title=False)
    for _ in range(3):  # a title also stands in the path at the top, and on a mobile copy of the page
        lines = text[start : start + _INFO_CHARS].split("\n")[1:12]
        if found := _in_source_line(lines, day, is_after_title=True):
            return found
        start = text.find(head, start + len(head))
        if start < 0:
            break
    return None


def _in_source_line(lines: list[str], day: date, *, is_after_title: bool) -> Told | None:
    for number, line in enumerate(lines):
        if is_after_title and number < 4 and (on := _over_two_lines(lines, number, day)):
            return Told(on, None, f"{line} {lines[number + 1]}", 0, len(line))
        if "星期" in line or "今天是" in line:
            continue
        told = told_by(MOMENT.search(line)) if "20" in line or "19" in line else None
        if told is None and len(line) <= _LONGEST_VALUE_CHARS:
            told = told_in(line, day)
        if told is None or "今天" in line[: told.start]:
            continue
        before = line[: told.start].strip() or (lines[number - 1].strip() if number else "")
        if _FOREIGN_LABEL.search(before) and not _BESIDE_SOURCE.search(before):
            continue
        rest = (line[: told.start] + line[told.end :]).strip(" []()（）【】|:：")
        names_source = _BESIDE_SOURCE.search(rest or " ".join(lines[max(0, number - 1) : number + 2]))
        follows_title = is_after_title and (
            not rest
            or (number == 0 and told.start == 0 and "，" not in rest)
            or (number <= 1 and told.at and len(rest) <= _MAX_PUBLISHER_CHARS and not _SENTENCE.search(rest))
        )
        if len(rest) <= 60 and (names_source or follows_title):
            return told
    return None


def _over_two_lines(lines: list[str], number: int, day: date) -> date | None:
    """A day over its month with a year, in two lines: `21`, `2026年02月`."""
    pair = lines[number : number + 2]
    if len(pair) < 2 or sum(map(len, pair)) > 16 or not any("20" in line for line in pair):
        return None
    return None if any(MOMENT.search(line) for line in pair) else line_day(" ".join(pair), day)
