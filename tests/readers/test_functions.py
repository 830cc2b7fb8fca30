"""What a home page offers: search boxes and entries."""

from __future__ import annotations

import pytest

from inspection.model import PageKind
from inspection.readers.functions import read
from tests.given.reading import HOME, reading

FORMS = {
    "a form that a plain visit can use": (
        '<form action="/search/s" method="get"><input type="hidden" name="siteCode" value="53 99">'
        '<input name="searchWord" placeholder="请输入搜索关键词"></form>',
        ("searchWord", f"{HOME}search/s?searchWord={{word}}&siteCode=53+99", {"method": "get"}),
    ),
    "the query in the action gives way to the fields, as in a browser": (
        '<form action="/so?old=1"><input type="text" name="qt"></form>',
        ("qt", f"{HOME}so?qt={{word}}", {"method": "get"}),
    ),
    "a form that must be posted": (
        '<form action="/so" method="POST"><input name="keywords"></form>',
        ("keywords", None, {"method": "post", "action": f"{HOME}so"}),
    ),
    "a form without an address": (
        '<form onsubmit="return go()"><input name="q"></form>',
        ("q", None, {"method": "script"}),
    ),
    "a box that a script reads": (
        '<input id="txt_search" placeholder="请输入关键字">',
        ("txt_search", None, {"method": "script"}),
    ),
    "a field of another charset's page": (
        '<form action="/s"><input type="hidden" name="栏" value="全部"><input name="q"></form>',
        ("q", f"{HOME}s?q={{word}}&%E6%A0%8F=%E5%85%A8%E9%83%A8", {"method": "get"}),
    ),
}


@pytest.mark.parametrize(("html", "expected"), FORMS.values(), ids=FORMS)
def test_a_search_box_is_told_with_the_address_it_leads_to(html, expected):
    found = [(sign.place, sign.value, sign.detail) for sign in read(reading(html)) if sign.kind == "search_form"]
    assert found == [expected]


NO_SEARCH = {
    "logging in": '<form action="/login"><input name="username"><input type="password" name="password"></form>',
    "a newsletter": '<form action="/post"><input name="mail" placeholder="您的邮箱"></form>',
    "a hidden field called search": '<form action="/a"><input type="hidden" name="search" value="1"></form>',
    "a button": '<input type="button" value="搜索">',
}


@pytest.mark.parametrize("html", NO_SEARCH.values(), ids=NO_SEARCH)
def test_other_forms_are_no_search(html):
    assert list(read(reading(html))) == []


def test_one_box_drawn_twice_is_told_once():
    form = '<form action="/s"><input name="q"></form>'
    assert len(list(read(reading(form + form)))) == 1


def test_entries_are_known_by_what_their_links_say():
    html = """<a href="/wza/">无障碍浏览</a><a href="/slh/"><img src="a.png" alt="长者专区"></a>
    <a href="/map.html">网站地图</a><a href="/map2.html">站点地图</a><a href="https://auth.yunzhou.example/">用户登录</a>
    <a href="/xw/1.html">云州市召开无障碍环境建设工作推进会暨现场观摩会议</a>"""
    found = {sign.place: sign.value for sign in read(reading(html))}
    assert found == {
        "accessible": f"{HOME}wza/",
        "elderly": f"{HOME}slh/",
        "site_map": f"{HOME}map.html",
        "login": "https://auth.yunzhou.example/",
    }


def test_an_entry_drawn_by_a_script_is_told_without_an_address():
    html = '<p><a href="javascript:wza()">无障碍</a></p><p>云州市无障碍环境建设工作推进会议在云州召开</p>'
    (sign,) = read(reading(html))
    assert (sign.kind, sign.place, sign.value, sign.detail) == ("entry", "accessible", None, {"form": "script"})


def test_only_home_pages_are_asked():
    assert list(read(reading('<form action="/s"><input name="q"></form>', PageKind.OTHER))) == []
