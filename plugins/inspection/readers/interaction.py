"""Interaction (互动): the messages that a column shows, when each was asked and answered, and its consultations.

Kinds: `message` one message of a list or page, `place` its address (or its number on the page), `value` the day it was
asked, `detail.is_answered` (null where the page does not tell) and `detail.answered_on`; `messages` the same in sum:
`count`, `value` the day of the oldest that is unanswered, `detail` the numbers; `consultations` the entries of a column
of consultations (征集调查) in the year up to the day of the look, `value` the newest. Who asked what is not kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from selectolax.lexbor import LexborNode

from inspection.model import PageKind
from inspection.page.days import MOMENT, make_day
from inspection.page.page import Page, fold, resolver
from inspection.page.words import any_of, page_words
from inspection.readers.sign import Reading, Sign

TOPIC = "interaction"

MAX_MESSAGES = 200  # of a page that are told one by one
MAX_NAME_CHARS = 20
_ANSWER_TEXT = re.compile(r"(?:回复|答复|办理结果|回复单位|答复单位)(?:内容|意见|情况)?\s?[:：]\s?\S{4}", re.M)


_ROW_GROUPS = frozenset({"tbody", "thead", "tfoot"})  # the parser puts the first where a table has none


@dataclass(slots=True)
class Message:
    """One message of a visitor as a page shows it."""

    asked_on: date
    answered_on: date | None = None
    is_answered: bool | None = None
    url: str | None = None


def read(reading: Reading) -> Iterator[Sign]:
    """Messages and consultations on a page."""
    if reading.kind == PageKind.HOME:
        return
    if reading.kind == PageKind.COLUMN:
        yield from _consultations(reading)
    text = reading.page.text
    if not any(pattern.search(text) for pattern in _asked()):
        return
    messages = [message for message in _messages(reading.page) if message.asked_on <= reading.day]
    own = reading.page.url if len(messages) == 1 and reading.kind == PageKind.OTHER else None
    for number, message in enumerate(messages[:MAX_MESSAGES], 1):
        detail = {"is_answered": message.is_answered, "answered_on": message.answered_on}
        yield Sign("message", message.url or own or str(number), str(message.asked_on), detail=detail)
    if messages:
        yield _sum(messages)


def _sum(messages: Sequence[Message]) -> Sign:
    open_ = [message.asked_on for message in messages if message.is_answered is False]
    answers = [message.answered_on for message in messages if message.answered_on]
    return Sign(
        "messages",
        value=str(min(open_)) if open_ else None,
        count=len(messages),
        detail={
            "answered": sum(message.is_answered is True for message in messages),
            "unanswered": len(open_),
            "untold": sum(message.is_answered is None for message in messages),
            "newest_asked_on": max(message.asked_on for message in messages),
            "newest_answered_on": max(answers, default=None),
        },
    )


def _messages(page: Page) -> list[Message]:
    """What tables say, else what labelled lines say."""
    found = [message for rows in _tables(page) for message in _of_table(page, rows)]
    return found or _of_lines(page.text)


def _tables(page: Page) -> list[list[LexborNode]]:
    """The rows of each table, but those that hold rows themselves, as tables that only lay out a page do: so each text
    is read once, however deep tables stand in tables."""
    rows = page.tree.css("tr")
    around: set[int] = set()  # every element around a row, by its id
    for row in rows:
        node = row.parent
        while node is not None and node.mem_id not in around:
            around.add(node.mem_id)
            node = node.parent
    found: dict[int, list[LexborNode]] = {}
    for row in rows:
        if row.mem_id not in around:
            holder = row.parent.parent if row.parent.tag in _ROW_GROUPS else row.parent
            found.setdefault(holder.mem_id, []).append(row)
    return list(found.values())


def _of_table(page: Page, rows: Sequence[LexborNode]) -> Iterator[Message]:
    words = _words()
    places: dict[str, int] = {}
    for row in rows:
        cells = row.css("th, td")
        texts = [fold(cell.text()) for cell in cells]
        if not places:
            named = {
                role: number
                for number, text in enumerate(texts)
                for role in ("asked", "answered", "state")
                if len(text) <= MAX_NAME_CHARS and words[role].fullmatch(text)
            }
            if "asked" in named and len(named) > 1:
                places = named
            continue
        if len(texts) <= max(places.values()):
            continue
        asked = _day(texts[places["asked"]])
        if asked is None:
            continue
        answered_on = _day(texts[places["answered"]]) if "answered" in places else None
        says = texts[places["state"]] if "state" in places else ""
        is_answered = _is_answered(says)
        if is_answered is None and "answered" in places:
            is_answered = answered_on is not None
        link = row.css_first("a[href]")
        url = resolver(page.url)(link.attributes.get("href") or "") if link else None
        yield Message(asked, answered_on, is_answered, url)


def _of_lines(text: str) -> list[Message]:
    """Messages by their labels; the state of each stands behind its time, or on some sites before it."""
    asked = list(_labelled()["asked"].finditer(text))
    if not asked:
        return []
    words = _words()
    first_state = words["is_answered"].search(text) or words["is_open"].search(text)
    stands_before = (
        first_state is not None
        and first_state.start() < asked[0].start()
        and text.count("\n", first_state.end(), asked[0].start()) <= 4
    )
    starts, ends = [match.start() for match in asked], [match.end() for match in asked]
    found = []
    for number, match in enumerate(asked):
        on = make_day(*match.groups()[:3])
        if on is None:
            continue
        behind = text[ends[number] : starts[number + 1] if number + 1 < len(asked) else len(text)]
        before = text[ends[number - 1] if number else 0 : starts[number]]
        answer = _labelled()["answered"].search(behind)
        answered_on = make_day(*answer.groups()[:3]) if answer else None
        is_answered = True if answered_on else _is_answered(before if stands_before else behind)
        found.append(Message(on, answered_on, is_answered))
    if len(found) == 1 and found[0].is_answered is None and _ANSWER_TEXT.search(text):
        found[0].is_answered = True
    elif any(message.answered_on for message in found):  # where answers have their times, none is no answer
        for message in found:
            message.is_answered = bool(message.is_answered)
    return found


def _is_answered(says: str) -> bool | None:
    """What a text says first of whether a message was answered; None where it does not tell."""
    words = _words()
    yes, no = words["is_answered"].search(says), words["is_open"].search(says)
    if not yes or not no:
        return True if yes else False if no else None
    return yes.start() < no.start()


def _consultations(reading: Reading) -> Iterator[Sign]:
    name = reading.identity.column_name or reading.title or ""
    if not _words()["consultations"].search(name[:MAX_NAME_CHARS]):
        return
    dates = [item.published_on for item in reading.items if item.published_on and item.published_on <= reading.day]
    recent = [on for on in dates if reading.day < _year_after(on)]
    newest = str(max(dates)) if dates else None
    yield Sign("consultations", value=newest, count=len(recent), detail={"listed": len(reading.items)})


def _year_after(day: date) -> date:
    """The same day of the year after; of 29 February the day behind it."""
    return make_day(day.year + 1, day.month, day.day) or date(day.year + 1, 3, 1)


def _day(text: str) -> date | None:
    match = MOMENT.search(text)
    return make_day(*match.groups()[:3]) if match else None


@cache
def _asked() -> list[re.Pattern]:
    """The labels of a question's time, each written from its end (`时间`, `日期`): a pattern that begins with fixed
    characters is ten times as fast as one that begins with any of many."""
    words: dict[tuple[str, int], list[str]] = {}
    for word in page_words()["messages"]["asked"]:
        words.setdefault((word[-2:], len(word)), []).append(word)
    return [re.compile(f"{end}(?<={any_of(members)})") for (end, _), members in words.items()]


@cache
def _words() -> dict[str, re.Pattern]:
    words = page_words()
    lists = words["messages"] | {"consultations": words["consultations"]}
    return {name: re.compile(any_of(members)) for name, members in lists.items()}


@cache
def _labelled() -> dict[str, re.Pattern]:
    """A label with the moment behind it."""
    messages = page_words()["messages"]
    return {
        name: re.compile(rf"(?:{any_of(messages[name])})\s{{0,3}}[:：]?\s{{0,3}}{MOMENT.pattern}")
        for name in ("asked", "answered")
    }
