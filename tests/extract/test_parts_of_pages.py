"""What other pages show in a frame owes neither tags nor a footer of its own."""

from __future__ import annotations

import pytest

from inspection.extract.day import _pass_over_parts
from inspection.extract.kept import Kept
from inspection.extract.seen import Seen, SiteDay
from inspection.model import PageKind
from inspection.page.page import page_key
from inspection.readers.sign import Subject

HOME = "http://www.yunzhou.example/"
LINES = ["tags\tT1\tevery\t\n", "footer\tmissing\t\t\n", "sections\tsections\t\t\n"]


def seen(url: str, kind: str, parts: dict[str, str], *, has_title: bool = True) -> Seen:
    named = {HOME + name: body for name, body in parts.items()}
    return Seen({}, url, kind, Kept("ok", "ok", kind, "", sign_lines=list(LINES), parts=named, has_title=has_title))


@pytest.mark.parametrize(
    ("kind", "parent", "topics"),
    [
        (PageKind.OTHER, {"list": "urn:1"}, ["sections"]),
        (PageKind.OTHER, {"list": ""}, ["sections"]),
        (PageKind.OTHER, {"foot": "urn:1"}, ["tags", "footer", "sections"]),
        (PageKind.OTHER, {}, ["tags", "footer", "sections"]),
        (PageKind.COLUMN, {"list": "urn:1"}, ["tags", "footer", "sections"]),
    ],
    ids=["read in a frame", "named, not read", "another was", "none was", "the registry calls it a column"],
)
def test_a_part_of_another_page_is_no_page_of_its_own(kind, parent, topics):
    site = SiteDay(Subject("site:1", HOME, "", ""))
    for page in (seen(HOME, PageKind.HOME, parent), seen(HOME + "list", kind, {})):
        site.pages[page_key(page.url)] = page
    _pass_over_parts(site)
    assert [line.partition("\t")[0] for line in site.pages[page_key(HOME + "list")].kept.sign_lines] == topics
    assert site.pages[page_key(HOME)].kept.sign_lines == LINES


@pytest.mark.parametrize(
    ("url", "has_title", "is_part"),
    [
        ("list.php?id=3&page=2", False, True),
        ("list.php?id=9", False, True),
        ("list.php?id=3&page=2", True, False),
        ("index.php?id=3", False, False),
        ("list/2.html", False, False),
    ],
)
def test_a_further_page_of_a_frame_is_told_by_its_program_and_by_having_no_title(url, has_title, is_part):
    site = SiteDay(Subject("site:1", HOME, "", ""))
    further = seen(HOME + url, PageKind.OTHER, {}, has_title=has_title)
    for page in (seen(HOME, PageKind.HOME, {"list.php?id=3&page=1": "urn:1"}), further):
        site.pages[page_key(page.url)] = page
    _pass_over_parts(site)
    assert (len(further.kept.sign_lines) == 1) == is_part


@pytest.mark.parametrize(
    ("url", "has_title", "is_part"),
    [
        ("frame.php?id=3&page=2", False, True),
        ("index.php?m=list&pageno=4", False, True),
        ("list_3.html", False, True),
        ("xw/index_2.htm", False, True),
        ("tzgg/page/2/", False, True),
        ("frame.php?id=3&page=2", True, False),
        ("frame.php?id=3&page=1", False, False),
        ("xw/20231.html", False, False),
    ],
)
def test_a_further_page_without_a_title_is_a_part_also_where_the_day_has_no_frame(url, has_title, is_part):
    site = SiteDay(Subject("site:1", HOME, "", ""))
    further = seen(HOME + url, PageKind.OTHER, {}, has_title=has_title)
    for page in (seen(HOME, PageKind.HOME, {}), further):
        site.pages[page_key(page.url)] = page
    _pass_over_parts(site)
    assert (len(further.kept.sign_lines) == 1) == is_part
