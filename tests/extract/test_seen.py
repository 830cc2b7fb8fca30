"""What is known of a site's columns while its pages are read."""

from __future__ import annotations

import pytest

from inspection.extract.seen import SiteDay
from inspection.model import ColumnClass
from inspection.page.columns import Column
from inspection.readers.sign import Subject

HOME = "http://www.yunzhou.example/"
MENU = ["yunzhou.example/category/tzgg", "yunzhou.example/art/col/col7"]
DEPTHS = {
    "category/tzgg/": 1,
    "art/col/col7/index.html": 1,
    "category/zcwj/": 2,
    "category/tzgg/2023/": 3,
    "zwgk/zcwj/index.html": 2,
    "tzgg/": 1,
}


@pytest.mark.parametrize("source", ["registry", "discovered"])
@pytest.mark.parametrize("is_menu_known_first", [True, False])
@pytest.mark.parametrize(("path", "depth"), DEPTHS.items(), ids=DEPTHS)
def test_what_the_menu_leads_to_is_of_the_first_level_whoever_names_it(path, depth, is_menu_known_first, source):
    site = SiteDay(Subject("site:5399000001", HOME, "5399000001", "云州市人民政府"))
    column = Column(f"{HOME}{path}", "通知公告", ColumnClass.NOTICE, path.count("/"), source)
    if is_menu_known_first:
        site.raise_to_first_level(MENU)
    site.add_column(column)
    if not is_menu_known_first:
        site.raise_to_first_level(MENU)
    assert [one.depth for found in site.columns.values() for one in found] == [depth if depth == 1 else column.depth]
