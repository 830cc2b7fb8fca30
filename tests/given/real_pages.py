"""Real saved pages and what was read from them by eye: one question a function, one answer a page.

Where the folder with the pages lies beside the project, `test_real_pages.py` asks the questions and
`python -m bench.accuracy` prints the answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from inspection.page.dates import publications
from inspection.page.days import MOMENT, latest_day, make_day
from inspection.page.identity import article_title, read_identity
from inspection.page.items import read_items
from inspection.page.marks import Mark, read_marks
from inspection.page.page import Page, fold

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "real_pages"
SAVED_ON = date(2026, 11, 1)  # later than every date on the pages: the last day that a reader may believe
HOME_MADE_ON = date(2023, 10, 12)  # the one home page with dates was made on 2023-10-11, and prints no years
ARTICLE_KINDS = {"article", "hijacked"}


@dataclass(frozen=True)
class Sample:
    """A page with the truth about it."""

    truth: dict[str, Any]
    body: bytes
    page: Page

    @property
    def name(self) -> str:
        """Number of the page."""
        return Path(self.truth["file"]).stem


@dataclass(frozen=True)
class Answer:
    """What one page should say to a question, and what was read."""

    name: str
    expected: Any
    found: Any

    @property
    def is_right(self) -> bool:
        """Whether the two are equal."""
        return self.expected == self.found


@cache
def samples() -> tuple[Sample, ...]:
    """All pages. Where the truth names no address, the page has one that leads nowhere."""
    found = []
    for truth in yaml.safe_load((FOLDER / "truth.yaml").read_text("utf-8")):
        url = truth["url"] if str(truth["url"]).startswith("http") else "http://saved-page.invalid/"
        body = (FOLDER / truth["file"]).read_bytes()
        found.append(Sample(truth, body, Page(url, body)))
    return tuple(found)


def dated() -> list[tuple[Sample, date]]:
    """Article pages that print a publication time, with its day."""
    return [
        (sample, make_day(*MOMENT.search(sample.truth["published"]).groups()[:3]))
        for sample in samples()
        if sample.truth["published"] and sample.truth["kind"] in ARTICLE_KINDS
    ]


def publication_days() -> Iterator[Answer]:
    for sample, day in dated():
        identity = read_identity(sample.page)
        found = publications(sample.page, identity, article_title(sample.page, identity), date.max)
        yield Answer(sample.name, day, found[0].on if found else None)


def article_titles() -> Iterator[Answer]:
    for sample in samples():
        if title := sample.truth["article_title"]:
            yield Answer(sample.name, fold(title), article_title(sample.page, read_identity(sample.page)))


def title_tags() -> Iterator[Answer]:
    for sample in samples():
        yield Answer(sample.name, fold(sample.truth["title_tag"] or ""), sample.page.title)


def charsets() -> Iterator[Answer]:
    for sample in samples():
        yield Answer(sample.name, sample.truth["charset_bytes"].replace("-", ""), sample.page.charset.replace("-", ""))


def read_states() -> Iterator[Answer]:
    for sample in samples():
        yield Answer(sample.name, "ok", str(sample.page.read_state))


def site_codes_in_meta() -> Iterator[Answer]:
    for sample in samples():
        truth = sample.truth
        yield Answer(
            sample.name,
            truth["site_code"] if truth["site_code_in_meta"] else None,
            read_identity(sample.page).site_code,
        )


def site_names_in_meta() -> Iterator[Answer]:
    for sample in samples():
        truth = sample.truth
        yield Answer(
            sample.name,
            truth["site_name"] if truth["site_name_in_meta"] else None,
            read_identity(sample.page).site_name,
        )


def newest_list_dates() -> Iterator[Answer]:
    """Of a page on which two dates are right, that which was read where it is one of them."""
    for sample, first, last in _lists():
        read = _dates(sample, first, last)[-1]
        also = sample.truth.get("newest_also")
        yield Answer(sample.name, read if also and read == date.fromisoformat(also) else last, read)


def oldest_list_dates() -> Iterator[Answer]:
    """Of pages with one list: the truth tells the ends of the main list alone."""
    for sample, first, last in _lists():
        if "extra_lists" not in sample.truth and sample.truth["kind"] == "list":
            yield Answer(sample.name, first, _dates(sample, first, last)[0])


def _lists() -> Iterator[tuple[Sample, date, date]]:
    """Pages with a dated list, with its oldest and newest date."""
    for sample in samples():
        ends = sample.truth.get("list_oldest"), sample.truth.get("list_newest")
        if not all(ends):
            continue
        if sample.truth["kind"] == "list":
            yield sample, *map(date.fromisoformat, ends)
        else:
            yield sample, *(latest_day(*end.split("-"), HOME_MADE_ON) for end in ends)


def _dates(sample: Sample, first: date, last: date) -> list[date | None]:
    day = SAVED_ON if sample.truth["kind"] == "list" else HOME_MADE_ON
    return sorted(item.published_on for item in read_items(sample.page, day) if item.published_on) or [None]


def footer_mark(kind: str) -> Callable[[], Iterator[Answer]]:
    """The question for one footer mark."""

    def ask() -> Iterator[Answer]:
        for sample in samples():
            found = {mark.kind.value: mark for mark in read_marks(sample.page)}.get(kind)
            yield _MARKS.get(kind, _as_printed)(sample, kind, found)

    return ask


def _as_printed(sample: Sample, kind: str, found: Mark | None) -> Answer:
    word = {"organiser": "sponsor"}.get(kind, kind)
    return Answer(sample.name, sample.truth["footer"][word], found.value if found else None)


def _number(sample: Sample, kind: str, found: Mark | None) -> Answer:
    """A number among those that the footer prints, spaces aside."""
    known = [_bare(value) for value in sample.truth["footer"][kind] or []]
    value = _bare(found.value) if found else ""
    return Answer(sample.name, value if value in known else (known or [""])[0], value)


def _conac(sample: Sample, kind: str, found: Mark | None) -> Answer:
    """The id of its link, or of its script where there is no link."""
    links, scripts = (sample.truth["footer"][name] or [] for name in ("conac_link_id", "conac_script"))
    value = found.value if found else None
    is_right = value in links or (not links and any(value and value in url for url in scripts))
    expected = value if is_right else (*links, *scripts, None)[0]
    return Answer(sample.name, expected, value)


def _error_entry(sample: Sample, kind: str, found: Mark | None) -> Answer:
    footer = sample.truth["footer"]
    return Answer(sample.name, bool(footer["jiucuo_link"] or footer["jiucuo_script"]), found is not None)


def _contact(sample: Sample, kind: str, found: Mark | None) -> Answer:
    """Whether a number, mail or postal address is printed in the footer (a bare 联系我们 is not)."""
    return Answer(sample.name, sample.truth["footer"]["contact"] == "present", _is_printed(found))


def _is_printed(found: Mark | None) -> bool:
    return found is not None and found.detail["form"] == "text"


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


_MARKS = {"icp": _number, "police": _number, "conac": _conac, "error_entry": _error_entry, "contact": _contact}

# the questions that must be answered rightly on 95 % of the pages
QUESTIONS: dict[str, Callable[[], Iterator[Answer]]] = {
    "publication day of an article": publication_days,
    "title of an article": article_titles,
    "title tag": title_tags,
    "charset": charsets,
    "read state": read_states,
    "SiteIDCode tag": site_codes_in_meta,
    "SiteName tag": site_names_in_meta,
    "网站标识码 in the footer": footer_mark("site_code"),
    "ICP备案号": footer_mark("icp"),
    "公安备案号": footer_mark("police"),
    "党政机关网站标识": footer_mark("conac"),
    "找错 entry": footer_mark("error_entry"),
    "主办单位": footer_mark("organiser"),
    "newest date of a list": newest_list_dates,
    "oldest date of a list": oldest_list_dates,
}
# the truth contradicts itself (see docs/accuracy.md): no share is asked for
CONTACT = "联系方式"
contacts = footer_mark("contact")
