"""Headings in their order: 一、二、三 and (一)(二)(三), none skipped, none twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspection.proofread.context import Context
from inspection.proofread.finding import Checked, Finding
from inspection.proofread.house import House
from inspection.proofread.times import chinese_number

_FIRST = re.compile(r"^([一二三四五六七八九十]{1,3})、")
_SECOND = re.compile(r"^\(([一二三四五六七八九十]{1,3})\)")


def check(context: Context, house: House) -> Iterator[Finding | Checked]:
    """First and second level; the second begins anew below each first."""
    first = second = 0
    count = 0
    is_clean = True
    for paragraph in context.paragraphs:
        sentence = paragraph[0].sentence
        for pattern, level in ((_FIRST, 1), (_SECOND, 2)):
            match = pattern.match(sentence.text)
            if not match:
                continue
            number = chinese_number(match[1])
            expected = (first if level == 1 else second) + 1
            # a list within a paragraph may begin again at one
            if number not in {expected, 1}:
                is_clean = False
                # a copy that lost what stands above says nothing of the office's form
                is_cut = (first if level == 1 else second) == 0
                yield Finding(
                    "heading", "note" if is_cut else "form", sentence.place, sentence.shown[:60],
                    f"标题序号不连续：{match[0]}",
                    f"the headings skip or repeat a number at {match[0]}", {"expected": expected, "printed": number},
                )  # fmt: skip
            if level == 1:
                first, second = number, 0
            else:
                second = number
            count += 1
    if count and is_clean:
        yield Checked("heading", context.document.title_place, context.document.title, f"{count} 个标题序号连续")
