"""Findings on the meta tags of a page: T1 to T7, and what templates leave behind."""

from __future__ import annotations

from datetime import date

import pytest

from inspection.model import PageKind
from inspection.page.dates import publications
from inspection.page.identity import article_title, read_identity
from inspection.page.page import Page
from inspection.readers import tags
from inspection.readers.sign import Reading, Subject

DAY = date(2023, 9, 30)
URL = "http://www.yunzhou.example/xw/1.html"
SUBJECT = Subject("site:5399000001", "http://www.yunzhou.example/", "5399000001", "云州市人民政府")
EVERY = {"SiteName": "云州市人民政府", "SiteDomain": "www.yunzhou.example", "SiteIDCode": "5399000001"}
COLUMN = {"ColumnName": "要闻", "ColumnDescription": "要闻", "ColumnKeywords": "要闻", "ColumnType": "工作动态"}
ARTICLE = {
    "ArticleTitle": "云州市召开会议",
    "PubDate": "2023-09-28 08:30",
    "ContentSource": "市府办",
    "ColumnName": "要闻",
    "ColumnType": "工作动态",
}
NOTHING = object()


def signs(
    given: dict | None = None,
    kind: PageKind = PageKind.OTHER,
    more: str = "",
    before: str = "",
    body: str = "<h1>云州市召开会议</h1>",
    subject: Subject = SUBJECT,
    **changed: object,
) -> dict[tuple[str, str], str | None]:
    """Kind and place → value of the signs on a page with these tags, `changed` ones in place of theirs."""
    contents = ({**EVERY, **ARTICLE} if given is None else given) | changed
    metas = "".join(f'<meta name="{name}" content="{text}">' for name, text in contents.items() if text is not NOTHING)
    page = Page(URL, f"{before}<html><head>{metas}{more}<title>云州市召开会议</title></head>{body}</html>".encode())
    identity = read_identity(page)
    title = article_title(page, identity)
    published = publications(page, identity, title, DAY)
    reading = Reading(page, DAY, kind, subject, identity, title, published)
    return {(sign.kind, sign.place): sign.value for sign in tags.read(reading)}


@pytest.mark.parametrize(
    ("kind", "given"),
    [(PageKind.HOME, EVERY), (PageKind.COLUMN, {**EVERY, **COLUMN}), (PageKind.OTHER, {**EVERY, **ARTICLE})],
)
def test_a_page_with_its_required_tags_has_no_finding(kind, given):
    assert signs(given, kind) == {}


FINDINGS = {
    "a tag of every page is missing": ({"SiteIDCode": NOTHING}, {("T1", "every"): "SiteIDCode"}),
    "two tags of an article are missing": (
        {"PubDate": NOTHING, "ContentSource": NOTHING},
        {("T1", "article"): "PubDate, ContentSource"},
    ),
    "an empty tag": ({"ContentSource": " "}, {("T2", "ContentSource"): ""}),
    "a tag that says null": ({"ColumnName": "null"}, {("T2", "ColumnName"): "null"}),
    "the code of another site": ({"SiteIDCode": "5399000002"}, {("T3", "SiteIDCode"): "5399000002"}),
    "the host of another site": ({"SiteDomain": "www.other.example"}, {("T4", "SiteDomain"): "www.other.example"}),
    "the name of another city": ({"SiteName": "云东区人民政府"}, {("T5", "SiteName"): "云东区人民政府"}),
    "a publication time that is none": ({"PubDate": "昨天"}, {("T6", "PubDate"): "昨天"}),
    "a day that no calendar has": ({"PubDate": "2023-02-30"}, {("T6", "PubDate"): "2023-02-30"}),
    "a day to come": ({"PubDate": "2023-10-01 08:00"}, {("T6", "PubDate"): "2023-10-01 08:00"}),
    "a directive in a tag": (
        {"ColumnName": "${column.name}"},
        {("template", "ColumnName"): "${column.name}"},
    ),
}


@pytest.mark.parametrize(("changed", "expected"), FINDINGS.values(), ids=FINDINGS)
def test_a_wrong_tag_is_found(changed, expected):
    assert signs(**changed) == expected


HARMLESS = {
    "a domain with scheme and slash": {"SiteDomain": "http://www.yunzhou.example/"},
    "a domain without www": {"SiteDomain": "yunzhou.example"},
    "two domains": {"SiteDomain": "www.yz.example;www.yunzhou.example"},
    "a name in full width": {"SiteName": "云州市人民政府 "},
    "today": {"PubDate": "2023-09-30 23:59:59"},
    "an empty tag that may be missing": {"Author": ""},
}


@pytest.mark.parametrize("changed", HARMLESS.values(), ids=HARMLESS)
def test_what_is_only_written_otherwise_is_no_finding(changed):
    assert signs(**changed) == {}


def test_a_publication_time_that_is_not_the_one_shown_is_t7_and_no_more_than_that():
    assert signs(body="<h1>云州市召开会议</h1><p>发布时间:2021-09-06</p>") == {("T7", "PubDate"): "2023-09-28 08:30"}
    assert signs(body="<h1>云州市召开会议</h1><p>发布时间:2023-09-28</p>") == {}


def test_form_is_told_apart_from_content():
    found = signs(
        more='<meta name="siteName" content="云州市人民政府"><meta name="PubDate" content="2023-09-28 08:30">'
    )
    assert found == {
        ("doubled", "SiteName"): "云州市人民政府",
        ("case", "SiteName"): "siteName",
        ("doubled", "PubDate"): "2023-09-28 08:30",
    }


def test_tags_above_the_head_and_directives_left_in_it_are_found_but_not_in_comments():
    assert signs(before='<meta name="SiteName" content="云州市人民政府">')["above_head", ""] == "SiteName"
    assert ("above_head", "") not in signs(before='<!-- <meta name="SiteName" content="x"> -->')
    assert signs(more='<jsp:include page="head.jsp"/>')["template", "head"] == "<jsp:include"


def test_nothing_is_compared_with_a_registry_that_says_nothing():
    assert signs(subject=Subject(), SiteName="云东区人民政府", SiteIDCode="5399000002") == {}
