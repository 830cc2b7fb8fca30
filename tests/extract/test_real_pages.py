"""Accuracy on real saved pages, where the folder with them and their truth lies beside the project.

The figures are printed (`pytest -s`), each with its n. Truth was read by eye.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from inspection.extract.dates import MOMENT, latest_day, make_day, publications
from inspection.extract.identity import article_title, read_identity
from inspection.extract.items import read_items
from inspection.extract.marks import read_marks
from inspection.extract.page import Page, fold

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "real_pages"
LEAST_SHARE = 0.95
SAVED_ON = date(2026, 11, 1)  # later than every full date in the lists

pytestmark = pytest.mark.skipif(
    not (FOLDER / "truth.yaml").exists(), reason=f"the real pages are not beside the project: {FOLDER}"
)


@pytest.fixture(scope="module")
def pages() -> list[tuple[dict, Page]]:
    found = []
    for truth in yaml.safe_load((FOLDER / "truth.yaml").read_text("utf-8")):
        url = truth["url"] if str(truth["url"]).startswith("http") else "http://saved-page.invalid/"
        found.append((truth, Page(url, (FOLDER / truth["file"]).read_bytes())))
    return found


def bare(text: str | None) -> str:
    return re.sub(r"\s", "", text or "")


def check(name: str, answers: list[tuple[str, object, object]]) -> None:
    """At least 95 % of the answers (file, expected, found) must be right."""
    wrong = [answer for answer in answers if answer[1] != answer[2]]
    right = len(answers) - len(wrong)
    print(f"\n{name}: {right} of {len(answers)} right ({right / len(answers):.1%})", *wrong, sep="\n  ")
    assert right >= LEAST_SHARE * len(answers)


def test_publication_days_of_articles(pages):
    answers = []
    for truth, page in pages:
        if truth["published"] and truth["kind"] in {"article", "hijacked"}:
            identity = read_identity(page)
            found = publications(page, identity, article_title(page, identity))
            expected = make_day(*MOMENT.search(truth["published"]).groups()[:3])
            answers.append((truth["file"], expected, found[0].on if found else None))
    check("publication day", answers)


def test_titles(pages):
    answers = [(truth["file"], fold(truth["title_tag"] or ""), page.title) for truth, page in pages]
    check("title tag", answers)
    answers = [
        (truth["file"], fold(truth["article_title"]), article_title(page, read_identity(page)))
        for truth, page in pages
        if truth["article_title"]
    ]
    check("article title", answers)


def test_charsets_and_read_states(pages):
    answers = [
        (truth["file"], truth["charset_bytes"].replace("-", ""), page.charset.replace("-", "")) for truth, page in pages
    ]
    check("charset", answers)
    check("read state", [(truth["file"], "ok", str(page.read_state)) for truth, page in pages])


def test_identity_tags(pages):
    tags = {truth["file"]: (truth, read_identity(page)) for truth, page in pages}
    check(
        "site code in meta",
        [
            (file, truth["site_code"] if truth["site_code_in_meta"] else None, tag.site_code)
            for file, (truth, tag) in tags.items()
        ],
    )
    check(
        "site name in meta",
        [
            (file, truth["site_name"] if truth["site_name_in_meta"] else None, tag.site_name)
            for file, (truth, tag) in tags.items()
        ],
    )


@pytest.mark.parametrize("kind", ["site_code", "icp", "police", "conac", "error_entry", "organiser"])
def test_footer_marks(pages, kind):
    """(The truth's `contact` is too loose to be compared: it says now and then, not where.)"""
    answers = []
    for truth, page in pages:
        found = {mark.kind.value: mark.value for mark in read_marks(page)}.get(kind)
        footer = truth["footer"]
        if kind in {"icp", "police"}:
            known = [bare(value) for value in footer[kind] or []]
            expected, found = (bare(found) if bare(found) in known else (known or [""])[0]), bare(found)
        elif kind == "conac":
            links, scripts = footer["conac_link_id"] or [], footer["conac_script"] or []
            expected = (
                found if found in links or (not links and any(found and found in url for url in scripts)) else None
            )
            expected = expected if links or scripts else None
            found = found or ("missing" if links or scripts else None)
        elif kind == "error_entry":
            expected, found = bool(footer["jiucuo_link"] or footer["jiucuo_script"]), found is not None
        else:
            expected = footer["site_code" if kind == "site_code" else "sponsor"]
        answers.append((truth["file"], expected, found))
    check(kind, answers)


def test_newest_dates_of_lists(pages):
    answers = []
    for truth, page in pages:
        if truth["kind"] == "list":
            dates = [item.published_on for item in read_items(page, SAVED_ON) if item.published_on]
            newest = date.fromisoformat(truth["list_newest"])
            answers.append((truth["file"], newest, max(dates, default=None)))
        elif truth.get("list_newest"):
            on = date(2023, 10, 12)  # the one home page with dates was made on 2023-10-11
            month, day = truth["list_newest"].split("-")
            dates = [item.published_on for item in read_items(page, on) if item.published_on]
            answers.append((truth["file"], latest_day(month, day, on), max(dates, default=None)))
    check("newest list date", answers)
