"""Pages as other people's content systems and real sites write them (tests/page/outside), each with its right answer.

Every one was read wrong once, but those that only look so; the kinds have examples of their own beside the readers.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from inspection.extract.observe import Observed, Standing, observe
from inspection.model import MarkKind, PageKind
from inspection.page.page import Page
from inspection.readers.sign import Subject
from inspection.text.wording import Lexicon

FOLDER = Path(__file__).parent / "outside"
SITE = Subject("site:5399000001", "https://www.yunzhou.gov.cn/", "5399000001", "云州市人民政府")
READ_ON = date(2026, 11, 30)
SEEN_ON = date(2026, 11, 1)
ADDRESSES = {
    "real_04": "https://www.yunzhou.gov.cn/10462/2026/c3/a.shtml",
    "real_05": "https://www.yunzhou.gov.cn/hd/a.html",
    "real_06": "https://sc.yunzhou.gov.cn/n/13.html",
    "real_07": "https://dl.yunzhou.gov.cn/news/101.html",
    "real_08": "https://tj.yunzhou.gov.cn/sj/1.html",
    "real_09": "https://www.yunzhou.gov.cn/gongbao/1.htm",
    "real_17": "https://www.yunzhou.gov.cn/",
    "real_18": "https://fgw.yunzhou.gov.cn/xxgk/ling/",
}


def seen(name: str, kind: PageKind, day: date | None = None) -> Observed:
    """Everything that is seen on one of the pages."""
    default = SEEN_ON if name.startswith("real_") else READ_ON
    address = ADDRESSES.get(name, "https://swj.yunzhou.gov.cn/tzgg/")
    page = Page(address, (FOLDER / f"{name}.html").read_bytes())
    return observe(page, Standing(SITE, kind, kind == PageKind.COLUMN, False, False), day or default, Lexicon(()))


PUBLISHED = {
    "01_page": date(2018, 3, 8),
    "02_page": date(2026, 11, 27),
    "04_page": date(2026, 11, 28),
    "05_page": date(2026, 11, 28),
    "06_page": date(2026, 11, 28),
    "07_page": date(2026, 11, 28),
    "08_page": date(2026, 11, 28),
    "real_04": date(2026, 10, 9),
    "real_05": date(2026, 3, 1),
    "real_06": date(2026, 2, 21),
    "real_07": date(2026, 5, 18),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_day_of_publication(name: str) -> None:
    assert seen(name, PageKind.OTHER).published[0].on == PUBLISHED[name]


TITLES = {
    "real_06": "云州市水产研究所召开年度工作会议",
    "real_07": "2026年学术年会在云州大学举行",
    "real_08": "2026年10月全市物价总体平稳",
    "real_09": "云州市人民代表大会常务委员会关于批准调整2026年末债务余额限额的决议",
    "24_utf8_declared_gb2312": "市政府召开常务会议研究部署安全生产工作",
}


@pytest.mark.parametrize("name", TITLES)
def test_title(name: str) -> None:
    assert seen(name, PageKind.OTHER).facts.title == TITLES[name]


LISTS = {  # entries with a date, newest, oldest
    "09_home": (8, date(2026, 11, 29), date(2026, 11, 29)),
    "11_list": (6, date(2026, 11, 28), date(2026, 11, 28)),
    "12_home": (8, date(2026, 11, 28), date(2026, 11, 28)),
    "14_list": (1, date(2026, 11, 28), date(2026, 11, 28)),
    "15_column": (1, date(2026, 11, 28), date(2026, 11, 28)),
    "19_column": (2, date(2026, 11, 28), date(2026, 11, 20)),
    "20_column": (1, date(2026, 11, 28), date(2026, 11, 28)),
    "22_list": (2, date(2026, 8, 7), date(2026, 4, 17)),
    "real_01": (4, date(2026, 10, 30), date(2026, 10, 9)),
    "real_02": (4, date(2026, 10, 30), date(2026, 10, 9)),
    "real_03": (4, date(2026, 10, 30), date(2026, 10, 9)),
    "real_18": (2, date(2026, 10, 17), date(2026, 9, 11)),
}


@pytest.mark.parametrize("name", LISTS)
def test_entries_of_a_list(name: str) -> None:
    found = seen(name, PageKind.COLUMN)
    dated = [item for item in found.items if item.published_on]
    assert (len(dated), found.facts.newest_item_on, found.facts.oldest_item_on) == LISTS[name]
    assert found.facts.is_blank is False
    assert found.facts.item_count == len(dated)


@pytest.mark.parametrize("name", ["17_column_dot", "17_column_layui", "17_column_vue"])
def test_a_list_that_only_a_browser_sees_is_not_blank(name: str) -> None:
    facts = seen(name, PageKind.COLUMN).facts
    assert (facts.is_blank, facts.item_count, facts.column_state) == (None, None, "script_shell")


MARKS = {
    "real_10": (MarkKind.POLICE, "公安机关备案号 53020302001038号"),
    "real_11": (MarkKind.POLICE, "云公网安备53010202000010"),
    "real_12": (MarkKind.ICP, "云ICP备19031037-2号"),
    "real_15": (MarkKind.ORGANISER, "中共云州市委、云州市人民政府"),
    "real_16": (MarkKind.ORGANISER, "云州市航天工程办公室"),
}


@pytest.mark.parametrize("name", MARKS)
def test_mark_of_the_footer(name: str) -> None:
    kind, value = MARKS[name]
    assert [mark.value for mark in seen(name, PageKind.HOME).marks if mark.kind == kind] == [value]


@pytest.mark.parametrize(("name", "site_code"), [("real_13", "9900000012"), ("real_14", None)])
def test_entry_for_errors(name: str, site_code: str | None) -> None:
    (entry,) = [mark for mark in seen(name, PageKind.HOME).marks if mark.kind == MarkKind.ERROR_ENTRY]
    assert site_code in {None, entry.detail["site_code"]}


def test_a_footer_that_a_script_brings_is_not_missing() -> None:
    assert [mark.kind for mark in seen("real_19", PageKind.HOME).marks] == [MarkKind.FOOTER_ELSEWHERE]


def test_a_home_page_without_dates_has_entries() -> None:
    facts = seen("real_17", PageKind.HOME).facts
    assert (facts.item_count, facts.newest_item_on) == (3, None)


def test_a_page_stays_utf8_beside_a_part_in_another_charset() -> None:
    facts = seen("23_home", PageKind.HOME).facts
    assert (facts.charset, facts.title, facts.newest_item_on) == ("utf-8", "某某市人民政府", date(2026, 11, 28))


def test_an_odd_declaration_of_the_charset() -> None:
    assert seen("24_httpequiv", PageKind.OTHER).facts.title == "网站地图"


def test_one_partner_with_digits_in_its_name_is_no_spam() -> None:
    # where a page leads is told of every page, and weighs nothing
    assert [sign.kind for topic, sign in seen("real_20", PageKind.COLUMN).signs if topic == "tampering"] == ["outlinks"]
