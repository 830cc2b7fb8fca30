"""Sections: what a menu leads to, and what a page of leaders tells of them."""

from __future__ import annotations

import pytest

from inspection.model import PageKind
from inspection.readers import sections
from tests.given.reading import reading


def told(html: str, kind: PageKind = PageKind.HOME):
    return {sign.kind: sign for sign in sections.read(reading(html, kind))}


def menu(*names: str) -> str:
    return "<div class=nav>" + "".join(f"<a href=/{at}/>{name}</a>" for at, name in enumerate(names)) + "</div>"


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("云州概况", "机构职能", "领导之窗"), "functions, leaders, overview"),
        (("魅力云州", "组织架构", "班子成员"), "functions, leaders, overview"),
        (("领导信箱",), "channel"),
        (("县长信箱", "领导活动"), "channel"),
        (("在线咨询", "网上信访", "纪检举报"), "channel"),
        (("网上信访", "举报投诉", "人大建议"), ""),
        (("网上信访", "互动交流"), "channel"),
        (("政民互动", "纪检监察"), "channel"),
        (("政策图解", "一图读懂"), "interpretation"),
        (("办件统计", "办事指南"), "services, statistics"),
        (("统计公报", "服务动态"), ""),
        (("站内搜索",), "search"),
        (("关于进一步做好全市政务服务大厅窗口延时服务工作的通知",), ""),
    ],
)
def test_a_menu_tells_its_sections(names, expected):
    assert told(menu(*names))["sections"].value == expected


def test_a_search_box_and_the_words_of_a_picture_tell_too():
    html = "<form action=/s><input name=q></form><a href=/bs/><img src=a.png alt=办事大厅></a>"
    assert told(html)["sections"].value == "search, services"


def test_the_links_to_its_own_host_are_counted_and_others_are_read():
    html = menu("概况", "新闻") + "<a href=http://zwfw.province.example/>政务服务网</a>"
    sign = told(html)["sections"]
    assert (sign.count, sign.value) == (2, "overview, services")


@pytest.mark.parametrize(
    ("html", "is_elsewhere"),
    [
        ("<script src=/js/nav.js></script>", True),
        ("<script src=/common/head_2020.js?v=3></script>", True),
        ("<iframe src=/top.html></iframe>", True),
        ("<frameset><frame src=menu.html></frameset>", True),
        ("<script src=/js/jquery.min.js></script><script>var a = 1</script>", False),
    ],
)
def test_a_menu_may_stand_elsewhere(html, is_elsewhere):
    assert told(html)["sections"].detail == {"elsewhere": is_elsewhere}


@pytest.mark.parametrize(
    ("text", "has_resume", "has_duties"),
    [
        ("县长 某某", False, False),
        ("某某,男,汉族,1970年3月出生,大学学历,中共党员", True, False),
        ("某某 主持县政府全面工作,分管审计", False, True),
        ("某某,1971年生于云州,在职研究生学历;负责常务工作", True, True),
    ],
)
def test_a_page_of_leaders_tells_curriculum_and_duties(text, has_resume, has_duties):
    html = f"<html><head><title>领导之窗</title></head><body><p>{text}</p></body></html>"
    assert told(html, PageKind.COLUMN)["leaders"].detail == {"has_resume": has_resume, "has_duties": has_duties}


def test_other_pages_tell_of_no_leaders_and_articles_of_no_menu():
    assert set(told(menu("领导之窗"), PageKind.OTHER)) == set()


@pytest.mark.parametrize(
    ("title", "is_leader"),
    [
        ("县长 某某某", True),
        ("副镇长某某", True),
        ("党组书记、局长 某某", True),
        ("办公室主任某某", True),
        ("县委书记某某到各乡镇调研防汛准备工作并召开座谈会", False),
        ("关于开展河道清淤的通知", False),
    ],
)
def test_a_leaders_own_page_is_told_by_its_title(title, is_leader):
    html = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>某某,负责全面工作</p></body></html>"
    assert ("leaders" in told(html, PageKind.OTHER)) == is_leader
