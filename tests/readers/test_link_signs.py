"""Links that no visitor should meet, or not unwarned."""

from __future__ import annotations

import pytest

from inspection.model import PageKind
from inspection.readers.link_signs import read
from tests.given.reading import HOME, reading

ODD = {
    "http://10.1.2.3/oa/": "private_host",
    "http://192.168.0.1:8080/": "private_host",
    "http://127.0.0.1/": "private_host",
    "http://localhost:8080/a": "private_host",
    "http://oa/login": "private_host",
    "http://oa.yunzhou.lan/": "private_host",
    "http://[fd00::1]/": "private_host",
    "http://8.8.8.8/jiucuo.html": "bare_host",
    "http://8.8.8.8:8081/": "bare_host",
}


@pytest.mark.parametrize(("url", "kind"), ODD.items())
def test_private_and_nameless_hosts_are_told(url, kind):
    (sign,) = read(reading(f'<a href="{url}">入口</a>', PageKind.OTHER))
    assert (sign.kind, sign.place) == (kind, url)


@pytest.mark.parametrize(
    "url", ["/xw/", "https://www.yunzhou.example/", "http://jyj.yunzhou.example/", "/files/10.1.2.3.pdf"]
)
def test_a_site_of_the_same_city_is_nothing_odd(url):
    assert list(read(reading(f'<a href="{url}">教育局</a>'))) == []


OUT = '<a href="http://shop.example.com/">商店</a><a href="http://www.moe.gov.cn/">教育部</a><a href="https://weibo.com/a">微博</a>'


def test_a_way_out_to_others_without_a_question_is_told_once_with_its_hosts():
    (sign,) = read(reading(OUT + '<a href="http://club.example.net/">俱乐部</a>'))
    assert (sign.kind, sign.value, sign.count) == ("no_leave_prompt", "shop.example.com", 2)
    assert sign.detail == {"hosts": ["shop.example.com", "club.example.net"]}


PROMPTS = {
    "a script of the page": "<script>function go(u){if(confirm('您即将离开本站，是否继续？'))open(u)}</script>",
    "a script that it names": '<script src="/js/leavePrompt.js"></script>',
    "a box that is shown": '<div style="display:none">链接访问提示：您访问的链接是非本站的</div>',
}


@pytest.mark.parametrize("prompt", PROMPTS.values(), ids=PROMPTS)
def test_a_page_that_asks_before_one_leaves_is_not_told(prompt):
    assert list(read(reading(OUT + prompt))) == []


def test_the_question_is_asked_of_home_pages_alone():
    assert list(read(reading(OUT, PageKind.OTHER, f"{HOME}xw/1.html"))) == []
