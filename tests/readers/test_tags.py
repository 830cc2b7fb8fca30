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


VERSIONS = {
    "traditional characters": "<h1>歡迎瀏覽繁體版</h1><p>本頁面為繁體中文版本,內容與簡體版一致。</p>",
    "English": "<h1>Welcome to Yunzhou</h1><p>The people's government of Yunzhou offers its services here.</p>",
    "Tibetan": "<h1>ཡུན་ཀྲོའུ་གྲོང་ཁྱེར་མི་དམངས་སྲིད་གཞུང་</h1><p>འདིར་གསར་འགྱུར་དང་ཞབས་ཞུ་ཡོད།</p>",
    "Uyghur": "<h1>يۈنجوۋ شەھەرلىك خەلق ھۆكۈمىتى</h1><p>بۇ يەردە خەۋەر ۋە مۇلازىمەت بار</p>",
    "Korean": "<h1>윈저우시 인민정부에 오신 것을 환영합니다</h1><p>이곳에서 소식과 서비스를 찾을 수 있습니다</p>",
}


@pytest.mark.parametrize("body", VERSIONS.values(), ids=VERSIONS)
@pytest.mark.parametrize("kind", [PageKind.COLUMN, PageKind.OTHER])
def test_a_version_in_another_script_owes_no_tags_of_its_own(body, kind):
    assert signs({}, kind, body=body) == {}
    assert signs({"SiteIDCode": "5399000002"}, kind, body=body) == {("T3", "SiteIDCode"): "5399000002"}
    assert signs({"SiteName": "雲州市人民政府"}, kind, body=body) == {}


LOOK_LIKE_VERSIONS = {
    "a few characters of another script": "<h1>云州市召开会议</h1><p>会议学习《資治通鑑》节选,部署各项工作。</p>",
    "a line of English": "<h1>云州市人民政府门户网站工作动态栏目列表页面</h1><p>English version</p>",
}


@pytest.mark.parametrize("body", LOOK_LIKE_VERSIONS.values(), ids=LOOK_LIKE_VERSIONS)
def test_a_page_that_quotes_another_script_owes_its_tags(body):
    assert ("T1", "every") in signs({}, body=body)


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
