"""Deadlines (整改时限) against the day of issue and the day on which the text was put on the web."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from inspection.proofread import times
from inspection.proofread.context import Context
from inspection.proofread.finding import Checked, Finding
from inspection.proofread.house import House

_BEFORE = re.compile(r"^(?:\([^)]{1,8}\))?(?:\d{1,2}[:时点]\d{0,2})?(?:之前|以前|前|之内|截止)")
_TO_DO = re.compile(r"报|完成|提交|反馈|发布|整改|上传|公开|回复|反映|函复|复函|答复|改正|上报|备案|说明|落实|到位")
LATE = timedelta(days=60)
_DONE = re.compile(r"已|均于|曾|了")


def check(context: Context, house: House) -> Iterator[Finding | Checked]:
    """Every day before which something is to be done."""
    document = context.document
    if document.issued_on is None and document.published_on is None:
        return
    for said in context.said:
        for named in times.days_in(said.text, document.year):
            behind = said.text[named.end :]
            lead = re.split(r"[,。;:]", said.text[: named.start])[-1]
            if not _BEFORE.match(behind) or not _TO_DO.search(behind) or _DONE.search(lead) or said.is_past:
                continue
            if re.search(r"已", behind[:30]) or named.day is None:
                continue
            if (
                "年" not in named.shown
                and not re.search(r"年(?:\d+月\d+日)?(?:前|至|—|-)?$", lead)
                and not named.is_lost
            ):
                named = replace(named, day=_next(named.day, document.issued_on or document.published_on))
            days = [day for day in named.readings if not document.issued_on or day >= document.issued_on]
            due = min(days) if days else named.day
            sure = not named.is_lost or len(named.readings) == 1
            yield from _judge(context, said, due, sure)


def _next(day: date, issued: date) -> date:
    """A day without a year, in the year that its deadline can mean; just before the day of issue it is a slip."""
    try:
        near = [day.replace(year=issued.year + more) for more in (0, 1)]
    except ValueError:  # 29 February
        return day
    return next((one for one in near if one >= issued - LATE), near[0])


def _judge(context: Context, said, due: date, sure: bool) -> Iterator[Finding | Checked]:
    document = context.document
    issued, published = document.issued_on, document.published_on
    reading = "" if sure else f"（日期有缺字，按{due}读）"
    note = "" if sure else f" (characters are lost; read as {due})"
    values = {"due_on": str(due), "issued_on": str(issued or ""), "published_on": str(published or "")}

    def told(severity, zh: str, en: str) -> Finding:
        place, shown = said.sentence.place, said.sentence.shown
        return Finding("deadline", severity, place, shown, zh + reading, en + note, values)

    if issued and due < issued:
        yield told(
            "contradiction" if sure else "doubt",
            f"时限{due}早于成文日期{issued}", f"the deadline {due} lies before the day of issue {issued}",
        )  # fmt: skip
    elif issued and due == issued:
        yield told("doubt", f"时限{due}就是成文当天", f"the deadline {due} is the day of issue")
    elif published and due <= published:
        when = "就是" if due == published else "早于"
        yield told(
            "doubt", f"时限{due}{when}网页发布日期{published}",
            f"the deadline {due} {'is' if due == published else 'lies before'} the day of publication {published}",
        )  # fmt: skip
    else:
        yield Checked("deadline", said.sentence.place, said.sentence.shown, f"{due} > {published or issued}")
