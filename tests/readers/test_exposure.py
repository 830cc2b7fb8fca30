"""What a site shows of its inner works."""

from __future__ import annotations

import pytest

from inspection.model import PageKind
from inspection.page.page import Page
from inspection.readers import exposure
from tests.given.reading import HOME, reading


def read(html: str, kind: PageKind = PageKind.OTHER, headers: dict[str, str] | None = None) -> set[tuple[str, str]]:
    found = exposure.read(reading(html, kind, headers=headers))
    return {(sign.kind, sign.place.removeprefix(HOME)) for sign in found}


LINKS = {
    "admin/": True,
    "manage/login.jsp": True,
    "system/login.do": True,
    "houtai/": True,
    "phpmyadmin/index.php": True,
    "druid/index.html": True,
    "adminlogin.aspx": True,
    "xzgl/administration/": False,  # 行政 in English
    "english/management.html": False,
    "user/login.html": False,  # of the public's own service
    "zwgk/admin2023.html": False,
    "glj/2023/": False,
}


@pytest.mark.parametrize(("path", "is_door"), LINKS.items(), ids=LINKS)
def test_the_doors_of_content_systems_are_told(path, is_door):
    assert bool(read(f'<a href="/{path}">登录</a>')) is is_door


def test_doors_of_others_are_theirs_and_those_of_nameless_hosts_are_told():
    assert read('<a href="http://weibo.com/1/manage">微博</a><a href="http://www.gov.cn/admin/">国</a>') == set()
    assert read(
        '<a href="http://oa.yunzhou.example/admin/">办公</a><a href="http://203.0.113.9:8080/manage/">后台</a>'
    ) == {
        ("admin_login", "http://oa.yunzhou.example/admin/"),
        ("admin_login", "http://203.0.113.9:8080/manage/"),
    }


def test_the_listing_of_a_folder_is_told_and_a_text_of_that_name_is_not():
    listing = "<title>Index of /uploads</title><h1>Index of /uploads</h1><pre><a href='../'>../</a></pre>"
    assert read(listing) == {("directory_listing", "")}
    assert read("<title>Index of /uploads</title><p>一篇文章</p>") == set()


@pytest.mark.parametrize(
    "trace",
    [
        "java.lang.NullPointerException at com.yunzhou.cms.Page.show(Page.java:42)",
        'Traceback (most recent call last): File "app.py", line 3',
        "Warning: mysql_connect() [function]: Access denied",
        "ORA-00942: table or view does not exist",
        "Server Error in '/' Application. Runtime Error",
        "Fatal error: Uncaught Error in /var/www/html/index.php on line 12",
        "SQLSTATE[42S02]: Base table or view not found",
    ],
)
def test_the_trace_of_an_error_is_told_at_any_status(trace):
    html = f"<p>{trace}</p>".encode()
    for status in (200, 500):
        assert [sign.kind for sign in exposure.of_answer(Page(HOME, html, {}, status))] == ["error_trace"]


def test_a_course_on_programming_is_no_trace():
    assert read("<p>本课程介绍 java.lang.String 类与 mysql_ 系列函数，ThinkPHP 框架</p>") == set()


def test_versions_are_told_once_a_site():
    headers = {"server": "nginx/1.14.0", "x-powered-by": "PHP/5.6.40", "date": "Fri, 29 Sep 2023"}
    assert read("<p>云州</p>", PageKind.HOME, headers) == {
        ("server_version", "server"),
        ("server_version", "x-powered-by"),
    }
    assert read("<p>云州</p>", PageKind.OTHER, headers) == set()
    assert read("<p>云州</p>", PageKind.HOME, {"server": "nginx"}) == set()
