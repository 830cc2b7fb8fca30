"""The period that the title names against the day of issue, the opening words and the titles of the annexes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from inspection.proofread import annexes, times
from inspection.proofread.context import Context
from inspection.proofread.finding import Checked, Finding
from inspection.proofread.house import House
from inspection.proofread.texts import Text
from inspection.proofread.times import PeriodNamed

_OTHER = re.compile(r"整改|复查|上[一个]?[季期月]|前期|历次|累计|全年|年度")
_COUNTED = re.compile(r"截[至止](?:到|于)?(?:20\d\d年)?$|日(?:至|—+|到|-|~)(?:20\d\d年)?(?:\d{1,2}月)?$")
_TELLS = re.compile(r"通报如下|情况通报|予以通报")
_OPENING_PARAGRAPHS = 4


def check(context: Context, house: House) -> Iterator[Finding | Checked]:
    """Nothing without a period in the title."""
    document = context.document
    period = document.period
    if period is None or period.span is None:
        return
    first, last = period.span
    if document.issued_on is not None:
        yield from _issued(context, period)
    opening = [said for paragraph in context.paragraphs[:_OPENING_PARAGRAPHS] for said in paragraph]
    for said in opening:
        text = times.without_comparisons(said.text)
        named = [one for one in times.periods_in(text, document.year) if one.kind == period.kind]
        if not _TELLS.search(said.text) or not named or said.is_superior or _OTHER.search(said.text):
            continue
        if all(one.span and one.span != period.span for one in named):
            yield _differs(said.sentence.place, said.sentence.shown, period, named[0], "正文", "the opening")
    titles = [(line, annexes.title_of(line)) for line in document.announced]
    titles += [(annex.mark, annex.title) for annex in document.annexes]
    for line, title in titles:
        named = [one for one in times.periods_in(title, document.year) if one.span]
        if not named or _OTHER.search(title):
            continue
        if any(_touches(one, first, last) for one in named):
            yield Checked("period", line.place, line.shown, f"{named[0].shown} = {period.shown}")
        else:
            yield _differs(
                line.place, line.shown if title in line.text else title, period, named[0], "附件标题", "an annex"
            )


def _touches(one: PeriodNamed, first, last) -> bool:
    start, end = one.span
    return start <= last and end >= first


def _issued(context: Context, period: PeriodNamed) -> Iterator[Finding | Checked]:
    document = context.document
    first, last = period.span
    line: Text = document.issued
    day = document.issued_on
    if day < first:
        yield _finding(
            line.place, line.shown, "contradiction", f"成文日期{day}早于{period.shown}的第一天",
            f"dated {day}, before the first day of {period.shown}", {},
        )  # fmt: skip
    elif day <= last and (counted := _counted_to(context, day)):
        yield Checked("period", line.place, line.shown, f"{day} > {counted}")
    elif day <= last:
        where = "最后一天" if day == last else "结束之前"
        yield _finding(
            line.place, line.shown, "doubt", f"成文日期{day}在{period.shown}{where}，本期尚未结束",
            f"dated {day}, {'the last day of' if day == last else 'before the end of'} {period.shown}: it was not over",
            {"issued_on": str(day), "last_day": str(last)},
        )  # fmt: skip
    else:
        yield Checked("period", line.place, line.shown, f"{day} > {last}")


def _counted_to(context: Context, issued: date) -> date | None:
    """The day up to which the text says that it counts (截至…, …至6月20日), where it lies before the day of issue."""
    document = context.document
    days = [
        named.day
        for said in context.said
        for named in times.days_in(said.text, document.year)
        if named.day and not named.is_lost and _COUNTED.search(said.text[max(0, named.start - 14) : named.start])
        and document.period.span[0] <= named.day
    ]  # fmt: skip
    return max(days) if days and max(days) <= issued else None


def _differs(place: str, shown: str, period: PeriodNamed, other: PeriodNamed, zh: str, en: str) -> Finding:
    return _finding(
        place, shown, "contradiction", f"{zh}中的时期“{other.shown}”与标题的“{period.shown}”不一致",
        f"{en} speaks of {other.shown}, the title of {period.shown}", {"title": period.shown, "other": other.shown},
    )  # fmt: skip


def _finding(place: str, shown: str, severity, zh: str, en: str, values) -> Finding:
    return Finding("period", severity, place, shown, zh, en, values)
