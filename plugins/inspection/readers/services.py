"""Service guides (办事指南): which of the eight element classes a guide tells, and which it lacks.

Kind: `guide`, `value` the classes that it lacks, `count` how many, `detail`: `found`, `missing`, `empty` (a label with
nothing behind it; missing too). Labels are lines or table cells that say one of the words of page-functions.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from inspection.model import PageKind
from inspection.page.columns import before_footer
from inspection.page.words import any_of, classes_of, page_words
from inspection.readers.sign import Reading, Sign

TOPIC = "services"

MIN_LABELS = 3  # of a page that does not call itself a guide
_GUIDE = re.compile(r"(?:办事|服务|办理|申办|申请)指南|办事须知")
_SERVICE_COLUMN = re.compile(r"办事|服务事项|政务服务|公共服务|便民服务|审批|许可")
MIN_LABELS_IN_COLUMN = 2  # of a page in a column of services
_QUICK = ("材料", "条件", "流程", "程序", "依据", "指南")  # a guide says two of these
_NAME = "事项名称"
_EMPTY = re.compile(r"^[\s:：/／—\-]*(?:无|暂无|略|待定|详见)?[\s。/]*$")


def read(reading: Reading) -> Iterator[Sign]:
    """The element classes of a page that is a guide to one service."""
    page = reading.page
    if reading.kind != PageKind.OTHER:
        return
    column = reading.identity.column_name or ""
    is_guide = bool(_GUIDE.search(f"{page.title} {reading.title or ''} {column}"))
    is_in_column = bool(_SERVICE_COLUMN.search(column))
    # a guide that lacks most of its elements says few of these
    if not (is_guide or is_in_column) and sum(word in page.text for word in _QUICK) < 2:
        return
    told = _told(before_footer(page.text).split("\n"))  # the office's telephone in the footer is none of the guide
    if len(told) < (1 if is_guide else MIN_LABELS_IN_COLUMN if is_in_column else MIN_LABELS):
        return
    if reading.title and len(reading.title) >= 4:
        told[_NAME] = True  # the page's own title names what it is a guide to
    classes = list(page_words()["elements"])
    missing = [name for name in classes if not told.get(name)]
    yield Sign(
        "guide",
        value=", ".join(missing),
        count=len(missing),
        excerpt=reading.title,
        detail={
            "found": [name for name in classes if told.get(name)],
            "missing": missing,
            "empty": [name for name in missing if name in told],
        },
    )


def _told(lines: list[str]) -> dict[str, bool]:
    """The element classes that have a label, and whether anything stands behind it."""
    pattern, classes = _labels()
    labels = [(number, match) for number, line in enumerate(lines) if (match := pattern.match(line))]
    places = {number for number, _ in labels}
    told: dict[str, bool] = {}
    for number, match in labels:
        says = match["rest"] or ""
        if _EMPTY.match(says):  # what follows in the next cell or line, unless that is a label again
            says = lines[number + 1] if number + 1 < len(lines) and number + 1 not in places else ""
        name = classes[match["label"]]
        told[name] = told.get(name, False) or not _EMPTY.match(says)
    return told


@cache
def _labels() -> tuple[re.Pattern, dict[str, str]]:
    classes = classes_of(page_words()["elements"])
    number = r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）]?\s?[、.．)）]?\s?)?"
    return re.compile(rf"{number}[【\[]?(?P<label>{any_of(classes)})[】\]]?\s?(?:$|[:：](?P<rest>.*))"), classes
